/* Marks for the work against marks in the journal: bars of three parts. */
#include "publish/chart/draw_.h"

#include <math.h>

#define ROW_PX 34

static bool flow_wide(const ChartFlow *f) { return f->n_bars > 4; }

static void flow_size(const Chart *chart, int *width_px, int *height_px)
{
    const ChartFlow *f = &chart->of.flow;
    *width_px = flow_wide(f) ? 780 : 360;
    *height_px = 26 + ROW_PX * (int)f->n_bars + (f->interval.n ? 24 : 2);
}

static void flow_bar(Draw *d, const ChartFlow *f, const FlowBar *bar, double left, double right, double y)
{
    double parts[3] = { draw_count(bar->lowered), draw_count(bar->confirmed), draw_count(bar->raised) };
    double sum = parts[0] + parts[1] + parts[2], x = left;
    if (!(sum > 0)) {
        draw_rect(d, left, y, right - left, 22, "c-few");
        draw_text(d, (left + right) / 2, y + 15.5, "c-m", STR("нет данных"));
        return;
    }
    static const char *const classes[] = { "c-part1", "c-part2", "c-part3" };
    for (int i = 0; i < 3; i++) {
        double w = parts[i] / sum * (right - left);
        bool hatched = bar->attention && f->marked == i + 1;
        draw_rect(d, x, y, w, 22, hatched ? "c-over" : classes[i]);
        Str full = number_share(d->arena, parts[i] / sum, 0), brief = number_dec(d->arena, parts[i] / sum * 100, 0);
        Str text = draw_width(full, 13, hatched) + 8 <= w ? full : brief;
        double tw = draw_width(text, 13, hatched);
        if (tw + 2 <= w) {
            if (hatched) draw_rect(d, x + w / 2 - tw / 2 - 3, y + 3, tw + 6, 16, "c-plate");
            draw_text(d, x + w / 2, y + 15.5, hatched ? "c-m c-b" : "c-m c-k", text);
        }
        x += w;
    }
}

static void flow_draw(const Chart *chart, Buf *svg)
{
    const ChartFlow *f = &chart->of.flow;
    Draw d = draw_begin(svg);
    double left = 0, right = flow_wide(f) ? 779 : 359;
    for (uint32_t i = 0; i < f->n_bars; i++) left = fmax(left, draw_width(f->bars[i].label, 13, false) + 8);
    left = fmin(left, right * 0.4);
    double middle = (left + right) / 2;
    draw_text(&d, left, 13, "c-s", STR("ниже"));
    draw_text(&d, middle, 13, "c-s c-m", STR("как в журнале"));
    draw_text(&d, right, 13, "c-s c-e", STR("выше журнала"));
    for (uint32_t i = 0; i < f->n_bars; i++) {
        double y = 22 + ROW_PX * (double)i;
        draw_text(&d, left - 8, y + 15.5, "c-e c-k", f->bars[i].label);
        flow_bar(&d, f, &f->bars[i], left, right, y);
    }
    if (f->interval.n) draw_text(&d, left, 22 + ROW_PX * (double)f->n_bars + 14, "c-s", f->interval);
    draw_end(&d);
}

static struct Table *flow_twin(const Chart *chart, struct Doc *doc)
{
    const ChartFlow *f = &chart->of.flow;
    const Column columns[] = { twin_column("", COLUMN_TEXT, 0), twin_column("обе отметки", COLUMN_NUMBER, 0), twin_column("ниже журнала", COLUMN_NUMBER, 0),
        twin_column("как в журнале", COLUMN_NUMBER, 0), twin_column("выше журнала", COLUMN_NUMBER, 0) };
    Table *table = twin_table(doc, chart, 5, columns, f->n_bars);
    for (uint32_t i = 0; i < f->n_bars; i++) {
        const FlowBar *bar = &f->bars[i];
        double sum = draw_count(bar->lowered) + draw_count(bar->confirmed) + draw_count(bar->raised);
        Cell *cells = table_row(doc, table, bar->attention ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(bar->label);
        cells[1] = cell_int(bar->n);
        cells[2] = cell_share(bar->lowered / sum);
        cells[3] = cell_share(bar->confirmed / sum);
        cells[4] = cell_share(bar->raised / sum);
    }
    return table;
}

extern const ChartKind chart_flow;
const ChartKind chart_flow = { .id = "flow", .title = "Отметки за работу и по журналу", .size = flow_size, .draw = flow_draw, .twin = flow_twin };
