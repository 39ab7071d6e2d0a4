/* Who may do what with one measure. Pages show buttons by it, use cases ask it again. */
#include <stdio.h>

#include "flow/plan_.h"

#include "base/utf8.h"

static bool does(const MeasurePerson *person) { return person->part == MEASURE_RESPONSIBLE || person->part == MEASURE_HELPER; }

static bool holds(const Who *who, Role role, Str path)
{
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (who->grants[i].role == role && org_within(path, who->grants[i].org.path)) return true;
    return false;
}

/* By account; where the plan was read before the account was made, by surname and initials. Of those who bring evidence there: by post; by role, unless the words name somebody. */
static bool names(const MeasurePerson *person, const Who *who, Str path, Arena *arena)
{
    if (person->account_id != 0) return person->account_id == who->account_id;
    if (plan_names_somebody(person->words)) return plan_names_person(person->words, who->name, false, arena);
    if (!who_may(who, RIGHT_EVIDENCE_WRITE, path)) return false;
    if (person->words.n > 0 && who->post.n > 0 && str_eq(utf8_fold(arena, person->words), utf8_fold(arena, who->post))) return true;
    return person->role != 0 && holds(who, person->role, path);
}

static bool names_org(const MeasurePerson *person, const Org *org, Arena *arena)
{
    if (person->account_id != 0) return false;
    return (person->org_id != 0 && person->org_id == org->id) || (person->words.n > 0 && str_eq(utf8_fold(arena, person->words), utf8_fold(arena, org->name)));
}

/* A measure of «Школа № 4» alone is everybody's there; once somebody is named beside it, it is theirs. */
static bool is_of_org(const Org *org, uint32_t n, const MeasurePerson *people, Arena *arena)
{
    uint32_t n_org = 0, n_do = 0;
    for (uint32_t i = 0; i < n; i++) n_do += does(&people[i]), n_org += does(&people[i]) && names_org(&people[i], org, arena);
    return n_org > 0 && n_org == n_do;
}

bool measure_is_done_by(const Who *who, const Org *org, uint32_t n, const MeasurePerson *people, Arena *arena)
{
    if (who_may(who, RIGHT_PLAN_WRITE, org->path)) return true;
    if (who->account_id == 0 || !who_may(who, RIGHT_PLAN_READ, org->path)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (does(&people[i]) && names(&people[i], who, org->path, arena)) return true;
    return who_may(who, RIGHT_EVIDENCE_WRITE, org->path) && is_of_org(org, n, people, arena);
}

Org plan_own_org(const PlanRow *plan)
{
    return (Org){ .region_id = plan->region_id, .id = plan->org_id, .kind = plan->org_kind, .code = plan->org_code, .name = plan->org_name, .path = plan->org_path };
}

static void add_name(Buf *out, Str name)
{
    if (name.n == 0 || str_find(buf_str(out), name) != SIZE_MAX) return;
    if (out->n > 0) buf_add_z(out, "; ");
    buf_add(out, name);
}

static Str taken(Buf *out, Arena *arena)
{
    Str words = arena_str(arena, buf_str(out));
    buf_free(out);
    return words;
}

static Str measure_doers(uint32_t n, const MeasurePerson *people, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < n; i++) {
        const MeasurePerson *one = &people[i];
        if (does(one)) add_name(&out, one->name.n > 0 ? one->name : one->words.n > 0 ? one->words : one->role != 0 ? str_of(role_title(one->role)) : one->org_name);
    }
    return taken(&out, arena);
}

/* Named controllers first: then who controls the plan of that organisation. */
static bool others_of(DbRead *db, const Who *who, const PlanRow *plan, uint32_t n_named, const MeasurePerson *named, Arena *arena, Str *out, uint32_t *n_others, Err *err)
{
    enum { COLLEAGUES = 500, SHOWN = 3 };
    PersonAsk ask = { .path = plan->org_path, .own_only = true, .state = ACCOUNT_ACTIVE, .limit = COLLEAGUES };
    PersonRow *rows;
    uint32_t n;
    Buf names;
    if (!person_list(db, plan->region_id, &ask, arena, &rows, &n, err)) return false;
    buf_init(&names, 0);
    *n_others = 0;
    for (uint32_t i = 0; i < n_named; i++)
        if (named[i].part == MEASURE_CONTROLLER && named[i].account_id != 0 && named[i].account_id != who->account_id && ++*n_others <= SHOWN) add_name(&names, named[i].name);
    for (uint32_t i = 0; i < n; i++)
        if (role_gives(rows[i].role, RIGHT_PLAN_CONTROL) && rows[i].account.id != who->account_id && ++*n_others <= SHOWN) add_name(&names, rows[i].account.name);
    *out = taken(&names, arena);
    return true;
}

