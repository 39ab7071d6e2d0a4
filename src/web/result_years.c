/* The view «Годы»: the same parallel a year apart, and the same children, with intervals. */
#include "domain/part.h"
#include "web/result.h"

static bool touches(const Change *change, uint32_t procedure) { return change->from == procedure || change->to == procedure; }

static void add_change(Ctx *ctx, const Result *result, Report *report, uint32_t c)
{
    const Change *change = &report->in->changes[c];
    uint32_t from, n;
    Str other = report_procedure_link(report, change->from == result->procedure ? change->to : change->from);
    Node *heading = doc_heading(ctx->doc, NULL, 3, change->kind == CHANGE_SAME_GRADE ? STR("Та же параллель год спустя: другие дети") : STR("Те же дети год спустя: параллель школы"));
    heading->sub = CTX_TEXT(ctx, "%s: %.*s", change->from == result->procedure ? "потом" : "раньше", STR_ARG(other));
    result_span(ctx, change->n, &from, &n);
    doc_table(ctx->doc, NULL, report_change_table(report, c, from, n));
    result_pager(ctx, NULL, change->n);
}

bool result_view_years(Ctx *ctx, Result *result, Err *err)
{
    const Analysis *whole, *in;
    if (!result_years(ctx, &result->row, &whole, err)) return false;
    in = result->is_part ? analysis_part(whole, result->keep, STR_EMPTY, ctx->arena) : whole; /* tables alone: no name depends on a conclusion */
    Report *report = report_open(in, ctx->doc, result->report->site, ctx->arena);
    report->all_name = result->report->all_name;
    report->norm_name = result->report->norm_name;
    report->region = report->region || result->is_part;
    uint32_t shown = 0;
    for (uint32_t c = 0; c < in->n_changes; c++) shown += touches(&in->changes[c], result->procedure) && in->changes[c].n > 0;
    doc_heading(ctx->doc, NULL, 2, STR("Как изменились результаты"))->sub = STR("[годы и когорты](?years)");
    if (shown == 0) {
        doc_text(ctx->doc, NULL, STR("Сравнить не с чем: работы того же предмета годом раньше или позже нет, или в ней писали другие школы. Загрузите формы прошлых лет — сравнение появится само."));
        return true;
    }
    doc_text(ctx->doc, NULL, STR("Изменение школы показано против изменения всех школ, у которых есть обе работы: трудность работ разных лет разная, и общий сдвиг ничего не говорит об обучении. Интервал 95 % — и случайность работ обоих лет, "
                                 "и то, чем изменения школ обычно различаются."));
    for (uint32_t c = 0; c < in->n_changes; c++)
        if (touches(&in->changes[c], result->procedure) && in->changes[c].n > 0) add_change(ctx, result, report, c);
    doc_small(ctx->doc, NULL, STR("Полужирным — интервал не накрывает нуля. Это не места и не вывод: так же выглядят смена учителя, слияние школ, другой набор детей. Дети прослежены только параллелью школы: коды участников от года к году "
                                  "меняются. Школы, где хотя бы в одном году меньше 5 работ, не показаны."));
    return true;
}
