/* Tasks from easy to hard: the line of the norm and the school's points with whiskers. */
#include "publish/chart/draw_.h"

#include <math.h>

typedef struct Plot { double left, right, top, bottom, step; } Plot;

static bool profile_wide(const ChartProfile *c) { return c->n > 16 && !c->of_sign; }

static void profile_size(const Chart *chart, int *width_px, int *height_px)
{
    bool wide = profile_wide(&chart->of.profile);
    *width_px = wide ? 780 : 360;
    *height_px = wide ? 260 : 184;
}

static double profile_y(const Plot *p, double share) { return p->bottom - fmin(draw_count(share), 1) * (p->bottom - p->top); }

static void profile_axes(Draw *d, const ChartProfile *c, const Plot *p)
{
    for (int tick = 0; tick <= 100; tick += 25) {
        double y = profile_y(p, tick / 100.0);
        draw_line(d, p->left, y, p->right, y, tick ? "c-grid" : "c-axis");
        draw_text(d, p->left - 7, y + 4.5, "c-e", number_int(d->arena, tick));
    }
    for (int pass = 0; pass < 2; pass++) { /* marked tasks first: they are named in any case */
        double free_from = -1e9;
        for (uint32_t i = 0; i < c->n; i++) {
            const ProfilePoint *point = &c->points[i];
            double x = p->left + (i + 0.5) * p->step, half = draw_width(point->task, 12, point->marked) / 2;
            bool free = x - half >= free_from;
            for (uint32_t k = 0; k < c->n && free && pass; k++) {
                free = !c->points[k].marked || fabs(x - (p->left + (k + 0.5) * p->step)) >= half + draw_width(c->points[k].task, 12, true) / 2;
            }
            if (point->marked != (pass == 0) || !free) continue;
            draw_text(d, x, p->bottom + 17, point->marked ? "c-m c-s c-b" : "c-m c-s", point->task);
            free_from = x + half + 3;
        }
    }
    draw_text(d, p->left, p->bottom + 38, "c-s", STR("от лёгких к трудным"));
    draw_text(d, p->right, p->bottom + 38, "c-s c-e", profile_wide(c) ? STR("линия — норма, точки — школа; % выполнения")
                                                          : c->of_sign    ? STR("точка — здесь, линия — ожидание; %")
                                                                          : STR("линия — норма; %"));
}

static void profile_line(Draw *d, const ChartProfile *c, const Plot *p)
{
    bool begun = false;
    draw(d, "<path d=\"M@ @", p->left + 0.5 * p->step, profile_y(p, c->n ? c->points[0].region : 0));
    for (uint32_t i = 0; i < c->n; i++) {
        if (!isfinite(c->points[i].region)) {
            begun = false;
            continue;
        }
        draw(d, begun ? "L@ @" : "M@ @", p->left + (i + 0.5) * p->step, profile_y(p, c->points[i].region));
        begun = true;
    }
    buf_add_z(d->svg, "\" class=\"c-line\"/>");
}

static void profile_draw(const Chart *chart, Buf *svg)
{
    const ChartProfile *c = &chart->of.profile;
    bool wide = profile_wide(c);
    Plot p = { .left = 38, .right = wide ? 778 : 358, .top = 10, .bottom = wide ? 212 : 136 };
    p.step = (p.right - p.left) / (c->n ? c->n : 1);
    Draw d = draw_begin(svg);
    profile_axes(&d, c, &p);
    profile_line(&d, c, &p);
    for (uint32_t i = 0; i < c->n; i++) {
        const ProfilePoint *point = &c->points[i];
        double x = p.left + (i + 0.5) * p.step, y = profile_y(&p, point->share);
        if (!isfinite(point->share)) continue;
        if (isfinite(point->low) && isfinite(point->high)) draw_line(&d, x, profile_y(&p, point->low), x, profile_y(&p, point->high), point->marked && !c->of_sign ? "c-whisk-a" : "c-whisk");
        if (point->marked) draw_diamond(&d, x, y, 5.5, "c-out");
        else draw(&d, "<circle cx=\"@\" cy=\"@\" r=\"@\" class=\"c-pt\"/>", x, y, p.step < 12 ? 2.6 : 3.8);
    }
    draw_end(&d);
}

static struct Table *profile_twin(const Chart *chart, struct Doc *doc)
{
    const ChartProfile *c = &chart->of.profile;
    const Column columns[] = { twin_column("задание", COLUMN_TEXT, 0), twin_column(c->of_sign ? "ожидание" : "норма", COLUMN_NUMBER, 0),
        twin_column(c->of_sign ? "выполнение" : "школа", COLUMN_NUMBER, 0), twin_column(c->of_sign ? "обычно, 95 %" : "интервал 95 %", COLUMN_NUMBER, 0) };
    Table *table = twin_table(doc, chart, 4, columns, c->n);
    for (uint32_t i = 0; i < c->n; i++) {
        const ProfilePoint *point = &c->points[i];
        Cell *cells = table_row(doc, table, point->marked ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(point->task);
        cells[1] = cell_share(point->region);
        cells[2] = cell_share(point->share);
        cells[2].bold = point->marked;
        cells[3] = cell_interval(point->low, point->high, true);
    }
    return table;
}

extern const ChartKind chart_profile;
const ChartKind chart_profile = { .id = "profile", .title = "Задания от лёгких к трудным", .size = profile_size, .draw = profile_draw, .twin = profile_twin };
