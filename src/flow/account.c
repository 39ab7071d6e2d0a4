/* People and their grants. */
#include "flow/account.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "flow/session_.h"
#include "store/audit.h"
#include "store/org.h"
#include "store/setting.h"

enum { DAY_S = 86400, LONGEST_LOGIN = 100, LONGEST_WORDS = 300 };

typedef struct Task {
    const Who *who;
    int64_t number;
    const Invite *invite;
    Role role;
    Str org_code, name, post, email;
    bool block;
    Arena *arena;
    OneTime *out;
    /* read by begin_task() */
    Account account;
    uint32_t n_grants;
    GrantRow *grants;
} Task;

static bool run(Flow *flow, DbBody body, Task *task, Err *err)
{
    Arena *own = task->arena == NULL ? arena_new(0) : NULL;
    if (own != NULL) task->arena = own;
    bool done = db_tx(flow_db(flow), body, task, err);
    if (own != NULL) arena_free(own);
    return done;
}

static bool audit(DbWrite *write, const Task *task, int64_t org_id, const char *verb, Str words, Err *err)
{
    return person_audit(write, task->who, &task->account, org_id, verb, words, task->arena, err);
}

static int64_t org_of(const Task *task) { return task->n_grants > 0 ? task->grants[0].grant.org.id : 0; }

/* ---- who may change whom ---- */

/* Grants in force; of somebody without any, those that were: otherwise a person whose role was taken could be changed by anybody. */
static bool stands(const GrantRow *rows, uint32_t n, uint32_t i)
{
    bool any = n > 0 && rows[0].revoked_at == 0; /* those in force come first */
    return !any || rows[i].revoked_at == 0;
}

static bool may_change(const Who *who, const GrantRow *rows, uint32_t n)
{
    if (who->is_program) return true;
    for (uint32_t i = 0; i < n; i++)
        if (stands(rows, n, i) && !who_may_grant(who, rows[i].grant.role, &rows[i].grant.org)) return false;
    return n > 0;
}

bool flow_person_may(DbRead *db, const Who *who, const Account *account, Arena *arena, bool *may, Err *err)
{
    GrantRow *rows;
    uint32_t n;
    if (!grant_list(db, account->region_id, account->id, arena, &rows, &n, err)) return false;
    *may = who->region_id == account->region_id && account->state != ACCOUNT_ERASED && may_change(who, rows, n);
    return true;
}

bool flow_person_data_may(DbRead *db, const Who *who, const Account *account, Arena *arena, bool *may, Err *err)
{
    GrantRow *rows;
    uint32_t n;
    if (!grant_list(db, account->region_id, account->id, arena, &rows, &n, err)) return false;
    *may = who->region_id == account->region_id && account->state != ACCOUNT_ERASED && (n > 0 || who->is_program);
    for (uint32_t i = 0; i < n; i++)
        if (stands(rows, n, i)) *may = *may && who_may(who, RIGHT_PERSONAL_DATA, rows[i].grant.org.path);
    return true;
}

static bool find_person(DbWrite *write, Task *task, Err *err)
{
    DbRead *db = db_within(write);
    return account_by_number(db, task->who->region_id, task->number, task->arena, &task->account, err) &&
        grant_list(db, task->account.region_id, task->account.id, task->arena, &task->grants, &task->n_grants, err) &&
        (task->account.state != ACCOUNT_ERASED || err_set(err, ERR_NOT_FOUND, "Изменить уже нечего.", "Данные этого человека стёрты."));
}

static bool begin_task(DbWrite *write, Task *task, Err *err)
{
    if (!find_person(write, task, err)) return false;
    if (may_change(task->who, task->grants, task->n_grants)) return true;
    return err_set(err, ERR_DENIED, "Попросите координатора, которому подчинены все организации этого человека.", "Менять этого человека вам нельзя.");
}

static bool is_self(const Task *task) { return !task->who->is_program && task->who->account_id == task->account.id; }

