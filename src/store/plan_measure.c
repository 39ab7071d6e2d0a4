/* Measures, the people named in them and the pieces of evidence that are expected. */
#include "store/plan.h"

#include <stdlib.h>

#include "base/clock.h"
#include "store/args_.h"
#include "store/rows_.h"

#define FIELDS "SELECT m.region_id, m.id, m.plan_id, m.org_id, m.n, m.position, m.section_n, m.number, m.task, m.title, m.bullets, m.expected, m.participants, m.responsible, m.capabilities, " \
               "m.term_text, m.term_kind, m.windows, m.anchor, m.term_offset, m.recurrence, m.term_notes, m.term_by_hand, m.first_on, m.due_on, m.line_from, m.line_to, m.from_measure_id, " \
               "m.carried_from_id, m.state, m.reason, m.n_slots, m.n_proven, m.revision, m.changed_by, m.changed_at, m.deleted_at, p.number, p.title, o.code, o.name, a.name, p.school_year, m.n_waiting, m.n_back, m.back_reason, p.changed, m.n_own "
#define JOINED "JOIN plan p ON p.region_id = m.region_id AND p.id = m.plan_id JOIN org o ON o.region_id = m.region_id AND o.id = m.org_id LEFT JOIN account a ON a.region_id = m.region_id AND a.id = m.changed_by "
#define STANDS "AND m.deleted_at IS NULL "
#define ALIVE  STANDS "AND m.state IN (1, 2, 3) "

