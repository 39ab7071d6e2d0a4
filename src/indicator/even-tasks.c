/* Scores in each task more alike than the mean explains (statistics.md A5, heterogeneity given the mean). value: mean over tasks of 1 - sum of squared shares. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena) { tasks_values(in, "even-tasks", BATTERY_SAMENESS, values, arena); }

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str seen = number_share(arena, value->value, 0), usual = number_share(arena, value->expected, 0);
    sign->picture = PICTURE_NONE;
    sign->title = STR("По заданиям ученики различаются меньше обычного");
    sign->text = arena_printf(arena, "Два случайных ученика получают разные баллы за задание в %.*s случаев, а в классах с таким же средним — в %.*s.", STR_ARG(seen), STR_ARG(usual));
    unit_fact(sign, "Разных баллов за задание", seen, STR_EMPTY, arena);
    unit_fact(sign, "Обычно при таком среднем", usual, STR_EMPTY, arena);
}

static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool same_answers_are_found(Arena *arena)
{
    Value value = of(EXAMPLE_HARD_HALF, arena);
    return value.silence == SPEAKS && value.p < 1e-3 && value.value < value.expected;
}
static bool usual_is_quiet(Arena *arena) { return of(EXAMPLE_USUAL, arena).p > 0.05; }
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "все решили одно и то же: случайно так почти не бывает", same_answers_are_found },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "целую тему в классе не проходили, и её не решил никто",
    "проверял один человек, и спорное он всегда решал одинаково",
    "отбор: в класс принимали детей одного уровня",
    NULL
};

const Indicator indicator_even_tasks = {
    .id = "even-tasks",
    .title = "Одинаковость баллов по заданиям",
    .head = "ровность|по заданиям",
    .meaning = "За одно и то же задание ученики получали одинаковые баллы чаще, чем в классах с тем же средним, и так по всей работе. Так бывает при списывании, но так же выглядит и ровный класс, поэтому без признаков это ничего не значит.",
    .blind = "Не отличает списывание от одинаковых пробелов и отбора, поэтому в выводе весит вдвое меньше других видов признаков. Помощи, которая у каждого своя, не видит: от неё баллы за задания разнообразнее.",
    .innocent = innocent,
    .next = "Сопоставьте с тем, как различаются отметки тех же детей в журнале, и с другими работами.",
    .formula = "E — среднее по заданиям 1 − Σ(n_k/n)², n_k — число работ с баллом k. p — доля честных классов того же размера и среднего балла, построенных по модели заданий, с E не больше; затем поправка по нижней половине школ (у класса — классов).",
    .source = "Quintano, Castellano, Longobardi 2009, Stat. Applicata 7:149 (показатель INVALSI); проверка при данном среднем наша",
    .unit = "доля пар",
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
