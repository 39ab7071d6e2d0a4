/* The schema over two PostgreSQL servers: every distributed table is hash-partitioned by region_id, half of the regions on each server (postgres_fdw).
 * Rows go to their server and come back, every statement finds its plan, append-only holds. What plain partitions cannot do (ON CONFLICT over foreign ones)
 * is planned on a shard, where all rows of a region are together; see docs/adr/0012. */
#include "store_rows.h"

#include <string.h>

#include "store/migrate_.h"

typedef struct Shards {
    StoreCase *store; /* the coordinator */
    Db *shard[2];
    uint32_t n_tables;
    Str tables[DUMP_TABLES]; /* distributed ones */
} Shards;

static void run_text(StoreCase *store, Link *link, const char *text)
{
    if (!link->driver->script(link, text, &store->err)) fail_msg("%s (%s) in %.300s", store->err.what, store->err.detail, text);
}

static void add_partitions(Shards *shards, Link *link, const char *sql)
{
    StoreCase *store = shards->store;
    uint32_t n;
    const SchemaStatement *statements;
    STORE_OK(store, schema_statements(str_of(sql), store->arena, &n, &statements, &store->err));
    for (uint32_t i = 0; i < n; i++) {
        if (!statements[i].distributed || statements[i].creates.n == 0) continue;
        Str table = statements[i].creates;
        shards->tables[shards->n_tables++] = table;
        for (int k = 0; k < 2; k++)
            run_text(store, link, arena_z(store->arena, arena_printf(store->arena, "CREATE FOREIGN TABLE %.*s_%d PARTITION OF %.*s FOR VALUES WITH (MODULUS 2, REMAINDER %d) SERVER shard%d OPTIONS (table_name '%.*s')",
                STR_ARG(table), k, STR_ARG(table), k, k, STR_ARG(table))));
    }
}

static int setup(void **state)
{
    const char *second = getenv("MERILO_TEST_PG2");
    Shards *shards = calloc(1, sizeof *shards);
    *state = shards;
    void *fixture = (void *)(uintptr_t)1;
    store_setup(&fixture);
    StoreCase *store = shards->store = fixture;
    if (store->db == NULL || second == NULL) return 0;
    const char *servers[] = { store->pg, second };
    Link *link = store->db->writer.within.link; /* opened by «create» */
    run_text(store, link, "CREATE EXTENSION postgres_fdw");
    for (int k = 0; k < 2; k++) {
        char name[20], url[300], text[500];
        snprintf(name, sizeof name, "shard%d", k);
        pg_database(servers[k], name);
        snprintf(url, sizeof url, "postgresql:///%s%s", name, servers[k]);
        STORE_OK(store, db_open(url, NULL, &shards->shard[k], &store->err) && schema_migrate(shards->shard[k], 0, &store->err));
        int n_folder = (int)(strchr(servers[k], '&') - servers[k]) - 6; /* «?host=FOLDER&user=…» */
        snprintf(text, sizeof text, "CREATE SERVER shard%d FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%.*s', dbname '%s', batch_size '1000');"
                                    "CREATE USER MAPPING FOR postgres SERVER shard%d OPTIONS (user 'postgres')", k, n_folder, servers[k] + 6, name, k);
        run_text(store, link, text);
    }
    for (int i = 0; migration_registry[i] != NULL; i++) {
        Buf text;
        buf_init(&text, 0);
        STORE_OK(store, schema_render(str_of(migration_registry[i]->sql), DB_POSTGRESQL, SCHEMA_COORDINATOR, &text, &store->err));
        run_text(store, link, text.at);
        buf_free(&text);
        add_partitions(shards, link, migration_registry[i]->sql);
    }
    return 0;
}

static int teardown(void **state)
{
    Shards *shards = *state;
    for (int k = 0; k < 2; k++) db_close(shards->shard[k]);
    void *fixture = shards->store;
    store_teardown(&fixture);
    free(shards);
    return 0;
}

static Shards *sharded(void **state)
{
    Shards *shards = *state;
    if (shards->n_tables == 0) skip();
    return shards;
}

static int64_t count_in(StoreCase *store, Db *db, Str table)
{
    Sql sql = { .text = arena_z(store->arena, arena_printf(store->arena, "SELECT count(*) FROM %.*s", STR_ARG(table))) };
    bool found;
    DbRows *rows = db_one(db_reader(db), &sql, DB_NO_ARGS, &found, &store->err);
    STORE_OK(store, rows != NULL);
    int64_t n = db_int(rows, 0);
    assert_true(db_end(rows, &store->err));
    return n;
}

/* The foreign partitions stand in the list of tables as well; they are reached through their parents. */
static uint32_t columns_of_parents(Shards *shards, StoreColumn *out)
{
    const StoreColumn *all;
    uint32_t n_all = store_columns(shards->store, &all), n = 0;
    for (uint32_t i = 0; i < n_all; i++)
        for (uint32_t k = 0; k < shards->n_tables; k++)
            if (str_eq(all[i].table, shards->tables[k])) out[n++] = all[i];
    return n;
}

