/* The layer over both engines: values go round, refusals have words, a transaction is whole or not there, a reader cannot write. */
#include "store_fixture.h"

#include <math.h>
#include <string.h>
#include <sys/wait.h>

SQL_WRITE(thing_put, "INSERT INTO thing (region_id, id, name, score, bytes) VALUES (:region, :id, :name, :score, :bytes)");
SQL_WRITE(thing_rename, "UPDATE thing SET name = :name WHERE region_id = :region AND id = :id");
SQL_WRITE(thing_add, "UPDATE thing SET score = score + :more WHERE region_id = :region AND id = :id");
SQL_READ(thing_get, "SELECT name, score, bytes, id FROM thing WHERE region_id = :region AND id = :id");
SQL_SCAN(thing_all, "a test", "SELECT id, name FROM thing WHERE :only IS NULL OR id = :only ORDER BY name, id");
SQL_SCAN(thing_sums, "a test", "SELECT count(*), sum(id), avg(id), min(name), count(*) > 1 FROM thing");
SQL_READ(thing_words, "SELECT ':not' || name FROM thing WHERE region_id = :region AND id = CAST(:id AS bigint) -- a comment: of :nothing\n");

static const char thing_sql[] =
    "--@ append-only\n"
    "CREATE TABLE fact (\n"
    "  id {int} NOT NULL, -- its; number\n"
    "  PRIMARY KEY (id)\n"
    ") {strict};\n"
    "--@ distributed\n"
    "CREATE TABLE thing (\n"
    "  region_id {int} NOT NULL, -- tree\n"
    "  id {int} NOT NULL, -- made by the test's author\n"
    "  name {text}, -- any\n"
    "  score {real}, -- any\n"
    "  bytes {blob}, -- any\n"
    "  PRIMARY KEY (region_id, id)\n"
    ") {strict};\n";

SQL_WRITE(fact_put, "INSERT INTO fact (id) VALUES (:id)");
SQL_WRITE(fact_change, "UPDATE fact SET id = 2");
SQL_WRITE(fact_drop, "DELETE FROM fact");
SQL_SCAN(fact_count, "a test", "SELECT count(*) FROM fact");

#include "store/migrate_.h"

static bool make_tables(DbWrite *write, void *context, Err *err)
{
    (void)context;
    Link *link = db_within(write)->link;
    Buf text;
    buf_init(&text, 0);
    bool ok = schema_render(STR(thing_sql), link->driver->engine, SCHEMA_WHOLE, &text, err) && link->driver->script(link, text.at, err);
    buf_free(&text);
    return ok;
}

static StoreCase *with_things(void **state)
{
    StoreCase *store = store_case(state);
    STORE_OK(store, db_tx(store->db, make_tables, NULL, &store->err));
    return store;
}

typedef struct Put { int64_t id; DbArg name, score, bytes; } Put;
static bool put(DbWrite *write, void *context, Err *err)
{
    const Put *p = context;
    return db_run(write, &thing_put, DB_ARGS(DB_INT("region", 1), DB_INT("id", p->id), p->name, p->score, p->bytes), NULL, err);
}

static bool put_named(StoreCase *store, int64_t id, const char *name)
{
    return db_tx(store->db, put, &(Put){ id, DB_TEXT("name", str_of(name)), DB_REAL("score", 0), DB_NULL("bytes") }, &store->err);
}

static DbRows *get(StoreCase *store, int64_t id)
{
    bool found;
    DbRows *rows = db_one(db_reader(store->db), &thing_get, DB_ARGS(DB_INT("region", 1), DB_INT("id", id)), &found, &store->err);
    STORE_OK(store, rows != NULL);
    assert_true(found);
    return rows;
}

static void test_values_go_round(void **state)
{
    StoreCase *store = with_things(state);
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)i;
    static const double reals[] = { 0.1, 1e-300, -1e300, 5e-324, 1.0 / 3, 3, 9007199254740993.0, -0.0 };
    static const int64_t ids[] = { INT64_MIN, -1, 0, 1, 2147483648, INT64_MAX, 7, 8 };
    for (size_t i = 0; i < 8; i++) {
        Put p = { ids[i], DB_TEXT("name", STR("«Ёж» 😀 '; DROP TABLE thing; --")), DB_REAL("score", reals[i]), DB_BLOB("bytes", ((Str){ bytes, i * 40 })) };
        STORE_OK(store, db_tx(store->db, put, &p, &store->err));
        DbRows *rows = get(store, ids[i]);
        assert_true(str_eq(db_text(rows, 0, store->arena), p.name.s));
        assert_true(db_real(rows, 1) == reals[i]);
        assert_false(signbit(db_real(rows, 1)) && reals[i] == 0); /* one zero in both engines */
        assert_true(str_eq(db_blob(rows, 2, store->arena), p.bytes.s));
        assert_false(db_is_null(rows, 2));
        assert_int_equal(db_int(rows, 3), ids[i]);
        assert_false(db_next(rows));
        assert_true(db_end(rows, &store->err));
    }
}

