/* Jobs: rows that a worker takes by compare-and-set and keeps alive by beats. */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include "domain/state.h"
#include "store/db.h"

typedef struct JobRow {
    int64_t region_id, id, org_id;
    uint32_t number;            /* 1, 2, … within the region */
    Str kind, args;
    JobState state;
    uint64_t n_done, n_total;   /* n_total 0: unknown */
    Str words, link;
    bool cancel;                /* somebody asked to stop */
    int64_t account_id, made_at, started_at, beat_at, finished_at; /* times 0: not yet */
    Str who, org_code, org_name, org_path; /* read */
} JobRow;

/* row->id and number are made here. */
bool job_add(DbWrite *write, JobRow *row, Err *err);
/* A waiting job of this kind with these args. */
bool job_waiting(DbRead *db, int64_t region_id, Str kind, Str args, uint32_t *number, bool *found, Err *err);
bool job_get(DbRead *db, int64_t region_id, uint32_t number, Arena *arena, JobRow *out, bool *found, Err *err);
/* Those for organisations of the subtree, latest first. */
bool job_list(DbRead *db, int64_t region_id, Str org_path, uint32_t limit, Arena *arena, const JobRow **rows, uint32_t *n, Err *err);

/* The next job in fair order: waiting, or running without a beat since silent_before. Regions in turn: the one whose last start is the oldest goes first. */
bool job_next(DbRead *db, int64_t silent_before, Arena *arena, JobRow *out, bool *found, Err *err);
/* Makes it running: *taken false when another worker was quicker. row->started_at and beat_at become now, which never equals the earlier start. */
bool job_take(DbWrite *write, JobRow *row, int64_t silent_before, int64_t now, bool *taken, Err *err);
/* Progress and a sign of life. *mine false when another worker has it; cancel: somebody asked to stop. */
bool job_beat(DbWrite *write, const JobRow *row, int64_t now, bool *mine, bool *cancel, Err *err);
/* state, words, link, finished_at. Nothing happens when another worker has it. */
bool job_end(DbWrite *write, const JobRow *row, Err *err);
/* Back among those that wait: this process ends before the job does. */
bool job_release(DbWrite *write, const JobRow *row, Err *err);
/* Marks a running job, ends a waiting one. */
bool job_stop(DbWrite *write, int64_t region_id, int64_t id, int64_t now, Err *err);

#endif
