/* One plan: what was approved in its own words beside the days that they mean, who answers, what has been shown for it, what is late; below, the next thing to do. */
#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/plan_content.h"
#include "web/plan_table.h"
#include "web/route.h"
#include "web/url.h"

static const Param params[] = {
    PLAN_PARAM,
    { .name = "show", .kind = PARAM_CHOICE, .title = "какие пункты", .choices = "all|late|returned|checked|week|undated" },
    { .name = "who", .kind = PARAM_TEXT, .title = "ответственный, как в плане", .max_length = 400 },
    { .name = "school", .kind = PARAM_TEXT, .title = "код школы или муниципалитета" },
    { .name = "from", .kind = PARAM_INT, .title = "пункты с какого по порядку", .min = 1 },
    { .name = NULL },
};

enum { ON_A_PAGE = 100 }; /* a measure is about 1,8 KB */

typedef struct PlanPage { PlanView view; PlanFilter filter; const RollCell *rolls; uint32_t n_rolls; const int64_t *taking; uint32_t n_taking; int64_t school_id; uint32_t n_schools; const Org *schools; bool *taken; uint32_t n_taken; } PlanPage;

/* ---- head ---- */

static void facts(Ctx *ctx, const PlanRow *row)
{
    Str *items = arena_array(ctx->arena, Str, 7);
    Doc *doc = ctx->doc;
    items[doc->n_factline++] = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rich_escape(ctx->arena, row->org_name)), STR_ARG(plan_year(ctx, row)));
    items[doc->n_factline++] = plan_approved_words(ctx, row);
    if (row->edition > 0) items[doc->n_factline++] = CTX_TEXT(ctx, "редакция %u: [что изменилось](/plans/%u/editions)", row->edition, row->number);
    if (row->from_number > 0) items[doc->n_factline++] = row->from_last > 1 ? CTX_TEXT(ctx, "составлен по плану сверху: [правки оттуда](/plans/%u/above)", row->number) : STR("составлен по плану сверху");
    if (row->controller.n > 0) items[doc->n_factline++] = plan_controller_words(ctx, row);
    if (row->source_name.n > 0) items[doc->n_factline++] = CTX_TEXT(ctx, "[исходный документ](/plans/%u/source)", row->number);
    doc->factline = items;
}

/* Days for a calendar program; the link appears with the page that gives them. */
static void feed_tool(Ctx *ctx, const PlanRow *row)
{
    Str address = CTX_TEXT(ctx, "/plans/%u/calendar.ics", row->number);
    if (route_find(address).page == NULL) return;
    DocLink *link = arena_one(ctx->arena, DocLink);
    *link = (DocLink){ .title = STR("ICS"), .href = address, .icon = "calendar", .count = NO_COUNT };
    ctx->doc->n_tools = 1;
    ctx->doc->tools = link;
}

static void ways_on(Ctx *ctx, const PlanView *view)
{
    static const struct { const char *title, *path; } ways[] = { { "Календарь", "calendar" }, { "Доска", "board" }, { "Карта подтверждений", "matrix" }, { "Свод по организациям", "rollup" }, { "Исполнение к совещанию", "execution" }, { "Редакции", "editions" }, { "Приказ, план, отчёт — документы", "papers" } };
    enum { N = sizeof ways / sizeof *ways };
    DocLink *links = arena_array(ctx->arena, DocLink, N);
    for (int i = 0; i < N; i++) links[i] = (DocLink){ .title = str_of(ways[i].title), .href = CTX_TEXT(ctx, "/plans/%u/%s", view->row.number, ways[i].path), .count = NO_COUNT };
    doc_chips(ctx->doc, NULL, STR("Тот же план"), N, links);
}

