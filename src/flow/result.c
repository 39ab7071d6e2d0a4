#include "flow/result.h"

#include "conclude/conclude.h"
#include "domain/block.h"
#include "store/result.h"

/* Forms of schools that the analysis knows. */
static uint32_t known(const ResultAsk *ask, const AnalysisInput *inputs, uint32_t n, Str *blocks)
{
    uint32_t n_known = 0;
    for (uint32_t i = 0; i < n; i++)
        if (school_table_find(ask->schools, inputs[i].school) != UINT32_MAX) blocks[n_known++] = inputs[i].block;
    return n_known;
}

/* The same works, a class in the place of a school. */
static const Frame *by_classes(const Frame *frame, Arena *arena)
{
    Frame *to = arena_one(arena, Frame);
    SchoolSpan *spans = arena_array(arena, SchoolSpan, frame->n_classes + 1u);
    for (uint32_t c = 0; c < frame->n_classes; c++)
        spans[c] = (SchoolSpan){ .org = c, .first = frame->classes[c].first, .n = frame->classes[c].n, .class_first = c, .n_classes = 1 };
    *to = *frame;
    to->n_schools = frame->n_classes;
    to->schools = spans;
    return to;
}

bool flow_result_works(DbRead *db, const ResultAsk *ask, Arena *arena, ProcedureAnalysis *out, bool *found, Err *err)
{
    const Procedure *procedure = ask->of->frame->procedure;
    AnalysisInput *inputs;
    uint32_t n;
    *found = false;
    if (!result_blocks(db, ask->region_id, procedure->id, ask->path, arena, &inputs, &n, err)) return false;
    Str *blocks = arena_array(arena, Str, n + 1u);
    n = known(ask, inputs, n, blocks);
    Err why = { 0 };
    Sheet *sheet;
    if (n == 0) return true;
    if (!block_merge(blocks, n, procedure, arena, &sheet, &why)) {
        if (why.code == ERR_CONFLICT) return true; /* other tasks than those of the analysis: nothing to set beside it */
        *err = why;
        return false;
    }
    const Sheet *sheets[1] = { sheet };
    const Frame *frame = frame_build(sheets, 1, ask->schools, arena);
    if (frame->n_works == 0) return true;
    if (ask->classes) frame = by_classes(frame, arena);
    const Norm *norm = ask->of->norm, *own = ask->of->own != NULL ? ask->of->own : norm;
    describe_usual(frame, norm, own, arena, out);
    if (own != NULL && own->task_mean != NULL) describe_heat(frame, norm, own, arena, out);
    *found = true;
    return true;
}

const ProcedureAnalysis *flow_result_measure(const ProcedureAnalysis *of, ResultMeasure measure, Arena *arena)
{
    if (measure == RESULT_MAIN || (measure == RESULT_GOOD && !of->frame->procedure->blueprint->cutoffs_known)) return of;
    ProcedureAnalysis *to = arena_one(arena, ProcedureAnalysis);
    SchoolStats *schools = arena_array(arena, SchoolStats, of->frame->n_schools + 1u);
    if (of->frame->n_schools > 0) memcpy(schools, of->schools, of->frame->n_schools * sizeof *schools);
    *to = *of;
    to->schools = schools;
    describe_measure(of->frame, measure == RESULT_GOOD ? FUNNEL_GOOD : FUNNEL_MEAN, schools, &to->funnel, arena);
    return to;
}
