/* When things go wrong: a full or read-only disk, a damaged file, a killed program, a lost server. Nothing acknowledged is lost, and the words say what to do. */
#include "store_failing.h"
#include "store_rows.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/dump.h"
#include "store/sqlite_.h"
#include "store/sqlite_place_.h"

SQL_WRITE(pair_put, "INSERT INTO pair (id, half, bytes) VALUES (:id, :half, :bytes)");
SQL_SCAN(pair_count, "a test", "SELECT count(*), count(DISTINCT id), coalesce(max(id), 0) FROM pair");
SQL_SCAN(pair_all, "a test", "SELECT id, bytes FROM pair");
SQL_SCAN(pg_own_pid, "a test", "SELECT pg_backend_pid()");
SQL_SCAN(pg_guests, "a test", "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()");
SQL_SCAN(sqlite_check, "a test", "SELECT integrity_check FROM pragma_integrity_check");

static bool run_script(DbWrite *write, void *context, Err *err)
{
    Link *link = db_within(write)->link;
    return link->driver->script(link, context, err);
}

static StoreCase *with_pairs(void **state)
{
    StoreCase *store = store_case(state);
    static char sqlite[] = "CREATE TABLE pair (id INTEGER NOT NULL, half INTEGER NOT NULL, bytes BLOB, PRIMARY KEY (id, half)) STRICT";
    static char pg[] = "CREATE TABLE pair (id bigint NOT NULL, half bigint NOT NULL, bytes bytea, PRIMARY KEY (id, half))";
    STORE_OK(store, db_tx(store->db, run_script, store->pg != NULL ? pg : sqlite, &store->err));
    return store;
}

static char filler[20000];
typedef struct Pair { int64_t id; size_t n_bytes; } Pair;
static bool put_pair(DbWrite *write, void *context, Err *err)
{
    const Pair *pair = context;
    for (int half = 0; half < 2; half++)
        if (!db_run(write, &pair_put, DB_ARGS(DB_INT("id", pair->id), DB_INT("half", half), DB_BLOB("bytes", ((Str){ filler, pair->n_bytes }))), NULL, err)) return false;
    return true;
}

/* Whole pairs only; gives how many, and the last. */
static int64_t whole_pairs(StoreCase *store, Db *db, int64_t *last)
{
    bool found;
    DbRows *rows = db_one(db_reader(db), &pair_count, DB_NO_ARGS, &found, &store->err);
    STORE_OK(store, rows != NULL);
    int64_t n_rows = db_int(rows, 0), n = db_int(rows, 1);
    *last = db_int(rows, 2);
    assert_true(db_end(rows, &store->err));
    assert_int_equal(n_rows, 2 * n);
    return n;
}

static void same_as_new(StoreCase *store)
{
    bool found;
    DbRows *rows = db_one(db_reader(store->db), &sqlite_check, DB_NO_ARGS, &found, &store->err);
    STORE_OK(store, rows != NULL);
    assert_true(found && str_eq(db_text(rows, 0, store->arena), STR("ok")));
    assert_true(db_end(rows, &store->err));
}

/* Writes until killed; the parent reads the number of every acknowledged pair from the pipe. */
static _Noreturn void write_until_killed(const char *url, int out, int64_t from)
{
    Db *db;
    Err err;
    if (!db_open(url, NULL, &db, &err)) _exit(1);
    for (int64_t id = from;; id++) {
        if (!db_tx(db, put_pair, &(Pair){ id, 3000 }, &err)) _exit(2);
        if (write(out, &id, sizeof id) != sizeof id) _exit(3);
    }
}

/* Connections to this database. */
static int64_t n_guests(StoreCase *store)
{
    bool found;
    DbRows *rows = db_one(db_reader(store->db), &pg_guests, DB_NO_ARGS, &found, &store->err);
    STORE_OK(store, rows != NULL);
    int64_t n = db_int(rows, 0);
    assert_true(db_end(rows, &store->err));
    return n;
}

