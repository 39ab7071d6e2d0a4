/* A plan by days: a month with what begins and ends, the year month by month, and every term as a line. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/month.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = "month", .kind = PARAM_DATE, .title = "месяц: любой его день" }, { .name = NULL } };

/* An occurrence that nobody is asked for: it ended before the plan began. */
static bool was_over(Ctx *ctx, const PlanView *view, const MeasureRow *row, int32_t day)
{
    Str iso = date_iso(ctx->arena, day), began = view->row.began_on;
    return row->recurrence.n > 0 && began.n > 0 && str_cmp(iso, began) < 0 && str_cmp(row->due_on, began) >= 0;
}

/* What begins or ends on this day, as links. */
static Str day_words(Ctx *ctx, void *context, int32_t day)
{
    const PlanView *view = context;
    Buf out;
    uint32_t n_said = 0;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        const Window *windows;
        uint32_t n = measure_days_to_draw(row, ctx->arena, &windows);
        int32_t done_before = n > 1 ? measure_done_before(row) : DATE_NONE;
        if (row->state == MEASURE_DROPPED || row->term_kind == TERM_WHOLE_YEAR) continue;
        for (uint32_t w = 0; w < n; w++) {
            bool ends = windows[w].to == day, begins = windows[w].from == day && !ends;
            if (!ends && !begins) continue;
            bool passed = done_before != DATE_NONE && windows[w].to != DATE_NONE && windows[w].to < done_before, before = ends && was_over(ctx, view, row, day);
            const char *what = begins ? "начать" : row->state == MEASURE_ACCEPTED || (passed && !before) ? "сделано" : before ? "прошло до утверждения плана" : windows[w].from == day ? "" : "до";
            buf_printf(&out, "%s%s%s[%.*s](%.*s)", n_said++ > 0 ? "; " : "", what, what[0] != '\0' ? ": " : "", STR_ARG(rich_escape(ctx->arena, ctx_is_file(ctx) ? measure_name(ctx, row) : measure_brief(ctx, row))), STR_ARG(measure_link(ctx, view->row.number, row->n)));
        }
    }
    Str words = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

/* Goes on through the month without beginning or ending in it. */
static bool runs_through(Ctx *ctx, const MeasureRow *row, const Month *month)
{
    const Window *windows;
    uint32_t n = measure_days_to_draw(row, ctx->arena, &windows);
    for (uint32_t w = 0; w < n; w++)
        if (windows[w].from != DATE_NONE && windows[w].from < month->first && (windows[w].to == DATE_NONE || windows[w].to > month->last)) return true;
    return row->term_kind == TERM_WHOLE_YEAR;
}

static void running(Ctx *ctx, const PlanView *view, const Month *month)
{
    Str *items = arena_array(ctx->arena, Str, view->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->n; i++)
        if (!measure_is_over(&view->measures[i]) && runs_through(ctx, &view->measures[i], month))
            items[n++] = CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(measure_heading(ctx, &view->measures[i])), STR_ARG(measure_link(ctx, view->row.number, view->measures[i].n)));
    if (n == 0) return;
    doc_heading(ctx->doc, NULL, 2, STR("Идут весь месяц"));
    doc_list(ctx->doc, NULL, n, items);
}

/* One day on which something is due; done: what was brought for it. */
static void count_due(MonthCount *months, uint32_t n, int32_t due, bool done, int32_t today)
{
    for (uint32_t i = 0; i < n; i++) {
        if (due < months[i].first || (i + 1 < n ? due >= months[i + 1].first : due > month_of(months[i].first, 0).last)) continue;
        if (done) months[i].n_done++;
        else if (due < today) months[i].n_late++;
        else months[i].n_ahead++;
    }
}

/* What repeats falls due each time. */
static void count_measure(Ctx *ctx, const PlanView *view, const MeasureRow *row, MonthCount *months, uint32_t n)
{
    const Window *all;
    int32_t due;
    bool accepted = row->state == MEASURE_ACCEPTED;
    if (row->state == MEASURE_DROPPED || !date_parse(row->due_on, &due)) return;
    uint32_t n_all = measure_occasions(row, ctx->arena, &all);
    for (uint32_t i = 0; i < n_all; i++)
        if (accepted || !was_over(ctx, view, row, all[i].to)) count_due(months, n, all[i].to, accepted || all[i].to < due, view->today);
    if (n_all == 0) count_due(months, n, due, accepted, view->today);
}

