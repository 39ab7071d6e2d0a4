/* Which figures of a paper «for all» may be told, so that no group of 1–4 pupils can be had by adding and subtracting what is printed: in a row, between a place and the larger ones around it,
 * between a place and the sum of its parts. Only which are told is decided here, never what they are. */
#ifndef PUBLISH_REPORT_FEW_H
#define PUBLISH_REPORT_FEW_H

#include <stdint.h>

#include "base/arena.h"

enum { FEW_CELLS = 4, FEW_PLACES = 3 };

/* Pupils of a place by where they stand on a line of four cells: marks 2, 3, 4, 5. */
typedef struct FewPlace { uint32_t works, cells[FEW_CELLS]; } FewPlace;

/* Borders between neighbouring cells that are told, as bits: border i stands between cells i and i + 1. Told borders give all that lies below and above them; a cell is told when both of its borders are. */
typedef uint8_t FewCuts;
#define FEW_CUT(i) ((FewCuts)(1u << (i)))
bool few_tells(FewCuts cuts, int cell);

/* cuts: allowed sets of borders, the most wanted first. */
typedef struct FewWish { uint32_t n; const FewCuts *cuts; } FewWish;
extern const FewWish few_marks, few_journal; /* of the journal the last border (how many were compared at all) is always asked for */

typedef struct FewPlan {
    bool told[FEW_PLACES]; FewCuts cuts[FEW_PLACES]; /* told false: nothing of this place */
    bool parts_told;                                 /* false: no figure of any part */
    FewCuts part_cuts;
    bool *works_hidden, *cells_hidden;               /* [n_parts]: of a part, the number of works too; only its cells */
} FewPlan;

/* places: the own one, then the larger ones that hold it, nearest first; works 0: there is none. parts: what the own place is made of, may be none; wanted: borders that rows of parts have.
 * Counts are taken as if shares told them exactly. cost O(parts^2) */
FewPlan few_plan(const FewPlace places[FEW_PLACES], uint32_t n_parts, const FewPlace *parts, FewCuts wanted, const FewWish *wish, Arena *arena);
/* Nothing is kept back: for official use. */
FewPlan few_all(uint32_t n_parts, FewCuts wanted, Arena *arena);

/* works: of parts whose sum is told. The parts of 1–4 and, beside them, the smallest of the others: else the rest of the sum would tell them. false: all of them are that small, so none can be told. */
bool few_parts(uint32_t n, const uint32_t *works, bool *hidden);

#endif
