/* The body of the E-step for one width of vectors, included once a width by irt_estep.c: LANES floats in each, NAME(x) its functions, TARGET their attribute.
 * Lanes never meet but in the sum of a work, which is taken by fours in either width: the bits are the same. */
typedef float NAME(Vector) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint32_t NAME(Bits) __attribute__((vector_size(4 * LANES)));

TARGET static inline NAME(Vector) NAME(spread)(float x) { return (NAME(Vector)){ 0 } + x; }
TARGET static inline NAME(Vector) NAME(larger)(NAME(Vector) a, NAME(Vector) b)
{
    NAME(Bits) take = (NAME(Bits))(a > b);
    return (NAME(Vector))((take & (NAME(Bits))a) | (~take & (NAME(Bits))b));
}

/* e^x for x <= 0 to 2e-7; under -87 that of -87. Cephes' polynomial after the power of two is split off. */
TARGET static inline NAME(Vector) NAME(exp_below_zero)(NAME(Vector) x)
{
    const NAME(Vector) magic = NAME(spread)(12582912.f); /* 1.5 * 2^23: adding it rounds to an integer, which stands in the low bits */
    x = NAME(larger)(x, NAME(spread)(-87.f));
    NAME(Vector) shifted = x * 1.44269504f + magic, n = shifted - magic;
    NAME(Vector) r = x - n * .693359375f + n * 2.12194440e-4f;
    NAME(Vector) p = NAME(spread)(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.f;
    NAME(Bits) power = ((NAME(Bits))shifted << 23) + 0x3F800000u;
    return p * (NAME(Vector))power;
}

/* Adds one work's posterior to its rows; gives its log-likelihood. */
TARGET static double NAME(add_work)(const IrtWork *work, const uint8_t *x, const float *weight)
{
    enum { VECTORS = IRT_LANES / LANES, HELD = 8 /* accumulators that stay in registers */ };
    size_t at[LIMIT_TASKS];
    NAME(Vector) l[VECTORS], most = NAME(spread)(-1e30f);
    for (size_t j = 0; j < work->n_items; j++) at[j] = (work->rows.first[j] + (x[j] == IRT_MISSING ? work->items[j].m + 1u : x[j])) * IRT_LANES;
    for (size_t from = 0; from < VECTORS; from += HELD) {
        NAME(Vector) sum[HELD] = { 0 };
        for (size_t j = 0; j < work->n_items; j++) {
            const NAME(Vector) *row = (const NAME(Vector) *)(work->log_p + at[j]) + from;
            for (size_t v = 0; v < HELD; v++) sum[v] += row[v];
        }
        for (size_t v = 0; v < HELD; v++) {
            l[from + v] = sum[v];
            most = NAME(larger)(most, sum[v]);
        }
    }
    float top = most[0];
    for (size_t i = 1; i < LANES; i++)
        if (most[i] > top) top = most[i];
    for (size_t v = 0; v < VECTORS; v++) l[v] = ((const NAME(Vector) *)weight)[v] * NAME(exp_below_zero)(l[v] - top);
    Four total = { 0 };
    for (size_t v = 0; v < IRT_LANES / 4; v++) total += ((const Four *)l)[v];
    float sum = (total[0] + total[1]) + (total[2] + total[3]), scale = 1 / sum;
    for (size_t from = 0; from < VECTORS; from += HELD) {
        NAME(Vector) share[HELD];
        for (size_t v = 0; v < HELD; v++) share[v] = l[from + v] * scale;
        for (size_t j = 0; j < work->n_items; j++) {
            NAME(Vector) *row = (NAME(Vector) *)(work->block + at[j]) + from;
            for (size_t v = 0; v < HELD; v++) row[v] += share[v];
        }
    }
    return (double)top + log((double)sum);
}

#undef LANES
#undef NAME
#undef TARGET
