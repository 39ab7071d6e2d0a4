/* Decisions of minutes and points of an order become a plan under control. */
#include "flow/plan.h"
#include "flow/record_.h"

static bool control_content(Flow *flow, const Record *row, const RecordType *type, Arena *arena, PlanContent *out, Err *err)
{
    RecordData *data;
    RecordLink *links;
    uint32_t n;
    if (type->decisions == NULL) return err_set(err, ERR_INPUT, "", "В этом регистре решений нет.");
    if (!record_links(flow_reader(flow), row, arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(links[i].kind, STR("control"))) return err_set(err, ERR_CONFLICT, "Новые решения добавьте в нём пунктами.", "Решения уже на контроле: план № %.*s.", STR_ARG(links[i].to_key));
    if (!record_data_read(type, row->fields, arena, &data, err)) return false;
    record_plan(data, arena, out);
    if (row->restricted) out->title = arena_printf(arena, "Решения: %.*s", STR_ARG(record_called(type, row, arena))); /* a plan is seen by more people than a closed record */
    return out->n_decisions > 0 || err_set(err, ERR_INPUT, "Впишите решения в запись и сохраните её.", "Решений в записи нет.");
}

static bool control_body(DbWrite *write, RecordDoing *doing, Err *err)
{
    PlanRow plan;
    bool found;
    if (!plan_get(db_within(write), doing->who->region_id, *(const uint32_t *)doing->context, STR_EMPTY, doing->arena, &plan, &found, err)) return false;
    BUG_ON(!found); /* made a moment ago */
    RecordLink link = { .id = db_new_id(write), .kind = STR("control"), .to_id = plan.id, .to_key = arena_printf(doing->arena, "%u", plan.number), .title = plan.title, .account_id = doing->who->account_id, .made_at = doing->now };
    return record_link_put(write, &doing->row, &link, err) && record_note_it(write, doing, "поставил решения на контроль", arena_printf(doing->arena, "план № %u", plan.number), err);
}

bool flow_record_control(Flow *flow, const Who *who, Str type, uint32_t number, uint32_t *plan, Err *err)
{
    Arena *arena = arena_new(0);
    PlanContent content;
    PlanSource none = { STR_EMPTY, STR_EMPTY };
    const RecordType *known;
    Record row;
    bool done = record_may_change(flow, who, type, number, arena, &row, &known, err) && control_content(flow, &row, known, arena, &content, err) &&
        flow_plan_new(flow, who, row.org_code, &content, &none, plan, err);
    arena_free(arena);
    RecordDoing doing = { .who = who, .type_id = type, .number = number, .body = control_body, .context = plan };
    return done && record_do(flow, &doing, false, err);
}
