/* Funnel plot with over-dispersion: which groups lie outside chance once the usual spread between groups is allowed for. */
#ifndef STATS_FUNNEL_H
#define STATS_FUNNEL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Funnel {
    double theta0; /* precision-weighted mean */
    double phi;    /* mean of squared winsorised z */
    double tau2;   /* additive over-dispersion, 0 when phi says none */
    double q;      /* sum of squared z before winsorising */
    size_t n;
} Funnel;

/* in       se > 0; pairs with NaN are left out; winsorise in [0, .5): share at each end drawn in (.1)
 * fails    false with fewer than two usable groups. scratch [2 n]
 * source   Spiegelhalter 2005, Stat. Med. 24:1185, additive model; with winsorise 0 tau2 is DerSimonian & Laird's */
bool funnel_fit(const double *y, const double *se, size_t n, double winsorise, double *scratch, Funnel *out);
double funnel_z(const Funnel *funnel, double y, double se);
/* theta0 ± z sqrt(se^2 + tau2); the source draws z 2 and 3.09, the 95 and 99.8 % limits */
void funnel_limits(const Funnel *funnel, double se, double z, double *low, double *high);

/* (y - median) / (1.4826 median |y - median|), for strata of few schools (under 200): the far ones do not move it. NaN for NaN; all NaN with fewer than
 * FUNNEL_STRATUM values or where half of them are one. scratch [3 n]. source statistics.md A2c; Rousseeuw & Croux 1993 for the factor */
void funnel_robust_z(const double *y, size_t n, double *z, double *scratch);
#define FUNNEL_STRATUM 30

/* A share k / n on the scale y = arcsin sqrt p, se = 1 / (2 sqrt n); NaN for n == 0. And back. */
void funnel_arcsine(double k, double n, double *y, double *se);
double funnel_arcsine_share(double y);

#endif
