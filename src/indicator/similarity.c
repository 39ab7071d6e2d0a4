/* Works of a class that coincide task by task more than their levels explain (statistics.md A6). value: works in clusters; extra[1] ln S beyond what all pairs share, seen, extra[2] expected, extra[3] pairs. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

enum { SIMILARITY_SEEN = 1, SIMILARITY_EXPECTED, SIMILARITY_PAIRS };

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    tasks_values(in, "similarity", BATTERY_SIMILARITY, values, arena);
    const TaskModel *model = in->norm != NULL ? in->norm->task_model : NULL;
    const TaskUnit *units = model != NULL ? in->tasks != NULL ? in->tasks : tasks_units(in, arena) : NULL;
    for (uint32_t i = 0; i < unit_count(in->frame, true); i++) {
        Value *value = &values[i];
        value->extra[SIMILARITY_SEEN] = value->value;
        value->extra[SIMILARITY_EXPECTED] = value->expected;
        value->value = value->expected = NAN;
        if (isnan(value->p) || units == NULL) continue;
        value->extra[SIMILARITY_PAIRS] = units[i].n_pairs;
        value->value = units[i].n_alike;
        value->expected = 0;
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    uint32_t alike = (uint32_t)value->value;
    Str works = number_of(arena, alike, "работа", "работы", "работ"), all = number_int(arena, value->n);
    double more = exp(value->extra[SIMILARITY_SEEN] - value->extra[SIMILARITY_EXPECTED]);
    Str times = number_dec(arena, more, more < 10 ? 1 : 0);
    sign->picture = PICTURE_NONE;
    sign->title = STR("Работы совпадают чаще, чем объясняют баллы");
    sign->text = alike > 1
        ? arena_printf(arena, "%.*s из %.*s совпадают по заданиям так, как при их баллах случайно не бывает; сходство всех пар — в %.*s раза выше обычного.", STR_ARG(works), STR_ARG(all), STR_ARG(times))
        : arena_printf(arena, "Отдельных копий не видно, но пары работ в целом похожи друг на друга в %.*s раза больше обычного для таких баллов.", STR_ARG(times));
    unit_fact(sign, "Работ в группах почти одинаковых", works, arena_printf(arena, "из %.*s", STR_ARG(all)), arena);
    unit_fact(sign, "Сходство пар против обычного", arena_printf(arena, "в %.*s раза", STR_ARG(times)), STR_EMPTY, arena);
    unit_fact(sign, "Сравнили пар", number_int(arena, (long long)value->extra[SIMILARITY_PAIRS]), STR_EMPTY, arena);
}

static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool copies_are_found(Arena *arena)
{
    Value value = of(EXAMPLE_COPIES, arena);
    return value.silence == SPEAKS && value.p < 1e-3;
}
static bool usual_is_quiet(Arena *arena)
{
    Value value = of(EXAMPLE_USUAL, arena);
    return value.p > 0.05 && value.value < 4;
}
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "восемь работ одинаковы до последнего задания: случайно так почти не бывает", copies_are_found },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "одинаковые пробелы: целую тему в этом классе не проходили",
    "проверявшие одинаково снимали или не снимали баллы за одно и то же",
    "работу писали по одному варианту, и задания, решённые всем классом, совпадают",
    NULL
};

const Indicator indicator_similarity = {
    .id = "similarity",
    .title = "Сходство работ между собой",
    .head = "сходство|работ",
    .meaning = "Баллы по заданиям у многих пар работ совпадают чаще, чем должны при таких итогах. Так бывает при списывании с одной работы и при подсказке всему классу.",
    .blind = "Не скажет, кто у кого списал. По баллам, без самих ответов, одинаковые ошибки от одинаковых пробелов не отличает.",
    .innocent = innocent,
    .next = "Положите похожие работы рядом: совпадают ли ошибки, слова, ход решения; сверьте рассадку и варианты.",
    .formula = "Пара работ: ω = (совпадений − Σq_j)/√Σq_j(1 − q_j), q_j — вероятность совпасть при таких баллах; S — среднее max(ω − ω̄ − 0,5, 0)² по парам, ω̄ — общее сходство класса: пробелы программы и рука проверявшего поднимают все пары сразу и в счёт не идут. Группы: пары с вероятностью меньше 0,05/число пар. p — по построенным честным классам того же размера и среднего балла, затем поправка по нижней половине школ.",
    .source = "Wollack 1997, Appl. Psychol. Meas. 21:307; Romero, Riascos, Jara 2015, J. Educ. Behav. Stat. 40:435; van der Linden, Sotaridona 2006, J. Educ. Behav. Stat. 31:283",
    .unit = "работ",
    .smallest_n = TASKS_SMALLEST_N,
    .family = FAMILY_SIMILARITY,
    .role = ROLE_SIGN,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
