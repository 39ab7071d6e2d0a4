/* Speed of statistical kernels on one core. A line a figure, tabs between: what, ours, demanded, 1 = met.
 * usage: bench_kernels [FOLDER]; with a folder leaves there the works of the calibration (gpcm.works, a byte a category) and its estimates (gpcm.items: a b1 … a line),
 * so that another program can be asked the same. Data are made outside the clock; what a kernel finds is checked, so that speed is of right answers. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "stats/classfit.h"
#include "stats/guttman.h"
#include "stats/mixed.h"
#include "stats/rng.h"
#include "stats/similarity.h"

enum { TASKS = 20, WORKS = 1000000, CALIBRATED = 100000, CLASS = 25, PUPILS = 7000000, SCHOOLS = 40000, GBT_CLASSES = 2000 };

static void fail(const char *what)
{
    fprintf(stderr, "bench_kernels: %s\n", what);
    exit(1);
}

static void *room(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    if (memory == NULL) fail("no memory");
    return memory;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void say(bool met, const char *demanded, const char *what, const char *ours, ...) __attribute__((format(printf, 4, 5)));
static void say(bool met, const char *demanded, const char *what, const char *ours, ...)
{
    va_list rest;
    va_start(rest, ours);
    printf("%s\t", what);
    vprintf(ours, rest);
    printf("\t%s\t%d\n", demanded, met);
    fflush(stdout);
    va_end(rest);
}

/* What all item response figures stand on. */
typedef struct Bench {
    IrtItem items[TASKS]; /* true ones */
    IrtModel model;
    uint8_t *x;           /* [WORKS * TASKS] */
    IrtTable table;
    SimilarityTable pairs;
    size_t n_works;       /* of this measurement */
    double checked;       /* what the kernel said, to be looked at */
    size_t n_done;        /* pairs */
} Bench;

/* The best of three and more, a tenth of a second at least: small measurements jump. */
static double measure(Bench *b, void (*job)(Bench *))
{
    double best = INFINITY, spent = 0;
    for (int i = 0; i < 3 || spent < .1; i++) {
        double start = now();
        job(b);
        double taken = now() - start;
        spent += taken;
        best = fmin(best, taken);
    }
    return best;
}

/* 1, 10 and 100 %: the last in *all. Linear with a fifth to spare, a tenfold twice. */
static void say_growth(Bench *b, void (*job)(Bench *), size_t n_works, const char *what, double *all)
{
    double taken[3];
    for (int i = 2; i >= 0; i--) {
        b->n_works = i == 2 ? n_works : i == 1 ? n_works / 10 : n_works / 100;
        taken[i] = measure(b, job);
    }
    say(taken[2] <= 120 * taken[0], "≤ в 120 раз", what, "в %.0f и %.0f раз дольше", taken[1] / taken[0], taken[2] / taken[0]);
    *all = taken[2];
}

static void make_works(Bench *b)
{
    Rng rng = rng_at(1, 0, 1);
    for (size_t j = 0; j < TASKS; j++) {
        irt_item_plain(&b->items[j], (uint8_t)(1 + j % 3));
        b->items[j].a = exp(.4 * rng_normal(&rng));
        for (size_t k = 0; k < b->items[j].m; k++) b->items[j].b[k] = 1.2 * rng_normal(&rng);
    }
    b->model = (IrtModel){ TASKS, b->items, 1 };
    b->x = room((size_t)WORKS * TASKS, 1);
    for (size_t i = 0; i < WORKS; i++) {
        double theta, p[IRT_CATEGORIES];
        rng = rng_at(2, i, 1);
        theta = rng_normal(&rng);
        for (size_t j = 0; j < TASKS; j++) {
            double u = rng_uniform(&rng);
            uint8_t k = 0;
            irt_probabilities(&b->items[j], theta, p);
            while (k < b->items[j].m && u > p[k]) u -= p[k++];
            b->x[i * TASKS + j] = k;
        }
    }
}

static IrtItem found[TASKS];

static void calibrate(Bench *b, IrtKind kind)
{
    double *scratch = room(irt_fit_scratch_size(b->items, TASKS), sizeof *scratch);
    IrtFit fit;
    for (size_t j = 0; j < TASKS; j++) found[j] = b->items[j];
    if (!irt_fit(b->x, b->n_works, found, TASKS, &(IrtOptions){ .kind = kind }, scratch, &fit) || !fit.converged) fail("calibration did not converge");
    free(scratch);
}
static void gpcm(Bench *b) { calibrate(b, IRT_GPCM); }
static void pcm(Bench *b) { calibrate(b, IRT_PCM); }

