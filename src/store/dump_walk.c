/* Reads the bytes of a copy; nothing in them is believed before it is checked. */
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/dump_.h"

#define REST_AFTER ((size_t)4 << 20) /* pages read so long ago leave memory */
#define HASH_CHARS 64u

static bool broken(const DumpWalk *walk, Err *err)
{
    err_set(err, ERR_INPUT, "Возьмите другую копию; эта не годится.", "Копия «%.200s» повреждена.", walk->path);
    err_detail(err, "at byte %zu", walk->at);
    return false;
}

static bool take(DumpWalk *walk, size_t n, const char **out)
{
    if (n > walk->bytes.n - walk->at) return false;
    *out = walk->bytes.at + walk->at;
    walk->at += n;
    return true;
}

/* Little-endian, n bytes. */
static bool take_number(DumpWalk *walk, size_t n, uint64_t *out)
{
    const char *p;
    if (!take(walk, n, &p)) return false;
    *out = 0;
    for (size_t i = 0; i < n; i++) *out |= (uint64_t)(uint8_t)p[i] << 8 * i;
    return true;
}

static bool take_str(DumpWalk *walk, Str *out)
{
    uint64_t n;
    return take_number(walk, 4, &n) && (out->n = (size_t)n, take(walk, (size_t)n, &out->at));
}

static bool take_head(DumpWalk *walk, DumpHead *out)
{
    uint64_t region_id, seq;
    if (!take_number(walk, 8, &region_id) || !take_number(walk, 8, &seq) || !take_str(walk, &out->hash)) return false;
    out->region_id = (int64_t)region_id;
    out->seq = (int64_t)seq;
    return out->seq >= 0;
}

static bool take_heads(DumpWalk *walk)
{
    uint64_t n;
    DumpHead head;
    if (!take_number(walk, 4, &n)) return false;
    walk->n_heads = (uint32_t)n;
    walk->heads_at = walk->at;
    for (uint32_t i = 0; i < walk->n_heads; i++)
        if (!take_head(walk, &head)) return false;
    return true;
}

bool dump_heads(const char *path, Arena *arena, uint32_t *n, const DumpHead **out, Err *err)
{
    DumpWalk walk;
    Str all;
    *n = 0;
    if (!file_map(path, LIMIT_DUMP_BYTES, arena, &all, err) || !dump_walk_over(&walk, path, all, err)) return false;
    DumpHead *heads = arena_array(arena, DumpHead, walk.n_heads + 1u);
    walk.at = walk.heads_at;
    for (; *n < walk.n_heads; ++*n) BUG_ON(!take_head(&walk, &heads[*n]));
    *out = heads;
    return true;
}

bool dump_walk_over(DumpWalk *walk, const char *path, Str bytes, Err *err)
{
    *walk = (DumpWalk){ .path = path, .bytes = bytes };
    uint64_t version, step;
    if (!str_starts(bytes, STR(DUMP_MAGIC)))
        return err_set(err, ERR_INPUT, "Выберите файл, сделанный «merilo backup».", "Файл «%.200s» — не копия базы Мерило.", path);
    walk->at = sizeof DUMP_MAGIC - 1;
    if (!take_number(walk, 4, &version) || !take_number(walk, 4, &step) || step > INT32_MAX) return broken(walk, err);
    if (version < 1 || version > DUMP_VERSION)
        return err_set(err, ERR_CONFLICT, "Откройте её той версией программы, которой она сделана, или более новой.", "Копия «%.200s» сделана другой версией программы.", path);
    walk->step = (int)step;
    return version < 2 || take_heads(walk) || broken(walk, err);
}

bool dump_walk_begin(DumpWalk *walk, const char *path, Arena *arena, char sha256[65], Err *err)
{
    *walk = (DumpWalk){ .path = path };
    Str all;
    if (!file_map(path, LIMIT_DUMP_BYTES, arena, &all, err)) return false;
    size_t n = all.n > HASH_CHARS ? all.n - HASH_CHARS : 0;
    if (!dump_walk_over(walk, path, str_slice(all, 0, n), err)) return false;
    Hash hash;
    hash_begin(&hash);
    for (size_t i = 0; i < n; i += REST_AFTER) {
        Str part = str_slice(all, i, i + REST_AFTER < n ? i + REST_AFTER : n);
        hash_add(&hash, part);
        file_map_rest(part);
    }
    hash_end_hex(&hash, sha256);
    walk->mapped = true;
    return str_eq(str_of(sha256), str_slice(all, n, all.n)) || broken(walk, err);
}

static bool take_shape(DumpWalk *walk)
{
    uint64_t n;
    Str before = walk->shape.name;
    walk->shape = (DumpShape){ 0 };
    if (!take_str(walk, &walk->shape.name) || !take_number(walk, 4, &n) || n == 0 || n > DUMP_COLUMNS) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!take_str(walk, &walk->shape.columns[i])) return false;
    walk->shape.n_columns = (uint32_t)n;
    return before.n == 0 || str_cmp(before, walk->shape.name) < 0; /* once each */
}

bool dump_walk_table(DumpWalk *walk, bool *more, Err *err)
{
    const char *mark;
    walk->n_rows = 0;
    if (!take(walk, 1, &mark)) return broken(walk, err);
    *more = *mark == DUMP_TABLE;
    if (*mark == DUMP_END) return walk->at == walk->bytes.n || broken(walk, err);
    return (*more && take_shape(walk)) || broken(walk, err);
}

static bool take_cell(DumpWalk *walk, DbArg *out)
{
    const char *kind;
    uint64_t number = 0;
    if (!take(walk, 1, &kind)) return false;
    *out = (DbArg){ .kind = DB_ARG_NULL };
    switch (*kind) {
    case 'n': return true;
    case 'i':
        out->kind = DB_ARG_INT;
        if (!take_number(walk, 8, &number)) return false;
        memcpy(&out->i, &number, 8);
        return true;
    case 'r':
        out->kind = DB_ARG_REAL;
        if (!take_number(walk, 8, &number)) return false;
        memcpy(&out->x, &number, 8);
        return true;
    case 't': out->kind = DB_ARG_TEXT; return take_str(walk, &out->s) && utf8_valid(out->s) && memchr(out->s.at, 0, out->s.n) == NULL;
    case 'b': out->kind = DB_ARG_BLOB; return take_str(walk, &out->s);
    default: return false;
    }
}

bool dump_walk_row(DumpWalk *walk, bool *more, Err *err)
{
    const char *mark;
    uint64_t n;
    if (!take(walk, 1, &mark)) return broken(walk, err);
    *more = *mark == DUMP_ROW;
    if (*mark == DUMP_TABLE_END) return (take_number(walk, 8, &n) && n == walk->n_rows) || broken(walk, err);
    if (!*more) return broken(walk, err);
    if (walk->mapped && walk->at - walk->rested > REST_AFTER) { /* cells of the last row are no longer wanted */
        file_map_rest(str_slice(walk->bytes, walk->rested, walk->at - 1));
        walk->rested = walk->at - 1;
    }
    walk->n_rows++;
    for (uint32_t i = 0; i < walk->shape.n_columns; i++)
        if (!take_cell(walk, &walk->cells[i])) return broken(walk, err);
    return true;
}
