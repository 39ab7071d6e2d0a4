#include "web/record_form.h"

#include "base/limits.h"
#include "base/number.h"
#include "publish/rich.h"
#include "store/account.h"
#include "store/procedure.h"

enum { OPTIONS = 150 }; /* longer lists are typed, not chosen */

/* ---- reading ---- */

/* Several boxes of one name come as several fields. */
static Str field_of(const Ctx *ctx, const RecordField *field, Str name)
{
    if (field->kind != RECORD_CHOICES) return ctx_field(ctx, arena_z(ctx->arena, name));
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < ctx->request->n_fields; i++) {
        const Pair *pair = &ctx->request->fields[i];
        if (str_eq(pair->name, name) && pair->value.n > 0) out = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? "\n" : "", STR_ARG(pair->value));
    }
    return out;
}

/* Rows as far as the form has them: «agenda.7.question». */
static void read_list(Ctx *ctx, const RecordList *list, RecordRows *out)
{
    Str prefix = CTX_TEXT(ctx, "%s.", list->name);
    uint32_t n_rows = 0, n_fields = record_fields_n(list->fields);
    for (int pass = 0; pass < 2; pass++) {
        RecordRow *rows = pass == 0 ? NULL : arena_array(ctx->arena, RecordRow, n_rows + 1u);
        for (uint32_t r = 0; pass == 1 && r < n_rows; r++) rows[r].cells = arena_array(ctx->arena, Str, n_fields + 1u);
        for (uint32_t i = 0; i < ctx->request->n_fields; i++) {
            Str name = ctx->request->fields[i].name;
            long long row;
            if (!str_starts(name, prefix)) continue;
            name = str_slice(name, prefix.n, name.n);
            size_t dot = str_find(name, STR("."));
            if (dot == SIZE_MAX || !str_to_int(str_slice(name, 0, dot), &row) || row > LIMIT_RECORD_ROWS) continue;
            const RecordField *field = record_field_find(list->fields, str_slice(name, dot + 1, name.n));
            if (field == NULL) continue;
            if (pass == 0 && n_rows <= (uint32_t)row) n_rows = (uint32_t)row + 1;
            if (pass == 1) ((Str *)(uintptr_t)rows[row].cells)[field - list->fields] = ctx->request->fields[i].value;
        }
        *out = (RecordRows){ n_rows, rows };
    }
}

RecordData *record_form_read(Ctx *ctx, const RecordType *type, Str org_path, const RecordData *kept)
{
    RecordData *data = record_data_new(type, ctx->arena);
    for (uint32_t i = 0; type->fields[i].name != NULL; i++)
        data->values[i] = record_part_sees(ctx, &type->fields[i], org_path) ? field_of(ctx, &type->fields[i], str_of(type->fields[i].name)) : kept != NULL ? kept->values[i] : STR_EMPTY;
    for (uint32_t i = 0; i < record_lists_n(type); i++) read_list(ctx, &type->lists[i], &data->lists[i]);
    return data;
}

/* ---- options ---- */

static FieldOption *options_new(Ctx *ctx, uint32_t n, uint32_t *at)
{
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 2u);
    options[0] = (FieldOption){ .value = STR_EMPTY, .title = STR("—") };
    *at = 1;
    return options;
}

/* A value that is in no option would be lost by saving. */
static void keep_value(const RecordField *field, const RecordLook *look, Ctx *ctx, Str value, FieldOption *options, uint32_t *n)
{
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(options[i].value, value)) return;
    options[(*n)++] = (FieldOption){ .value = value, .title = record_field_words(field, look, ctx->arena, value) };
}

static bool people_options(Ctx *ctx, const Org *org, FieldOption **options, uint32_t *n, Err *err)
{
    PersonRow *rows;
    uint32_t n_rows;
    PersonAsk ask = { .path = org->path, .limit = OPTIONS * 2 };
    if (!person_list(flow_reader(ctx->flow), org->region_id, &ask, ctx->arena, &rows, &n_rows, err)) return false;
    *options = options_new(ctx, n_rows, n);
    for (uint32_t i = 0; i < n_rows; i++) {
        if (i > 0 && rows[i].account.id == rows[i - 1].account.id) continue;
        (*options)[(*n)++] = (FieldOption){ .value = CTX_TEXT(ctx, "%lld", (long long)rows[i].account.number),
            .title = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(rows[i].account.name), rows[i].account.post.n > 0 ? ", " : "", STR_ARG(rows[i].account.post)) };
    }
    return true;
}

static bool procedure_options(Ctx *ctx, FieldOption **options, uint32_t *n, Err *err)
{
    const ProcedureRow *rows;
    uint32_t n_rows;
    if (!procedure_list(flow_reader(ctx->flow), ctx->who->region_id, 0, ctx->arena, &rows, &n_rows, err)) return false;
    *options = options_new(ctx, n_rows, n);
    for (uint32_t i = 0; i < n_rows; i++) (*options)[(*n)++] = (FieldOption){ .value = rows[i].code, .title = rows[i].title };
    return true;
}

