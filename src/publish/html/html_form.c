/* Forms: label above, hint under it, error in words beside the field with a number, all errors listed at the top with links. They work without scripts. */
#include "publish/html/html_.h"

void html_csrf(Html *html)
{
    if (html->frame == NULL || html->frame->csrf.n == 0) return;
    html_pairs(html, 1, &(DocPair){ STR("csrf"), html->frame->csrf });
}

void html_pairs(Html *html, uint32_t n, const DocPair *pairs)
{
    for (uint32_t i = 0; i < n; i++) {
        html_z(html, "<input type=\"hidden\"");
        html_attribute(html, "name", pairs[i].name);
        buf_printf(html->out, " value=\"");
        buf_add_xml(html->out, pairs[i].value);
        html_z(html, "\"/>");
    }
}

void html_attribute(Html *html, const char *name, Str value)
{
    if (value.n == 0) return;
    buf_printf(html->out, " %s=\"", name);
    buf_add_xml(html->out, value);
    html_z(html, "\"");
}

static void attribute_z(Html *html, const char *name, const char *value)
{
    if (value) html_attribute(html, name, str_of(value));
}

static void label_of(Html *html, const char *icon, Str title, Str about)
{
    html_icon(html, icon);
    html_text(html, title);
    if (about.n == 0) return;
    html_z(html, "<span class=\"vh\">, ");
    html_text(html, about);
    html_z(html, "</span>");
}

void html_button(Html *html, const Button *button, const char *classes)
{
    const char *primary = button->primary ? " primary" : "";
    if (!button->is_post) {
        buf_printf(html->out, "<a class=\"%s%s\"", classes, primary);
        if (html_leads(html, button->href)) html_href(html, button->href);
        if (button->aside) html_z(html, " target=\"_blank\" rel=\"noopener\"");
        html_z(html, ">");
        label_of(html, button->icon, button->title, button->about);
        html_z(html, "</a>");
        return;
    }
    html_z(html, "<form class=\"one\" method=\"post\" action=\"");
    html_address(html, button->href);
    html_z(html, "\">");
    html_csrf(html);
    html_pairs(html, button->n_pairs, button->pairs);
    buf_printf(html->out, "<button class=\"%s%s\">", classes, primary);
    label_of(html, button->icon, button->title, button->about);
    html_z(html, "</button></form>");
}

void html_help(Html *html, Str id, Str term)
{
    if (id.n == 0 || html->frame == NULL) return;
    html_z(html, " <a class=\"q\" data-help=\"1\" href=\"/help/");
    html_name(html, id);
    html_z(html, "\"><span aria-hidden=\"true\">?</span><span class=\"vh\">что это: ");
    for (size_t from = 0; from <= term.n;) { /* heads hold soft line breaks */
        size_t bar = str_find(str_slice(term, from, term.n), STR("|"));
        size_t to = bar == SIZE_MAX ? term.n : from + bar;
        html_text(html, str_slice(term, from, to));
        if (to < term.n) html_z(html, " ");
        from = to + 1;
    }
    html_z(html, "</span></a>");
}

/* One form being drawn: names of its fields are numbered, so that two forms on a page never clash. */
typedef struct Drawing { Html *html; unsigned form, i_field; bool in_line; /* filters: everything is optional anyway */ } Drawing;

static bool is_chosen(const Field *field, const FieldOption *option)
{
    return option->chosen || (field->kind != FIELD_CHECK && field->value.n > 0 && str_eq(field->value, option->value)) || (field->kind == FIELD_RADIO && field->value.n == 0 && option->value.n == 0);
}

/* name, id and what is said of the field beside its label. */
static void common_attributes(const Drawing *d, const Field *field)
{
    Html *html = d->html;
    buf_printf(html->out, " id=\"m-f%u-%u\"", d->form, d->i_field);
    html_attribute(html, "name", field->name);
    if (field->hint.n || field->error.n) {
        html_z(html, " aria-describedby=\"");
        if (field->hint.n) buf_printf(html->out, "m-f%u-%uh", d->form, d->i_field);
        if (field->error.n) buf_printf(html->out, "%sm-f%u-%ue", field->hint.n ? " " : "", d->form, d->i_field);
        html_z(html, "\"");
    }
    if (field->error.n) html_z(html, " aria-invalid=\"true\"");
    if (!field->optional && field->kind != FIELD_CHECK) html_z(html, " required=\"required\"");
    if (field->focus) html_z(html, " autofocus=\"autofocus\"");
    if (field->max_length) buf_printf(html->out, " maxlength=\"%u\"", field->max_length);
    attribute_z(html, "autocomplete", field->autocomplete);
    attribute_z(html, "inputmode", field->inputmode);
    if (field->width) buf_printf(html->out, " class=\"ch%u\"", field->width <= 4 ? 4u : field->width <= 8 ? 8u : field->width <= 16 ? 16u : field->width <= 30 ? 30u : 60u);
}

