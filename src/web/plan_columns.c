#include "web/plan_columns.h"

#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "base/utf8.h"
#include "publish/rich.h"

enum { MOST = 24 /* a form of columns; more are no plan */, SAMPLE_LETTERS = 90 };

static bool columns_of(Ctx *ctx, const PlanView *view, const SourceDoc *doc, PlanColumns *out, Err *err)
{
    PlanContent content;
    const FlowTermOptions options = { .approved = DATE_NONE };
    *out = (PlanColumns){ 0 };
    if (!flow_plan_understand_columns(doc, &options, view->row.column_roles, ctx->arena, &content, out, err)) return false;
    out->n = out->n < MOST ? out->n : MOST;
    return true;
}

static Str name_of(Ctx *ctx, const PlanColumn *column, uint32_t i) { return column->head.n > 0 ? CTX_TEXT(ctx, "«%.*s»", STR_ARG(column->head)) : CTX_TEXT(ctx, "%u-я, без названия", i + 1); }

static Str sample_of(Ctx *ctx, const PlanColumn *column)
{
    size_t end = 0;
    uint32_t n = 0;
    while (end < column->sample.n && n++ < SAMPLE_LETTERS) utf8_next(column->sample, &end);
    return CTX_TEXT(ctx, "%.*s%s", STR_ARG(rich_escape(ctx->arena, str_slice(column->sample, 0, end))), end < column->sample.n ? "…" : "");
}

static const char *field_name(Ctx *ctx, const char *name, uint32_t i) { return arena_z(ctx->arena, CTX_TEXT(ctx, "%s%u", name, i)); }

static Field *role_field(Ctx *ctx, const PlanColumn *column, uint32_t i)
{
    uint32_t n = 0;
    while (plan_column_roles[n].word != NULL) n++;
    FieldOption *options = arena_array(ctx->arena, FieldOption, n);
    for (uint32_t k = 0; k < n; k++) options[k] = (FieldOption){ .value = str_of(plan_column_roles[k].word), .title = str_of(plan_column_roles[k].title) };
    Str typed = ctx->error != NULL ? ctx_field(ctx, field_name(ctx, "role", i)) : STR_EMPTY;
    Field *field = arena_one(ctx->arena, Field);
    *field = (Field){ .kind = FIELD_SELECT, .name = str_of(field_name(ctx, "role", i)), .label = CTX_TEXT(ctx, "чем считать: %.*s", STR_ARG(name_of(ctx, column, i))), .value = typed.n > 0 ? typed : column->role != NULL ? str_of(column->role->word) : STR("none"), .n_options = n, .options = options };
    return field;
}

static void columns_table(Ctx *ctx, Node *form, const PlanColumns *columns)
{
    static const Column heads[] = { { .head = { "колонка документа", 33 }, .width = 0.3f }, { .head = { "что в ней", 16 }, .width = 0.4f }, { .head = { "чем считать", 21 }, .width = 0.3f } };
    Table *table = table_new(ctx->doc, STR("columns"), STR("Колонки документа"), 3, heads, columns->n);
    table->untitled = true;
    for (uint32_t i = 0; i < columns->n; i++) {
        const PlanColumn *column = &columns->items[i];
        Cell *cells = table_row(ctx->doc, table, column->lost ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, name_of(ctx, column, i)));
        cells[1] = column->sample.n > 0 ? cell_text(sample_of(ctx, column)) : cell_missing();
        cells[2] = cell_field(role_field(ctx, column, i));
        if (column->role != column->read && column->read != NULL) cells[2].text = CTX_TEXT(ctx, "прочитано как «%s»", column->read->title);
    }
    doc_table(ctx->doc, form, table);
}

static void columns_form(Ctx *ctx, Node *node, const PlanView *view, const PlanColumns *columns)
{
    static const FormButton buttons[] = { { .title = { "Прочитать так", 25 } }, { .title = { "Вернуть, как было прочитано", 50 }, .name = { "reset", 5 }, .value = { "1", 1 } } };
    Field *hidden = arena_array(ctx->arena, Field, columns->n + 2u);
    InputForm *form = arena_one(ctx->arena, InputForm);
    hidden[0] = (Field){ .kind = FIELD_HIDDEN, .name = STR("step"), .value = STR("columns") };
    hidden[1] = (Field){ .kind = FIELD_HIDDEN, .name = STR("was"), .value = view->row.column_roles };
    for (uint32_t i = 0; i < columns->n; i++) hidden[i + 2] = (Field){ .kind = FIELD_HIDDEN, .name = str_of(field_name(ctx, "key", i)), .value = columns->items[i].key };
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/plans/%u/source", view->row.number), .is_post = true, .n_fields = columns->n + 2u, .fields = hidden, .n_buttons = view->row.column_roles.n > 0 ? 2 : 1, .buttons = buttons,
        .note = STR("Изменится вся таблица сразу. Исправленное руками и убранные пункты останутся как есть; вернуть можно здесь же.") };
    if (ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("columns"))) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    columns_table(ctx, doc_form(ctx->doc, node, form), columns);
}

