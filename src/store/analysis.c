#include "store/analysis.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/args_.h"
#include "store/rows_.h"

#define OF(row) DB_INT("region", (row)->region_id), DB_INT("analysis", (row)->id)

/* NaN and NULL are one thing: nothing could speak. */

/* ---- what is analysed ---- */

SQL_SCAN(analysis_get_inputs, "an analysis reads every standing sheet of the region",
    "SELECT s.procedure, o.code, t.sha256, t.block FROM submission s "
    "JOIN org o ON o.region_id = s.region_id AND o.id = s.school_id "
    "JOIN sheet t ON t.region_id = s.region_id AND t.procedure = s.procedure AND t.school_id = s.school_id AND t.version = s.version "
    "WHERE s.region_id = :region AND s.version > 0 AND s.state <> 3 AND s.state >= :least");

static int by_procedure_and_school(const void *x, const void *y)
{
    const AnalysisInput *a = x, *b = y;
    int order = str_cmp(a->procedure, b->procedure);
    return order != 0 ? order : str_cmp(a->school, b->school);
}

bool analysis_inputs(DbRead *db, int64_t region_id, SubmissionState least, Arena *arena, AnalysisInput **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &analysis_get_inputs, DB_ARGS(DB_INT("region", region_id), DB_INT("least", least)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, AnalysisInput) = (AnalysisInput){ db_text(rows, 0, arena), db_text(rows, 1, arena), db_text(rows, 2, arena), db_blob(rows, 3, arena) };
    if (!db_end(rows, err)) return false;
    if (list.n > 0) qsort(list.at, list.n, sizeof **out, by_procedure_and_school); /* engines order text by their own rules */
    *out = list.at;
    *n = list.n;
    return true;
}

SQL_SCAN(analysis_count_newer, "one count a page over the states of a region's forms",
    "SELECT count(*) FROM submission WHERE region_id = :region AND changed_at > :at AND version > 0");

