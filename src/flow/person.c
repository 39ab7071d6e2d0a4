/* People stay and go: closed, put right, relieved of a lost second factor, erased. */
#include <inttypes.h>

#include "base/clock.h"
#include "flow/person_.h"
#include "flow/session_.h"
#include "store/audit.h"
#include "store/plan.h"
#include "store/setting.h"

enum { DAY_S = 86400 };

/* ---- the person ---- */

static bool block_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    if (!task_begin(write, task, err)) return false;
    if (task_is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "Себе вход не закрывают.");
    AccountState next = task->block ? ACCOUNT_BLOCKED : task->account.password.n > 0 ? ACCOUNT_ACTIVE : ACCOUNT_INVITED;
    if ((task->account.state == ACCOUNT_BLOCKED) == task->block) return err_set(err, ERR_CONFLICT, "Обновите страницу.", task->block ? "Вход уже закрыт." : "Вход и так открыт.");
    if (task->block && !task_spares_admin(write, task, err)) return false;
    Str words = arena_printf(task->arena, "%s → %s", account_state_title(task->account.state), account_state_title(next));
    return account_set_state(write, &task->account, next, err) && session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) &&
        task_audit(write, task, task_org(task), task->block ? "вход закрыт" : "вход открыт", words, err);
}

bool flow_person_block(Flow *flow, const Who *who, int64_t number, bool block, Err *err)
{
    PersonTask task = { .who = who, .number = number, .block = block };
    return task_run(flow, block_body, &task, err);
}

static bool describe_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    if (!task_find(write, task, err)) return false;
    if (!task_is_self(task) && !person_may_change(task->who, task->grants, task->n_grants)) return err_set(err, ERR_DENIED, "Попросите координатора.", "Менять этого человека вам нельзя.");
    const Account *old = &task->account;
    /* What was changed, not the words themselves: the journal keeps no more personal data than it must. */
    Str words = arena_printf(task->arena, "%s%s%s", str_eq(old->name, task->name) ? "" : "имя ", str_eq(old->post, task->post) ? "" : "должность ", str_eq(old->email, task->email) ? "" : "почта");
    if (str_trim(words).n == 0) return true;
    Account next = *old;
    next.name = task->name;
    next.post = task->post;
    next.email = task->email;
    return account_describe(write, &next, task->arena, err) && task_audit(write, task, task_org(task), "исправлены данные человека", str_trim(words), err);
}

bool flow_person_describe(Flow *flow, const Who *who, int64_t number, Str name, Str post, Str email, Err *err)
{
    PersonTask task = { .who = who, .number = number, .name = str_trim(name), .post = str_trim(post), .email = str_trim(email) };
    return person_words_fit(task.name, task.post, task.email, err) && task_run(flow, describe_body, &task, err);
}

static bool totp_off_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    if (!task_begin(write, task, err)) return false;
    if (task_is_self(task)) return err_set(err, ERR_DENIED, "Свой второй ключ меняют на странице «Вход и пароль».", "Сначала подтвердите ключ кодом.");
    if (task->account.totp_secret.n == 0) return err_set(err, ERR_CONFLICT, "Менять нечего.", "Второй ключ не включён.");
    return account_set_totp(write, &task->account, STR_EMPTY, 0, err) && invitation_end(write, task->account.region_id, task->account.id, INVITATION_RECOVERY, clock_now(), err) &&
        session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) && task_audit(write, task, task_org(task), "второй ключ выключен", STR("код из приложения → нет"), err);
}

bool flow_person_totp_off(Flow *flow, const Who *who, int64_t number, Err *err)
{
    PersonTask task = { .who = who, .number = number };
    return task_run(flow, totp_off_body, &task, err);
}

/* ---- leaving ---- */

static bool erase_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    bool may;
    int64_t n;
    if (!task_find(write, task, err) || !flow_person_data_may(db_within(write), task->who, &task->account, task->arena, &may, err)) return false;
    if (!may || !person_may_change(task->who, task->grants, task->n_grants))
        return err_set(err, ERR_DENIED, "Попросите координатора, чья роль выше, с правом «выдавать и стирать данные человека».", "Стирать данные этого человека вам нельзя.");
    if (task_is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "Свои данные сам человек не стирает.");
    if (!task_spares_admin(write, task, err)) return false;
    /* The words about the person leave first: the entry of the erasure itself stays. */
    return audit_erase_words(write, task->account.region_id, person_object(&task->account, task->arena), &n, err) &&
        measure_erase_person(write, task->account.region_id, task->account.id, STR("сотрудник, данные которого стёрты"), err) &&
        account_erase(write, &task->account, clock_now(), task->arena, err) && task_audit(write, task, task_org(task), AUDIT_ERASURE, task->name, err);
}

bool flow_person_erase(Flow *flow, const Who *who, int64_t number, Str reason, Err *err)
{
    PersonTask task = { .who = who, .number = number, .name = str_trim(reason) };
    return person_word_fits(task.name, true, PERSON_LONGEST_WORDS, "причина", err) && task_run(flow, erase_body, &task, err);
}

bool flow_retain(Flow *flow, uint32_t *n_erased, Err *err)
{
    Arena *arena = arena_new(0);
    DbRead *db = flow_reader(flow);
    int64_t years, now = clock_now();
    Account *idle;
    uint32_t n = 0, n_done = 0;
    bool done = setting_int(db, "retention.idle_years", &years, err) && (years == 0 || account_idle(db, now - years * 366 * DAY_S, arena, &idle, &n, err));
    for (uint32_t i = 0; done && i < n; i++) {
        Who program = flow_program(idle[i].region_id);
        Err refused = { 0 };
        Str why = arena_printf(arena, "не входил %" PRId64 " г. и дольше: срок хранения из настроек", years);
        if (flow_person_erase(flow, &program, idle[i].number, why, &refused)) n_done++;
        else if (refused.code != ERR_CONFLICT) done = err_set(err, refused.code, refused.hint, "%s", refused.what); /* the last administrator stays */
    }
    if (done) done = flow_sweep(flow, err);
    if (done && n_erased != NULL) *n_erased = n_done;
    arena_free(arena);
    return done;
}
