/* The same children rose sharply this year and fell back the next (statistics.md A3a, A3b). Never above «attention».
 * extra[0] studentised rise, extra[1] studentised change of the year after, extra[2] SCORE of Jacob & Levitt, extra[3..5] shares a year ago, now, a year later; NaN where there is no year after. */
#include <math.h>

#include "base/number.h"
#include "indicator/cohort_.h"
#include "indicator/example_.h"
#include "stats/jump.h"
#include "stats/multiple.h"

#define SMALLEST_N 15 /* statistics.md A3 */

/* Change from one year to the next, school by school of the frame. now_first: the frame's year is the earlier one. */
static JumpClass *changes(const IndicatorInput *in, const Prior *other, bool now_first, Arena *arena)
{
    const Frame *frame = in->frame;
    JumpClass *x = arena_array(arena, JumpClass, frame->n_schools + 1u);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        const PriorSchool *then = cohort_pair(other, &unit, SMALLEST_N);
        double now = unit_mean(frame, &unit) / frame->procedure->blueprint->max, n = unit.n;
        if (then == NULL) x[i] = (JumpClass){ .y1 = NAN, .y2 = NAN, .t = NAN, .p = NAN };
        else if (now_first) x[i] = (JumpClass){ .n1 = n, .y1 = now, .n2 = then->n, .y2 = then->share };
        else x[i] = (JumpClass){ .n1 = then->n, .y1 = then->share, .n2 = n, .y2 = now };
    }
    if (cohort_pairs(frame, other, SMALLEST_N) >= COHORT_SCHOOLS) jump_residuals(x, frame->n_schools);
    return x;
}

static double *scores(const JumpClass *rise, const JumpClass *after, uint32_t n, Arena *arena)
{
    double *gain = arena_array(arena, double, (size_t)n * 8 + 1), *next = gain + n, *score = next + n;
    for (uint32_t i = 0; i < n; i++) {
        gain[i] = rise[i].y2 - rise[i].y1;
        next[i] = after[i].y2 - after[i].y1;
    }
    jump_score(gain, next, n, score, score + n);
    return score;
}

/* One-sided p of a rise (or, with -1, of a fall). */
static double side(const JumpClass *x, double sign) { return x->t * sign > 0 ? x->p / 2 : 1 - x->p / 2; }

static void speak(const JumpClass *rise, const JumpClass *after, double score, Value *value)
{
    double p = side(rise, 1), se = (rise->y2 - rise->predicted) / rise->t;
    value->value = rise->y2 - rise->predicted;
    value->low = value->value - 1.96 * fabs(se);
    value->high = value->value + 1.96 * fabs(se);
    value->expected = 0;
    value->extra[0] = rise->t;
    value->extra[3] = rise->y1;
    value->extra[4] = rise->y2;
    if (!isnan(after->t)) { /* both must hold: the larger p (intersection of two tests) */
        p = fmax(p, side(after, -1));
        value->extra[1] = after->t;
        value->extra[2] = score;
        value->extra[5] = after->y2;
    }
    value->p = value->midp = p;
    value->z = multiple_z(p);
}

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    uint32_t n = in->frame->n_schools, n_pairs = cohort_pairs(in->frame, in->prior, SMALLEST_N);
    const JumpClass *rise = changes(in, in->prior, false, arena), *after = changes(in, in->next, true, arena);
    const double *score = scores(rise, after, n, arena);
    for (uint32_t i = 0; i < n; i++) {
        Unit unit = unit_at(in->frame, i);
        Silence silence = cohort_silence(in, &unit, SMALLEST_N, n_pairs);
        if (silence == SPEAKS && (isnan(rise[i].t) || rise[i].t == 0)) silence = SILENT_NO_SPREAD;
        values[i] = unit_value(in, "jump-return", &unit, silence);
        if (silence == SPEAKS) speak(&rise[i], &after[i], score[i], &values[i]);
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    bool returned = !isnan(value->extra[5]);
    Str before = number_share(arena, value->extra[3], 0), now = number_share(arena, value->extra[4], 0), usual = number_share(arena, value->extra[4] - value->value, 0);
    Str later = number_share(arena, value->extra[5], 0), score = number_dec(arena, value->extra[2], 2);
    Str gain = arena_printf(arena, "%.*s п. п.", STR_ARG(number_signed(arena, 100 * value->value, 0))), range = unit_range(arena, 100 * value->low, 100 * value->high, 0);
    sign->title = value->z <= 0 ? STR("Скачка за год не видно") : returned ? STR("Скачок за год, а год спустя — возврат") : STR("Скачок за год у тех же детей");
    Str rose = arena_printf(arena, "Параллель набрала %.*s баллов, а год назад — %.*s; у школ с таким прошлым годом обычно %.*s.", STR_ARG(now), STR_ARG(before), STR_ARG(usual));
    sign->text = returned ? arena_printf(arena, "%.*s Год спустя у тех же детей %.*s — ниже, чем обычно после такого результата. Дети прослежены только параллелью школы: коды участников от года к году меняются.", STR_ARG(rose), STR_ARG(later))
                          : arena_printf(arena, "%.*s Работы следующего года нет, поэтому держится ли результат, неизвестно. Дети прослежены только параллелью школы: коды участников от года к году меняются.", STR_ARG(rose));
    unit_fact(sign, "Выше обычного", gain, range, arena);
    unit_fact(sign, "Год назад", before, STR_EMPTY, arena);
    unit_fact(sign, "В этом году", now, STR_EMPTY, arena);
    if (returned) unit_fact(sign, "Год спустя", later, arena_printf(arena, "SCORE %.*s из 2", STR_ARG(score)), arena);
    sign->picture = PICTURE_NONE;
}

