#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/limits.h"

typedef struct Run {
    atomic_size_t next;
    size_t n_tasks;
    PoolTask task;
    void *context;
} Run;

static void *work(void *argument)
{
    Run *run = argument;
    for (;;) {
        size_t i = atomic_fetch_add(&run->next, 1);
        if (i >= run->n_tasks) return NULL;
        run->task(run->context, i);
    }
}

size_t pool_cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > (long)LIMIT_THREADS ? LIMIT_THREADS : (size_t)n;
}

void pool_run(size_t n_threads, size_t n_tasks, PoolTask task, void *context)
{
    if (n_threads == 0) n_threads = pool_cores();
    if (n_threads > LIMIT_THREADS) n_threads = LIMIT_THREADS;
    if (n_threads > n_tasks) n_threads = n_tasks;
    Run run = { .n_tasks = n_tasks, .task = task, .context = context };
    pthread_t threads[LIMIT_THREADS];
    size_t started = 0;
    for (size_t i = 1; i < n_threads; i++) {
        if (pthread_create(&threads[started], NULL, work, &run) != 0) break; /* fewer threads, same results */
        started++;
    }
    work(&run);
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}
