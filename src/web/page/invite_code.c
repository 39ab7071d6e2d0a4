/* First sign-in, or a new password: who one is going to be here, and the password. Looking changes nothing, so a browser that reads ahead uses no code up. */
#include "flow/account.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"

static const Param params[] = { { .name = "code", .kind = PARAM_TEXT, .title = "код", .max_length = 40 }, { .name = NULL } };

static void say_who(Ctx *ctx, const CodeView *view)
{
    Fact *facts = arena_array(ctx->arena, Fact, view->n_grants + 1u);
    uint32_t n = 0;
    facts[n++] = (Fact){ .name = STR("Логин"), .value = CTX_TEXT(ctx, "**%.*s**", STR_ARG(rich_escape(ctx->arena, view->account.login))) };
    for (uint32_t i = 0; i < view->n_grants; i++) {
        if (view->grants[i].revoked_at != 0) continue;
        const Grant *grant = &view->grants[i].grant;
        facts[n++] = (Fact){ .name = STR("Роль"), .value = CTX_TEXT(ctx, "%s, %.*s", role_title(grant->role), STR_ARG(rich_escape(ctx->arena, grant->org.name))), .note = str_of(role_what(grant->role)) };
    }
    doc_facts(ctx->doc, NULL, n, facts);
}

static bool show(Ctx *ctx, Err *err)
{
    CodeView view;
    Str code = ctx_param(ctx, "code");
    if (!flow_code_look(ctx->db, code, ctx->arena, &view, err)) return false;
    bool link = view.invitation.kind == INVITATION_LINK;
    ctx->doc->title = CTX_TEXT(ctx, "Здравствуйте, %.*s", STR_ARG(rich_escape(ctx->arena, view.account.name)));
    ctx->doc->lead = link ? STR("Это показательный район: по ссылке входят без пароля, один раз.")
                   : view.invitation.kind == INVITATION_FIRST ? STR("Вас пригласили в «Мерило». Придумайте пароль и запомните логин.")
                                                              : STR("Придумайте новый пароль. Прежний больше не действует.");
    say_who(ctx, &view);
    Ask *ask = ask_new(ctx, CTX_TEXT(ctx, "/invite/%.*s", STR_ARG(code)));
    if (!link) {
        Field *login = ask_field(ask, FIELD_HIDDEN, "login", "", view.account.login);
        login->value = view.account.login;
        entry_password_fields(ask);
    }
    ask_button(ask, link ? "Войти" : "Сохранить пароль и войти", true);
    ask_end(ask, NULL);
    doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Код действует до %.*s и только один раз.", STR_ARG(ctx_moment(ctx, view.invitation.ends_at))));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    CodeView view;
    Str code = ctx_param(ctx, "code"), password;
    SignedIn in;
    SignInFrom from = entry_from(ctx);
    if (!flow_code_look(ctx->db, code, ctx->arena, &view, err)) return false;
    bool link = view.invitation.kind == INVITATION_LINK;
    if (!link && !entry_password(ctx, view.account.login, &password, err)) return false;
    if (!link && !ctx->hash_given) return ctx_hash(ctx, password, STR_EMPTY);
    if (!flow_code_accept(ctx->flow, code, link ? STR_EMPTY : ctx->hash_made, &from, ctx->arena, &in, err)) return false;
    return entry_done(ctx, &in);
}

const Page page_invite_code = { .path = "/invite/:code", .title = "Приглашение", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .no_formats = true,
    .sample = "/invite/AAAA-AAAA-AAAA-AAAA", .show = show, .act = act };
