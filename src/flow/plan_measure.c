/* A measure is written, corrected, taken out, put back. */
#include "flow/plan_.h"

#include <stddef.h>

#include "base/limits.h"
#include "base/lines.h"
#include "base/number.h"
#include "plan/capability.h"

static const struct { const char *title; size_t at; } fields[] = {
    { "номер", offsetof(MeasureRow, number) }, { "задача", offsetof(MeasureRow, task) }, { "мероприятие", offsetof(MeasureRow, title) }, { "подпункты", offsetof(MeasureRow, bullets) },
    { "ожидаемый результат", offsetof(MeasureRow, expected) }, { "участники", offsetof(MeasureRow, participants) }, { "ответственные", offsetof(MeasureRow, responsible) },
    { "срок", offsetof(MeasureRow, term_text) },
};
enum { N_FIELDS = sizeof fields / sizeof *fields };
static Str *field_of(MeasureRow *row, uint32_t i) { return (Str *)(void *)((char *)row + fields[i].at); }

/* ---- what was typed ---- */

/* As it is kept: rising, each once. */
static bool take_capabilities(Str words, Arena *arena, Str *out, Err *err)
{
    uint32_t n;
    const uint8_t *numbers;
    if (!capabilities_read(str_trim(words), arena, &n, &numbers)) return err_set(err, ERR_INPUT, "Пишутся так: «C36 C48».", "Возможности «%.*s» написаны неверно.", STR_ARG(words));
    *out = capabilities_words(arena, n, numbers);
    return true;
}