static void test_killed_while_writing(void **state)
{
    StoreCase *store = with_pairs(state);
    int64_t last = 0, n_own = store->pg != NULL ? n_guests(store) : 0;
    for (int round = 0; round < 15; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) write_until_killed(store->url, ends[1], last + 1);
        close(ends[1]);
        int64_t acknowledged = last, id;
        if (read(ends[0], &id, sizeof id) == sizeof id) acknowledged = id;
        clock_sleep_ms((uint32_t)(round * 7 % 40));
        kill(child, SIGKILL);
        while (read(ends[0], &id, sizeof id) == sizeof id) acknowledged = id;
        close(ends[0]);
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        assert_true(acknowledged > last);
        for (int i = 0; store->pg != NULL && n_guests(store) > n_own; i++) { /* the server may be finishing the last COMMIT that nobody waits for */
            assert_true(i < 6000);
            clock_sleep_ms(5);
        }
        int64_t n = whole_pairs(store, store->db, &last);
        assert_int_equal(n, last);
        assert_true(last == acknowledged || last == acknowledged + 1); /* one may have been written without being told */
    }
    if (store->pg == NULL) same_as_new(store);
}

static void test_no_room_left(void **state)
{
    StoreCase *store = with_pairs(state);
    STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ 1, 10 }, &store->err));
    Link *link = store->db->writer.within.link;
    STORE_OK(store, link->driver->script(link, "PRAGMA max_page_count = 12", &store->err));
    int64_t id = 2, last;
    while (id < 100 && db_tx(store->db, put_pair, &(Pair){ id, 9000 }, &store->err)) id++;
    assert_true(id < 100);
    assert_int_equal(store->err.code, ERR_IO);
    assert_non_null(strstr(store->err.what, "кончилось место"));
    assert_true(store->err.hint[0] != '\0');
    assert_int_equal(whole_pairs(store, store->db, &last), id - 1);
    STORE_OK(store, link->driver->script(link, "PRAGMA max_page_count = 100000", &store->err));
    STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ id, 9000 }, &store->err)); /* goes on once there is room */
    same_as_new(store);
}

/* A disk of its own, where the test may mount one. */
static void test_a_real_full_and_read_only_disk(void **state)
{
    StoreCase *store = store_case(state);
    char folder[100], url[140];
    snprintf(folder, sizeof folder, "%s/disk", store->folder);
    snprintf(url, sizeof url, "%s/small.db", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    if (mount("tmpfs", folder, "tmpfs", 0, "size=600k") != 0) skip();
    Db *db;
    STORE_OK(store, db_open(url, &(DbOptions){ .create = true }, &db, &store->err));
    STORE_OK(store, db_tx(db, run_script, "CREATE TABLE pair (id INTEGER NOT NULL, half INTEGER NOT NULL, bytes BLOB, PRIMARY KEY (id, half)) STRICT", &store->err));
    int64_t id = 1, last;
    while (id < 100 && db_tx(db, put_pair, &(Pair){ id, 20000 }, &store->err)) id++;
    bool full = id > 1 && id < 100 && store->err.code == ERR_IO && strstr(store->err.what, "кончилось место") != NULL;
    int64_t n = whole_pairs(store, db, &last);
    bool remounted = mount("tmpfs", folder, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=600k") == 0;
    Err refused = { 0 };
    bool written = remounted && db_tx(db, put_pair, &(Pair){ id, 10 }, &refused);
    db_close(db);
    umount(folder);
    assert_true(full);
    assert_int_equal(n, id - 1);
    assert_false(written);
    if (remounted) assert_int_equal(refused.code, ERR_IO);
}

/* As somebody who may not write there; root may everywhere, so it becomes nobody first. Exit: the code of the refusal. */
static int refused_as_nobody(const char *url, bool create)
{
    pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(99);
        Db *db;
        Err err = { 0 };
        bool ok = db_open(url, &(DbOptions){ .create = create }, &db, &err) && db_tx(db, put_pair, &(Pair){ 50, 1 }, &err);
        if (!ok && err.hint[0] == '\0') _exit(98);
        _exit(ok ? 0 : (int)err.code);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_a_folder_without_the_right_to_write(void **state)
{
    StoreCase *store = with_pairs(state);
    char other[100];
    snprintf(other, sizeof other, "%s/new.db", store->folder);
    chmod(store->url, 0444);
    chmod(store->folder, 0555);
    assert_int_equal(refused_as_nobody(store->url, false), ERR_IO);
    assert_int_equal(refused_as_nobody(other, true), ERR_IO);
    chmod(store->folder, 0700);
}

static void test_a_damaged_file(void **state)
{
    StoreCase *store = with_pairs(state);
    for (int64_t id = 1; id < 60; id++) STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ id, 1000 }, &store->err));
    db_close(store->db); /* the last to leave writes everything into the file */
    store->db = NULL;
    int fd = open(store->url, O_RDWR);
    struct stat about;
    assert_int_equal(fstat(fd, &about), 0);
    memset(filler, 0xA5, sizeof filler);
    for (off_t at = 4096 * 2; at + 4096 <= about.st_size; at += 4096 * 3) assert_int_equal(pwrite(fd, filler, 4096, at), 4096);
    close(fd);
    memset(filler, 0, sizeof filler);
    Db *db;
    Err err = { 0 };
    bool ok = db_open(store->url, NULL, &db, &err);
    if (ok) {
        DbRows *rows = db_select(db_reader(db), &pair_all, DB_NO_ARGS, &err);
        while (db_next(rows)) db_blob(rows, 1, store->arena);
        ok = db_end(rows, &err);
        db_close(db);
    }
    assert_false(ok);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.hint, "merilo restore"));
}

