#include "web/web_stats.h"

#include <math.h>
#include <sys/mman.h>

#include "web/stats_.h"

static const double FIRST_MS = 0.05;

static WebSlot alone;
static WebSlot *shared = &alone;
static uint32_t n_shared = 1;

WebSlot *stats_share(uint32_t n)
{
    void *at = mmap(NULL, n * sizeof(WebSlot), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return NULL;
    shared = at;
    n_shared = n;
    return shared;
}

WebSlot *stats_slots(uint32_t *n)
{
    *n = n_shared;
    return shared;
}

void stats_count(WebSlot *slot, RouteClass class, int status, int64_t taken_us)
{
    double ms = (double)taken_us / 1000;
    double bucket = ms <= FIRST_MS ? 0 : ceil(4 * log2(ms / FIRST_MS));
    slot->buckets[class][bucket < STATS_BUCKETS ? (uint32_t)bucket : STATS_BUCKETS - 1]++;
    if ((uint64_t)taken_us > slot->most_us[class]) slot->most_us[class] = (uint64_t)taken_us;
    slot->n_requests++;
    if (status >= 500) slot->n_5xx++;
    if (status == 503) slot->n_503++;
}

/* Upper bound of the bucket in which the share of requests lies. */
static double quantile_ms(const uint64_t *buckets, uint64_t n, double share)
{
    uint64_t wanted = (uint64_t)ceil((double)n * share), sum = 0;
    for (uint32_t b = 0; b < STATS_BUCKETS; b++)
        if ((sum += buckets[b]) >= wanted) return FIRST_MS * exp2(b / 4.0);
    return FIRST_MS * exp2((STATS_BUCKETS - 1) / 4.0);
}

WebFigures web_figures(void)
{
    WebFigures out = { 0 };
    uint64_t buckets[N_ROUTE_CLASSES][STATS_BUCKETS] = { { 0 } };
    for (uint32_t i = 0; i < n_shared; i++) {
        WebSlot *slot = &shared[i];
        out.n_workers += slot->alive;
        out.n_connections += slot->n_connections;
        out.n_requests += slot->n_requests;
        out.n_refused += slot->n_refused;
        out.n_5xx += slot->n_5xx;
        out.n_503 += slot->n_503;
        out.n_hashed += slot->n_hashed;
        out.n_restarts += slot->n_restarts;
        for (uint32_t c = 0; c < N_ROUTE_CLASSES; c++) {
            for (uint32_t b = 0; b < STATS_BUCKETS; b++) buckets[c][b] += slot->buckets[c][b];
            out.classes[c].most_ms = fmax(out.classes[c].most_ms, (double)slot->most_us[c] / 1000);
        }
    }
    for (uint32_t c = 0; c < N_ROUTE_CLASSES; c++) {
        RouteFigures *figures = &out.classes[c];
        for (uint32_t b = 0; b < STATS_BUCKETS; b++) figures->n += buckets[c][b];
        if (figures->n == 0) continue;
        figures->p50_ms = quantile_ms(buckets[c], figures->n, .5);
        figures->p95_ms = quantile_ms(buckets[c], figures->n, .95);
    }
    return out;
}
