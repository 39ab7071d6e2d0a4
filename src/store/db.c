#include "store/db.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "store/driver_.h"

#define EPOCH_2025_MS 1735689600000 /* ids count from here: 41 bits of milliseconds last until 2094 */
#define MOST_TRIES    5
#define TRY_AGAIN_MS  5000 /* no new try after so long: whoever waits has given up */

/* The linker gives the ends of the section; weak, since a program may have no statement. */
extern const Sql *const __start_merilo_sql[] __attribute__((weak));
extern const Sql *const __stop_merilo_sql[] __attribute__((weak));

const Sql *const *db_statements(uint32_t *n)
{
    // cppcheck-suppress comparePointers
    *n = (uint32_t)(__stop_merilo_sql - __start_merilo_sql);
    return __start_merilo_sql;
}

void *db_zeroed(size_t n)
{
    void *p = calloc(1, n);
    BUG_ON(p == NULL);
    return p;
}

char *db_copy_z(const char *z)
{
    size_t n = strlen(z) + 1;
    return memcpy(db_zeroed(n), z, n);
}

static const Driver *driver_of(const char *url, Err *err)
{
    Str s = str_of(url);
    if (str_starts(s, STR("postgresql://")) || str_starts(s, STR("postgres://"))) return &pg_driver;
    if (str_starts(s, STR("sqlite:")) || strstr(url, "://") == NULL) return &sqlite_driver;
    err_set(err, ERR_INPUT, "Укажите путь к файлу SQLite или адрес вида postgresql://имя@сервер/база.", "Непонятный адрес базы «%.200s».", url);
    return NULL;
}

bool db_open(const char *url, const DbOptions *options, Db **out, Err *err)
{
    DbOptions chosen = options != NULL ? *options : (DbOptions){ .node = DB_NODE_ANY };
    BUG_ON(chosen.node > DB_NODES - 1 && chosen.node != DB_NODE_ANY);
    const Driver *driver = driver_of(url, err);
    if (driver == NULL) return false;
    if (chosen.node == DB_NODE_ANY) chosen.node = DB_NODES / 2 + randombytes_uniform(DB_NODES / 2);
    Db *db = db_zeroed(sizeof *db);
    db->driver = driver;
    db->options = chosen;
    db->reader.db = db->writer.within.db = db;
    db->url = db_copy_z(url);
    /* What is wrong with the place is said now and not at the first request. A new file is made by the writing connection. */
    bool ok = chosen.create ? driver->open(url, &chosen, true, &db->writer.within.link, err) : db_link(&db->reader, err);
    if (!ok) { db_close(db); return false; }
    db->options.create = false;
    *out = db;
    return true;
}

void db_close(Db *db)
{
    if (db == NULL) return;
    BUG_ON(db->in_tx);
    if (db->reader.link != NULL) db->driver->close(db->reader.link);
    if (db->writer.within.link != NULL) db->driver->close(db->writer.within.link);
    free(db->url);
    free(db);
}

DbEngine db_engine(const Db *db) { return db->driver->engine; }
Str db_name(const Db *db, Arena *arena) { return db->driver->name(db->url, arena); }
DbRead *db_reader(Db *db) { return &db->reader; }
DbRead *db_within(DbWrite *write) { return &write->within; }

int64_t db_id(Db *db)
{
    int64_t ms = clock_machine_ms() - EPOCH_2025_MS;
    /* Milliseconds, node, counter. The counter begins anywhere, so that two short programs with one node do not meet in one millisecond. */
    int64_t id = (ms < 0 ? 0 : ms) << 22 | (int64_t)db->options.node << 12;
    if (db->last_id == 0) id |= randombytes_uniform(1 << 10);
    if (id <= db->last_id) { /* the same millisecond, or the clock went back */
        bool over = (db->last_id & 0xFFF) == 0xFFF;
        id = over ? (((db->last_id >> 22) + 1) << 22 | (int64_t)db->options.node << 12) : db->last_id + 1;
    }
    return db->last_id = id;
}

int64_t db_new_id(DbWrite *write) { return db_id(write->within.db); }

bool db_link(DbRead *read, Err *err)
{
    Db *db = read->db;
    return read->link != NULL || db->driver->open(db->url, &db->options, false, &read->link, err);
}

