/* Blocks of one procedure as one sheet. Schools' forms may disagree: cut-offs come from the first form that knows them; where tasks differ, the works of the most schools count. */
#include <stdlib.h>
#include <string.h>

#include "domain/block.h"
#include "flow/analysis_.h"
#include "flow/procedure.h"

static bool same_tasks(const Blueprint *a, const Blueprint *b)
{
    if (a->n_tasks != b->n_tasks || a->max != b->max) return false;
    for (uint16_t i = 0; i < a->n_tasks; i++)
        if (a->tasks[i].max != b->tasks[i].max) return false;
    return true;
}

/* Blocks whose tasks are those of the most blocks, in their order; gives their number. Only for procedures whose forms disagree: reads every block by itself. */
static bool most_alike(const Str *blocks, uint32_t n, Arena *scratch, Str *out, uint32_t *n_out, Err *err)
{
    const Blueprint **kind = arena_array(scratch, const Blueprint *, n);
    uint32_t *count = arena_array(scratch, uint32_t, n), *of = arena_array(scratch, uint32_t, n), n_kinds = 0, best = 0;
    for (uint32_t i = 0; i < n; i++) {
        Sheet *sheet;
        if (!block_read(blocks[i], scratch, &sheet, err)) return false;
        uint32_t k = 0;
        while (k < n_kinds && !same_tasks(kind[k], sheet->procedure.blueprint)) k++;
        if (k == n_kinds) kind[n_kinds++] = sheet->procedure.blueprint;
        count[k]++;
        of[i] = k;
    }
    for (uint32_t k = 1; k < n_kinds; k++)
        if (count[k] > count[best]) best = k;
    *n_out = 0;
    for (uint32_t i = 0; i < n; i++)
        if (of[i] == best) out[(*n_out)++] = blocks[i];
    return true;
}

/* The procedure as the first block with cut-offs has it; that of the first block where none has. */
static bool procedure_of(const Str *blocks, uint32_t n, Arena *arena, const Procedure **out, Err *err)
{
    *out = NULL;
    for (uint32_t i = 0; i < n; i++) {
        Sheet *sheet;
        if (!block_read(blocks[i], arena, &sheet, err)) return false;
        if (*out == NULL || sheet->procedure.blueprint->cutoffs_known) *out = &sheet->procedure;
        if (sheet->procedure.blueprint->cutoffs_known) break;
    }
    BUG_ON(*out == NULL);
    return true;
}

/* Cut-offs that somebody registered later than the forms were written count. */
static bool as_registered(DbRead *db, int64_t region_id, Arena *arena, const Procedure **as, Err *err)
{
    ProcedureRow row;
    const Blueprint *work;
    bool found, own;
    if (!procedure_get(db, region_id, (*as)->id, arena, &row, &found, err)) return false;
    if (!found) return true;
    if (!procedure_blueprint(&row, arena, &work, &own, err)) return false;
    if (work == NULL || !own || !same_tasks(work, (*as)->blueprint)) return true;
    Procedure *registered = arena_one(arena, Procedure);
    *registered = **as;
    registered->blueprint = work;
    *as = registered;
    return true;
}

bool region_merge(DbRead *db, int64_t region_id, const Str *blocks, uint32_t n, Arena *arena, Sheet **out, uint32_t *n_left_out, Err *err)
{
    const Procedure *as;
    Err why;
    *n_left_out = 0;
    if (!procedure_of(blocks, n, arena, &as, err) || !as_registered(db, region_id, arena, &as, err)) return false;
    if (block_merge(blocks, n, as, arena, out, &why)) return true;
    if (why.code != ERR_CONFLICT) {
        if (err != NULL) *err = why;
        return false;
    }
    Arena *scratch = arena_new(0);
    Str *alike = arena_array(arena, Str, n);
    uint32_t n_alike = 0;
    bool done = most_alike(blocks, n, scratch, alike, &n_alike, err);
    arena_free(scratch);
    *n_left_out = n - n_alike;
    return done && procedure_of(alike, n_alike, arena, &as, err) && as_registered(db, region_id, arena, &as, err) && block_merge(alike, n_alike, as, arena, out, err);
}
