/* What plans add to the first page: what waits for a decision, what falls due, and how the organisation's own plan goes. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "store/cascade.h"
#include "web/plan_table.h"
#include "web/today.h"

enum { MOST_SHOWN = 8, DUE_MOST = 200 };

/* ---- decisions ---- */

static void decide_measure(Ctx *ctx, Today *today, const PlanRow *plan, const MeasureRow *row, const char *icon, Str sub, const char *button)
{
    int32_t late = measure_days_late(row, today->day);
    Decision decision = { .icon = icon, .title = measure_name(ctx, row), .href = measure_link(ctx, plan->number, row->n), .sub = sub, .when = today_since(ctx, today, row->changed_at), .late = late > 0 };
    today_decide(ctx, today, decision, button);
}

static bool own_plan(Ctx *ctx, Today *today, const PlanRow *plan, Err *err)
{
    PlanWords words;
    if (!flow_plan_approved(ctx->db, plan, STR_EMPTY, ctx->arena, &words, err)) return false;
    for (uint32_t i = 0; i < words.n; i++) {
        const MeasureRow *row = &words.measures[i];
        MeasureMay may;
        bool back = row->state == MEASURE_RETURNED || (row->state == MEASURE_OPEN && row->n_back > 0), pieces = row->state == MEASURE_OPEN && row->n_waiting > 0;
        if (row->state != MEASURE_OFFERED && !back && !pieces) continue;
        if (!flow_measure_may(ctx->db, ctx->who, plan, row, NULL, ctx->arena, &may, err)) return false;
        Str who = row->responsible.n > 0 ? lines_joined(ctx, row->responsible) : STR("ответственный не назван");
        if (row->state == MEASURE_OFFERED && may.decides) decide_measure(ctx, today, plan, row, "check", CTX_TEXT(ctx, "Сделано и ждёт проверки. %.*s", STR_ARG(who)), "Проверить");
        else if (back && may.brings) decide_measure(ctx, today, plan, row, "copy", CTX_TEXT(ctx, "Вернули: %.*s", STR_ARG(rich_escape(ctx->arena, row->state == MEASURE_RETURNED ? row->reason : row->back_reason))), "Исправить");
        else if (pieces && may.decides)
            decide_measure(ctx, today, plan, row, "check", CTX_TEXT(ctx, "%s %.*s. %.*s", number_word(row->n_waiting, "Ждёт проверки", "Ждут проверки", "Ждут проверки"),
                STR_ARG(number_of(ctx->arena, row->n_waiting, "подтверждение", "подтверждения", "подтверждений")), STR_ARG(who)), "Проверить");
    }
    return true;
}

static bool waiting_plans(Ctx *ctx, Today *today, Err *err)
{
    const PlanRow *rows;
    uint32_t n;
    PlanAsk ask = { .path = ctx->org.path, .today = date_iso(ctx->arena, today->day), .state = PLAN_WAITS };
    if (!who_may(ctx->who, RIGHT_PLAN_APPROVE, ctx->org.path)) return true;
    if (!plan_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        Decision decision = { .icon = "file", .title = CTX_TEXT(ctx, "%.*s: план на утверждение", STR_ARG(rows[i].org_name)), .href = CTX_TEXT(ctx, "/plans/%u/approve", rows[i].number),
            .sub = CTX_TEXT(ctx, "%.*s", STR_ARG(number_of(ctx->arena, rows[i].n_measures, "пункт", "пункта", "пунктов"))), .when = today_since(ctx, today, rows[i].changed_at) };
        today_decide(ctx, today, decision, "Открыть");
    }
    return true;
}

