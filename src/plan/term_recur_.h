/* Between the files that read what repeats. */
#ifndef PLAN_TERM_RECUR__H
#define PLAN_TERM_RECUR__H

#include "plan/term_.h"

/* The first one stands: «не реже 1 раза в месяц, ежегодно». freq: as Recur has it */
void term_set_freq(Recur *recur, char freq, int interval);
/* times in n of a school's quarters ('F') or trimesters ('T'): «2 раза в четверть», «раз в 2 четверти». */
void term_set_school_times(Recur *recur, int times, int n, char unit);
/* A unit of time at i with its adjectives ('D', 'W', 'C' ten days, 'M', 'Q', 'H', 'Y', 'F', 'T'), tokens in *n; 0: none. */
char term_unit_at(const Parse *p, uint32_t i, uint32_t *n);
/* A warning about tokens begin … end - 1; true, and p stands behind them. */
bool term_tell_untrue(Parse *p, uint32_t begin, uint32_t end, const char *why);
bool term_take_day_of_month(Parse *p);
bool term_take_part_of_month(Parse *p);

#endif
