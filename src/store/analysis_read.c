/* Reading what is derived, as rows for lists. */
#include "store/analysis.h"

#include <stdlib.h>

#include "store/args_.h"
#include "store/rows_.h"

#define OF(row)            DB_INT("region", (row)->region_id), DB_INT("analysis", (row)->id)

#define SCHOOLS "SELECT d.school_id, o.code, o.name, o.type, m.name, d.level, d.p, d.q, d.n_works, d.n_signs, d.markers, d.words FROM derived_school d " \
                "JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id LEFT JOIN org m ON m.region_id = o.region_id AND m.id = o.parent_id " \
                "WHERE d.region_id = :region AND d.analysis_id = :analysis "
#define IN_SUBTREE "AND o.path >= :path AND o.path < :path_end "

SQL_READ(analysis_get_schools, SCHOOLS IN_SUBTREE "AND (:level < 0 OR d.level = :level) AND (:procedure = '' OR EXISTS (SELECT 1 FROM derived_sign s "
    "WHERE s.region_id = d.region_id AND s.analysis_id = d.analysis_id AND s.school_id = d.school_id AND s.procedure = :procedure)) ORDER BY o.name_key, o.code");
SQL_READ(analysis_get_school, SCHOOLS "AND d.school_id = :school");
SQL_READ(analysis_get_levels, "SELECT d.level, count(*) FROM derived_school d JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id "
    "WHERE d.region_id = :region AND d.analysis_id = :analysis " IN_SUBTREE "GROUP BY d.level");
SQL_READ(analysis_get_all_levels, "SELECT level, count(*) FROM derived_school WHERE region_id = :region AND analysis_id = :analysis GROUP BY level");
SQL_READ(analysis_get_signs, "SELECT d.school_id, d.n, d.procedure, d.class, d.indicator, d.level, d.title, d.words, d.chance, d.p, d.q FROM derived_sign d "
    "JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id WHERE d.region_id = :region AND d.analysis_id = :analysis " IN_SUBTREE "ORDER BY o.name_key, o.code, d.n");
SQL_READ(analysis_get_titles, "SELECT school_id, title FROM derived_sign WHERE region_id = :region AND analysis_id = :analysis AND class = '' ORDER BY school_id, n");
SQL_READ(analysis_get_procedures, "SELECT d.procedure, count(DISTINCT d.school_id) FROM derived_sign d JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id "
    "WHERE d.region_id = :region AND d.analysis_id = :analysis AND d.procedure <> '' " IN_SUBTREE "GROUP BY d.procedure");

static SchoolSigns row_school(const DbRows *rows, Arena *arena)
{
    return (SchoolSigns){ .school_id = db_int(rows, 0), .code = db_text(rows, 1, arena), .name = db_text(rows, 2, arena), .type = db_text(rows, 3, arena), .municipality = db_text(rows, 4, arena),
        .level = (Level)db_int(rows, 5), .p = db_real(rows, 6), .q = db_real(rows, 7), .n_works = (uint32_t)db_int(rows, 8), .n_signs = (uint32_t)db_int(rows, 9),
        .markers = (uint8_t)db_int(rows, 10), .words = db_text(rows, 11, arena) };
}

bool analysis_schools(DbRead *db, const AnalysisRow *row, Str path, int level, Str procedure, Arena *arena, SchoolSigns **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &analysis_get_schools, DB_ARGS(OF(row), DB_UNDER(arena, path), DB_INT("level", level), DB_TEXT("procedure", procedure)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, SchoolSigns) = row_school(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool analysis_school(DbRead *db, const AnalysisRow *row, int64_t school_id, Arena *arena, SchoolSigns *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &analysis_get_school, DB_ARGS(OF(row), DB_INT("school", school_id)), found, err);
    if (rows != NULL && *found) *out = row_school(rows, arena);
    return db_end(rows, err);
}

bool analysis_levels(DbRead *db, const AnalysisRow *row, Str path, uint32_t n_level[N_LEVELS], Err *err)
{
    Arena *scratch = arena_new(0);
    memset(n_level, 0, N_LEVELS * sizeof *n_level);
    DbRows *rows = path_is_root(path) ? db_select(db, &analysis_get_all_levels, DB_ARGS(OF(row)), err) : db_select(db, &analysis_get_levels, DB_ARGS(OF(row), DB_UNDER(scratch, path)), err);
    while (rows != NULL && db_next(rows)) {
        int64_t level = db_int(rows, 0);
        if (level >= 0 && level < N_LEVELS) n_level[level] = (uint32_t)db_int(rows, 1);
    }
    bool done = db_end(rows, err);
    arena_free(scratch);
    return done;
}

bool analysis_signs(DbRead *db, const AnalysisRow *row, Str path, Arena *arena, SignDerived **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &analysis_get_signs, DB_ARGS(OF(row), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, SignDerived) = (SignDerived){ .school_id = db_int(rows, 0), .n = (uint32_t)db_int(rows, 1), .procedure = db_text(rows, 2, arena), .class_label = db_text(rows, 3, arena),
            .indicator = db_text(rows, 4, arena), .level = (Level)db_int(rows, 5), .title = db_text(rows, 6, arena), .words = db_text(rows, 7, arena), .chance = db_text(rows, 8, arena),
            .p = db_real(rows, 9), .q = db_real(rows, 10) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool analysis_titles(DbRead *db, const AnalysisRow *row, Arena *arena, SchoolTitle **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &analysis_get_titles, DB_ARGS(OF(row)), err);
    SchoolTitle *last = NULL;
    while (rows != NULL && db_next(rows)) {
        int64_t school_id = db_int(rows, 0);
        if (last == NULL || last->school_id != school_id) {
            last = row_list_add_one(&list, SchoolTitle);
            *last = (SchoolTitle){ .school_id = school_id, .title = db_text(rows, 1, arena) };
        }
        last->n_signs++;
    }
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

/* Latest year first, then by code; engines order text by their own rules. */
static int by_year_and_code(const void *x, const void *y)
{
    const ProcedureSigns *a = x, *b = y;
    int year = str_cmp(str_slice(b->procedure, 0, b->procedure.n < 4 ? b->procedure.n : 4), str_slice(a->procedure, 0, a->procedure.n < 4 ? a->procedure.n : 4));
    return year != 0 ? year : str_cmp(a->procedure, b->procedure);
}

bool analysis_sign_procedures(DbRead *db, const AnalysisRow *row, Str path, Arena *arena, ProcedureSigns **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &analysis_get_procedures, DB_ARGS(OF(row), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, ProcedureSigns) = (ProcedureSigns){ db_text(rows, 0, arena), (uint32_t)db_int(rows, 1) };
    if (list.n > 0) qsort(list.at, list.n, sizeof **out, by_year_and_code);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}
