/* Journal marks against work totals: shrunken severity (statistics.md A8). value: share of works in the direction of z. extra[]: see journal_.h. */
#include <math.h>

#include "base/number.h"
#include "indicator/example_.h"
#include "indicator/journal_.h"
#include "indicator/unit_.h"
#include "stats/basic.h"
#include "stats/journal.h"

#define SMALLEST_N 10 /* the score test leans on the normal law */

static int journal_category(uint8_t journal) { return journal <= 2 ? 0 : journal - 2; }

static void measure(const IndicatorInput *in, const Unit *unit, Value *value)
{
    const Frame *frame = in->frame;
    const NormJournal *norm = &in->norm->journal;
    JournalScore score = { 0 };
    uint32_t n = 0, n_marked = 0, lowered = 0, raised = 0;
    for (uint32_t i = unit->first; i < unit->first + unit->n; i++) {
        if (frame->journal[i] == 0) continue;
        JournalScore one = journal_score(norm->a, norm->b[frame->total[i]], journal_category(frame->journal[i]));
        score.u += one.u;
        score.i += one.i;
        n++;
        if (frame->mark[i] == 0) continue;
        n_marked++;
        lowered += frame->mark[i] - 2 < journal_category(frame->journal[i]);
        raised += frame->mark[i] - 2 > journal_category(frame->journal[i]);
    }
    value->extra[JOURNAL_EVIDENCE] = n;
    if (n < SMALLEST_N) {
        value->silence = n == 0 ? SILENT_NO_JOURNAL : SILENT_TOO_FEW;
        return;
    }
    /* one teacher marks a class: classes differ more than whole schools do */
    double tau2 = unit->class_index != NO_CLASS && norm->tau2_class > norm->tau2 ? norm->tau2_class : norm->tau2;
    JournalSeverity severity = journal_severity(score, tau2);
    if (isnan(severity.z)) {
        value->silence = SILENT_NO_SPREAD;
        return;
    }
    value->z = -severity.z;
    value->p = value->midp = 2 * unit_upper_p(fabs(severity.z));
    value->extra[JOURNAL_SHIFT] = severity.shift;
    value->extra[JOURNAL_SHIFT_SE] = severity.se;
    if (n_marked == 0) return; /* cut-offs unknown: the test speaks, shares do not */
    Interval share = basic_wilson(value->z > 0 ? raised : lowered, n_marked, 0.95);
    value->value = share.value;
    value->low = share.low;
    value->high = share.high;
    value->expected = value->z > 0 ? norm->raised : norm->lowered;
    value->extra[JOURNAL_LOWERED] = (double)lowered / n_marked;
    value->extra[JOURNAL_RAISED] = (double)raised / n_marked;
    value->extra[JOURNAL_CONFIRMED] = (double)(n_marked - lowered - raised) / n_marked;
}

static void compute(const IndicatorInput *in, Value *values, Arena *arena)
{
    (void)arena;
    uint32_t n_units = unit_count(in->frame, true);
    bool has_model = in->norm != NULL && in->norm->journal.known;
    for (uint32_t i = 0; i < n_units; i++) {
        Unit unit = unit_at(in->frame, i);
        values[i] = unit_value(in, "journal-agreement", &unit, has_model ? SPEAKS : in->norm == NULL ? SILENT_NO_REFERENCE : SILENT_NO_MODEL);
        if (has_model) measure(in, &unit, &values[i]);
    }
}

/* Shares of marks would contradict the title here: marks in the journal against what equal totals usually get tell it as it is. */
static void tell_at_equal_totals(const IndicatorInput *in, const Value *value, bool work_above, Arena *arena, Sign *sign)
{
    const Frame *frame = in->frame;
    Unit unit = unit_of_value(frame, value);
    double marks = 0, usual = 0, p[JOURNAL_MARKS];
    uint32_t n = 0;
    for (uint32_t i = unit.first; i < unit.first + unit.n; i++) {
        if (frame->journal[i] == 0) continue;
        n++;
        marks += journal_category(frame->journal[i]) + 2;
        journal_probabilities(in->norm->journal.a, in->norm->journal.b[frame->total[i]], p);
        for (int k = 0; k < JOURNAL_MARKS; k++) usual += p[k] * (k + 2);
    }
    sign->picture = PICTURE_NONE;
    sign->title = work_above ? STR("Журнал строже работы") : STR("Журнал мягче работы");
    sign->text = work_above ? STR("При тех же баллах за работу отметки в журнале здесь ниже, чем обычно в регионе.")
                            : STR("При тех же баллах за работу отметки в журнале здесь выше, чем обычно в регионе.");
    if (n == 0) return;
    unit_fact(sign, "Средняя отметка в журнале", number_dec(arena, marks / n, 2), STR_EMPTY, arena);
    unit_fact(sign, "При таких баллах обычно", number_dec(arena, usual / n, 2), STR_EMPTY, arena);
}

