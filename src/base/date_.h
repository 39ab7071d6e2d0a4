/* The production calendar out of data/production_calendar.tsv (docs/adr/0016): days on which weekday and weekend do not say whether people work. */
#ifndef BASE_DATE__H
#define BASE_DATE__H

#include <stdbool.h>
#include <stdint.h>

typedef struct DateExcept { int32_t day; bool working; } DateExcept;
typedef struct DateYears { int first, last; } DateYears;
extern const DateYears date_calendar_years; /* both in the table */
extern const DateExcept date_calendar[];    /* rising */
extern const unsigned n_date_calendar;

#endif
