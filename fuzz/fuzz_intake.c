/* Any bytes through the whole of intake, as a form and as a table of blueprints would be; what comes out must keep its promises. */
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "intake/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_sheet(const Sheet *sheet)
{
    if (sheet->spans != NULL) return; /* packed ones have a target of their own */
    const Blueprint *blueprint = sheet->procedure.blueprint;
    uint32_t count[3] = { 0 };
    BUG_ON(!blueprint_valid(blueprint));
    for (uint32_t i = 0; i < sheet->n_rows; i++) {
        unsigned total = 0;
        BUG_ON(sheet->state[i] > ROW_REJECTED || sheet->class_of[i] >= sheet->n_class_labels || sheet->journal[i] > 5);
        count[sheet->state[i]]++;
        bool work = sheet->state[i] == ROW_WORK;
        BUG_ON(work ? sheet->school[i] >= sheet->n_schools : sheet->total[i] != 0);
        for (uint32_t t = 0; t < blueprint->n_tasks; t++) {
            uint8_t score = sheet->score[(size_t)t * sheet->n_rows + i];
            BUG_ON(work ? score == SCORE_NONE || (score_is_points(score) && score > blueprint->tasks[t].max) : score != SCORE_NONE);
            if (score_is_points(score)) total += score;
        }
        BUG_ON(work && (blueprint->n_tasks > 0 ? total != sheet->total[i] : sheet->total[i] > blueprint->max));
    }
    BUG_ON(count[ROW_WORK] != sheet->n_works || count[ROW_ABSENT] != sheet->n_absent || count[ROW_REJECTED] != sheet->n_rejected);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(0);
    Str input = { (const char *)bytes, n };
    InputFile files[2];
    intake_bytes(STR("2021-4-математика.csv"), input, NULL, arena, &files[0]);
    intake_bytes(STR("форма edu1234567.csv"), input, NULL, arena, &files[1]);
    files[1].sha256[0] = 'x'; /* not byte for byte the same, so that rows meet rows */
    for (int pass = 0; pass < 2; pass++) {
        for (int f = 0; f < 2; f++) {
            BUG_ON(files[f].readable != (files[f].n_sheets > 0));
            BUG_ON(!files[f].readable && files[f].why.code == ERR_NONE);
            BUG_ON(files[f].n_complaints > LIMIT_COMPLAINTS_KEPT || files[f].n_complaints > files[f].complaints_total);
            BUG_ON(files[f].readable && files[f].rows != files[f].works + files[f].absent + files[f].rejected);
            for (uint32_t s = 0; s < files[f].n_sheets; s++) check_sheet(files[f].sheets[s]);
        }
        if (pass == 0) intake_merge(files, 2, arena);
    }
    for (int f = 0; f < 2; f++) {
        if (!files[f].readable) continue;
        SchoolTable table = school_table_build(files[f].sheets, files[f].n_sheets, arena);
        const Frame *frame = frame_build(files[f].sheets, 1, &table, arena);
        BUG_ON(frame->n_works != files[f].sheets[0]->n_works);
    }
    arena_free(arena);
    return 0;
}
