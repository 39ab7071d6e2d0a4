#include "stats/column.h"

#include <string.h>

/* Whole numbers: the same sums by either way. */
#ifdef __SSE2__
#include <emmintrin.h>

#define LANES 16u

typedef struct Lanes { __m128i left_out, sum, squares; } Lanes;

static inline void add(Lanes *to, __m128i scores)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i is_points = _mm_cmpeq_epi8(_mm_min_epu8(scores, _mm_set1_epi8((char)199)), scores);
    __m128i points = _mm_and_si128(scores, is_points), low = _mm_unpacklo_epi8(points, zero), high = _mm_unpackhi_epi8(points, zero);
    __m128i left_out = _mm_and_si128(_mm_cmpeq_epi8(scores, _mm_set1_epi8((char)COLUMN_LEFT_OUT)), _mm_set1_epi8(1));
    to->left_out = _mm_add_epi64(to->left_out, _mm_sad_epu8(left_out, zero));
    to->sum = _mm_add_epi64(to->sum, _mm_sad_epu8(points, zero));
    to->squares = _mm_add_epi32(to->squares, _mm_add_epi32(_mm_madd_epi16(low, low), _mm_madd_epi16(high, high)));
}

static inline uint64_t both(__m128i pair)
{
    return (uint64_t)_mm_cvtsi128_si64(pair) + (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(pair, pair));
}

/* The last `rest` scores of n, under LANES of them, beside zeros of nobody. */
static inline __m128i rest_of(const uint8_t *score, size_t n, size_t rest)
{
    static const uint8_t keep[2 * LANES] = { [LANES] = 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
    if (n >= LANES) /* scores that were counted stand before them */
        return _mm_and_si128(_mm_loadu_si128((const __m128i *)(const void *)(score + n - LANES)), _mm_loadu_si128((const __m128i *)(const void *)(keep + rest)));
    uint8_t few[LANES] = { 0 };
    for (size_t k = 0; k < n; k++) few[k] = score[k];
    return _mm_loadu_si128((const __m128i *)(const void *)few);
}

/* At most 2^20 scores: squares of 40 points fill 32 bits of a lane after ten times as many. */
static ColumnSum sum_stretch(const uint8_t *score, size_t n)
{
    const __m128i zero = _mm_setzero_si128();
    Lanes lanes = { zero, zero, zero };
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) add(&lanes, _mm_loadu_si128((const __m128i *)(const void *)(score + i)));
    if (i < n) add(&lanes, rest_of(score, n, n - i));
    __m128i squares = _mm_add_epi64(_mm_unpacklo_epi32(lanes.squares, zero), _mm_unpackhi_epi32(lanes.squares, zero));
    return (ColumnSum){ .n = (uint32_t)(n - both(lanes.left_out)), .sum = (uint32_t)both(lanes.sum), .squares = both(squares) };
}
#else
static ColumnSum sum_stretch(const uint8_t *score, size_t n)
{
    ColumnSum out = { 0 };
    for (size_t i = 0; i < n; i++) {
        uint32_t points = score[i] < 200 ? score[i] : 0;
        out.n += score[i] != COLUMN_LEFT_OUT;
        out.sum += points;
        out.squares += points * points;
    }
    return out;
}
#endif

#define STRETCH ((size_t)1 << 20)

ColumnSum column_sum(const uint8_t *score, size_t n)
{
    ColumnSum out = { 0 };
    for (size_t from = 0; from < n; from += STRETCH) {
        ColumnSum part = sum_stretch(score + from, n - from < STRETCH ? n - from : STRETCH);
        out.n += part.n;
        out.sum += part.sum;
        out.squares += part.squares;
    }
    return out;
}
