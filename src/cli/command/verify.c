/* merilo verify: is a copy, or a database, whole. */
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "cli/database_.h"
#include "flow/backup.h"

static bool of_copy(const char *path, Arena *arena, VerifyDone *out, Err *err)
{
    DumpSummary summary;
    const char *folder = getenv("TMPDIR");
    if (!flow_verify_copy(path, str_of(folder != NULL ? folder : P_tmpdir), arena, &summary, out, err)) return false;
    printf("Копия читается целиком: схема %d, %s, SHA-256 %.16s….\n", summary.step, number_of(arena, (long long)summary.n_rows, "строка", "строки", "строк").at, summary.sha256);
    return true;
}

static bool of_database(const Args *args, Arena *arena, VerifyDone *out, Err *err)
{
    Db *db;
    const char *url;
    if (!database_url(args, &url, err) || !database_open(args, &db, err)) return false;
    bool done = flow_verify(db, url, arena, out, err);
    db_close(db);
    return done;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    VerifyDone done;
    if (args->n_free > 1) return err_set(err, ERR_INPUT, "", "Копии проверяются по одной.");
    if (!(args->n_free == 1 ? of_copy(args->free_words[0], arena, &done, err) : of_database(args, arena, &done, err))) return false;
    if (done.broken.n > 0) return err_set(err, ERR_CONFLICT, "Возьмите последнюю целую копию и выясните, кто имел доступ к файлу.", "Не всё цело. %.*s", STR_ARG(done.broken));
    printf("Всё цело: листов %s, файлов %s, записей журнала %s.\n", number_int(arena, done.n_sheets).at, number_int(arena, done.n_attachments).at, number_int(arena, done.n_entries).at);
    return true;
}

static const Option options[] = { DATABASE_OPTION, { 0 } };

const Command command_verify = {
    .name = "verify",
    .words = "[КОПИЯ] [--db БАЗА]",
    .summary = "цела ли копия или база: листы, файлы, журнал",
    .details = "Копия разворачивается на время в папке TMPDIR и проверяется так же, как база. Код завершения 4, если что-то не цело; первое названо.",
    .options = options,
    .run = run
};
