/* Statements of one engine each: without a name they are not among those that both must know. */
#include "store/engine.h"

#define LEAST_CONNECTIONS 40 /* two for each of eight workers, the job worker, commands, and as many again for others */

static const Sql quick_check = { .text = "PRAGMA quick_check(1)" };
static const Sql settings = { .text = "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'max_connections', 'server_encoding', 'server_version') ORDER BY name" };

static bool of_sqlite(DbRead *read, Arena *arena, EngineHealth *out, Err *err)
{
    DbRows *rows = db_select(read, &quick_check, DB_NO_ARGS, err);
    Str said = STR_EMPTY;
    while (db_next(rows)) said = db_text(rows, 0, arena);
    if (!db_end(rows, err)) return false;
    out->words = STR("Файл базы прочитан целиком, он цел.");
    if (str_eq(said, STR("ok"))) return true;
    out->grave = true;
    out->trouble = arena_printf(arena, "Файл базы испорчен: %.*s.", STR_ARG(str_slice(said, 0, 200)));
    out->fix = STR("Остановите сервер, уберите этот файл в сторону и разверните последнюю проверенную копию («merilo restore»). Проверьте диск: smartctl -a.");
    return true;
}

static void judge(Str name, Str value, EngineHealth *out, Arena *arena)
{
    bool off = str_eq(value, STR("off")), lasting = str_eq(name, STR("fsync")) || str_eq(name, STR("full_page_writes"));
    long long n;
    if (lasting && off) {
        out->grave = true;
        out->trouble = arena_printf(arena, "В PostgreSQL выключено %.*s: после отключения питания база может не открыться.", STR_ARG(name));
        out->fix = arena_printf(arena, "В postgresql.conf: %.*s = on, затем перезапустите PostgreSQL.", STR_ARG(name));
    } else if (str_eq(name, STR("server_encoding")) && !str_eq(value, STR("UTF8"))) {
        out->grave = true;
        out->trouble = arena_printf(arena, "База PostgreSQL в кодировке %.*s, нужна UTF8.", STR_ARG(value));
        out->fix = STR("Сделайте новую базу: createdb -E UTF8 -T template0 merilo, и разверните в ней копию.");
    } else if (out->trouble.n == 0 && str_eq(name, STR("max_connections")) && str_to_int(value, &n) && n < LEAST_CONNECTIONS) {
        out->trouble = arena_printf(arena, "PostgreSQL принимает всего %lld соединений.", n);
        out->fix = arena_printf(arena, "В postgresql.conf: max_connections = %d или больше: у каждого рабочего процесса их два.", 2 * LEAST_CONNECTIONS);
    }
}

static bool of_postgresql(DbRead *read, Arena *arena, EngineHealth *out, Err *err)
{
    DbRows *rows = db_select(read, &settings, DB_NO_ARGS, err);
    Str version = STR_EMPTY;
    while (db_next(rows)) {
        Str name = db_text(rows, 0, arena), value = db_text(rows, 1, arena);
        if (str_eq(name, STR("server_version"))) version = value;
        else if (!out->grave) judge(name, value, out, arena);
    }
    if (!db_end(rows, err)) return false;
    out->words = arena_printf(arena, "PostgreSQL %.*s настроен так, что записанное переживёт отключение питания.", STR_ARG(version));
    return true;
}

bool engine_health(Db *db, Arena *arena, EngineHealth *out, Err *err)
{
    *out = (EngineHealth){ .words = STR_EMPTY, .trouble = STR_EMPTY, .fix = STR_EMPTY };
    return db_engine(db) == DB_SQLITE ? of_sqlite(db_reader(db), arena, out, err) : of_postgresql(db_reader(db), arena, out, err);
}
