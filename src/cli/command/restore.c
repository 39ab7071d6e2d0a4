/* merilo restore: a copy into an empty place. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/number.h"
#include "cli/database_.h"
#include "flow/backup.h"

static bool run(const Args *args, Arena *arena, Err *err)
{
    const char *url;
    if (args->n_free != 1) return err_set(err, ERR_INPUT, "Например: «merilo restore КОПИЯ.mcopy --db новая.db».", "Нужен один файл копии.");
    DumpSummary summary;
    VerifyDone done;
    umask(0027); /* what is restored is not for strangers on this machine */
    if (!database_url(args, &url, err) || !flow_restore(args->free_words[0], url, NULL, arena, &summary, &done, err)) return false;
    printf("Восстановлено: %s; листов %s и файлов %s — байты те же; журнал цел, %s.\n", number_of(arena, (long long)summary.n_rows, "строка", "строки", "строк").at,
           number_int(arena, done.n_sheets).at, number_int(arena, done.n_attachments).at, number_of(arena, done.n_entries, "запись", "записи", "записей").at);
    puts("Войти прежними сеансами нельзя: все входят заново.");
    return true;
}

static const Option options[] = { DATABASE_OPTION, { 0 } };

const Command command_restore = {
    .name = "restore",
    .words = "КОПИЯ --db БАЗА",
    .summary = "развернуть копию в пустом месте",
    .details = "Ничего не перезаписывает: файла базы ещё не должно быть, база PostgreSQL должна быть пустой. После восстановления проверяются листы, файлы и журнал.",
    .options = options,
    .run = run
};
