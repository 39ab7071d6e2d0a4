/* The year of a plan: one line a measure, on one scale of days. The strip alone stands in cells of tables too. */
#include "publish/chart/draw_.h"

#include <math.h>

#include "base/date.h"

#define STRIP_PX   14.0 /* height of a window */
#define LEAST_PX   5.0  /* a single day is still seen */
#define TICK_PX    2.0  /* one of every week */
#define WEEKLY     12u  /* more windows than that are ticks without a link */
#define DUE_PX     10.0 /* the square of «до» */
#define TAIL_PX    24.0
#define LETTER_PX  15.0 /* months narrower than that have no letters */
#define NAME_PX    26.0 /* «апр» */

const char *month_letter(int month)
{
    static const char *const letters[] = { "", "я", "ф", "м", "а", "м", "и", "и", "а", "с", "о", "н", "д" };
    return letters[month];
}

TermPlot term_plot(const Column *column, double width)
{
    return (TermPlot){ .scale = { (int32_t)column->scale_min, (int32_t)column->scale_max, isfinite(column->scale_line) ? (int32_t)column->scale_line : DATE_NONE }, .width = width };
}

double term_x(const TermPlot *plot, int32_t day)
{
    double days = plot->scale.to - plot->scale.from + 1;
    double share = days > 0 ? (day - plot->scale.from) / days : 0;
    return plot->x + plot->width * fmin(fmax(share, 0), 1);
}

/* First day of the month that holds this day, or of a later one. */
static int32_t month_first(int32_t day, int later)
{
    int year, month, of_month;
    date_parts(day, &year, &month, &of_month);
    int at = month - 1 + later;
    return date_of(year + at / 12, at % 12 + 1, 1);
}

void draw_term_grid(Draw *d, const TermPlot *plot, double top, double bottom)
{
    bool any = false;
    int32_t day;
    for (int i = 1; (day = month_first(plot->scale.from, i)) <= plot->scale.to; i++, any = true) {
        if (!any) buf_add_z(d->svg, "<path class=\"c-grid\" d=\"");
        draw(d, "M@ @V@", term_x(plot, day), top, bottom);
    }
    if (any) buf_add_z(d->svg, "\"/>");
    if (plot->scale.today < plot->scale.from || plot->scale.today > plot->scale.to) return;
    double x = term_x(plot, plot->scale.today);
    draw_line(d, x, top, x, bottom, "c-axis");
}

/* Letters of every second month tell nobody which months they are: quarters have names then, or years have numbers. */
static void draw_quarters(Draw *d, const TermPlot *plot, double y, double month_px)
{
    static const char *const names[] = { "янв", "апр", "июл", "окт" };
    bool quarters = 3 * month_px >= NAME_PX;
    for (int i = 0; month_first(plot->scale.from, i) <= plot->scale.to; i++) {
        int year, month, day;
        int32_t first = month_first(plot->scale.from, i);
        date_parts(first, &year, &month, &day);
        double middle = term_x(plot, first) + month_px / 2;
        if (middle - NAME_PX / 2 < plot->x || (quarters ? (month - 1) % 3 != 0 : month != 1)) continue;
        draw_text(d, middle, y, "c-m c-s", quarters ? str_of(names[(month - 1) / 3]) : arena_printf(d->arena, "%d", year));
    }
}

void draw_term_months(Draw *d, const TermPlot *plot, double y)
{
    double free_from = plot->x, month_px = term_x(plot, month_first(plot->scale.from, 1)) - term_x(plot, month_first(plot->scale.from, 0));
    if (month_px < LETTER_PX - 0.01) {
        draw_quarters(d, plot, y, month_px);
        return;
    }
    for (int i = 0; month_first(plot->scale.from, i) <= plot->scale.to; i++) {
        int32_t first = month_first(plot->scale.from, i), next = month_first(plot->scale.from, i + 1);
        double left = term_x(plot, first), right = term_x(plot, next), middle = (left + right) / 2;
        int year, month, day;
        date_parts(first, &year, &month, &day);
        bool current = plot->scale.today >= first && plot->scale.today < next;
        if (!current && middle - LETTER_PX / 2 < free_from - 0.01) continue;
        if (current) draw_rect(d, middle - fmax(right - left, LETTER_PX) / 2, y - 12, fmax(right - left, LETTER_PX), 16, "c-now");
        draw_text(d, middle, y, current ? "c-m c-s c-inv" : "c-m c-s", str_of(month_letter(month)));
        free_from = middle + LETTER_PX / 2;
    }
}

