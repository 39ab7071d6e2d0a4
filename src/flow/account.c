/* People come: invited by one-time codes, given roles and relieved of them. */
#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/secret.h"
#include "flow/person_.h"
#include "flow/session_.h"
#include "store/org.h"
#include "store/setting.h"

enum { DAY_S = 86400, LONGEST_LOGIN = 100 };

/* ---- one-time codes ---- */

bool code_make(DbWrite *write, const Account *account, InvitationKind kind, int64_t made_by, int64_t now, int64_t ends_at, Arena *arena, Str *code, Err *err)
{
    *code = secret_code(arena);
    Invitation invitation = { .region_id = account->region_id, .account_id = account->id, .kind = kind, .code_hash = secret_hash(*code, arena), .made_by = made_by, .made_at = now, .ends_at = ends_at };
    return invitation_put(write, &invitation, err);
}

static bool code_for(DbWrite *write, PersonTask *task, InvitationKind kind, Err *err)
{
    int64_t now = clock_now(), days;
    if (!setting_int(db_within(write), "invitation.days", &days, err)) return false;
    *task->out = (OneTime){ .number = task->account.number, .ends_at = now + days * DAY_S };
    for (InvitationKind old = INVITATION_FIRST; old <= INVITATION_LINK; old++)
        if (!invitation_end(write, task->account.region_id, task->account.id, old, now, err)) return false;
    return code_make(write, &task->account, kind, task->who->account_id, now, task->out->ends_at, task->arena, &task->out->code, err);
}

static Str until_words(const PersonTask *task, const char *what)
{
    return arena_printf(task->arena, "%s до %.*s", what, STR_ARG(date_short(task->arena, date_of_time(task->out->ends_at))));
}

static bool code_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    if (!task_begin(write, task, err)) return false;
    if (task_is_self(task)) return err_set(err, ERR_CONFLICT, "Свой пароль меняют на странице «Вход и пароль».", "Код для себя не выдают.");
    if (task->account.state == ACCOUNT_BLOCKED) return err_set(err, ERR_CONFLICT, "Сначала откройте вход.", "Вход для этого человека закрыт.");
    bool first = task->account.state == ACCOUNT_INVITED;
    return account_set_password(write, &task->account, STR_EMPTY, err) && session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) &&
        code_for(write, task, first ? INVITATION_FIRST : INVITATION_PASSWORD, err) &&
        task_audit(write, task, task_org(task), first ? "выдан новый код" : "пароль сброшен", until_words(task, "новый код действует"), err);
}

bool flow_person_code(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err)
{
    PersonTask task = { .who = who, .number = number, .arena = arena, .out = out };
    return task_run(flow, code_body, &task, err);
}

static bool demonstration(DbRead *db, Err *err)
{
    int64_t demo;
    return setting_int(db, "demo", &demo, err) && (demo == 1 || err_set(err, ERR_DENIED, "Выдайте код приглашения.", "Вход без пароля бывает только в показательном районе."));
}

static bool link_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    if (!demonstration(db_within(write), err) || !task_begin(write, task, err)) return false;
    return account_set_state(write, &task->account, ACCOUNT_ACTIVE, err) && code_for(write, task, INVITATION_LINK, err) &&
        task_audit(write, task, task_org(task), "выдана ссылка для входа", until_words(task, "ссылка действует"), err);
}

bool flow_person_link(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err)
{
    PersonTask task = { .who = who, .number = number, .arena = arena, .out = out };
    return task_run(flow, link_body, &task, err);
}

/* ---- grants ---- */

static bool find_place(DbWrite *write, const PersonTask *task, Role role, Str org_code, Org *org, Err *err)
{
    bool found;
    if (!org_by_code(db_within(write), task->who->region_id, org_code, task->arena, org, &found, err)) return false;
    /* A foreign organisation looks like one that is not there. */
    if (!found || !who_may(task->who, RIGHT_PEOPLE_WRITE, org->path))
        return err_set(err, ERR_NOT_FOUND, "Выберите организацию из списка.", "Организации «%.*s» нет, или она вам не подчинена.", STR_ARG(org_code));
    if (org->closed) return err_set(err, ERR_CONFLICT, "Выберите действующую.", "Организация «%.*s» закрыта.", STR_ARG(org->name));
    if (!role_fits(role, org)) return err_set(err, ERR_INPUT, "Выберите другую роль или организацию.", "Роль «%s» здесь не бывает: %s.", role_title(role), org_kind_title(org->kind));
    return who_may_grant(task->who, role, org) || err_set(err, ERR_DENIED, "Попросите того, чья роль выше.", "Роль «%s» вам выдавать нельзя.", role_title(role));
}

static Str grant_words(const PersonTask *task, Role role, const Org *org) { return arena_printf(task->arena, "%s — %.*s", role_title(role), STR_ARG(org->name)); }

