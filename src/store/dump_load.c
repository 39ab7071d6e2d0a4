/* Verifies a copy; fills an empty database from it. */
#include "base/buf.h"
#include "store/dump_.h"
#include "store/migrate.h"

#define TELL_EVERY 500

typedef struct Reader {
    DumpWalk walk;
    const DumpProgress *progress;
    uint64_t n_rows;
} Reader;

static bool tell(Reader *from, Err *err)
{
    if (++from->n_rows % TELL_EVERY != 0 || from->progress == NULL || from->progress->tell(from->progress->context, from->walk.shape.name, from->n_rows)) return true;
    return err_set(err, ERR_BUSY, "", "Чтение копии остановлено.");
}

static bool verify_table(Reader *from, DumpTable *out, Err *err)
{
    size_t start = from->walk.at;
    for (bool more = true; more;)
        if (!dump_walk_row(&from->walk, &more, err) || (more && !tell(from, err))) return false;
    *out = (DumpTable){ .name = from->walk.shape.name, .n_rows = from->walk.n_rows, .n_bytes = from->walk.at - start };
    return true;
}

bool dump_verify(const char *path, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err)
{
    Reader from = { .progress = progress };
    *out = (DumpSummary){ 0 };
    if (!dump_walk_begin(&from.walk, path, arena, out->sha256, err)) return false;
    DumpTable *tables = arena_array(arena, DumpTable, DUMP_TABLES);
    for (bool more = true;;) {
        if (!dump_walk_table(&from.walk, &more, err)) return false;
        if (!more) break;
        if (out->n_tables == DUMP_TABLES) return err_set(err, ERR_INPUT, "Возьмите другую копию.", "В копии «%.200s» слишком много таблиц.", path);
        if (!verify_table(&from, &tables[out->n_tables++], err)) return false;
    }
    out->tables = tables;
    out->step = from.walk.step;
    out->n_rows = from.n_rows;
    out->n_bytes = from.walk.bytes.n + sizeof out->sha256 - 1;
    return true;
}

/* The same table of the database; columns of a copy are those of its step. */
static const DumpShape *shape_of(const DumpShape *wanted, const DumpShape *shapes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!str_eq(shapes[i].name, wanted->name)) continue;
        bool same = shapes[i].n_columns == wanted->n_columns;
        for (uint32_t k = 0; same && k < wanted->n_columns; k++) same = str_eq(shapes[i].columns[k], wanted->columns[k]);
        return same ? &shapes[i] : NULL;
    }
    return NULL;
}

static const Sql *insert_into(const DumpShape *shape, Arena *arena)
{
    Buf text;
    buf_init(&text, 0);
    buf_printf(&text, "INSERT INTO \"%.*s\" (", STR_ARG(shape->name));
    for (uint32_t i = 0; i < shape->n_columns; i++) buf_printf(&text, "%s\"%.*s\"", i == 0 ? "" : ", ", STR_ARG(shape->columns[i]));
    for (uint32_t i = 0; i < shape->n_columns; i++) buf_printf(&text, "%s:c%u", i == 0 ? ") VALUES (" : ", ", i);
    buf_add_char(&text, ')');
    Sql *sql = arena_one(arena, Sql);
    *sql = (Sql){ .name = "restore", .text = arena_z(arena, buf_str(&text)), .writes = true };
    buf_free(&text);
    return sql;
}

static bool fill_table(Reader *from, Link *link, const DumpShape *shape, Arena *arena, Err *err)
{
    const Sql *sql = insert_into(shape, arena);
    const char *names[DUMP_COLUMNS];
    for (uint32_t i = 0; i < shape->n_columns; i++) names[i] = arena_z(arena, arena_printf(arena, "c%u", i));
    for (;;) {
        bool more;
        if (!dump_walk_row(&from->walk, &more, err)) return false;
        if (!more) return true;
        for (uint32_t i = 0; i < shape->n_columns; i++) from->walk.cells[i].name = names[i];
        if (!link->driver->run(link, sql, from->walk.cells, shape->n_columns, NULL, err) || !tell(from, err)) return false;
    }
}

static bool fill(Reader *from, Link *link, Arena *arena, Err *err)
{
    uint32_t n;
    DumpShape *shapes;
    if (!dump_shapes(link, arena, &n, &shapes, err)) return false;
    for (;;) {
        bool more;
        if (!dump_walk_table(&from->walk, &more, err)) return false;
        if (!more) return true;
        const DumpShape *shape = shape_of(&from->walk.shape, shapes, n);
        if (shape == NULL)
            return err_set(err, ERR_CONFLICT, "Восстановите её той версией программы, которой она сделана.", "Таблица «%.*s» копии не такая, как в этой программе.", STR_ARG(from->walk.shape.name));
        if (!fill_table(from, link, shape, arena, err)) return false;
    }
}

/* Statements built for this copy live as long as this connection. */
static bool fill_through(Db *db, Reader *from, Arena *arena, Err *err)
{
    Link *link;
    if (!db->driver->open(db->url, &db->options, true, &link, err)) return false;
    bool ok = db->driver->begin(link, err);
    if (ok) {
        ok = fill(from, link, arena, err);
        if (ok) ok = db->driver->commit(link, err);
        else db->driver->rollback(link);
    }
    db->driver->close(link);
    return ok;
}

/* No row in any table: what an attempt that failed leaves is empty too. */
static bool is_empty(Db *db, Arena *arena, bool *empty, Err *err)
{
    uint32_t n;
    DumpShape *shapes;
    *empty = true;
    if (!db_link(db_reader(db), err) || !dump_shapes(db_reader(db)->link, arena, &n, &shapes, err)) return false;
    for (uint32_t i = 0; i < n && *empty; i++) {
        const Sql sql = { .text = arena_z(arena, arena_printf(arena, "SELECT 1 FROM \"%.*s\" LIMIT 1", STR_ARG(shapes[i].name))) };
        bool found;
        DbRows *rows = db_one(db_reader(db), &sql, DB_NO_ARGS, &found, err);
        if (!db_end(rows, err)) return false;
        *empty = !found;
    }
    return true;
}

bool dump_load(const char *path, Db *db, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err)
{
    SchemaState state;
    bool empty;
    if (!schema_state(db, &state, err) || !is_empty(db, arena, &empty, err)) return false;
    if (!empty) return err_set(err, ERR_CONFLICT, "Укажите новую базу: копия никогда не пишется поверх.", "База не пуста.");
    if (!dump_verify(path, progress, arena, out, err)) return false;
    if (out->step < 1 || out->step > state.wanted)
        return err_set(err, ERR_CONFLICT, "Обновите программу.", "Копия «%.200s» сделана более новой версией программы.", path);
    if (state.at > out->step)
        return err_set(err, ERR_CONFLICT, "Укажите новую базу, без таблиц.", "База новее копии «%.200s».", path);
    Reader from = { .progress = progress };
    char sha256[65];
    return dump_walk_begin(&from.walk, path, arena, sha256, err) && schema_migrate(db, out->step, err) && fill_through(db, &from, arena, err) && schema_migrate(db, 0, err);
}
