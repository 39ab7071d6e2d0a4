/* Papers and registers keep one numbering, and an issued paper stands in its register: its points can go under control as those of any other record. */
#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "flow/paper_.h"
#include "intake/plan_read.h"
#include "store/plan.h"

const RecordType *paper_register(const PaperKind *kind)
{
    const RecordType *type = record_type_find(str_of(kind->id));
    return type != NULL && record_field_find(type->fields, STR("number")) != NULL ? type : NULL;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

uint32_t paper_ordinal(Str words, int year)
{
    enum { MOST_DIGITS = 8 };
    size_t end = words.n;
    for (;;) {
        while (end > 0 && !is_digit(words.at[end - 1])) end--;
        size_t from = end;
        while (from > 0 && is_digit(words.at[from - 1])) from--;
        long long value;
        if (from == end || end - from > MOST_DIGITS || !str_to_int(str_slice(words, from, end), &value)) return 0;
        if (value != year || from == 0 || words.at[from - 1] != '/') return (uint32_t)value;
        end = from; /* «87-од/2026»: the year is not the number */
    }
}

/* Letters that came have the numbers of those who sent them. */
static bool is_numbered_here(const RecordData *data) { return record_field_find(data->type->fields, STR("way")) == NULL || str_eq(record_value(data, "way"), STR("out")); }

typedef struct InRegister { uint32_t last; Record same; bool found; } InRegister;

static bool look_in_register(DbRead *db, const PaperIssue *issue, Arena *arena, InRegister *out, Err *err)
{
    const IssuedPaper *row = &issue->row;
    Record *rows;
    uint32_t n;
    Str typed = utf8_fold(arena, row->number_words);
    RecordAsk ask = { .type = str_of(issue->type->id), .path = row->org_path, .own_only = true, .state = STR_EMPTY, .from = arena_printf(arena, "%04d-01-01", row->year), .to = arena_printf(arena, "%04d-12-31", row->year) };
    if (!record_list(db, row->region_id, &ask, arena, &rows, &n, err)) return false;
    *out = (InRegister){ 0 };
    for (uint32_t i = 0; i < n; i++) {
        RecordData *data;
        if (!record_data_read(issue->type, rows[i].fields, arena, &data, err)) return false;
        if (!is_numbered_here(data)) continue;
        Str words = str_trim(record_value(data, "number"));
        uint32_t number = paper_ordinal(words, row->year);
        if (number > out->last) out->last = number;
        if (issue->own_number && words.n > 0 && (!out->found || out->same.id != row->record_id) && str_eq(utf8_fold(arena, words), typed)) out->same = rows[i], out->found = true;
    }
    return true;
}

/* A record takes the file that is its own: of the same day, not issued before. */
static bool may_fill(DbRead *db, const PaperIssue *issue, const Record *same, Arena *arena, Err *err)
{
    const IssuedPaper *papers;
    uint32_t n;
    if (same->id == issue->row.record_id) return true;
    PaperAsk ask = { .path = issue->row.org_path, .record_id = same->id, .kind = issue->row.kind };
    if (!paper_list(db, issue->row.region_id, &ask, arena, &papers, &n, err)) return false;
    if (n == 0 && issue->row.record_id == 0 && str_eq(same->day, issue->row.day)) return true;
    return err_set(err, ERR_CONFLICT, "Впишите другой номер или оставьте поле пустым: номер будет следующим по порядку.", "№ %.*s уже занят: %.*s.", STR_ARG(issue->row.number_words), STR_ARG(record_called(issue->type, same, arena)));
}

bool paper_number(DbRead *db, PaperIssue *issue, Arena *arena, Record *same, bool *found, Err *err)
{
    IssuedPaper *row = &issue->row, taken;
    InRegister there = { 0 };
    uint32_t typed = issue->own_number && issue->type != NULL ? paper_ordinal(row->number_words, row->year) : 0;
    bool is_taken = true;
    *found = false;
    if (!paper_next_number(db, row->region_id, row->org_id, row->kind, row->year, &row->number, err)) return false;
    if (issue->type != NULL && !look_in_register(db, issue, arena, &there, err)) return false;
    if (there.found && !may_fill(db, issue, &there.same, arena, err)) return false;
    if (there.last >= row->number) row->number = there.last + 1;
    if (typed > 0 && !paper_get(db, row->region_id, row->org_id, row->kind, row->year, typed, arena, &taken, &is_taken, err)) return false;
    if (typed > 0 && !is_taken) row->number = typed;
    if (!issue->own_number) row->number_words = arena_printf(issue->arena, "%u", row->number);
    *same = there.same, *found = there.found;
    return true;
}

/* ---- as a record ---- */

static const PaperBlock *first(const Paper *paper, PaperBlockKind kind)
{
    for (uint32_t i = 0; i < paper->n_blocks; i++)
        if (paper->blocks[i].kind == kind) return &paper->blocks[i];
    return NULL;
}

/* One line as long as the field takes: the whole stands in the file. */
static Str line(Arena *arena, Str text, uint32_t most)
{
    Buf out;
    buf_init(&out, 0);
    size_t i = 0;
    uint32_t n = 0;
    text = str_trim(text);
    while (i < text.n && n < most - 1) {
        uint32_t cp = utf8_next(text, &i);
        char bytes[4];
        bool is_space = cp == UTF8_BAD || cp <= ' ' || cp == 0xA0;
        buf_add(&out, is_space ? STR(" ") : (Str){ bytes, utf8_put(cp, bytes) });
        n++;
    }
    if (i < text.n) buf_add(&out, STR("…"));
    Str done = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return str_trim(done);
}

static void fill(RecordData *data, const char *name, Str value, Arena *arena)
{
    const RecordField *field = record_field_find(data->type->fields, str_of(name));
    if (field == NULL || record_value(data, name).n > 0) return;
    record_set(data, name, field->kind == RECORD_LINE ? line(arena, value, field->max != 0 ? field->max : LIMIT_RECORD_LINE) : value);
}

static Str signer_of(const Paper *paper, Arena *arena)
{
    const PaperBlock *block = first(paper, PAPER_SIGNATURE);
    return block == NULL || str_starts(block->other, STR("__")) ? STR_EMPTY : arena_printf(arena, "%.*s %.*s", STR_ARG(block->text), STR_ARG(block->other));
}

/* What stands before «приказываю». */
static Str preamble_of(const Paper *paper, Arena *arena)
{
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < paper->n_blocks && paper->blocks[i].kind != PAPER_COMMAND; i++)
        if (paper->blocks[i].kind == PAPER_PARA) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? "\n" : "", STR_ARG(paper->blocks[i].text));
    return out;
}

