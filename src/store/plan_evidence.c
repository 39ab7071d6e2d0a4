/* What proves measures. */
#include "store/plan.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS "SELECT e.region_id, e.id, e.measure_id, e.org_id, e.record_id, e.number, e.slot_n, e.kind, e.state, e.sha256, e.file_name, e.href, e.title, e.reason, e.account_id, e.made_at, " \
                "e.decided_by, e.decided_at, o.code, o.name, a.name, d.name, r.type, r.number, e.record_revision, r.revision, CASE WHEN v.fields <> r.fields THEN 1 ELSE 0 END, r.changed_at FROM evidence e JOIN org o ON o.region_id = e.region_id AND o.id = e.org_id " \
                "LEFT JOIN account a ON a.region_id = e.region_id AND a.id = e.account_id LEFT JOIN account d ON d.region_id = e.region_id AND d.id = e.decided_by " \
                "LEFT JOIN record r ON r.region_id = e.region_id AND r.id = e.record_id LEFT JOIN record_version v ON v.region_id = e.region_id AND v.record_id = e.record_id AND v.revision = e.record_revision WHERE e.region_id = :region "

SQL_READ(evidence_get_list, COLUMNS "AND e.measure_id = :measure ORDER BY e.number");
SQL_READ(evidence_get_number, COLUMNS "AND e.measure_id = :measure AND e.number = :number");
SQL_READ(evidence_get_record, COLUMNS "AND e.record_id = :record ORDER BY e.id");
SQL_READ(evidence_get_next, "SELECT coalesce(max(number), 0) + 1 FROM evidence WHERE region_id = :region AND measure_id = :measure");
SQL_WRITE(evidence_insert, "INSERT INTO evidence (region_id, id, measure_id, number, slot_n, org_id, kind, record_id, record_revision, sha256, file_name, href, title, state, reason, account_id, made_at, decided_by, decided_at) "
    "VALUES (:region, :id, :measure, :number, :slot, :org, :kind, :record, :revision, :sha256, :file_name, :href, :title, :state, '', :account, :made_at, 0, NULL)");
SQL_WRITE(evidence_update, "UPDATE evidence SET state = :state, reason = :reason, decided_by = :decided_by, decided_at = :decided_at, record_revision = :revision WHERE region_id = :region AND id = :id AND state = :from");

SQL_READ(evidence_get_of_record, "SELECT r.id, r.org_id, r.title, o.path, r.revision FROM record r JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id "
    "WHERE r.region_id = :region AND r.type = :type AND r.number = :number AND r.deleted_at IS NULL AND r.restricted = 0");
SQL_READ(evidence_get_schools, "SELECT count(*), sum(CASE WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.region_id = o.region_id AND e.measure_id = :measure AND e.slot_n = :slot AND e.org_id = o.id AND e.state = 2) "
    "OR EXISTS (SELECT 1 FROM measure m WHERE m.region_id = o.region_id AND m.from_measure_id = :measure AND m.org_id = o.id AND m.state = 4 AND m.deleted_at IS NULL) THEN 0 ELSE 1 END) "
    "FROM org o WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND o.kind = 3 AND o.closed_at IS NULL");
SQL_WRITE(evidence_set_proof, "UPDATE measure SET n_slots = :n_slots, n_proven = :n_proven, n_waiting = :n_waiting, n_back = :n_back, back_reason = :back_reason, n_own = :n_own, due_on = :due_on WHERE region_id = :region AND id = :id");

static EvidenceRow row_evidence(const DbRows *rows, Arena *arena)
{
    return (EvidenceRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .measure_id = db_int(rows, 2), .org_id = db_int(rows, 3), .record_id = db_int(rows, 4), .number = (uint32_t)db_int(rows, 5),
        .slot_n = (uint32_t)db_int(rows, 6), .kind = (EvidenceKind)db_int(rows, 7), .state = (EvidenceState)db_int(rows, 8), .sha256 = db_text(rows, 9, arena), .file_name = db_text(rows, 10, arena),
        .href = db_text(rows, 11, arena), .title = db_text(rows, 12, arena), .reason = db_text(rows, 13, arena), .account_id = db_int(rows, 14), .made_at = db_int(rows, 15), .decided_by = db_int(rows, 16),
        .decided_at = db_int(rows, 17), .org_code = db_text(rows, 18, arena), .org_name = db_text(rows, 19, arena), .who = db_text(rows, 20, arena), .decided_who = db_text(rows, 21, arena),
        .record_type = db_text(rows, 22, arena), .record_number = (uint32_t)db_int(rows, 23), .record_revision = (uint32_t)db_int(rows, 24), .record_now = (uint32_t)db_int(rows, 25), .record_changed = db_int(rows, 26) != 0, .record_changed_at = db_int(rows, 27) };
}

