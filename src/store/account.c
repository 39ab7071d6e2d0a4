#include "store/account.h"

#include "base/text_key.h"
#include "base/utf8.h"
#include "store/args_.h"
#include "store/search.h"

#define COLUMNS "a.region_id, a.id, a.number, a.login, a.name, a.post, a.email, a.password, a.totp_secret, a.totp_step, a.oidc_subject, a.state, a.made_at, a.seen_at, a.erased_at"
enum { N_ACCOUNT_COLUMNS = 15 };
#define ORG_COLUMNS "o.region_id, o.id, o.parent_id, o.kind, o.code, o.name, o.type, o.path, o.year, o.closed_at"
enum { N_ORG_COLUMNS = 10 };

static Account row_account(const DbRows *rows, Arena *arena)
{
    return (Account){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .number = db_int(rows, 2), .login = db_text(rows, 3, arena), .name = db_text(rows, 4, arena),
        .post = db_text(rows, 5, arena), .email = db_text(rows, 6, arena), .password = db_text(rows, 7, arena), .totp_secret = db_blob(rows, 8, arena), .totp_step = db_int(rows, 9),
        .oidc_subject = db_text(rows, 10, arena), .state = (AccountState)db_int(rows, 11), .made_at = db_int(rows, 12), .seen_at = db_int(rows, 13), .erased_at = db_int(rows, 14) };
}

static Org row_org(const DbRows *rows, int first, Arena *arena)
{
    return (Org){ .region_id = db_int(rows, first), .id = db_int(rows, first + 1), .parent_id = db_int(rows, first + 2), .kind = (OrgKind)db_int(rows, first + 3),
        .code = db_text(rows, first + 4, arena), .name = db_text(rows, first + 5, arena), .type = db_text(rows, first + 6, arena), .path = db_text(rows, first + 7, arena),
        .year = (int)db_int(rows, first + 8), .closed = !db_is_null(rows, first + 9) };
}

/* ---- accounts ---- */

SQL_READ(account_row, "SELECT " COLUMNS " FROM account a WHERE a.region_id = :region AND a.id = :id");
SQL_READ(account_row_number, "SELECT " COLUMNS " FROM account a WHERE a.region_id = :region AND a.number = :number");
SQL_READ(account_row_login, "SELECT " COLUMNS " FROM account a WHERE a.login_key = :login ORDER BY a.region_id LIMIT 1");
SQL_READ(account_row_subject, "SELECT " COLUMNS " FROM account a WHERE a.oidc_subject = :subject AND a.oidc_subject <> '' ORDER BY a.region_id LIMIT 1");
SQL_SCAN(account_rows_idle, "retention looks at everybody once a day",
    "SELECT " COLUMNS " FROM account a WHERE a.state <> 4 AND COALESCE(a.seen_at, a.made_at) < :before ORDER BY a.region_id, a.number");

static bool one(DbRows *rows, bool has, Arena *arena, Account *out, bool *found, Err *err)
{
    *found = false;
    if (rows != NULL && has) *out = row_account(rows, arena);
    if (!db_end(rows, err)) return false;
    *found = has;
    return true;
}

static bool must(bool read, bool found, Err *err)
{
    return read && (found || err_set(err, ERR_NOT_FOUND, "Проверьте адрес страницы или найдите человека в списке.", "Такого человека нет."));
}

bool account_get(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Account *out, Err *err)
{
    bool has = false, found;
    DbRows *rows = db_one(db, &account_row, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), &has, err);
    bool read = one(rows, has, arena, out, &found, err);
    return must(read, found, err);
}

bool account_by_number(DbRead *db, int64_t region_id, int64_t number, Arena *arena, Account *out, Err *err)
{
    bool has = false, found;
    DbRows *rows = db_one(db, &account_row_number, DB_ARGS(DB_INT("region", region_id), DB_INT("number", number)), &has, err);
    bool read = one(rows, has, arena, out, &found, err);
    return must(read, found, err);
}

