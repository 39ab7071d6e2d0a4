/* Hard tasks better and easy ones worse than the totals explain (statistics.md A4). value: the index in points; the story compares thirds of the tasks. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena) { tasks_values(in, "harder-better", BATTERY_HARDER, values, arena); }

#define LEAST_SHIFT 0.01 /* of the points: less is not worth a word */

/* Mean residual, as a share of the maximum, of the hardest and of the easiest third of tasks. */
typedef struct Thirds { double hard, easy; uint16_t n; } Thirds;

static Thirds thirds_of(const TaskStory *story)
{
    uint16_t order[LIMIT_TASKS] = { 0 }, n = story->n_items;
    for (uint16_t j = 0; j < n; j++) { /* by hardness, the hardest first; few: insertion */
        uint16_t at = j;
        while (at > 0 && story->battery->hardness[order[at - 1]] < story->battery->hardness[j]) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = j;
    }
    Thirds thirds = { .n = (uint16_t)(n / 3) };
    for (uint16_t i = 0; i < thirds.n; i++) {
        uint16_t hard = order[i], easy = order[n - 1 - i];
        thirds.hard += story->fit.fit.residual[hard] / story->items[hard].points[story->items[hard].n_steps] / thirds.n;
        thirds.easy += story->fit.fit.residual[easy] / story->items[easy].points[story->items[easy].n_steps] / thirds.n;
    }
    return thirds;
}

/* «на 12 п. п. выше»: of the maximum */
static Str shift_words(double share, Arena *arena)
{
    if (fabs(share) < LEAST_SHIFT / 2) return STR("без разницы");
    Str size = number_dec(arena, 100 * fabs(share), 0);
    return arena_printf(arena, "на %.*s п. п. %s", STR_ARG(size), share >= 0 ? "выше" : "ниже");
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    TaskStory story = tasks_story(in, value, arena);
    Thirds thirds = thirds_of(&story);
    Str hard = shift_words(thirds.hard, arena), easy = shift_words(thirds.easy, arena), n = number_of(arena, thirds.n, "задание", "задания", "заданий");
    bool harder = thirds.hard >= LEAST_SHIFT, easier = thirds.easy <= -LEAST_SHIFT; /* the index weighs all tasks, so a third of them may show nothing */
    sign->title = harder && easier ? STR("Трудные задания решены чаще, лёгкие — реже, чем объясняют баллы")
                  : harder         ? STR("Трудные задания решены чаще, чем объясняют баллы")
                  : easier         ? STR("Лёгкие задания решены реже, чем объясняют баллы")
                                   : STR("Трудные и лёгкие задания соотносятся не так, как объясняют баллы");
    sign->text = arena_printf(arena, "Выполнение против обычного при таких баллах за работу: самые трудные задания — %.*s, самые лёгкие — %.*s.", STR_ARG(hard), STR_ARG(easy));
    unit_fact(sign, "Трудная треть заданий", hard, n, arena);
    unit_fact(sign, "Лёгкая треть заданий", easy, n, arena);
    tasks_picture(in, &story, story.n_items, sign, arena);
}

static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool odd_is_found(Arena *arena)
{
    Value value = of(EXAMPLE_HARD_HALF, arena);
    return value.silence == SPEAKS && value.p < 1e-4 && value.value > value.expected;
}
static bool usual_is_quiet(Arena *arena) { return of(EXAMPLE_USUAL, arena).p > 0.05; }
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "все решили трудную половину и не решили лёгкую: случайно так почти не бывает", odd_is_found },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "лёгкие задания делали наспех ради трудных",
    "класс готовили к трудным заданиям, а темы лёгких не повторили",
    "в школе трудные задания проверяли мягче критериев",
    NULL
};

const Indicator indicator_harder_better = {
    .id = "harder-better",
    .title = "Трудные задания против лёгких",
    .head = "трудные|и лёгкие",
    .meaning = "При тех же баллах здесь больше решённых трудных заданий и меньше лёгких, чем у других. Так бывает, когда подсказывают именно там, где дети не справляются.",
    .blind = "Не отличает подсказку от особой подготовки к трудным заданиям. Помощь, ровную по всем заданиям, замечает редко.",
    .innocent = innocent,
    .next = "Сравните решения трудных заданий между собой и с черновиками; дайте короткую работу по этим темам.",
    .formula = "HI = Σ r_j·(d_j − d̄): r_j — среднее (x_j − E[x_j | балл за работу]) по работам, d_j — трудность задания (доля потерянных баллов) в регионе. p — доля честных классов того же размера и среднего балла, построенных по модели заданий, у которых HI не ниже; затем поправка по нижней половине школ (у класса — классов).",
    .source = "Sijtsma, Meijer 1992, Appl. Psychol. Meas. 16:149 (согласие ответов с порядком трудностей); эмпирический нуль: Efron 2004, JASA 99:96",
    .unit = "балла",
    .smallest_n = TASKS_SMALLEST_N,
    .family = FAMILY_TASKS,
    .role = ROLE_SIGN,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
