/* How results change from year to year: of the region, and of each school against the region. The federal marker of the same children stands in cohort.c. */
#include "conclude/conclude.h"

#include <math.h>

#define Z95       1.959963984540054
#define OWN_PRIOR 10.0 /* works of the region's spread that are added to a school's own: five works of one class say little of how they differ */

/* One school's figure in one year. */
typedef struct Point { double n, y, variance; } Point;
typedef struct Pair { uint32_t org; Point from, to; } Pair;

static Point point_of(const PriorSchool *school, bool pass)
{
    double n = school->n, p = school->pass;
    if (!pass) return (Point){ n, school->share, school->variance };
    return (Point){ n, p, n > 1 ? n / (n - 1) * p * (1 - p) : NAN };
}

/* Schools that have both works, by code. */
static Pair *pairs_of(const Prior *from, const Prior *to, bool pass, uint32_t *n_out, Arena *arena)
{
    Pair *pairs = arena_array(arena, Pair, from->n_orgs + 1u);
    uint32_t n = 0;
    for (uint32_t org = 0; org < from->n_orgs; org++) {
        if (from->schools[org].n == 0 || to->schools[org].n == 0) continue;
        pairs[n++] = (Pair){ .org = org, .from = point_of(&from->schools[org], pass), .to = point_of(&to->schools[org], pass) };
    }
    *n_out = n;
    return pairs;
}

/* Variance between works inside schools, all schools together. */
static double within(const Pair *pairs, uint32_t n, bool to)
{
    double sum = 0, df = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Point *point = to ? &pairs[i].to : &pairs[i].from;
        if (isnan(point->variance)) continue;
        sum += (point->n - 1) * point->variance;
        df += point->n - 1;
    }
    return df > 0 ? sum / df : NAN;
}

/* Of a school's mean. */
static double chance(const Point *point, double region)
{
    double own = isnan(point->variance) ? 0 : (point->n - 1) * point->variance, df = point->n - 1;
    return (own + OWN_PRIOR * region) / (df + OWN_PRIOR) / point->n;
}

/* Means over works, and the variance of their difference by linearisation with schools as units: both years of a school stand in one term, so it does not matter
 * how far its children are the same. source Woodruff 1971, JASA 66:411 */
static ChangeOfAll change_of_all(const Pair *pairs, uint32_t n)
{
    ChangeOfAll all = { .known = true, .low = NAN, .high = NAN, .scale = 1 };
    double works_from = 0, works_to = 0, squares = 0;
    for (uint32_t i = 0; i < n; i++) {
        works_from += pairs[i].from.n;
        works_to += pairs[i].to.n;
        all.from += pairs[i].from.n * pairs[i].from.y;
        all.to += pairs[i].to.n * pairs[i].to.y;
    }
    all.from /= works_from;
    all.to /= works_to;
    all.change = all.to - all.from;
    for (uint32_t i = 0; i < n; i++) {
        double term = pairs[i].to.n / works_to * (pairs[i].to.y - all.to) - pairs[i].from.n / works_from * (pairs[i].from.y - all.from);
        squares += term * term;
    }
    if (n < FUNNEL_MIN_SCHOOLS) return all;
    double reach = Z95 * sqrt(squares * n / (n - 1.0));
    all.low = all.change - reach;
    all.high = all.change + reach;
    return all;
}

static bool is_told(const Pair *pair) { return pair->from.n >= CHANGE_MIN_WORKS && pair->to.n >= CHANGE_MIN_WORKS; }

/* squares = tau2 + scale noise, a line through squared relative changes with weights of their own variance, by rounds; neither part below 0. */
static void fit_spread(const double *squares, const double *noise, uint32_t n, ChangeOfAll *all)
{
    all->tau2 = 0;
    all->scale = 1;
    for (int round = 0; round < 20; round++) {
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (uint32_t i = 0; i < n; i++) {
            double expected = all->tau2 + all->scale * noise[i], weight = 1 / (expected * expected);
            w += weight;
            x += weight * noise[i];
            y += weight * squares[i];
            xx += weight * noise[i] * noise[i];
            xy += weight * noise[i] * squares[i];
        }
        double spread = xx - x * x / w, scale = spread > 1e-9 * xx ? (xy - x * y / w) / spread : 0;
        all->scale = fmax(0, scale);
        all->tau2 = (y - all->scale * x) / w;
        if (all->tau2 >= 0) continue;
        all->tau2 = 0;
        all->scale = xy / xx;
    }
}

/* How far schools' changes lie from that of all. Chance by the spread of works is not the whole of it: classes of a school go together (scale above 1), and where the
 * children are the same, what is a pupil's own cancels in the change (below 1); codes do not tell how much, the schools together do. */
