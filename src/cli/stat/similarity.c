/* merilo stat similarity: pairs of works inside groups. */
#include <math.h>

#include "cli/stat/theta_.h"
#include "stats/similarity.h"

#define MAX_PAIRS 2000000u /* half a gigabyte of answer */

enum { OMEGA, WOMG, GBT, M4, WOLLACK, N_STATISTICS };
static const char *const known[] = { "omega", "womg", "gbt", "m4", "wollack", NULL };

typedef struct Pairs {
    StatItems items;
    StatTheta theta;
    IrtRows rows;
    StatGroups groups;
    double *p;                 /* [n_works][rows.n] */
    double *scratch;
    bool taken[N_STATISTICS];
} Pairs;

static bool prepare(const StatTable *table, const Args *args, Pairs *out, Arena *arena, Err *err)
{
    size_t n = table->n_rows;
    bool named;
    if (!stat_statistics(args, known, out->taken, &named, err) || !stat_items_read(table, args, arena, &out->items, err) || !stat_items_model(&out->items, args, arena, err) ||
        !stat_theta(table, args, &out->items, arena, &out->theta, err)) return false;
    out->groups = stat_groups(table, "group", arena);
    size_t *members = arena_array(arena, size_t, out->groups.n), pairs = 0;
    for (size_t i = 0; i < n; i++) pairs += members[out->groups.of[i]]++;
    if (pairs == 0) return err_set(err, ERR_INPUT, "", "Для пары нужны хотя бы две работы в одной группе.");
    if (pairs > MAX_PAIRS) return err_set(err, ERR_LIMIT, "Разбейте работы на классы столбцом group.", "Пар %zu, а показать можно не больше %u.", pairs, MAX_PAIRS);
    out->rows = irt_rows(out->items.items, out->items.n_items);
    out->p = arena_try(arena, n * out->rows.n * sizeof *out->p, err);
    out->scratch = arena_try(arena, 2 * (out->items.n_items + 2) * (out->items.n_items + 2) * sizeof *out->scratch, err);
    if (out->p == NULL || out->scratch == NULL) return false;
    for (size_t i = 0; i < n; i++)
        if (isfinite(out->theta.theta[i])) similarity_probabilities(&out->items.model, &out->rows, out->theta.theta[i], out->p + i * out->rows.n);
    return true;
}

static void put_pair(const Pairs *pairs, size_t i, size_t h, Json *result, Arena *arena)
{
    size_t n_items = pairs->items.n_items, n_rows = pairs->rows.n;
    const uint8_t *a = pairs->items.x + i * n_items, *b = pairs->items.x + h * n_items;
    SimilarityPair pair;
    bool known_both = isfinite(pairs->theta.theta[i]) && isfinite(pairs->theta.theta[h]);
    similarity_pair(&pairs->items.model, &pairs->rows, pairs->p + i * n_rows, a, pairs->p + h * n_rows, b, &pair);
    bool speaks = known_both && pair.n > 0;
    json_object(result);
    stat_put_group(result, &pairs->groups, pairs->groups.of[i], arena);
    json_put_int(result, "i", (long long)i + 1);
    json_put_int(result, "j", (long long)h + 1);
    json_put_int(result, "n", (long long)pair.n);
    json_put_int(result, "matches", pair.matches);
    json_put_num(result, "expected", speaks ? pair.expected : NAN);
    if (pairs->taken[OMEGA]) json_put_num(result, "omega", speaks ? pair.omega : NAN);
    if (pairs->taken[WOMG]) json_put_num(result, "womg", speaks ? pair.womg : NAN);
    if (pairs->taken[GBT]) json_put_num(result, "gbt", speaks ? similarity_gbt(pair.q, pair.n, pair.matches, pairs->scratch) : NAN);
    if (pairs->taken[M4]) json_put_num(result, "m4", speaks ? similarity_m4(pair.q, pair.q_full, pair.n, pair.full, pair.matches - pair.full, pairs->scratch) : NAN);
    for (size_t k = 0; pairs->taken[WOLLACK] && k < 2; k++) { /* given what stands in the other work */
        const double *p = pairs->p + (k == 0 ? i : h) * n_rows;
        similarity_conditional(&pairs->items.model, &pairs->rows, p, k == 0 ? a : b, k == 0 ? b : a, &pair);
        json_put_num(result, k == 0 ? "wollack_i" : "wollack_j", known_both && pair.n > 0 ? pair.omega : NAN);
    }
    json_object_end(result);
}