/* Would nobody be left who runs the program? */
static bool spare_admin(DbWrite *write, const Task *task, Err *err)
{
    bool is_admin = false, other = false;
    for (uint32_t i = 0; i < task->n_grants; i++) is_admin = is_admin || (task->grants[i].revoked_at == 0 && task->grants[i].grant.role == ROLE_ADMIN);
    if (!is_admin || task->account.state != ACCOUNT_ACTIVE) return true;
    PersonRow *rows;
    uint32_t n;
    PersonAsk ask = { .path = org_path_child(STR_EMPTY, task->account.region_id, task->arena), .role = ROLE_ADMIN, .state = ACCOUNT_ACTIVE, .limit = 2 };
    if (!person_list(db_within(write), task->account.region_id, &ask, task->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) other = other || rows[i].account.id != task->account.id;
    return other || err_set(err, ERR_CONFLICT, "Сначала пригласите второго администратора.", "Это последний администратор: без него программу некому вести.");
}

/* ---- one-time codes ---- */

bool code_make(DbWrite *write, const Account *account, InvitationKind kind, int64_t made_by, int64_t now, int64_t ends_at, Arena *arena, Str *code, Err *err)
{
    *code = secret_code(arena);
    Invitation invitation = { .region_id = account->region_id, .account_id = account->id, .kind = kind, .code_hash = secret_hash(*code, arena), .made_by = made_by, .made_at = now, .ends_at = ends_at };
    return invitation_put(write, &invitation, err);
}

static bool code_for(DbWrite *write, Task *task, InvitationKind kind, Err *err)
{
    int64_t now = clock_now(), days;
    if (!setting_int(db_within(write), "invitation.days", &days, err)) return false;
    *task->out = (OneTime){ .number = task->account.number, .ends_at = now + days * DAY_S };
    for (InvitationKind old = INVITATION_FIRST; old <= INVITATION_LINK; old++)
        if (!invitation_end(write, task->account.region_id, task->account.id, old, now, err)) return false;
    return code_make(write, &task->account, kind, task->who->account_id, now, task->out->ends_at, task->arena, &task->out->code, err);
}

static Str until_words(const Task *task, const char *what)
{
    return arena_printf(task->arena, "%s до %.*s", what, STR_ARG(date_short(task->arena, date_of_time(task->out->ends_at))));
}

static bool code_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    if (!begin_task(write, task, err)) return false;
    if (is_self(task)) return err_set(err, ERR_CONFLICT, "Свой пароль меняют на странице «Вход и пароль».", "Код для себя не выдают.");
    if (task->account.state == ACCOUNT_BLOCKED) return err_set(err, ERR_CONFLICT, "Сначала откройте вход.", "Вход для этого человека закрыт.");
    bool first = task->account.state == ACCOUNT_INVITED;
    return account_set_password(write, &task->account, STR_EMPTY, err) && session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) &&
        code_for(write, task, first ? INVITATION_FIRST : INVITATION_PASSWORD, err) &&
        audit(write, task, org_of(task), first ? "выдал новый код" : "сбросил пароль", until_words(task, "новый код действует"), err);
}

bool flow_person_code(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err)
{
    Task task = { .who = who, .number = number, .arena = arena, .out = out };
    return run(flow, code_body, &task, err);
}

static bool demonstration(DbRead *db, Err *err)
{
    int64_t demo;
    return setting_int(db, "demo", &demo, err) && (demo == 1 || err_set(err, ERR_DENIED, "Выдайте код приглашения.", "Вход без пароля бывает только в показательном районе."));
}

static bool link_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    if (!demonstration(db_within(write), err) || !begin_task(write, task, err)) return false;
    return account_set_state(write, &task->account, ACCOUNT_ACTIVE, err) && code_for(write, task, INVITATION_LINK, err) &&
        audit(write, task, org_of(task), "выдал ссылку для входа", until_words(task, "ссылка действует"), err);
}

bool flow_person_link(Flow *flow, const Who *who, int64_t number, Arena *arena, OneTime *out, Err *err)
{
    Task task = { .who = who, .number = number, .arena = arena, .out = out };
    return run(flow, link_body, &task, err);
}

/* ---- grants ---- */

static bool find_place(DbWrite *write, const Task *task, Role role, Str org_code, Org *org, Err *err)
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

static Str grant_words(const Task *task, Role role, const Org *org) { return arena_printf(task->arena, "%s — %.*s", role_title(role), STR_ARG(org->name)); }

static bool word_fits(Str word, bool needed, size_t longest, const char *what, Err *err)
{
    if (needed && word.n == 0) return err_set(err, ERR_INPUT, "Заполните поле.", "Не заполнено: %s.", what);
    bool fits = word.n <= longest && utf8_valid(word);
    for (size_t i = 0; fits && i < word.n; i++) fits = (unsigned char)word.at[i] >= ' ' && word.at[i] != 127;
    return fits || err_set(err, ERR_INPUT, "Сократите, уберите лишние знаки.", "Не подходит: %s.", what);
}

