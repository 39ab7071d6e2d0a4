/* Schema and statements: every statement prepares on a fresh schema of both engines and reads no growing table whole unless it says why it may;
 * the schema keeps the rules that leave sharding open; migrations go forward once, whole or not at all. */
#include "store_fixture.h"

#include <string.h>
#include <sys/wait.h>

#include "base/hash.h"
#include "store/migrate_.h"

static StoreCase *migrated(void **state)
{
    StoreCase *store = store_case(state);
    STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    return store;
}

static int last_step(void)
{
    int n = 0;
    while (migration_registry[n] != NULL) n++;
    return n;
}

/* Lines of a plan that read a whole table. */
static bool reads_whole(StoreCase *store, Str plan, Str *line)
{
    bool pg = db_engine(store->db) == DB_POSTGRESQL;
    for (size_t i = 0; i < plan.n;) {
        Str rest = str_slice(plan, i, plan.n);
        size_t end = str_find(rest, STR("\n"));
        *line = str_slice(rest, 0, end == SIZE_MAX ? rest.n : end);
        i += line->n + 1;
        Str trimmed = str_trim(*line), next = str_slice(rest, line->n < rest.n ? line->n + 1 : rest.n, rest.n);
        next = str_trim(str_slice(next, 0, str_find(next, STR("\n")) == SIZE_MAX ? next.n : str_find(next, STR("\n"))));
        bool constant = str_find(trimmed, STR("CONSTANT ROW")) != SIZE_MAX; /* «SCAN 10 CONSTANT ROWS»: what VALUES lists */
        bool whole = !pg && str_starts(trimmed, STR("SCAN ")) && !constant && !str_starts(trimmed, STR("SCAN (subquery")) && !str_starts(trimmed, STR("SCAN few")); /* «few»: what a LIMIT inside has left */
        whole = whole || (pg && str_find(trimmed, STR("Seq Scan on ")) != SIZE_MAX);
        /* An index read from end to end is the whole table as well. */
        whole = whole || (pg && str_find(trimmed, STR("Index ")) != SIZE_MAX && str_find(trimmed, STR("Scan using ")) != SIZE_MAX && !str_starts(next, STR("Index Cond")));
        if (whole) return true;
    }
    return false;
}

static void test_statements(void **state)
{
    StoreCase *store = migrated(state);
    uint32_t n, n_bad = 0;
    const Sql *const *all = db_statements(&n);
    assert_true(n > 20);
    Link *link;
    STORE_OK(store, store->db->driver->open(store->url, &(DbOptions){ 0 }, true, &link, &store->err));
    for (uint32_t i = 0; i < n; i++) {
        Str plan = STR_EMPTY, line;
        bool ok = link->driver->explain(link, all[i], store->arena, &plan, &store->err);
        if (!ok) fprintf(stderr, "%s: %s (%s)\n", all[i]->name, store->err.what, store->err.detail);
        bool whole = ok && all[i]->scan == NULL && reads_whole(store, plan, &line);
        if (whole) fprintf(stderr, "%s reads a whole table: %.*s\n", all[i]->name, STR_ARG(line));
        n_bad += !ok || whole;
        for (uint32_t k = 0; k < i; k++) n_bad += strcmp(all[i]->name, all[k]->name) == 0 && fprintf(stderr, "%s stands twice\n", all[i]->name) > 0;
    }
    link->driver->close(link);
    assert_int_equal(n_bad, 0);
    fprintf(stderr, "%u statements\n", n);
}

static bool may_be_null(StoreCase *store, Str text, Str column)
{
    for (int i = 0; i < last_step(); i++) {
        const SchemaStatement *statements;
        uint32_t n;
        STORE_OK(store, schema_statements(str_of(migration_registry[i]->sql), store->arena, &n, &statements, &store->err));
        for (uint32_t s = 0; s < n; s++) {
            if (statements[s].creates.n == 0 || str_find(text, arena_printf(store->arena, " %.*s ", STR_ARG(statements[s].creates))) == SIZE_MAX) continue;
            Str line = arena_printf(store->arena, "\n  %.*s {", STR_ARG(column));
            size_t at = str_find(statements[s].text, line);
            if (at == SIZE_MAX) continue;
            Str rest = str_slice(statements[s].text, at + 1, statements[s].text.n);
            if (str_find(str_slice(rest, 0, str_find(rest, STR("--"))), STR("NOT NULL")) == SIZE_MAX) return true;
        }
    }
    return false;
}

