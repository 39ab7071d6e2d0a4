/* Decisions of minutes and points of an order become a plan under control. */
#include "flow/plan_.h"
#include "flow/record_.h"

static bool is_free(DbRead *db, const Record *row, Arena *arena, Err *err)
{
    RecordLink *links;
    uint32_t n;
    if (!record_links(db, row, arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(links[i].kind, STR("control"))) return err_set(err, ERR_CONFLICT, "Новые решения добавьте в нём пунктами.", "Решения уже на контроле: план № %.*s.", STR_ARG(links[i].to_key));
    return true;
}

static bool control_content(Flow *flow, const Record *row, const RecordType *type, Arena *arena, PlanContent *out, Err *err)
{
    RecordData *data;
    if (type->decisions == NULL) return err_set(err, ERR_INPUT, "", "В этом регистре решений нет.");
    if (!is_free(flow_reader(flow), row, arena, err) || !record_data_read(type, row->fields, arena, &data, err)) return false;
    record_plan(data, arena, out);
    if (row->restricted) out->title = arena_printf(arena, "Решения: %.*s", STR_ARG(record_called(type, row, arena))); /* a plan is seen by more people than a closed record */
    return out->n_decisions > 0 || err_set(err, ERR_INPUT, "Впишите решения в запись и сохраните её.", "Решений в записи нет.");
}

/* With the plan, or not at all: of two presses at once the second finds the link. */
static bool link_plan(DbWrite *write, PlanTask *task, void *context, Err *err)
{
    RecordDoing *doing = context;
    doing->arena = task->arena;
    RecordLink link = { .id = db_new_id(write), .kind = STR("control"), .to_id = task->plan.id, .to_key = arena_printf(task->arena, "%u", task->plan.number), .title = task->plan.title, .account_id = task->who->account_id, .made_at = task->now };
    return is_free(db_within(write), &doing->row, task->arena, err) && record_link_put(write, &doing->row, &link, err) &&
        record_note_it(write, doing, "решения поставлены на контроль", arena_printf(task->arena, "план № %u", task->plan.number), err);
}

bool flow_record_control(Flow *flow, const Who *who, Str type, uint32_t number, uint32_t *plan, Err *err)
{
    Arena *arena = arena_new(0);
    PlanContent content;
    RecordDoing doing = { .who = who, .type_id = type, .number = number };
    bool done = record_may_change(flow, who, type, number, arena, &doing.row, &doing.type, err) && control_content(flow, &doing.row, doing.type, arena, &content, err) &&
        plan_new_with(flow, who, doing.row.org_code, &content, link_plan, &doing, plan, err);
    arena_free(arena);
    return done;
}
