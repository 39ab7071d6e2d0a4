#include "domain/wire_.h"

#include "base/utf8.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers go as they stand in memory");

/* ---- begin and end ---- */

uint64_t wire_hash(Str body)
{
    uint64_t hash = 0xCBF29CE484222325u ^ body.n;
    for (size_t i = 0; i < body.n; i += 8) {
        uint64_t word = 0;
        if (body.n - i >= 8) memcpy(&word, body.at + i, 8);
        else memcpy(&word, body.at + i, body.n - i);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return hash;
}

Wire wire_write(Buf *out, const char magic[WIRE_MAGIC], uint8_t version)
{
    Wire wire = { .out = out, .from = out->n };
    char front[WIRE_BODY_AT] = { 0 };
    memcpy(front, magic, WIRE_MAGIC);
    front[WIRE_VERSION_AT] = (char)version;
    buf_add(out, (Str){ front, sizeof front });
    return wire;
}

void wire_seal(Wire *wire)
{
    if (!buf_ok(wire->out, NULL)) return;
    char *at = wire->out->at + wire->from;
    uint64_t hash = wire_hash((Str){ at + WIRE_BODY_AT, wire->out->n - wire->from - WIRE_BODY_AT });
    memcpy(at + WIRE_HASH_AT, &hash, sizeof hash);
}

static bool refuse(const char *wrong, Err *err)
{
    return err_set(err, ERR_INPUT, "Восстановите данные из резервной копии.", "Сохранённые данные испорчены: %s.", wrong);
}

bool wire_read(Str bytes, const char magic[WIRE_MAGIC], uint8_t version, Arena *arena, Wire *out, Err *err)
{
    if (bytes.n < WIRE_BODY_AT) return refuse("они оборваны", err);
    if (memcmp(bytes.at, magic, WIRE_MAGIC) != 0) return refuse("в них не то, что ожидалось", err);
    if ((uint8_t)bytes.at[WIRE_VERSION_AT] != version)
        return err_set(err, ERR_INPUT, "Обновите программу или посчитайте заново.", "Сохранённые данные записаны в версии %u, а программа понимает версию %u.", (uint8_t)bytes.at[WIRE_VERSION_AT], version);
    uint64_t told, found = wire_hash(str_slice(bytes, WIRE_BODY_AT, bytes.n));
    memcpy(&told, bytes.at + WIRE_HASH_AT, sizeof told);
    if (told != found) return refuse("проверочная сумма не сошлась", err);
    *out = (Wire){ .at = bytes.at + WIRE_BODY_AT, .end = bytes.at + bytes.n, .arena = arena };
    return true;
}

bool wire_close(const Wire *wire, Err *err)
{
    if (wire->no_room) return err_set(err, ERR_LIMIT, NULL, "Сохранённые данные не помещаются в память, отведённую им.");
    if (wire->wrong != NULL) return refuse(wire->wrong, err);
    return wire->at == wire->end || refuse("в конце лишнее", err);
}

void wire_bad(Wire *wire, const char *wrong)
{
    if (!wire_reads(wire) || wire->wrong != NULL) return;
    wire->wrong = wrong;
    wire->at = wire->end;
}

size_t wire_left(const Wire *wire) { return (size_t)(wire->end - wire->at); }

/* ---- numbers ---- */

const void *wire_raw(Wire *wire, const void *at, size_t n)
{
    if (!wire_reads(wire)) {
        buf_add(wire->out, (Str){ at, n });
        return at;
    }
    if (n > wire_left(wire)) {
        wire_bad(wire, "они оборваны");
        return NULL;
    }
    const char *here = wire->at;
    wire->at += n;
    return here;
}

/* Seven bits a byte, the lowest first; one way only to write a number. */
static uint64_t number(Wire *wire, uint64_t value, uint64_t most)
{
    if (!wire_reads(wire)) {
        char bytes[10];
        size_t n = 0;
        for (; value >= 0x80; value >>= 7) bytes[n++] = (char)(value | 0x80);
        bytes[n++] = (char)value;
        buf_add(wire->out, (Str){ bytes, n });
        return 0;
    }
    value = 0;
    for (unsigned shift = 0; wire->at < wire->end; shift += 7) {
        uint8_t byte = (uint8_t)*wire->at++;
        if (shift == 63 && byte > 1) break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte >= 0x80) continue;
        if ((byte == 0 && shift > 0) || value > most) break;
        return value;
    }
    wire_bad(wire, "число записано неверно");
    return 0;
}

void wire_u8(Wire *wire, uint8_t *at)
{
    const uint8_t *byte = wire_raw(wire, at, 1);
    if (wire_reads(wire)) *at = byte != NULL ? *byte : 0;
}

void wire_bool(Wire *wire, bool *at)
{
    uint8_t byte = wire_reads(wire) ? 0 : *at;
    wire_u8(wire, &byte);
    if (byte > 1) wire_bad(wire, "да или нет записано неверно");
    if (wire_reads(wire)) *at = byte == 1;
}

void wire_u16(Wire *wire, uint16_t *at)
{
    uint64_t value = number(wire, *at, UINT16_MAX);
    if (wire_reads(wire)) *at = (uint16_t)value;
}

void wire_u32(Wire *wire, uint32_t *at)
{
    uint64_t value = number(wire, *at, UINT32_MAX);
    if (wire_reads(wire)) *at = (uint32_t)value;
}

void wire_u64(Wire *wire, uint64_t *at)
{
    uint64_t value = number(wire, *at, UINT64_MAX);
    if (wire_reads(wire)) *at = value;
}

void wire_int(Wire *wire, int *at)
{
    uint64_t value = number(wire, (uint32_t)*at, UINT32_MAX);
    if (wire_reads(wire)) *at = (int)(uint32_t)value;
}