static bool came_from_above(Ctx *ctx, Today *today, Err *err)
{
    const CascadeTo *rows;
    uint32_t n;
    if (!cascade_inbox(ctx->db, ctx->org.region_id, ctx->org.id, false, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const CascadeTo *one = &rows[i];
        int32_t day = DATE_NONE;
        bool unseen = one->seen_at == 0, no_plan = one->plan_by.n > 0 && one->plan_id == 0;
        if ((!unseen && !no_plan) || one->sent_state > PLAN_IN_FORCE) continue;
        bool dated = date_parse(unseen ? one->see_by : one->plan_by, &day);
        Decision decision = { .icon = "bell", .title = one->title, .href = CTX_TEXT(ctx, "/inbox/%u", one->cascade_number), .sub = CTX_TEXT(ctx, "%s. От: %.*s", unseen ? "Нужно ознакомиться" : "Нужно составить свой план", STR_ARG(rich_escape(ctx->arena, one->from_name))),
            .when = dated ? CTX_TEXT(ctx, "до %.*s", STR_ARG(date_short(ctx->arena, day))) : STR("новое"), .late = dated && day < today->day };
        today_decide(ctx, today, decision, unseen ? "Ознакомиться" : "Составить план");
    }
    return true;
}

static bool corrected_above(Ctx *ctx, Today *today, const PlanRow *plan, Err *err)
{
    AboveView above;
    if (plan->from_last <= plan->above_edition || !who_may(ctx->who, RIGHT_PLAN_WRITE, plan->org_path)) return true;
    if (!flow_plan_above(ctx->db, plan, ctx->arena, &above, err)) return false;
    if (above.n == 0) return true;
    Decision decision = { .icon = "down", .title = STR("В плане выше изменилось"), .href = CTX_TEXT(ctx, "/plans/%u/above", plan->number), .sub = rich_escape(ctx->arena, above.brief), .when = today_since(ctx, today, above.above.changed_at) };
    today_decide(ctx, today, decision, "Ответить");
    return true;
}

static bool own_plans(Ctx *ctx, int32_t day, const PlanRow **rows, uint32_t *n, Err *err)
{
    PlanAsk ask = { .path = ctx->org.path, .today = date_iso(ctx->arena, day), .state = PLAN_IN_FORCE, .own_only = true };
    return plan_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, rows, n, err);
}

bool today_plans(Ctx *ctx, Today *today, Err *err)
{
    const PlanRow *rows;
    uint32_t n;
    if (!who_may(ctx->who, RIGHT_PLAN_READ, ctx->org.path)) return true;
    if (!own_plans(ctx, today->day, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!own_plan(ctx, today, &rows[i], err) || !corrected_above(ctx, today, &rows[i], err)) return false;
    return waiting_plans(ctx, today, err) && came_from_above(ctx, today, err);
}

/* ---- how the plan goes ---- */

static const char *whose_plan(OrgKind kind) { return kind == ORG_REGION ? "План региона" : kind == ORG_MUNICIPALITY ? "План района" : "План школы"; }

static const Column due_columns[] = {
    { .head = { "срок", 8 }, .width = 0.17f }, { .head = { "пункт", 10 } }, { .head = { "мероприятие", 22 } }, { .head = { "отвечает", 16 }, .width = 0.15f }, { .head = { "документы", 18 } }, { .head = { "чего не хватает", 28 }, .width = 0.17f }, { .head = { "", 0 } },
};

static void put_due(Ctx *ctx, Table *table, const MeasureRow *row, int32_t day, bool brings)
{
    int32_t due = DATE_NONE, late = measure_days_late(row, day);
    bool dated = date_parse(row->due_on, &due);
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = STR("Приложить"), .about = measure_brief(ctx, row), .href = CTX_TEXT(ctx, "%.*s/evidence", STR_ARG(measure_link(ctx, row->plan_number, row->n))), .quiet = true };
    Cell *cells = table_row(ctx->doc, table, late > 0 ? ROW_ATTENTION : ROW_PLAIN);
    cells[0] = cell_text(!dated ? STR("без срока") : CTX_TEXT(ctx, "**%.*s**", STR_ARG(late > 0 ? date_short(ctx->arena, due) : date_agenda(ctx->arena, due))));
    cells[1] = cell_text(measure_number(ctx, row));
    cells[2] = cell_link(rich_escape(ctx->arena, row->title), measure_link(ctx, row->plan_number, row->n));
    cells[3] = row->responsible.n > 0 ? cell_text(lines_joined(ctx, row->responsible)) : cell_missing();
    cells[4] = row->n_slots > 0 ? cell_text(CTX_TEXT(ctx, "%u из %u", row->n_proven, row->n_slots)) : cell_missing();
    cells[5] = cell_text(measure_control_words(ctx, row, day));
    if (brings) cells[6] = cell_action(button);
}

typedef struct DueList { uint32_t n; const MeasureRow *rows[DUE_MOST]; const PlanRow *of[DUE_MOST]; uint32_t n_long; const uint32_t *n_long_of; } DueList;

