/* Is everything what it was written as: of a database, of a copy, of what was restored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/backup.h"
#include "flow/place.h"
#include "flow/witness.h"
#include "store/integrity.h"
#include "store/org.h"

static bool verify(DbRead *read, const char *url, Arena *arena, VerifyDone *out, Err *err)
{
    Integrity integrity;
    const Org *roots;
    const Witness *witnesses = NULL;
    uint32_t n_roots, n_witnesses = 0;
    if (url != NULL && !witness_list(url, NULL, arena, &witnesses, &n_witnesses, err)) return false;
    if (!integrity_check(read, arena, &integrity, err) || !org_roots(read, arena, &roots, &n_roots, err)) return false;
    *out = (VerifyDone){ .n_sheets = integrity.n_sheets, .n_attachments = integrity.n_attachments, .broken = integrity.broken };
    for (uint32_t i = 0; i < n_roots && out->broken.n == 0; i++) {
        JournalVerdict verdict;
        if (!journal_verify(read, &roots[i], witnesses, n_witnesses, arena, &verdict, err)) return false;
        out->n_entries += verdict.chain.n;
        out->n_erased += verdict.chain.n_erased;
        if (verdict.broken.n > 0) out->broken = arena_printf(arena, "Журнал изменений («%.*s»). %.*s", STR_ARG(roots[i].name), STR_ARG(verdict.broken));
    }
    return true;
}

bool flow_verify(Db *db, const char *url, Arena *arena, VerifyDone *out, Err *err)
{
    DbRead *read = db_reader(db);
    if (!db_read_begin(read, err)) return false;
    bool done = verify(read, url, arena, out, err);
    db_read_end(read);
    return done;
}

static void remove_sqlite(Str file, Arena *arena)
{
    static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) unlink(arena_printf(arena, "%.*s%s", STR_ARG(file), tails[i]).at);
}

static bool load(const char *path, Db *db, const DumpProgress *progress, Arena *arena, DumpSummary *summary, VerifyDone *out, Err *err)
{
    if (!dump_load(path, db, progress, arena, summary, err) || !flow_verify(db, NULL, arena, out, err)) return false;
    return out->broken.n == 0 || err_set(err, ERR_CONFLICT, "Возьмите более раннюю копию.", "В копии не всё цело. %.*s", STR_ARG(out->broken));
}

bool flow_verify_copy(const char *path, Str folder, Arena *arena, DumpSummary *summary, VerifyDone *out, Err *err)
{
    char place[4096];
    snprintf(place, sizeof place, "%.*s/verify-XXXXXX", (int)(folder.n > 0 ? folder.n : 1), folder.n > 0 ? folder.at : ".");
    if (mkdtemp(place) == NULL) return err_set(err, ERR_IO, "Нужна папка, куда можно писать.", "Некуда на время развернуть копию для проверки.");
    Str file = arena_printf(arena, "%s/copy.db", place);
    DbOptions options = { .create = true, .node = DB_NODE_ANY };
    Db *db;
    bool done = db_open(file.at, &options, &db, err);
    if (done) {
        done = dump_load(path, db, NULL, arena, summary, err) && flow_verify(db, NULL, arena, out, err);
        db_close(db);
    }
    remove_sqlite(file, arena);
    rmdir(place);
    return done;
}

bool flow_restore(const char *path, const char *url, const DumpProgress *progress, Arena *arena, DumpSummary *summary, VerifyDone *out, Err *err)
{
    Str file = place_file(url);
    if (file.n > 0 && file_exists(arena_z(arena, file)))
        return err_set(err, ERR_CONFLICT, "Назовите новый файл: восстановление ничего не перезаписывает.", "База «%.*s» уже есть.", STR_ARG(file));
    DumpSummary look;
    if (!dump_verify(path, progress, arena, &look, err)) return false;
    DbOptions options = { .create = true, .node = DB_NODE_ANY };
    Db *db;
    if (!db_open(url, &options, &db, err)) return false;
    bool done = load(path, db, progress, arena, summary, out, err) && witness_restored(db_reader(db), url, err);
    db_close(db);
    if (!done && file.n > 0) remove_sqlite(file, arena);
    return done;
}
