#include "domain/part.h"

#include <math.h>

typedef struct Part {
    const Analysis *whole;
    Arena *arena;
    uint32_t *org;      /* [whole->schools.n] new index, or UINT32_MAX */
    Str source;
} Part;

static SchoolTable keep_schools(const Part *part, const bool *keep)
{
    const SchoolTable *all = &part->whole->schools;
    SchoolTable kept = { .schools = arena_array(part->arena, School, all->n + 1u) };
    for (uint32_t i = 0; i < all->n; i++) {
        part->org[i] = keep[i] ? kept.n : UINT32_MAX;
        if (keep[i]) kept.schools[kept.n++] = all->schools[i];
    }
    return kept;
}

/* Classes and works of one school to the end of the frame. */
static void copy_school(const Part *part, const Frame *from, uint32_t s, Frame *to)
{
    const SchoolSpan *span = &from->schools[s];
    SchoolSpan *out = (SchoolSpan *)&to->schools[to->n_schools];
    *out = (SchoolSpan){ .org = part->org[span->org], .first = to->n_works, .n = span->n, .class_first = to->n_classes, .n_classes = span->n_classes, .absent = span->absent };
    uint32_t first = to->n_works;
    for (uint32_t c = 0; c < span->n_classes; c++) {
        const ClassSpan *of = &from->classes[span->class_first + c];
        ((ClassSpan *)to->classes)[to->n_classes++] = (ClassSpan){ .label = of->label, .school = to->n_schools, .first = first, .n = of->n };
        first += of->n;
    }
    if (from->total != NULL) {
        memcpy((uint16_t *)to->total + to->n_works, from->total + span->first, span->n * sizeof *to->total);
        memcpy((uint8_t *)to->mark + to->n_works, from->mark + span->first, span->n);
    }
    to->n_works += span->n;
    to->n_absent += span->absent;
    to->n_schools++;
}

static Frame *room_for(const Part *part, const Frame *from)
{
    Frame *to = arena_one(part->arena, Frame);
    uint32_t n_schools = 0, n_classes = 0, n_works = 0;
    for (uint32_t s = 0; s < from->n_schools; s++) {
        if (part->org[from->schools[s].org] == UINT32_MAX) continue;
        n_schools++;
        n_classes += from->schools[s].n_classes;
        n_works += from->schools[s].n;
    }
    to->procedure = from->procedure;
    to->schools = arena_array(part->arena, SchoolSpan, n_schools + 1u);
    to->classes = arena_array(part->arena, ClassSpan, n_classes + 1u);
    if (from->total == NULL) return to;
    to->total = arena_array(part->arena, uint16_t, n_works + 1u);
    to->mark = arena_alloc(part->arena, n_works + 1u);
    return to;
}

static void add_flow(MarkFlow *sum, const MarkFlow *flow)
{
    sum->n += flow->n, sum->lowered += flow->lowered, sum->confirmed += flow->confirmed, sum->raised += flow->raised;
    sum->lowered2 += flow->lowered2, sum->raised2 += flow->raised2;
    for (int j = 0; j < 4; j++)
        for (int w = 0; w < 4; w++) sum->count[j][w] += flow->count[j][w];
}

static void sum_schools(ProcedureAnalysis *to)
{
    memset(to->marks, 0, sizeof to->marks);
    to->flow = (MarkFlow){ 0 };
    to->n_inflated = to->n_mismatch = to->n_undefined = 0;
    for (uint32_t s = 0; s < to->frame->n_schools; s++) {
        const SchoolStats *stats = &to->schools[s];
        for (int m = 0; m < 4; m++) to->marks[m] += stats->marks[m];
        add_flow(&to->flow, &stats->flow);
        to->n_inflated += stats->inflated == MARKER_YES;
        to->n_mismatch += stats->mismatch == MARKER_YES;
        to->n_undefined += stats->inflated == MARKER_UNDEFINED || stats->mismatch == MARKER_UNDEFINED;
    }
}

static void sum_works(const Part *part, ProcedureAnalysis *to)
{
    uint16_t max = to->frame->procedure->blueprint->max;
    double n = to->frame->n_works, sum = 0, squares = 0;
    to->histogram = arena_array(part->arena, uint32_t, (size_t)max + 1);
    for (uint32_t i = 0; to->frame->total != NULL && i < to->frame->n_works; i++) {
        to->histogram[to->frame->total[i]]++;
        sum += to->frame->total[i];
    }
    to->mean = n > 0 ? sum / n : (double)NAN;
    for (uint32_t t = 0; t <= max; t++) squares += to->histogram[t] * (t - to->mean) * (t - to->mean);
    to->sd = n > 1 ? sqrt(squares / (n - 1)) : (double)NAN;
}

