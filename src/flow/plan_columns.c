/* Columns of a document taken otherwise: the document is read as it was taken and as it is now, and the difference goes into the plan where nobody wrote anything else since. */
#include "flow/plan_.h"
#include "flow/plan_read.h"

#include "base/date.h"
#include "base/limits.h"

/* A document as rows of a plan; rows are known by the line they begin on, and by their order on it. */
typedef struct Reading { uint32_t n; MeasureRow *rows; const Measure **said; /* NULL: a decision */ uint32_t n_sections; const SectionRow *sections; } Reading;
typedef struct ColumnsAsk { Str was, choices; const PlanContent *before, *after; PlanColumnsDone *done; } ColumnsAsk;

static const struct { size_t row, edit; } kept_fields[] = {
    { offsetof(MeasureRow, number), offsetof(MeasureEdit, number) }, { offsetof(MeasureRow, task), offsetof(MeasureEdit, task) }, { offsetof(MeasureRow, title), offsetof(MeasureEdit, title) },
    { offsetof(MeasureRow, bullets), offsetof(MeasureEdit, bullets) }, { offsetof(MeasureRow, expected), offsetof(MeasureEdit, expected) }, { offsetof(MeasureRow, participants), offsetof(MeasureEdit, participants) },
    { offsetof(MeasureRow, responsible), offsetof(MeasureEdit, responsible) }, { offsetof(MeasureRow, term_text), offsetof(MeasureEdit, term) },
};
enum { N_KEPT = sizeof kept_fields / sizeof *kept_fields, NOBODY = UINT32_MAX };

static Str of_row(const MeasureRow *row, size_t i) { return *(const Str *)(const void *)((const char *)row + kept_fields[i].row); }
static Str *of_edit(MeasureEdit *edit, size_t i) { return (Str *)(void *)((char *)edit + kept_fields[i].edit); }

static Reading reading_of(const PlanContent *content, Arena *arena)
{
    Reading out = { .n = content->n_decisions + content->n_measures };
    out.rows = arena_array(arena, MeasureRow, out.n + 1u);
    out.said = arena_array(arena, const Measure *, out.n + 1u);
    out.sections = plan_sections_of(content, arena, &out.n_sections);
    for (uint32_t i = 0; i < out.n; i++) {
        out.rows[i] = plan_row_of(content, i, arena);
        out.rows[i].expected = str_trim(out.rows[i].expected);
        out.said[i] = i < content->n_decisions ? NULL : &content->measures[i - content->n_decisions];
    }
    return out;
}

static uint32_t order_on_line(const MeasureRow *rows, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < i; k++) n += rows[k].line_from == rows[i].line_from;
    return n;
}

/* The row that stands where rows[i] stands; NOBODY. */
static uint32_t same_place(const MeasureRow *rows, uint32_t i, const MeasureRow *among, uint32_t n)
{
    uint32_t order = order_on_line(rows, i);
    for (uint32_t k = 0; k < n; k++)
        if (among[k].line_from == rows[i].line_from && rows[i].line_from > 0 && order-- == 0) return k;
    return NOBODY;
}

static Str section_of(const SectionRow *sections, uint32_t n, uint32_t section_n)
{
    for (uint32_t i = 0; i < n; i++)
        if (sections[i].n == section_n) return sections[i].title;
    return STR_EMPTY;
}

/* What is written raises the revision: the next step is on the row as it stands. */
static bool again(DbWrite *write, PlanTask *task, Err *err)
{
    bool found;
    return measure_get(db_within(write), task->plan.region_id, task->plan.number, task->measure.n, task->arena, &task->measure, &found, err) && found;
}

static bool untouched(const MeasureRow *row, const MeasureRow *read)
{
    bool same = row->state == MEASURE_OPEN && row->n_proven + row->n_waiting + row->n_back == 0 && !row->term_by_hand;
    for (size_t i = 0; i < N_KEPT && same; i++) same = str_eq(of_row(row, i), of_row(read, i));
    return same;
}

/* ---- people ---- */

static bool is_among(const MeasurePerson *one, uint32_t n, const MeasurePerson *all)
{
    for (uint32_t i = 0; i < n; i++)
        if (all[i].part == one->part && str_eq(all[i].words, one->words)) return true;
    return false;
}

