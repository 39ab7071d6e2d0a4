#include "web/totp_form.h"

#include "flow/session.h"
#include "flow/totp.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/url.h"

/* «ABCD EFGH …»: typed by hand where a link does not open. */
static Str in_fours(Ctx *ctx, Str key)
{
    char *out = arena_alloc(ctx->arena, key.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (i > 0 && i % 4 == 0) out[n++] = ' ';
        out[n++] = key.at[i];
    }
    return (Str){ out, n };
}

void totp_form(Ctx *ctx, Node *parent, Str action, const Account *account)
{
    Str typed = ctx->error != NULL ? ctx_field(ctx, "key") : STR_EMPTY, key = typed.n > 0 ? typed : flow_totp_new(ctx->arena);
    Str *steps = arena_array(ctx->arena, Str, 3);
    steps[0] = STR("Поставьте на телефон приложение для кодов: Яндекс Ключ, FreeOTP, Google Authenticator — подойдёт любое.");
    steps[1] = CTX_TEXT(ctx, "Наведите его на рисунок ниже. Не выходит — добавьте запись вручную: название **Мерило**, ключ **%.*s**, тип — по времени.", STR_ARG(rich_escape(ctx->arena, in_fours(ctx, key))));
    steps[2] = STR("Введите здесь код, который оно покажет.");
    doc_list(ctx->doc, parent, 3, steps);
    Chart *qr = arena_one(ctx->arena, Chart);
    *qr = (Chart){ .kind = "qr", .title = STR("Ключ для телефона"), .summary = STR("QR-код с тем же ключом, что написан выше."), .no_twin = true, .of.qr = { totp_address(key, account->login, ctx->arena) } };
    doc_chart(ctx->doc, parent, qr);
    Ask *ask = ask_new(ctx, action);
    ask_field(ask, FIELD_HIDDEN, "key", "", key)->value = key;
    ask_field(ask, FIELD_HIDDEN, "next", "", ctx_param(ctx, "next"));
    Field *code = ask_field(ask, FIELD_TEXT, "code", "Код из приложения", STR_EMPTY);
    code->inputmode = "numeric";
    code->autocomplete = "one-time-code";
    code->value = STR_EMPTY;
    code->width = 10;
    ask_button(ask, "Включить второй ключ", true);
    ask_end(ask, parent);
}

bool totp_form_done(Ctx *ctx, Str next, Err *err)
{
    Str codes[N_RECOVERY_CODES], cookie, all = STR_EMPTY;
    if (!flow_totp_set(ctx->flow, ctx->session, ctx_field(ctx, "key"), ctx_field(ctx, "code"), ctx->arena, codes, &cookie, err)) return false;
    for (int i = 0; i < N_RECOVERY_CODES; i++) all = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(all), i > 0 ? "." : "", STR_ARG(codes[i]));
    entry_cookie(ctx, cookie);
    ctx_cookie(ctx, "recovery", all, 600);
    Str wanted = ctx_field(ctx, "next");
    return ctx_go(ctx, CTX_TEXT(ctx, "/account/recovery?next=%.*s", STR_ARG(url_encode(ctx->arena, url_is_local(wanted) ? wanted : next))));
}
