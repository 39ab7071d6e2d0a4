/* Copies: the same bytes from both engines, back into either, refused when anything in them changed; one moment while writers go on.
 * And the upgrade: rows of every older schema are all there after migration to today's. */
#include "store_rows.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "store/migrate.h"

static const char *path_in(StoreCase *store, const char *name) { return arena_z(store->arena, arena_printf(store->arena, "%s/%s", store->folder, name)); }

static StoreCase *filled(void **state, bool backwards)
{
    StoreCase *store = store_case(state);
    STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    store_fill(store, backwards);
    return store;
}

/* Without fsync, unlike file_write(): there are hundreds of these. */
static void put_file(const char *path, Str bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static DumpSummary save(StoreCase *store, Db *db, const char *path)
{
    DumpSummary summary;
    STORE_OK(store, dump_save(db, path, NULL, store->arena, &summary, &store->err));
    return summary;
}

/* Both in one process: the second engine is asked for by its own fixture. */
static void test_the_same_bytes_from_both(void **state)
{
    StoreCase *pg = filled(state, true); /* rows entered in another order */
    void *other = NULL;
    store_setup(&other);
    StoreCase *sqlite = filled(&other, false);
    DumpSummary a = save(sqlite, sqlite->db, path_in(sqlite, "a")), b = save(pg, pg->db, path_in(pg, "b"));
    assert_string_equal(a.sha256, b.sha256);
    assert_int_equal(a.n_bytes, b.n_bytes);
    assert_int_equal(a.n_rows, (int)a.n_tables * STORE_ROWS);
    assert_true(a.n_tables > 20);
    for (uint32_t i = 0; i < a.n_tables; i++) {
        assert_false(str_eq(a.tables[i].name, STR("session")) || str_eq(a.tables[i].name, STR("throttle")));
        assert_int_equal(a.tables[i].n_rows, STORE_ROWS);
    }
    store_teardown(&other);
}

/* SQLite → PostgreSQL → SQLite. */
static void test_from_engine_to_engine(void **state)
{
    StoreCase *pg = store_case(state);
    void *other = NULL;
    store_setup(&other);
    StoreCase *sqlite = filled(&other, false);
    DumpSummary first = save(sqlite, sqlite->db, path_in(sqlite, "a")), loaded;
    STORE_OK(pg, dump_load(path_in(sqlite, "a"), pg->db, NULL, pg->arena, &loaded, &pg->err));
    assert_string_equal(loaded.sha256, first.sha256);
    assert_string_equal(save(pg, pg->db, path_in(pg, "b")).sha256, first.sha256);
    Db *back;
    STORE_OK(sqlite, db_open(path_in(sqlite, "back.db"), &(DbOptions){ .create = true }, &back, &sqlite->err));
    STORE_OK(sqlite, dump_load(path_in(pg, "b"), back, NULL, sqlite->arena, &loaded, &sqlite->err));
    assert_string_equal(save(sqlite, back, path_in(sqlite, "c")).sha256, first.sha256);
    assert_false(dump_load(path_in(pg, "b"), back, NULL, sqlite->arena, &loaded, &sqlite->err)); /* never over something */
    assert_int_equal(sqlite->err.code, ERR_CONFLICT);
    db_close(back);
    store_teardown(&other);
}

/* The beginning of a copy tells the last entry of every tree; a broken-off one is refused, not read past its end. */
static void test_heads_of_the_journal(void **state)
{
    StoreCase *store = filled(state, false);
    const char *path = path_in(store, "a"), *bad = path_in(store, "bad");
    save(store, store->db, path);
    static const Sql heads_of_base = { .text = "SELECT region_id, seq, hash FROM audit_head ORDER BY region_id" };
    const DumpHead *heads;
    uint32_t n, i = 0;
    STORE_OK(store, dump_heads(path, store->arena, &n, &heads, &store->err));
    assert_int_equal(n, STORE_ROWS);
    DbRows *rows = db_select(db_reader(store->db), &heads_of_base, DB_NO_ARGS, &store->err);
    for (; db_next(rows); i++) {
        assert_int_equal(heads[i].region_id, db_int(rows, 0));
        assert_int_equal(heads[i].seq, db_int(rows, 1));
        assert_true(str_eq(heads[i].hash, db_text(rows, 2, store->arena)));
    }
    STORE_OK(store, db_end(rows, &store->err));
    assert_int_equal(i, n);
    Str bytes;
    STORE_OK(store, file_read(path, LIMIT_FILE_BYTES, store->arena, &bytes, &store->err));
    size_t n_head = 20 + heads[n - 1].hash.n; /* past the last head of a copy with one */
    for (size_t short_n = 0; short_n < n_head; short_n++) {
        put_file(bad, str_slice(bytes, 0, short_n));
        assert_false(dump_heads(bad, store->arena, &n, &heads, &store->err));
    }
}

static bool stop_late(void *context, Str table, uint64_t n_rows)
{
    (void)table;
    *(uint64_t *)context = n_rows;
    return false;
}

static void test_a_stopped_copy_leaves_nothing(void **state)
{
    StoreCase *store = filled(state, false);
    uint64_t told = 0;
    DumpSummary summary;
    assert_false(dump_save(store->db, path_in(store, "a"), &(DumpProgress){ stop_late, &told }, store->arena, &summary, &store->err));
    assert_true(told > 0);
    assert_false(file_exists(path_in(store, "a")) || file_exists(arena_printf(store->arena, "%s/a.part%d", store->folder, (int)getpid()).at));
    assert_false(dump_save(store->db, path_in(store, "none/a"), NULL, store->arena, &summary, &store->err));
    assert_int_equal(store->err.code, ERR_IO);
}

static void test_a_changed_copy_is_refused(void **state)
{
    StoreCase *store = filled(state, false);
    const char *path = path_in(store, "a"), *bad = path_in(store, "bad");
    DumpSummary summary = save(store, store->db, path), seen;
    STORE_OK(store, dump_verify(path, NULL, store->arena, &seen, &store->err));
    assert_string_equal(seen.sha256, summary.sha256);
    assert_true(seen.n_rows == summary.n_rows && seen.n_bytes == summary.n_bytes && seen.n_tables == summary.n_tables && seen.step == summary.step);
    Str bytes;
    STORE_OK(store, file_read(path, LIMIT_FILE_BYTES, store->arena, &bytes, &store->err));
    uint64_t seed = 1;
    for (int i = 0; i < 200; i++) {
        Arena *arena = arena_new(0);
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t at = (size_t)(seed >> 24) % bytes.n;
        char *copy = arena_alloc(arena, bytes.n + 1);
        memcpy(copy, bytes.at, bytes.n);
        size_t n = bytes.n;
        if (i % 2 == 0) copy[at] = (char)(copy[at] ^ (1 << (seed >> 61)));
        else n = at;
        put_file(bad, (Str){ copy, n });
        assert_false(dump_verify(bad, NULL, arena, &seen, &store->err));
        assert_int_equal(store->err.code, ERR_INPUT);
        arena_free(arena);
    }
}

/* With a true hash over false bytes: lengths, kinds and marks are still checked. */
static void test_a_forged_copy_is_refused(void **state)
{
    StoreCase *store = filled(state, false);
    const char *path = path_in(store, "a"), *bad = path_in(store, "bad");
    save(store, store->db, path);
    Str bytes;
    STORE_OK(store, file_read(path, LIMIT_FILE_BYTES, store->arena, &bytes, &store->err));
    size_t body = bytes.n - 64;
    uint64_t seed = 3;
    int n_refused = 0;
    for (int i = 0; i < 400; i++) {
        Arena *arena = arena_new(0);
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        char *copy = arena_alloc(arena, bytes.n + 1);
        memcpy(copy, bytes.at, bytes.n);
        size_t n = i % 4 == 0 ? 20 + (size_t)(seed >> 24) % (body - 20) : body;
        copy[(size_t)(seed >> 24) % n] = (char)(seed >> 16);
        char hash[65];
        hash_sha256_hex((Str){ copy, n }, hash);
        memcpy(copy + n, hash, 64);
        put_file(bad, (Str){ copy, n + 64 });
        DumpSummary seen;
        bool ok = dump_verify(bad, NULL, arena, &seen, &store->err); /* a changed letter inside a text is a copy of other words */
        n_refused += !ok;
        assert_true(ok || store->err.code == ERR_INPUT || store->err.code == ERR_CONFLICT);
        arena_free(arena);
    }
    assert_true(n_refused > 150);
}

typedef struct Late { StoreCase *store; Db *writer; uint32_t n; } Late;

SQL_WRITE(late_setting, "INSERT INTO setting (name, value, changed_at) VALUES (:name, '', 0)");

static bool put_late(DbWrite *write, void *context, Err *err)
{
    Late *late = context;
    return db_run(write, &late_setting, DB_ARGS(DB_TEXT("name", arena_printf(late->store->arena, "zz%u", late->n))), NULL, err);
}

/* A setting is written each time the copy tells how far it is; «setting» comes near the end of the copy. */
static bool write_meanwhile(void *context, Str table, uint64_t n_rows)
{
    (void)table, (void)n_rows;
    Late *late = context;
    late->n++;
    STORE_OK(late->store, db_tx(late->writer, put_late, late, &late->store->err));
    return true;
}

static void test_a_copy_is_of_one_moment(void **state)
{
    StoreCase *store = filled(state, false);
    DumpSummary before = save(store, store->db, path_in(store, "a")), during;
    Late late = { .store = store, .writer = store->db };
    STORE_OK(store, dump_save(store->db, path_in(store, "b"), &(DumpProgress){ write_meanwhile, &late }, store->arena, &during, &store->err));
    assert_true(late.n > 0);
    assert_string_equal(during.sha256, before.sha256);
    assert_string_not_equal(save(store, store->db, path_in(store, "c")).sha256, before.sha256);
}

static void test_upgrade_keeps_every_value(void **state)
{
    StoreCase *store = store_case(state);
    int last = 0;
    while (migration_registry[last] != NULL) last++;
    for (int from = 1; from <= last; from++) {
        void *other = store->pg != NULL ? (void *)(uintptr_t)1 : NULL;
        store_setup(&other);
        StoreCase *old = other;
        STORE_OK(old, schema_migrate(old->db, from, &old->err));
        store_fill(old, false);
        const StoreColumn *before, *after;
        uint32_t n_before = store_columns(old, &before), n_shapes, n_seen = 0;
        STORE_OK(old, schema_migrate(old->db, 0, &old->err));
        STORE_OK(old, schema_check(old->db, &old->err));
        uint32_t n_after = store_columns(old, &after), n_kept = 0;
        DumpShape *shapes;
        assert_true(db_link(db_reader(old->db), &old->err));
        STORE_OK(old, dump_shapes(db_reader(old->db)->link, old->arena, &n_shapes, &shapes, &old->err));
        for (uint32_t i = 0; i < n_before; i++)
            for (uint32_t k = 0; k < n_after; k++) n_kept += str_eq(before[i].table, after[k].table) && str_eq(before[i].name, after[k].name);
        assert_int_equal(n_kept, n_before); /* a step that drops or renames must be named here with its own check */
        for (uint32_t i = 0; i < n_shapes; i++) n_seen += store_check_rows(old, before, n_before, &shapes[i]);
        assert_true(n_seen > 100 * STORE_ROWS);
        store_teardown(&other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_POSTGRESQL(test_the_same_bytes_from_both), ON_POSTGRESQL(test_from_engine_to_engine), BOTH(test_heads_of_the_journal), BOTH(test_a_stopped_copy_leaves_nothing), ON_SQLITE(test_a_changed_copy_is_refused),
        ON_SQLITE(test_a_forged_copy_is_refused), BOTH(test_a_copy_is_of_one_moment), BOTH(test_upgrade_keeps_every_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