static bool record_options(Ctx *ctx, const Org *org, const RecordType *of, FieldOption **options, uint32_t *n, Err *err)
{
    Record *rows;
    uint32_t n_rows;
    RecordAsk ask = { .type = str_of(of->id), .path = org->path, .limit = OPTIONS };
    if (!record_list(flow_reader(ctx->flow), org->region_id, &ask, ctx->arena, &rows, &n_rows, err)) return false;
    *options = options_new(ctx, n_rows, n);
    for (uint32_t i = 0; i < n_rows; i++)
        (*options)[(*n)++] = (FieldOption){ .value = CTX_TEXT(ctx, "%s/%u", of->id, rows[i].number),
            .title = rows[i].restricted ? CTX_TEXT(ctx, "%s № %u", of->one, rows[i].number) : CTX_TEXT(ctx, "№ %u: %.*s", rows[i].number, STR_ARG(rows[i].title)) };
    return true;
}

static void choice_options(Ctx *ctx, const RecordField *field, FieldOption **options, uint32_t *n)
{
    uint32_t n_choices = 0;
    while (field->choices[n_choices].word != NULL) n_choices++;
    *options = options_new(ctx, n_choices, n);
    if (field->required || field->kind == RECORD_CHOICES) *n = 0; /* «выберите» is the renderer's */
    for (uint32_t i = 0; i < n_choices; i++) (*options)[(*n)++] = (FieldOption){ .value = str_of(field->choices[i].word), .title = str_of(field->choices[i].title) };
}

/* ---- fields ---- */

static bool make_field(Ctx *ctx, const RecordField *field, const Org *org, const RecordLook *look, Str value, Field *out, Err *err)
{
    FieldOption *options = NULL;
    uint32_t n = 0;
    *out = (Field){ .kind = FIELD_TEXT, .name = str_of(field->name), .label = str_of(field->title), .hint = field->hint != NULL ? rich_escape(ctx->arena, str_of(field->hint)) : STR_EMPTY, .value = value, .optional = !field->required };
    switch (field->kind) {
    case RECORD_LINE:
        out->max_length = field->max != 0 ? field->max : LIMIT_RECORD_LINE;
        out->width = out->max_length <= 60 ? 16 : 0;
        return true;
    case RECORD_TEXT: out->kind = FIELD_LONG_TEXT, out->draft = true, out->max_length = field->max != 0 ? field->max : LIMIT_RECORD_TEXT; return true;
    case RECORD_INT: out->kind = FIELD_NUMBER, out->width = 6; return true;
    case RECORD_DAY: out->kind = FIELD_DATE; return true;
    case RECORD_FLAG: out->kind = FIELD_CHECK; return true;
    case RECORD_LINK: case RECORD_ORG: return true;
    case RECORD_CHOICE: out->kind = FIELD_SELECT, choice_options(ctx, field, &options, &n); break;
    case RECORD_CHOICES:
        out->kind = FIELD_CHECK;
        choice_options(ctx, field, &options, &n);
        for (uint32_t i = 0; i < n; i++) options[i].chosen = str_find(CTX_TEXT(ctx, "\n%.*s\n", STR_ARG(value)), CTX_TEXT(ctx, "\n%.*s\n", STR_ARG(options[i].value))) != SIZE_MAX;
        break;
    case RECORD_PERSON: out->kind = FIELD_SELECT; if (!people_options(ctx, org, &options, &n, err)) return false; break;
    case RECORD_PROCEDURE: out->kind = FIELD_SELECT; if (!procedure_options(ctx, &options, &n, err)) return false; break;
    case RECORD_OTHER: out->kind = FIELD_SELECT; if (!record_options(ctx, org, record_type_find(str_of(field->of)), &options, &n, err)) return false; break;
    }
    if (out->kind == FIELD_SELECT && n > OPTIONS) {
        out->kind = FIELD_TEXT; /* too many to choose from: a name or a code is typed */
        if (field->kind == RECORD_PERSON) out->hint = STR("Логин или имя, отчество и фамилия полностью."), out->value = ctx->error != NULL ? value : record_field_words(field, look, ctx->arena, value);
        return true;
    }
    if (out->kind == FIELD_SELECT && value.n > 0) keep_value(field, look, ctx, value, options, &n);
    out->options = options;
    out->n_options = n;
    return true;
}

static Str complaint_of(const RecordForm *form, Str name)
{
    for (uint32_t i = 0; i < form->n_complaints; i++)
        if (str_eq(form->complaints[i].name, name)) return form->complaints[i].words;
    return STR_EMPTY;
}

