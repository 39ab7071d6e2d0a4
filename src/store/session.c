#include "store/session.h"

#include "base/hash.h"
#include "base/limits.h"
#include "store/account.h"

#define COLUMNS "SELECT region_id, account_id, token_hash, csrf, ip, agent, made_at, seen_at, ends_at, needs_totp FROM session "

SQL_READ(session_get, COLUMNS "WHERE region_id = :region AND token_hash = :hash AND ends_at > :now");
SQL_READ(session_of_account, COLUMNS "WHERE region_id = :region AND account_id = :account AND ends_at > :now ORDER BY seen_at DESC, token_hash");
SQL_WRITE(session_make, "INSERT INTO session (region_id, token_hash, account_id, csrf, made_at, seen_at, ends_at, ip, agent, needs_totp)"
                        " VALUES (:region, :hash, :account, :csrf, :made, :seen, :ends, :ip, :agent, :totp)");
SQL_WRITE(session_seen, "UPDATE session SET seen_at = :now, ends_at = :ends WHERE region_id = :region AND token_hash = :hash AND seen_at < :now");
SQL_WRITE(session_drop, "DELETE FROM session WHERE region_id = :region AND account_id = :account AND token_hash = :hash");
SQL_WRITE(session_drop_others, "DELETE FROM session WHERE region_id = :region AND account_id = :account AND token_hash <> :keep");
SQL_WRITE(session_opened_put, "INSERT INTO session_open (region_id, token_hash, object, ends_at) VALUES (:region, :hash, :object, :ends) "
                              "ON CONFLICT (region_id, token_hash, object) DO UPDATE SET ends_at = :ends");
SQL_READ(session_opened_get, "SELECT 1 FROM session_open WHERE region_id = :region AND token_hash = :hash AND object = :object AND ends_at > :now");
SQL_SWEEP(session_sweep_sessions, "once a day, rows of days", "DELETE FROM session WHERE ends_at < :before");
SQL_SWEEP(session_sweep_opened, "once a day, rows of days", "DELETE FROM session_open WHERE ends_at < :before");
SQL_SWEEP(session_sweep_codes, "once a day, rows of days", "DELETE FROM invitation WHERE ends_at < :before OR used_at < :before");
SQL_SWEEP(session_sweep_outer, "once a day, rows of days", "DELETE FROM outer_login WHERE ends_at < :before");

static Session row_session(const DbRows *rows, Arena *arena)
{
    return (Session){ .region_id = db_int(rows, 0), .account_id = db_int(rows, 1), .token_hash = db_text(rows, 2, arena), .csrf = db_text(rows, 3, arena), .ip = db_text(rows, 4, arena),
        .agent = db_text(rows, 5, arena), .made_at = db_int(rows, 6), .seen_at = db_int(rows, 7), .ends_at = db_int(rows, 8), .needs_totp = db_int(rows, 9) != 0 };
}

/* «REGION.SECRET»; an id may have 19 digits */
static bool cookie_parts(Str cookie, int64_t *region_id, Str *secret)
{
    size_t i = 0;
    for (*region_id = 0; i < cookie.n && i < 19 && cookie.at[i] >= '0' && cookie.at[i] <= '9'; i++)
        if (__builtin_mul_overflow(*region_id, (int64_t)10, region_id) || __builtin_add_overflow(*region_id, (int64_t)(cookie.at[i] - '0'), region_id)) return false;
    if (i == 0 || i >= cookie.n || cookie.at[i] != '.') return false;
    *secret = str_slice(cookie, i + 1, cookie.n);
    return secret->n > 0;
}

bool session_find(DbRead *db, Str cookie, int64_t now, Arena *arena, const Session **session, Who *who, Err *err)
{
    *session = NULL;
    *who = (Who){ .login = STR_EMPTY, .name = STR_EMPTY, .post = STR_EMPTY };
    int64_t region_id;
    Str secret;
    if (cookie.n == 0 || !cookie_parts(cookie, &region_id, &secret)) return true;
    char hash[65];
    hash_sha256_hex(secret, hash);
    bool found;
    DbRows *rows = db_one(db, &session_get, DB_ARGS(DB_INT("region", region_id), DB_TEXT("hash", str_of(hash)), DB_INT("now", now)), &found, err);
    if (rows == NULL) return false;
    Session *here = arena_one(arena, Session);
    if (found) *here = row_session(rows, arena);
    if (!db_end(rows, err)) return false;
    Account account;
    if (!found) return true;
    if (!account_get(db, region_id, here->account_id, arena, &account, err)) return false;
    if (account.state != ACCOUNT_ACTIVE) return true; /* blocked meanwhile */
    *session = here;
    return here->needs_totp || who_read(db, &account, arena, who, err);
}

bool session_list(DbRead *db, int64_t region_id, int64_t account_id, int64_t now, Arena *arena, Session **out, uint32_t *n, Err *err)
{
    Session *sessions = arena_array(arena, Session, LIMIT_SESSIONS);
    *n = 0;
    DbRows *rows = db_select(db, &session_of_account, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_INT("now", now)), err);
    while (rows != NULL && *n < LIMIT_SESSIONS && db_next(rows)) sessions[(*n)++] = row_session(rows, arena);
    *out = sessions;
    return db_end(rows, err);
}

bool session_put(DbWrite *db, const Session *session, Err *err)
{
    return db_run(db, &session_make, DB_ARGS(DB_INT("region", session->region_id), DB_TEXT("hash", session->token_hash), DB_INT("account", session->account_id),
               DB_TEXT("csrf", session->csrf), DB_INT("made", session->made_at), DB_INT("seen", session->seen_at), DB_INT("ends", session->ends_at), DB_TEXT("ip", session->ip),
               DB_TEXT("agent", session->agent), DB_INT("totp", session->needs_totp)), NULL, err);
}

bool session_touch(DbWrite *db, const Session *session, int64_t now, int64_t ends_at, Err *err)
{
    return db_run(db, &session_seen, DB_ARGS(DB_INT("now", now), DB_INT("ends", ends_at), DB_INT("region", session->region_id), DB_TEXT("hash", session->token_hash)), NULL, err);
}

bool session_end(DbWrite *db, int64_t region_id, int64_t account_id, Str token_hash, Err *err)
{
    return db_run(db, &session_drop, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("hash", token_hash)), NULL, err);
}

bool session_end_others(DbWrite *db, int64_t region_id, int64_t account_id, Str keep, Err *err)
{
    return db_run(db, &session_drop_others, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("keep", keep)), NULL, err);
}

bool session_open_put(DbWrite *db, const Session *session, Str object, int64_t ends_at, Err *err)
{
    return db_run(db, &session_opened_put, DB_ARGS(DB_INT("region", session->region_id), DB_TEXT("hash", session->token_hash), DB_TEXT("object", object), DB_INT("ends", ends_at)), NULL, err);
}

bool session_open_find(DbRead *db, const Session *session, Str object, int64_t now, bool *open, Err *err)
{
    DbRows *rows = db_one(db, &session_opened_get, DB_ARGS(DB_INT("region", session->region_id), DB_TEXT("hash", session->token_hash), DB_TEXT("object", object), DB_INT("now", now)), open, err);
    return db_end(rows, err);
}

bool session_sweep(DbWrite *db, int64_t before, Err *err)
{
    const DbArg args[] = { DB_INT("before", before) };
    return db_run(db, &session_sweep_sessions, args, 1, NULL, err) && db_run(db, &session_sweep_opened, args, 1, NULL, err) && db_run(db, &session_sweep_codes, args, 1, NULL, err) &&
        db_run(db, &session_sweep_outer, args, 1, NULL, err);
}
