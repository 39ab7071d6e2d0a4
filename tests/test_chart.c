#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"
#include "gallery.h"
#include "markup.h"
#include "publish/chart/draw_.h"

static Arena *arena;
static Markup *m;
static Doc *doc;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    m = arena_one(arena, Markup);
    doc = doc_new(arena, STR("t"));
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Draws both ways and gives the twin's number of rows. */
static uint32_t check_chart(Chart chart)
{
    chart.title = STR("Находка");
    chart.reading = STR_EMPTY;
    chart.summary = STR("Что видно");
    Buf out;
    for (int standalone = 0; standalone < 2; standalone++) {
        buf_init(&out, 0);
        chart_svg(&chart, standalone, &out);
        assert_true(markup_read(buf_str(&out), m));
        assert_int_equal(m->n_odd_numbers, 0);
        assert_int_equal(m->n_unnamed_svgs, 0);
        assert_true((str_find(buf_str(&out), STR("<pattern")) != SIZE_MAX) == standalone);
        buf_free(&out);
    }
    Table *twin = chart_twin(&chart, doc);
    assert_true(twin->n_columns > 0 && twin->n_rows <= twin->max_rows);
    return twin->n_rows;
}

static Chart hist_of(uint16_t max, double works, bool all)
{
    double *observed = arena_array(arena, double, max + 1u);
    uint8_t *hatch = arena_array(arena, uint8_t, max + 1u);
    for (uint32_t s = 0; s <= max; s++) {
        observed[s] = works;
        hatch[s] = (uint8_t)(s % 3);
    }
    Chart chart = { .kind = "hist", .of.hist = { .max = max, .observed = observed, .hatch = hatch } };
    if (!all) return chart;
    chart.of.hist.expected = chart.of.hist.behind = observed;
    chart.of.hist.n_cutoffs = 3;
    chart.of.hist.cutoff[0] = max / 4;
    chart.of.hist.cutoff[1] = max / 2;
    chart.of.hist.cutoff[2] = max;
    chart.of.hist.n_notes = 2;
    chart.of.hist.notes[0].score = max;
    chart.of.hist.notes[0].head = chart.of.hist.notes[1].head = STR("очень длинная подпись, которой некуда поместиться на рисунке, но рисунок от этого не ломается никогда");
    chart.of.hist.notes[0].line = chart.of.hist.notes[1].line = STR("строка");
    return chart;
}

static void test_hist_extremes(void **state)
{
    (void)state;
    static const double works[] = { 0, 1, 24917, 1e12, NAN, INFINITY, -5 };
    static const uint16_t maxima[] = { 0, 1, 2, 20, 100, 1000 };
    for (size_t i = 0; i < N_OF(works); i++) {
        for (size_t k = 0; k < N_OF(maxima); k++) {
            for (int kind = 0; kind < 8; kind++) {
                Chart chart = hist_of(maxima[k], works[i], kind & 1);
                chart.of.hist.small = kind & 2;
                chart.of.hist.expected_as_dashes = kind & 4;
                assert_int_equal(check_chart(chart), maxima[k] + 1u);
            }
        }
    }
}

static void test_funnel_extremes(void **state)
{
    (void)state;
    static const double odd[] = { 0, 1, .5, NAN, INFINITY, -1, 1e9 };
    for (size_t i = 0; i < N_OF(odd); i++) {
        for (int kind = 0; kind < 4; kind++) {
            FunnelPoint points[3] = { { .label = STR("a"), .anchor = STR_EMPTY, .n = odd[i], .y = .5, .beyond = 9 }, { .label = STR("b"), .anchor = STR("#b"), .n = 1, .y = odd[i], .named = true },
                { .label = STR_EMPTY, .anchor = STR_EMPTY, .n = 40, .y = NAN, .too_few = true } };
            Chart chart = { .kind = "funnel", .of.funnel = { .n_points = kind & 2 ? 3 : 0, .points = points, .centre = odd[i], .phi_tau2 = odd[i], .is_share = kind & 1, .sd = odd[i],
                .y_title = STR_EMPTY, .centre_label = STR_EMPTY, .n_min = odd[i], .n_max = odd[i], .y_max = odd[i] } };
            assert_int_equal(check_chart(chart), kind & 2 ? 3 : 0);
        }
    }
    check_chart(*gallery_funnel(doc, 2000));
}

