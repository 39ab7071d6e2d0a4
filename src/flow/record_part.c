/* Comments and links of a record. */
#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "flow/record_.h"
#include "store/plan.h"
#include "store/study_case.h"

bool flow_record_ahead(const Record *row, int64_t now)
{
    int32_t day;
    return date_parse(row->day, &day) && day > date_of_time(now);
}

/* ---- comments ---- */

static bool note_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const Str *words = doing->context;
    RecordNote note = { .id = db_new_id(write), .words = *words, .account_id = doing->who->account_id, .made_at = doing->now };
    return record_note_put(write, &doing->row, &note, err) && record_note_it(write, doing, "замечание", record_called(doing->type, &doing->row, doing->arena), err);
}

bool flow_record_note(Flow *flow, const Who *who, Str type, uint32_t number, Str words, Err *err)
{
    words = str_trim(words);
    if (words.n == 0) return err_set(err, ERR_INPUT, "Напишите, что хотели сказать.", "Замечание пустое.");
    if (!utf8_valid(words)) return err_set(err, ERR_INPUT, "Наберите слова заново.", "Это не текст UTF-8.");
    size_t length = utf8_length(words);
    if (length > LIMIT_RECORD_NOTE) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите файлом.", "В замечании %zu знаков, помещается %u.", length, LIMIT_RECORD_NOTE);
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = note_body, .context = &words };
    return record_do(flow, &doing, false, err);
}

/* ---- links ---- */

typedef struct Linking { Str address, title; RecordLink link; } Linking;

/* Number after a prefix: «/plans/12…» → 12, the rest behind it. */
static bool number_after(Str *rest, const char *prefix, uint32_t *out)
{
    Str p = str_of(prefix);
    long long number;
    if (!str_starts(*rest, p)) return false;
    size_t to = p.n;
    while (to < rest->n && rest->at[to] >= '0' && rest->at[to] <= '9') to++;
    if (!str_to_int(str_slice(*rest, p.n, to), &number) || number > UINT32_MAX) return false;
    *out = (uint32_t)number;
    *rest = str_slice(*rest, to, rest->n);
    return true;
}

static bool no_such(Err *err) { return err_set(err, ERR_NOT_FOUND, "Откройте нужную страницу и скопируйте её адрес.", "По этому адресу ничего нет, или страница вам не открыта."); }

static bool link_plan(DbRead *db, const RecordDoing *doing, Str rest, uint32_t number, RecordLink *out, Err *err)
{
    PlanRow plan;
    MeasureRow measure;
    uint32_t n;
    bool found;
    if (!plan_get(db, doing->who->region_id, number, STR_EMPTY, doing->arena, &plan, &found, err)) return false;
    if (!found || !who_may(doing->who, RIGHT_PLAN_READ, plan.org_path)) return no_such(err);
    *out = (RecordLink){ .kind = STR("plan"), .to_id = plan.id, .to_key = arena_printf(doing->arena, "%u", number), .title = plan.title };
    if (!number_after(&rest, "/measures/", &n)) return true;
    if (!measure_get(db, doing->who->region_id, number, n, doing->arena, &measure, &found, err)) return false;
    if (!found || measure.deleted) return no_such(err);
    *out = (RecordLink){ .kind = STR("measure"), .to_id = measure.id, .to_key = arena_printf(doing->arena, "%u/%u", number, n), .title = measure.title };
    return true;
}

static bool link_record(DbRead *db, const RecordDoing *doing, Str rest, RecordLink *out, Err *err)
{
    Record other;
    const RecordType *type;
    size_t slash = str_find(rest, STR("/"));
    Str id = str_slice(rest, 0, slash == SIZE_MAX ? rest.n : slash);
    uint32_t number;
    rest = str_slice(rest, id.n, rest.n);
    if (!number_after(&rest, "/", &number)) return no_such(err);
    if (!flow_record_get(db, doing->who, id, number, doing->arena, &other, &type, err)) return false;
    *out = (RecordLink){ .kind = STR("record"), .to_id = other.id, .to_key = arena_printf(doing->arena, "%s/%u", type->id, number), .title = record_called(type, &other, doing->arena) };
    return true;
}

