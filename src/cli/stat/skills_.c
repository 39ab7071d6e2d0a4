#include "cli/stat/skills_.h"

#include <math.h>

#include "stats/mastery.h"
#include "stats/reliability.h"

/* Row of the matrix that describes item j: by column «item» where there is one, else by order. */
static size_t row_of(const StatTable *q, const StatColumn *names, Str item, size_t j)
{
    for (size_t row = 0; names != NULL && row < q->n_rows; row++)
        if (str_eq(names->text[row], item)) return row;
    return names == NULL ? j : q->n_rows;
}

bool stat_skills_read(const char *path, const StatColumn *const *item, size_t n_items, size_t most, Arena *arena, StatSkills *out, Err *err)
{
    static const char *const not_skills[] = { "item", NULL };
    StatTable q;
    const Args none = { 0 };
    *out = (StatSkills){ .n_items = n_items };
    if (!stat_table_read(path, arena, &q, err) || !stat_pick(&q, &none, "--skills", not_skills, false, arena, &out->skill, &out->n, err)) return false;
    const StatColumn *names = stat_column(&q, "item");
    if (out->n > most) return err_set(err, ERR_LIMIT, "", "В матрице умений %zu, а считается не больше %zu.", out->n, most);
    if (names == NULL && q.n_rows != n_items) return err_set(err, ERR_INPUT, "Строка матрицы — одно задание.", "В матрице %zu строк, а заданий %zu.", q.n_rows, n_items);
    out->own = arena_array(arena, bool, out->n * n_items);
    for (size_t j = 0; j < n_items; j++) {
        size_t row = row_of(&q, names, item[j]->name, j);
        if (row == q.n_rows) return err_set(err, ERR_INPUT, "", "В матрице нет задания «%.*s».", STR_ARG(item[j]->name));
        for (size_t k = 0; k < out->n; k++) {
            double cell = out->skill[k]->x[row];
            if (cell != 0 && cell != 1) return err_set(err, ERR_INPUT, "", "Матрица умений, строка данных %zu: нужен 0 или 1.", row + 1);
            out->own[k * n_items + j] = cell == 1;
        }
    }
    return true;
}

double *stat_augmented(const double *points, const double *max, size_t n, size_t n_items, const bool *own, Arena *arena)
{
    size_t n_own = 0, used;
    double full = 0, all = 0;
    for (size_t j = 0; j < n_items; j++) {
        n_own += own[j];
        full += own[j] ? max[j] : 0;
        all += max[j];
    }
    for (size_t i = 0; i < n * n_items; i++)
        if (isnan(points[i])) return NULL;
    if (n_own < 3 || !(full > 0)) return NULL;
    double *mine = arena_array(arena, double, n * n_own), *share = arena_array(arena, double, n), *total = arena_array(arena, double, n), *out = arena_array(arena, double, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0, at = 0; j < n_items; j++) {
            double x = points[i * n_items + j];
            total[i] += x / all;
            if (!own[j]) continue;
            mine[i * n_own + at++] = x;
            share[i] += x / full;
        }
    double alpha = reliability_alpha(mine, n, n_own, .95, &used).value;
    mastery_augment(share, total, n, isnan(alpha) ? 0 : fmin(1, fmax(0, alpha)), out);
    return out;
}

void stat_put_numbers(Json *json, const char *key, const double *x, size_t n)
{
    json_key(json, key);
    json_array(json);
    for (size_t i = 0; i < n; i++) json_num(json, x[i]);
    json_array_end(json);
}

const char *stat_decision_word(int decision) { return decision == 1 ? "освоено" : decision == 0 ? "не освоено" : "данных мало"; }
