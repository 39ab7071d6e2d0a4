/* What a paper «for all» tells never gives a group of 1–4 pupils: every way to add and subtract told numbers is tried on random districts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "publish/report/few.h"

/* An atom is a piece of the region that no told number divides: a part, or what stands around it, by one cell. A told sum is a set of atoms, four bits an atom in two words. */
enum { PARTS = 3, LAYERS = PARTS + 2, ATOMS = LAYERS * FEW_CELLS, MOST_TOLD = 32 };
typedef struct Sum { int8_t at[ATOMS]; } Sum;
typedef struct District { uint32_t counts[LAYERS][FEW_CELLS]; } District;

static uint64_t state;
static uint32_t draw(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

/* Layers: parts, then the municipality is all parts, around it layer 3, the region layer 4 too. */
static FewPlace place_of(const District *district, int from, int to)
{
    FewPlace out = { 0 };
    for (int l = from; l < to; l++)
        for (int c = 0; c < FEW_CELLS; c++) out.cells[c] += district->counts[l][c], out.works += district->counts[l][c];
    return out;
}

static void tell(Sum *told, uint32_t *n, int from_layer, int to_layer, int to_cell)
{
    Sum *sum = &told[(*n)++];
    assert_true(*n <= MOST_TOLD);
    memset(sum, 0, sizeof *sum);
    for (int l = from_layer; l < to_layer; l++)
        for (int c = 0; c < to_cell; c++) sum->at[l * FEW_CELLS + c] = 1;
}

static void tell_cuts(Sum *told, uint32_t *n, int from, int to, FewCuts cuts)
{
    for (int c = 0; c < FEW_CELLS - 1; c++)
        if (cuts & FEW_CUT(c)) tell(told, n, from, to, c + 1);
}

static uint32_t told_by(const FewPlan *plan, Sum *told)
{
    static const int to[FEW_PLACES] = { PARTS, PARTS + 1, PARTS + 2 };
    uint32_t n = 0;
    for (int at = 0; at < FEW_PLACES; at++) {
        if (!plan->told[at]) continue;
        tell(told, &n, 0, to[at], FEW_CELLS);
        tell_cuts(told, &n, 0, to[at], plan->cuts[at]);
    }
    for (int i = 0; i < PARTS && plan->parts_told; i++) {
        if (!plan->works_hidden[i]) tell(told, &n, i, i + 1, FEW_CELLS);
        if (!plan->cells_hidden[i]) tell_cuts(told, &n, i, i + 1, plan->part_cuts);
    }
    return n;
}

typedef struct Search { const District *district; const Sum *told; uint32_t n; const int8_t (*low)[ATOMS], (*high)[ATOMS]; uint32_t n_groups; int found; } Search;

/* Coefficients −1, 0, 1 of told sums; a branch that can no longer become a set of pupils is left. */
static void combine(Search *search, uint32_t i, Sum *so_far)
{
    for (int a = 0; a < ATOMS; a++)
        if (so_far->at[a] + search->low[i][a] > 1 || so_far->at[a] + search->high[i][a] < 0) return;
    if (i == search->n) {
        uint32_t size = 0;
        for (int a = 0; a < ATOMS; a++) {
            if (so_far->at[a] != 0 && so_far->at[a] != 1) return;
            size += so_far->at[a] ? search->district->counts[a / FEW_CELLS][a % FEW_CELLS] : 0;
        }
        search->n_groups++;
        if (size > 0 && size < 5) search->found = (int)size;
        return;
    }
    for (int k = -1; k <= 1 && search->found == 0; k++) {
        Sum next = *so_far;
        for (int a = 0; a < ATOMS; a++) next.at[a] = (int8_t)(next.at[a] + k * search->told[i].at[a]);
        combine(search, i + 1, &next);
    }
}

/* 0: no group of 1–4 can be had. */
static int smallest_group(const District *district, const Sum *told, uint32_t n, uint32_t *n_groups)
{
    static int8_t low[MOST_TOLD + 1][ATOMS], high[MOST_TOLD + 1][ATOMS];
    memset(low, 0, sizeof low);
    memset(high, 0, sizeof high);
    for (uint32_t i = n; i-- > 0;)
        for (int a = 0; a < ATOMS; a++) low[i][a] = (int8_t)(low[i + 1][a] - told[i].at[a]), high[i][a] = (int8_t)(high[i + 1][a] + told[i].at[a]);
    Search search = { .district = district, .told = told, .n = n, .low = (const int8_t (*)[ATOMS])low, .high = (const int8_t (*)[ATOMS])high };
    combine(&search, 0, &(Sum){ { 0 } });
    *n_groups += search.n_groups;
    return search.found;
}

static District district_of(uint32_t kind)
{
    District out;
    for (int l = 0; l < LAYERS; l++)
        for (int c = 0; c < FEW_CELLS; c++) out.counts[l][c] = kind == 0 ? draw(4) : kind == 1 ? draw(16) : draw(3) == 0 ? draw(5) : 5 + draw(30);
    return out;
}

static FewPlan plan_of(const District *district, FewPlace places[FEW_PLACES], Arena *arena)
{
    FewPlace *parts = arena_array(arena, FewPlace, PARTS);
    for (int i = 0; i < PARTS; i++) parts[i] = place_of(district, i, i + 1);
    for (int at = 0; at < FEW_PLACES; at++) places[at] = place_of(district, 0, PARTS + at);
    return few_plan(places, PARTS, parts, FEW_CUT(0) | FEW_CUT(1), &few_marks, arena);
}

static void no_group_of_a_few_can_be_had(void **context)
{
    (void)context;
    uint32_t n_groups = 0, n_told = 0, n_parts = 0;
    state = 1;
    for (int round = 0; round < 120; round++) {
        Arena *arena = arena_new(0);
        const District district = district_of((uint32_t)round % 3);
        FewPlace places[FEW_PLACES];
        Sum told[MOST_TOLD];
        FewPlan plan = plan_of(&district, places, arena);
        uint32_t n = told_by(&plan, told);
        int found = places[0].works < 5 ? 0 : smallest_group(&district, told, n, &n_groups);
        if (found != 0) fail_msg("round %d: a group of %d out of %u told numbers", round, found, n);
        n_told += n, n_parts += plan.parts_told;
        arena_free(arena);
    }
    assert_true(n_groups > 10000 && n_told > 500 && n_parts > 40); /* something is told, and it was tried */
}

/* The search itself finds what the plain tables gave away: the total without the schools that are told. */
static void the_search_finds_a_school_by_subtraction(void **context)
{
    (void)context;
    Arena *arena = arena_new(0);
    uint32_t n_groups = 0;
    const District district = { .counts = { { 0, 2, 1, 0 }, { 5, 8, 9, 6 }, { 7, 9, 12, 8 }, { 9, 40, 30, 20 }, { 50, 200, 150, 90 } } };
    FewPlan all = few_all(PARTS, FEW_CUT(0) | FEW_CUT(1), arena);
    Sum told[MOST_TOLD];
    all.works_hidden[0] = all.cells_hidden[0] = true; /* «менее 5», as before */
    all.told[1] = all.told[2] = false, all.cuts[0] = all.part_cuts = 0;
    uint32_t n = told_by(&all, told);
    assert_int_equal(smallest_group(&district, told, n, &n_groups), 3);
    FewPlace places[FEW_PLACES];
    FewPlan plan = plan_of(&district, places, arena);
    assert_true(plan.told[0] && plan.told[1] && plan.told[2] && plan.parts_told);
    assert_true(plan.works_hidden[0] && plan.works_hidden[1] && !plan.works_hidden[2] && plan.cuts[2] == 7);
    arena_free(arena);
}

static void large_groups_are_told_whole(void **context)
{
    (void)context;
    Arena *arena = arena_new(0);
    const District district = { .counts = { { 5, 20, 10, 6 }, { 7, 8, 9, 6 }, { 0, 9, 12, 8 }, { 9, 40, 30, 20 }, { 50, 200, 150, 90 } } };
    FewPlace places[FEW_PLACES];
    FewPlan plan = plan_of(&district, places, arena);
    for (int at = 0; at < FEW_PLACES; at++) assert_true(plan.told[at] && plan.cuts[at] == 7);
    for (int i = 0; i < PARTS; i++) assert_false(plan.works_hidden[i] || plan.cells_hidden[i]);
    bool hidden[3];
    assert_false(few_parts(3, (const uint32_t[]){ 2, 4, 1 }, hidden)); /* all are small: the sum may tell them */
    assert_true(few_parts(3, (const uint32_t[]){ 2, 40, 11 }, hidden));
    assert_true(hidden[0] && !hidden[1] && hidden[2]);
    assert_true(few_tells(3, 0) && few_tells(3, 1) && !few_tells(3, 2) && !few_tells(3, 3) && few_tells(5, 3) && !few_tells(5, 1));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_group_of_a_few_can_be_had), cmocka_unit_test(the_search_finds_a_school_by_subtraction), cmocka_unit_test(large_groups_are_told_whole) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
