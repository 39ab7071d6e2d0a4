#include <inttypes.h>

#include "web/cache.h"
#include "web/result.h"

static SchoolTable copy_schools(const SchoolTable *from, Arena *arena)
{
    School *schools = arena_array(arena, School, from->n + 1u);
    for (uint32_t i = 0; i < from->n; i++) schools[i] = (School){ .code = arena_str(arena, from->schools[i].code), .name = STR_EMPTY, .type = STR_EMPTY, .municipality = STR_EMPTY };
    return (SchoolTable){ .n = from->n, .schools = schools };
}

static ResultWork sum_work(const Analysis *whole, Str code, Arena *arena)
{
    ResultWork work = { .code = arena_str(arena, code) };
    uint32_t p = result_index(whole, code);
    if (p == UINT32_MAX) return work;
    const ProcedureAnalysis *of = &whole->procedures[p];
    ResultSum *sums = arena_array(arena, ResultSum, whole->schools.n + 1u);
    memset(sums, 0, whole->schools.n * sizeof *sums);
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        ResultSum *to = &sums[of->frame->schools[s].org];
        *to = (ResultSum){ .n = of->frame->schools[s].n, .mean = of->schools[s].mean };
        memcpy(to->marks, of->schools[s].marks, sizeof to->marks);
    }
    work.max = of->frame->procedure->blueprint->max;
    work.of = sums;
    return work;
}

/* The head is opened once, then one procedure after another beside it. */
static bool make_sums(Ctx *ctx, const AnalysisRow *row, uint32_t n_codes, const Str *codes, Arena *scratch, Arena *arena, ResultSums *out, Err *err)
{
    Analysis *whole;
    bool found;
    if (!analysis_open(ctx->db, row, scratch, &whole, err)) return false;
    ResultWork *works = arena_array(arena, ResultWork, n_codes + 1u);
    for (uint32_t i = 0; i < n_codes; i++) {
        if (!analysis_open_procedure(ctx->db, row, whole, codes[i], scratch, &found, err)) return false;
        works[i] = sum_work(whole, codes[i], arena);
    }
    *out = (ResultSums){ .schools = copy_schools(&whole->schools, arena), .n = n_codes, .works = works };
    return true;
}

bool result_sums(Ctx *ctx, const AnalysisRow *row, uint32_t n_codes, const Str *codes, const ResultSums **out, Err *err)
{
    Str name = CTX_TEXT(ctx, "results-sums/%" PRId64 "/%u", row->region_id, row->number);
    for (uint32_t i = 0; i < n_codes; i++) name = CTX_TEXT(ctx, "%.*s/%.*s", STR_ARG(name), STR_ARG(codes[i]));
    *out = cache_get(ctx->cache, name);
    if (*out != NULL) return true;
    Arena *arena = arena_new(0), *scratch = arena_new(0);
    ResultSums *made = arena_one(arena, ResultSums);
    bool done = make_sums(ctx, row, n_codes, codes, scratch, arena, made, err);
    arena_free(scratch);
    if (!done) {
        arena_free(arena);
        return false;
    }
    cache_put(ctx->cache, name, made, arena);
    *out = made;
    return true;
}