static void by_months(Ctx *ctx, const PlanView *view)
{
    TermScale scale = plan_scale(ctx, view);
    enum { MOST = 40 };
    MonthCount *months = arena_array(ctx->arena, MonthCount, MOST);
    uint32_t n = 0, most = 0;
    for (Month month = month_of(scale.from, 0); month.first <= scale.to && n < MOST; month = month_of(month.first, 1)) months[n++] = (MonthCount){ .first = month.first };
    if (n == 0) return;
    for (uint32_t i = 0; i < view->n; i++) count_measure(ctx, view, &view->measures[i], months, n);
    for (uint32_t i = 0; i < n; i++)
        if (months[i].n_done + months[i].n_ahead + months[i].n_late > months[most].n_done + months[most].n_ahead + months[most].n_late) most = i;
    uint32_t total = months[most].n_done + months[most].n_ahead + months[most].n_late;
    Month busiest = month_of(months[most].first, 0);
    Chart *chart = arena_one(ctx->arena, Chart);
    Str title = total > 0 ? CTX_TEXT(ctx, "Больше всего сроков — %.*s: %u", STR_ARG(month_title(ctx, &busiest)), total) : STR("Ни у одного пункта не известен последний день");
    *chart = (Chart){ .kind = "months", .title = title, .reading = STR("Столбец — сколько сроков плана кончается в месяце, у повторяющихся пунктов — каждый раз: закрашено — сделано, пусто — впереди, штриховка — просрочено."), .summary = title, .of.months = { n, months, view->today } };
    doc_chart(ctx->doc, NULL, chart);
}

static const SectionRow *section_at(const PlanView *view, uint32_t n)
{
    for (uint32_t i = 0; i < view->n_sections; i++)
        if (view->sections[i].n == n) return &view->sections[i];
    return NULL;
}

enum { OF_A_SHEET = 22 /* lines of a chart that a sheet of paper holds, below its head; a screen too */ };

static void add_terms(Ctx *ctx, const PlanView *view, uint32_t from, uint32_t to, uint32_t n, const TermRow *rows)
{
    Chart *chart = arena_one(ctx->arena, Chart);
    bool first = from == 0;
    *chart = (Chart){ .kind = "terms", .title = first ? STR("Все сроки плана") : CTX_TEXT(ctx, "Все сроки плана, строки %u–%u", from + 1, to),
        .reading = first ? STR("Строка — пункт плана. Закрашено — сделано, бледное — прошло, пустое — впереди, штриховка — просрочено; точки — «в течение года», квадрат — «до», пунктир связывает повторы.") : STR_EMPTY,
        .summary = CTX_TEXT(ctx, "Сроки пунктов плана, строки %u–%u из %u", from + 1, to, n), .of.terms = { plan_scale(ctx, view), to - from, rows + from } };
    doc_chart(ctx->doc, NULL, chart);
}

static void gantt(Ctx *ctx, const PlanView *view)
{
    TermRow *rows = arena_array(ctx->arena, TermRow, view->n + view->n_sections + 1u);
    uint32_t n = 0, section_n = 0;
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        const SectionRow *section = section_at(view, row->section_n);
        if (row->section_n != section_n && section != NULL && n < view->n + view->n_sections) rows[n++] = (TermRow){ .number = section->number, .title = section->title, .is_section = true };
        section_n = row->section_n;
        rows[n++] = (TermRow){ .number = row->number, .title = row->title, .words = measure_term_words(ctx, row), .strip = *measure_strip(ctx, &view->row, row, view->today) };
    }
    for (uint32_t from = 0, to; from < n; from = to) {
        to = n - from <= OF_A_SHEET + OF_A_SHEET / 4 ? n : from + OF_A_SHEET; /* no sheet of two lines */
        if (to < n && rows[to - 1].is_section) to--;
        add_terms(ctx, view, from, to, n, rows);
    }
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    int32_t day;
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    if (!date_parse(ctx_param(ctx, "month"), &day)) {
        TermScale scale = plan_scale(ctx, view);
        day = view->today < scale.from ? scale.from : view->today > scale.to ? scale.to : view->today;
    }
    Month month = month_of(day, 0);
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = CTX_TEXT(ctx, "Календарь плана: %.*s", STR_ARG(month_title(ctx, &month)));
    const DocLink feed = (DocLink){ .title = STR("сроки плана файлом .ics"), .href = CTX_TEXT(ctx, "/plans/%u/calendar.ics", view->row.number), .icon = "calendar", .count = NO_COUNT };
    month_links(ctx, &month, &feed);
    month_table(ctx, &month, view->today, day_words, view);
    running(ctx, view, &month);
    doc_heading(ctx->doc, NULL, 2, STR("Год плана"));
    by_months(ctx, view);
    gantt(ctx, view);
    return true;
}

const Page page_plan_calendar = { .path = "/plans/:plan/calendar", .title = "Календарь плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/calendar", .show = show };
