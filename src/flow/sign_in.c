/* Signing in with a password and with the second factor. */
#include "flow/door_.h"

#include "base/clock.h"
#include "base/secret.h"
#include "flow/totp.h"
#include "store/setting.h"

/* An argon2id string of the server's own cost, of a password that nobody has. */
#define NOBODY "$argon2id$v=19$m=65536,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$Zm9yIGxvZ2lucyB0aGF0IGRvIG5vdCBleGlzdCAhISE"

/* ---- password ---- */

bool flow_sign_in_begin(Flow *flow, Str login, const SignInFrom *from, Arena *arena, Str *stored, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    int64_t now = clock_now();
    Door door;
    Account account;
    bool found;
    if (!door_find(db, STR("login"), login, from, now, arena, &door, err) || !door_open(db, &door, now, arena, wait_s, err) || !account_by_login(db, login, arena, &account, &found, err)) return false;
    *stored = found && account.password.n > 0 ? account.password : STR(NOBODY);
    return true;
}

typedef struct Entry { const Account *account; const SignInFrom *from; const Door *door; int64_t now; Arena *arena; SignedIn *out; } Entry;

static bool entry_body(DbWrite *write, void *context, Err *err)
{
    Entry *entry = context;
    return door_passed(write, entry->door, entry->now, err) && session_begin(write, entry->account, entry->from, entry->now, entry->arena, entry->out, err);
}

bool flow_sign_in_end(Flow *flow, Str login, const SignInFrom *from, bool password_fits, Arena *arena, SignedIn *out, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    int64_t now = clock_now();
    Door door;
    Account account;
    bool found;
    /* Once more: a hundred tries sent at once must not all be looked at. */
    if (!door_find(db, STR("login"), login, from, now, arena, &door, err) || !door_open(db, &door, now, arena, wait_s, err) || !account_by_login(db, login, arena, &account, &found, err)) return false;
    if (!password_fits || !found || account.state != ACCOUNT_ACTIVE || account.password.n == 0)
        return door_failed(flow, &door, now, "Логин или пароль не подходят.", "Проверьте раскладку клавиатуры. Забытый пароль заменит координатор вашей организации.", err);
    Entry entry = { &account, from, &door, now, arena, out };
    return db_tx(flow_db(flow), entry_body, &entry, err);
}

/* ---- once more ---- */

#define CONFIRMED STR("password")

typedef struct Confirm { const Session *session; const Door *door; int64_t now; } Confirm;

static bool confirm_body(DbWrite *write, void *context, Err *err)
{
    enum { CONFIRMED_S = 600 };
    const Confirm *confirm = context;
    return door_passed(write, confirm->door, confirm->now, err) && session_open_put(write, confirm->session, CONFIRMED, confirm->now + CONFIRMED_S, err);
}

bool flow_confirm(Flow *flow, const Session *session, const SignInFrom *from, bool password_fits, int *wait_s, Err *err)
{
    Arena *arena = arena_new(0);
    Account account;
    int64_t now = clock_now();
    bool done = account_get(flow_reader(flow), session->region_id, session->account_id, arena, &account, err);
    if (done) {
        Door door;
        Confirm confirm = { session, &door, now };
        done = door_find(flow_reader(flow), STR("login"), account.login, from, now, arena, &door, err) && door_open(flow_reader(flow), &door, now, arena, wait_s, err) &&
            (password_fits ? db_tx(flow_db(flow), confirm_body, &confirm, err) : door_failed(flow, &door, now, "Пароль не подходит.", "Проверьте раскладку клавиатуры.", err));
    }
    arena_free(arena);
    return done;
}

bool flow_confirmed(DbRead *db, const Session *session, bool *confirmed, Err *err) { return session_open_find(db, session, CONFIRMED, clock_now(), confirmed, err); }

/* ---- second factor ---- */

bool flow_totp_required(DbRead *db, const Account *account, Arena *arena, bool *required, Err *err)
{
    Str whom;
    Who who;
    *required = false;
    if (!setting_text(db, "totp.required", arena, &whom, err)) return false;
    if (str_eq(whom, STR("никому"))) return true;
    if (!who_read(db, account, arena, &who, err)) return false;
    for (uint32_t i = 0; i < who.n_grants; i++)
        *required = *required || who.grants[i].role == ROLE_ADMIN || who.grants[i].role == ROLE_REGION || who.grants[i].role == ROLE_MUNICIPALITY;
    return true;
}

typedef struct Second { const Session *session; const Account *account; const SignInFrom *from; const Door *door; Str code; int64_t now; Arena *arena; SignedIn *out; bool fits; } Second;

/* A code of the application works once; a recovery code works once too. */
static bool take_code(DbWrite *write, Second *second, Err *err)
{
    int64_t step = totp_step_of(second->account->totp_secret, second->code, second->now);
    if (step > 0) return account_take_step(write, second->account, step, &second->fits, err);
    Str code = secret_code_read(second->code, second->arena);
    Invitation recovery;
    bool found;
    if (code.n == 0) return true;
    if (!invitation_find(db_within(write), secret_hash(code, second->arena), second->arena, &recovery, &found, err)) return false;
    if (!found || recovery.kind != INVITATION_RECOVERY || recovery.account_id != second->account->id) return true;
    Who who;
    return invitation_take(write, &recovery, second->now, &second->fits, err) && who_read(db_within(write), second->account, second->arena, &who, err) &&
        (!second->fits || person_audit(write, &who, second->account, 0, "вход по запасному коду", STR("код больше не действует"), second->arena, err));
}

