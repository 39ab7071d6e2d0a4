/* «Кто ознакомлен, чей план утверждён»: one thing sent down and every addressee. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = {
    { .name = "number", .kind = PARAM_INT, .title = "номер отправления", .min = 1, .max = UINT32_MAX },
    { .name = "show", .kind = PARAM_CHOICE, .title = "какие адресаты", .choices = "all|unseen|no-plan|not-approved|behind|done" },
    { .name = "from", .kind = PARAM_INT, .title = "адресаты с какого по порядку", .min = 1 }, { .name = NULL },
};

enum { ON_A_PAGE = 150 };

static bool read_row(Ctx *ctx, CascadeRow *row, Err *err)
{
    bool found;
    if (!cascade_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте «Отправлено вниз».", "Такого отправления нет.");
}

static bool org_of(Ctx *ctx, Str *path, Err *err)
{
    CascadeRow row;
    if (!read_row(ctx, &row, err)) return false;
    *path = row.org_path;
    return true;
}

/* Its plan stands, and has not answered what was corrected in the sent one since. */
static bool is_behind(const CascadeTo *to) { return to->plan_id != 0 && to->plan_state >= PLAN_DRAFT && to->plan_state <= PLAN_IN_FORCE && to->plan_above < to->sent_edition; }

static bool is_corrected(const CascadeTo *to, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (to[i].sent_edition > 1) return true;
    return false;
}

static bool wanted(Str show, const CascadeTo *to)
{
    if (str_eq(show, STR("unseen"))) return to->seen_at == 0;
    if (str_eq(show, STR("no-plan"))) return to->plan_id == 0;
    if (str_eq(show, STR("not-approved"))) return to->plan_id != 0 && to->plan_state != PLAN_IN_FORCE && to->plan_state != PLAN_CLOSED;
    if (str_eq(show, STR("behind"))) return is_behind(to);
    if (str_eq(show, STR("done"))) return to->done_at != 0;
    return true;
}

static void chips(Ctx *ctx, const CascadeRow *row, const CascadeTo *to, uint32_t n)
{
    static const struct { const char *value, *title; bool of_plan; } all[] = { { "", "все", false }, { "unseen", "не ознакомились", false }, { "no-plan", "без плана", true }, { "not-approved", "план не утверждён", true }, { "behind", "правка не учтена", true }, { "done", "сделали", false } };
    enum { N = sizeof all / sizeof *all };
    DocLink *links = arena_array(ctx->arena, DocLink, N);
    Str chosen = ctx_param(ctx, "show");
    uint32_t n_links = 0;
    for (int i = 0; i < N; i++) {
        uint32_t count = 0;
        if (all[i].of_plan && row->plan_by.n == 0) continue;
        if (str_eq(str_of(all[i].value), STR("behind")) && !is_corrected(to, n)) continue;
        for (uint32_t k = 0; k < n; k++) count += wanted(str_of(all[i].value), &to[k]);
        links[n_links++] = (DocLink){ .title = str_of(all[i].title), .href = CTX_TEXT(ctx, "/cascades/%u%s%s", row->number, i == 0 ? "" : "?show=", all[i].value) /* from the first one on */, .count = count, .current = str_eq(chosen, str_of(all[i].value)) || (i == 0 && str_eq(chosen, STR("all"))) };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n_links, links);
}

static Cell moment_cell(Ctx *ctx, int64_t at, Str who, const char *otherwise)
{
    if (at == 0) return cell_state("minus", str_of(otherwise));
    return cell_state("check", who.n > 0 ? CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(ctx_day(ctx, at)), STR_ARG(who)) : ctx_day(ctx, at));
}

static Cell plan_cell(Ctx *ctx, const CascadeRow *row, const CascadeTo *to)
{
    if (row->plan_by.n == 0 && to->plan_id == 0) return cell_text(STR("не нужен"));
    if (to->plan_id == 0) return cell_state("minus", STR("нет"));
    bool stands = to->plan_state == PLAN_IN_FORCE || to->plan_state == PLAN_CLOSED;
    Str title = str_of(plan_state_title((PlanState)to->plan_state));
    if (to->sent_edition > 1 && to->plan_state <= PLAN_IN_FORCE) title = is_behind(to) ? CTX_TEXT(ctx, "%.*s; правка (редакция %u) не учтена", STR_ARG(title), to->sent_edition) : CTX_TEXT(ctx, "%.*s; правка учтена", STR_ARG(title));
    Cell cell = cell_state(stands ? "check" : to->plan_state == PLAN_WAITS ? "eye" : "pen", title);
    cell.anchor = plan_link(ctx, to->plan_number);
    return cell;
}

static void table_of(Ctx *ctx, const CascadeRow *row, const CascadeTo *to, uint32_t n)
{
    static const Column columns[] = { { .head = { "адресат", 14 }, .width = 0.26f }, { .head = { "ознакомлен", 20 } }, { .head = { "свой план", 17 } }, { .head = { "сделано", 14 } }, { .head = { "что сделали", 21 }, .width = 0.26f } };
    Str show = ctx_param(ctx, "show");
    int32_t today = date_of_time(ctx->now), see = DATE_NONE, plan = DATE_NONE;
    bool see_over = date_parse(row->see_by, &see) && see < today, plan_over = date_parse(row->plan_by, &plan) && plan < today;
    uint32_t n_wanted = 0, i_wanted = 0;
    for (uint32_t i = 0; i < n; i++) n_wanted += wanted(show, &to[i]);
    CtxSpan span = ctx_span(ctx, n_wanted, ON_A_PAGE);
    Table *table = table_new(ctx->doc, STR("addressees"), STR("Адресаты"), 5, columns, span.to - span.from);
    table->untitled = table->panel = true;
    table->empty = STR("Таких адресатов нет.");
    for (uint32_t i = 0; i < n; i++) {
        if (!wanted(show, &to[i]) || i_wanted++ < span.from || i_wanted > span.to) continue;
        bool late = row->closed_at == 0 && row->plan_state <= PLAN_IN_FORCE && ((see_over && to[i].seen_at == 0) || (plan_over && wanted(STR("not-approved"), &to[i])) || (plan_over && to[i].plan_id == 0));
        Cell *cells = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, to[i].org_name));
        cells[1] = moment_cell(ctx, to[i].seen_at, to[i].seen_who, "ещё нет");
        cells[2] = plan_cell(ctx, row, &to[i]);
        cells[3] = moment_cell(ctx, to[i].done_at, to[i].done_who, "ещё нет");
        cells[4] = to[i].done_words.n > 0 ? cell_text(rich_escape(ctx->arena, to[i].done_words)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, "адресатов");
}

