/* The year of a plan in one line: how many measures fall due in each month, and how many of them are done. */
#include "publish/chart/draw_.h"

#include <math.h>

#include "base/date.h"

enum { WIDTH = 780, HEIGHT = 132, TOP = 22, BOTTOM = 102 };

static void months_size(const Chart *chart, int *width_px, int *height_px)
{
    (void)chart;
    *width_px = WIDTH;
    *height_px = HEIGHT;
}

static uint32_t total_of(const MonthCount *month) { return month->n_done + month->n_ahead + month->n_late; }

static void months_draw(const Chart *chart, Buf *svg)
{
    const ChartMonths *c = &chart->of.months;
    Draw d = draw_begin(svg);
    double most = 1, step = (double)WIDTH / (c->n > 0 ? c->n : 1);
    for (uint32_t i = 0; i < c->n; i++) most = fmax(most, total_of(&c->months[i]));
    for (uint32_t i = 0; i < c->n; i++) {
        const MonthCount *month = &c->months[i];
        double x = step * i + step * 0.18, width = step * 0.64, y = BOTTOM, unit = (BOTTOM - TOP) / most;
        const struct { uint32_t n; const char *class; } parts[] = { { month->n_done, "c-done" }, { month->n_late, "c-over" }, { month->n_ahead, "c-ahead" } };
        for (int p = 0; p < 3; p++) {
            y -= parts[p].n * unit;
            draw_rect(&d, x, y, width, parts[p].n * unit, parts[p].class);
        }
        if (total_of(month) > 0) draw_text(&d, x + width / 2, y - 5, "c-m c-b", number_int(d.arena, total_of(month)));
        int year, number, day;
        date_parts(month->first, &year, &number, &day);
        bool current = c->today >= month->first && c->today - month->first < 31 && (i + 1 == c->n || c->today < c->months[i + 1].first);
        if (current) draw_rect(&d, x + width / 2 - 10, BOTTOM + 7, 20, 18, "c-now");
        draw_text(&d, x + width / 2, BOTTOM + 20, current ? "c-m c-inv" : "c-m", str_of(month_letter(number)));
    }
    draw_line(&d, 0, BOTTOM, WIDTH, BOTTOM, "c-axis");
    draw_end(&d);
}

static struct Table *months_twin(const Chart *chart, struct Doc *doc)
{
    const ChartMonths *c = &chart->of.months;
    const Column columns[] = { twin_column("месяц", COLUMN_TEXT, 0), twin_column("сделано", COLUMN_NUMBER, 0), twin_column("впереди", COLUMN_NUMBER, 0), twin_column("просрочено", COLUMN_NUMBER, 0) };
    Table *table = twin_table(doc, chart, 4, columns, c->n);
    for (uint32_t i = 0; i < c->n; i++) {
        int year, month, day;
        date_parts(c->months[i].first, &year, &month, &day);
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        cells[0] = cell_text(arena_printf(doc->arena, "%s %d", date_month_name(month), year));
        cells[1] = cell_int(c->months[i].n_done);
        cells[2] = cell_int(c->months[i].n_ahead);
        cells[3] = cell_int(c->months[i].n_late);
    }
    return table;
}

extern const ChartKind chart_months;
const ChartKind chart_months = { .id = "months", .title = "План по месяцам", .size = months_size, .draw = months_draw, .twin = months_twin };
