/* Mean total against the funnel with over-dispersion (statistics.md A2b). Never above «attention». extra[0] variance between schools, extra[1] sd within schools. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/unit_.h"

#define SMALLEST_N 10

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    (void)arena;
    const Norm *norm = in->norm;
    for (uint32_t i = 0; i < unit_count(in->frame, true); i++) {
        Unit unit = unit_at(in->frame, i);
        values[i] = unit_value(in, "mean-funnel", &unit, norm == NULL ? SILENT_NO_REFERENCE : unit.n < SMALLEST_N ? SILENT_TOO_FEW : norm->within_sd > 0 ? SPEAKS : SILENT_NO_SPREAD);
        if (norm == NULL || values[i].silence != SPEAKS) continue;
        Value *value = &values[i];
        double se = norm->within_sd / sqrt(unit.n);
        value->value = unit_mean(in->frame, &unit);
        value->low = value->value - 1.96 * se;
        value->high = value->value + 1.96 * se;
        value->expected = norm->mean;
        value->z = (value->value - norm->mean) / sqrt(norm->tau2_mean + se * se);
        value->p = value->midp = unit_upper_p(value->z);
        value->extra[0] = norm->tau2_mean;
        value->extra[1] = norm->within_sd;
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str mean = number_dec(arena, value->value, 1), range = unit_range(arena, value->low, value->high, 1), norm = number_dec(arena, value->expected, 1);
    sign->title = value->z > 0 ? STR("Средний балл выше, чем обычно бывает у школ") : STR("Средний балл ниже, чем обычно бывает у школ");
    sign->text = arena_printf(arena, "Средний балл %.*s (%.*s) при %.*s по региону. Сам по себе признаком не бывает: так же выглядит сильная школа.", STR_ARG(mean), STR_ARG(range), STR_ARG(norm));
    unit_fact(sign, "Средний балл", mean, range, arena);
    unit_fact(sign, "В регионе", norm, STR_EMPTY, arena);
}

static Value of(uint16_t total, uint32_t n, Arena *arena)
{
    uint16_t *totals = arena_array(arena, uint16_t, n);
    for (uint32_t i = 0; i < n; i++) totals[i] = total;
    return example_values(compute, example_frame(1, n, totals, NULL, arena), example_norm(arena), arena)[0];
}

/* se = 4 / sqrt 16 = 1, spread 1: z = (15 - 12) / sqrt 2 */
static bool by_hand(Arena *arena)
{
    Value value = of(15, 16, arena);
    return example_near(value.z, 3 / sqrt(2), 1e-12) && example_near(value.p, 0.016947426762, 1e-9) && example_near(value.low, 13.04, 1e-12);
}

static bool lower_is_no_sign(Arena *arena) { return of(9, 16, arena).p > 0.9; }
static bool few_is_silent(Arena *arena) { return of(20, 9, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "16 работ со средним 15 при норме 12, разбросе школ 1 и работ 4: z = 3/√2", by_hand },
    { "среднее ниже нормы признаком не бывает", lower_is_no_sign },
    { "девять работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "лицей, гимназия или класс с углублённым изучением предмета: отбор детей",
    "сильный учитель или дополнительные часы по предмету",
    "слабые ученики в день работы болели или не обучаются в этой школе",
    NULL
};

const Indicator indicator_mean_funnel = {
    .id = "mean-funnel",
    .title = "Средний балл против воронки",
    .head = "средний балл",
    .meaning = "Средний балл школы далеко за пределами того, чем школы региона обычно отличаются друг от друга при таком числе работ.",
    .blind = "Не отличает завышение от хорошего обучения и отбора детей, поэтому выше уровня «обратить внимание» не поднимает.",
    .alone = "Необычен только средний балл: он выше, чем у школ региона бывает почти всегда.",
    .innocent = innocent,
    .next = "Сравните с прошлыми годами тех же детей, с другими предметами и с государственным экзаменом.",
    .formula = "z = (x̄ − μ)/√(τ² + σ²/n): μ — среднее региона, τ² — дисперсия между школами сверх случайной, σ — разброс работ внутри школ. Пределы 95 % и 99,8 %: 1,96 и 3,09.",
    .source = "Spiegelhalter 2005, Stat. Med. 24:1185",
    .unit = "балла",
    .smallest_n = SMALLEST_N,
    .family = FAMILY_MEAN,
    .role = ROLE_ATTENTION,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
