/* Two markings of the same works. */
#include <math.h>

#include "base/err.h"
#include "stats/rmath_.h"
#include "stats/tampering.h"

Remark remark_count(const double *first, const double *second, size_t n)
{
    Remark out = { 0, 0, 0, NAN, NAN };
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double d = second[i] - first[i];
        if (isnan(d)) continue;
        out.n++;
        out.first_higher += d < 0;
        out.second_higher += d > 0;
        sum += d;
    }
    if (out.n == 0) return out;
    out.shift = sum / (double)out.n;
    for (size_t i = 0; i < n; i++) {
        double d = second[i] - first[i] - out.shift;
        if (!isnan(d)) squares += d * d;
    }
    if (out.n > 1) out.sd = sqrt(squares / (double)(out.n - 1));
    return out;
}

double remark_direction(const Remark *remark, double share)
{
    BUG_ON(!(share > 0 && share < 1));
    double n = (double)(remark->first_higher + remark->second_higher), u = (double)remark->first_higher;
    if (n == 0) return NAN;
    return pbinom(u, n, share, 0, 0) + dbinom(u, n, share, 0) / 2;
}

bool remark_shrink(const Remark *groups, size_t n, RemarkSpread *out, double *shrunk)
{
    double works = 0, squared = 0, sum = 0, within = 0, freedom = 0, used = 0, between = 0;
    for (size_t g = 0; g < n; g++) {
        double m = (double)groups[g].n;
        if (groups[g].n == 0) continue;
        used++;
        works += m;
        squared += m * m;
        sum += m * groups[g].shift;
        if (groups[g].n > 1) within += (m - 1) * groups[g].sd * groups[g].sd;
        freedom += m - 1;
    }
    if (used < 2 || freedom < 1) return false;
    RemarkSpread spread = { .mean = sum / works, .s2 = within / freedom };
    for (size_t g = 0; g < n; g++)
        if (groups[g].n > 0) between += (double)groups[g].n * (groups[g].shift - spread.mean) * (groups[g].shift - spread.mean);
    spread.tau2 = fmax(0, (between - (used - 1) * spread.s2) / (works - squared / works));
    for (size_t g = 0; g < n; g++) {
        double m = (double)groups[g].n, signal = m * spread.tau2, weight = signal > 0 ? signal / (signal + spread.s2) : 0;
        shrunk[g] = groups[g].n > 0 ? spread.mean + weight * (groups[g].shift - spread.mean) : NAN;
    }
    *out = spread;
    return true;
}

void remark_boundary(const double *first, const double *second, size_t n, double cutoff, RemarkBoundary *add)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(first[i]) || isnan(second[i])) continue;
        bool reaches = second[i] >= cutoff;
        if (first[i] >= cutoff && first[i] < cutoff + 2) {
            add->fell += !reaches;
            add->stayed_on += reaches;
        } else if (first[i] >= cutoff - 2 && first[i] < cutoff) {
            add->rose += reaches;
            add->stayed_short += !reaches;
        }
    }
}

RemarkFisher remark_fisher(const RemarkBoundary *table)
{
    double on = (double)(table->fell + table->stayed_on), under = (double)(table->rose + table->stayed_short), moved = (double)(table->fell + table->rose);
    if (on == 0 || under == 0) return (RemarkFisher){ NAN, NAN };
    double a = (double)table->fell, seen = dhyper(a, on, under, moved, 0), two = 0;
    double least = fmax(0, moved - under), most = fmin(moved, on);
    for (uint32_t i = 0; least + i <= most; i++) {
        double chance = dhyper(least + i, on, under, moved, 0);
        if (chance <= seen * (1 + 1e-7)) two += chance;
    }
    return (RemarkFisher){ phyper(a - 1, on, under, moved, 0, 0), fmin(two, 1) };
}