/* A shard is one server's business in a transaction (postgres_fdw has no two-phase commit): here a transaction for each row, as the program writes within a region. */
static bool fill_one_row(DbWrite *write, void *context, Err *err)
{
    StoreFill *fill = context;
    Arena *arena = fill->store->arena;
    Str names = STR_EMPTY, values = STR_EMPTY;
    DbArg row[DUMP_COLUMNS];
    for (uint32_t i = 0; i < fill->n; i++) {
        const char *arg = arena_z(arena, arena_printf(arena, "c%u", i));
        names = arena_printf(arena, "%.*s%s%.*s", STR_ARG(names), i == 0 ? "" : ", ", STR_ARG(fill->columns[i].name));
        values = arena_printf(arena, "%.*s%s:%s", STR_ARG(values), i == 0 ? "" : ", ", arg);
        row[i] = store_value(&fill->columns[i], fill->row, arg, arena);
    }
    Sql sql = { .text = arena_z(arena, arena_printf(arena, "INSERT INTO %.*s (%.*s) VALUES (%.*s)", STR_ARG(fill->columns[0].table), STR_ARG(names), STR_ARG(values))), .writes = true };
    return db_run(write, &sql, row, fill->n, NULL, err);
}

static void test_rows_go_to_their_server_and_come_back(void **state)
{
    Shards *shards = sharded(state);
    StoreCase *store = shards->store;
    StoreColumn *columns = arena_array(store->arena, StoreColumn, 2000);
    uint32_t n = columns_of_parents(shards, columns), n_seen = 0;
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && str_eq(columns[to].table, columns[from].table);) to++;
        StoreFill fill = { .store = store, .columns = columns + from, .n = to - from };
        for (fill.row = 0; fill.row < STORE_ROWS; fill.row++) STORE_OK(store, db_tx(store->db, fill_one_row, &fill, &store->err));
        Str table = columns[from].table;
        DumpShape shape = { .name = table };
        n_seen += store_check_rows(store, columns + from, to - from, &shape);
        int64_t first = count_in(store, shards->shard[0], table), second = count_in(store, shards->shard[1], table);
        assert_int_equal(first + second, STORE_ROWS);
        assert_true(first > 0 && second > 0);
        assert_int_equal(count_in(store, store->db, table), STORE_ROWS);
    }
    assert_true(n_seen > 100 * STORE_ROWS);
}

static bool conflict_over_distributed(const Shards *shards, const Sql *sql)
{
    Str text = str_of(sql->text);
    if (str_find(text, STR("ON CONFLICT (region_id")) != SIZE_MAX) return true; /* the key of a region: whole on its shard */
    for (uint32_t i = 0; i < shards->n_tables; i++) {
        Arena *arena = shards->store->arena;
        if (str_starts(text, arena_printf(arena, "INSERT INTO %.*s ", STR_ARG(shards->tables[i])))) assert_true(str_find(text, STR("ON CONFLICT (")) == SIZE_MAX);
    }
    return false;
}

static void test_every_statement_has_a_plan(void **state)
{
    Shards *shards = sharded(state);
    StoreCase *store = shards->store;
    uint32_t n, n_bad = 0, n_on_shard = 0;
    const Sql *const *all = db_statements(&n);
    Link *links[2];
    STORE_OK(store, pg_driver.open(store->url, &(DbOptions){ 0 }, true, &links[0], &store->err));
    STORE_OK(store, pg_driver.open(shards->shard[1]->url, &(DbOptions){ 0 }, true, &links[1], &store->err));
    run_text(store, links[0], "CREATE TABLE schema_migration (version bigint, name text, sha256 text, applied_at bigint)"); /* the coordinator's own list; not migrated here */
    for (uint32_t i = 0; i < n; i++) {
        bool on_shard = conflict_over_distributed(shards, all[i]);
        n_on_shard += on_shard;
        Str plan;
        if (!links[on_shard]->driver->explain(links[on_shard], all[i], store->arena, &plan, &store->err)) {
            n_bad++;
            fprintf(stderr, "%s: %s (%s)\n", all[i]->name, store->err.what, store->err.detail);
        }
    }
    for (int k = 0; k < 2; k++) links[k]->driver->close(links[k]);
    assert_int_equal(n_bad, 0);
    assert_true(n > 20 && n_on_shard > 0 && n_on_shard < n / 4);
}

static bool change_audit(DbWrite *write, void *context, Err *err)
{
    (void)context;
    const Sql sql = { .text = "UPDATE audit SET verb = 'x'", .writes = true };
    return db_run(write, &sql, DB_NO_ARGS, NULL, err);
}

static void test_facts_are_only_added_on_shards_too(void **state)
{
    Shards *shards = sharded(state);
    assert_false(db_tx(shards->store->db, change_audit, NULL, &shards->store->err));
    assert_int_equal(shards->store->err.code, ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_go_to_their_server_and_come_back), cmocka_unit_test(test_every_statement_has_a_plan), cmocka_unit_test(test_facts_are_only_added_on_shards_too),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
