/* Changed and re-marked scores: worked examples, definitions computed another way, drawn works, undefined cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "stats/rng.h"
#include "stats/tampering.h"

enum { J = 40 };
static IrtItem items[J];
static const IrtModel model = { J, items, 1 };

static void check_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) fail_msg("got %.15g, expected %.15g", got, expected);
}

static void make_items(uint8_t m)
{
    for (size_t j = 0; j < J; j++) {
        irt_item_plain(&items[j], m);
        items[j].a = 1 + .02 * (double)(j % 5);
        for (size_t k = 0; k < m; k++) items[j].b[k] = -2 + 4 * (double)j / J + .4 * (double)k;
    }
}

static uint8_t draw(Rng *rng, size_t j, double theta)
{
    double p[IRT_CATEGORIES], u = rng_uniform(rng);
    uint8_t k = 0;
    irt_probabilities(&items[j], theta, p);
    for (; k < items[j].m && u > p[k]; k++) u -= p[k];
    return k;
}

static void test_work_by_formula(void **state)
{
    (void)state;
    make_items(1);
    uint8_t first[J], final[J];
    for (size_t j = 0; j < J; j++) first[j] = final[j] = j < 22;
    final[30] = final[35] = 1; /* wrong to right */
    final[2] = 0;              /* right to wrong */
    final[5] = IRT_MISSING;
    TamperingWork work;
    tampering_work(&model, first, final, .3, &work);
    assert_true(work.n_changed == 3 && work.gained == 2 && work.lost == 1 && work.n_same == J - 4);
    double expected = 0, variance = 0, slope = 0, information = 0, p[3] = { 0 };
    const size_t changed[] = { 2, 30, 35 };
    for (size_t j = 0; j < J; j++) {
        double chance = 1 / (1 + exp(-items[j].a * (.3 - items[j].b[0]))), a = items[j].a;
        for (size_t c = 0; c < 3; c++)
            if (changed[c] == j) p[c] = chance;
        if (j == 2 || j == 30 || j == 35) {
            expected += chance;
            variance += chance * (1 - chance);
            slope += a * chance * (1 - chance);
        } else if (j != 5) information += a * a * chance * (1 - chance);
    }
    check_near(work.sum, 2, 0);
    TamperingEdi edi = tampering_edi(&work, 1);
    check_near(edi.edi, (2 - expected) / sqrt(variance), 1e-12);
    check_near(edi.edi_corrected, (1.5 - expected) / sqrt(variance), 1e-12);
    check_near(edi.edi_ts, (2 - expected) / sqrt(variance + slope * slope / information), 1e-12);
    check_near(work.gbt, p[0] * p[1] * p[2] + (1 - p[0]) * p[1] * p[2] + p[0] * (1 - p[1]) * p[2] + p[0] * p[1] * (1 - p[2]), 1e-12);
    TamperingWork own;
    tampering_work(&model, first, final, NAN, &own); /* theta from the unchanged tasks */
    assert_true(own.theta > 0 && own.theta < 1.5 && isfinite(own.l));
    tampering_work(&model, first, first, NAN, &own);
    edi = tampering_edi(&own, 1);
    assert_true(own.n_changed == 0 && isnan(edi.edi) && isnan(own.l) && isnan(own.gbt) && edi.n_works == 0);
    for (size_t j = 0; j < J; j++) final[j] = !first[j];
    tampering_work(&model, first, final, NAN, &own); /* nothing stayed the same: no level to compare with */
    assert_true(isnan(own.theta) && isnan(tampering_edi(&own, 1).edi) && isnan(own.l));
}

/* Honest changes: drawn anew at the same level. Groups of works: EDI by Taylor and L near N(0, 1); tampering is seen. */
static void test_null_and_power(void **state)
{
    (void)state;
    for (uint8_t m = 1; m <= 2; m++) {
        make_items(m);
        enum { GROUPS = 150, N = 20 };
        double squares = 0, sum = 0, l_squares = 0, n_l = 0;
        for (size_t g = 0; g < GROUPS; g++) {
            TamperingWork works[N], helped[N];
            for (size_t i = 0; i < N; i++) {
                Rng rng = rng_at(17, g * N + i, m);
                double theta = .8 * rng_normal(&rng);
                uint8_t first[J], final[J], raised[J];
                for (size_t j = 0; j < J; j++) first[j] = final[j] = raised[j] = draw(&rng, j, theta);
                for (size_t c = 0; c < 6; c++) { /* a changed answer is a new draw that differs in name; scores show it only when they differ */
                    size_t j = rng_below(&rng, J);
                    final[j] = draw(&rng, j, theta);
                    first[j] = final[j] == 0 ? 1 : (uint8_t)(final[j] - 1);
                    if (raised[j] < m) raised[j] = m;
                }
                tampering_work(&model, first, final, NAN, &works[i]);
                tampering_work(&model, final, raised, NAN, &helped[i]);
                if (!isnan(works[i].l)) {
                    l_squares += works[i].l * works[i].l;
                    n_l++;
                }
            }
            TamperingEdi edi = tampering_edi(works, N);
            sum += edi.edi_ts;
            squares += edi.edi_ts * edi.edi_ts;
            assert_true(fabs(edi.edi_ts) <= fabs(edi.edi) && edi.edi_corrected < edi.edi);
            assert_true(tampering_edi(helped, N).edi > 3);
        }
        check_near(sum / GROUPS, 0, .35);
        check_near(squares / GROUPS, 1, .35);
        check_near(l_squares / n_l, 1, .25);
    }
}