SQL_READ(measure_get_number, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND p.number = :plan AND m.n = :n");
SQL_READ(measure_get_by_id, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND m.id = :id");
SQL_READ(measure_get_of_source, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND m.from_measure_id = :source AND m.plan_id = :plan ORDER BY m.n LIMIT 1");
SQL_READ(measure_get_list, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND m.plan_id = :plan " STANDS "ORDER BY m.position, m.n");
SQL_READ(measure_get_all, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND m.plan_id = :plan ORDER BY m.n");
/* Of a whole region the days lead, of a part of it the organisations: CROSS JOIN keeps SQLite to that order. */
SQL_READ(measure_get_due, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region " ALIVE "AND m.due_on > '' AND m.due_on <= :until AND p.state = 3 ORDER BY m.due_on, p.number, m.position, m.n LIMIT :limit");
SQL_READ(measure_get_due_under, FIELDS "FROM org u CROSS JOIN measure m " JOINED "WHERE u.region_id = :region AND u.path >= :path AND u.path < :path_end AND m.region_id = u.region_id AND m.org_id = u.id "
    ALIVE "AND m.due_on > '' AND m.due_on <= :until AND p.state = 3 ORDER BY m.due_on, p.number, m.position, m.n LIMIT :limit");
/* Whom a measure names: those few are found first and once (MATERIALIZED), then each by its key. Other conditions are written so that no index serves them: PostgreSQL without statistics preferred those and looked
 * at every measure that is not done. */
#define NAMED(part) "WITH named AS MATERIALIZED (SELECT w.measure_id FROM measure_person w WHERE w.region_id = :region AND w.account_id = :account" part ") " FIELDS "FROM measure m " JOINED \
                    "WHERE m.region_id = :region AND m.id IN (SELECT measure_id FROM named) AND coalesce(m.deleted_at, 0) = 0 "
SQL_SCAN(measure_get_mine, "only whom the inner part took by its index", NAMED(" AND (:part = 0 OR w.part = :part)") "AND m.state + 0 IN (1, 2, 3) AND p.state + 0 = 3 "
    "ORDER BY CASE WHEN m.due_on = '' THEN 1 ELSE 0 END, m.due_on, p.number, m.position, m.n");
SQL_SCAN(measure_get_of_person, "only whom the inner part took by its index", NAMED("") "ORDER BY p.number, m.position, m.n");
SQL_WRITE(measure_wipe_person, "UPDATE measure_person SET account_id = 0, words = :words WHERE region_id = :region AND account_id = :account");
SQL_WRITE(measure_wipe_controller, "UPDATE plan SET controller_id = 0, controller = :words WHERE region_id = :region AND controller_id = :account");
SQL_READ(measure_get_anchored, FIELDS "FROM measure m " JOINED "WHERE m.region_id = :region AND m.term_kind IN (3, 4, 5) AND m.anchor > '' " STANDS "AND p.state IN (1, 2, 3) ORDER BY p.number, m.position, m.n");
SQL_READ(measure_get_next, "SELECT coalesce(max(n), 0) + 1 FROM measure WHERE region_id = :region AND plan_id = :plan");

SQL_WRITE(measure_insert, "INSERT INTO measure (region_id, id, plan_id, n, org_id, position, section_n, number, task, title, bullets, expected, participants, responsible, capabilities, term_text, "
    "term_kind, windows, anchor, term_offset, recurrence, term_notes, term_by_hand, first_on, due_on, line_from, line_to, from_measure_id, carried_from_id, state, reason, n_slots, n_proven, n_waiting, n_back, back_reason, n_own, revision, "
    "changed_by, changed_at, deleted_at) VALUES (:region, :id, :plan, :n, :org, :position, :section, :number, :task, :title, :bullets, :expected, :participants, :responsible, :capabilities, :term_text, "
    ":term_kind, :windows, :anchor, :term_offset, :recurrence, :term_notes, :by_hand, :first_on, :due_on, :line_from, :line_to, :from_measure, :carried_from, :state, :reason, :n_slots, :n_proven, :n_waiting, :n_back, :back_reason, :n_own, 1, "
    ":changed_by, :changed_at, :deleted_at)");
SQL_WRITE(measure_update, "UPDATE measure SET position = :position, section_n = :section, number = :number, task = :task, title = :title, bullets = :bullets, expected = :expected, "
    "participants = :participants, responsible = :responsible, capabilities = :capabilities, term_text = :term_text, term_kind = :term_kind, windows = :windows, anchor = :anchor, "
    "term_offset = :term_offset, recurrence = :recurrence, term_notes = :term_notes, term_by_hand = :by_hand, first_on = :first_on, due_on = :due_on, line_from = :line_from, line_to = :line_to, "
    "from_measure_id = :from_measure, carried_from_id = :carried_from, state = :state, reason = :reason, n_slots = :n_slots, n_proven = :n_proven, n_waiting = :n_waiting, n_back = :n_back, back_reason = :back_reason, n_own = :n_own, revision = revision + 1, "
    "changed_by = :changed_by, changed_at = :changed_at, deleted_at = :deleted_at WHERE region_id = :region AND id = :id AND revision = :revision");

SQL_WRITE(measure_shift, "UPDATE measure SET position = position + 1 WHERE region_id = :region AND plan_id = :plan AND position >= :position");
SQL_WRITE(measure_forget_source, "UPDATE measure SET from_measure_id = -from_measure_id WHERE region_id = :region AND plan_id = :plan AND from_measure_id > 0");
SQL_WRITE(measure_know_source, "UPDATE measure SET from_measure_id = -from_measure_id WHERE region_id = :region AND plan_id = :plan AND from_measure_id < 0");
#define MOVED(which) "UPDATE measure SET term_kind = :kind, anchor = :anchor, term_offset = :term_offset, recurrence = :recurrence, windows = :windows, " \
    "first_on = :first_on, due_on = :due_on, term_notes = :notes WHERE region_id = :region AND id " which
SQL_WRITE(measure_set_windows, MOVED("= :id"));
SQL_WRITE(measure_set_windows_many, MOVED("IN (" DB_MANY_IDS ")"));

SQL_READ(measure_get_people, "SELECT w.id, w.measure_id, w.account_id, w.org_id, w.part, w.role, w.words, a.name, a.post, o.name, coalesce(a.number, 0), w.inherited FROM measure_person w "
    "LEFT JOIN account a ON a.region_id = w.region_id AND a.id = w.account_id LEFT JOIN org o ON o.region_id = w.region_id AND o.id = w.org_id "
    "WHERE w.region_id = :region AND w.measure_id = :measure ORDER BY w.part, w.id");
SQL_WRITE(measure_clear_people, "DELETE FROM measure_person WHERE region_id = :region AND measure_id = :measure");
SQL_WRITE(measure_add_person, "INSERT INTO measure_person (region_id, id, measure_id, part, account_id, role, org_id, words, inherited) VALUES (:region, :id, :measure, :part, :account, :role, :org, :words, :inherited)");

SQL_READ(measure_get_slots, "SELECT measure_id, n, title, record_type, each_school, deleted_at, due_on FROM measure_slot WHERE region_id = :region AND measure_id = :measure ORDER BY n");
SQL_WRITE(measure_end_slots, "UPDATE measure_slot SET deleted_at = :now WHERE region_id = :region AND measure_id = :measure AND deleted_at IS NULL");
SQL_WRITE(measure_add_slot, "INSERT INTO measure_slot (region_id, measure_id, n, title, each_school, record_type, due_on, deleted_at) VALUES (:region, :measure, :n, :title, :each_school, :record_type, :due_on, NULL) "
    "ON CONFLICT (region_id, measure_id, n) DO UPDATE SET title = excluded.title, each_school = excluded.each_school, record_type = excluded.record_type, due_on = excluded.due_on, deleted_at = NULL");

static MeasureRow row_measure(const DbRows *rows, Arena *arena)
{
    return (MeasureRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .plan_id = db_int(rows, 2), .org_id = db_int(rows, 3), .n = (uint32_t)db_int(rows, 4), .position = (uint32_t)db_int(rows, 5),
        .section_n = (uint32_t)db_int(rows, 6), .number = db_text(rows, 7, arena), .task = db_text(rows, 8, arena), .title = db_text(rows, 9, arena), .bullets = db_text(rows, 10, arena),
        .expected = db_text(rows, 11, arena), .participants = db_text(rows, 12, arena), .responsible = db_text(rows, 13, arena), .capabilities = db_text(rows, 14, arena),
        .term_text = db_text(rows, 15, arena), .term_kind = (TermKind)db_int(rows, 16), .windows = db_text(rows, 17, arena), .anchor = db_text(rows, 18, arena), .term_offset = db_text(rows, 19, arena),
        .recurrence = db_text(rows, 20, arena), .term_notes = db_text(rows, 21, arena), .term_by_hand = db_int(rows, 22) != 0, .first_on = db_text(rows, 23, arena), .due_on = db_text(rows, 24, arena),
        .line_from = (uint32_t)db_int(rows, 25), .line_to = (uint32_t)db_int(rows, 26), .from_measure_id = db_int(rows, 27), .carried_from_id = db_int(rows, 28), .state = (MeasureState)db_int(rows, 29),
        .reason = db_text(rows, 30, arena), .n_slots = (uint32_t)db_int(rows, 31), .n_proven = (uint32_t)db_int(rows, 32), .revision = (uint32_t)db_int(rows, 33), .changed_by = db_int(rows, 34),
        .changed_at = db_int(rows, 35), .deleted = !db_is_null(rows, 36), .plan_number = (uint32_t)db_int(rows, 37), .plan_title = db_text(rows, 38, arena), .org_code = db_text(rows, 39, arena),
        .org_name = db_text(rows, 40, arena), .changed_by_name = db_text(rows, 41, arena), .plan_school_year = (int)db_int(rows, 42), .n_waiting = (uint32_t)db_int(rows, 43), .n_back = (uint32_t)db_int(rows, 44), .back_reason = db_text(rows, 45, arena), .plan_changed = db_int(rows, 46) != 0, .n_own = (uint32_t)db_int(rows, 47) };
}

static bool one(DbRows *rows, Arena *arena, MeasureRow *out, const bool *found, Err *err)
{
    if (rows != NULL && *found) *out = row_measure(rows, arena);
    return db_end(rows, err);
}

static bool many(DbRows *rows, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, MeasureRow) = row_measure(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool measure_get(DbRead *db, int64_t region_id, uint32_t plan_number, uint32_t n, Arena *arena, MeasureRow *out, bool *found, Err *err)
{
    return one(db_one(db, &measure_get_number, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_number), DB_INT("n", n)), found, err), arena, out, found, err);
}

bool measure_get_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, MeasureRow *out, bool *found, Err *err)
{
    return one(db_one(db, &measure_get_by_id, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), found, err), arena, out, found, err);
}

bool measure_of_source(DbRead *db, int64_t region_id, int64_t plan_id, int64_t from_measure_id, Arena *arena, MeasureRow *out, bool *found, Err *err)
{
    return one(db_one(db, &measure_get_of_source, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("source", from_measure_id)), found, err), arena, out, found, err);
}

bool measure_list(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &measure_get_list, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err), arena, out, n, err);
}

