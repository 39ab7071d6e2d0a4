/* Lists of olympiads and contests, joined to the same schools and procedures. */
#ifndef FLOW_CONTEST_H
#define FLOW_CONTEST_H

#include "domain/contest.h"
#include "flow/flow.h"

typedef struct ContestAsk {
    const Org *org;        /* a school for itself; a municipality or the region for all of its schools */
    Str procedure;         /* code of an olympiad or contest */
    Str name, bytes;       /* the file; a pasted range is a file too */
    Str stage;             /* of rows that say none; may be empty */
    bool only_look;        /* says what would be taken and writes nothing */
} ContestAsk;
typedef struct ContestTaken {
    ContestList list;      /* rows of schools that are not this person's to write have complaints and left the list */
    uint32_t n_schools;
} ContestTaken;

/* RIGHT_RESULTS_WRITE over the organisation. A later list of a school and stage takes the place of an earlier one; nothing is overwritten.
 * fails   ERR_DENIED, ERR_NOT_FOUND (procedure), ERR_INPUT (no such list, nothing to take), ERR_CONFLICT (the procedure is closed or is no contest) */
bool flow_contest_take(Flow *flow, const Who *who, const ContestAsk *ask, Arena *arena, ContestTaken *out, Err *err);

#endif
