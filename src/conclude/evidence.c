/* Pooling: in each channel over works, channels of a family, families, then the school and its classes (statistics.md A12, D1). */
#include <math.h>
#include <stdlib.h>

#include "conclude/evidence_.h"
#include "stats/multiple.h"

/* How often pages of a season's values are put to rest in passes over them. */
#define REST_CLASSES 4096u
#define REST_VALUES  (1u << 20)

#define POOLED_WEIGHT 0.5  /* of the school as a whole; its classes share the other half, so that many classes do not drown the pooled evidence */
#define MOST_CHANNELS 40u
#define MEAN_LIMIT    3.09 /* 99.8 % limit of the funnel */
#define USUAL_SCALE   1.2  /* of pooled z, where there are too few schools to estimate it: eight works of one real region gave 1.19 */

/* Where the values of each indicator and procedure begin in Analysis.values. */
typedef struct Layout { uint32_t n_indicators; uint32_t *first; } Layout;

static Layout lay_out(const Analysis *analysis, Arena *arena)
{
    Layout layout = { 0 };
    while (indicator_registry[layout.n_indicators] != NULL) layout.n_indicators++;
    layout.first = arena_array(arena, uint32_t, (size_t)layout.n_indicators * analysis->n_procedures + 1);
    uint32_t at = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        for (uint32_t k = 0; k < layout.n_indicators; k++) {
            const Frame *frame = analysis->procedures[i].frame;
            layout.first[i * layout.n_indicators + k] = at;
            at += frame->n_schools + (indicator_registry[k]->for_classes ? frame->n_classes : 0);
        }
    BUG_ON(at != analysis->n_values);
    return layout;
}

/* What pools in one channel of one unit. */
typedef struct Pool { uint32_t n, n_works; double evidence, *p; } Pool;

static void pool_add(Pool *pool, const Value *value, const Indicator *indicator)
{
    bool usable = value->silence == SPEAKS || value->silence == SILENT_TOO_FEW;
    if (!usable || isnan(value->midp)) return;
    pool->p[pool->n++] = value->midp;
    pool->n_works += value->n;
    pool->evidence += indicator->role == ROLE_SIGN ? value->extra[EXTRA_EVIDENCE] : value->n;
}

/* Cut-offs and tasks of different works are independent given the school: Fisher. What recurs (one teacher's severity, even classes, a cohort that rises) is not:
 * Cauchy, which holds under dependence (Fisher gave 8–10 % of honest simulated schools under .05 in journals). */
static double pool_p(const Pool *pool, const Indicator *indicator)
{
    if (pool->evidence < indicator->smallest_n) return NAN;
    return indicator->recurs ? multiple_cauchy(pool->p, NULL, pool->n) : multiple_fisher(pool->p, pool->n);
}

/* A channel is an indicator, named by its place in the registry; both threshold tests are one, for a work is judged by one of them (indicator_counts). */
static uint32_t channel_of(const Layout *layout, uint32_t indicator)
{
    for (uint32_t k = 0; k < indicator && indicator_registry[indicator]->family == FAMILY_THRESHOLD; k++)
        if (indicator_registry[k]->family == FAMILY_THRESHOLD) return k;
    BUG_ON(indicator >= layout->n_indicators);
    return indicator;
}

static Value pooled_value(const char *id, uint32_t org, const Pool *pool, double p)
{
    Value value = { .indicator = id, .procedure = UINT32_MAX, .org = org, .class_index = NO_CLASS, .n = pool->n_works, .value = NAN, .low = NAN, .high = NAN, .expected = NAN,
        .p = p, .midp = p, .z = multiple_z(p), .q = NAN };
    for (size_t i = 0; i < sizeof value.extra / sizeof *value.extra; i++) value.extra[i] = NAN;
    value.extra[EXTRA_EVIDENCE] = pool->evidence;
    value.extra[1] = pool->n; /* works (procedures) that were pooled */
    return value;
}

/* The exact absolute test is never corrected (statistics.md D2). What is measured against the region's own habit, or against drawn units, is, once several works are
 * pooled: schools that lift a little more than others, or teach in their own way, do so in every work (without it 18 % of real schools lay under .05). */
