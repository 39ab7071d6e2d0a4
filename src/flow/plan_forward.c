/* Next year's draft out of this year's plan. */
#include "flow/plan_.h"

#include "base/date.h"

typedef struct Forward { uint32_t n; const uint32_t *chosen; } Forward;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Behind a day and a month: «25.12.» */
static bool ends_a_date(Str words, size_t at)
{
    size_t i = at, points = 0;
    for (; i > 0 && points < 3 && (is_digit(words.at[i - 1]) || words.at[i - 1] == '.'); i--) points += words.at[i - 1] == '.';
    return points == 2 && at > 0 && words.at[at - 1] == '.';
}

typedef enum Dates { WITH_DATES, DATES_ONLY, NO_DATES } Dates;

/* Numbers of exactly so many digits between least and most become one larger: years. Whole dates («12.09.2025») among them, alone, or left as they are. */
static Str raise_years(Str words, size_t n_digits, int least, int most, Dates dates, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < words.n;) {
        if (!is_digit(words.at[i])) { buf_add_char(&out, words.at[i++]); continue; }
        size_t from = i;
        while (i < words.n && is_digit(words.at[i])) i++;
        Str digits = str_slice(words, from, i);
        long long year = 0;
        bool wanted = dates == WITH_DATES || (dates == DATES_ONLY) == ends_a_date(words, from);
        bool fits = wanted && digits.n == n_digits && str_to_int(digits, &year) && year >= least && year <= most;
        if (fits) buf_printf(&out, "%0*lld", (int)n_digits, year + 1);
        else buf_add(&out, digits);
    }
    Str raised = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return raised;
}

/* «Ноябрь 2020 г.», «2020-2021», «25.12.20». */
static Str next_term(Str words, Arena *arena) { return raise_years(raise_years(words, 4, 2000, 2098, WITH_DATES, arena), 2, 10, 98, DATES_ONLY, arena); }

/* «Анализ ВПР 2026 года»: the years of the plan's own school year; the date of a letter stays the date of that letter. */
static Str next_words(Str words, int school_year, Arena *arena) { return school_year == 0 ? words : raise_years(words, 4, school_year, school_year + 1, NO_DATES, arena); }

static int32_t next_day(int32_t day)
{
    int year, month, number;
    if (day == DATE_NONE) return DATE_NONE;
    date_parts(day, &year, &month, &number);
    return date_of(year + 1, month, month == 2 && number == 29 ? 28 : number);
}

static void next_windows(MeasureRow *row, Arena *arena)
{
    uint32_t n;
    const Window *windows;
    if (row->windows.n == 0 || !term_windows_parse(row->windows, arena, &n, &windows)) return;
    Window *moved = arena_array(arena, Window, n + 1u);
    for (uint32_t i = 0; i < n; i++) moved[i] = (Window){ next_day(windows[i].from), next_day(windows[i].to) };
    measure_set_windows(row, n, moved, arena);
}

static void add_note(MeasureRow *row, Str words, Arena *arena) { row->term_notes = row->term_notes.n > 0 ? arena_printf(arena, "%.*s\n%.*s", STR_ARG(row->term_notes), STR_ARG(words)) : words; }

/* «31 февраля 2027 г.»: what cannot be is not made next year's. */
static bool is_slip(const MeasureRow *last) { return !last->term_by_hand && last->windows.n == 0 && last->anchor.n == 0 && last->recurrence.n == 0 && last->term_notes.n > 0; }

/* «Январь–апрель 2020 г.» of the plan of 2020/21 lay before it, and a year later still does: a slip of that plan. The summer before belongs to both. */
static void say_old_year(MeasureRow *row, const MeasureRow *last, int school_year, Arena *arena)
{
    uint32_t n;
    const Window *windows;
    if (is_slip(last)) add_note(row, STR("Так стоит и в прошлом плане: впишите день, который бывает."), arena);
    if (row->windows.n == 0 || row->recurrence.n > 0 || !term_windows_parse(row->windows, arena, &n, &windows)) return;
    int32_t end = term_last_day(n, windows);
    if (end == DATE_NONE || end >= date_of(school_year, 6, 1)) return;
    add_note(row, arena_printf(arena, "Срок %.*s раньше самого плана (%d/%02d): в прошлом плане год, похоже, назван с ошибкой.", STR_ARG(term_windows_words(arena, n, windows)), school_year, (school_year + 1) % 100), arena);
}