static void tell(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign)
{
    bool work_above = value->z > 0;
    sign->picture = PICTURE_MARKS;
    if (!work_above) { /* the registered causes explain a strict journal, not a generous one */
        Str *generous = arena_array(arena, Str, 3);
        generous[0] = STR("в журнале ценят старание, устные ответы и весь период, а работа — один день");
        generous[1] = STR("работу писали после каникул или дистанционного обучения, и часть пройденного забыта");
        generous[2] = STR("сменился учитель, и в форму попала отметка за другой период");
        sign->innocent = generous;
        sign->n_innocent = 3;
    }
    if (!(value->value > value->expected)) { /* shares do not tell: the difference shows only at equal totals */
        tell_at_equal_totals(in, value, work_above, arena, sign);
        return;
    }
    Str share = number_share(arena, value->value, 0), norm = number_share(arena, value->expected, 0);
    sign->title = arena_printf(arena, work_above ? "Отметки за работу выше журнала у %.*s учеников" : "Отметки за работу ниже журнала у %.*s учеников", STR_ARG(share));
    sign->text = arena_printf(arena, work_above ? "По региону — у %.*s. При равных баллах за работу отметки в журнале здесь ниже обычных." :
                                                  "По региону — у %.*s. При равных баллах за работу отметки в журнале здесь выше обычных.", STR_ARG(norm));
    Str range = unit_range(arena, 100 * value->low, 100 * value->high, 0);
    unit_fact(sign, work_above ? "Работа выше журнала" : "Работа ниже журнала", share, range, arena);
    unit_fact(sign, "В регионе", norm, STR_EMPTY, arena);
}

/* Journal by total in steps of five points, shifted by whole marks. */
static Value of(int shift, uint32_t n, Arena *arena)
{
    uint16_t *totals = arena_array(arena, uint16_t, n);
    uint8_t *journal = arena_array(arena, uint8_t, n);
    for (uint32_t i = 0; i < n; i++) {
        totals[i] = (uint16_t)(4 + i % 16);
        int mark = (totals[i] < 5 ? 2 : totals[i] < 11 ? 3 : totals[i] < 17 ? 4 : 5) + shift;
        journal[i] = (uint8_t)(mark < 2 ? 2 : mark > 5 ? 5 : mark);
    }
    return example_values(compute, example_frame(1, n, totals, journal, arena), example_norm(arena), arena)[0];
}

static bool usual_is_quiet(Arena *arena)
{
    Value value = of(0, 32, arena);
    return value.silence == SPEAKS && value.p > 0.2;
}

static bool strict_journal(Arena *arena)
{
    Value value = of(-1, 32, arena);
    return value.z > 2.5 && value.p < 0.02 && value.value == value.extra[JOURNAL_RAISED] && value.value > 0.5 && value.low < value.value;
}

static bool generous_journal(Arena *arena)
{
    Value value = of(+1, 32, arena);
    return value.z < -2 && value.p < 0.05 && value.value == value.extra[JOURNAL_LOWERED];
}

static bool few_is_silent(Arena *arena) { return of(1, 9, arena).silence == SILENT_TOO_FEW; }

static const IndicatorExample examples[] = {
    { "журнал следует за баллами как в регионе: признака нет", usual_is_quiet },
    { "журнал на отметку ниже у всех: работа выше журнала, реже двух раз из ста", strict_journal },
    { "журнал на отметку выше у всех: журнал щедрее", generous_journal },
    { "девять учеников: данных мало", few_is_silent },
    { 0 }
};

static const char *const innocent[] = {
    "строгий журнал: отметки за четверть снижены за пропуски, тетради или поведение",
    "сменился учитель, и в форму попала отметка за другой период",
    "тему работы повторяли перед самой работой, а отметка в журнале — за всю четверть",
    NULL
};

const Indicator indicator_journal_agreement = {
    .id = "journal-agreement",
    .title = "Отметки за работу и отметки в журнале",
    .head = "журнал",
    .meaning = "При одинаковых баллах за работу отметки в журнале здесь устойчиво ниже или выше, чем в регионе. Если работа выше журнала почти у всех — вопрос к работе; если журнал выше работы — вопрос к текущим отметкам.",
    .blind = "Не отличает завышенную работу от строгого журнала. Не видит школы, где завышено и то и другое.",
    .innocent = innocent,
    .next = "Сопоставьте с учителем критерии текущих отметок и критерии работы; при «работа выше журнала» перепроверьте часть работ вслепую.",
    .formula = "Регион: P(журнал > k | балл t) = 1/(1 + exp(a_k − b(t))). Школа: U = Σ(F(J) + F(J−1) − 1), I = Σ(1 − Σp³)/3, z = U/√(I + I²τ²), τ² — разброс между школами (для класса — между классами). p двустороннее.",
    .source = "McCullagh 1980, JRSS B 42:109 (пропорциональные шансы); поправка на разброс: Spiegelhalter 2005, Stat. Med. 24:1185",
    .unit = "доля работ",
    .smallest_n = SMALLEST_N,
    .family = FAMILY_JOURNAL,
    .role = ROLE_SIGN,
    .recurs = true,
    .for_classes = true,
    .compute = compute,
    .tell = tell,
    .examples = examples,
};
