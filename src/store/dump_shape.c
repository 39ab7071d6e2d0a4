/* Tables and columns as the database itself lists them. */
#include "store/dump_.h"
#include "store/migrate_.h"

static const char sqlite_catalog[] =
    "SELECT m.name, c.name, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY m.name, c.cid";
static const char pg_catalog[] =
    "SELECT c.relname::text, a.attname::text, coalesce(k.n, 0) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary LEFT JOIN LATERAL"
    " (SELECT u.n FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS u(col, n) WHERE u.col = a.attnum) k ON true"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname COLLATE \"C\", a.attnum";

static bool is_passing(Str table, Arena *arena)
{
    if (str_eq(table, STR("schema_migration"))) return true;
    for (int i = 0; migration_registry[i] != NULL; i++) {
        uint32_t n;
        const SchemaStatement *statements;
        BUG_ON(!schema_statements(str_of(migration_registry[i]->sql), arena, &n, &statements, NULL));
        for (uint32_t k = 0; k < n; k++)
            if (statements[k].passing && str_eq(statements[k].creates, table)) return true;
    }
    return false;
}

/* key: place in the primary key from 1; 0: not in it. */
static void add_column(DumpShape *shape, Str name, int64_t key)
{
    uint32_t i = shape->n_columns++;
    BUG_ON(i >= DUMP_COLUMNS || key < 0 || key > (int64_t)DUMP_COLUMNS);
    shape->columns[i] = name; // cppcheck-suppress arrayIndexOutOfBoundsCond  // the line above ends the program
    for (uint32_t k = 0; k < DUMP_COLUMNS; k++)
        if (k + 1 == key) shape->keys[k] = i;
    if (key > shape->n_keys) shape->n_keys = (uint32_t)key;
}

bool dump_shapes(Link *link, Arena *arena, uint32_t *n, DumpShape **out, Err *err)
{
    const Sql sql = { .text = link->driver->engine == DB_SQLITE ? sqlite_catalog : pg_catalog };
    DbRows *rows = link->driver->select(link, &sql, DB_NO_ARGS, err);
    if (rows == NULL) return false;
    link->n_open++;
    DumpShape *shapes = arena_array(arena, DumpShape, DUMP_TABLES);
    Str skipped = STR_EMPTY;
    *n = 0;
    while (db_next(rows)) {
        Str table = db_text(rows, 0, arena);
        if (str_eq(table, skipped)) continue;
        if (*n == 0 || !str_eq(shapes[*n - 1].name, table)) {
            if (is_passing(table, arena)) { skipped = table; continue; }
            BUG_ON(*n == DUMP_TABLES);
            shapes[(*n)++].name = table;
        }
        add_column(&shapes[*n - 1], db_text(rows, 1, arena), db_int(rows, 2));
    }
    for (uint32_t i = 0; i < *n; i++) BUG_ON(shapes[i].n_keys == 0); /* without a key there is no order */
    *out = shapes;
    return db_end(rows, err);
}
