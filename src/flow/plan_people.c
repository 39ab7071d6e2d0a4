/* Who answers for a measure and what is expected as its evidence. */
#include "flow/plan_.h"

#include "base/limits.h"
#include "base/lines.h"
#include "store/account.h"

static Str person_words(const PlanTask *task, const MeasurePerson *person)
{
    /* By number: the journal holds no names of accounts, so that it need not be changed when somebody's data are erased. */
    Str who = person->account_id != 0 ? arena_printf(task->arena, "человек № %u", person->account_number) : person->words;
    if (who.n == 0 && person->role != 0) who = str_of(role_title(person->role));
    return arena_printf(task->arena, "%.*s (%s)", STR_ARG(who), measure_part_title(person->part));
}

static Str people_words(const PlanTask *task, uint32_t n, const MeasurePerson *people)
{
    Str *words = arena_array(task->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) words[i] = person_words(task, &people[i]);
    return lines_join(task->arena, n, words);
}

typedef struct PeopleAsk { uint32_t n; const MeasurePerson *people; } PeopleAsk;

/* Pages know people by number; who is named must be of this tree, not erased. */
static bool find_person(DbRead *db, const PlanTask *task, MeasurePerson *person, Err *err)
{
    Account account;
    if (person->part < MEASURE_RESPONSIBLE || person->part > MEASURE_CONTROLLER) return err_set(err, ERR_INPUT, "Выберите: отвечает, помогает или контролирует.", "Не сказано, что делает человек.");
    if (person->role != 0 && (person->role < ROLE_ADMIN || person->role >= N_ROLES)) return err_set(err, ERR_INPUT, "Выберите роль из списка.", "Роли № %d нет.", (int)person->role);
    if (person->words.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Слова об ответственном длиннее двух страниц.");
    if (person->account_id == 0 && person->account_number == 0) {
        if (person->role != 0 || person->words.n > 0) return true;
        return err_set(err, ERR_INPUT, "Выберите человека или роль либо напишите словами.", "Не сказано, кто это.");
    }
    bool read = person->account_id != 0 ? account_get(db, task->who->region_id, person->account_id, task->arena, &account, err)
                                        : account_by_number(db, task->who->region_id, person->account_number, task->arena, &account, err);
    if (!read) return false;
    if (account.state == ACCOUNT_ERASED || account.state == ACCOUNT_BLOCKED) return err_set(err, ERR_CONFLICT, "Выберите другого человека.", "Этот человек больше не работает в Мериле.");
    person->account_id = account.id;
    person->account_number = (uint32_t)account.number;
    return true;
}

/* Who controls the whole plan is no choice made here. */
static uint32_t own_first(Arena *arena, const MeasurePerson **people, uint32_t n)
{
    MeasurePerson *own = arena_array(arena, MeasurePerson, n + 1u);
    uint32_t n_own = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!(*people)[i].inherited) own[n_own++] = (*people)[i];
    *people = own;
    return n_own;
}

static bool people_step(DbWrite *write, PlanTask *task, Err *err)
{
    const PeopleAsk *ask = task->ask;
    const MeasurePerson *old;
    uint32_t n_old;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    if (ask->n > LIMIT_MEASURE_PEOPLE) return err_set(err, ERR_LIMIT, "Назовите их по роли.", "У пункта %u человек, а бывает до %u.", ask->n, LIMIT_MEASURE_PEOPLE);
    if (!measure_people(db_within(write), task->plan.region_id, task->measure.id, task->arena, &old, &n_old, err)) return false;
    MeasurePerson *people = arena_array(task->arena, MeasurePerson, ask->n + 2u);
    n_old = own_first(task->arena, &old, n_old);
    for (uint32_t i = 0; i < ask->n; i++) {
        people[i] = ask->people[i];
        if (!find_person(db_within(write), task, &people[i], err)) return false;
    }
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "люди", people_words(task, n_old, old), people_words(task, ask->n, people));
    Str words = changes_words(&out, task->arena);
    return words.n == 0 || (measure_people_put(write, task->plan.region_id, task->measure.id, plan_control_add(task, people, ask->n), people, err) && measure_write(write, task, false, "назначено", words, err));
}

