/* merilo stat invalsi: INVALSI's picture of classes. */
#include <math.h>

#include "cli/stat/theta_.h"
#include "stats/invalsi.h"

typedef struct Picture {
    StatGroups groups;
    InvalsiClass *classes;
    size_t *n_works;
    InvalsiAxes axes;
    InvalsiClusters clusters;
    double *axis, *membership;
    bool has_axes, has_clusters;
} Picture;

static bool read_classes(const StatTable *table, const Args *args, Picture *out, Arena *arena, Err *err)
{
    const StatColumn **column;
    size_t n_tasks;
    uint8_t *x, max[LIMIT_COLUMNS] = { 0 };
    if (stat_need(table, "group", err) == NULL || !stat_pick(table, args, "--items", stat_not_items, false, arena, &column, &n_tasks, err) ||
        !stat_scores(table, column, n_tasks, arena, &x, err)) return false;
    out->groups = stat_groups(table, "group", arena);
    out->classes = arena_array(arena, InvalsiClass, out->groups.n);
    out->n_works = arena_array(arena, size_t, out->groups.n);
    size_t full = 0, *from = arena_array(arena, size_t, out->groups.n + 1);
    for (size_t i = 0; i < table->n_rows * n_tasks; i++)
        if (x[i] != IRT_MISSING && x[i] > max[i % n_tasks]) max[i % n_tasks] = x[i];
    for (size_t j = 0; j < n_tasks; j++) full += max[j];
    if (full == 0) return err_set(err, ERR_INPUT, "", "Ни за одно задание никто не получил балла: сравнивать классы не по чему.");
    uint8_t *sorted = arena_try(arena, table->n_rows * n_tasks, err); /* class after class */
    if (sorted == NULL) return false;
    for (size_t i = 0; i < table->n_rows; i++) out->n_works[out->groups.of[i]]++;
    for (size_t g = 0; g < out->groups.n; g++) from[g + 1] = from[g] + out->n_works[g];
    size_t *next = arena_array(arena, size_t, out->groups.n);
    for (size_t i = 0; i < table->n_rows; i++) {
        size_t g = out->groups.of[i];
        memcpy(sorted + (from[g] + next[g]++) * n_tasks, x + i * n_tasks, n_tasks);
    }
    for (size_t g = 0; g < out->groups.n; g++) out->classes[g] = invalsi_class(sorted + from[g] * n_tasks, out->n_works[g], n_tasks, max);
    return true;
}

/* Fewer groups of classes where classes are few, unless the number was asked for. */
static bool find_clusters(const Args *args, Picture *picture, Arena *arena, Err *err)
{
    double wanted;
    size_t n = picture->groups.n;
    if (!stat_option(args, "--clusters", 8, 2, INVALSI_MAX_CLUSTERS, &wanted, err)) return false;
    if (wanted != floor(wanted)) return err_set(err, ERR_INPUT, "", "Ключу «--clusters» нужно целое число.");
    picture->axis = arena_array(arena, double, 2 * n);
    picture->has_axes = invalsi_axes(picture->classes, n, &picture->axes, picture->axis);
    if (!picture->has_axes) return true;
    size_t k = (size_t)wanted, least = args_value(args, "--clusters") != NULL ? k : 2;
    picture->membership = arena_array(arena, double, n * k);
    double *scratch = arena_array(arena, double, n * (k + 3));
    if (least < k && n < 3 * k) k = n / 3 > 2 ? n / 3 : 2;
    for (; !picture->has_clusters && k >= least; k--)
        picture->has_clusters = invalsi_clusters(picture->classes, &picture->axes, picture->axis, n, k, INVALSI_TO_THE_END, scratch, &picture->clusters, picture->membership);
    if (!picture->has_clusters && args_value(args, "--clusters") != NULL)
        return err_set(err, ERR_INPUT, "Назовите меньшее число: --clusters 3.", "Классов, которые различаются, меньше %zu.", least);
    return true;
}

static void put_axes(const InvalsiAxes *axes, Json *result)
{
    static const char *const names[] = { "mean", "sd", "missing", "heterogeneity" };
    json_key(result, "loadings");
    json_array(result);
    for (size_t k = 0; k < 2; k++) {
        json_object(result);
        json_put_int(result, "axis", (long long)k + 1);
        for (size_t v = 0; v < 4; v++) json_put_num(result, names[v], axes->loading[k][v]);
        json_put_num(result, "share", axes->share[k]);
        json_object_end(result);
    }
    json_array_end(result);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Picture picture = { 0 };
    if (!read_classes(table, args, &picture, arena, err) || !find_clusters(args, &picture, arena, err)) return false;
    if (picture.has_axes) put_axes(&picture.axes, result);
    else json_put_z(result, "note", "Для осей нужны хотя бы три класса и два показателя, которые у них различаются.");
    size_t k = picture.clusters.n_clusters;
    if (picture.has_clusters) {
        json_put_int(result, "clusters", (long long)k);
        json_put_num(result, "objective", picture.clusters.objective);
    } else if (picture.has_axes) json_put_z(result, "note", "Классы не различаются: групп среди них не найти.");
    json_key(result, "rows");
    json_array(result);
    for (size_t g = 0; g < picture.groups.n; g++) {
        const InvalsiClass *class = &picture.classes[g];
        double membership = picture.has_clusters ? picture.membership[g * k + picture.clusters.outlier] : NAN;
        json_object(result);
        stat_put_group(result, &picture.groups, g, arena);
        json_put_int(result, "n", (long long)picture.n_works[g]);
        json_put_num(result, "mean", class->mean);
        json_put_num(result, "sd", class->sd);
        json_put_num(result, "missing", class->missing);
        json_put_num(result, "heterogeneity", class->heterogeneity);
        json_put_num(result, "axis1", picture.has_axes ? picture.axis[2 * g] : NAN);
        json_put_num(result, "axis2", picture.has_axes ? picture.axis[2 * g + 1] : NAN);
        json_put_num(result, "membership", membership);
        json_put_num(result, "weight", 1 - membership);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, group, total и подобных" },
    { .name = "--clusters", .argument = "8", .help = "сколько групп искать, 2–20; без ключа — 8, а когда классов мало — меньше" },
    { 0 },
};

const StatMethod stat_invalsi = { .name = "invalsi", .summary = "классы по INVALSI: показатели, оси, принадлежность к необычной группе (только для описания)",
    .input = "group и по столбцу на задание", .options = options, .run = run };
