/* Values with intervals against an expected one: for signs that have no picture of their own. */
#include "publish/chart/draw_.h"

#include <math.h>


typedef struct Plot { double left, right, top, bottom, low, high; } Plot;

/* Many rows stand closer. */
static int row_px(const ChartEstimate *e) { return e->n > 3 ? 19 : 32; }

static void estimate_size(const Chart *chart, int *width_px, int *height_px)
{
    *width_px = 360;
    *height_px = 22 + row_px(&chart->of.estimate) * (int)chart->of.estimate.n + 42;
}

static double estimate_x(const Plot *p, double v)
{
    v = v < p->low ? p->low : v > p->high ? p->high : v;
    return p->left + (v - p->low) / (p->high - p->low) * (p->right - p->left);
}

/* The given scale, or what the rows need. */
static void estimate_scale(const ChartEstimate *e, Plot *p)
{
    p->low = e->scale_min;
    p->high = e->scale_max;
    if (isfinite(p->low) && isfinite(p->high) && p->high > p->low) return;
    p->low = p->high = isfinite(e->line) ? e->line : 0;
    for (uint32_t i = 0; i < e->n; i++) {
        const double all[] = { e->rows[i].value, e->rows[i].low, e->rows[i].high };
        for (int k = 0; k < 3; k++) {
            if (!isfinite(all[k])) continue;
            p->low = fmin(p->low, all[k]);
            p->high = fmax(p->high, all[k]);
        }
    }
    double step = draw_step(p->high - p->low, 4);
    p->low = floor(p->low / step) * step;
    p->high = ceil(p->high / step + 1e-9) * step;
    if (!(p->high > p->low)) p->high = p->low + step;
}

static void estimate_axis(Draw *d, const ChartEstimate *e, const Plot *p)
{
    double step = draw_step(p->high - p->low, 4), first = ceil(p->low / step - 1e-9) * step;
    for (int i = 0; first + i * step <= p->high + step * 1e-6 && i < 20; i++) {
        double v = first + i * step, x = estimate_x(p, v);
        draw_line(d, x, p->top, x, p->bottom, "c-grid");
        Str tick = e->is_share ? number_dec(d->arena, v * 100, draw_decimals(step * 100)) : number_dec(d->arena, v, draw_decimals(step));
        draw_text(d, x, p->bottom + 17, i == 0 && x < 20 ? "" : x > p->right - 12 ? "c-e" : "c-m", tick);
    }
    draw_line(d, p->left, p->bottom, p->right, p->bottom, "c-axis");
    draw_text(d, p->right, p->bottom + 36, "c-s c-e", e->unit.n ? e->unit : e->is_share ? STR("%") : STR_EMPTY);
    if (!isfinite(e->line)) return;
    double x = estimate_x(p, e->line), half = draw_width(e->line_label, 12, false) / 2;
    draw_line(d, x, p->top - 4, x, p->bottom, "c-line");
    draw_text(d, x + half > p->right ? p->right : x - half < 0 ? 0 : x, 12, x + half > p->right ? "c-s c-e" : x - half < 0 ? "c-s" : "c-s c-m", e->line_label);
}

static void estimate_draw(const Chart *chart, Buf *svg)
{
    const ChartEstimate *e = &chart->of.estimate;
    Plot p = { .left = 0, .right = 352, .top = 22, .bottom = 22 + row_px(e) * (double)e->n };
    for (uint32_t i = 0; i < e->n; i++) p.left = fmax(p.left, draw_width(e->rows[i].label, 13, false) + 10);
    p.left = fmin(fmax(p.left, 12), 150);
    estimate_scale(e, &p);
    Draw d = draw_begin(svg);
    estimate_axis(&d, e, &p);
    for (uint32_t i = 0; i < e->n; i++) {
        const EstimateRow *row = &e->rows[i];
        double y = p.top + row_px(e) * (i + 0.5), x = estimate_x(&p, row->value);
        draw_text(&d, 0, y + 4.5, row->marked ? "c-b c-h" : "c-k c-h", row->label);
        if (!isfinite(row->value)) {
            draw_text(&d, (p.left + p.right) / 2, y + 4.5, "c-m c-h", STR("мало данных"));
            continue;
        }
        if (isfinite(row->low) && isfinite(row->high)) draw_line(&d, estimate_x(&p, row->low), y, estimate_x(&p, row->high), y, row->marked ? "c-whisk-a" : "c-whisk");
        if (row->marked) draw_diamond(&d, x, y, e->n > 3 ? 5.5 : 6.5, "c-out");
        else draw(&d, "<circle cx=\"@\" cy=\"@\" r=\"4.5\" class=\"c-pt\"/>", x, y);
    }
    draw_end(&d);
}

static struct Table *estimate_twin(const Chart *chart, struct Doc *doc)
{
    const ChartEstimate *e = &chart->of.estimate;
    uint8_t decimals = e->is_share ? 0 : 2;
    const Column columns[] = { twin_column("", COLUMN_TEXT, 0), twin_column("значение", COLUMN_NUMBER, decimals), twin_column("интервал 95 %", COLUMN_NUMBER, decimals),
        twin_column("ожидали", COLUMN_NUMBER, decimals) };
    Table *table = twin_table(doc, chart, 4, columns, e->n);
    for (uint32_t i = 0; i < e->n; i++) {
        const EstimateRow *row = &e->rows[i];
        Cell *cells = table_row(doc, table, row->marked ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(row->label);
        cells[1] = e->is_share ? cell_share(row->value) : cell_dec(row->value);
        cells[2] = cell_interval(row->low, row->high, e->is_share);
        cells[3] = e->is_share ? cell_share(e->line) : cell_dec(e->line);
    }
    return table;
}

extern const ChartKind chart_estimate;
const ChartKind chart_estimate = { .id = "estimate", .title = "Значение и интервал", .size = estimate_size, .draw = estimate_draw, .twin = estimate_twin };
