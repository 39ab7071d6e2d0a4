/* Letters that wait, and how they went. */
#include "store/notice.h"
#include "store/rows_.h"

SQL_WRITE(mail_insert, "INSERT INTO mail (region_id, id, account_id, subject, words, state, n_tries, next_at, error, made_at) VALUES (:region, :id, :account, :subject, :words, 1, 0, :now, '', :now)");
/* A person who was closed or has no address any more is not written to: the letter waits for nothing and is given up by its reader. */
SQL_READ(mail_rows, "SELECT m.id, m.account_id, m.subject, m.words, m.n_tries, m.next_at, m.made_at, CASE WHEN a.state = 2 THEN a.email ELSE '' END, a.name FROM mail m "
    "LEFT JOIN account a ON a.region_id = m.region_id AND a.id = m.account_id WHERE m.region_id = :region AND m.state = 1 AND m.next_at <= :now ORDER BY m.next_at, m.id LIMIT :limit");
SQL_READ(mail_one_waits, "SELECT 1 FROM mail WHERE region_id = :region AND state = 1 AND next_at <= :now LIMIT 1");
SQL_WRITE(mail_set, "UPDATE mail SET state = :state, n_tries = :tries, next_at = :next, error = :error, words = CASE WHEN :state = 1 THEN words ELSE '' END WHERE region_id = :region AND id = :id AND state = 1");
SQL_SCAN(mail_sums, "the doctor asks; letters of a month", "SELECT state, count(*), max(next_at) FROM mail GROUP BY state");
SQL_SCAN(mail_last_error, "the doctor asks; letters of a month", "SELECT error FROM mail WHERE error > '' AND state IN (1, 3) ORDER BY next_at DESC, id DESC LIMIT 1");
SQL_SWEEP(mail_forget, "once a day, letters of a month ago", "DELETE FROM mail WHERE region_id = :region AND state IN (2, 3) AND made_at < :before");

bool mail_put(DbWrite *db, const Mail *mail, Err *err)
{
    return db_run(db, &mail_insert, DB_ARGS(DB_INT("region", mail->region_id), DB_INT("id", db_new_id(db)), DB_INT("account", mail->account_id), DB_TEXT("subject", mail->subject),
        DB_TEXT("words", mail->words), DB_INT("now", mail->made_at)), NULL, err);
}

bool mail_due(DbRead *db, int64_t region_id, int64_t now, uint32_t limit, Arena *arena, const Mail **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &mail_rows, DB_ARGS(DB_INT("region", region_id), DB_INT("now", now), DB_INT("limit", limit)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, Mail) = (Mail){ .region_id = region_id, .id = db_int(rows, 0), .account_id = db_int(rows, 1), .subject = db_text(rows, 2, arena), .words = db_text(rows, 3, arena),
            .state = MAIL_WAITS, .n_tries = (uint32_t)db_int(rows, 4), .next_at = db_int(rows, 5), .made_at = db_int(rows, 6), .email = db_text(rows, 7, arena), .name = db_text(rows, 8, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool mail_waits(DbRead *db, int64_t region_id, int64_t now, bool *waits, Err *err)
{
    return db_end(db_one(db, &mail_one_waits, DB_ARGS(DB_INT("region", region_id), DB_INT("now", now)), waits, err), err);
}

bool mail_move(DbWrite *db, const Mail *mail, Err *err)
{
    return db_run(db, &mail_set, DB_ARGS(DB_INT("region", mail->region_id), DB_INT("id", mail->id), DB_INT("state", mail->state), DB_INT("tries", mail->n_tries), DB_INT("next", mail->next_at),
        DB_TEXT("error", mail->error)), NULL, err);
}

bool mail_health(DbRead *db, Arena *arena, MailHealth *out, Err *err)
{
    bool found;
    *out = (MailHealth){ .error = STR_EMPTY };
    DbRows *rows = db_select(db, &mail_sums, DB_NO_ARGS, err);
    while (rows != NULL && db_next(rows)) {
        MailState state = (MailState)db_int(rows, 0);
        if (state == MAIL_WAITS) out->n_waiting = (uint32_t)db_int(rows, 1);
        else if (state == MAIL_GIVEN_UP) out->n_given_up = (uint32_t)db_int(rows, 1);
        else out->sent_at = db_int(rows, 2);
    }
    if (!db_end(rows, err)) return false;
    rows = db_one(db, &mail_last_error, DB_NO_ARGS, &found, err);
    if (rows != NULL && found) out->error = db_text(rows, 0, arena);
    return db_end(rows, err);
}

bool mail_sweep(DbWrite *db, int64_t region_id, int64_t before, Err *err)
{
    return db_run(db, &mail_forget, DB_ARGS(DB_INT("region", region_id), DB_INT("before", before)), NULL, err);
}