static void test_nothing_goes_round(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, db_tx(store->db, put, &(Put){ 1, DB_NULL("name"), DB_REAL("score", NAN), DB_NULL("bytes") }, &store->err));
    STORE_OK(store, db_tx(store->db, put, &(Put){ 2, DB_TEXT("name", STR_EMPTY), DB_NULL("score"), DB_BLOB("bytes", STR_EMPTY) }, &store->err));
    DbRows *one = get(store, 1), *two = get(store, 2); /* two at once of one statement */
    for (int i = 0; i < 3; i++) assert_true(db_is_null(one, i));
    assert_int_equal(db_int(one, 1), 0);
    assert_true(isnan(db_real(one, 1)));
    assert_int_equal(db_text(one, 0, store->arena).n, 0);
    assert_false(db_is_null(two, 0));
    assert_true(db_is_null(two, 1));
    assert_false(db_is_null(two, 2));
    assert_true(db_end(one, &store->err) && db_end(two, &store->err));
    bool found;
    DbRows *none = db_one(db_reader(store->db), &thing_get, DB_ARGS(DB_INT("region", 1)), &found, &store->err); /* :id is not bound: NULL */
    assert_non_null(none);
    assert_false(found);
    assert_true(db_end(none, &store->err));
    assert_false(db_end(NULL, &store->err));
}

static void test_order_and_sums_are_the_same(void **state)
{
    StoreCase *store = with_things(state);
    static const char *const names[] = { "б", "Ё", "a", "Z", "а", "я", "10", "9", "" };
    for (int i = 0; i < 9; i++) STORE_OK(store, put_named(store, i, names[i]));
    Str all = STR_EMPTY;
    DbRows *rows = db_select(db_reader(store->db), &thing_all, DB_NO_ARGS, &store->err);
    STORE_OK(store, rows != NULL);
    while (db_next(rows)) all = arena_printf(store->arena, "%.*s|%.*s", STR_ARG(all), STR_ARG(db_text(rows, 1, store->arena)));
    assert_true(db_end(rows, &store->err));
    assert_string_equal(arena_z(store->arena, all), "||10|9|Z|a|Ё|а|б|я"); /* bytes in order, in both */
    rows = db_select(db_reader(store->db), &thing_all, DB_ARGS(DB_INT("only", 3)), &store->err);
    assert_true(db_next(rows) && db_int(rows, 0) == 3 && !db_next(rows));
    assert_true(db_end(rows, &store->err));
    rows = db_select(db_reader(store->db), &thing_sums, DB_NO_ARGS, &store->err);
    assert_true(db_next(rows));
    assert_int_equal(db_int(rows, 0), 9);
    assert_int_equal(db_int(rows, 1), 36);
    assert_true(db_real(rows, 2) == 4);
    assert_int_equal(db_text(rows, 3, store->arena).n, 0);
    assert_int_equal(db_int(rows, 4), 1);
    assert_true(db_end(rows, &store->err));
}

static void test_bad_text_is_refused(void **state)
{
    StoreCase *store = with_things(state);
    static const Str bad[] = { { "a\0b", 3 }, { "\xff", 1 }, { "\xd0", 1 }, { "\xed\xa0\x80", 3 } };
    for (size_t i = 0; i < 4; i++) {
        assert_false(db_tx(store->db, put, &(Put){ 1, DB_TEXT("name", bad[i]), DB_NULL("score"), DB_NULL("bytes") }, &store->err));
        assert_int_equal(store->err.code, ERR_INPUT);
    }
}

static void test_unique_is_a_conflict(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, put_named(store, 1, "а"));
    assert_false(put_named(store, 1, "б"));
    assert_int_equal(store->err.code, ERR_CONFLICT);
    STORE_OK(store, put_named(store, 2, "б")); /* the connection is well */
}

static bool put_and_fail(DbWrite *write, void *context, Err *err)
{
    if (!put(write, context, err)) return false;
    bool found;
    DbRows *rows = db_one(db_within(write), &thing_get, DB_ARGS(DB_INT("region", 1), DB_INT("id", ((Put *)context)->id)), &found, err);
    assert_true(found); /* seen inside */
    return db_end(rows, err) && err_set(err, ERR_LIMIT, "", "хватит");
}

