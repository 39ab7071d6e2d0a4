/* The view «Задания»: the heat map, what repeats in several schools, what to offer. */
#include "publish/report/note.h"
#include "web/result.h"

enum { NAMED_TASKS = 4 };

/* «Где району труднее: задания 6 и 8»: tasks below the region beyond chance of works and the usual spread of schools. */
static Str finding(const Ctx *ctx, const Result *result)
{
    const ProcedureAnalysis *of = result->of;
    const Norm *norm = of->norm;
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    if (!result->is_part || norm == NULL || norm->task_mean == NULL || norm->task_sd == NULL || norm->task_tau2 == NULL || norm->n_tasks != blueprint->n_tasks || of->tasks == NULL)
        return report_heat_title(result->report, result->procedure);
    Str names[NAMED_TASKS];
    uint32_t n = 0, more = 0;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        if (!note_task_below(of, j)) continue;
        if (n < NAMED_TASKS) names[n++] = report_plain(result->report, blueprint->tasks[j].label);
        else more++;
    }
    if (n == 0) return STR("Ни одно задание не даётся заметно труднее, чем в регионе");
    Str list = report_join(result->report, names, n, ", ");
    if (more > 0) return CTX_TEXT(ctx, "Труднее, чем в регионе: задания %.*s и ещё %u", STR_ARG(list), more);
    return CTX_TEXT(ctx, "Труднее, чем в регионе: %s %.*s", n == 1 ? "задание" : "задания", STR_ARG(list));
}

bool result_view_tasks(Ctx *ctx, Result *result, Err *err)
{
    (void)err;
    static const LegendItem legend[] = { { .swatch = SWATCH_BELOW, .words = { "ниже нормы", 19 } }, { .swatch = SWATCH_ABOVE, .words = { "выше нормы", 19 } },
        { .swatch = SWATCH_PLAIN, .words = { "в пределах случая", 32 } }, { .keys = { "left up down right", 18 }, .words = { "по клеткам", 19 } }, { .keys = { "Enter", 5 }, .words = { "задание", 14 } } };
    uint32_t from, n, total = result->of->frame->n_schools;
    result_span(ctx, total, &from, &n);
    Str address = result_at(ctx, CTX_TEXT(ctx, "%.*s/tasks/#", STR_ARG(result->base)));
    Table *table = report_heat_table(result->report, result->procedure, from, n, address);
    Node *heading = doc_heading(ctx->doc, NULL, 2, finding(ctx, result));
    if (table == NULL) {
        doc_text(ctx->doc, NULL, STR("Баллов за задания в формах этой работы нет, поэтому карты заданий нет: есть только суммы баллов."));
        return true;
    }
    heading->sub = STR("Процент выполнения задания. Закрашено только то, что трудно объяснить случаем; остальные числа — обычный разброс. Как читать [карту](?heat-map)");
    doc_legend(ctx->doc, NULL, sizeof legend / sizeof *legend, legend);
    doc_table(ctx->doc, NULL, table);
    result_pager(ctx, NULL, total);
    report_heat_repeated(result->report, NULL, result->procedure, address);
    doc_small(ctx->doc, NULL, STR("«Не пройдено» в знаменатель не входит. Задание ниже нормы сразу в нескольких школах — повод для общего семинара или взаимопосещения; в одной — для разговора с учителем о теме, сроках программы и самом задании."));
    return true;
}
