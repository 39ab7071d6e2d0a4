/* How a plan is carried out, for a meeting, in one click: counts, every measure with its evidence and reasons in words, and what the meeting should decide. The same page is the DOCX and the XLSX. */
#include "base/date.h"
#include "base/number.h"
#include "publish/rich.h"
#include "web/plan_table.h"

static const Param params[] = {
    PLAN_PARAM, { .name = "from", .kind = PARAM_DATE, .title = "сроки с какого дня" }, { .name = "to", .kind = PARAM_DATE, .title = "сроки по какой день" }, { .name = NULL },
};

typedef struct Execution { PlanView view; int32_t from, to; uint32_t n; const MeasureRow **rows; uint32_t n_standing[N_STANDINGS], n_undated; } Execution;

/* Within the days that were asked; what has no last day belongs to any of them. */
static bool is_asked(const Execution *it, const MeasureRow *row)
{
    int32_t due, first;
    if (date_parse(row->due_on, &due) && it->from != DATE_NONE && due < it->from) return false;
    return !(date_parse(row->first_on, &first) && it->to != DATE_NONE && first > it->to);
}

static void period(Ctx *ctx, const Execution *it)
{
    static const FormButton button[] = { { .title = { "Показать", 16 } } };
    Field *fields = arena_array(ctx->arena, Field, 2);
    fields[0] = (Field){ .kind = FIELD_DATE, .name = STR("from"), .label = STR("Сроки с"), .value = ctx_param(ctx, "from"), .optional = true };
    fields[1] = (Field){ .kind = FIELD_DATE, .name = STR("to"), .label = STR("по"), .value = ctx_param(ctx, "to"), .optional = true };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/plans/%u/execution", it->view.row.number), .in_line = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = button };
    doc_form(ctx->doc, NULL, form);
}

static Str evidence_words(Ctx *ctx, const MeasureRow *row, Err *err, bool *done)
{
    const EvidenceRow *all;
    uint32_t n, n_named = 0;
    Buf out;
    *done = evidence_list(ctx->db, row->region_id, row->id, ctx->arena, &all, &n, err);
    if (!*done) return STR_EMPTY;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (all[i].state == EVIDENCE_TAKEN_BACK || all[i].state == EVIDENCE_RETURNED) continue;
        if (n_named++ > 0) buf_add_z(&out, "; ");
        buf_add(&out, rich_escape(ctx->arena, all[i].title.n > 0 ? all[i].title : all[i].file_name));
        if (all[i].org_id != row->org_id) buf_printf(&out, " (%.*s)", STR_ARG(rich_escape(ctx->arena, all[i].org_name)));
        if (evidence_is_own(&all[i])) buf_add_z(&out, " — принято тем же, кто и принёс");
        if (all[i].record_changed && all[i].state == EVIDENCE_ACCEPTED) buf_printf(&out, " — запись исправлена %.*s, после принятия", STR_ARG(ctx_day(ctx, all[i].record_changed_at)));
        if (all[i].state == EVIDENCE_OFFERED) buf_add_z(&out, " — ждёт проверки");
    }
    Str words = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

