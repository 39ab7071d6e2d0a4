#include "flow/study_case.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "flow/audit_.h"
#include "intake/intake.h"
#include "store/analysis.h"
#include "store/attachment.h"
#include "store/org.h"
#include "store/procedure.h"

#define IN(state) (1u << CASE_##state)
#define ALIVE     (IN(LISTED) | IN(ASKED) | IN(ANSWERED) | IN(STUDIED))

/* What may be done when. to 0: the state stays. */
typedef struct Rule { Right right; unsigned from; CaseState to; bool words_needed; const char *verb, *no_words; } Rule;
static const Rule rules[] = {
    [CASE_ENTRY_LISTED] = { RIGHT_SIGNS_DECIDE, 0, CASE_LISTED, false, "внесено в список", "" },
    [CASE_ENTRY_QUESTION] = { RIGHT_SIGNS_DECIDE, ALIVE, CASE_ASKED, true, "вопрос школе", "Напишите, о чём спросить школу." },
    [CASE_ENTRY_ANSWER] = { RIGHT_SIGNS_ANSWER, ALIVE, CASE_ANSWERED, true, "ответ школы", "Напишите, что школа считает причиной." },
    [CASE_ENTRY_NOTE] = { RIGHT_SIGNS_DECIDE, ALIVE | IN(LIFTED), (CaseState)0, true, "заметка", "Напишите заметку." },
    [CASE_ENTRY_STUDY] = { RIGHT_SIGNS_DECIDE, IN(LISTED) | IN(ASKED) | IN(ANSWERED), CASE_STUDIED, false, "взято на изучение", "" },
    [CASE_ENTRY_LIFTED] = { RIGHT_SIGNS_DECIDE, ALIVE, CASE_LIFTED, true, "признак снят", "Напишите, какая причина объясняет признаки." },
    [CASE_ENTRY_CLOSED] = { RIGHT_SIGNS_DECIDE, ALIVE | IN(LIFTED), CASE_CLOSED, true, "работа закончена", "Напишите, чем кончилась работа." },
};

int32_t case_usual_until(int32_t today) { return date_of(date_school_year(today) + 2, 8, 31); }

typedef struct Doing {
    const Who *who;
    const CaseStep *step;
    const Rule *rule;
    int32_t today;
    int64_t now;
    Arena *arena; /* a run's own */
    uint32_t number;
} Doing;

/* ---- what was given ---- */

static bool read_day(Str iso, int32_t today, const char *what, Err *err)
{
    int32_t day;
    if (!date_parse(iso, &day)) return err_set(err, ERR_INPUT, "Напишите день, месяц и год.", "%s: «%.*s» — не дата.", what, STR_ARG(iso));
    if (day < today) return err_set(err, ERR_INPUT, "Выберите день не раньше сегодняшнего.", "%s: этот день уже прошёл.", what);
    if (day > today + 3660) return err_set(err, ERR_INPUT, "Выберите день в пределах десяти лет.", "%s: слишком далеко.", what);
    return true;
}

static bool check_step(const CaseStep *step, const Rule *rule, int32_t today, Err *err)
{
    if (rule->words_needed && step->words.n == 0 && step->file.n == 0) return err_set(err, ERR_INPUT, rule->no_words, "Слова не написаны.");
    if (step->words.n > LIMIT_CASE_WORDS) return err_set(err, ERR_LIMIT, "Сократите, а подробности приложите документом.", "Текст длиннее допустимого.");
    if (step->file.n > LIMIT_CASE_FILE) return err_set(err, ERR_LIMIT, "Приложите документ поменьше или несколькими ответами.", "Документ «%.*s» больше допустимого.", STR_ARG(step->file_name));
    if (step->answer_by.n > 0 && !read_day(step->answer_by, today, "Срок ответа", err)) return false;
    return step->until.n == 0 || read_day(step->until, today, "Срок в списке", err);
}

/* ---- putting a school on the list ---- */

static bool name_of_work(DbRead *db, int64_t region_id, Str code, Arena *arena, Str *out, Err *err)
{
    ProcedureRow row;
    bool found;
    *out = code.n > 0 ? code : STR("Все работы вместе");
    if (code.n == 0) return true;
    if (!procedure_get(db, region_id, code, arena, &row, &found, err)) return false;
    if (found) *out = row.title;
    return true;
}

