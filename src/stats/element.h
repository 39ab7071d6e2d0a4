/* One content element of a work: do the tasks on it go as the rest of the work foretells, and is it mastered. */
#ifndef STATS_ELEMENT_H
#define STATS_ELEMENT_H

#include "stats/irt.h"

#define ELEMENT_LEAST 3 /* answered tasks of an element, under which nothing is claimed */

/* Expected points and their variance at every node. */
typedef struct ElementTable { const IrtModel *model; const IrtNodes *nodes; double *e, *v; } ElementTable; /* [n_items][IRT_NODES] */
size_t element_table_size(const IrtModel *model); /* doubles of memory */
void element_table(const IrtModel *model, const IrtNodes *nodes, double *memory, ElementTable *out);

typedef struct ElementFit {
    size_t n, n_rest;                  /* answered tasks of the element, and others */
    double points, expected, variance; /* of the element's answered tasks; 0 without */
    double z;                          /* (points - expected) / sd; NaN under ELEMENT_LEAST tasks, without others, without variance */
    double level;                      /* theta by the other tasks (EAP); the population's mean without them */
    double log_ratio;                  /* ln P(answers | level + sd) - ln P(answers | level - sd) */
} ElementFit;
/* shape    x[n_items] categories, IRT_MISSING allowed; own[n_items]: tasks of the element; scratch [IRT_NODES]
 * out      the level is what the answers to the other tasks say (A14: rest score t_-e), never the element's own; variance holds the level's own uncertainty,
 *          var(sum E_j(theta)), beside sum V_j(theta): without it z of a long element is too large
 * source   statistics.md A14; cost O(n_items IRT_NODES) */
void element_fit(const ElementTable *table, const uint8_t *x, const bool *own, double *scratch, ElementFit *out);

/* Adds works of a class: z of the sums. Begin with zeros. */
typedef struct ElementSum { size_t n_works; double points, expected, variance; } ElementSum;
void element_add(ElementSum *sum, const ElementFit *fit); /* fits without z are left out */
double element_sum_z(const ElementSum *sum);              /* NaN without works */

/* P(mastered): logit = prior logit + log_ratio. The work's own prior logit is level / sd. NaN stays. */
double element_mastery(double prior_logit, double log_ratio);
/* Prior logit of a later work: keep of what was known before, the rest of what this work's level says; before NaN = nothing known. keep in [0, 1] */
double element_carry(double before_logit, double now_logit, double keep);

#endif
