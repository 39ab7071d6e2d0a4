/* The federal marker «завышенные значения среднего балла», as published. extra[0]: Marker. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/unit_.h"
#include "stats/federal.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    const Frame *frame = in->frame;
    uint16_t max = frame->procedure->blueprint->max;
    uint32_t *count = arena_array(arena, uint32_t, max + 1u);
    Unit everyone = { .n = frame->n_works };
    unit_histogram(frame, &everyone, count);
    FederalMean region = federal_mean(count, max);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        unit_histogram(frame, &unit, count);
        FederalMean school = federal_mean(count, max);
        FederalMark mark = federal_inflated(&school, &region);
        values[i] = unit_value(in, "federal-inflated-mean", &unit, mark != FEDERAL_UNDEFINED ? SPEAKS : unit.n < 2 ? SILENT_TOO_FEW : SILENT_NO_SPREAD);
        values[i].extra[0] = mark;
        if (mark == FEDERAL_UNDEFINED) continue;
        values[i].value = school.mean;
        values[i].low = school.low;
        values[i].high = school.high;
        values[i].expected = region.mean;
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str low = number_dec(arena, value->low, 2), region = number_dec(arena, value->expected, 2);
    sign->title = value->extra[0] == MARKER_YES ? STR("Федеральный маркер: завышенный средний балл") : STR("Федерального маркера завышенного среднего нет");
    sign->text = arena_printf(arena, "Нижняя граница среднего балла школы — %.*s, среднее региона — %.*s.", STR_ARG(low), STR_ARG(region));
    Str mean = number_dec(arena, value->value, 2);
    unit_fact(sign, "Средний балл", mean, unit_range(arena, value->low, value->high, 2), arena);
    unit_fact(sign, "В регионе", region, STR_EMPTY, arena);
}

/* Nine schools with totals 10 and 12, one with 14 and 16: its lower bound 15 - 1.96 stands above the region's upper one. */
static Value *of(Arena *arena)
{
    uint16_t *totals = arena_array(arena, uint16_t, 80);
    for (int i = 0; i < 80; i++) totals[i] = (uint16_t)((i >= 72 ? 14 : 10) + i % 2 * 2);
    totals[0] = totals[2] = totals[4] = totals[6] = 12; /* the first school has no spread */
    return example_values(compute, example_frame(10, 8, totals, NULL, arena), NULL, arena);
}

/* 15 ± 1.96 * sqrt(8 / 7) / sqrt 8 */
static bool by_hand(Arena *arena)
{
    Value *values = of(arena);
    return values[9].extra[0] == MARKER_YES && example_near(values[9].low, 15 - 1.96 * sqrt(8.0 / 7) / sqrt(8), 1e-12) && values[1].extra[0] == MARKER_NO;
}

static bool no_spread_is_undefined(Arena *arena)
{
    Value value = of(arena)[0];
    return value.extra[0] == MARKER_UNDEFINED && value.silence == SILENT_NO_SPREAD;
}

static const IndicatorExample examples[] = {
    { "нижняя граница школы выше верхней границы региона", by_hand },
    { "все баллы равны: не определено, а не «завышено»", no_spread_is_undefined },
    { 0 }
};

static const char *const innocent[] = {
    "лицей, гимназия, углублённое изучение предмета: правило не знает об отборе детей",
    "большая школа: узкий интервал делает маркер из разницы в полбалла",
    "сильный учитель или дополнительные часы",
    NULL
};

const Indicator indicator_federal_inflated_mean = {
    .id = "federal-inflated-mean",
    .title = "Федеральный маркер: завышенный средний балл",
    .head = "завышенное|среднее",
    .meaning = "Доверительный интервал среднего балла школы лежит целиком выше интервала региона. По этому правилу школу отмечает ФИОКО; выводы «Мерила» на нём не строятся.",
    .blind = "Не отличает сильную школу от завышенных баллов; на настоящих данных отмечает большинство лицеев и гимназий.",
    .innocent = innocent,
    .next = "Приготовьте объяснение для федерального списка; что проверять, скажут остальные признаки.",
    .formula = "X̄ ± 1,96·S/√n для школы и для региона; маркер, если нижняя граница школы выше верхней границы региона. n = 1 или S = 0 — не определено.",
    .source = "ФИОКО, «Методика расчета показателя „Уровень объективности оценки образовательных результатов в субъекте РФ“», 2021, с. 1–3",
    .unit = "балла",
    .smallest_n = 2,
    .family = FAMILY_FEDERAL,
    .role = ROLE_DESCRIPTIVE,
    .for_classes = false,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
