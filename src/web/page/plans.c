/* Plans: one's own, and those of the organisations below, with how they go. With none yet, the three ways to begin. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/cascade.h"
#include "web/plan_view.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "state", .kind = PARAM_CHOICE, .title = "состояние", .choices = "draft|waits|in-force|closed|withdrawn" },
    { .name = "all", .kind = PARAM_FLAG, .title = "всех лет" },
    { .name = "from", .kind = PARAM_INT, .title = "планы с какого по порядку", .min = 1 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

enum { ON_A_PAGE = 120, N_STATES = PLAN_WITHDRAWN };
static const struct { const char *word, *title; PlanState state; } states[] = {
    { "", "все", (PlanState)0 }, { "draft", "черновики", PLAN_DRAFT }, { "waits", "ждут утверждения", PLAN_WAITS }, { "in-force", "действуют", PLAN_IN_FORCE }, { "closed", "завершены", PLAN_CLOSED }, { "withdrawn", "отменены", PLAN_WITHDRAWN },
};

static PlanState chosen_state(const Ctx *ctx)
{
    Str word = ctx_param(ctx, "state");
    for (size_t i = 1; i < sizeof states / sizeof *states; i++)
        if (str_eq(word, str_of(states[i].word))) return states[i].state;
    return (PlanState)0;
}

static void chips(Ctx *ctx, const PlanRow *rows, uint32_t n)
{
    enum { N = sizeof states / sizeof *states };
    DocLink *links = arena_array(ctx->arena, DocLink, N + 1);
    uint32_t counts[N_STATES + 1] = { 0 }, n_links = 0;
    for (uint32_t i = 0; i < n; i++) counts[rows[i].state]++, counts[0] += rows[i].state != PLAN_WITHDRAWN;
    for (size_t i = 0; i < N; i++) {
        if (i > 0 && counts[states[i].state] == 0) continue;
        links[n_links++] = (DocLink){ .title = str_of(states[i].title), .href = ctx_with(ctx, "state", str_of(states[i].word)), .count = counts[states[i].state], .current = chosen_state(ctx) == states[i].state };
    }
    bool all = ctx_param(ctx, "all").n > 0;
    links[n_links++] = (DocLink){ .title = STR("все годы"), .href = ctx_with(ctx, "all", all ? STR_EMPTY : STR("1")), .count = NO_COUNT, .current = all };
    doc_chips(ctx->doc, NULL, STR("Показать"), n_links, links);
}

static void put_plan(Ctx *ctx, Cell *cells, const PlanRow *row, bool with_org)
{
    uint32_t c = 0;
    if (with_org) cells[c++] = cell_text(rich_escape(ctx->arena, row->org_name));
    cells[c++] = cell_link(plan_title(ctx, row), plan_link(ctx, row->number));
    cells[c++] = cell_text(plan_year(ctx, row));
    cells[c] = cell_text(str_of(plan_state_title(row->state)));
    if (row->changed && row->edition > 0 && row->state == PLAN_IN_FORCE && who_may(ctx->who, RIGHT_PLAN_WRITE, row->org_path)) cells[c].text = CTX_TEXT(ctx, "%s, есть неутверждённые правки", plan_state_title(row->state));
    if (row->state > PLAN_IN_FORCE) cells[c].text = plan_ended_words(ctx, row->state, row->kind, row->ended_at, row->ended_reason);
    c++;
    plan_count_cells(row, cells + c);
}

static void plan_table_of(Ctx *ctx, Str id, const char *title, const PlanRow *rows, uint32_t n, bool with_org)
{
    static const Column all[] = {
        { .head = { "чей", 6 }, .width = 0.13f }, { .head = { "план", 8 }, .width = 0.2f }, { .head = { "год", 6 } }, { .head = { "состояние", 18 } }, PLAN_COUNT_COLUMNS,
    };
    enum { N = sizeof all / sizeof *all };
    Table *table = table_new(ctx->doc, id, str_of(title), N - !with_org, all + !with_org, n);
    table->untitled = true;
    table->empty = STR("Таких планов нет.");
    for (uint32_t i = 0; i < n; i++) put_plan(ctx, table_row(ctx->doc, table, rows[i].n_late > 0 ? ROW_ATTENTION : ROW_PLAIN), &rows[i], with_org);
    doc_table(ctx->doc, NULL, table);
}

/* «Загрузить документ», «взять готовый набор», «начать с пустого». */
static void ways(Ctx *ctx)
{
    Button *buttons = arena_array(ctx->arena, Button, 3);
    static const char *const titles[] = { "Загрузить документ", "Взять готовый набор", "Начать с пустого" }, *const froms[] = { "file", "pack", "empty" };
    for (int i = 0; i < 3; i++)
        buttons[i] = (Button){ .title = str_of(titles[i]), .href = CTX_TEXT(ctx, "/plans/new?org=%.*s&from=%s", STR_ARG(url_encode(ctx->arena, ctx->org.code)), froms[i]), .primary = i == 0, .icon = i == 0 ? "up" : NULL };
    doc_buttons(ctx->doc, NULL, 3, buttons, STR_EMPTY);
}

