/* merilo stat calibrate: parameters of tasks, and what works show under them. */
#include <math.h>

#include "cli/stat/items_.h"
#include "stats/rng.h"

#define MOST_PLAUSIBLE 100
#define STREAM         0x9A5u /* of the random numbers: plausible values */

typedef struct Wanted { bool scores; size_t n_plausible; uint64_t seed; } Wanted;

/* Draws from the posterior of one work; parameters of tasks are taken as known. The first of many are the same as of few. */
static void put_plausible(const IrtNodes *nodes, const double *posterior, const Wanted *wanted, size_t work, const char *const *names, Json *result)
{
    Rng rng = rng_at(wanted->seed, work, STREAM);
    for (size_t k = 0; k < wanted->n_plausible; k++) json_put_num(result, names[k], irt_plausible(nodes, posterior, rng_uniform(&rng)));
}

static bool put_scores(const StatTable *table, const StatItems *items, const Wanted *wanted, Arena *arena, Json *result, Err *err)
{
    double *memory = arena_try(arena, irt_nodes_size(&items->model) * sizeof *memory, err), posterior[IRT_NODES];
    const char **named = arena_array(arena, const char *, items->n_columns + 4 + MOST_PLAUSIBLE);
    IrtNodes nodes;
    if (memory == NULL) return false;
    for (size_t c = 0; c < items->n_columns; c++) named[c] = arena_z(arena, items->column[c]->name);
    named[items->n_columns] = "eap";
    named[items->n_columns + 1] = "eap_sd";
    named[items->n_columns + 2] = "wle";
    const char **plausible = named + items->n_columns + 3;
    for (size_t k = 0; k < wanted->n_plausible; k++) plausible[k] = arena_z(arena, arena_printf(arena, "pv%zu", k + 1));
    irt_nodes(&items->model, memory, &nodes);
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < items->n_works; i++) {
        const uint8_t *x = items->x + i * items->n_items;
        irt_posterior(&nodes, x, posterior);
        IrtScore eap = irt_eap(&nodes, posterior);
        json_object(result);
        stat_carry(result, table, i, named, arena);
        if (wanted->scores) {
            json_put_num(result, "eap", eap.theta);
            json_put_num(result, "eap_sd", eap.se);
            json_put_num(result, "wle", irt_estimate(&items->model, x, IRT_WLE).theta);
        }
        put_plausible(&nodes, posterior, wanted, i, plausible, result);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    StatItems items;
    double n_plausible, seed;
    if (!stat_option(args, "--plausible", 0, 1, MOST_PLAUSIBLE, &n_plausible, err) || !stat_option(args, "--seed", 1, 0, 9e15, &seed, err)) return false;
    if (n_plausible != floor(n_plausible) || seed != floor(seed)) return err_set(err, ERR_INPUT, "", "Число правдоподобных значений и начало случайных чисел — целые.");
    if (args_has(args, "--seed") && !args_has(args, "--plausible")) return err_set(err, ERR_INPUT, "Случайные числа нужны ключу --plausible.", "Ключ «--seed» здесь ничего не меняет.");
    Wanted wanted = { args_has(args, "--scores"), (size_t)n_plausible, (uint64_t)seed };
    if (!stat_items_read(table, args, arena, &items, err) || !stat_items_model(&items, args, arena, err)) return false;
    stat_items_put(&items, result, arena);
    if (wanted.n_plausible > 0) json_put_int(result, "seed", (long long)seed);
    return (!wanted.scores && wanted.n_plausible == 0) || put_scores(table, &items, &wanted, arena, result, err);
}

static const Option options[] = {
    { .name = "--items", .argument = "b1-b26", .help = "столбцы заданий; иначе все числа, кроме id, group, total и подобных" },
    { .name = "--model", .argument = "rasch|pcm|2pl|gpcm", .help = "модель (по умолчанию gpcm)" },
    { .name = "--parameters", .argument = "ФАЙЛ", .help = "готовые параметры: item, a, b1, b2…; с rasch и pcm оценивается только разброс" },
    { .name = "--prior", .argument = "0.5", .help = "разброс логарифма a до опыта; без ключа — чистое правдоподобие" },
    { .name = "--scores", .help = "ещё и оценки каждой работы: eap, eap_sd, wle" },
    { .name = "--plausible", .argument = "5", .help = "правдоподобные значения каждой работы: pv1, pv2… — для средних и разбросов групп, не для одного ученика" },
    { .name = "--seed", .argument = "1", .help = "начало случайных чисел (plausible)" },
    { 0 },
};

const StatMethod stat_calibrate = { .name = "calibrate", .summary = "параметры заданий (IRT) и уровни работ", .input = "по столбцу на задание, по строке на работу; пустая ячейка — нет ответа",
    .options = options, .run = run };
