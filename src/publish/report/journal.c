/* Marks for the work against marks of the journal: first the 4×4 matrix of counts, then the three shares as bars. */
#include <math.h>

#include "publish/report/common.h"

static void matrix(Report *report, Node *parent, const ProcedureAnalysis *of)
{
    const MarkFlow *flow = &of->flow;
    const Column columns[] = {
        { .head = STR("отметка|по журналу"), .kind = COLUMN_TEXT },
        { .head = STR("«2»"), .kind = COLUMN_NUMBER, .group = STR("отметка за работу") },
        { .head = STR("«3»"), .kind = COLUMN_NUMBER, .group = STR("отметка за работу") },
        { .head = STR("«4»"), .kind = COLUMN_NUMBER, .group = STR("отметка за работу") },
        { .head = STR("«5»"), .kind = COLUMN_NUMBER, .group = STR("отметка за работу") },
        { .head = STR("всего"), .kind = COLUMN_NUMBER, .group_start = true },
    };
    Str id = of->frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "journal-%.*s", STR_ARG(id)), TEXT(report, "%.*s Отметки и журнал", STR_ARG(report_tag(report, of->frame->procedure))), 6, columns, 5);
    uint32_t totals[4] = { 0 };
    for (int j = 0; j < 4; j++) {
        uint32_t all = flow->count[j][0] + flow->count[j][1] + flow->count[j][2] + flow->count[j][3];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(TEXT(report, "«%d»", j + 2));
        for (int w = 0; w < 4; w++) {
            row[w + 1] = cell_int(flow->count[j][w]);
            row[w + 1].bold = j == w;
            if (all > 0) row[w + 1].text = number_share(report->arena, (double)flow->count[j][w] / all, 0);
            totals[w] += flow->count[j][w];
        }
        row[5] = cell_int(all);
    }
    Cell *row = table_row(report->doc, table, ROW_BAND);
    row[0] = cell_text(STR("всего"));
    for (int w = 0; w < 4; w++) row[w + 1] = cell_int(totals[w]);
    row[5] = cell_int(flow->n);
    table->untitled = true;
    table->note = STR("Число учеников и доля от строки. Полужирным — совпало.");
    doc_table(report->doc, parent, table);
}

static FlowBar bar_of(Str label, const MarkFlow *flow)
{
    double n = flow->n;
    return (FlowBar){ .label = label, .lowered = flow->lowered / n, .confirmed = flow->confirmed / n, .raised = flow->raised / n, .n = flow->n };
}

static MarkFlow municipality_flow(const Report *report, const ProcedureAnalysis *of, uint32_t municipality)
{
    MarkFlow sum = { 0 };
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        if (report->municipality_of[of->frame->schools[s].org] != municipality) continue;
        const MarkFlow *flow = &of->schools[s].flow;
        sum.n += flow->n, sum.lowered += flow->lowered, sum.confirmed += flow->confirmed, sum.raised += flow->raised;
    }
    return sum;
}

enum { MAX_BARS = 14 };

static const Chart *bars(Report *report, const ProcedureAnalysis *of, Str title)
{
    FlowBar *list = arena_array(report->arena, FlowBar, MAX_BARS + 2);
    uint32_t n = 0;
    list[n++] = bar_of(report->all_name.n > 0 ? report->all_name : STR("все школы"), &of->flow);
    const Norm *norm = of->norm;
    if (norm != NULL && norm->source != NORM_OWN && norm->journal.known) {
        const FlowBar bar = { .label = report->norm_name.n > 0 ? report->norm_name : STR("норма"), .lowered = norm->journal.lowered, .confirmed = norm->journal.confirmed, .raised = norm->journal.raised,
            .n = (uint32_t)norm->journal.n };
        list[n++] = bar;
    }
    for (uint32_t m = 0; report->n_municipalities > 1 && report->n_municipalities <= MAX_BARS - 2 && m < report->n_municipalities; m++) {
        MarkFlow flow = municipality_flow(report, of, m);
        if (flow.n >= REPORT_MIN_UNIT) list[n++] = bar_of(report_plain(report, report->municipalities[m]), &flow);
    }
    Chart *chart = arena_one(report->arena, Chart);
    chart->kind = "flow";
    Str procedure = report_plain(report, of->frame->procedure->title);
    chart->title = TEXT(report, "Работа и журнал. %.*s", STR_ARG(procedure));
    chart->reading = STR("Слева — отметка за работу ниже журнала, посередине — та же, справа — выше.");
    chart->tab = TEXT(report, "%.*s Работа и журнал", STR_ARG(report_tag(report, of->frame->procedure)));
    chart->summary = title;
    chart->of.flow = (ChartFlow){ .n_bars = n, .bars = list, .interval = STR_EMPTY };
    return chart;
}

/* A count of pupils in a sentence: cells are hidden by the renderers, sentences here. */
static Str few_or(const Report *report, uint32_t n)
{
    return report->doc->outside && n > 0 && n < REPORT_MIN_UNIT ? STR("меньше 5") : number_int(report->arena, n);
}

void report_journal(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const MarkFlow *flow = &of->flow;
    if (flow->n < REPORT_MIN_UNIT) {
        doc_heading(report->doc, sheet, 2, STR("Отметки и журнал"));
        doc_text(report->doc, sheet, of->frame->procedure->blueprint->cutoffs_known ? STR("Отметок по журналу в этих файлах нет, сравнить не с чем.")
                                                                                   : STR("Пороги отметок неизвестны, поэтому сравнить работу с журналом нельзя."));
        return;
    }
    double n = flow->n;
    int decimals = report_share_decimals(n);
    Str lowered = number_share(report->arena, flow->lowered / n, decimals), raised = number_share(report->arena, flow->raised / n, decimals);
    Str title = TEXT(report, "Отметка за работу ниже журнала у %.*s учеников, выше — у %.*s", STR_ARG(lowered), STR_ARG(raised));
    doc_heading(report->doc, sheet, 2, title);
    Node *left, *right;
    report_two(report, sheet, 0.5f, &left, &right);
    matrix(report, left, of);
    doc_chart(report->doc, right, bars(report, of, title));
    Str low2 = few_or(report, flow->lowered2), high2 = few_or(report, flow->raised2), works = report_works_count(report, flow->n);
    doc_text(report->doc, right, TEXT(report, "В сравнении %.*s. На две отметки и больше: ниже журнала — %.*s, выше — %.*s. Такие расхождения ФИОКО советует школе разобрать (рекомендации 2026 года, с. 10–11).",
                                     STR_ARG(works), STR_ARG(low2), STR_ARG(high2)));
    doc_small(report->doc, right, STR("Журнал учитывает старание и весь период, работа — один день. Поэтому важно не расхождение само по себе, а то, отличается ли оно от обычного в других школах."));
}