/* A named day that was a working one and is none now is said: the meeting of a Friday does not move to a Saturday by itself. */
static void say_day_off(MeasureRow *row, const MeasureRow *last, Arena *arena)
{
    static const char *const days[] = { "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье" };
    int32_t due, was;
    int year, month, number;
    if (!date_parse(row->due_on, &due) || date_is_working(due) || (date_parse(last->due_on, &was) && !date_is_working(was))) return;
    date_parts(due, &year, &month, &number);
    if (number == date_month_days(year, month) && !str_eq(row->first_on, row->due_on)) return; /* «март» ends when March does */
    Str words = arena_printf(arena, "%.*s — %s%s: выберите рабочий день", STR_ARG(date_short(arena, due)), days[date_weekday(due)], date_weekday(due) < 5 ? ", выходной" : "");
    add_note(row, words, arena);
}

static bool copy_measure(DbWrite *write, const PlanTask *task, const MeasureRow *last, const PlanRow *of, const TermContext *terms, uint32_t n, Err *err)
{
    DbRead *db = db_within(write);
    const MeasurePerson *people;
    const MeasureSlot *slots;
    uint32_t n_people, n_slots, k = 0;
    MeasureRow row = *last;
    row.n = row.position = n;
    row.from_measure_id = 0;
    row.carried_from_id = last->id;
    row.n_proven = row.n_waiting = row.n_back = row.n_own = 0;
    row.back_reason = STR_EMPTY;
    row.line_from = row.line_to = 0;
    bool is_done = last->state == MEASURE_ACCEPTED, has_why = !is_done && last->reason.n > 0;
    row.reason = is_done ? STR_EMPTY : arena_printf(task->arena, "Перенесено из плана № %u: там «%s»%s%.*s.", of->number, measure_state_title(last->state), has_why ? ", причина: " : "", STR_ARG(has_why ? last->reason : STR_EMPTY));
    row.title = next_words(last->title, of->school_year, task->arena);
    row.bullets = next_words(last->bullets, of->school_year, task->arena);
    row.expected = next_words(last->expected, of->school_year, task->arena);
    row.term_text = is_slip(last) ? last->term_text : next_term(last->term_text, task->arena);
    bool follows = last->anchor.n > 0; /* days of somebody's schedule, even set by hand, are not known a year ahead */
    if (last->term_by_hand && !follows) next_windows(&row, task->arena);
    else measure_understand(&row, terms, task->arena);
    say_day_off(&row, last, task->arena);
    say_old_year(&row, last, of->school_year + 1, task->arena);
    if (!measure_make(write, task, &row, err) || !measure_people(db, last->region_id, last->id, task->arena, &people, &n_people, err) ||
        !measure_people_put(write, row.region_id, row.id, n_people, people, err) || !measure_slots(db, last->region_id, last->id, task->arena, &slots, &n_slots, err)) return false;
    MeasureSlot *own = arena_array(task->arena, MeasureSlot, n_slots + 1u);
    for (uint32_t i = 0; i < n_slots; i++) {
        if (slots[i].deleted) continue;
        if (slots[i].due_on.n > 0) return true; /* of last year's occurrences: this year's were made with the measure */
        own[k] = slots[i];
        own[k].title = next_words(slots[i].title, of->school_year, task->arena);
        own[k].n = k + 1;
        k++;
    }
    row.n_slots = k;
    return measure_slots_put(write, row.region_id, row.id, k, own, err) && measure_set_proof(write, &row, err);
}

static bool is_chosen(const Forward *ask, const MeasureRow *row)
{
    for (uint32_t i = 0; i < ask->n; i++)
        if (ask->chosen[i] == row->n) return true;
    return ask->n == 0 && row->state != MEASURE_DROPPED;
}

/* What was ticked is in the plan: an n that was taken out since, or never was, is said, not passed over. */
static bool chosen_stand(const PlanTask *task, const Forward *ask, const MeasureRow *rows, uint32_t n_rows, Err *err)
{
    for (uint32_t i = 0; i < ask->n; i++) {
        bool stands = false;
        for (uint32_t k = 0; k < n_rows; k++) stands = stands || rows[k].n == ask->chosen[i];
        if (!stands) return err_set(err, ERR_CONFLICT, "Откройте список пунктов снова и выберите из того, что есть.", "Пункта %u в плане № %u нет: черновик не составлен.", ask->chosen[i], task->plan.number);
    }
    return true;
}

