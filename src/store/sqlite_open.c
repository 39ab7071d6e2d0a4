/* Opening an SQLite file with the settings that everything else relies on. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/sqlite_.h"
#include "store/sqlite_place_.h"

#define BUSY_MS 5000 /* a writer waits so long for others; a page that waited more is better asked again */

const char *sqlite_path(const char *url) { return strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url; }

/* Waits by lot: SQLite's own handler grows its pauses to 100 ms, and among 64 writers the one who waited longest waits longest again. */
static int wait_for_others(void *since_us, int n)
{
    int64_t *since = since_us;
    if (n == 0) *since = clock_ticks_us();
    if (clock_ticks_us() - *since > BUSY_MS * 1000) return 0;
    uint32_t lot;
    sqlite3_randomness(sizeof lot, &lot);
    clock_sleep_ms(1 + lot % (n < 10 ? 4 : 20));
    return 1;
}

static bool configure(SqliteLink *link, Err *err)
{
    sqlite3 *db = link->db;
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_handler(db, wait_for_others, &link->wait_since_us);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    /* LIKE as PostgreSQL has it; a small cache, since the system keeps the file's pages for all processes together. */
    int code = sqlite3_exec(db, "PRAGMA foreign_keys=on; PRAGMA cell_size_check=on; PRAGMA case_sensitive_like=on; PRAGMA temp_store=memory;"
                                "PRAGMA cache_size=-2048; PRAGMA synchronous=full; PRAGMA journal_size_limit=67108864;", NULL, NULL, NULL);
    if (code == SQLITE_OK && !link->link.writes) code = sqlite3_exec(db, "PRAGMA query_only=on;", NULL, NULL, NULL);
    return code == SQLITE_OK || sqlite_fail(link, code, err);
}

static bool pragma_int(SqliteLink *link, const char *text, int *out, Err *err)
{
    sqlite3_stmt *st = NULL;
    int code = sqlite3_prepare_v2(link->db, text, -1, &st, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(st)) == SQLITE_ROW) { *out = sqlite3_column_int(st, 0); code = SQLITE_OK; }
    sqlite3_finalize(st);
    return code == SQLITE_OK || sqlite_fail(link, code, err);
}

/* Ours by the mark in its header; an empty file becomes ours. */
static bool claim(SqliteLink *link, Err *err)
{
    int mark = 0, n_pages = 0;
    if (!pragma_int(link, "PRAGMA application_id", &mark, err) || !pragma_int(link, "PRAGMA page_count", &n_pages, err)) return false;
    if (mark == SQLITE_APPLICATION_ID) return true;
    if (n_pages > 0) return err_set(err, ERR_INPUT, "Проверьте путь; базу другой программы открыть нельзя.", "Файл «%.200s» — не база Мерило.", link->path);
    if (!link->link.writes) return true;
    int code = sqlite3_exec(link->db, "PRAGMA journal_mode=wal; BEGIN IMMEDIATE; PRAGMA application_id=1297239119; COMMIT;", NULL, NULL, NULL);
    return code == SQLITE_OK || sqlite_fail(link, code, err);
}
_Static_assert(SQLITE_APPLICATION_ID == 1297239119, "the number in the text above");

void sqlite_close_link(Link *base)
{
    SqliteLink *link = (SqliteLink *)base;
    BUG_ON(base->n_open > 0);
    for (uint32_t i = 0; i < N_PREPARED; i++) sqlite3_finalize(link->prepared[i].at);
    BUG_ON(sqlite3_close(link->db) != SQLITE_OK);
    free(link->path);
    free(link);
}

bool sqlite_open(const char *url, const DbOptions *options, bool writes, Link **out, Err *err)
{
    const char *path = sqlite_path(url);
    bool is_there = file_exists(path);
    if (!is_there && !options->create)
        return err_set(err, ERR_NOT_FOUND, "Проверьте путь или создайте базу: merilo serve --db ПУТЬ.", "Базы «%.200s» нет.", path);
    if (!sqlite_place_check(path, err)) return false;
    SqliteLink *link = db_zeroed(sizeof *link);
    link->link = (Link){ .driver = &sqlite_driver, .writes = writes };
    link->path = db_copy_z(path);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (!writes ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0));
    int code = sqlite3_open_v2(path, &link->db, flags, NULL);
    bool ok = code == SQLITE_OK ? configure(link, err) && claim(link, err) : sqlite_fail_at(path, link->db, code, err);
    if (!ok) { sqlite_close_link(&link->link); return false; }
    *out = &link->link;
    return true;
}
