/* How journal marks go with totals over the whole population (statistics.md A8). */
#include <math.h>

#include "conclude/conclude.h"
#include "conclude/describe_.h"
#include "conclude/norm_.h"
#include "stats/journal.h"

#define DEGREE 3 /* of b(total): the spline of the method, as a cubic */

static int category(uint8_t journal) { return journal <= 2 ? 0 : journal - 2; }

static JournalScore score_of(const Frame *frame, const NormJournal *journal, uint32_t first, uint32_t n)
{
    JournalScore sum = { 0 };
    for (uint32_t i = first; i < first + n; i++) {
        if (frame->journal[i] == 0) continue;
        JournalScore one = journal_score(journal->a, journal->b[frame->total[i]], category(frame->journal[i]));
        sum.u += one.u;
        sum.i += one.i;
    }
    return sum;
}

static void fit_severity(const Frame *frame, NormJournal *journal, Arena *arena)
{
    uint16_t max = frame->procedure->blueprint->max;
    double *count = arena_array(arena, double, (max + 1u) * JOURNAL_MARKS), *b = arena_array(arena, double, max + 1u);
    for (uint32_t i = 0; i < frame->n_works; i++)
        if (frame->journal[i] != 0) count[frame->total[i] * JOURNAL_MARKS + category(frame->journal[i])]++;
    JournalModel model;
    if (!journal_fit(count, max, DEGREE, &model, b) && !journal_fit(count, max, 1, &model, b)) return;
    for (int k = 0; k < 3; k++) journal->a[k] = model.a[k];
    journal->b = b;
    JournalScore *scores = arena_array(arena, JournalScore, frame->n_schools > frame->n_classes ? frame->n_schools : frame->n_classes);
    for (uint32_t i = 0; i < frame->n_schools; i++) scores[i] = score_of(frame, journal, frame->schools[i].first, frame->schools[i].n);
    journal->tau2 = journal_tau2(scores, frame->n_schools);
    for (uint32_t i = 0; i < frame->n_classes; i++) scores[i] = score_of(frame, journal, frame->classes[i].first, frame->classes[i].n);
    journal->tau2_class = journal_tau2(scores, frame->n_classes);
    journal->known = !isnan(journal->tau2) && !isnan(journal->tau2_class);
}

void norm_journal(const Frame *frame, Norm *norm, Arena *arena)
{
    NormJournal *journal = &norm->journal;
    MarkFlow flow = describe_flow(frame, 0, frame->n_works);
    journal->n = flow.n;
    if (flow.n > 0) {
        double n = flow.n;
        journal->lowered = flow.lowered / n;
        journal->confirmed = flow.confirmed / n;
        journal->raised = flow.raised / n;
        journal->lowered2 = flow.lowered2 / n;
        journal->raised2 = flow.raised2 / n;
        double *k = arena_array(arena, double, (size_t)frame->n_schools * 3), *down = k + frame->n_schools, *of = down + frame->n_schools;
        for (uint32_t i = 0; i < frame->n_schools; i++) {
            MarkFlow school = describe_flow(frame, frame->schools[i].first, frame->schools[i].n);
            k[i] = school.raised;
            down[i] = school.lowered;
            of[i] = school.n;
        }
        journal->tau2_raised = journal_share_tau2(k, of, frame->n_schools, journal->raised);
        journal->tau2_lowered = journal_share_tau2(down, of, frame->n_schools, journal->lowered);
    }
    if (frame->n_schools >= NORM_MIN_SCHOOLS) fit_severity(frame, journal, arena);
}