/* Open measures of one's own plans due until Friday, by day; those late for months only counted, by plan. */
static bool read_due(Ctx *ctx, const PlanRow *plans, uint32_t n_plans, const Today *today, DueList *out, Err *err)
{
    uint32_t *n_long = arena_array(ctx->arena, uint32_t, n_plans + 1u);
    for (uint32_t p = 0; p < n_plans; p++) {
        PlanWords words;
        int32_t due;
        if (!flow_plan_approved(ctx->db, &plans[p], STR_EMPTY, ctx->arena, &words, err)) return false;
        const MeasureRow *rows = words.measures;
        for (uint32_t i = 0; i < words.n && out->n < DUE_MOST; i++) {
            if (rows[i].state != MEASURE_OPEN || !date_parse(rows[i].due_on, &due) || due > today->friday) continue;
            if (due < today->day - LATE_DAYS_LONG) {
                n_long[p]++, out->n_long++;
                continue;
            }
            uint32_t at = out->n++;
            for (; at > 0 && str_cmp(out->rows[at - 1]->due_on, rows[i].due_on) > 0; at--) out->rows[at] = out->rows[at - 1], out->of[at] = out->of[at - 1];
            out->rows[at] = &rows[i], out->of[at] = &plans[p];
        }
    }
    out->n_long_of = n_long;
    return true;
}

/* What is late for months does not crowd out this week: one line a plan, and the way in. A plan of a year that is over can be ended. */
static void long_late(Ctx *ctx, Node *main, const PlanRow *plans, uint32_t n_plans, const Today *today, const DueList *due)
{
    Str *items = arena_array(ctx->arena, Str, n_plans + 1u);
    uint32_t n = 0;
    for (uint32_t p = 0; p < n_plans; p++) {
        if (due->n_long_of[p] == 0) continue;
        bool over = plans[p].school_year != 0 && plans[p].school_year < date_school_year(today->day) && who_may(ctx->who, RIGHT_PLAN_APPROVE, plans[p].org_path);
        Str end = over ? CTX_TEXT(ctx, " — год плана прошёл, его можно [завершить](/plans/%u/approve)", plans[p].number) : STR_EMPTY;
        items[n++] = CTX_TEXT(ctx, "[%.*s: %.*s](%.*s?show=late)%.*s", STR_ARG(plan_title(ctx, &plans[p])), STR_ARG(number_of(ctx->arena, due->n_long_of[p], "пункт", "пункта", "пунктов")), STR_ARG(plan_link(ctx, plans[p].number)), STR_ARG(end));
    }
    if (n == 0) return;
    doc_text(ctx->doc, main, CTX_TEXT(ctx, "Давно, больше двух месяцев, просрочено ещё %u:", due->n_long));
    doc_list(ctx->doc, main, n, items);
}

static bool near_terms(Ctx *ctx, Node *main, const PlanRow *plans, uint32_t n_plans, const Today *today, Err *err)
{
    DueList *due = arena_one(ctx->arena, DueList);
    if (!read_due(ctx, plans, n_plans, today, due, err)) return false;
    uint32_t shown = due->n > MOST_SHOWN ? MOST_SHOWN : due->n;
    Table *table = table_new(ctx->doc, STR("plan"), STR("Сроки плана до пятницы"), 7, due_columns, shown);
    table->untitled = true;
    table->empty = due->n_long > 0 ? STR("До пятницы сроков плана нет.") : STR("До пятницы сроков плана нет, просроченного тоже.");
    for (uint32_t i = 0; i < shown; i++) {
        MeasureMay may;
        if (!flow_measure_may(ctx->db, ctx->who, due->of[i], due->rows[i], NULL, ctx->arena, &may, err)) return false;
        put_due(ctx, table, due->rows[i], today->day, may.brings);
    }
    doc_table(ctx->doc, main, table);
    if (due->n > shown) doc_small(ctx->doc, main, CTX_TEXT(ctx, "И ещё %u — на странице [сроков недели](/week).", due->n - shown));
    long_late(ctx, main, plans, n_plans, today, due);
    return true;
}

