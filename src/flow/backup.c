#include "flow/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/number.h"
#include "flow/audit_.h"
#include "flow/place.h"
#include "flow/setting.h"
#include "flow/witness.h"
#include "store/org.h"

#define NAME_BEGIN "merilo-"
#define NAME_SHAPE "0000-00-00-000000"

/* ---- files ---- */

bool copy_name_fits(Str name)
{
    Str begin = STR(NAME_BEGIN), end = STR(COPY_SUFFIX), shape = STR(NAME_SHAPE);
    if (name.n != begin.n + shape.n + end.n || !str_starts(name, begin) || !str_eq(str_slice(name, begin.n + shape.n, name.n), end)) return false;
    for (size_t i = 0; i < shape.n; i++) {
        char c = name.at[begin.n + i];
        if (shape.at[i] == '-' ? c != '-' : c < '0' || c > '9') return false;
    }
    return true;
}

static int64_t time_of_name(Str name)
{
    struct tm moment = { 0 };
    char text[sizeof NAME_SHAPE];
    memcpy(text, name.at + strlen(NAME_BEGIN), sizeof text - 1);
    text[sizeof text - 1] = '\0';
    return strptime(text, "%Y-%m-%d-%H%M%S", &moment) != NULL ? (int64_t)timegm(&moment) : 0;
}

static Str name_of_time(int64_t at, Arena *arena)
{
    time_t moment = (time_t)at;
    struct tm parts;
    char text[32];
    gmtime_r(&moment, &parts);
    strftime(text, sizeof text, "%Y-%m-%d-%H%M%S", &parts);
    return arena_printf(arena, NAME_BEGIN "%s" COPY_SUFFIX, text);
}

static int newest_first(const void *a, const void *b)
{
    const Copy *x = a, *y = b;
    return (x->made_at < y->made_at) - (x->made_at > y->made_at);
}

bool copy_list(Str folder, Arena *arena, const Copy **out, uint32_t *n, Err *err)
{
    *out = NULL;
    *n = 0;
    DIR *at = folder.n > 0 ? opendir(arena_z(arena, folder)) : NULL;
    if (at == NULL && folder.n > 0 && errno != ENOENT) return err_set(err, errno == EACCES ? ERR_DENIED : ERR_IO, "", "Папку копий «%.*s» не удалось прочитать.", STR_ARG(folder));
    uint32_t room = 0;
    Copy *copies = NULL;
    for (const struct dirent *entry; at != NULL && (entry = readdir(at)) != NULL;) {
        Str name = str_of(entry->d_name);
        if (!copy_name_fits(name)) continue;
        if (*n == room) {
            Copy *larger = arena_array(arena, Copy, room = room == 0 ? 32 : room * 2);
            if (*n > 0) memcpy(larger, copies, *n * sizeof *copies);
            copies = larger;
        }
        copies[*n] = (Copy){ .name = arena_str(arena, name), .made_at = time_of_name(name), .n_bytes = file_size(arena_printf(arena, "%.*s/%s", STR_ARG(folder), entry->d_name).at) };
        *n += copies[*n].n_bytes > 0; /* an empty one is being written now */
    }
    if (at != NULL) closedir(at);
    if (*n > 0) qsort(copies, *n, sizeof *copies, newest_first);
    *out = copies;
    return true;
}

static bool remove_old(Str folder, uint32_t keep, Arena *arena, uint32_t *n_removed, Err *err)
{
    const Copy *copies;
    uint32_t n;
    if (!copy_list(folder, arena, &copies, &n, err)) return false;
    for (uint32_t i = keep; i < n; i++) *n_removed += unlink(arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(copies[i].name)).at) == 0;
    return true;
}

/* ---- saving ---- */

typedef struct Noting { const Who *who; const Org *roots; uint32_t n_roots; Str words; int64_t now; Arena *arena; } Noting;

static bool note(DbWrite *write, void *context, Err *err)
{
    const Noting *noting = context;
    for (uint32_t i = 0; i < noting->n_roots; i++) {
        Who who = *noting->who;
        if (who.region_id != noting->roots[i].id) who = flow_program(noting->roots[i].id); /* of another tree's journal nobody here is known */
        AuditNote entry = { .org_id = noting->roots[i].id, .object = STR("copy"), .verb = STR("сделана копия базы"), .words = noting->words };
        if (!flow_audit(write, &who, &entry, err)) return false;
    }
    return setting_put(write, "backup.verified_at", arena_printf(noting->arena, "%lld", (long long)noting->now), noting->now, err);
}

