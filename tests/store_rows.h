/* Rows for every table of a database, whatever its schema: each value follows from table, column and row alone, so that two engines get the same ones. */
#ifndef TESTS_STORE_ROWS_H
#define TESTS_STORE_ROWS_H

#include "store_fixture.h"

#include "store/dump_.h"

enum { STORE_ROWS = 25 }; /* a table; number 7 of each has nothing wherever nothing may stand */

typedef struct StoreColumn { Str table, name; char kind; bool may_be_null; } StoreColumn; /* kind: i t b r */

/* Columns of all tables but the list of migrations, by table and place. */
static inline uint32_t store_columns(StoreCase *store, const StoreColumn **out)
{
    const Sql sqlite = { .text = "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
                                 " AND m.name <> 'schema_migration' ORDER BY m.name, c.cid" };
    const Sql pg = { .text = "SELECT table_name::text, column_name::text, data_type::text, CASE WHEN is_nullable = 'NO' THEN 1 ELSE 0 END FROM information_schema.columns"
                             " WHERE table_schema = 'public' AND table_name <> 'schema_migration' ORDER BY table_name COLLATE \"C\", ordinal_position" };
    StoreColumn *columns = arena_array(store->arena, StoreColumn, 2000);
    uint32_t n = 0;
    DbRows *rows = db_select(db_reader(store->db), db_engine(store->db) == DB_SQLITE ? &sqlite : &pg, DB_NO_ARGS, &store->err);
    while (db_next(rows)) {
        assert_true(n < 2000);
        Str type = db_text(rows, 2, store->arena);
        char kind = str_eq(type, STR("INTEGER")) || str_eq(type, STR("bigint")) ? 'i' : str_eq(type, STR("REAL")) || str_eq(type, STR("double precision")) ? 'r'
            : str_eq(type, STR("BLOB")) || str_eq(type, STR("bytea")) ? 'b' : 't';
        columns[n++] = (StoreColumn){ db_text(rows, 0, store->arena), db_text(rows, 1, store->arena), kind, db_int(rows, 3) == 0 };
    }
    STORE_OK(store, db_end(rows, &store->err));
    *out = columns;
    return n;
}

static inline DbArg store_value(const StoreColumn *column, int row, const char *name, Arena *arena)
{
    uint64_t h = str_hash(column->table) ^ str_hash(column->name) * 31;
    if (column->may_be_null && (row == 7 || (h + (uint64_t)row) % 5 == 0)) return DB_NULL(name);
    switch (column->kind) {
    case 'i': return DB_INT(name, 1000 + row * 7); /* rising: keys differ */
    case 'r': return DB_REAL(name, (double)(row - 5) / 3);
    case 'b': return DB_BLOB(name, arena_printf(arena, "\x01\xff%d\x80%llx", row, (unsigned long long)h));
    default: return DB_TEXT(name, arena_printf(arena, "«%.*s» ёлка № %d", STR_ARG(column->name), row));
    }
}

typedef struct StoreFill { StoreCase *store; const StoreColumn *columns; uint32_t n; bool backwards; int row; } StoreFill;

static inline bool store_fill_body(DbWrite *write, void *context, Err *err)
{
    const StoreFill *fill = context;
    Arena *arena = fill->store->arena;
    for (uint32_t from = 0, to; from < fill->n; from = to) {
        for (to = from; to < fill->n && str_eq(fill->columns[to].table, fill->columns[from].table);) to++;
        Str names = STR_EMPTY, values = STR_EMPTY;
        const char *args[DUMP_COLUMNS];
        for (uint32_t i = from; i < to; i++) {
            args[i - from] = arena_z(arena, arena_printf(arena, "c%u", i - from));
            names = arena_printf(arena, "%.*s%s\"%.*s\"", STR_ARG(names), i == from ? "" : ", ", STR_ARG(fill->columns[i].name));
            values = arena_printf(arena, "%.*s%s:%s", STR_ARG(values), i == from ? "" : ", ", args[i - from]);
        }
        Sql sql = { .text = arena_z(arena, arena_printf(arena, "INSERT INTO \"%.*s\" (%.*s) VALUES (%.*s)", STR_ARG(fill->columns[from].table), STR_ARG(names), STR_ARG(values))), .writes = true };
        for (int k = 0; k < STORE_ROWS; k++) {
            DbArg row[DUMP_COLUMNS];
            for (uint32_t i = from; i < to; i++) row[i - from] = store_value(&fill->columns[i], fill->backwards ? STORE_ROWS - 1 - k : k, args[i - from], arena);
            if (!db_run(write, &sql, row, to - from, NULL, err)) return false;
        }
    }
    return true;
}

static inline void store_fill(StoreCase *store, bool backwards)
{
    StoreFill fill = { .store = store, .backwards = backwards };
    fill.n = store_columns(store, &fill.columns);
    STORE_OK(store, db_tx(store->db, store_fill_body, &fill, &store->err));
}

/* Every value of these columns is still what store_fill() wrote, row by row of the key. Gives the number of values looked at. */
static inline uint32_t store_check_rows(StoreCase *store, const StoreColumn *columns, uint32_t n, const DumpShape *shape)
{
    uint32_t n_seen = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!str_eq(columns[i].table, shape->name)) continue;
        Sql sql = { .text = arena_z(store->arena, arena_printf(store->arena, "SELECT \"%.*s\" FROM \"%.*s\"", STR_ARG(columns[i].name), STR_ARG(shape->name))) };
        bool seen[STORE_ROWS] = { 0 };
        DbRows *rows = db_select(db_reader(store->db), &sql, DB_NO_ARGS, &store->err);
        while (db_next(rows)) {
            DbArg cell;
            db_cell(rows, 0, &cell);
            int k = 0;
            for (; k < STORE_ROWS; k++) { /* an unordered comparison of the column: every value once */
                DbArg wanted = store_value(&columns[i], k, "", store->arena);
                bool same = cell.kind == wanted.kind;
                if (same && cell.kind == DB_ARG_INT) same = cell.i == wanted.i;
                if (same && cell.kind == DB_ARG_REAL) same = cell.x == wanted.x;
                if (same && (cell.kind == DB_ARG_TEXT || cell.kind == DB_ARG_BLOB)) same = str_eq(cell.s, wanted.s);
                if (same && !seen[k]) break;
            }
            if (k == STORE_ROWS) fail_msg("%.*s.%.*s has a value that was not written", STR_ARG(shape->name), STR_ARG(columns[i].name));
            seen[k] = true;
            n_seen++;
        }
        STORE_OK(store, db_end(rows, &store->err));
    }
    return n_seen;
}

#endif