static float width_of(const RecordField *field)
{
    if (field->kind == RECORD_INT || field->kind == RECORD_FLAG) return 1;
    if (field->kind == RECORD_DAY || field->kind == RECORD_CHOICE) return 2;
    return field->kind == RECORD_TEXT || field->max > LIMIT_RECORD_LINE ? 5 : 3;
}

static bool add_list(Ctx *ctx, Node *parent, const RecordForm *form, const RecordList *list, const RecordRows *rows, const RecordLook *look, Err *err)
{
    uint32_t n_fields = record_fields_n(list->fields), n_rows = rows->n + form->n_blank;
    if (n_rows > LIMIT_RECORD_ROWS) n_rows = LIMIT_RECORD_ROWS;
    Column *columns = arena_array(ctx->arena, Column, n_fields);
    float all = 0;
    for (uint32_t c = 0; c < n_fields; c++) all += width_of(&list->fields[c]);
    for (uint32_t c = 0; c < n_fields; c++) columns[c] = (Column){ .head = str_of(list->fields[c].title), .width = width_of(&list->fields[c]) / all };
    doc_heading(ctx->doc, parent, 3, str_of(list->title));
    if (list->hint != NULL) doc_small(ctx->doc, parent, rich_escape(ctx->arena, str_of(list->hint)));
    Table *table = table_new(ctx->doc, str_of(list->name), str_of(list->title), n_fields, columns, n_rows);
    table->untitled = true;
    for (uint32_t r = 0; r < n_rows; r++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        for (uint32_t c = 0; c < n_fields; c++) {
            Field *field = arena_one(ctx->arena, Field);
            if (!make_field(ctx, &list->fields[c], form->org, look, r < rows->n ? rows->rows[r].cells[c] : STR_EMPTY, field, err)) return false;
            field->name = CTX_TEXT(ctx, "%s.%u.%s", list->name, r, list->fields[c].name);
            field->label = CTX_TEXT(ctx, "%s %u: %s", list->one, r + 1, list->fields[c].title);
            field->error = rich_escape(ctx->arena, complaint_of(form, field->name));
            field->optional = true; /* an empty row is no row: what is required is said by the check */
            field->draft = false;
            cells[c] = cell_field(field);
        }
    }
    doc_table(ctx->doc, parent, table);
    return true;
}

bool record_form_show(Ctx *ctx, Node *parent, const RecordForm *form, Err *err)
{
    static const FormButton more = { .title = { "Сохранить и добавить строк", 49 }, .name = { "more", 4 }, .value = { "1", 1 } };
    const RecordType *type = form->data->type;
    const RecordLook *look = flow_record_look(flow_reader(ctx->flow), ctx->who, form->org->path, false, ctx->arena);
    uint32_t n_type = record_fields_n(type->fields), n = 0, n_lists = record_lists_n(type);
    Field *fields = arena_array(ctx->arena, Field, n_type + 4u);
    for (uint32_t i = 0; i < n_type; i++) {
        if (!record_part_sees(ctx, &type->fields[i], form->org->path)) continue;
        if (!make_field(ctx, &type->fields[i], form->org, look, form->data->values[i], &fields[n], err)) return false;
        fields[n].error = rich_escape(ctx->arena, complaint_of(form, fields[n].name));
        n++;
    }
    if (type->may_restrict)
        fields[n++] = (Field){ .kind = FIELD_CHECK, .name = STR("restricted"), .label = STR("Закрытая запись"), .hint = STR("Название видно не будет, открыть можно только с причиной: она попадёт в журнал."), .value = form->restricted ? STR("1") : STR_EMPTY, .optional = true };
    if (form->last != NULL) fields[n++] = *form->last;
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("revision"), .value = CTX_TEXT(ctx, "%u", form->revision) };
    FormButton *buttons = arena_array(ctx->arena, FormButton, 2);
    buttons[0] = (FormButton){ .title = str_of(form->button), .primary = true };
    buttons[1] = more;
    InputForm *input = arena_one(ctx->arena, InputForm);
    *input = (InputForm){ .id = STR("record"), .action = form->action, .is_post = true, .fields_first = true, .n_fields = n, .fields = fields, .n_buttons = n_lists > 0 ? 2 : 1, .buttons = buttons };
    if (ctx->error != NULL && form->n_complaints == 0) input->error = rich_escape(ctx->arena, CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint));
    if (form->n_complaints > 0) input->error = CTX_TEXT(ctx, "Нужно исправить %.*s; остальное осталось, как вы ввели.", STR_ARG(number_of(ctx->arena, form->n_complaints, "место", "места", "мест")));
    Node *node = doc_form(ctx->doc, parent, input);
    for (uint32_t i = 0; i < n_lists; i++)
        if (!add_list(ctx, node, form, &type->lists[i], &form->data->lists[i], look, err)) return false;
    return true;
}
