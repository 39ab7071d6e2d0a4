/* How the site looks for weak sight: the same pages, larger, wider apart, in another contrast. Kept in a cookie, so that it works before signing in. */
#include "web/frame.h"
#include "web/page.h"
#include "web/url.h"

static const FieldOption sizes[] = { { .value = { "100", 3 }, .title = { "обычный", 14 } }, { .value = { "125", 3 }, .title = { "125 %", 5 } }, { .value = { "150", 3 }, .title = { "150 %", 5 } },
    { .value = { "175", 3 }, .title = { "175 %", 5 } }, { .value = { "200", 3 }, .title = { "200 %", 5 } } };
static const FieldOption spacings[] = { { .value = { "0", 1 }, .title = { "обычные", 14 } }, { .value = { "1", 1 }, .title = { "шире", 8 } }, { .value = { "2", 1 }, .title = { "самые широкие", 25 } } };
static const FieldOption schemes[] = { { .value = { "0", 1 }, .title = { "обычные", 14 } }, { .value = { "1", 1 }, .title = { "чёрным по белому", 30 } }, { .value = { "2", 1 }, .title = { "белым по чёрному", 30 } },
    { .value = { "3", 1 }, .title = { "тёмно-синим по голубому", 43 } } };
static const FieldOption pictures[] = { { .value = { "0", 1 }, .title = { "показывать", 20 } }, { .value = { "1", 1 }, .title = { "только таблицы", 27 } } };
static const FormButton buttons[] = { { .title = { "Применить", 18 }, .primary = true } };

static bool show(Ctx *ctx, Err *err)
{
    (void)err;
    DocFrame now = { 0 };
    frame_sight(ctx->request, &now);
    Field *fields = arena_array(ctx->arena, Field, 5);
    fields[0] = (Field){ .kind = FIELD_RADIO, .name = STR("size"), .label = STR("Размер букв"), .value = CTX_TEXT(ctx, "%d", now.sight.size == 0 ? 100 : now.sight.size), .n_options = 5, .options = sizes };
    fields[1] = (Field){ .kind = FIELD_RADIO, .name = STR("spacing"), .label = STR("Промежутки"), .value = CTX_TEXT(ctx, "%d", now.sight.spacing), .n_options = 3, .options = spacings };
    fields[2] = (Field){ .kind = FIELD_RADIO, .name = STR("scheme"), .label = STR("Цвета"), .value = CTX_TEXT(ctx, "%d", (int)now.sight.scheme), .n_options = 4, .options = schemes };
    fields[3] = (Field){ .kind = FIELD_RADIO, .name = STR("pictures"), .label = STR("Картинки"), .value = now.sight.no_pictures ? STR("1") : STR("0"), .n_options = 2, .options = pictures };
    fields[4] = (Field){ .kind = FIELD_HIDDEN, .name = STR("next"), .value = ctx_param(ctx, "next") };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/view"), .is_post = true, .n_fields = 5, .fields = fields, .n_buttons = 1, .buttons = buttons };
    ctx->doc->title = STR("Версия для слабовидящих");
    ctx->doc->lead = STR("Это тот же сайт, а не отдельная копия: меняется только вид. Выбор запоминается в этом обозревателе.");
    doc_form(ctx->doc, NULL, form);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    (void)err;
    DocFrame checked = { 0 };
    Str value = CTX_TEXT(ctx, "%.*s.%.*s.%.*s.%.*s", STR_ARG(ctx_field(ctx, "size")), STR_ARG(ctx_field(ctx, "spacing")), STR_ARG(ctx_field(ctx, "scheme")), STR_ARG(ctx_field(ctx, "pictures")));
    Pair cookie = { STR("sight"), value };
    Request as_asked = { .n_cookies = 1, .cookies = &cookie };
    frame_sight(&as_asked, &checked);
    if (checked.sight.size == 0) return err_set(err, ERR_INPUT, "Выберите ответ в каждой строке.", "Не все ответы выбраны.");
    ctx_cookie(ctx, "sight", value, 365 * 86400);
    Str next = ctx_field(ctx, "next");
    ctx_done(ctx, STR("Вид изменён."));
    return ctx_go(ctx, url_is_local(next) ? next : STR("/view"));
}

const Page page_view = { .path = "/view", .title = "Версия для слабовидящих", .section = SECTION_NONE, .right = RIGHT_PUBLIC, .no_formats = true, .show = show, .act = act };