/* Lead and titles of the signs that the standing analysis cites: the reasons in words. */
static bool reasons_of_signs(DbRead *db, const Org *school, Arena *arena, StudyCase *out, Err *err)
{
    AnalysisRow analysis;
    SchoolSigns signs;
    bool found;
    if (!analysis_current(db, school->region_id, arena, &analysis, &found, err)) return false;
    if (!found) return true;
    if (!analysis_school(db, &analysis, school->id, arena, &signs, &found, err)) return false;
    if (!found) return true;
    SignDerived *each;
    uint32_t n;
    if (!analysis_signs(db, &analysis, school->path, arena, &each, &n, err)) return false;
    out->level = signs.level;
    out->analysis_number = analysis.number;
    if (out->source != CASE_OWN_SIGNS || out->reasons.n > 0) return true;
    out->reasons = signs.words;
    for (uint32_t i = 0; i < n && i < 5; i++) {
        Str work;
        if (!name_of_work(db, school->region_id, each[i].procedure, arena, &work, err)) return false;
        out->reasons = arena_printf(arena, "%.*s\n%.*s: %.*s", STR_ARG(out->reasons), STR_ARG(work), STR_ARG(each[i].title));
    }
    return true;
}

static bool put_entry(DbWrite *write, const Doing *doing, const StudyCase *of, CaseEntryKind kind, Str words, Err *err)
{
    char sha256[65] = "";
    const CaseStep *step = doing->step;
    bool with_file = kind == CASE_ENTRY_ANSWER && step->file.n > 0;
    if (with_file && !attachment_put(write, of->region_id, step->file, doing->now, sha256, err)) return false;
    CaseEntry entry = { .region_id = of->region_id, .id = db_new_id(write), .case_id = of->id, .kind = kind, .words = words, .sha256 = str_of(sha256),
        .file_name = with_file ? step->file_name : STR_EMPTY, .account_id = doing->who->account_id, .made_at = doing->now };
    return case_entry_put(write, &entry, err);
}

static bool note_it(DbWrite *write, const Doing *doing, const StudyCase *of, const char *verb, Str words, Err *err)
{
    AuditNote note = { .org_id = of->school_id, .object = arena_printf(doing->arena, "case/%u", of->number), .verb = str_of(verb), .words = words };
    return flow_audit(write, doing->who, &note, err);
}

static bool put_on_list(DbWrite *write, Doing *doing, const Org *school, StudyCase *out, Err *err)
{
    const CaseStep *step = doing->step;
    DbRead *db = db_within(write);
    CaseSource usual = step->kind == CASE_ENTRY_ANSWER ? CASE_SCHOOL_ITSELF : CASE_OWN_SIGNS;
    *out = (StudyCase){ .region_id = school->region_id, .id = db_new_id(write), .school_id = school->id, .source = step->source != 0 && step->kind != CASE_ENTRY_ANSWER ? step->source : usual, .level = LEVEL_TOO_FEW_DATA,
        .reasons = step->kind == CASE_ENTRY_LISTED ? step->words : STR_EMPTY, .state = CASE_LISTED, .answer_by = STR_EMPTY, .opened_by = doing->who->account_id,
        .opened_at = doing->now, .changed_at = doing->now, .until = step->until.n > 0 ? step->until : date_iso(doing->arena, case_usual_until(doing->today)) };
    if (!case_next_number(db, school->region_id, &out->number, err) || !reasons_of_signs(db, school, doing->arena, out, err)) return false;
    if (out->reasons.n == 0) out->reasons = out->source == CASE_SCHOOL_ITSELF ? STR("Школа обратилась сама.") : STR("Причина не записана.");
    if (!case_put(write, out, err) || !put_entry(write, doing, out, CASE_ENTRY_LISTED, out->reasons, err)) return false;
    int32_t until = DATE_NONE;
    date_parse(out->until, &until);
    Str day = date_short(doing->arena, until);
    Str words = arena_printf(doing->arena, "%.*s: в список на изучение до %.*s; источник — %s", STR_ARG(school->name), STR_ARG(day), case_source_title(out->source));
    return note_it(write, doing, out, rules[CASE_ENTRY_LISTED].verb, words, err);
}

