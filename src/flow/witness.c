/* The file has a line a head: «2026-11-22T09:50:01Z TREE NUMBER HASH WORD», appended and never written over. */
#include "flow/witness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "flow/backup.h"
#include "flow/place.h"

#define RESTORED "восстановление"

Str witness_file(const char *url, Arena *arena)
{
    Str file = place_file(url), data = place_data(url, arena);
    if (file.n > 0) return arena_printf(arena, "%.*s.audit", STR_ARG(file));
    return data.n > 0 ? arena_printf(arena, "%.*s/merilo.audit", STR_ARG(data)) : STR_EMPTY;
}

/* ---- reading ---- */

typedef struct Gathering { Arena *arena; Witness *all; uint32_t n, room; } Gathering;

static void add(Gathering *to, Witness one)
{
    if (to->n == to->room) {
        Witness *larger = arena_array(to->arena, Witness, to->room = to->room == 0 ? 64 : to->room * 2);
        if (to->n > 0) memcpy(larger, to->all, to->n * sizeof *larger);
        to->all = larger;
    }
    to->all[to->n++] = one;
}

static Str next_word(Str *line)
{
    size_t i = 0;
    while (i < line->n && line->at[i] != ' ') i++;
    Str word = str_slice(*line, 0, i);
    *line = str_slice(*line, i < line->n ? i + 1 : i, line->n);
    return word;
}

static bool read_line(Str line, Arena *arena, Str name, Witness *out)
{
    struct tm moment = { 0 };
    long long region_id, seq;
    Str at = next_word(&line), region = next_word(&line), number = next_word(&line);
    if (strptime(arena_z(arena, at), "%Y-%m-%dT%H:%M:%SZ", &moment) == NULL || !str_to_int(region, &region_id) || !str_to_int(number, &seq)) return false;
    *out = (Witness){ .region_id = region_id, .seq = seq, .at = (int64_t)timegm(&moment), .hash = next_word(&line), .restored = str_eq(line, STR(RESTORED)) };
    out->where = arena_printf(arena, "в файле %.*s %s", STR_ARG(name), date_clock(arena, out->at).at);
    return true;
}

/* A line that is not one of ours (broken off by a full disk) is passed over: it is no witness. */
static bool read_file(const char *path, Gathering *to, Err *err)
{
    Str all;
    if (!file_exists(path)) return true;
    if (!file_read(path, LIMIT_WITNESS_BYTES, to->arena, &all, err)) return false;
    for (size_t i = 0; i < all.n;) {
        Str rest = str_slice(all, i, all.n);
        size_t end = str_find(rest, STR("\n"));
        Str line = str_slice(rest, 0, end == SIZE_MAX ? rest.n : end);
        Witness one;
        i += line.n + 1;
        if (read_line(line, to->arena, file_name(path), &one)) add(to, one);
    }
    return true;
}

/* made_at 0: not known. */
static bool read_copy(const char *path, int64_t made_at, Gathering *to, Err *err)
{
    uint32_t n;
    const DumpHead *heads;
    if (!dump_heads(path, to->arena, &n, &heads, err)) return false;
    Str name = file_name(path);
    for (uint32_t i = 0; i < n; i++) {
        Str where = made_at > 0 ? arena_printf(to->arena, "в копии %.*s от %s", STR_ARG(name), date_clock(to->arena, made_at).at) : arena_printf(to->arena, "в копии %.*s", STR_ARG(name));
        add(to, (Witness){ .region_id = heads[i].region_id, .seq = heads[i].seq, .at = made_at, .hash = arena_str(to->arena, heads[i].hash), .where = where });
    }
    return true;
}

bool witness_list(const char *url, const char *copy, Arena *arena, const Witness **out, uint32_t *n, Err *err)
{
    Gathering to = { .arena = arena };
    Str file = witness_file(url, arena), folder = place_copies(url, arena);
    const Copy *copies;
    uint32_t n_copies;
    if ((file.n > 0 && !read_file(file.at, &to, err)) || !copy_list(folder, arena, &copies, &n_copies, err)) return false;
    for (uint32_t i = 0; i < n_copies; i++) /* a copy that cannot be read says nothing; finding such is the business of «verify» */
        (void)read_copy(arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(copies[i].name)).at, copies[i].made_at, &to, NULL);
    if (copy != NULL && !read_copy(copy, 0, &to, err)) return false;
    *out = to.all;
    *n = to.n;
    return true;
}

/* ---- adding ---- */

static bool append(const char *path, Str lines, Err *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    bool done = fd >= 0 && write(fd, lines.at, lines.n) == (ssize_t)lines.n && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0) close(fd);
    return done || err_set(err, why == EACCES || why == EROFS || why == EPERM ? ERR_DENIED : ERR_IO, "Проверьте место на диске и права на файл.", "Запись о журнале изменений не удалось добавить в файл «%.200s».", path);
}

