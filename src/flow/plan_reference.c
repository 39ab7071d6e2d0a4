/* «п. 2.1 приказа № 259» leads to that point where Merilo has the document: of this organisation or one above it. */
#include "flow/plan_.h"
#include "plan/reference.h"

#include "base/date.h"
#include "base/utf8.h"
#include "store/cascade.h"

enum { PATH_STEP = sizeof "0123456789abcdef/" - 1 };

static bool fits_kind(PlanKind asked, PlanKind kind)
{
    if (asked == PLAN_PLAN) return kind == PLAN_PLAN || kind == PLAN_ROADMAP || kind == PLAN_ORDER || kind == PLAN_LETTER; /* of an order, its annex */
    return asked == kind;
}

/* This very plan, or the one it was made from, when the words name no number. */
static bool is_own(const PlanReference *ref, const PlanRow *plan)
{
    if (ref->own || ref->kind == 0) return true;
    return ref->number.n == 0 && ref->day == DATE_NONE && !ref->above && fits_kind(ref->kind, plan->kind);
}

static bool same_number(Str a, Str b, Arena *arena) { return a.n > 0 && str_eq(utf8_fold(arena, a), utf8_fold(arena, b)); }

/* By number and day among approved plans of the organisation at path; several of them are nobody's. */
static bool find_numbered(DbRead *db, int64_t region_id, Str path, const PlanReference *ref, Arena *arena, PlanRow *out, bool *found, Err *err)
{
    PlanAsk ask = { .path = path, .today = STR_EMPTY, .own_only = true };
    const PlanRow *rows;
    uint32_t n, n_fit = 0;
    Str day = date_iso(arena, ref->day);
    if (!plan_list(db, region_id, &ask, arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i].edition == 0 || !fits_kind(ref->kind, rows[i].kind) || !same_number(ref->number, rows[i].approved_number, arena) || (ref->day != DATE_NONE && !str_eq(day, rows[i].approved_on))) continue;
        *out = rows[i];
        n_fit++;
    }
    *found = n_fit == 1;
    return true;
}

static bool find_document(DbRead *db, const PlanRow *plan, const PlanReference *ref, Arena *arena, PlanRow *out, bool *found, Err *err)
{
    *found = is_own(ref, plan);
    *out = *plan;
    if (*found) return true;
    if (ref->number.n > 0) {
        for (size_t n = plan->org_path.n; n >= PATH_STEP && !*found; n -= PATH_STEP)
            if (!find_numbered(db, plan->region_id, str_slice(plan->org_path, 0, n), ref, arena, out, found, err)) return false;
        return true;
    }
    if (plan->from_plan_id == 0) return true;
    if (!plan_get_id(db, plan->region_id, plan->from_plan_id, STR_EMPTY, arena, out, found, err)) return false;
    *found = *found && out->edition > 0 && fits_kind(ref->kind, out->kind);
    return true;
}

static Str bare(Str number)
{
    number = str_trim(number);
    while (number.n > 0 && (number.at[number.n - 1] == '.' || number.at[number.n - 1] == ')')) number.n--;
    return number;
}

/* A number that stands twice leads nowhere. A point of an order is a decision, an item of its annex is none. */
static const MeasureRow *find_point(const PlanWords *words, const PlanReference *ref)
{
    const MeasureRow *found = NULL;
    for (uint32_t i = 0; i < words->n; i++) {
        const MeasureRow *row = &words->measures[i];
        bool decision = plan_row_is_decision(&words->plan, row, words->sections, words->n_sections);
        bool asked = ref->kind == PLAN_ORDER || ref->kind == PLAN_MINUTES ? decision : ref->kind == 0 || words->plan.kind == PLAN_PLAN || words->plan.kind == PLAN_ROADMAP || !decision;
        if (!asked || !str_eq(bare(row->number), bare(ref->point))) continue;
        if (found != NULL) return NULL;
        found = row;
    }
    return found;
}

/* Where this person may open it: the plan itself, or what was sent down to the organisation whose plan says so. */
static bool open_where(DbRead *db, const Who *who, const PlanRow *plan, const PlanRow *target, Arena *arena, PlanLink *link, bool *found, Err *err)
{
    const CascadeTo *rows;
    uint32_t n;
    *found = who_may(who, RIGHT_PLAN_READ, target->org_path);
    if (*found || !who_may(who, RIGHT_PLAN_READ, plan->org_path)) return true;
    if (!cascade_inbox(db, plan->region_id, plan->org_id, true, arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n && !*found; i++) {
        *found = rows[i].from_plan_number == target->number;
        if (*found) link->cascade = rows[i].cascade_number;
    }
    return true;
}

bool flow_plan_links(DbRead *db, const Who *who, const PlanRow *plan, Str text, Arena *arena, const PlanLink **out, uint32_t *n, Err *err)
{
    const PlanReference *refs;
    uint32_t n_refs = plan_references(text, arena, &refs);
    PlanLink *links = arena_array(arena, PlanLink, n_refs + 1u);
    *n = 0;
    *out = links;
    for (uint32_t i = 0; i < n_refs; i++) {
        PlanRow target;
        PlanWords words;
        bool found;
        PlanLink link = { .from = refs[i].from, .to = refs[i].to };
        if (!find_document(db, plan, &refs[i], arena, &target, &found, err)) return false;
        if (!found) continue;
        if (!open_where(db, who, plan, &target, arena, &link, &found, err)) return false;
        if (!found) continue;
        if (!flow_plan_approved(db, &target, STR_EMPTY, arena, &words, err)) return false;
        const MeasureRow *point = find_point(&words, &refs[i]);
        if (point == NULL) continue;
        link.plan = target.number, link.n = point->n;
        links[(*n)++] = link;
    }
    return true;
}
