#include "cli/stat/recheck_.h"

#include <math.h>

#include "stats/posterior.h"
#include "stats/sampling.h"

#define FEW_RECHECKED 30 /* fewer outcomes make a line that only repeats them */
#define CONFIDENCE    .95

bool stat_recheck_read(const StatTable *table, const Args *args, StatRecheck *out, Err *err)
{
    const char *name = args_value(args, "--rechecked"), *weight = args_value(args, "--weight");
    size_t rechecked = 0;
    *out = (StatRecheck){ 0 };
    if (name == NULL && weight != NULL) return err_set(err, ERR_INPUT, "Добавьте --rechecked СТОЛБЕЦ.", "Веса нужны только вместе с перепроверкой.");
    if (name == NULL) return true;
    if ((out->outcome = stat_need_numbers(table, name, err)) == NULL || (weight != NULL && (out->weight = stat_need_numbers(table, weight, err)) == NULL)) return false;
    for (size_t i = 0; i < table->n_rows; i++) {
        double y = out->outcome->x[i];
        if (isnan(y)) continue;
        if (y != 0 && y != 1) return err_set(err, ERR_INPUT, "1 — подтвердилось, 0 — нет, пусто — не перепроверяли.", "Столбец «%s», строка данных %zu: нужен 0 или 1.", name, i + 1);
        if (out->weight != NULL && !(out->weight->x[i] >= 1 && isfinite(out->weight->x[i])))
            return err_set(err, ERR_INPUT, "Вес — сколько строк представляет перепроверенная.", "Столбец «%s», строка данных %zu: вес перепроверенной строки не меньше 1.", weight, i + 1);
        rechecked++;
    }
    if (rechecked == 0) return err_set(err, ERR_INPUT, "", "В столбце «%s» нет ни одного исхода перепроверки.", name);
    return true;
}

/* Re-checked rows: place, outcome, weight. */
typedef struct Sample { size_t n, confirmed; size_t *row; double *y, *weight; SamplingHajek share; Interval limits; } Sample;

static Sample take_sample(const StatRecheck *recheck, size_t n, Arena *arena)
{
    Sample s = { .row = arena_array(arena, size_t, n), .y = arena_array(arena, double, n), .weight = arena_array(arena, double, n) };
    double *pi = arena_array(arena, double, n);
    for (size_t i = 0; i < n; i++) {
        if (isnan(recheck->outcome->x[i])) continue;
        s.row[s.n] = i;
        s.y[s.n] = recheck->outcome->x[i];
        s.confirmed += s.y[s.n] > 0;
        s.weight[s.n++] = recheck->weight != NULL ? recheck->weight->x[i] : 0;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (recheck->weight == NULL) s.weight[i] = (double)n / (double)s.n;
        pi[i] = 1 / s.weight[i];
    }
    s.share = sampling_hajek(s.y, pi, s.n);
    double effective = posterior_effective(s.weight, s.n);
    s.limits = basic_wilson(fmin(1, s.share.mean) * effective, effective, CONFIDENCE);
    return s;
}

static void put_sample(const Sample *s, Json *result)
{
    json_key(result, "rechecked");
    json_object(result);
    json_put_int(result, "n", (long long)s->n);
    json_put_int(result, "confirmed", (long long)s->confirmed);
    json_put_num(result, "share", s->share.mean);
    json_put_num(result, "se", s->share.se);
    json_put_num(result, "low", s->limits.low);
    json_put_num(result, "high", s->limits.high);
    json_object_end(result);
}

static void put_bins(const char *of, const double *p, const Sample *s, Json *result)
{
    PosteriorBin bin[POSTERIOR_BINS];
    posterior_reliability(p, s->y, s->weight, s->n, CONFIDENCE, bin);
    for (size_t b = 0; b < POSTERIOR_BINS; b++) {
        if (bin[b].n == 0) continue;
        json_object(result);
        json_put_z(result, "of", of);
        json_put_num(result, "from", (double)b / POSTERIOR_BINS);
        json_put_num(result, "to", (double)(b + 1) / POSTERIOR_BINS);
        json_put_int(result, "n", (long long)bin[b].n);
        json_put_num(result, "predicted", bin[b].predicted);
        json_put_num(result, "observed", bin[b].observed.value);
        json_put_num(result, "low", bin[b].observed.low);
        json_put_num(result, "high", bin[b].observed.high);
        json_object_end(result);
    }
}

