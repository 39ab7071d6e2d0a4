/* Days of the civil calendar, working days of Russia, and how both are written. A day is a number of days since 1970-01-01.
 * Times in the database are UTC seconds; people read them in Moscow time (DATE_ZONE_S). */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

#include "base/arena.h"

#define DATE_ZONE_S (3 * 3600) /* Moscow has kept UTC+3 the whole year since 2014 */
#define DATE_NONE   INT32_MIN

/* in: a real date; other values are a BUG */
int32_t date_of(int year, int month, int day);
void date_parts(int32_t day, int *year, int *month, int *day_of_month);
int date_month_days(int year, int month); /* month 1..12 */
/* «2026-04-24» and nothing else; false for what is no date. */
bool date_parse(Str iso, int32_t *out);
int32_t date_of_time(int64_t utc_s);
int date_weekday(int32_t day); /* 0 Monday … 6 Sunday */
int32_t date_friday(int32_t day); /* of its week; of a weekend the next one */

/* By the production calendar of a five-day week (data/production_calendar.tsv); in years that it does not have by article 112 of the Labour Code alone, without what the government moves. */
bool date_is_working(int32_t day);
/* The n-th working day after day. in: n >= 0 */
int32_t date_add_working(int32_t day, int n);
/* The nth working day of a month, from its end when n < 0 (-1 the last); DATE_NONE: there are not so many. in: n != 0 */
int32_t date_working_of_month(int year, int month, int n);
/* First calendar year of the school year: it begins on 1 September. */
int date_school_year(int32_t day);

/* «января» … «декабря»; month 1..12 */
const char *date_month(int month);
const char *date_month_name(int month); /* «январь» */

Str date_iso(Arena *arena, int32_t day);     /* «2026-04-24»; DATE_NONE gives empty, here and below */
Str date_short(Arena *arena, int32_t day);   /* «24.04.2026» */
Str date_long(Arena *arena, int32_t day);    /* «24 апреля 2026 г.» */
Str date_agenda(Arena *arena, int32_t day);  /* «пт, 24.04» */
Str date_heading(Arena *arena, int32_t day); /* «Вторник, 21 апреля 2026» */
Str date_clock(Arena *arena, int64_t utc_s); /* «21.04.2026, 09:12» */

#endif