bool flow_measure_people(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t n_people, const MeasurePerson *people, Err *err)
{
    PlanTask task = { .who = who, .step = people_step, .number = plan, .n = n, .ask = &(PeopleAsk){ n_people, people } };
    return plan_task_run(flow, &task, err);
}

/* ---- what is expected ---- */

typedef struct SlotsAsk { uint32_t n; const MeasureSlot *slots; } SlotsAsk;

static Str slots_words(const PlanTask *task, uint32_t n, const MeasureSlot *slots)
{
    Str *words = arena_array(task->arena, Str, n + 1u);
    uint32_t n_words = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!slots[i].deleted) words[n_words++] = slots[i].each_school ? arena_printf(task->arena, "%.*s (от каждой школы)", STR_ARG(slots[i].title)) : slots[i].title;
    return lines_join(task->arena, n_words, words);
}

static Str registers_words(const PlanTask *task, uint32_t n, const MeasureSlot *slots)
{
    Str *words = arena_array(task->arena, Str, n + 1u);
    uint32_t n_words = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!slots[i].deleted && slots[i].record_type.n > 0) words[n_words++] = arena_printf(task->arena, "%.*s — %.*s", STR_ARG(slots[i].title), STR_ARG(slots[i].record_type));
    return lines_join(task->arena, n_words, words);
}

static bool slots_step(DbWrite *write, PlanTask *task, Err *err)
{
    const SlotsAsk *ask = task->ask;
    const MeasureSlot *old;
    uint32_t n_old, last = 0, n = 0;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !plan_is_open(&task->plan, err)) return false;
    if (ask->n > LIMIT_MEASURE_SLOTS) return err_set(err, ERR_LIMIT, "Разделите пункт на несколько.", "Подтверждений у пункта %u, а бывает до %u.", ask->n, LIMIT_MEASURE_SLOTS);
    if (!measure_slots(db_within(write), task->plan.region_id, task->measure.id, task->arena, &old, &n_old, err)) return false;
    for (uint32_t i = 0; i < n_old; i++) last = old[i].n > last ? old[i].n : last;
    MeasureSlot *slots = arena_array(task->arena, MeasureSlot, ask->n + 1u);
    for (uint32_t i = 0; i < ask->n; i++) {
        MeasureSlot slot = ask->slots[i];
        slot.title = lines_join(task->arena, 1, &slot.title);
        if (slot.deleted || slot.title.n == 0) continue;
        if (slot.title.n > LIMIT_PLAN_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Название подтверждения длиннее двух страниц.");
        bool known = false;
        slot.due_on = STR_EMPTY;
        for (uint32_t k = 0; k < n_old; k++)
            if (old[k].n == slot.n) known = true, slot.due_on = old[k].due_on; /* another name for the same occurrence */
        if (!known) slot.n = ++last;
        slots[n++] = slot;
    }
    Buf out;
    buf_init(&out, 0);
    add_change(&out, "ожидаемые подтверждения", slots_words(task, n_old, old), slots_words(task, n, slots));
    add_change(&out, "регистры подтверждений", registers_words(task, n_old, old), registers_words(task, n, slots));
    Str words = changes_words(&out, task->arena);
    if (words.n == 0) return true;
    return measure_slots_put(write, task->plan.region_id, task->measure.id, n, slots, err) && measure_count_proof(db_within(write), &task->plan, &task->measure, task->arena, err) &&
        measure_write(write, task, false, "названо ожидаемое", words, err);
}

bool flow_measure_slots(Flow *flow, const Who *who, uint32_t plan, uint32_t n, uint32_t n_slots, const MeasureSlot *slots, Err *err)
{
    PlanTask task = { .who = who, .step = slots_step, .number = plan, .n = n, .ask = &(SlotsAsk){ n_slots, slots } };
    return plan_task_run(flow, &task, err);
}