/* What may be done with the whole plan now. */
static void buttons(Ctx *ctx, const PlanView *view)
{
    const PlanRow *row = &view->row;
    Button *buttons = arena_array(ctx->arena, Button, 8);
    uint32_t n = 0;
    bool writes = plan_view_may_write(ctx, view), approves = who_may(ctx->who, RIGHT_PLAN_APPROVE, row->org_path);
    bool compares = writes && row->state == PLAN_DRAFT && row->source_name.n > 0; /* the first thing to do with what was read */
    if (compares) buttons[n++] = (Button){ .title = STR("Сверить с документом"), .href = CTX_TEXT(ctx, "/plans/%u/source", row->number), .primary = true, .icon = "eye" };
    if (approves && row->state <= PLAN_WAITS) buttons[n++] = (Button){ .title = STR("Утвердить"), .href = CTX_TEXT(ctx, "/plans/%u/approve", row->number), .primary = !compares, .icon = "check" };
    else if (writes && row->state == PLAN_DRAFT) buttons[n++] = (Button){ .title = STR("На утверждение"), .href = CTX_TEXT(ctx, "/plans/%u/approve", row->number), .primary = !compares };
    if (writes) buttons[n++] = (Button){ .title = STR("Исправить план"), .href = CTX_TEXT(ctx, "/plans/%u/edit", row->number), .icon = "pen" };
    if (writes) buttons[n++] = (Button){ .title = STR("Добавить пункт"), .href = CTX_TEXT(ctx, "/plans/%u/measures/new", row->number) };
    if (writes && row->state == PLAN_IN_FORCE && row->org_kind != ORG_SCHOOL) buttons[n++] = (Button){ .title = STR("Отправить вниз"), .href = CTX_TEXT(ctx, "/plans/%u/cascade", row->number), .icon = "down" };
    if (who_may(ctx->who, RIGHT_PLAN_WRITE, row->org_path) && (row->state == PLAN_IN_FORCE || row->state == PLAN_CLOSED)) buttons[n++] = (Button){ .title = STR("План на следующий год"), .href = CTX_TEXT(ctx, "/plans/%u/forward", row->number) };
    if (n > 0) doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY)->folds = true;
}

/* ---- filters ---- */

static void chips(Ctx *ctx, const PlanPage *page)
{
    static const struct { const char *value, *title, *icon; } all[] = { { "", "все", NULL }, { "late", "просрочено", "flag" }, { "returned", "возвращено", "copy" }, { "checked", "на проверке", "eye" }, { "week", "до пятницы", "clock" }, { "undated", "без срока", NULL } };
    enum { N = sizeof all / sizeof *all };
    DocLink *links = arena_array(ctx->arena, DocLink, N);
    for (int i = 0; i < N; i++) {
        PlanFilter filter = page->filter;
        filter.show = str_of(all[i].value);
        uint32_t count = 0;
        for (uint32_t m = 0; m < page->view.n; m++) count += plan_filter_takes(&page->view, &filter, &page->view.measures[m], page->rolls, page->n_rolls, page->school_id);
        links[i] = (DocLink){ .title = str_of(all[i].title), .icon = all[i].icon, .href = ctx_with(ctx, "show", str_of(all[i].value)), .count = count, .current = str_eq(page->filter.show, str_of(all[i].value)) };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), N, links);
}

/* «Руководителям ОО» */
static bool is_dative(Str words)
{
    size_t space = str_find(words, STR(" "));
    Str first = str_slice(words, 0, space == SIZE_MAX ? words.n : space);
    return str_ends(first, STR("ам")) || str_ends(first, STR("ям"));
}

/* The same people in whatever case are one line: that of the first, unless it is a dative and this is none. */
static void put_who(Ctx *ctx, FieldOption *options, Str *keys, uint32_t *n, Str words)
{
    Str key = flow_plan_who_key(words, ctx->arena);
    for (uint32_t i = 1; i < *n; i++) {
        if (!str_eq(keys[i], key)) continue;
        if (is_dative(options[i].title) && !is_dative(words)) options[i].value = options[i].title = words;
        return;
    }
    keys[*n] = key;
    options[(*n)++] = (FieldOption){ .value = words, .title = words };
}