static bool lengths_fit(MeasureRow *row, Err *err)
{
    for (uint32_t i = 0; i < N_FIELDS; i++)
        if (field_of(row, i)->n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Поле «%s» длиннее двух страниц.", fields[i].title);
    return row->title.n > 0 || err_set(err, ERR_INPUT, "Напишите, что нужно сделать.", "Мероприятие не названо.");
}

bool measure_section(DbWrite *write, const PlanTask *task, Str words, uint32_t *section_n, Err *err)
{
    const SectionRow *sections;
    uint32_t n, last = 0;
    *section_n = 0;
    if (words.n == 0) return true;
    if (!plan_sections(db_within(write), task->plan.region_id, task->plan.id, task->arena, &sections, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (str_eq(sections[i].number, words) || str_eq(sections[i].title, words)) { *section_n = sections[i].n; return true; }
        last = sections[i].n > last ? sections[i].n : last;
    }
    SectionRow *more = arena_array(task->arena, SectionRow, n + 1u);
    if (n > 0) memcpy(more, sections, n * sizeof *more);
    more[n] = (SectionRow){ last + 1, STR_EMPTY, words };
    *section_n = last + 1;
    return plan_sections_put(write, task->plan.region_id, task->plan.id, n + 1, more, err);
}

static bool take_term(DbWrite *write, PlanTask *task, const MeasureEdit *edit, MeasureRow *row, Err *err)
{
    Str words = lines_join(task->arena, 1, &edit->term);
    if (words.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Поле «срок» длиннее двух страниц.");
    bool same_words = edit->n > 0 && str_eq(words, row->term_text);
    if (same_words && str_eq(str_trim(edit->windows), row->windows)) return true;
    if (!same_words || edit->windows.n == 0) {
        TermContext terms;
        row->term_text = words;
        if (!plan_terms(db_within(write), &task->plan, task->arena, &terms, err)) return false;
        measure_understand(row, &terms, task->arena);
    }
    Str by_words = row->windows;
    if (str_trim(edit->windows).n == 0) return true;
    uint32_t n;
    const Window *windows;
    if (!term_windows_parse(str_trim(edit->windows), task->arena, &n, &windows)) return err_set(err, ERR_INPUT, "Выберите первый и последний день каждого отрезка.", "Дни срока «%.*s» написаны неверно.", STR_ARG(edit->windows));
    measure_set_windows(row, n, windows, task->arena);
    row->term_by_hand = !str_eq(row->windows, by_words);
    return true;
}

static bool take_fields(DbWrite *write, PlanTask *task, const MeasureEdit *edit, MeasureRow *row, Err *err)
{
    Arena *arena = task->arena;
    const Str *lines;
    uint32_t n;
    row->number = lines_join(arena, 1, &edit->number);
    row->task = lines_join(arena, 1, &edit->task);
    row->title = lines_join(arena, 1, &edit->title);
    row->expected = str_trim(edit->expected);
    n = lines_split(edit->bullets, arena, &lines), row->bullets = lines_join(arena, n, lines);
    n = lines_split(edit->participants, arena, &lines), row->participants = lines_join(arena, n, lines);
    n = lines_split(edit->responsible, arena, &lines), row->responsible = lines_join(arena, n, lines);
    return lengths_fit(row, err) && take_capabilities(edit->capabilities, arena, &row->capabilities, err) && measure_section(write, task, str_trim(edit->section), &row->section_n, err) && take_term(write, task, edit, row, err);
}

/* ---- what follows from the words ---- */

Str flow_measure_capabilities(const MeasureRow *row, Arena *arena)
{
    Measure measure = { .title = row->title, .expected = row->expected, .term = { .text = row->term_text, .recurrence = row->recurrence } };
    PlanContent content = { .n_measures = 1, .measures = &measure };
    measure.n_bullets = lines_split(row->bullets, arena, &measure.bullets);
    if (row->windows.n > 0) (void)term_windows_parse(row->windows, arena, &measure.term.n_windows, &measure.term.windows);
    capability_recognise_plan(&content, arena);
    return capabilities_words(arena, content.measures[0].n_capabilities, content.measures[0].capabilities);
}

/* Chosen by the words: repetition alone (C27) may have come with days that a schedule got later. */
static bool is_by_words(const MeasureRow *row, Arena *arena)
{
    enum { REPEATS = 27 };
    Str pair[2] = { row->capabilities, flow_measure_capabilities(row, arena) }, kept[2];
    for (int i = 0; i < 2; i++) {
        uint32_t n, n_kept = 0;
        const uint8_t *numbers;
        uint8_t others[N_CAPABILITIES];
        (void)capabilities_read(pair[i], arena, &n, &numbers);
        for (uint32_t k = 0; k < n; k++)
            if (numbers[k] != REPEATS) others[n_kept++] = numbers[k];
        kept[i] = capabilities_words(arena, n_kept, others);
    }
    return str_eq(kept[0], kept[1]);
}

/* What does a measure follows its words as long as nobody chose it otherwise. */
static void follow_capabilities(const MeasureRow *before, MeasureRow *row, Arena *arena)
{
    if (str_eq(before->capabilities, row->capabilities) && is_by_words(before, arena)) row->capabilities = flow_measure_capabilities(row, arena);
}

/* For people: what the numbers mean. */
static Str titles_of(Str capabilities, Arena *arena)
{
    uint32_t n;
    const uint8_t *numbers;
    Str words = STR_EMPTY;
    (void)capabilities_read(capabilities, arena, &n, &numbers);
    for (uint32_t i = 0; i < n; i++) words = arena_printf(arena, "%.*s%s«%s»", STR_ARG(words), i > 0 ? ", " : "", capability_title(numbers[i]));
    return words;
}

/* Lines that stayed keep the person chosen for them; helpers and controllers are not in these words. */
bool measure_follow_people(DbWrite *write, const PlanTask *task, Err *err)
{
    const MeasurePerson *old, *named;
    uint32_t n_old, n_named, n = 0;
    const MeasureRow *row = &task->measure;
    if (!measure_people(db_within(write), row->region_id, row->id, task->arena, &old, &n_old, err) ||
        !plan_people_of(db_within(write), task, row->responsible, &named, &n_named, err)) return false;
    MeasurePerson *all = arena_array(task->arena, MeasurePerson, n_old + n_named + 1u);
    for (uint32_t i = 0; i < n_named; i++) {
        all[n] = named[i];
        for (uint32_t k = 0; k < n_old; k++)
            if (old[k].part == MEASURE_RESPONSIBLE && str_eq(old[k].words, named[i].words)) all[n] = old[k];
        n++;
    }
    for (uint32_t k = 0; k < n_old; k++)
        if (old[k].part != MEASURE_RESPONSIBLE) all[n++] = old[k];
    return measure_people_put(write, row->region_id, row->id, n, all, err);
}

/* ---- steps ---- */

MeasureEdit measure_as_edit(const MeasureRow *row, Str section)
{
    return (MeasureEdit){ .n = row->n, .revision = row->revision, .number = row->number, .section = section, .task = row->task, .title = row->title, .bullets = row->bullets, .expected = row->expected,
        .participants = row->participants, .responsible = row->responsible, .term = row->term_text, .windows = row->term_by_hand ? row->windows : STR_EMPTY, .capabilities = row->capabilities };
}

static bool section_words(DbRead *db, const PlanTask *task, uint32_t section_n, Str *out, Err *err)
{
    const SectionRow *sections;
    uint32_t n;
    *out = STR_EMPTY;
    if (section_n == 0) return true;
    if (!plan_sections(db, task->plan.region_id, task->plan.id, task->arena, &sections, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (sections[i].n == section_n) *out = sections[i].title;
    return true;
}

static bool add_step(DbWrite *write, PlanTask *task, const MeasureEdit *edit, Err *err)
{
    const MeasureRow *all;
    MeasureRow *row = &task->measure;
    uint32_t n_all;
    if (!measure_list(db_within(write), task->plan.region_id, task->plan.id, task->arena, &all, &n_all, err)) return false;
    if (n_all >= LIMIT_PLAN_MEASURES) return err_set(err, ERR_LIMIT, "Заведите ещё один план.", "В плане уже %u пунктов.", n_all);
    *row = (MeasureRow){ .windows = STR_EMPTY, .term_notes = STR_EMPTY, .reason = STR_EMPTY };
    row->position = n_all > 0 ? all[n_all - 1].position + 1 : 1;
    for (uint32_t i = 0; i < n_all; i++)
        if (all[i].n == edit->after_n) row->position = all[i].position + 1;
    if (!measure_next_n(db_within(write), task->plan.region_id, task->plan.id, &row->n, err) || !take_fields(write, task, edit, row, err)) return false;
    if (row->capabilities.n == 0) row->capabilities = flow_measure_capabilities(row, task->arena);
    if (!measure_make_room(write, task->plan.region_id, task->plan.id, row->position, err) || !measure_make(write, task, row, err)) return false;
    if (task->plan.edition > 0 && !plan_mark_changed(write, task->plan.region_id, task->plan.id, err)) return false;
    task->made = row->n;
    return plan_recount(write, task->plan.region_id, task->plan.id, task->now, err) && measure_note(write, task, "добавлен пункт", arena_printf(task->arena, "«%.*s»", STR_ARG(row->title)), err);
}

bool measure_change(DbWrite *write, PlanTask *task, const MeasureEdit *edit, const char *verb, Err *err)
{
    MeasureRow before = task->measure, *row = &task->measure;
    Str section_before, section_after;
    if (before.deleted) return err_set(err, ERR_CONFLICT, "Верните его в план, если он нужен.", "Пункт %s исключён из плана.", measure_said(&before).text);
    if (!take_fields(write, task, edit, row, err)) return false;
    follow_capabilities(&before, row, task->arena);
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < N_FIELDS; i++) add_change(&out, fields[i].title, *field_of(&before, i), *field_of(row, i));
    add_change(&out, "что делает в Мериле", titles_of(before.capabilities, task->arena), titles_of(row->capabilities, task->arena));
    add_change(&out, "дни срока", measure_days_words(before.windows, task->arena), measure_days_words(row->windows, task->arena));
    bool read = section_words(db_within(write), task, before.section_n, &section_before, err) && section_words(db_within(write), task, row->section_n, &section_after, err);
    if (read) add_change(&out, "раздел", section_before, section_after);
    Str words = changes_words(&out, task->arena);
    task->made = edit->n;
    if (!read || words.n == 0) return read; /* the same was typed again: nothing to tell */
    if (edit->revision != before.revision) { *row = before; return plan_conflict(db_within(write), task, true, edit->revision, err); }
    bool first = task->plan.edition == 0; /* else with the approval: till then those answer who were approved, and bring what was approved */
    if (first && !str_eq(before.responsible, row->responsible) && !measure_follow_people(write, task, err)) return false;
    if (first && !str_eq(before.expected, row->expected) && !measure_follow_slots(write, &task->plan, &before, row, task->arena, err)) return false;
    if (first && str_eq(before.expected, row->expected) && !measure_follow_days(write, &task->plan, &before, row, task->arena, err)) return false;
    bool counted = first && str_eq(before.expected, row->expected);
    if (!counted && row->recurrence.n > 0 && !measure_count_proof(db_within(write), &task->plan, row, task->arena, err)) return false;
    return measure_write(write, task, true, verb, words, err);
}

static bool edit_step(DbWrite *write, PlanTask *task, Err *err)
{
    const MeasureEdit *edit = task->ask;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    return edit->n == 0 ? add_step(write, task, edit, err) : measure_change(write, task, edit, VERB_EDITED, err);
}

typedef struct Together { uint32_t n; const MeasureEdit *edits; MeasureRefusal *refused; uint32_t *n_refused; } Together;

/* What a person can mend is said for every measure at once; anything else ends it. */
static bool edit_one(DbWrite *write, PlanTask *task, const Together *ask, const MeasureEdit *edit, Err *err)
{
    bool found;
    Err why = { 0 };
    if (!measure_get(db_within(write), task->plan.region_id, task->plan.number, edit->n, task->arena, &task->measure, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте план: в нём все пункты.", "Пункта %u в плане № %u нет.", edit->n, task->plan.number);
    if (measure_change(write, task, edit, VERB_EDITED, &why)) return true;
    if (why.code != ERR_INPUT && why.code != ERR_LIMIT && why.code != ERR_CONFLICT) {
        if (err != NULL) *err = why;
        return false;
    }
    ask->refused[(*ask->n_refused)++] = (MeasureRefusal){ edit->n, why };
    return true;
}

static bool together_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Together *ask = task->ask;
    *ask->n_refused = 0;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    for (uint32_t i = 0; i < ask->n; i++)
        if (!edit_one(write, task, ask, &ask->edits[i], err)) return false;
    if (*ask->n_refused == 0) return true;
    return err_set(err, ask->refused[0].why.code, "Исправьте отмеченное и сохраните снова: всё набранное осталось в форме.", "Ничего не сохранено: %.*s записать нельзя.",
        STR_ARG(number_of(task->arena, *ask->n_refused, "пункт", "пункта", "пунктов")));
}

bool flow_measures_edit(Flow *flow, const Who *who, uint32_t plan, uint32_t n, const MeasureEdit *edits, MeasureRefusal *refused, uint32_t *n_refused, Err *err)
{
    PlanTask task = { .who = who, .step = together_step, .number = plan, .ask = &(Together){ n, edits, refused, n_refused } };
    return plan_task_run(flow, &task, err);
}

bool flow_measure_edit(Flow *flow, const Who *who, uint32_t plan, const MeasureEdit *edit, uint32_t *n, Err *err)
{
    PlanTask task = { .who = who, .step = edit_step, .number = plan, .n = edit->n, .ask = edit };
    if (!plan_task_run(flow, &task, err)) return false;
    if (n != NULL) *n = task.made;
    return true;
}

typedef struct Removal { uint32_t revision; bool restore; } Removal;

bool measure_stand(DbWrite *write, PlanTask *task, bool stands, Err *err)
{
    task->measure.deleted = !stands;
    return measure_write(write, task, true, stands ? "пункт возвращён в план" : "пункт исключён из плана", arena_printf(task->arena, "«%.*s»", STR_ARG(task->measure.title)), err);
}

static bool remove_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Removal *removal = task->ask;
    MeasureRow *row = &task->measure;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    if (row->deleted != removal->restore) return true; /* pressed twice */
    if (!removal->restore && removal->revision != row->revision) return plan_conflict(db_within(write), task, true, removal->revision, err);
    return measure_stand(write, task, removal->restore, err);
}

bool flow_measure_remove(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t revision, Err *err)
{
    PlanTask task = { .who = who, .step = remove_step, .number = plan, .n = n, .ask = &(Removal){ revision, false } };
    return plan_task_run(flow, &task, err);
}

bool flow_measure_restore(Flow *flow, const Who *who, uint32_t plan, uint32_t n, Err *err)
{
    PlanTask task = { .who = who, .step = remove_step, .number = plan, .n = n, .ask = &(Removal){ 0, true } };
    return plan_task_run(flow, &task, err);
}
