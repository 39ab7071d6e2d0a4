/* Mean person fit of a class or school: do works go together as works of such totals do (statistics.md A4). value: mean lz. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

#define UNLIKELY (-1.645) /* one work in twenty */

static void compute(const IndicatorInput *in, Value *values, Arena *arena) { tasks_values(in, "person-fit", BATTERY_MISFIT, values, arena); }

static uint32_t count_unlikely(const TaskStory *story)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < story->n; i++) {
        const uint8_t *x = story->x + (size_t)i * story->n_items;
        size_t total = 0;
        for (uint16_t j = 0; j < story->n_items; j++) total += story->items[j].points[x[j]];
        n += personfit_by_total(&story->battery->personfit, x, total) < UNLIKELY;
    }
    return n;
}

/* «у 24 работ из 127»: what one work in twenty does anywhere, by the limit itself; said only where it is more than that. */
static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    TaskStory story = tasks_story(in, value, arena);
    uint32_t unlikely = count_unlikely(&story);
    bool many = unlikely >= 3 && unlikely > 0.05 * story.n + 2.33 * sqrt(0.05 * 0.95 * story.n); /* two of eleven is what a school in ten has */
    Str seen = number_dec(arena, value->value, 2), usual = number_dec(arena, value->expected, 2), all = number_int(arena, story.n), works = number_int(arena, unlikely);
    sign->title = STR("Решённые и нерешённые задания сочетаются хуже обычного");
    if (many)
        sign->text = arena_printf(arena, "У %.*s из %.*s сочетание решённых и нерешённых заданий такое, какое при той же сумме баллов бывает у одной работы из двадцати.",
            STR_ARG(number_of(arena, unlikely, "работы", "работ", "работ")), STR_ARG(all));
    else
        sign->text = STR("Решённые и нерешённые задания сочетаются хуже, чем обычно при той же сумме баллов: понемногу, но во многих работах.");
    if (many) unit_fact(sign, "Работ с редким сочетанием", arena_printf(arena, "%.*s из %.*s", STR_ARG(works), STR_ARG(all)), STR("обычно одна из 20"), arena);
    unit_fact(sign, "Средняя согласованность", arena_printf(arena, "lz %.*s", STR_ARG(seen)), arena_printf(arena, "обычно %.*s", STR_ARG(usual)), arena);
    tasks_picture(in, &story, story.n_items, sign, arena);
}

extern const Indicator indicator_person_fit;

/* Every work of the odd school solves the hard half and none of the easy one. */
static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool odd_is_found(Arena *arena)
{
    Value value = of(EXAMPLE_HARD_HALF, arena);
    return value.silence == SPEAKS && value.p < 1e-4 && value.value < value.expected;
}
static bool usual_is_quiet(Arena *arena) { return of(EXAMPLE_USUAL, arena).p > 0.05; }
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }
static bool untaught_is_left_out(Arena *arena) { return of(EXAMPLE_NOT_TAUGHT, arena).silence == SILENT_TOO_FEW; }

/* The picture lists every task from easy to hard: the easy half is solved by nobody, the hard half by all. */
static bool odd_is_drawn(Arena *arena)
{
    Sign sign = example_tasks_sign(&indicator_person_fit, EXAMPLE_HARD_HALF, arena);
    bool fair = sign.picture == PICTURE_TASKS && sign.n_tasks == 12;
    for (uint16_t i = 0; fair && i < sign.n_tasks; i++) {
        const SignTask *task = &sign.tasks[i];
        bool in_order = i == 0 || task->expected <= sign.tasks[i - 1].expected;
        fair = in_order && task->seen == (i < 6 ? 0 : 1) && task->low <= task->expected && task->expected <= task->high && task->marked == (task->seen < task->low || task->seen > task->high);
    }
    return fair && str_find(sign.text, STR("одной работы из двадцати")) != SIZE_MAX;
}

static const IndicatorExample examples[] = {
    { "все решили трудную половину и не решили лёгкую: случайно так почти не бывает", odd_is_found },
    { "на рисунке все задания, от лёгких к трудным, с тем, чего ждали", odd_is_drawn },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { "задание «не пройдено» у всех: такие работы не сравниваются", untaught_is_left_out },
    { 0 }
};

static const char *const innocent[] = {
    "тему лёгких заданий не успели пройти или забыли, а трудную — только что повторили",
    "класс долго готовили к заданиям одного вида",
    "темы в учебнике идут не в том порядке, что в большинстве школ",
    NULL
};

const Indicator indicator_person_fit = {
    .id = "person-fit",
    .title = "Согласованность решённых и нерешённых заданий",
    .head = "согласо-|ванность",
    .meaning = "При любой сумме баллов обычно решено то, что легче, и не решено то, что труднее. Здесь во многих работах решено трудное, а лёгкое — нет. Так бывает при подсказках, готовых ответах и когда баллы записаны не из работ.",
    .blind = "Не отличает подсказку от необычного порядка тем. Работу, списанную целиком, не видит: она согласованна так же, как та, с которой списали.",
    .innocent = innocent,
    .next = "Посмотрите с учителем, какие задания решены чаще и реже ожидаемого, и сопоставьте с пройденными темами; дайте короткую работу по тем же темам.",
    .formula = "l = Σ ln P(x_j | балл за работу), lz = (l − E l)/√D l; показатель — среднее lz по работам. p — доля честных классов того же размера и среднего балла, построенных по модели заданий, у которых среднее lz не выше; затем поправка по нижней половине школ (у класса — классов).",
    .source = "Drasgow, Levine, Williams 1985, Br. J. Math. Stat. Psychol. 38:67; эмпирический нуль: Efron 2004, JASA 99:96",
    .unit = "стандартных отклонений",
    .smallest_n = TASKS_SMALLEST_N,
    .family = FAMILY_TASKS,
    .role = ROLE_SIGN,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