static void selects(Ctx *ctx, const PlanPage *page)
{
    enum { MOST = 60 };
    static const FormButton button[] = { { .title = { "Показать", 16 } } };
    FieldOption *who = arena_array(ctx->arena, FieldOption, MOST), *schools = arena_array(ctx->arena, FieldOption, page->n_schools + 1u);
    uint32_t n_who = 0, n_schools = 0;
    Str keys[MOST] = { STR_EMPTY };
    who[n_who++] = (FieldOption){ .title = STR("все") };
    for (uint32_t i = 0; i < page->view.n; i++) {
        const Str *lines;
        uint32_t n_lines = lines_split(page->view.measures[i].responsible, ctx->arena, &lines);
        for (uint32_t k = 0; k < n_lines && n_who < MOST; k++)
            put_who(ctx, who, keys, &n_who, lines[k]);
    }
    schools[n_schools++] = (FieldOption){ .title = STR("все") };
    for (uint32_t i = 0; i < page->n_schools; i++)
        for (uint32_t r = 0; r < page->n_taking; r++)
            if (page->taking[r] == page->schools[i].id) {
                schools[n_schools++] = (FieldOption){ .value = page->schools[i].code, .title = page->schools[i].name };
                break;
            }
    if (n_who < 3 && n_schools < 2) return;
    Field *fields = arena_array(ctx->arena, Field, 3);
    uint32_t n = 0;
    if (page->filter.show.n > 0) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("show"), .value = page->filter.show };
    fields[n++] = (Field){ .kind = FIELD_SELECT, .name = STR("who"), .label = STR("Ответственный"), .value = page->filter.who, .n_options = n_who, .options = who, .optional = true };
    if (n_schools > 1) fields[n++] = (Field){ .kind = FIELD_SELECT, .name = STR("school"), .label = page->view.row.org_kind == ORG_REGION ? STR("Муниципалитет") : STR("Школа"), .value = page->filter.school, .n_options = n_schools, .options = schools, .optional = true };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = plan_link(ctx, page->view.row.number), .in_line = true, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = button };
    doc_form(ctx->doc, NULL, form)->folds = true;
}

static bool read_filter(Ctx *ctx, PlanPage *page, Err *err)
{
    Str show = ctx_param(ctx, "show");
    page->filter = (PlanFilter){ .show = str_eq(show, STR("all")) ? STR_EMPTY : show, .who = ctx_param(ctx, "who"), .who_key = flow_plan_who_key(ctx_param(ctx, "who"), ctx->arena), .school = ctx_param(ctx, "school"), .arena = ctx->arena };
    if (page->view.row.org_kind == ORG_SCHOOL) page->filter.school = STR_EMPTY;
    else if (!org_within_path(ctx->db, ctx->who->region_id, page->view.row.org_path, plan_below(&page->view.row), ctx->arena, &page->schools, &page->n_schools, err) ||
             !plan_roll_orgs(ctx->db, page->view.row.region_id, page->view.row.id, ctx->arena, &page->taking, &page->n_taking, err)) return false;
    else if (page->filter.school.n > 0 && !plan_roll(ctx->db, page->view.row.region_id, page->view.row.id, ctx->arena, &page->rolls, &page->n_rolls, err)) return false;
    for (uint32_t i = 0; i < page->n_schools; i++)
        if (str_eq(page->schools[i].code, page->filter.school)) page->school_id = page->schools[i].id;
    page->taken = arena_array(ctx->arena, bool, page->view.n + 1u);
    for (uint32_t i = 0; i < page->view.n; i++) {
        page->taken[i] = plan_filter_takes(&page->view, &page->filter, &page->view.measures[i], page->rolls, page->n_rolls, page->school_id);
        page->n_taken += page->taken[i];
    }
    return true;
}

/* ---- the next thing ---- */

/* What presses most: returned, then the longest late, then what falls due first. */
static const MeasureRow *next_of(const PlanView *view)
{
    const MeasureRow *next = NULL;
    int best = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        int32_t late = measure_days_late(row, view->today);
        int weight = measure_standing(row, view->today) == STANDING_RETURNED ? 3 : row->state != MEASURE_OPEN ? 0 : late > 0 ? 2 : row->due_on.n > 0 ? 1 : 0; // NOLINT(clang-analyzer-core.NullDereference): n measures are there
        bool before = next != NULL && weight == best && str_cmp(row->due_on, next->due_on) < 0;
        if (weight > best || (weight > 0 && before)) next = row, best = weight;
    }
    return next;
}

static bool next_thing(Ctx *ctx, const PlanView *view, Err *err)
{
    const MeasureRow *row = view->row.state == PLAN_IN_FORCE ? next_of(view) : NULL;
    MeasureSlots slots;
    if (row == NULL) return true;
    MeasureMay may;
    if (!measure_slots_read(ctx, &view->row, row, &slots, err) || !flow_measure_may(ctx->db, ctx->who, &view->row, row, &ctx->place, ctx->arena, &may, err)) return false;
    Node *panel = doc_panel(ctx->doc, NULL, measure_name(ctx, row));
    panel->kicker = STR("Что сделать следующим");
    panel->sub = CTX_TEXT(ctx, "[Открыть пункт](%.*s)", STR_ARG(measure_link(ctx, view->row.number, row->n)));
    Str control = measure_control_words(ctx, row, view->today);
    doc_text(ctx->doc, panel, row->n_slots > 0 ? CTX_TEXT(ctx, "Сейчас: %.*s. Закрыть можно подтверждениями: принято %u из %u.", STR_ARG(control), row->n_proven, row->n_slots) : CTX_TEXT(ctx, "Сейчас: %.*s.", STR_ARG(control)));
    measure_slots_table(ctx, panel, &slots, may.brings);
    return true;
}

