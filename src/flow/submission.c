#include "flow/submission.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/number.h"
#include "flow/audit_.h"
#include "flow/job_.h"

#define FROM(state) (1u << SUBMISSION_##state)

/* The whole table of the way of a form. */
static const struct Way { const char *word, *title, *verb; Right right; unsigned from; SubmissionState to; bool reason, analyse; } ways[N_SUBMISSION_ACTIONS] = {
    [SUBMISSION_SEND] = { "send", "Сдать форму", "форма сдана", RIGHT_RESULTS_WRITE, FROM(IN_HAND) | FROM(RETURNED), SUBMISSION_SENT, false, true },
    [SUBMISSION_ACCEPT] = { "accept", "Принять", "форма принята", RIGHT_RESULTS_ACCEPT, FROM(SENT), SUBMISSION_ACCEPTED, false, true },
    [SUBMISSION_RETURN] = { "return", "Вернуть школе", "форма возвращена", RIGHT_RESULTS_ACCEPT, FROM(SENT) | FROM(ACCEPTED), SUBMISSION_RETURNED, true, true },
    [SUBMISSION_UNACCEPT] = { "unaccept", "Отменить приёмку", "приёмка отменена", RIGHT_RESULTS_ACCEPT, FROM(ACCEPTED), SUBMISSION_SENT, true, true },
    [SUBMISSION_LOCK] = { "lock", "Закрыть от правок", "форма закрыта от правок", RIGHT_RESULTS_ACCEPT, FROM(ACCEPTED), SUBMISSION_LOCKED, false, false },
    [SUBMISSION_UNLOCK] = { "unlock", "Открыть для правок", "форма открыта для правок", RIGHT_RESULTS_ACCEPT, FROM(LOCKED), SUBMISSION_ACCEPTED, true, false },
};

const char *submission_action_word(SubmissionAction action) { return ways[action].word; }
const char *submission_action_title(SubmissionAction action) { return ways[action].title; }
bool submission_action_wants_reason(SubmissionAction action) { return ways[action].reason; }
Right submission_action_right(SubmissionAction action) { return ways[action].right; }
bool submission_action_fits(SubmissionAction action, SubmissionState state) { return (ways[action].from & (1u << state)) != 0; }

bool submission_action_find(Str word, SubmissionAction *out)
{
    for (int i = 0; i < N_SUBMISSION_ACTIONS; i++)
        if (str_eq(word, str_of(ways[i].word))) return *out = (SubmissionAction)i, true;
    return false;
}

Str submission_steps(SubmissionState before, SubmissionState after, Arena *arena)
{
    if (before == after) return arena_printf(arena, "осталось «%s»", submission_state_title(after));
    return arena_printf(arena, "%s → %s", submission_state_title(before), submission_state_title(after));
}

typedef struct Step {
    const Who *who;
    SubmissionAction action;
    int64_t region_id;
    Str procedure, reason;
    const Org *school;       /* one form; else forms */
    uint32_t n; const SubmissionRow *forms;
    uint32_t n_done;
    Arena *arena;
} Step;

static bool walk(DbWrite *write, Step *step, SubmissionRow *form, Err *err)
{
    const struct Way *way = &ways[step->action];
    const SubmissionRow was = *form;
    SubmissionState before = form->state;
    bool done = false;
    form->state = way->to;
    form->reason = way->reason ? step->reason : STR_EMPTY;
    form->changed_by = step->who->account_id, form->changed_at = clock_now();
    Str reason = way->reason ? arena_printf(step->arena, ". Почему: %.*s", STR_ARG(step->reason)) : STR_EMPTY;
    Str words = arena_printf(step->arena, "%.*s: %.*s; версия %d, %.*s%.*s", STR_ARG(form->title), STR_ARG(submission_steps(before, form->state, step->arena)), form->version,
                             STR_ARG(number_of(step->arena, form->n_works, "работа", "работы", "работ")), STR_ARG(reason));
    const AuditNote note = { .org_id = form->school_id, .object = arena_printf(step->arena, "submission/%.*s/%.*s", STR_ARG(form->procedure), STR_ARG(form->school_code)), .verb = str_of(way->verb), .words = words };
    if (!submission_put(write, form, &was, &done, err)) return false;
    if (!done) return err_set(err, ERR_BUSY, "Откройте страницу формы снова.", "Форму «%.*s» только что изменил кто-то другой.", STR_ARG(form->title));
    return flow_audit(write, step->who, &note, err);
}