/* The class statistic by totals, and clusters at .05 over the pairs of the group. */
static bool put_groups(const Pairs *pairs, Arena *arena, Json *result, Err *err)
{
    size_t n = pairs->items.n_works, n_items = pairs->items.n_items;
    double *memory = arena_try(arena, irt_table_size(&pairs->items.model) * sizeof *memory, err);
    IrtTable by_total;
    if (memory == NULL) return false;
    irt_table(&pairs->items.model, memory, &by_total);
    double *cells = arena_try(arena, similarity_table_size(&by_total) * sizeof *cells, err);
    uint8_t *x = arena_try(arena, n * n_items, err);
    void *scratch = arena_try(arena, similarity_class_scratch_size(n, n_items), err);
    uint32_t *cluster = arena_try(arena, n * sizeof *cluster, err);
    size_t *row = arena_try(arena, n * sizeof *row, err);
    SimilarityTable table;
    SimilarityClass class;
    if (cells == NULL || x == NULL || scratch == NULL || cluster == NULL || row == NULL) return false;
    similarity_table(&by_total, pairs->items.items, cells, &table);
    json_key(result, "groups");
    json_array(result);
    for (size_t g = 0; g < pairs->groups.n; g++) {
        size_t m = 0;
        for (size_t i = 0; i < n; i++)
            if (pairs->groups.of[i] == g) {
                memcpy(x + m * n_items, pairs->items.x + i * n_items, n_items);
                row[m++] = i;
            }
        similarity_class(&table, x, m, scratch, &class);
        if (class.n_pairs > 0) similarity_clusters(&table, x, m, .05 / (double)class.n_pairs, scratch, cluster);
        json_object(result);
        stat_put_group(result, &pairs->groups, g, arena);
        json_put_int(result, "n", (long long)m);
        json_put_int(result, "pairs", (long long)class.n_pairs);
        json_put_num(result, "s", class.s);
        json_put_num(result, "log_s", class.log_s);
        json_put_num(result, "highest", class.highest);
        json_key(result, "clusters");
        json_array(result);
        for (size_t a = 0; class.n_pairs > 0 && a < m; a++) {
            size_t members = 0;
            for (size_t b = 0; b < m; b++) members += cluster[b] == a;
            if (members < 2) continue;
            json_array(result);
            for (size_t b = 0; b < m; b++)
                if (cluster[b] == a) json_int(result, (long long)row[b] + 1);
            json_array_end(result);
        }
        json_array_end(result);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Pairs pairs = { 0 };
    if (!prepare(table, args, &pairs, arena, err)) return false;
    json_put_z(result, "model", pairs.items.word);
    json_put_z(result, "estimator", pairs.theta.word);
    if (!put_groups(&pairs, arena, result, err)) return false;
    size_t n = table->n_rows, *next = arena_array(arena, size_t, n), *last = arena_array(arena, size_t, pairs.groups.n);
    for (size_t i = n; i-- > 0;) { /* the next work of the same group, + 1 */
        next[i] = last[pairs.groups.of[i]];
        last[pairs.groups.of[i]] = i + 1;
    }
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < n; i++)
        for (size_t h = next[i]; h != 0; h = next[h - 1]) put_pair(&pairs, i, h - 1, result, arena);
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--statistics", .argument = "omega,womg,gbt,m4,wollack", .help = "что считать (по умолчанию всё); wollack — условная омега: wollack_i — как если бы списал i, wollack_j — как если бы j" },
    STAT_MODEL_OPTIONS,
    STAT_THETA_OPTIONS,
    { 0 },
};

const StatMethod stat_similarity = { .name = "similarity", .summary = "сходство работ одной группы сверх того, что объясняет их уровень",
    .input = "по столбцу на задание, по строке на работу; group — сравнивать внутри групп; i и j — номера строк с единицы", .options = options, .run = run };
