/* The view «Баллы»: works by primary score against the region, cut-offs, marks. */
#include <math.h>

#include "publish/report/official.h"
#include "web/result.h"

/* Bars of 1 to 4 works are not drawn for readers outside. */
static void hide_few(ChartHist *hist, Arena *arena)
{
    double *kept = arena_array(arena, double, (size_t)hist->max + 1);
    for (uint32_t t = 0; t <= hist->max; t++) kept[t] = hist->observed[t] > 0 && hist->observed[t] < REPORT_MIN_UNIT ? (double)NAN : hist->observed[t];
    hist->observed = kept;
}

static Str finding(const Ctx *ctx, const Result *result)
{
    const ProcedureAnalysis *of = result->of;
    const NormThreshold *strongest = of->own != NULL ? report_strongest(of) : NULL;
    if (strongest != NULL)
        return CTX_TEXT(ctx, "Порог «%u»: через него переместились около %.*s", strongest->mark, STR_ARG(number_of(ctx->arena, llround(strongest->excess), "работа", "работы", "работ")));
    if (of->own != NULL && of->own->honest != NULL) return STR("Пороги отметок работ не притягивают");
    if (of->norm == NULL) return CTX_TEXT(ctx, "Средний балл — %.*s", STR_ARG(number_dec(ctx->arena, of->mean, 1)));
    return CTX_TEXT(ctx, "Средний балл — %.*s, в регионе — %.*s", STR_ARG(number_dec(ctx->arena, of->mean, 1)), STR_ARG(number_dec(ctx->arena, of->norm->mean, 1)));
}

bool result_view_scores(Ctx *ctx, Result *result, Err *err)
{
    (void)err;
    const ProcedureAnalysis *of = result->of;
    Report *report = result->report;
    Node *panel = doc_panel(ctx->doc, NULL, finding(ctx, result));
    Chart *chart = report_norm_chart(report, result->procedure, false);
    if (chart != NULL) {
        chart->title = STR("Первичные баллы");
        if (result->is_part && chart->of.hist.behind != NULL) {
            chart->of.hist.behind_words = STR("регион");
            chart->reading = STR("Столбцы — работы; серым — регион, приведённый к тому же числу работ.");
        }
        if (ctx->doc->outside) hide_few(&chart->of.hist, ctx->arena);
        doc_chart(ctx->doc, panel, chart);
    }
    if (!of->frame->procedure->blueprint->cutoffs_known) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Пороги отметок неизвестны."), CTX_TEXT(ctx, "Отметок и проверок у порога нет. Пороги вносятся в [описании работы](/procedures/%.*s).", STR_ARG(str_slice(result->base, 9, result->base.n))));
        return true;
    }
    if (of->own != NULL) {
        doc_heading(ctx->doc, NULL, 2, STR("Пороги отметок"));
        report_thresholds(report, NULL, of);
    } else {
        doc_small(ctx->doc, NULL, STR("Притяжение работ к порогам считается по всем школам региона; что выделяется в отдельной школе, сказано на страницах признаков."));
    }
    doc_heading(ctx->doc, NULL, 2, STR("Отметки за работу"));
    result_usual_tables(ctx, result);
    official_marks(report, NULL, result->procedure);
    return true;
}
