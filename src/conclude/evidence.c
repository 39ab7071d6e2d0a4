/* Pooling: inside a family over works, Cauchy over families, Cauchy of the school and its classes (statistics.md A12). */
#include <math.h>
#include <stdlib.h>

#include "conclude/evidence_.h"
#include "stats/multiple.h"

#define POOLED_WEIGHT 0.5  /* of the school as a whole; its classes share the other half, so that many classes do not drown the pooled evidence */
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

/* What pools in one family of one unit. */
typedef struct Pool { uint32_t n, n_works; double evidence, *p; } Pool;

static void pool_add(Pool *pool, const Value *value)
{
    bool usable = value->silence == SPEAKS || value->silence == SILENT_TOO_FEW;
    if (!usable || isnan(value->midp)) return;
    pool->p[pool->n++] = value->midp;
    pool->n_works += value->n;
    pool->evidence += value->extra[EXTRA_EVIDENCE];
}

/* Cut-offs of different works are independent given the school: Fisher. Journal marks of different subjects are not, one teacher gives them in a primary school
 * and a strict school is strict everywhere: Cauchy, which holds under dependence (Fisher gave 8–10 % of honest simulated schools under .05). */
static double pool_p(const Pool *pool, Family family, uint32_t smallest_n)
{
    if (pool->evidence < smallest_n) return NAN;
    return family == FAMILY_JOURNAL ? multiple_cauchy(pool->p, NULL, pool->n) : multiple_fisher(pool->p, pool->n);
}

static const Indicator *indicator_of_family(Family family)
{
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++)
        if ((*at)->family == family && (*at)->role == ROLE_SIGN) return *at;
    return NULL;
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

/* The exact absolute test is never corrected (statistics.md D2); what is measured against the region's own habit is, once several works are pooled:
 * schools that lift a little more than others do so in every work (without it 18 % of real schools lay under .05). */
static FamilyNull family_null(const Analysis *analysis, Family family, const double *p, uint32_t n, Arena *arena)
{
    uint32_t n_habit = 0, n_z = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Norm *norm = analysis->procedures[i].norm;
        n_habit += norm != NULL && norm->honest != NULL && norm->lifting_is_ordinary;
    }
    FamilyNull null = { .applies = family == FAMILY_THRESHOLD && n_habit > 0 && analysis->n_procedures > 1, .scale = USUAL_SCALE };
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

static double beyond(const FamilyNull *null, double p)
{
    return isnan(p) || !null->applies ? p : multiple_null_p(multiple_z(p), (MultipleNull){ null->centre, null->scale });
}

/* pools: of this family, one school every N_FAMILIES */
static void pool_family(Analysis *analysis, Evidence *out, Family family, const Pool *pools, uint32_t smallest_n, const char *id, Arena *arena)
{
    double *p = arena_array(arena, double, out->n_schools + 1u);
    for (uint32_t org = 0; org < out->n_schools; org++) p[org] = pool_p(&pools[(size_t)org * N_FAMILIES], family, smallest_n);
    out->null[family] = family_null(analysis, family, p, out->n_schools, arena);
    for (uint32_t org = 0; org < out->n_schools; org++) {
        SchoolUnit *school = &out->schools[org];
        const Pool *pool = &pools[(size_t)org * N_FAMILIES];
        school->pooled[family] = NOT_POOLED;
        school->family_p[family] = beyond(&out->null[family], p[org]);
        if (isnan(p[org]) || pool->n < 2) continue;
        school->pooled[family] = analysis->n_values;
        analysis->values[analysis->n_values++] = pooled_value(id, org, pool, school->family_p[family]);
    }
}