bool measure_list_all(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &measure_get_all, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), err), arena, out, n, err);
}

bool measure_due(DbRead *db, int64_t region_id, Str path, Str until, uint32_t limit, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    int64_t at_most = limit == 0 ? INT64_MAX : limit;
    return many(path_is_root(path) ? db_select(db, &measure_get_due, DB_ARGS(DB_INT("region", region_id), DB_TEXT("until", until), DB_INT("limit", at_most)), err)
                                   : db_select(db, &measure_get_due_under, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_TEXT("until", until), DB_INT("limit", at_most)), err),
        arena, out, n, err);
}

bool measure_mine(DbRead *db, int64_t region_id, int64_t account_id, MeasurePart part, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &measure_get_mine, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_INT("part", part)), err), arena, out, n, err);
}

bool measure_of_person(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &measure_get_of_person, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id)), err), arena, out, n, err);
}

bool measure_erase_person(DbWrite *db, int64_t region_id, int64_t account_id, Str words, Err *err)
{
    return db_run(db, &measure_wipe_person, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("words", words)), NULL, err) &&
        db_run(db, &measure_wipe_controller, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("words", words)), NULL, err);
}

bool measure_anchored(DbRead *db, int64_t region_id, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &measure_get_anchored, DB_ARGS(DB_INT("region", region_id)), err), arena, out, n, err);
}

