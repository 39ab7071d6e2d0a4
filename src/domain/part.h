/* A part of an analysis: what those see who answer for some of its schools. The other schools are not in it, neither by name nor by number, so that no builder can show them. */
#ifndef DOMAIN_PART_H
#define DOMAIN_PART_H

#include "domain/analysis.h"

/* keep   [whole->schools.n]
 * shape  schools are renumbered; procedures keep their places. Of an opened procedure: figures of the kept schools alone, from their totals, marks and points; the norm of all
 *        schools becomes an outside one (NORM_EXPORT, own == NULL); limits of the funnel stay those of all schools. Tasks have mean_share and n, the rest is NaN or 0 (works are
 *        needed for it). A procedure that is not opened has no works. Conclusions, signs and values are not taken: they have pages of their own.
 * source how the norm is called: «по 60 школам региона» */
Analysis *analysis_part(const Analysis *whole, const bool *keep, Str source, Arena *arena);

#endif
