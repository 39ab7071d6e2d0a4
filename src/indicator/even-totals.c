/* Totals of a unit more even than its mean explains (statistics.md A5, standard deviation given the mean). value: sd of totals over the model's tasks. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena) { tasks_values(in, "even-totals", BATTERY_EVENNESS, values, arena); }

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str seen = number_dec(arena, value->value, 1), usual = number_dec(arena, value->expected, 1);
    sign->picture = PICTURE_NONE;
    sign->title = STR("Баллы учеников различаются меньше обычного");
    sign->text = arena_printf(arena, "Среднеквадратичное отклонение баллов учеников — %.*s, а в классах с таким же средним обычно %.*s.", STR_ARG(seen), STR_ARG(usual));
    unit_fact(sign, "Разброс баллов", seen, STR_EMPTY, arena);
    unit_fact(sign, "Обычно при таком среднем", usual, STR_EMPTY, arena);
}

static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool same_total_is_found(Arena *arena)
{
    Value value = of(EXAMPLE_HARD_HALF, arena);
    return value.silence == SPEAKS && value.p < 1e-3 && value.value < value.expected;
}
static bool usual_is_quiet(Arena *arena) { return of(EXAMPLE_USUAL, arena).p > 0.05; }
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "у всех один и тот же балл посередине шкалы: случайно так почти не бывает", same_total_is_found },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "отбор: в класс принимали детей одного уровня",
    "маленький класс, который учитель ведёт ровно",
    "самых слабых или самых сильных в этот день не было",
    NULL
};

const Indicator indicator_even_totals = {
    .id = "even-totals",
    .title = "Ровность баллов при таком среднем",
    .head = "ровность|баллов",
    .meaning = "Баллы учеников различаются меньше, чем в классах с тем же средним. Так бывает при общей помощи, но так же выглядит и ровный класс, поэтому без признаков это ничего не значит.",
    .blind = "Не отличает помощь от отбора и ровного обучения, поэтому в выводе весит вдвое меньше других видов признаков. У потолка и у дна шкалы почти ничего не видит: там ровны все.",
    .innocent = innocent,
    .next = "Сопоставьте с тем, как различаются отметки тех же детей в журнале, и с другими работами.",
    .formula = "σ = √(Σ(t_i − t̄)²/n). p — доля честных классов того же размера и среднего балла, построенных по модели заданий, с разбросом не больше; затем поправка по нижней половине школ (у класса — классов).",
    .source = "Quintano, Castellano, Longobardi 2009, Stat. Applicata 7:149 (показатель INVALSI); проверка при данном среднем наша",
    .unit = "балла",
    .smallest_n = TASKS_SMALLEST_N,
    .family = FAMILY_EVENNESS,
    .role = ROLE_SUPPORT,
    .recurs = true,
    .half_weight = true,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