bool db_read_begin(DbRead *read, Err *err)
{
    BUG_ON(read->begun || read == &read->db->writer.within);
    if (!db_link(read, err)) return false;
    read->begun = db_driver(read)->begin(read->link, err);
    return read->begun;
}

void db_read_end(DbRead *read)
{
    if (!read->begun) return;
    BUG_ON(read->link->n_open > 0);
    read->begun = false;
    db_driver(read)->rollback(read->link);
}

bool db_args_check(const DbArg *args, size_t n_args, Err *err)
{
    for (size_t i = 0; i < n_args; i++) {
        if (args[i].kind != DB_ARG_TEXT || args[i].s.n == 0) continue; /* an empty text may have no address */
        if (memchr(args[i].s.at, 0, args[i].s.n) != NULL || !utf8_valid(args[i].s)) {
            err_set(err, ERR_INPUT, "Введите текст заново, без вставки из двоичных файлов.", "В тексте встретились байты, которые не являются буквами.");
            err_detail(err, "parameter :%s", args[i].name);
            return false;
        }
    }
    return true;
}

const DbArg *db_arg_find(const DbArg *args, size_t n_args, const char *name, size_t n)
{
    for (size_t i = 0; i < n_args; i++)
        if (strncmp(args[i].name, name, n) == 0 && args[i].name[n] == '\0') return &args[i];
    return NULL;
}

DbRows *db_select(DbRead *read, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    BUG_ON(sql->writes);
    if (!db_args_check(args, n_args, err) || !db_link(read, err)) return NULL;
    DbRows *rows = db_driver(read)->select(read->link, sql, args, n_args, err);
    if (rows != NULL) rows->link->n_open++;
    else read->link->broken = true;
    return rows;
}

bool db_next(DbRows *rows)
{
    if (rows == NULL || rows->failed) return false;
    bool more = rows->link->driver->next(rows);
    if (rows->failed) rows->link->broken = true;
    return more;
}

bool db_end(DbRows *rows, Err *err)
{
    if (rows == NULL) return false;
    bool ok = !rows->failed;
    if (!ok && err != NULL) *err = rows->err;
    rows->link->n_open--;
    rows->link->driver->end(rows);
    return ok;
}

DbRows *db_one(DbRead *read, const Sql *sql, const DbArg *args, size_t n_args, bool *found, Err *err)
{
    *found = false;
    DbRows *rows = db_select(read, sql, args, n_args, err);
    *found = db_next(rows);
    if (rows == NULL || !rows->failed) return rows;
    db_end(rows, err);
    return NULL;
}

bool db_run(DbWrite *write, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err)
{
    BUG_ON(!sql->writes || !write->within.db->in_tx);
    Link *link = write->within.link;
    bool ok = db_args_check(args, n_args, err) && link->driver->run(link, sql, args, n_args, n_changed, err);
    if (!ok) link->broken = true;
    return ok;
}

/* One try. *again: the same may succeed a little later. */
static bool try_tx(Db *db, DbBody body, void *context, uint32_t i_try, bool *again, Err *err)
{
    *again = false;
    DbRead *within = &db->writer.within;
    if (within->link == NULL && !db->driver->open(db->url, &db->options, true, &within->link, err)) return false;
    Link *link = within->link;
    link->retry = link->broken = false;
    link->i_try = i_try;
    bool ok = db->driver->begin(link, err);
    if (ok) {
        db->in_tx = true;
        ok = body(&db->writer, context, err);
        BUG_ON(ok && link->broken);     /* PostgreSQL cannot go on after a refused statement, so nobody may */
        BUG_ON(ok && link->n_open > 0); /* rows not ended */
        if (ok) ok = db->driver->commit(link, err);
        else db->driver->rollback(link);
        db->in_tx = false;
    }
    *again = !ok && link->retry;
    return ok;
}

bool db_tx(Db *db, DbBody body, void *context, Err *err)
{
    BUG_ON(db->in_tx);
    int64_t since_us = clock_ticks_us();
    for (uint32_t i = 1;; i++) {
        bool again;
        if (try_tx(db, body, context, i, &again, err)) return true;
        if (!again || i == MOST_TRIES || clock_ticks_us() - since_us > TRY_AGAIN_MS * 1000) return false;
        clock_sleep_ms(randombytes_uniform(8u << i)); /* two that met once should not meet again */
    }
}
