/* Keys of the simulator's draws. A stream is a purpose and a procedure (or subject). */
#ifndef STATS_SIMULATE_KEYS_H
#define STATS_SIMULATE_KEYS_H

#include "stats/rng.h"
#include "stats/simulate.h"

typedef enum Purpose {
    FOR_MODEL, FOR_SHAPE, FOR_SIZE,
    FOR_SCHOOL, FOR_SCHOOL_SUBJECT, FOR_CLASS, FOR_SEVERITY, FOR_TASK, FOR_TAUGHT, FOR_LENIENCY,
    FOR_PUPIL, FOR_PUPIL_SUBJECT, FOR_PUPIL_WORK, FOR_ABSENCE, FOR_ANSWERS, FOR_JOURNAL, FOR_REREAD,
    FOR_PLANT, FOR_PLANT_PUPIL, FOR_SECOND,
} Purpose;

static inline uint32_t stream_of(Purpose purpose, uint32_t which) { return sim_stream((uint32_t)purpose, which); }
#define unit_of sim_unit
#define WHOLE   SIM_WHOLE

/* Adds n points one by one to tasks with room, chosen at random; gives the points that found room. */
uint32_t simulate_add_points(const SimModel *model, Rng *rng, uint32_t n, uint8_t *score);
/* Lifts works that lie 1..reach points under a cut-off, the nearest first, at most n_wanted; over_share of them one point further.
 * chance: each candidate is taken with it (1 = always). */
typedef struct Lift { uint32_t reach, n_wanted; double chance, over_share; } Lift;
void simulate_lift(const SimModel *model, Rng *rng, const Lift *lift, uint32_t n, SimSheet *sheet);
uint16_t simulate_total(const SimModel *model, const uint8_t *score);

#endif
