/* «Вход и пароль»: what one's signing in rests on. */
#include "base/number.h"
#include "flow/outer.h"
#include "publish/rich.h"
#include "store/account.h"
#include "store/session.h"
#include "web/ask.h"

static bool show(Ctx *ctx, Err *err)
{
    const Who *who = ctx->who;
    Account account;
    Session *sessions;
    uint32_t n_sessions;
    int64_t n_codes;
    if (!account_get(ctx->db, who->region_id, who->account_id, ctx->arena, &account, err) ||
        !session_list(ctx->db, who->region_id, who->account_id, ctx->now, ctx->arena, &sessions, &n_sessions, err) ||
        !invitation_count(ctx->db, who->region_id, who->account_id, INVITATION_RECOVERY, ctx->now, &n_codes, err))
        return false;
    bool key = account.totp_secret.n > 0;
    ctx->doc->title = rich_escape(ctx->arena, who->name);
    ctx->doc->kicker = STR("Вход и пароль");
    Fact *facts = arena_array(ctx->arena, Fact, who->n_grants + 5u);
    uint32_t n = 0;
    facts[n++] = (Fact){ .name = STR("Логин"), .value = rich_escape(ctx->arena, account.login) };
    if (account.post.n > 0) facts[n++] = (Fact){ .name = STR("Должность"), .value = rich_escape(ctx->arena, account.post) };
    for (uint32_t i = 0; i < who->n_grants; i++)
        facts[n++] = (Fact){ .name = STR("Роль"), .value = CTX_TEXT(ctx, "%s, %.*s", role_title(who->grants[i].role), STR_ARG(rich_escape(ctx->arena, who->grants[i].org.name))),
            .note = str_of(role_what(who->grants[i].role)) };
    facts[n++] = (Fact){ .name = STR("Второй ключ"), .value = key ? CTX_TEXT(ctx, "включён, %.*s", STR_ARG(number_of(ctx->arena, n_codes, "запасной код", "запасных кода", "запасных кодов"))) : STR("не включён") };
    facts[n++] = (Fact){ .name = STR("Где вы вошли"), .value = number_of(ctx->arena, n_sessions, "сеанс", "сеанса", "сеансов") };
    doc_facts(ctx->doc, NULL, n, facts);
    bool outer;
    if (!flow_outer_on(ctx->db, ctx->arena, &outer, err)) return false;
    ask_links(ctx, NULL, outer ? 7 : 6, "Сменить пароль", STR("/account/password"), "Где вы вошли", STR("/account/sessions"), key ? "Выключить второй ключ" : "Включить второй ключ", STR("/account/totp"),
        "Мои данные", STR("/account/data"), "Напоминания и письма", STR("/account/notices"), "Календарь в телефоне", STR("/account/calendar"), "Внешний вход", STR("/account/outer"));
    return true;
}

const Page page_account = { .path = "/account", .title = "Вход и пароль", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .show = show };