typedef struct Span { double x1, x2; } Span;

static bool meets(const TermPlot *plot, const Window *w)
{
    bool after = (w->from != DATE_NONE ? w->from : w->to) > plot->scale.to, before = w->to != DATE_NONE && w->to < plot->scale.from;
    return !after && !before;
}

/* Where the box of a window stands; an open side has a tail instead of an invented day. */
static Span span_of(Draw *d, const TermPlot *plot, const Window *w, double least, double y)
{
    bool due = w->from == DATE_NONE, since = w->to == DATE_NONE;
    Span span = { .x1 = due ? 0 : term_x(plot, w->from), .x2 = since ? 0 : term_x(plot, w->to + 1) };
    double end = plot->x + plot->width;
    if (due) {
        span.x1 = fmax(span.x2 - DUE_PX, plot->x);
        draw_line(d, fmax(span.x1 - TAIL_PX, plot->x), y, span.x1, y, "c-link");
    } else if (since) {
        span.x2 = fmin(span.x1 + DUE_PX, end);
        draw_line(d, span.x2, y, end, y, "c-link");
    }
    if (span.x2 - span.x1 < least) {
        double middle = (span.x1 + span.x2) / 2;
        span.x1 = fmin(fmax(middle - least / 2, plot->x), end - least);
        span.x2 = span.x1 + least;
    }
    return span;
}

static void draw_window(Draw *d, const TermPlot *plot, const TermStrip *strip, const Window *w, Span span, double y)
{
    int32_t today = plot->scale.today;
    double top = y - STRIP_PX / 2 + 0.5, height = STRIP_PX - 1;
    bool over = today != DATE_NONE && w->to != DATE_NONE && w->to < today;
    bool before = strip->mark != TERM_MARK_DONE && strip->began != DATE_NONE && w->to != DATE_NONE && w->to < strip->began; /* nobody is asked for it: gone by, neither done nor late */
    bool done = strip->mark == TERM_MARK_DONE || (!before && strip->done_before != DATE_NONE && w->to != DATE_NONE && w->to < strip->done_before);
    if (strip->n > WEEKLY && over && strip->mark == TERM_MARK_LATE && w->to >= month_first(today, 0)) before = true; /* its proof is asked for at the end of the month */
    const char *class = done ? "c-done" : over ? (strip->mark == TERM_MARK_LATE && !before ? "c-over" : "c-past") : "c-ahead";
    draw_rect(d, span.x1, top, span.x2 - span.x1, height, class);
    bool runs = !done && !over && today != DATE_NONE && w->from != DATE_NONE && w->from < today;
    if (!runs) return;
    double now = fmin(term_x(plot, today), span.x2);
    draw_rect(d, span.x1, top, now - span.x1, height, "c-past");
}

