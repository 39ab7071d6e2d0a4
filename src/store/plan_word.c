/* Words of plans and their measures, for the search. */
#include "store/plan.h"

#include "store/args_.h"
#include "store/rows_.h"
#include "store/search_.h"

#define STANDS(i, plan, n) "AND (:word" i " = '' OR EXISTS (SELECT 1 FROM plan_word w WHERE w.region_id = :region AND w.word = :word" i " AND w.plan_id = " plan " AND w.n = " n ")) "
#define OTHERS STANDS("2", "w1.plan_id", "w1.n") STANDS("3", "w1.plan_id", "w1.n") STANDS("4", "w1.plan_id", "w1.n") STANDS("5", "w1.plan_id", "w1.n") STANDS("6", "w1.plan_id", "w1.n")
#define LATEST "AND p.state <> 5 " OTHERS "ORDER BY w1.plan_id DESC, w1.n DESC LIMIT :limit) few "
#define COLUMNS "SELECT p.number, few.n, coalesce(t.title, p.title), p.school_year, o.name, coalesce(s.number, m.number, ''), coalesce(s.title, m.title, ''), coalesce(s.responsible, m.responsible, '') FROM "
#define FOUND "JOIN plan p ON p.region_id = :region AND p.id = few.plan_id JOIN org o ON o.region_id = p.region_id AND o.id = p.org_id " \
              "LEFT JOIN measure m ON m.region_id = p.region_id AND m.plan_id = few.plan_id AND m.n = few.n " \
              "LEFT JOIN measure_stood s ON s.region_id = p.region_id AND s.plan_id = p.id AND s.measure_id = m.id LEFT JOIN measure_stood t ON t.region_id = p.region_id AND t.plan_id = p.id AND t.measure_id = 0 ORDER BY few.plan_id DESC, few.n"

/* Newest ids first, which is an index's own order. Of a whole tree by the rarest word; else from its organisations, whose plans are few. SQLite keeps the order of a CROSS JOIN. */
SQL_READ(plan_found_whole, COLUMNS "(SELECT w1.plan_id, w1.n FROM plan_word w1 CROSS JOIN plan p WHERE w1.region_id = :region AND w1.word = :word1 AND p.region_id = :region AND p.id = w1.plan_id " LATEST FOUND);
SQL_READ(plan_found_below, COLUMNS "(SELECT w1.plan_id, w1.n FROM org o CROSS JOIN plan p CROSS JOIN plan_word w1 WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND p.region_id = :region "
    "AND p.org_id = o.id AND w1.region_id = :region AND w1.word = :word1 AND w1.plan_id = p.id " LATEST FOUND);
SQL_READ(plan_word_n, "SELECT count(*) FROM (SELECT 1 FROM plan_word WHERE region_id = :region AND word = :word LIMIT :most) few");
SQL_WRITE(plan_drop_words, "DELETE FROM plan_word WHERE region_id = :region AND plan_id = :plan AND n = :n");
SQL_WRITE(plan_add_word, "INSERT INTO plan_word (region_id, word, plan_id, n) VALUES (:region, :word, :plan, :n)");

bool plan_search(DbRead *db, int64_t region_id, Str path, uint32_t n_words, const Str *words, uint32_t limit, Arena *arena, const PlanFound **out, uint32_t *n, Err *err)
{
    Str by[SEARCH_WORDS];
    RowList list = { .arena = arena };
    BUG_ON(limit == 0 || n_words == 0);
    if (!search_rarest_first(db, &plan_word_n, region_id, n_words, words, by, err)) return false;
    DbArg ends[2] = { DB_UNDER(arena, path) };
#define ASKED DB_INT("region", region_id), DB_TEXT("word1", by[0]), DB_TEXT("word2", by[1]), DB_TEXT("word3", by[2]), DB_TEXT("word4", by[3]), DB_TEXT("word5", by[4]), DB_TEXT("word6", by[5]), DB_INT("limit", limit)
    DbRows *rows = path_is_root(path) ? db_select(db, &plan_found_whole, DB_ARGS(ASKED), err) : db_select(db, &plan_found_below, DB_ARGS(ASKED, ends[0], ends[1]), err);
#undef ASKED
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, PlanFound) = (PlanFound){ .plan_number = (uint32_t)db_int(rows, 0), .n = (uint32_t)db_int(rows, 1), .plan_title = db_text(rows, 2, arena), .school_year = (int)db_int(rows, 3),
            .org_name = db_text(rows, 4, arena), .number = db_text(rows, 5, arena), .title = db_text(rows, 6, arena), .responsible = db_text(rows, 7, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool plan_index(DbWrite *db, int64_t region_id, int64_t plan_id, uint32_t n, uint32_t n_words, const Str *words, Err *err)
{
    if (!db_run(db, &plan_drop_words, DB_ARGS(DB_INT("region", region_id), DB_INT("plan", plan_id), DB_INT("n", n)), NULL, err)) return false;
    for (uint32_t i = 0; i < n_words; i++)
        if (!db_run(db, &plan_add_word, DB_ARGS(DB_INT("region", region_id), DB_TEXT("word", words[i]), DB_INT("plan", plan_id), DB_INT("n", n)), NULL, err)) return false;
    return true;
}
