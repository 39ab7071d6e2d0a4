#include "flow/record_.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "store/org.h"
#include "store/plan.h"

/* ---- one record ---- */

static bool not_there(Err *err) { return err_set(err, ERR_NOT_FOUND, "Выберите её в списке регистра.", "Такой записи нет, или она вам не открыта."); }

bool flow_record_get(DbRead *db, const Who *who, Str type_id, uint32_t number, Arena *arena, Record *out, const RecordType **type, Err *err)
{
    const RecordType *known = record_type_find(type_id);
    bool found;
    if (known == NULL) return err_set(err, ERR_NOT_FOUND, "Выберите регистр в разделе «Документы».", "Такого регистра нет.");
    if (!record_get(db, who->region_id, type_id, number, arena, out, &found, err)) return false;
    if (type != NULL) *type = known;
    return (found && who_may(who, RIGHT_PLAN_READ, out->org_path)) || not_there(err);
}

Str record_called(const RecordType *type, const Record *row, Arena *arena)
{
    int32_t day;
    if (row->restricted) return arena_printf(arena, "%s № %u", type->one, row->number);
    Str when = date_parse(row->day, &day) ? arena_printf(arena, ", %.*s", STR_ARG(date_short(arena, day))) : STR_EMPTY;
    return arena_printf(arena, "%s «%.*s»%.*s", type->one, STR_ARG(row->title), STR_ARG(when));
}

bool record_note_it(DbWrite *write, const RecordDoing *doing, const char *verb, Str words, Err *err)
{
    AuditNote note = { .org_id = doing->row.org_id, .object = arena_printf(doing->arena, "record/%s/%u", doing->type->id, doing->row.number), .verb = str_of(verb), .words = words };
    return flow_audit(write, doing->who, &note, err);
}

Str record_reach(const Who *who, Str org_path)
{
    Str reach = org_path;
    for (uint32_t i = 0; i < who->n_grants; i++) {
        Str path = who->grants[i].org.path;
        if (path.n < reach.n && org_within(org_path, path) && role_gives(who->grants[i].role, RIGHT_RECORD_WRITE)) reach = path;
    }
    return reach;
}

bool record_may_change(Flow *flow, const Who *who, Str type, uint32_t number, Arena *arena, Record *row, const RecordType **known, Err *err)
{
    return flow_record_get(flow_reader(flow), who, type, number, arena, row, known, err) && who_demand(who, RIGHT_RECORD_WRITE, row->org_path, err);
}

typedef struct DoIt { RecordDoing *doing; bool in_basket; } DoIt;

static bool do_body(DbWrite *write, RecordDoing *doing, bool in_basket, Err *err)
{
    if (!flow_record_get(db_within(write), doing->who, doing->type_id, doing->number, doing->arena, &doing->row, &doing->type, err)) return false;
    if (!who_demand(doing->who, RIGHT_RECORD_WRITE, doing->row.org_path, err)) return false;
    if (doing->row.deleted_at != 0 && !in_basket) return err_set(err, ERR_CONFLICT, "Сначала верните её из корзины.", "Запись лежит в корзине.");
    return doing->body(write, doing, err);
}

static bool do_run(DbWrite *write, void *context, Err *err)
{
    DoIt *it = context;
    it->doing->arena = arena_new(0);
    bool done = do_body(write, it->doing, it->in_basket, err);
    arena_free(it->doing->arena);
    return done;
}

bool record_do(Flow *flow, RecordDoing *doing, bool in_basket, Err *err)
{
    doing->now = clock_now();
    return db_tx(flow_db(flow), do_run, &(DoIt){ doing, in_basket }, err);
}

/* ---- saving ---- */

/* What the search and the filters know of it: nothing of what is closed or in the basket. */
static bool index_it(DbWrite *write, RecordDoing *doing, const RecordData *data, Err *err)
{
    const Record *row = &doing->row;
    Arena *arena = doing->arena;
    const RecordFacet *facets;
    const Str *words;
    uint32_t n_facets, n_words;
    if (row->restricted || row->deleted_at != 0) return record_index(write, row, 0, NULL, 0, NULL, err);
    record_facets(data, arena, &n_facets, &facets);
    RecordKey *keys = arena_array(arena, RecordKey, n_facets + 1u);
    for (uint32_t i = 0; i < n_facets; i++) keys[i] = (RecordKey){ str_of(facets[i].field->name), facets[i].value };
    const RecordLook *look = flow_record_look(db_within(write), doing->who, row->org_path, false, arena);
    record_stems(record_search_text(data, look, arena), LIMIT_RECORD_WORDS, arena, &n_words, &words);
    return record_index(write, row, n_facets, keys, n_words, words, err);
}

