/* A small thread pool for the engine and for reading files. Work is split into numbered tasks; what task i computes depends on i only,
 * so results are the same for any number of threads. Never used in the web part. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

typedef void (*PoolTask)(void *context, size_t i_task);

/* Runs task(context, i) for i in 0..n_tasks-1 on at most n_threads threads (0 = cores of the machine) and waits for all.
 * Tasks are taken in order of i. One thread runs them in the caller. Must not be nested. */
void pool_run(size_t n_threads, size_t n_tasks, PoolTask task, void *context);
size_t pool_cores(void);

#endif
