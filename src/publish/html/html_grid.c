/* A piece of a source sheet and the remarks on its cells: a number joins the two, links lead both ways without scripts. */
#include "publish/html/html_.h"

void html_letter(Html *html, uint32_t number)
{
    static const char letters[] = "абвгдежзиклмнопрстуфхцшщэюя"; /* two bytes each; without what is not used in lists */
    if (number >= 1 && number <= (sizeof letters - 1) / 2) buf_add(html->out, (Str){ letters + 2 * (size_t)(number - 1), 2 });
    else buf_printf(html->out, "%u", number);
}

static void remark_id(Html *html, uint32_t number, bool repaired) { buf_printf(html->out, "z-%s%u", repaired ? "r" : "", number); }

static void badge(Html *html, uint32_t number, bool repaired)
{
    buf_printf(html->out, "<span class=\"badge%s\">", repaired ? " fixed" : "");
    if (repaired) html_letter(html, number);
    else buf_printf(html->out, "%u", number);
    html_z(html, "</span>");
}

static void cell(Html *html, Str prefix, const GridRow *row, const GridColumn *column, const GridCell *cell)
{
    static const char *const states[] = { "", " wrong", " fixed", " edited" };
    buf_printf(html->out, "<td class=\"%s%s\"", column->is_number ? "n" : "m", states[cell->state]);
    if (cell->state != GRID_PLAIN) {
        html_z(html, " id=\"");
        html_name(html, prefix.n ? prefix : STR("c"));
        html_z(html, "-");
        html_name(html, column->letter);
        buf_printf(html->out, "%u\"", row->number);
    }
    html_z(html, ">");
    bool repaired = cell->state == GRID_REPAIRED;
    if (cell->number) {
        html_z(html, "<a class=\"to\" href=\"#");
        remark_id(html, cell->number, repaired);
        html_z(html, repaired ? "\"><span class=\"vh\">исправление </span>" : "\"><span class=\"vh\">замечание </span>");
        badge(html, cell->number, repaired);
        html_z(html, "</a>");
    }
    if (cell->field.n) {
        html_z(html, "<input type=\"text\" size=\"4\" autocomplete=\"off\"");
        html_attribute(html, "name", cell->field);
        html_attribute(html, "aria-label", cell->about.n ? cell->about : cell->field);
        html_attribute(html, "value", cell->text);
        html_z(html, cell->state == GRID_WRONG ? " aria-invalid=\"true\"/>" : "/>");
    } else {
        html_z(html, cell->state == GRID_PLAIN ? "<span>" : "<b>");
        buf_add_xml(html->out, cell->text); /* as it stands in the file: no typography */
        html_z(html, cell->state == GRID_PLAIN ? "</span>" : "</b>");
    }
    html_z(html, "</td>");
}

static bool row_is_wrong(const CellGrid *grid, const GridRow *row)
{
    for (uint32_t i = 0; i < grid->n_columns; i++)
        if (row->cells[i].state == GRID_WRONG) return true;
    return false;
}

static void head(Html *html, const CellGrid *grid)
{
    html_z(html, "<thead><tr class=\"letters\"><td></td>");
    for (uint32_t i = 0; i < grid->n_columns; i++) {
        html_z(html, "<th scope=\"col\">");
        buf_add_xml(html->out, grid->columns[i].letter);
        html_z(html, "</th>");
    }
    html_z(html, "</tr>");
    if (grid->head_row) {
        buf_printf(html->out, "<tr><th scope=\"row\">%u</th>", grid->head_row);
        for (uint32_t i = 0; i < grid->n_columns; i++) {
            buf_printf(html->out, "<th scope=\"col\" class=\"%s\">", grid->columns[i].is_number ? "n" : "m");
            buf_add_xml(html->out, grid->columns[i].head);
            html_z(html, "</th>");
        }
        html_z(html, "</tr>");
    }
    html_z(html, "</thead>");
}