static void options_of_select(Html *html, const Field *field)
{
    bool any = field->multiple;
    for (uint32_t i = 0; i < field->n_options; i++) any |= is_chosen(field, &field->options[i]) || field->options[i].value.n == 0;
    if (!any) html_z(html, "<option value=\"\">выберите</option>");
    for (uint32_t i = 0; i < field->n_options; i++) {
        const FieldOption *option = &field->options[i];
        html_z(html, "<option value=\"");
        buf_add_xml(html->out, option->value);
        html_z(html, is_chosen(field, option) ? "\" selected=\"selected\">" : "\">");
        html_text(html, option->title);
        html_z(html, "</option>");
    }
}

static void long_text(const Drawing *d, const Field *field)
{
    Html *html = d->html;
    bool paste = field->kind == FIELD_PASTE;
    buf_printf(html->out, "<textarea rows=\"%d\"%s%s", paste ? 8 : 4, paste ? " data-paste=\"1\" spellcheck=\"false\" wrap=\"off\"" : "", field->draft ? " data-draft=\"1\"" : "");
    common_attributes(d, field);
    html_z(html, ">\n"); /* the first line end is not part of the value */
    buf_add_xml(html->out, field->value);
    html_z(html, "</textarea>");
}

static void input(const Drawing *d, const Field *field)
{
    static const char *const types[] = { [FIELD_TEXT] = "text", [FIELD_NUMBER] = "text", [FIELD_DATE] = "date", [FIELD_FILE] = "file", [FIELD_PASSWORD] = "password", [FIELD_HIDDEN] = "hidden" };
    Html *html = d->html;
    buf_printf(html->out, "<input type=\"%s\"", types[field->kind]);
    common_attributes(d, field);
    if (field->kind == FIELD_NUMBER && field->inputmode == NULL) html_z(html, " inputmode=\"decimal\""); /* type=number would refuse «4,5» */
    if (field->kind == FIELD_FILE) attribute_z(html, "accept", field->accept);
    if (field->multiple) html_z(html, " multiple=\"multiple\"");
    if (field->kind != FIELD_FILE && field->kind != FIELD_PASSWORD) html_attribute(html, "value", field->value);
    html_z(html, "/>");
}

static void control(const Drawing *d, const Field *field)
{
    Html *html = d->html;
    switch (field->kind) {
    case FIELD_SELECT:
        html_z(html, field->multiple ? "<select multiple=\"multiple\"" : "<select");
        common_attributes(d, field);
        html_z(html, ">");
        options_of_select(html, field);
        html_z(html, "</select>");
        break;
    case FIELD_LONG_TEXT: case FIELD_PASTE: long_text(d, field); break;
    case FIELD_FILE:
        html_z(html, "<div class=\"drop\">");
        input(d, field);
        html_z(html, "</div>");
        break;
    default: input(d, field);
    }
    if (field->unit.n) {
        html_z(html, "<span class=\"unit\">");
        html_text(html, field->unit);
        html_z(html, "</span>");
    }
}

static void hint(const Drawing *d, const Field *field)
{
    if (field->hint.n == 0) return;
    buf_printf(d->html->out, "<p class=\"hint\" id=\"m-f%u-%uh\">", d->form, d->i_field);
    html_rich(d->html, field->hint);
    html_z(d->html, "</p>");
}

static void error(Drawing *d, const Field *field)
{
    if (field->error.n == 0) return;
    buf_printf(d->html->out, "<p class=\"err\" id=\"m-f%u-%ue\"><span class=\"badge\">%u</span> ", d->form, d->i_field, ++d->html->n_errors);
    html_rich(d->html, field->error);
    html_z(d->html, "</p>");
}

static void label(const Drawing *d, const Field *field)
{
    html_text(d->html, field->label);
    if (field->optional && !d->in_line) html_z(d->html, " <span class=\"opt\">необязательно</span>");
}

/* A radio button or a box with its words; the whole line can be pressed. */
static void choice(const Drawing *d, const Field *field, const FieldOption *option, uint32_t i)
{
    Html *html = d->html;
    buf_printf(html->out, "<label class=\"choice\"><input type=\"%s\"", field->kind == FIELD_RADIO ? "radio" : "checkbox");
    if (i == 0) buf_printf(html->out, " id=\"m-f%u-%u\"", d->form, d->i_field);
    html_attribute(html, "name", field->name);
    html_z(html, " value=\"");
    buf_add_xml(html->out, option->value);
    html_z(html, is_chosen(field, option) ? "\" checked=\"checked\"/>" : "\"/>");
    html_z(html, "<span>");
    html_rich(html, option->title);
    if (option->hint.n) {
        html_z(html, "<small>");
        html_rich(html, option->hint);
        html_z(html, "</small>");
    }
    html_z(html, "</span></label>");
}

