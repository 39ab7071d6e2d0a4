/* Signing in with a password and with the second factor, and how often one may try. */
#include "flow/session_.h"

#include "base/clock.h"
#include "base/number.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "flow/totp.h"
#include "store/setting.h"
#include "store/throttle.h"

/* A login from one address: five free tries in six hours, then each failure doubles the wait up to a quarter of an hour: forty guesses in that time. An address alone:
 * a school sits behind one, so it has sixty in a quarter of an hour, and the wait stays short. From another address the right password works at once. */
enum { WINDOW_S = 6 * 3600, ADDRESS_WINDOW_S = 900, FREE_TRIES = 5, FIRST_WAIT_S = 5, LONGEST_WAIT_S = 900, ADDRESS_TRIES = 60, ADDRESS_WAIT_S = 30 };

/* An argon2id string of the server's own cost, of a password that nobody has. */
#define NOBODY "$argon2id$v=19$m=65536,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$Zm9yIGxvZ2lucyB0aGF0IGRvIG5vdCBleGlzdCAhISE"

/* An IPv6 subscriber has a whole /64. */
static Str network(Str ip)
{
    int colons = 0;
    for (size_t i = 0; i < ip.n; i++)
        if (ip.at[i] == ':' && ++colons == 4) return str_slice(ip, 0, i);
    return ip;
}

typedef struct Doors { Str address, pair; } Doors; /* names of the two counters */

static Doors doors_of(Str what, Str login, Str ip, Arena *arena)
{
    Str net = network(ip), who = utf8_fold(arena, login);
    return (Doors){ .address = secret_hash(arena_printf(arena, "address %.*s", STR_ARG(net)), arena),
        .pair = secret_hash(arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(what), STR_ARG(net), STR_ARG(who)), arena) };
}

static bool doors_open(DbRead *db, const Doors *doors, int64_t now, Arena *arena, int *wait_s, Err *err)
{
    Throttle pair, address;
    if (!throttle_get(db, doors->pair, &pair, err) || !throttle_get(db, doors->address, &address, err)) return false;
    int64_t until = pair.until > address.until ? pair.until : address.until;
    *wait_s = until > now ? (int)(until - now) : 0;
    if (*wait_s == 0) return true;
    Str after = *wait_s < 90 ? number_of(arena, *wait_s, "секунду", "секунды", "секунд") : number_of(arena, (*wait_s + 59) / 60, "минуту", "минуты", "минут");
    return err_set(err, ERR_BUSY, "Другие люди и другие компьютеры входят как обычно.", "Было слишком много неудачных попыток с этого адреса. Повторите через %.*s.", STR_ARG(after));
}

typedef struct Failure { const Doors *doors; int64_t now; } Failure;

static bool failure_body(DbWrite *write, void *context, Err *err)
{
    const Failure *failure = context;
    Throttle pair, address;
    if (!throttle_add(write, failure->doors->pair, failure->now, WINDOW_S, &pair, err) || !throttle_add(write, failure->doors->address, failure->now, ADDRESS_WINDOW_S, &address, err)) return false;
    int64_t wait = FIRST_WAIT_S;
    for (int64_t i = FREE_TRIES; i < pair.n && wait < LONGEST_WAIT_S; i++) wait *= 2;
    if (wait > LONGEST_WAIT_S) wait = LONGEST_WAIT_S;
    if (pair.n >= FREE_TRIES && !throttle_until(write, failure->doors->pair, failure->now + wait, err)) return false;
    return address.n < ADDRESS_TRIES || throttle_until(write, failure->doors->address, failure->now + ADDRESS_WAIT_S, err);
}

static bool refuse(Flow *flow, const Doors *doors, int64_t now, const char *what, const char *hint, Err *err)
{
    Failure failure = { doors, now };
    if (!db_tx(flow_db(flow), failure_body, &failure, err)) return false;
    return err_set(err, ERR_INPUT, hint, "%s", what);
}

/* ---- password ---- */

bool flow_sign_in_begin(Flow *flow, Str login, Str ip, Arena *arena, Str *stored, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    Doors doors = doors_of(STR("login"), login, ip, arena);
    Account account;
    bool found;
    if (!doors_open(db, &doors, clock_now(), arena, wait_s, err) || !account_by_login(db, login, arena, &account, &found, err)) return false;
    *stored = found && account.password.n > 0 ? account.password : STR(NOBODY);
    return true;
}

typedef struct Entry { const Account *account; const SignInFrom *from; const Doors *doors; int64_t now; Arena *arena; SignedIn *out; } Entry;