static bool link_case(DbRead *db, const RecordDoing *doing, uint32_t number, RecordLink *out, Err *err)
{
    StudyCase of;
    bool found;
    if (!case_get(db, doing->who->region_id, number, doing->arena, &of, &found, err)) return false;
    if (!found || !who_may(doing->who, RIGHT_SIGNS_READ, of.school_path)) return no_such(err);
    *out = (RecordLink){ .kind = STR("case"), .to_id = of.id, .to_key = arena_printf(doing->arena, "%u", number), .title = arena_printf(doing->arena, "дело № %u", number) };
    return true;
}

/* A page of this server is linked as the thing that it shows; a page without such a thing, and anything outside, by its address. */
static bool resolve(DbRead *db, const RecordDoing *doing, Linking *it, Err *err)
{
    static const RecordField field = { .name = "address", .title = "Адрес", .kind = RECORD_LINK };
    Str rest = it->address, why = STR_EMPTY, records = STR("/records/");
    uint32_t number;
    if (!record_field_read(&field, NULL, doing->arena, &it->address, &why)) return err_set(err, ERR_INPUT, "", "%.*s", STR_ARG(why));
    if (it->address.n == 0) return err_set(err, ERR_INPUT, "Скопируйте его из строки обозревателя.", "Напишите адрес.");
    if (number_after(&rest, "/plans/", &number)) return link_plan(db, doing, rest, number, &it->link, err);
    if (str_starts(rest, records)) return link_record(db, doing, str_slice(rest, records.n, rest.n), &it->link, err);
    if (number_after(&rest, "/cases/", &number)) return link_case(db, doing, number, &it->link, err);
    it->link = (RecordLink){ .kind = STR("web"), .to_key = it->address, .title = it->address };
    return true;
}

static bool link_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    Linking *it = doing->context;
    RecordLink *there;
    uint32_t n;
    if (!resolve(db_within(write), doing, it, err) || !record_links(db_within(write), &doing->row, doing->arena, &there, &n, err)) return false;
    if (n >= LIMIT_RECORD_LINKS) return err_set(err, ERR_LIMIT, "Уберите лишние.", "У записи уже %u связей.", n);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(there[i].kind, it->link.kind) && str_eq(there[i].to_key, it->link.to_key)) return err_set(err, ERR_CONFLICT, "Она стоит в списке связей.", "Эта связь уже есть.");
    it->link.id = db_new_id(write);
    it->link.account_id = doing->who->account_id;
    it->link.made_at = doing->now;
    if (it->title.n > 0) it->link.title = it->title;
    return record_link_put(write, &doing->row, &it->link, err) && record_note_it(write, doing, "новая связь", doing->row.restricted ? STR_EMPTY : it->link.title, err);
}

bool flow_record_link(Flow *flow, const Who *who, Str type, uint32_t number, Str address, Str title, Err *err)
{
    title = str_trim(title);
    if (title.n > LIMIT_RECORD_LINE * 4 || !utf8_valid(title)) return err_set(err, ERR_INPUT, "Сократите название.", "Название связи слишком длинное.");
    Linking linking = { .address = str_trim(address), .title = title };
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = link_body, .context = &linking };
    return record_do(flow, &doing, false, err);
}

/* Data that it cites are as much of it as its words. */
static bool is_cited(DbRead *db, const RecordDoing *doing, int64_t link, bool *cited, Err *err)
{
    RecordLink *links;
    uint32_t n;
    *cited = false;
    if (!record_links(db, &doing->row, doing->arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) *cited = *cited || (links[i].id == link && str_eq(links[i].kind, STR("frozen")));
    return true;
}

static bool unlink_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    bool done, cited;
    if (!is_cited(db_within(write), doing, *(const int64_t *)doing->context, &cited, err) || (cited && !record_demand_open(doing, err))) return false;
    if (!record_link_remove(write, &doing->row, *(const int64_t *)doing->context, doing->now, &done, err)) return false;
    return !done || record_note_it(write, doing, "связь убрана", record_called(doing->type, &doing->row, doing->arena), err);
}

bool flow_record_unlink(Flow *flow, const Who *who, Str type, uint32_t number, int64_t link, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = unlink_body, .context = &link };
    return record_do(flow, &doing, false, err);
}
