/* A paper out of a record: what it cites and who has read it stand in rows beside it. */
#include "base/date.h"
#include "flow/paper_.h"
#include "store/attachment.h"
#include "store/org.h"
#include "store/setting.h"

static bool read_frozen(DbRead *db, const Record *row, Arena *arena, PaperRecord *from, Err *err)
{
    RecordLink *links;
    uint32_t n;
    if (!record_links(db, row, arena, &links, &n, err)) return false;
    FrozenCopy *copies = arena_array(arena, FrozenCopy, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str bytes;
        bool found;
        if (!str_eq(links[i].kind, STR("frozen"))) continue;
        if (!attachment_get(db, row->region_id, links[i].to_key, arena, &bytes, &found, err)) return false;
        if (!found) return err_set(err, ERR_NOT_FOUND, "Скажите администратору: в базе пропал файл.", "Вставленных данных нет в базе.");
        if (!frozen_read(bytes, links[i].to_key, arena, &copies[from->n_frozen++], err)) return false;
    }
    from->frozen = copies;
    return true;
}

static bool read_readers(DbRead *db, const Record *row, const RecordType *type, Arena *arena, PaperRecord *from, Err *err)
{
    RecordPerson *people;
    uint32_t n;
    if (type->people == NULL) return true;
    if (!record_people(db, row, str_of(type->people->name), arena, &people, &n, err)) return false;
    Str *readers = arena_array(arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (people[i].name.n > 0) readers[from->n_readers++] = arena_printf(arena, "%.*s | %.*s", STR_ARG(people[i].post), STR_ARG(people[i].name));
    from->readers = readers;
    return true;
}

bool flow_paper_of_record(DbRead *db, const Record *row, const RecordData *data, const PaperKind *kind, const Str *values, Arena *arena, Paper *out, const Str **used, Err *err)
{
    PaperRequisites requisites;
    PaperRecord from = { .data = data };
    PaperInput input;
    Org org;
    Str gost;
    uint32_t revision;
    bool found;
    if (!paper_record_has(data->type, kind)) return err_set(err, ERR_NOT_FOUND, "Выберите документ в списке.", "Документ «%s» из этой записи не делают.", kind->title);
    if (!org_by_id(db, row->region_id, row->org_id, arena, &org, &found, err) || !flow_requisites(db, &org, arena, &requisites, &revision, err)) return false;
    if (!setting_text(db, PAPER_GOST_SETTING, arena, &gost, err) || !read_frozen(db, row, arena, &from, err) || !read_readers(db, row, data->type, arena, &from, err)) return false;
    paper_record_input(&from, kind, values, arena, &input);
    input.gost = paper_gost_of(gost);
    input.org = &requisites;
    *used = input.values;
    return paper_build(&input, out, arena, err);
}

/* Is it written as far as the register asks of what is signed; a paper of a draft is issued when it could be signed. */
static bool is_written(const RecordData *data, const Record *row, Arena *arena, Err *err)
{
    const RecordMove *move = record_move_find(data->type, row->state, STR("signed"));
    const RecordComplaint *complaints;
    RecordData *copy;
    uint32_t n;
    Str lacks = STR_EMPTY;
    if (move == NULL) return true;
    if (!record_data_read(data->type, record_data_write(data, arena), arena, &copy, err)) return false;
    record_check(copy, move, NULL, arena, &n, &complaints);
    for (uint32_t i = 0; i < n; i++) lacks = arena_printf(arena, "%.*s%s«%.*s»", STR_ARG(lacks), i > 0 ? ", " : "", STR_ARG(complaints[i].title));
    return n == 0 || err_set(err, ERR_INPUT, arena_z(arena, arena_printf(arena, "Впишите в запись: %.*s.", STR_ARG(lacks))), "Не выпущено: запись не дописана.");
}

/* The document itself is issued once; extracts and sheets of it as often as they are needed, under its number. */
static bool may_issue(DbRead *db, const Record *row, const RecordData *data, const PaperKind *kind, Arena *arena, Err *err)
{
    const IssuedPaper *papers;
    uint32_t n;
    PaperAsk ask = { .path = row->org_path, .record_id = row->id, .kind = str_of(kind->id) };
    if (paper_register(kind) == data->type) {
        if (!paper_list(db, row->region_id, &ask, arena, &papers, &n, err)) return false;
        return n == 0 || err_set(err, ERR_CONFLICT, "Он лежит в записи файлом и больше не меняется.", "Этот документ уже выпущен: № %.*s.", STR_ARG(papers[0].number_words));
    }
    bool numbered = record_field_find(data->type->fields, STR("number")) == NULL || record_value(data, "number").n > 0;
    return numbered || err_set(err, ERR_INPUT, "Сначала выпустите его или впишите номер в запись.", "У документа, к которому это относится, ещё нет номера.");
}

bool flow_paper_issue_record(Flow *flow, const Who *who, Str type_id, uint32_t number, const PaperKind *kind, const Str *values, Str site, Arena *arena, IssuedPaper *out, Err *err)
{
    DbRead *db = flow_reader(flow);
    const RecordType *type;
    const Str *used;
    Record row;
    RecordData *data;
    Paper paper;
    PaperDraft numbered, draft = { .kind = kind, .values = values, .number = STR_EMPTY, .day = DATE_NONE, .site = site };
    PaperIssue issue = { .who = who, .arena = arena, .kind = kind, .of = &row };
    if (!flow_record_get(db, who, type_id, number, arena, &row, &type, err) || !who_demand(who, RIGHT_PAPER_WRITE, row.org_path, err) || !who_demand(who, RIGHT_RECORD_WRITE, row.org_path, err)) return false;
    if (row.deleted_at != 0) return err_set(err, ERR_CONFLICT, "Сначала верните её из корзины.", "Запись лежит в корзине.");
    if (!paper_record_has(type, kind)) return err_set(err, ERR_NOT_FOUND, "Выберите документ в списке.", "Документ «%s» из этой записи не делают.", kind->title);
    if (!record_data_read(type, row.fields, arena, &data, err) || !may_issue(db, &row, data, kind, arena, err)) return false;
    bool has_number = record_field_find(type->fields, STR("number")) != NULL;
    if (has_number) draft.number = record_value(data, "number");
    date_parse(record_day(data), &draft.day);
    issue.row = (IssuedPaper){ .region_id = row.region_id, .org_id = row.org_id, .record_id = row.id, .title = row.restricted ? record_called(type, &row, arena) : row.title, .org_code = row.org_code, .org_path = row.org_path };
    if (!paper_issue_begin(db, &issue, &draft, &numbered, err)) return false;
    if (has_number) record_set(data, "number", numbered.number);
    if (issue.type != NULL && !is_written(data, &row, arena, err)) return false;
    if (!flow_paper_of_record(db, &row, data, kind, values, arena, &paper, &used, err)) return false;
    return paper_issue_code(db, &draft, &issue, arena_printf(arena, "records/%s/%u/papers/%s", type->id, row.number, kind->id), &paper, err) && paper_issue_end(flow, &issue, &paper, out, err);
}