static bool entry_body(DbWrite *write, void *context, Err *err)
{
    Entry *entry = context;
    return throttle_forget(write, entry->doors->pair, err) && session_begin(write, entry->account, entry->from, entry->now, entry->arena, entry->out, err);
}

bool flow_sign_in_end(Flow *flow, Str login, const SignInFrom *from, bool password_fits, Arena *arena, SignedIn *out, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    Doors doors = doors_of(STR("login"), login, from->ip, arena);
    int64_t now = clock_now();
    Account account;
    bool found;
    /* Once more: a hundred tries sent at once must not all be looked at. */
    if (!doors_open(db, &doors, now, arena, wait_s, err) || !account_by_login(db, login, arena, &account, &found, err)) return false;
    if (!password_fits || !found || account.state != ACCOUNT_ACTIVE || account.password.n == 0)
        return refuse(flow, &doors, now, "Логин или пароль не подходят.", "Проверьте раскладку клавиатуры. Забытый пароль заменит координатор вашей организации.", err);
    Entry entry = { &account, from, &doors, now, arena, out };
    return db_tx(flow_db(flow), entry_body, &entry, err);
}

/* ---- once more ---- */

#define CONFIRMED STR("password")

typedef struct Confirm { const Session *session; const Doors *doors; int64_t now; } Confirm;

static bool confirm_body(DbWrite *write, void *context, Err *err)
{
    enum { CONFIRMED_S = 600 };
    const Confirm *confirm = context;
    return throttle_forget(write, confirm->doors->pair, err) && session_open_put(write, confirm->session, CONFIRMED, confirm->now + CONFIRMED_S, err);
}

bool flow_confirm(Flow *flow, const Session *session, bool password_fits, int *wait_s, Err *err)
{
    Arena *arena = arena_new(0);
    Account account;
    int64_t now = clock_now();
    bool done = account_get(flow_reader(flow), session->region_id, session->account_id, arena, &account, err);
    if (done) {
        Doors doors = doors_of(STR("login"), account.login, session->ip, arena);
        Confirm confirm = { session, &doors, now };
        done = doors_open(flow_reader(flow), &doors, now, arena, wait_s, err) &&
            (password_fits ? db_tx(flow_db(flow), confirm_body, &confirm, err) : refuse(flow, &doors, now, "Пароль не подходит.", "Проверьте раскладку клавиатуры.", err));
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

typedef struct Second { const Session *session; const Account *account; const Doors *doors; Str code; int64_t now; Arena *arena; Str *cookie; bool fits; } Second;

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
        (!second->fits || person_audit(write, &who, second->account, 0, "вошёл по запасному коду", STR("код больше не действует"), second->arena, err));
}

static bool second_body(DbWrite *write, void *context, Err *err)
{
    Second *second = context;
    second->fits = false;
    if (!take_code(write, second, err)) return false;
    return !second->fits || (throttle_forget(write, second->doors->pair, err) && session_rotate(write, second->session, false, second->arena, second->cookie, err));
}

bool flow_sign_in_code(Flow *flow, const Session *session, Str code, Arena *arena, Str *cookie, int *wait_s, Err *err)
{
    DbRead *db = flow_reader(flow);
    Account account;
    if (!account_get(db, session->region_id, session->account_id, arena, &account, err)) return false;
    Doors doors = doors_of(STR("code"), account.login, session->ip, arena);
    int64_t now = clock_now();
    if (!doors_open(db, &doors, now, arena, wait_s, err)) return false;
    Second second = { .session = session, .account = &account, .doors = &doors, .code = code, .now = now, .arena = arena, .cookie = cookie };
    if (account.totp_secret.n > 0 && !db_tx(flow_db(flow), second_body, &second, err)) return false;
    return second.fits || refuse(flow, &doors, now, "Код не подходит.", "Введите свежий код из приложения; каждый работает один раз. Проверьте, верно ли идут часы телефона.", err);
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
    return session_rotate(write, key->session, false, key->arena, key->cookie, err) && person_audit(write, &who, &account, 0, "включил второй ключ", STR("нет → код из приложения"), key->arena, err);
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
        person_audit(write, &who, &account, 0, "выключил второй ключ", STR("код из приложения → нет"), key->arena, err);
}

bool flow_totp_off(Flow *flow, const Session *session, Str code, Err *err)
{
    Arena *arena = arena_new(0);
    Key key = { .session = session, .code = code, .now = clock_now(), .arena = arena };
    bool done = db_tx(flow_db(flow), key_off_body, &key, err);
    arena_free(arena);
    return done;
}
