/* What was made of a plan below, without anybody typing it again: each measure by the states of those derived from it, each organisation by its plan. */
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = "from", .kind = PARAM_INT, .title = "планы с какого по порядку", .min = 1 }, { .name = NULL } };

enum { ON_A_PAGE = 150 };

static const RollCount *count_of(const RollCount *counts, uint32_t n, int64_t measure_id)
{
    static const RollCount none = { 0 };
    for (uint32_t i = 0; i < n; i++)
        if (counts[i].measure_id == measure_id) return &counts[i];
    return &none;
}

static void by_measure(Ctx *ctx, const PlanView *view, const RollCount *counts, uint32_t n)
{
    static const Column columns[] = {
        { .head = { "№", 3 } }, { .head = { "пункт плана", 21 }, .width = 0.34f }, { .head = { "срок", 8 }, .width = 0.14f }, { .head = { "взяли в план", 22 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "черновик", 16 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "идёт", 8 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "на проверке", 21 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "возвращено", 20 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "сделано", 14 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "снято", 10 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "из них просрочено", 32 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "сделанное приняли сами", 42 }, .kind = COLUMN_NUMBER, .open = true },
    };
    uint32_t n_own = 0; /* the last column stands where it says something */
    for (uint32_t i = 0; i < n; i++) n_own += counts[i].n_own;
    doc_heading(ctx->doc, NULL, 2, STR("По пунктам"));
    Table *table = table_new(ctx->doc, STR("measures"), STR("Свод по пунктам плана"), n_own > 0 ? 12 : 11, columns, view->n);
    table->untitled = table->wide = true;
    table->empty = STR("В плане ещё нет пунктов.");
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        const RollCount *count = count_of(counts, n, row->id);
        uint32_t taken = count->n_draft;
        for (int state = MEASURE_OPEN; state <= MEASURE_DROPPED; state++) taken += count->n_state[state];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(measure_number(ctx, row));
        cells[1] = cell_link(rich_escape(ctx->arena, row->title), measure_link(ctx, view->row.number, row->n));
        cells[2] = row->term_text.n > 0 ? cell_text(rich_escape(ctx->arena, row->term_text)) : cell_missing();
        cells[3] = cell_int(taken);
        cells[4] = cell_int(count->n_draft);
        cells[5] = cell_int(count->n_state[MEASURE_OPEN]);
        cells[6] = cell_int(count->n_state[MEASURE_OFFERED]);
        cells[7] = cell_int(count->n_state[MEASURE_RETURNED]);
        cells[8] = cell_int(count->n_state[MEASURE_ACCEPTED]);
        cells[9] = cell_int(count->n_state[MEASURE_DROPPED]);
        cells[10] = cell_int(count->n_late), cells[10].bold = count->n_late > 0;
        if (n_own > 0) cells[11] = cell_int(count->n_own);
    }
    doc_table(ctx->doc, NULL, table);
    if (n_own > 0) doc_small(ctx->doc, NULL, STR("«Сделанное приняли сами» — принял тот же, кто принёс подтверждение: больше в той организации некому. Откройте пункт и посмотрите: контролирующий пункта наверху может и принять, и вернуть."));
}

static const RollBelow *below_of(const RollBelow *all, uint32_t n, int64_t org_id)
{
    static const RollBelow none = { 0 };
    for (uint32_t i = 0; i < n; i++)
        if (all[i].org_id == org_id) return &all[i];
    return &none;
}

/* lower: of a region, what schools made of the plans of their municipality. */
static void by_org(Ctx *ctx, const PlanRow *rows, uint32_t n, const RollBelow *lower, uint32_t n_lower)
{
    static const Column columns[] = {
        { .head = { "организация", 22 }, .width = 0.16f }, { .head = { "план", 8 }, .width = 0.2f }, { .head = { "состояние", 18 } }, PLAN_COUNT_COLUMNS,
        PLAN_COUNT("планов у школ"), PLAN_COUNT("пунктов в них"), PLAN_COUNT("из них сделано"),
    };
    enum { OWN = 3 + N_PLAN_COUNTS };
    CtxSpan span = ctx_span(ctx, n, ON_A_PAGE);
    doc_heading(ctx->doc, NULL, 2, STR("По организациям"));
    Table *table = table_new(ctx->doc, STR("orgs"), STR("Свод по организациям"), n_lower > 0 ? OWN + 3 : OWN, columns, span.to - span.from);
    table->untitled = table->wide = true;
    table->empty = STR("Своих планов по этому ещё никто не составил.");
    for (uint32_t i = span.from; i < span.to; i++) {
        const PlanRow *row = &rows[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, row->org_name));
        cells[1] = cell_link(plan_title(ctx, row), plan_link(ctx, row->number));
        cells[2] = cell_text(str_of(plan_state_title(row->state)));
        plan_count_cells(row, cells + 3);
        if (n_lower == 0) continue;
        const RollBelow *below = below_of(lower, n_lower, row->org_id);
        cells[OWN] = cell_int(below->n_plans), cells[OWN + 1] = cell_int(below->n_measures), cells[OWN + 2] = cell_int(below->n_accepted);
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, "планов");
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    const RollCount *counts;
    const PlanRow *plans;
    const RollBelow *lower = NULL;
    uint32_t n_counts, n_plans, n_late = 0, n_lower = 0, n_low = 0;
    if (!plan_view_open_approved(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    Str today = date_iso(ctx->arena, view->today);
    PlanAsk ask = { .path = view->row.org_path, .today = today, .from_plan_id = view->row.id };
    if (!plan_roll_counts(ctx->db, view->row.region_id, view->row.id, today, ctx->arena, &counts, &n_counts, err)) return false;
    if (!plan_list(ctx->db, view->row.region_id, &ask, ctx->arena, &plans, &n_plans, err)) return false;
    if (view->row.org_kind == ORG_REGION && !plan_roll_below_orgs(ctx->db, view->row.region_id, view->row.id, ctx->arena, &lower, &n_lower, err)) return false;
    PlanRow *seen = arena_array(ctx->arena, PlanRow, n_plans + 1u);
    if (n_plans > 0) memcpy(seen, plans, n_plans * sizeof *seen);
    if (!plan_titles_seen(ctx, seen, n_plans, err)) return false;
    for (uint32_t i = 0; i < n_lower; i++) n_low += lower[i].n_plans;
    for (uint32_t i = 0; i < n_plans; i++) n_late += plans[i].n_late > 0;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    if (n_plans == 0) ctx->doc->title = STR("Свод пока пуст: планов ниже нет");
    else ctx->doc->title = CTX_TEXT(ctx, "Свод: %.*s ниже, с просроченным — %u", STR_ARG(number_of(ctx->arena, n_plans, "план", "плана", "планов")), n_late);
    ctx->doc->lead = STR("Числа берутся из планов организаций: их никто не переписывает. Порядок — как в плане и по названию, не по результату.");
    if (n_low > 0) ctx->doc->lead = CTX_TEXT(ctx, "%.*s По пунктам считаны вместе планы муниципалитетов (%u) и планы их школ (%u).", STR_ARG(ctx->doc->lead), n_plans, n_low);
    by_measure(ctx, view, counts, n_counts);
    by_org(ctx, seen, n_plans, lower, n_lower);
    return true;
}

const Page page_plan_rollup = { .path = "/plans/:plan/rollup", .title = "Свод по плану", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/rollup", .show = show };
