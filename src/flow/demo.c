#include "flow/demo_.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "flow/analysis.h"
#include "flow/audit_.h"
#include "flow/job.h"
#include "flow/org.h"
#include "store/setting.h"

static bool go_on(uint32_t ms)
{
    (void)ms;
    return true;
}

static bool mark_body(DbWrite *write, void *context, Err *err)
{
    (void)context;
    return setting_put(write, "demo", STR("1"), clock_now(), err);
}

/* The list of organisations as an office would bring it. */
static bool make_orgs(Demo *demo, Err *err)
{
    static const char *const head[] = { "код", "название", "тип", "уровень", "код родителя" };
    Arena *arena = demo->arena;
    Buf bytes;
    Csv csv;
    buf_init(&bytes, 0);
    csv_init(&csv, &bytes, ';');
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) csv_str(&csv, str_of(head[i]));
    csv_end_row(&csv);
    for (uint32_t i = 0; i < DEMO_DISTRICTS; i++) {
        const char *row[] = { demo_district_code(i), demo_district_name(i), "", "муниципалитет", "" };
        for (size_t k = 0; k < 5; k++) csv_str(&csv, str_of(row[k]));
        csv_end_row(&csv);
    }
    for (uint32_t school = 1; school <= DEMO_SCHOOLS; school++) {
        Str row[] = { demo_school_code(school, arena), demo_school_name(school, arena), str_of(demo_school_type(school)), STR("школа"), str_of(demo_district_code(demo_district_of(school))) };
        for (size_t k = 0; k < 5; k++) csv_str(&csv, row[k]);
        csv_end_row(&csv);
    }
    uint32_t n_written = 0;
    bool found = false, done = buf_ok(&bytes, err) && flow_org_import(demo->flow, &demo->admin, &demo->root, buf_str(&bytes), &n_written, err);
    buf_free(&bytes);
    BUG_ON(done && n_written != DEMO_DISTRICTS + DEMO_SCHOOLS);
    DbRead *read = flow_reader(demo->flow);
    done = done && org_by_code(read, demo->root.id, str_of(demo_district_code(0)), arena, &demo->district, &found, err);
    for (uint32_t school = 1; school <= DEMO_SCHOOLS && done; school++)
        done = org_by_code(read, demo->root.id, demo_school_code(school, arena), arena, &demo->schools[school], &found, err);
    demo->done->n_schools = DEMO_SCHOOLS;
    return done;
}

/* Who a person is, by number. */
static bool read_who(Demo *demo, int64_t number, Who *out, Err *err)
{
    Account account;
    DbRead *read = flow_reader(demo->flow);
    return account_by_number(read, demo->root.id, number, demo->arena, &account, err) && who_read(read, &account, demo->arena, out, err);
}

static bool make_root(Demo *demo, Err *err)
{
    FirstRun first = { .kind = ORG_REGION, .code = demo_region_code(), .name = demo_region_name(), .login = STR("admin"), .person = STR("Олег Викторович Берёзин") };
    OneTime code;
    bool found;
    if (!flow_first_run(demo->flow, &first, demo->arena, &demo->done->region_id, &code, err)) return false;
    return org_by_code(flow_reader(demo->flow), demo->done->region_id, first.code, demo->arena, &demo->root, &found, err) && read_who(demo, code.number, &demo->admin, err);
}

bool flow_demo_make(Flow *flow, void (*tell)(const char *words), Arena *arena, DemoDone *out, Err *err)
{
    static const char *const steps[] = { "организации и люди", "работы и формы трёх лет", "признаки", "вопросы школам", "планы и документы" };
    *out = (DemoDone){ 0 };
    Demo *demo = arena_one(arena, Demo);
    *demo = (Demo){ .flow = flow, .arena = arena, .done = out, .today = date_of_time(clock_now()) };
    if (tell != NULL) tell(steps[0]);
    if (!make_root(demo, err) || !make_orgs(demo, err) || !demo_make_people(demo, err)) return false;
    if (tell != NULL) tell(steps[1]);
    if (!demo_make_forms(demo, err)) return false;
    if (tell != NULL) tell(steps[2]);
    AnalysisAsk ask = { 0 };
    AnalysisDone done;
    JobLoop loop = { .pause = go_on, .once = true };
    if (!flow_analyse_region(flow, &demo->municipality, &ask, arena, &done, err) || !flow_job_loop(flow, &loop, err)) return false; /* the loop: what was asked for meanwhile */
    if (tell != NULL) tell(steps[3]);
    if (!demo_make_cases(demo, err)) return false;
    if (tell != NULL) tell(steps[4]);
    /* The mark comes last: what was broken off half way is no demonstration. */
    return demo_make_plans(demo, err) && demo_make_records(demo, err) && demo_make_proofs(demo, err) && db_tx(flow_db(flow), mark_body, NULL, err) && flow_demo_links(flow, arena, out, err);
}
