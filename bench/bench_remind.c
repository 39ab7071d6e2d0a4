/* Reminders for a hundred thousand measures; bench/remind.py runs it on both engines.
 * usage: bench_remind make URL, bench_remind ask URL ENGINE: a line a figure, tabs between: what, time, demanded, 1 = met. What is told is counted, so that speed is of right answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "flow/remind.h"
#include "store/account.h"
#include "store/migrate.h"
#include "store/notice.h"
#include "store/org.h"
#include "store/plan.h"

enum { DISTRICTS = 25, SCHOOLS = 640, OF_SCHOOL = 150, OF_DISTRICT = 160, N_MEASURES = SCHOOLS * OF_SCHOOL + DISTRICTS * OF_DISTRICT, LIMIT_MS = 2000 };

static void must(bool done, const Err *err)
{
    if (done) return;
    fprintf(stderr, "bench_remind: %s %s\n", err->what, err->detail);
    exit(1);
}

typedef struct Made { Arena *arena; Org region, districts[DISTRICTS]; uint32_t number; } Made;

static bool put_org(DbWrite *write, Made *made, Org *org, const Org *above, int64_t id, OrgKind kind, Err *err)
{
    *org = (Org){ .region_id = 1, .id = id, .parent_id = above == NULL ? 0 : above->id, .kind = kind, .code = arena_printf(made->arena, "o%lld", (long long)id),
        .name = arena_printf(made->arena, "Организация № %lld", (long long)id), .type = STR_EMPTY, .path = org_path_child(above == NULL ? STR_EMPTY : above->path, id, made->arena) };
    return org_put(write, org, 0, made->arena, err);
}

static bool put_person(DbWrite *write, Made *made, const Org *org, Role role, int64_t *id, Err *err)
{
    Account account = { .region_id = 1, .login = arena_printf(made->arena, "%s-%.*s", role_word(role), STR_ARG(org->code)), .name = STR("Иванова Анна Петровна"), .post = STR_EMPTY,
        .email = arena_printf(made->arena, "%.*s@example.ru", STR_ARG(org->code)), .password = STR_EMPTY, .totp_secret = STR_EMPTY, .oidc_subject = STR_EMPTY, .state = ACCOUNT_ACTIVE };
    bool done = account_put(write, &account, 1, made->arena, err) && account_set_state(write, &account, ACCOUNT_ACTIVE, err) && grant_put(write, 1, account.id, role, org->id, 0, 1, err);
    *id = account.id;
    return done;
}

/* Days over the whole school year; two thirds are open, each twentieth comes every month, people are a role and a named one. */
static bool put_plan(DbWrite *write, Made *made, const Org *org, Role role, uint32_t n, Err *err)
{
    int64_t head, controller;
    PlanRow plan = { .region_id = 1, .id = db_new_id(write), .org_id = org->id, .number = ++made->number, .kind = PLAN_PLAN, .state = PLAN_IN_FORCE, .title = STR("План мероприятий по обеспечению объективности"), .school_year = 2025, .made_at = 1 };
    if (!put_person(write, made, org, role, &head, err) || !put_person(write, made, org, ROLE_READER, &controller, err) || !plan_put(write, &plan, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        Str due = date_iso(made->arena, date_of(2025, 9, 1) + (int32_t)((made->number * 7 + i * 365 / n) % 365));
        bool monthly = i % 20 == 0;
        MeasureRow row = { .region_id = 1, .id = db_new_id(write), .plan_id = plan.id, .n = i + 1, .org_id = org->id, .position = i + 1, .number = arena_printf(made->arena, "%u", i + 1),
            .title = STR("Проведение педагогических советов, совещаний по повышению качества образования на основе анализа результатов"), .responsible = STR("Руководители ОО"),
            .term_text = STR("ноябрь – декабрь"), .term_kind = monthly ? TERM_RECURRING : TERM_WINDOWS, .windows = monthly ? STR_EMPTY : arena_printf(made->arena, "%.*s..%.*s", STR_ARG(due), STR_ARG(due)),
            .due_on = monthly ? STR_EMPTY : due, .recurrence = monthly ? STR("FREQ=MONTHLY;BYMONTHDAY=25") : STR_EMPTY, .state = i % 3 == 0 ? MEASURE_ACCEPTED : MEASURE_OPEN };
        MeasurePerson people[] = { { .part = MEASURE_RESPONSIBLE, .role = role, .words = STR_EMPTY }, { .part = MEASURE_CONTROLLER, .account_id = controller, .words = STR_EMPTY } };
        if (!measure_put(write, &row, err) || !measure_people_put(write, 1, row.id, 2, people, err)) return false;
    }
    return true;
}

static bool put_all(DbWrite *write, void *context, Err *err)
{
    Made *made = context;
    Org school;
    bool done = put_org(write, made, &made->region, NULL, 1, ORG_REGION, err);
    for (int i = 0; done && i < DISTRICTS; i++)
        done = put_org(write, made, &made->districts[i], &made->region, 10 + i, ORG_MUNICIPALITY, err) && put_plan(write, made, &made->districts[i], ROLE_MUNICIPALITY, OF_DISTRICT, err);
    for (int i = 0; done && i < SCHOOLS; i++)
        done = put_org(write, made, &school, &made->districts[i % DISTRICTS], 1000 + i, ORG_SCHOOL, err) && put_plan(write, made, &school, ROLE_SCHOOL, OF_SCHOOL, err);
    return done;
}

static void run(Flow *flow, const char *engine, const char *what, int32_t today, bool says)
{
    Reminded done;
    Err err = { 0 };
    int64_t since = clock_ticks_us();
    must(flow_remind(flow, 1, today, &done, &err), &err);
    double took = (double)(clock_ticks_us() - since) / 1000;
    if ((done.n_notices > 0) != says || done.n_measures < N_MEASURES / 40) fprintf(stderr, "bench_remind: %u measures, %u notices\n", done.n_measures, done.n_notices), exit(1);
    char told[120];
    snprintf(told, sizeof told, "%s, %s: %u", engine, what, done.n_notices);
    printf("%s\t%.0f мс\t≤ %d мс\t%d\n", told, took, LIMIT_MS, took <= LIMIT_MS);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    Db *db;
    Flow *flow;
    Err err;
    if (argc < 3) return 2;
    must(db_open(argv[2], &(DbOptions){ .create = true, .node = 1 }, &db, &err) && schema_migrate(db, 0, &err), &err);
    if (strcmp(argv[1], "make") == 0) {
        Made *made = calloc(1, sizeof *made);
        if (made == NULL) return 1;
        made->arena = arena_new((size_t)1 << 30);
        must(db_tx(db, put_all, made, &err), &err);
        arena_free(made->arena);
        free(made);
    } else if (argc > 3) {
        int32_t monday = date_of(2026, 3, 16);
        must(flow_open(argv[2], 2, &flow, &err), &err);
        run(flow, argv[3], "первый раз, понедельник со сводками, новых", monday, true);
        run(flow, argv[3], "тот же день снова, новых", monday, false);
        run(flow, argv[3], "вторник, новых", monday + 1, true);
        run(flow, argv[3], "четверг, новых", monday + 3, true);
        run(flow, argv[3], "понедельник через неделю, новых", monday + 7, true);
        flow_close(flow);
    }
    db_close(db);
    return 0;
}
