/* What the search knows of plans: the one place where their words are written. */
#include "flow/plan_.h"

#include "base/limits.h"
#include "record/record.h"

static bool put(DbWrite *write, const PlanRow *plan, uint32_t n, Str text, Arena *arena, Err *err)
{
    const Str *words;
    uint32_t n_words;
    record_stems(text, LIMIT_RECORD_WORDS, arena, &n_words, &words);
    return plan_index(write, plan->region_id, plan->id, n, n_words, words, err);
}

bool plan_index_title(DbWrite *write, const PlanRow *plan, Arena *arena, Err *err)
{
    return put(write, plan, 0, arena_printf(arena, "%.*s\n%.*s", STR_ARG(plan->title), STR_ARG(plan->goal)), arena, err);
}

bool plan_index_measure(DbWrite *write, const PlanRow *plan, const MeasureRow *row, Arena *arena, Err *err)
{
    Str text = row->deleted ? STR_EMPTY : arena_printf(arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(row->title), STR_ARG(row->bullets), STR_ARG(row->task), STR_ARG(row->responsible));
    return put(write, plan, row->n, text, arena, err);
}
