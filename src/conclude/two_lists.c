/* How the federal list of schools and ours meet. */
#include "conclude/conclude.h"

static void mark(const Analysis *analysis, uint8_t *markers)
{
    for (uint32_t p = 0; p < analysis->n_procedures; p++) {
        const ProcedureAnalysis *of = &analysis->procedures[p];
        for (uint32_t i = 0; i < of->frame->n_schools; i++) {
            uint8_t *at = &markers[of->frame->schools[i].org];
            if (of->schools[i].inflated == MARKER_YES) *at |= 1u << FEDERAL_KIND_MEAN;
            if (of->schools[i].mismatch == MARKER_YES) *at |= 1u << FEDERAL_KIND_JOURNAL;
        }
    }
    for (uint32_t c = 0; c < analysis->n_cohorts; c++)
        for (uint32_t i = 0; i < analysis->cohorts[c].n; i++) {
            const CohortSchool *school = &analysis->cohorts[c].schools[i];
            if (school->drop == MARKER_YES || school->growth == MARKER_YES) markers[school->org] |= 1u << FEDERAL_KIND_JUMP;
        }
}

void two_lists(Analysis *analysis, Arena *arena)
{
    uint8_t *markers = arena_array(arena, uint8_t, analysis->schools.n + 1u);
    mark(analysis, markers);
    TwoLists lists = { .markers = markers };
    for (uint32_t i = 0; i < analysis->n_conclusions; i++) {
        const Conclusion *conclusion = &analysis->conclusions[i];
        if (conclusion->class_index != NO_CLASS) continue;
        bool ours = conclusion->level >= LEVEL_SIGNS;
        uint8_t marked = markers[conclusion->org];
        lists.n_schools++;
        lists.n_ours += ours;
        lists.n_federal += marked != 0;
        lists.n_both += marked != 0 && ours;
        lists.n_federal_few += marked != 0 && conclusion->level == LEVEL_TOO_FEW_DATA;
        for (int k = 0; k < N_FEDERAL_KINDS; k++) {
            if ((marked & 1u << k) == 0) continue;
            lists.kind[k].n++;
            lists.kind[k].n_ours += ours;
            lists.kind[k].n_alone += marked == 1u << k && !ours;
        }
    }
    analysis->lists = lists;
}