bool measure_next_n(DbRead *db, int64_t region_id, int64_t plan_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &measure_get_next, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

#define OWN(row) DB_INT("region", (row)->region_id), DB_INT("id", (row)->id), DB_INT("position", (row)->position), DB_INT("section", (row)->section_n), DB_TEXT("number", (row)->number), \
    DB_TEXT("task", (row)->task), DB_TEXT("title", (row)->title), DB_TEXT("bullets", (row)->bullets), DB_TEXT("expected", (row)->expected), DB_TEXT("participants", (row)->participants), \
    DB_TEXT("responsible", (row)->responsible), DB_TEXT("capabilities", (row)->capabilities), DB_TEXT("term_text", (row)->term_text), DB_INT("term_kind", (row)->term_kind), \
    DB_TEXT("windows", (row)->windows), DB_TEXT("anchor", (row)->anchor), DB_TEXT("term_offset", (row)->term_offset), DB_TEXT("recurrence", (row)->recurrence), \
    DB_TEXT("term_notes", (row)->term_notes), DB_INT("by_hand", (row)->term_by_hand), DB_TEXT("first_on", (row)->first_on), DB_TEXT("due_on", (row)->due_on), DB_INT("line_from", (row)->line_from), \
    DB_INT("line_to", (row)->line_to), DB_INT("from_measure", (row)->from_measure_id), DB_INT("carried_from", (row)->carried_from_id), DB_INT("state", (row)->state), DB_TEXT("reason", (row)->reason), \
    DB_INT("n_slots", (row)->n_slots), DB_INT("n_proven", (row)->n_proven), DB_INT("n_waiting", (row)->n_waiting), DB_INT("n_back", (row)->n_back), DB_INT("n_own", (row)->n_own), \
    DB_TEXT("back_reason", (row)->back_reason), DB_INT("changed_by", (row)->changed_by), DB_INT("changed_at", (row)->changed_at), \
    (row)->deleted ? DB_INT("deleted_at", (row)->changed_at) : DB_NULL("deleted_at")

bool measure_put(DbWrite *db, const MeasureRow *row, Err *err)
{
    return db_run(db, &measure_insert, DB_ARGS(OWN(row), DB_INT("plan", row->plan_id), DB_INT("n", row->n), DB_INT("org", row->org_id)), NULL, err);
}

bool measure_save(DbWrite *db, const MeasureRow *row, bool *done, Err *err)
{
    int64_t n = 0;
    bool ran = db_run(db, &measure_update, DB_ARGS(OWN(row), DB_INT("revision", row->revision)), &n, err);
    *done = n == 1;
    return ran;
}

bool measure_make_room(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t position, Err *err)
{
    return db_run(db, &measure_shift, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("position", position)), NULL, err);
}

bool measure_unlink(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err)
{
    return db_run(db, &measure_forget_source, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), NULL, err);
}

bool measure_relink(DbWrite *db, int64_t region_id, int64_t plan_id, Err *err)
{
    return db_run(db, &measure_know_source, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id)), NULL, err);
}

#define MEANING(row) DB_INT("region", (row)->region_id), DB_INT("kind", (row)->term_kind), DB_TEXT("anchor", (row)->anchor), DB_TEXT("term_offset", (row)->term_offset), DB_TEXT("recurrence", (row)->recurrence), \
    DB_TEXT("windows", (row)->windows), DB_TEXT("first_on", (row)->first_on), DB_TEXT("due_on", (row)->due_on), DB_TEXT("notes", (row)->term_notes)
