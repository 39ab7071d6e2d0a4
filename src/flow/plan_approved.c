/* A plan as its readers see it. Rows hold what was corrected since, too; the approved words are the bytes of the last edition, laid here over the living rest of each row: state, evidence, days that schedules move. */
#include "flow/plan_.h"

#include "base/date.h"
#include "base/lines.h"
#include "flow/standing.h"

bool flow_plan_edition(DbRead *db, const PlanRow *plan, uint32_t edition, Arena *arena, PlanContent *out, Err *err)
{
    PlanEdition row;
    bool found;
    if (edition == 0) return flow_plan_content(db, plan, arena, out, err);
    if (!plan_edition_get(db, plan->region_id, plan->id, edition, arena, &row, &found, err)) return false;
    return found ? plan_content_read(row.content, arena, out, err) : err_set(err, ERR_NOT_FOUND, "Выберите редакцию в списке.", "Редакции %u у плана № %u нет.", edition, plan->number);
}

bool plan_verb_corrects(Str verb)
{
    static const char *const begins[] = { "исправлен", "добавлен пункт", "пункт исключён из плана", "пункт возвращён в план", "принята правка", "отменена правка" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (str_starts(verb, str_of(begins[i]))) return true;
    return false;
}

static bool is_as_approved(const PlanRow *plan) { return plan->edition == 0 || !plan->changed; }

static void head_of(const PlanContent *content, PlanRow *plan, Arena *arena)
{
    plan->kind = content->kind == 0 ? plan->kind : content->kind;
    plan->title = lines_join(arena, 1, &content->title);
    plan->goal = content->goal;
    if (!str_eq(plan->controller, content->controller)) plan->controller_id = 0, plan->controller_name = plan->controller_post = STR_EMPTY; /* corrected since: words alone */
    plan->controller = content->controller;
    plan->basis = lines_join(arena, content->n_basis, content->basis);
    plan->school_year = content->school_year;
}

static bool same_term(const MeasureRow *a, const MeasureRow *b)
{
    return str_eq(a->term_text, b->term_text) && a->term_by_hand == b->term_by_hand && (!a->term_by_hand || str_eq(a->windows, b->windows));
}

typedef struct Terms { DbRead *db; const PlanRow *plan; TermContext context; bool read; } Terms;

/* Slots may be those of the correction: what came is taken for the first occurrences that are asked for. */
static void due_of_approved(MeasureRow *row, const PlanRow *plan, Arena *arena)
{
    const MeasureSlot *slots;
    uint32_t n = row->recurrence.n > 0 ? measure_slots_of(row, false, arena, &slots) : 0, n_came = row->n_proven + row->n_waiting;
    if (n == 0) return;
    Str since = measure_since(plan, n, slots);
    bool *is_brought = arena_array(arena, bool, n);
    for (uint32_t i = 0; i < n && n_came > 0; i++)
        if (!slot_is_before(&slots[i], since)) is_brought[i] = true, n_came--;
    measure_due_next(row, since, n, slots, is_brought);
}

/* What a person wrote in row becomes what words say. The term is understood again only where it was corrected: elsewhere its days may have come from a schedule since. */
static bool lay_over(MeasureRow *row, const MeasureRow *words, Terms *terms, Arena *arena, Err *err)
{
    row->number = words->number, row->task = words->task, row->title = words->title, row->bullets = words->bullets;
    row->expected = words->expected, row->participants = words->participants, row->responsible = words->responsible;
    row->capabilities = words->capabilities, row->section_n = words->section_n, row->position = words->position;
    row->deleted = false;
    if (same_term(row, words)) return true;
    row->term_text = words->term_text;
    row->term_by_hand = words->term_by_hand;
    if (!row->term_by_hand) {
        if (!terms->read && !plan_terms(terms->db, terms->plan, arena, &terms->context, err)) return false;
        terms->read = true;
        measure_understand(row, &terms->context, arena);
        due_of_approved(row, terms->plan, arena);
        return true;
    }
    uint32_t n;
    const Window *windows;
    if (!term_windows_parse(words->windows, arena, &n, &windows)) n = 0, windows = NULL;
    measure_set_windows(row, n, windows, arena);
    return true;
}

void plan_count_rows(PlanRow *plan, const MeasureRow *rows, uint32_t n, Str today)
{
    plan->n_measures = n;
    int32_t day = DATE_NONE;
    if (plan->state == PLAN_IN_FORCE) date_parse(today, &day);
    plan->n_accepted = plan->n_offered = plan->n_returned = plan->n_dropped = plan->n_undated = plan->n_late = 0;
    for (uint32_t i = 0; i < n; i++) {
        const MeasureRow *row = &rows[i];
        bool alive = row->state == MEASURE_OPEN || row->state == MEASURE_OFFERED || row->state == MEASURE_RETURNED;
        bool runs = row->state == MEASURE_OPEN, back = row->state == MEASURE_RETURNED || (runs && row->n_back > 0);
        plan->n_accepted += row->state == MEASURE_ACCEPTED;
        plan->n_dropped += row->state == MEASURE_DROPPED;
        plan->n_returned += back;
        plan->n_offered += !back && (row->state == MEASURE_OFFERED || (runs && row->n_waiting > 0));
        plan->n_undated += alive && row->due_on.n == 0;
        plan->n_late += day != DATE_NONE && measure_is_late(row, day);
    }
}

static const MeasureRow *row_by_n(const MeasureRow *rows, uint32_t n_rows, uint32_t n)
{
    uint32_t from = 0, to = n_rows;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (rows[middle].n == n) return &rows[middle];
        if (rows[middle].n < n) from = middle + 1;
        else to = middle;
    }
    return NULL;
}

