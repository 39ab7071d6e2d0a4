#include "indicator/cohort_.h"

const PriorSchool *cohort_pair(const Prior *other, const Unit *unit, uint32_t smallest_n)
{
    if (other == NULL || unit->org >= other->n_orgs || unit->n < smallest_n || other->schools[unit->org].n < smallest_n) return NULL;
    return &other->schools[unit->org];
}

uint32_t cohort_pairs(const Frame *frame, const Prior *other, uint32_t smallest_n)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        Unit unit = unit_at(frame, i);
        n += cohort_pair(other, &unit, smallest_n) != NULL;
    }
    return n;
}

Silence cohort_silence(const IndicatorInput *in, const Unit *unit, uint32_t smallest_n, uint32_t n_pairs)
{
    if (in->prior == NULL || unit->org >= in->prior->n_orgs || in->prior->schools[unit->org].n == 0) return SILENT_NO_PRIOR;
    if (cohort_pair(in->prior, unit, smallest_n) == NULL) return SILENT_TOO_FEW;
    return n_pairs < COHORT_SCHOOLS ? SILENT_FEW_PAIRS : SPEAKS;
}