static bool login_fits(Str login, Err *err)
{
    if (!word_fits(login, true, LONGEST_LOGIN, "логин", err)) return false;
    bool spaces = memchr(login.at, ' ', login.n) != NULL || memchr(login.at, ':', login.n) != NULL || memchr(login.at, '/', login.n) != NULL;
    return !spaces || err_set(err, ERR_INPUT, "Например: petrova или petrova.school7.", "В логине не бывает пробелов, «/» и «:».");
}

static bool email_fits(Str email, Err *err)
{
    if (email.n == 0) return true;
    const char *at = memchr(email.at, '@', email.n);
    bool fits = at != NULL && at > email.at && at + 1 < email.at + email.n && memchr(email.at, ' ', email.n) == NULL && email.n <= LONGEST_LOGIN;
    return fits || err_set(err, ERR_INPUT, "Например: school7@example.ru. Поле можно оставить пустым.", "Адрес почты набран с ошибкой.");
}

static bool words_fit(Str name, Str post, Str email, Err *err)
{
    return word_fits(name, true, LONGEST_WORDS, "имя", err) && word_fits(post, false, LONGEST_WORDS, "должность", err) && email_fits(email, err);
}

static bool invite_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
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
        audit(write, task, org.id, "пригласил", arena_printf(task->arena, "%.*s; %.*s", STR_ARG(grant_words(task, invite->role, &org)), STR_ARG(until_words(task, "код действует"))), err);
}

bool flow_invite(Flow *flow, const Who *who, const Invite *given, Arena *arena, OneTime *out, Err *err)
{
    Invite invite = *given;
    invite.login = str_trim(given->login);
    if (!login_fits(invite.login, err) || !words_fit(str_trim(invite.name), str_trim(invite.post), str_trim(invite.email), err)) return false;
    Task task = { .who = who, .invite = &invite, .arena = arena, .out = out };
    return run(flow, invite_body, &task, err);
}

static bool grant_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    Org org;
    uint32_t n_held = 0;
    if (!find_place(write, task, task->role, task->org_code, &org, err) || !find_person(write, task, err)) return false;
    if (is_self(task)) return err_set(err, ERR_DENIED, "Попросите того, чья роль выше.", "Себе права не выдают.");
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
        audit(write, task, org.id, "выдал право", grant_words(task, task->role, &org), err);
}

bool flow_grant(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err)
{
    Task task = { .who = who, .number = number, .role = role, .org_code = org_code };
    return run(flow, grant_body, &task, err);
}

static bool revoke_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    int64_t n = 0;
    if (!find_person(write, task, err)) return false;
    const Org *org = NULL;
    for (uint32_t i = 0; i < task->n_grants; i++)
        if (task->grants[i].revoked_at == 0 && task->grants[i].grant.role == task->role && str_eq(task->grants[i].grant.org.code, task->org_code)) org = &task->grants[i].grant.org;
    if (org == NULL || !who_may(task->who, RIGHT_PEOPLE_WRITE, org->path)) return err_set(err, ERR_NOT_FOUND, "Откройте страницу человека заново.", "Такого действующего права нет.");
    if (!who_may_grant(task->who, task->role, org)) return err_set(err, ERR_DENIED, "Попросите того, чья роль выше.", "Роль «%s» вам снимать нельзя.", role_title(task->role));
    if (is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "С себя права не снимают.");
    if (task->role == ROLE_ADMIN && !spare_admin(write, task, err)) return false;
    return grant_revoke(write, task->account.region_id, task->account.id, task->role, org->id, clock_now(), &n, err) &&
        session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) && audit(write, task, org->id, "снял право", grant_words(task, task->role, org), err);
}

bool flow_revoke(Flow *flow, const Who *who, int64_t number, Role role, Str org_code, Err *err)
{
    Task task = { .who = who, .number = number, .role = role, .org_code = org_code };
    return run(flow, revoke_body, &task, err);
}

/* ---- the person ---- */

