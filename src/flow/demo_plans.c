/* Plans: the district's from a ready pack, approved and sent to its schools; one school has acknowledged it, made its own and brought the first evidence. */
#include "flow/demo_.h"
#include "flow/paper.h"
#include "flow/plan.h"

#include "base/date.h"

enum { ACKNOWLEDGED = 5, DRAFTED = 9, OWN = 1 };

static bool approved(const Demo *demo, const Who *who, Str org, const char *pack, const char *by, uint32_t *number, Err *err)
{
    int year = date_school_year(demo->today);
    PlanApproval approval = { .approved_by = str_of(by), .number = STR("259"), .on = date_of(year, 8, 28), .reason = STR_EMPTY };
    return flow_plan_from_pack(demo->flow, who, org, str_of(pack), year, number, err) && flow_plan_approve(demo->flow, who, *number, &approval, err);
}

/* A link to a page of Merilo is evidence that needs no file. */
static bool prove(const Demo *demo, const Who *who, uint32_t plan, uint32_t n, const char *title, const char *href, uint32_t *number, Err *err)
{
    EvidenceAsk ask = { .kind = EVIDENCE_LINK, .slot_n = 1, .org_code = STR_EMPTY, .record_type = STR_EMPTY, .file_name = STR_EMPTY, .file = STR_EMPTY, .href = str_of(href), .title = str_of(title) };
    return flow_evidence_offer(demo->flow, who, plan, n, &ask, number, err);
}

static bool below(Demo *demo, uint32_t cascade, uint32_t *school_plan, Err *err)
{
    uint32_t drafted, evidence;
    const Who *who = &demo->head[ACKNOWLEDGED], *other = &demo->head[DRAFTED];
    Str code = demo->schools[ACKNOWLEDGED].code;
    static const uint32_t chosen[] = { 4, 5, 10, 15, 17 };
    PlanApproval approval = { .approved_by = STR("приказ директора"), .number = STR("41-од"), .on = demo->today, .reason = STR_EMPTY };
    return flow_cascade_seen(demo->flow, who, cascade, code, err) && flow_cascade_plan(demo->flow, who, cascade, code, STR_EMPTY, 5, chosen, school_plan, err) &&
        flow_plan_approve(demo->flow, who, *school_plan, &approval, err) && prove(demo, who, *school_plan, 1, "Таблица сравнения двух лет", "/results", &evidence, err) &&
        flow_cascade_seen(demo->flow, other, cascade, demo->schools[DRAFTED].code, err) && flow_cascade_plan(demo->flow, other, cascade, demo->schools[DRAFTED].code, STR_EMPTY, 3, chosen, &drafted, err);
}

/* All invented, as the district is. */
static bool requisites(const Demo *demo, Err *err)
{
    static const struct { const char *name, *value; } values[] = {
        { "parent", "Администрация Энского муниципального района" }, { "name", "Управление образования\nадминистрации Энского муниципального района" }, { "short_name", "УО Энского района" },
        { "name_genitive", "управления образования администрации Энского муниципального района" }, { "name_dative", "управлению образования администрации Энского муниципального района" }, { "place", "г. Энск" },
        { "head_post", "Начальник управления" }, { "head_name", "М. А. Ковалёва" }, { "executor_name", "Ковалёва Марина Андреевна" }, { "executor_phone", "8 (000) 00-00-00" },
    };
    PaperRequisites all;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) paper_requisite_set(&all, field, STR_EMPTY);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) paper_requisite_set(&all, paper_requisite_find(str_of(values[i].name)), str_of(values[i].value));
    return flow_requisites_put(demo->flow, &demo->municipality, demo->district.code, 0, &all, err);
}

bool demo_make_plans(Demo *demo, Err *err)
{
    uint32_t district, cascade, school, own, foreign, evidence;
    if (!approved(demo, &demo->municipality, demo->district.code, "municipality", "приказ управления образования", &district, err)) return false;
    CascadeAsk ask = { .plan = district, .record_type = STR_EMPTY, .org_code = STR_EMPTY, .title = STR("План района по объективности: составьте свой"),
        .words = STR("Ознакомиться и составить план школы: взять те пункты, которые школу касаются, назначить ответственных."), .see_by = date_add_working(demo->today, 5), .plan_by = date_add_working(demo->today, 15) };
    return requisites(demo, err) && prove(demo, &demo->municipality, district, 4, "Сравнение двух лет по параллелям", "/results", &evidence, err) && flow_cascade(demo->flow, &demo->municipality, &ask, &cascade, err) &&
        below(demo, cascade, &school, err) && flow_plan_from_pack(demo->flow, &demo->head[OWN], demo->schools[OWN].code, STR("school"), date_school_year(demo->today), &own, err) &&
        flow_plan_from_pack(demo->flow, &demo->region, str_of(demo_district_code(DEMO_DISTRICTS - 1)), STR("municipality"), date_school_year(demo->today), &foreign, err);
}

/* ---- what was done ---- */

/* Evidence that the controller has accepted; with the last of it the measure is done. The district's office is alone in holding the right, so it decides about its own. */
static bool proven(const Demo *demo, uint32_t plan, uint32_t n, uint32_t slot, uint32_t event, const char *title, bool last, Err *err)
{
    uint32_t number;
    const Who *who = &demo->municipality;
    EvidenceAsk ask = { .kind = event > 0 ? EVIDENCE_RECORD : EVIDENCE_LINK, .slot_n = slot, .org_code = STR_EMPTY, .record_type = STR("event"), .record = event, .file_name = STR_EMPTY, .file = STR_EMPTY,
        .href = event > 0 ? STR_EMPTY : STR("/results"), .title = str_of(title) };
    return flow_evidence_offer(demo->flow, who, plan, n, &ask, &number, err) && flow_evidence_decide(demo->flow, who, plan, n, number, (EvidenceSeen){ 0 }, true, STR_EMPTY, err) &&
        (!last || (flow_measure_offer(demo->flow, who, plan, n, 0, err) && flow_measure_decide(demo->flow, who, plan, n, 0, true, STR_EMPTY, err)));
}

bool demo_make_proofs(Demo *demo, Err *err)
{
    enum { DISTRICT = 1 };
    uint32_t number;
    /* One seminar proves two measures. */
    return proven(demo, DISTRICT, 2, 1, 0, "Изучение трёх школ: что посмотрели и о чём договорились", true, err) && proven(demo, DISTRICT, 9, 1, 1, "Семинар о проверке работ", true, err) &&
        proven(demo, DISTRICT, 16, 1, 1, "Семинар о проверке работ: обсуждение с руководителями", true, err) && proven(demo, DISTRICT, 7, 1, 0, "График замены организаторов", false, err) &&
        prove(demo, &demo->municipality, DISTRICT, 6, "Список наблюдателей", "/people", &number, err) && flow_evidence_decide(demo->flow, &demo->municipality, DISTRICT, 6, number, (EvidenceSeen){ 0 }, false, STR("В списке нет родителей."), err);
}
