/* Inviting: who, which role, where. What comes out is a slip with a one-time code. */
#include "flow/account.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/place_field.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = STR("Пригласить человека");
    ctx->doc->lead = STR("Программа выдаст одноразовый код. Передайте его лично или напечатайте на листке: пароль человек придумает сам.");
    Ask *ask = ask_new(ctx, ctx_with(ctx, "", STR_EMPTY));
    Field *name = ask_field(ask, FIELD_TEXT, "name", "Имя", STR_EMPTY);
    name->hint = STR("Как человека называют на работе: «Петрова Анна Ивановна».");
    name->focus = true;
    name->max_length = 150;
    Field *post = ask_field(ask, FIELD_TEXT, "post", "Должность", STR_EMPTY);
    post->optional = true;
    post->max_length = 150;
    Field *login = ask_field(ask, FIELD_TEXT, "login", "Логин", STR_EMPTY);
    login->hint = STR("Без пробелов, буквы любые: petrova или petrova.school7.");
    login->max_length = 50;
    login->width = 24;
    Field *email = ask_field(ask, FIELD_TEXT, "email", "Почта", STR_EMPTY);
    email->optional = true;
    email->max_length = 100;
    place_role_field(ask, STR("school"));
    if (!place_org_field(ask, ctx->org.path, ctx->org.code, err)) return false;
    ask_button(ask, "Пригласить и получить код", true);
    ask_end(ask, NULL);
    doc_small(ctx->doc, NULL, STR("Вписывайте только то, что нужно для работы: эти данные защищает закон о персональных данных. Их видят те, кто ведёт людей организации, и сам человек."));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    OneTime code;
    Invite invite = { .login = ctx_field(ctx, "login"), .name = ctx_field(ctx, "name"), .post = ctx_field(ctx, "post"), .email = ctx_field(ctx, "email"), .role = role_find(ctx_field(ctx, "role")),
        .org_code = str_trim(ctx_field(ctx, "place")) };
    if (invite.role == 0) return err_set(err, ERR_INPUT, "Отметьте одну.", "Роль не выбрана.");
    if (!flow_invite(ctx->flow, ctx->who, &invite, ctx->arena, &code, err)) return false;
    ctx_cookie(ctx, "slip", CTX_TEXT(ctx, "%lld.%.*s", (long long)code.number, STR_ARG(code.code)), 900);
    return ctx_go(ctx, CTX_TEXT(ctx, "/people/%lld/slip", (long long)code.number));
}

const Page page_people_new = { .path = "/people/new", .title = "Пригласить человека", .section = SECTION_PEOPLE, .right = RIGHT_PEOPLE_WRITE, .params = params, .no_formats = true, .show = show, .act = act };
