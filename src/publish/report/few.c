#include "publish/report/few.h"

#include <string.h>

/* Why it is enough. Borders told of parts are told of the own place too, and those of every larger place (part_cuts within cuts[0] within cuts[1] within cuts[2]). Then whatever group of pupils can be put
 * together of told sums falls apart into pieces «one place without a smaller one, between two borders told of both», and each such piece is empty or of FEW_LEAST pupils at least. */
enum { FEW_LEAST = 5, ALL_CUTS = 7 };

static const FewCuts mark_wishes[] = { 7, 3, 5, 6, 1, 2, 4, 0 }, journal_wishes[] = { 7, 5, 6, 4 };
const FewWish few_marks = { sizeof mark_wishes, mark_wishes }, few_journal = { sizeof journal_wishes, journal_wishes };

static bool is_few(uint32_t n) { return n > 0 && n < FEW_LEAST; }

bool few_tells(FewCuts cuts, int cell) { return (cell == 0 || (cuts & FEW_CUT(cell - 1)) != 0) && (cell == FEW_CELLS - 1 || (cuts & FEW_CUT(cell)) != 0); }

static bool is_safe(const FewPlace *place, FewCuts cuts)
{
    uint32_t block = 0;
    if (is_few(place->works)) return false;
    for (int i = 0; i < FEW_CELLS; i++) {
        block += place->cells[i];
        if (i < FEW_CELLS - 1 && (cuts & FEW_CUT(i)) == 0) continue;
        if (is_few(block)) return false;
        block = 0;
    }
    return true;
}

static FewPlace without(const FewPlace *whole, const FewPlace *less)
{
    FewPlace out = *whole;
    out.works -= less->works < out.works ? less->works : out.works;
    for (int i = 0; i < FEW_CELLS; i++) out.cells[i] -= less->cells[i] < out.cells[i] ? less->cells[i] : out.cells[i];
    return out;
}

static bool is_within(FewCuts a, FewCuts b) { return (a & ~b & ALL_CUTS) == 0; }

/* Of a place between the own one and the larger ones that were settled already. */
static bool fits(const FewPlan *plan, const FewPlace places[FEW_PLACES], int at, FewCuts cuts)
{
    if (!is_safe(&places[at], cuts)) return false;
    for (int other = 0; other < FEW_PLACES; other++) {
        if (other == at || !plan->told[other]) continue;
        const FewPlace rest = other < at ? without(&places[at], &places[other]) : without(&places[other], &places[at]);
        FewCuts inner = other < at ? plan->cuts[other] : cuts, outer = other < at ? cuts : plan->cuts[other];
        if (!is_within(inner, outer) || !is_safe(&rest, inner)) return false;
    }
    return true;
}

static void settle(FewPlan *plan, const FewPlace places[FEW_PLACES], int at, const FewWish *wish)
{
    for (uint32_t i = 0; i < wish->n && places[at].works > 0 && !plan->told[at]; i++)
        if (fits(plan, places, at, wish->cuts[i])) plan->told[at] = true, plan->cuts[at] = wish->cuts[i];
}

bool few_parts(uint32_t n, const uint32_t *works, bool *hidden)
{
    uint32_t n_few = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        hidden[i] = is_few(works[i]);
        n_few += hidden[i];
        if (!hidden[i] && works[i] > 0 && (least == UINT32_MAX || works[i] < works[least])) least = i;
    }
    if (n_few == 0) return true;
    if (least != UINT32_MAX) hidden[least] = true;
    return least != UINT32_MAX;
}

/* What is left of the own place once the told parts are taken from it must be safe as well: the smallest told part goes until it is. Gives how many parts are told. */
static uint32_t settle_parts(const FewPlan *plan, const FewPlace *own, uint32_t n, const FewPlace *parts, FewCuts cuts, bool *hidden)
{
    for (uint32_t i = 0; i < n; i++) hidden[i] = plan->works_hidden[i] || !is_safe(&parts[i], cuts);
    for (;;) {
        FewPlace rest = *own;
        uint32_t least = UINT32_MAX, n_told = 0;
        for (uint32_t i = 0; i < n; i++) {
            if (hidden[i]) continue;
            rest = without(&rest, &parts[i]);
            n_told++;
            if (least == UINT32_MAX || parts[i].works < parts[least].works) least = i;
        }
        if (least == UINT32_MAX || is_safe(&rest, cuts)) return n_told;
        hidden[least] = true;
    }
}

/* All wanted borders of some parts, or fewer borders of more parts: what tells more. */
static void choose_parts(FewPlan *plan, const FewPlace *own, uint32_t n, const FewPlace *parts, FewCuts wanted, Arena *arena)
{
    bool *hidden = arena_array(arena, bool, n + 1u);
    uint32_t most = 0;
    for (FewCuts cuts = ALL_CUTS; cuts > 0; cuts--) {
        uint32_t n_cuts = 0;
        if (!is_within(cuts, wanted)) continue;
        for (int i = 0; i < FEW_CELLS - 1; i++) n_cuts += (cuts & FEW_CUT(i)) != 0;
        uint32_t n_told = n_cuts * settle_parts(plan, own, n, parts, cuts, hidden);
        if (n_told <= most) continue;
        most = n_told;
        plan->part_cuts = cuts;
        memcpy(plan->cells_hidden, hidden, n * sizeof *hidden);
    }
    if (most == 0) memset(plan->cells_hidden, 1, n * sizeof *hidden);
}

FewPlan few_plan(const FewPlace places[FEW_PLACES], uint32_t n_parts, const FewPlace *parts, FewCuts wanted, const FewWish *wish, Arena *arena)
{
    FewPlan plan = { .works_hidden = arena_array(arena, bool, n_parts + 1u), .cells_hidden = arena_array(arena, bool, n_parts + 1u) };
    uint32_t *works = arena_array(arena, uint32_t, n_parts + 1u);
    settle(&plan, places, 0, wish);
    for (int at = FEW_PLACES - 1; at > 0; at--) settle(&plan, places, at, wish);
    for (uint32_t i = 0; i < n_parts; i++) works[i] = parts[i].works;
    plan.parts_told = few_parts(n_parts, works, plan.works_hidden);
    choose_parts(&plan, &places[0], n_parts, parts, plan.told[0] ? plan.cuts[0] & wanted : 0, arena);
    return plan;
}

FewPlan few_all(uint32_t n_parts, FewCuts wanted, Arena *arena)
{
    FewPlan plan = { .parts_told = true, .part_cuts = wanted, .works_hidden = arena_array(arena, bool, n_parts + 1u), .cells_hidden = arena_array(arena, bool, n_parts + 1u) };
    for (int i = 0; i < FEW_PLACES; i++) plan.told[i] = true, plan.cuts[i] = ALL_CUTS;
    return plan;
}
