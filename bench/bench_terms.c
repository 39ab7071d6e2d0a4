/* Deadlines read a second, over the tables of tests/term, on one core.
 * usage: bench_terms FILE.tsv…   prints terms, terms a second, the limit; ends with 1 under the limit */
#include <stdio.h>
#include <time.h>

#include "base/date.h"
#include "base/file.h"
#include "plan/term.h"

enum { MOST = 10000, ROUNDS = 40, WANTED = 100000 };

/* Of the processor: on a shared machine the wall would tell of the neighbours. */
static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static size_t read_words(const char *path, Arena *arena, Str *words, size_t n)
{
    Str text;
    Err err = { 0 };
    if (!file_read(path, 1 << 24, arena, &text, &err)) {
        fprintf(stderr, "%s\n", err.what);
        return 0;
    }
    for (size_t at = 0, tab = SIZE_MAX, i = 0; i < text.n && n < MOST; i++) {
        if (text.at[i] == '\t' && tab == SIZE_MAX) tab = i;
        if (text.at[i] != '\n') continue;
        if (text.at[at] != '#' && tab != SIZE_MAX) words[n++] = str_slice(text, at, tab);
        at = i + 1;
        tab = SIZE_MAX;
    }
    return n;
}

int main(int argc, char **argv)
{
    static Str words[MOST];
    Arena *arena = arena_new(0);
    size_t n = 0, n_windows = 0;
    for (int i = 1; i < argc; i++) n = read_words(argv[i], arena, words, n);
    if (n == 0) return 2;
    TermContext context = { .school_year = 2020, .approved = date_of(2020, 10, 14) };
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        Arena *own = arena_new(0); /* as a plan's: many terms, one arena */
        for (size_t i = 0; i < n; i++) {
            Term term;
            term_parse(words[i], &context, own, &term);
            n_windows += term.n_windows;
        }
        arena_free(own);
        double taken = now() - start;
        best = taken < best ? taken : best;
    }
    double speed = (double)n / best;
    bool met = speed >= WANTED;
    printf("сроков в секунду (%zu разных, окон %zu): %.0f, надо не меньше %d: %s\n", n, n_windows / ROUNDS, speed, WANTED, met ? "выполнено" : "НЕ ВЫПОЛНЕНО");
    arena_free(arena);
    return met ? 0 : 1;
}