static bool brought_by(DbRead *db, const Who *who, const MeasureRow *measure, Arena *arena, bool *own, Err *err)
{
    const EvidenceRow *evidence;
    uint32_t n;
    if (!evidence_list(db, measure->region_id, measure->id, arena, &evidence, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) *own = *own || (evidence[i].state == EVIDENCE_OFFERED && evidence[i].account_id != 0 && evidence[i].account_id == who->account_id);
    return true;
}

static bool is_controller(const Who *who, uint32_t n, const MeasurePerson *people)
{
    for (uint32_t i = 0; i < n && who->account_id != 0; i++)
        if (people[i].part == MEASURE_CONTROLLER && people[i].account_id == who->account_id) return true;
    return false;
}

/* Who controls the measure above looks at what it was made into: what a school accepted by itself too. He is not waited for: a school where nobody else is goes on. */
static bool controls_above(DbRead *db, const Who *who, const MeasureRow *measure, Arena *arena, bool *out, Err *err)
{
    const MeasurePerson *people;
    uint32_t n;
    if (measure->from_measure_id <= 0) return true;
    if (!measure_people(db, measure->region_id, measure->from_measure_id, arena, &people, &n, err)) return false;
    *out = is_controller(who, n, people);
    return true;
}

bool flow_measure_may(DbRead *db, const Who *who, const PlanRow *plan, const MeasureRow *measure, const Org *place, Arena *arena, MeasureMay *out, Err *err)
{
    const Org org = plan_own_org(plan);
    const MeasurePerson *people;
    uint32_t n, n_others;
    if (!measure_people(db, plan->region_id, measure->id, arena, &people, &n, err)) return false;
    if (place == NULL || !org_within(place->path, org.path)) place = &org;
    *out = (MeasureMay){ .brings = measure_is_done_by(who, place, n, people, arena), .offers = measure_is_done_by(who, &org, n, people, arena), .controls = who_may(who, RIGHT_PLAN_CONTROL, plan->org_path), .doers = measure_doers(n, people, arena) };
    if (!out->controls && who_may(who, RIGHT_PLAN_READ, plan->org_path)) {
        out->controls = is_controller(who, n, people);
        if (!out->controls && !controls_above(db, who, measure, arena, &out->controls, err)) return false;
    }
    if (!out->controls) return true;
    if (!others_of(db, who, plan, n, people, arena, &out->others, &n_others, err)) return false;
    out->alone = n_others == 0;
    bool own = false;
    if (!out->alone && !brought_by(db, who, measure, arena, &own, err)) return false;
    out->decides = !own;
    return true;
}

bool flow_measure_demand(const MeasureMay *may, const MeasureRow *measure, Err *err)
{
    enum { SHOWN = 200 };
    char hint[SHOWN + 160] = "Попросите того, кто ведёт план этой организации: пусть назовёт вас ответственным.";
    int n = (int)utf8_valid_prefix(str_slice(may->doers, 0, SHOWN));
    if (may->brings) return true;
    if (n > 0) snprintf(hint, sizeof hint, "Отвечает: %.*s. Попросите об этом их или того, кто ведёт план.", n, may->doers.at);
    return err_set(err, ERR_DENIED, hint, "Пункт %s исполняете не вы.", measure_said(measure).text);
}

bool measure_demand_doer(DbRead *db, const PlanTask *task, const Org *org, Err *err)
{
    const MeasurePerson *people;
    uint32_t n;
    if (!measure_people(db, task->who->region_id, task->measure.id, task->arena, &people, &n, err)) return false;
    if (measure_is_done_by(task->who, org, n, people, task->arena)) return true;
    if (!who_may(task->who, RIGHT_EVIDENCE_WRITE, org->path)) return who_demand(task->who, RIGHT_EVIDENCE_WRITE, org->path, err);
    return flow_measure_demand(&(MeasureMay){ .doers = measure_doers(n, people, task->arena) }, &task->measure, err);
}

bool measure_demand_control(DbRead *db, const PlanTask *task, Err *err)
{
    MeasureMay may;
    if (!flow_measure_may(db, task->who, &task->plan, &task->measure, NULL, task->arena, &may, err)) return false;
    return may.controls || plan_demand(task, RIGHT_PLAN_CONTROL, err);
}

bool controls_alone(DbRead *db, const PlanTask *task, bool *alone, Err *err)
{
    MeasureMay may;
    if (!flow_measure_may(db, task->who, &task->plan, &task->measure, NULL, task->arena, &may, err)) return false;
    *alone = may.alone;
    return true;
}
