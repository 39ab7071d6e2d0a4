#include "store/procedure.h"

#include "base/date.h"
#include "base/text_key.h"
#include "store/rows_.h"

#define COLUMNS                                                                                                                                       \
    "SELECT region_id, org_id, code, kind, subject, level, title, year, grade, starts_on, ends_on, hand_in_by, state, blueprint, note, made_by, made_at " \
    "FROM procedure "

SQL_READ(procedure_by_code, COLUMNS "WHERE region_id = :region AND code = :code");
SQL_READ(procedure_all, COLUMNS "WHERE region_id = :region AND (:year = 0 OR year = :year) ORDER BY year DESC, grade, title_key, code");
SQL_WRITE(procedure_write,
          "INSERT INTO procedure (region_id, code, org_id, kind, year, grade, subject, level, title, title_key, starts_on, ends_on, hand_in_by, state, blueprint, note, made_by, made_at) "
          "VALUES (:region, :code, :org, :kind, :year, :grade, :subject, :level, :title, :title_key, :starts, :ends, :by, :state, :blueprint, :note, :made_by, :made_at) "
          "ON CONFLICT (region_id, code) DO UPDATE SET org_id = excluded.org_id, kind = excluded.kind, year = excluded.year, grade = excluded.grade, subject = excluded.subject, "
          "level = excluded.level, title = excluded.title, title_key = excluded.title_key, starts_on = excluded.starts_on, ends_on = excluded.ends_on, hand_in_by = excluded.hand_in_by, "
          "state = excluded.state, blueprint = excluded.blueprint, note = excluded.note");

static ProcedureRow row_procedure(const DbRows *rows, Arena *arena)
{
    return (ProcedureRow){ .region_id = db_int(rows, 0), .org_id = db_int(rows, 1), .code = db_text(rows, 2, arena), .kind = db_text(rows, 3, arena), .subject = db_text(rows, 4, arena),
        .level = db_text(rows, 5, arena), .title = db_text(rows, 6, arena), .year = (int)db_int(rows, 7), .grade = (int)db_int(rows, 8), .starts_on = db_text(rows, 9, arena),
        .ends_on = db_text(rows, 10, arena), .hand_in_by = db_text(rows, 11, arena), .state = (ProcedureState)db_int(rows, 12), .blueprint = db_text(rows, 13, arena),
        .note = db_text(rows, 14, arena), .made_by = db_int(rows, 15), .made_at = db_int(rows, 16) };
}

bool procedure_get(DbRead *db, int64_t region_id, Str code, Arena *arena, ProcedureRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &procedure_by_code, DB_ARGS(DB_INT("region", region_id), DB_TEXT("code", code)), found, err);
    if (rows != NULL && *found) *out = row_procedure(rows, arena);
    return db_end(rows, err);
}

bool procedure_list(DbRead *db, int64_t region_id, int year, Arena *arena, const ProcedureRow **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &procedure_all, DB_ARGS(DB_INT("region", region_id), DB_INT("year", year)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, ProcedureRow) = row_procedure(rows, arena);
    *out = list.at, *n = list.n;
    return db_end(rows, err);
}

bool procedure_put(DbWrite *write, const ProcedureRow *row, Err *err)
{
    Arena *scratch = arena_new(0);
    bool done = db_run(write, &procedure_write,
        DB_ARGS(DB_INT("region", row->region_id), DB_TEXT("code", row->code), DB_INT("org", row->org_id), DB_TEXT("kind", row->kind), DB_INT("year", row->year), DB_INT("grade", row->grade),
                DB_TEXT("subject", row->subject), DB_TEXT("level", row->level), DB_TEXT("title", row->title), DB_BLOB("title_key", text_sort_key(row->title, scratch)),
                DB_TEXT("starts", row->starts_on), DB_TEXT("ends", row->ends_on), DB_TEXT("by", row->hand_in_by), DB_INT("state", row->state), DB_TEXT("blueprint", row->blueprint),
                DB_TEXT("note", row->note), DB_INT("made_by", row->made_by), DB_INT("made_at", row->made_at)), NULL, err);
    arena_free(scratch);
    return done;
}

int procedure_school_year(const ProcedureRow *row)
{
    int32_t day;
    return date_parse(row->starts_on, &day) ? date_school_year(day) : row->year - 1; /* a calendar year alone is taken as its spring */
}
