/* Applies migrations: a step a transaction, the state read again under the lock, so that two programs started together do not both migrate. */
#include "store/migrate_.h"

#include "base/clock.h"
#include "base/hash.h"
#include "store/driver_.h"

const char schema_register_sql[] =
    "CREATE TABLE schema_migration (\n"
    "  version {int} NOT NULL,    -- number of the step\n"
    "  name {text} NOT NULL,      -- its name\n"
    "  sha256 {text} NOT NULL,    -- of its text as built into the program that applied it\n"
    "  applied_at {int} NOT NULL, -- when\n"
    "  PRIMARY KEY (version)\n"
    ") {strict};\n";

SQL_SCAN(migration_all, "a row a step", "SELECT version, sha256 FROM schema_migration ORDER BY version");
SQL_WRITE(migration_add, "INSERT INTO schema_migration (version, name, sha256, applied_at) VALUES (:version, :name, :sha256, :at)");

static int last_step(void)
{
    int n = 0;
    while (migration_registry[n] != NULL) n++;
    return n;
}

static bool read_steps(DbRead *read, SchemaState *out, Err *err)
{
    DbRows *rows = db_select(read, &migration_all, DB_NO_ARGS, err);
    bool changed = false;
    Arena *arena = arena_new(0);
    while (db_next(rows)) {
        out->at = (int)db_int(rows, 0);
        if (out->at > out->wanted) continue;
        char hash[65];
        hash_sha256_hex(str_of(migration_registry[out->at - 1]->sql), hash);
        changed = changed || !str_eq(db_text(rows, 1, arena), str_of(hash));
    }
    arena_free(arena);
    if (!db_end(rows, err)) return false;
    out->newer = out->at > out->wanted;
    return !changed || err_set(err, ERR_CONFLICT, "Откройте базу той версией программы, которой она создана.",
        "Схема базы сделана другой сборкой программы: текст одного из её шагов отличается.");
}

static bool state_of(DbRead *read, SchemaState *out, Err *err)
{
    *out = (SchemaState){ .wanted = last_step() };
    bool made;
    if (!db_link(read, err) || !db_driver(read)->has_table(read->link, "schema_migration", &made, err)) return false;
    return !made || read_steps(read, out, err);
}

bool schema_state(Db *db, SchemaState *out, Err *err) { return state_of(db_reader(db), out, err); }

static bool refuse_newer(Err *err)
{
    return err_set(err, ERR_CONFLICT, "Обновите программу или восстановите копию базы, сделанную этой версией.", "База сделана более новой версией программы.");
}

typedef struct Step { int up_to; bool done; } Step;

static bool run_text(Link *link, const char *text, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    bool ok = schema_render(str_of(text), link->driver->engine, SCHEMA_WHOLE, &out, err) && link->driver->script(link, out.at, err);
    buf_free(&out);
    return ok;
}

static bool apply(DbWrite *write, const Migration *step, Err *err)
{
    char hash[65];
    hash_sha256_hex(str_of(step->sql), hash);
    return run_text(db_within(write)->link, step->sql, err) && db_run(write, &migration_add,
        DB_ARGS(DB_INT("version", step->number), DB_TEXT("name", str_of(step->name)), DB_TEXT("sha256", str_of(hash)), DB_INT("at", clock_now())), NULL, err);
}

static bool next_step(DbWrite *write, void *context, Err *err)
{
    Step *step = context;
    Link *link = db_within(write)->link;
    bool made;
    /* A step may take long on a grown database. SQLite's writing transaction is the lock itself. */
    if (link->driver->engine == DB_POSTGRESQL &&
        !link->driver->script(link, "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(1297239119);", err)) return false;
    if (!link->driver->has_table(link, "schema_migration", &made, err) || (!made && !run_text(link, schema_register_sql, err))) return false;
    SchemaState state;
    if (!state_of(db_within(write), &state, err)) return false;
    if (state.newer) return refuse_newer(err);
    step->done = state.at >= step->up_to;
    return step->done || apply(write, migration_registry[state.at], err);
}

bool schema_migrate(Db *db, int up_to, Err *err)
{
    BUG_ON(up_to < 0 || up_to > last_step());
    Step step = { .up_to = up_to == 0 ? last_step() : up_to };
    while (!step.done)
        if (!db_tx(db, next_step, &step, err)) return false;
    return true;
}

bool schema_check(Db *db, Err *err)
{
    SchemaState state;
    if (!schema_state(db, &state, err)) return false;
    if (state.newer) return refuse_newer(err);
    return state.at == state.wanted || err_set(err, ERR_CONFLICT, "Обновите её: merilo migrate. Копию до этого может сделать только прежняя программа (merilo backup).",
        "База сделана прежней версией программы: шаг схемы %d, нужен %d.", state.at, state.wanted);
}
