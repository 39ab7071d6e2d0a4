/* Mean total against what the same children's result a year ago promises (statistics.md A2a). Never above «attention».
 * extra[0] variance between schools of one earlier result, extra[1] sd within schools, extra[2] the cohort's share a year ago, extra[3] works then, extra[4] schools in the model. */
#include <math.h>

#include "base/number.h"
#include "indicator/cohort_.h"
#include "indicator/example_.h"
#include "stats/mixed.h"
#include "stats/tilt.h"

#define SMALLEST_N 10

typedef struct Model { MixedOutcome outcome; MixedSums sums; Mixed fit; double (*x)[2]; uint32_t n_pairs; } Model;

/* A mean of few works is partly luck, and luck does not recur: shrunken as far as it is. x: centred, and its square. */
static void covariates(const IndicatorInput *in, Model *model, Arena *arena)
{
    uint32_t n_schools = in->frame->n_schools, n = 0;
    double *mean = arena_array(arena, double, (size_t)n_schools * 3 + 1), *variance = mean + n_schools, *works = variance + n_schools, centre = 0;
    for (uint32_t i = 0; i < n_schools; i++) {
        Unit unit = unit_at(in->frame, i);
        const PriorSchool *prior = cohort_pair(in->prior, &unit, SMALLEST_N);
        if (prior == NULL) continue;
        mean[n] = prior->share;
        variance[n] = prior->variance;
        works[n++] = prior->n;
        centre += (prior->share - centre) / n;
    }
    TiltSpread spread = tilt_spread(mean, variance, works, n);
    for (uint32_t i = 0; i < n_schools; i++) {
        Unit unit = unit_at(in->frame, i);
        const PriorSchool *prior = cohort_pair(in->prior, &unit, SMALLEST_N);
        model->x[i][0] = prior == NULL || !(spread.tau2 > 0) ? NAN : tilt_shrunk_mean(prior->share, prior->n, centre, spread.tau2, spread.within) - centre;
        model->x[i][1] = model->x[i][0] * model->x[i][0];
    }
    model->n_pairs = n;
}

static void fit(const IndicatorInput *in, Model *model, Arena *arena)
{
    const Frame *frame = in->frame;
    uint32_t most = 1;
    for (uint32_t i = 0; i < frame->n_schools; i++) most = frame->schools[i].n > most ? frame->schools[i].n : most;
    double *column[2] = { arena_array(arena, double, most), arena_array(arena, double, most) }, *y = arena_array(arena, double, most), origin[3] = { 0, 0, frame->procedure->blueprint->max / 2.0 };
    uint32_t *of = arena_array(arena, uint32_t, most);
    mixed_begin(&model->sums, 2, frame->n_schools, arena_array(arena, double, (size_t)frame->n_schools * 4), origin);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        if (isnan(model->x[i][0])) continue;
        const SchoolSpan *school = &frame->schools[i];
        for (uint32_t w = 0; w < school->n; w++) {
            column[0][w] = model->x[i][0];
            column[1][w] = model->x[i][1];
            y[w] = frame->total[school->first + w];
            of[w] = i;
        }
        mixed_add(&model->sums, (const double *const *)column, y, of, school->n);
    }
    model->outcome = mixed_fit(&model->sums, &model->fit);
}

static void speak(const IndicatorInput *in, const Model *model, uint32_t i, const Unit *unit, Value *value)
{
    const Mixed *m = &model->fit;
    const PriorSchool *prior = cohort_pair(in->prior, unit, SMALLEST_N);
    MixedGroup group = mixed_group(&model->sums, m, i);
    double se = sqrt(m->sigma2 / unit->n);
    value->value = unit_mean(in->frame, unit);
    value->low = value->value - 1.96 * se;
    value->high = value->value + 1.96 * se;
    value->expected = value->value - group.residual;
    value->z = group.z;
    value->p = value->midp = unit_upper_p(group.z);
    value->extra[0] = m->tau2;
    value->extra[1] = sqrt(m->sigma2);
    value->extra[2] = prior->share;
    value->extra[3] = prior->n;
    value->extra[4] = model->n_pairs;
}

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    Model model = { .x = arena_alloc(arena, sizeof(double[2]) * (in->frame->n_schools + 1u)) };
    bool ready = cohort_pairs(in->frame, in->prior, SMALLEST_N) >= COHORT_SCHOOLS;
    if (ready) {
        covariates(in, &model, arena);
        fit(in, &model, arena);
    }
    for (uint32_t i = 0; i < in->frame->n_schools; i++) {
        Unit unit = unit_at(in->frame, i);
        Silence silence = cohort_silence(in, &unit, SMALLEST_N, ready ? model.n_pairs : 0);
        if (silence == SPEAKS && model.outcome != MIXED_DONE) silence = model.outcome == MIXED_EXACT ? SILENT_NO_SPREAD : SILENT_NO_MODEL;
        values[i] = unit_value(in, "mean-adjusted", &unit, silence);
        if (silence == SPEAKS) speak(in, &model, i, &unit, &values[i]);
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str mean = number_dec(arena, value->value, 1), range = unit_range(arena, value->low, value->high, 1), expected = number_dec(arena, value->expected, 1);
    Str share = number_share(arena, value->extra[2], 0), works = number_of(arena, (long long)value->extra[3], "работа", "работы", "работ");
    sign->title = value->z > 0 ? STR("Средний балл выше, чем обещает прошлый год тех же детей") : STR("Средний балл ниже, чем обещает прошлый год тех же детей");
    sign->text = arena_printf(arena, "Средний балл %.*s (%.*s); у школ, чья параллель год назад набрала столько же (%.*s баллов), в среднем %.*s. Дети прослежены только параллелью: коды участников от года к году меняются. "
                                     "Сам по себе признаком не бывает.",
        STR_ARG(mean), STR_ARG(range), STR_ARG(share), STR_ARG(expected));
    unit_fact(sign, "Средний балл", mean, range, arena);
    unit_fact(sign, "По прошлому году", expected, STR_EMPTY, arena);
    unit_fact(sign, "Год назад", share, works, arena);
}