/* «ВПР 2023 г.» in words of a plan that was rolled forward to 2026: not every year in words moves with the terms. */
static bool names_old_year(Str words, int school_year)
{
    enum { DIGITS = 4 };
    for (size_t i = 0; i + DIGITS <= words.n;) {
        size_t from = i;
        while (i < words.n && words.at[i] >= '0' && words.at[i] <= '9') i++;
        long long year = 0;
        if (i - from == DIGITS && str_to_int(str_slice(words, from, i), &year) && year >= 2000 && year < school_year) return true;
        if (i == from) i++;
    }
    return false;
}

static void old_years(Ctx *ctx, const PlanView *view)
{
    Str *items = arena_array(ctx->arena, Str, view->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n && view->row.previous_id != 0; i++) {
        const MeasureRow *row = &view->measures[i];
        if (names_old_year(row->title, view->row.school_year) || names_old_year(row->expected, view->row.school_year) || names_old_year(row->bullets, view->row.school_year))
            items[n++] = CTX_TEXT(ctx, "[%.*s](%.*s/edit)", STR_ARG(measure_heading(ctx, row)), STR_ARG(measure_link(ctx, view->row.number, row->n)));
    }
    if (n == 0) return;
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Проверьте годы в названиях."), CTX_TEXT(ctx, "План перенесён с прошлого года, а прежний год назван в %.*s: дата письма так и остаётся, остальное исправьте.", STR_ARG(number_of(ctx->arena, n, "пункте", "пунктах", "пунктах"))));
    doc_list(ctx->doc, NULL, n, items);
}

/* A draft says what a person must decide before it is approved. */
static void draft_note(Ctx *ctx, const PlanView *view, bool above_over)
{
    uint32_t unclear = 0, nobody = 0;
    if (view->row.state > PLAN_WAITS) return;
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        unclear += row->term_notes.n > 0 || (row->windows.n == 0 && row->anchor.n == 0 && row->recurrence.n == 0);
        nobody += row->responsible.n == 0;
    }
    if (view->n == 0) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Черновик без пунктов."), STR("Добавьте хотя бы один: тогда план можно будет утвердить."));
        return;
    }
    old_years(ctx, view);
    if (view->row.state == PLAN_DRAFT && view->row.return_reason.n > 0) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("План вернули с утверждения."), rich_escape(ctx->arena, view->row.return_reason));
    else if (unclear + nobody > 0)
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Перед утверждением уточните."), CTX_TEXT(ctx, "%.*s; без ответственного — %u. Слова документа останутся как есть: уточняются дни и люди.",
            STR_ARG(number_of(ctx->arena, unclear, "срок понят не до конца", "срока поняты не до конца", "сроков поняты не до конца")), nobody));
    else if (!above_over) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Черновик."), STR("Сроки понятны, ответственные названы: план можно утверждать."));
}

/* What it was made from is over: the own plan goes on, whoever keeps it decides. */
static bool above_ended(Ctx *ctx, const PlanRow *row, bool *over, Err *err)
{
    PlanRow above;
    bool found;
    if (!plan_get_id(ctx->db, row->region_id, row->from_plan_id, STR_EMPTY, ctx->arena, &above, &found, err)) return false;
    *over = found && above.state == PLAN_WITHDRAWN;
    if (!*over) return true;
    Str ended = plan_ended_words(ctx, above.state, above.kind, above.ended_at, above.ended_reason);
    Str own = row->state <= PLAN_WAITS ? CTX_TEXT(ctx, "Этот черновик остаётся вашим: [отмените его](/plans/%u/approve#withdraw), если он больше не нужен, или утвердите сам по себе.", row->number)
                                       : CTX_TEXT(ctx, "Этот план действует, пока вы его [не отмените](/plans/%u/approve#withdraw).", row->number);
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, CTX_TEXT(ctx, "План сверху %.*s.", STR_ARG(ended)), own);
    return true;
}