/* 60 schools of 20 works; the first had .5 a year ago and has 10 + extra points of 20 now; n_then works then, a year later share after (NaN: no year after). */
static Value example(int extra, uint32_t n_then, double after, Arena *arena)
{
    enum { SCHOOLS = 60, WORKS = 20 };
    uint16_t *totals = arena_array(arena, uint16_t, SCHOOLS * WORKS);
    PriorSchool *before = arena_array(arena, PriorSchool, SCHOOLS), *later = arena_array(arena, PriorSchool, SCHOOLS);
    for (uint32_t i = 0; i < SCHOOLS; i++) {
        int step = (int)(i % 5) - 2, noise = (int)(i / 5 % 3) - 1, points = 10 + (i == 0 ? extra : step + noise);
        before[i] = (PriorSchool){ .n = i == 0 ? n_then : WORKS, .share = 0.5 + 0.05 * (i == 0 ? 0 : step), .variance = 0.04, .pass = 0.9 };
        later[i] = (PriorSchool){ .n = WORKS, .share = i == 0 ? after : points / 20.0 + 0.02 * ((int)(i / 15) - 1.5), .variance = 0.04, .pass = 0.9 };
        for (uint32_t w = 0; w < WORKS; w++) totals[i * WORKS + w] = (uint16_t)points;
    }
    Prior prior = { .n_orgs = SCHOOLS, .schools = before }, next = { .n_orgs = SCHOOLS, .schools = later };
    Value *values = arena_array(arena, Value, SCHOOLS);
    IndicatorInput in = { .frame = example_frame(SCHOOLS, WORKS, totals, NULL, arena), .prior = n_then == 0 ? NULL : &prior, .next = isnan(after) ? NULL : &next };
    compute(&in, values, arena);
    return values[0];
}

static bool jump_alone(Arena *arena)
{
    Value value = example(6, 20, NAN, arena);
    return value.silence == SPEAKS && value.z > 3.09 && value.value > 0.25 && isnan(value.extra[1]) && example_near(value.extra[3], 0.5, 1e-12) && example_near(value.extra[4], 0.8, 1e-12);
}

/* Greatest gain and greatest loss: both ranks at their ends, SCORE 2. */
static bool jump_and_return(Arena *arena)
{
    Value value = example(6, 20, 0.5, arena);
    return value.z > 3.09 && value.extra[1] < -3 && example_near(value.extra[2], 2, 1e-12);
}

static bool lasting_rise_is_no_sign(Arena *arena)
{
    Value value = example(6, 20, 0.8, arena);
    return value.extra[0] > 4 && value.p > 0.05 && value.extra[2] < 1.6;
}

static bool fall_is_no_sign(Arena *arena) { return example(-6, 20, NAN, arena).p > 0.99; }
static bool few_then_is_silent(Arena *arena) { return example(6, 14, NAN, arena).silence == SILENT_TOO_FEW; }
static bool no_year_before_is_silent(Arena *arena) { return example(6, 0, NAN, arena).silence == SILENT_NO_PRIOR; }

static const IndicatorExample examples[] = {
    { "50 % год назад, 80 % в этом, следующего года нет: скачок", jump_alone },
    { "50, 80 и снова 50 %: скачок и возврат, SCORE 2", jump_and_return },
    { "50, 80 и снова 80 %: рост удержался, признака нет", lasting_rise_is_no_sign },
    { "падение признаком не бывает", fall_is_no_sign },
    { "год назад 14 работ: данных мало", few_then_is_silent },
    { "работы прошлого года нет: сказать нечего", no_year_before_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "в параллель пришли или из неё ушли дети: слияние школ, специализированный набор",
    "учитель сменился дважды: перед этой работой и после неё",
    "прошлый год был случайно неудачным, и рост — возвращение к своему уровню",
    NULL
};

const Indicator indicator_jump_return = {
    .id = "jump-return",
    .title = "Скачок и возврат у тех же детей",
    .head = "скачок|и возврат",
    .meaning = "Результат параллели за год вырос намного сильнее, чем у школ с таким же прошлым годом, а год спустя — если есть и он — упал ниже обычного.",
    .blind = "Не отличает завышение от смены учителя и состава детей; завышение, повторённое из года в год, не видит. Дети прослежены только параллелью школы, поэтому сам по себе выше уровня «обратить внимание» не поднимает.",
    .alone = "Необычен только скачок за год: результат той же параллели вырос намного сильнее, чем у других.",
    .innocent = innocent,
    .next = "Узнайте, те же ли дети и тот же ли учитель, и посмотрите работу следующего года.",
    .formula = "Взвешенная (n₁ + n₂) прямая доли баллов на прошлогоднюю; t — внешне стьюдентизированный остаток, степеней свободы min(n₁, n₂) − 1. Есть следующий год — p = max(p роста, p падения), SCORE = rank(рост)² + (1 − rank(рост год спустя))².",
    .source = "Cook & Weisberg 1982; Jacob & Levitt 2003, QJE 118:843",
    .unit = "доли наибольшего балла",
    .smallest_n = SMALLEST_N,
    .family = FAMILY_JUMP,
    .role = ROLE_SUPPORT,
    .recurs = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