/* found are the estimates of all works: large measurements go last. */
static void leave(const Bench *b, const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/gpcm.works", folder);
    FILE *works = fopen(path, "wb");
    snprintf(path, sizeof path, "%s/gpcm.items", folder);
    FILE *items = fopen(path, "w");
    if (works == NULL || items == NULL || fwrite(b->x, TASKS, CALIBRATED, works) != CALIBRATED) fail("cannot write");
    for (size_t j = 0; j < TASKS; j++) {
        fprintf(items, "%.9f", found[j].a);
        for (size_t k = 0; k < found[j].m; k++) fprintf(items, " %.9f", found[j].b[k]);
        fputc('\n', items);
    }
    if (fclose(works) != 0 || fclose(items) != 0) fail("cannot write");
}

static void bench_calibration(Bench *b, const char *folder)
{
    double taken;
    say_growth(b, pcm, CALIBRATED, "  PCM: в 10 и 100 раз больше работ", &taken);
    say(taken <= 2, "≤ 2 с", "PCM, 100 тыс. работ по 20 заданий", "%.2f с", taken);
    say_growth(b, gpcm, CALIBRATED, "  GPCM: в 10 и 100 раз больше работ", &taken);
    say(taken <= 2, "≤ 2 с", "GPCM, 100 тыс. работ по 20 заданий", "%.2f с", taken);
    if (folder == NULL) return;
    b->n_works = CALIBRATED;
    gpcm(b);
    leave(b, folder);
}

/* Table, then residuals of tasks and mean lz of every class. */
static void fit_classes(Bench *b)
{
    double *memory = room(irt_table_size(&b->model), sizeof *memory);
    IrtTable table;
    irt_table(&b->model, memory, &table);
    double *more = room(personfit_table_size(&table) + classfit_table_size(&table), sizeof *more);
    PersonfitTable person;
    ClassfitTable classes;
    personfit_table(&table, more, &person);
    classfit_table(&table, b->items, &person, more + personfit_table_size(&table), &classes);
    double lz = 0;
    for (size_t i = 0; i < b->n_works; i += CLASS) {
        ClassFit fit;
        classfit_class(&classes, b->x + i * TASKS, CLASS, &fit);
        lz += fit.lz;
    }
    b->checked = lz * CLASS / (double)b->n_works;
    free(more);
    free(memory);
}

static void posteriors(Bench *b)
{
    double *memory = room(irt_nodes_size(&b->model), sizeof *memory), posterior[IRT_NODES], sum = 0;
    IrtNodes nodes;
    irt_nodes(&b->model, memory, &nodes);
    for (size_t i = 0; i < b->n_works; i++) {
        irt_posterior(&nodes, b->x + i * TASKS, posterior);
        sum += irt_eap(&nodes, posterior).theta;
    }
    b->checked = sum / (double)b->n_works;
    free(memory);
}

static void bench_fit(Bench *b)
{
    double taken;
    say_growth(b, fit_classes, WORKS, "  таблица, остатки, lzp: в 10 и 100 раз больше работ", &taken);
    if (!(b->checked > 0 && b->checked < .5)) fail("mean lz"); /* above 0: probabilities by the total are drawn to the middle */
    say(taken <= 1, "≤ 1 с", "таблица баллов, остатки и lzp по классам, 1 млн работ", "%.2f с", taken);
    b->n_works = WORKS;
    taken = measure(b, posteriors);
    if (!(fabs(b->checked) < .01)) fail("mean level of true works is far from 0");
    say(taken <= 2, "≤ 2 с", "уровни по всем ответам, 1 млн работ", "%.2f с", taken);
}

static void omega(Bench *b)
{
    uint64_t scratch[2048];
    if (similarity_class_scratch_size(CLASS, TASKS) > sizeof scratch) fail("scratch");
    b->n_done = 0;
    b->checked = 0;
    for (size_t i = 0; i < WORKS; i += CLASS) {
        SimilarityClass class;
        similarity_class(&b->pairs, b->x + i * TASKS, CLASS, scratch, &class);
        b->n_done += class.n_pairs;
        b->checked += class.s;
    }
    b->checked /= WORKS / CLASS;
}

