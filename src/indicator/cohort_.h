/* What indicators that follow a cohort of a school from year to year share. */
#ifndef INDICATOR_COHORT__H
#define INDICATOR_COHORT__H

#include "indicator/unit_.h"

#define COHORT_SCHOOLS 30u /* pairs of results that a line through them asks for (statistics.md A2) */

/* Has the school smallest_n works in both years? Its figures of the other year, or NULL. */
const PriorSchool *cohort_pair(const Prior *other, const Unit *unit, uint32_t smallest_n);
uint32_t cohort_pairs(const Frame *frame, const Prior *other, uint32_t smallest_n);
/* SPEAKS when the school has its pair, and the region enough of them. */
Silence cohort_silence(const IndicatorInput *in, const Unit *unit, uint32_t smallest_n, uint32_t n_pairs);

#endif
