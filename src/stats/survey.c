#include "stats/survey.h"

#include <math.h>

SurveyCare survey_care(const double *x, size_t k)
{
    SurveyCare out = { .sd = NAN };
    double mean = 0, squares = 0, least = INFINITY, most = -INFINITY;
    size_t run = 0;
    for (size_t i = 0; i < k; i++) {
        if (isnan(x[i])) {
            run = 0;
            continue;
        }
        run = run > 0 && x[i] >= x[i - 1] && x[i] <= x[i - 1] ? run + 1 : 1;
        if (run > out.longstring) out.longstring = run;
        double step = x[i] - mean;
        mean += step / (double)++out.n;
        squares += step * (x[i] - mean);
        least = fmin(least, x[i]);
        most = fmax(most, x[i]);
    }
    if (out.n == 0) return out;
    out.flat = least >= most;
    out.sd = out.flat ? 0 : sqrt(squares / (double)out.n);
    out.careless = out.n >= SURVEY_LEAST_ANSWERS && (out.flat || 2 * out.longstring >= k);
    return out;
}

void survey_hide(const double *count, size_t n, bool *hidden)
{
    size_t n_hidden = 0, least = n;
    for (size_t i = 0; i < n; i++) {
        hidden[i] = count[i] > 0 && count[i] < SURVEY_SMALLEST;
        n_hidden += hidden[i];
        if (!hidden[i] && count[i] > 0 && (least == n || count[i] < count[least])) least = i;
    }
    if (n_hidden == 1 && least < n) hidden[least] = true;
}
