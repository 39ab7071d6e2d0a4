/* What is proven: measures × schools, of a region × municipalities. Sign and word in every cell, so that it reads without colour; a school opens its own measure. */
#include "base/number.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = "from", .kind = PARAM_INT, .title = "школы с какой по порядку", .min = 1 }, { .name = NULL } };

enum { ON_A_PAGE = 16 }; /* schools side by side */

static const RollCell *cell_of(const RollCell *cells, uint32_t n, int64_t measure_id, int64_t org_id)
{
    for (uint32_t i = 0; i < n; i++)
        if (cells[i].measure_id == measure_id && cells[i].org_id == org_id) return &cells[i];
    return NULL;
}

/* What schools of this municipality made of the measure; NULL: nothing. */
static const RollBelow *below_of(const RollBelow *all, uint32_t n, int64_t measure_id, int64_t org_id)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i].measure_id == measure_id && all[i].org_id == org_id) return &all[i];
    return NULL;
}

static Cell proof(Ctx *ctx, const PlanView *view, const RollCell *of)
{
    if (of == NULL) return cell_missing(); /* most cells of most plans: what is there must be seen at once */
    bool own_plan = of->plan_number != view->row.number;
    Cell cell = cell_state("clock", STR("в плане"));
    if (of->state == MEASURE_ACCEPTED) cell = cell_state("check", of->n_own > 0 ? STR("есть, сами") : STR("есть"));
    else if (of->state == MEASURE_DROPPED) cell = cell_state("minus", STR("снято"));
    else if (of->state == MEASURE_RETURNED || of->n_back > 0) cell = cell_state("copy", STR("возврат"));
    else if (of->state == MEASURE_OFFERED || of->n_waiting > 0) cell = cell_state("eye", STR("ждёт"));
    else if (of->n_accepted > 0) cell = cell_state("right", STR("часть"));
    cell.anchor = measure_link(ctx, own_plan ? of->plan_number : view->row.number, of->n);
    return cell;
}

/* «1 из 3» of those who took the measure up; of nobody nothing. */
static Cell total(Ctx *ctx, const RollCell *cells, uint32_t n, int64_t measure_id)
{
    uint32_t n_took = 0, n_done = 0;
    for (uint32_t i = 0; i < n; i++) {
        n_took += cells[i].measure_id == measure_id;
        n_done += cells[i].measure_id == measure_id && cells[i].state == MEASURE_ACCEPTED;
    }
    return n_took == 0 ? cell_missing() : cell_text(CTX_TEXT(ctx, "%u из %u", n_done, n_took));
}

/* «Школа № 7» as «№ 7»: the head of a narrow column. */
static Str school_head(Ctx *ctx, Str name)
{
    size_t at = str_find(name, STR("№"));
    return at == SIZE_MAX ? name : arena_str(ctx->arena, str_slice(name, at, name.n));
}

typedef struct Matrix {
    PlanView view;
    const Org *orgs;         /* schools; of a region municipalities */
    const RollCell *cells;
    const RollBelow *lower;  /* of a region */
    uint32_t n_orgs, n_cells, n_lower;
} Matrix;