static void sum_tasks(const Part *part, ProcedureAnalysis *to)
{
    const Blueprint *blueprint = to->frame->procedure->blueprint;
    if (to->heat == NULL || to->tasks == NULL) return;
    TaskStats *tasks = arena_array(part->arena, TaskStats, blueprint->n_tasks + 1u);
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        uint64_t points = 0, taught = 0;
        for (uint32_t s = 0; s < to->frame->n_schools; s++) {
            const HeatCell *cell = &to->heat[(size_t)s * blueprint->n_tasks + j];
            points += cell->points;
            taught += cell->n;
        }
        double share = taught == 0 ? (double)NAN : (double)points / ((double)taught * blueprint->tasks[j].max);
        tasks[j] = (TaskStats){ .mean_share = share, .zero = NAN, .full = NAN, .not_attempted = NAN, .not_taught = NAN, .empty = NAN, .discrimination = NAN, .n = (uint32_t)taught };
    }
    to->tasks = tasks;
}

static const Norm *outside(const Part *part, const Norm *norm)
{
    if (norm == NULL || norm->source != NORM_OWN) return norm;
    Norm *copy = arena_one(part->arena, Norm);
    *copy = *norm;
    copy->source = NORM_EXPORT;
    copy->source_text = part->source;
    return copy;
}

static void copy_procedure(const Part *part, const ProcedureAnalysis *from, ProcedureAnalysis *to)
{
    const Frame *frame = from->frame;
    uint32_t n_tasks = frame->procedure->blueprint->n_tasks;
    Frame *kept = room_for(part, frame);
    SchoolStats *stats = arena_array(part->arena, SchoolStats, frame->n_schools + 1u);
    HeatCell *heat = from->heat == NULL ? NULL : arena_array(part->arena, HeatCell, (size_t)frame->n_schools * n_tasks + 1u);
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        if (part->org[frame->schools[s].org] == UINT32_MAX) continue;
        stats[kept->n_schools] = from->schools[s];
        if (heat != NULL && n_tasks > 0) memcpy(heat + (size_t)kept->n_schools * n_tasks, from->heat + (size_t)s * n_tasks, n_tasks * sizeof *heat);
        copy_school(part, frame, s, kept);
    }
    *to = *from;
    to->frame = kept;
    to->schools = stats;
    to->heat = heat;
    to->norm = outside(part, from->norm);
    to->own = NULL;
    to->anchor = NULL;
    sum_schools(to);
    sum_works(part, to);
    sum_tasks(part, to);
}

static void copy_changes(const Part *part, Analysis *to)
{
    Change *changes = arena_array(part->arena, Change, to->n_changes + 1u);
    for (uint32_t c = 0; c < to->n_changes; c++) {
        const Change *from = &part->whole->changes[c];
        ChangeSchool *schools = arena_array(part->arena, ChangeSchool, from->n + 1u);
        changes[c] = *from;
        changes[c].n = 0;
        changes[c].schools = schools;
        for (uint32_t i = 0; i < from->n; i++) {
            if (part->org[from->schools[i].org] == UINT32_MAX) continue;
            schools[changes[c].n] = from->schools[i];
            schools[changes[c].n++].org = part->org[from->schools[i].org];
        }
    }
    to->changes = changes;
}

static void copy_cohorts(const Part *part, Analysis *to)
{
    Cohort *cohorts = arena_array(part->arena, Cohort, to->n_cohorts + 1u);
    for (uint32_t c = 0; c < to->n_cohorts; c++) {
        const Cohort *from = &part->whole->cohorts[c];
        CohortSchool *schools = arena_array(part->arena, CohortSchool, from->n + 1u);
        cohorts[c] = (Cohort){ .from = from->from, .to = from->to, .q1 = from->q1, .q3 = from->q3, .schools = schools };
        for (uint32_t i = 0; i < from->n; i++) {
            if (part->org[from->schools[i].org] == UINT32_MAX) continue;
            CohortSchool *school = &schools[cohorts[c].n++];
            *school = from->schools[i];
            school->org = part->org[school->org];
            cohorts[c].n_drop += school->drop == MARKER_YES;
            cohorts[c].n_growth += school->growth == MARKER_YES;
        }
    }
    to->cohorts = cohorts;
}

Analysis *analysis_part(const Analysis *whole, const bool *keep, Str source, Arena *arena)
{
    Part part = { .whole = whole, .arena = arena, .org = arena_array(arena, uint32_t, whole->schools.n + 1u), .source = source };
    Analysis *to = arena_one(arena, Analysis);
    *to = (Analysis){ .version = whole->version, .params_text = whole->params_text, .fdr = whole->fdr, .reference_text = whole->reference_text, .anchor_text = whole->anchor_text,
        .n_procedures = whole->n_procedures, .n_cohorts = whole->n_cohorts, .n_changes = whole->n_changes };
    memcpy(to->inputs_hash, whole->inputs_hash, sizeof to->inputs_hash);
    to->schools = keep_schools(&part, keep);
    ProcedureAnalysis *procedures = arena_array(arena, ProcedureAnalysis, whole->n_procedures + 1u);
    for (uint32_t p = 0; p < whole->n_procedures; p++) copy_procedure(&part, &whole->procedures[p], &procedures[p]);
    to->procedures = procedures;
    copy_cohorts(&part, to);
    copy_changes(&part, to);
    return to;
}