void draw_term(Draw *d, const TermPlot *plot, const TermStrip *strip, double y)
{
    double end = plot->x + plot->width, last = -1, least = strip->n > WEEKLY ? TICK_PX : LEAST_PX;
    if (strip->whole_year) {
        double x1 = strip->n > 0 && strip->windows[0].from != DATE_NONE ? term_x(plot, strip->windows[0].from) : plot->x;
        double x2 = strip->n > 0 && strip->windows[0].to != DATE_NONE ? term_x(plot, strip->windows[0].to + 1) : end;
        draw_line(d, x1 + 2, y, x2 - 2, y, strip->mark == TERM_MARK_DONE ? "c-dots c-dots-done" : "c-dots");
        return;
    }
    for (uint32_t i = 0; i < strip->n; i++) {
        const Window *w = &strip->windows[i];
        if (!meets(plot, w)) continue;
        Span span = span_of(d, plot, w, least, y);
        if (last >= 0 && span.x1 > last && strip->n <= WEEKLY) draw_line(d, last, y, span.x1, y, "c-link");
        bool touches = i + 1 < strip->n && w->to != DATE_NONE && strip->windows[i + 1].from == w->to + 1 && span.x2 - span.x1 > least; /* one month after another: each is seen */
        draw_window(d, plot, strip, w, (Span){ span.x1, touches ? span.x2 - 1.5 : span.x2 }, y);
        if (strip->anchored) draw_rect(d, span.x1 - 1, y - 9, 3, 18, "c-edge");
        last = span.x2;
    }
    if (last < 0 && strip->absent.n > 0) draw_text(d, plot->x + 4, y + 4.5, "c-k", strip->absent);
}

/* ---- the chart ---- */

#define ROW_PX   24
#define HEAD_PX  24
#define WIDE_PX  980
#define TITLE_PX 360.0

static void terms_size(const Chart *chart, int *width_px, int *height_px)
{
    *width_px = WIDE_PX;
    *height_px = HEAD_PX + ROW_PX * (int)chart->of.terms.n + 6;
}

/* As many whole words as stand in the room. */
static Str fitted(Draw *d, Str text, double room_px, double size_px, bool bold)
{
    if (draw_width(text, size_px, bold) <= room_px) return text;
    size_t kept = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == ' ' && draw_width(str_slice(text, 0, i), size_px, bold) + size_px <= room_px) kept = i;
    return kept > 0 ? arena_printf(d->arena, "%.*s…", (int)kept, text.at) : text;
}

static void terms_draw(const Chart *chart, Buf *svg)
{
    const ChartTerms *c = &chart->of.terms;
    Draw d = draw_begin(svg);
    double bottom = HEAD_PX + ROW_PX * (double)c->n;
    TermPlot plot = { .scale = c->scale, .x = TITLE_PX + 50, .width = WIDE_PX - TITLE_PX - 52 };
    draw_term_months(&d, &plot, 16);
    draw_line(&d, 0, HEAD_PX - 1, WIDE_PX, HEAD_PX - 1, "c-tick");
    draw_term_grid(&d, &plot, HEAD_PX, bottom);
    for (uint32_t i = 0; i < c->n; i++) {
        const TermRow *row = &c->rows[i];
        double y = HEAD_PX + ROW_PX * (i + 0.5);
        if (row->number.n > 0) draw_text(&d, 38, y + 4.5, row->is_section ? "c-e c-b" : "c-e", row->number);
        draw_text(&d, 46, y + 4.5, row->is_section ? "c-b" : "c-k", fitted(&d, row->title, TITLE_PX, 13, row->is_section));
        if (!row->is_section) draw_term(&d, &plot, &row->strip, y);
        else draw_line(&d, 0, y - ROW_PX / 2.0, WIDE_PX, y - ROW_PX / 2.0, "c-grid");
    }
    draw_end(&d);
}

static struct Table *terms_twin(const Chart *chart, struct Doc *doc)
{
    const ChartTerms *c = &chart->of.terms;
    const Column columns[] = { twin_column("№", COLUMN_TEXT, 0), twin_column("мероприятие", COLUMN_TEXT, 0), twin_column("срок", COLUMN_TEXT, 0) };
    Table *table = twin_table(doc, chart, 3, columns, c->n);
    for (uint32_t i = 0; i < c->n; i++) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        cells[0] = cell_text(c->rows[i].number);
        cells[1] = cell_text(c->rows[i].title);
        cells[1].bold = c->rows[i].is_section;
        cells[2] = cell_text(c->rows[i].words);
    }
    return table;
}

extern const ChartKind chart_terms;
const ChartKind chart_terms = { .id = "terms", .title = "Сроки плана", .size = terms_size, .draw = terms_draw, .twin = terms_twin };