static ChannelNull channel_null(const Analysis *analysis, const Indicator *indicator, const double *p, uint32_t n, Arena *arena)
{
    uint32_t n_habit = 0, n_z = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Norm *norm = analysis->procedures[i].norm;
        n_habit += norm != NULL && norm->honest != NULL && norm->lifting_is_ordinary;
    }
    bool threshold = indicator->family == FAMILY_THRESHOLD;
    ChannelNull null = { .applies = analysis->n_procedures > 1 && indicator->family != FAMILY_JOURNAL && (!threshold || n_habit > 0), .scale = threshold ? USUAL_SCALE : 1 };
    if (!null.applies) return null;
    double *z = arena_array(arena, double, (size_t)n * 2 + 1);
    for (uint32_t i = 0; i < n; i++)
        if (!isnan(p[i])) z[n_z++] = multiple_z(p[i]);
    if (n_z < NORM_MIN_SCHOOLS) return null;
    MultipleNull estimated = multiple_empirical_null(z, n_z, z + n);
    null.centre = estimated.centre;
    null.scale = estimated.scale;
    return null;
}

static double beyond(const ChannelNull *null, double p)
{
    return isnan(p) || !null->applies ? p : multiple_null_p(multiple_z(p), (MultipleNull){ null->centre, null->scale });
}

/* Families of a unit from its channels: indicators of one family see the same thing in their own way, so Cauchy. */
static void join_families(const Layout *layout, const double *channel_p, double *family_p)
{
    double p[MOST_CHANNELS];
    for (int f = 0; f < N_FAMILIES; f++) {
        size_t n = 0;
        for (uint32_t k = 0; k < layout->n_indicators; k++)
            if (indicator_registry[k]->family == (Family)f && !isnan(channel_p[k])) p[n++] = channel_p[k];
        family_p[f] = multiple_cauchy(p, NULL, n);
    }
}

/* Cauchy over families; what only supports (means, jumps) enters on request. NaN when no sign speaks, whatever supports. */
static double join_all(const double *family_p, bool with_support)
{
    double p[N_FAMILIES], weight[N_FAMILIES];
    size_t n = 0, n_signs = 0;
    for (int f = 0; f < N_FAMILIES; f++) {
        const Indicator *of_family = NULL;
        for (const Indicator *const *at = indicator_registry; *at != NULL && of_family == NULL; at++)
            if ((*at)->family == (Family)f && ((*at)->role == ROLE_SIGN || (*at)->role == ROLE_SUPPORT)) of_family = *at;
        if (of_family == NULL || isnan(family_p[f]) || (of_family->role == ROLE_SUPPORT && !with_support)) continue;
        n_signs += of_family->role == ROLE_SIGN;
        p[n] = family_p[f];
        weight[n++] = of_family->half_weight ? 0.5 : 1;
    }
    return n_signs == 0 ? NAN : multiple_cauchy(p, weight, n);
}

/* pools: of this channel, one school every layout->n_indicators; ids: the indicator that names a pooled value */
static void pool_channel(Analysis *analysis, Evidence *out, const Layout *layout, uint32_t channel, const Pool *pools, const char *id, double *channel_p, Arena *arena)
{
    const Indicator *indicator = indicator_registry[channel];
    double *p = arena_array(arena, double, out->n_schools + 1u);
    for (uint32_t org = 0; org < out->n_schools; org++) p[org] = pool_p(&pools[(size_t)org * layout->n_indicators + channel], indicator);
    out->null[channel] = channel_null(analysis, indicator, p, out->n_schools, arena);
    for (uint32_t org = 0; org < out->n_schools; org++) {
        const Pool *pool = &pools[(size_t)org * layout->n_indicators + channel];
        double own = beyond(&out->null[channel], p[org]);
        channel_p[(size_t)org * layout->n_indicators + channel] = own;
        out->schools[org].pooled[channel] = NOT_POOLED;
        if (isnan(own) || pool->n < 2) continue;
        out->schools[org].pooled[channel] = analysis->n_values;
        analysis->values[analysis->n_values++] = pooled_value(id, org, pool, own);
    }
}

/* Values of one indicator in one work, school by school. */
static void gather_indicator(const Analysis *analysis, uint32_t i_procedure, const Indicator *indicator, const Value *values, uint32_t channel, uint32_t n_channels, Evidence *out, Pool *pools, bool *modelled)
{
    const Frame *frame = analysis->procedures[i_procedure].frame;
    const Norm *norm = analysis->procedures[i_procedure].norm;
    bool counts = indicator_counts(indicator, norm), sign = counts && indicator->role == ROLE_SIGN;
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        SchoolUnit *school = &out->schools[values[s].org];
        bool speaks = values[s].silence == SPEAKS;
        if (counts) pool_add(&pools[(size_t)values[s].org * n_channels + channel], &values[s], indicator);
        if (sign) modelled[values[s].org] |= speaks && norm != NULL && (indicator->family != FAMILY_THRESHOLD || norm->honest != NULL);
        if (counts || indicator->alone != NULL) school->n_values += speaks;
        if (!speaks || indicator->alone == NULL) continue;
        school->n_mean++;
        school->mean_alone |= values[s].z > MEAN_LIMIT;
    }
}

