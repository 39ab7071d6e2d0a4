/* Primitives of the charts. Every coordinate passes through draw(): no NaN, no infinity, no locale. */
#ifndef PUBLISH_CHART_DRAW__H
#define PUBLISH_CHART_DRAW__H

#include "base/number.h"
#include "publish/chart.h"
#include "publish/doc.h"

typedef struct Draw { Buf *svg; Arena *arena; } Draw;

Draw draw_begin(Buf *svg);
void draw_end(Draw *draw);
/* Markup with each @ replaced by the next double, rounded to tenths; not a number gives 0. */
void draw(Draw *draw, const char *markup, ...);
/* Text with typography and escaping; classes of chart.css. */
void draw_text(Draw *draw, double x, double y, const char *classes, Str text);
void draw_line(Draw *draw, double x1, double y1, double x2, double y2, const char *classes);
void draw_rect(Draw *draw, double x, double y, double w, double h, const char *classes);
void draw_diamond(Draw *draw, double x, double y, double r, const char *classes);
/* Estimated width in the widest of our fonts (DejaVu Sans), so that nothing overlaps in any. */
double draw_width(Str text, double size_px, bool bold);
/* 1, 2 or 5 times a power of ten, so that range has at most n_steps of it; 1 for an empty range. */
double draw_step(double range, int n_steps);
/* Decimals that a multiple of step needs. */
int draw_decimals(double step);
/* The value when finite and not negative, else 0. */
double draw_count(double x);

/* Scale of days over width_px, from x. */
typedef struct TermPlot { TermScale scale; double x, width; } TermPlot;
TermPlot term_plot(const Column *column, double width); /* of a column of months */
double term_x(const TermPlot *plot, int32_t day);
/* The strip with its middle at y, 14 high. */
void draw_term(Draw *draw, const TermPlot *plot, const TermStrip *strip, double y);
/* Hairlines between months and the line of today. */
void draw_term_grid(Draw *draw, const TermPlot *plot, double top, double bottom);
/* «с о н д …», the current month on ink; baseline at y. */
void draw_term_months(Draw *draw, const TermPlot *plot, double y);
const char *month_letter(int month); /* 1…12 */

typedef struct Box { double x, y, w, h; } Box;
bool box_meets(Box a, Box b);

/* One column of a twin table. */
Column twin_column(const char *head, ColumnKind kind, uint8_t decimals);
Table *twin_table(struct Doc *doc, const Chart *chart, uint32_t n_columns, const Column *columns, uint32_t n_rows);
/* As chart_svg, with a name that is unique in the document for its title and summary. */
void chart_svg_named(const Chart *chart, unsigned name, bool standalone, Buf *out);
/* Patterns «m-hatch», «m-below», «m-above», «m-none» and symbols of levels «m-l0»…«m-l4». */
void chart_defs(Buf *out);

extern const char chart_css[];

#endif