/* ---- a step ---- */

static bool take_step(DbWrite *write, Doing *doing, StudyCase *of, Err *err)
{
    const CaseStep *step = doing->step;
    const Rule *rule = doing->rule;
    CaseState before = of->state;
    if ((rule->from & (1u << before)) == 0)
        return err_set(err, ERR_CONFLICT, "Откройте дело: в нём видно, что уже сделано.", "Дело № %u: «%s» — этого шага сейчас нет.", of->number, case_state_title(before));
    of->changed_at = doing->now;
    if (rule->to != 0) of->state = rule->to;
    if (step->kind == CASE_ENTRY_QUESTION)
        of->answer_by = step->answer_by.n > 0 ? step->answer_by : date_iso(doing->arena, date_add_working(doing->today, CASE_ANSWER_DAYS));
    bool moved;
    if (!case_move(write, of, before, &moved, err)) return false;
    if (!moved) return err_set(err, ERR_CONFLICT, "Откройте дело и посмотрите, что изменилось.", "Дело № %u только что изменил кто-то другой.", of->number);
    if (!put_entry(write, doing, of, step->kind, step->words, err)) return false;
    Str change = of->state == before ? arena_printf(doing->arena, "%s", case_state_title(before)) : arena_printf(doing->arena, "%s → %s", case_state_title(before), case_state_title(of->state));
    Str tail = STR_EMPTY;
    int32_t day;
    if (step->kind == CASE_ENTRY_QUESTION && date_parse(of->answer_by, &day)) {
        Str by = date_short(doing->arena, day);
        tail = arena_printf(doing->arena, "; ответ ждут до %.*s", STR_ARG(by));
    }
    if (step->kind == CASE_ENTRY_LIFTED || step->kind == CASE_ENTRY_CLOSED) tail = arena_printf(doing->arena, "; причина: %.*s", STR_ARG(step->words));
    if (step->kind == CASE_ENTRY_ANSWER && step->file.n > 0) tail = STR("; приложен документ"); /* its name is as restricted as the document */
    Str words = arena_printf(doing->arena, "%.*s: %.*s%.*s", STR_ARG(of->school_name), STR_ARG(change), STR_ARG(tail));
    return note_it(write, doing, of, rule->verb, words, err);
}

/* A button pressed twice sends its form twice: the second one finds everything done. */
static bool pressed_twice(DbRead *db, const Doing *doing, const StudyCase *of, bool *twice, Err *err)
{
    enum { TWICE_S = 30 };
    CaseEntry *entries;
    uint32_t n;
    if (!case_entries(db, of, doing->arena, &entries, &n, err)) return false;
    const CaseEntry *last = n > 0 ? &entries[n - 1] : NULL;
    *twice = last != NULL && last->kind == doing->step->kind && last->account_id == doing->who->account_id && doing->who->account_id != 0 && doing->now - last->made_at < TWICE_S &&
        str_eq(last->words, doing->step->words) && str_eq(last->file_name, doing->step->file.n > 0 ? doing->step->file_name : STR_EMPTY);
    return true;
}

static bool step_body(DbWrite *write, Doing *doing, Err *err)
{
    DbRead *db = db_within(write);
    const CaseStep *step = doing->step;
    Org school;
    StudyCase of;
    bool found;
    if (!org_by_code(db, doing->who->region_id, step->school, doing->arena, &school, &found, err)) return false;
    if (!found || school.kind != ORG_SCHOOL) return err_set(err, ERR_NOT_FOUND, "Проверьте код школы.", "Школы с кодом «%.*s» нет.", STR_ARG(step->school));
    if (!who_demand(doing->who, doing->rule->right, school.path, err)) return false;
    if (!case_of_school(db, school.region_id, school.id, date_iso(doing->arena, doing->today), doing->arena, &of, &found, err)) return false;
    if (step->kind == CASE_ENTRY_LISTED && found)
        return err_set(err, ERR_CONFLICT, "Откройте её дело.", "Школа «%.*s» уже в списке, дело № %u.", STR_ARG(school.name), of.number);
    if (!found && !put_on_list(write, doing, &school, &of, err)) return false;
    doing->number = of.number;
    of.school_name = school.name;
    bool twice = false;
    if (found && !pressed_twice(db, doing, &of, &twice, err)) return false;
    return twice || step->kind == CASE_ENTRY_LISTED || take_step(write, doing, &of, err);
}

