#include "web/measure_people.h"

#include "base/lines.h"
#include "flow/plan.h"

static Str line_of(const MeasurePerson *person)
{
    if (person->words.n > 0) return person->words;
    return person->name.n > 0 ? person->name : person->role != 0 ? str_of(role_title(person->role)) : STR_EMPTY;
}

bool measure_people_lines(Ctx *ctx, const MeasureRow *row, MeasurePart part, Str *out, Err *err)
{
    const MeasurePerson *people;
    uint32_t n, n_lines = 0;
    if (!measure_people(ctx->db, row->region_id, row->id, ctx->arena, &people, &n, err)) return false;
    Str *lines = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (people[i].part == part && !people[i].inherited) lines[n_lines++] = line_of(&people[i]);
    *out = lines_join(ctx->arena, n_lines, lines);
    return true;
}

/* Everybody of these lines: who stood there already as he stood, others by their words. */
static uint32_t take_lines(Ctx *ctx, Str typed, MeasurePart part, uint32_t n_old, const MeasurePerson *old, MeasurePerson *out)
{
    const Str *lines;
    uint32_t n = lines_split(typed, ctx->arena, &lines);
    for (uint32_t i = 0; i < n; i++) {
        out[i] = (MeasurePerson){ .part = part, .words = lines[i] };
        for (uint32_t k = 0; k < n_old; k++)
            if (old[k].part == part && !old[k].inherited && str_eq(line_of(&old[k]), lines[i])) out[i] = old[k];
    }
    return n;
}

bool measure_people_take(Ctx *ctx, uint32_t plan, const MeasureRow *row, Str helpers, Str controllers, Err *err)
{
    const MeasurePerson *old;
    uint32_t n_old, n = 0;
    if (!measure_people(ctx->db, row->region_id, row->id, ctx->arena, &old, &n_old, err)) return false;
    MeasurePerson *all = arena_array(ctx->arena, MeasurePerson, n_old + helpers.n + controllers.n + 2u);
    for (uint32_t i = 0; i < n_old; i++)
        if (old[i].part == MEASURE_RESPONSIBLE || (old[i].inherited && controllers.n == 0)) all[n++] = old[i]; /* who controls the whole plan gives way to a controller of its own */
    n += take_lines(ctx, helpers, MEASURE_HELPER, n_old, old, all + n);
    n += take_lines(ctx, controllers, MEASURE_CONTROLLER, n_old, old, all + n);
    return flow_measure_people(ctx->flow, ctx->who, plan, row->n, n, all, err);
}