static bool second_body(DbWrite *write, void *context, Err *err)
{
    Second *second = context;
    second->fits = false;
    if (!take_code(write, second, err)) return false;
    return !second->fits || (door_passed(write, second->door, second->now, err) && session_rotate(write, second->session, false, second->arena, &second->out->cookie, err) &&
        door_remember(write, second->account->login, second->from, second->now, second->arena, &second->out->device, err));
}

bool flow_sign_in_code(Flow *flow, const Session *session, const SignInFrom *from, Str code, Arena *arena, SignedIn *out, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    Account account;
    if (!account_get(db, session->region_id, session->account_id, arena, &account, err)) return false;
    int64_t now = clock_now();
    Door door;
    if (!door_find(db, STR("code"), account.login, from, now, arena, &door, err) || !door_open(db, &door, now, arena, wait_s, err)) return false;
    *out = (SignedIn){ .cookie = STR_EMPTY, .device = STR_EMPTY };
    Second second = { .session = session, .account = &account, .from = from, .door = &door, .code = code, .now = now, .arena = arena, .out = out };
    if (account.totp_secret.n > 0 && !db_tx(flow_db(flow), second_body, &second, err)) return false;
    return second.fits || door_failed(flow, &door, now, "Код не подходит.", "Введите свежий код из приложения; каждый работает один раз. Проверьте, верно ли идут часы телефона.", err);
}

Str flow_totp_new(Arena *arena) { return secret_base32(secret_bytes(arena, 20), arena); }

typedef struct Key { const Session *session; Str secret, code; int64_t now; Arena *arena; Str *codes, *cookie; } Key;

static bool key_owner(DbRead *db, const Key *key, Account *account, Who *who, Err *err)
{
    return account_get(db, key->session->region_id, key->session->account_id, key->arena, account, err) && who_read(db, account, key->arena, who, err);
}

static bool key_on_body(DbWrite *write, void *context, Err *err)
{
    enum { RECOVERY_S = 5 * 366 * 86400 };
    Key *key = context;
    Account account;
    Who who;
    int64_t step = totp_step_of(key->secret, key->code, key->now);
    bool confirmed = key->session->needs_totp; /* the password was given a moment ago */
    if (!key_owner(db_within(write), key, &account, &who, err) || (!confirmed && !flow_confirmed(db_within(write), key->session, &confirmed, err))) return false;
    if (!confirmed) return err_set(err, ERR_DENIED, "Введите его на странице «Пароль», потом повторите.", "Сначала подтвердите пароль.");
    if (account.totp_secret.n > 0) return err_set(err, ERR_CONFLICT, "Сначала выключите прежний.", "Второй ключ уже включён.");
    if (!account_set_totp(write, &account, key->secret, step, err) || !invitation_end(write, account.region_id, account.id, INVITATION_RECOVERY, key->now, err)) return false;
    for (int i = 0; i < N_RECOVERY_CODES; i++)
        if (!code_make(write, &account, INVITATION_RECOVERY, account.id, key->now, key->now + RECOVERY_S, key->arena, &key->codes[i], err)) return false;
    return session_rotate(write, key->session, false, key->arena, key->cookie, err) && person_audit(write, &who, &account, 0, "второй ключ включён", STR("нет → код из приложения"), key->arena, err);
}

bool flow_totp_set(Flow *flow, const Session *session, Str secret, Str code, Arena *arena, Str codes[N_RECOVERY_CODES], Str *cookie, Err *err)
{
    Key key = { .session = session, .code = code, .now = clock_now(), .arena = arena, .codes = codes, .cookie = cookie };
    if (!secret_base32_read(secret, arena, &key.secret) || key.secret.n < 16) return err_set(err, ERR_INPUT, "Откройте страницу заново.", "Ключ повреждён.");
    if (totp_step_of(key.secret, code, key.now) == 0)
        return err_set(err, ERR_INPUT, "Введите свежий код из приложения. Проверьте, верно ли идут часы телефона.", "Код не подходит к этому ключу.");
    return db_tx(flow_db(flow), key_on_body, &key, err);
}

static bool key_off_body(DbWrite *write, void *context, Err *err)
{
    Key *key = context;
    Account account;
    Who who;
    bool required, taken = false;
    DbRead *db = db_within(write);
    if (!key_owner(db, key, &account, &who, err) || !flow_totp_required(db, &account, key->arena, &required, err)) return false;
    if (required) return err_set(err, ERR_CONFLICT, "Так решил администратор: см. настройки системы.", "Вашей роли второй ключ обязателен.");
    int64_t step = totp_step_of(account.totp_secret, key->code, key->now);
    if (step > 0 && !account_take_step(write, &account, step, &taken, err)) return false;
    if (!taken) return err_set(err, ERR_INPUT, "Введите свежий код из приложения.", "Код не подходит.");
    return account_set_totp(write, &account, STR_EMPTY, 0, err) && invitation_end(write, account.region_id, account.id, INVITATION_RECOVERY, key->now, err) &&
        person_audit(write, &who, &account, 0, "второй ключ выключен", STR("код из приложения → нет"), key->arena, err);
}

bool flow_totp_off(Flow *flow, const Session *session, Str code, Err *err)
{
    Arena *arena = arena_new(0);
    Key key = { .session = session, .code = code, .now = clock_now(), .arena = arena };
    bool done = db_tx(flow_db(flow), key_off_body, &key, err);
    arena_free(arena);
    return done;
}