static Str addressee_of(const Paper *paper, Arena *arena)
{
    const PaperBlock *block = first(paper, PAPER_LETTERHEAD);
    return block != NULL ? line(arena, block->text, LIMIT_RECORD_LINE) : STR_EMPTY;
}

/* Points with their terms and people, as our reader finds them in the file that is issued. */
static bool add_points(const PaperIssue *issue, RecordData *data, Arena *arena, Err *err)
{
    const RecordType *type = data->type;
    PlanContent content;
    SourceDoc doc;
    uint32_t at = 0;
    while (strcmp(type->lists[at].name, type->decisions) != 0) at++;
    const RecordField *fields = type->lists[at].fields;
    if (!document_read(STR("paper.docx"), issue->docx, arena, &doc, err) || !plan_read(&doc, arena, &content, err)) return false;
    uint32_t n = content.n_decisions > LIMIT_RECORD_ROWS ? LIMIT_RECORD_ROWS : content.n_decisions, n_fields = record_fields_n(fields);
    RecordRow *rows = arena_array(arena, RecordRow, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        const PlanDecision *one = &content.decisions[i];
        Str *cells = arena_array(arena, Str, n_fields + 1u), people = STR_EMPTY;
        for (uint32_t p = 0; p < one->n_responsible; p++) people = arena_printf(arena, "%.*s%s%.*s", STR_ARG(people), p > 0 ? ", " : "", STR_ARG(one->responsible[p]));
        for (uint32_t f = 0; f < n_fields; f++) {
            Str value = strcmp(fields[f].name, "text") == 0 ? one->text : strcmp(fields[f].name, "term") == 0 ? one->term.text : strcmp(fields[f].name, "responsible") == 0 ? people : STR_EMPTY;
            cells[f] = line(arena, value, fields[f].max != 0 ? fields[f].max : LIMIT_RECORD_LINE);
        }
        rows[i] = (RecordRow){ cells };
    }
    data->lists[at] = (RecordRows){ n, rows };
    return true;
}

bool paper_as_record(const PaperIssue *issue, const Paper *paper, Arena *arena, RecordData **out, Err *err)
{
    RecordData *data = record_data_new(issue->type, arena);
    const PaperBlock *subject = first(paper, PAPER_SUBJECT);
    fill(data, "title", subject != NULL ? subject->text : issue->row.title, arena);
    fill(data, "number", issue->row.number_words, arena);
    fill(data, "day", issue->row.day, arena);
    fill(data, "way", STR("out"), arena);
    fill(data, "kind", str_of(issue->kind->id), arena);
    fill(data, "from", addressee_of(paper, arena), arena);
    fill(data, "purpose", preamble_of(paper, arena), arena);
    fill(data, "signer", signer_of(paper, arena), arena);
    *out = data;
    if (issue->type->decisions == NULL) return true;
    if (first(paper, PAPER_POINT) == NULL) return err_set(err, ERR_INPUT, "Впишите хотя бы один пункт.", "Не выпущено: в документе нет пунктов.");
    if (record_value(data, "signer").n == 0) return err_set(err, ERR_INPUT, "Впишите должность и фамилию в «Подписи» или руководителя в реквизиты организации.", "Не выпущено: не сказано, кто подписывает.");
    return add_points(issue, data, arena, err);
}

