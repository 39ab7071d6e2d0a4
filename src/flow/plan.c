/* A plan is made from what was read, told as content, corrected in its own fields. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/lines.h"
#include "flow/attach_.h"

/* Section of what was decided, before the plan that is its annex. */
#define POINTS    "Приказ"
#define DECISIONS "Решения"
/* Section of measures of that annex which has none of its own: «1» of the order and «1» of the plan stand under different heads. */
#define ANNEX     "План мероприятий"

bool plan_org(DbRead *db, const Who *who, Str code, Arena *arena, Org *out, Err *err)
{
    bool found;
    if (!org_by_code(db, who->region_id, code, arena, out, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Проверьте код организации.", "Организации с кодом «%.*s» нет.", STR_ARG(code));
}

/* ---- making ---- */

bool plan_make(DbWrite *write, PlanTask *task, const Org *org, PlanRow *row, Err *err)
{
    row->region_id = org->region_id;
    row->org_id = org->id;
    row->id = db_new_id(write);
    row->state = PLAN_DRAFT;
    row->made_by = task->who->account_id;
    row->made_at = task->now;
    row->org_path = org->path;
    row->org_kind = org->kind;
    row->org_code = org->code;
    row->org_name = org->name;
    row->revision = 1;
    row->began_on = row->approved_on;
    if (!plan_next_number(db_within(write), org->region_id, &row->number, err) || !plan_put(write, row, err) || !plan_index_title(write, row, task->arena, err)) return false;
    task->plan = *row;
    task->made = row->number;
    return true;
}

/* Who answers, who helps and who controls. The point about control has no other controller than whom it names. */
static bool people_of_new(DbRead *db, const PlanTask *task, const MeasureRow *row, MeasurePerson **out, uint32_t *n, Err *err)
{
    const MeasurePerson *people, *others = NULL;
    uint32_t n_others = 0;
    if (!plan_people_of(db, task, row->responsible, &people, n, err) || (task->said != NULL && !plan_others_of(db, task, task->said, &others, &n_others, err))) return false;
    if (*n + n_others > LIMIT_MEASURE_PEOPLE) n_others = LIMIT_MEASURE_PEOPLE - *n;
    MeasurePerson *all = arena_array(task->arena, MeasurePerson, *n + n_others + 1u);
    if (*n > 0) memcpy(all, people, *n * sizeof *all);
    if (others != NULL) memcpy(all + *n, others, n_others * sizeof *all);
    *n = plan_control_add(task, all, *n + n_others);
    if (*n > 0 && all[*n - 1].inherited && plan_controller_of(row->title, task->arena).n > 0) all[*n - 1].part = MEASURE_RESPONSIBLE, all[*n - 1].inherited = false;
    *out = all;
    return true;
}

bool measure_make(DbWrite *write, const PlanTask *task, MeasureRow *row, Err *err)
{
    const MeasureSlot *slots;
    MeasurePerson *people;
    uint32_t n_people;
    row->region_id = task->plan.region_id;
    row->id = db_new_id(write);
    row->plan_id = task->plan.id;
    row->org_id = task->plan.org_id;
    row->state = MEASURE_OPEN;
    row->changed_by = task->who->account_id;
    row->changed_at = task->now;
    row->revision = 1;
    row->n_slots = measure_slots_of(row, plan_asks_schools(&task->plan, row->responsible, task->arena), task->arena, &slots);
    uint32_t n_made = row->n_slots;
    Str since = measure_since(&task->plan, n_made, slots);
    measure_due_next(row, since, n_made, slots, NULL);
    for (uint32_t i = 0; i < n_made; i++) row->n_slots -= slot_is_before(&slots[i], since);
    return people_of_new(db_within(write), task, row, &people, &n_people, err) && measure_put(write, row, err) && (task->plan.edition > 0 || plan_index_measure(write, &task->plan, row, task->arena, err)) &&
           measure_people_put(write, row->region_id, row->id, n_people, people, err) && measure_slots_put(write, row->region_id, row->id, n_made, slots, err);
}

static MeasureRow row_of_measure(const Measure *measure, Arena *arena)
{
    MeasureRow row = { .n = measure->n, .section_n = measure->i_section == PLAN_NO_SECTION ? 0 : measure->i_section + 1, .number = measure->number, .task = measure->task,
        .title = lines_join(arena, 1, &measure->title), .bullets = lines_join(arena, measure->n_bullets, measure->bullets), .expected = measure->expected,
        .participants = lines_join(arena, measure->n_participants, measure->participants), .responsible = lines_join(arena, measure->n_responsible, measure->responsible),
        .capabilities = capabilities_words(arena, measure->n_capabilities, measure->capabilities), .line_from = measure->line_from, .line_to = measure->line_to,
        .term_text = lines_join(arena, 1, &measure->term.text), .term_by_hand = measure->term.by_hand, .reason = STR_EMPTY };
    measure_set_windows(&row, measure->term.n_windows, measure->term.windows, arena);
    return row;
}

static MeasureRow row_of_decision(const PlanDecision *decision, Arena *arena)
{
    MeasureRow row = { .n = decision->n, .number = decision->number, .task = STR_EMPTY, .title = lines_join(arena, 1, &decision->text), .bullets = STR_EMPTY, .expected = STR_EMPTY,
        .participants = STR_EMPTY, .responsible = lines_join(arena, decision->n_responsible, decision->responsible),
        .capabilities = capabilities_words(arena, decision->n_capabilities, decision->capabilities), .line_from = decision->line_from, .line_to = decision->line_to,
        .term_text = lines_join(arena, 1, &decision->term.text), .term_by_hand = decision->term.by_hand, .reason = STR_EMPTY };
    measure_set_windows(&row, decision->term.n_windows, decision->term.windows, arena);
    return row;
}

/* Points of an order stand before the plan that is its annex, under a section of their own. */
static bool own_decisions(const PlanContent *content) { return content->n_decisions > 0 && content->n_measures > 0; }

static bool has_loose(const PlanContent *content)
{
    for (uint32_t i = 0; i < content->n_measures; i++)
        if (content->measures[i].i_section == PLAN_NO_SECTION) return true;
    return false;
}

MeasureRow plan_row_of(const PlanContent *content, uint32_t i, Arena *arena)
{
    bool is_decision = i < content->n_decisions;
    MeasureRow row = is_decision ? row_of_decision(&content->decisions[i], arena) : row_of_measure(&content->measures[i - content->n_decisions], arena);
    uint32_t lead = own_decisions(content) ? 1u + has_loose(content) : 0;
    if (lead > 0) row.section_n = is_decision ? 1 : row.section_n > 0 ? row.section_n + lead : 2;
    return row;
}

const SectionRow *plan_sections_of(const PlanContent *content, Arena *arena, uint32_t *n)
{
    bool own = own_decisions(content);
    uint32_t lead = own ? 1u + has_loose(content) : 0;
    *n = content->n_sections + lead;
    SectionRow *rows = arena_array(arena, SectionRow, *n + 1u);
    if (own) rows[0] = (SectionRow){ 1, STR_EMPTY, content->kind == PLAN_ORDER ? STR(POINTS) : STR(DECISIONS) };
    if (lead > 1) rows[1] = (SectionRow){ 2, STR_EMPTY, STR(ANNEX) };
    for (uint32_t i = 0; i < content->n_sections; i++) rows[i + lead] = (SectionRow){ i + lead + 1, content->sections[i].number, lines_join(arena, 1, &content->sections[i].title) };
    return rows;
}

static bool fits(Str words, const char *what, Err *err)
{
    return words.n <= LIMIT_PLAN_WORDS || err_set(err, ERR_LIMIT, "Разделите этот текст на части.", "%s длиннее двух страниц.", what);
}

static bool content_fits(const PlanContent *content, Err *err)
{
    if (content->n_measures + content->n_decisions > LIMIT_PLAN_MEASURES)
        return err_set(err, ERR_LIMIT, "Разделите документ на несколько планов.", "В документе %u пунктов, а в одном плане их бывает до %u.", content->n_measures + content->n_decisions, LIMIT_PLAN_MEASURES);
    if (!fits(content->title, "Название плана", err) || !fits(content->goal, "Цель плана", err)) return false;
    for (uint32_t i = 0; i < content->n_measures; i++)
        if (!fits(content->measures[i].title, "Название пункта", err) || !fits(content->measures[i].expected, "Ожидаемый результат", err)) return false;
    for (uint32_t i = 0; i < content->n_decisions; i++)
        if (!fits(content->decisions[i].text, "Решение", err)) return false;
    return true;
}

typedef struct NewPlan { Str org_code; const PlanContent *content; Str source_name, sha256; PlanAlso also; void *context; } NewPlan;

static bool put_measures(DbWrite *write, PlanTask *task, const PlanContent *content, Err *err)
{
    uint32_t n = 0;
    TermContext terms;
    if (!plan_terms(db_within(write), &task->plan, task->arena, &terms, err)) return false;
    for (uint32_t i = 0; i < content->n_decisions + content->n_measures; i++) {
        MeasureRow row = plan_row_of(content, i, task->arena);
        measure_understand(&row, &terms, task->arena);
        row.n = row.position = ++n;
        task->said = i < content->n_decisions ? NULL : &content->measures[i - content->n_decisions];
        if (!measure_make(write, task, &row, err)) return false;
    }
    task->said = NULL;
    return true;
}

/* As it was read; of content made otherwise, by its points. */
static Str controller_words(const PlanContent *content, Arena *arena)
{
    Str words = plan_without_stop(lines_join(arena, 1, &content->controller));
    for (uint32_t i = 0; words.n == 0 && i < content->n_decisions; i++) words = plan_controller_of(content->decisions[i].text, arena);
    return words;
}

static bool new_step(DbWrite *write, PlanTask *task, Err *err)
{
    const NewPlan *ask = task->ask;
    const PlanContent *content = ask->content;
    Org org;
    if (!plan_org(db_within(write), task->who, ask->org_code, task->arena, &org, err) || !who_demand(task->who, RIGHT_PLAN_WRITE, org.path, err)) return false;
    PlanRow row = { .kind = content->kind == 0 ? PLAN_PLAN : content->kind, .title = lines_join(task->arena, 1, &content->title), .goal = content->goal, .school_year = content->school_year,
        .approved_by = content->approved_by, .approved_on = date_iso(task->arena, content->approved_on), .approved_number = content->approved_number,
        .basis = lines_join(task->arena, content->n_basis, content->basis), .columns = lines_join(task->arena, content->n_columns, content->columns), .source_sha256 = ask->sha256,
        .source_name = ask->source_name, .return_reason = STR_EMPTY };
    if (row.title.n == 0) row.title = row.kind == PLAN_ORDER ? STR("Приказ без названия") : row.kind == PLAN_MINUTES ? STR("Протокол без названия") : STR("План без названия");
    uint32_t n_sections;
    const SectionRow *sections = plan_sections_of(content, task->arena, &n_sections);
    task->plan = (PlanRow){ .region_id = org.region_id, .org_path = org.path, .org_kind = org.kind }; /* where people are looked for */
    if (!plan_set_controller(db_within(write), task, controller_words(content, task->arena), err)) return false;
    row.controller = task->plan.controller, row.controller_id = task->plan.controller_id;
    if (!plan_make(write, task, &org, &row, err) || !plan_sections_put(write, task->plan.region_id, task->plan.id, n_sections, sections, err) || !put_measures(write, task, content, err)) return false;
    Str words = arena_printf(task->arena, "«%.*s»: пунктов — %u%s%.*s", STR_ARG(row.title), content->n_measures + content->n_decisions, ask->source_name.n > 0 ? "; из документа " : "", STR_ARG(ask->source_name));
    return plan_recount(write, row.region_id, row.id, task->now, err) && plan_note(write, task, "заведён план", words, err) && (ask->also == NULL || ask->also(write, task, ask->context, err));
}

bool plan_new_with(Flow *flow, const Who *who, Str org_code, const PlanContent *content, PlanAlso also, void *context, uint32_t *number, Err *err)
{
    NewPlan ask = { org_code, content, STR_EMPTY, STR_EMPTY, also, context };
    PlanTask task = { .who = who, .step = new_step, .ask = &ask };
    bool done = content_fits(content, err) && plan_task_run(flow, &task, err);
    if (done) *number = task.made;
    return done;
}

bool flow_plan_new(Flow *flow, const Who *who, Str org_code, const PlanContent *content, const PlanSource *source, uint32_t *number, Err *err)
{
    Arena *arena = arena_new(0);
    char sha256[65] = "";
    bool with_source = source != NULL && source->bytes.n > 0;
    Org org;
    bool done = content_fits(content, err) && plan_org(flow_reader(flow), who, org_code, arena, &org, err) && who_demand(who, RIGHT_PLAN_WRITE, org.path, err) &&
        (!with_source || attach_put(flow, who, ATTACH_SOURCE, source->name, source->bytes, sha256, err));
    NewPlan ask = { org_code, content, with_source ? attach_name(source->name, arena) : STR_EMPTY, str_of(sha256), NULL, NULL };
    PlanTask task = { .who = who, .step = new_step, .ask = &ask };
    done = done && plan_task_run(flow, &task, err);
    if (done && number != NULL) *number = task.made;
    arena_free(arena);
    return done;
}

/* ---- as content ---- */

static Term term_of(const MeasureRow *row, Arena *arena)
{
    Term term = { .text = row->term_text, .kind = row->term_kind, .anchor = row->anchor, .offset = row->term_offset, .recurrence = row->recurrence, .by_hand = row->term_by_hand };
    if (row->windows.n > 0) (void)term_windows_parse(row->windows, arena, &term.n_windows, &term.windows);
    term.n_warnings = lines_split(row->term_notes, arena, &term.warnings);
    return term;
}

static void add_measure(const MeasureRow *row, const SectionRow *sections, uint32_t n_sections, Measure *out, Arena *arena)
{
    *out = (Measure){ .n = row->n, .number = row->number, .i_section = PLAN_NO_SECTION, .task = row->task, .title = row->title, .term = term_of(row, arena), .expected = row->expected,
        .line_from = row->line_from, .line_to = row->line_to };
    for (uint32_t i = 0; i < n_sections; i++)
        if (sections[i].n == row->section_n) out->i_section = i;
    out->n_bullets = lines_split(row->bullets, arena, &out->bullets);
    out->n_responsible = lines_split(row->responsible, arena, &out->responsible);
    out->n_participants = lines_split(row->participants, arena, &out->participants);
    (void)capabilities_read(row->capabilities, arena, &out->n_capabilities, &out->capabilities);
}

static PlanDecision decision_of(const MeasureRow *row, Arena *arena)
{
    PlanDecision decision = { .n = row->n, .number = row->number, .text = row->title, .term = term_of(row, arena), .line_from = row->line_from, .line_to = row->line_to };
    decision.n_responsible = lines_split(row->responsible, arena, &decision.responsible);
    (void)capabilities_read(row->capabilities, arena, &decision.n_capabilities, &decision.capabilities);
    return decision;
}

/* Points of an order and decisions stand where flow_plan_new() put them: under a section of their own when a plan follows, else under none. */
static bool own_section(const PlanRow *plan, const SectionRow *sections, uint32_t n_sections)
{
    bool may = (plan->kind == PLAN_ORDER || plan->kind == PLAN_MINUTES) && n_sections > 0;
    return may && (str_eq(sections[0].title, STR(POINTS)) || str_eq(sections[0].title, STR(DECISIONS)));
}

bool plan_row_is_decision(const PlanRow *plan, const MeasureRow *row, const SectionRow *sections, uint32_t n_sections)
{
    if (plan->kind != PLAN_ORDER && plan->kind != PLAN_MINUTES) return false;
    if (own_section(plan, sections, n_sections)) return row->section_n == sections[0].n;
    return row->section_n == 0 && row->expected.n + row->participants.n + row->bullets.n + row->task.n == 0; /* decisions have none of these */
}

bool flow_plan_content(DbRead *db, const PlanRow *plan, Arena *arena, PlanContent *out, Err *err)
{
    const SectionRow *rows;
    const MeasureRow *measures;
    uint32_t n_rows, n_measures, from = 0;
    if (!plan_sections(db, plan->region_id, plan->id, arena, &rows, &n_rows, err) || !measure_list(db, plan->region_id, plan->id, arena, &measures, &n_measures, err)) return false;
    *out = (PlanContent){ .kind = plan->kind, .title = plan->title, .approved_by = plan->approved_by, .approved_on = DATE_NONE, .approved_number = plan->approved_number, .goal = plan->goal, .controller = plan->controller,
        .school_year = plan->school_year };
    date_parse(plan->approved_on, &out->approved_on);
    out->n_basis = lines_split(plan->basis, arena, &out->basis);
    out->n_columns = lines_split(plan->columns, arena, &out->columns);
    Measure *own = arena_array(arena, Measure, n_measures + 1u);
    PlanDecision *decisions = arena_array(arena, PlanDecision, n_measures + 1u);
    from = own_section(plan, rows, n_rows);
    from += from == 1 && n_rows > 1 && str_eq(rows[1].title, STR(ANNEX));
    for (uint32_t i = 0; i < n_measures; i++) {
        if (plan_row_is_decision(plan, &measures[i], rows, n_rows)) decisions[out->n_decisions++] = decision_of(&measures[i], arena);
        else add_measure(&measures[i], rows + from, n_rows - from, &own[out->n_measures++], arena);
    }
    PlanSection *sections = arena_array(arena, PlanSection, n_rows + 1u);
    for (uint32_t i = from; i < n_rows; i++) sections[out->n_sections++] = (PlanSection){ rows[i].number, rows[i].title };
    out->measures = own;
    out->decisions = decisions;
    out->sections = sections;
    return true;
}

/* ---- own fields ---- */

Str plan_year_words(int school_year, Arena *arena) { return school_year == 0 ? STR_EMPTY : arena_printf(arena, "%d/%d", school_year, school_year + 1); }

static bool edit_step(DbWrite *write, PlanTask *task, Err *err)
{
    const PlanEdit *edit = task->ask;
    PlanRow before = task->plan, *plan = &task->plan;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(plan, err)) return false;
    if (edit->title != NULL) plan->title = lines_join(task->arena, 1, edit->title);
    if (edit->goal != NULL) plan->goal = str_trim(*edit->goal);
    if (edit->basis != NULL) plan->basis = str_trim(*edit->basis);
    if (edit->school_year != NULL) plan->school_year = *edit->school_year;
    Str controller = edit->controller != NULL ? plan_without_stop(lines_join(task->arena, 1, edit->controller)) : before.controller;
    if (!str_eq(controller, before.controller) && !plan_set_controller(db_within(write), task, controller, err)) return false;
    if (plan->title.n == 0) return err_set(err, ERR_INPUT, "Напишите, как называется план.", "Название плана не написано.");
    if (plan->school_year != 0 && (plan->school_year < 2000 || plan->school_year > 2100)) return err_set(err, ERR_INPUT, "Год, в котором учебный год начинается: 2026.", "Учебный год %d не подходит.", plan->school_year);
    if (!fits(plan->title, "Название плана", err) || !fits(plan->goal, "Цель плана", err) || !fits(plan->basis, "Основание", err) || !fits(plan->controller, "Кто контролирует план", err)) return false;
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "название", before.title, plan->title);
    add_change(&out, "цель", before.goal, plan->goal);
    add_change(&out, "основание", before.basis, plan->basis);
    add_change(&out, PLAN_FIELD_CONTROL, before.controller, plan->controller);
    add_change(&out, "учебный год", plan_year_words(before.school_year, task->arena), plan_year_words(plan->school_year, task->arena));
    Str words = changes_words(&out, task->arena);
    if (words.n == 0) return true;
    if (edit->revision != before.revision) { *plan = before; return plan_conflict(db_within(write), task, false, edit->revision, err); }
    plan->changed = plan->edition > 0;
    if (plan->school_year != before.school_year && !plan_understand(write, plan, task->arena, NULL, err)) return false;
    /* Of an approved plan with its next approval, as other people are. */
    if (plan->edition == 0 && !str_eq(plan->controller, before.controller) && !plan_control_follow(write, task, err)) return false;
    return plan_write(write, task, "исправлен план", words, err) && plan_recount(write, plan->region_id, plan->id, task->now, err);
}

bool flow_plan_edit(Flow *flow, const Who *who, uint32_t number, const PlanEdit *edit, Err *err)
{
    PlanTask task = { .who = who, .step = edit_step, .number = number, .ask = edit };
    return plan_task_run(flow, &task, err);
}