void wire_doubles(Wire *wire, double *at, uint32_t n)
{
    const void *raw = wire_raw(wire, at, n * sizeof *at);
    if (!wire_reads(wire) || n == 0) return;
    if (raw != NULL) memcpy(at, raw, n * sizeof *at);
    else memset(at, 0, n * sizeof *at);
}

void wire_double(Wire *wire, double *at) { wire_doubles(wire, at, 1); }

/* What most numbers are that say nothing: +0, the NaN of <math.h> and the one that processors make. */
enum { SPARSE_KNOWN = 3, SPARSE_TOLD = SPARSE_KNOWN };
static const uint64_t sparse_known[SPARSE_KNOWN] = { 0, 0x7FF8000000000000u, 0xFFF8000000000000u };

void wire_sparse_doubles(Wire *wire, double *const *at, uint32_t n)
{
    uint32_t kinds = 0;
    for (uint32_t i = 0; !wire_reads(wire) && i < n; i++) {
        uint64_t bits;
        uint32_t kind = 0;
        memcpy(&bits, at[i], sizeof bits);
        while (kind < SPARSE_KNOWN && bits != sparse_known[kind]) kind++;
        kinds |= kind << 2 * i;
    }
    wire_u32(wire, &kinds);
    if (n < 16 && kinds >> 2 * n != 0) wire_bad(wire, "числа записаны неверно");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = kinds >> 2 * i & 3;
        if (kind == SPARSE_TOLD) wire_double(wire, at[i]);
        else if (wire_reads(wire)) memcpy(at[i], &sparse_known[kind], sizeof *sparse_known);
    }
}

/* ---- texts and items ---- */

void wire_str(Wire *wire, Str *at)
{
    uint32_t n = wire_reads(wire) ? 0 : (uint32_t)utf8_valid_prefix(*at); /* a message may have been cut inside a letter */
    wire_count(wire, &n, 1);
    const char *text = wire_raw(wire, at->at, n);
    if (!wire_reads(wire)) return;
    *at = text == NULL || n == 0 ? STR_EMPTY : (Str){ text, n };
    if (!utf8_valid(*at)) wire_bad(wire, "текст не в UTF-8");
}

void wire_z(Wire *wire, const char **at)
{
    Str text = wire_reads(wire) ? STR_EMPTY : str_of(*at);
    wire_str(wire, &text);
    if (!wire_reads(wire)) return;
    if (memchr(text.at, '\0', text.n) != NULL) wire_bad(wire, "в слове нулевой байт");
    char *copy = wire_items(wire, NULL, (uint32_t)text.n + 1, 1);
    if (copy != NULL) memcpy(copy, text.at, text.n);
    *at = copy != NULL ? copy : "";
}

void wire_count(Wire *wire, uint32_t *n, size_t least)
{
    wire_u32(wire, n);
    if (!wire_reads(wire) || *n <= wire_left(wire) / least) return;
    wire_bad(wire, "обещано больше, чем есть");
    *n = 0;
}

void *wire_items(Wire *wire, const void *items, uint32_t n, size_t size)
{
    if (!wire_reads(wire)) return (void *)items;
    if (n == 0 || wire->wrong != NULL) return NULL;
    void *room = arena_try(wire->arena, n * size, NULL);
    if (room == NULL) {
        wire->no_room = true;
        wire_bad(wire, "нет места");
    }
    return room;
}

/* ---- procedures ---- */

static void walk_task(Wire *wire, Task *at)
{
    uint8_t level = wire_reads(wire) ? 0 : (uint8_t)at->level;
    wire_str(wire, &at->label);
    wire_u8(wire, &at->max);
    wire_u8(wire, &level);
    if (level != 0 && level != 'B' && level != 'P' && level != 'V') wire_bad(wire, "у задания неизвестный уровень");
    if (wire_reads(wire)) at->level = (char)level;
    wire_str(wire, &at->content);
    wire_str(wire, &at->requirement);
    wire_str(wire, &at->skill);
}

static void walk_blueprint(Wire *wire, Blueprint *at)
{
    wire_int(wire, &at->year);
    wire_int(wire, &at->grade);
    wire_str(wire, &at->subject);
    wire_str(wire, &at->level);
    uint32_t n = at->n_tasks;
    wire_count(wire, &n, 6);
    if (n > UINT16_MAX) wire_bad(wire, "заданий больше, чем бывает");
    Task *tasks = WIRE_ITEMS(wire, Task, at->tasks, n);
    for (uint32_t i = 0; tasks != NULL && i < n; i++) walk_task(wire, &tasks[i]);
    if (wire_reads(wire)) at->tasks = tasks, at->n_tasks = (uint16_t)n;
    wire_u16(wire, &at->max);
    wire_bool(wire, &at->cutoffs_known);
    for (int i = 0; i < N_CUTOFFS; i++) wire_u16(wire, &at->cutoff[i]);
    wire_str(wire, &at->task_source);
    wire_str(wire, &at->cutoff_source);
    wire_str(wire, &at->note);
}

void wire_procedure(Wire *wire, Procedure *at)
{
    wire_str(wire, &at->id);
    wire_int(wire, &at->year);
    wire_int(wire, &at->grade);
    wire_str(wire, &at->subject);
    wire_str(wire, &at->title);
    Blueprint *blueprint = WIRE_ITEMS(wire, Blueprint, at->blueprint, 1);
    if (blueprint == NULL) return;
    walk_blueprint(wire, blueprint);
    if (!wire_reads(wire)) return;
    at->blueprint = blueprint;
    if (wire->wrong == NULL && (at->id.n == 0 || !blueprint_valid(blueprint))) wire_bad(wire, "баллы заданий, сумма и границы отметок противоречат друг другу");
}