static bool block_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    if (!begin_task(write, task, err)) return false;
    if (is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "Себе вход не закрывают.");
    AccountState next = task->block ? ACCOUNT_BLOCKED : task->account.password.n > 0 ? ACCOUNT_ACTIVE : ACCOUNT_INVITED;
    if ((task->account.state == ACCOUNT_BLOCKED) == task->block) return err_set(err, ERR_CONFLICT, "Обновите страницу.", task->block ? "Вход уже закрыт." : "Вход и так открыт.");
    if (task->block && !spare_admin(write, task, err)) return false;
    Str words = arena_printf(task->arena, "%s → %s", account_state_title(task->account.state), account_state_title(next));
    return account_set_state(write, &task->account, next, err) && session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) &&
        audit(write, task, org_of(task), task->block ? "закрыл вход" : "открыл вход", words, err);
}

bool flow_person_block(Flow *flow, const Who *who, int64_t number, bool block, Err *err)
{
    Task task = { .who = who, .number = number, .block = block };
    return run(flow, block_body, &task, err);
}

static bool describe_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    if (!find_person(write, task, err)) return false;
    if (!is_self(task) && !may_change(task->who, task->grants, task->n_grants)) return err_set(err, ERR_DENIED, "Попросите координатора.", "Менять этого человека вам нельзя.");
    const Account *old = &task->account;
    /* What was changed, not the words themselves: the journal keeps no more personal data than it must. */
    Str words = arena_printf(task->arena, "%s%s%s", str_eq(old->name, task->name) ? "" : "имя ", str_eq(old->post, task->post) ? "" : "должность ", str_eq(old->email, task->email) ? "" : "почта");
    if (str_trim(words).n == 0) return true;
    Account next = *old;
    next.name = task->name;
    next.post = task->post;
    next.email = task->email;
    return account_describe(write, &next, task->arena, err) && audit(write, task, org_of(task), "исправил данные человека", str_trim(words), err);
}

bool flow_person_describe(Flow *flow, const Who *who, int64_t number, Str name, Str post, Str email, Err *err)
{
    Task task = { .who = who, .number = number, .name = str_trim(name), .post = str_trim(post), .email = str_trim(email) };
    return words_fit(task.name, task.post, task.email, err) && run(flow, describe_body, &task, err);
}

static bool totp_off_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    if (!begin_task(write, task, err)) return false;
    if (is_self(task)) return err_set(err, ERR_DENIED, "Свой второй ключ меняют на странице «Вход и пароль».", "Сначала подтвердите ключ кодом.");
    if (task->account.totp_secret.n == 0) return err_set(err, ERR_CONFLICT, "Менять нечего.", "Второй ключ не включён.");
    return account_set_totp(write, &task->account, STR_EMPTY, 0, err) && invitation_end(write, task->account.region_id, task->account.id, INVITATION_RECOVERY, clock_now(), err) &&
        session_end_others(write, task->account.region_id, task->account.id, STR_EMPTY, err) && audit(write, task, org_of(task), "выключил второй ключ", STR("код из приложения → нет"), err);
}

bool flow_person_totp_off(Flow *flow, const Who *who, int64_t number, Err *err)
{
    Task task = { .who = who, .number = number };
    return run(flow, totp_off_body, &task, err);
}

/* ---- leaving ---- */

static bool erase_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    bool may;
    int64_t n;
    if (!find_person(write, task, err) || !flow_person_data_may(db_within(write), task->who, &task->account, task->arena, &may, err)) return false;
    if (!may || !may_change(task->who, task->grants, task->n_grants))
        return err_set(err, ERR_DENIED, "Попросите координатора, чья роль выше, с правом «выдавать и стирать данные человека».", "Стирать данные этого человека вам нельзя.");
    if (is_self(task)) return err_set(err, ERR_DENIED, "Попросите другого координатора.", "Свои данные сам человек не стирает.");
    if (!spare_admin(write, task, err)) return false;
    /* The words about the person leave first: the entry of the erasure itself stays. */
    return audit_erase_words(write, task->account.region_id, person_object(&task->account, task->arena), &n, err) &&
        account_erase(write, &task->account, clock_now(), task->arena, err) && audit(write, task, org_of(task), "стёр данные человека", task->name, err);
}

bool flow_person_erase(Flow *flow, const Who *who, int64_t number, Str reason, Err *err)
{
    Task task = { .who = who, .number = number, .name = str_trim(reason) };
    return word_fits(task.name, true, LONGEST_WORDS, "причина", err) && run(flow, erase_body, &task, err);
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
