/* When this person is written to. */
#include "flow/notice.h"
#include "publish/rich.h"
#include "store/account.h"
#include "store/setting.h"
#include "web/ask.h"

static bool show(Ctx *ctx, Err *err)
{
    static const char *const hints[N_MAIL_CHOICES] = { "", "Письмо — как только появилось новое: до трёх-четырёх в день, все новости в одном письме.", "По понедельникам: сроки недели, просроченное и то, что ждёт вашей проверки.", "Напоминания видны в программе: колокольчик вверху страницы." };
    Account account;
    MailChoice choice;
    bool chosen;
    Str server;
    DbRead *db = flow_reader(ctx->flow);
    if (!account_get(db, ctx->who->region_id, ctx->who->account_id, ctx->arena, &account, err) || !flow_mail_choice(db, ctx->who, &choice, &chosen, err) || !setting_text(db, "smtp.url", ctx->arena, &server, err))
        return false;
    ctx->doc->title = STR("Напоминания и письма");
    ctx->doc->lead = STR("Напоминания о сроках всегда видны в программе. Письма — если хотите.");
    if (server.n == 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Письма пока не уходят."), STR("Почтовый сервер не настроен: это делает администратор. Ваш выбор запомнится."));
    if (account.email.n == 0) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Ваша почта не указана."), STR("Впишите её на странице [«Имя, должность, почта»](/account/name)."));
    else doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Письма приходят на %.*s. Другой адрес — на странице [«Имя, должность, почта»](/account/name).", STR_ARG(rich_escape(ctx->arena, account.email))));
    Ask *ask = ask_new(ctx, STR("/account/notices"));
    Field *field = ask_field(ask, FIELD_RADIO, "mail", "Когда писать", str_of(mail_choice_title(choice)));
    FieldOption *options = arena_array(ctx->arena, FieldOption, N_MAIL_CHOICES);
    for (int i = MAIL_AT_ONCE; i < N_MAIL_CHOICES; i++) options[i - 1] = (FieldOption){ .value = str_of(mail_choice_title((MailChoice)i)), .title = str_of(mail_choice_title((MailChoice)i)), .hint = str_of(hints[i]) };
    ask_options(field, N_MAIL_CHOICES - 1, options);
    ask_button(ask, "Сохранить", true);
    ask_end(ask, NULL);
    ask_links(ctx, NULL, 2, "Прочитать напоминания", STR("/notices"), "Календарь в телефоне", STR("/account/calendar"));
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    if (!flow_mail_choose(ctx->flow, ctx->who, mail_choice_find(ctx_field(ctx, "mail")), err)) return false;
    ctx_done(ctx, STR("Сохранено."));
    return ctx_go(ctx, STR("/account/notices"));
}

const Page page_account_notices = { .path = "/account/notices", .title = "Напоминания и письма", .section = SECTION_NONE, .right = RIGHT_SIGNED_IN, .no_formats = true, .show = show, .act = act };
