/* A field: label above, hint under it, error in words beside it with a number. */
#include "publish/html/html_form_.h"

static void attribute_z(Html *html, const char *name, const char *value)
{
    if (value) html_attribute(html, name, str_of(value));
}

static bool is_chosen(const Field *field, const FieldOption *option)
{
    return option->chosen || (field->kind != FIELD_CHECK && field->value.n > 0 && str_eq(field->value, option->value)) || (field->kind == FIELD_RADIO && field->value.n == 0 && option->value.n == 0);
}

/* name, id and what is said of the field beside its label. */
static void common_attributes(const FieldDrawing *d, const Field *field)
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

static void long_text(const FieldDrawing *d, const Field *field)
{
    Html *html = d->html;
    bool paste = field->kind == FIELD_PASTE;
    buf_printf(html->out, "<textarea rows=\"%d\"%s%s", paste ? 8 : 4, paste ? " data-paste=\"1\" spellcheck=\"false\" wrap=\"off\"" : "", field->draft ? " data-draft=\"1\"" : "");
    common_attributes(d, field);
    html_z(html, ">\n"); /* the first line end is not part of the value */
    buf_add_xml(html->out, field->value);
    html_z(html, "</textarea>");
}

static void input(const FieldDrawing *d, const Field *field)
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

static void control(const FieldDrawing *d, const Field *field)
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

static void hint(const FieldDrawing *d, const Field *field)
{
    if (field->hint.n == 0) return;
    buf_printf(d->html->out, "<p class=\"hint\" id=\"m-f%u-%uh\">", d->form, d->i_field);
    html_rich(d->html, field->hint);
    html_z(d->html, "</p>");
}

static void error(FieldDrawing *d, const Field *field)
{
    if (field->error.n == 0) return;
    buf_printf(d->html->out, "<p class=\"err\" id=\"m-f%u-%ue\"><span class=\"badge\">%u</span> ", d->form, d->i_field, ++d->html->n_errors);
    html_rich(d->html, field->error);
    html_z(d->html, "</p>");
}

static void label(const FieldDrawing *d, const Field *field)
{
    html_text(d->html, field->label);
    if (field->optional && !d->in_line) html_z(d->html, " <span class=\"opt\">необязательно</span>");
}

/* A radio button or a box with its words; the whole line can be pressed. */
static void choice(const FieldDrawing *d, const Field *field, const FieldOption *option, uint32_t i)
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

static void choices(FieldDrawing *d, const Field *field)
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

void html_field(FieldDrawing *d, const Field *field)
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
Str html_field_place(Html *html, const Field *field) { return arena_printf(html->arena, "bad-%.*s", STR_ARG(field->name)); }

void html_field_bare(Html *html, const Field *field)
{
    FieldDrawing d = { html, ++html->n_ids, 0, true };
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
        html_id(html, html_field_place(html, field));
        html_z(html, "></span>");
    }
    buf_printf(html->out, "<label class=\"vh\" for=\"m-f%u-0\">", d.form);
    html_text(html, field->label);
    html_z(html, "</label>");
    control(&d, &named);
    error(&d, &named);
}
