/* What all changes of a person share: reading the person, and who may change whom. */
#include "flow/person_.h"

#include "base/utf8.h"
#include "flow/session_.h"

enum { LONGEST_EMAIL = 100 };

bool task_run(Flow *flow, DbBody body, PersonTask *task, Err *err)
{
    Arena *own = task->arena == NULL ? arena_new(0) : NULL;
    if (own != NULL) task->arena = own;
    bool done = db_tx(flow_db(flow), body, task, err);
    if (own != NULL) arena_free(own);
    return done;
}

bool task_audit(DbWrite *write, const PersonTask *task, int64_t org_id, const char *verb, Str words, Err *err)
{
    return person_audit(write, task->who, &task->account, org_id, verb, words, task->arena, err);
}

int64_t task_org(const PersonTask *task) { return task->n_grants > 0 ? task->grants[0].grant.org.id : 0; }

/* ---- who may change whom ---- */

/* Grants in force; of somebody without any, those that were: otherwise a person whose role was taken could be changed by anybody. */
static bool stands(const GrantRow *rows, uint32_t n, uint32_t i)
{
    bool any = n > 0 && rows[0].revoked_at == 0; /* those in force come first */
    return !any || rows[i].revoked_at == 0;
}

bool person_may_change(const Who *who, const GrantRow *rows, uint32_t n)
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
    *may = who->region_id == account->region_id && account->state != ACCOUNT_ERASED && person_may_change(who, rows, n);
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

bool task_find(DbWrite *write, PersonTask *task, Err *err)
{
    DbRead *db = db_within(write);
    return account_by_number(db, task->who->region_id, task->number, task->arena, &task->account, err) &&
        grant_list(db, task->account.region_id, task->account.id, task->arena, &task->grants, &task->n_grants, err) &&
        (task->account.state != ACCOUNT_ERASED || err_set(err, ERR_NOT_FOUND, "Изменить уже нечего.", "Данные этого человека стёрты."));
}

bool task_begin(DbWrite *write, PersonTask *task, Err *err)
{
    if (!task_find(write, task, err)) return false;
    if (person_may_change(task->who, task->grants, task->n_grants)) return true;
    return err_set(err, ERR_DENIED, "Попросите координатора, которому подчинены все организации этого человека.", "Менять этого человека вам нельзя.");
}

bool task_is_self(const PersonTask *task) { return !task->who->is_program && task->who->account_id == task->account.id; }

/* Would nobody be left who runs the program? */
bool task_spares_admin(DbWrite *write, const PersonTask *task, Err *err)
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

/* ---- words ---- */

bool person_word_fits(Str word, bool needed, size_t longest, const char *what, Err *err)
{
    if (needed && word.n == 0) return err_set(err, ERR_INPUT, "Заполните поле.", "Не заполнено: %s.", what);
    bool fits = word.n <= longest && utf8_valid(word);
    for (size_t i = 0; fits && i < word.n; i++) fits = (unsigned char)word.at[i] >= ' ' && word.at[i] != 127;
    return fits || err_set(err, ERR_INPUT, "Сократите, уберите лишние знаки.", "Не подходит: %s.", what);
}

static bool email_fits(Str email, Err *err)
{
    if (email.n == 0) return true;
    const char *at = memchr(email.at, '@', email.n);
    bool fits = at != NULL && at > email.at && at + 1 < email.at + email.n && memchr(email.at, ' ', email.n) == NULL && email.n <= LONGEST_EMAIL;
    return fits || err_set(err, ERR_INPUT, "Например: school7@example.ru. Поле можно оставить пустым.", "Адрес почты набран с ошибкой.");
}

bool person_words_fit(Str name, Str post, Str email, Err *err)
{
    return person_word_fits(name, true, PERSON_LONGEST_WORDS, "имя", err) && person_word_fits(post, false, PERSON_LONGEST_WORDS, "должность", err) && email_fits(email, err);
}
