/* A plan takes up a correction of the plan above, or keeps its own; the answer may be taken back until the plan's next approval. */
#include "flow/plan_.h"

#include <stddef.h>

#include "base/lines.h"

typedef struct Answering { uint32_t edition, n; AboveChoice choice; bool all; uint32_t *n_taken, *n_left; } Answering;

#define VERB_TAKEN "принята правка сверху"

/* Names as in the difference of editions. */
static const struct { const char *title; size_t edit, row; } fields[] = {
    { "номер", offsetof(MeasureEdit, number), offsetof(MeasureRow, number) }, { "мероприятие", offsetof(MeasureEdit, title), offsetof(MeasureRow, title) },
    { "перечень", offsetof(MeasureEdit, bullets), offsetof(MeasureRow, bullets) }, { "задача", offsetof(MeasureEdit, task), offsetof(MeasureRow, task) },
    { "ответственный", offsetof(MeasureEdit, responsible), offsetof(MeasureRow, responsible) }, { "участники", offsetof(MeasureEdit, participants), offsetof(MeasureRow, participants) },
    { "ожидаемый результат", offsetof(MeasureEdit, expected), offsetof(MeasureRow, expected) },
};

/* A measure of some content, by its n; section: its title. false: it is not there */
static bool measure_in(const PlanContent *content, uint32_t n, Arena *arena, MeasureRow *out, Str *section)
{
    for (uint32_t i = 0; i < content->n_decisions; i++)
        if (content->decisions[i].n == n) return *out = plan_row_of(content, i, arena), *section = STR_EMPTY, true;
    for (uint32_t i = 0; i < content->n_measures; i++) {
        if (content->measures[i].n != n) continue;
        *out = plan_row_of(content, content->n_decisions + i, arena);
        uint32_t at = content->measures[i].i_section;
        *section = at == PLAN_NO_SECTION ? STR_EMPTY : content->sections[at].title.n > 0 ? content->sections[at].title : content->sections[at].number;
        return true;
    }
    return false;
}

/* ---- what is written over ---- */

static bool keep_stood(DbRead *db, const PlanTask *task, uint32_t own_n, Str *stood, Err *err)
{
    PlanContent content;
    Buf bytes;
    if (!flow_plan_content(db, &task->plan, task->arena, &content, err)) return false;
    const Measure *all = content.measures;
    uint32_t n_all = content.n_measures;
    content.n_measures = 0;
    for (uint32_t i = 0; i < n_all; i++)
        if (all[i].n == own_n && own_n > 0) content.measures = &all[i], content.n_measures = 1;
    buf_init(&bytes, 0);
    bool done = plan_content_write(&content, &bytes, err);
    *stood = arena_str(task->arena, buf_str(&bytes));
    buf_free(&bytes);
    return done;
}

