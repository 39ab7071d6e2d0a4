/* Pairs of a class by the totals alone. */
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "stats/similarity.h"

#define SMALL_S .02 /* statistics.md A6 */
#define BEYOND  .5  /* of omega beyond the class's common one: a third of copies was found in 79 classes of 100 at p = .05, from 1 in 78, from 1.5 in 73 */

size_t similarity_table_size(const IrtTable *table) { return 2 * table->n_totals * table->n_totals; }

void similarity_table(const IrtTable *table, const IrtItem *items, double *memory, SimilarityTable *out)
{
    size_t n = table->n_totals;
    *out = (SimilarityTable){ .table = table, .items = items, .mean = memory, .scale = memory + n * n };
    irt_pair_table(table, out->mean, out->scale);
    for (size_t i = 0; i < n * n; i++) {
        bool speaks = out->scale[i] > 1e-14; /* NaN where a total cannot be */
        out->scale[i] = speaks ? 1 / sqrt(out->scale[i]) : 0;
        if (!speaks) out->mean[i] = 0;
    }
}

double similarity_gbt_by_total(const SimilarityTable *table, const uint8_t *x1, const uint8_t *x2, size_t t1, size_t t2)
{
    const IrtRows *rows = &table->table->rows;
    const double *p1 = table->table->p + t1 * rows->n, *p2 = table->table->p + t2 * rows->n;
    double q[LIMIT_TASKS], scratch[LIMIT_TASKS + 1];
    size_t matches = 0, n = table->table->n_items;
    for (size_t j = 0; j < n; j++) {
        double sum = 0;
        for (size_t row = rows->first[j]; row <= rows->first[j] + table->items[j].m; row++) sum += p1[row] * p2[row];
        q[j] = fmin(sum, 1);
        matches += x1[j] == x2[j];
    }
    return similarity_gbt(q, n, matches, scratch);
}

/* Works of a class that may speak: eight tasks a word, and the same in columns, a task after another, for sums over all pairs. */
typedef struct Packed {
    size_t n, n_words, n_items, stride; /* stride: n in whole vectors */
    unsigned padding;     /* bytes that always match */
    uint32_t *total, *at; /* at: number in the class */
    uint64_t *word;
    double *omega;        /* [room] of all pairs where they find room, else of one work with those after it */
    size_t room;
    uint8_t *column, *matches; /* [n_items][stride]; [stride] */
} Packed;

#define LANES     16
#define MOST_KEPT 40000 /* pairs: a third of a megabyte, all of 280 works */

static size_t words_of(size_t n_items) { return (n_items + 7) / 8; }
static size_t stride_of(size_t n_works) { return (n_works + LANES - 1) / LANES * LANES; }

static size_t room_of(size_t n_works)
{
    size_t pairs = n_works * n_works / 2, kept = pairs < MOST_KEPT ? pairs : MOST_KEPT;
    return kept > n_works ? kept : n_works;
}

size_t similarity_class_scratch_size(size_t n_works, size_t n_items)
{
    return n_works * (words_of(n_items) * 8 + 8) + room_of(n_works) * 8 + stride_of(n_works) * (n_items + 1) + 8;
}

static Packed pack(const SimilarityTable *table, const uint8_t *x, size_t n, void *scratch)
{
    size_t n_items = table->table->n_items, n_words = words_of(n_items), max = table->table->n_totals - 1;
    Packed out = { .n_words = n_words, .n_items = n_items, .padding = (unsigned)(n_words * 8 - n_items), .stride = stride_of(n), .room = room_of(n), .word = scratch };
    out.omega = (double *)(void *)(out.word + n * n_words);
    out.total = (uint32_t *)(void *)(out.omega + out.room);
    out.at = out.total + n;
    out.column = (uint8_t *)(out.at + n);
    out.matches = out.column + n_items * out.stride;
    for (size_t i = 0; i < n; i++) {
        uint8_t work[(LIMIT_TASKS + 7) / 8 * 8] = { 0 };
        size_t total = 0;
        for (size_t j = 0; j < n_items; j++) {
            work[j] = x[i * n_items + j] == IRT_MISSING ? 0 : x[i * n_items + j];
            total += table->items[j].points[work[j]];
        }
        if ((double)total >= SIMILARITY_FULL_SHARE * (double)max) continue;
        memcpy(out.word + out.n * n_words, work, n_words * 8);
        for (size_t j = 0; j < n_items; j++) out.column[j * out.stride + out.n] = work[j];
        out.total[out.n] = (uint32_t)total;
        out.at[out.n] = (uint32_t)i;
        out.n++;
    }
    return out;
}

/* Equal bytes of two packed works, padding among them. */
static inline unsigned count_equal(const uint64_t *a, const uint64_t *b, size_t n_words)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu, ones = 0x0101010101010101u;
    uint64_t sum = 0; /* a counter in each byte, n_words <= 15 */
    for (size_t w = 0; w < n_words; w++) {
        uint64_t d = a[w] ^ b[w];
        sum += (~(((d & low) + low) | d | low)) >> 7;
    }
    return (unsigned)((sum * ones) >> 56);
}

typedef uint8_t Bytes __attribute__((vector_size(LANES), aligned(1), may_alias));
typedef double Two __attribute__((vector_size(16), aligned(8), may_alias));
typedef int64_t TwoBits __attribute__((vector_size(16)));

