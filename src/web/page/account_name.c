/* One's own name, post and e-mail, put right by oneself. */
#include "flow/account.h"
#include "store/account.h"
#include "web/ask.h"

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    if (!account_get(flow_reader(ctx->flow), ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err)) return false;
    ctx->doc->title = STR("Имя, должность, почта");
    ctx->doc->kicker = STR("Мои данные");
    Ask *ask = ask_new(ctx, STR("/account/name"));
    ask_field(ask, FIELD_TEXT, "name", "Имя", account.name)->autocomplete = "name";
    Field *post = ask_field(ask, FIELD_TEXT, "post", "Должность", account.post);
    post->optional = true;
    post->autocomplete = "organization-title";
    Field *email = ask_field(ask, FIELD_TEXT, "email", "Почта", account.email);
    email->optional = true;
    email->autocomplete = "email";
    ask_button(ask, "Сохранить", true);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Account account;
    if (!account_get(flow_reader(ctx->flow), ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err) ||
        !flow_person_describe(ctx->flow, ctx->who, account.number, ctx_field(ctx, "name"), ctx_field(ctx, "post"), ctx_field(ctx, "email"), err))
        return false;
    ctx_done(ctx, STR("Сохранено."));
    return ctx_go(ctx, STR("/account"));
}

const Page page_account_name = { .path = "/account/name", .title = "Имя, должность, почта", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .no_formats = true, .show = show, .act = act };
