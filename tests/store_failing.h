/* Lets every call of a database fail in turn: store_failing(db, n) makes the n-th from now on fail (0: none). Whoever called must say so and leave nothing half-done. */
#ifndef TESTS_STORE_FAILING_H
#define TESTS_STORE_FAILING_H

#include "store/driver_.h"

static struct { const Driver *real; Driver failing; uint32_t left; bool failed; } store_faults;

static inline bool store_fails_now(Link *link, Err *err)
{
    if (store_faults.left == 0 || --store_faults.left > 0) return false;
    store_faults.failed = true;
    link->retry = false;
    err_set(err, ERR_IO, "подсказка", "Диск не читает или не записывает базу.");
    return true;
}

static bool failing_run(Link *link, const Sql *sql, const DbArg *args, size_t n_args, int64_t *n_changed, Err *err)
{
    return !store_fails_now(link, err) && store_faults.real->run(link, sql, args, n_args, n_changed, err);
}

static DbRows *failing_select(Link *link, const Sql *sql, const DbArg *args, size_t n_args, Err *err)
{
    return store_fails_now(link, err) ? NULL : store_faults.real->select(link, sql, args, n_args, err);
}

static DbRows *failing_stream(Link *link, const Sql *sql, Err *err) { return store_fails_now(link, err) ? NULL : store_faults.real->stream(link, sql, err); }

static bool failing_next(DbRows *rows)
{
    rows->failed = store_fails_now(rows->link, &rows->err);
    return !rows->failed && store_faults.real->next(rows);
}

static bool failing_begin(Link *link, Err *err) { return !store_fails_now(link, err) && store_faults.real->begin(link, err); }
static bool failing_script(Link *link, const char *text, Err *err) { return !store_fails_now(link, err) && store_faults.real->script(link, text, err); }

static bool failing_commit(Link *link, Err *err)
{
    if (!store_fails_now(link, err)) return store_faults.real->commit(link, err);
    store_faults.real->rollback(link);
    return false;
}

static bool failing_open(const char *url, const DbOptions *options, bool writes, Link **out, Err *err)
{
    if (!store_faults.real->open(url, options, writes, out, err)) return false;
    (*out)->driver = &store_faults.failing;
    return true;
}

static inline void store_failing(Db *db, uint32_t n)
{
    if (db->driver != &store_faults.failing) {
        store_faults.real = db->driver;
        store_faults.failing = *db->driver;
        store_faults.failing.open = failing_open;
        store_faults.failing.run = failing_run;
        store_faults.failing.select = failing_select;
        store_faults.failing.stream = failing_stream;
        store_faults.failing.next = failing_next;
        store_faults.failing.begin = failing_begin;
        store_faults.failing.commit = failing_commit;
        store_faults.failing.script = failing_script;
        db->driver = &store_faults.failing;
        if (db->reader.link != NULL) db->reader.link->driver = db->driver;
        if (db->writer.within.link != NULL) db->writer.within.link->driver = db->driver;
    }
    store_faults.left = n;
    store_faults.failed = false;
}

#endif
