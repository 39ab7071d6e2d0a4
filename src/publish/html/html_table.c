#include "publish/html/html_.h"

#include <stdint.h>

#include "publish/office/words.h"
#include "publish/rich.h"

#define N_SEEN_AT_ONCE  20 /* rows; the head of a longer table stays in sight */
#define N_KEPT_TOGETHER 12 /* rows of a table that is not broken over two sheets of paper */

static const char *column_class(ColumnKind kind)
{
    static const char *const classes[] = { "t", "n", "g", "m" };
    return classes[kind];
}

static const char *number_class(const Column *column) { return str_eq(column->head, STR("№")) ? " no" : ""; }

/* In a centred column (a task of the heat map) the first line is its name. */
static void head_words(Html *html, Str head, bool name)
{
    for (;; name = false) {
        size_t bar = str_find(head, STR("|"));
        if (name) html_z(html, "<b>");
        html_text(html, bar == SIZE_MAX ? head : str_slice(head, 0, bar));
        if (name) html_z(html, "</b>");
        if (bar == SIZE_MAX) return;
        html_z(html, "<br/>");
        head = str_slice(head, bar + 1, head.n);
    }
}

static void table_columns(Html *html, const Table *table)
{
    double sum = 0;
    for (uint32_t i = 0; i < table->n_columns; i++) sum += table->columns[i].width > 0 ? (double)table->columns[i].width : 0;
    if (!(sum > 0)) return;
    html_z(html, "<colgroup>");
    for (uint32_t i = 0; i < table->n_columns; i++) {
        int width = html_per_cent((double)table->columns[i].width / (sum > 1 ? sum : 1));
        if (table->columns[i].width > 0) buf_printf(html->out, html->frame ? "<col class=\"w%d\"/>" : "<col style=\"width:%d%%\"/>", width);
        else html_z(html, "<col/>");
    }
    html_z(html, "</colgroup>");
}

static void group_row(Html *html, const Table *table)
{
    bool any = false;
    for (uint32_t i = 0; i < table->n_columns; i++) any |= table->columns[i].group.n > 0;
    if (!any) return;
    html_z(html, "<tr class=\"groups\">");
    for (uint32_t i = 0, n; i < table->n_columns; i += n) {
        Str group = table->columns[i].group;
        for (n = 1; i + n < table->n_columns && str_eq(table->columns[i + n].group, group);) n++;
        if (group.n == 0) {
            buf_printf(html->out, "<td colspan=\"%u\"></td>", n);
            continue;
        }
        buf_printf(html->out, "<th scope=\"colgroup\" colspan=\"%u\"%s>", n, table->columns[i].group_start ? " class=\"gs\"" : "");
        html_text(html, group);
        html_z(html, "</th>");
    }
    html_z(html, "</tr>");
}

/* Letters of the months for the eye, the words of the head for the ear and for files. */
static void head_months(Html *html, const Column *column)
{
    Draw d = { html->out, html->arena };
    TermPlot plot = term_plot(column, HTML_TERM_PX);
    buf_printf(html->out, "<svg class=\"c\" width=\"%d\" height=\"18\" aria-hidden=\"true\">", HTML_TERM_PX);
    draw_term_months(&d, &plot, 14);
    html_z(html, "</svg><span class=\"vh\">");
    html_text(html, column->head);
    html_z(html, "</span>");
}

static void table_head(Html *html, const Table *table)
{
    html_z(html, "<thead>");
    group_row(html, table);
    html_z(html, "<tr>");
    for (uint32_t i = 0; i < table->n_columns; i++) {
        const Column *column = &table->columns[i];
        bool empty = column->head.n == 0; /* a head cell without words names nothing */
        buf_printf(html->out, empty ? "<td class=\"%s%s%s%s\">" : "<th scope=\"col\" class=\"%s%s%s%s\">", column_class(column->kind), number_class(column), column->group_start ? " gs" : "", column->months ? " year" : "");
        if (column->months) head_months(html, column);
        else head_words(html, column->head, column->kind == COLUMN_CENTRED && column->head.n > 0);
        html_help(html, column->help, column->head);
        html_z(html, empty ? "</td>" : "</th>");
    }
    html_z(html, "</tr></thead>");
}

/* Lines for the pop-over; the script parts them at «|». */
static void detail(Html *html, Str lines)
{
    html_z(html, " data-detail=\"");
    html_text(html, rich_plain(html->arena, lines));
    html_z(html, "\"");
}

static bool has_kind(const Table *table, uint32_t column, CellKind kind)
{
    for (uint32_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].kind != ROW_SECTION && table->rows[r].cells[column].kind == kind) return true;
    return false;
}