static bool one_body(DbWrite *write, void *context, Err *err)
{
    Step *step = context;
    const struct Way *way = &ways[step->action];
    SubmissionRow form;
    bool found = false;
    if (!submission_get(db_within(write), step->region_id, step->procedure, step->school->id, step->arena, &form, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Сначала загрузите форму.", "%.*s ещё ничего не записала по этой процедуре.", STR_ARG(step->school->name));
    if (!submission_action_fits(step->action, form.state))
        return err_set(err, ERR_CONFLICT, "Откройте страницу формы снова.", "Нельзя «%s»: форма «%.*s» сейчас — %s.", way->title, STR_ARG(form.title), submission_state_title(form.state));
    return walk(write, step, &form, err) && (!way->analyse || job_ask_analysis(write, step->who, step->region_id, err));
}

static bool reason_is_given(SubmissionAction action, Str reason, Err *err)
{
    if (!ways[action].reason) return true;
    if (str_trim(reason).n < 3) return err_set(err, ERR_INPUT, "Напишите одно-два предложения: их прочтёт школа.", "Для действия «%s» нужна причина.", ways[action].title);
    if (reason.n > LIMIT_CASE_WORDS) return err_set(err, ERR_LIMIT, "Сократите.", "Причина длиннее двух страниц.");
    return true;
}

bool flow_submission_step(Flow *flow, const Who *who, SubmissionAction action, Str procedure, const Org *school, Str reason, Err *err)
{
    if (!who_demand(who, ways[action].right, school->path, err) || !reason_is_given(action, reason, err)) return false;
    Step step = { .who = who, .action = action, .region_id = school->region_id, .procedure = procedure, .reason = str_trim(reason), .school = school, .arena = arena_new(0) };
    bool done = db_tx(flow_db(flow), one_body, &step, err);
    arena_free(step.arena);
    return done;
}

static bool many_body(DbWrite *write, void *context, Err *err)
{
    Step *step = context;
    step->n_done = 0;
    for (uint32_t i = 0; i < step->n; i++) {
        SubmissionRow form;
        bool found = false;
        if (!submission_get(db_within(write), step->region_id, step->forms[i].procedure, step->forms[i].school_id, step->arena, &form, &found, err)) return false;
        if (!found || !submission_action_fits(step->action, form.state)) continue; /* somebody was quicker */
        if (!walk(write, step, &form, err)) return false;
        step->n_done++;
    }
    return step->n_done == 0 || !ways[step->action].analyse || job_ask_analysis(write, step->who, step->region_id, err);
}

bool flow_submission_all(Flow *flow, const Who *who, SubmissionAction action, Str procedure, const Org *above, bool with_waiting, Str reason, uint32_t *n_done, Err *err)
{
    *n_done = 0;
    if (!who_demand(who, ways[action].right, above->path, err) || !reason_is_given(action, reason, err)) return false;
    Arena *arena = arena_new(0);
    const SubmissionRow *rows;
    uint32_t n = 0, n_forms = 0;
    bool good = submission_list(flow_reader(flow), above->region_id, above->path, procedure, (SubmissionState)0, arena, &rows, &n, err);
    SubmissionRow *forms = arena_array(arena, SubmissionRow, good ? n : 0);
    for (uint32_t i = 0; good && i < n; i++)
        if (submission_action_fits(action, rows[i].state) && (with_waiting || rows[i].n_waiting == 0)) forms[n_forms++] = rows[i];
    for (uint32_t from = 0; good && from < n_forms; from += LIMIT_TX_SCHOOLS) {
        uint32_t many = n_forms - from < LIMIT_TX_SCHOOLS ? n_forms - from : LIMIT_TX_SCHOOLS;
        Step step = { .who = who, .action = action, .region_id = above->region_id, .reason = str_trim(reason), .n = many, .forms = forms + from, .arena = arena };
        good = db_tx(flow_db(flow), many_body, &step, err);
        *n_done += good ? step.n_done : 0;
    }
    arena_free(arena);
    return good;
}