static void choices(Drawing *d, const Field *field)
{
    Html *html = d->html;
    buf_printf(html->out, "<fieldset class=\"field%s\"", field->error.n ? " bad" : "");
    if (field->hint.n) buf_printf(html->out, " aria-describedby=\"m-f%u-%uh\"", d->form, d->i_field);
    html_z(html, "><legend>");
    label(d, field);
    html_help(html, field->help, field->label);
    html_z(html, "</legend>");
    hint(d, field);
    for (uint32_t i = 0; i < field->n_options; i++) choice(d, field, &field->options[i], i);
    error(d, field);
    html_z(html, "</fieldset>");
}

static void one_field(Drawing *d, const Field *field)
{
    Html *html = d->html;
    d->i_field++;
    if (field->section.n) {
        int level = html_outline(html, 3);
        buf_printf(html->out, "<h%d class=\"s3\">", level);
        html_text(html, field->section);
        buf_printf(html->out, "</h%d>", level);
    }
    if (field->kind == FIELD_HIDDEN) {
        html_pairs(html, 1, &(DocPair){ field->name, field->value });
        return;
    }
    if (field->n_options && (field->kind == FIELD_RADIO || field->kind == FIELD_CHECK)) {
        choices(d, field);
        return;
    }
    buf_printf(html->out, "<div class=\"field%s\">", field->error.n ? " bad" : "");
    if (field->kind == FIELD_CHECK) {
        FieldOption box = { .value = STR("1"), .title = field->label, .hint = field->hint, .chosen = str_eq(field->value, STR("1")) };
        choice(d, field, &box, 0);
    } else {
        buf_printf(html->out, "<label for=\"m-f%u-%u\">", d->form, d->i_field);
        label(d, field);
        html_z(html, "</label>");
        html_help(html, field->help, field->label);
        hint(d, field);
        html_z(html, "<div class=\"in\">");
        control(d, field);
        html_z(html, "</div>");
    }
    error(d, field);
    html_z(html, "</div>");
}

/* Where the summary leads to for a field in a table: numbers of such fields are not known before it is drawn. */
static Str bad_name(Html *html, const Field *field) { return arena_printf(html->arena, "bad-%.*s", STR_ARG(field->name)); }

void html_field_bare(Html *html, const Field *field)
{
    Drawing d = { html, ++html->n_ids, 0, true };
    if (field->kind == FIELD_CHECK) {
        html_z(html, "<label class=\"choice\"><input type=\"checkbox\" value=\"1\"");
        html_attribute(html, "name", field->name);
        html_z(html, str_eq(field->value, STR("1")) ? " checked=\"checked\"/><span class=\"vh\">" : "/><span class=\"vh\">");
        html_text(html, field->label);
        html_z(html, "</span></label>");
        return;
    }
    Field named = *field;
    named.hint = STR_EMPTY;
    if (field->error.n > 0) {
        html_z(html, "<span");
        html_id(html, bad_name(html, field));
        html_z(html, "></span>");
    }
    buf_printf(html->out, "<label class=\"vh\" for=\"m-f%u-0\">", d.form);
    html_text(html, field->label);
    html_z(html, "</label>");
    control(&d, &named);
    error(&d, &named);
}

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
                if (out != NULL) wrong_line(out, bad_name(out, cell->field), cell->field);
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
        label_of(html, button->icon, button->title, STR_EMPTY);
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
    Drawing d = { html, ++html->n_ids, 0, form->in_line };
    html->n_errors = 0;
    buf_printf(html->out, "<form class=\"form%s\" method=\"%s\"%s action=\"", form->in_line ? " inline" : "", form->is_post ? "post" : "get", form->is_upload ? " enctype=\"multipart/form-data\"" : "");
    html_address(html, form->action);
    html_z(html, "\"");
    html_id(html, form->id);
    html_z(html, " novalidate=\"novalidate\">"); /* the server's words are Russian, complete and beside the field */
    if (form->is_post) html_csrf(html);
    summary(html, node, d.form);
    if (!form->fields_first) html_children(html, node);
    for (uint32_t i = 0; i < form->n_fields; i++) one_field(&d, &form->fields[i]);
    if (form->fields_first) html_children(html, node);
    buttons(html, form);
    html_z(html, "</form>\n");
}
