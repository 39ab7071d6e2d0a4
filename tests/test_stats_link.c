/* Linking: equal percentiles, mean-mean, Stocking and Lord. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "stats/link.h"

#define CLOSE(a, b, tolerance) assert_float_equal((a), (b), (tolerance))

static void test_equal_percentiles(void **state)
{
    (void)state;
    /* Kolen & Brennan's way by hand: rank of 2 is (1 + 3 + 3) / 18; on form 2 score 2 starts at 7/19 */
    const double f[] = { 1, 3, 6, 5, 2, 1 }, g[] = { 2, 5, 8, 3, 1 };
    double y[6], back[5], same[6];
    assert_true(link_equipercentile(f, 6, g, 5, y));
    CLOSE(y[0], -.5 + (.5 / 18) / (2. / 19), 1e-14);
    CLOSE(y[2], 1.5 + (7. / 18 - 7. / 19) / (8. / 19), 1e-14);
    for (size_t t = 1; t < 6; t++) assert_true(y[t] > y[t - 1]);
    CLOSE(link_percentile_rank(f, 6, 2), 7. / 18, 1e-15);
    assert_true(link_equipercentile(f, 6, f, 6, same));
    for (size_t t = 0; t < 6; t++) CLOSE(same[t], (double)t, 1e-13); /* onto itself: nothing moves */
    const double shifted[] = { 0, 0, 1, 3, 6, 5, 2, 1 }, twice[] = { 2, 6, 12, 10, 4, 2 };
    double z[8];
    assert_true(link_equipercentile(f, 6, shifted, 8, z));
    for (size_t t = 0; t < 6; t++) CLOSE(z[t], (double)t + 2, 1e-13);
    assert_true(link_equipercentile(twice, 6, g, 5, z)); /* counts or shares alike */
    for (size_t t = 0; t < 6; t++) CLOSE(z[t], y[t], 1e-13);
    /* symmetric: what 1 gives to 2, 2 gives back; here scores between are interpolated inside one point */
    assert_true(link_equipercentile(g, 5, f, 6, back));
    for (size_t t = 0; t < 5; t++) assert_true(back[t] > -.5 && back[t] < 5.5);
    const double empty[] = { 0, 0 }, point[] = { 0, 7 };
    assert_false(link_equipercentile(f, 6, empty, 2, y));
    assert_false(link_equipercentile(empty, 2, f, 6, y));
    assert_true(link_equipercentile(f, 6, point, 2, y));
    for (size_t t = 0; t < 6; t++) assert_true(y[t] >= .5 && y[t] <= 1.5);
    assert_true(link_equipercentile((const double[]){ 4, 0, 0 }, 3, g, 5, y)); /* above everybody: the upper end */
    CLOSE(y[2], 4.5, 0);
}

static void make(IrtItem from[4], IrtItem to[4], const LinkLine *line)
{
    for (size_t j = 0; j < 4; j++) {
        irt_item_plain(&from[j], (uint8_t)(1 + j));
        from[j].a = .7 + .3 * (double)j;
        for (size_t k = 0; k < from[j].m; k++) from[j].b[k] = .6 * (double)k - .4 * (double)j;
        to[j] = from[j];
        link_move(line, &to[j]);
    }
    from[3].points[4] = to[3].points[4] = 6;
}

static void test_common_tasks(void **state)
{
    (void)state;
    const LinkLine truth = { .slope = 1.3, .shift = -.45 };
    IrtItem from[4], to[4];
    LinkLine line;
    make(from, to, &truth);
    /* a moved task says the same at the moved level */
    CLOSE(irt_moments(&from[2], .8).e, irt_moments(&to[2], 1.3 * .8 - .45).e, 1e-13);
    assert_true(link_mean_mean(from, to, 4, &line));
    CLOSE(line.slope, 1.3, 1e-12);
    CLOSE(line.shift, -.45, 1e-12);
    assert_true(isnan(line.loss));
    assert_true(link_stocking_lord(from, to, 4, 1, &line));
    CLOSE(line.slope, 1.3, 1e-8);
    CLOSE(line.shift, -.45, 1e-8);
    assert_true(line.loss < 1e-15);
    /* with noise: least, and better than the moments */
    LinkLine moments;
    for (size_t j = 0; j < 4; j++) to[j].a *= 1 + .1 * (j % 2 == 0 ? 1 : -1);
    to[1].b[0] += .2;
    assert_true(link_mean_mean(from, to, 4, &moments) && link_stocking_lord(from, to, 4, 1, &line));
    assert_true(fabs(line.slope - 1.3) < .2 && line.loss > 0 && line.loss < .05);
    /* the other order of tasks gives the same line */
    IrtItem turned_from[4], turned_to[4];
    for (size_t j = 0; j < 4; j++) {
        turned_from[j] = from[3 - j];
        turned_to[j] = to[3 - j];
    }
    LinkLine turned;
    assert_true(link_stocking_lord(turned_from, turned_to, 4, 1, &turned));
    CLOSE(turned.slope, line.slope, 1e-8);
    CLOSE(turned.shift, line.shift, 1e-8);
    assert_false(link_mean_mean(from, to, 0, &line));
    for (size_t j = 0; j < 4; j++) to[j].a = -1;
    assert_false(link_mean_mean(from, to, 4, &line));
    assert_false(link_stocking_lord(from, to, 4, 1, &line));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_equal_percentiles), cmocka_unit_test(test_common_tasks) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
