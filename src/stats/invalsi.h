/* INVALSI's picture of classes: four indicators, two principal axes, fuzzy clusters. Descriptive: membership is shown, never concluded from.
 * source  Quintano, Castellano & Longobardi 2009, Statistica & Applicazioni 7; Longobardi, Falzetti & Pagliuca 2018; statistics.md A5 */
#ifndef STATS_INVALSI_H
#define STATS_INVALSI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INVALSI_MAX_CLUSTERS 20

typedef struct InvalsiClass {
    double mean, sd;      /* of 100 t / T over works; sd divides by n, as the source does */
    double missing;       /* share of cells without a score, 0..1 */
    double heterogeneity; /* mean over tasks of 1 - sum of squared shares of scores, «no score» among them; 0..1 */
} InvalsiClass;

/* shape  x[n * n_tasks] scores row by row, from 200 up = no score (0 points in t); max[n_tasks], sum above 0 (else sd and mean NaN)
 * out    all NaN for n == 0 or n_tasks == 0 */
InvalsiClass invalsi_class(const uint8_t *x, size_t n, size_t n_tasks, const uint8_t *max);

typedef struct InvalsiAxes {
    double centre[4], scale[4]; /* over classes: mean, sd (n - 1) of mean, sd, missing, heterogeneity; scale 0 = does not vary, left out */
    double loading[2][4];       /* axis 1: high mean, low sd, low heterogeneity positive; axis 2: its greatest loading positive */
    double share[2];            /* of the total variance */
} InvalsiAxes;
/* Principal components of the correlation matrix of classes. Classes with a NaN are left out and get NaN.
 * shape  axis[2 * n]: both coordinates of a class
 * fails  false with fewer than three usable classes or when fewer than two indicators vary */
bool invalsi_axes(const InvalsiClass *classes, size_t n, InvalsiAxes *out, double *axis);

typedef struct InvalsiClusters {
    size_t n_clusters, outlier;              /* outlier: the cluster with the highest mean and the lowest sd and heterogeneity */
    double centre[INVALSI_MAX_CLUSTERS][2];
    double objective;                        /* sum of membership^1.5 squared distance */
} InvalsiClusters;
/* When to stop: no centre moved by still or more, or so many steps. */
typedef struct InvalsiPace { unsigned steps; double still; } InvalsiPace;
#define INVALSI_TO_THE_END ((InvalsiPace){ 2000, 1e-11 })
/* Fuzzy k-means, exponent 1.5, on two axes; two fixed starts, the lower objective wins: no randomness, no dependence on the order of classes.
 * shape  axis[2 * n], membership[n * n_clusters] rows sum to 1 (NaN for a class without axes); scratch [n * n_clusters + 3 n]
 * in     n_clusters 2..INVALSI_MAX_CLUSTERS (violated = BUG)
 * fails  false with fewer distinct places than clusters */
bool invalsi_clusters(const InvalsiClass *classes, const InvalsiAxes *axes, const double *axis, size_t n, size_t n_clusters, InvalsiPace pace, double *scratch,
                      InvalsiClusters *out, double *membership);
/* Membership[n_clusters] of one place, fitted on or not; NaN for NaN. */
void invalsi_membership(const InvalsiClusters *clusters, const double *place, double *membership);

#endif