bool account_by_login(DbRead *db, Str login, Arena *arena, Account *out, bool *found, Err *err)
{
    bool has = false;
    DbRows *rows = db_one(db, &account_row_login, DB_ARGS(DB_TEXT("login", utf8_fold(arena, login))), &has, err);
    return one(rows, has, arena, out, found, err);
}

bool account_by_subject(DbRead *db, Str subject, Arena *arena, Account *out, bool *found, Err *err)
{
    bool has = false;
    DbRows *rows = db_one(db, &account_row_subject, DB_ARGS(DB_TEXT("subject", subject)), &has, err);
    return one(rows, has, arena, out, found, err);
}

bool account_idle(DbRead *db, int64_t before, Arena *arena, Account **out, uint32_t *n, Err *err)
{
    enum { MOST = 1000 }; /* the rest tomorrow */
    Account *accounts = arena_array(arena, Account, MOST);
    *n = 0;
    DbRows *rows = db_select(db, &account_rows_idle, DB_ARGS(DB_INT("before", before)), err);
    while (rows != NULL && *n < MOST && db_next(rows)) accounts[(*n)++] = row_account(rows, arena);
    *out = accounts;
    return db_end(rows, err);
}

SQL_READ(account_last_number, "SELECT MAX(number) FROM account WHERE region_id = :region");
SQL_WRITE(account_make, "INSERT INTO account (region_id, id, number, login, login_key, name, name_key, search, post, email, password, totp_secret, totp_step, oidc_subject, state, made_at)"
    " VALUES (:region, :id, :number, :login, :login_key, :name, :name_key, :search, :post, :email, :password, NULL, 0, '', :state, :now)");
SQL_WRITE(account_set_words, "UPDATE account SET name = :name, name_key = :name_key, search = :search, post = :post, email = :email WHERE region_id = :region AND id = :id");
SQL_WRITE(account_set_state_, "UPDATE account SET state = :state WHERE region_id = :region AND id = :id");
SQL_WRITE(account_set_password_, "UPDATE account SET password = :password WHERE region_id = :region AND id = :id");
SQL_WRITE(account_set_totp_, "UPDATE account SET totp_secret = :secret, totp_step = :step WHERE region_id = :region AND id = :id");
SQL_WRITE(account_take_step_, "UPDATE account SET totp_step = :step WHERE region_id = :region AND id = :id AND totp_step < :step");
SQL_WRITE(account_set_subject_, "UPDATE account SET oidc_subject = :subject WHERE region_id = :region AND id = :id");
SQL_WRITE(account_set_seen, "UPDATE account SET seen_at = :now WHERE region_id = :region AND id = :id");
SQL_WRITE(account_wipe, "UPDATE account SET login = '', login_key = :login_key, name = '', name_key = :empty, search = '', post = '', email = '', password = '', totp_secret = NULL,"
    " totp_step = 0, oidc_subject = '', state = 4, erased_at = :now WHERE region_id = :region AND id = :id");
SQL_WRITE(account_wipe_grants, "UPDATE account_grant SET revoked_at = :now WHERE region_id = :region AND account_id = :id AND revoked_at IS NULL");
SQL_WRITE(account_wipe_sessions, "DELETE FROM session WHERE region_id = :region AND account_id = :id");
SQL_WRITE(account_wipe_codes, "DELETE FROM invitation WHERE region_id = :region AND account_id = :id");
SQL_WRITE(account_wipe_choices, "DELETE FROM account_choice WHERE region_id = :region AND account_id = :id");
SQL_WRITE(account_wipe_notices, "DELETE FROM notice WHERE region_id = :region AND account_id = :id");
SQL_SWEEP(account_wipe_mail, "letters of some weeks, when a person is erased", "DELETE FROM mail WHERE region_id = :region AND account_id = :id");

static Str words_of(const Account *account, Arena *arena) { return search_text(arena, 3, account->login, account->name, account->post); }