static bool read_all(Ctx *ctx, Matrix *matrix, Err *err)
{
    PlanView *view = &matrix->view;
    if (!plan_view_open_approved(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    const PlanRow *plan = &view->row;
    if (!org_within_path(ctx->db, plan->region_id, plan->org_path, plan_below(plan), ctx->arena, &matrix->orgs, &matrix->n_orgs, err)) return false;
    if (!plan_roll(ctx->db, plan->region_id, plan->id, ctx->arena, &matrix->cells, &matrix->n_cells, err)) return false;
    return plan->org_kind != ORG_REGION || plan_roll_below(ctx->db, plan->region_id, plan->id, ctx->arena, &matrix->lower, &matrix->n_lower, err);
}

static Str lead(Ctx *ctx, const Matrix *matrix)
{
    uint32_t n_done = 0, n_low = 0, n_low_done = 0;
    if (matrix->n_cells == 0) return STR("Своих планов по этому ещё никто не составил и ничего не принёс. Отправьте план вниз: карта заполнится сама.");
    for (uint32_t i = 0; i < matrix->n_cells; i++) n_done += matrix->cells[i].state == MEASURE_ACCEPTED;
    for (uint32_t i = 0; i < matrix->n_lower; i++) n_low += matrix->lower[i].n_measures, n_low_done += matrix->lower[i].n_accepted;
    Str words = CTX_TEXT(ctx, "Подтверждено %u из %.*s. «—» — такого пункта там нет и ничего не приносили; это не нарушение, а вопрос, нужен ли он.", n_done, STR_ARG(number_of(ctx->arena, matrix->n_cells, "клетки", "клеток", "клеток")));
    return n_low == 0 ? words : CTX_TEXT(ctx, "%.*s В планах школ по этим пунктам подтверждено %u из %u: это вторые числа в клетках.", STR_ARG(words), n_low_done, n_low);
}

static Cell cell_at(Ctx *ctx, const Matrix *matrix, const MeasureRow *row, const Org *org)
{
    Cell cell = proof(ctx, &matrix->view, cell_of(matrix->cells, matrix->n_cells, row->id, org->id));
    const RollBelow *lower = below_of(matrix->lower, matrix->n_lower, row->id, org->id);
    if (lower != NULL) cell.text = CTX_TEXT(ctx, "%.*s; школы: %u из %u", STR_ARG(cell.text), lower->n_accepted, lower->n_measures);
    return cell;
}

static void draw(Ctx *ctx, const Matrix *matrix, CtxSpan span)
{
    const PlanView *view = &matrix->view;
    bool region = view->row.org_kind == ORG_REGION;
    uint32_t n_columns = span.to - span.from + 2;
    Column *columns = arena_array(ctx->arena, Column, n_columns);
    columns[0] = (Column){ .head = STR("пункт плана"), .width = 0.3f };
    columns[1] = (Column){ .head = STR("есть") };
    for (uint32_t s = span.from; s < span.to; s++) columns[s - span.from + 2] = (Column){ .head = school_head(ctx, matrix->orgs[s].name) };
    Table *table = table_new(ctx->doc, STR("matrix"), region ? STR("Подтверждения по муниципалитетам") : STR("Подтверждения по школам"), n_columns, columns, view->n);
    table->untitled = table->panel = table->wide = table->dense = true;
    table->empty = STR("В плане ещё нет пунктов.");
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        Cell *line = table_row(ctx->doc, table, ROW_PLAIN);
        line[0] = cell_link(measure_heading(ctx, row), measure_link(ctx, view->row.number, row->n));
        line[1] = total(ctx, matrix->cells, matrix->n_cells, row->id);
        for (uint32_t s = span.from; s < span.to; s++) line[s - span.from + 2] = cell_at(ctx, matrix, row, &matrix->orgs[s]);
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, region ? "муниципалитетов" : "школ");
}

static bool show(Ctx *ctx, Err *err)
{
    Matrix *matrix = arena_one(ctx->arena, Matrix);
    const PlanRow *plan = &matrix->view.row;
    if (!read_all(ctx, matrix, err)) return false;
    plan_crumbs(ctx, plan, NULL, STR_EMPTY);
    ctx->doc->title = plan->org_kind == ORG_REGION ? STR("Карта подтверждений: пункты и муниципалитеты") : STR("Карта подтверждений: пункты и школы");
    if (plan->org_kind == ORG_SCHOOL) {
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Карта складывается из планов школ и нужна тому, кто над ними. Свои подтверждения — [в плане](%.*s).", STR_ARG(plan_link(ctx, plan->number))));
        return true;
    }
    ctx->doc->lead = lead(ctx, matrix);
    draw(ctx, matrix, ctx_span(ctx, matrix->n_orgs, ON_A_PAGE));
    doc_small(ctx->doc, NULL, STR("«Есть» — пункт принят; «есть, сами» — принял тот же, кто принёс: больше там некому, и посмотреть можете вы, открыв пункт; «часть» — принята часть подтверждений; «ждёт» — на проверке; «возврат» — принесённое вернули; «в плане» — пункт взят в план, подтверждений ещё нет."));
    return true;
}

const Page page_plan_matrix = { .path = "/plans/:plan/matrix", .title = "Карта подтверждений", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/matrix", .show = show };
