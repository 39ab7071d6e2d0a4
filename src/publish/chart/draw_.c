#include "publish/chart/draw_.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "publish/typo.h"

Draw draw_begin(Buf *svg) { return (Draw){ .svg = svg, .arena = arena_new(0) }; }

void draw_end(Draw *d) { arena_free(d->arena); }

static void put_coordinate(Buf *svg, double x)
{
    if (!isfinite(x)) x = 0;
    if (x > 1e5) x = 1e5;
    if (x < -1e5) x = -1e5;
    long tenths = lround(x * 10);
    if (tenths % 10 == 0) buf_printf(svg, "%ld", tenths / 10);
    else buf_printf(svg, "%s%ld.%ld", tenths < 0 ? "-" : "", labs(tenths) / 10, labs(tenths) % 10);
}

void draw(Draw *d, const char *markup, ...)
{
    va_list args;
    va_start(args, markup);
    for (const char *at = strchr(markup, '@'); at; at = strchr(markup, '@')) {
        buf_add(d->svg, (Str){ markup, (size_t)(at - markup) });
        put_coordinate(d->svg, va_arg(args, double));
        markup = at + 1;
    }
    buf_add_z(d->svg, markup);
    va_end(args);
}

void draw_text(Draw *d, double x, double y, const char *classes, Str text)
{
    draw(d, "<text x=\"@\" y=\"@\" class=\"", x, y);
    buf_add_z(d->svg, classes);
    buf_add_z(d->svg, "\">");
    buf_add_xml(d->svg, typo(d->arena, text));
    buf_add_z(d->svg, "</text>");
}

void draw_line(Draw *d, double x1, double y1, double x2, double y2, const char *classes)
{
    draw(d, "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\" class=\"", x1, y1, x2, y2);
    buf_add_z(d->svg, classes);
    buf_add_z(d->svg, "\"/>");
}

void draw_rect(Draw *d, double x, double y, double w, double h, const char *classes)
{
    if (!(w > 0) || !(h > 0)) return;
    draw(d, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" class=\"", x, y, w, h);
    buf_add_z(d->svg, classes);
    buf_add_z(d->svg, "\"/>");
}

void draw_diamond(Draw *d, double x, double y, double r, const char *classes)
{
    draw(d, "<path d=\"M@ @L@ @L@ @L@ @Z\" class=\"", x, y - r, x + r, y, x, y + r, x - r, y);
    buf_add_z(d->svg, classes);
    buf_add_z(d->svg, "\"/>");
}

double draw_width(Str text, double size_px, bool bold) { return (double)utf8_length(text) * size_px * (bold ? 0.69 : 0.62); }

double draw_step(double range, int n_steps)
{
    if (!isfinite(range) || range <= 0) return 1;
    double rough = range / n_steps, power = pow(10, floor(log10(rough)));
    double lead = rough / power;
    return power * (lead <= 1.0000001 ? 1 : lead <= 2.0000001 ? 2 : lead <= 5.0000001 ? 5 : 10);
}

int draw_decimals(double step)
{
    int n = 0;
    while (n < 4 && fabs(step - round(step)) > 1e-9 * step) {
        step *= 10;
        n++;
    }
    return n;
}

double draw_count(double x) { return isfinite(x) && x > 0 ? x : 0; }

bool box_meets(Box a, Box b) { return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h; }

Column twin_column(const char *head, ColumnKind kind, uint8_t decimals)
{
    return (Column){ .head = str_of(head), .kind = kind, .decimals = decimals, .group = STR_EMPTY };
}

Table *twin_table(struct Doc *doc, const Chart *chart, uint32_t n_columns, const Column *columns, uint32_t n_rows)
{
    Column *own = arena_array(doc->arena, Column, n_columns);
    memcpy(own, columns, n_columns * sizeof *own);
    Table *table = table_new(doc, STR_EMPTY, chart->title, n_columns, own, n_rows);
    table->dense = true;
    table->empty = STR("Данных для рисунка нет.");
    return table;
}