static void gather_schools(Analysis *analysis, const Layout *layout, Evidence *out, Arena *arena)
{
    uint32_t n_orgs = analysis->schools.n, n_procedures = analysis->n_procedures, n_channels = layout->n_indicators;
    BUG_ON(n_channels > MOST_CHANNELS);
    Arena *own = arena_new(0); /* what pooled is not kept: a quarter of a gigabyte in a season */
    Pool *pools = arena_array(own, Pool, (size_t)n_orgs * n_channels);
    double *room = arena_array(own, double, (size_t)n_orgs * n_channels * (n_procedures + 1u)), *channel_p = arena_array(own, double, (size_t)n_orgs * n_channels);
    for (size_t i = 0; i < (size_t)n_orgs * n_channels; i++) {
        pools[i].p = room + i * (n_procedures + 1u);
        channel_p[i] = NAN;
    }
    bool *modelled = arena_array(arena, bool, n_orgs);
    const char *id[MOST_CHANNELS] = { 0 };
    for (uint32_t i = 0; i < n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        for (uint32_t s = 0; s < frame->n_schools; s++) out->schools[frame->schools[s].org].n_works += frame->schools[s].n;
        for (uint32_t k = 0; k < n_channels; k++) {
            const Indicator *indicator = indicator_registry[k];
            uint32_t channel = channel_of(layout, k);
            if (indicator_counts(indicator, analysis->procedures[i].norm)) id[channel] = indicator->id;
            gather_indicator(analysis, i, indicator, analysis->values + layout->first[i * n_channels + k], channel, n_channels, out, pools, modelled);
        }
        analysis_rest(analysis);
    }
    uint32_t *pooled = arena_array(arena, uint32_t, (size_t)n_orgs * n_channels + 1);
    for (uint32_t org = 0; org < n_orgs; org++) out->schools[org].pooled = pooled + (size_t)org * n_channels;
    for (size_t i = 0; i < (size_t)n_orgs * n_channels; i++) pooled[i] = NOT_POOLED;
    for (uint32_t k = 0; k < n_channels; k++)
        if (id[k] != NULL) pool_channel(analysis, out, layout, k, pools, id[k], channel_p, arena);
    for (uint32_t org = 0; org < n_orgs; org++) {
        out->schools[org].exact_only = !modelled[org];
        join_families(layout, channel_p + (size_t)org * n_channels, out->schools[org].family_p);
    }
    arena_free(own);
}

/* One class of one work, to be grouped. */
typedef struct ClassRow { uint32_t org; int year, grade; Str label; uint32_t procedure, class_index; } ClassRow;

static int same_grade(const ClassRow *a, const ClassRow *b)
{
    if (a->org != b->org) return a->org < b->org ? -1 : 1;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    return a->grade != b->grade ? (a->grade < b->grade ? -1 : 1) : 0;
}

static int by_class(const void *x, const void *y)
{
    const ClassRow *a = x, *b = y;
    int order = same_grade(a, b);
    if (order == 0) order = str_cmp(a->label, b->label);
    return order != 0 ? order : (a->procedure > b->procedure) - (a->procedure < b->procedure);
}

static ClassRow *class_rows(const Analysis *analysis, uint32_t *n_out, Arena *arena)
{
    uint32_t n = 0, room = 1;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) room += analysis->procedures[i].frame->n_classes;
    ClassRow *rows = arena_array(arena, ClassRow, room);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        for (uint32_t c = 0; c < frame->n_classes; c++)
            rows[n++] = (ClassRow){ .org = frame->schools[frame->classes[c].school].org, .year = frame->procedure->year, .grade = frame->procedure->grade,
                .label = frame->classes[c].label, .procedure = i, .class_index = c };
    }
    qsort(rows, n, sizeof *rows, by_class);
    *n_out = n;
    return rows;
}

static ClassUnit gather_class(const Analysis *analysis, const Layout *layout, const ChannelNull *null, const ClassRow *rows, uint32_t n, double *scratch)
{
    ClassUnit unit = { .org = rows->org, .year = rows->year, .grade = rows->grade, .label = rows->label, .procedure = rows->procedure, .class_index = rows->class_index, .q = NAN };
    Pool pools[MOST_CHANNELS] = { 0 };
    double channel_p[MOST_CHANNELS];
    for (uint32_t i = 0; i < n; i++) unit.n_works += analysis->procedures[rows[i].procedure].frame->classes[rows[i].class_index].n;
    for (uint32_t k = 0; k < layout->n_indicators; k++) pools[k].p = scratch + (size_t)k * analysis->n_procedures;
    for (uint32_t k = 0; k < layout->n_indicators; k++)
        for (uint32_t i = 0; i < n; i++) {
            const Indicator *indicator = indicator_registry[k];
            const ProcedureAnalysis *procedure = &analysis->procedures[rows[i].procedure];
            if (!indicator->for_classes || !indicator_counts(indicator, procedure->norm)) continue;
            const Value *value = &analysis->values[layout->first[rows[i].procedure * layout->n_indicators + k] + procedure->frame->n_schools + rows[i].class_index];
            unit.n_values += value->silence == SPEAKS;
            pool_add(&pools[channel_of(layout, k)], value, indicator);
        }
    for (uint32_t k = 0; k < layout->n_indicators; k++)
        channel_p[k] = pools[k].n > 0 ? beyond(&null[k], pool_p(&pools[k], indicator_registry[k])) : NAN;
    join_families(layout, channel_p, unit.family_p);
    unit.p = join_all(unit.family_p, false);
    return unit;
}

