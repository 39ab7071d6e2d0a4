#include "store/outer_login.h"

SQL_READ(outer_login_get, "SELECT region_id, state_hash, nonce, verifier, code, subject, words, state, made_at, ends_at, account_id FROM outer_login"
    " WHERE region_id = :region AND state_hash = :hash AND ends_at > :now");
SQL_WRITE(outer_login_make, "INSERT INTO outer_login (region_id, state_hash, nonce, verifier, account_id, code, state, subject, words, made_at, ends_at)"
    " VALUES (:region, :hash, :nonce, :verifier, :account, :code, :state, '', '', :made, :ends)");
SQL_WRITE(outer_login_step, "UPDATE outer_login SET state = :next, subject = :subject, words = :words, code = '' WHERE region_id = :region AND state_hash = :hash AND state = :state");

bool outer_login_find(DbRead *db, int64_t region_id, Str state_hash, int64_t now, Arena *arena, OuterLogin *out, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &outer_login_get, DB_ARGS(DB_INT("region", region_id), DB_TEXT("hash", state_hash), DB_INT("now", now)), found, err);
    if (rows != NULL && *found)
        *out = (OuterLogin){ .region_id = db_int(rows, 0), .state_hash = db_text(rows, 1, arena), .nonce = db_text(rows, 2, arena), .verifier = db_text(rows, 3, arena), .code = db_text(rows, 4, arena),
            .subject = db_text(rows, 5, arena), .words = db_text(rows, 6, arena), .state = (OuterLoginState)db_int(rows, 7), .made_at = db_int(rows, 8), .ends_at = db_int(rows, 9), .account_id = db_int(rows, 10) };
    return db_end(rows, err);
}

bool outer_login_put(DbWrite *db, const OuterLogin *login, Err *err)
{
    return db_run(db, &outer_login_make, DB_ARGS(DB_INT("region", login->region_id), DB_TEXT("hash", login->state_hash), DB_TEXT("nonce", login->nonce), DB_TEXT("verifier", login->verifier),
               DB_TEXT("code", login->code), DB_INT("account", login->account_id), DB_INT("state", login->state), DB_INT("made", login->made_at), DB_INT("ends", login->ends_at)), NULL, err);
}

bool outer_login_move(DbWrite *db, const OuterLogin *login, OuterLoginState next, Str subject, Str words, bool *moved, Err *err)
{
    int64_t n = 0;
    if (!db_run(db, &outer_login_step, DB_ARGS(DB_INT("next", next), DB_TEXT("subject", subject), DB_TEXT("words", words), DB_INT("region", login->region_id), DB_TEXT("hash", login->state_hash),
                   DB_INT("state", login->state)), &n, err)) return false;
    *moved = n == 1;
    return true;
}
