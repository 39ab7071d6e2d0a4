#include "store/notice.h"

#include "store/args_.h"
#include "store/rows_.h"

#define INSERT "INSERT INTO notice (region_id, id, account_id, about, kind, words, link, made_at, seen_at) VALUES "
#define ONCE   "ON CONFLICT (region_id, account_id, about) DO NOTHING"
SQL_WRITE(notice_insert, INSERT "(:region, :id, :account, :about, :kind, :words, :link, :now, NULL) " ONCE);
enum { TOGETHER = 10 }; /* six parameters each: as many as a statement takes */
SQL_WRITE(notice_insert_many, INSERT
    "(:region, :d0, :a0, :o0, :k0, :w0, :l0, :now, NULL), (:region, :d1, :a1, :o1, :k1, :w1, :l1, :now, NULL), "
    "(:region, :d2, :a2, :o2, :k2, :w2, :l2, :now, NULL), (:region, :d3, :a3, :o3, :k3, :w3, :l3, :now, NULL), "
    "(:region, :d4, :a4, :o4, :k4, :w4, :l4, :now, NULL), (:region, :d5, :a5, :o5, :k5, :w5, :l5, :now, NULL), "
    "(:region, :d6, :a6, :o6, :k6, :w6, :l6, :now, NULL), (:region, :d7, :a7, :o7, :k7, :w7, :l7, :now, NULL), "
    "(:region, :d8, :a8, :o8, :k8, :w8, :l8, :now, NULL), (:region, :d9, :a9, :o9, :k9, :w9, :l9, :now, NULL) " ONCE);
SQL_READ(notice_id, "SELECT id FROM notice WHERE region_id = :region AND account_id = :account AND about = :about");
SQL_READ(notice_rows, "SELECT about, kind, words, link, made_at, seen_at FROM notice WHERE region_id = :region AND account_id = :account AND (:kind = '' OR kind = :kind) "
    "ORDER BY CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, made_at DESC, about LIMIT :limit OFFSET :skip");
SQL_SCAN(notice_told, "reminders leave out what was said: one walk instead of a try for each", "SELECT account_id, about FROM notice WHERE region_id = :region AND made_at >= :since ORDER BY account_id");
SQL_READ(notice_sums, "SELECT kind, count(*), sum(CASE WHEN seen_at IS NULL THEN 1 ELSE 0 END) FROM notice WHERE region_id = :region AND account_id = :account GROUP BY kind");
SQL_READ(notice_bell, "SELECT count(*) FROM notice WHERE region_id = :region AND account_id = :account AND seen_at IS NULL");
SQL_WRITE(notice_seen, "UPDATE notice SET seen_at = :now WHERE region_id = :region AND account_id = :account AND seen_at IS NULL AND (:about = '' OR about = :about)");
SQL_SWEEP(notice_forget, "once a day, of what people have seen half a year ago", "DELETE FROM notice WHERE region_id = :region AND seen_at IS NOT NULL AND made_at < :before");

SQL_READ(choice_one, "SELECT value, changed_at FROM account_choice WHERE region_id = :region AND account_id = :account AND name = :name");
SQL_WRITE(choice_set, "INSERT INTO account_choice (region_id, account_id, name, value, changed_at) VALUES (:region, :account, :name, :value, :now) "
    "ON CONFLICT (region_id, account_id, name) DO UPDATE SET value = :value, changed_at = :now");
SQL_WRITE(choice_delete, "DELETE FROM account_choice WHERE region_id = :region AND account_id = :account AND name = :name");
SQL_READ(choice_whose, "SELECT c.region_id, c.account_id FROM account_choice c WHERE c.name = :name AND c.value = :value");

static bool put_one(DbWrite *db, const Notice *notice, bool *fresh, Err *err)
{
    int64_t n = 0;
    bool ran = db_run(db, &notice_insert, DB_ARGS(DB_INT("region", notice->region_id), DB_INT("id", db_new_id(db)), DB_INT("account", notice->account_id), DB_TEXT("about", notice->about),
        DB_TEXT("kind", str_of(notice_kind_word(notice->kind))), DB_TEXT("words", notice->words), DB_TEXT("link", notice->link), DB_INT("now", notice->made_at)), &n, err);
    *fresh = n == 1;
    return ran;
}

/* Ten rows in one statement. Where somebody told one of them meanwhile, each is asked whose it is. */
static bool put_ten(DbWrite *db, const Notice *notices, bool *fresh, Err *err)
{
    static const char *const names[][TOGETHER] = {
        { "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9" }, { "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9" }, { "o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9" },
        { "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9" }, { "w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9" }, { "l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9" },
    };
    enum { N_NAMES = sizeof names / sizeof *names };
    DbArg args[2 + TOGETHER * N_NAMES] = { DB_INT("region", notices[0].region_id), DB_INT("now", notices[0].made_at) };
    int64_t ids[TOGETHER], n = 0;
    for (uint32_t i = 0; i < TOGETHER; i++) {
        DbArg *own = &args[2 + i * N_NAMES];
        ids[i] = db_new_id(db);
        own[0] = DB_INT(names[0][i], ids[i]), own[1] = DB_INT(names[1][i], notices[i].account_id), own[2] = DB_TEXT(names[2][i], notices[i].about);
        own[3] = DB_TEXT(names[3][i], str_of(notice_kind_word(notices[i].kind))), own[4] = DB_TEXT(names[4][i], notices[i].words), own[5] = DB_TEXT(names[5][i], notices[i].link);
    }
    if (!db_run(db, &notice_insert_many, args, sizeof args / sizeof *args, &n, err)) return false;
    for (uint32_t i = 0; i < TOGETHER; i++) {
        fresh[i] = true;
        if (n == TOGETHER) continue;
        bool found;
        DbRows *rows = db_one(db_within(db), &notice_id, DB_ARGS(DB_INT("region", notices[i].region_id), DB_INT("account", notices[i].account_id), DB_TEXT("about", notices[i].about)), &found, err);
        if (rows == NULL) return false;
        fresh[i] = found && db_int(rows, 0) == ids[i];
        if (!db_end(rows, err)) return false;
    }
    return true;
}

