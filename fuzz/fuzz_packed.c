/* A packed sheet: the digest is put right, so that changes reach what stands behind it. What is accepted must keep the promises of a sheet, packed and unpacked. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "domain/packed.h"
#include "intake/packed_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static Str with_digest(const uint8_t *bytes, size_t n, Arena *arena)
{
    char *at = arena_alloc(arena, n + PACKED_DIGEST), hex[65];
    if (n > 0) memcpy(at, bytes, n);
    hash_sha256_hex((Str){ at, n }, hex);
    for (size_t i = 0; i < PACKED_DIGEST; i++) at[n + i] = (char)strtol((char[]){ hex[2 * i], hex[2 * i + 1], '\0' }, NULL, 16);
    return (Str){ at, n + PACKED_DIGEST };
}

static void check_frame(const Frame *frame)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    uint32_t n = 0;
    BUG_ON(!blueprint_valid(blueprint));
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        BUG_ON(frame->schools[s].first != n || frame->schools[s].n == 0 || (s > 0 && frame->schools[s].org <= frame->schools[s - 1].org));
        n += frame->schools[s].n;
    }
    BUG_ON(n != frame->n_works);
    for (uint32_t i = 0; i < n; i++) {
        unsigned sum = 0;
        BUG_ON(frame->journal[i] > 5 || frame->sex[i] > SEX_FEMALE || frame->total[i] > blueprint->max || frame->mark[i] != blueprint_mark(blueprint, frame->total[i]));
        for (uint32_t t = 0; t < blueprint->n_tasks; t++) {
            uint8_t score = frame_task(frame, t)[i];
            BUG_ON(score == SCORE_NONE || (score_is_points(score) && score > blueprint->tasks[t].max));
            sum += score_is_points(score) ? score : 0;
        }
        BUG_ON(blueprint->n_tasks > 0 && sum != frame->total[i]);
    }
}

static void check_same(const Frame *a, const Frame *b)
{
    BUG_ON(a->n_works != b->n_works || a->n_schools != b->n_schools || a->n_classes != b->n_classes || a->n_absent != b->n_absent);
    for (uint32_t c = 0; c < a->n_classes; c++) BUG_ON(a->classes[c].first != b->classes[c].first || !str_eq(a->classes[c].label, b->classes[c].label));
    for (uint32_t s = 0; s < a->n_schools; s++) BUG_ON(a->schools[s].n != b->schools[s].n || a->schools[s].absent != b->schools[s].absent);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 30);
    const Sheet *sheet = NULL;
    char sha256[65] = "";
    Err err = { 0 };
    bool read = packed_read(with_digest(bytes, n, arena), false, sha256, arena, &sheet, &err);
    BUG_ON(sha256[0] == '\0' || (!read && (err.code == ERR_NONE || err.what[0] == '\0')));
    if (read && sheet->n_absent < 1000000) {
        const Sheet *rows = sheet_unpack(sheet, arena);
        SchoolTable table = school_table_build(&sheet, 1, arena);
        const Frame *view = frame_build(&sheet, 1, &table, arena), *built = frame_build(&rows, 1, &table, arena);
        check_frame(view);
        check_same(view, built);
    }
    arena_free(arena);
    return 0;
}