/* One's own plans in force: what is late, and what waits for this person. */
static void own_figures(const Ctx *ctx, const PlanRow *rows, uint32_t n, uint32_t *late, uint32_t *waits)
{
    bool decides = who_may(ctx->who, RIGHT_PLAN_CONTROL, ctx->org.path);
    *late = *waits = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].org_id != ctx->org.id || rows[i].state != PLAN_IN_FORCE) continue;
        *late += rows[i].n_late;
        *waits += decides ? rows[i].n_offered : rows[i].n_returned;
    }
}

static void title(Ctx *ctx, const PlanRow *rows, uint32_t n)
{
    uint32_t late, waits, below = 0;
    own_figures(ctx, rows, n, &late, &waits);
    for (uint32_t i = 0; i < n; i++) below += rows[i].org_id != ctx->org.id ? rows[i].n_late : 0;
    Str more = waits == 0 ? STR_EMPTY : who_may(ctx->who, RIGHT_PLAN_CONTROL, ctx->org.path) ? CTX_TEXT(ctx, ", ждут проверки %u", waits) : CTX_TEXT(ctx, ", вернули %u", waits);
    if (below > 0) ctx->doc->lead = CTX_TEXT(ctx, "У тех, кто ниже, просрочено %.*s.", STR_ARG(number_of(ctx->arena, below, "мероприятие", "мероприятия", "мероприятий")));
    if (n == 0) ctx->doc->title = STR("Планов на этот год ещё нет");
    else if (late > 0) ctx->doc->title = CTX_TEXT(ctx, "Свои планы: просрочено %.*s%.*s", STR_ARG(number_of(ctx->arena, late, "мероприятие", "мероприятия", "мероприятий")), STR_ARG(more));
    else if (waits > 0) ctx->doc->title = CTX_TEXT(ctx, "Свои планы%.*s", STR_ARG(str_slice(more, 1, more.n)));
    else ctx->doc->title = CTX_TEXT(ctx, "Планы: %.*s, просроченного нет", STR_ARG(number_of(ctx->arena, n, "план", "плана", "планов")));
}

static bool more_links(Ctx *ctx, Err *err)
{
    const CascadeTo *came;
    uint32_t n_came;
    if (!cascade_inbox(ctx->db, ctx->who->region_id, ctx->org.id, false, ctx->arena, &came, &n_came, err)) return false;
    uint32_t n_waiting = 0;
    for (uint32_t i = 0; i < n_came; i++) n_waiting += came[i].sent_state <= PLAN_IN_FORCE;
    DocLink *links = arena_array(ctx->arena, DocLink, 4);
    links[0] = (DocLink){ .title = STR("Пришло сверху"), .href = STR("/inbox"), .count = n_waiting };
    links[1] = (DocLink){ .title = STR("Отправлено вниз"), .href = STR("/cascades"), .count = NO_COUNT };
    links[2] = (DocLink){ .title = STR("Даты, от которых зависят сроки"), .href = STR("/schedules"), .count = NO_COUNT };
    links[3] = (DocLink){ .title = STR("Сроки недели"), .href = STR("/week"), .count = NO_COUNT };
    doc_chips(ctx->doc, NULL, STR("Ещё"), 4, links);
    return true;
}

