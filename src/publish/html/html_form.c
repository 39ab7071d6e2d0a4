/* Forms: their fields, all errors listed at the top with links, buttons. They work without scripts. */
#include "publish/html/html_form_.h"

static void wrong_line(Html *html, Str place, const Field *field)
{
    html_z(html, "<li><a href=\"#");
    html_name(html, place);
    html_z(html, "\">");
    html_text(html, field->label);
    html_z(html, "</a>: ");
    html_rich(html, field->error);
    html_z(html, "</li>");
}

/* Of the form's own fields, in order; out NULL: counted only. */
static uint32_t wrong_fields(Html *out, const InputForm *form, unsigned name)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < form->n_fields; i++) {
        if (form->fields[i].error.n == 0) continue;
        n++;
        if (out != NULL) wrong_line(out, arena_printf(out->arena, "m-f%u-%u", name, i + 1), &form->fields[i]);
    }
    return n;
}

/* Of fields in tables inside it. */
static uint32_t wrong_cells(Html *out, const Node *node)
{
    uint32_t n = 0;
    for (const Node *child = node->first; child != NULL; child = child->next) {
        const Table *table = child->kind == NODE_TABLE ? child->table : NULL;
        n += wrong_cells(out, child);
        for (uint32_t r = 0; table != NULL && r < table->n_rows; r++)
            for (uint32_t c = 0; c < table->n_columns; c++) {
                const Cell *cell = &table->rows[r].cells[c];
                if (cell->kind != CELL_FIELD || cell->field->error.n == 0) continue;
                n++;
                if (out != NULL) wrong_line(out, html_field_place(out, cell->field), cell->field);
            }
    }
    return n;
}

/* What is wrong, before the fields: heard at once and reached by links, in the order in which the places stand. */
static void summary(Html *html, const Node *node, unsigned name)
{
    const InputForm *form = node->form;
    uint32_t n = wrong_fields(NULL, form, name) + wrong_cells(NULL, node);
    if (n == 0 && form->error.n == 0) return;
    html_z(html, "<div class=\"errors\" role=\"alert\">");
    if (form->error.n) {
        html_z(html, "<p><b>");
        html_rich(html, form->error);
        html_z(html, "</b></p>");
    } else {
        Str words = number_of(html->arena, n, "поле", "поля", "полей");
        html_z(html, "<p><b>Нужно исправить ");
        buf_add(html->out, words);
        html_z(html, "; остальное осталось, как вы ввели.</b></p>");
    }
    if (n > 0) html_z(html, "<ol>");
    if (!form->fields_first) wrong_cells(html, node);
    wrong_fields(html, form, name);
    if (form->fields_first) wrong_cells(html, node);
    html_z(html, n > 0 ? "</ol></div>" : "</div>");
}

static void buttons(Html *html, const InputForm *form)
{
    if (form->n_buttons == 0 && form->note.n == 0) return;
    html_z(html, "<div class=\"btns\">");
    for (uint32_t i = 0; i < form->n_buttons; i++) {
        const FormButton *button = &form->buttons[i];
        buf_printf(html->out, "<button class=\"btn%s\"", button->primary ? " primary" : "");
        html_attribute(html, "name", button->name);
        html_attribute(html, "value", button->value);
        html_attribute(html, "formaction", button->action);
        html_z(html, ">");
        html_button_label(html, button->icon, button->title, STR_EMPTY);
        html_z(html, "</button>");
    }
    if (form->note.n) {
        html_z(html, "<p>");
        html_rich(html, form->note);
        html_z(html, "</p>");
    }
    html_z(html, "</div>");
}

void html_form(Html *html, const Node *node)
{
    const InputForm *form = node->form;
    FieldDrawing d = { html, ++html->n_ids, 0, form->in_line };
    html->n_errors = 0;
    buf_printf(html->out, "<form class=\"form%s\" method=\"%s\"%s action=\"", form->in_line ? " inline" : "", form->is_post ? "post" : "get", form->is_upload ? " enctype=\"multipart/form-data\"" : "");
    html_address(html, form->action);
    html_z(html, "\"");
    html_id(html, form->id);
    html_z(html, " novalidate=\"novalidate\">"); /* the server's words are Russian, complete and beside the field */
    if (form->is_post) html_csrf(html);
    summary(html, node, d.form);
    if (!form->fields_first) html_children(html, node);
    for (uint32_t i = 0; i < form->n_fields; i++) html_field(&d, &form->fields[i]);
    if (form->fields_first) html_children(html, node);
    buttons(html, form);
    html_z(html, "</form>\n");
}
