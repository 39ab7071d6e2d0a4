/* Requisites of an organisation: what stands on its papers, in the forms that its people give: the program declines no names. */
#include "flow/paper.h"
#include "publish/rich.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    static const FormButton button[] = { { .title = { "Сохранить реквизиты", 37 }, .primary = true } };
    PaperRequisites now;
    uint32_t revision, n = 0, n_all = 0;
    if (!flow_requisites(ctx->db, &ctx->org, ctx->arena, &now, &revision, err)) return false;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) n_all++;
    bool conflict = ctx->error != NULL && ctx->error->code == ERR_CONFLICT;
    Field *fields = arena_array(ctx->arena, Field, n_all + 1u);
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("revision"), .value = ctx->error != NULL && !conflict ? ctx_field(ctx, "revision") : CTX_TEXT(ctx, "%u", revision) };
    Str group = STR_EMPTY;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) {
        Str own = str_of(field->group);
        fields[n++] = (Field){ .kind = field->lines ? FIELD_LONG_TEXT : FIELD_TEXT, .name = str_of(field->name), .label = str_of(field->title), .hint = field->example != NULL ? CTX_TEXT(ctx, "Например: %.*s", STR_ARG(rich_escape(ctx->arena, str_of(field->example)))) : STR_EMPTY,
            .value = ctx->error != NULL ? ctx_field(ctx, field->name) : paper_requisite_get(&now, field), .section = str_eq(own, group) ? STR_EMPTY : own, .optional = true, .max_length = 1000, .width = 48 };
        group = own;
    }
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/requisites?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = button };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    ctx->doc->title = CTX_TEXT(ctx, "Реквизиты: %.*s", STR_ARG(rich_escape(ctx->arena, ctx->org.name)));
    ctx->doc->lead = STR("Встанут на приказы, планы и письма. Пустое поле оставляет место для ручки; имена и должности пишите в той форме, в какой они нужны на бумаге.");
    doc_form(ctx->doc, NULL, form);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    PaperRequisites typed;
    long long revision = 0;
    str_to_int(ctx_field(ctx, "revision"), &revision);
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) paper_requisite_set(&typed, field, str_trim(ctx_field(ctx, field->name)));
    if (!flow_requisites_put(ctx->flow, ctx->who, ctx->org.code, revision >= 0 && revision <= UINT32_MAX ? (uint32_t)revision : 0, &typed, err)) return false;
    ctx_done(ctx, STR("Реквизиты сохранены."));
    return ctx_go(ctx, CTX_TEXT(ctx, "/requisites?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))));
}

const Page page_requisites = { .path = "/requisites", .title = "Реквизиты организации", .section = SECTION_PLAN, .right = RIGHT_PAPER_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
