/* merilo backup: a copy of the database while people work. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/number.h"
#include "cli/database_.h"
#include "flow/backup.h"
#include "flow/place.h"

static bool run(const Args *args, Arena *arena, Err *err)
{
    const char *url, *keep = args_value(args, "--keep");
    long long n_keep = 0;
    Flow *flow;
    umask(0077); /* a copy holds what the database holds */
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "Файл называют ключом «--out».", "Лишнее слово «%s».", args->free_words[0]);
    if (keep != NULL && (!str_to_int(str_of(keep), &n_keep) || n_keep < 1 || n_keep > LIMIT_COPIES))
        return err_set(err, ERR_INPUT, "", "Хранить можно от 1 до %u копий, а дано «%s».", LIMIT_COPIES, keep);
    if (!database_url(args, &url, err) || !flow_open(url, DB_NODE_ANY, &flow, err)) return false;
    int64_t from = clock_ticks_us();
    BackupAsk ask = { .path = args_value(args, "--out"), .folder = place_copies(url, arena), .keep = (uint32_t)n_keep };
    BackupDone done;
    Who who = flow_program(0);
    bool made = flow_backup(flow, &who, &ask, arena, &done, err);
    flow_close(flow);
    if (!made) return false;
    printf("Копия: %.*s\n%s, %s МБ, SHA-256 %.16s…; прочитана обратно и сошлась за %s с.\n", STR_ARG(done.path),
           number_of(arena, (long long)done.summary.n_rows, "строка", "строки", "строк").at, number_dec(arena, (double)done.summary.n_bytes / 1e6, 1).at, done.summary.sha256,
           number_dec(arena, (double)(clock_ticks_us() - from) / 1e6, 1).at);
    if (done.n_removed > 0) printf("Убрано старых копий: %u.\n", done.n_removed);
    return true;
}

static const Option options[] = {
    DATABASE_OPTION,
    { "--out", "ФАЙЛ", "куда; без ключа — папка copies рядом с базой, имя по времени", false },
    { "--keep", "N", "сколько последних копий оставить в папке copies", false },
    { 0 },
};

const Command command_backup = {
    .name = "backup",
    .words = "[--db БАЗА] [--out ФАЙЛ] [--keep N]",
    .summary = "копия базы в одном файле, не останавливая работу; проверяется сразу",
    .details = "В копии всё: результаты, исходные файлы, люди, журнал; сеансов входа в ней нет. Копия SQLite разворачивается и в PostgreSQL, и наоборот.\n"
               "В копии — персональные данные сотрудников: храните её как саму базу.",
    .options = options,
    .run = run
};