/* One line for all rows, fitted on the re-checked ones that have a posterior; what it is worth is told by lines fitted without the row itself. */
static void calibrate(StatRecheck *recheck, size_t n, Sample *s, double *crossed, Arena *arena)
{
    double *x = arena_array(arena, double, s->n), *y = arena_array(arena, double, s->n), *w = arena_array(arena, double, s->n), *own = arena_array(arena, double, s->n);
    double *knot_x = arena_array(arena, double, s->n), *knot_y = arena_array(arena, double, s->n), *scratch = arena_array(arena, double, 10 * s->n);
    size_t m = 0, at = 0, ones = 0;
    for (size_t i = 0; i < s->n; i++) {
        crossed[i] = NAN;
        if (isnan(recheck->posterior[s->row[i]])) continue;
        x[m] = recheck->posterior[s->row[i]];
        ones += s->y[i] > 0;
        y[m] = s->y[i];
        w[m++] = s->weight[i];
    }
    if (m < FEW_RECHECKED || ones == 0 || ones == m) return;
    size_t n_knots = posterior_isotonic(x, y, w, m, knot_x, knot_y, scratch);
    for (size_t i = 0; i < n; i++) recheck->calibrated[i] = posterior_isotonic_at(knot_x, knot_y, n_knots, recheck->posterior[i]);
    posterior_isotonic_crossed(x, y, w, m, own, scratch);
    for (size_t i = 0; i < s->n; i++)
        if (!isnan(recheck->posterior[s->row[i]])) crossed[i] = own[at++];
}

static const char *why_not(const Sample *s, bool any_posterior, bool any_calibrated)
{
    if (s->confirmed == 0) return "Ни одна перепроверка не подтвердилась: о вероятности признака можно сказать лишь, что доля не выше верхней границы.";
    if (s->confirmed == s->n) return "Подтвердились все перепроверки: вероятность признака по ним не различить.";
    if (!any_posterior) return "Для местной доли ложных нужно хотя бы 50 строк с разными p: вероятность признака не считается.";
    if (!any_calibrated) return "Перепроверено меньше 30 строк: калибровка не строится.";
    return NULL;
}

void stat_recheck_put(StatRecheck *recheck, const double *z, size_t n, Json *result, Arena *arena)
{
    if (recheck->outcome == NULL) return;
    Sample s = take_sample(recheck, n, arena);
    double *said = arena_array(arena, double, s.n), *crossed = arena_array(arena, double, s.n), *base = arena_array(arena, double, s.n);
    bool any_posterior = false, any_calibrated = false;
    recheck->posterior = arena_array(arena, double, n);
    recheck->calibrated = arena_array(arena, double, n);
    for (size_t i = 0; i < n; i++) recheck->posterior[i] = recheck->calibrated[i] = NAN;
    if (s.confirmed > 0 && s.confirmed < s.n) {
        posterior_bayes_factors(z, n, s.share.mean, recheck->posterior, arena_array(arena, double, 3 * n + 2000));
        for (size_t i = 0; i < n; i++) recheck->posterior[i] = posterior_of(s.share.mean, recheck->posterior[i]);
    }
    calibrate(recheck, n, &s, crossed, arena);
    for (size_t i = 0; i < s.n; i++) {
        said[i] = recheck->posterior[s.row[i]];
        base[i] = isnan(said[i]) ? NAN : s.share.mean;
        any_posterior |= !isnan(said[i]);
        any_calibrated |= !isnan(crossed[i]);
    }
    put_sample(&s, result);
    json_put_num(result, "brier", posterior_brier(said, s.y, s.weight, s.n));
    json_put_num(result, "brier_calibrated", posterior_brier(crossed, s.y, s.weight, s.n));
    json_put_num(result, "brier_base", posterior_brier(base, s.y, s.weight, s.n));
    json_key(result, "reliability");
    json_array(result);
    put_bins("posterior", said, &s, result);
    put_bins("calibrated", crossed, &s, result);
    json_array_end(result);
    const char *note = why_not(&s, any_posterior, any_calibrated);
    if (note != NULL) json_put_z(result, "note", note);
}
