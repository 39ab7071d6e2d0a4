/* Pictures for paper: our own SVG drawn to PNG by librsvg and cairo. Never for SVG that came from outside. */
#ifndef PUBLISH_OFFICE_PICTURE_H
#define PUBLISH_OFFICE_PICTURE_H

#include "base/buf.h"
#include "publish/doc.h"

/* Appends a PNG of width_px * scale by height_px * scale. opaque: on white instead of transparent. ERR_BUG when librsvg refuses our drawing. */
bool picture_png(Str svg, double width_px, double height_px, double scale, bool opaque, Buf *png, Err *err);

/* Small drawings: whole standalone <svg> of the given size. */
#define PICTURE_LEVEL_PX 16
#define PICTURE_CELL_W   96
#define PICTURE_CELL_H   14
#define PICTURE_TERM_W   240
#define PICTURE_TERM_H   18
#define PICTURE_RULER_W  794 /* A4 */
#define PICTURE_RULER_H  12
void picture_level(Level level, Buf *svg);
void picture_bar(double share, bool hatched, Buf *svg);              /* share of the scale, cut to [0, 1] */
void picture_dot(const Cell *cell, const Column *column, Buf *svg);  /* point, whisker, reference line */
void picture_term(const Cell *cell, const Column *column, Buf *svg); /* strip of a term with its months */
void picture_ruler(int width_px, Buf *svg);                          /* scale along the top edge of a sheet */

#endif
