/* Bunching at cut-offs against the honest distribution (statistics.md A1b). extra[]: see threshold_.h. */
#include <math.h>

#include "indicator/example_.h"
#include "indicator/threshold_.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    threshold_compute(in, "threshold-absolute", THRESHOLD_HONEST, values, arena);
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    threshold_show(in, value, THRESHOLD_HONEST, arena, sign);
    Str counts = threshold_counts(value, arena);
    sign->title = threshold_title(value, "", arena);
    sign->text = arena_printf(arena, "%.*s, если бы порог работы не притягивал." THRESHOLD_TOGETHER, STR_ARG(counts));
}

static const uint16_t honest_totals[] = { 4, 5, 6, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18, 19 };
static const uint16_t lifted_totals[] = { 6, 6, 6, 6, 6, 6, 7, 7, 10, 10, 10, 10, 11, 11, 12, 12, 13, 15, 15, 15, 15, 16, 17, 18, 19 };

static Value of(const uint16_t *totals, uint32_t n, Arena *arena)
{
    return example_values(compute, example_frame(1, n, totals, NULL, arena), example_norm(arena), arena)[0];
}

static bool honest_is_quiet(Arena *arena)
{
    Value value = of(honest_totals, 25, arena);
    return value.silence == SPEAKS && value.p > 0.3 && value.low == 0 && value.extra[THRESHOLD_EVIDENCE] == 23;
}

static bool lifted_is_seen(Arena *arena)
{
    Value value = of(lifted_totals, 25, arena);
    return value.p < 0.001 && value.midp < value.p && value.value > 3 && value.low > 0 && value.low <= value.value && value.value <= value.high && value.extra[THRESHOLD_MARK] == 3;
}

static bool few_is_silent(Arena *arena)
{
    Value value = of((const uint16_t[]){ 5, 6, 6, 6, 6, 6, 1 }, 7, arena);
    return value.silence == SILENT_TOO_FEW && value.extra[THRESHOLD_EVIDENCE] == 6;
}

static const IndicatorExample examples[] = {
    { "25 работ, ровно распределённых вокруг 12 баллов: признака нет", honest_is_quiet },
    { "25 работ, из них 12 ровно на трёх порогах и ни одной на балл ниже: реже одного раза из тысячи", lifted_is_seen },
    { "шесть работ у порогов: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "пограничные работы перечитывали вдвоём по правилам, принятым в школе",
    "задание у порога оценивается сразу в два балла, и сумма, равная порогу, складывается чаще",
    "учитель вёл учеников именно к этой отметке, и несколько из них её чуть-чуть достигли",
    NULL
};

const Indicator indicator_threshold_absolute = {
    .id = "threshold-absolute",
    .title = "Всплеск на порогах отметок: против честного распределения",
    .head = "пороги: против|честных",
    .meaning = "Чуть ниже порога отметки работ меньше, чем бывает, если баллы ставят не глядя на порог, а ровно на пороге — больше. Так выглядят результаты, когда пограничным работам добавляют балл-другой.",
    .blind = "Не отличает завышение от честного перечитывания пограничных работ; не видит, если баллы добавили всем поровну. Там, где порог притягивает работы по всему региону, сам по себе вывода не даёт.",
    .innocent = innocent,
    .next = "Попросите школу показать, как проверяли работы у порогов, и перепроверьте часть работ с баллом на пороге и на балл-два ниже вслепую, силами другой школы.",
    .formula = "На каждом пороге c берутся баллы c−3…c+2 (соседние пороги делят баллы между собой). Каждая работа получает вес 10·ln(fa/f0), где f0 — честное распределение, сдвинутое к уровню школы, "
               "fa — оно же, если подняты доли 0,25; 0,45; 0,65 работ с баллами c−3, c−2, c−1 (80 % на c, 20 % на c+1). S — сумма весов. p = P(S ≥ s) точно, при данном числе работ у порогов. "
               "Перемещено работ: сколько не хватает ниже порогов, не меньше нуля.",
    .source = "Kleven, Waseem 2013, QJE 128:669; Dee, Dobbie, Jacob, Rockoff 2019, AEJ: Applied 11(3):382–423; сглаживание: Holland, Thayer 2000, JEBS 25:133; точный условный критерий — «Мерило»",
    .unit = "работ",
    .smallest_n = 8,
    .family = FAMILY_THRESHOLD,
    .role = ROLE_SIGN,
    .for_classes = true,
    .honest_only = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
