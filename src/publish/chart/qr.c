/* A QR code: dark squares on white with the quiet zone of four that readers need, whatever the colours of the page. */
#include "publish/chart/draw_.h"

#include <qrencode.h>

enum { QUIET = 4, WIDTH_PX = 220 };

static QRcode *encode(const Chart *chart)
{
    Arena *arena = arena_new(0);
    QRcode *code = QRcode_encodeString8bit(arena_z(arena, chart->of.qr.text), 0, QR_ECLEVEL_M);
    arena_free(arena);
    return code; /* NULL: longer than the largest code holds */
}

static void qr_size(const Chart *chart, int *width_px, int *height_px)
{
    (void)chart;
    *width_px = *height_px = WIDTH_PX;
}

static void qr_draw(const Chart *chart, Buf *svg)
{
    QRcode *code = encode(chart);
    if (code == NULL) return;
    int side = code->width + 2 * QUIET;
    buf_printf(svg, "<rect width=\"%d\" height=\"%d\" class=\"c-plate\"/><path class=\"c-qr\" shape-rendering=\"crispEdges\" transform=\"scale(%.6g)\" d=\"", WIDTH_PX, WIDTH_PX, (double)WIDTH_PX / side);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width;) {
            int run = 0;
            while (x + run < code->width && (code->data[y * code->width + x + run] & 1) != 0) run++;
            if (run > 0) buf_printf(svg, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
            x += run > 0 ? run : 1;
        }
    buf_add_z(svg, "\"/>");
    QRcode_free(code);
}

static struct Table *qr_twin(const Chart *chart, struct Doc *doc)
{
    const Column columns[] = { twin_column("что записано", COLUMN_TEXT, 0) };
    Table *table = twin_table(doc, chart, 1, columns, 1);
    table_row(doc, table, ROW_PLAIN)[0] = cell_text(chart->of.qr.text);
    return table;
}

extern const ChartKind chart_qr;
const ChartKind chart_qr = { .id = "qr", .title = "QR-код", .size = qr_size, .draw = qr_draw, .twin = qr_twin };
