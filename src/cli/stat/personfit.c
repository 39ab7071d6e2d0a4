/* merilo stat personfit: is each work's pattern of scores as works of its level have it. */
#include <math.h>

#include "cli/stat/theta_.h"
#include "stats/guttman.h"
#include "stats/personfit.h"

enum { GNORMED, GNP, U3, ZU3, U3P, HT, LZ, LZSTAR, N_STATISTICS };
static const char *const known[] = { "gnormed", "gnp", "u3", "zu3", "u3p", "ht", "lz", "lzstar", NULL };

typedef struct Fits {
    bool taken[N_STATISTICS], model; /* model: lz can be had */
    GuttmanFit *guttman;
    double *ht;
    StatTheta theta;
    StatItems items;
    const char *note;
} Fits;

/* Without a model: tasks as they stand in the table, those with one score too. */
static bool fit_order(const StatTable *table, Fits *fits, Arena *arena, Err *err)
{
    uint8_t *x;
    size_t n = table->n_rows, n_tasks = fits->items.n_columns;
    GuttmanSteps *steps = arena_try(arena, sizeof *steps, err);
    if (steps == NULL || !stat_scores(table, fits->items.column, n_tasks, arena, &x, err)) return false;
    if (!guttman_prepare(x, n, n_tasks, NULL, steps))
        return err_set(err, ERR_LIMIT, "Назовите столбцы заданий: --items b1-b26.", "Заданий или баллов слишком много: не больше %u заданий и %u баллов.", LIMIT_TASKS, LIMIT_TOTAL);
    double *scratch = arena_try(arena, (guttman_scratch_size(steps) + 1) * sizeof *scratch, err);
    fits->guttman = arena_try(arena, n * sizeof *fits->guttman, err);
    fits->ht = arena_try(arena, n * sizeof *fits->ht, err);
    if (scratch == NULL || fits->guttman == NULL || fits->ht == NULL) return false;
    guttman_fit(steps, x, n, scratch, fits->guttman);
    for (size_t i = 0; i < n; i++) fits->ht[i] = NAN;
    if (steps->two_way) guttman_ht(x, n, n_tasks, fits->ht);
    else fits->note = "Есть задания дороже одного балла: gnormed, u3, zu3 и ht считаются только для заданий с двумя исходами, вместо них — gnp и u3p.";
    return true;
}

/* When nobody asked for lz by name, a model that cannot be had is no reason to keep the rest back. */
static bool fit_model(const StatTable *table, const Args *args, bool named, Fits *fits, Arena *arena, Err *err)
{
    Err why = { 0 };
    fits->model = stat_items_model(&fits->items, args, arena, &why);
    if (fits->model) return stat_theta(table, args, &fits->items, arena, &fits->theta, err);
    if (!named && why.code == ERR_INPUT && args_value(args, "--model") == NULL && args_value(args, "--theta") == NULL) {
        fits->note = arena_z(arena, arena_printf(arena, "lz и lzstar не считаются: %s", why.what));
        return true;
    }
    *err = why;
    return false;
}

static void put_row(const Fits *fits, size_t i, Json *result)
{
    const GuttmanFit *guttman = &fits->guttman[i];
    const double value[] = { guttman->gnormed, guttman->gnp, guttman->u3, guttman->zu3, guttman->u3p, fits->ht[i] };
    if (fits->taken[GNORMED] || fits->taken[GNP]) json_put_num(result, "errors", guttman->g);
    for (size_t s = 0; s < LZ; s++)
        if (fits->taken[s]) json_put_num(result, known[s], value[s]);
    if (!fits->taken[LZ] && !fits->taken[LZSTAR]) return;
    double theta = fits->model ? fits->theta.theta[i] : NAN;
    PersonFit fit = { NAN, NAN, NAN, NAN };
    if (fits->model) fit = personfit_work(&fits->items.model, fits->items.x + i * fits->items.n_items, theta, fits->theta.how);
    json_put_num(result, "theta_used", theta);
    if (fits->taken[LZ]) json_put_num(result, "lz", fit.lz);
    if (!fits->taken[LZSTAR]) return;
    json_put_num(result, "lzstar", fit.lzstar);
    json_put_num(result, "lzstar_p", fit.p);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Fits fits = { 0 };
    bool named;
    if (!stat_statistics(args, known, fits.taken, &named, err) || !stat_items_read(table, args, arena, &fits.items, err) || !fit_order(table, &fits, arena, err)) return false;
    bool wants_model = fits.taken[LZ] || fits.taken[LZSTAR];
    if (wants_model && !fit_model(table, args, named, &fits, arena, err)) return false;
    if (fits.model) {
        stat_items_put(&fits.items, result, arena);
        json_put_z(result, "estimator", fits.theta.word);
    }
    if (fits.note != NULL) json_put_z(result, "note", fits.note);
    const char **own = arena_array(arena, const char *, fits.items.n_columns + N_STATISTICS + 4);
    size_t n_own = 0;
    for (size_t c = 0; c < fits.items.n_columns; c++) own[n_own++] = arena_z(arena, fits.items.column[c]->name);
    for (size_t s = 0; s < N_STATISTICS; s++) own[n_own++] = known[s];
    own[n_own++] = "errors", own[n_own++] = "theta_used", own[n_own++] = "lzstar_p";
    json_key(result, "rows");
    json_array(result);
    for (size_t i = 0; i < table->n_rows; i++) {
        json_object(result);
        stat_carry(result, table, i, own, arena);
        put_row(&fits, i, result);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static const Option options[] = {
    { .name = "--statistics", .argument = "gnormed,gnp,u3,zu3,u3p,ht,lz,lzstar", .help = "что считать (по умолчанию всё)" },
    STAT_MODEL_OPTIONS,
    STAT_THETA_OPTIONS,
    { 0 },
};

const StatMethod stat_personfit = { .name = "personfit", .summary = "согласие каждой работы с порядком трудности и с моделью",
    .input = "по столбцу на задание, по строке на работу; пустая ячейка — нет ответа", .options = options, .run = run };
