#include "publish/html/html_.h"

#include <math.h>

#include "publish/office/spread.h"

static void cell_interval_text(Html *html, const Column *column, const Cell *cell)
{
    double unit = cell->is_share ? 100 : 1;
    if (!isfinite(cell->low) || !isfinite(cell->high)) {
        html_z(html, "—");
        return;
    }
    bool sign = cell->low < 0 || cell->high < 0;
    Str low = sign ? number_signed(html->arena, cell->low * unit, column->decimals) : number_dec(html->arena, cell->low * unit, column->decimals);
    Str high = sign ? number_signed(html->arena, cell->high * unit, column->decimals) : number_dec(html->arena, cell->high * unit, column->decimals);
    buf_add(html->out, low);
    html_z(html, sign ? "…" : "–");
    buf_add(html->out, high);
}

static double scale_at(const Column *column, double v)
{
    double low = column->scale_min, high = column->scale_max;
    if (!isfinite(v) || !(high > low)) return 0;
    return v <= low ? 0 : v >= high ? 1 : (v - low) / (high - low);
}

static Str scale_words(Html *html, const Column *column, const Cell *cell)
{
    if (cell->is_share) return number_share(html->arena, cell->number, column->decimals);
    return number_dec(html->arena, cell->number, column->decimals);
}

/* The picture is hidden from screen readers, its number is said instead. */
static void cell_bar_picture(Html *html, const Column *column, const Cell *cell)
{
    Draw d = { html->out, html->arena };
    double w = 116 * scale_at(column, cell->number);
    html_z(html, "<svg class=\"spark\" viewBox=\"0 0 120 14\" width=\"120\" height=\"14\" aria-hidden=\"true\">");
    draw_rect(&d, 1, 1.5, cell->number > 0 ? fmax(w, 2) : 0, 11, cell->flag ? "c-none" : "c-soft");
    html_z(html, "</svg><span class=\"vh\">");
    buf_add(html->out, scale_words(html, column, cell));
    html_z(html, "</span>");
}

static void cell_dot_picture(Html *html, const Column *column, const Cell *cell)
{
    Draw d = { html->out, html->arena };
    const double left = 8, width = 144;
    double x = left + width * scale_at(column, cell->number), line = left + width * scale_at(column, column->scale_line);
    html_z(html, "<svg class=\"spark dot\" viewBox=\"0 0 160 18\" width=\"160\" height=\"18\" aria-hidden=\"true\">");
    if (isfinite(column->scale_line)) draw_line(&d, line, 1, line, 17, "c-line");
    if (isfinite(cell->low) && isfinite(cell->high)) {
        draw_line(&d, left + width * scale_at(column, cell->low), 9, left + width * scale_at(column, cell->high), 9, cell->flag ? "c-whisk-a" : "c-whisk");
    }
    if (cell->flag) draw_diamond(&d, x, 9, 6, "c-out");
    else draw(&d, "<circle cx=\"@\" cy=\"9\" r=\"4.2\" class=\"c-pt\"/>", x);
    html_z(html, "</svg><span class=\"vh\">");
    buf_add(html->out, scale_words(html, column, cell));
    html_z(html, "</span>");
}

/* Over the whole height of the row, so that the lines of months and of today run through the table; SVG lengths, no style attributes. */
static void cell_term_picture(Html *html, const Column *column, const Cell *cell)
{
    Draw d = { html->out, html->arena };
    TermPlot plot = term_plot(column, HTML_TERM_PX);
    html_z(html, "<svg class=\"f c\" aria-hidden=\"true\">");
    draw_term_grid(&d, &plot, 0, HTML_TERM_TALLEST);
    html_z(html, "<svg y=\"50%\" overflow=\"visible\" aria-hidden=\"true\">");
    draw_term(&d, &plot, cell->term, 0);
    html_z(html, "</svg></svg><span class=\"vh\">");
    html_rich(html, cell->text);
    html_z(html, "</span>");
}

