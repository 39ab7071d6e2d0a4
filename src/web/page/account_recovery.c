/* Recovery codes, shown once, right after the second factor was turned on: to be printed and put away. */
#include "base/secret.h"
#include "web/ask.h"
#include "web/url.h"

static const Param params[] = { { .name = "next", .kind = PARAM_TEXT, .title = "куда дальше", .max_length = 1000 }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    (void)err;
    enum { MOST = 16 };
    Str rest = request_cookie(ctx->request, "recovery"), *codes = arena_array(ctx->arena, Str, MOST), next = ctx_param(ctx, "next");
    uint32_t n = 0;
    for (size_t from = 0; from < rest.n && n < MOST;) {
        size_t to = from;
        while (to < rest.n && rest.at[to] != '.') to++;
        Str code = secret_code_read(str_slice(rest, from, to), ctx->arena); /* a cookie is data from outside */
        if (code.n > 0) codes[n++] = code;
        from = to + 1;
    }
    ctx->doc->title = n > 0 ? STR("Второй ключ включён. Сохраните запасные коды") : STR("Запасные коды показывают один раз");
    ctx->doc->lead = n > 0 ? STR("Если телефона нет под рукой, вместо кода из приложения введите один из этих. Каждый действует один раз. Напечатайте их и уберите туда, где лежат важные бумаги.")
                           : STR("Чтобы получить новые, выключите второй ключ и включите снова.");
    doc_list(ctx->doc, NULL, n, codes);
    ask_links(ctx, NULL, 1, "Я сохранил коды, дальше", url_is_local(next) ? next : STR("/account"));
    return true;
}

const Page page_account_recovery = { .path = "/account/recovery", .title = "Запасные коды", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .params = params, .show = show };