static bool is_told(const Gathering *known, int64_t region_id, int64_t seq)
{
    for (uint32_t i = known->n; i-- > 0;)
        if (known->all[i].region_id == region_id) return known->all[i].seq == seq;
    return false;
}

static bool add_heads(DbRead *db, const char *path, const char *why, Gathering *known, Buf *lines, Err *err)
{
    const Org *roots;
    uint32_t n;
    if (!read_file(path, known, err) || !org_roots(db, known->arena, &roots, &n, err)) return false;
    time_t now = (time_t)clock_now();
    struct tm parts;
    char at[32];
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &parts));
    for (uint32_t i = 0; i < n; i++) {
        int64_t seq;
        Str hash;
        if (!audit_head(db, roots[i].id, known->arena, &seq, &hash, err)) return false;
        if (seq == 0 || (is_told(known, roots[i].id, seq) && strcmp(why, RESTORED) != 0)) continue;
        buf_printf(lines, "%s %" PRId64 " %" PRId64 " %.*s %s\n", at, roots[i].id, seq, STR_ARG(hash), why);
    }
    return lines->n == 0 || (buf_ok(lines, err) && append(path, buf_str(lines), err));
}

bool witness_add(DbRead *db, const char *url, const char *why, Err *err)
{
    Gathering known = { .arena = arena_new(0) };
    Str path = witness_file(url, known.arena);
    Buf lines;
    buf_init(&lines, 0);
    bool done = path.n == 0 || add_heads(db, path.at, why, &known, &lines, err);
    buf_free(&lines);
    arena_free(known.arena);
    return done;
}

bool witness_restored(DbRead *db, const char *url, Err *err) { return witness_add(db, url, RESTORED, err); }

/* ---- comparing ---- */

static bool is_before_restoring(const Witness *one, const Witness *all, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i].restored && all[i].region_id == one->region_id && one->at <= all[i].at && one->seq > all[i].seq) return true;
    return false;
}

/* The one that remembers most of what is gone, and the first whose entry is another one now. */
typedef struct Against { const Witness *longest, *other; } Against;

static bool compare(DbRead *db, const Org *root, const Witness *witnesses, uint32_t n, Arena *arena, Against *against, JournalVerdict *out, Err *err)
{
    for (uint32_t i = 0; i < n; i++) {
        const Witness *one = &witnesses[i];
        Str hash;
        if (one->region_id != root->id || one->seq == 0) continue;
        if (is_before_restoring(one, witnesses, n)) {
            out->n_before++;
            continue;
        }
        out->n_witnesses++;
        if (!audit_hash_at(db, root->id, one->seq, arena, &hash, err)) return false;
        if (hash.n == 0 && (against->longest == NULL || one->seq > against->longest->seq)) against->longest = one;
        if (hash.n > 0 && !str_eq(hash, one->hash) && (against->other == NULL || one->seq < against->other->seq)) against->other = one;
    }
    return true;
}

static void say(Str *words, Arena *arena, Str sentence) { *words = words->n == 0 ? sentence : arena_printf(arena, "%.*s %.*s", STR_ARG(*words), STR_ARG(sentence)); }

static Str words_of_gone(const Witness *witness, const AuditVerdict *chain, Arena *arena)
{
    if (chain->broken_seq != 0) return arena_printf(arena, "Записи № %lld нет, а %.*s она была последней.", (long long)witness->seq, STR_ARG(witness->where));
    int64_t lost = witness->seq - chain->n;
    Str have = number_of(arena, chain->n, "запись", "записи", "записей"), had = number_int(arena, witness->seq), n = number_int(arena, lost);
    return arena_printf(arena, "В журнале %.*s, а %.*s было %.*s: %.*s %s.", STR_ARG(have), STR_ARG(witness->where), STR_ARG(had), STR_ARG(n),
                        number_word(lost, "последняя пропала", "последние пропали", "последних пропали"));
}

bool journal_verify(DbRead *db, const Org *root, const Witness *witnesses, uint32_t n, Arena *arena, JournalVerdict *out, Err *err)
{
    *out = (JournalVerdict){ .broken = STR_EMPTY };
    Against against = { 0 };
    if (!audit_verify(db, root->id, arena, &out->chain, err) || !compare(db, root, witnesses, n, arena, &against, out, err)) return false;
    if (out->chain.broken_seq != 0) say(&out->broken, arena, out->chain.why);
    if (against.longest != NULL) say(&out->broken, arena, words_of_gone(against.longest, &out->chain, arena));
    if (against.other != NULL)
        say(&out->broken, arena, arena_printf(arena, "Запись № %lld не та, что помнится %.*s: журнал переписан.", (long long)against.other->seq, STR_ARG(against.other->where)));
    return true;
}
