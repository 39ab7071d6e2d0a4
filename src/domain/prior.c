#include "domain/prior.h"

#include <math.h>

static PriorSchool figures(const Frame *frame, const SchoolSpan *school)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    double max = blueprint->max, n = school->n, sum = 0, squares = 0;
    uint32_t passed = 0;
    for (uint32_t i = school->first; i < school->first + school->n; i++) {
        sum += frame->total[i];
        passed += frame->mark[i] >= 3;
    }
    for (uint32_t i = school->first; i < school->first + school->n; i++) squares += (frame->total[i] - sum / n) * (frame->total[i] - sum / n);
    return (PriorSchool){ .n = school->n, .share = sum / n / max, .variance = school->n > 1 ? squares / (n - 1) / (max * max) : NAN, .pass = blueprint->cutoffs_known ? passed / n : NAN };
}

const Prior *prior_build(const Frame *frame, uint32_t n_orgs, Arena *arena)
{
    PriorSchool *schools = arena_array(arena, PriorSchool, n_orgs + 1u);
    for (uint32_t org = 0; org < n_orgs; org++) schools[org] = (PriorSchool){ .share = NAN, .variance = NAN, .pass = NAN };
    for (uint32_t i = 0; i < frame->n_schools; i++)
        if (frame->schools[i].n > 0) schools[frame->schools[i].org] = figures(frame, &frame->schools[i]);
    Prior *prior = arena_one(arena, Prior);
    *prior = (Prior){ .procedure = frame->procedure, .n_orgs = n_orgs, .schools = schools };
    return prior;
}

uint32_t prior_find(const Prior *const *all, uint32_t n, const Procedure *of, int by_years, int by_grades)
{
    if (of->year <= 0 || of->grade <= 0) return UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const Procedure *other = all[i]->procedure;
        if (other->year == of->year + by_years && other->grade > 0 && other->grade == of->grade + by_grades && str_eq(other->subject, of->subject)) return i;
    }
    return UINT32_MAX;
}
