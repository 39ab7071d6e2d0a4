/* A region's plans gathered upward: 640 schools × 40 measures × 3 years; bench/rollup.py runs it on both engines.
 * usage: bench_rollup make URL YEAR (0 makes the organisations too), bench_rollup ask URL ENGINE: a line a figure, tabs between: what, p95 of many runs, demanded, 1 = met.
 * Counts are checked, so that speed is of right answers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "flow/plan.h"
#include "store/migrate.h"
#include "store/org.h"
#include "store/plan.h"

enum { DISTRICTS = 25, SCHOOLS = 640, MEASURES = 40, YEARS = 3, RUNS = 40 };
static const Str today = { "2026-04-21", 10 };

static void must(bool done, const Err *err)
{
    if (done) return;
    fprintf(stderr, "bench_rollup: %s %s\n", err->what, err->detail);
    exit(1);
}

/* Plans of a year have numbers in a row: the region's, its districts', their schools'. */
enum { OF_YEAR = 1 + DISTRICTS + SCHOOLS };
typedef struct Plan { int64_t id, measures[MEASURES]; } Plan;
typedef struct Made { Arena *arena; Org region, districts[DISTRICTS], schools[SCHOOLS]; int year; bool with_tree; Plan top, middle[DISTRICTS]; uint32_t number; } Made;
static bool is_accepted(uint32_t number, uint32_t i) { return (number + i) % 3 == 0; }

static bool put_org(DbWrite *write, Made *made, Org *org, const Org *above, int64_t id, OrgKind kind, Err *err)
{
    *org = (Org){ .region_id = 1, .id = id, .parent_id = above == NULL ? 0 : above->id, .kind = kind, .code = arena_printf(made->arena, "o%lld", (long long)id),
        .name = arena_printf(made->arena, "Организация № %lld", (long long)id), .type = STR_EMPTY, .path = org_path_child(above == NULL ? STR_EMPTY : above->path, id, made->arena) };
    return !made->with_tree || org_put(write, org, 0, made->arena, err);
}

static bool put_tree(DbWrite *write, Made *made, Err *err)
{
    bool done = put_org(write, made, &made->region, NULL, 1, ORG_REGION, err);
    for (int i = 0; done && i < DISTRICTS; i++) done = put_org(write, made, &made->districts[i], &made->region, 10 + i, ORG_MUNICIPALITY, err);
    for (int i = 0; done && i < SCHOOLS; i++) done = put_org(write, made, &made->schools[i], &made->districts[i % DISTRICTS], 1000 + i, ORG_SCHOOL, err);
    return done;
}

static bool put_plan(DbWrite *write, Made *made, const Org *org, const Plan *above, Plan *out, Err *err)
{
    PlanRow plan = { .region_id = 1, .id = db_new_id(write), .org_id = org->id, .number = ++made->number, .kind = PLAN_PLAN, .state = PLAN_IN_FORCE, .title = STR("План мероприятий по обеспечению объективности"),
        .school_year = 2023 + made->year, .from_plan_id = above == NULL ? 0 : above->id, .made_at = 1 };
    out->id = plan.id;
    if (!plan_put(write, &plan, err)) return false;
    for (uint32_t i = 0; i < MEASURES; i++) {
        bool accepted = is_accepted(made->number, i);
        bool follows = i >= MEASURES - 2; /* the schedule of ВПР */
        MeasureRow row = { .region_id = 1, .id = db_new_id(write), .plan_id = plan.id, .n = i + 1, .org_id = org->id, .position = i + 1, .number = arena_printf(made->arena, "%u", i + 1),
            .title = STR("Проведение педагогических советов, совещаний по повышению качества образования на основе анализа результатов"), .responsible = STR("Руководители ОО"), .term_kind = follows ? TERM_SCHEDULE : TERM_WINDOWS,
            .term_text = follows ? STR("по графику ВПР") : STR("ноябрь – декабрь"), .anchor = follows ? STR("график ВПР") : STR_EMPTY, .windows = STR("2025-11-01..2025-12-31"), .due_on = arena_printf(made->arena, "%d-%02u-15", 2024 + made->year, 1 + i % 8), .state = accepted ? MEASURE_ACCEPTED : MEASURE_OPEN,
            .from_measure_id = above == NULL ? 0 : above->measures[i] };
        out->measures[i] = row.id;
        if (!measure_put(write, &row, err)) return false;
    }
    return plan_recount(write, 1, plan.id, 1, err);
}

static bool put_year(DbWrite *write, void *context, Err *err)
{
    Made *made = context;
    Plan ignored;
    made->number = (uint32_t)made->year * OF_YEAR;
    bool done = put_tree(write, made, err) && put_plan(write, made, &made->region, NULL, &made->top, err);
    for (int i = 0; done && i < DISTRICTS; i++) done = put_plan(write, made, &made->districts[i], &made->top, &made->middle[i], err);
    for (int i = 0; done && i < SCHOOLS; i++) done = put_plan(write, made, &made->schools[i], &made->middle[i % DISTRICTS], &ignored, err);
    return done;
}

typedef struct Asked { Flow *flow; DbRead *db; int64_t top, district; Str region, school; uint32_t n_accepted; } Asked;
typedef void (*Question)(const Asked *asked, Arena *arena);

