/* Pictures of signs: the school's own histogram at the cut-offs, its marks against the journal, one estimate on a scale. */
#include <math.h>

#include "publish/report/common.h"

typedef struct Unit { const Frame *frame; const ProcedureAnalysis *of; uint32_t first, n; } Unit; /* works of a school or a class */

static Unit unit_of(const Report *report, const Value *value)
{
    const ProcedureAnalysis *of = &report->in->procedures[value->procedure];
    Unit unit = { .frame = of->frame, .of = of };
    if (value->class_index != NO_CLASS) {
        unit.first = of->frame->classes[value->class_index].first;
        unit.n = of->frame->classes[value->class_index].n;
    } else if (report->at[value->procedure][value->org] != REPORT_NOWHERE) {
        const SchoolSpan *school = &of->frame->schools[report->at[value->procedure][value->org]];
        unit.first = school->first;
        unit.n = school->n;
    }
    return unit;
}

static double mean_of(const double *f, uint16_t max, double a)
{
    double sum = 0, weighted = 0, middle = max / 2.0;
    for (uint32_t t = 0; t <= max; t++) {
        double w = f[t] * exp(a * (t - middle));
        sum += w;
        weighted += w * t;
    }
    return weighted / sum;
}

/* The norm leaned to a mean: f(t) e^(at), the fallback reference of A0. Bisection: the mean rises with a. */
static void lean(const double *f, uint16_t max, double mean, double n, double *works)
{
    double low = -1, high = 1, sum = 0, middle = max / 2.0;
    for (int i = 0; i < 60; i++) {
        double a = (low + high) / 2;
        if (mean_of(f, max, a) < mean) low = a;
        else high = a;
    }
    for (uint32_t t = 0; t <= max; t++) sum += works[t] = f[t] * exp(low * (t - middle));
    for (uint32_t t = 0; t <= max; t++) works[t] *= n / sum;
}

/* Where an average school of this mean would be: its mean drawn to the norm's as far as n works cannot tell them apart. */
static double shrunk_mean(const Unit *unit, const Norm *norm)
{
    double sum = 0;
    for (uint32_t i = 0; i < unit->n; i++) sum += unit->frame->total[unit->first + i];
    double mean = sum / unit->n, noise = norm->within_sd * norm->within_sd / unit->n;
    if (!(norm->tau2_mean + noise > 0)) return mean;
    return norm->mean + norm->tau2_mean / (norm->tau2_mean + noise) * (mean - norm->mean);
}

static double between(const double *works, uint32_t from, uint32_t to, uint16_t max)
{
    double sum = 0;
    for (uint32_t t = from; t <= to && t <= max; t++) sum += works[t];
    return sum;
}

/* The cut-off with the most works above it and the fewest below, against expectation. */
static int strongest_cutoff(const ChartHist *hist)
{
    int best = 0;
    double best_shift = -INFINITY;
    for (int c = 0; c < hist->n_cutoffs; c++) {
        uint32_t at = hist->cutoff[c], below = at >= 2 ? at - 2 : 0;
        double shift = between(hist->observed, at, at + 1, hist->max) - between(hist->expected, at, at + 1, hist->max) -
                       between(hist->observed, below, at - 1, hist->max) + between(hist->expected, below, at - 1, hist->max);
        if (shift > best_shift) best = c, best_shift = shift;
    }
    return best;
}

static void hatch_cutoff(const Report *report, ChartHist *hist)
{
    uint32_t at = hist->cutoff[strongest_cutoff(hist)], below = at >= 2 ? at - 2 : 0;
    uint8_t *hatch = (uint8_t *)arena_alloc(report->arena, (size_t)hist->max + 1);
    for (uint32_t t = below; t <= at + 1 && t <= hist->max; t++) {
        if (t >= at && hist->observed[t] > hist->expected[t]) hatch[t] = 1;
        if (t < at && hist->observed[t] < hist->expected[t]) hatch[t] = 2;
    }
    hist->hatch = hatch;
}

Chart *report_threshold_chart(Report *report, const Sign *sign)
{
    if (sign->value.procedure == UINT32_MAX) return NULL;
    Unit unit = unit_of(report, &sign->value);
    const Blueprint *blueprint = unit.frame->procedure->blueprint;
    const Norm *norm = unit.of->norm;
    if (unit.n < REPORT_MIN_UNIT || !blueprint->cutoffs_known) return NULL;
    Chart *chart = arena_one(report->arena, Chart);
    double *observed = arena_array(report->arena, double, (size_t)blueprint->max + 1);
    for (uint32_t i = 0; i < unit.n; i++) observed[unit.frame->total[unit.first + i]]++;
    ChartHist *hist = &chart->of.hist;
    *hist = (ChartHist){ .max = blueprint->max, .observed = observed, .n_cutoffs = N_CUTOFFS, .small = true, .expected_as_dashes = true };
    memcpy(hist->cutoff, blueprint->cutoff, sizeof hist->cutoff);
    bool relative = str_find(str_of(sign->value.indicator), STR("relative")) != SIZE_MAX;
    const double *f = norm == NULL || norm->max != blueprint->max ? NULL : relative && norm->lifted != NULL ? norm->lifted : norm->honest;
    if (f != NULL) {
        double *expected = arena_array(report->arena, double, (size_t)blueprint->max + 1);
        lean(f, blueprint->max, shrunk_mean(&unit, norm), unit.n, expected);
        hist->expected = expected;
        hatch_cutoff(report, hist);
    } else if (norm != NULL && norm->max == blueprint->max && norm->lumpy != NULL) {
        double *behind = arena_array(report->arena, double, (size_t)blueprint->max + 1);
        for (uint32_t t = 0; t <= blueprint->max; t++) behind[t] = norm->lumpy[t] * unit.n;
        hist->behind = behind;
    }
    chart->kind = "hist";
    chart->title = sign->title;
    chart->reading = hist->expected != NULL ? STR("Столбик — работы, чёрточка — ожидание.") : hist->behind != NULL ? STR("Столбик — работы, серым — норма.") : STR("Столбик — работы.");
    Str works = report_works_count(report, unit.n), cutoffs = report_cutoffs(report, blueprint);
    chart->summary = TEXT(report, "Первичные баллы: %.*s, пороги отметок %.*s. %.*s", STR_ARG(works), STR_ARG(cutoffs), STR_ARG(sign->text));
    return chart;
}

