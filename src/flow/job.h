/* Long work: asked for in a request, done by the job worker, watched on a page. A kind of job is one file in job/ and one line in job/registry.list.
 *
 * A job whose worker died (no beat for LIMIT_JOB_SILENCE_S) waits again and is run from its beginning: run() is idempotent, and writes in short transactions. */
#ifndef FLOW_JOB_H
#define FLOW_JOB_H

#include "flow/flow.h"

typedef struct JobCtx {
    Flow *flow;
    Arena *arena;            /* until the job has ended */
    int64_t region_id, org_id; /* for whom */
    uint32_t number;         /* its natural key in the region */
    Str args;                /* as given when it was asked for */
    Who who;                 /* is_program, with the account of who asked (0: the program): entries of the journal name that person */
    struct JobState_ *state; /* of job.c */
} JobCtx;

typedef struct JobKind {
    const char *name;        /* «import»: stands in the database */
    const char *title;       /* Russian: «Приём файла» */
    /* true: done (job_result). false: failed with err, or cancelled when job_progress() said so. */
    bool (*run)(JobCtx *ctx, Err *err);
    /* A waiting job is given up, in the transaction that says so: whatever waited for it is let go. NULL: nothing does. */
    bool (*drop)(DbWrite *write, int64_t region_id, Str args, Arena *arena, Err *err);
} JobKind;
extern const JobKind *const job_registry[]; /* NULL at the end */
const JobKind *job_kind_find(Str name);

/* May be called as often as one likes: writes once a second at most. false with err when somebody asked to stop or another worker took the job over: run() returns false then.
 * total 0: unknown; words: Russian, what is being done */
bool job_progress(JobCtx *ctx, uint64_t done, uint64_t total, const char *words, Err *err);
/* The program is about to end: run() returns false, the job waits and begins again. */
bool job_is_paused(const JobCtx *ctx);
/* What came out, and the page that shows it; may be empty. */
void job_result(JobCtx *ctx, Str words, Str link);

typedef struct JobAsk {
    const char *kind;
    int64_t region_id, org_id;
    Str args;                /* what the job is about, as its kind reads it */
    bool once;               /* nothing is asked when one of this kind with these args waits already */
} JobAsk;
/* Rights are the caller's business: this is a part of other use cases. number: of the new job, or of the waiting one; may be NULL */
bool flow_job_ask(Flow *flow, const Who *who, const JobAsk *ask, uint32_t *number, Err *err);
/* The asker or RIGHT_SYSTEM over the job's organisation. A waiting job is cancelled at once, a running one at its next step.
 * fails   ERR_NOT_FOUND, ERR_DENIED, ERR_CONFLICT (it has ended) */
bool flow_job_cancel(Flow *flow, const Who *who, uint32_t number, Err *err);

/* The job worker. pause sleeps up to ms and says whether to go on (supervisor_pause); once: returns when nothing waits. In fair order: regions in turn, the oldest first.
 * Returns false only when the database cannot be used. A failed job is no error of the loop. */
typedef struct JobLoop { bool (*pause)(uint32_t ms); bool once; } JobLoop;
bool flow_job_loop(Flow *flow, const JobLoop *loop, Err *err);
/* Until this job has ended: runs it here unless a worker has it. words: what came out. fails   ERR_NOT_FOUND; what the job failed with, as ERR_INPUT; ERR_CONFLICT when it was cancelled */
bool flow_job_finish(Flow *flow, int64_t region_id, uint32_t number, Arena *arena, Str *words, Err *err);

#endif