bool plan_columns_panel(Ctx *ctx, Node *parent, const PlanView *view, const SourceDoc *doc, Err *err)
{
    PlanColumns columns;
    Err why = { 0 };
    Str lost = STR_EMPTY;
    if (!columns_of(ctx, view, doc, &columns, &why)) return why.code == ERR_INPUT || why.code == ERR_LIMIT || err_set(err, why.code, why.hint, "%s", why.what); /* a document that today's reader would refuse */
    if (columns.n == 0) return true;
    for (uint32_t i = 0; i < columns.n; i++)
        if (columns.items[i].lost) lost = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(lost), lost.n > 0 ? ", " : "", STR_ARG(name_of(ctx, &columns.items[i], i)));
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("columns"));
    Node *node = lost.n > 0 || failed ? doc_panel(ctx->doc, parent, STR("Как поняты колонки документа")) : doc_add(ctx->doc, parent, NODE_DETAILS);
    if (node->kind == NODE_DETAILS) node->text = CTX_TEXT(ctx, "Как поняты колонки документа: %u", columns.n);
    if (lost.n > 0) doc_text(ctx->doc, node, CTX_TEXT(ctx, "Никуда не взято: %.*s. Выберите, что это, или «не брать».", STR_ARG(rich_escape(ctx->arena, lost))));
    columns_form(ctx, node, view, &columns);
    return true;
}

/* ---- sent ---- */

static const PlanColumnRole *typed_role(Ctx *ctx, Str key)
{
    for (uint32_t i = 0; i < MOST; i++)
        if (str_eq(ctx_field(ctx, field_name(ctx, "key", i)), key)) return plan_column_role(ctx_field(ctx, field_name(ctx, "role", i)));
    return NULL;
}

/* What differs from what the program read; a lost column that is left out on purpose is said too. */
static Str choices_of(Ctx *ctx, const PlanColumns *columns)
{
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < columns->n; i++) {
        const PlanColumn *column = &columns->items[i];
        const PlanColumnRole *role = typed_role(ctx, column->key);
        if (role == NULL) role = column->role;
        bool none = role != NULL && strcmp(role->word, "none") == 0;
        if (role != NULL && (role != column->read || (none && (column->lost || column->told)))) out = CTX_TEXT(ctx, "%.*s%s%s %.*s", STR_ARG(out), out.n > 0 ? "\n" : "", role->word, STR_ARG(column->key));
    }
    return out;
}

static Str done_words(Ctx *ctx, const PlanColumnsDone *done)
{
    Str words = STR_EMPTY;
    const struct { const char *what; uint32_t n; } all[] = { { "изменено", done->n_changed }, { "добавлено", done->n_added }, { "убрано", done->n_removed } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].n > 0) words = CTX_TEXT(ctx, "%.*s%s%s — %.*s", STR_ARG(words), words.n > 0 ? ", " : "", all[i].what, STR_ARG(number_of(ctx->arena, all[i].n, "пункт", "пункта", "пунктов")));
    if (words.n == 0) words = STR("в пунктах ничего не изменилось");
    if (done->n_kept > 0) words = CTX_TEXT(ctx, "%.*s; осталось, как исправлено руками, — %.*s", STR_ARG(words), STR_ARG(number_of(ctx->arena, done->n_kept, "пункт", "пункта", "пунктов")));
    return CTX_TEXT(ctx, "Документ прочитан так: %.*s.", STR_ARG(words));
}

bool plan_columns_take(Ctx *ctx, const PlanView *view, const SourceDoc *doc, Err *err)
{
    PlanColumns columns;
    PlanColumnsDone done;
    Str choices = STR_EMPTY;
    bool reset = ctx_field(ctx, "reset").n > 0;
    if (!reset && !columns_of(ctx, view, doc, &columns, err)) return false;
    if (!reset) choices = choices_of(ctx, &columns);
    const Str *lines;
    uint32_t n_lines = lines_split(ctx_field(ctx, "was"), ctx->arena, &lines);
    Str was = lines_join(ctx->arena, n_lines, lines); /* a browser sends «\r\n» */
    if (!flow_plan_columns(ctx->flow, ctx->who, view->row.number, doc, was, choices, &done, err)) return false;
    ctx_done(ctx, done_words(ctx, &done));
    return ctx_go(ctx, CTX_TEXT(ctx, "/plans/%u/source", view->row.number));
}