bool account_put(DbWrite *db, Account *account, int64_t now, Arena *arena, Err *err)
{
    bool found;
    DbRows *rows = db_one(db_within(db), &account_last_number, DB_ARGS(DB_INT("region", account->region_id)), &found, err);
    if (rows == NULL) return false;
    account->number = db_int(rows, 0) + 1;
    if (!db_end(rows, err)) return false;
    account->id = db_new_id(db);
    account->made_at = now;
    return db_run(db, &account_make, DB_ARGS(DB_INT("region", account->region_id), DB_INT("id", account->id), DB_INT("number", account->number), DB_TEXT("login", account->login),
               DB_TEXT("login_key", utf8_fold(arena, account->login)), DB_TEXT("name", account->name), DB_BLOB("name_key", text_sort_key(account->name, arena)),
               DB_TEXT("search", words_of(account, arena)), DB_TEXT("post", account->post), DB_TEXT("email", account->email), DB_TEXT("password", account->password),
               DB_INT("state", account->state), DB_INT("now", now)), NULL, err);
}

bool account_describe(DbWrite *db, const Account *account, Arena *arena, Err *err)
{
    return db_run(db, &account_set_words, DB_ARGS(DB_TEXT("name", account->name), DB_BLOB("name_key", text_sort_key(account->name, arena)), DB_TEXT("search", words_of(account, arena)),
               DB_TEXT("post", account->post), DB_TEXT("email", account->email), DB_INT("region", account->region_id), DB_INT("id", account->id)), NULL, err);
}

bool account_set_state(DbWrite *db, const Account *account, AccountState state, Err *err)
{
    return db_run(db, &account_set_state_, DB_ARGS(DB_INT("state", state), DB_INT("region", account->region_id), DB_INT("id", account->id)), NULL, err);
}

bool account_set_password(DbWrite *db, const Account *account, Str stored, Err *err)
{
    return db_run(db, &account_set_password_, DB_ARGS(DB_TEXT("password", stored), DB_INT("region", account->region_id), DB_INT("id", account->id)), NULL, err);
}

bool account_set_totp(DbWrite *db, const Account *account, Str secret, int64_t step, Err *err)
{
    return db_run(db, &account_set_totp_, DB_ARGS(secret.n > 0 ? DB_BLOB("secret", secret) : DB_NULL("secret"), DB_INT("step", step), DB_INT("region", account->region_id),
               DB_INT("id", account->id)), NULL, err);
}

bool account_take_step(DbWrite *db, const Account *account, int64_t step, bool *taken, Err *err)
{
    int64_t n = 0;
    if (!db_run(db, &account_take_step_, DB_ARGS(DB_INT("step", step), DB_INT("region", account->region_id), DB_INT("id", account->id)), &n, err)) return false;
    *taken = n == 1;
    return true;
}

bool account_set_subject(DbWrite *db, const Account *account, Str subject, Err *err)
{
    return db_run(db, &account_set_subject_, DB_ARGS(DB_TEXT("subject", subject), DB_INT("region", account->region_id), DB_INT("id", account->id)), NULL, err);
}

bool account_seen(DbWrite *db, const Account *account, int64_t now, Err *err)
{
    return db_run(db, &account_set_seen, DB_ARGS(DB_INT("now", now), DB_INT("region", account->region_id), DB_INT("id", account->id)), NULL, err);
}

bool account_erase(DbWrite *db, const Account *account, int64_t now, Arena *arena, Err *err)
{
    const DbArg args[] = { DB_INT("region", account->region_id), DB_INT("id", account->id), DB_INT("now", now),
        DB_TEXT("login_key", arena_printf(arena, "erased:%lld", (long long)account->number)), DB_BLOB("empty", STR_EMPTY) };
    return db_run(db, &account_wipe, args, 5, NULL, err) && db_run(db, &account_wipe_grants, args, 3, NULL, err) && db_run(db, &account_wipe_sessions, args, 2, NULL, err) &&
        db_run(db, &account_wipe_codes, args, 2, NULL, err) && db_run(db, &account_wipe_choices, args, 2, NULL, err) && db_run(db, &account_wipe_notices, args, 2, NULL, err) &&
        db_run(db, &account_wipe_mail, args, 2, NULL, err);
}

/* ---- grants ---- */

