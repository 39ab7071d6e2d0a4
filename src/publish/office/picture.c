#include "publish/office/picture.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <math.h>

#include "publish/chart/draw_.h"
#include "publish/office/png_out.h"

static bool refuse(Err *err, const char *detail)
{
    err_set(err, ERR_BUG, "", "не удалось нарисовать картинку для бумаги");
    err_detail(err, "%s", detail);
    return false;
}

bool picture_png(Str svg, double width_px, double height_px, double scale, bool opaque, Buf *png, Err *err)
{
    GError *gerror = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg.at, svg.n, &gerror);
    if (handle == NULL) {
        refuse(err, gerror != NULL ? gerror->message : "");
        g_clear_error(&gerror);
        return false;
    }
    rsvg_handle_set_dpi(handle, 96);
    double w = ceil(width_px * scale), h = ceil(height_px * scale);
    cairo_surface_t *surface = cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, (int)w, (int)h);
    cairo_t *cr = cairo_create(surface);
    if (opaque) {
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_paint(cr);
    }
    RsvgRectangle viewport = { 0, 0, w, h };
    bool done = rsvg_handle_render_document(handle, cr, &viewport, &gerror) != FALSE;
    if (!done) refuse(err, gerror != NULL ? gerror->message : "");
    g_clear_error(&gerror);
    cairo_destroy(cr);
    if (done) {
        cairo_surface_flush(surface);
        const unsigned char *pixels = cairo_image_surface_get_data(surface);
        if (pixels == NULL) done = refuse(err, cairo_status_to_string(cairo_surface_status(surface)));
        else if (!png_out(pixels, (uint32_t)w, (uint32_t)h, (size_t)cairo_image_surface_get_stride(surface), opaque, png)) done = refuse(err, "zlib");
    }
    cairo_surface_destroy(surface);
    g_object_unref(handle);
    return done;
}

static void begin(Buf *svg, int width, int height)
{
    buf_printf(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">", width, height, width, height);
}

/* A gauge that fills: dashed ring, empty, quarter, half, full. */
void picture_level(Level level, Buf *svg)
{
    begin(svg, PICTURE_LEVEL_PX, PICTURE_LEVEL_PX);
    if (level == LEVEL_TOO_FEW_DATA) {
        buf_add_z(svg, "<circle cx=\"8\" cy=\"8\" r=\"6.6\" fill=\"none\" stroke=\"#5F6B76\" stroke-width=\"1.4\" stroke-dasharray=\"2.2 1.9\"/></svg>");
        return;
    }
    buf_printf(svg, "<circle cx=\"8\" cy=\"8\" r=\"6.6\" fill=\"%s\" stroke=\"#16212B\" stroke-width=\"1.6\"/>", level == LEVEL_STRONG ? "#16212B" : "#FFFFFF");
    if (level == LEVEL_ATTENTION) buf_add_z(svg, "<path d=\"M8 8V1.4A6.6 6.6 0 0 1 14.6 8Z\" fill=\"#16212B\"/>");
    if (level == LEVEL_SIGNS) buf_add_z(svg, "<path d=\"M8 1.4A6.6 6.6 0 0 1 8 14.6Z\" fill=\"#16212B\"/>");
    buf_add_z(svg, "</svg>");
}

static double within(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

void picture_bar(double share, bool hatched, Buf *svg)
{
    begin(svg, PICTURE_CELL_W, PICTURE_CELL_H);
    double width = within(share, 0, 1) * (PICTURE_CELL_W - 2);
    if (share > 0 && width < 1.5) width = 1.5; /* a small value is not nothing */
    if (hatched)
        buf_printf(svg, "<defs><pattern id=\"h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                        "<path d=\"M1 0V6\" stroke=\"#76828D\" stroke-width=\"1.6\"/></pattern></defs>"
                        "<rect x=\"0\" y=\"2\" width=\"%.1f\" height=\"10\" fill=\"url(#h)\"/>", width);
    else
        buf_printf(svg, "<rect x=\"0\" y=\"2\" width=\"%.1f\" height=\"10\" fill=\"#76828D\"/>", width);
    buf_add_z(svg, "</svg>");
}

void picture_dot(const Cell *cell, const Column *column, Buf *svg)
{
    double span = column->scale_max - column->scale_min;
    if (!(span > 0)) span = 1;
#define X(value) (4 + within(((value) - column->scale_min) / span, 0, 1) * (PICTURE_CELL_W - 8))
    begin(svg, PICTURE_CELL_W, PICTURE_CELL_H);
    if (column->scale_line > column->scale_min && column->scale_line < column->scale_max)
        buf_printf(svg, "<path d=\"M%.1f 0V14\" stroke=\"#16212B\" stroke-width=\"1\"/>", X(column->scale_line));
    if (isfinite(cell->low) && isfinite(cell->high))
        buf_printf(svg, "<path d=\"M%.1f 7H%.1f\" stroke=\"%s\" stroke-width=\"1.6\"/>", X(cell->low), X(cell->high), cell->flag ? "#7F4700" : "#3B78A8");
    double x = X(cell->number);
    if (cell->flag)
        buf_printf(svg, "<path d=\"M%.1f 2.4L%.1f 7L%.1f 11.6L%.1f 7Z\" fill=\"#E39A00\" stroke=\"#16212B\" stroke-width=\"1\"/>", x, x + 4.6, x, x - 4.6);
    else
        buf_printf(svg, "<circle cx=\"%.1f\" cy=\"7\" r=\"3.2\" fill=\"#0A5C99\"/>", x);
    buf_add_z(svg, "</svg>");
#undef X
}

void picture_term(const Cell *cell, const Column *column, Buf *svg)
{
    begin(svg, PICTURE_TERM_W, PICTURE_TERM_H);
    buf_add_z(svg, "<style>");
    buf_add_z(svg, chart_css);
    buf_add_z(svg, "</style>");
    chart_defs(svg);
    Draw d = draw_begin(svg);
    TermPlot plot = term_plot(column, PICTURE_TERM_W);
    draw_term_grid(&d, &plot, 0, PICTURE_TERM_H);
    draw_term(&d, &plot, cell->term, PICTURE_TERM_H / 2.0);
    draw_end(&d);
    buf_add_z(svg, "</svg>");
}

void picture_ruler(int width_px, Buf *svg)
{
    begin(svg, width_px, PICTURE_RULER_H);
    buf_add_z(svg, "<path d=\"");
    for (int i = 0; i * 8 < width_px; i++) buf_printf(svg, "M%d 0V%d", i * 8, i % 5 == 0 ? 10 : 5);
    buf_add_z(svg, "\" stroke=\"#16212B\" stroke-width=\"1.2\" fill=\"none\"/></svg>");
}
