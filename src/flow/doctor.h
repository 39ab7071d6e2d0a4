/* What may be wrong with an installation, each thing with what to do. A check is one file in doctor/ and one line in doctor/registry.list. */
#ifndef FLOW_DOCTOR_H
#define FLOW_DOCTOR_H

#include "flow/flow.h"

typedef enum DoctorState {
    DOCTOR_GOOD,
    DOCTOR_UNKNOWN, /* could not be looked at from here; words say why */
    DOCTOR_CARE,    /* will hurt one day */
    DOCTOR_BAD,     /* hurts now */
} DoctorState;
const char *doctor_state_title(DoctorState state); /* «в порядке», «не проверено», «обратите внимание», «исправьте» */

/* What only the server itself knows. */
typedef struct DoctorServer {
    bool secure;              /* this request came by HTTPS, its own or a trusted proxy's */
    bool local;               /* from this very machine */
    bool files, calls, connections; /* what its sandbox restricts */
    Str sandbox;              /* the same in a sentence */
    uint32_t n_workers;
    uint64_t n_requests, n_5xx, n_503, n_restarts;
} DoctorServer;

typedef struct DoctorAsk {
    const char *url;             /* of the database */
    Db *db;                      /* NULL: it could not be opened, open_err says why */
    const Err *open_err;
    bool schema_fits;            /* else checks that read tables are left out */
    const DoctorServer *server;  /* NULL: asked from the command line */
    bool quick;                  /* from a page: what takes longer than a moment is left to the nightly check */
    int64_t now;
} DoctorAsk;

typedef struct DoctorFinding { const struct DoctorCheck *check; DoctorState state; Str words, fix; /* Russian sentences; fix is empty when good */ } DoctorFinding;

typedef struct DoctorCheck {
    const char *name, *title;    /* «disk», «Место на диске» */
    bool tables, slow, server;   /* reads tables; takes long; needs DoctorServer */
    /* out is zeroed: good, without words. Words of an error become a finding «not looked at». */
    bool (*look)(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err);
} DoctorCheck;
extern const DoctorCheck *const doctor_registry[]; /* NULL at the end */

/* All that can be looked at from here, in order of the registry. */
void doctor_look(const DoctorAsk *ask, Arena *arena, const DoctorFinding **out, uint32_t *n);
/* From a page. */
void flow_doctor(Flow *flow, const DoctorServer *server, Arena *arena, const DoctorFinding **out, uint32_t *n);

/* For checks: fills a finding, true. */
bool doctor_say(DoctorFinding *out, DoctorState state, Str words, const char *fix);

#endif
