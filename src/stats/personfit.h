/* Person fit under a model: is the work as likely as works of this level are. */
#ifndef STATS_PERSONFIT_H
#define STATS_PERSONFIT_H

#include "stats/irt.h"

typedef struct PersonFit {
    double lz;     /* standardised log-likelihood of the answered tasks; low = unlikely pattern */
    double lzstar; /* the same with theta's estimation allowed for: N(0, 1) when the model is true */
    double skew;   /* of lzstar's null law */
    double p;      /* P(lzstar <= seen), lower tail, Cornish–Fisher for the skew */
} PersonFit;

/* in       theta on the model's scale, as estimated by how: ML 0, WLE and MAP with their own terms (EAP is taken as MAP)
 * out      all NaN when theta is not finite or no answered task can vary; skew 0 and lzstar NaN where one answered task leaves nothing beside theta
 * source   Drasgow, Levine & Williams 1985; Snijders 2001, Psychometrika 66:331; Sinharay 2016, Psychometrika 81:992 (points);
 *          Molenaar & Hoijtink 1990 for the correction z - skew (z^2 - 1) / 6 */
PersonFit personfit_work(const IrtModel *model, const uint8_t *x, double theta, IrtEstimate how);

/* lz by the total alone, for complete works: probabilities are the score table's posterior means P_jk(t). */
typedef struct PersonfitTable {
    IrtRows rows;
    size_t n_items, n_totals;
    double *log_p;        /* [n_totals][rows.n]; 0 in rows of missing */
    double *mean, *scale; /* [n_totals] of the log-likelihood; scale = 1 / sd, NaN where it cannot vary (total 0 or full) */
} PersonfitTable;
size_t personfit_table_size(const IrtTable *table); /* doubles of memory */
void personfit_table(const IrtTable *table, double *memory, PersonfitTable *out);
/* in  x complete, total its points, under n_totals (violated = undefined numbers); NaN where the total leaves no room */
static inline double personfit_by_total(const PersonfitTable *table, const uint8_t *x, size_t total)
{
    const double *log_p = table->log_p + total * table->rows.n;
    double l = 0;
    for (size_t j = 0; j < table->n_items; j++) l += log_p[table->rows.first[j] + x[j]];
    return (l - table->mean[total]) * table->scale[total];
}

#endif
