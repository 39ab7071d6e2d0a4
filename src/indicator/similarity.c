/* Works of a class that coincide task by task more than their levels explain (statistics.md A6). value: works in clusters; extra[1] ln S beyond what all pairs share, seen, extra[2] expected, extra[3] pairs. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

enum { SIMILARITY_SEEN = 1, SIMILARITY_EXPECTED, SIMILARITY_PAIRS };

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    tasks_values(in, "similarity", BATTERY_SIMILARITY, values, arena);
    const TaskUnit *units = tasks_units(in, arena);
    for (uint32_t i = 0; i < unit_count(in->frame, true); i++) {
        Value *value = &values[i];
        value->extra[SIMILARITY_SEEN] = value->value;
        value->extra[SIMILARITY_EXPECTED] = value->expected;
        value->value = value->expected = NAN;
        if (isnan(value->p) || units == NULL) continue;
        value->extra[SIMILARITY_PAIRS] = units[i].n_pairs;
        value->value = value->low = units[i].n_alike; /* each link is rare in the whole class: the count is its own lower bound */
        value->expected = 0;
    }
}

/* «в 3,4 раза», «в 12 раз» */
static Str times_words(double times, Arena *arena)
{
    if (!(times >= 9.95)) return arena_printf(arena, "в %.*s раза", STR_ARG(number_dec(arena, times, 1)));
    return arena_printf(arena, "в %.*s", STR_ARG(number_of(arena, llround(times), "раз", "раза", "раз")));
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    uint32_t alike = (uint32_t)value->value;
    Str works = number_of(arena, alike, "работа", "работы", "работ"), all = number_int(arena, value->n);
    Str times = times_words(exp(value->extra[SIMILARITY_SEEN] - value->extra[SIMILARITY_EXPECTED]), arena);
    sign->picture = PICTURE_NONE;
    sign->title = STR("Работы совпадают чаще, чем объясняют баллы");
    sign->text = alike > 1
        ? arena_printf(arena, "В группах почти одинаковых — %.*s из %.*s: при их баллах случайно так почти не бывает. Избыток совпадений у пар работ — %.*s больше обычного.", STR_ARG(works), STR_ARG(all), STR_ARG(times))
        : arena_printf(arena, "Почти одинаковых работ нет, но избыток совпадений у пар работ — %.*s больше обычного для таких баллов.", STR_ARG(times));
    unit_fact(sign, "Избыток совпадений против обычного", times, STR_EMPTY, arena);
    if (alike > 1) unit_fact(sign, "В группах почти одинаковых", arena_printf(arena, "%.*s из %.*s", STR_ARG(works), STR_ARG(all)), STR_EMPTY, arena);
    unit_fact(sign, "Сравнено пар", number_int(arena, (long long)value->extra[SIMILARITY_PAIRS]), STR_EMPTY, arena);
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
    "одинаковые пробелы у части класса: болели, пришли из другой школы, учились в другой группе",
    "работы делили двое проверявших, и каждый снимал баллы за своё",
    "часть класса занималась вместе: кружок, репетитор, дополнительная группа",
    NULL
};

const Indicator indicator_similarity = {
    .id = "similarity",
    .title = "Сходство работ между собой",
    .head = "сходство|работ",
    .meaning = "Некоторые работы совпадают по заданиям заметно чаще, чем обещают их баллы и чем совпадают между собой остальные работы класса. Так бывает, когда списывают с одной работы или подсказывают части класса.",
    .blind = "Не скажет, кто у кого списал. Знает только баллы, а не ответы: одинаковые ошибки от одинаковых пробелов не отличает. Подсказку, общую для всего класса, видит плохо, списанное с почти полной работы — тоже.",
    .innocent = innocent,
    .next = "Положите похожие работы рядом: совпадают ли ошибки, слова, ход решения; сверьте рассадку и варианты.",
    .formula = "Пара работ: ω = (совпадений − Σq_j)/√Σq_j(1 − q_j), q_j — вероятность совпасть в задании при таких баллах; S — среднее по парам max(ω − ω̄ − 0,5; 0)², ω̄ — общее сходство класса (среднее ω, не меньше нуля): пробелы программы и рука проверявшего поднимают все пары сразу и в счёт не идут. p — доля честных классов того же размера и среднего балла, построенных по модели заданий, у которых ln(S + 0,02) не ниже; затем поправка по нижней половине школ (у класса — классов). Группы почти одинаковых: пары, где вероятность столько совпасть меньше 0,05/число пар.",
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
