#include "store/study_case.h"

#include "store/args_.h"
#include "store/rows_.h"

#define COLUMNS "SELECT c.region_id, c.id, c.number, c.school_id, c.source, c.reasons, c.level, c.state, c.until, c.answer_by, c.analysis_number, c.opened_by, c.opened_at, c.changed_at, " \
                "o.code, o.name, o.path, m.name FROM study_case c JOIN org o ON o.region_id = c.region_id AND o.id = c.school_id " \
                "LEFT JOIN org m ON m.region_id = o.region_id AND m.id = o.parent_id WHERE c.region_id = :region "

SQL_READ(case_get_number, COLUMNS "AND c.number = :number");
SQL_READ(case_get_school, COLUMNS "AND c.school_id = :school AND c.state <> 6 AND c.until >= :today ORDER BY c.number DESC LIMIT 1");
SQL_SCAN(case_get_list, "cases are few: schools on the list of a region, put there one by one",
    COLUMNS "AND o.path >= :path AND o.path < :path_end AND (:over_too = 1 OR c.state <> 6) AND (:state = 0 OR c.state = :state) AND (:source = 0 OR c.source = :source) ORDER BY o.name_key, o.code, c.number");
SQL_SCAN(case_get_expired, "cases are few; asked once a day", COLUMNS "AND c.state <> 6 AND c.until < :today ORDER BY c.number");
SQL_READ(case_get_entries, "SELECT e.region_id, e.id, e.case_id, e.kind, e.words, e.sha256, e.file_name, e.account_id, e.made_at, p.name, p.post FROM case_entry e "
    "LEFT JOIN account p ON p.region_id = e.region_id AND p.id = e.account_id WHERE e.region_id = :region AND e.case_id = :case ORDER BY e.id");
SQL_READ(case_get_next, "SELECT coalesce(max(number), 0) + 1 FROM study_case WHERE region_id = :region");

SQL_WRITE(case_insert, "INSERT INTO study_case (region_id, id, number, school_id, source, reasons, level, state, until, answer_by, analysis_number, opened_by, opened_at, changed_at) "
    "VALUES (:region, :id, :number, :school, :source, :reasons, :level, :state, :until, :answer_by, :analysis_number, :opened_by, :opened_at, :changed_at)");
SQL_WRITE(case_update, "UPDATE study_case SET state = :state, answer_by = :answer_by, until = :until, changed_at = :changed_at WHERE region_id = :region AND id = :id AND state = :from");
SQL_WRITE(case_add_entry, "INSERT INTO case_entry (region_id, id, case_id, kind, words, sha256, file_name, account_id, made_at) "
    "VALUES (:region, :id, :case, :kind, :words, :sha256, :file_name, :account, :made_at)");

static StudyCase row_case(const DbRows *rows, Arena *arena)
{
    return (StudyCase){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .number = (uint32_t)db_int(rows, 2), .school_id = db_int(rows, 3), .source = (CaseSource)db_int(rows, 4),
        .reasons = db_text(rows, 5, arena), .level = (Level)db_int(rows, 6), .state = (CaseState)db_int(rows, 7), .until = db_text(rows, 8, arena), .answer_by = db_text(rows, 9, arena),
        .analysis_number = (uint32_t)db_int(rows, 10), .opened_by = db_int(rows, 11), .opened_at = db_int(rows, 12), .changed_at = db_int(rows, 13), .school_code = db_text(rows, 14, arena),
        .school_name = db_text(rows, 15, arena), .school_path = db_text(rows, 16, arena), .municipality = db_text(rows, 17, arena) };
}

static bool one(DbRows *rows, Arena *arena, StudyCase *out, const bool *found, Err *err)
{
    if (rows != NULL && *found) *out = row_case(rows, arena);
    return db_end(rows, err);
}

static bool many(DbRows *rows, Arena *arena, StudyCase **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, StudyCase) = row_case(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool case_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, StudyCase *out, bool *found, Err *err)
{
    return one(db_one(db, &case_get_number, DB_ARGS(DB_INT("region", region_id), DB_INT("number", number)), found, err), arena, out, found, err);
}

bool case_of_school(DbRead *db, int64_t region_id, int64_t school_id, Str today, Arena *arena, StudyCase *out, bool *found, Err *err)
{
    return one(db_one(db, &case_get_school, DB_ARGS(DB_INT("region", region_id), DB_INT("school", school_id), DB_TEXT("today", today)), found, err), arena, out, found, err);
}

bool case_list(DbRead *db, int64_t region_id, const CaseAsk *ask, Arena *arena, StudyCase **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &case_get_list, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, ask->path), DB_INT("state", ask->state),
        DB_INT("source", ask->source), DB_INT("over_too", ask->over_too)), err), arena, out, n, err);
}

bool case_expired(DbRead *db, int64_t region_id, Str today, Arena *arena, StudyCase **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &case_get_expired, DB_ARGS(DB_INT("region", region_id), DB_TEXT("today", today)), err), arena, out, n, err);
}

bool case_entries(DbRead *db, const StudyCase *of, Arena *arena, CaseEntry **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &case_get_entries, DB_ARGS(DB_INT("region", of->region_id), DB_INT("case", of->id)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, CaseEntry) = (CaseEntry){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .case_id = db_int(rows, 2), .kind = (CaseEntryKind)db_int(rows, 3),
            .words = db_text(rows, 4, arena), .sha256 = db_text(rows, 5, arena), .file_name = db_text(rows, 6, arena), .account_id = db_int(rows, 7), .made_at = db_int(rows, 8),
            .who = db_text(rows, 9, arena), .post = db_text(rows, 10, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool case_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &case_get_next, DB_ARGS(DB_INT("region", region_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool case_put(DbWrite *db, const StudyCase *row, Err *err)
{
    return db_run(db, &case_insert, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("number", row->number), DB_INT("school", row->school_id), DB_INT("source", row->source),
        DB_TEXT("reasons", row->reasons), DB_INT("level", row->level), DB_INT("state", row->state), DB_TEXT("until", row->until), DB_TEXT("answer_by", row->answer_by),
        DB_INT("analysis_number", row->analysis_number), DB_INT("opened_by", row->opened_by), DB_INT("opened_at", row->opened_at), DB_INT("changed_at", row->changed_at)), NULL, err);
}

bool case_move(DbWrite *db, const StudyCase *row, CaseState from, bool *moved, Err *err)
{
    int64_t n = 0;
    if (!db_run(db, &case_update, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("state", row->state), DB_TEXT("answer_by", row->answer_by), DB_TEXT("until", row->until),
        DB_INT("changed_at", row->changed_at), DB_INT("from", from)), &n, err)) return false;
    *moved = n == 1;
    return true;
}

bool case_entry_put(DbWrite *db, const CaseEntry *entry, Err *err)
{
    return db_run(db, &case_add_entry, DB_ARGS(DB_INT("region", entry->region_id), DB_INT("id", entry->id), DB_INT("case", entry->case_id), DB_INT("kind", entry->kind), DB_TEXT("words", entry->words),
        DB_TEXT("sha256", entry->sha256), DB_TEXT("file_name", entry->file_name), DB_INT("account", entry->account_id), DB_INT("made_at", entry->made_at)), NULL, err);
}