/* Only where a grade has several classes: the only class is the school itself. Works without a class among them are no class, and count in the school alone. */
static void gather_classes(const Analysis *analysis, const Layout *layout, Evidence *out, Arena *arena)
{
    uint32_t n;
    Arena *own = arena_new(0);
    const ClassRow *rows = class_rows(analysis, &n, own);
    double *scratch = arena_array(own, double, (size_t)analysis->n_procedures * layout->n_indicators + 1);
    out->classes = arena_array(arena, ClassUnit, n + 1u);
    for (uint32_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && same_grade(&rows[from], &rows[to]) == 0;) to++;
        if (str_eq(rows[from].label, rows[to - 1].label)) continue;
        for (uint32_t at = from, end; at < to; at = end) {
            for (end = at + 1; end < to && str_eq(rows[at].label, rows[end].label);) end++;
            if (rows[at].label.n == 0) continue;
            SchoolUnit *school = &out->schools[rows[at].org];
            if (school->n_classes == 0) school->class_first = out->n_classes;
            school->n_classes++;
            out->classes[out->n_classes++] = gather_class(analysis, layout, out->null, &rows[at], end - at, scratch);
            if (out->n_classes % REST_CLASSES == 0) analysis_rest(analysis);
        }
    }
    arena_free(own);
}

static double school_p(const SchoolUnit *school, const Evidence *evidence, bool with_support, double *p, double *weight)
{
    double pooled = join_all(school->family_p, with_support);
    if (isnan(pooled)) return NAN; /* classes are parts of the school: where it cannot speak, neither can they */
    size_t n = 0;
    for (uint32_t c = 0; c < school->n_classes; c++)
        if (!isnan(evidence->classes[school->class_first + c].p)) p[n++] = evidence->classes[school->class_first + c].p;
    if (n == 0) return pooled;
    for (size_t i = 0; i < n; i++) weight[i] = (1 - POOLED_WEIGHT) / (double)n;
    p[n] = pooled;
    weight[n] = POOLED_WEIGHT;
    return multiple_cauchy(p, weight, n + 1);
}

static void index_values(const Analysis *analysis, Evidence *out, Arena *arena)
{
    out->by_org = arena_array(arena, ValueIndex, out->n_schools);
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        out->by_org[analysis->values[i].org].n++;
        if (i % REST_VALUES == 0) analysis_rest(analysis);
    }
    for (uint32_t org = 0; org < out->n_schools; org++) {
        out->by_org[org].at = arena_array(arena, uint32_t, out->by_org[org].n + 1u);
        out->by_org[org].n = 0;
    }
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        ValueIndex *index = &out->by_org[analysis->values[i].org];
        index->at[index->n++] = i;
        if (i % REST_VALUES == 0) analysis_rest(analysis);
    }
}

void evidence_gather(Analysis *analysis, Evidence *out, Arena *arena)
{
    Layout layout = lay_out(analysis, arena);
    *out = (Evidence){ .n_schools = analysis->schools.n, .schools = arena_array(arena, SchoolUnit, analysis->schools.n), .n_channels = layout.n_indicators,
        .null = arena_array(arena, ChannelNull, layout.n_indicators) };
    gather_schools(analysis, &layout, out, arena);
    gather_classes(analysis, &layout, out, arena);
    uint32_t most = 0;
    for (uint32_t i = 0; i < out->n_schools; i++) most = out->schools[i].n_classes > most ? out->schools[i].n_classes : most;
    double *p = arena_array(arena, double, (most + 1u) * 2u);
    for (uint32_t i = 0; i < out->n_schools; i++) {
        out->schools[i].p = school_p(&out->schools[i], out, true, p, p + most + 1);
        out->schools[i].p_signs = school_p(&out->schools[i], out, false, p, p + most + 1);
    }
    index_values(analysis, out, arena);
}
