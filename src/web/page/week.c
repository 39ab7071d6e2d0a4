/* Terms of a week, or of any days: one's organisation and those below, by day; made to be printed and hung up. */
#include "base/date.h"
#include "base/number.h"
#include "flow/week.h"
#include "publish/rich.h"
#include "store/remind.h"
#include "web/plan_table.h"
#include "web/url.h"

enum { ON_A_PAGE = 150, MOST_IN_FILE = 2000 /* a region has ten thousand terms a month: nobody prints them */, MOST_LATE = 40 };

static const Param params[] = {
    { .name = "from", .kind = PARAM_DATE, .title = "с какого дня" },
    { .name = "to", .kind = PARAM_DATE, .title = "по какой день" },
    { .name = "row", .kind = PARAM_INT, .title = "пункты с какого по порядку", .min = 1 },
    { .name = "own", .kind = PARAM_FLAG, .title = "только своя организация" },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

static Window days_of(const Ctx *ctx, int32_t today)
{
    Window days = { today - date_weekday(today), 0 };
    date_parse(ctx_param(ctx, "from"), &days.from);
    days.to = days.from + 6;
    date_parse(ctx_param(ctx, "to"), &days.to);
    if (days.to < days.from) days.to = days.from;
    if (days.to - days.from >= WEEK_DAYS_MOST) days.to = days.from + WEEK_DAYS_MOST - 1;
    return days;
}

static Str address(Ctx *ctx, int32_t from, int32_t to)
{
    return CTX_TEXT(ctx, "/week?from=%.*s&to=%.*s%s&org=%.*s", STR_ARG(date_iso(ctx->arena, from)), STR_ARG(date_iso(ctx->arena, to)), ctx_int(ctx, "own", 0) == 1 ? "&own=1" : "", STR_ARG(url_encode(ctx->arena, ctx->org.code)));
}

static void chips(Ctx *ctx, Window days, int32_t today)
{
    int32_t monday = today - date_weekday(today), length = days.to - days.from + 1;
    int y, m, d;
    date_parts(today, &y, &m, &d);
    int32_t month = date_of(y, m, 1), month_end = month + date_month_days(y, m) - 1;
    DocLink *links = arena_array(ctx->arena, DocLink, 6);
    uint32_t n = 0;
    links[n++] = (DocLink){ .title = STR("раньше"), .href = address(ctx, days.from - length, days.to - length), .icon = "left", .count = NO_COUNT };
    links[n++] = (DocLink){ .title = STR("эта неделя"), .href = address(ctx, monday, monday + 6), .count = NO_COUNT, .current = days.from == monday && length == 7 };
    links[n++] = (DocLink){ .title = STR("следующая"), .href = address(ctx, monday + 7, monday + 13), .count = NO_COUNT, .current = days.from == monday + 7 && length == 7 };
    links[n++] = (DocLink){ .title = STR("этот месяц"), .href = address(ctx, month, month_end), .count = NO_COUNT, .current = days.from == month && days.to == month_end };
    links[n++] = (DocLink){ .title = STR("позже"), .href = address(ctx, days.from + length, days.to + length), .icon = "right", .count = NO_COUNT };
    if (ctx->org.kind != ORG_SCHOOL) {
        bool own = ctx_int(ctx, "own", 0) == 1;
        links[n++] = (DocLink){ .title = STR("только своя организация"), .href = ctx_with(ctx, "own", own ? STR_EMPTY : STR("1")), .count = NO_COUNT, .current = own };
    }
    doc_chips(ctx->doc, NULL, STR("Дни"), n, links);
}

static const Column columns[] = { { .head = { "организация", 22 }, .width = 0.2f }, { .head = { "пункт", 10 } }, { .head = { "мероприятие", 22 } }, { .head = { "отвечает", 16 }, .width = 0.2f }, { .head = { "контролирует", 24 }, .width = 0.16f } };
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* A day over its rows. */
static void put_day(Ctx *ctx, Table *table, Str words)
{
    Cell *cells = table_row(ctx->doc, table, ROW_SECTION);
    cells[0] = cell_text(words);
    cells[0].span = N_COLUMNS;
}

static void put_item(Ctx *ctx, Table *table, const WeekItem *item, int32_t today)
{
    bool late = item->day < today && item->due && (item->state == MEASURE_OPEN || item->state == MEASURE_RETURNED);
    Cell *cells = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
    cells[0] = cell_text(rich_escape(ctx->arena, item->org_name));
    cells[1] = cell_text(rich_escape(ctx->arena, item->number));
    const char *waits = item->corrected && who_may(ctx->who, RIGHT_PLAN_WRITE, item->org_path) ? " (правка ждёт утверждения)" : "";
    cells[2] = cell_link(CTX_TEXT(ctx, "%.*s%s", STR_ARG(rich_escape(ctx->arena, item->title)), waits), measure_link(ctx, item->plan_number, item->n));
    if (late) cells[2].text = CTX_TEXT(ctx, "%.*s — не сделано, просрочено на %.*s", STR_ARG(cells[2].text), STR_ARG(late_words(ctx, today - item->day)));
    cells[3] = item->responsible.n > 0 ? cell_text(lines_joined(ctx, item->responsible)) : cell_missing();
    cells[4] = cell_text(item->controllers.n > 0 ? rich_escape(ctx->arena, item->controllers) : STR("кто утверждает план")); /* as the page of the measure says */
}

static bool by_days(Ctx *ctx, WeekItem *items, uint32_t n, int32_t today, Err *err)
{
    CtxSpan span = ctx_span_by(ctx, "row", n, ON_A_PAGE);
    uint32_t to = span.to - span.from > MOST_IN_FILE ? span.from + MOST_IN_FILE : span.to;
    if (!flow_week_controllers(ctx->db, ctx->who->region_id, items + span.from, to - span.from, ctx->arena, err)) return false;
    Table *table = table_new(ctx->doc, STR("week"), STR("Сроки по дням"), N_COLUMNS, columns, 2 * (to - span.from) + 1);
    table->untitled = table->wide = true;
    table->empty = STR("В эти дни ничего не кончается.");
    for (uint32_t i = span.from; i < to; i++) {
        if (i == span.from || items[i].day != items[i - 1].day) put_day(ctx, table, CTX_TEXT(ctx, "%.*s%s", STR_ARG(date_heading(ctx->arena, items[i].day)), items[i].day == today ? ", сегодня" : ""));
        put_item(ctx, table, &items[i], today);
    }
    doc_table(ctx->doc, NULL, table);
    if (to < span.to) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Здесь первые %u из %u; выберите меньше дней или одну организацию.", to, n));
    ctx_pager(ctx, NULL, &span, "пунктов");
    return true;
}

/* What was to be done before these days and is not: the latest first. */
static bool late_ones(Ctx *ctx, int32_t before, bool own, Err *err)
{
    static const Column late_columns[] = { { .head = { "срок", 8 } }, { .head = { "организация", 22 }, .width = 0.2f }, { .head = { "пункт", 10 } }, { .head = { "мероприятие", 22 } }, { .head = { "отвечает", 16 }, .width = 0.2f } };
    const RemindWeek *rows;
    uint32_t n, most = ctx_is_file(ctx) ? MOST_IN_FILE : MOST_LATE;
    if (!remind_late(ctx->db, ctx->who->region_id, ctx->org.path, own, date_iso(ctx->arena, before), most + 1, ctx->arena, &rows, &n, err)) return false;
    if (n == 0) return true;
    bool more = n > most;
    if (more) n = most;
    Table *table = table_new(ctx->doc, STR("late"), STR("Не сделано из того, что раньше"), 5, late_columns, n);
    table->untitled = table->wide = true;
    for (uint32_t i = 0; i < n; i++) {
        int32_t due = DATE_NONE;
        Cell *cells = table_row(ctx->doc, table, ROW_ATTENTION);
        cells[0] = cell_text(date_parse(rows[i].due_on, &due) ? date_short(ctx->arena, due) : STR_EMPTY);
        cells[1] = cell_text(rich_escape(ctx->arena, rows[i].org_name));
        cells[2] = cell_text(rich_escape(ctx->arena, rows[i].number));
        cells[3] = cell_link(rich_escape(ctx->arena, rows[i].title), measure_link(ctx, rows[i].plan_number, rows[i].n));
        cells[4] = rows[i].responsible.n > 0 ? cell_text(lines_joined(ctx, rows[i].responsible)) : cell_missing();
    }
    doc_heading(ctx->doc, NULL, 2, CTX_TEXT(ctx, "Не сделано из того, что раньше: %s%u", more ? "больше " : "", n));
    doc_table(ctx->doc, NULL, table);
    if (more) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Здесь последние %u; остальные — на досках планов.", n));
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    int32_t today = date_of_time(ctx->now);
    Window days = days_of(ctx, today);
    bool own = ctx_int(ctx, "own", 0) == 1 || ctx->org.kind == ORG_SCHOOL;
    WeekItem *items;
    uint32_t n;
    if (!flow_week(ctx->db, ctx->who->region_id, ctx->org.path, own, days, ctx->arena, &items, &n, err)) return false;
    ctx->doc->title = CTX_TEXT(ctx, "Сроки %.*s–%.*s", STR_ARG(date_short(ctx->arena, days.from)), STR_ARG(date_short(ctx->arena, days.to)));
    if (n > 0) ctx->doc->title = CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(ctx->doc->title), STR_ARG(number_of(ctx->arena, n, "пункт", "пункта", "пунктов")));
    Str *facts = arena_array(ctx->arena, Str, 2);
    facts[0] = rich_escape(ctx->arena, ctx->org.name);
    facts[1] = own ? STR("свои планы") : STR("свои планы и планы тех, кто ниже");
    ctx->doc->n_factline = 2, ctx->doc->factline = facts;
    chips(ctx, days, today);
    return by_days(ctx, items, n, today, err) && late_ones(ctx, days.from < today ? days.from : today, own, err);
}

const Page page_week = { .path = "/week", .title = "Сроки недели", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .params = params, .show = show };
