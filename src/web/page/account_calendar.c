/* One's own terms in one's own calendar: an address with a secret, made and closed here. */
#include "flow/notice.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"

static bool show(Ctx *ctx, Err *err)
{
    const Str *made = ctx->found;
    int64_t made_at;
    if (!flow_feed_look(flow_reader(ctx->flow), ctx->who, &made_at, err)) return false;
    ctx->doc->title = STR("Календарь в телефоне");
    ctx->doc->lead = STR("Сроки планов вашей организации и пунктов, где вы названы, — в календаре телефона или почты. Он обновляется сам.");
    if (ctx->error != NULL) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint));
    if (made != NULL) {
        Field *field = arena_one(ctx->arena, Field);
        *field = (Field){ .kind = FIELD_TEXT, .name = STR("address"), .label = STR("Адрес календаря"), .value = entry_address(ctx, CTX_TEXT(ctx, "/calendar/feed/%.*s.ics", STR_ARG(*made))), .hint = STR("Скопируйте сейчас: второй раз он не показывается.") };
        InputForm *form = arena_one(ctx->arena, InputForm);
        *form = (InputForm){ .id = STR("feed"), .action = STR("/account/calendar"), .n_fields = 1, .fields = field };
        doc_form(ctx->doc, NULL, form);
        Str *items = arena_array(ctx->arena, Str, 3);
        items[0] = STR("Яндекс Календарь: «Новый календарь» → «Подписка» → вставьте адрес.");
        items[1] = STR("Android: добавьте адрес в Яндекс или Google Календарь на компьютере, телефон подхватит.");
        items[2] = STR("iPhone: «Настройки» → «Календарь» → «Учётные записи» → «Подписной календарь».");
        doc_list(ctx->doc, NULL, 3, items);
    } else if (made_at > 0) {
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Адрес сделан %.*s. Потеряли его — сделайте новый: прежний перестанет работать.", STR_ARG(ctx_moment(ctx, made_at))));
    }
    doc_note(ctx->doc, NULL, NOTE_RULE, STR("Адрес — это ключ."), STR("Кто его знает, видит названия ваших сроков без пароля. Баллов, признаков и имён детей там нет."));
    DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
    pairs[0] = (DocPair){ STR("do"), STR("make") }, pairs[1] = (DocPair){ STR("do"), STR("end") };
    Button *buttons = arena_array(ctx->arena, Button, 2);
    buttons[0] = *ask_post(ctx, STR("/account/calendar"), made_at > 0 ? "Сделать новый адрес" : "Сделать адрес", 1, &pairs[0]);
    buttons[0].primary = made_at == 0;
    buttons[1] = *ask_post(ctx, STR("/account/calendar"), "Закрыть календарь", 1, &pairs[1]);
    doc_buttons(ctx->doc, NULL, made_at > 0 ? 2 : 1, buttons, STR_EMPTY);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    if (str_eq(ctx_field(ctx, "do"), STR("end"))) {
        if (!flow_feed_end(ctx->flow, ctx->who, err)) return false;
        ctx_done(ctx, STR("Календарь закрыт: по прежнему адресу больше ничего нет."));
        return ctx_go(ctx, STR("/account/calendar"));
    }
    Str *token = arena_one(ctx->arena, Str);
    if (!str_eq(ctx_field(ctx, "do"), STR("make"))) return err_set(err, ERR_INPUT, "Нажмите одну из кнопок.", "Не сказано, что сделать с календарём.");
    return flow_feed_make(ctx->flow, ctx->who, ctx->arena, token, err) && ctx_stay(ctx, token);
}

const Page page_account_calendar = { .path = "/account/calendar", .title = "Календарь в телефоне", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .no_formats = true, .show = show, .act = act };