static void test_a_failed_body_leaves_nothing(void **state)
{
    StoreCase *store = with_things(state);
    assert_false(db_tx(store->db, put_and_fail, &(Put){ 1, DB_NULL("name"), DB_NULL("score"), DB_NULL("bytes") }, &store->err));
    assert_int_equal(store->err.code, ERR_LIMIT);
    bool found;
    DbRows *rows = db_one(db_reader(store->db), &thing_get, DB_ARGS(DB_INT("region", 1), DB_INT("id", 1)), &found, &store->err);
    assert_false(found);
    assert_true(db_end(rows, &store->err));
}

static bool change_count(DbWrite *write, void *context, Err *err)
{
    return db_run(write, &thing_rename, DB_ARGS(DB_INT("region", 1), DB_INT("id", 1), DB_TEXT("name", STR("б"))), context, err);
}

static void test_changed_rows_are_counted(void **state)
{
    StoreCase *store = with_things(state);
    int64_t n = -1;
    STORE_OK(store, db_tx(store->db, change_count, &n, &store->err));
    assert_int_equal(n, 0);
    STORE_OK(store, put_named(store, 1, "а"));
    STORE_OK(store, db_tx(store->db, change_count, &n, &store->err));
    assert_int_equal(n, 1);
}

/* The reader of one handle keeps its moment while the writer goes on. */
static void test_a_view_of_one_moment(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, put_named(store, 1, "а"));
    DbRead *read = db_reader(store->db);
    STORE_OK(store, db_read_begin(read, &store->err));
    for (int i = 0; i < 2; i++) {
        DbRows *rows = db_select(read, &thing_all, DB_NO_ARGS, &store->err);
        int n = 0;
        while (db_next(rows)) n++;
        assert_true(db_end(rows, &store->err));
        assert_int_equal(n, 1);
        STORE_OK(store, put_named(store, 2 + i, "б"));
    }
    db_read_end(read);
    DbRows *rows = db_select(read, &thing_sums, DB_NO_ARGS, &store->err);
    assert_true(db_next(rows));
    assert_int_equal(db_int(rows, 0), 3);
    assert_true(db_end(rows, &store->err));
}

/* Around the types: a writing statement thrust upon the reading connection. */
static void test_the_reader_cannot_write(void **state)
{
    StoreCase *store = with_things(state);
    DbRead *read = db_reader(store->db);
    STORE_OK(store, db_link(read, &store->err));
    const DbArg args[] = { DB_INT("region", 1), DB_INT("id", 1) };
    assert_false(read->link->driver->run(read->link, &thing_put, args, 2, NULL, &store->err));
    assert_int_equal(store->err.code, ERR_IO);
    assert_false(read->link->driver->script(read->link, "DELETE FROM thing", &store->err));
    assert_int_equal(store->err.code, ERR_IO);
}

static bool one_statement(DbWrite *write, void *context, Err *err) { return db_run(write, context, DB_NO_ARGS, NULL, err); }
static bool put_fact(DbWrite *write, void *context, Err *err) { return db_run(write, context, DB_ARGS(DB_INT("id", 1)), NULL, err); }

static void test_facts_are_only_added(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, db_tx(store->db, put_fact, (void *)(uintptr_t)&fact_put, &store->err));
    const Sql *const refused[] = { &fact_change, &fact_drop };
    for (int i = 0; i < 2; i++) {
        assert_false(db_tx(store->db, one_statement, (void *)(uintptr_t)refused[i], &store->err));
        assert_int_equal(store->err.code, ERR_DENIED);
    }
    DbRows *rows = db_select(db_reader(store->db), &fact_count, DB_NO_ARGS, &store->err);
    assert_true(db_next(rows));
    assert_int_equal(db_int(rows, 0), 1);
    assert_true(db_end(rows, &store->err));
}

static void test_names_in_strings_and_comments_are_no_parameters(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, put_named(store, 1, "а"));
    bool found;
    DbRows *rows = db_one(db_reader(store->db), &thing_words, DB_ARGS(DB_INT("region", 1), DB_INT("id", 1)), &found, &store->err);
    STORE_OK(store, rows != NULL);
    assert_true(found && str_eq(db_text(rows, 0, store->arena), STR(":notа")));
    assert_true(db_end(rows, &store->err));
}

static bool add_one(DbWrite *write, void *context, Err *err)
{
    (void)context;
    bool found;
    DbRows *rows = db_one(db_within(write), &thing_get, DB_ARGS(DB_INT("region", 1), DB_INT("id", 1)), &found, err);
    return db_end(rows, err) && db_run(write, &thing_add, DB_ARGS(DB_INT("region", 1), DB_INT("id", 1), DB_REAL("more", 1)), NULL, err);
}

