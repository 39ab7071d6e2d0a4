/* Ready packs. */
#include "flow/plan_.h"

#include "plan/pack.h"

static void add_packs(OrgKind level, bool of_level, PackView *views, uint32_t *n)
{
    for (uint32_t i = 0; plan_pack_registry[i] != NULL; i++) {
        const PlanPack *pack = plan_pack_registry[i];
        if ((pack->level == level) != of_level) continue;
        views[(*n)++] = (PackView){ str_of(pack->id), str_of(pack->title), str_of(pack->source), str_of(pack->what), pack->kind, pack->level, pack->n_measures };
    }
}

uint32_t flow_plan_packs(OrgKind level, Arena *arena, const PackView **out)
{
    uint32_t n_all = 0, n = 0;
    while (plan_pack_registry[n_all] != NULL) n_all++;
    PackView *views = arena_array(arena, PackView, n_all + 1u);
    add_packs(level, true, views, &n);
    add_packs(level, false, views, &n);
    *out = views;
    return n;
}

void flow_plan_pack_content(Str pack_id, int school_year, Arena *arena, PlanContent *out, bool *found)
{
    const PlanPack *pack = plan_pack_find(pack_id);
    *found = pack != NULL;
    if (pack != NULL) plan_pack_content(pack, school_year, arena, out);
}

bool flow_plan_from_pack(Flow *flow, const Who *who, Str org_code, Str pack_id, int school_year, uint32_t *number, Err *err)
{
    PlanContent content;
    bool found;
    if (school_year < 2000 || school_year > 2100) return err_set(err, ERR_INPUT, "Год, в котором учебный год начинается: 2026.", "Учебный год %d не подходит.", school_year);
    Arena *arena = arena_new(0);
    flow_plan_pack_content(pack_id, school_year, arena, &content, &found);
    bool done = found ? flow_plan_new(flow, who, org_code, &content, NULL, number, err) : err_set(err, ERR_NOT_FOUND, "Выберите набор из списка.", "Набора «%.*s» нет.", STR_ARG(pack_id));
    arena_free(arena);
    return done;
}