bool record_store(DbWrite *write, RecordDoing *doing, const RecordData *data, Err *err)
{
    Record *row = &doing->row;
    Arena *arena = doing->arena;
    bool done = true, fresh = row->revision == 0;
    row->title = record_title(data, arena);
    row->day = record_day(data);
    row->until = record_waits(doing->type, row->state) ? record_until(data) : STR_EMPTY;
    row->fields = record_data_write(data, arena);
    row->changed_at = doing->now;
    if (row->fields.n > LIMIT_RECORD_BYTES) return err_set(err, ERR_LIMIT, "Сократите тексты, а подробности приложите файлами.", "Запись больше допустимого.");
    if (fresh ? !record_put(write, row, arena, err) : !record_save(write, row, doing->who->account_id, arena, &done, err)) return false;
    if (!done) return err_set(err, ERR_CONFLICT, "Посмотрите, что изменилось, и сохраните снова: набранное не пропало.", "Запись только что изменил кто-то другой.");
    return index_it(write, doing, data, err) && (fresh || record_tell_controllers(write, doing, err));
}

static bool first_complaint(uint32_t n, const RecordComplaint *complaints, Arena *arena, Err *err)
{
    if (n == 0) return true;
    Str more = n > 1 ? arena_printf(arena, " И ещё %.*s.", STR_ARG(number_of(arena, n - 1, "замечание", "замечания", "замечаний"))) : STR_EMPTY;
    return err_set(err, ERR_INPUT, arena_z(arena, more), "%.*s: %.*s", STR_ARG(complaints[0].title), STR_ARG(complaints[0].words));
}

bool flow_record_check(DbRead *db, const Who *who, const RecordType *type, Str org_path, RecordData *data, Arena *arena, uint32_t *n, const RecordComplaint **complaints, Err *err)
{
    BUG_ON(data->type != type);
    if (!who_demand(who, RIGHT_RECORD_WRITE, org_path, err)) return false;
    record_check(data, NULL, flow_record_look(db, who, record_reach(who, org_path), true, arena), arena, n, complaints);
    return true;
}

/* A run of the transaction works on its own copy: checking changes values. */
static bool checked_copy(DbWrite *write, const RecordDoing *doing, const RecordData *data, const RecordMove *move, RecordData **out, Err *err)
{
    const RecordComplaint *complaints;
    uint32_t n;
    if (!record_data_read(doing->type, record_data_write(data, doing->arena), doing->arena, out, err)) return false;
    record_check(*out, move, flow_record_look(db_within(write), doing->who, record_reach(doing->who, doing->row.org_path), true, doing->arena), doing->arena, &n, &complaints);
    return first_complaint(n, complaints, doing->arena, err);
}

/* What an entry of the journal says of a change: «Вид: семинар → совещание; …», cut where it grows long. People stand there by number: a name that leaves by law must not stay in the journal. */
static Str changes_words(const RecordDoing *doing, const RecordData *before, const RecordData *after)
{
    enum { ENOUGH = 1500, SHOWN = 120 };
    const RecordChange *changes;
    uint32_t n;
    Arena *arena = doing->arena;
    record_diff(before, after, NULL, arena, &n, &changes);
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < n && out.n < ENOUGH; i++) {
        Str was = str_slice(changes[i].before, 0, utf8_valid_prefix(str_slice(changes[i].before, 0, SHOWN))), is = str_slice(changes[i].after, 0, utf8_valid_prefix(str_slice(changes[i].after, 0, SHOWN)));
        const char *gap = out.n > 0 ? "; " : "";
        const RecordField *field = record_field_find(doing->type->fields, changes[i].name);
        if (field != NULL && field->kind == RECORD_PERSON && was.n > 0) was = arena_printf(arena, "сотрудник № %.*s", STR_ARG(was));
        if (field != NULL && field->kind == RECORD_PERSON && is.n > 0) is = arena_printf(arena, "сотрудник № %.*s", STR_ARG(is));
        if (doing->row.restricted) out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), gap, STR_ARG(changes[i].title));
        else out = arena_printf(arena, "%.*s%s%.*s: %.*s → %.*s", STR_ARG(out), gap, STR_ARG(changes[i].title), STR_ARG(was.n > 0 ? was : STR("пусто")), STR_ARG(is.n > 0 ? is : STR("пусто")));
    }
    return out;
}

