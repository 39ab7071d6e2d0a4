/* A code from a paper slip. */
#include "base/secret.h"
#include "web/ask.h"

static bool show(Ctx *ctx, Err *err)
{
    (void)err;
    ctx->doc->title = STR("Код приглашения");
    Ask *ask = ask_new(ctx, STR("/invite"));
    Field *code = ask_field(ask, FIELD_TEXT, "code", "Код", STR_EMPTY);
    code->hint = STR("Шестнадцать букв и цифр с листка, который вам дал координатор. Большие или маленькие, с чёрточками или без — всё равно.");
    code->max_length = 40;
    code->width = 24;
    code->focus = true;
    ask_button(ask, "Дальше", true);
    ask_end(ask, NULL);
    ask_links(ctx, NULL, 1, "У меня уже есть пароль", STR("/signin"));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    Str code = secret_code_read(ctx_field(ctx, "code"), ctx->arena);
    if (code.n == 0) return err_set(err, ERR_INPUT, "Проверьте его по листку: в коде нет нуля, единицы и буквы O.", "В коде должно быть шестнадцать букв и цифр.");
    return ctx_go(ctx, CTX_TEXT(ctx, "/invite/%.*s", STR_ARG(code)));
}

const Page page_invite = { .path = "/invite", .title = "Код приглашения", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .show = show, .act = act };