static void test_busy_is_told(void **state)
{
    StoreCase *store = with_pairs(state);
    Db *other;
    STORE_OK(store, db_open(store->url, NULL, &other, &store->err));
    STORE_OK(store, db_tx(other, put_pair, &(Pair){ 1, 1 }, &store->err));
    Link *holds = other->writer.within.link, *waits = store->db->writer.within.link;
    STORE_OK(store, holds->driver->begin(holds, &store->err));
    if (store->pg != NULL) {
        STORE_OK(store, holds->driver->script(holds, "LOCK TABLE pair", &store->err));
        STORE_OK(store, waits->driver->script(waits, "SET lock_timeout = '50ms'", &store->err));
    } else {
        sqlite3_busy_timeout(((SqliteLink *)waits)->db, 50);
    }
    assert_false(db_tx(store->db, put_pair, &(Pair){ 2, 1 }, &store->err));
    assert_int_equal(store->err.code, ERR_BUSY);
    holds->driver->rollback(holds);
    STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ 2, 1 }, &store->err));
    db_close(other);
}

static void lose(StoreCase *store, Link *link)
{
    DbRows *rows = link->driver->select(link, &pg_own_pid, DB_NO_ARGS, &store->err);
    assert_non_null(rows);
    assert_true(link->driver->next(rows));
    DbArg pid;
    link->driver->cell(rows, 0, &pid);
    link->driver->end(rows);
    Link *killer;
    char text[100];
    snprintf(text, sizeof text, "SELECT pg_terminate_backend(%d, 30000)", (int)pid.i);
    STORE_OK(store, pg_driver.open(store->url, &(DbOptions){ 0 }, true, &killer, &store->err));
    STORE_OK(store, killer->driver->script(killer, text, &store->err));
    killer->driver->close(killer);
}

static uint32_t n_lost;
static bool put_and_lose_once(DbWrite *write, void *context, Err *err)
{
    if (n_lost++ == 0) lose(context, db_within(write)->link);
    return put_pair(write, &(Pair){ 10, 1 }, err);
}

/* Between transactions a new connection is made without a word; in the middle of one it is done again from its beginning. */
static void test_the_server_was_restarted(void **state)
{
    StoreCase *store = with_pairs(state);
    int64_t last;
    STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ 1, 1 }, &store->err));
    assert_int_equal(whole_pairs(store, store->db, &last), 1);
    lose(store, store->db->reader.link);
    lose(store, store->db->writer.within.link);
    assert_int_equal(whole_pairs(store, store->db, &last), 1);
    STORE_OK(store, db_tx(store->db, put_pair, &(Pair){ 2, 1 }, &store->err));
    n_lost = 0;
    STORE_OK(store, db_tx(store->db, put_and_lose_once, store, &store->err));
    assert_true(n_lost > 1);
    assert_int_equal(whole_pairs(store, store->db, &last), 3);
    /* A view of one moment cannot go on over another connection. */
    STORE_OK(store, db_read_begin(db_reader(store->db), &store->err));
    lose(store, store->db->reader.link);
    bool found;
    assert_null(db_one(db_reader(store->db), &pair_count, DB_NO_ARGS, &found, &store->err));
    assert_int_equal(store->err.code, ERR_IO);
    db_read_end(db_reader(store->db));
    assert_int_equal(whole_pairs(store, store->db, &last), 3);
}

