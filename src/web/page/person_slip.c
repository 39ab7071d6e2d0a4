/* A slip with a one-time code, for printing. The code is known to this browser alone, for a quarter of an hour: the database keeps only its hash. */
#include "base/secret.h"
#include "flow/account.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/entry.h"
#include "web/person.h"

static const Param params[] = { PERSON_PARAM, { .name = NULL } };

/* «17.K7QF-…» of this person, or empty. */
static Str code_of(Ctx *ctx)
{
    Str cookie = request_cookie(ctx->request, "slip");
    const char *dot = memchr(cookie.at, '.', cookie.n);
    long long number;
    if (dot == NULL || !str_to_int((Str){ cookie.at, (size_t)(dot - cookie.at) }, &number) || number != ctx_int(ctx, "person", 0)) return STR_EMPTY;
    return secret_code_read(str_slice(cookie, (size_t)(dot - cookie.at) + 1, cookie.n), ctx->arena);
}

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    CodeView view;
    Str code = code_of(ctx);
    if (!person_of(ctx, &account, err)) return false;
    Str back = CTX_TEXT(ctx, "/people/%lld", (long long)account.number);
    ctx->doc->title = CTX_TEXT(ctx, "Приглашение: %.*s", STR_ARG(rich_escape(ctx->arena, account.name)));
    Err spent = { 0 };
    if (code.n == 0 || !flow_code_look(ctx->db, code, ctx->arena, &view, &spent) || view.account.id != account.id) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Код уже не показать."), STR("Его видно один раз, сразу после приглашения: в базе хранится только отпечаток. Если листок потерян, выдайте новый код на странице человека."));
        ask_links(ctx, NULL, 1, "К странице человека", back);
        return true;
    }
    Fact *facts = arena_array(ctx->arena, Fact, 5);
    facts[0] = (Fact){ .name = STR("Откройте"), .value = rich_escape(ctx->arena, entry_address(ctx, STR("/invite"))) };
    facts[1] = (Fact){ .name = STR("Введите код"), .value = CTX_TEXT(ctx, "**%.*s**", STR_ARG(code)) };
    facts[2] = (Fact){ .name = STR("Ваш логин"), .value = CTX_TEXT(ctx, "**%.*s**", STR_ARG(rich_escape(ctx->arena, account.login))) };
    facts[3] = (Fact){ .name = STR("Код действует до"), .value = ctx_moment(ctx, view.invitation.ends_at) };
    facts[4] = (Fact){ .name = STR("Или сразу по ссылке"), .value = rich_escape(ctx->arena, entry_address(ctx, CTX_TEXT(ctx, "/invite/%.*s", STR_ARG(code)))) };
    ctx->doc->lead = STR("Пароль вы придумаете сами. Код действует один раз; никому его не передавайте.");
    doc_facts(ctx->doc, NULL, 5, facts);
    doc_note(ctx->doc, NULL, NOTE_INFO, STR("Для того, кто приглашает."), STR("Напечатайте этот листок или передайте ссылку лично: больше код не показать."));
    ask_links(ctx, NULL, 2, "К странице человека", back, "Пригласить ещё", STR("/people/new"));
    return true;
}

const Page page_person_slip = { .path = "/people/:person/slip", .title = "Приглашение", .section = SECTION_PEOPLE, .right = RIGHT_PEOPLE_WRITE, .org_of = person_org, .params = params,
    .sample = "/people/2/slip", .show = show };
