/* Which skills a person has: DINA, and sub-scores that borrow from the whole. */
#ifndef STATS_MASTERY_H
#define STATS_MASTERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

#define MASTERY_SKILLS   10
#define MASTERY_PATTERNS (1u << MASTERY_SKILLS)
#define MASTERY_MISSING  UINT8_MAX

/* P(right) = 1 - slip for those who have every skill of the task's mask, guess for the others. Patterns of skills that no task tells apart stand as one class,
 * within which patterns are equally likely (EM from an even start never moves them apart). */
typedef struct MasteryModel {
    size_t n_items, n_skills, n_classes;
    const uint16_t *need;          /* [n_items] masks of skills */
    double guess[LIMIT_TASKS], slip[LIMIT_TASKS]; /* in [1e-6, .5]; NaN where nobody, or everybody, can have the skills */
    double share[MASTERY_PATTERNS];               /* of class c */
    double has[MASTERY_PATTERNS][MASTERY_SKILLS]; /* share of the class's patterns with the skill */
    uint64_t able[MASTERY_PATTERNS][2];           /* tasks whose skills the class has, as bits */
    double loglik;
    unsigned steps;
    bool converged;                /* no parameter moved by 1e-6 */
} MasteryModel;

typedef enum MasteryOutcome { MASTERY_DONE, MASTERY_EMPTY, MASTERY_CONSTANT } MasteryOutcome;
/* shape    x[n * n_items] of 0, 1, MASTERY_MISSING; scratch [2 MASTERY_PATTERNS + 4 n_items]
 * fails    MASTERY_EMPTY without an answer; MASTERY_CONSTANT when a task (out->n_items: its index) has one answer only
 * source   Junker & Sijtsma 2001; de la Torre 2009 for the EM. cost O(steps n n_items n_classes) */
MasteryOutcome mastery_fit(const uint8_t *x, size_t n, size_t n_items, const uint16_t *need, size_t n_skills, unsigned max_steps, double *scratch, MasteryModel *out);
/* P(skill) of one person, mastery[n_skills]; the population's shares without an answer. scratch [MASTERY_PATTERNS] */
void mastery_of(const MasteryModel *model, const uint8_t *x, double *mastery, double *scratch);
/* 1 mastered (P >= .8), 0 not (P <= .2), -1 not enough data */
int mastery_decision(double p);

/* rho x + (1 - rho) (what the total foretells of x by regression over all persons); x and total as shares of the maximum, rho in [0, 1].
 * out[n]; x itself where totals do not vary. source Wainer et al. 2001, augmented scores in Kelley's form */
void mastery_augment(const double *x, const double *total, size_t n, double rho, double *out);

#endif