void html_grid(Html *html, const Node *node)
{
    const CellGrid *grid = node->grid;
    html_z(html, "<div class=\"grid\"");
    html_id(html, node->id);
    html_z(html, "><div class=\"scroll\"><table class=\"x\"><caption><b>");
    html_text(html, grid->title);
    html_z(html, "</b>");
    if (grid->note.n) {
        html_z(html, " <small>");
        html_rich(html, grid->note);
        html_z(html, "</small>");
    }
    html_z(html, "</caption>");
    head(html, grid);
    html_z(html, "<tbody>");
    for (uint32_t i = 0; i < grid->n_rows; i++) {
        const GridRow *row = &grid->rows[i];
        if (row->gap) buf_printf(html->out, "<tr class=\"gap\"><td colspan=\"%u\"><span class=\"vh\">строки без замечаний пропущены</span></td></tr>", grid->n_columns + 1);
        buf_printf(html->out, "<tr%s><th scope=\"row\">%u</th>", row_is_wrong(grid, row) ? " class=\"bad\"" : "", row->number);
        for (uint32_t k = 0; k < grid->n_columns; k++) cell(html, node->id, row, &grid->columns[k], &row->cells[k]);
        html_z(html, "</tr>\n");
    }
    html_z(html, "</tbody></table></div></div>\n");
}

static void answers(Html *html, const CellRemark *remark)
{
    if (remark->action.n == 0 || (remark->n_answers == 0 && !remark->other)) return;
    html_z(html, "<form class=\"answers\" method=\"post\" action=\"");
    html_address(html, remark->action);
    html_z(html, "\">");
    html_csrf(html);
    html_pairs(html, remark->n_pairs, remark->pairs);
    for (uint32_t i = 0; i < remark->n_answers; i++) {
        html_z(html, "<button class=\"btn tiny\"");
        html_attribute(html, "name", remark->name);
        html_z(html, " value=\"");
        buf_add_xml(html->out, remark->answers[i].value);
        html_z(html, "\">");
        html_text(html, remark->answers[i].title);
        if (remark->cell.n) {
            html_z(html, "<span class=\"vh\"> в ячейку ");
            buf_add_xml(html->out, remark->cell);
            html_z(html, "</span>");
        }
        html_z(html, "</button>");
    }
    html_z(html, "</form>");
    if (!remark->other) return;
    html_z(html, "<form class=\"answers\" method=\"post\" action=\""); /* its own: buttons and field carry one name */
    html_address(html, remark->action);
    html_z(html, "\">");
    html_csrf(html);
    html_pairs(html, remark->n_pairs, remark->pairs);
    html_z(html, "<input type=\"text\" autocomplete=\"off\" class=\"ch8\" aria-label=\"другое значение");
    if (remark->cell.n) {
        html_z(html, " в ячейку ");
        buf_add_xml(html->out, remark->cell);
    }
    html_z(html, "\"");
    html_attribute(html, "name", remark->name);
    html_z(html, "/><button class=\"btn tiny\">Записать</button></form>");
}

void html_remarks(Html *html, const Node *node)
{
    html_z(html, "<ol class=\"remarks\"");
    html_id(html, node->id);
    html_z(html, ">");
    for (uint32_t i = 0; i < node->n_items; i++) {
        const CellRemark *remark = &node->remarks[i];
        buf_printf(html->out, "<li%s id=\"", remark->repaired ? " class=\"fixed\"" : "");
        remark_id(html, remark->number, remark->repaired);
        html_z(html, "\">");
        badge(html, remark->number, remark->repaired);
        html_z(html, "<div><p><b>");
        html_text(html, remark->title);
        if (remark->cell.n) {
            html_z(html, " ");
            bool link = html_link_begin(html, remark->href, "");
            buf_add_xml(html->out, remark->cell);
            html_link_end(html, link);
        }
        html_z(html, "</b>");
        if (remark->value.n) {
            html_z(html, ": «");
            buf_add_xml(html->out, remark->value);
            html_z(html, "»");
        }
        html_z(html, "</p>");
        if (remark->text.n) {
            html_z(html, "<p class=\"what\">");
            html_rich(html, remark->text);
            html_z(html, "</p>");
        }
        answers(html, remark);
        html_z(html, "</div></li>\n");
    }
    html_z(html, "</ol>\n");
}
