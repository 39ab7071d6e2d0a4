/* Days and school years in running text. Terms of measures are not read here: plan/term.h does that. */
#ifndef INTAKE_PLAN_DATE__H
#define INTAKE_PLAN_DATE__H

#include <stdint.h>

#include "base/arena.h"

/* The first day written out: «14 октября 2020 года», «01.02.2023», «01.02.23», «30» августа 2024. from, to: its bytes. */
bool prose_find_day(Str text, int32_t *day, size_t *from, size_t *to);
/* «на 2020-2021 учебный год», «2023/24 уч. г.»: first calendar year; 0: none. A pair of years without these words counts when bare is set. */
int prose_find_school_year(Str text, bool bare);
/* «сентябрь 2020 г.», «07.09.2020»: calls told(year, month) for every month with its year. */
void prose_each_month(Str text, void (*told)(void *context, int year, int month), void *context);
/* A month's name stands in it, or a day, or words of time («в течение года», «постоянно»). */
bool prose_is_time(Str folded);

#endif
