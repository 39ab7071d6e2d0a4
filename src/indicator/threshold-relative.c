/* Bunching at cut-offs beyond what the region itself does (statistics.md A1f, D4). extra[]: see threshold_.h. */
#include <math.h>

#include "indicator/example_.h"
#include "indicator/threshold_.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    threshold_compute(in, "threshold-relative", THRESHOLD_LIFTED, values, arena);
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    threshold_show(in, value, THRESHOLD_LIFTED, arena, sign);
    Str counts = threshold_counts(value, arena);
    bool has_model = in->norm != NULL && in->norm->lifted != NULL;
    sign->title = threshold_title(value, has_model ? " сильнее, чем в регионе" : " сильнее, чем в других школах", arena);
    sign->text = has_model ? arena_printf(arena, "%.*s, если бы школа поступала с порогами как регион в среднем." THRESHOLD_TOGETHER, STR_ARG(counts))
                      : arena_printf(arena, "%.*s по остальным школам этих файлов: нормы региона нет, поэтому сравнение только с ними." THRESHOLD_TOGETHER, STR_ARG(counts));
}

static const uint16_t regional_totals[] = { 3, 5, 6, 6, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18, 19 };
static const uint16_t lifted_totals[] = { 6, 6, 6, 6, 6, 6, 7, 7, 10, 10, 10, 10, 11, 11, 12, 12, 13, 15, 15, 15, 15, 16, 17, 18, 19 };

static bool region_is_quiet(Arena *arena)
{
    Value value = example_values(compute, example_frame(1, 25, regional_totals, NULL, arena), example_norm(arena), arena)[0];
    return value.silence == SPEAKS && value.p > 0.3 && value.low == 0;
}

static bool spread_weakens(Arena *arena)
{
    Frame *frame = example_frame(1, 25, lifted_totals, NULL, arena);
    Norm *norm = example_norm(arena);
    double sharp = example_values(compute, frame, norm, arena)[0].p;
    norm->null_scale = 1.5;
    double beyond_spread = example_values(compute, frame, norm, arena)[0].p;
    return sharp < 0.002 && beyond_spread > 5 * sharp && beyond_spread < 0.05;
}

/* Ten schools of eight works; one has all of its works on the cut-off, the others are even. */
static bool exact_without_norm(Arena *arena)
{
    uint16_t totals[80];
    for (int i = 0; i < 80; i++) totals[i] = (uint16_t)(3 + i % 6);
    for (int i = 0; i < 8; i++) totals[i] = 6;
    Value *values = example_values(compute, example_frame(10, 8, totals, NULL, arena), NULL, arena);
    return values[0].silence == SPEAKS && values[0].p < 0.02 && values[1].p > 0.2;
}

static bool alone_is_silent(Arena *arena)
{
    return example_values(compute, example_frame(1, 25, lifted_totals, NULL, arena), NULL, arena)[0].silence == SILENT_NO_REFERENCE;
}

static const IndicatorExample examples[] = {
    { "25 работ с таким же притяжением к порогу, как в регионе: признака нет", region_is_quiet },
    { "тот же всплеск при большем разбросе между школами значит меньше", spread_weakens },
    { "без нормы: восемь работ из восьми ровно на пороге против девяти ровных школ", exact_without_norm },
    { "без нормы и без других школ сравнивать не с чем", alone_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "в школе принято перечитывать каждую пограничную работу, а в регионе — не везде",
    "работы проверял один учитель с устойчивой привычкой толковать спорный ответ в пользу ученика",
    "задание у порога оценивается сразу в два балла, а в этой школе его решали чаще обычного",
    NULL
};

const Indicator indicator_threshold_relative = {
    .id = "threshold-relative",
    .title = "Всплеск на порогах отметок: сильнее, чем в регионе",
    .head = "пороги: против|региона",
    .meaning = "На порогах отметок работ больше, а чуть ниже — меньше, чем бывает у школ этого региона с таким же уровнем, даже с учётом того, что школы и в этом различаются.",
    .blind = "Общую привычку региона не видит: если пороги притягивают работы всюду, школа «как все» здесь не видна. Не отличает завышение от перечитывания пограничных работ по правилам.",
    .innocent = innocent,
    .next = "Попросите школу показать, как проверяли работы у порогов, и перепроверьте часть работ с баллом на пороге и на балл-два ниже вслепую, силами другой школы.",
    .formula = "Тот же точный критерий, но f0 — собственное распределение региона со всеми его всплесками, сдвинутое к уровню школы. z = Ф⁻¹(1 − p) поправляется на разброс между школами: (z − центр)/масштаб по нижней половине школ. "
               "Без нормы (меньше 60 школ и нет --reference): число работ не ниже порога против остальных школ — точное гипергеометрическое распределение с поправкой на разницу уровней.",
    .source = "То же; эмпирический нуль: Efron 2004, JASA 99:96; точное сравнение двух групп: Fisher 1935",
    .unit = "работ",
    .smallest_n = 8,
    .family = FAMILY_THRESHOLD,
    .role = ROLE_SIGN,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