static void gather_schools(Analysis *analysis, const Layout *layout, Evidence *out, Arena *arena)
{
    uint32_t n_orgs = analysis->schools.n, n_procedures = analysis->n_procedures;
    Pool *pools = arena_array(arena, Pool, (size_t)n_orgs * N_FAMILIES);
    const char *id[N_FAMILIES] = { 0 };
    for (size_t i = 0; i < (size_t)n_orgs * N_FAMILIES; i++)
        if (indicator_of_family((Family)(i % N_FAMILIES)) != NULL) pools[i].p = arena_array(arena, double, n_procedures + 1u);
    bool *modelled = arena_array(arena, bool, n_orgs);
    for (uint32_t i = 0; i < n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        const Norm *norm = analysis->procedures[i].norm;
        for (uint32_t k = 0; k < layout->n_indicators; k++) {
            const Indicator *indicator = indicator_registry[k];
            const Value *values = analysis->values + layout->first[i * layout->n_indicators + k];
            bool counts = indicator_counts(indicator, norm);
            if (counts) id[indicator->family] = indicator->id;
            for (uint32_t s = 0; s < frame->n_schools; s++) {
                SchoolUnit *school = &out->schools[values[s].org];
                if (k == 0) school->n_works += frame->schools[s].n;
                if (counts) {
                    pool_add(&pools[(size_t)values[s].org * N_FAMILIES + indicator->family], &values[s]);
                    modelled[values[s].org] |= values[s].silence == SPEAKS && norm != NULL && (indicator->family != FAMILY_THRESHOLD || norm->honest != NULL);
                    school->n_values += values[s].silence == SPEAKS;
                } else if (indicator->role == ROLE_ATTENTION && values[s].silence == SPEAKS) {
                    school->n_values++;
                    school->n_mean++;
                    school->mean_alone |= values[s].z > MEAN_LIMIT;
                }
            }
        }
    }
    for (uint32_t org = 0; org < n_orgs; org++) out->schools[org].exact_only = !modelled[org];
    for (int f = 0; f < N_FAMILIES; f++) {
        const Indicator *indicator = indicator_of_family((Family)f);
        if (indicator != NULL) pool_family(analysis, out, (Family)f, &pools[f], indicator->smallest_n, id[f], arena);
        for (uint32_t org = 0; org < n_orgs && indicator == NULL; org++) {
            out->schools[org].family_p[f] = NAN;
            out->schools[org].pooled[f] = NOT_POOLED;
        }
    }
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

static ClassUnit gather_class(const Analysis *analysis, const Layout *layout, const FamilyNull *null, const ClassRow *rows, uint32_t n, double *scratch)
{
    ClassUnit unit = { .org = rows->org, .year = rows->year, .grade = rows->grade, .label = rows->label, .procedure = rows->procedure, .class_index = rows->class_index, .q = NAN };
    double p[N_FAMILIES];
    size_t n_p = 0;
    for (uint32_t i = 0; i < n; i++) unit.n_works += analysis->procedures[rows[i].procedure].frame->classes[rows[i].class_index].n;
    for (int f = 0; f < N_FAMILIES; f++) {
        Pool pool = { .p = scratch };
        uint32_t smallest_n = 0;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < layout->n_indicators; k++) {
                const Indicator *indicator = indicator_registry[k];
                const ProcedureAnalysis *procedure = &analysis->procedures[rows[i].procedure];
                if (indicator->family != (Family)f || !indicator->for_classes || !indicator_counts(indicator, procedure->norm)) continue;
                const Value *value = &analysis->values[layout->first[rows[i].procedure * layout->n_indicators + k] + procedure->frame->n_schools + rows[i].class_index];
                smallest_n = indicator->smallest_n;
                unit.n_values += value->silence == SPEAKS;
                pool_add(&pool, value);
            }
        unit.family_p[f] = pool.n > 0 ? beyond(&null[f], pool_p(&pool, (Family)f, smallest_n)) : NAN;
        p[n_p++] = unit.family_p[f];
    }
    unit.p = multiple_cauchy(p, NULL, n_p);
    return unit;
}

/* Only where a grade has several classes: the only class is the school itself. Works without a class among them are no class, and count in the school alone. */
static void gather_classes(const Analysis *analysis, const Layout *layout, Evidence *out, Arena *arena)
{
    uint32_t n;
    const ClassRow *rows = class_rows(analysis, &n, arena);
    double *scratch = arena_array(arena, double, (size_t)analysis->n_procedures * layout->n_indicators + 1);
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
        }
    }
}

static double school_p(const SchoolUnit *school, const Evidence *evidence, double *p, double *weight)
{
    double pooled = multiple_cauchy(school->family_p, NULL, N_FAMILIES);
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
    for (uint32_t i = 0; i < analysis->n_values; i++) out->by_org[analysis->values[i].org].n++;
    for (uint32_t org = 0; org < out->n_schools; org++) {
        out->by_org[org].at = arena_array(arena, uint32_t, out->by_org[org].n + 1u);
        out->by_org[org].n = 0;
    }
    for (uint32_t i = 0; i < analysis->n_values; i++) {
        ValueIndex *index = &out->by_org[analysis->values[i].org];
        index->at[index->n++] = i;
    }
}

void evidence_gather(Analysis *analysis, Evidence *out, Arena *arena)
{
    *out = (Evidence){ .n_schools = analysis->schools.n, .schools = arena_array(arena, SchoolUnit, analysis->schools.n) };
    Layout layout = lay_out(analysis, arena);
    gather_schools(analysis, &layout, out, arena);
    gather_classes(analysis, &layout, out, arena);
    uint32_t most = 0;
    for (uint32_t i = 0; i < out->n_schools; i++) most = out->schools[i].n_classes > most ? out->schools[i].n_classes : most;
    double *p = arena_array(arena, double, (most + 1u) * 2u);
    for (uint32_t i = 0; i < out->n_schools; i++) out->schools[i].p = school_p(&out->schools[i], out, p, p + most + 1);
    index_values(analysis, out, arena);
}
