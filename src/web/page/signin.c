/* The door: one calm form. */
#include "base/limits.h"
#include "flow/outer.h"
#include "store/setting.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/url.h"

static const Param params[] = { { .name = "next", .kind = PARAM_TEXT, .title = "куда после входа", .max_length = 1000 }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    if (ctx->who->account_id != 0 && ctx->error == NULL) return ctx_go(ctx, STR("/"));
    Str title;
    bool outer;
    if (!flow_outer_on(ctx->db, ctx->arena, &outer, err) || !setting_text(ctx->db, "oidc.title", ctx->arena, &title, err)) return false;
    ctx->doc->title = STR("Вход");
    Ask *ask = ask_new(ctx, STR("/signin"));
    Field *login = ask_field(ask, FIELD_TEXT, "login", "Логин", STR_EMPTY);
    login->autocomplete = "username";
    login->max_length = 100;
    login->focus = true;
    Field *password = ask_field(ask, FIELD_PASSWORD, "password", "Пароль", STR_EMPTY);
    password->autocomplete = "current-password";
    ask_field(ask, FIELD_HIDDEN, "next", "", ctx_param(ctx, "next"));
    ask_button(ask, "Войти", true);
    ask_end(ask, NULL);
    if (outer) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = title, .href = STR("/signin/outer") };
        doc_buttons(ctx->doc, NULL, 1, button, STR_EMPTY);
    }
    ask_links(ctx, NULL, 1, "У меня есть код приглашения", STR("/invite"));
    doc_small(ctx->doc, NULL, STR("Забыли пароль или логин — их заменит координатор вашей организации. Родителям и ученикам вход не нужен: их данных здесь нет."));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str login = str_trim(ctx_field(ctx, "login")), password = ctx_field(ctx, "password"), stored;
    int wait_s = 0;
    if (login.n == 0 || password.n == 0 || password.n > LIMIT_PASSWORD_BYTES) return err_set(err, ERR_INPUT, "Впишите и то и другое.", "Нужны логин и пароль.");
    SignInFrom from = entry_from(ctx);
    if (!ctx->hash_given)
        return flow_sign_in_begin(ctx->flow, login, &from, ctx->arena, &stored, &wait_s, err) ? ctx_hash(ctx, password, stored) : entry_wait(ctx, wait_s);
    SignedIn in;
    return flow_sign_in_end(ctx->flow, login, &from, ctx->hash_ok, ctx->arena, &in, &wait_s, err) ? entry_done(ctx, &in) : entry_wait(ctx, wait_s);
}

const Page page_signin = { .path = "/signin", .title = "Вход", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .params = params, .no_formats = true, .show = show, .act = act };