static bool step_run(DbWrite *write, void *context, Err *err)
{
    Doing *doing = context;
    doing->arena = arena_new(0);
    bool done = step_body(write, doing, err);
    arena_free(doing->arena);
    return done;
}

bool flow_case_step(Flow *flow, const Who *who, const CaseStep *step, uint32_t *number, Err *err)
{
    BUG_ON(step->kind < CASE_ENTRY_LISTED || step->kind > CASE_ENTRY_CLOSED);
    int64_t now = clock_now();
    Doing doing = { .who = who, .step = step, .rule = &rules[step->kind], .now = now, .today = date_of_time(now) };
    if (!check_step(step, doing.rule, doing.today, err) || !db_tx(flow_db(flow), step_run, &doing, err)) return false;
    if (number != NULL) *number = doing.number;
    return true;
}

/* ---- lists from outside ---- */

bool flow_case_import(Flow *flow, const Who *who, const CaseList *list, Arena *arena, CaseListed *out, Err *err)
{
    StudyList rows;
    *out = (CaseListed){ 0 };
    if (!who_may_somewhere(who, RIGHT_SIGNS_DECIDE)) return who_demand(who, RIGHT_SIGNS_DECIDE, STR_EMPTY, err);
    if (!intake_study_list(list->name, list->bytes, arena, &rows, err)) return false;
    Str *strangers = arena_array(arena, Str, rows.n + 1u);
    out->strangers = strangers;
    for (uint32_t i = 0; i < rows.n; i++) {
        CaseStep step = { .school = rows.rows[i].school, .kind = CASE_ENTRY_LISTED, .source = list->source, .until = rows.rows[i].until,
            .words = rows.rows[i].reason.n > 0 ? rows.rows[i].reason : arena_printf(arena, "Список «%.*s».", STR_ARG(list->name)) };
        Err why = { .code = ERR_NONE };
        if (flow_case_step(flow, who, &step, NULL, &why)) out->n_put++;
        else if (why.code == ERR_CONFLICT) out->n_already++;
        else if (why.code == ERR_NOT_FOUND || why.code == ERR_DENIED) strangers[out->n_strangers++] = step.school; /* a foreign school looks like one that is not there */
        else {
            if (err != NULL) *err = why;
            return false;
        }
    }
    return true;
}

/* ---- the day has come ---- */

typedef struct Expiry { Doing doing; StudyCase of; bool closed; } Expiry;

static bool close_body(DbWrite *write, void *context, Err *err)
{
    Expiry *expiry = context;
    Doing *doing = &expiry->doing;
    StudyCase of = expiry->of;
    of.state = CASE_CLOSED;
    of.changed_at = doing->now;
    if (!case_move(write, &of, expiry->of.state, &expiry->closed, err)) return false;
    if (!expiry->closed) return true;
    Str words = arena_printf(doing->arena, "%.*s: %s → %s; срок в списке вышел", STR_ARG(of.school_name), case_state_title(expiry->of.state), case_state_title(CASE_CLOSED));
    return put_entry(write, doing, &of, CASE_ENTRY_CLOSED, STR("Срок в списке вышел."), err) && note_it(write, doing, &of, "исключено из списка", words, err);
}

bool flow_case_expire(Flow *flow, int64_t region_id, uint32_t *n_closed, Err *err)
{
    int64_t now = clock_now();
    Who program = flow_program(region_id);
    CaseStep none = { .kind = CASE_ENTRY_CLOSED };
    Arena *arena = arena_new(0);
    StudyCase *cases;
    uint32_t n;
    *n_closed = 0;
    bool done = case_expired(flow_reader(flow), region_id, date_iso(arena, date_of_time(now)), arena, &cases, &n, err);
    for (uint32_t i = 0; done && i < n; i++) {
        Expiry expiry = { .doing = { .who = &program, .step = &none, .now = now, .arena = arena }, .of = cases[i] };
        done = db_tx(flow_db(flow), close_body, &expiry, err);
        *n_closed += done && expiry.closed;
    }
    arena_free(arena);
    return done;
}