/* Helpers and controllers of the measure follow their columns; whoever was named by hand stays. */
static bool follow_others(DbWrite *write, PlanTask *task, const Measure *before, const Measure *after, bool *changed, Err *err)
{
    static const Measure none = { 0 };
    const MeasurePerson *old, *was, *now;
    uint32_t n_old, n_was, n_now, n = 0;
    DbRead *db = db_within(write);
    *changed = false;
    if (!plan_others_of(db, task, before != NULL ? before : &none, &was, &n_was, err) || !plan_others_of(db, task, after != NULL ? after : &none, &now, &n_now, err) ||
        !measure_people(db, task->plan.region_id, task->measure.id, task->arena, &old, &n_old, err)) return false;
    MeasurePerson *all = arena_array(task->arena, MeasurePerson, n_old + n_now + 1u);
    for (uint32_t i = 0; i < n_old; i++)
        if (!is_among(&old[i], n_was, was) || is_among(&old[i], n_now, now)) all[n++] = old[i];
    *changed = n != n_old;
    for (uint32_t i = 0; i < n_now && n < LIMIT_MEASURE_PEOPLE; i++)
        if (!is_among(&now[i], n, all) && !is_among(&now[i], n_was, was)) all[n++] = now[i], *changed = true;
    return !*changed || measure_people_put(write, task->plan.region_id, task->measure.id, n, all, err);
}

/* ---- one measure ---- */

static bool add_row(DbWrite *write, PlanTask *task, const Reading *after, uint32_t i, uint32_t position, Err *err)
{
    TermContext terms;
    MeasureRow *row = &task->measure;
    *row = after->rows[i];
    Str section = section_of(after->sections, after->n_sections, row->section_n);
    row->position = position;
    if (!plan_terms(db_within(write), &task->plan, task->arena, &terms, err) || !measure_section(write, task, section, &row->section_n, err) || !measure_next_n(db_within(write), task->plan.region_id, task->plan.id, &row->n, err)) return false;
    measure_understand(row, &terms, task->arena);
    task->said = after->said[i];
    bool made = measure_make_room(write, task->plan.region_id, task->plan.id, position, err) && measure_make(write, task, row, err);
    task->said = NULL;
    return made && (task->plan.edition == 0 || plan_mark_changed(write, task->plan.region_id, task->plan.id, err)) && plan_recount(write, task->plan.region_id, task->plan.id, task->now, err) &&
           measure_note(write, task, "добавлен пункт", arena_printf(task->arena, "«%.*s»", STR_ARG(row->title)), err);
}

typedef struct Place { const MeasureRow *before, *after; const Measure *said_before, *said_after; Str section_before, section_after, section_now; } Place;

/* task->measure as it stands. */
static bool change_row(DbWrite *write, PlanTask *task, const Place *place, PlanColumnsDone *done, Err *err)
{
    MeasureEdit edit = measure_as_edit(&task->measure, place->section_now);
    uint32_t revision = task->measure.revision;
    bool kept = false, people = false;
    for (size_t i = 0; i < N_KEPT; i++) {
        Str was = of_row(place->before, i), now = of_row(place->after, i), stands = of_row(&task->measure, i);
        bool by_hand = !str_eq(stands, was) || (kept_fields[i].row == offsetof(MeasureRow, term_text) && task->measure.term_by_hand) || (kept_fields[i].row == offsetof(MeasureRow, title) && now.n == 0);
        if (str_eq(was, now) || str_eq(stands, now)) continue;
        if (by_hand) kept = true;
        else *of_edit(&edit, i) = now;
    }
    if (!str_eq(place->section_before, place->section_after) && str_eq(place->section_now, place->section_before)) edit.section = place->section_after;
    if (!measure_change(write, task, &edit, VERB_EDITED, err) || !again(write, task, err) || !follow_others(write, task, place->said_before, place->said_after, &people, err)) return false;
    bool changed = task->measure.revision != revision;
    if (people && !measure_write(write, task, false, "назначено", STR("люди: по колонкам документа"), err)) return false;
    done->n_changed += people || changed;
    done->n_kept += kept;
    return true;
}

/* ---- the whole plan ---- */

/* Behind the row that stands before it in the document. */
static uint32_t position_of(const Reading *after, uint32_t i, const MeasureRow *rows, uint32_t n)
{
    uint32_t position = 1;
    for (uint32_t k = 0; k < n; k++)
        if (rows[k].line_from > 0 && rows[k].line_from <= after->rows[i].line_from && rows[k].position >= position) position = rows[k].position + 1;
    return position;
}