/* On a phone rows with something to do, those too wide for it (a year in months, a week) and those whose one state would stand off its edge become lines «name: value». */
static bool has_lines(const Table *table)
{
    uint32_t n_states = 0, last = 0;
    for (uint32_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].months || has_kind(table, c, CELL_ACTION) || has_kind(table, c, CELL_FIELD)) return true;
        if (has_kind(table, c, CELL_STATE)) n_states++, last = c;
    }
    return table->days || (n_states == 1 && last > 1);
}

static void table_cells(Html *html, const Table *table, const Row *row, bool named, bool *hidden)
{
    if (html->doc->outside) row_hidden(table, row, hidden);
    for (uint32_t i = 0; i < table->n_columns;) {
        const Cell *cell = &row->cells[i];
        const Column *column = &table->columns[i];
        uint32_t span = cell->span > 1 ? cell->span : 1;
        if (span > table->n_columns - i) span = table->n_columns - i;
        bool head = i == 0 && column->kind == COLUMN_TEXT && cell->kind != CELL_MISSING;
        html_z(html, head ? "<th scope=\"row\"" : "<td");
        const char *kind = cell->kind == CELL_TOO_FEW ? "few" : column_class(column->kind);
        buf_printf(html->out, " class=\"%s%s%s%s%s%s\"", kind, number_class(column), column->months ? " year" : "", column->group_start ? " gs" : "", cell->kind == CELL_INTERVAL ? " iv" : cell->kind == CELL_LEVEL ? " lvl" : "", cell->fill != FILL_NONE && !hidden[i] ? " fill" : "");
        if (span > 1) buf_printf(html->out, " colspan=\"%u\"", span);
        if (named && !head) html_attribute(html, "data-head", words_head(html->arena, column->head));
        if (html->frame && cell->detail.n && !hidden[i]) detail(html, cell->detail);
        html_z(html, ">");
        html_cell(html, table, column, cell, hidden[i]);
        html_z(html, head ? "</th>" : "</td>");
        i += span;
    }
}

static void table_body(Html *html, const Table *table)
{
    static const char *const classes[] = { "", " class=\"band\"", " class=\"att\"", " class=\"ours\"", " class=\"sec\"" };
    bool *hidden = arena_array(html->arena, bool, table->n_columns), named = has_lines(table);
    html_z(html, "<tbody>");
    for (uint32_t i = 0; i < table->n_rows; i++) {
        const Row *row = &table->rows[i];
        buf_printf(html->out, "<tr%s", classes[row->kind]);
        html_id(html, row->anchor_id);
        html_z(html, ">");
        if (row->kind == ROW_SECTION) {
            buf_printf(html->out, "<th scope=\"colgroup\" colspan=\"%u\">", table->n_columns);
            html_cell(html, table, &table->columns[0], &row->cells[0], false);
            html_z(html, "</th>");
        } else {
            table_cells(html, table, row, named, hidden);
        }
        html_z(html, "</tr>\n");
    }
    if (table->n_rows == 0) {
        buf_printf(html->out, "<tr><td class=\"none\" colspan=\"%u\">", table->n_columns);
        html_rich(html, table->empty.n ? table->empty : STR("Строк нет."));
        html_z(html, "</td></tr>");
    }
    html_z(html, "</tbody>");
}

static bool table_is_full(const Table *table)
{
    if (table->n_columns >= 6) return true;
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].width > 0) return true;
    }
    return false;
}

/* For everyone, or only for those who do not see the page when the title already stands above. */
static void table_caption(Html *html, const Table *table, bool is_twin)
{
    bool note = table->note.n && !is_twin, heard = is_twin || table->untitled;
    html_z(html, heard && !note ? "<caption class=\"vh\"><span>" : "<caption><span>");
    if (heard && note) html_z(html, "<span class=\"vh\">");
    html_text(html, table->title);
    if (heard && note) html_z(html, "</span>");
    if (note) {
        html_z(html, "<small>");
        html_rich(html, table->note);
        html_z(html, "</small>");
    }
    html_z(html, "</span></caption>");
}

void html_table(Html *html, const Table *table, Str id, bool is_twin)
{
    if (table->data_only) return;
    buf_printf(html->out, "<div class=\"tbl%s%s%s%s\"", table->wide ? " wide" : "", table->n_rows <= N_KEPT_TOGETHER ? " short" : "", table->panel ? " boxed" : "",
        html->frame && table->n_rows > N_SEEN_AT_ONCE ? " long" : "");
    html_id(html, id);
    buf_printf(html->out, "><div class=\"scroll\"><table class=\"d%s%s%s%s\">", table->dense ? " dense" : "", table_is_full(table) ? " full" : "", table->keys ? " keys" : "", table->days ? " acts days" : has_lines(table) ? " acts" : "");
    table_caption(html, table, is_twin);
    table_columns(html, table);
    if (table->n_rows > 0 || html->frame == NULL) table_head(html, table); /* on a page a sentence stands in place of the table */
    table_body(html, table);
    html_z(html, "</table></div></div>\n");
}
