/* One person: roles, way in, history. */
#include "base/number.h"
#include "flow/account.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/person.h"
#include "web/place_field.h"

static const Param params[] = { PERSON_PARAM, { .name = NULL } };

static Str self(Ctx *ctx, const Account *account) { return CTX_TEXT(ctx, "/people/%lld", (long long)account->number); }

static const DocPair *pairs_of(Ctx *ctx, const char *what, const GrantRow *row)
{
    DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
    pairs[0] = (DocPair){ STR("do"), str_of(what) };
    if (row == NULL) return pairs;
    pairs[1] = (DocPair){ STR("role"), str_of(role_word(row->grant.role)) };
    pairs[2] = (DocPair){ STR("place"), row->grant.org.code };
    return pairs;
}

/* Roles in places that whoever looks does not see are only counted. */
static uint32_t hidden(Ctx *ctx, const GrantRow *rows, uint32_t n)
{
    uint32_t n_hidden = 0;
    for (uint32_t i = 0; i < n; i++) n_hidden += !who_may(ctx->who, RIGHT_ORG_READ, rows[i].grant.org.path);
    return n_hidden;
}

static void add_grants(Ctx *ctx, const Account *account, const GrantRow *rows, uint32_t n)
{
    static const Column columns[] = { { .head = { "роль", 8 } }, { .head = { "организация", 22 } }, { .head = { "кто и когда выдал", 31 } }, { .head = { "", 0 } } };
    Table *table = table_new(ctx->doc, STR("grants"), STR("Роли"), 4, columns, n);
    table->empty = STR("Ролей нет: войти можно, но видеть нечего.");
    for (uint32_t i = 0; i < n; i++) {
        const GrantRow *one = &rows[i];
        if (!who_may(ctx->who, RIGHT_ORG_READ, one->grant.org.path)) continue;
        Str by = one->granted_by.n > 0 ? rich_escape(ctx->arena, one->granted_by) : STR("программа");
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(str_of(role_title(one->grant.role)));
        row[1] = cell_text(rich_escape(ctx->arena, one->grant.org.name));
        row[2] = cell_text(CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(by), STR_ARG(ctx_day(ctx, one->granted_at))));
        if (one->revoked_at > 0) {
            row[3] = cell_text(CTX_TEXT(ctx, "снята %.*s", STR_ARG(ctx_day(ctx, one->revoked_at))));
        } else if (who_may_grant(ctx->who, one->grant.role, &one->grant.org) && account->id != ctx->who->account_id) {
            Button *revoke = ask_post(ctx, self(ctx, account), "Снять", 3, pairs_of(ctx, "revoke", one));
            revoke->quiet = true;
            revoke->about = CTX_TEXT(ctx, "%s, %.*s", role_title(one->grant.role), STR_ARG(one->grant.org.name));
            row[3] = cell_action(revoke);
        } else {
            row[3] = cell_missing();
        }
    }
    doc_table(ctx->doc, NULL, table);
    uint32_t n_hidden = hidden(ctx, rows, n);
    if (n_hidden > 0) doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "И ещё %.*s в организациях, которые вам не видны.", STR_ARG(number_of(ctx->arena, n_hidden, "роль", "роли", "ролей"))));
}

static bool add_forms(Ctx *ctx, const Account *account, Err *err)
{
    Node *give = doc_add(ctx->doc, NULL, NODE_DETAILS);
    give->text = STR("Выдать ещё одну роль");
    Ask *ask = ask_new(ctx, self(ctx, account));
    ask_field(ask, FIELD_HIDDEN, "do", "", STR("grant"))->value = STR("grant");
    place_role_field(ask, STR("school"));
    if (!place_org_field(ask, ctx->org.path, ctx->org.code, err)) return false;
    ask_button(ask, "Выдать роль", false);
    ask_end(ask, give);
    Node *words = doc_add(ctx->doc, NULL, NODE_DETAILS);
    words->text = STR("Исправить имя, должность, почту");
    Ask *put = ask_new(ctx, self(ctx, account));
    ask_field(put, FIELD_HIDDEN, "do", "", STR("describe"))->value = STR("describe");
    bool here = str_eq(ctx_field(ctx, "do"), STR("describe"));
    Field *name = ask_field(put, FIELD_TEXT, "name", "Имя", account->name), *post = ask_field(put, FIELD_TEXT, "post", "Должность", account->post),
          *email = ask_field(put, FIELD_TEXT, "email", "Почта", account->email);
    if (!here) name->value = account->name, post->value = account->post, email->value = account->email;
    post->optional = email->optional = true;
    ask_button(put, "Сохранить", false);
    ask_end(put, words);
    return true;
}

static void add_buttons(Ctx *ctx, const Account *account)
{
    Button *buttons = arena_array(ctx->arena, Button, 3);
    uint32_t n = 0;
    if (account->state != ACCOUNT_BLOCKED)
        buttons[n++] = *ask_post(ctx, self(ctx, account), account->state == ACCOUNT_INVITED ? "Выдать новый код" : "Сбросить пароль и выдать код", 1, pairs_of(ctx, "code", NULL));
    buttons[n++] = account->state == ACCOUNT_BLOCKED ? *ask_post(ctx, self(ctx, account), "Открыть вход", 1, pairs_of(ctx, "open", NULL))
                                                     : *ask_post(ctx, self(ctx, account), "Закрыть вход", 1, pairs_of(ctx, "block", NULL));
    if (account->totp_secret.n > 0) buttons[n++] = *ask_post(ctx, self(ctx, account), "Снять второй ключ", 1, pairs_of(ctx, "totp", NULL));
    doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY);
}

