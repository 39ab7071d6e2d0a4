/* One task solved by the unit as by no other (statistics.md A4). value: works in excess on that task, as full solutions; extra[1] the task, extra[2] seen share, extra[3] expected share. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/tasks.h"

enum { ALARM_TASK = 1, ALARM_SEEN, ALARM_EXPECTED };

/* Share of points of the work's task among the unit's works that count here. */
static double share_seen(const IndicatorInput *in, const Unit *unit, const TaskItem *item)
{
    const uint8_t *score = frame_task(in->frame, item->task);
    double sum = 0, n = 0;
    for (uint32_t i = unit->first; i < unit->first + unit->n; i++) {
        if (score[i] == SCORE_NOT_TAUGHT) continue;
        sum += score[i] <= LIMIT_TASK_MAX ? score[i] : 0;
        n++;
    }
    return n > 0 ? sum / n / item->points[item->n_steps] : NAN;
}

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    tasks_values(in, "task-alarm", BATTERY_ALARM, values, arena);
    const TaskModel *model = in->norm != NULL ? in->norm->task_model : NULL;
    const TaskUnit *units = tasks_units(in, arena);
    for (uint32_t i = 0; i < unit_count(in->frame, true); i++) {
        Value *value = &values[i];
        value->value = value->expected = NAN;
        if (units == NULL || isnan(value->p) || units[i].alarm_item >= model->n_items) continue;
        const TaskItem *item = &model->items[units[i].alarm_item];
        Unit unit = unit_at(in->frame, i);
        double works = units[i].n / (double)item->points[item->n_steps];
        value->value = works * units[i].alarm_residual;
        value->low = works * (units[i].alarm_residual - 1.96 * units[i].alarm_sd);
        value->high = works * (units[i].alarm_residual + 1.96 * units[i].alarm_sd);
        value->expected = 0;
        value->extra[ALARM_TASK] = units[i].alarm_item;
        value->extra[ALARM_SEEN] = share_seen(in, &unit, item);
        value->extra[ALARM_EXPECTED] = value->extra[ALARM_SEEN] - units[i].alarm_residual / item->points[item->n_steps];
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    const TaskItem *item = &in->norm->task_model->items[(size_t)value->extra[ALARM_TASK]];
    Str label = tasks_label(in->frame, item, arena), seen = number_share(arena, value->extra[ALARM_SEEN], 0), usual = number_share(arena, value->extra[ALARM_EXPECTED], 0);
    Str skill = in->frame->procedure->blueprint->tasks[item->task].skill;
    TaskStory story = tasks_story(in, value, arena);
    tasks_picture(in, &story, (uint16_t)value->extra[ALARM_TASK], sign, arena);
    sign->title = arena_printf(arena, "Задание %.*s решено чаще, чем объясняют баллы", STR_ARG(label));
    sign->text = arena_printf(arena, "За задание %.*s набрано %.*s возможных баллов; при таких баллах за всю работу обычно набирают %.*s.", STR_ARG(label), STR_ARG(seen), STR_ARG(usual));
    unit_fact(sign, "Выполнение задания", seen, STR_EMPTY, arena);
    unit_fact(sign, "Ожидали при таких баллах", usual, STR_EMPTY, arena);
    if (llround(value->value) > 0) unit_fact(sign, "Полных решений сверх обычного", number_int(arena, llround(value->value)), unit_range(arena, fmax(0, value->low), value->high, 0), arena);
    if (skill.n > 0) unit_fact(sign, "Умение", skill, STR_EMPTY, arena);
}

static Value of(ExampleTasks kind, Arena *arena) { return example_tasks_value(compute, kind, arena); }
static bool given_is_found(Arena *arena)
{
    Value value = of(EXAMPLE_HARDEST_GIVEN, arena);
    return value.silence == SPEAKS && value.p < 1e-3 && value.low > 3 && value.extra[ALARM_SEEN] > value.extra[ALARM_EXPECTED];
}
static bool usual_is_quiet(Arena *arena) { return of(EXAMPLE_USUAL, arena).p > 0.05; }
static bool few_is_silent(Arena *arena) { return of(EXAMPLE_SEVEN_WORKS, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "самое трудное задание решили все: лишних решений больше трёх", given_is_found },
    { "обычный класс: признака нет", usual_is_quiet },
    { "семь работ: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "тему этого задания проходили или повторяли перед самой работой",
    "учитель особенно силён в этой теме или вёл по ней кружок",
    "похожее задание было в учебнике или на пробной работе",
    "в школе это задание проверяли мягче критериев",
    NULL
};

const Indicator indicator_task_alarm = {
    .id = "task-alarm",
    .title = "Задание, которое выделяется из работы",
    .head = "одно|задание",
    .meaning = "Одно задание решено здесь намного чаще, чем обычно при таких баллах за работу. Так бывает, когда ответ на него известен заранее или подсказан.",
    .blind = "Не отличает известный заранее ответ от хорошо выученной темы и от мягкой проверки одного задания. Из заданий класса видит одно — самое заметное.",
    .innocent = innocent,
    .next = "Посмотрите решения этого задания: есть ли ход решения, не одинаков ли он; спросите, когда проходили тему; перепроверьте это задание вслепую.",
    .formula = "r_j — среднее (x_j − E[x_j | балл за работу]) по работам; показатель — наибольшее по заданиям r_j/s_j, s_j — разброс r_j у построенных честных классов того же размера, где темы преподаны по-разному. p — доля честных классов того же размера и среднего балла, у которых показатель не ниже; затем поправка по нижней половине школ (у класса — классов).",
    .source = "Meijer, Sijtsma 2001, Appl. Psychol. Meas. 25:107 (обзор); эмпирический нуль: Efron 2004, JASA 99:96",
    .unit = "работ",
    .smallest_n = TASKS_SMALLEST_N,
    .family = FAMILY_TASKS,
    .role = ROLE_SIGN,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