/* One plan is «План района»; of several each is called by its name. */
static void plan_head(Ctx *ctx, Node *main, const PlanRow *row, bool alone)
{
    Str measures = number_of(ctx->arena, row->n_measures, "пункт", "пункта", "пунктов");
    Node *head = doc_heading(ctx->doc, main, 2, alone ? CTX_TEXT(ctx, "%s: %.*s", whose_plan(ctx->org.kind), STR_ARG(measures)) : row->title);
    if (!alone) head->sub = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(measures), STR_ARG(plan_year(ctx, row)));
    head->kicker_right = CTX_TEXT(ctx, "[Весь план](%.*s)", STR_ARG(plan_link(ctx, row->number)));
    doc_strip(ctx->doc, main, plan_strip(ctx, row));
}

bool today_plan_strip(Ctx *ctx, Node *main, const Today *today, Err *err)
{
    enum { STRIPS = 3 };
    const PlanRow *rows;
    uint32_t n;
    if (!who_may(ctx->who, RIGHT_PLAN_READ, ctx->org.path)) return true;
    if (!own_plans(ctx, today->day, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n && i < STRIPS; i++) plan_head(ctx, main, &rows[i], n == 1);
    if (n > STRIPS) doc_small(ctx->doc, main, CTX_TEXT(ctx, "И ещё %.*s: [все планы](/plans).", STR_ARG(number_of(ctx->arena, n - STRIPS, "план", "плана", "планов"))));
    if (n == 0) return true;
    if (n > 1) doc_heading(ctx->doc, main, 2, STR("Сроки планов до пятницы"));
    return near_terms(ctx, main, rows, n, today, err);
}

/* What names this person by role or post, not by account: of the own organisation's plans, late or due until Friday. Who runs the plan sees all of it already. */
static bool add_named(Ctx *ctx, const Today *today, const MeasureRow **rows, uint32_t *n, Err *err)
{
    enum { MOST = 50 };
    const PlanRow *plans;
    uint32_t n_plans, n_all = *n;
    if (!who_may(ctx->who, RIGHT_EVIDENCE_WRITE, ctx->org.path) || who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) return true;
    if (!own_plans(ctx, today->day, &plans, &n_plans, err)) return false;
    MeasureRow *all = arena_array(ctx->arena, MeasureRow, n_all + MOST);
    if (n_all > 0) memcpy(all, *rows, n_all * sizeof *all);
    for (uint32_t p = 0; p < n_plans; p++) {
        PlanWords words;
        if (!flow_plan_approved(ctx->db, &plans[p], STR_EMPTY, ctx->arena, &words, err)) return false;
        for (uint32_t i = 0; i < words.n && n_all < *n + MOST; i++) {
            const MeasureRow *row = &words.measures[i];
            int32_t due;
            MeasureMay may;
            bool known = false;
            if ((row->state != MEASURE_OPEN && row->state != MEASURE_RETURNED) || !date_parse(row->due_on, &due) || due > today->friday) continue;
            for (uint32_t k = 0; k < *n; k++) known = known || all[k].id == row->id;
            if (known) continue;
            if (!flow_measure_may(ctx->db, ctx->who, &plans[p], row, NULL, ctx->arena, &may, err)) return false;
            if (may.brings) all[n_all++] = *row;
        }
    }
    *rows = all, *n = n_all;
    return true;
}

bool today_mine(Ctx *ctx, Node *main, const Today *today, Err *err)
{
    const MeasureRow *rows;
    uint32_t n;
    if (!flow_measures_mine(ctx->db, ctx->who, ctx->arena, &rows, &n, err) || !add_named(ctx, today, &rows, &n, err)) return false;
    if (n == 0) return true;
    uint32_t shown = n > MOST_SHOWN ? MOST_SHOWN : n;
    doc_heading(ctx->doc, main, 2, STR("Пункты планов, где назвали вас или вашу должность"));
    Table *table = table_new(ctx->doc, STR("mine"), STR("Ваши пункты планов"), 7, due_columns, shown);
    table->untitled = true;
    for (uint32_t i = 0; i < shown; i++) {
        PlanRow plan;
        MeasureMay may;
        bool found;
        if (!plan_get_id(ctx->db, rows[i].region_id, rows[i].plan_id, date_iso(ctx->arena, today->day), ctx->arena, &plan, &found, err)) return false;
        if (found && !flow_measure_may(ctx->db, ctx->who, &plan, &rows[i], NULL, ctx->arena, &may, err)) return false;
        put_due(ctx, table, &rows[i], today->day, found && may.brings);
    }
    doc_table(ctx->doc, main, table);
    return true;
}