static void test_others_extremes(void **state)
{
    (void)state;
    static const double odd[] = { 0, 1, .5, NAN, INFINITY, -1, 1e300 };
    for (size_t i = 0; i < N_OF(odd); i++) {
        FlowBar bars[2] = { { STR("a"), odd[i], odd[i], odd[i], 0, true }, { STR("очень длинное название школы, которое не помещается"), 0, 0, 1, 1, false } };
        check_chart((Chart){ .kind = "flow", .of.flow = { .n_bars = 2, .bars = bars, .marked = 1, .interval = STR_EMPTY } });
        EstimateRow rows[1] = { { STR("a"), odd[i], odd[i], odd[i], true } };
        check_chart((Chart){ .kind = "estimate", .of.estimate = { .n = 1, .rows = rows, .scale_min = odd[i], .scale_max = odd[i], .line = odd[i], .unit = STR_EMPTY, .line_label = STR("x") } });
        ProfilePoint points[1] = { { STR("1"), odd[i], odd[i], odd[i], odd[i], true } };
        check_chart((Chart){ .kind = "profile", .of.profile = { .n = 1, .points = points } });
    }
    check_chart((Chart){ .kind = "flow", .of.flow = { .interval = STR_EMPTY } });
    check_chart((Chart){ .kind = "estimate", .of.estimate = { .unit = STR_EMPTY, .line_label = STR_EMPTY } });
    check_chart((Chart){ .kind = "profile" });
    char *text = arena_alloc(doc->arena, 4001);
    memset(text, 'x', 4000);
    static const size_t lengths[] = { 0, 1, 100, 1000, 4000 }; /* the largest code holds 2331 bytes */
    for (size_t i = 0; i < N_OF(lengths); i++) check_chart((Chart){ .kind = "qr", .of.qr = { { text, lengths[i] } } });
    assert_int_equal(check_chart(*gallery_profile(doc, 120)), 120);
}

/* sin(pi/4 ± 1.96 / (2 sqrt(100)))^2 = 0.5 ± sin(0.196) / 2 */
static void test_funnel_limits(void **state)
{
    (void)state;
    FunnelPoint point = { .label = STR("a"), .anchor = STR_EMPTY, .n = 100, .y = .5 };
    Chart chart = { .kind = "funnel", .title = STR_EMPTY, .of.funnel = { .n_points = 1, .points = &point, .centre = .5, .is_share = true } };
    const Cell *cell = &chart_twin(&chart, doc)->rows[0].cells[3];
    assert_true(fabs(cell->low - .402629) < 1e-5 && fabs(cell->high - .597371) < 1e-5);
    chart.of.funnel.is_share = false; /* 10 ± 1.96 * sqrt(4 * 4 / 100 + 0.09) */
    chart.of.funnel.centre = 10;
    chart.of.funnel.sd = 4;
    chart.of.funnel.phi_tau2 = .09;
    cell = &chart_twin(&chart, doc)->rows[0].cells[3];
    assert_true(fabs(cell->low - 9.020018) < 1e-5 && fabs(cell->high - 10.979982) < 1e-5);
}