enum { N_MEANING = 9 };

bool measure_move(DbWrite *db, const MeasureRow *row, Err *err) { return db_run(db, &measure_set_windows, DB_ARGS(MEANING(row), DB_INT("id", row->id)), NULL, err); }

static int same_meaning(const MeasureRow *a, const MeasureRow *b)
{
    const Str *of_a[] = { &a->windows, &a->anchor, &a->term_offset, &a->recurrence, &a->first_on, &a->due_on, &a->term_notes };
    const Str *of_b[] = { &b->windows, &b->anchor, &b->term_offset, &b->recurrence, &b->first_on, &b->due_on, &b->term_notes };
    int order = (a->term_kind > b->term_kind) - (a->term_kind < b->term_kind);
    for (size_t i = 0; i < sizeof of_a / sizeof *of_a && order == 0; i++) order = str_cmp(*of_a[i], *of_b[i]); // NOLINT(bugprone-sizeof-expression): a list of pointers
    return order;
}

static int by_meaning(const void *left, const void *right)
{
    const MeasureRow *a = left, *b = right;
    int order = same_meaning(a, b);
    return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

bool measures_move(DbWrite *db, int64_t region_id, uint32_t n, MeasureRow *rows, Err *err)
{
    int64_t ids[DB_MANY];
    if (n > 0) qsort(rows, n, sizeof *rows, by_meaning);
    for (uint32_t i = 0, k; i < n; i += k) {
        DbArg args[N_MEANING + DB_MANY] = { MEANING(&rows[i]) };
        for (k = 0; k < DB_MANY && i + k < n && same_meaning(&rows[i], &rows[i + k]) == 0; k++) ids[k] = rows[i + k].id;
        BUG_ON(rows[i].region_id != region_id);
        db_many_args(args + N_MEANING, k, ids);
        if (!db_run(db, &measure_set_windows_many, args, N_MEANING + DB_MANY, NULL, err)) return false;
    }
    return true;
}

/* ---- people ---- */

bool measure_people(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const MeasurePerson **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &measure_get_people, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, MeasurePerson) = (MeasurePerson){ .id = db_int(rows, 0), .measure_id = db_int(rows, 1), .account_id = db_int(rows, 2), .org_id = db_int(rows, 3),
            .part = (MeasurePart)db_int(rows, 4), .role = (Role)db_int(rows, 5), .words = db_text(rows, 6, arena), .name = db_text(rows, 7, arena), .post = db_text(rows, 8, arena),
            .org_name = db_text(rows, 9, arena), .account_number = (uint32_t)db_int(rows, 10), .inherited = db_int(rows, 11) != 0 };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool measure_people_put(DbWrite *db, int64_t region_id, int64_t measure_id, uint32_t n, const MeasurePerson *people, Err *err)
{
    if (!db_run(db, &measure_clear_people, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id)), NULL, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!db_run(db, &measure_add_person, DB_ARGS(DB_INT("region", region_id), DB_INT("id", db_new_id(db)), DB_INT("measure", measure_id), DB_INT("part", people[i].part),
            DB_INT("account", people[i].account_id), DB_INT("role", people[i].role), DB_INT("org", people[i].org_id), DB_TEXT("words", people[i].words), DB_INT("inherited", people[i].inherited)), NULL, err)) return false;
    return true;
}

/* ---- slots ---- */

bool measure_slots(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const MeasureSlot **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &measure_get_slots, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, MeasureSlot) = (MeasureSlot){ .measure_id = db_int(rows, 0), .n = (uint32_t)db_int(rows, 1), .title = db_text(rows, 2, arena), .record_type = db_text(rows, 3, arena),
            .each_school = db_int(rows, 4) != 0, .deleted = !db_is_null(rows, 5), .due_on = db_text(rows, 6, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool measure_slots_put(DbWrite *db, int64_t region_id, int64_t measure_id, uint32_t n, const MeasureSlot *slots, Err *err)
{
    if (!db_run(db, &measure_end_slots, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id), DB_INT("now", clock_now())), NULL, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!slots[i].deleted && !db_run(db, &measure_add_slot, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id), DB_INT("n", slots[i].n), DB_TEXT("title", slots[i].title),
            DB_INT("each_school", slots[i].each_school), DB_TEXT("record_type", slots[i].record_type), DB_TEXT("due_on", slots[i].due_on)), NULL, err)) return false;
    return true;
}
