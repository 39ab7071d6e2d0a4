/* What readers see of a corrected plan, written down for lists that look at many plans at once (store/plan.h, plan_stood_*); the words of the search are those of the edition too. */
#include "flow/plan_.h"

static bool same_days(const MeasureRow *a, const MeasureRow *b)
{
    return a->term_kind == b->term_kind && str_eq(a->windows, b->windows) && str_eq(a->recurrence, b->recurrence) && str_eq(a->first_on, b->first_on) && str_eq(a->due_on, b->due_on);
}

static bool same_words(const MeasureRow *a, const MeasureRow *b)
{
    return str_eq(a->number, b->number) && str_eq(a->title, b->title) && str_eq(a->bullets, b->bullets) && str_eq(a->task, b->task) && str_eq(a->responsible, b->responsible) && str_eq(a->term_text, b->term_text);
}

static const MeasureRow *row_by_id(const MeasureRow *rows, uint32_t n, int64_t id)
{
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].id == id) return &rows[i];
    return NULL;
}

/* approved are in the order of the plan, rows by n: mostly the same. */
static uint32_t differing(const PlanWords *approved, const PlanRow *plan, const MeasureRow *rows, uint32_t n_rows, MeasureRow *out)
{
    uint32_t n = 0, i_next = 0;
    if (!str_eq(approved->plan.title, plan->title) || !str_eq(approved->plan.goal, plan->goal)) out[n++] = (MeasureRow){ .title = approved->plan.title };
    for (uint32_t i = 0; i < n_rows; i++) {
        const MeasureRow *row = &rows[i], *stood = i_next < approved->n && approved->measures[i_next].id == row->id ? &approved->measures[i_next] : row_by_id(approved->measures, approved->n, row->id);
        if (stood != NULL) i_next = (uint32_t)(stood - approved->measures) + 1;
        if (stood == NULL ? row->deleted : !row->deleted && same_words(stood, row) && same_days(stood, row)) continue;
        out[n] = stood != NULL ? *stood : *row;
        out[n++].deleted = stood == NULL;
    }
    return n;
}

bool plan_stood_follow(DbWrite *write, int64_t region_id, int64_t plan_id, Arena *arena, int64_t now, Err *err)
{
    DbRead *db = db_within(write);
    PlanRow plan;
    PlanWords approved;
    const MeasureRow *rows;
    const int64_t *before;
    uint32_t n_rows, n_before, n = 0;
    bool found;
    if (!plan_get_id(db, region_id, plan_id, STR_EMPTY, arena, &plan, &found, err) || !plan_stood_measures(db, region_id, plan_id, arena, &before, &n_before, err)) return false;
    if (!found || (n_before == 0 && !plan.changed)) return true;
    MeasureRow *stood = NULL;
    if (plan.changed && plan.edition > 0) {
        if (!flow_plan_approved(db, &plan, STR_EMPTY, arena, &approved, err) || !measure_list_all(db, region_id, plan_id, arena, &rows, &n_rows, err)) return false;
        stood = arena_array(arena, MeasureRow, n_rows + 1u);
        n = differing(&approved, &plan, rows, n_rows, stood);
    }
    return plan_stood_put(write, region_id, plan_id, n, stood, err) && plan_recount(write, region_id, plan_id, now, err);
}

bool plan_stood_index(DbWrite *write, const PlanRow *plan, Arena *arena, Err *err)
{
    DbRead *db = db_within(write);
    PlanWords words;
    const int64_t *ids;
    uint32_t n;
    bool corrected = plan->changed && plan->edition > 0;
    if (!plan_stood_measures(db, plan->region_id, plan->id, arena, &ids, &n, err)) return false;
    if (!flow_plan_approved(db, plan, STR_EMPTY, arena, &words, err) || !plan_index_title(write, &words.plan, arena, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        MeasureRow row;
        bool found;
        if (ids[i] == 0) continue;
        if (!measure_get_id(db, plan->region_id, ids[i], arena, &row, &found, err)) return false;
        if (!found) continue;
        const MeasureRow *stood = corrected ? row_by_id(words.measures, words.n, row.id) : NULL;
        row.deleted = row.deleted || corrected; /* added since: nothing yet */
        if (!plan_index_measure(write, plan, stood != NULL ? stood : &row, arena, err)) return false;
    }
    return true;
}
