/* One's own outer identity: joined and left. */
#include "flow/outer.h"
#include "publish/rich.h"
#include "web/ask.h"

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    bool on, confirmed;
    DbRead *db = flow_reader(ctx->flow);
    if (!flow_outer_on(db, ctx->arena, &on, err) || !account_get(db, ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err) || !flow_confirmed(db, ctx->session, &confirmed, err)) return false;
    bool joined = account.oidc_subject.n > 0;
    ctx->doc->kicker = STR("Вход и пароль");
    ctx->doc->title = joined ? STR("Внешний вход связан с вами") : STR("Внешний вход не связан с вами");
    if (joined) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Служба знает вас как %.*s.", STR_ARG(rich_escape(ctx->arena, account.oidc_subject))));
    if (!on && !joined) {
        doc_text(ctx->doc, NULL, STR("Администратор не настроил вход через внешнюю службу. Входите по паролю."));
    } else if (!confirmed) {
        doc_text(ctx->doc, NULL, STR("Чтобы связать или отвязать его, сначала введите пароль: так этого не сделает за вас тот, кто сел за открытый компьютер."));
        ask_links(ctx, NULL, 1, "Ввести пароль", STR("/account/password?next=/account/outer"));
    } else if (joined) {
        Ask *ask = ask_new(ctx, STR("/account/outer"));
        ask_button(ask, "Отвязать внешний вход", false);
        ask_end(ask, NULL);
    } else {
        ask_links(ctx, NULL, 1, "Перейти к внешней службе и связать", STR("/signin/outer"));
    }
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    if (!flow_outer_leave(ctx->flow, ctx->session, err)) return false;
    ctx_done(ctx, STR("Внешний вход отвязан: входите по паролю."));
    return ctx_go(ctx, STR("/account"));
}

const Page page_account_outer = { .path = "/account/outer", .title = "Внешний вход", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .no_formats = true, .show = show, .act = act };
