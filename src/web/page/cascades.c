/* What was sent down: by this organisation and those below it, newest first. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/cascade.h"
#include "web/plan_view.h"

static const Param params[] = { { .name = "from", .kind = PARAM_INT, .title = "с какого по порядку", .min = 1 }, { .name = NULL } };

enum { ON_A_PAGE = 100 };

static Cell day_cell(Ctx *ctx, Str iso)
{
    int32_t day;
    return date_parse(iso, &day) ? cell_text(date_short(ctx->arena, day)) : cell_missing();
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "№", 3 } }, { .head = { "что", 6 }, .width = 0.3f }, { .head = { "кто отправил", 23 } }, { .head = { "когда", 10 } }, { .head = { "ознакомлены", 22 } }, { .head = { "до", 4 } }, { .head = { "план утверждён", 27 } }, { .head = { "до", 4 } }, { .head = { "сделали", 14 }, .kind = COLUMN_NUMBER, .open = true } };
    const CascadeRow *rows;
    uint32_t n, n_open = 0;
    if (!cascade_list(ctx->db, ctx->who->region_id, ctx->org.path, 0, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) n_open += rows[i].closed_at == 0 && rows[i].plan_state <= PLAN_IN_FORCE;
    plan_crumbs(ctx, NULL, NULL, STR_EMPTY);
    ctx->doc->title = n == 0 ? STR("Вниз ещё ничего не отправляли") : n_open > 0 ? CTX_TEXT(ctx, "Отправлено вниз: ответа ждут %u", n_open) : STR("Отправлено вниз: ответили все");
    CtxSpan span = ctx_span(ctx, n, ON_A_PAGE);
    Table *table = table_new(ctx->doc, STR("cascades"), STR("Отправлено вниз"), 9, columns, span.to - span.from);
    table->untitled = true;
    table->empty = STR("Откройте утверждённый план и нажмите «Отправить вниз»: здесь будет видно, кто ознакомлен и чей план утверждён.");
    for (uint32_t i = span.from; i < span.to; i++) {
        const CascadeRow *row = &rows[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(CTX_TEXT(ctx, "%u", row->number));
        cells[1] = cell_link(rich_escape(ctx->arena, row->title), CTX_TEXT(ctx, "/cascades/%u", row->number));
        cells[2] = cell_text(rich_escape(ctx->arena, row->org_name));
        if (row->plan_state > PLAN_IN_FORCE) cells[2].text = CTX_TEXT(ctx, "%.*s; план %.*s", STR_ARG(cells[2].text), STR_ARG(plan_ended_words(ctx, (PlanState)row->plan_state, (PlanKind)0, row->plan_ended_at, row->plan_ended_reason)));
        cells[3] = cell_text(ctx_day(ctx, row->made_at));
        cells[4] = cell_text(CTX_TEXT(ctx, "%u из %u", row->n_seen, row->n_to));
        cells[5] = day_cell(ctx, row->see_by);
        cells[6] = row->plan_by.n > 0 ? cell_text(CTX_TEXT(ctx, "%u из %u", row->n_approved, row->n_to)) : cell_text(STR("не нужен"));
        cells[7] = day_cell(ctx, row->plan_by);
        cells[8] = cell_int(row->n_done);
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, "отправлений");
    return true;
}

const Page page_cascades = { .path = "/cascades", .title = "Отправлено вниз", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .params = params, .show = show };
