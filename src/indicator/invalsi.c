/* INVALSI's picture (statistics.md A5): how far a unit belongs to the group of a high mean with little spread. Describes, decides nothing: no p.
 * extra: 0 mean, 1 sd of 100 t / T; 2 missing; 3 heterogeneity; 4, 5 the axes. */
#include "stats/invalsi.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/unit_.h"

#define SMALLEST_N 8    /* works: fewer are alike by chance */
#define CLUSTERS   8    /* the source's 8 to 10 */
#define FITTED     1000 /* units that centres are found on, evenly over the list: a country has 60,000 */
#define PACE       ((InvalsiPace){ 60, 1e-3 }) /* centres to a thousandth of a standard deviation */

static uint8_t *works_of(const Frame *frame, uint32_t n_tasks, Arena *arena)
{
    uint8_t *x = arena_array(arena, uint8_t, (size_t)frame->n_works * n_tasks);
    for (uint32_t j = 0; j < n_tasks; j++) {
        const uint8_t *score = frame_task(frame, j);
        for (uint32_t i = 0; i < frame->n_works; i++) x[(size_t)i * n_tasks + j] = score[i];
    }
    return x;
}

/* A task that the unit was not taught is not one that it left out. */
static InvalsiClass look_at(const Blueprint *blueprint, const uint8_t *x, uint32_t n, uint8_t *spare)
{
    uint8_t max[LIMIT_TASKS];
    uint32_t taught[LIMIT_TASKS], n_taught = 0;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        uint32_t i = 0;
        while (i < n && x[(size_t)i * blueprint->n_tasks + j] == SCORE_NOT_TAUGHT) i++;
        if (i == n) continue;
        max[n_taught] = blueprint->tasks[j].max;
        taught[n_taught++] = j;
    }
    if (n_taught == blueprint->n_tasks) return invalsi_class(x, n, n_taught, max);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n_taught; j++) spare[(size_t)i * n_taught + j] = x[(size_t)i * blueprint->n_tasks + taught[j]];
    return invalsi_class(spare, n, n_taught, max);
}

static bool is_usable(const InvalsiClass *class) { return !isnan(class->mean + class->heterogeneity); }

/* Centres by at most FITTED units, membership of the outlier cluster for all. */
static bool belong(const InvalsiClass *classes, const InvalsiAxes *axes, const double *axis, uint32_t n, double *member, Arena *arena)
{
    uint32_t usable = 0, m = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) usable += is_usable(&classes[i]);
    uint32_t room = usable < FITTED ? usable : FITTED;
    InvalsiClass *some = arena_array(arena, InvalsiClass, room);
    double *place = arena_array(arena, double, 2 * room), *membership = arena_array(arena, double, room * CLUSTERS), *scratch = arena_array(arena, double, room * (CLUSTERS + 3)), row[CLUSTERS];
    for (uint32_t i = 0; i < n; i++) {
        if (usable == 0 || !is_usable(&classes[i])) continue;
        if ((uint64_t)at++ * room / usable != m || m == room) continue; /* the first of every usable / room */
        some[m] = classes[i];
        memcpy(&place[2 * m++], &axis[2 * i], 2 * sizeof *place);
    }
    InvalsiClusters clusters;
    if (!invalsi_clusters(some, axes, place, m, CLUSTERS, PACE, scratch, &clusters, membership)) return false;
    for (uint32_t i = 0; i < n; i++) {
        invalsi_membership(&clusters, &axis[2 * i], row);
        member[i] = row[clusters.outlier];
    }
    return true;
}

/* Units from..from + n of one kind: schools, or classes. */
static void picture(const IndicatorInput *in, const uint8_t *x, uint32_t from, uint32_t n, Value *values, Arena *arena)
{
    const Blueprint *blueprint = in->frame->procedure->blueprint;
    InvalsiClass *classes = arena_array(arena, InvalsiClass, n);
    InvalsiAxes axes;
    double *axis = arena_array(arena, double, 2 * (size_t)n), *member = arena_array(arena, double, n);
    uint8_t *spare = arena_array(arena, uint8_t, (size_t)in->frame->n_works * blueprint->n_tasks);
    uint32_t usable = 0;
    for (uint32_t i = 0; i < n; i++) {
        Unit unit = unit_at(in->frame, from + i);
        classes[i] = (InvalsiClass){ NAN, NAN, NAN, NAN };
        values[i] = unit_value(in, "invalsi", &unit, blueprint->n_tasks == 0 ? SILENT_NO_TASKS : unit.n < SMALLEST_N ? SILENT_TOO_FEW : SPEAKS);
        if (values[i].silence != SPEAKS) continue;
        classes[i] = look_at(blueprint, x + (size_t)unit.first * blueprint->n_tasks, unit.n, spare);
        usable += is_usable(&classes[i]);
    }
    Silence silence = usable < NORM_MIN_SCHOOLS ? (in->norm == NULL ? SILENT_NO_REFERENCE : SILENT_NO_MODEL) : SPEAKS;
    if (silence == SPEAKS && (!invalsi_axes(classes, n, &axes, axis) || !belong(classes, &axes, axis, n, member, arena))) silence = SILENT_NO_SPREAD;
    for (uint32_t i = 0; i < n; i++) {
        if (values[i].silence != SPEAKS) continue;
        values[i].silence = silence == SPEAKS && !is_usable(&classes[i]) ? SILENT_NO_TASKS : silence;
        if (values[i].silence != SPEAKS) continue;
        const double extra[6] = { classes[i].mean, classes[i].sd, classes[i].missing, classes[i].heterogeneity, axis[2 * i], axis[2 * i + 1] };
        values[i].value = member[i];
        memcpy(values[i].extra, extra, sizeof extra);
    }
}

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    const Frame *frame = in->frame;
    const uint8_t *x = works_of(frame, frame->procedure->blueprint->n_tasks, arena);
    picture(in, x, 0, frame->n_schools, values, arena);
    picture(in, x, frame->n_schools, frame->n_classes, values + frame->n_schools, arena);
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str member = number_dec(arena, value->value, 2), mean = number_dec(arena, value->extra[0], 0), sd = number_dec(arena, value->extra[1], 0);
    sign->title = STR("Принадлежность к группе с высоким средним и малым разбросом");
    sign->text = arena_printf(arena, "Принадлежность — %.*s при наибольшей 1: средний результат %.*s процентов от наибольшего балла, разброс %.*s. Так выглядят и просто сильные классы.",
        STR_ARG(member), STR_ARG(mean), STR_ARG(sd));
    unit_fact(sign, "Принадлежность", member, STR_EMPTY, arena);
    unit_fact(sign, "Средний результат, %", mean, STR_EMPTY, arena);
}