/* SQLite puts nothing first, PostgreSQL last: an order by a column that may be empty says which. */
static uint32_t unclear_orders(StoreCase *store, const Sql *sql)
{
    Str text = str_of(sql->text);
    uint32_t n_bad = 0;
    for (size_t at; (at = str_find(text, STR("ORDER BY "))) != SIZE_MAX;) {
        text = str_slice(text, at + 9, text.n);
        int depth = 0;
        for (size_t i = 0, from = 0; i <= text.n && depth >= 0; i++) {
            char c = i < text.n ? text.at[i] : ')';
            depth += (c == '(') - (c == ')');
            bool limit = str_starts(str_slice(text, i, text.n), STR(" LIMIT"));
            if (depth > 0 || (depth == 0 && c != ',' && !limit)) continue;
            Str item = str_trim(str_slice(text, from, i));
            size_t end = str_find(item, STR(" ")), dot = str_find(item, STR("."));
            Str name = str_slice(item, dot == SIZE_MAX ? 0 : dot + 1, end == SIZE_MAX ? item.n : end);
            bool plain = str_find(item, STR("(")) == SIZE_MAX && str_find(str_of(sql->text), arena_printf(store->arena, "%.*s IS NOT NULL", STR_ARG(name))) == SIZE_MAX && str_find(item, STR("NULLS")) == SIZE_MAX && (dot == SIZE_MAX || end == SIZE_MAX || dot < end);
            if (plain && may_be_null(store, str_of(sql->text), name)) n_bad++, fprintf(stderr, "%s orders by %.*s, which may be NULL: say NULLS FIRST or LAST\n", sql->name, STR_ARG(name));
            from = i + 1;
            if (limit) break;
        }
    }
    return n_bad;
}

static void test_orders_are_the_same(void **state)
{
    StoreCase *store = store_case(state);
    uint32_t n, n_bad = 0;
    const Sql *const *all = db_statements(&n);
    for (uint32_t i = 0; i < n; i++) n_bad += unclear_orders(store, all[i]);
    assert_int_equal(n_bad, 0);
    assert_int_equal(unclear_orders(store, &(Sql){ .name = "a", .text = "SELECT 1 FROM org o ORDER BY o.name_key, o.closed_at DESC, o.code LIMIT 1" }), 1);
    assert_int_equal(unclear_orders(store, &(Sql){ .name = "b", .text = "SELECT 1 FROM org o ORDER BY COALESCE(o.closed_at, 0), o.closed_at NULLS LAST, o.code" }), 0);
}

static bool has(Str text, const char *part) { return str_find(text, str_of(part)) != SIZE_MAX; }

static void test_every_column_is_explained(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    uint32_t n_bad = 0, n_columns = 0;
    Err err;
    for (int i = 0; i < last_step(); i++) {
        const SchemaStatement *statements;
        uint32_t n;
        assert_true(schema_statements(str_of(migration_registry[i]->sql), arena, &n, &statements, &err));
        for (uint32_t s = 0; s < n; s++) {
            const SchemaColumn *columns;
            uint32_t n_here = statements[s].creates.n > 0 ? schema_columns(&statements[s], arena, &columns) : 0;
            for (uint32_t c = 0; c < n_here; c++)
                if (columns[c].comment.n == 0) n_bad++, fprintf(stderr, "%.*s.%.*s has no comment\n", STR_ARG(columns[c].table), STR_ARG(columns[c].name));
            bool added = has(statements[s].text, "ADD COLUMN");
            if (added && !has(statements[s].text, "-- ")) n_bad++, fprintf(stderr, "no comment: %.*s\n", STR_ARG(statements[s].text));
            n_columns += n_here;
        }
    }
    arena_free(arena);
    assert_int_equal(n_bad, 0);
    assert_true(n_columns > 100);
}

static void test_comments_are_missed(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    uint32_t n;
    const SchemaStatement *statements;
    const SchemaColumn *columns;
    Err err;
    assert_true(schema_statements(STR("-- words; and more\n--@ append-only distributed\nCREATE TABLE a (\n  x {int}, -- has; one\n  y {int},\n  PRIMARY KEY (x)\n);\n"
                                      "CREATE TRIGGER t BEFORE UPDATE ON a BEGIN SELECT 1; SELECT ';'; END;\nSELECT $$ ; $$;\nCREATE UNIQUE INDEX i ON a (x);"),
        arena, &n, &statements, &err));
    assert_int_equal(n, 4);
    assert_true(str_eq(statements[0].creates, STR("a")) && statements[0].append_only && statements[0].distributed);
    assert_true(str_eq(statements[3].indexes, STR("a")));
    assert_int_equal(schema_columns(&statements[0], arena, &columns), 2);
    assert_true(str_eq(columns[0].comment, STR("has; one")));
    assert_int_equal(columns[1].comment.n, 0);
    assert_false(schema_statements(STR("--@ apend-only\nCREATE TABLE a (x {int});"), arena, &n, &statements, &err));
    arena_free(arena);
}