static bool take_after(DbWrite *write, PlanTask *task, const Reading *before, const Reading *after, PlanColumnsDone *done, Err *err)
{
    const SectionRow *sections;
    uint32_t n_sections;
    if (!plan_sections(db_within(write), task->plan.region_id, task->plan.id, task->arena, &sections, &n_sections, err)) return false;
    const MeasureRow *rows = NULL;
    for (uint32_t i = 0, n = 0; i < after->n; i++) {
        if (rows == NULL && !measure_list_all(db_within(write), task->plan.region_id, task->plan.id, task->arena, &rows, &n, err)) return false;
        uint32_t here = same_place(after->rows, i, rows, n), was = same_place(after->rows, i, before->rows, before->n);
        if (here == NOBODY && was == NOBODY) {
            done->n_added++;
            if (!add_row(write, task, after, i, position_of(after, i, rows, n), err)) return false;
            rows = NULL; /* others moved on */
            continue;
        }
        if (here == NOBODY || (rows[here].deleted && was != NOBODY)) continue; /* a person took it out */
        task->measure = rows[here];
        if (rows[here].deleted) {
            done->n_added++;
            if (!measure_stand(write, task, true, err) || !again(write, task, err)) return false;
        }
        const MeasureRow *old = was != NOBODY ? &before->rows[was] : &rows[here];
        Place place = { old, &after->rows[i], was != NOBODY ? before->said[was] : NULL, after->said[i], was != NOBODY ? section_of(before->sections, before->n_sections, old->section_n) : STR_EMPTY,
            section_of(after->sections, after->n_sections, after->rows[i].section_n), section_of(sections, n_sections, rows[here].section_n) };
        if (!change_row(write, task, &place, done, err)) return false;
    }
    return true;
}

static bool drop_gone(DbWrite *write, PlanTask *task, const Reading *before, const Reading *after, PlanColumnsDone *done, Err *err)
{
    const MeasureRow *rows;
    uint32_t n;
    if (!measure_list_all(db_within(write), task->plan.region_id, task->plan.id, task->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < before->n; i++) {
        uint32_t here = same_place(before->rows, i, rows, n);
        if (here == NOBODY || rows[here].deleted || same_place(before->rows, i, after->rows, after->n) != NOBODY) continue;
        task->measure = rows[here];
        if (!untouched(&rows[here], &before->rows[i])) { done->n_kept++; continue; }
        done->n_removed++;
        if (!measure_stand(write, task, false, err)) return false;
    }
    return true;
}

static Str choices_words(const PlanTask *task, Str choices)
{
    const PlanColumnChoice *all;
    Str words = STR_EMPTY;
    uint32_t n = plan_columns_choices(choices, task->arena, &all);
    for (uint32_t i = 0; i < n; i++) words = arena_printf(task->arena, "%.*s%s«%.*s» — %s", STR_ARG(words), i > 0 ? "; " : "", STR_ARG(all[i].key), all[i].role->title);
    return n > 0 ? words : STR("как прочитаны программой");
}

static bool columns_step(DbWrite *write, PlanTask *task, Err *err)
{
    const ColumnsAsk *ask = task->ask;
    *ask->done = (PlanColumnsDone){ 0 };
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    if (!str_eq(task->plan.column_roles, ask->was)) return err_set(err, ERR_CONFLICT, "Посмотрите, как они поняты теперь, и выберите снова.", "Пока вы выбирали, колонки документа понял иначе другой человек.");
    Reading before = reading_of(ask->before, task->arena), after = reading_of(ask->after, task->arena);
    task->plan.column_roles = ask->choices;
    if (!plan_write(write, task, "колонки документа", choices_words(task, ask->choices), err)) return false;
    return take_after(write, task, &before, &after, ask->done, err) && drop_gone(write, task, &before, &after, ask->done, err);
}

static bool titled(const PlanColumns *columns, Err *err)
{
    for (uint32_t i = 0; i < columns->n; i++)
        if (columns->items[i].role != NULL && strcmp(columns->items[i].role->word, "title") == 0) return true;
    return columns->n == 0 || err_set(err, ERR_INPUT, "Скажите, в какой колонке мероприятия.", "Ни одна колонка не названа мероприятием.");
}

bool flow_plan_columns(Flow *flow, const Who *who, uint32_t number, const SourceDoc *doc, Str was, Str choices, PlanColumnsDone *out, Err *err)
{
    Arena *arena = arena_new(0);
    PlanContent before, after;
    PlanColumns columns = { 0 };
    const FlowTermOptions options = { .approved = DATE_NONE };
    bool done = flow_plan_understand_columns(doc, &options, was, arena, &before, NULL, err) && flow_plan_understand_columns(doc, &options, choices, arena, &after, &columns, err) && titled(&columns, err);
    PlanTask task = { .who = who, .step = columns_step, .number = number, .ask = &(ColumnsAsk){ was, choices, &before, &after, out } };
    done = done && plan_task_run(flow, &task, err);
    arena_free(arena);
    return done;
}