SQL_READ(grant_rows, "SELECT " ORG_COLUMNS ", g.role, g.granted_at, g.revoked_at, b.name FROM account_grant g JOIN org o ON o.region_id = g.region_id AND o.id = g.org_id"
    " LEFT JOIN account b ON b.region_id = g.region_id AND b.id = g.granted_by WHERE g.region_id = :region AND g.account_id = :account"
    " ORDER BY CASE WHEN g.revoked_at IS NULL THEN 0 ELSE 1 END, g.role, o.name_key, o.code, g.granted_at DESC");
SQL_WRITE(grant_make, "INSERT INTO account_grant (region_id, id, account_id, role, org_id, granted_by, granted_at) VALUES (:region, :id, :account, :role, :org, :by, :now)");
SQL_WRITE(grant_end, "UPDATE account_grant SET revoked_at = :now WHERE region_id = :region AND account_id = :account AND role = :role AND org_id = :org AND revoked_at IS NULL");

bool grant_list(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, GrantRow **out, uint32_t *n, Err *err)
{
    enum { MOST = 200 }; /* flow_grant() keeps fewer in force */
    GrantRow *grants = arena_array(arena, GrantRow, MOST);
    *n = 0;
    DbRows *rows = db_select(db, &grant_rows, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id)), err);
    while (rows != NULL && *n < MOST && db_next(rows)) {
        int at = N_ORG_COLUMNS;
        grants[(*n)++] = (GrantRow){ .grant = { .org = row_org(rows, 0, arena), .role = (Role)db_int(rows, at) }, .granted_at = db_int(rows, at + 1), .revoked_at = db_int(rows, at + 2),
            .granted_by = db_text(rows, at + 3, arena) };
    }
    *out = grants;
    return db_end(rows, err);
}

bool who_read(DbRead *db, const Account *account, Arena *arena, Who *who, Err *err)
{
    GrantRow *rows;
    uint32_t n;
    if (!grant_list(db, account->region_id, account->id, arena, &rows, &n, err)) return false;
    Grant *grants = arena_array(arena, Grant, n + 1u);
    *who = (Who){ .region_id = account->region_id, .account_id = account->id, .login = account->login, .name = account->name, .post = account->post, .grants = grants };
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].revoked_at == 0 && !rows[i].grant.org.closed) grants[who->n_grants++] = rows[i].grant;
    return true;
}

bool grant_put(DbWrite *db, int64_t region_id, int64_t account_id, Role role, int64_t org_id, int64_t granted_by, int64_t now, Err *err)
{
    return db_run(db, &grant_make, DB_ARGS(DB_INT("region", region_id), DB_INT("id", db_new_id(db)), DB_INT("account", account_id), DB_INT("role", role), DB_INT("org", org_id),
               DB_INT("by", granted_by), DB_INT("now", now)), NULL, err);
}

bool grant_revoke(DbWrite *db, int64_t region_id, int64_t account_id, Role role, int64_t org_id, int64_t now, int64_t *n_revoked, Err *err)
{
    return db_run(db, &grant_end, DB_ARGS(DB_INT("now", now), DB_INT("region", region_id), DB_INT("account", account_id), DB_INT("role", role), DB_INT("org", org_id)), n_revoked, err);
}

/* ---- lists of people ---- */

SQL_READ(person_rows, "SELECT " COLUMNS ", " ORG_COLUMNS ", g.role FROM org o JOIN account_grant g ON g.region_id = o.region_id AND g.org_id = o.id"
    " JOIN account a ON a.region_id = g.region_id AND a.id = g.account_id"
    " WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND g.revoked_at IS NULL AND (:role = 0 OR g.role = :role)"
    " AND ((:state = 0 AND a.state <> 4) OR a.state = :state) AND a.search LIKE :words ESCAPE '!'"
    " ORDER BY a.name_key, a.number, g.role, o.name_key, o.code LIMIT :limit");

