/* A plan as a board: what is ahead, what goes on, what waits for the controller, what came back, what is done. */
#include "base/date.h"
#include "base/number.h"
#include "web/plan_table.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

typedef struct BoardColumn { const char *title, *empty; Standing takes[2]; } BoardColumn;
static const BoardColumn columns[] = {
    { "Впереди", "Всё уже началось.", { STANDING_AHEAD, STANDING_AHEAD } }, { "Идёт", "Сейчас ничего не идёт.", { STANDING_RUNS, STANDING_LATE } }, { "На проверке", "Решений не ждут.", { STANDING_CHECKED, STANDING_CHECKED } },
    { "Возвращено", "Возвращённого нет.", { STANDING_RETURNED, STANDING_RETURNED } }, { "Сделано", "Принятого ещё нет.", { STANDING_DONE, STANDING_DROPPED } },
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static BoardCard card(Ctx *ctx, const PlanView *view, const MeasureRow *row)
{
    int32_t due, late = measure_days_late(row, view->watch);
    BoardCard card = { .title = measure_name(ctx, row), .href = measure_link(ctx, view->row.number, row->n), .late = late > 0 };
    card.who = row->responsible.n > 0 ? lines_joined(ctx, row->responsible) : STR("ответственный не назван");
    card.when = row->state == MEASURE_DROPPED ? STR("снято") : row->state == MEASURE_ACCEPTED ? STR_EMPTY : late > 0 ? CTX_TEXT(ctx, "просрочено на %.*s", STR_ARG(late_words(ctx, late)))
        : date_parse(row->due_on, &due) ? CTX_TEXT(ctx, "до %.*s", STR_ARG(date_short(ctx->arena, due))) : STR("без срока");
    return card;
}

static Lane lane(Ctx *ctx, const PlanView *view, const BoardColumn *column)
{
    BoardCard *cards = arena_array(ctx->arena, BoardCard, view->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        Standing standing = measure_standing(&view->measures[i], view->today);
        if (standing == column->takes[0] || standing == column->takes[1]) cards[n++] = card(ctx, view, &view->measures[i]);
    }
    return (Lane){ .title = str_of(column->title), .empty = str_of(column->empty), .n_cards = n, .cards = cards };
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = CTX_TEXT(ctx, "Доска плана: сделано %u из %u", view->row.n_accepted, view->row.n_measures);
    doc_strip(ctx->doc, NULL, plan_strip(ctx, &view->row));
    Lane *lanes = arena_array(ctx->arena, Lane, N_COLUMNS);
    for (int i = 0; i < N_COLUMNS; i++) lanes[i] = lane(ctx, view, &columns[i]);
    doc_board(ctx->doc, NULL, ctx->doc->title, N_COLUMNS, lanes);
    return true;
}

const Page page_plan_board = { .path = "/plans/:plan/board", .title = "Доска плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/board", .show = show };
