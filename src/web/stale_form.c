#include "web/stale_form.h"

#include "publish/rich.h"
#include "web/url.h"

bool stale_form_is_ours(const Request *request)
{
    if (request->sec_fetch_site.n > 0) return str_eq(request->sec_fetch_site, STR("same-origin"));
    size_t at = str_find(request->origin, STR("://"));
    return at != SIZE_MAX && str_eq(str_slice(request->origin, at + 3, request->origin.n), request->authority);
}

/* Passwords are never given back; the secret is this page's own. */
static bool is_kept(const Pair *pair) { return !str_eq(pair->name, STR("csrf")) && !str_starts(pair->name, STR("password")) && !str_eq(pair->name, STR("code")); }

static void typed_words(Ctx *ctx)
{
    enum { SHORTEST = 4, LONGEST = 2000, MOST = 200 };
    const Request *request = ctx->request;
    Str *items = arena_array(ctx->arena, Str, request->n_fields + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < request->n_fields && n < MOST; i++)
        if (is_kept(&request->fields[i]) && request->fields[i].value.n >= SHORTEST && !str_eq(request->fields[i].name, STR("do"))) items[n++] = rich_escape(ctx->arena, str_slice(request->fields[i].value, 0, LONGEST));
    if (n == 0) return;
    Node *details = doc_add(ctx->doc, NULL, NODE_DETAILS);
    details->text = STR("Что набрано");
    doc_list(ctx->doc, details, n, items);
}

void stale_form_answer(Ctx *ctx, int status, const Err *why, Reply *reply)
{
    const Request *request = ctx->request;
    bool anybody = ctx->who->account_id != 0;
    Str here = ctx_with(ctx, "", STR_EMPTY);
    ctx->doc = doc_new(ctx->arena, STR("Набранное не потеряно"));
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR_EMPTY, rich_escape(ctx->arena, CTX_TEXT(ctx, "%s", why->what)));
    if (anybody) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Так бывает после выхода или долгого перерыва. Ничего не записано. Отправить набранное от имени «%.*s»?", STR_ARG(rich_escape(ctx->arena, ctx->who->name))));
    else {
        doc_text(ctx->doc, NULL, STR("Вход откроется в соседней вкладке. Войдите там, вернитесь сюда и отправьте ещё раз. Ничего не записано."));
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Войти"), .href = CTX_TEXT(ctx, "/signin?next=%.*s", STR_ARG(url_encode(ctx->arena, here))), .primary = true, .aside = true };
        doc_buttons(ctx->doc, NULL, 1, button, STR_EMPTY);
    }
    if (request->n_files > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Файл не сохранился: после отправки выберите его снова или [откройте форму заново](%.*s).", STR_ARG(here)));
    Field *fields = arena_array(ctx->arena, Field, request->n_fields + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < request->n_fields; i++)
        if (is_kept(&request->fields[i])) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = request->fields[i].name, .value = request->fields[i].value };
    FormButton *send = arena_one(ctx->arena, FormButton);
    *send = (FormButton){ .title = STR("Отправить ещё раз"), .primary = anybody };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .id = STR("again"), .action = here, .is_post = true, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = send };
    doc_form(ctx->doc, NULL, form);
    typed_words(ctx);
    answer_doc(ctx, FORMAT_HTML, status, reply);
}
