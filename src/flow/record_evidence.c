/* A record that proves a measure was corrected: the controller who accepted it is told, the decision stands till that person says otherwise. */
#include "flow/record_.h"

#include "flow/plan_.h"
#include "store/notice.h"

static bool tell_controller(DbWrite *write, const RecordDoing *doing, const EvidenceRow *one, Err *err)
{
    MeasureRow measure;
    PlanRow plan;
    bool found, fresh;
    if (!measure_get_id(db_within(write), one->region_id, one->measure_id, doing->arena, &measure, &found, err)) return false;
    if (!found || !plan_get_id(db_within(write), one->region_id, measure.plan_id, STR_EMPTY, doing->arena, &plan, &found, err)) return false;
    if (!found || plan.state != PLAN_IN_FORCE) return true;
    Notice notice = { .region_id = one->region_id, .account_id = one->decided_by, .kind = NOTICE_OFFERED, .made_at = doing->now };
    notice.about = arena_printf(doing->arena, "measure/%u/%u/evidence/%u/record-%u", plan.number, measure.n, one->number, doing->row.revision);
    notice.words = arena_printf(doing->arena, "Запись «%.*s», которую вы приняли как подтверждение, исправлена: пункт %s, план № %u", STR_ARG(one->title), measure_said(&measure).text, plan.number);
    notice.link = arena_printf(doing->arena, "/plans/%u/measures/%u", plan.number, measure.n);
    return notice_put_all(write, 1, &notice, &fresh, err);
}

bool record_tell_controllers(DbWrite *write, const RecordDoing *doing, Err *err)
{
    const EvidenceRow *rows;
    uint32_t n;
    if (!evidence_of_record(db_within(write), doing->row.region_id, doing->row.id, doing->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        bool another = rows[i].decided_by != 0 && rows[i].decided_by != doing->who->account_id;
        if (rows[i].state == EVIDENCE_ACCEPTED && rows[i].record_changed && another && !tell_controller(write, doing, &rows[i], err)) return false;
    }
    return true;
}