bool notice_put_all(DbWrite *db, uint32_t n, const Notice *notices, bool *fresh, Err *err)
{
    uint32_t i = 0;
    for (; i + TOGETHER <= n; i += TOGETHER)
        if (!put_ten(db, notices + i, fresh + i, err)) return false;
    for (; i < n; i++)
        if (!put_one(db, &notices[i], &fresh[i], err)) return false;
    return true;
}

bool notice_list(DbRead *db, const NoticeAsk *ask, Arena *arena, const Notice **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &notice_rows, DB_ARGS(DB_INT("region", ask->region_id), DB_INT("account", ask->account_id), DB_TEXT("kind", str_of(notice_kind_word(ask->kind))),
        DB_INT("limit", ask->limit == 0 ? INT64_MAX : ask->limit), DB_INT("skip", ask->skip)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, Notice) = (Notice){ .region_id = ask->region_id, .account_id = ask->account_id, .about = db_text(rows, 0, arena), .kind = notice_kind_find(db_text(rows, 1, arena)),
            .words = db_text(rows, 2, arena), .link = db_text(rows, 3, arena), .made_at = db_int(rows, 4), .seen_at = db_int(rows, 5) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool notice_known(DbRead *db, int64_t region_id, int64_t since, Arena *arena, NoticeKnown **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &notice_told, DB_ARGS(DB_INT("region", region_id), DB_INT("since", since)), err);
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, NoticeKnown) = (NoticeKnown){ .account_id = db_int(rows, 0), .about = db_text(rows, 1, arena) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool notice_count(DbRead *db, int64_t region_id, int64_t account_id, NoticeCounts *out, Err *err)
{
    Arena *arena = arena_new(0);
    *out = (NoticeCounts){ 0 };
    DbRows *rows = db_select(db, &notice_sums, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id)), err);
    while (rows != NULL && db_next(rows)) {
        NoticeKind kind = notice_kind_find(db_text(rows, 0, arena));
        uint32_t n = (uint32_t)db_int(rows, 1), n_unseen = (uint32_t)db_int(rows, 2);
        out->n[0] += n, out->n_unseen[0] += n_unseen;
        if (kind != 0) out->n[kind] = n, out->n_unseen[kind] = n_unseen;
    }
    arena_free(arena);
    return db_end(rows, err);
}

bool notice_unseen(DbRead *db, int64_t region_id, int64_t account_id, uint32_t *n, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &notice_bell, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id)), &found, err);
    if (rows != NULL && found) *n = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

bool notice_see(DbWrite *db, int64_t region_id, int64_t account_id, Str about, int64_t now, Err *err)
{
    return db_run(db, &notice_seen, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("about", about), DB_INT("now", now)), NULL, err);
}

bool notice_sweep(DbWrite *db, int64_t region_id, int64_t before, Err *err)
{
    return db_run(db, &notice_forget, DB_ARGS(DB_INT("region", region_id), DB_INT("before", before)), NULL, err);
}

/* ---- choices ---- */

bool choice_get(DbRead *db, int64_t region_id, int64_t account_id, const char *name, Arena *arena, Str *value, int64_t *changed_at, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &choice_one, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("name", str_of(name))), found, err);
    if (rows != NULL && *found) {
        *value = db_text(rows, 0, arena);
        *changed_at = db_int(rows, 1);
    }
    return db_end(rows, err);
}

bool choice_put(DbWrite *db, int64_t region_id, int64_t account_id, const char *name, Str value, int64_t now, Err *err)
{
    return db_run(db, &choice_set, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("name", str_of(name)), DB_TEXT("value", value), DB_INT("now", now)), NULL, err);
}

bool choice_remove(DbWrite *db, int64_t region_id, int64_t account_id, const char *name, Err *err)
{
    return db_run(db, &choice_delete, DB_ARGS(DB_INT("region", region_id), DB_INT("account", account_id), DB_TEXT("name", str_of(name))), NULL, err);
}

bool choice_owner(DbRead *db, const char *name, Str value, int64_t *region_id, int64_t *account_id, bool *found, Err *err)
{
    DbRows *rows = db_one(db, &choice_whose, DB_ARGS(DB_TEXT("name", str_of(name)), DB_TEXT("value", value)), found, err);
    if (rows != NULL && *found) {
        *region_id = db_int(rows, 0);
        *account_id = db_int(rows, 1);
    }
    return db_end(rows, err);
}
