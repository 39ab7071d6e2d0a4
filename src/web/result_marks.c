/* The view «Отметки и журнал»: the matrix first, then the shares, then the schools. */
#include "publish/report/official.h"
#include "web/result.h"

bool result_view_marks(Ctx *ctx, Result *result, Err *err)
{
    (void)err;
    Report *report = result->report;
    report_journal(report, NULL, result->procedure);
    if (result->of->flow.n < REPORT_MIN_UNIT) return true;
    Node *heading = doc_heading(ctx->doc, NULL, 2, STR("По школам"));
    heading->sub = STR("по коду школы; места не присваиваются. Как читать [отметки и журнал](?journal)");
    result_usual_tables(ctx, result);
    official_journal(report, NULL, result->procedure);
    if (!report->schools_on_page) doc_small(ctx->doc, NULL, STR("Здесь — муниципалитеты; каждая школа — в XLSX и CSV."));
    return true;
}