/* Withdrawn ones come last: they are looked for by name of their state. */
static bool read_plans(Ctx *ctx, const PlanRow **out, uint32_t *n, uint32_t *n_standing, Err *err)
{
    const PlanRow *rows, *withdrawn;
    uint32_t n_withdrawn;
    PlanAsk ask = { .path = ctx->org.path, .today = date_iso(ctx->arena, date_of_time(ctx->now)), .school_year = ctx_param(ctx, "all").n > 0 ? 0 : ctx->year };
    if (!plan_list(ctx->db, ctx->who->region_id, &ask, ctx->arena, &rows, n_standing, err)) return false;
    ask.state = PLAN_WITHDRAWN;
    if (!plan_list(ctx->db, ctx->who->region_id, &ask, ctx->arena, &withdrawn, &n_withdrawn, err)) return false;
    PlanAsk alive = { .path = ctx->org.path, .today = ask.today, .own_only = true };
    const PlanRow *own;
    uint32_t n_own = 0, n_other = 0;
    if (ask.school_year != 0 && !plan_list(ctx->db, ctx->who->region_id, &alive, ctx->arena, &own, &n_own, err)) return false;
    PlanRow *standing = arena_array(ctx->arena, PlanRow, *n_standing + n_own + 1u);
    if (*n_standing > 0) memcpy(standing, rows, *n_standing * sizeof *standing);
    for (uint32_t i = 0; i < n_own; i++)
        if (own[i].school_year != ask.school_year && own[i].state <= PLAN_IN_FORCE) standing[*n_standing + n_other++] = own[i]; /* of another year, and not over: it stays in sight */
    rows = standing;
    *n_standing += n_other;
    *n = *n_standing + n_withdrawn;
    PlanRow *all = arena_array(ctx->arena, PlanRow, *n + 1u);
    if (*n_standing > 0) memcpy(all, rows, *n_standing * sizeof *all);
    if (n_withdrawn > 0) memcpy(all + *n_standing, withdrawn, n_withdrawn * sizeof *all);
    *out = all;
    return plan_titles_seen(ctx, all, *n, err);
}

static bool show(Ctx *ctx, Err *err)
{
    const PlanRow *rows;
    uint32_t n, n_standing, n_own = 0, n_below = 0;
    if (!read_plans(ctx, &rows, &n, &n_standing, err)) return false;
    title(ctx, rows, n_standing);
    if (who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) ways(ctx);
    else if (n == 0) doc_text(ctx->doc, NULL, STR("План составляет координатор вашей организации; он появится здесь сам."));
    if (n > 0) chips(ctx, rows, n);
    PlanState state = chosen_state(ctx);
    PlanRow *own = arena_array(ctx->arena, PlanRow, n + 1u), *below = arena_array(ctx->arena, PlanRow, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        if (state != 0 ? rows[i].state != state : rows[i].state == PLAN_WITHDRAWN) continue;
        if (rows[i].org_id == ctx->org.id) own[n_own++] = rows[i];
        else below[n_below++] = rows[i];
    }
    if (n > 0 || ctx->org.kind != ORG_SCHOOL) {
        doc_heading(ctx->doc, NULL, 2, STR("Свои планы"));
        plan_table_of(ctx, STR("own"), "Свои планы", own, n_own, false);
    }
    if (ctx->org.kind != ORG_SCHOOL && ctx->org.kind != ORG_CLASS) {
        CtxSpan span = ctx_span(ctx, n_below, ON_A_PAGE);
        doc_heading(ctx->doc, NULL, 2, STR("Планы тех, кто ниже"));
        plan_table_of(ctx, STR("below"), "Планы тех, кто ниже", below + span.from, span.to - span.from, true);
        ctx_pager(ctx, NULL, &span, "планов");
    }
    return more_links(ctx, err);
}

/* What wants this person now: of who runs the plans, terms until Friday, late ones that are not given up, what waits and what came back; of others, where they are named. What is late for months stands on the page. */
static uint32_t count(Ctx *ctx)
{
    int32_t today = date_of_time(ctx->now), since = today - LATE_DAYS_LONG, until = date_friday(today), due;
    bool decides = who_may(ctx->who, RIGHT_PLAN_CONTROL, ctx->org.path);
    uint32_t n = 0, n_rows;
    const MeasureRow *rows;
    PlanPress press = { .path = ctx->org.path, .since = date_iso(ctx->arena, since), .until = date_iso(ctx->arena, until), .decides = decides };
    if (decides || who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) return plan_pressing(ctx->db, ctx->who->region_id, &press, ctx->arena, &n, NULL) && n > 0 ? n : NO_COUNT;
    if (!measure_mine(ctx->db, ctx->who->region_id, ctx->who->account_id, (MeasurePart)0, ctx->arena, &rows, &n_rows, NULL)) return NO_COUNT;
    for (uint32_t i = 0; i < n_rows; i++) n += rows[i].state != MEASURE_OFFERED && date_parse(rows[i].due_on, &due) && due >= since && due <= until;
    return n > 0 ? n : NO_COUNT;
}

const Page page_plans = { .path = "/plans", .title = "Планы", .section = SECTION_PLAN, .in_menu = true, .right = RIGHT_PLAN_READ, .params = params, .show = show, .count = count };