bool record_demand_open(const RecordDoing *doing, Err *err)
{
    const RecordType *type = doing->type;
    if (!record_sealed(type, doing->row.state)) return true;
    for (const RecordMove *move = type->moves; move->from != NULL; move++)
        if (str_eq(doing->row.state, str_of(move->from)) && !record_sealed(type, str_of(move->to)))
            return err_set(err, ERR_CONFLICT, arena_z(doing->arena, arena_printf(doing->arena, "Если исправить нужно, сначала «%s»: причина останется в журнале.", move->verb)), "%s: «%s», его слова и данные больше не меняются.", type->one, record_state_title(type, doing->row.state));
    return err_set(err, ERR_CONFLICT, "Заведите новую запись.", "%s: «%s», его слова и данные больше не меняются.", type->one, record_state_title(type, doing->row.state));
}

static bool change_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const RecordEdit *edit = doing->context;
    RecordData *before, *after;
    Record *row = &doing->row;
    if (row->revision != edit->revision) return err_set(err, ERR_CONFLICT, "Посмотрите, что изменилось, и сохраните снова: набранное не пропало.", "Пока вы правили, запись изменил кто-то другой.");
    if (!record_data_read(doing->type, row->fields, doing->arena, &before, err) || !checked_copy(write, doing, edit->data, NULL, &after, err)) return false;
    bool restricted = edit->restricted && doing->type->may_restrict, other = restricted != row->restricted;
    bool same = str_eq(record_data_write(before, doing->arena), record_data_write(after, doing->arena));
    if (!other && same) return true;
    if (!same && !record_demand_open(doing, err)) return false;
    bool tell = !row->restricted;
    row->restricted = restricted;
    if (!record_store(write, doing, after, err)) return false;
    row->restricted = restricted || !tell; /* neither what it was nor what it became may be told when either is closed */
    Str words = changes_words(doing, before, after);
    if (other) words = arena_printf(doing->arena, "%s%s%.*s", restricted ? "запись закрыта" : "запись открыта", words.n > 0 ? "; " : "", STR_ARG(words));
    return record_note_it(write, doing, "исправлено", words, err);
}

bool record_add(DbWrite *write, RecordDoing *doing, Err *err)
{
    const RecordEdit *edit = doing->context;
    DbRead *db = db_within(write);
    RecordData *data;
    Org org;
    bool found;
    if (!org_by_code(db, doing->who->region_id, edit->org_code, doing->arena, &org, &found, err)) return false;
    if (!found || !who_may(doing->who, RIGHT_ORG_READ, org.path)) return err_set(err, ERR_NOT_FOUND, "Выберите организацию в списке.", "Такой организации нет.");
    if (!who_demand(doing->who, RIGHT_RECORD_WRITE, org.path, err)) return false;
    doing->type = record_type_find(edit->type);
    doing->row = (Record){ .region_id = org.region_id, .id = db_new_id(write), .org_id = org.id, .type = edit->type, .state = edit->state.n > 0 ? edit->state : str_of(doing->type->states[0].word), .restricted = edit->restricted && doing->type->may_restrict,
        .made_by = doing->who->account_id, .made_at = doing->now, .org_path = org.path };
    if (!checked_copy(write, doing, edit->data, NULL, &data, err) || !record_next_number(db, org.region_id, edit->type, &doing->row.number, err) || !record_store(write, doing, data, err)) return false;
    doing->number = doing->row.number;
    return record_note_it(write, doing, "новая запись", record_called(doing->type, &doing->row, doing->arena), err);
}

static bool new_run(DbWrite *write, void *context, Err *err)
{
    RecordDoing *doing = context;
    doing->arena = arena_new(0);
    bool done = record_add(write, doing, err);
    arena_free(doing->arena);
    return done;
}

