/* A block of one school: the hash is put right, so that changes reach what stands behind it. What is accepted must be a sheet that a frame can be built of, and a block again. */
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "domain/block_.h"
#include "domain/block_diff.h"
#include "domain/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(const Sheet *sheet)
{
    const Blueprint *blueprint = sheet->procedure.blueprint;
    BUG_ON(!blueprint_valid(blueprint) || sheet->n_schools != 1 || sheet->n_works + sheet->n_absent != sheet->n_rows);
    for (uint32_t i = 0; i < sheet->n_rows; i++) {
        unsigned sum = 0;
        BUG_ON(sheet->state[i] > ROW_ABSENT || sheet->sex[i] > SEX_FEMALE || sheet->journal[i] > 5 || sheet->class_of[i] >= sheet->n_class_labels || sheet->total[i] > blueprint->max);
        for (uint32_t t = 0; t < blueprint->n_tasks; t++) {
            uint8_t score = sheet->score[(size_t)t * sheet->n_rows + i];
            BUG_ON((score == SCORE_NONE) != (sheet->state[i] == ROW_ABSENT) || (score_is_points(score) && score > blueprint->tasks[t].max));
            sum += score_is_points(score) ? score : 0;
        }
        BUG_ON(blueprint->n_tasks > 0 && sum != sheet->total[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)1 << 30);
    Str block = arena_str(arena, (Str){ (const char *)bytes, n });
    if (n >= WIRE_BODY_AT) {
        uint64_t hash = wire_hash(str_slice(block, WIRE_BODY_AT, n));
        memcpy((char *)block.at + WIRE_HASH_AT, &hash, sizeof hash);
    }
    Sheet *sheet;
    BlockHead head;
    Err err = { 0 };
    bool read = block_read(block, arena, &sheet, &err);
    BUG_ON(!read && (err.code == ERR_NONE || err.what[0] == '\0'));
    if (block_head(block, &head, &err)) BUG_ON(read && (head.n_works != sheet->n_works || head.n_absent != sheet->n_absent));
    else BUG_ON(read);
    if (read) {
        check(sheet);
        const Sheet *const one = sheet;
        SchoolTable table = school_table_build(&one, 1, arena);
        frame_build(&one, 1, &table, arena);
        Str again = block_write(sheet, 0, arena);
        BlockDiff diff;
        BUG_ON(!block_diff(block, again, arena, &diff, &err) || diff.n != 0 || diff.n_same != sheet->n_rows);
    }
    arena_free(arena);
    return 0;
}