static void gbt(Bench *b)
{
    b->n_done = 0;
    b->checked = 0;
    for (size_t i = 0; i < GBT_CLASSES * CLASS; i += CLASS) {
        size_t total[CLASS] = { 0 };
        const uint8_t *x = b->x + i * TASKS;
        for (size_t h = 0; h < CLASS; h++)
            for (size_t j = 0; j < TASKS; j++) total[h] += x[h * TASKS + j];
        for (size_t h = 1; h < CLASS; h++)
            for (size_t l = 0; l < h; l++, b->n_done++) b->checked += similarity_gbt_by_total(&b->pairs, x + h * TASKS, x + l * TASKS, total[h], total[l]) < .05;
    }
    b->checked /= (double)b->n_done;
}

static void bench_similarity(Bench *b)
{
    double *memory = room(irt_table_size(&b->model), sizeof *memory), taken;
    irt_table(&b->model, memory, &b->table);
    double *more = room(similarity_table_size(&b->table), sizeof *more);
    similarity_table(&b->table, b->items, more, &b->pairs);
    taken = measure(b, omega);
    if (!(b->checked > 0 && b->checked < .3)) fail("likeness of works made apart");
    say((double)b->n_done >= 5e6 * taken, "≥ 5 млн/с", "omega по таблицам, пары классов", "%.0f млн/с", 1e-6 * (double)b->n_done / taken);
    taken = measure(b, gbt);
    if (!(b->checked > 0 && b->checked < .06)) fail("size of GBT");
    say((double)b->n_done >= .5e6 * taken, "≥ 0,5 млн/с", "GBT, пары классов", "%.1f млн/с", 1e-6 * (double)b->n_done / taken);
    free(more);
    free(memory);
}

static void bench_ht(Bench *b)
{
    double *ht = room(CALIBRATED, sizeof *ht), best = INFINITY, sum = 0;
    uint8_t *solved = room((size_t)CALIBRATED * TASKS, 1);
    for (size_t i = 0; i < (size_t)CALIBRATED * TASKS; i++) solved[i] = b->x[i] > 0;
    for (int i = 0; i < 5; i++) {
        double start = now();
        guttman_ht(solved, CALIBRATED, TASKS, ht);
        best = fmin(best, now() - start);
    }
    for (size_t i = 0; i < CALIBRATED; i++) sum += isnan(ht[i]) ? 0 : ht[i];
    if (!(sum > .05 * CALIBRATED && sum < CALIBRATED)) fail("mean HT");
    say(best <= .2, "≤ 0,2 с", "HT, 100 тыс. работ по 20 заданий", "%.4f с", best);
    free(solved);
    free(ht);
}

/* Pupils lie mixed, the hardest order for the sums of schools: y = 1 + .5 x + N(0, .3^2) of the school + N(0, 1). */
static void bench_mixed(void)
{
    double *x = room(PUPILS, sizeof *x), *y = room(PUPILS, sizeof *y), *group = room((size_t)SCHOOLS * 3, sizeof *group), best = INFINITY;
    uint32_t *of = room(PUPILS, sizeof *of);
    const double *columns[1] = { x };
    Mixed fit;
    for (size_t i = 0; i < PUPILS; i++) {
        Rng rng = rng_at(3, i, 1);
        of[i] = (uint32_t)(i * 7919 % SCHOOLS);
        x[i] = rng_normal(&rng);
        y[i] = 1 + .5 * x[i] + .3 * rng_normal_at(4, of[i], 1) + rng_normal(&rng);
    }
    for (int i = 0; i < 3; i++) {
        MixedSums sums;
        double start = now();
        mixed_begin(&sums, 1, SCHOOLS, group, (double[]){ 0, 1 });
        mixed_add(&sums, columns, y, of, PUPILS);
        if (mixed_fit(&sums, &fit) != MIXED_DONE) fail("mixed model");
        best = fmin(best, now() - start);
    }
    if (!(fabs(fit.beta[1] - .5) < .005 && fabs(fit.tau2 - .09) < .005 && fabs(fit.sigma2 - 1) < .005)) fail("estimates of the mixed model");
    say(best <= 3, "≤ 3 с", "смешанная модель, 7 млн учеников в 40 тыс. школ", "%.2f с", best);
    free(of);
    free(group);
    free(y);
    free(x);
}

int main(int argc, char **argv)
{
    static Bench bench;
    make_works(&bench);
    bench_calibration(&bench, argc > 1 ? argv[1] : NULL);
    bench_fit(&bench);
    bench_similarity(&bench);
    bench_ht(&bench);
    free(bench.x);
    bench_mixed();
    return 0;
}