/* Schools of n works in eight one-point tasks: pupil i of school s solves task j by a fixed rule of their numbers; the last n_odd schools hand in the same work with one task missed. */
static Value *of(uint32_t n_schools, uint32_t n_odd, uint32_t n, Arena *arena)
{
    enum { TASKS = 8 };
    uint32_t n_works = n_schools * n;
    uint16_t *totals = arena_array(arena, uint16_t, n_works);
    uint8_t *score = arena_array(arena, uint8_t, (size_t)n_works * TASKS);
    for (uint32_t i = 0; i < n_works; i++)
        for (uint32_t j = 0; j < TASKS; j++) {
            uint32_t school = i / n, easy = 3 + school * 7 % 5;
            bool odd = school + n_odd >= n_schools;
            bool solved = odd ? j != 7 : (i * 31 + j * 17 + i * j * 7 + school) % 10 < easy;
            score[(size_t)j * n_works + i] = solved;
            totals[i] = (uint16_t)(totals[i] + solved);
        }
    Frame *frame = example_frame(n_schools, n, totals, NULL, arena);
    Procedure *procedure = arena_one(arena, Procedure);
    Blueprint *blueprint = arena_one(arena, Blueprint);
    Task *tasks = arena_array(arena, Task, TASKS);
    for (uint32_t j = 0; j < TASKS; j++) tasks[j].max = 1;
    *blueprint = *frame->procedure->blueprint;
    blueprint->n_tasks = TASKS;
    blueprint->tasks = tasks;
    *procedure = *frame->procedure;
    procedure->blueprint = blueprint;
    frame->procedure = procedure;
    frame->score = score;
    return example_values(compute, frame, NULL, arena);
}

static bool odd_stand_out(Arena *arena)
{
    Value *values = of(80, 4, 12, arena);
    bool stands = true;
    for (uint32_t i = 0; i < 160; i++) stands &= i % 80 >= 76 ? values[i].value > .9 : values[i].value < .1;
    return stands && example_near(values[79].extra[0], 87.5, 1e-9) && values[79].extra[1] == 0 && values[79].extra[3] == 0;
}

static bool never_a_p(Arena *arena)
{
    Value *values = of(80, 4, 12, arena);
    for (uint32_t i = 0; i < 160; i++)
        if (!isnan(values[i].p) || !isnan(values[i].midp) || !(values[i].value >= 0 && values[i].value <= 1)) return false;
    return true;
}

static bool few_are_silent(Arena *arena)
{
    return of(80, 4, 7, arena)[79].silence == SILENT_TOO_FEW && of(59, 4, 12, arena)[58].silence == SILENT_NO_REFERENCE && of(80, 80, 12, arena)[0].silence == SILENT_NO_SPREAD;
}

static const IndicatorExample examples[] = {
    { "четыре школы из восьмидесяти, где все работы одинаковы и почти без ошибок: принадлежность больше 0,9, у остальных меньше 0,1", odd_stand_out },
    { "принадлежность от 0 до 1, p нет", never_a_p },
    { "семь работ, 59 школ, все школы одинаковы: молчит", few_are_silent },
    { 0 }
};

static const char *const innocent[] = {
    "сильный класс: чем выше средний результат, тем меньше места для разброса",
    "короткая или лёгкая работа, в которой почти все решают всё",
    "класс с отбором детей или с углублённым изучением предмета",
    NULL
};

const Indicator indicator_invalsi = {
    .id = "invalsi",
    .title = "Картина классов по INVALSI",
    .head = "группа|по INVALSI",
    .meaning = "Насколько школа или класс похожи на группу с самым высоким средним и самым малым разбросом результатов и ответов. Это описание для аналитика; выводы «Мерила» на нём не строятся.",
    .blind = "Не отличает сильный класс от класса, где помогали: у обоих высокое среднее и малый разброс. Самая необычная группа есть всегда, даже если все честны.",
    .innocent = innocent,
    .next = "Смотрите на саму картину: кто ещё в этой группе и чем эти школы похожи. Что проверять, скажут остальные признаки.",
    .formula = "По единице: среднее и разброс 100t/T, доля пропусков, неоднородность 1 − Σp² в среднем по заданиям. Главные компоненты корреляций, две оси; нечёткие k-средние (k = 8, m = 1,5). Значение — принадлежность к группе с наибольшим «среднее − разброс − неоднородность».",
    .source = "Quintano, Castellano & Longobardi 2009, Statistica & Applicazioni 7; Longobardi, Falzetti & Pagliuca 2018",
    .unit = "принадлежность",
    .smallest_n = SMALLEST_N,
    .family = FAMILY_TASKS,
    .role = ROLE_DESCRIPTIVE,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