/* Schools of 20 works of mean m - 2 .. m + 2 around 8 + 8 * prior; the first differs by `extra`, and by its number of works a year ago. */
static Value example(int extra, uint32_t n_then, uint32_t n_schools, Arena *arena)
{
    uint32_t n = 20;
    uint16_t *totals = arena_array(arena, uint16_t, (size_t)n_schools * n);
    PriorSchool *schools = arena_array(arena, PriorSchool, n_schools);
    for (uint32_t i = 0; i < n_schools; i++) {
        int step = (int)(i % 5) - 2, noise = (int)(i / 5 % 3) - 1;
        schools[i] = (PriorSchool){ .n = i == 0 ? n_then : 400, .share = 0.5 + 0.1 * (i == 0 ? 0 : step), .variance = 0.04, .pass = 0.9 };
        for (uint32_t w = 0; w < n; w++) totals[i * n + w] = (uint16_t)(10 + (i == 0 ? extra : step + noise) + (int)(w % 5) - 2);
    }
    Prior prior = { .n_orgs = n_schools, .schools = schools };
    const Frame *frame = example_frame(n_schools, n, totals, NULL, arena);
    Value *values = arena_array(arena, Value, n_schools);
    IndicatorInput in = { .frame = frame, .norm = example_norm(arena), .prior = n_then == 0 ? NULL : &prior };
    compute(&in, values, arena);
    return values[0];
}

/* Prior .5 promises 10 points; 1 point of spread between schools. */
static bool usual_is_usual(Arena *arena)
{
    Value value = example(0, 400, 60, arena);
    return value.silence == SPEAKS && fabs(value.expected - 10) < 0.3 && fabs(value.z) < 0.5;
}

static bool beyond_promise(Arena *arena)
{
    Value value = example(6, 400, 60, arena);
    double z = (value.value - value.expected) / sqrt(value.extra[0] + value.extra[1] * value.extra[1] / 20);
    return value.z > 3.09 && example_near(value.z, z, 1e-9) && example_near(value.value, 16, 1e-12) && value.p < 0.001;
}

static bool lower_is_no_sign(Arena *arena) { return example(-5, 400, 60, arena).p > 0.99; }
static bool few_then_is_silent(Arena *arena) { return example(6, 9, 60, arena).silence == SILENT_TOO_FEW; }
static bool few_schools_are_silent(Arena *arena) { return example(6, 400, 29, arena).silence == SILENT_FEW_PAIRS; }
static bool no_year_before_is_silent(Arena *arena) { return example(6, 0, 60, arena).silence == SILENT_NO_PRIOR; }

static const IndicatorExample examples[] = {
    { "прошлый год обещает 10 баллов, и их 10: обычно", usual_is_usual },
    { "прошлый год обещает 10 баллов, а их 16: за пределом 99,8 %", beyond_promise },
    { "результат ниже обещанного признаком не бывает", lower_is_no_sign },
    { "год назад девять работ: данных мало", few_then_is_silent },
    { "29 школ с обоими годами: модель не строится", few_schools_are_silent },
    { "работы прошлого года нет: сказать нечего", no_year_before_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "в параллель пришли другие дети: слияние школ, набор в специализированный класс",
    "новый учитель, дополнительные часы, углублённое изучение предмета с этого года",
    "год назад слабый результат был случайным: болезнь класса, неудачный день",
    NULL
};

const Indicator indicator_mean_adjusted = {
    .id = "mean-adjusted",
    .title = "Средний балл против прошлого года тех же детей",
    .head = "балл против|прошлого года",
    .meaning = "Средний балл школы далеко за пределами того, что дают школы с таким же результатом той же параллели годом раньше.",
    .blind = "Не отличает завышение от хорошего обучения и смены состава детей; завышение, повторённое два года подряд, не видит вовсе. Дети прослежены только параллелью школы, поэтому сам по себе выше уровня «обратить внимание» не поднимает.",
    .alone = "Необычен только средний балл: он выше, чем обещает прошлогодний результат той же параллели.",
    .innocent = innocent,
    .next = "Узнайте, те же ли дети и тот же ли учитель, и сравните с другими предметами.",
    .formula = "y = β₀ + β₁x + β₂x² + u + e, дисперсии u и e — τ² и σ² (REML); x — доля баллов той же параллели год назад, сжатая к региону; z = r̄/√(τ² + σ²/n), r̄ — средний остаток школы.",
    .source = "Goldstein & Spiegelhalter 1996, JRSS A 159:385; Bates et al. 2015, J. Stat. Softw. 67(1)",
    .unit = "балла",
    .smallest_n = SMALLEST_N,
    .family = FAMILY_MEAN,
    .role = ROLE_SUPPORT,
    .recurs = true,
    .half_weight = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