static bool many(DbRows *rows, Arena *arena, const EvidenceRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, EvidenceRow) = row_evidence(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool evidence_list(DbRead *db, int64_t region_id, int64_t measure_id, Arena *arena, const EvidenceRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &evidence_get_list, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id)), err), arena, out, n, err);
}

bool evidence_of_record(DbRead *db, int64_t region_id, int64_t record_id, Arena *arena, const EvidenceRow **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &evidence_get_record, DB_ARGS(DB_INT("region", region_id), DB_INT("record", record_id)), err), arena, out, n, err);
}

bool evidence_get(DbRead *db, int64_t region_id, int64_t measure_id, uint32_t number, Arena *arena, EvidenceRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &evidence_get_number, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) *out = row_evidence(rows, arena);
    return db_end(rows, err);
}

bool evidence_next_number(DbRead *db, int64_t region_id, int64_t measure_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &evidence_get_next, DB_ARGS(DB_INT("region", region_id), DB_INT("measure", measure_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool evidence_put(DbWrite *db, const EvidenceRow *row, Err *err)
{
    return db_run(db, &evidence_insert, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("measure", row->measure_id), DB_INT("number", row->number), DB_INT("slot", row->slot_n),
        DB_INT("org", row->org_id), DB_INT("kind", row->kind), DB_INT("record", row->record_id), DB_INT("revision", row->record_revision), DB_TEXT("sha256", row->sha256), DB_TEXT("file_name", row->file_name), DB_TEXT("href", row->href),
        DB_TEXT("title", row->title), DB_INT("state", row->state), DB_INT("account", row->account_id), DB_INT("made_at", row->made_at)), NULL, err);
}

bool evidence_move(DbWrite *db, const EvidenceRow *row, EvidenceState from, bool *moved, Err *err)
{
    int64_t n = 0;
    bool ran = db_run(db, &evidence_update, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("state", row->state), DB_TEXT("reason", row->reason),
        DB_INT("decided_by", row->decided_by), row->decided_at == 0 ? DB_NULL("decided_at") : DB_INT("decided_at", row->decided_at), DB_INT("revision", row->record_revision), DB_INT("from", from)), &n, err);
    *moved = n == 1;
    return ran;
}

bool evidence_schools_left(DbRead *db, int64_t region_id, Str path, int64_t measure_id, uint32_t slot_n, Arena *arena, uint32_t *n_left, uint32_t *n_all, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &evidence_get_schools, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_INT("measure", measure_id), DB_INT("slot", slot_n)), &found, err);
    if (rows != NULL && found) *n_all = (uint32_t)db_int(rows, 0), *n_left = (uint32_t)db_int(rows, 1);
    return db_end(rows, err);
}

bool measure_set_proof(DbWrite *db, const MeasureRow *row, Err *err)
{
    return db_run(db, &evidence_set_proof, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("n_slots", row->n_slots), DB_INT("n_proven", row->n_proven), DB_INT("n_waiting", row->n_waiting),
        DB_INT("n_back", row->n_back), DB_INT("n_own", row->n_own), DB_TEXT("back_reason", row->back_reason), DB_TEXT("due_on", row->due_on)), NULL, err);
}

bool evidence_find_record(DbRead *db, int64_t region_id, Str type, uint32_t number, Arena *arena, EvidenceRow *out, Str *org_path, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &evidence_get_of_record, DB_ARGS(DB_INT("region", region_id), DB_TEXT("type", type), DB_INT("number", number)), found, err);
    if (rows != NULL && *found) {
        out->record_id = db_int(rows, 0), out->org_id = db_int(rows, 1), out->title = db_text(rows, 2, arena), *org_path = db_text(rows, 3, arena), out->record_revision = (uint32_t)db_int(rows, 4);
        out->record_type = type, out->record_number = number;
    }
    return db_end(rows, err);
}
