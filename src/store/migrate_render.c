/* Puts a migration into the words of an engine. */
#include "store/migrate_.h"

static const struct { const char *word, *sqlite, *pg; } types[] = {
    { "{int}", "INTEGER", "bigint" },
    { "{text}", "TEXT", "text COLLATE \"C\"" }, /* bytes in order, as SQLite has them */
    { "{blob}", "BLOB", "bytea" },
    { "{real}", "REAL", "double precision" },
    { " {strict}", " STRICT", "" },
};

static bool add_typed(Str text, DbEngine engine, Buf *out, Err *err)
{
    for (size_t i = 0; i < text.n;) {
        Str rest = str_slice(text, i, text.n);
        size_t brace = str_find(rest, STR("{"));
        if (brace == SIZE_MAX) { buf_add(out, rest); break; }
        size_t k = 0, n_types = sizeof types / sizeof *types;
        size_t at = brace;
        for (; k < n_types; k++) {
            at = brace - (types[k].word[0] == ' ' && brace > 0 && rest.at[brace - 1] == ' ');
            if (str_starts(str_slice(rest, at, rest.n), str_of(types[k].word))) break;
        }
        if (k == n_types) return err_set(err, ERR_BUG, "", "В шаге схемы непонятный тип «%.20s».", rest.at + brace);
        buf_add(out, str_slice(rest, 0, at));
        buf_add_z(out, engine == DB_SQLITE ? types[k].sqlite : types[k].pg);
        i += at + str_of(types[k].word).n;
    }
    return true;
}

static void add_append_only(Str table, DbEngine engine, Buf *out)
{
    static const char *const verbs[] = { "UPDATE", "DELETE" };
    if (engine == DB_SQLITE) {
        for (size_t i = 0; i < 2; i++)
            buf_printf(out, "CREATE TRIGGER %.*s_no_%s BEFORE %s ON %.*s BEGIN SELECT RAISE(ABORT, 'append-only'); END;\n",
                STR_ARG(table), i == 0 ? "update" : "delete", verbs[i], STR_ARG(table));
        return;
    }
    buf_add_z(out, "CREATE OR REPLACE FUNCTION merilo_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$" SCHEMA_GUARD_BODY "$$;\n");
    buf_printf(out, "CREATE TRIGGER %.*s_append_only BEFORE UPDATE OR DELETE ON %.*s FOR EACH ROW EXECUTE FUNCTION merilo_append_only();\n", STR_ARG(table), STR_ARG(table));
    buf_printf(out, "CREATE TRIGGER %.*s_no_truncate BEFORE TRUNCATE ON %.*s FOR EACH STATEMENT EXECUTE FUNCTION merilo_append_only();\n", STR_ARG(table), STR_ARG(table));
}

static void add_comments(const SchemaStatement *statement, Arena *arena, Buf *out)
{
    const SchemaColumn *columns;
    uint32_t n = schema_columns(statement, arena, &columns);
    for (uint32_t i = 0; i < n; i++) {
        buf_printf(out, "COMMENT ON COLUMN %.*s.%.*s IS '", STR_ARG(columns[i].table), STR_ARG(columns[i].name));
        for (size_t k = 0; k < columns[i].comment.n; k++) {
            if (columns[i].comment.at[k] == '\'') buf_add_char(out, '\'');
            buf_add_char(out, columns[i].comment.at[k]);
        }
        buf_add_z(out, "';\n");
    }
}

/* A distributed table before its shards: columns only, partitions are attached by whoever sets the shards up. */
static bool add_partitioned(const SchemaStatement *statement, Arena *arena, Buf *out, Err *err)
{
    const SchemaColumn *columns;
    uint32_t n = schema_columns(statement, arena, &columns);
    buf_printf(out, "CREATE TABLE %.*s (\n", STR_ARG(statement->creates));
    for (uint32_t i = 0; i < n; i++) {
        Str rest = { columns[i].name.at, (size_t)(statement->text.at + statement->text.n - columns[i].name.at) };
        Str line = str_slice(rest, 0, str_find(rest, STR("\n")));
        size_t end = str_find(line, STR("--"));
        line = str_trim(str_slice(line, 0, end == SIZE_MAX ? line.n : end));
        if (str_ends(line, STR(","))) line.n--;
        buf_add_z(out, i > 0 ? ",\n  " : "  ");
        if (!add_typed(line, DB_POSTGRESQL, out, err)) return false;
    }
    buf_add_z(out, "\n) PARTITION BY HASH (region_id);\n");
    return true;
}

static bool is_distributed(const SchemaStatement *all, uint32_t n, Str table)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i].distributed && str_eq(all[i].creates, table)) return true;
    return false;
}

static bool render_all(Str sql, DbEngine engine, SchemaPart part, Arena *arena, Buf *out, Err *err)
{
    uint32_t n;
    const SchemaStatement *all;
    if (!schema_statements(sql, arena, &n, &all, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const SchemaStatement *one = &all[i];
        if (engine == DB_SQLITE ? one->pg_only : one->sqlite_only) continue;
        bool on_shards = part == SCHEMA_COORDINATOR && (one->distributed || is_distributed(all, n, one->indexes));
        if (on_shards) {
            if (one->creates.n > 0 && !add_partitioned(one, arena, out, err)) return false;
            continue;
        }
        if (!add_typed(one->text, engine, out, err)) return false;
        buf_add_char(out, '\n');
        if (one->append_only) add_append_only(one->creates, engine, out);
        if (one->creates.n > 0 && engine == DB_POSTGRESQL) add_comments(one, arena, out);
    }
    return buf_ok(out, err);
}

bool schema_render(Str sql, DbEngine engine, SchemaPart part, Buf *out, Err *err)
{
    Arena *arena = arena_new(0);
    bool ok = render_all(sql, engine, part, arena, out, err);
    arena_free(arena);
    return ok;
}
