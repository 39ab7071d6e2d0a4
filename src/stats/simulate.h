/* A class of pupils who never lived: an honest work by a task model, and what hands can do to it afterwards.
 * For demonstration regions and for studies of error rates. Everything is a function of (seed, keys): see rng.h.
 * source generator and plants: protocol D3 of the project's statistics; task model: Masters 1982 (PCM), Muraki 1992 (GPCM) */
#ifndef STATS_SIMULATE_H
#define STATS_SIMULATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"

#define SIM_POINTS     256 /* points of a work at most */
#define SIM_CLASS      128 /* pupils of a class at most */
#define SIM_CUTOFFS    3
#define SIM_NOT_TAUGHT 254 /* a score that is no points: counts 0, and nobody can add to it */

/* Keys of draws, see rng.h. purpose: 0..127 belong to the simulator, 128..255 to its callers; which: a procedure or a subject, under 2^16. */
static inline uint32_t sim_stream(uint32_t purpose, uint32_t which) { return purpose << 16 | (which & 0xFFFF); }
#define SIM_WHOLE 255u /* as class or pupil: the whole school, the whole class */
static inline uint64_t sim_unit(uint32_t school, uint32_t cohort, uint32_t class_index, uint32_t pupil)
{
    return (uint64_t)(school & 0xFFFFF) << 32 | (uint64_t)(cohort & 0xFFFF) << 16 | (class_index & 0xFF) << 8 | (pupil & 0xFF);
}

typedef enum SimNull {
    SIM_N1, /* the model is true */
    SIM_N2, /* two content areas (r = .85) and lumpy 2-point tasks */
    SIM_N3, /* legal re-reading of border works everywhere */
} SimNull;

/* Spreads on the logit. */
typedef struct SimRules {
    double school_sd, class_sd; /* of ability; all parts of ability together have variance 1 */
    double task_sd;             /* class x task */
    double severity_sd;         /* of the class's marker */
    double area_r;              /* correlation of ability between the two content areas; 1 = one ability */
    double reread;              /* chance that a border work is read again and raised */
    double journal_r;           /* correlation of the teacher's view with ability */
    double leniency_sd;         /* of journal marks between schools */
    double absent;              /* share of pupils who missed the work */
    double not_taught;          /* share of class x task pairs not yet taught */
} SimRules;
SimRules simulate_rules(SimNull null);

/* A work: GPCM tasks and cut-offs. */
typedef struct SimModel {
    uint32_t n_tasks;
    uint16_t max_total;
    uint16_t cutoff[SIM_CUTOFFS];
    uint8_t max[LIMIT_TASKS];
    uint8_t area[LIMIT_TASKS];
    uint16_t first[LIMIT_TASKS]; /* of its steps */
    double slope[LIMIT_TASKS];
    double step[SIM_POINTS];
    uint32_t hardest[3];         /* tasks by share of points, hardest first; fewer tasks repeat the last */
} SimModel;

typedef struct SimWork {
    uint32_t procedure, subject, cohort; /* numbers under 2^16 that name the work, its subject, its pupils' year of entry */
    uint32_t n_tasks;
    const uint8_t *max;
    const bool *raised;                  /* tasks of raised level, or NULL */
    uint16_t cutoff[SIM_CUTOFFS];
    double fail_share;                   /* wanted share of works under cutoff[0]; NaN: drawn in 3–10 % */
} SimWork;

/* Difficulties drawn by seed and moved together so that fail_share of an average population fails.
 * in      n_tasks 1..LIMIT_TASKS, maxima sum to at most SIM_POINTS, 0 < cutoff[0] < cutoff[1] < cutoff[2] <= their sum
 * cost    about 5 ms
 */
void simulate_model(uint64_t seed, const SimWork *work, SimNull null, SimModel *out);

/* Which class; the same keys give the same children in another work. */
typedef struct SimClass {
    uint64_t seed;
    uint32_t school, class_index; /* under 2^20, 2^8 */
    uint32_t n;                   /* pupils on the list, at most SIM_CLASS */
    double strength;              /* added to the ability of the school: an honest strong school */
} SimClass;

/* What one class did, pupil-major: score[i * n_tasks + task]. An absent pupil has total 0 and scores 0. */
typedef struct SimSheet {
    uint8_t *score;   /* [n * n_tasks] points, or SIM_NOT_TAUGHT */
    uint16_t *total;  /* [n] */
    uint8_t *journal; /* [n] 2..5 */
    bool *absent;     /* [n] */
} SimSheet;
void simulate_class(const SimModel *model, const SimWork *work, const SimRules *rules, const SimClass *unit, SimSheet *out);

/* Pupils on the list of each class of a school. out: n[4]; gives the number of classes, 1–4. 45 % of schools stay under 20 works. */
uint32_t simulate_sizes(uint64_t seed, uint32_t school, uint32_t cohort, uint32_t n[4]);

/* What hands do. */
typedef enum SimKind {
    SIM_M1 = 1, /* strength: share of works lifted over a cut-off, the nearest first, 80 % exactly to it */
    SIM_M2,     /* chance that a lost point is regained by help */
    SIM_M3,     /* share of works that are given the three hardest tasks */
    SIM_M4,     /* share of works that copy 80 % of one strong work */
    SIM_M5,     /* points added to every work */
    SIM_M6,     /* share of journal marks raised by one */
    SIM_M7,     /* the second marking repeats the first: share of works, see simulate_second */
    SIM_M8,     /* an honest strong school: standard deviations above the mean (see SimClass.strength) */
} SimKind;

/* in    kind M1..M6
 * out   works changed: those with a score or the journal mark different afterwards */
uint32_t simulate_plant(const SimModel *model, const SimWork *work, const SimClass *unit, SimKind kind, double strength, SimSheet *sheet);

/* An honest second marking of pupil i: each task differs by a point with chance .08. falsified: the first is repeated. */
void simulate_second(const SimModel *model, const SimWork *work, const SimClass *unit, uint32_t i, bool falsified, const uint8_t *first, uint8_t *second);

#endif