static void test_l_by_search(void **state)
{
    (void)state;
    make_items(2);
    Rng rng = rng_at(5, 0, 0);
    uint8_t first[J], final[J];
    for (size_t j = 0; j < J; j++) first[j] = final[j] = draw(&rng, j, -.3);
    for (size_t j = 30; j < 38; j++) final[j] = (uint8_t)(1 + j % 2), first[j] = (uint8_t)(j % 2);
    TamperingWork work;
    tampering_work(&model, first, final, NAN, &work);
    double best[3] = { -INFINITY, -INFINITY, -INFINITY }; /* same, changed, all by grid */
    for (double theta = -4; theta <= 4; theta += .0005) {
        double l[3] = { 0 }, log_p[IRT_CATEGORIES];
        for (size_t j = 0; j < J; j++) {
            irt_log_probabilities(&items[j], theta, log_p);
            l[first[j] != final[j]] += log_p[final[j]];
            l[2] += log_p[final[j]];
        }
        for (size_t c = 0; c < 3; c++) best[c] = fmax(best[c], l[c]);
    }
    check_near(work.l, sqrt(2 * (best[0] + best[1] - best[2])), 1e-4);
    assert_true(work.l > 1 && isnan(work.gbt)); /* three categories: no count of gains */
}

static void test_remarking(void **state)
{
    (void)state;
    const double first[] = { 10, 12, 14, 9, 11, 10, NAN }, second[] = { 9, 12, 12, 10, 10, 9, 5 };
    Remark r = remark_count(first, second, 7);
    assert_true(r.n == 6 && r.first_higher == 4 && r.second_higher == 1);
    check_near(r.shift, -4. / 6, 1e-12);
    check_near(remark_direction(&r, .5), 1. / 32 + 5. / 64, 1e-12); /* P(5) + P(4) / 2 of five coins */
    Remark other = remark_count(second, first, 7);
    check_near(remark_direction(&r, .3) + remark_direction(&other, .7), 1, 1e-12);
    assert_true(remark_direction(&r, .8) > remark_direction(&r, .5)); /* the region errs the same way */
    Remark none = remark_count(first, first, 7), empty = remark_count(first, second, 0);
    assert_true(isnan(remark_direction(&none, .5)) && none.shift == 0 && isnan(empty.shift) && isnan(empty.sd));
    /* Fisher's tea: 3 of 4 against 1 of 4, R gives .2429 and .4857 */
    RemarkFisher tea = remark_fisher(&(RemarkBoundary){ 3, 1, 1, 3 });
    check_near(tea.p, 17. / 70, 1e-12);
    check_near(tea.two_sided, 34. / 70, 1e-12);
    assert_true(isnan(remark_fisher(&(RemarkBoundary){ 0, 0, 3, 4 }).p));
    check_near(remark_fisher(&(RemarkBoundary){ 0, 5, 0, 5 }).p, 1, 1e-12);
    RemarkBoundary b = { 0 };
    const double was[] = { 10, 11, 12, 9, 8, 7, 10, 9 }, is[] = { 9, 10, 5, 10, 8, 12, 10, NAN };
    remark_boundary(was, is, 8, 10, &b);
    assert_true(b.fell == 1 && b.stayed_on == 2 && b.rose == 1 && b.stayed_short == 1);
}

static void test_shrinkage(void **state)
{
    (void)state;
    Remark groups[3] = { { 10, 5, 1, -1, 1 }, { 30, 5, 5, 0, 1 }, { 0, 0, 0, NAN, NAN } };
    RemarkSpread spread;
    double shrunk[3] = { 7, 7, 7 };
    assert_true(remark_shrink(groups, 3, &spread, shrunk));
    check_near(spread.mean, -.25, 1e-12);
    check_near(spread.s2, 1, 1e-12);
    check_near(spread.tau2, (7.5 - 1) / (40 - 1000. / 40), 1e-12);
    double w = 10 * spread.tau2 / (10 * spread.tau2 + 1);
    check_near(shrunk[0], -.25 - .75 * w, 1e-12);
    assert_true(isnan(shrunk[2]) && shrunk[1] < 0 && shrunk[1] > -.25);
    assert_false(remark_shrink(groups, 1, &spread, shrunk));
    groups[0].shift = groups[1].shift = .2; /* no spread between: all at the mean */
    assert_true(remark_shrink(groups, 2, &spread, shrunk) && spread.tau2 == 0 && fabs(shrunk[0] - .2) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_work_by_formula), cmocka_unit_test(test_null_and_power), cmocka_unit_test(test_l_by_search), cmocka_unit_test(test_remarking),
        cmocka_unit_test(test_shrinkage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
