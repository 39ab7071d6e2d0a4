/* Writes a copy. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/buf.h"
#include "base/limits.h"
#include "store/dump_.h"
#include "store/migrate.h"

#define FLUSH_AT   ((size_t)1 << 20)
#define TELL_EVERY 500

typedef struct Writer {
    const char *path;
    int fd;
    Buf buf;
    Hash hash;
    uint64_t n_bytes, n_rows;
    const DumpProgress *progress;
} Writer;

static bool cannot_write(const Writer *to, Err *err)
{
    int why = errno;
    err_set(err, ERR_IO, why == ENOSPC || why == EDQUOT ? "Освободите место или выберите другой диск; база цела." : "Проверьте папку и права на неё; база цела.",
        "Копия «%.200s» не записана.", to->path);
    err_detail(err, "%s", strerror(why));
    return false;
}

static bool write_all(Writer *to, Str bytes, Err *err)
{
    to->n_bytes += bytes.n;
    return file_put(to->fd, bytes) || cannot_write(to, err);
}

static bool flush(Writer *to, Err *err)
{
    hash_add(&to->hash, buf_str(&to->buf));
    bool ok = buf_ok(&to->buf, err) && write_all(to, buf_str(&to->buf), err);
    buf_clear(&to->buf);
    return ok;
}

static void put_number(Writer *to, uint64_t value, int n)
{
    char bytes[8];
    for (int i = 0; i < n; i++) bytes[i] = (char)(value >> 8 * i);
    buf_add(&to->buf, (Str){ bytes, (size_t)n });
}

static void put_str(Writer *to, Str s)
{
    put_number(to, s.n, 4);
    buf_add(&to->buf, s);
}

static void put_cell(Writer *to, const DbArg *cell)
{
    uint64_t bits = 0;
    switch (cell->kind) {
    case DB_ARG_NULL: buf_add_char(&to->buf, 'n'); break;
    case DB_ARG_INT: buf_add_char(&to->buf, 'i'); put_number(to, (uint64_t)cell->i, 8); break;
    case DB_ARG_REAL: memcpy(&bits, &cell->x, 8); buf_add_char(&to->buf, 'r'); put_number(to, bits, 8); break;
    case DB_ARG_TEXT: buf_add_char(&to->buf, 't'); put_str(to, cell->s); break;
    case DB_ARG_BLOB: buf_add_char(&to->buf, 'b'); put_str(to, cell->s); break;
    }
}

static void put_query(Buf *out, const DumpShape *shape)
{
    for (uint32_t i = 0; i < shape->n_columns; i++) buf_printf(out, "%s\"%.*s\"", i == 0 ? "SELECT " : ", ", STR_ARG(shape->columns[i]));
    buf_printf(out, " FROM \"%.*s\"", STR_ARG(shape->name));
    for (uint32_t i = 0; i < shape->n_keys; i++) buf_printf(out, "%s\"%.*s\"", i == 0 ? " ORDER BY " : ", ", STR_ARG(shape->columns[shape->keys[i]]));
}

static bool put_rows(Writer *to, DbRows *rows, const DumpShape *shape, DumpTable *table, Err *err)
{
    while (db_next(rows)) {
        buf_add_char(&to->buf, DUMP_ROW);
        for (uint32_t i = 0; i < shape->n_columns; i++) {
            DbArg cell;
            db_cell(rows, (int)i, &cell);
            put_cell(to, &cell);
        }
        table->n_rows++;
        if (to->buf.n >= FLUSH_AT && !flush(to, err)) return false;
        if (++to->n_rows % TELL_EVERY == 0 && to->progress != NULL && !to->progress->tell(to->progress->context, shape->name, to->n_rows))
            return err_set(err, ERR_BUSY, "", "Копирование остановлено.");
    }
    return true;
}

static bool put_table(Writer *to, Link *link, const DumpShape *shape, DumpTable *table, Err *err)
{
    uint64_t from = to->n_bytes + to->buf.n;
    buf_add_char(&to->buf, DUMP_TABLE);
    put_str(to, shape->name);
    put_number(to, shape->n_columns, 4);
    for (uint32_t i = 0; i < shape->n_columns; i++) put_str(to, shape->columns[i]);
    Buf query;
    buf_init(&query, 0);
    put_query(&query, shape);
    const Sql sql = { .text = query.at };
    DbRows *rows = link->driver->stream(link, &sql, err);
    if (rows != NULL) link->n_open++;
    bool ok = rows != NULL && put_rows(to, rows, shape, table, err);
    ok = rows != NULL && db_end(rows, ok ? err : NULL) && ok;
    buf_free(&query);
    buf_add_char(&to->buf, DUMP_TABLE_END);
    put_number(to, table->n_rows, 8);
    table->name = shape->name;
    table->n_bytes = to->n_bytes + to->buf.n - from;
    return ok;
}

static const Sql count_heads = { .text = "SELECT count(*) FROM audit_head" };
static const Sql all_heads = { .text = "SELECT region_id, seq, hash FROM audit_head ORDER BY region_id" };

static bool put_heads(Writer *to, Link *link, Err *err)
{
    DbRows *rows = link->driver->select(link, &count_heads, DB_NO_ARGS, err);
    if (rows == NULL) return false;
    link->n_open++;
    put_number(to, db_next(rows) ? (uint64_t)db_int(rows, 0) : 0, 4);
    if (!db_end(rows, err)) return false;
    rows = link->driver->select(link, &all_heads, DB_NO_ARGS, err);
    if (rows == NULL) return false;
    link->n_open++;
    while (db_next(rows)) {
        DbArg hash;
        db_cell(rows, 2, &hash);
        put_number(to, (uint64_t)db_int(rows, 0), 8);
        put_number(to, (uint64_t)db_int(rows, 1), 8);
        put_str(to, hash.s);
    }
    return db_end(rows, err);
}

static bool put_all(Writer *to, Link *link, int step, Arena *arena, DumpSummary *out, Err *err)
{
    uint32_t n;
    DumpShape *shapes;
    if (!dump_shapes(link, arena, &n, &shapes, err)) return false;
    DumpTable *tables = arena_array(arena, DumpTable, n);
    buf_add_z(&to->buf, DUMP_MAGIC);
    put_number(to, DUMP_VERSION, 4);
    put_number(to, (uint64_t)step, 4);
    if (!put_heads(to, link, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!put_table(to, link, &shapes[i], &tables[i], err)) return false;
    buf_add_char(&to->buf, DUMP_END);
    if (!flush(to, err)) return false;
    *out = (DumpSummary){ .step = step, .n_tables = n, .tables = tables, .n_rows = to->n_rows };
    hash_end_hex(&to->hash, out->sha256);
    if (!write_all(to, str_of(out->sha256), err)) return false;
    out->n_bytes = to->n_bytes;
    return fsync(to->fd) == 0 || cannot_write(to, err);
}

/* On a connection of its own: a page that reads meanwhile is not bound to the moment of the copy. */
static bool put_moment(Writer *to, Db *db, Arena *arena, DumpSummary *out, Err *err)
{
    SchemaState state;
    if (!schema_check(db, err) || !schema_state(db, &state, err)) return false;
    Link *link;
    if (!db->driver->open(db->url, &db->options, false, &link, err)) return false;
    bool ok = db->driver->begin(link, err);
    if (ok) {
        ok = (db->driver->engine == DB_SQLITE || db->driver->script(link, "SET LOCAL statement_timeout = 0", err)) && put_all(to, link, state.at, arena, out, err);
        db->driver->rollback(link);
    }
    db->driver->close(link);
    return ok;
}

bool dump_save(Db *db, const char *path, const DumpProgress *progress, Arena *arena, DumpSummary *out, Err *err)
{
    const char *part = arena_z(arena, arena_printf(arena, "%s.part%d", path, (int)getpid())); /* two at once do not write over each other */
    Writer to = { .path = path, .progress = progress };
    to.fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (to.fd < 0) return cannot_write(&to, err);
    buf_init(&to.buf, LIMIT_DUMP_ROW);
    hash_begin(&to.hash);
    bool ok = put_moment(&to, db, arena, out, err);
    buf_free(&to.buf);
    if (close(to.fd) != 0 && ok) ok = cannot_write(&to, err);
    if (ok && rename(part, path) != 0) ok = cannot_write(&to, err);
    if (!ok) unlink(part);
    return ok;
}
