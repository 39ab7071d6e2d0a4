/* Sums over a stretch of one column of scores, at the speed of memory: what every table of tasks by schools begins with. */
#ifndef STATS_COLUMN_H
#define STATS_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#define COLUMN_LEFT_OUT 254 /* «не пройд.»: leaves the denominator; from 200 on any other byte counts as 0 points */

typedef struct ColumnSum { uint32_t n, sum; uint64_t squares; } ColumnSum;

/* in  score[n] of at most 40 points each (LIMIT_TASK_MAX); exact */
ColumnSum column_sum(const uint8_t *score, size_t n);

#endif