/* ---- into the register ---- */

/* Signed, where the register knows such a state and the record has all that it asks. */
static Str state_of(const RecordData *data, Str from, Arena *arena)
{
    const RecordMove *move = record_move_find(data->type, from, STR("signed"));
    const RecordComplaint *complaints;
    RecordData *copy;
    uint32_t n;
    Err none = { 0 };
    if (move == NULL || !record_data_read(data->type, record_data_write(data, arena), arena, &copy, &none)) return from;
    record_check(copy, move, NULL, arena, &n, &complaints);
    return n == 0 ? str_of(move->to) : from;
}

/* What a person wrote stays; what is empty is taken from the paper. */
static bool fill_there(DbWrite *write, PaperIssue *issue, RecordDoing *doing, Err *err)
{
    const RecordType *type = doing->type;
    RecordData *data;
    if (!record_data_read(type, doing->row.fields, doing->arena, &data, err)) return false;
    Str before = record_data_write(data, doing->arena), state = doing->row.state;
    for (uint32_t i = 0; type->fields[i].name != NULL && issue->data != NULL; i++) fill(data, type->fields[i].name, issue->data->values[i], doing->arena);
    for (uint32_t i = 0; i < record_lists_n(type) && issue->data != NULL; i++)
        if (data->lists[i].n == 0) data->lists[i] = issue->data->lists[i];
    fill(data, "number", issue->row.number_words, doing->arena);
    doing->row.state = state_of(data, state, doing->arena);
    if (str_eq(before, record_data_write(data, doing->arena)) && str_eq(state, doing->row.state)) return true;
    return record_store(write, doing, data, err);
}

Str flow_paper_file_name(const IssuedPaper *row, Arena *arena)
{
    const PaperKind *kind = paper_kind_find(row->kind);
    int32_t day;
    Str on = date_parse(row->day, &day) ? date_short(arena, day) : row->day;
    return arena_printf(arena, "%s № %.*s от %.*s.docx", kind != NULL ? kind->title : "Документ", STR_ARG(row->number_words), STR_ARG(on));
}

static bool put_beside(DbWrite *write, const PaperIssue *issue, const RecordDoing *doing, Err *err)
{
    const IssuedPaper *row = &issue->row;
    RecordFile file = { .id = db_new_id(write), .sha256 = row->sha256, .name = flow_paper_file_name(row, doing->arena),
        .n_bytes = (int64_t)issue->docx.n, .account_id = doing->who->account_id, .made_at = doing->now };
    if (!record_file_put(write, &doing->row, &file, err)) return false;
    if (row->plan_id == 0) return true;
    RecordLink link = { .id = db_new_id(write), .kind = STR("plan"), .to_id = row->plan_id, .to_key = arena_printf(doing->arena, "%u", issue->plan), .title = row->title, .account_id = doing->who->account_id, .made_at = doing->now };
    return record_link_put(write, &doing->row, &link, err);
}

/* The record that the paper is made of must still say what the paper says. */
static bool still_there(DbWrite *write, const PaperIssue *issue, Arena *arena, Record *out, Err *err)
{
    bool found;
    if (!record_get_id(db_within(write), issue->of->region_id, issue->of->id, arena, out, &found, err)) return false;
    return (found && out->revision == issue->of->revision && out->deleted_at == 0) || err_set(err, ERR_CONFLICT, "Откройте документ снова: он напечатается по новым словам.", "Пока вы смотрели, запись изменил кто-то другой.");
}

bool paper_into_register(DbWrite *write, PaperIssue *issue, const Record *same, Arena *arena, Err *err)
{
    const RecordType *type = issue->of != NULL ? record_type_find(issue->of->type) : issue->type;
    RecordDoing doing = { .who = issue->who, .type_id = str_of(type->id), .type = type, .arena = arena, .now = clock_now() };
    Record now;
    if (issue->of != NULL && !still_there(write, issue, arena, &now, err)) return false;
    if (issue->of != NULL) same = &now;
    if (same != NULL) {
        doing.row = *same, doing.number = same->number;
        if (!who_demand(issue->who, RIGHT_RECORD_WRITE, same->org_path, err) || (issue->type != NULL && !fill_there(write, issue, &doing, err))) return false;
        if (!record_note_it(write, &doing, "выпущен документ", arena_printf(arena, "%s № %.*s", issue->kind->title, STR_ARG(issue->row.number_words)), err)) return false;
    } else {
        RecordEdit edit = { .type = doing.type_id, .org_code = issue->row.org_code, .data = issue->data, .state = state_of(issue->data, str_of(type->states[0].word), arena) };
        doing.context = &edit;
        if (!record_add(write, &doing, err)) return false;
    }
    issue->row.record_id = doing.row.id;
    return put_beside(write, issue, &doing, err) && paper_readers_listed(write, issue, &doing, err);
}