enum { N_WRITERS = 4, N_EACH = 25 };

/* Four processes at once; nobody may be refused. */
static void write_in_many(StoreCase *store, DbBody body)
{
    pid_t writers[N_WRITERS];
    for (uint32_t i = 0; i < N_WRITERS; i++) {
        writers[i] = fork();
        if (writers[i] != 0) continue;
        Db *db;
        bool ok = db_open(store->url, &(DbOptions){ .node = i }, &db, &store->err);
        for (int k = 0; k < N_EACH && ok; k++) ok = db_tx(db, body, NULL, &store->err);
        if (!ok) fprintf(stderr, "%s (%s)\n", store->err.what, store->err.detail);
        _exit(ok ? 0 : 1);
    }
    for (int i = 0; i < N_WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
}

static void test_writers_take_turns(void **state)
{
    StoreCase *store = with_things(state);
    STORE_OK(store, put_named(store, 1, "сумма"));
    write_in_many(store, add_one);
    DbRows *rows = get(store, 1);
    assert_true(db_real(rows, 1) == N_WRITERS * N_EACH);
    assert_true(db_end(rows, &store->err));
}

SQL_READ(thing_next, "SELECT COALESCE(MAX(id), 0) + 1 FROM thing WHERE region_id = :region");

static bool put_next(DbWrite *write, void *context, Err *err)
{
    (void)context;
    bool found;
    DbRows *rows = db_one(db_within(write), &thing_next, DB_ARGS(DB_INT("region", 1)), &found, err);
    if (rows == NULL) return false;
    int64_t id = db_int(rows, 0);
    return db_end(rows, err) && put(write, &(Put){ id, DB_NULL("name"), DB_NULL("score"), DB_NULL("bytes") }, err);
}

/* Everybody takes the last number and one: no number twice, none left out, nobody refused. */
static void test_numbers_stand_in_a_row(void **state)
{
    StoreCase *store = with_things(state);
    write_in_many(store, put_next);
    DbRows *rows = db_select(db_reader(store->db), &thing_sums, DB_NO_ARGS, &store->err);
    assert_true(db_next(rows));
    assert_int_equal(db_int(rows, 0), N_WRITERS * N_EACH);
    assert_int_equal(db_int(rows, 1), N_WRITERS * N_EACH * (N_WRITERS * N_EACH + 1) / 2);
    assert_true(db_end(rows, &store->err));
}

static void test_ids_rise_and_differ(void **state)
{
    StoreCase *store = store_case(state);
    Db *other;
    STORE_OK(store, db_open(store->url, &(DbOptions){ .node = 2 }, &other, &store->err));
    int64_t last = 0;
    for (int i = 0; i < 20000; i++) { /* more than one millisecond can hold */
        int64_t id = db_id(store->db);
        assert_true(id > last);
        assert_int_equal(id >> 12 & 1023, 1);
        assert_int_equal(db_id(other) >> 12 & 1023, 2);
        last = id;
    }
    db_close(other);
}

static void test_strange_addresses_are_refused(void **state)
{
    StoreCase *store = store_case(state);
    Db *db;
    assert_false(db_open("mysql://server/base", NULL, &db, &store->err));
    assert_int_equal(store->err.code, ERR_INPUT);
    char path[400];
    snprintf(path, sizeof path, "%s/none.db", store->folder);
    assert_false(db_open(path, NULL, &db, &store->err));
    assert_int_equal(store->err.code, ERR_NOT_FOUND);
    snprintf(path, sizeof path, "%s/none/none.db", store->folder);
    assert_false(db_open(path, &(DbOptions){ .create = true }, &db, &store->err));
    assert_int_equal(store->err.code, ERR_NOT_FOUND);
    snprintf(path, sizeof path, "%s/words.db", store->folder);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 200; i++) fputs("это не база, а текст\n", file);
    fclose(file);
    assert_false(db_open(path, NULL, &db, &store->err));
    assert_int_equal(store->err.code, ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(test_values_go_round), BOTH(test_nothing_goes_round), BOTH(test_order_and_sums_are_the_same), BOTH(test_bad_text_is_refused),
        BOTH(test_unique_is_a_conflict), BOTH(test_a_failed_body_leaves_nothing), BOTH(test_changed_rows_are_counted), BOTH(test_a_view_of_one_moment),
        BOTH(test_the_reader_cannot_write), BOTH(test_facts_are_only_added), BOTH(test_names_in_strings_and_comments_are_no_parameters),
        BOTH(test_writers_take_turns), BOTH(test_numbers_stand_in_a_row), BOTH(test_ids_rise_and_differ), ON_SQLITE(test_strange_addresses_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