static void spread_of_changes(const Pair *pairs, uint32_t n, ChangeOfAll *all, Arena *arena)
{
    double *squares = arena_array(arena, double, (size_t)n * 2 + 1), *noise = squares + n, from = within(pairs, n, false), to = within(pairs, n, true);
    uint32_t told = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_told(&pairs[i])) continue;
        double relative = pairs[i].to.y - pairs[i].from.y - all->change;
        squares[told] = relative * relative;
        noise[told++] = chance(&pairs[i].from, from) + chance(&pairs[i].to, to);
    }
    bool possible = told >= FUNNEL_MIN_SCHOOLS;
    for (uint32_t i = 0; i < told; i++) possible = possible && noise[i] > 0;
    all->tau2 = all->scale = NAN;
    if (possible) fit_spread(squares, noise, told, all);
}

static ChangeOfSchool change_of_school(const Pair *pair, ChangeOfAll *all, double within_from, double within_to)
{
    ChangeOfSchool school = { .from = pair->from.y, .to = pair->to.y, .relative = pair->to.y - pair->from.y - all->change };
    double reach = Z95 * sqrt(all->tau2 + all->scale * (chance(&pair->from, within_from) + chance(&pair->to, within_to))); /* NaN where the spread is unknown */
    school.low = isnan(reach) ? NAN : fmax(school.relative - reach, -1 - all->change); /* a share cannot change by more than 1 */
    school.high = isnan(reach) ? NAN : fmin(school.relative + reach, 1 - all->change);
    all->n_above += school.low > 0;
    all->n_below += school.high < 0;
    return school;
}

/* One measure: of all, and of the schools that are told of. */
static ChangeOfAll measure(const Prior *from, const Prior *to, bool pass, ChangeSchool *schools, Arena *arena)
{
    uint32_t n, told = 0;
    const Pair *pairs = pairs_of(from, to, pass, &n, arena);
    ChangeOfAll all = change_of_all(pairs, n);
    spread_of_changes(pairs, n, &all, arena);
    double within_from = within(pairs, n, false), within_to = within(pairs, n, true);
    for (uint32_t i = 0; i < n; i++) {
        if (!is_told(&pairs[i])) continue;
        ChangeOfSchool school = change_of_school(&pairs[i], &all, within_from, within_to);
        if (pass) schools[told++].pass = school;
        else schools[told++].share = school;
    }
    return all;
}

static Change change_between(const Prior *const *figures, uint32_t from, uint32_t to, ChangeKind kind, Arena *arena)
{
    const Prior *a = figures[from], *b = figures[to];
    Change change = { .kind = kind, .from = from, .to = to };
    ChangeSchool *schools = arena_array(arena, ChangeSchool, a->n_orgs + 1u);
    for (uint32_t org = 0; org < a->n_orgs; org++) {
        if (a->schools[org].n == 0 || b->schools[org].n == 0) continue;
        change.n_all++;
        change.works_from += a->schools[org].n;
        change.works_to += b->schools[org].n;
        if (a->schools[org].n < CHANGE_MIN_WORKS || b->schools[org].n < CHANGE_MIN_WORKS) continue;
        ChangeOfSchool none = { NAN, NAN, NAN, NAN, NAN };
        schools[change.n++] = (ChangeSchool){ .org = org, .n_from = a->schools[org].n, .n_to = b->schools[org].n, .share = none, .pass = none };
    }
    change.schools = schools;
    if (change.n_all == 0) return change;
    change.share = measure(a, b, false, schools, arena);
    if (a->procedure->blueprint->cutoffs_known && b->procedure->blueprint->cutoffs_known) change.pass = measure(a, b, true, schools, arena);
    return change;
}

void cohort_changes(const Prior *const *figures, uint32_t n, Arena *arena, Change **out, uint32_t *n_out)
{
    Change *changes = arena_array(arena, Change, (size_t)n * 2 + 1);
    uint32_t n_changes = 0;
    for (int kind = CHANGE_SAME_GRADE; kind <= CHANGE_SAME_CHILDREN; kind++)
        for (uint32_t from = 0; from < n; from++) {
            uint32_t to = prior_find(figures, n, figures[from]->procedure, 1, kind == CHANGE_SAME_CHILDREN ? 1 : 0);
            if (to == UINT32_MAX) continue;
            Change change = change_between(figures, from, to, (ChangeKind)kind, arena);
            if (change.n_all > 0) changes[n_changes++] = change; /* schools that changed their logins have no year before */
        }
    *out = changes;
    *n_out = n_changes;
}
