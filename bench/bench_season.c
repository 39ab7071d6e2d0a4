/* The aggregate pass of a season (sums of every task in every school and class) against plain reading of the same bytes. For season.py.
 * usage: bench_season FILE.msheet…   prints for one thread and for all: threads, bytes, bytes a second read, bytes a second aggregated */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/pool.h"
#include "intake/intake.h"
#include "stats/column.h"

typedef struct Bench { InputFile *files; Str *columns; uint64_t *seen; } Bench;

/* Of the processors: on a shared machine the wall would tell of the neighbours. */
static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static void stream(void *context, size_t i)
{
    Bench *bench = context;
    const uint64_t *at = (const uint64_t *)(const void *)bench->columns[i].at;
    size_t n = bench->columns[i].n / sizeof *at / 8 * 8;
    uint64_t sum[8] = { 0 };
    for (size_t k = 0; k < n; k += 8)
        for (size_t l = 0; l < 8; l++) sum[l] += at[k + l];
    for (size_t l = 0; l < 8; l++) bench->seen[i] += sum[l];
}

static void aggregate(void *context, size_t i)
{
    Bench *bench = context;
    const Sheet *sheet = bench->files[i].sheets[0];
    for (uint16_t t = 0; t < sheet->procedure.blueprint->n_tasks; t++) {
        const uint8_t *score = sheet->score + (size_t)t * sheet->n_works;
        for (uint32_t c = 0; c < sheet->spans->n_classes; c++) {
            uint32_t n = sheet->spans->classes[c].n;
            ColumnSum sum = column_sum(score, n);
            bench->seen[i] += sum.sum + sum.squares + sum.n;
            score += n;
        }
    }
}

static double best_of(int rounds, size_t n_threads, size_t n, PoolTask task, Bench *bench)
{
    double best = 1e9;
    for (int i = 0; i < rounds; i++) {
        double start = now();
        pool_run(n_threads, n, task, bench);
        double taken = (now() - start) / (double)n_threads;
        best = taken < best ? taken : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    uint32_t n = (uint32_t)argc - 1;
    Arena *arena = arena_new(0);
    Bench bench = { arena_array(arena, InputFile, n + 1u), arena_array(arena, Str, n + 1u), arena_array(arena, uint64_t, n + 1u) };
    double bytes = 0;
    for (uint32_t i = 0; i < n; i++) {
        intake_file(argv[i + 1], &(IntakeOptions){ 0 }, arena, &bench.files[i]);
        if (!bench.files[i].readable || bench.files[i].sheets[0]->spans == NULL) {
            fprintf(stderr, "%s: %s\n", argv[i + 1], bench.files[i].why.what);
            return 1;
        }
        const Sheet *sheet = bench.files[i].sheets[0];
        bench.columns[i] = (Str){ (const char *)sheet->score, (size_t)sheet->n_works * sheet->procedure.blueprint->n_tasks };
        bytes += (double)bench.columns[i].n;
    }
    for (size_t threads = 1; threads <= pool_cores(); threads += pool_cores() > 1 ? pool_cores() - 1 : 1) {
        double read = best_of(5, threads, n, stream, &bench), summed = best_of(5, threads, n, aggregate, &bench);
        printf("%zu %.0f %.0f %.0f\n", threads, bytes, bytes / read, bytes / summed);
    }
    uint64_t all = 0;
    for (uint32_t i = 0; i < n; i++) all += bench.seen[i];
    fprintf(stderr, "%llu\n", (unsigned long long)all); /* so that nothing is left out as unused */
    arena_free(arena);
    return 0;
}
