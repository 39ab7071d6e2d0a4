/* Sums of a column: the same as one score at a time, at every length and place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stats/column.h"
#include "stats/rng.h"

static ColumnSum one_by_one(const uint8_t *score, size_t n)
{
    ColumnSum out = { 0 };
    for (size_t i = 0; i < n; i++) {
        uint32_t points = score[i] < 200 ? score[i] : 0;
        if (score[i] != COLUMN_LEFT_OUT) out.n++;
        out.sum += points;
        out.squares += points * points;
    }
    return out;
}

static void same(const uint8_t *score, size_t n)
{
    ColumnSum fast = column_sum(score, n), slow = one_by_one(score, n);
    assert_int_equal(fast.n, slow.n);
    assert_int_equal(fast.sum, slow.sum);
    assert_int_equal(fast.squares, slow.squares);
}

static void every_length_and_place(void **state)
{
    (void)state;
    uint8_t score[300];
    for (size_t i = 0; i < sizeof score; i++) {
        Rng rng = rng_at(1, i, 1);
        uint32_t word = rng_below(&rng, 50);
        score[i] = (uint8_t)(word <= 40 ? word : 246 + word - 40); /* 247..255: the three kinds of nothing among them */
    }
    for (size_t from = 0; from < 40; from++)
        for (size_t n = 0; from + n <= sizeof score; n++) same(score + from, n);
}

static void the_largest_scores_fit(void **state)
{
    (void)state;
    static uint8_t score[(3u << 20) + 7];
    memset(score, 40, sizeof score);
    same(score, sizeof score);
    memset(score, COLUMN_LEFT_OUT, sizeof score);
    assert_int_equal(column_sum(score, sizeof score).n, 0);
    memset(score, 255, sizeof score);
    same(score, sizeof score);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_length_and_place), cmocka_unit_test(the_largest_scores_fit) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