bool analysis_n_newer(DbRead *db, const AnalysisRow *row, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &analysis_count_newer, DB_ARGS(DB_INT("region", row->region_id), DB_INT("at", row->made_at)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

/* ---- analyses ---- */

SQL_READ(analysis_get_current, "SELECT region_id, id, org_id, number, state, program, params, inputs_hash, n_schools, n_works, taken_ms, made_by, made_at FROM analysis "
    "WHERE region_id = :region AND state = 2 ORDER BY number DESC LIMIT 1");
SQL_READ(analysis_get_number, "SELECT coalesce(max(number), 0) + 1 FROM analysis WHERE region_id = :region");
SQL_WRITE(analysis_insert, "INSERT INTO analysis (region_id, id, org_id, number, state, program, params, inputs_hash, n_schools, n_works, taken_ms, made_by, made_at) "
    "VALUES (:region, :analysis, :org, :number, :state, :program, :params, :inputs_hash, :n_schools, :n_works, :taken_ms, :made_by, :made_at)");
SQL_WRITE(analysis_replace, "UPDATE analysis SET state = 3 WHERE region_id = :region AND state = 2 AND id <> :analysis");
SQL_WRITE(analysis_give_up, "UPDATE analysis SET state = 4 WHERE region_id = :region AND state = 1 AND id <> :analysis");
SQL_WRITE(analysis_set_standing, "UPDATE analysis SET state = 2, taken_ms = :taken_ms WHERE region_id = :region AND id = :analysis AND state = 1");
SQL_WRITE(analysis_set_failed, "UPDATE analysis SET state = 4 WHERE region_id = :region AND id = :analysis");

bool analysis_current(DbRead *db, int64_t region_id, Arena *arena, AnalysisRow *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &analysis_get_current, DB_ARGS(DB_INT("region", region_id)), found, err);
    if (rows != NULL && *found)
        *out = (AnalysisRow){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .number = (uint32_t)db_int(rows, 3), .state = (AnalysisState)db_int(rows, 4),
            .program = db_text(rows, 5, arena), .params = db_text(rows, 6, arena), .inputs_hash = db_text(rows, 7, arena), .n_schools = (uint32_t)db_int(rows, 8),
            .n_works = (uint64_t)db_int(rows, 9), .taken_ms = db_int(rows, 10), .made_by = db_int(rows, 11), .made_at = db_int(rows, 12) };
    return db_end(rows, err);
}

bool analysis_next_number(DbRead *db, int64_t region_id, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &analysis_get_number, DB_ARGS(DB_INT("region", region_id)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool analysis_put(DbWrite *db, const AnalysisRow *row, Err *err)
{
    return db_run(db, &analysis_insert, DB_ARGS(OF(row), DB_INT("org", row->org_id), DB_INT("number", row->number), DB_INT("state", row->state), DB_TEXT("program", row->program),
        DB_TEXT("params", row->params), DB_TEXT("inputs_hash", row->inputs_hash), DB_INT("n_schools", row->n_schools), DB_INT("n_works", (int64_t)row->n_works),
        DB_INT("taken_ms", row->taken_ms), DB_INT("made_by", row->made_by), DB_INT("made_at", row->made_at)), NULL, err);
}

bool analysis_stand(DbWrite *db, const AnalysisRow *row, Err *err)
{
    int64_t n;
    if (!db_run(db, &analysis_replace, DB_ARGS(OF(row)), NULL, err) || !db_run(db, &analysis_give_up, DB_ARGS(OF(row)), NULL, err)) return false;
    if (!db_run(db, &analysis_set_standing, DB_ARGS(OF(row), DB_INT("taken_ms", row->taken_ms)), &n, err)) return false;
    return n == 1 || err_set(err, ERR_CONFLICT, "Запустите анализ снова.", "Другой анализ закончился раньше этого.");
}

bool analysis_fail(DbWrite *db, const AnalysisRow *row, Err *err) { return db_run(db, &analysis_set_failed, DB_ARGS(OF(row)), NULL, err); }

#define SWEPT " WHERE region_id = :region AND analysis_id IN (SELECT id FROM analysis WHERE region_id = :region AND state <> 2)"
SQL_WRITE(analysis_sweep_heads, "DELETE FROM derived_head" SWEPT);
SQL_WRITE(analysis_sweep_procedures, "DELETE FROM derived_procedure" SWEPT);
SQL_WRITE(analysis_sweep_schools, "DELETE FROM derived_school" SWEPT);
SQL_WRITE(analysis_sweep_signs, "DELETE FROM derived_sign" SWEPT);

bool analysis_sweep(DbWrite *db, int64_t region_id, uint32_t table, Err *err)
{
    const Sql *sql = table == 0 ? &analysis_sweep_heads : table == 1 ? &analysis_sweep_procedures : table == 2 ? &analysis_sweep_schools : &analysis_sweep_signs;
    BUG_ON(table >= ANALYSIS_TABLES);
    return db_run(db, sql, DB_ARGS(DB_INT("region", region_id)), NULL, err);
}

/* ---- derived rows ---- */

SQL_WRITE(analysis_insert_head, "INSERT INTO derived_head (region_id, analysis_id, bytes, years, list) VALUES (:region, :analysis, :bytes, :years, :list)");
SQL_WRITE(analysis_insert_procedure, "INSERT INTO derived_procedure (region_id, analysis_id, procedure, n, bytes) VALUES (:region, :analysis, :procedure, :n, :bytes)");
SQL_WRITE(analysis_insert_school, "INSERT INTO derived_school (region_id, analysis_id, school_id, level, p, q, n_works, n_signs, markers, words, bytes) "
    "VALUES (:region, :analysis, :school, :level, :p, :q, :n_works, :n_signs, :markers, :words, :bytes)");
SQL_WRITE(analysis_insert_sign, "INSERT INTO derived_sign (region_id, analysis_id, school_id, n, procedure, class, indicator, level, title, words, chance, p, q) "
    "VALUES (:region, :analysis, :school, :n, :procedure, :class, :indicator, :level, :title, :words, :chance, :p, :q)");

bool analysis_put_head(DbWrite *db, const AnalysisRow *row, Str head, Str years, Str list, Err *err)
{
    return db_run(db, &analysis_insert_head, DB_ARGS(OF(row), DB_BLOB("bytes", head), DB_BLOB("years", years), DB_BLOB("list", list)), NULL, err);
}

bool analysis_put_procedure(DbWrite *db, const AnalysisRow *row, Str procedure, uint32_t n, Str bytes, Err *err)
{
    return db_run(db, &analysis_insert_procedure, DB_ARGS(OF(row), DB_TEXT("procedure", procedure), DB_INT("n", n), DB_BLOB("bytes", bytes)), NULL, err);
}

bool analysis_put_school(DbWrite *db, const AnalysisRow *row, const SchoolDerived *school, Err *err)
{
    return db_run(db, &analysis_insert_school, DB_ARGS(OF(row), DB_INT("school", school->school_id), DB_INT("level", school->level), db_real_or_null("p", school->p), db_real_or_null("q", school->q),
        DB_INT("n_works", school->n_works), DB_INT("n_signs", school->n_signs), DB_INT("markers", school->markers), DB_TEXT("words", school->words), DB_BLOB("bytes", school->bytes)), NULL, err);
}

bool analysis_put_sign(DbWrite *db, const AnalysisRow *row, const SignDerived *sign, Err *err)
{
    return db_run(db, &analysis_insert_sign, DB_ARGS(OF(row), DB_INT("school", sign->school_id), DB_INT("n", sign->n), DB_TEXT("procedure", sign->procedure), DB_TEXT("class", sign->class_label),
        DB_TEXT("indicator", sign->indicator), DB_INT("level", sign->level), DB_TEXT("title", sign->title), DB_TEXT("words", sign->words), DB_TEXT("chance", sign->chance),
        db_real_or_null("p", sign->p), db_real_or_null("q", sign->q)), NULL, err);
}

/* ---- the digest ---- */

SQL_READ(analysis_each_head, "SELECT bytes, years, list FROM derived_head WHERE region_id = :region AND analysis_id = :analysis");
SQL_READ(analysis_each_procedure, "SELECT procedure, bytes FROM derived_procedure WHERE region_id = :region AND analysis_id = :analysis ORDER BY n");
SQL_READ(analysis_each_school, "SELECT o.code, d.words, d.bytes, d.level, d.n_works, d.n_signs, d.markers, d.p, d.q FROM derived_school d JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id "
    "WHERE d.region_id = :region AND d.analysis_id = :analysis");
SQL_READ(analysis_each_sign, "SELECT o.code, d.procedure, d.class, d.indicator, d.title, d.words, d.chance, d.n, d.level, d.p, d.q FROM derived_sign d "
    "JOIN org o ON o.region_id = d.region_id AND o.id = d.school_id WHERE d.region_id = :region AND d.analysis_id = :analysis");

/* A row's own hash: rows are summed up in order of these, which no engine can change. */
typedef struct RowHash { char hex[65]; } RowHash;

static int by_hash(const void *a, const void *b) { return memcmp(((const RowHash *)a)->hex, ((const RowHash *)b)->hex, 64); }

static void hash_cell(Hash *hash, Str bytes)
{
    char length[24];
    int n = snprintf(length, sizeof length, "%zu:", bytes.n);
    hash_add(hash, (Str){ length, (size_t)n });
    hash_add(hash, bytes);
}

/* Bits of a number: every value has one writing only, but for «not a number», of which there is one here. */
static Str real_cell(double x, Arena *arena) { return isnan(x) ? STR("nan") : arena_printf(arena, "%a", x); }

static Str cell_of(const DbRows *rows, int c, char kind, Arena *arena)
{
    switch (kind) {
    case 't': return db_text(rows, c, arena);
    case 'b': return db_blob(rows, c, arena);
    case 'r': return real_cell(db_real(rows, c), arena);
    default: return arena_printf(arena, "%" PRId64, db_int(rows, c));
    }
}

/* columns: t text, b bytes, i number, r real */
static bool hash_rows(DbRead *db, const AnalysisRow *row, const Sql *sql, const char *columns, Hash *out, Err *err)
{
    RowList list = { .arena = arena_new(0) };
    DbRows *rows = db_select(db, sql, DB_ARGS(OF(row)), err);
    while (rows != NULL && db_next(rows)) {
        Arena *scratch = arena_new(0);
        Hash hash;
        hash_begin(&hash);
        for (int c = 0; columns[c] != '\0'; c++)
            hash_cell(&hash, cell_of(rows, c, columns[c], scratch));
        hash_end_hex(&hash, row_list_add_one(&list, RowHash)->hex);
        arena_free(scratch);
    }
    bool done = db_end(rows, err);
    const RowHash *hashes = list.at;
    if (list.n > 0) qsort(list.at, list.n, sizeof *hashes, by_hash);
    for (uint32_t i = 0; i < list.n; i++) hash_add(out, (Str){ hashes[i].hex, 64 });
    arena_free(list.arena);
    return done;
}

bool analysis_digest(DbRead *db, const AnalysisRow *row, char out[65], Err *err)
{
    Hash hash;
    hash_begin(&hash);
    if (!hash_rows(db, row, &analysis_each_head, "bbb", &hash, err) || !hash_rows(db, row, &analysis_each_procedure, "tb", &hash, err)) return false;
    if (!hash_rows(db, row, &analysis_each_school, "ttbiiiirr", &hash, err) || !hash_rows(db, row, &analysis_each_sign, "tttttttiirr", &hash, err)) return false;
    hash_end_hex(&hash, out);
    return true;
}