static FlowBar unit_flow(const Unit *unit)
{
    uint32_t n = 0, lowered = 0, raised = 0;
    for (uint32_t i = unit->first; i < unit->first + unit->n; i++) {
        uint8_t journal = unit->frame->journal[i], mark = unit->frame->mark[i];
        if (journal == 0 || mark == 0) continue;
        n++;
        lowered += mark < journal ? 1 : 0;
        raised += mark > journal ? 1 : 0;
    }
    double all = n > 0 ? n : 1;
    return (FlowBar){ .lowered = lowered / all, .raised = raised / all, .confirmed = (n - lowered - raised) / all, .n = n };
}

Chart *report_flow_chart(Report *report, const Sign *sign)
{
    if (sign->value.procedure == UINT32_MAX) return NULL;
    Unit unit = unit_of(report, &sign->value);
    FlowBar *bars = arena_array(report->arena, FlowBar, 2);
    bars[0] = unit_flow(&unit);
    if (bars[0].n < REPORT_MIN_UNIT) return NULL;
    bars[0].label = sign->value.class_index == NO_CLASS ? STR("школа") : STR("класс");
    const Norm *norm = unit.of->norm;
    if (norm != NULL && norm->journal.known) {
        bars[1] = (FlowBar){ .lowered = norm->journal.lowered, .confirmed = norm->journal.confirmed, .raised = norm->journal.raised, .n = (uint32_t)norm->journal.n };
    } else {
        double n = unit.of->flow.n;
        bars[1] = (FlowBar){ .lowered = unit.of->flow.lowered / n, .confirmed = unit.of->flow.confirmed / n, .raised = unit.of->flow.raised / n, .n = unit.of->flow.n };
    }
    bars[1].label = STR("норма");
    bool raised = bars[0].raised - bars[1].raised >= bars[0].lowered - bars[1].lowered;
    double low, high, share = raised ? bars[0].raised : bars[0].lowered;
    report_wilson(share * bars[0].n, bars[0].n, &low, &high);
    Str value = number_share(report->arena, share, 0), norm_value = number_share(report->arena, raised ? bars[1].raised : bars[1].lowered, 0);
    Str range = report_range(report, 100 * low, 100 * high, 0);
    Chart *chart = arena_one(report->arena, Chart);
    bars[0].attention = true;
    chart->kind = "flow";
    chart->title = sign->title;
    chart->reading = STR("Слева — отметка за работу ниже журнала, посередине — та же, справа — выше.");
    chart->summary = TEXT(report, "Отметка за работу %s журнала: в школе %.*s (%.*s), по норме %.*s.", raised ? "выше" : "ниже", STR_ARG(value), STR_ARG(range), STR_ARG(norm_value));
    chart->of.flow = (ChartFlow){ .n_bars = 2, .bars = bars, .marked = raised ? 3 : 1, .interval = TEXT(report, "%s журнала, 95 %%: %.*s %%", raised ? "выше" : "ниже", STR_ARG(range)) };
    return chart;
}

Chart *report_estimate_chart(Report *report, const Sign *sign)
{
    const Value *value = &sign->value;
    if (!isfinite(value->value) || !isfinite(value->expected)) return NULL;
    const Indicator *indicator = report_indicator(value->indicator);
    EstimateRow *row = arena_array(report->arena, EstimateRow, 1);
    double low = isfinite(value->low) ? value->low : value->value, high = isfinite(value->high) ? value->high : value->value;
    *row = (EstimateRow){ .label = value->class_index == NO_CLASS ? STR("школа") : STR("класс"), .value = value->value, .low = low, .high = high, .marked = true };
    double left = fmin(low, value->expected), right = fmax(high, value->expected), margin = fmax(0.15 * (right - left), 1e-6);
    Chart *chart = arena_one(report->arena, Chart);
    chart->kind = "estimate";
    chart->title = sign->title;
    chart->reading = STR("Точка — оценка с интервалом 95 %, черта — ожидание.");
    chart->summary = sign->text;
    chart->of.estimate = (ChartEstimate){ .n = 1, .rows = row, .scale_min = left - margin, .scale_max = right + margin, .line = value->expected, .line_label = STR("ожидание"),
        .unit = indicator != NULL ? str_of(indicator->unit) : STR_EMPTY };
    return chart;
}
