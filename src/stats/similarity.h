/* Similarity of two works: do they coincide task by task more than their levels explain. A task counts when both works have a score in it. */
#ifndef STATS_SIMILARITY_H
#define STATS_SIMILARITY_H

#include "stats/irt.h"

#define SIMILARITY_FULL_SHARE .95 /* a work with this share of the points and more says nothing: full marks coincide anyway */

typedef struct SimilarityPair {
    size_t n;                  /* tasks compared */
    unsigned matches, full;    /* equal categories; equal at full marks */
    double expected, variance; /* of matches: sum q_j, sum q_j (1 - q_j) */
    double omega;              /* (matches - expected) / sd; NaN when variance is 0 */
    double womg;               /* the same with weights -ln q_j: rare coincidences weigh more */
    double q[LIMIT_TASKS], q_full[LIMIT_TASKS]; /* chance of a match, of a match at full marks, of the n tasks in order */
} SimilarityPair;

/* P_jk of one work at theta: p[rows.n] by irt_rows. */
void similarity_probabilities(const IrtModel *model, const IrtRows *rows, double theta, double *p);
/* Unconditional: both works are random, q_j = sum_k P_jk(1) P_jk(2). Symmetric.
 * source  Romero, Riascos & Jara 2015, JEBS 40:435 */
void similarity_pair(const IrtModel *model, const IrtRows *rows, const double *p1, const uint8_t *x1, const double *p2, const uint8_t *x2, SimilarityPair *out);
/* Conditional: work 1 against what stands in work 2, q_j = P_{j, x_2j}(1); q_full as if 2 had it by itself. source  Wollack 1997, APM 21:307 */
void similarity_conditional(const IrtModel *model, const IrtRows *rows, const double *p1, const uint8_t *x1, const uint8_t *x2, SimilarityPair *out);

/* Chance of at least so many matches, Poisson-binomial, exact; source van der Linden & Sotaridona 2006, JEBS 31:283. scratch [n + 1]; cost O(n^2) */
double similarity_gbt(const double *q, size_t n, size_t matches, double *scratch);
/* Matches at full marks and other matches together: p = chance of all outcomes whose joint upper tail is not above the seen one's.
 * in       0 <= q_full[j] <= q[j] <= 1; full + rest <= n; scratch [2 (n + 2)^2]
 * source   Maynes 2014; two-way suffix sums instead of four nested loops: O(n^2) beside the law's O(n^3) */
double similarity_m4(const double *q, const double *q_full, size_t n, size_t full, size_t rest, double *scratch);

/* Look-up by totals, for complete works. */
typedef struct SimilarityTable {
    const IrtTable *table;
    const IrtItem *items;
    double *mean, *scale; /* [n_totals^2] of matches; scale = 1 / sd, 0 where matches cannot vary or the total says nothing */
} SimilarityTable;
size_t similarity_table_size(const IrtTable *table); /* doubles of memory */
void similarity_table(const IrtTable *table, const IrtItem *items, double *memory, SimilarityTable *out);
double similarity_gbt_by_total(const SimilarityTable *table, const uint8_t *x1, const uint8_t *x2, size_t t1, size_t t2);

/* Pairs of a class by totals. Works with SIMILARITY_FULL_SHARE of the points and more are left out; IRT_MISSING counts as the lowest category. */
typedef struct SimilarityClass {
    size_t n_works, n_pairs;
    double s;       /* mean over pairs of max(omega - 1, 0)^2; NaN without pairs */
    double log_s;   /* ln(s + .02) */
    double highest; /* greatest omega */
    double common;  /* mean omega: untaught topics and one marker's hand lift all pairs at once */
    double log_beyond; /* ln(S' + .02), S' = mean of max(omega - common - .5, 0)^2 (common counted where above 0): pairs that stand out of their own class */
} SimilarityClass;
size_t similarity_class_scratch_size(size_t n_works, size_t n_items); /* bytes, aligned as double */
/* x[n * n_items] categories; cost one look-up and n_items / 8 word operations a pair; source statistics.md A6 */
void similarity_class(const SimilarityTable *table, const uint8_t *x, size_t n, void *scratch, SimilarityClass *out);

/* Single link: works joined by pairs with GBT p under alpha. group[n]: number of the first work of its cluster, the work's own when alone.
 * GBT is asked only where omega reaches .8 sqrt(-ln alpha), under which it cannot be that small.
 * in   alpha in (0, 1): .05 / (pairs in the region) * (classes), say; gives the number of clusters of two and more */
size_t similarity_clusters(const SimilarityTable *table, const uint8_t *x, size_t n, double alpha, void *scratch, uint32_t *group);

#endif