static Str strip_of(TermScale scale, TermStrip strip)
{
    Draw d = { &(Buf){ 0 }, arena };
    Buf out;
    buf_init(&out, 0);
    d.svg = &out;
    TermPlot plot = { .scale = scale, .width = 365 };
    draw_term(&d, &plot, &strip, 0);
    Str copy = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static bool has(Str s, const char *z) { return str_find(s, str_of(z)) != SIZE_MAX; }

/* One pixel a day from 1 September: the pictures of look.md, rule 8. */
static void test_terms(void **state)
{
    (void)state;
    TermScale year = { date_of(2025, 9, 1), date_of(2026, 8, 31), date_of(2025, 12, 10) };
    Window autumn[] = { { date_of(2025, 9, 1), date_of(2025, 9, 30) }, { date_of(2026, 5, 1), date_of(2026, 5, 31) } };
    Str s = strip_of(year, (TermStrip){ .n = 2, .windows = autumn, .mark = TERM_MARK_DONE });
    assert_true(has(s, "<rect x=\"0\" y=\"-6.5\" width=\"30\" height=\"13\" class=\"c-done\"/>") && has(s, "<line x1=\"30\" y1=\"0\" x2=\"242\" y2=\"0\" class=\"c-link\"/>"));
    s = strip_of(year, (TermStrip){ .n = 2, .windows = autumn, .mark = TERM_MARK_OPEN });
    assert_true(has(s, "c-past") && has(s, "c-ahead") && !has(s, "c-done") && !has(s, "c-over"));
    Window due = { DATE_NONE, date_of(2025, 11, 30) };
    s = strip_of(year, (TermStrip){ .n = 1, .windows = &due, .mark = TERM_MARK_LATE });
    assert_true(has(s, "<rect x=\"81\" y=\"-6.5\" width=\"10\" height=\"13\" class=\"c-over\"/>") && has(s, "<line x1=\"57\"")); /* a square that ends with the day, a tail before it */
    Window one = { date_of(2025, 12, 10), date_of(2025, 12, 10) };
    s = strip_of(year, (TermStrip){ .n = 1, .windows = &one, .anchored = true });
    assert_true(has(s, "width=\"5\"") && has(s, "c-edge") && !has(s, "c-past"));
    Window weeks[20]; /* Thursdays of a plan that began in October; October is proven, November is not, December is asked for at its end */
    for (int i = 0; i < 20; i++) weeks[i].from = weeks[i].to = date_of(2025, 9, 4) + 7 * i;
    s = strip_of(year, (TermStrip){ .n = 20, .windows = weeks, .mark = TERM_MARK_LATE, .began = date_of(2025, 10, 1), .done_before = date_of(2025, 11, 1) });
    uint32_t n_past = 0, n_done = 0, n_over = 0, n_ahead = 0;
    for (size_t i = 0; i < s.n; i++) {
        Str rest = str_slice(s, i, s.n);
        n_past += str_starts(rest, STR("\"c-past\"")), n_done += str_starts(rest, STR("\"c-done\"")), n_over += str_starts(rest, STR("\"c-over\"")), n_ahead += str_starts(rest, STR("\"c-ahead\""));
    }
    assert_true(n_past == 4 + 1 && n_done == 5 && n_over == 4 && n_ahead == 6);
    assert_true(has(s, "width=\"2\"") && !has(s, "c-link"));
    Window open = { date_of(2026, 5, 21), DATE_NONE };
    assert_true(has(strip_of(year, (TermStrip){ .n = 1, .windows = &open }), "x2=\"365\""));
    Window all = { year.from, year.to };
    s = strip_of(year, (TermStrip){ .n = 1, .windows = &all, .whole_year = true });
    assert_true(has(s, "c-dots") && !has(s, "<rect"));
    Window elsewhere = { date_of(2021, 1, 1), date_of(2021, 2, 1) };
    assert_int_equal(strip_of(year, (TermStrip){ .n = 1, .windows = &elsewhere }).n, 0);
    const Window later = { DATE_NONE, year.to + 100 };
    assert_true(has(strip_of(year, (TermStrip){ .n = 1, .windows = &later, .absent = STR("вне года плана") }), ">вне года плана<")); /* no square at the edge of the picture */
    assert_true(has(strip_of(year, (TermStrip){ .absent = STR("даты не внесены") }), ">даты"));
    assert_false(has(strip_of(year, (TermStrip){ .n = 1, .windows = &due, .absent = STR("даты не внесены") }), "даты"));
    TermRow rows[] = { { STR("1"), STR("Раздел"), STR_EMPTY, { 0 }, true }, { STR("1.1"), STR("Очень длинное название мероприятия, которое никак не может поместиться в одной строке рисунка плана"), STR("сентябрь, май"), { .n = 2, .windows = autumn }, false } };
    assert_int_equal(check_chart((Chart){ .kind = "terms", .of.terms = { year, 2, rows } }), 2);
    static const struct { int years; const char *says, *says_not; } spans[] = { { 1, ">с<", ">янв<" }, { 4, ">янв<", ">ф<" }, { 12, ">2027<", ">янв<" } }; /* letters, then quarters, then years */
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        Chart chart = { .kind = "terms", .title = STR("Находка"), .reading = STR_EMPTY, .summary = STR("Что видно"), .of.terms = { { year.from, date_of(2025 + spans[i].years, 8, 31), DATE_NONE }, 2, rows } };
        Buf out;
        buf_init(&out, 0);
        chart_svg(&chart, false, &out);
        assert_true(has(buf_str(&out), spans[i].says) && !has(buf_str(&out), spans[i].says_not));
        buf_free(&out);
    }
    assert_int_equal(check_chart((Chart){ .kind = "terms", .of.terms = { { year.from, year.from - 40, DATE_NONE }, 2, rows } }), 2);
    MonthCount months[] = { { date_of(2025, 12, 1), 0, 0, 0 }, { date_of(2026, 1, 1), 3, 2, 1 } };
    assert_int_equal(check_chart((Chart){ .kind = "months", .of.months = { 2, months, year.today } }), 2);
    assert_int_equal(check_chart((Chart){ .kind = "months", .of.months = { 0, NULL, DATE_NONE } }), 0);
}

static void test_registry(void **state)
{
    (void)state;
    assert_null(chart_find("pie"));
    for (const ChartKind *const *kind = chart_registry; *kind; kind++) assert_ptr_equal(chart_find((*kind)->id), *kind);
}

/* A picture for Word of forty late measures took 80 ms when its hatches were turned tiles. */
static void test_hatches_stand_upright(void **state)
{
    (void)state;
    Buf out;
    buf_init(&out, 0);
    chart_defs(&out);
    Str defs = buf_str(&out);
    assert_true(str_find(defs, STR("<pattern id=\"m-hatch\" width=\"8\" height=\"8\"")) != SIZE_MAX);
    assert_true(str_find(defs, STR("Transform")) == SIZE_MAX);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hist_extremes), cmocka_unit_test(test_funnel_extremes), cmocka_unit_test(test_others_extremes), cmocka_unit_test(test_funnel_limits), cmocka_unit_test(test_terms), cmocka_unit_test(test_registry), cmocka_unit_test(test_hatches_stand_upright),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
