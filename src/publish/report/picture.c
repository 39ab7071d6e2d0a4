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

/* At the cut-off that the sign names: works above expectation on it and one point higher, works missing up to two points below. */
static void hatch_cutoff(const Report *report, ChartHist *hist, uint16_t at)
{
    uint32_t below = at >= 2 ? at - 2u : 0;
    uint8_t *hatch = (uint8_t *)arena_alloc(report->arena, (size_t)hist->max + 1);
    for (uint32_t t = below; t <= at + 1u && t <= hist->max; t++) {
        if (t >= at && hist->observed[t] > hist->expected[t]) hatch[t] = 1;
        if (t < at && hist->observed[t] < hist->expected[t]) hatch[t] = 2;
    }
    hist->hatch = hatch;
}

static Chart *totals_chart(Report *report, const Sign *sign)
{
    Unit unit = unit_of(report, &sign->value);
    const Blueprint *blueprint = unit.frame->procedure->blueprint;
    if (unit.n < REPORT_MIN_UNIT || !blueprint->cutoffs_known) return NULL;
    Chart *chart = arena_one(report->arena, Chart);
    double *observed = arena_array(report->arena, double, (size_t)blueprint->max + 1);
    for (uint32_t i = 0; i < unit.n; i++) observed[unit.frame->total[unit.first + i]]++;
    ChartHist *hist = &chart->of.hist;
    *hist = (ChartHist){ .max = blueprint->max, .observed = observed, .expected = sign->expected, .n_cutoffs = N_CUTOFFS, .small = true, .expected_as_dashes = true };
    memcpy(hist->cutoff, blueprint->cutoff, sizeof hist->cutoff);
    if (sign->expected != NULL && sign->mark >= 3 && sign->mark < 3 + N_CUTOFFS) hatch_cutoff(report, hist, blueprint->cutoff[sign->mark - 3]);
    chart->kind = "hist";
    chart->title = sign->title;
    chart->reading = hist->expected != NULL ? STR("Столбик — работы, чёрточка — ожидание.") : STR("Столбик — работы.");
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

static Chart *marks_chart(Report *report, const Sign *sign)
{
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

static Chart *estimate_chart(Report *report, const Sign *sign)
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

/* Pooled works, one row each: works moved, or how far the share of marks lies from the region's (right: above the journal, left: below). */
static Chart *parts_chart(Report *report, const Sign *sign)
{
    EstimateRow *rows = arena_array(report->arena, EstimateRow, sign->n_parts + 1);
    uint32_t n = 0;
    bool marks = false;
    for (uint32_t i = 0; i < sign->n_parts; i++) {
        const Value *part = &report->in->values[sign->parts[i]];
        const Indicator *of = report_indicator(part->indicator);
        if (!isfinite(part->value) || !isfinite(part->expected) || of == NULL) continue;
        marks = of->family == FAMILY_JOURNAL;
        double sign_of = marks && part->z < 0 ? -1 : 1, scale = marks ? 100 : 1, a = scale * sign_of * (part->low - part->expected), b = scale * sign_of * (part->high - part->expected);
        rows[n++] = (EstimateRow){ .label = report_tag(report, report->in->procedures[part->procedure].frame->procedure), .value = scale * sign_of * (part->value - part->expected),
            .low = fmin(a, b), .high = fmax(a, b), .marked = report_chance(part) <= 0.05 };
    }
    if (n == 0) return NULL;
    Chart *chart = arena_one(report->arena, Chart);
    chart->kind = "estimate";
    chart->title = sign->title;
    chart->reading = marks ? STR("Разница с регионом: справа отметок за работу выше журнала больше обычного, слева — ниже журнала больше обычного.")
                           : STR("Сколько работ могли переместиться, с интервалом 95 %.");
    chart->summary = sign->text;
    chart->of.estimate = (ChartEstimate){ .n = n, .rows = rows, .scale_min = NAN, .scale_max = NAN, .line = 0, .line_label = marks ? STR("как в регионе") : STR("ожидание"),
        .unit = marks ? STR("пунктов: ниже журнала — выше журнала") : STR("работ переместилось, 95 %") };
    return chart;
}

static Chart *tasks_chart(Report *report, const Sign *sign)
{
    if (sign->n_tasks == 0) return NULL;
    ProfilePoint *points = arena_array(report->arena, ProfilePoint, sign->n_tasks);
    for (uint16_t i = 0; i < sign->n_tasks; i++) {
        const SignTask *task = &sign->tasks[i];
        points[i] = (ProfilePoint){ .task = report_plain(report, task->label), .region = task->expected, .share = task->seen, .low = task->low, .high = task->high, .marked = task->marked };
    }
    Chart *chart = arena_one(report->arena, Chart);
    chart->kind = "profile";
    chart->title = sign->title;
    chart->reading = STR("Точки — выполнение заданий здесь, линия — ожидаемое при таких баллах за работу, чёрточки — где лежат 95 честных из 100.");
    chart->summary = sign->text;
    chart->of.profile = (ChartProfile){ .n = sign->n_tasks, .points = points, .of_sign = true };
    return chart;
}

Chart *report_picture(Report *report, const Sign *sign)
{
    if (sign->picture == PICTURE_NONE) return NULL;
    bool pooled = sign->value.procedure == UINT32_MAX;
    Chart *chart = sign->picture == PICTURE_PARTS              ? parts_chart(report, sign)
                   : sign->picture == PICTURE_TASKS              ? tasks_chart(report, sign)
                   : sign->picture == PICTURE_TOTALS && !pooled ? totals_chart(report, sign)
                   : sign->picture == PICTURE_MARKS && !pooled  ? marks_chart(report, sign)
                                                                : NULL;
    if (chart == NULL) chart = estimate_chart(report, sign);
    if (chart != NULL) chart->page_only = true; /* «Все признаки» of the workbook has the numbers */
    return chart;
}