/* stack.md, 5: the key of distribution is the first column and begins every PRIMARY KEY and UNIQUE; nothing points across. */
static void test_sharding_stays_open(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    uint32_t n_bad = 0, n_distributed = 0;
    Err err;
    for (int i = 0; i < last_step(); i++) {
        const SchemaStatement *statements;
        uint32_t n;
        assert_true(schema_statements(str_of(migration_registry[i]->sql), arena, &n, &statements, &err));
        for (uint32_t s = 0; s < n; s++) {
            Str text = statements[s].text;
            if (has(text, "AUTOINCREMENT") || has(text, "SERIAL")) n_bad++, fprintf(stderr, "ids are made by the program: %.*s\n", STR_ARG(text));
            if (!statements[s].distributed) continue;
            n_distributed++;
            const SchemaColumn *columns;
            bool ok = schema_columns(&statements[s], arena, &columns) > 0 && str_eq(columns[0].name, STR("region_id"));
            ok = ok && has(text, "PRIMARY KEY (region_id") && !has(text, "REFERENCES");
            for (size_t at = 0; at < text.n;) {
                size_t unique = str_find(str_slice(text, at, text.n), STR("UNIQUE"));
                if (unique == SIZE_MAX) break;
                at += unique + 6;
                ok = ok && str_starts(str_slice(text, at, text.n), STR(" (region_id"));
            }
            if (!ok) n_bad++, fprintf(stderr, "%.*s could not be sharded\n", STR_ARG(statements[s].creates));
        }
    }
    arena_free(arena);
    assert_int_equal(n_bad, 0);
    assert_true(n_distributed > 5);
}

static void test_migrations_go_once(void **state)
{
    StoreCase *store = store_case(state);
    SchemaState schema;
    STORE_OK(store, schema_state(store->db, &schema, &store->err));
    assert_true(schema.at == 0 && schema.wanted == last_step() && !schema.newer);
    assert_false(schema_check(store->db, &store->err));
    assert_int_equal(store->err.code, ERR_CONFLICT);
    for (int i = 0; i < 2; i++) STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    STORE_OK(store, schema_state(store->db, &schema, &store->err));
    assert_true(schema.at == last_step() && !schema.newer);
    STORE_OK(store, schema_check(store->db, &store->err));
}

static void test_two_programs_migrate_at_once(void **state)
{
    StoreCase *store = store_case(state);
    pid_t both[2];
    for (int i = 0; i < 2; i++) {
        both[i] = fork();
        if (both[i] != 0) continue;
        Db *db;
        bool ok = db_open(store->url, NULL, &db, &store->err) && schema_migrate(db, 0, &store->err);
        if (!ok) fprintf(stderr, "%s (%s)\n", store->err.what, store->err.detail);
        _exit(ok ? 0 : 1);
    }
    for (int i = 0; i < 2; i++) {
        int status;
        assert_int_equal(waitpid(both[i], &status, 0), both[i]);
        assert_int_equal(status, 0);
    }
    STORE_OK(store, schema_check(store->db, &store->err));
}

typedef struct Script { const char *text; } Script;
static bool run_script(DbWrite *write, void *context, Err *err)
{
    Link *link = db_within(write)->link;
    return link->driver->script(link, ((Script *)context)->text, err);
}

static void test_a_newer_or_another_schema_is_refused(void **state)
{
    StoreCase *store = migrated(state);
    STORE_OK(store, db_tx(store->db, run_script, &(Script){ "UPDATE schema_migration SET sha256 = 'x' WHERE version = 1" }, &store->err));
    assert_false(schema_migrate(store->db, 0, &store->err));
    assert_int_equal(store->err.code, ERR_CONFLICT);
    assert_false(schema_check(store->db, &store->err));
    char hash[65], text[200];
    hash_sha256_hex(str_of(migration_registry[0]->sql), hash);
    snprintf(text, sizeof text, "UPDATE schema_migration SET sha256 = '%s' WHERE version = 1", hash);
    STORE_OK(store, db_tx(store->db, run_script, &(Script){ text }, &store->err));
    STORE_OK(store, schema_check(store->db, &store->err));
    STORE_OK(store, db_tx(store->db, run_script, &(Script){ "INSERT INTO schema_migration VALUES (999, 'later', 'x', 0)" }, &store->err));
    SchemaState schema;
    STORE_OK(store, schema_state(store->db, &schema, &store->err));
    assert_true(schema.newer);
    assert_false(schema_migrate(store->db, 0, &store->err));
    assert_int_equal(store->err.code, ERR_CONFLICT);
}

/* A step that fails half-way leaves nothing of itself. */
static void test_a_step_is_whole(void **state)
{
    StoreCase *store = store_case(state);
    assert_false(db_tx(store->db, run_script, &(Script){ "CREATE TABLE half (x integer); INSERT INTO nowhere VALUES (1);" }, &store->err));
    DbRead *read = db_reader(store->db);
    bool found = true;
    STORE_OK(store, db_link(read, &store->err));
    STORE_OK(store, db_driver(read)->has_table(read->link, "half", &found, &store->err));
    assert_false(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_statements), ON_SQLITE(test_orders_are_the_same), cmocka_unit_test(test_every_column_is_explained), cmocka_unit_test(test_comments_are_missed), cmocka_unit_test(test_sharding_stays_open),
        BOTH(test_migrations_go_once), BOTH(test_two_programs_migrate_at_once), BOTH(test_a_newer_or_another_schema_is_refused), BOTH(test_a_step_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