bool person_list(DbRead *db, int64_t region_id, const PersonAsk *ask, Arena *arena, PersonRow **out, uint32_t *n, Err *err)
{
    BUG_ON(ask->limit == 0);
    PersonRow *people = arena_array(arena, PersonRow, ask->limit);
    *n = 0;
    DbRows *rows = db_select(db, &person_rows, DB_ARGS(DB_INT("region", region_id), DB_TEXT("path", ask->path),
        DB_TEXT("path_end", arena_printf(arena, "%.*s%s", STR_ARG(ask->path), ask->own_only ? " " : "~")), DB_INT("role", ask->role), DB_INT("state", ask->state), DB_TEXT("words", search_pattern(ask->words, arena)), DB_INT("limit", ask->limit)), err);
    while (rows != NULL && *n < ask->limit && db_next(rows))
        people[(*n)++] = (PersonRow){ .account = row_account(rows, arena), .org = row_org(rows, N_ACCOUNT_COLUMNS, arena), .role = (Role)db_int(rows, N_ACCOUNT_COLUMNS + N_ORG_COLUMNS) };
    *out = people;
    return db_end(rows, err);
}

/* ---- one-time codes ---- */

SQL_READ(invitation_row, "SELECT region_id, account_id, kind, code_hash, made_by, made_at, ends_at, used_at FROM invitation WHERE code_hash = :hash");
SQL_READ(invitation_n, "SELECT COUNT(*) FROM invitation WHERE region_id = :region AND account_id = :account AND kind = :kind AND used_at IS NULL AND ends_at > :now");
SQL_WRITE(invitation_make, "INSERT INTO invitation (region_id, code_hash, account_id, kind, made_by, made_at, ends_at) VALUES (:region, :hash, :account, :kind, :by, :made, :ends)");
SQL_WRITE(invitation_use, "UPDATE invitation SET used_at = :now WHERE region_id = :region AND code_hash = :hash AND used_at IS NULL AND ends_at > :now");
SQL_WRITE(invitation_stop, "UPDATE invitation SET ends_at = :now WHERE region_id = :region AND account_id = :account AND kind = :kind AND used_at IS NULL AND ends_at > :now");

bool invitation_put(DbWrite *db, const Invitation *invitation, Err *err)
{
    return db_run(db, &invitation_make, DB_ARGS(DB_INT("region", invitation->region_id), DB_TEXT("hash", invitation->code_hash), DB_INT("account", invitation->account_id),
               DB_INT("kind", invitation->kind), DB_INT("by", invitation->made_by), DB_INT("made", invitation->made_at), DB_INT("ends", invitation->ends_at)), NULL, err);
}

bool invitation_find(DbRead *db, Str code_hash, Arena *arena, Invitation *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &invitation_row, DB_ARGS(DB_TEXT("hash", code_hash)), found, err);
    if (rows != NULL && *found)
        *out = (Invitation){ .region_id = db_int(rows, 0), .account_id = db_int(rows, 1), .kind = (InvitationKind)db_int(rows, 2), .code_hash = db_text(rows, 3, arena),
            .made_by = db_int(rows, 4), .made_at = db_int(rows, 5), .ends_at = db_int(rows, 6), .used_at = db_int(rows, 7) };
    return db_end(rows, err);
}

bool invitation_take(DbWrite *db, const Invitation *invitation, int64_t now, bool *taken, Err *err)
{
    int64_t n = 0;
    if (!db_run(db, &invitation_use, DB_ARGS(DB_INT("now", now), DB_INT("region", invitation->region_id), DB_TEXT("hash", invitation->code_hash)), &n, err)) return false;
    *taken = n == 1;
    return true;
}

bool invitation_end(DbWrite *db, int64_t region_id, int64_t account_id, InvitationKind kind, int64_t now, Err *err)
{
    return db_run(db, &invitation_stop, DB_ARGS(DB_INT("now", now), DB_INT("region", region_id), DB_INT("account", account_id), DB_INT("kind", kind)), NULL, err);
}

bool invitation_count(DbRead *db, int64_t region_id, int64_t account_id, InvitationKind kind, int64_t now, int64_t *n, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &invitation_n, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_INT("kind", kind), DB_INT("now", now)), &found, err);
    if (rows != NULL) *n = db_int(rows, 0);
    return db_end(rows, err);
}
