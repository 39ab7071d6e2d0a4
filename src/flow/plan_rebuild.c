/* What is derived in plans, again: meanings of terms, counts, what is proven, words of the search. */
#include "flow/plan_.h"

static bool prove_again(DbWrite *write, const PlanTask *task, uint32_t *n_others, Err *err)
{
    const MeasureRow *all;
    uint32_t n;
    if (!measure_list(db_within(write), task->plan.region_id, task->plan.id, task->arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        MeasureRow row = all[i];
        if (!plan_index_measure(write, &task->plan, &row, task->arena, err)) return false;
        if (!measure_count_proof(db_within(write), &task->plan, &row, task->arena, err)) return false;
        if (row.n_slots == all[i].n_slots && row.n_proven == all[i].n_proven && row.n_waiting == all[i].n_waiting && row.n_back == all[i].n_back && row.n_own == all[i].n_own && str_eq(row.back_reason, all[i].back_reason) &&
            str_eq(row.due_on, all[i].due_on)) continue;
        if (!measure_set_proof(write, &row, err)) return false;
        ++*n_others;
    }
    return true;
}

static bool same_counts(const PlanRow *a, const PlanRow *b)
{
    return a->n_measures == b->n_measures && a->n_accepted == b->n_accepted && a->n_offered == b->n_offered && a->n_returned == b->n_returned && a->n_dropped == b->n_dropped && a->n_undated == b->n_undated;
}

static bool rebuild_step(DbWrite *write, PlanTask *task, Err *err)
{
    uint32_t n_moved = 0, n_proofs = 0;
    PlanRow before = task->plan;
    bool found, alive = before.state != PLAN_CLOSED && before.state != PLAN_WITHDRAWN; /* those stand as they ended */
    if (alive && !plan_understand(write, &task->plan, task->arena, &n_moved, err)) return false;
    if (!prove_again(write, task, &n_proofs, err) || !plan_stood_follow(write, before.region_id, before.id, task->arena, before.changed_at, err) || !plan_stood_index(write, &task->plan, task->arena, err) || !plan_recount(write, before.region_id, before.id, before.changed_at, err) ||
        !plan_get_id(db_within(write), before.region_id, before.id, task->today_iso, task->arena, &task->plan, &found, err)) return false;
    task->made = n_moved + n_proofs + !same_counts(&before, &task->plan);
    if (task->made == 0) return true;
    return plan_note(write, task, "посчитано заново", arena_printf(task->arena, "сроки — %u, подтверждения — %u, счётчики плана%s", n_moved, n_proofs, same_counts(&before, &task->plan) ? " те же" : " исправлены"), err);
}

bool flow_plan_rebuild(Flow *flow, const Who *who, uint32_t *n_plans, uint32_t *n_others, Err *err)
{
    uint32_t last = 0;
    *n_plans = *n_others = 0;
    bool done = plan_next_number(flow_reader(flow), who->region_id, &last, err);
    for (uint32_t number = 1; done && number < last; number++) {
        PlanTask task = { .who = who, .step = rebuild_step, .number = number };
        done = plan_task_run(flow, &task, err);
        *n_plans += done;
        *n_others += done ? task.made : 0;
    }
    return done;
}
