/* A plan as a board: what is ahead, what goes on, what waits for the controller, what came back, what is done. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/plan_table.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

typedef struct BoardColumn { const char *title, *empty; Standing takes[2]; } BoardColumn;
static const BoardColumn columns[] = {
    { "Впереди", "Всё уже началось.", { STANDING_AHEAD, STANDING_AHEAD } }, { "Идёт", "Сейчас ничего не идёт.", { STANDING_RUNS, STANDING_LATE } }, { "На проверке", "Решений не ждут.", { STANDING_CHECKED, STANDING_CHECKED } },
    { "Возвращено", "Возвращённого нет.", { STANDING_RETURNED, STANDING_RETURNED } }, { "Сделано", "Принятого ещё нет.", { STANDING_DONE, STANDING_DROPPED } },
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static Str card(Ctx *ctx, const PlanView *view, const MeasureRow *row)
{
    int32_t due, late = measure_days_late(row, view->watch);
    Str link = CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(measure_heading(ctx, row)), STR_ARG(measure_link(ctx, view->row.number, row->n)));
    Str when = row->state == MEASURE_DROPPED ? STR("снято") : row->state == MEASURE_ACCEPTED ? STR_EMPTY : late > 0 ? CTX_TEXT(ctx, "**просрочено на %.*s**", STR_ARG(late_words(ctx, late)))
        : date_parse(row->due_on, &due) ? CTX_TEXT(ctx, "до %.*s", STR_ARG(date_short(ctx->arena, due))) : STR("без срока");
    Str who = row->responsible.n > 0 ? lines_joined(ctx, row->responsible) : STR("ответственный не назван");
    return CTX_TEXT(ctx, "%.*s — %.*s%s%.*s", STR_ARG(link), STR_ARG(when), when.n > 0 ? "; " : "", STR_ARG(who));
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = CTX_TEXT(ctx, "Доска плана: сделано %u из %u", view->row.n_accepted, view->row.n_measures);
    doc_strip(ctx->doc, NULL, plan_strip(ctx, &view->row));
    Str *items[N_COLUMNS];
    uint32_t n[N_COLUMNS] = { 0 };
    float *widths = arena_array(ctx->arena, float, N_COLUMNS);
    for (int c = 0; c < N_COLUMNS; c++) {
        items[c] = arena_array(ctx->arena, Str, view->n + 1u);
        for (uint32_t i = 0; i < view->n; i++) {
            Standing standing = measure_standing(&view->measures[i], view->today);
            if (standing == columns[c].takes[0] || standing == columns[c].takes[1]) items[c][n[c]++] = card(ctx, view, &view->measures[i]);
        }
        widths[c] = n[c] == 0 ? 0.12f : n[c] < 4 ? 0.2f : 0.4f; /* an empty column takes no room from a full one */
    }
    Node *row = doc_columns(ctx->doc, NULL, N_COLUMNS, widths);
    for (int c = 0; c < N_COLUMNS; c++) {
        Node *group = doc_add(ctx->doc, row, NODE_GROUP);
        doc_heading(ctx->doc, group, 2, CTX_TEXT(ctx, "%s: %u", columns[c].title, n[c]));
        if (n[c] > 0) doc_list(ctx->doc, group, n[c], items[c]);
        else doc_small(ctx->doc, group, str_of(columns[c].empty));
    }
    return true;
}

const Page page_plan_board = { .path = "/plans/:plan/board", .title = "Доска плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/board", .show = show };
