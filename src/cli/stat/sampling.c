/* merilo stat sampling: how many works of a lot to check; or which units to re-check, the suspect ones more often and everyone with some chance. */
#include "stats/sampling.h"

#include <math.h>

#include "cli/stat_.h"
#include "stats/rng.h"

#define STREAM 211u /* of this draw; the simulator's purposes end at 127 << 16 */

/* Risks as chances, and a systematic draw by them: what the re-check finds then stands for all (see combine --rechecked --weight). */
static bool run_draw(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    size_t n = table->n_rows, n_taken = 0;
    double wanted, least, seed, sum = 0;
    const StatColumn *column = n > 0 ? stat_need_numbers(table, args_value(args, "--risk"), err) : NULL;
    if (n == 0) return err_set(err, ERR_INPUT, "Например: --in школы.csv --risk риск --draw 40.", "Чтобы выбрать, кого перепроверить, нужна таблица.");
    if (column == NULL || !stat_option(args, "--draw", fmax(1, round(.1 * (double)n)), 1, (double)n, &wanted, err) || !stat_option(args, "--least", .02, 1e-6, 1, &least, err) ||
        !stat_option(args, "--seed", 1, 0, 9007199254740991., &seed, err)) return false;
    if (wanted != floor(wanted) || seed != floor(seed)) return err_set(err, ERR_INPUT, "", "Ключам «--draw» и «--seed» нужны целые числа.");
    double *risk = arena_array(arena, double, n), *pi = arena_array(arena, double, n);
    bool *taken = arena_array(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        risk[i] = isnan(column->x[i]) ? 0 : column->x[i]; /* nothing known: only its turn by chance */
        if (!(risk[i] >= 0 && isfinite(risk[i]))) return err_set(err, ERR_INPUT, "", "Строка данных %zu: риск не может быть меньше нуля.", i + 1);
    }
    sampling_inclusion(risk, n, least, wanted, pi);
    sampling_systematic(pi, n, rng_uniform_at((uint64_t)seed, 0, STREAM << 16), taken);
    for (size_t i = 0; i < n; i++) {
        n_taken += taken[i];
        sum += pi[i];
    }
    json_put_int(result, "drawn", (long long)n_taken);
    json_put_num(result, "expected", sum);
    json_put_num(result, "least", least);
    json_put_num(result, "seed", seed);
    if (fabs(sum - wanted) > .5) json_put_z(result, "note", sum > wanted ? "Наименьшая вероятность на всех уже даёт больше, чем просили." : "Риск известен не у всех: больше выбрать нельзя, не подняв наименьшую вероятность.");
    json_key(result, "rows");
    json_array(result);
    const char *const named[] = { "chance", "taken", "weight", NULL };
    for (size_t i = 0; i < n; i++) {
        json_object(result);
        stat_carry(result, table, i, named, arena);
        json_put_num(result, "chance", pi[i]);
        json_put_bool(result, "taken", taken[i]);
        json_put_num(result, "weight", taken[i] ? 1 / pi[i] : NAN);
        json_object_end(result);
    }
    json_array_end(result);
    return true;
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    if (args_value(args, "--risk") != NULL) return run_draw(table, args, arena, result, err);
    double lot, p0, p1, alpha, beta;
    if (!stat_option(args, "--lot", 50, 1, 1e6, &lot, err) || !stat_option(args, "--p0", .05, 1e-9, .999999, &p0, err) || !stat_option(args, "--p1", .25, 1e-9, .999999, &p1, err) ||
        !stat_option(args, "--alpha", .05, 1e-9, .499999, &alpha, err) || !stat_option(args, "--beta", .05, 1e-9, .499999, &beta, err)) return false;
    if ((double)(uint32_t)lot != lot) return err_set(err, ERR_INPUT, "", "Ключу «--lot» нужно целое число работ.");
    if (!(p0 < p1)) return err_set(err, ERR_INPUT, "", "Допустимая доля (--p0 %g) должна быть меньше недопустимой (--p1 %g).", p0, p1);
    SamplingPlan plan;
    SamplingSprt sprt = sampling_sprt(p0, p1, alpha, beta);
    bool exact = sampling_plan((uint32_t)lot, p0, p1, alpha, beta, &plan);
    json_put_int(result, "zero_accept", sampling_zero_accept((uint32_t)lot, p1, beta));
    json_key(result, "n");
    if (exact) json_int(result, plan.n);
    else json_null(result);
    json_key(result, "c");
    if (exact) json_int(result, plan.c);
    else json_null(result);
    if (exact) {
        json_put_num(result, "accept_good", plan.accept_good);
        json_put_num(result, "accept_bad", plan.accept_bad);
    }
    json_put_num(result, "sprt_low", sprt.low);
    json_put_num(result, "sprt_high", sprt.high);
    json_put_num(result, "sprt_defect", sprt.defect);
    json_put_num(result, "sprt_clean", sprt.clean);
    if (!exact) json_put_z(result, "note", "В такой партии обе доли — одно и то же число работ: точного плана нет.");
    return true;
}

static const Option options[] = {
    { .name = "--lot", .argument = "50", .help = "работ в партии" },
    { .name = "--p0", .argument = "0.05", .help = "допустимая доля изменённых отметок" },
    { .name = "--p1", .argument = "0.25", .help = "недопустимая доля" },
    { .name = "--alpha", .argument = "0.05", .help = "риск забраковать хорошее" },
    { .name = "--beta", .argument = "0.05", .help = "риск принять плохое" },
    { .name = "--risk", .argument = "СТОЛБЕЦ", .help = "выбрать, кого перепроверить: чем больше риск, тем вероятнее; пустой риск — наименьшая вероятность" },
    { .name = "--draw", .argument = "40", .help = "с --risk: сколько выбрать; без ключа — десятую часть" },
    { .name = "--least", .argument = "0.02", .help = "с --risk: наименьшая вероятность каждого" },
    { .name = "--seed", .argument = "1", .help = "с --risk: начало случайного выбора, запишите его в приказ" },
    { 0 },
};

const StatMethod stat_sampling = { .name = "sampling", .summary = "сколько работ перепроверить: без единой ошибки, точный план, последовательная проверка; кого выбрать по риску", .input = "таблица не нужна; с --risk — строка на школу или класс",
    .options = options, .no_table = true, .run = run };