/* Pressed twice, or done by a colleague. */
static bool is_done_already(DbRead *db, const PlanTask *task, Err *err)
{
    PlanAsk ask = { .path = task->plan.org_path, .today = task->today_iso, .school_year = task->plan.school_year + 1, .own_only = true };
    const PlanRow *plans;
    uint32_t n;
    if (!plan_list(db, task->plan.region_id, &ask, task->arena, &plans, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (plans[i].previous_id == task->plan.id) return err_set(err, ERR_CONFLICT, "Откройте его.", "План на следующий год уже составлен: № %u.", plans[i].number);
    return true;
}

static bool forward_step(DbWrite *write, PlanTask *task, Err *err)
{
    const Forward *ask = task->ask;
    DbRead *db = db_within(write);
    PlanWords approved;
    TermContext terms;
    Org org;
    uint32_t n_copied = 0, n_carried = 0;
    if (!plan_demand(task, RIGHT_PLAN_WRITE, err) || !flow_plan_approved(db, &task->plan, STR_EMPTY, task->arena, &approved, err)) return false; /* corrections that nobody approved stay behind */
    const PlanRow last = approved.plan;
    const SectionRow *sections = approved.sections;
    const MeasureRow *measures = approved.measures;
    const uint32_t n_sections = approved.n_sections, n = approved.n;
    if (last.state != PLAN_IN_FORCE && last.state != PLAN_CLOSED) return err_set(err, ERR_CONFLICT, "Переносят утверждённый или законченный план.", "План № %u: «%s».", last.number, plan_state_title(last.state));
    if (last.school_year == 0) return err_set(err, ERR_CONFLICT, "Укажите в плане учебный год.", "У плана № %u учебный год не указан.", last.number);
    if (!is_done_already(db, task, err) || !plan_org(db, task->who, last.org_code, task->arena, &org, err) || !chosen_stand(task, ask, measures, n, err)) return false;
    PlanRow next = { .kind = last.kind, .title = next_words(last.title, last.school_year, task->arena), .goal = next_words(last.goal, last.school_year, task->arena), .school_year = last.school_year + 1, .approved_by = last.approved_by,
        .approved_on = STR_EMPTY, .approved_number = STR_EMPTY, .basis = last.basis, .controller = last.controller, .controller_id = last.controller_id, .columns = last.columns, .source_sha256 = STR_EMPTY, .source_name = STR_EMPTY, .previous_id = last.id, .return_reason = STR_EMPTY };
    SectionRow *titled = arena_array(task->arena, SectionRow, n_sections + 1u);
    for (uint32_t i = 0; i < n_sections; i++) titled[i] = (SectionRow){ sections[i].n, sections[i].number, next_words(sections[i].title, last.school_year, task->arena) };
    if (!plan_make(write, task, &org, &next, err) || !plan_sections_put(write, last.region_id, task->plan.id, n_sections, titled, err) || !plan_terms(db, &task->plan, task->arena, &terms, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_chosen(ask, &measures[i])) continue;
        n_carried += measures[i].state != MEASURE_ACCEPTED;
        if (!copy_measure(write, task, &measures[i], &last, &terms, ++n_copied, err)) return false;
    }
    if (n_copied == 0) return err_set(err, ERR_INPUT, "Выберите хотя бы один пункт.", "Ни одного пункта не выбрано.");
    Str words = arena_printf(task->arena, "«%.*s»: из плана № %u, пунктов — %u, из них не сделанных — %u", STR_ARG(next.title), last.number, n_copied, n_carried);
    return plan_recount(write, next.region_id, task->plan.id, task->now, err) && plan_note(write, task, "заведён план", words, err);
}

bool flow_plan_roll_forward(Flow *flow, const Who *who, uint32_t number, uint32_t n_chosen, const uint32_t *chosen, uint32_t *new_number, Err *err)
{
    PlanTask task = { .who = who, .step = forward_step, .number = number, .ask = &(Forward){ n_chosen, chosen } };
    if (!plan_task_run(flow, &task, err)) return false;
    if (new_number != NULL) *new_number = task.made;
    return true;
}
