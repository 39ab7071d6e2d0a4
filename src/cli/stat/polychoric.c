/* merilo stat polychoric: correlations behind ordered categories. */
#include "stats/polychoric.h"

#include <math.h>

#include "cli/stat/items_.h"
#include "cli/stat_.h"

double *stat_polychoric_matrix(const StatTable *table, const StatColumn *const *column, size_t k, bool *smoothed, Arena *arena, Err *err)
{
    size_t n = table->n_rows;
    double *x = arena_array(arena, double, n * k), *matrix = arena_array(arena, double, k * k);
    double *scratch = arena_array(arena, double, POLYCHORIC_CATEGORIES * POLYCHORIC_CATEGORIES);
    for (size_t j = 0; j < k; j++) {
        double least = INFINITY;
        for (size_t i = 0; i < n; i++) least = fmin(least, column[j]->x[i]);
        for (size_t i = 0; i < n; i++) {
            double value = column[j]->x[i] - least;
            if (!isnan(value) && (value != floor(value) || value >= POLYCHORIC_CATEGORIES)) {
                err_set(err, ERR_INPUT, "", "Столбец «%.*s», строка данных %zu: категории — целые числа, не больше %d разных.", STR_ARG(column[j]->name), i + 1, POLYCHORIC_CATEGORIES);
                return NULL;
            }
            x[j * n + i] = value;
        }
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b <= a; b++) {
            double r = polychoric_pair(x + a * n, x + b * n, 1, n, scratch);
            matrix[a * k + b] = matrix[b * k + a] = a == b && !isnan(r) ? 1 : r;
        }
    *smoothed = polychoric_smooth(matrix, k, arena_array(arena, double, 2 * k * k + k));
    return matrix;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    const StatColumn **column;
    size_t k, unknown = 0;
    if (!stat_pick(table, args, "--items", stat_not_items, false, arena, &column, &k, err)) return false;
    if (k < 2) return err_set(err, ERR_INPUT, "", "Нужны хотя бы два задания.");
    bool smoothed = false;
    double *matrix = stat_polychoric_matrix(table, column, k, &smoothed, arena, err);
    if (matrix == NULL) return false;
    json_key(result, "items");
    json_array(result);
    for (size_t i = 0; i < k; i++) json_str(result, column[i]->name);
    json_array_end(result);
    json_key(result, "matrix");
    json_array(result);
    for (size_t i = 0; i < k; i++) {
        json_array(result);
        for (size_t j = 0; j < k; j++) {
            json_num(result, matrix[i * k + j]);
            unknown += isnan(matrix[i * k + j]) ? 1 : 0;
        }
        json_array_end(result);
    }
    json_array_end(result);
    json_put_bool(result, "smoothed", smoothed);
    if (smoothed) json_put_z(result, "note", "Корреляции, найденные попарно, не сходились в одну матрицу и слегка сдвинуты.");
    if (unknown > 0) json_put_z(result, "note", "Где корреляции нет: у задания одна категория ответов.");
    return true;
}

static const Option options[] = { { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, person, group и подобных" }, { 0 } };

const StatMethod stat_polychoric = { .name = "polychoric", .summary = "полихорические корреляции заданий", .input = "столбцы заданий, категории — целые числа", .options = options, .run = run };