static bool show(Ctx *ctx, Err *err)
{
    Account account;
    GrantRow *rows;
    uint32_t n, n_facts = 0;
    bool may, data;
    DbRead *db = flow_reader(ctx->flow);
    if (!person_of(ctx, &account, err) || !grant_list(db, account.region_id, account.id, ctx->arena, &rows, &n, err) || !flow_person_may(db, ctx->who, &account, ctx->arena, &may, err) ||
        !flow_person_data_may(db, ctx->who, &account, ctx->arena, &data, err))
        return false;
    bool erased = account.state == ACCOUNT_ERASED, self_page = account.id == ctx->who->account_id;
    DocLink *crumb = arena_one(ctx->arena, DocLink);
    *crumb = (DocLink){ .title = STR("Люди"), .href = STR("/people"), .count = NO_COUNT };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumb;
    ctx->doc->title = erased ? STR("Данные этого человека стёрты") : rich_escape(ctx->arena, account.name);
    Fact *facts = arena_array(ctx->arena, Fact, 8);
    if (account.login.n > 0) facts[n_facts++] = (Fact){ .name = STR("Логин"), .value = rich_escape(ctx->arena, account.login) };
    if (account.post.n > 0) facts[n_facts++] = (Fact){ .name = STR("Должность"), .value = rich_escape(ctx->arena, account.post) };
    if (account.email.n > 0) facts[n_facts++] = (Fact){ .name = STR("Почта"), .value = rich_escape(ctx->arena, account.email) };
    facts[n_facts++] = (Fact){ .name = STR("Вход"), .value = str_of(account_state_title(account.state)) };
    facts[n_facts++] = (Fact){ .name = STR("Последний раз"), .value = account.seen_at > 0 ? ctx_moment(ctx, account.seen_at) : STR("ещё не входил") };
    if (!erased) facts[n_facts++] = (Fact){ .name = STR("Второй ключ"), .value = account.totp_secret.n > 0 ? STR("включён") : STR("не включён") };
    doc_facts(ctx->doc, NULL, n_facts, facts);
    if (may && !self_page) add_buttons(ctx, &account);
    add_grants(ctx, &account, rows, n);
    if (ctx->error != NULL && !may) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR_EMPTY, CTX_TEXT(ctx, "%s", ctx->error->what));
    if (may && !self_page && !add_forms(ctx, &account, err)) return false;
    if (self_page) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Это вы."), STR("Свой пароль и второй ключ меняют на странице [Вход и пароль](/account); роли выдаёт тот, чья роль выше."));
    else if (!may && !erased) doc_note(ctx->doc, NULL, NOTE_INFO, STR("Менять этого человека вам нельзя."), STR("У него есть роль не ниже вашей или в чужой организации. Попросите того, чья роль выше."));
    if (data && !erased) ask_links(ctx, NULL, 1, "Выписка и стирание данных", CTX_TEXT(ctx, "/people/%lld/data", (long long)account.number));
    return hidden(ctx, rows, n) > 0 || ctx_history(ctx, NULL, CTX_TEXT(ctx, "person/%lld", (long long)account.number), err);
}

static bool act(Ctx *ctx, Err *err)
{
    Str what = ctx_field(ctx, "do"), back = CTX_TEXT(ctx, "/people/%lld", ctx_int(ctx, "person", 0));
    int64_t number = ctx_int(ctx, "person", 0);
    Role role = role_find(ctx_field(ctx, "role"));
    Str place = str_trim(ctx_field(ctx, "place"));
    OneTime code;
    if (str_eq(what, STR("code"))) {
        if (!flow_person_code(ctx->flow, ctx->who, number, ctx->arena, &code, err)) return false;
        ctx_cookie(ctx, "slip", CTX_TEXT(ctx, "%lld.%.*s", (long long)number, STR_ARG(code.code)), 900);
        return ctx_go(ctx, CTX_TEXT(ctx, "%.*s/slip", STR_ARG(back)));
    }
    if (str_eq(what, STR("block")) || str_eq(what, STR("open"))) {
        bool block = what.at[0] == 'b';
        if (!flow_person_block(ctx->flow, ctx->who, number, block, err)) return false;
        ctx_done(ctx, block ? STR("Вход закрыт, сеансы закончены.") : STR("Вход открыт."));
    } else if (str_eq(what, STR("totp"))) {
        if (!flow_person_totp_off(ctx->flow, ctx->who, number, err)) return false;
        ctx_done(ctx, STR("Второй ключ снят: человек войдёт по паролю и сможет включить новый."));
    } else if (str_eq(what, STR("revoke"))) {
        if (!flow_revoke(ctx->flow, ctx->who, number, role, place, err)) return false;
        ctx_done(ctx, STR("Роль снята."));
    } else if (str_eq(what, STR("grant"))) {
        if (role == 0) return err_set(err, ERR_INPUT, "Отметьте одну.", "Роль не выбрана.");
        if (!flow_grant(ctx->flow, ctx->who, number, role, place, err)) return false;
        ctx_done(ctx, STR("Роль выдана."));
    } else if (str_eq(what, STR("describe"))) {
        if (!flow_person_describe(ctx->flow, ctx->who, number, ctx_field(ctx, "name"), ctx_field(ctx, "post"), ctx_field(ctx, "email"), err)) return false;
        ctx_done(ctx, STR("Сохранено."));
    } else {
        return err_set(err, ERR_INPUT, "Откройте страницу заново.", "Действие не понято.");
    }
    return ctx_go(ctx, back);
}

const Page page_person = { .path = "/people/:person", .title = "Человек", .section = SECTION_PEOPLE, .right = RIGHT_PEOPLE_WRITE, .org_of = person_org, .params = params, .sample = "/people/2",
    .show = show, .act = act };