static bool same(const DumpSummary *a, const DumpSummary *b)
{
    if (strcmp(a->sha256, b->sha256) != 0 || a->n_rows != b->n_rows || a->n_bytes != b->n_bytes || a->n_tables != b->n_tables) return false;
    for (uint32_t i = 0; i < a->n_tables; i++)
        if (!str_eq(a->tables[i].name, b->tables[i].name) || a->tables[i].n_rows != b->tables[i].n_rows) return false;
    return true;
}

/* A copy made by root belongs to whom the folder belongs: the server lists it, gives it away and removes it when it is old. */
static void give_to_owner(const char *path, Str folder, Arena *arena)
{
    struct stat owner;
    if (geteuid() != 0 || folder.n == 0 || stat(arena_z(arena, folder), &owner) != 0) return;
    if (chown(path, owner.st_uid, owner.st_gid) != 0) return; /* it stays root's: still a good copy */
}

/* A name that nobody has, taken by an empty file: of two in one second, also of two processes, neither is written over. */
static bool take_name(Str folder, int64_t now, Arena *arena, Str *out, Err *err)
{
    for (int64_t at = now;; at++) {
        *out = arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name_of_time(at, arena)));
        int fd = open(out->at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) return close(fd) == 0;
        if (errno != EEXIST) return err_set(err, errno == EACCES || errno == EROFS ? ERR_DENIED : ERR_IO, "Проверьте место на диске и права на папку.", "В папку копий «%.*s» не пишется.", STR_ARG(folder));
    }
}

bool flow_backup(Flow *flow, const Who *who, const BackupAsk *ask, Arena *arena, BackupDone *out, Err *err)
{
    *out = (BackupDone){ 0 };
    Org root;
    if (!flow_demand_system(flow, who, &root, arena, err)) return false;
    int64_t now = clock_now();
    if (ask->path != NULL) out->path = str_of(ask->path);
    else if (ask->folder.n == 0) return err_set(err, ERR_INPUT, "Назовите папку данных: MERILO_DATA или «merilo serve --data».", "Не сказано, куда писать копию.");
    else {
        if (!file_make_dir(arena_z(arena, ask->folder), err) || !take_name(ask->folder, now, arena, &out->path, err)) return false;
    }
    DumpSummary back;
    const char *path = arena_z(arena, out->path);
    if (!dump_save(flow_db(flow), path, ask->progress, arena, &out->summary, err)) {
        if (ask->path == NULL) unlink(path); /* the name that was taken */
        return false;
    }
    give_to_owner(path, ask->folder, arena);
    if (chmod(path, 0600) != 0 || !dump_verify(path, ask->progress, arena, &back, err) || !same(&out->summary, &back)) {
        unlink(path);
        return err != NULL && err->code != ERR_NONE ? false : err_set(err, ERR_CONFLICT, "Проверьте диск (dmesg, smartctl) и сделайте копию в другое место.", "Копия прочиталась не такой, как писалась.");
    }
    Noting noting = { .who = who, .now = now, .arena = arena };
    noting.words = arena_printf(arena, "Копия %.*s: %s, %s; прочитана обратно и сошлась", STR_ARG(file_name(path)), number_of(arena, (long long)back.n_rows, "строка", "строки", "строк").at,
                                number_of(arena, (long long)((back.n_bytes + 1023) / 1024), "килобайт", "килобайта", "килобайт").at);
    if (!org_roots(flow_reader(flow), arena, &noting.roots, &noting.n_roots, err) || !db_tx(flow_db(flow), note, &noting, err) ||
        !witness_add(flow_reader(flow), flow_url(flow), "копия", err)) return false;
    return ask->path != NULL || ask->keep == 0 || remove_old(ask->folder, ask->keep, arena, &out->n_removed, err);
}

/* ---- taking one away ---- */

typedef struct Taking { const Who *who; const Org *root; Str words; } Taking;

static bool taken_body(DbWrite *write, void *context, Err *err)
{
    const Taking *taking = context;
    AuditNote entry = { .org_id = taking->root->id, .object = STR("copy"), .verb = STR("скачана копия базы"), .words = taking->words };
    return flow_audit(write, taking->who, &entry, err);
}

bool flow_copy_read(Flow *flow, const Who *who, Str name, Arena *arena, Str *bytes, Err *err)
{
    Org root;
    if (!flow_demand_system(flow, who, &root, arena, err)) return false;
    Str folder = place_copies(flow_url(flow), arena);
    if (!copy_name_fits(name) || folder.n == 0) return err_set(err, ERR_NOT_FOUND, "Откройте список копий.", "Такой копии нет.");
    if (!file_map(arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)).at, SIZE_MAX, arena, bytes, err)) return false;
    Taking taking = { .who = who, .root = &root, .words = name };
    return db_tx(flow_db(flow), taken_body, &taking, err);
}