static bool login_fits(Str login, Err *err)
{
    if (!person_word_fits(login, true, LONGEST_LOGIN, "логин", err)) return false;
    bool spaces = memchr(login.at, ' ', login.n) != NULL || memchr(login.at, ':', login.n) != NULL || memchr(login.at, '/', login.n) != NULL;
    return !spaces || err_set(err, ERR_INPUT, "Например: petrova или petrova.school7.", "В логине не бывает пробелов, «/» и «:».");
}

static bool invite_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    const Invite *invite = task->invite;
    Org org;
    bool taken;
    Account same;
    if (!find_place(write, task, invite->role, invite->org_code, &org, err) || !account_by_login(db_within(write), invite->login, task->arena, &same, &taken, err)) return false;
    if (taken) return err_set(err, ERR_CONFLICT, "Возьмите другой. Если это тот же человек, выдайте ему ещё одно право на его странице.", "Логин «%.*s» уже занят.", STR_ARG(invite->login));
    task->account = (Account){ .region_id = task->who->region_id, .login = invite->login, .name = str_trim(invite->name), .post = str_trim(invite->post), .email = str_trim(invite->email),
        .password = STR_EMPTY, .state = ACCOUNT_INVITED };
    int64_t now = clock_now();
    return account_put(write, &task->account, now, task->arena, err) &&
        grant_put(write, task->account.region_id, task->account.id, invite->role, org.id, task->who->account_id, now, err) && code_for(write, task, INVITATION_FIRST, err) &&
        task_audit(write, task, org.id, "приглашение", arena_printf(task->arena, "%.*s; %.*s", STR_ARG(grant_words(task, invite->role, &org)), STR_ARG(until_words(task, "код действует"))), err);
}

bool flow_invite(Flow *flow, const Who *who, const Invite *given, Arena *arena, OneTime *out, Err *err)
{
    Invite invite = *given;
    invite.login = str_trim(given->login);
    if (!login_fits(invite.login, err) || !person_words_fit(str_trim(invite.name), str_trim(invite.post), str_trim(invite.email), err)) return false;
    PersonTask task = { .who = who, .invite = &invite, .arena = arena, .out = out };
    return task_run(flow, invite_body, &task, err);
}

static bool grant_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    Org org;
    uint32_t n_held = 0;
    if (!find_place(write, task, task->role, task->org_code, &org, err) || !task_find(write, task, err)) return false;
    if (task_is_self(task)) return err_set(err, ERR_DENIED, "Попросите того, чья роль выше.", "Себе права не выдают.");
    /* Someone else's person may be given a role in one's own organisation, but only by those who see that person at all: who manages one of the grants. */
    bool near = task->who->is_program;
    for (uint32_t i = 0; i < task->n_grants; i++) {
        const GrantRow *row = &task->grants[i];
        near = near || who_may(task->who, RIGHT_PEOPLE_WRITE, row->grant.org.path);
        if (row->revoked_at != 0) continue;
        n_held++;
        if (row->grant.role == task->role && row->grant.org.id == org.id) return err_set(err, ERR_CONFLICT, "Менять нечего.", "Это право уже выдано.");
    }
    if (!near) return err_set(err, ERR_NOT_FOUND, "Найдите человека в списке.", "Такого человека нет.");
    if (n_held >= LIMIT_GRANTS) return err_set(err, ERR_LIMIT, "Снимите лишние.", "У человека слишком много прав.");
    return grant_put(write, task->account.region_id, task->account.id, task->role, org.id, task->who->account_id, clock_now(), err) &&
        task_audit(write, task, org.id, "выдано право", grant_words(task, task->role, &org), err);
}

bool flow_grant(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err)
{
    PersonTask task = { .who = who, .number = number, .role = role, .org_code = org_code };
    return task_run(flow, grant_body, &task, err);
}

static bool revoke_body(DbWrite *write, void *context, Err *err)
{
    PersonTask *task = context;
    int64_t n = 0;
    if (!task_find(write, task, err)) return false;
    const Org *org = NULL;
    for (uint32_t i = 0; i < task->n_grants; i++)
        if (task->grants[i].revoked_at == 0 && task->grants[i].grant.role == task->role && str_eq(task->grants[i].grant.org.code, task->org_code)) org = &task->grants[i].grant.org;
    if (org == NULL || !who_may(task->who, RIGHT_PEOPLE_WRITE, org->path)) return err_set(err, ERR_NOT_FOUND, "Откройте страницу человека заново.", "Такого действующего права нет.");
    if (!who_may_grant(task->who, task->role, org)) return err_set(err, ERR_DENIED, "Попросите того, чья роль выше.", "Роль «%s» вам снимать нельзя.", role_title(task->role));
    if (task_is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "С себя права не снимают.");
    if (task->role == ROLE_ADMIN && !task_spares_admin(write, task, err)) return false;
    return grant_revoke(write, task->account.region_id, task->account.id, task->role, org->id, clock_now(), &n, err) &&
        session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) && task_audit(write, task, org->id, "право снято", grant_words(task, task->role, org), err);
}

bool flow_revoke(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err)
{
    PersonTask task = { .who = who, .number = number, .role = role, .org_code = org_code };
    return task_run(flow, revoke_body, &task, err);
}
