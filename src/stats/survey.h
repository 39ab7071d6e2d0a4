/* Surveys: answers given without reading, and counts that would give a person away. */
#ifndef STATS_SURVEY_H
#define STATS_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#define SURVEY_SMALLEST      5 /* people of one cell that may be shown */
#define SURVEY_LEAST_ANSWERS 5 /* fewer answers say nothing of care: four alike are common */

typedef struct SurveyCare {
    size_t n;          /* answers given */
    size_t longstring; /* longest run of the same answer in a row; a question without an answer breaks it */
    double sd;         /* of own answers, n below; NaN without */
    bool flat;         /* every answer the same */
    bool careless;     /* SURVEY_LEAST_ANSWERS or more, and flat or a run of half of the questions and more */
} SurveyCare;
/* x[k], NaN = no answer. Meant for questions of one scale that are worded both ways; where they are not, one answer to all may be honest.
 * source  Johnson 2005, J. Res. Pers. 39:103 (runs); Dunn et al. 2018 (own spread); Curran 2016, J. Exp. Soc. Psychol. 66:4 (half of the scale) */
SurveyCare survey_care(const double *x, size_t k);

/* One column of counts whose sum is shown beside it: counts 1..SURVEY_SMALLEST - 1 are hidden; when that is one cell only, the least of the other counts above 0 goes too,
 * else the sum would give it back. count whole, >= 0 */
void survey_hide(const double *count, size_t n, bool *hidden);

#endif