/* omega[0, 1, …] of work i with every h > i. Matches are counted sixteen works at a time. */
static void omegas_of(const SimilarityTable *table, const Packed *works, size_t i, double *omega)
{
    const uint8_t *own = (const uint8_t *)(works->word + i * works->n_words);
    const double *mean = table->mean + works->total[i] * table->table->n_totals, *scale = table->scale + works->total[i] * table->table->n_totals;
    for (size_t from = (i + 1) / LANES * LANES; from < works->n; from += LANES) {
        Bytes sum = { 0 };
        for (size_t j = 0; j < works->n_items; j++) sum -= (Bytes)(*(const Bytes *)(works->column + j * works->stride + from) == own[j]);
        *(Bytes *)(works->matches + from) = sum;
    }
    for (size_t h = i + 1; h < works->n; h++) omega[h - i - 1] = (works->matches[h] - mean[works->total[h]]) * scale[works->total[h]];
}

/* Sums over all pairs of the class: omega, and the square of what is over from. */
typedef struct PairSums { double omega, over, highest; } PairSums;

static void add_pair(PairSums *sums, double omega, double from)
{
    double over = omega > from ? omega - from : 0;
    sums->omega += omega;
    sums->over += over * over;
    if (omega > sums->highest) sums->highest = omega;
}

/* Four sums side by side, written out: the same order on every machine. */
static void add_pairs(PairSums *sums, const double *omega, size_t n, double from)
{
    Two all[2] = { { 0 } }, over[2] = { { 0 } }, highest = { sums->highest, sums->highest };
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t v = 0; v < 2; v++) {
            Two one = ((const Two *)(omega + i))[v], beyond = one - from;
            TwoBits higher = (TwoBits)(one > highest);
            beyond = (Two)((TwoBits)beyond & (TwoBits)(one > from));
            all[v] += one;
            over[v] += beyond * beyond;
            highest = (Two)((higher & (TwoBits)one) | (~higher & (TwoBits)highest));
        }
    all[0] += all[1];
    over[0] += over[1];
    sums->omega += all[0][0] + all[0][1];
    sums->over += over[0][0] + over[0][1];
    sums->highest = highest[0] > highest[1] ? highest[0] : highest[1];
    for (; i < n; i++) add_pair(sums, omega[i], from);
}

/* filled: omegas of all pairs stand in works already. */
static PairSums sum_pairs(const SimilarityTable *table, const Packed *works, double from, bool filled)
{
    PairSums sums = { .highest = -INFINITY };
    size_t n_pairs = works->n * (works->n - 1) / 2;
    double *omega = works->omega;
    if (n_pairs <= works->room) {
        for (size_t i = 0; !filled && i + 1 < works->n; omega += works->n - ++i) omegas_of(table, works, i, omega);
        add_pairs(&sums, works->omega, n_pairs, from);
        return sums;
    }
    for (size_t i = 0; i + 1 < works->n; i++) {
        omegas_of(table, works, i, omega);
        add_pairs(&sums, omega, works->n - i - 1, from);
    }
    return sums;
}

void similarity_class(const SimilarityTable *table, const uint8_t *x, size_t n, void *scratch, SimilarityClass *out)
{
    Packed works = pack(table, x, n, scratch);
    *out = (SimilarityClass){ .n_works = works.n, .s = NAN, .log_s = NAN, .highest = NAN, .common = NAN, .log_beyond = NAN };
    out->n_pairs = works.n * (works.n - (works.n > 0)) / 2;
    if (out->n_pairs == 0) return;
    double n_pairs = (double)out->n_pairs;
    PairSums sums = sum_pairs(table, &works, 1, false);
    out->s = sums.over / n_pairs;
    out->log_s = log(out->s + SMALL_S);
    out->highest = sums.highest;
    out->common = sums.omega / n_pairs;
    out->log_beyond = log(sum_pairs(table, &works, BEYOND + fmax(0, out->common), true).over / n_pairs + SMALL_S);
}

static uint32_t root_of(const uint32_t *group, uint32_t i)
{
    while (group[i] != i) i = group[i];
    return i;
}

size_t similarity_clusters(const SimilarityTable *table, const uint8_t *x, size_t n, double alpha, void *scratch, uint32_t *group)
{
    BUG_ON(!(alpha > 0 && alpha < 1));
    Packed works = pack(table, x, n, scratch);
    size_t n_totals = table->table->n_totals, n_clusters = 0;
    double least = .8 * sqrt(-log(alpha));
    for (size_t i = 0; i < n; i++) group[i] = (uint32_t)i;
    for (size_t i = 0; i < works.n; i++)
        for (size_t h = i + 1; h < works.n; h++) {
            const uint64_t *a = works.word + i * works.n_words, *b = works.word + h * works.n_words;
            size_t cell = works.total[i] * n_totals + works.total[h];
            unsigned matches = count_equal(a, b, works.n_words) - works.padding;
            if ((matches - table->mean[cell]) * table->scale[cell] < least) continue;
            uint32_t ri = root_of(group, works.at[i]), rh = root_of(group, works.at[h]);
            if (ri == rh || similarity_gbt_by_total(table, (const uint8_t *)a, (const uint8_t *)b, works.total[i], works.total[h]) >= alpha) continue;
            if (ri < rh) group[rh] = ri;
            else group[ri] = rh;
        }
    for (size_t i = 0; i < n; i++) group[i] = root_of(group, (uint32_t)i);
    for (uint32_t i = 0; i < n; i++) {
        if (group[i] != i) continue;
        for (size_t h = i + 1; h < n; h++)
            if (group[h] == i) {
                n_clusters++;
                break;
            }
    }
    return n_clusters;
}
