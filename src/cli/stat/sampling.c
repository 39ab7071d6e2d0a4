/* merilo stat sampling: how many works of a lot to check. */
#include "stats/sampling.h"

#include "cli/stat_.h"

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    (void)table;
    (void)arena;
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
    { 0 },
};

const StatMethod stat_sampling = { .name = "sampling", .summary = "сколько работ перепроверить: без единой ошибки, точный план, последовательная проверка", .input = "таблица не нужна",
    .options = options, .no_table = true, .run = run };
