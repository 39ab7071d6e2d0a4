/* Who is told. */
#include <stdlib.h>

#include "flow/remind_.h"

static int by_org(const void *a, const void *b)
{
    const RemindHolder *x = *(const RemindHolder *const *)a, *y = *(const RemindHolder *const *)b;
    return x->org_id < y->org_id ? -1 : x->org_id > y->org_id;
}

static void audience_open(Reminder *it, Audience *audience)
{
    *audience = (Audience){ .people = arena_array(it->arena, uint32_t, it->n_people + 1u), .marks = arena_array(it->arena, uint32_t, it->n_people + 1u), .below = arena_array(it->arena, bool, it->n_people + 1u), .mark = 1 };
}

bool remind_open(Reminder *it, Err *err)
{
    if (!remind_people(it->db, it->region_id, it->arena, &it->people, &it->n_people, err) || !remind_holders(it->db, it->region_id, it->arena, &it->holders, &it->n_holders, err) ||
        !remind_derived(it->db, it->region_id, it->arena, &it->derived, &it->n_derived, err) || !remind_sent(it->db, it->region_id, it->arena, &it->sent, &it->n_sent, err) || !remind_plans(it->db, it->region_id, it->arena, &it->plans, &it->n_plans, err))
        return false;
    it->weeks = arena_array(it->arena, PersonWeek, it->n_people + 1u);
    it->by_org = arena_array(it->arena, const RemindHolder *, it->n_holders + 1u);
    for (uint32_t i = 0; i < it->n_holders; i++) it->by_org[i] = &it->holders[i];
    if (it->n_holders > 0) qsort(it->by_org, it->n_holders, sizeof *it->by_org, by_org); // NOLINT(bugprone-sizeof-expression): pointers are sorted
    audience_open(it, &it->audience);
    audience_open(it, &it->except);
    return true;
}

void audience_clear(Audience *audience)
{
    audience->n = 0;
    audience->mark++;
}

bool audience_has(const Audience *audience, uint32_t i_person) { return audience->marks[i_person] == audience->mark; }

void audience_add(const Reminder *it, Audience *audience, int64_t account_id)
{
    uint32_t from = 0, to = it->n_people;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (it->people[middle].account_id < account_id) from = middle + 1;
        else to = middle;
    }
    if (from == it->n_people || it->people[from].account_id != account_id || audience_has(audience, from)) return;
    audience->marks[from] = audience->mark;
    audience->below[audience->n] = false;
    audience->people[audience->n++] = from;
}

/* First holder whose path is not before this one. */
static uint32_t first_at(const Reminder *it, Str path)
{
    uint32_t from = 0, to = it->n_holders;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (str_cmp(it->holders[middle].path, path) < 0) from = middle + 1;
        else to = middle;
    }
    return from;
}

static int derived_order(const void *a, const void *b)
{
    const RemindDerived *x = a, *y = b;
    if (x->from_measure_id != y->from_measure_id) return x->from_measure_id < y->from_measure_id ? -1 : 1;
    return (x->org_id > y->org_id) - (x->org_id < y->org_id);
}

static int sent_order(const void *a, const void *b)
{
    const RemindSent *x = a, *y = b;
    if (x->plan_number != y->plan_number) return x->plan_number < y->plan_number ? -1 : 1;
    return (x->org_id > y->org_id) - (x->org_id < y->org_id);
}

/* The holder's organisation, or one between it and the plan's: a step of a path is an id. */
static bool took_it(const Reminder *it, int64_t measure_id, Str path, Str holder)
{
    for (size_t at = path.n; at + ORG_PATH_STEP <= holder.n; at += ORG_PATH_STEP) {
        RemindDerived asked = { measure_id, org_path_id(holder, at) };
        if (it->n_derived > 0 && bsearch(&asked, it->derived, it->n_derived, sizeof asked, derived_order) != NULL) return true;
    }
    return false;
}

static bool was_sent(const Reminder *it, uint32_t plan_number, int64_t org_id)
{
    RemindSent asked = { plan_number, org_id };
    return it->n_sent > 0 && bsearch(&asked, it->sent, it->n_sent, sizeof asked, sent_order) != NULL;
}

void audience_role(const Reminder *it, Audience *audience, Role role, Str path, const RemindMeasure *measure)
{
    uint32_t before = audience->n, first = first_at(it, path), i;
    for (i = first; i < it->n_holders && str_eq(it->holders[i].path, path); i++)
        if (it->holders[i].role == role) audience_add(it, audience, it->holders[i].account_id);
    if (audience->n > before) return;
    uint32_t above = audience->n;
    for (; i < it->n_holders && str_starts(it->holders[i].path, path); i++) {
        const RemindHolder *holder = &it->holders[i];
        if (holder->role == role && was_sent(it, measure->plan_number, holder->org_id) && !took_it(it, measure->id, path, holder->path)) audience_add(it, audience, holder->account_id);
    }
    for (; above < audience->n; above++) audience->below[above] = true;
}

Str remind_link(Arena *arena, const Audience *audience, uint32_t i, Str link)
{
    const Str plans = STR("/plans/");
    if (!audience->below[i] || !str_starts(link, plans)) return link;
    Str rest = str_slice(link, plans.n, link.n);
    size_t end = str_find(rest, STR("/"));
    return arena_printf(arena, "/inbox?plan=%.*s", STR_ARG(str_slice(rest, 0, end == SIZE_MAX ? rest.n : end)));
}

void audience_right(const Reminder *it, Audience *audience, Right right, Str path)
{
    for (uint32_t i = first_at(it, path); i < it->n_holders && str_eq(it->holders[i].path, path); i++)
        if (role_gives(it->holders[i].role, right)) audience_add(it, audience, it->holders[i].account_id);
}

Str remind_org_path(const Reminder *it, int64_t org_id)
{
    uint32_t from = 0, to = it->n_holders;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (it->by_org[middle]->org_id < org_id) from = middle + 1;
        else to = middle;
    }
    return from < it->n_holders && it->by_org[from]->org_id == org_id ? it->by_org[from]->path : STR_EMPTY;
}
