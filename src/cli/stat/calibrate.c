/* merilo stat calibrate: parameters of tasks, and what works show under them. */
#include <math.h>

#include "cli/stat/items_.h"

static bool put_scores(const StatTable *table, const StatItems *items, Arena *arena, Json *result, Err *err)
{
    double *memory = arena_try(arena, irt_nodes_size(&items->model) * sizeof *memory, err), posterior[IRT_NODES];
    const char **named = arena_array(arena, const char *, items->n_columns + 4);
    IrtNodes nodes;
    if (memory == NULL) return false;
    for (size_t c = 0; c < items->n_columns; c++) named[c] = arena_z(arena, items->column[c]->name);
    named[items->n_columns] = "eap";
    named[items->n_columns + 1] = "eap_sd";
    named[items->n_columns + 2] = "wle";
    irt_nodes(&items->model, memory, &nodes);
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < items->n_works; i++) {
        const uint8_t *x = items->x + i * items->n_items;
        irt_posterior(&nodes, x, posterior);
        IrtScore eap = irt_eap(&nodes, posterior);
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_num(result, "eap", eap.theta);
        json_put_num(result, "eap_sd", eap.se);
        json_put_num(result, "wle", irt_estimate(&items->model, x, IRT_WLE).theta);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    StatItems items;
    if (!stat_items_read(table, args, arena, &items, err) || !stat_items_model(&items, args, arena, err)) return false;
    stat_items_put(&items, result, arena);
    return !args_has(args, "--scores") || put_scores(table, &items, arena, result, err);
}

static const Option options[] = {
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, group, total и подобных" },
    { .name = "--model", .argument = "rasch|pcm|2pl|gpcm", .help = "модель (по умолчанию gpcm)" },
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "готовые параметры: item, a, b1, b2…; с rasch и pcm оценивается только разброс" },
    { .name = "--prior", .argument = "0.5", .help = "разброс логарифма a до опыта; без ключа — чистое правдоподобие" },
    { .name = "--scores", .help = "ещё и оценки каждой работы: eap, eap_sd, wle" },
    { 0 },
};

const StatMethod stat_calibrate = { .name = "calibrate", .summary = "параметры заданий (IRT) и уровни работ", .input = "по столбцу на задание, по строке на работу; пустая ячейка — нет ответа",
    .options = options, .run = run };