static bool open_own(DbRead *db, PlanTask *task, uint32_t own_n, Err *err)
{
    bool found;
    if (!measure_get(db, task->plan.region_id, task->plan.number, own_n, task->arena, &task->measure, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте план: в нём все пункты.", "Пункта %u в плане № %u нет.", own_n, task->plan.number);
}

/* The fields that are named get these words. */
static bool rewrite(DbWrite *write, PlanTask *task, const MeasureRow *words, Str section, uint32_t n_names, const Str *names, const char *verb, Err *err)
{
    const SectionRow *sections;
    uint32_t n_sections;
    Str own_section = STR_EMPTY;
    if (!plan_sections(db_within(write), task->plan.region_id, task->plan.id, task->arena, &sections, &n_sections, err)) return false;
    for (uint32_t i = 0; i < n_sections; i++)
        if (sections[i].n == task->measure.section_n) own_section = sections[i].title.n > 0 ? sections[i].title : sections[i].number;
    MeasureEdit edit = measure_as_edit(&task->measure, own_section);
    for (uint32_t i = 0; i < n_names; i++) {
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
            if (str_eq(names[i], str_of(fields[k].title))) *(Str *)(void *)((char *)&edit + fields[k].edit) = *(const Str *)(const void *)((const char *)words + fields[k].row);
        if (str_eq(names[i], STR("раздел"))) edit.section = section;
        if (str_eq(names[i], STR("срок"))) edit.term = words->term_text;
        if (str_eq(names[i], STR("срок")) || str_eq(names[i], STR("дни срока"))) edit.windows = words->term_by_hand ? words->windows : STR_EMPTY;
    }
    return measure_change(write, task, &edit, verb, err);
}

static bool rewrite_plan(DbWrite *write, PlanTask *task, Str title, Str goal, const char *verb, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "название", task->plan.title, title);
    add_change(&out, "цель", task->plan.goal, goal);
    Str words = changes_words(&out, task->arena);
    if (words.n == 0) return true;
    task->plan.title = title;
    task->plan.goal = goal;
    task->plan.changed = task->plan.edition > 0;
    return plan_write(write, task, verb, words, err);
}

/* ---- taking ---- */

/* Behind the measure that it follows above, else at the end. */
static uint32_t place_of(const PlanContent *now, uint32_t n, const MeasureRow *own, uint32_t n_own, const MeasureRow *above, uint32_t n_above)
{
    uint32_t position = n_own > 0 ? own[n_own - 1].position + 1 : 1;
    for (uint32_t i = 0; i < now->n_measures && now->measures[i].n != n; i++)
        for (uint32_t k = 0; k < n_own; k++)
            for (uint32_t a = 0; a < n_above; a++)
                if (above[a].n == now->measures[i].n && own[k].from_measure_id == above[a].id) position = own[k].position + 1;
    return position;
}

static bool take_added(DbWrite *write, PlanTask *task, const AboveView *view, const AboveItem *item, PlanAnswer *answer, Err *err)
{
    DbRead *db = db_within(write);
    PlanContent now;
    MeasureRow above, words, *row = &task->measure;
    const MeasureRow *own, *all;
    TermContext terms;
    uint32_t n_own, n_all;
    Str section;
    bool found;
    if (!flow_plan_edition(db, &view->above, view->above.edition, task->arena, &now, err) || !measure_get(db, task->plan.region_id, view->above.number, item->n, task->arena, &above, &found, err)) return false;
    if (!found || !measure_in(&now, item->n, task->arena, &words, &section)) return err_set(err, ERR_NOT_FOUND, "Откройте правки снова.", "Такого пункта в плане выше нет.");
    if (!measure_of_source(db, task->plan.region_id, task->plan.id, above.id, task->arena, row, &found, err)) return false;
    if (found) { /* taken out here once: the same measure comes back */
        Str names[sizeof fields / sizeof *fields + 2] = { STR("раздел"), STR("срок") };
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) names[k + 2] = str_of(fields[k].title);
        answer->own_n = row->n;
        return measure_stand(write, task, true, err) && open_own(db, task, answer->own_n, err) && rewrite(write, task, &words, section, sizeof names / sizeof *names, names, VERB_TAKEN, err);
    }
    if (!measure_list(db, task->plan.region_id, task->plan.id, task->arena, &own, &n_own, err) || !measure_list(db, task->plan.region_id, view->above.id, task->arena, &all, &n_all, err) ||
        !measure_next_n(db, task->plan.region_id, task->plan.id, &words.n, err) || !measure_section(write, task, section, &words.section_n, err) || !plan_terms(db, &task->plan, task->arena, &terms, err)) return false;
    words.position = place_of(&now, item->n, own, n_own, all, n_all);
    answer->own_n = words.n;
    if (!measure_make_room(write, task->plan.region_id, task->plan.id, words.position, err) || !measure_copy_down(write, task, &above, words, &terms, err)) return false;
    if (task->plan.edition > 0 && !plan_mark_changed(write, task->plan.region_id, task->plan.id, err)) return false;
    return open_own(db, task, answer->own_n, err) && plan_recount(write, task->plan.region_id, task->plan.id, task->now, err) &&
        measure_note(write, task, VERB_TAKEN, arena_printf(task->arena, "добавлено: «%.*s»", STR_ARG(words.title)), err);
}

static bool take_changed(DbWrite *write, PlanTask *task, const AboveView *view, const AboveItem *item, PlanAnswer *answer, Err *err)
{
    DbRead *db = db_within(write);
    PlanContent now;
    MeasureRow words;
    Str section, *names = arena_array(task->arena, Str, item->n_fields + 1u);
    bool title = false, goal = false;
    for (uint32_t i = 0; i < item->n_fields; i++) {
        names[i] = item->fields[i].field;
        title = title || str_eq(names[i], STR("название")), goal = goal || str_eq(names[i], STR("цель"));
    }
    if (!flow_plan_edition(db, &view->above, view->above.edition, task->arena, &now, err) || !keep_stood(db, task, item->own_n, &answer->stood, err)) return false;
    if (item->n == 0) return rewrite_plan(write, task, title ? now.title : task->plan.title, goal ? now.goal : task->plan.goal, VERB_TAKEN, err);
    if (!measure_in(&now, item->n, task->arena, &words, &section)) return err_set(err, ERR_NOT_FOUND, "Откройте правки снова.", "Такого пункта в плане выше нет.");
    return open_own(db, task, item->own_n, err) && rewrite(write, task, &words, section, item->n_fields, names, VERB_TAKEN, err);
}

