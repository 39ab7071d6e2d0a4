/* merilo stat jump --statistics measures: answers of Jacob & Levitt from the works themselves. */
#include <math.h>

#include "base/limits.h"
#include "cli/stat/items_.h"
#include "cli/stat/jump_.h"
#include "stats/jump.h"

#define MOST_WORKS 1000u /* of a group: pairs of works are compared */

typedef struct Works {
    size_t n, n_items;
    uint8_t *points;      /* [n * n_items], groups beside each other */
    uint16_t *total;      /* [n] */
    size_t *from;         /* [groups + 1] */
    size_t most;          /* works of the largest group */
} Works;

/* Complete works in points, by group. */
static bool gather(const StatItems *items, const StatGroups *groups, Arena *arena, Works *out, Err *err)
{
    size_t n_items = items->n_items, *at = arena_array(arena, size_t, groups->n + 1);
    bool *whole = arena_array(arena, bool, items->n_works);
    *out = (Works){ .n_items = n_items, .from = arena_array(arena, size_t, groups->n + 1) };
    for (size_t i = 0; i < items->n_works; i++) {
        whole[i] = memchr(items->x + i * n_items, IRT_MISSING, n_items) == NULL;
        out->from[groups->of[i] + 1] += whole[i];
    }
    for (size_t g = 0; g < groups->n; g++) {
        if (out->from[g + 1] > out->most) out->most = out->from[g + 1];
        out->from[g + 1] += out->from[g];
        at[g] = out->from[g];
    }
    out->n = out->from[groups->n];
    if (out->most > MOST_WORKS) return err_set(err, ERR_LIMIT, "Назовите классы столбцом group.", "В одной группе больше %u работ.", MOST_WORKS);
    out->points = arena_try(arena, out->n * n_items + 1, err);
    if (out->points == NULL) return false;
    out->total = arena_array(arena, uint16_t, out->n + 1);
    for (size_t i = 0; i < items->n_works; i++) {
        if (!whole[i]) continue;
        size_t to = at[groups->of[i]]++;
        for (size_t j = 0; j < n_items; j++) {
            uint8_t points = items->items[j].points[items->x[i * n_items + j]];
            out->points[to * n_items + j] = points;
            out->total[to] = (uint16_t)(out->total[to] + points);
        }
    }
    return true;
}

/* Chances by points at each total, and the usual distance of works of this total from what is expected there. */
static bool tabulate(const StatItems *items, const Works *works, Arena *arena, JumpTable *out, Err *err)
{
    size_t n_totals = irt_max_total(&items->model) + 1, n_items = items->n_items, width = 0;
    for (size_t j = 0; j < n_items; j++) width = items->items[j].points[items->items[j].m] >= width ? items->items[j].points[items->items[j].m] + 1u : width;
    if (n_totals > LIMIT_TOTAL + 1u) return err_set(err, ERR_LIMIT, "", "Баллов за работу больше %u.", LIMIT_TOTAL);
    double *memory = arena_try(arena, irt_table_size(&items->model) * sizeof *memory, err);
    double *p = arena_try(arena, n_totals * n_items * width * sizeof *p, err);
    IrtTable table;
    if (memory == NULL || p == NULL) return false;
    irt_table(&items->model, memory, &table);
    memset(p, 0, n_totals * n_items * width * sizeof *p);
    for (size_t t = 0; t < n_totals; t++)
        for (size_t j = 0; j < n_items; j++)
            for (size_t k = 0; k <= items->items[j].m; k++) p[(t * n_items + j) * width + items->items[j].points[k]] = table.p[t * table.rows.n + table.rows.first[j] + k];
    double *distance = arena_array(arena, double, n_totals), *count = arena_array(arena, double, n_totals);
    for (size_t i = 0; i < works->n; i++) {
        size_t t = works->total[i];
        for (size_t j = 0; j < n_items; j++) {
            double e = works->points[i * n_items + j] - table.e[t * n_items + j];
            distance[t] += e * e;
        }
        count[t]++;
    }
    for (size_t t = 0; t < n_totals; t++)
        if (count[t] > 0) distance[t] /= count[t];
    *out = (JumpTable){ p, n_items, width, distance };
    return true;
}

bool jump_run_measures(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    StatItems items;
    StatGroups groups = stat_groups(table, "group", arena);
    Works works;
    JumpTable chances;
    if (!stat_items_read(table, args, arena, &items, err) || !stat_items_model(&items, args, arena, err)) return false;
    if (!gather(&items, &groups, arena, &works, err) || !tabulate(&items, &works, arena, &chances, err)) return false;
    double *measure = arena_array(arena, double, 4 * groups.n), *answer = arena_array(arena, double, groups.n);
    double *scratch = arena_array(arena, double, 2 * works.most + 2 * items.n_items + 4 * groups.n);
    for (size_t g = 0; g < groups.n; g++) {
        double one[4];
        size_t from = works.from[g];
        jump_measures(&chances, works.points + from * items.n_items, works.total + from, works.from[g + 1] - from, one, scratch);
        for (size_t k = 0; k < 4; k++) measure[k * groups.n + g] = one[k];
    }
    jump_answer(measure, groups.n, answer, scratch);
    json_put_int(result, "left_out", (long long)(items.n_works - works.n));
    if (groups.n < 2) json_put_z(result, "note", "Группа одна: ранги сравнивать не с чем.");
    json_key(result, "rows");
    json_array(result);
    for (size_t g = 0; g < groups.n; g++) {
        static const char *const names[] = { "m1", "m2", "m3", "m4" };
        json_object(result);
        stat_put_group(result, &groups, g, arena);
        json_put_int(result, "n", (long long)(works.from[g + 1] - works.from[g]));
        for (size_t k = 0; k < 4; k++) json_put_num(result, names[k], measure[k * groups.n + g]);
        json_put_num(result, "answer", answer[g]);
        if (works.from[g + 1] == works.from[g]) json_put_z(result, "note", "Нет работ, где оценены все задания.");
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}
