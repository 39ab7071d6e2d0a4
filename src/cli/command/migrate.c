/* merilo migrate: the schema of a database to that of this program. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/number.h"
#include "cli/database_.h"
#include "store/migrate.h"

static bool tell(Db *db, Arena *arena, Err *err)
{
    SchemaState state;
    if (!schema_state(db, &state, err)) return false;
    printf("База: %s\nСхема базы: %d, схема программы: %d.\n", db_name(db, arena).at, state.at, state.wanted);
    if (state.newer) puts("База сделана более новой программой: обновите программу.");
    else if (state.at == state.wanted) puts("Ничего менять не нужно.");
    else printf("Ждут %s: «merilo migrate» выполнит.\n", number_of(arena, state.wanted - state.at, "шаг", "шага", "шагов").at);
    return true;
}

static bool migrate(Db *db, Arena *arena, Err *err)
{
    SchemaState before;
    if (!schema_state(db, &before, err) || !schema_migrate(db, 0, err)) return false;
    if (before.at == before.wanted) printf("Схема базы уже %d: ничего менять не нужно.\n", before.at);
    else printf("Схема базы: %d → %d, выполнено %s.\n", before.at, before.wanted, number_of(arena, before.wanted - before.at, "шаг", "шага", "шагов").at);
    return true;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "«--help» расскажет о ключах.", "Лишнее слово «%s».", args->free_words[0]);
    const char *url;
    Db *db;
    DbOptions options = { .create = args_has(args, "--create"), .node = DB_NODE_ANY };
    umask(0027); /* a new database is not for strangers on this machine */
    if (!database_url(args, &url, err) || !db_open(url, &options, &db, err)) return false;
    bool done = args_has(args, "--status") ? tell(db, arena, err) : migrate(db, arena, err);
    db_close(db);
    return done;
}

static const Option options[] = {
    DATABASE_OPTION,
    { "--status", NULL, "только сказать, какая схема и чего не хватает", false },
    { "--create", NULL, "сделать базу, если её ещё нет", false },
    { 0 },
};

const Command command_migrate = {
    .name = "migrate",
    .words = "[--db БАЗА] [--status]",
    .summary = "привести схему базы к этой программе",
    .details = "Только вперёд, шаг за шагом, каждый шаг целиком или никак. Копию («merilo backup») делает прежняя программа: до того, как её заменят; пакет Debian делает это сам.",
    .options = options,
    .run = run
};