bool flow_plan_approved(DbRead *db, const PlanRow *plan, Str today, Arena *arena, PlanWords *out, Err *err)
{
    PlanContent content;
    const MeasureRow *rows;
    uint32_t n_rows;
    *out = (PlanWords){ .plan = *plan };
    if (is_as_approved(plan))
        return plan_sections(db, plan->region_id, plan->id, arena, &out->sections, &out->n_sections, err) && measure_list(db, plan->region_id, plan->id, arena, &out->measures, &out->n, err);
    if (!flow_plan_edition(db, plan, plan->edition, arena, &content, err) || !measure_list_all(db, plan->region_id, plan->id, arena, &rows, &n_rows, err)) return false;
    head_of(&content, &out->plan, arena);
    out->sections = plan_sections_of(&content, arena, &out->n_sections);
    Terms terms = { .db = db, .plan = &out->plan };
    MeasureRow *measures = arena_array(arena, MeasureRow, content.n_decisions + content.n_measures + 1u);
    for (uint32_t i = 0; i < content.n_decisions + content.n_measures; i++) {
        MeasureRow words = plan_row_of(&content, i, arena);
        const MeasureRow *row = row_by_n(rows, n_rows, words.n);
        if (row == NULL) continue;
        words.position = i + 1;
        measures[out->n] = *row;
        measures[out->n].plan_title = out->plan.title;
        if (!lay_over(&measures[out->n++], &words, &terms, arena, err)) return false;
    }
    out->measures = measures;
    plan_count_rows(&out->plan, out->measures, out->n, today);
    return true;
}

bool flow_plan_approved_head(DbRead *db, PlanRow *plan, Arena *arena, Err *err)
{
    PlanContent content;
    if (is_as_approved(plan)) return true;
    if (!flow_plan_edition(db, plan, plan->edition, arena, &content, err)) return false;
    head_of(&content, plan, arena);
    return true;
}

bool flow_measure_approved(DbRead *db, const PlanRow *plan, MeasureRow *row, Arena *arena, bool *found, Err *err)
{
    PlanContent content;
    *found = true;
    if (is_as_approved(plan)) return true;
    if (!flow_plan_edition(db, plan, plan->edition, arena, &content, err)) return false;
    PlanRow head = *plan;
    head_of(&content, &head, arena);
    Terms terms = { .db = db, .plan = &head };
    for (uint32_t i = 0; i < content.n_decisions + content.n_measures; i++) {
        MeasureRow words = plan_row_of(&content, i, arena);
        words.position = i + 1;
        if (words.n == row->n) return lay_over(row, &words, &terms, arena, err);
    }
    *found = false;
    return true;
}

bool measure_stands(DbRead *db, const PlanTask *task, bool *stands, Err *err)
{
    MeasureRow row = task->measure;
    *stands = !row.deleted;
    return is_as_approved(&task->plan) || flow_measure_approved(db, &task->plan, &row, task->arena, stands, err);
}

bool flow_measures_mine(DbRead *db, const Who *who, Arena *arena, const MeasureRow **out, uint32_t *n, Err *err)
{
    const MeasureRow *rows;
    uint32_t n_rows;
    if (!measure_mine(db, who->region_id, who->account_id, (MeasurePart)0, arena, &rows, &n_rows, err)) return false;
    MeasureRow *kept = arena_array(arena, MeasureRow, n_rows + 1u);
    *n = 0;
    for (uint32_t i = 0; i < n_rows; i++) {
        PlanRow plan;
        bool found = true;
        kept[*n] = rows[i];
        if (rows[i].plan_changed && !plan_get_id(db, rows[i].region_id, rows[i].plan_id, STR_EMPTY, arena, &plan, &found, err)) return false;
        if (rows[i].plan_changed && found && !flow_measure_approved(db, &plan, &kept[*n], arena, &found, err)) return false;
        *n += found;
    }
    *out = kept;
    return true;
}
