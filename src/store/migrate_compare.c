/* What the steps make against what the catalogue of the database lists. */
#include "store/driver_.h"
#include "store/migrate_.h"

/* kind, name, table, definition. Of SQLite the text as it was made. Of PostgreSQL only whether a trigger fires and its function is ours: the rest of a definition
 * the server words anew. Internal triggers are those of its foreign keys. */
static const Sql sqlite_catalog = { .text = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name" };
static const Sql pg_catalog = { .text =
    "SELECT CASE c.relkind WHEN 'i' THEN 'index' ELSE 'table' END AS kind, c.relname::text AS name, c.relname::text AS tab, '' AS def FROM pg_class c"
    " WHERE c.relkind IN ('r', 'i') AND c.relnamespace = current_schema()::regnamespace"
    " UNION ALL SELECT 'trigger', t.tgname::text, c.relname::text, CASE WHEN t.tgenabled IN ('O', 'A') AND p.prosrc = :body THEN 'ours' ELSE '' END"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2" };

typedef struct Thing { Str kind, name, table, definition; bool there; } Thing;
typedef struct Things { Thing *all; uint32_t n, room; Arena *arena; } Things;

static Thing *find(const Things *things, Str kind, Str name)
{
    for (uint32_t i = 0; i < things->n; i++)
        if (str_eq(things->all[i].kind, kind) && str_eq(things->all[i].name, name)) return &things->all[i];
    return NULL;
}

static void add(Things *things, Thing one)
{
    if (things->n == things->room) {
        Thing *larger = arena_array(things->arena, Thing, things->room = things->room == 0 ? 256 : things->room * 2);
        if (things->n > 0) memcpy(larger, things->all, things->n * sizeof *larger);
        things->all = larger;
    }
    things->all[things->n++] = one;
}

static void drop(Things *things, Str kind, Str name)
{
    Thing *one = find(things, kind, name);
    if (one != NULL) *one = things->all[--things->n];
}

/* ---- what should be ---- */

static const struct { const char *verb, *kind; bool drops; } verbs[] = {
    { "CREATE TABLE ", "table", false }, { "CREATE INDEX ", "index", false }, { "CREATE UNIQUE INDEX ", "index", false }, { "CREATE TRIGGER ", "trigger", false },
    { "DROP TABLE ", "table", true }, { "DROP INDEX ", "index", true }, { "DROP TRIGGER ", "trigger", true },
};

static void follow(const SchemaStatement *statement, Things *things)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!str_starts(statement->body, str_of(verbs[i].verb))) continue;
        size_t at = strlen(verbs[i].verb), on = str_find(statement->body, STR(" ON "));
        if (str_starts(str_slice(statement->body, at, statement->body.n), STR("IF EXISTS "))) at += strlen("IF EXISTS ");
        Str kind = str_of(verbs[i].kind), name = schema_word(statement->body, at);
        if (verbs[i].drops) drop(things, kind, name);
        else add(things, (Thing){ .kind = kind, .name = name, .table = statement->creates.n > 0 || on == SIZE_MAX ? name : schema_word(statement->body, on + 4), .definition = statement->body });
        return;
    }
}

static bool follow_text(const char *sql, DbEngine engine, Things *things, Err *err)
{
    Buf text;
    const SchemaStatement *statements;
    uint32_t n;
    buf_init(&text, 0);
    bool done = schema_render(str_of(sql), engine, SCHEMA_WHOLE, &text, err) && schema_statements(arena_str(things->arena, buf_str(&text)), things->arena, &n, &statements, err);
    buf_free(&text);
    for (uint32_t i = 0; done && i < n; i++) follow(&statements[i], things);
    return done;
}

/* ---- what is ---- */

/* The guards are compared word for word: one that no longer refuses would go unnoticed by its name. */
static bool is_changed(const Thing *wanted, DbEngine engine, Str definition)
{
    if (!str_eq(wanted->kind, STR("trigger"))) return false;
    if (engine == DB_POSTGRESQL) return !str_eq(definition, STR("ours"));
    Str text = str_trim(wanted->definition);
    if (str_ends(text, STR(";"))) text.n--;
    return !str_eq(text, str_trim(definition));
}

static bool look(Db *db, Things *things, Things *gaps, Err *err)
{
    bool pg = db_engine(db) == DB_POSTGRESQL;
    DbRows *rows = db_select(db_reader(db), pg ? &pg_catalog : &sqlite_catalog, pg ? &DB_TEXT("body", STR(SCHEMA_GUARD_BODY)) : NULL, pg, err);
    while (db_next(rows)) {
        Thing is = { .kind = db_text(rows, 0, gaps->arena), .name = db_text(rows, 1, gaps->arena), .table = db_text(rows, 2, gaps->arena), .definition = db_text(rows, 3, gaps->arena) };
        Thing *wanted = find(things, is.kind, is.name);
        if (wanted != NULL) wanted->there = true;
        if (wanted == NULL ? str_eq(is.kind, STR("trigger")) : is_changed(wanted, db_engine(db), is.definition)) add(gaps, is);
    }
    return db_end(rows, err);
}

bool schema_compare(Db *db, Arena *arena, uint32_t *n, const SchemaGap **out, Err *err)
{
    Things things = { .arena = arena }, odd = { .arena = arena };
    if (!follow_text(schema_register_sql, db_engine(db), &things, err)) return false;
    for (int i = 0; migration_registry[i] != NULL; i++)
        if (!follow_text(migration_registry[i]->sql, db_engine(db), &things, err)) return false;
    if (!look(db, &things, &odd, err)) return false;
    SchemaGap *gaps = arena_array(arena, SchemaGap, things.n + odd.n + 1u);
    *n = 0;
    for (uint32_t i = 0; i < things.n; i++)
        if (!things.all[i].there) gaps[(*n)++] = (SchemaGap){ SCHEMA_MISSING, things.all[i].kind, things.all[i].name, things.all[i].table };
    for (uint32_t i = 0; i < odd.n; i++) {
        SchemaFault fault = find(&things, odd.all[i].kind, odd.all[i].name) != NULL ? SCHEMA_CHANGED : SCHEMA_FOREIGN;
        gaps[(*n)++] = (SchemaGap){ fault, odd.all[i].kind, odd.all[i].name, odd.all[i].table };
    }
    *out = gaps;
    return true;
}
