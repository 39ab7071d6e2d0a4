/* 152-ФЗ: what is kept about a person, handed out and erased. */
#include "flow/account.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/person.h"

static const Param params[] = { PERSON_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    bool may;
    if (!person_of(ctx, &account, err) || !flow_person_data_may(flow_reader(ctx->flow), ctx->who, &account, ctx->arena, &may, err)) return false;
    ctx->doc->title = account.state == ACCOUNT_ERASED ? STR("Данные этого человека стёрты") : CTX_TEXT(ctx, "Данные человека: %.*s", STR_ARG(rich_escape(ctx->arena, account.name)));
    if (account.state != ACCOUNT_ERASED && !may)
        return err_set(err, ERR_DENIED, "Попросите координатора, которому подчинены все организации этого человека.", "Выдавать данные этого человека вам нельзя: у него есть роли в других организациях.");
    if (!person_data(ctx, &account, err)) return false;
    if (account.state == ACCOUNT_ERASED) return true;
    doc_heading(ctx->doc, NULL, 2, STR("Стереть данные"));
    doc_text(ctx->doc, NULL, STR("Имя, логин, должность, почта, пароль и сеансы исчезнут навсегда, слова журнала об этом человеке — тоже. Цепочка журнала останется целой. Отменить это нельзя, но копии базы, сделанные раньше, хранят данные до своего срока."));
    doc_note(ctx->doc, NULL, NOTE_RULE, STR("Что останется."), STR("Слова документов организации: утверждённые редакции планов, выпущенные приказы, протоколы и письма, история их правок. Организация обязана их хранить (закон № 152-ФЗ, статья 6, часть 1, пункт 2, и статья 1, часть 2, пункт 2; закон № 125-ФЗ, статья 17), переписать их задним числом нельзя."));
    doc_text(ctx->doc, NULL, STR("За пункты планов человек отвечать перестанет, но слова черновика и действующего плана программа сама не правит: откройте перечисленные выше пункты, впишите должность или преемника и утвердите следующую редакцию — лучше до стирания, потом список будет пуст."));
    Ask *ask = ask_new(ctx, CTX_TEXT(ctx, "/people/%lld/data", (long long)account.number));
    Field *reason = ask_field(ask, FIELD_TEXT, "reason", "Почему", STR_EMPTY);
    reason->hint = STR("Без имени: «уволилась, заявление от 12.05». Эти слова останутся в журнале.");
    reason->max_length = 150;
    ask_button(ask, "Стереть данные навсегда", false);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    if (!flow_person_erase(ctx->flow, ctx->who, ctx_int(ctx, "person", 0), ctx_field(ctx, "reason"), err)) return false;
    ctx_done(ctx, STR("Данные человека стёрты."));
    return ctx_go(ctx, STR("/people"));
}

const Page page_person_data = { .path = "/people/:person/data", .title = "Данные человека", .section = SECTION_PEOPLE, .right = RIGHT_PERSONAL_DATA, .org_of = person_org, .params = params,
    .sample = "/people/2/data", .show = show, .act = act };