/* Over: said above everything, with the way back for those who may. */
static void ended_note(Ctx *ctx, const PlanRow *row)
{
    Str ended = plan_ended_words(ctx, row->state, row->kind, row->ended_at, row->ended_reason);
    if (ended.n == 0) return;
    bool may = who_may(ctx->who, row->edition > 0 ? RIGHT_PLAN_APPROVE : RIGHT_PLAN_WRITE, row->org_path);
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, CTX_TEXT(ctx, "План %.*s.", STR_ARG(ended)), may ? CTX_TEXT(ctx, "Напоминаний нет, ответов снизу не ждут. По ошибке? [Вернуть в работу](/plans/%u/approve).", row->number) : STR("Напоминаний нет, ответов снизу не ждут."));
}

/* The plan above said something new: what, and where to answer. Of a plan that others follow: how many have answered. */
static bool above_note(Ctx *ctx, const PlanView *view, bool *over, Err *err)
{
    const PlanRow *row = &view->row;
    AboveView above;
    if (row->from_number == 0 || row->state > PLAN_IN_FORCE) return true;
    if (!above_ended(ctx, row, over, err)) return false;
    if (row->from_last <= row->above_edition) return true;
    if (!flow_plan_above(ctx->db, row, ctx->arena, &above, err)) return false;
    if (above.n > 0) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("В плане выше изменилось:"), CTX_TEXT(ctx, "%.*s. [Принять или оставить своё](/plans/%u/above)", STR_ARG(rich_escape(ctx->arena, above.brief)), row->number));
    return true;
}

static bool followers(Ctx *ctx, const PlanRow *row, Err *err)
{
    uint32_t n = 0, n_up = 0;
    Str *items = arena_array(ctx->arena, Str, ctx->doc->n_factline + 1u);
    if (row->edition < 2 || row->org_kind == ORG_SCHOOL) return true;
    if (!plan_followers(ctx->db, row->region_id, row->id, &n, &n_up, err)) return false;
    if (n == 0) return true;
    memcpy(items, ctx->doc->factline, ctx->doc->n_factline * sizeof *items);
    items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "[редакцию %u учли %u из %u](/plans/%u/rollup)", row->edition, n_up, n, row->number);
    ctx->doc->factline = items;
    return true;
}

/* Only what this part of a long plan shows stays taken. */
static uint32_t keep_span(PlanPage *page, const CtxSpan *span)
{
    uint32_t at = 0, n = 0;
    for (uint32_t i = 0; i < page->view.n; i++) {
        if (!page->taken[i]) continue;
        page->taken[i] = at >= span->from && at < span->to;
        n += page->taken[i];
        at++;
    }
    return n;
}

static bool show(Ctx *ctx, Err *err)
{
    PlanPage *page = arena_one(ctx->arena, PlanPage);
    PlanView *view = &page->view;
    bool above_over = false;
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err) || !read_filter(ctx, page, err)) return false;
    plan_crumbs(ctx, NULL, NULL, STR_EMPTY);
    ctx->doc->title = plan_title(ctx, &view->row);
    facts(ctx, &view->row);
    feed_tool(ctx, &view->row);
    ended_note(ctx, &view->row);
    if (!followers(ctx, &view->row, err) || !above_note(ctx, view, &above_over, err) || !plan_corrections(ctx, view, err)) return false;
    draft_note(ctx, view, above_over);
    buttons(ctx, view);
    if (view->row.state == PLAN_IN_FORCE || view->row.state == PLAN_CLOSED) chips(ctx, page);
    if (!ctx_is_file(ctx)) selects(ctx, page);
    uint32_t n_taken = page->n_taken; /* of the whole plan, before it is parted into pages */
    CtxSpan span = ctx_span(ctx, n_taken, ON_A_PAGE);
    plan_table(ctx, NULL, view, page->taken, keep_span(page, &span));
    ctx_pager(ctx, NULL, &span, "пунктов");
    Str shown = n_taken < view->n ? CTX_TEXT(ctx, "Показано %u из %u. ", n_taken, view->n) : STR_EMPTY;
    doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "%.*sСлова о сроке сохраняются такими, какими их утвердили; полосы построены по ним. Прерванная полоса — повторяющийся срок, квадрат — «до» (начала нет), точки — «в течение года», жирный край — срок привязан к процедуре или графику; сплошная вертикаль — сегодня, %.*s.",
        STR_ARG(shown), STR_ARG(date_short(ctx->arena, view->today))));
    if (!next_thing(ctx, view, err)) return false;
    ways_on(ctx, view);
    return plan_history(ctx, NULL, view, CTX_TEXT(ctx, "plan/%u", view->row.number), err);
}

const Page page_plan = { .path = "/plans/:plan", .title = "План", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}", .show = show };
