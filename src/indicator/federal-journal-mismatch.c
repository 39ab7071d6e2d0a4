/* The federal marker «несоответствие результатов ВПР и школьных отметок», as published. extra[0]: Marker, extra[1]: tie-corrected coefficient. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/unit_.h"
#include "stats/basic.h"
#include "stats/federal.h"

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    const Frame *frame = in->frame;
    uint32_t most = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++) most = frame->schools[i].n > most ? frame->schools[i].n : most;
    double *x = arena_array(arena, double, (size_t)most * 5), *y = x + most, *scratch = y + most;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        size_t n = 0;
        for (uint32_t w = unit.first; w < unit.first + unit.n; w++)
            if (frame->journal[w] != 0) x[n] = frame->journal[w], y[n++] = frame->total[w];
        Spearman spearman = basic_spearman(x, y, n, scratch);
        FederalMark mark = federal_mismatch(spearman.textbook);
        values[i] = unit_value(in, "federal-journal-mismatch", &unit, mark != FEDERAL_UNDEFINED ? SPEAKS : n == 0 ? SILENT_NO_JOURNAL : n < 2 ? SILENT_TOO_FEW : SILENT_NO_SPREAD);
        values[i].n = (uint32_t)n;
        values[i].value = spearman.textbook;
        values[i].expected = 0;
        values[i].extra[0] = mark;
        values[i].extra[1] = spearman.corrected;
    }
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    (void)in;
    Str textbook = number_signed(arena, value->value, 2), corrected = number_signed(arena, value->extra[1], 2);
    sign->title = value->extra[0] == MARKER_YES ? STR("Федеральный маркер: баллы не соответствуют журналу") : STR("Федерального маркера несоответствия журналу нет");
    sign->text = arena_printf(arena, "Связь баллов с отметками журнала %.*s по федеральной формуле, %.*s с поправкой на одинаковые отметки.", STR_ARG(textbook), STR_ARG(corrected));
    unit_fact(sign, "Связь баллов и журнала", textbook, STR_EMPTY, arena);
}

static Value of(const uint16_t *totals, const uint8_t *journal, uint32_t n, Arena *arena)
{
    return example_values(compute, example_frame(1, n, totals, journal, arena), NULL, arena)[0];
}

/* Ranks of totals 4 3 2 1 against 1 2 3 4: r = 1 - 6 * 20 / 60 = -1. */
static bool opposite(Arena *arena)
{
    Value value = of((const uint16_t[]){ 16, 12, 8, 4 }, (const uint8_t[]){ 2, 3, 4, 5 }, 4, arena);
    return example_near(value.value, -1, 1e-12) && value.extra[0] == MARKER_YES;
}

/* Journal 3 3 4 (ranks 1.5 1.5 3), totals 5 7 9 (1 2 3): d^2 = .5, textbook 1 - 3/24 = .875, Pearson of ranks sqrt .75. */
static bool ties(Arena *arena)
{
    Value value = of((const uint16_t[]){ 5, 7, 9 }, (const uint8_t[]){ 3, 3, 4 }, 3, arena);
    return example_near(value.value, 0.875, 1e-12) && example_near(value.extra[1], sqrt(0.75), 1e-12) && value.extra[0] == MARKER_NO;
}

static bool constant_is_undefined(Arena *arena)
{
    return of((const uint16_t[]){ 5, 7, 9 }, (const uint8_t[]){ 4, 4, 4 }, 3, arena).extra[0] == MARKER_UNDEFINED;
}

static const IndicatorExample examples[] = {
    { "чем выше журнал, тем ниже балл: −1", opposite },
    { "одинаковые отметки: учебная формула 0,875, с поправкой √0,75", ties },
    { "все отметки журнала равны: не определено", constant_is_undefined },
    { 0 }
};

static const char *const innocent[] = {
    "несколько учеников и почти одинаковые отметки: знак связи решает случай",
    "отметка в журнале за другой период или другого учителя",
    NULL
};

const Indicator indicator_federal_journal_mismatch = {
    .id = "federal-journal-mismatch",
    .title = "Федеральный маркер: несоответствие журналу",
    .head = "несоответствие|журналу",
    .meaning = "Внутри школы чем выше отметка в журнале, тем ниже балл за работу. По этому правилу школу отмечает ФИОКО; выводы «Мерила» на нём не строятся.",
    .blind = "Не видит школу, где завышены и журнал, и работа; у малых школ срабатывает случайно.",
    .innocent = innocent,
    .next = "Проверьте, тот ли период и те ли ученики стоят в форме.",
    .formula = "r = 1 − 6Σd²/(n(n² − 1)) на средних рангах; маркер, если r < 0. Рядом — с поправкой на одинаковые ранги (корреляция Пирсона рангов). n < 2 или постоянная сторона — не определено.",
    .source = "ФИОКО, «Методика расчета показателя „Уровень объективности оценки образовательных результатов в субъекте РФ“», 2021, с. 1–3",
    .unit = "коэффициент",
    .smallest_n = 2,
    .family = FAMILY_FEDERAL,
    .role = ROLE_DESCRIPTIVE,
    .for_classes = false,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