static bool take(DbWrite *write, PlanTask *task, const AboveView *view, const AboveItem *item, PlanAnswer *answer, Err *err)
{
    if (item->kind == PLAN_ADDED) return take_added(write, task, view, item, answer, err);
    if (item->kind == PLAN_CHANGED) return take_changed(write, task, view, item, answer, err);
    return open_own(db_within(write), task, item->own_n, err) && measure_stand(write, task, false, err);
}

/* ---- answering ---- */

static bool keep_answer(DbWrite *write, PlanTask *task, const AboveView *view, const AboveItem *item, AboveChoice choice, Err *err)
{
    DbRead *db = db_within(write);
    const PlanAnswer *before;
    uint32_t n;
    PlanAnswer answer = { .plan_id = task->plan.id, .n = item->n, .edition = view->above.edition, .choice = choice, .own_n = item->own_n, .own_edition = task->plan.edition, .stood = STR_EMPTY,
        .account_id = task->who->account_id, .made_at = task->now };
    if (!plan_answers(db, task->plan.region_id, task->plan.id, task->arena, &before, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (before[i].n == item->n) answer.was_edition = before[i].edition;
    if (choice == ABOVE_TAKEN && !take(write, task, view, item, &answer, err)) return false;
    if (answer.own_n > 0 && !open_own(db, task, answer.own_n, err)) return false;
    answer.own_revision = answer.own_n > 0 ? task->measure.revision : task->plan.revision;
    if (!plan_answer_put(write, task->plan.region_id, &answer, err)) return false;
    Str name = item->n == 0 ? STR("название и цель") : arena_printf(task->arena, "%.*s «%.*s»", STR_ARG(item->number), STR_ARG(item->title));
    return choice == ABOVE_TAKEN || plan_note(write, task, "оставлено своё", arena_printf(task->arena, "план выше № %u, редакция %u: %.*s", view->above.number, view->above.edition, STR_ARG(name)), err);
}

static bool open_view(DbWrite *write, PlanTask *task, AboveView *view, Err *err)
{
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    if (task->plan.from_plan_id == 0) return err_set(err, ERR_CONFLICT, "", "План № %u составлен не по плану выше.", task->plan.number);
    return flow_plan_above(db_within(write), &task->plan, task->arena, view, err);
}

/* Nothing is left to answer: the plan is up with the one above. */
static bool settle(DbWrite *write, PlanTask *task, uint32_t *n_left, Err *err)
{
    AboveView view;
    if (!plan_get_id(db_within(write), task->plan.region_id, task->plan.id, task->today_iso, task->arena, &task->plan, &(bool){ 0 }, err) || !flow_plan_above(db_within(write), &task->plan, task->arena, &view, err)) return false;
    if (n_left != NULL) *n_left = view.n;
    return view.n > 0 || view.above.id == 0 || view.above.edition == task->plan.above_edition || plan_set_above(write, task->plan.region_id, task->plan.id, view.above.edition, err);
}

static bool answer_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Answering *ask = task->ask;
    AboveView view;
    uint32_t n = 0, n_left;
    if (!open_view(write, task, &view, err)) return false;
    if (view.above.edition != ask->edition) return err_set(err, ERR_CONFLICT, "Посмотрите, что изменилось, и ответьте снова.", "План выше изменили ещё раз: теперь у него редакция %u.", view.above.edition);
    for (uint32_t i = 0; i < view.n; i++) {
        if (ask->all ? view.items[i].alone : view.items[i].n != ask->n) continue;
        if (!keep_answer(write, task, &view, &view.items[i], ask->choice, err)) return false;
        n++;
    }
    if (!settle(write, task, &n_left, err)) return false;
    if (ask->all) *ask->n_taken = n, *ask->n_left = n_left;
    return ask->all || n > 0 || err_set(err, ERR_CONFLICT, "Посмотрите, что осталось.", "На эту правку уже ответили.");
}

bool flow_plan_above_answer(Flow *flow, const Who *who, uint32_t number, uint32_t edition, uint32_t n, AboveChoice choice, Err *err)
{
    PlanTask task = { .who = who, .step = answer_step, .number = number, .ask = &(Answering){ .edition = edition, .n = n, .choice = choice } };
    return plan_task_run(flow, &task, err);
}

bool flow_plan_above_take(Flow *flow, const Who *who, uint32_t number, uint32_t edition, uint32_t *n_taken, uint32_t *n_left, Err *err)
{
    PlanTask task = { .who = who, .step = answer_step, .number = number, .ask = &(Answering){ .edition = edition, .choice = ABOVE_TAKEN, .all = true, .n_taken = n_taken, .n_left = n_left } };
    return plan_task_run(flow, &task, err);
}

bool plan_above_settle(DbWrite *write, const PlanTask *task, Err *err)
{
    PlanAsk ask = { .path = task->plan.org_path, .today = task->today_iso, .from_plan_id = task->plan.id };
    const PlanRow *below;
    uint32_t n;
    if (!plan_list(db_within(write), task->plan.region_id, &ask, task->arena, &below, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        PlanTask one = { .who = task->who, .arena = arena_new(0), .now = task->now, .today_iso = task->today_iso, .plan = below[i] };
        bool done = below[i].state >= PLAN_CLOSED || settle(write, &one, NULL, err);
        arena_free(one.arena);
        if (!done) return false;
    }
    return true;
}

/* ---- taking back ---- */

static bool undo_taken(DbWrite *write, PlanTask *task, const PlanAnswer *answer, Err *err)
{
    static const char verb[] = "отменена правка сверху";
    Str names[sizeof fields / sizeof *fields + 2] = { STR("раздел"), STR("срок") }, section;
    PlanContent stood;
    MeasureRow words;
    uint32_t revision = answer->own_n > 0 ? 0 : task->plan.revision;
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) names[k + 2] = str_of(fields[k].title);
    if (answer->own_n > 0) {
        if (!open_own(db_within(write), task, answer->own_n, err)) return false;
        revision = task->measure.revision;
    }
    if (revision != answer->own_revision) return err_set(err, ERR_CONFLICT, "Исправьте его сами: что было, видно в истории.", "После этого %s исправляли: вернуть прежнее значило бы стереть ту правку.", answer->own_n > 0 ? "пункт" : "план");
    if (answer->stood.n == 0) return measure_stand(write, task, task->measure.deleted, err);
    if (!plan_content_read(answer->stood, task->arena, &stood, err)) return false;
    if (answer->own_n == 0) return rewrite_plan(write, task, stood.title, stood.goal, verb, err);
    if (!measure_in(&stood, answer->own_n, task->arena, &words, &section)) return err_set(err, ERR_BUG, "", "Что стояло в пункте %u, не сохранилось.", answer->own_n);
    return rewrite(write, task, &words, section, sizeof names / sizeof *names, names, verb, err);
}

static bool undo_step(DbWrite *write, PlanTask *task, Err *err)
{
    uint32_t number = *(const uint32_t *)task->ask, n;
    const PlanAnswer *all, *answer = NULL;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err) || !plan_answers(db_within(write), task->plan.region_id, task->plan.id, task->arena, &all, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (all[i].n == number) answer = &all[i];
    if (answer == NULL) return true; /* pressed twice */
    if (answer->own_edition != task->plan.edition) return err_set(err, ERR_CONFLICT, "Исправьте пункт сами и утвердите план снова.", "План с тех пор утверждён: ответ вошёл в редакцию %u.", task->plan.edition);
    if (answer->choice == ABOVE_TAKEN && !undo_taken(write, task, answer, err)) return false;
    if (answer->choice == ABOVE_KEPT && !plan_note(write, task, "отменён ответ на правку сверху", arena_printf(task->arena, "план выше, редакция %u", answer->edition), err)) return false;
    PlanAnswer older = { .plan_id = task->plan.id, .n = number, .edition = answer->was_edition, .choice = ABOVE_KEPT, .own_n = answer->own_n, .own_edition = task->plan.edition, .stood = STR_EMPTY,
        .account_id = answer->account_id, .made_at = answer->made_at };
    bool done = answer->was_edition > 0 ? plan_answer_put(write, task->plan.region_id, &older, err) : plan_answer_remove(write, task->plan.region_id, task->plan.id, number, err);
    return done && plan_set_above(write, task->plan.region_id, task->plan.id, answer->edition - 1, err);
}

bool flow_plan_above_undo(Flow *flow, const Who *who, uint32_t number, uint32_t n, Err *err)
{
    PlanTask task = { .who = who, .step = undo_step, .number = number, .ask = &n };
    return plan_task_run(flow, &task, err);
}