/* «2 из 3» and as many squares, while they can be counted at a glance. */
static void cell_proven_picture(Html *html, const Cell *cell)
{
    enum { MOST = 6, STEP = 12 };
    Draw d = { html->out, html->arena };
    buf_printf(html->out, "<b>%.0f</b> из %.0f", cell->number, cell->high);
    if (!(cell->high >= 1 && cell->high <= MOST)) return;
    buf_printf(html->out, " <svg class=\"sq\" width=\"%.0f\" height=\"11\" aria-hidden=\"true\">", cell->high * STEP);
    for (int i = 0; i < cell->high; i++) draw_rect(&d, i * STEP + 1, 1, 9, 9, i < cell->number ? "c-done" : "c-ahead");
    html_z(html, "</svg>");
}

static void cell_value(Html *html, const Column *column, const Cell *cell)
{
    switch (cell->kind) {
    case CELL_TEXT: html_rich(html, cell->text); break;
    case CELL_INT: buf_add(html->out, isfinite(cell->number) ? number_int(html->arena, llround(cell->number)) : STR("—")); break;
    case CELL_DEC: buf_add(html->out, number_dec(html->arena, cell->number, column->decimals)); break;
    case CELL_SIGNED: buf_add(html->out, number_signed(html->arena, cell->number, column->decimals)); break;
    case CELL_SHARE: buf_add(html->out, number_share(html->arena, cell->number, column->decimals)); break;
    case CELL_INTERVAL: cell_interval_text(html, column, cell); break;
    case CELL_LEVEL:
        html_level_glyph(html, cell->level);
        html_level_word(html, cell->level);
        break;
    case CELL_BAR: cell_bar_picture(html, column, cell); break;
    case CELL_DOT: cell_dot_picture(html, column, cell); break;
    case CELL_STATE:
        html_z(html, "<span class=\"st\">");
        html_icon(html, cell->icon);
        html_text(html, cell->text);
        html_z(html, "</span>");
        break;
    case CELL_PROVEN: cell_proven_picture(html, cell); break;
    case CELL_TERM: cell_term_picture(html, column, cell); break;
    case CELL_MISSING: html_z(html, "—"); break;
    case CELL_TOO_FEW: html_rich(html, cell->text.n ? cell->text : STR("мало данных")); break;
    case CELL_HIDDEN: html_z(html, "<span class=\"hid\">скрыто</span>"); break;
    case CELL_ACTION: html_button(html, cell->action, cell->action->quiet ? "quiet" : "btn small"); break;
    case CELL_FIELD: html_field_bare(html, cell->field); break;
    }
}

void html_cell(Html *html, const Table *table, const Column *column, const Cell *cell, bool hidden)
{
    (void)table;
    static const Cell hidden_cell = { .kind = CELL_HIDDEN, .text = { "", 0 }, .anchor = { "", 0 } };
    if (hidden) cell = &hidden_cell;
    bool plate = cell->fill != FILL_NONE, link = html_leads(html, cell->anchor), outer = html_leads_out(html, cell->anchor);
    if (plate) {
        buf_printf(html->out, "<svg class=\"f\" aria-hidden=\"true\"><rect width=\"100%%\" height=\"100%%\" class=\"%s\"/></svg><b class=\"plate\">",
            cell->fill == FILL_BELOW ? "c-below" : "c-above");
    } else if (cell->bold) {
        html_z(html, "<b>");
    }
    if (link) html_link_begin(html, cell->anchor, "");
    if (outer) html_outer_begin(html, cell->anchor);
    cell_value(html, column, cell);
    if (link || outer) html_link_end(html, true);
    if (plate) buf_printf(html->out, "</b><span class=\"vh\"> %s</span>", cell->fill == FILL_BELOW ? "ниже ожидаемого" : "выше ожидаемого");
    else if (cell->bold) html_z(html, "</b>");
    if (spread_has_second(cell->kind, cell)) {
        html_z(html, cell->late ? "<small class=\"late\">" : "<small>");
        html_rich(html, cell->text);
        html_z(html, "</small>");
    }
}