/* Migration, a transaction with reading inside, a copy saved, a copy restored: each call of the database fails once. */
static void test_every_call_fails_in_turn(void **state)
{
    StoreCase *store = store_case(state);
    char path[200], url[300];
    snprintf(path, sizeof path, "%s/copy", store->folder);
    uint32_t n = 1, n_failed = 0;
    for (;; n++) {
        store_failing(store->db, n);
        if (schema_migrate(store->db, 0, &store->err)) break;
        assert_true(store_faults.failed && store->err.hint[0] != '\0');
        n_failed++;
        SchemaState schema;
        store_failing(store->db, 0);
        STORE_OK(store, schema_state(store->db, &schema, &store->err));
    }
    store_failing(store->db, 0);
    store_fill(store, false);
    DumpSummary summary;
    for (n = 1;; n++) {
        store_failing(store->db, n);
        if (dump_save(store->db, path, NULL, store->arena, &summary, &store->err)) break;
        assert_true(store_faults.failed && !file_exists(path));
        n_failed++;
        n += n / 16; /* every one of the first, then fewer: rows are many */
    }
    store_failing(store->db, 0);
    for (n = 1;; n += 1 + n / 2) {
        snprintf(url, sizeof url, "%s/back%u.db", store->folder, n);
        Db *back;
        STORE_OK(store, db_open(url, &(DbOptions){ .create = true }, &back, &store->err));
        store_failing(back, n);
        bool ok = dump_load(path, back, NULL, store->arena, &summary, &store->err);
        assert_true(ok || store_faults.failed);
        store_failing(back, 0);
        if (!ok) {
            STORE_OK(store, dump_load(path, back, NULL, store->arena, &summary, &store->err)); /* nothing of the first attempt is there */
            n_failed++;
        }
        db_close(back);
        if (ok) break;
    }
    assert_true(n_failed > 50);
}

static void test_places_on_a_network(void **state)
{
    (void)state;
    static const uint64_t networks[] = { 0x6969, 0xFF534D42, 0xFE534D42, 0x517B, 0x01021997, 0x00C36400 };
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) assert_non_null(sqlite_network_place(networks[i], ""));
    static const uint64_t disks[] = { 0xEF53 /* ext4 */, 0x58465342 /* xfs */, 0x9123683E /* btrfs */, 0x01021994 /* tmpfs */, 0x2FC12FC1 /* zfs */, 0x794C7630 /* overlay */ };
    for (size_t i = 0; i < sizeof disks / sizeof *disks; i++) assert_null(sqlite_network_place(disks[i], ""));
    assert_non_null(sqlite_network_place(0x65735546, "fuse.sshfs"));
    assert_non_null(sqlite_network_place(0x65735546, ""));
    assert_null(sqlite_network_place(0x65735546, "fuseblk"));
}

static void test_wrong_servers(void **state)
{
    StoreCase *store = store_case(state);
    Db *db;
    char url[400];
    snprintf(url, sizeof url, "postgresql:///no_such_base%s", store->pg);
    assert_false(db_open(url, NULL, &db, &store->err));
    assert_int_equal(store->err.code, ERR_NOT_FOUND);
    snprintf(url, sizeof url, "postgresql://someone:secret@/base?host=%s", store->folder);
    assert_false(db_open(url, NULL, &db, &store->err));
    assert_int_equal(store->err.code, ERR_IO);
    assert_null(strstr(store->err.what, "secret"));
    Str name = pg_driver.name(url, store->arena);
    assert_true(str_find(name, STR("secret")) == SIZE_MAX && str_find(name, STR("someone@")) != SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_killed_while_writing), ON_SQLITE(test_no_room_left), ON_SQLITE(test_a_real_full_and_read_only_disk), ON_SQLITE(test_a_folder_without_the_right_to_write),
        ON_SQLITE(test_a_damaged_file), BOTH(test_busy_is_told), ON_SQLITE(test_every_call_fails_in_turn), ON_POSTGRESQL(test_the_server_was_restarted), cmocka_unit_test(test_places_on_a_network),
        ON_POSTGRESQL(test_wrong_servers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
