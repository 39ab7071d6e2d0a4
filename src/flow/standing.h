/* How a measure stands on a day: its state, and where that leaves it open, its days. The same words on pages, papers and in what is told. */
#ifndef FLOW_STANDING_H
#define FLOW_STANDING_H

#include "store/plan.h"

typedef enum Standing { STANDING_RUNS, STANDING_AHEAD, STANDING_LATE, STANDING_RETURNED, STANDING_CHECKED /* waits for the controller */, STANDING_DONE, STANDING_DROPPED, N_STANDINGS } Standing;

Standing measure_standing(const MeasureRow *row, int32_t today);
const char *standing_title(Standing standing); /* «идёт» */
/* No last day is known and it is not done. */
bool measure_is_undated(const MeasureRow *row);
/* Its term has words, and they mean no day, no rule and nothing to wait for: «когда рак свистнет», «31 февраля». */
bool measure_term_means_nothing(const MeasureRow *row);
/* Accepted by the person who brought it: nobody else of the organisation could. Whoever looks from above should know. */
bool evidence_is_own(const EvidenceRow *one);
bool measure_is_over(const MeasureRow *row); /* accepted or dropped */
/* Past its last day and not with the controller: what lists count as late. Of a plan that is approved */
bool measure_is_late(const MeasureRow *row, int32_t today);
/* Days past its last day; 0: not late */
int32_t measure_days_late(const MeasureRow *row, int32_t today);

#endif