bool flow_record_save(Flow *flow, const Who *who, const RecordEdit *edit, uint32_t *number, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = edit->type, .number = edit->number, .body = change_body, .context = (void *)(uintptr_t)edit, .now = clock_now() };
    if (record_type_find(edit->type) == NULL) return err_set(err, ERR_NOT_FOUND, "Выберите регистр в разделе «Документы».", "Такого регистра нет.");
    BUG_ON(edit->data->type != record_type_find(edit->type));
    if (edit->number != 0 ? !record_do(flow, &doing, false, err) : !db_tx(flow_db(flow), new_run, &doing, err)) return false;
    if (number != NULL) *number = doing.number;
    return true;
}

/* ---- states ---- */

typedef struct Moving { Str to, reason; } Moving;

static bool move_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    const Moving *moving = doing->context;
    Record *row = &doing->row;
    RecordData *kept, *data;
    const RecordMove *move = record_move_find(doing->type, row->state, moving->to);
    if (move == NULL) return err_set(err, ERR_CONFLICT, "Откройте запись: в ней видно, что уже сделано.", "Сейчас здесь «%s» — этого шага нет.", record_state_title(doing->type, row->state));
    if (move->reason && moving->reason.n == 0) return err_set(err, ERR_INPUT, "Её прочтут те, кто спросит потом.", "Напишите причину.");
    if (!record_data_read(doing->type, row->fields, doing->arena, &kept, err) || !checked_copy(write, doing, kept, move, &data, err)) return false;
    Str before = row->state;
    row->state = moving->to;
    if (!record_store(write, doing, data, err)) return false;
    Str reason = moving->reason.n > 0 && !row->restricted ? arena_printf(doing->arena, "; причина: %.*s", STR_ARG(moving->reason)) : STR_EMPTY;
    return record_note_it(write, doing, move->done, arena_printf(doing->arena, "%.*s: %s → %s%.*s", STR_ARG(record_called(doing->type, row, doing->arena)), record_state_title(doing->type, before),
        record_state_title(doing->type, moving->to), STR_ARG(reason)), err);
}

bool flow_record_move(Flow *flow, const Who *who, Str type, uint32_t number, Str to, Str reason, Err *err)
{
    if (reason.n > LIMIT_CASE_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности напишите в записи.", "Причина длиннее допустимого.");
    Moving moving = { to, str_trim(reason) };
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = move_body, .context = &moving };
    return record_do(flow, &doing, false, err);
}

/* ---- the basket ---- */

static bool proves(DbRead *db, const Record *row, Arena *arena, bool *out, Err *err)
{
    const EvidenceRow *rows;
    uint32_t n;
    if (!evidence_of_record(db, row->region_id, row->id, arena, &rows, &n, err)) return false;
    *out = false;
    for (uint32_t i = 0; i < n; i++) *out = *out || rows[i].state == EVIDENCE_ACCEPTED;
    return true;
}

static bool basket_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    bool back = *(const bool *)doing->context, done, needed = false;
    if (!back && !record_demand_open(doing, err)) return false; /* what is signed is not thrown away in one tap */
    if (!back && !proves(db_within(write), &doing->row, doing->arena, &needed, err)) return false;
    if (needed) return err_set(err, ERR_CONFLICT, "Сначала контролёр пункта плана должен отказаться от этого подтверждения.", "Запись подтверждает принятый пункт плана.");
    if (!record_basket(write, &doing->row, back ? 0 : doing->now, &done, err)) return false;
    doing->row.deleted_at = back ? 0 : doing->now;
    RecordData *data;
    if (!record_data_read(doing->type, doing->row.fields, doing->arena, &data, err) || !index_it(write, doing, data, err)) return false;
    return !done || record_note_it(write, doing, back ? "возвращено из корзины" : "убрано в корзину", record_called(doing->type, &doing->row, doing->arena), err);
}

bool flow_record_basket(Flow *flow, const Who *who, Str type, uint32_t number, bool back, Err *err)
{
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = basket_body, .context = &back };
    return record_do(flow, &doing, true, err);
}

Right flow_record_open_right(const Who *who, const Record *of)
{
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (str_eq(who->grants[i].org.path, of->org_path) && role_gives(who->grants[i].role, RIGHT_RECORD_WRITE)) return RIGHT_RECORD_WRITE;
    return RIGHT_CASE_OPEN;
}