static bool lines(Ctx *ctx, const Execution *it, Err *err)
{
    static const Column columns[] = {
        { .head = { "№", 3 } }, { .head = { "мероприятие", 22 }, .width = 0.25f }, { .head = { "срок", 8 }, .width = 0.12f }, { .head = { "ответственный", 26 }, .width = 0.14f }, { .head = { "состояние", 18 } },
        { .head = { "чем подтверждено", 31 }, .width = 0.22f }, { .head = { "пояснение", 18 }, .width = 0.14f },
    };
    const PlanView *view = &it->view;
    Table *table = table_new(ctx->doc, STR("execution"), STR("Исполнение по пунктам"), 7, columns, it->n + view->n_sections);
    table->untitled = table->panel = table->wide = true;
    table->empty = STR("В эти дни сроков нет.");
    uint32_t section_n = 0;
    for (uint32_t i = 0; i < it->n; i++) {
        const MeasureRow *row = it->rows[i];
        bool done;
        if (row->section_n != section_n)
            for (uint32_t s = 0; s < view->n_sections; s++)
                if (view->sections[s].n == row->section_n && table->n_rows + it->n - i < table->max_rows)
                    table_row(ctx->doc, table, ROW_SECTION)[0] = cell_text(CTX_TEXT(ctx, "%.*s %.*s", STR_ARG(rich_escape(ctx->arena, view->sections[s].number)), STR_ARG(rich_escape(ctx->arena, view->sections[s].title))));
        section_n = row->section_n;
        Standing standing = measure_standing(row, view->today);
        Str evidence = evidence_words(ctx, row, err, &done);
        if (!done) return false;
        Cell *cells = table_row(ctx->doc, table, standing == STANDING_LATE ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(measure_number(ctx, row));
        cells[1] = cell_link(rich_escape(ctx->arena, row->title), measure_link(ctx, view->row.number, row->n));
        cells[2] = row->term_text.n > 0 ? cell_text(rich_escape(ctx->arena, row->term_text)) : cell_missing();
        cells[3] = row->responsible.n > 0 ? cell_text(lines_joined(ctx, row->responsible)) : cell_missing();
        cells[4] = standing_cell(standing);
        cells[5] = evidence.n > 0 ? cell_text(evidence) : cell_missing();
        cells[6] = cell_text(measure_control_words(ctx, row, view->today));
    }
    doc_table(ctx->doc, NULL, table);
    return true;
}

/* What a meeting can do about what does not go by itself. */
static void to_decide(Ctx *ctx, const Execution *it)
{
    Str *items = arena_array(ctx->arena, Str, it->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < it->n; i++) {
        const MeasureRow *row = it->rows[i];
        Standing standing = measure_standing(row, it->view.today);
        Str who = row->responsible.n > 0 ? lines_joined(ctx, row->responsible) : STR("ответственный не назван");
        const char *what = standing == STANDING_LATE ? "назвать новый срок или снять" : standing == STANDING_RETURNED ? "кто и когда исправит" : standing == STANDING_CHECKED ? "принять или вернуть" : measure_is_undated(row) && row->term_kind != TERM_SCHEDULE ? "назвать срок" : NULL;
        if (what != NULL) items[n++] = CTX_TEXT(ctx, "%.*s — %s; %.*s (%.*s).", STR_ARG(measure_heading(ctx, row)), what, STR_ARG(measure_control_words(ctx, row, it->view.today)), STR_ARG(who));
    }
    doc_heading(ctx->doc, NULL, 2, STR("Что решить на совещании"));
    if (n > 0) doc_list(ctx->doc, NULL, n, items);
    else doc_text(ctx->doc, NULL, STR("Решать нечего: просроченного, возвращённого и непроверенного нет, у каждого пункта есть срок."));
}

/* What was done in the plans made from this one; where nobody else was to look at it, it is said so. */
static bool below(Ctx *ctx, const PlanView *view, Err *err)
{
    const RollCount *counts;
    uint32_t n, n_done = 0, n_own = 0;
    if (view->row.org_kind == ORG_SCHOOL) return true;
    if (!plan_roll_counts(ctx->db, view->row.region_id, view->row.id, date_iso(ctx->arena, view->today), ctx->arena, &counts, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) n_done += counts[i].n_state[MEASURE_ACCEPTED], n_own += counts[i].n_own;
    Str own = n_own > 0 ? CTX_TEXT(ctx, ", в том числе принято теми же, кто принёс: **%u**", n_own) : STR_EMPTY;
    if (n_done > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "В планах тех, кто ниже, сделано: **%u**%.*s. [Свод](/plans/%u/rollup)", n_done, STR_ARG(own), view->row.number));
    return true;
}

static void counts(Ctx *ctx, const Execution *it)
{
    const uint32_t *n = it->n_standing;
    Fact *facts = arena_array(ctx->arena, Fact, 6);
    facts[0] = (Fact){ STR("сделано"), CTX_TEXT(ctx, "**%u** из %u", n[STANDING_DONE], it->n), STR("приняты контролирующим по подтверждениям") };
    facts[1] = (Fact){ STR("идёт в срок"), CTX_TEXT(ctx, "**%u**", n[STANDING_RUNS] + n[STANDING_AHEAD]), CTX_TEXT(ctx, "из них впереди %u", n[STANDING_AHEAD]) };
    facts[2] = (Fact){ STR("на проверке"), CTX_TEXT(ctx, "**%u**", n[STANDING_CHECKED]), STR_EMPTY };
    facts[3] = (Fact){ STR("возвращено"), CTX_TEXT(ctx, "**%u**", n[STANDING_RETURNED]), STR_EMPTY };
    facts[4] = (Fact){ STR("просрочено"), CTX_TEXT(ctx, "**%u**", n[STANDING_LATE]), STR_EMPTY };
    facts[5] = (Fact){ STR("без срока"), CTX_TEXT(ctx, "**%u**", it->n_undated), STR("считаются и среди идущих") };
    doc_facts(ctx->doc, NULL, 6, facts)->across = true;
}

static bool show(Ctx *ctx, Err *err)
{
    Execution *it = arena_one(ctx->arena, Execution);
    PlanView *view = &it->view;
    if (!plan_view_open_approved(ctx, view, err) || !plan_view_read(ctx, view, err)) return false;
    if (!date_parse(ctx_param(ctx, "from"), &it->from)) it->from = DATE_NONE;
    if (!date_parse(ctx_param(ctx, "to"), &it->to)) it->to = DATE_NONE;
    it->rows = arena_array(ctx->arena, const MeasureRow *, view->n + 1u);
    for (uint32_t i = 0; i < view->n; i++) {
        const MeasureRow *row = &view->measures[i];
        if (!is_asked(it, row)) continue;
        it->rows[it->n++] = row;
        it->n_standing[measure_standing(row, view->today)]++;
        it->n_undated += measure_is_undated(row);
    }
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->kicker = date_long(ctx->arena, view->today);
    ctx->doc->title = CTX_TEXT(ctx, "Исполнение плана: сделано %u из %u", it->n_standing[STANDING_DONE], it->n);
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s. %.*s.", STR_ARG(plan_title(ctx, &view->row)), STR_ARG(plan_approved_words(ctx, &view->row)));
    counts(ctx, it);
    if (!below(ctx, view, err)) return false;
    if (!ctx_is_file(ctx)) period(ctx, it);
    to_decide(ctx, it);
    doc_heading(ctx->doc, NULL, 2, STR("По пунктам"));
    return lines(ctx, it, err);
}

const Page page_plan_execution = { .path = "/plans/:plan/execution", .title = "Исполнение плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/execution", .show = show };
