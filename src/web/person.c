#include "web/person.h"

#include "flow/notice.h"
#include "publish/rich.h"
#include "record/record.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/plan.h"
#include "store/record.h"
#include "store/session.h"

enum { ENTRIES = 5000, ON_PAGE = 100 };

bool person_of(Ctx *ctx, Account *account, Err *err)
{
    return account_by_number(flow_reader(ctx->flow), ctx->who->region_id, ctx_int(ctx, "person", 0), ctx->arena, account, err);
}

bool person_org(Ctx *ctx, Str *path, Err *err)
{
    Account account;
    GrantRow *rows;
    uint32_t n;
    if (!person_of(ctx, &account, err) || !grant_list(flow_reader(ctx->flow), account.region_id, account.id, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (who_may(ctx->who, ctx->page->right, rows[i].grant.org.path)) return *path = rows[i].grant.org.path, true;
    return err_set(err, ERR_NOT_FOUND, "Проверьте адрес страницы или найдите человека в списке.", "Такого человека нет.");
}

static Str or_none(Ctx *ctx, Str value) { return value.n > 0 ? rich_escape(ctx->arena, value) : STR("не указано"); }
static Str moment(Ctx *ctx, int64_t at) { return at > 0 ? ctx_moment(ctx, at) : STR("не было"); }

static void add_grants(Ctx *ctx, const GrantRow *rows, uint32_t n)
{
    static const Column columns[] = { { .head = { "роль", 8 } }, { .head = { "организация", 22 } }, { .head = { "выдана", 12 } }, { .head = { "снята", 10 } } };
    Table *table = table_new(ctx->doc, STR("grants"), STR("Роли"), 4, columns, n);
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(str_of(role_title(rows[i].grant.role)));
        row[1] = cell_text(rich_escape(ctx->arena, rows[i].grant.org.name));
        row[2] = cell_text(ctx_moment(ctx, rows[i].granted_at));
        row[3] = rows[i].revoked_at > 0 ? cell_text(ctx_moment(ctx, rows[i].revoked_at)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
}

static void add_sessions(Ctx *ctx, const Session *sessions, uint32_t n)
{
    static const Column columns[] = { { .head = { "где", 6 } }, { .head = { "адрес", 10 } }, { .head = { "вход", 8 } }, { .head = { "были здесь", 19 } } };
    Table *table = table_new(ctx->doc, STR("sessions"), STR("Действующие сеансы"), 4, columns, n);
    table->empty = STR("Действующих сеансов нет.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(rich_escape(ctx->arena, sessions[i].agent));
        row[1] = cell_text(rich_escape(ctx->arena, sessions[i].ip));
        row[2] = cell_text(ctx_moment(ctx, sessions[i].made_at));
        row[3] = cell_text(ctx_moment(ctx, sessions[i].seen_at));
    }
    doc_table(ctx->doc, NULL, table);
}

static bool add_measures(Ctx *ctx, const Account *account, Err *err)
{
    static const Column columns[] = { { .head = { "план", 8 } }, { .head = { "пункт", 10 } }, { .head = { "организация", 22 } }, { .head = { "состояние", 18 } } };
    const MeasureRow *rows;
    uint32_t n;
    if (!measure_of_person(flow_reader(ctx->flow), account->region_id, account->id, ctx->arena, &rows, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("measures"), STR("Пункты планов, где человек назван"), 4, columns, n);
    table->empty = STR("Таких пунктов нет.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(CTX_TEXT(ctx, "№ %u", rows[i].plan_number));
        row[1] = cell_text(rich_escape(ctx->arena, rows[i].title));
        row[2] = cell_text(rich_escape(ctx->arena, rows[i].org_name));
        row[3] = cell_text(str_of(measure_state_title(rows[i].state)));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

/* Where the person was invited, came, has read. What is closed is told by its number alone. */
static bool add_records(Ctx *ctx, const Account *account, Err *err)
{
    static const Column columns[] = { { .head = { "запись", 12 } }, { .head = { "организация", 22 } }, { .head = { "отметка", 14 } }, { .head = { "когда", 10 } } };
    RecordListed *rows;
    uint32_t n;
    if (!record_of_person(flow_reader(ctx->flow), account->region_id, account->id, ctx->arena, &rows, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("records"), STR("Записи регистров, где человек отмечен"), 4, columns, n);
    table->empty = STR("Таких записей нет.");
    for (uint32_t i = 0; i < n; i++) {
        const RecordType *type = record_type_find(rows[i].type);
        const char *mark = type != NULL && type->people != NULL ? record_choice_title(type->people->marks, rows[i].mark) : NULL;
        Str called = type != NULL ? str_of(type->one) : rows[i].type, title = rows[i].restricted ? STR_EMPTY : CTX_TEXT(ctx, ": %.*s", STR_ARG(rich_escape(ctx->arena, rows[i].title)));
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(CTX_TEXT(ctx, "%.*s № %u%.*s", STR_ARG(called), rows[i].number, STR_ARG(title)));
        row[1] = cell_text(rich_escape(ctx->arena, rows[i].org_name));
        row[2] = cell_text(mark != NULL ? str_of(mark) : rows[i].mark);
        row[3] = rows[i].marked_at > 0 ? cell_text(ctx_moment(ctx, rows[i].marked_at)) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

static Table *entries_table(Ctx *ctx, Str id, const char *title, const AuditEntry *entries, uint32_t n)
{
    static const Column columns[] = { { .head = { "когда", 10 } }, { .head = { "что сделано", 21 } }, { .head = { "было → стало", 23 } } };
    Table *table = table_new(ctx->doc, id, str_of(title), 3, columns, n);
    table->empty = STR("Записей нет.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(ctx_moment(ctx, entries[i].at));
        row[1] = cell_text(rich_escape(ctx->arena, entries[i].verb));
        row[2] = cell_text(entries[i].erased ? STR("слова стёрты") : rich_escape(ctx->arena, entries[i].words));
    }
    return table;
}

/* The latest on the page, all of them in the files. */
static void add_entries(Ctx *ctx, const char *id, const char *title, const AuditEntry *entries, uint32_t n)
{
    Table *shown = entries_table(ctx, str_of(id), title, entries, n < ON_PAGE ? n : ON_PAGE);
    doc_table(ctx->doc, NULL, shown);
    if (n <= ON_PAGE) return;
    shown->page_only = true;
    Table *all = entries_table(ctx, CTX_TEXT(ctx, "%s-all", id), title, entries, n);
    all->data_only = true;
    doc_table(ctx->doc, NULL, all);
    doc_small(ctx->doc, NULL, CTX_TEXT(ctx, "Показаны последние %d; все — в XLSX и CSV.", ON_PAGE));
}

static bool add_notices(Ctx *ctx, const Account *account, Err *err)
{
    static const Column columns[] = { { .head = { "когда", 10 } }, { .head = { "напоминание", 22 } }, { .head = { "прочитано", 18 } } };
    const Notice *rows;
    uint32_t n;
    NoticeAsk ask = { .region_id = account->region_id, .account_id = account->id, .limit = ctx_is_file(ctx) ? 0 : ON_PAGE };
    if (!notice_list(flow_reader(ctx->flow), &ask, ctx->arena, &rows, &n, err)) return false;
    if (n == 0) return true;
    Table *table = table_new(ctx->doc, STR("notices"), STR("Напоминания"), 3, columns, n);
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(moment(ctx, rows[i].made_at));
        row[1] = cell_text(rich_escape(ctx->arena, rows[i].words));
        row[2] = cell_text(rows[i].seen_at > 0 ? moment(ctx, rows[i].seen_at) : STR("нет"));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

bool person_data(Ctx *ctx, const Account *account, Err *err)
{
    GrantRow *grants;
    Session *sessions;
    const AuditEntry *own, *about;
    uint32_t n_grants, n_sessions, n_own, n_about;
    Who owner = { .region_id = account->region_id, .account_id = account->id };
    MailChoice mail;
    int64_t feed_at;
    bool chosen;
    DbRead *db = flow_reader(ctx->flow);
    AuditAsk by = { .org_path = org_path_child(STR_EMPTY, account->region_id, ctx->arena), .account_id = account->id, .limit = ENTRIES },
        of = { .object = CTX_TEXT(ctx, "person/%lld", (long long)account->number), .limit = ENTRIES };
    if (!grant_list(db, account->region_id, account->id, ctx->arena, &grants, &n_grants, err) ||
        !flow_mail_choice(db, &owner, &mail, &chosen, err) || !flow_feed_look(db, &owner, &feed_at, err) ||
        !session_list(db, account->region_id, account->id, ctx->now, ctx->arena, &sessions, &n_sessions, err) ||
        !audit_list(db, account->region_id, &by, ctx->arena, &own, &n_own, err) || !audit_list(db, account->region_id, &of, ctx->arena, &about, &n_about, err))
        return false;
    Fact *facts = arena_array(ctx->arena, Fact, 12);
    uint32_t n = 0;
    facts[n++] = (Fact){ .name = STR("Имя"), .value = or_none(ctx, account->name) };
    facts[n++] = (Fact){ .name = STR("Логин"), .value = or_none(ctx, account->login) };
    facts[n++] = (Fact){ .name = STR("Должность"), .value = or_none(ctx, account->post) };
    facts[n++] = (Fact){ .name = STR("Почта"), .value = or_none(ctx, account->email) };
    facts[n++] = (Fact){ .name = STR("Вход"), .value = str_of(account_state_title(account->state)) };
    facts[n++] = (Fact){ .name = STR("Пригласили"), .value = moment(ctx, account->made_at) };
    facts[n++] = (Fact){ .name = STR("Последний вход"), .value = moment(ctx, account->seen_at) };
    facts[n++] = (Fact){ .name = STR("Пароль и второй ключ"), .value = CTX_TEXT(ctx, "%s; %s", account->password.n > 0 ? "пароль задан (хранится только его отпечаток)" : "пароля нет",
                             account->totp_secret.n > 0 ? "второй ключ включён" : "второго ключа нет") };
    facts[n++] = (Fact){ .name = STR("Письма и календарь"), .value = CTX_TEXT(ctx, "%s; %s", mail_choice_title(mail), feed_at > 0 ? "адрес календаря сделан (хранится только его отпечаток)" : "адреса календаря нет") };
    if (account->oidc_subject.n > 0) facts[n++] = (Fact){ .name = STR("Внешняя служба входа"), .value = rich_escape(ctx->arena, account->oidc_subject) };
    doc_facts(ctx->doc, NULL, n, facts);
    add_grants(ctx, grants, n_grants);
    add_sessions(ctx, sessions, n_sessions);
    if (!add_measures(ctx, account, err) || !add_records(ctx, account, err) || !add_notices(ctx, account, err)) return false;
    add_entries(ctx, "own", "Что человек делал", own, n_own);
    add_entries(ctx, "about", "Что делали с его записью", about, n_about);
    return true;
}
