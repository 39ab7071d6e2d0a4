#include "web/ask.h"

#include <stdarg.h>

Ask *ask_new(Ctx *ctx, Str action)
{
    Ask *ask = arena_one(ctx->arena, Ask);
    ask->ctx = ctx;
    ask->form = (InputForm){ .action = action, .is_post = true, .fields = ask->fields, .buttons = ask->buttons };
    return ask;
}

Field *ask_field(Ask *ask, FieldKind kind, const char *name, const char *label, Str value)
{
    BUG_ON(ask->form.n_fields == ASK_FIELDS);
    Field *field = &ask->fields[ask->form.n_fields++];
    bool typed = ask->ctx->error != NULL && kind != FIELD_PASSWORD && kind != FIELD_FILE;
    *field = (Field){ .kind = kind, .name = str_of(name), .label = str_of(label), .value = typed ? ctx_field(ask->ctx, name) : value };
    return field;
}

void ask_options(Field *field, uint32_t n, const FieldOption *options)
{
    field->n_options = n;
    field->options = options;
}

void ask_button(Ask *ask, const char *title, bool primary)
{
    BUG_ON(ask->form.n_buttons == ASK_BUTTONS);
    ask->buttons[ask->form.n_buttons++] = (FormButton){ .title = str_of(title), .primary = primary };
}

Node *ask_end(Ask *ask, Node *parent)
{
    Ctx *ctx = ask->ctx;
    if (ctx->error != NULL) ask->form.error = CTX_TEXT(ctx, "%s%s%s", ctx->error->what, ctx->error->hint[0] != '\0' ? " " : "", ctx->error->hint);
    return doc_form(ctx->doc, parent, &ask->form);
}

Button *ask_post(Ctx *ctx, Str action, const char *title, uint32_t n_pairs, const DocPair *pairs)
{
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = str_of(title), .href = action, .is_post = true, .n_pairs = n_pairs, .pairs = pairs };
    return button;
}

void ask_links(Ctx *ctx, Node *parent, uint32_t n, ...)
{
    DocLink *links = arena_array(ctx->arena, DocLink, n);
    va_list pairs;
    va_start(pairs, n);
    for (uint32_t i = 0; i < n; i++) {
        links[i].title = str_of(va_arg(pairs, const char *));
        links[i].href = va_arg(pairs, Str);
        links[i].count = NO_COUNT;
    }
    va_end(pairs);
    doc_chips(ctx->doc, parent, STR_EMPTY, n, links);
}