static void counts(const Asked *asked, Arena *arena)
{
    const RollCount *rows;
    uint32_t n, n_accepted = 0, n_all = 0;
    Err err;
    must(plan_roll_counts(asked->db, 1, asked->top, today, arena, &rows, &n, &err), &err);
    for (uint32_t i = 0; i < n; i++)
        for (int s = MEASURE_OPEN; s <= MEASURE_DROPPED; s++) n_all += rows[i].n_state[s], n_accepted += s == MEASURE_ACCEPTED ? rows[i].n_state[s] : 0;
    if (n != MEASURES || n_all != (SCHOOLS + DISTRICTS) * MEASURES || n_accepted != asked->n_accepted) fprintf(stderr, "bench_rollup: wrong counts\n"), exit(1);
}

static void list(const Asked *asked, Arena *arena)
{
    PlanAsk ask = { .path = asked->region, .today = today, .school_year = 2023 + YEARS - 1 };
    const PlanRow *rows;
    uint32_t n;
    Err err;
    must(plan_list(asked->db, 1, &ask, arena, &rows, &n, &err), &err);
    if (n != 1 + DISTRICTS + SCHOOLS) exit(1);
}

static void matrix(const Asked *asked, Arena *arena)
{
    const RollCell *cells;
    uint32_t n;
    Err err;
    must(plan_roll(asked->db, 1, asked->district, arena, &cells, &n, &err), &err);
    if (n != (SCHOOLS + DISTRICTS - 1) / DISTRICTS * MEASURES) exit(1);
}

static void due(const Asked *asked, Arena *arena)
{
    const MeasureRow *rows;
    uint32_t n;
    Err err;
    must(measure_due(asked->db, 1, asked->region, STR("2027-01-01"), 0, arena, &rows, &n, &err), &err);
}

static void due_of_school(const Asked *asked, Arena *arena)
{
    const MeasureRow *rows;
    uint32_t n;
    Err err;
    must(measure_due(asked->db, 1, asked->school, today, 0, arena, &rows, &n, &err), &err);
}

/* Every run moves the days of all plans of a year. */
static void follow(const Asked *asked, Arena *arena)
{
    static int32_t shift;
    Who program = flow_program(1);
    const ScheduleEntry *entries;
    uint32_t n, n_moved;
    Err err;
    int32_t from = date_of(2026, 4, 1) + ++shift;
    must(schedule_list(asked->db, 1, STR_EMPTY, arena, &entries, &n, &err), &err);
    must(flow_schedule_put(asked->flow, &program, STR("o1"), n > 0 ? entries[0].id : 0, STR("график ВПР"), STR_EMPTY, from, from + 20, 2023 + YEARS - 1, &n_moved, &err), &err);
    if (n_moved < OF_YEAR * 2) fprintf(stderr, "bench_rollup: %u terms moved\n", n_moved), exit(1);
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void ask_often(const Asked *asked, const char *engine, const char *what, double limit_ms, uint32_t n_runs, Question question)
{
    int64_t took[RUNS];
    for (uint32_t i = 0; i < n_runs; i++) {
        Arena *arena = arena_new(0);
        int64_t since = clock_ticks_us();
        question(asked, arena);
        took[i] = clock_ticks_us() - since;
        arena_free(arena);
    }
    qsort(took, n_runs, sizeof *took, by_time);
    double p95 = (double)took[n_runs * 95 / 100] / 1000;
    printf("%s, %s\t%.1f мс\t≤ %.0f мс\t%d\n", engine, what, p95, limit_ms, p95 <= limit_ms);
    fflush(stdout);
}

static int64_t plan_id(DbRead *db, uint32_t number, Arena *arena, Str *path)
{
    PlanRow row;
    bool found;
    Err err;
    must(plan_get(db, 1, number, today, arena, &row, &found, &err), &err);
    if (!found) exit(1);
    *path = row.org_path;
    return row.id;
}

static void ask(const char *url, const char *engine)
{
    Arena *arena = arena_new(0);
    Asked asked = { 0 };
    Err err;
    must(flow_open(url, 2, &asked.flow, &err), &err);
    asked.db = flow_reader(asked.flow);
    Str ignored;
    uint32_t first = (YEARS - 1) * OF_YEAR + 1;
    asked.top = plan_id(asked.db, first, arena, &asked.region);
    asked.district = plan_id(asked.db, first + 1, arena, &ignored);
    plan_id(asked.db, first + 1 + DISTRICTS, arena, &asked.school);
    for (uint32_t k = 1; k < OF_YEAR; k++)
        for (uint32_t i = 0; i < MEASURES; i++) asked.n_accepted += is_accepted(first + k, i);
    ask_often(&asked, engine, "сводка области по мероприятиям", 25, RUNS, counts);
    ask_often(&asked, engine, "все планы области за год", 25, RUNS, list);
    ask_often(&asked, engine, "мероприятия × школы района", 25, RUNS, matrix);
    ask_often(&asked, engine, "что пора делать школе", 5, RUNS, due_of_school);
    ask_often(&asked, engine, "что пора делать всей области", 2000, 5, due);
    ask_often(&asked, engine, "новые даты ВПР: сроки всех планов области", 1000, 5, follow);
    flow_close(asked.flow);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    Db *db;
    Err err;
    if (argc != 4) return 2;
    must(db_open(argv[2], &(DbOptions){ .create = true, .node = 1 }, &db, &err) && schema_migrate(db, 0, &err), &err);
    if (strcmp(argv[1], "make") == 0) {
        Made *made = calloc(1, sizeof *made);
        if (made == NULL) return 1;
        made->arena = arena_new((size_t)1 << 30);
        made->year = atoi(argv[3]);
        made->with_tree = made->year == 0;
        must(db_tx(db, put_year, made, &err), &err);
        arena_free(made->arena);
        free(made);
    } else {
        ask(argv[2], argv[3]);
    }
    db_close(db);
    return 0;
}
