/* Tests of the database run on both engines: BOTH(name) makes two cases of one function. A fresh empty database for each: an SQLite file in a folder of its own,
 * or a database of the PostgreSQL server that tests/postgres.py started (MERILO_TEST_PG, a URL without a database; absent: these cases are skipped). */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/driver_.h"
#include "store/migrate.h"

typedef struct StoreCase {
    const char *pg; /* NULL: SQLite */
    char folder[64], url[300];
    Arena *arena;
    Db *db;
    Err err;
} StoreCase;

#define STORE_OK(store, call)                                                                  \
    do {                                                                                       \
        if (!(call)) fail_msg("%s: %s (%s)", #call, (store)->err.what, (store)->err.detail);   \
    } while (0)

/* A server's database of that name, made anew. */
static void pg_database(const char *server, const char *name)
{
    Link *link;
    Err err;
    char url[300], text[200];
    snprintf(url, sizeof url, "postgresql:///postgres%s", server);
    if (!pg_driver.open(url, &(DbOptions){ 0 }, true, &link, &err)) fail_msg("%s (%s)", err.what, err.detail);
    snprintf(text, sizeof text, "DROP DATABASE IF EXISTS %s", name);
    if (!link->driver->script(link, text, &err)) fail_msg("%s (%s)", err.what, err.detail);
    snprintf(text, sizeof text, "CREATE DATABASE %s TEMPLATE template0", name);
    if (!link->driver->script(link, text, &err)) fail_msg("%s (%s)", err.what, err.detail);
    link->driver->close(link);
}

static int store_setup(void **state)
{
    static int n_cases;
    StoreCase *store = calloc(1, sizeof *store);
    assert_non_null(store);
    store->arena = arena_new(0);
    snprintf(store->folder, sizeof store->folder, "%s/merilo-store-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(store->folder));
    if (*state != NULL) store->pg = getenv("MERILO_TEST_PG");
    if (*state != NULL && store->pg != NULL) {
        char name[40];
        snprintf(name, sizeof name, "t%d_%d", (int)getpid(), n_cases++);
        pg_database(store->pg, name);
        snprintf(store->url, sizeof store->url, "postgresql:///%s%s", name, store->pg);
    } else {
        snprintf(store->url, sizeof store->url, "%s/merilo.db", store->folder);
    }
    if (*state == NULL || store->pg != NULL) STORE_OK(store, db_open(store->url, &(DbOptions){ .create = true, .node = 1 }, &store->db, &store->err));
    *state = store;
    return 0;
}

static int store_teardown(void **state)
{
    StoreCase *store = *state;
    db_close(store->db);
    arena_free(store->arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", store->folder);
    int status = system(command);
    free(store);
    return status;
}

/* The case's own state; skips where PostgreSQL is absent. */
static inline StoreCase *store_case(void **state)
{
    StoreCase *store = *state;
    if (store->db == NULL) skip();
    return store;
}

#define ON_SQLITE(f)     { #f " [SQLite]", f, store_setup, store_teardown, NULL }
#define ON_POSTGRESQL(f) { #f " [PostgreSQL]", f, store_setup, store_teardown, (void *)(uintptr_t)1 }
#define BOTH(f)          ON_SQLITE(f), ON_POSTGRESQL(f)

#endif