static bool show(Ctx *ctx, Err *err)
{
    CascadeRow row;
    const CascadeTo *to;
    uint32_t n;
    int32_t day;
    if (!read_row(ctx, &row, err) || !cascade_addressees(ctx->db, row.region_id, row.id, ctx->arena, &to, &n, err)) return false;
    plan_crumbs(ctx, NULL, "Отправлено вниз", STR("/cascades"));
    ctx->doc->title = row.plan_by.n > 0 ? CTX_TEXT(ctx, "Ознакомлены %u из %u, план утверждён у %u", row.n_seen, row.n_to, row.n_approved) : CTX_TEXT(ctx, "Ознакомлены %u из %u, сделали %u", row.n_seen, row.n_to, row.n_done);
    if (row.n_to == 0) ctx->doc->title = STR("Отозвано: никто не успел ознакомиться");
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. %.*s", STR_ARG(rich_escape(ctx->arena, row.title)), STR_ARG(lines_joined(ctx, row.words)));
    Str *items = arena_array(ctx->arena, Str, 8);
    items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rich_escape(ctx->arena, row.org_name)), STR_ARG(ctx_day(ctx, row.made_at)));
    if (row.plan_number > 0) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "[план, который отправлен](/plans/%u)", row.plan_number);
    if (row.record_number > 0) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "[документ, который отправлен](/records/%.*s/%u)", STR_ARG(row.record_type), row.record_number);
    if (date_parse(row.see_by, &day)) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "ознакомиться до %.*s", STR_ARG(date_short(ctx->arena, day)));
    if (date_parse(row.plan_by, &day)) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "свой план — до %.*s", STR_ARG(date_short(ctx->arena, day)));
    if (row.plan_state > PLAN_IN_FORCE) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "**план %.*s**, ответа больше не ждут", STR_ARG(plan_ended_words(ctx, (PlanState)row.plan_state, (PlanKind)0, row.plan_ended_at, row.plan_ended_reason)));
    if (row.closed_at != 0) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, row.n_to == 0 ? "отозвано %.*s" : "ответа больше не ждут с %.*s", STR_ARG(ctx_day(ctx, row.closed_at)));
    uint32_t n_plans = 0, n_behind = 0;
    for (uint32_t i = 0; i < n; i++) n_plans += to[i].plan_id != 0 && to[i].plan_state <= PLAN_IN_FORCE, n_behind += is_behind(&to[i]);
    if (is_corrected(to, n) && n_plans > 0) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "правку плана (редакция %u) учли %u из %u", to[0].sent_edition, n_plans - n_behind, n_plans);
    ctx->doc->factline = items;
    chips(ctx, &row, to, n);
    table_of(ctx, &row, to, n);
    if (row.plan_number > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "[Свод по плану](/plans/%u/rollup) и [карта подтверждений](/plans/%u/matrix)", row.plan_number, row.plan_number));
    static const DocPair recall[] = { { { "do", 2 }, { "recall", 6 } } };
    if (row.closed_at == 0 && row.plan_state <= PLAN_IN_FORCE && who_may(ctx->who, RIGHT_PLAN_WRITE, row.org_path)) {
        Button *buttons = arena_array(ctx->arena, Button, 2);
        buttons[0] = *ask_post(ctx, CTX_TEXT(ctx, "/cascades/%u", row.number), "Больше не ждать ответа", 0, NULL);
        if (row.n_seen == 0) buttons[1] = *ask_post(ctx, CTX_TEXT(ctx, "/cascades/%u", row.number), "Отозвать отправленное", 1, recall);
        doc_buttons(ctx->doc, NULL, row.n_seen == 0 ? 2 : 1, buttons, row.n_seen == 0 ? STR("Пока никто не ознакомился, отправленное можно отозвать: адресаты перестанут его видеть.") : STR_EMPTY);
    }
    return ctx_history(ctx, NULL, CTX_TEXT(ctx, "cascade/%u", row.number), err);
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t number = (uint32_t)ctx_int(ctx, "number", 0);
    bool recall = str_eq(ctx_field(ctx, "do"), STR("recall"));
    if (!(recall ? flow_cascade_recall : flow_cascade_close)(ctx->flow, ctx->who, number, err)) return false;
    ctx_done(ctx, recall ? STR("Отозвано: адресаты этого больше не видят.") : STR("Ответа больше не ждут."));
    return ctx_go(ctx, CTX_TEXT(ctx, "/cascades/%u", number));
}

const Page page_cascade = { .path = "/cascades/:number", .title = "Кто ознакомлен, чей план утверждён", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .act_right = RIGHT_PLAN_WRITE, .org_of = org_of, .params = params, .sample = "/cascades/{cascade}", .show = show, .act = act };
