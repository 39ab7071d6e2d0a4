#include "flow/door_.h"

#include "base/limits.h"
#include "base/number.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "store/throttle.h"

enum { WINDOW_S = 6 * 3600, LOGIN_WINDOW_S = 3600, ADDRESS_WINDOW_S = 900, FIRST_WAIT_S = 5, ADDRESS_WAIT_S = 30, DAY_S = 86400, DEVICE_LETTERS = 43 };

/* An IPv6 subscriber has a whole /64. */
static Str network(Str ip)
{
    int colons = 0;
    for (size_t i = 0; i < ip.n; i++)
        if (ip.at[i] == ':' && ++colons == 4) return str_slice(ip, 0, i);
    return ip;
}

static Str name_of(const char *kind, Str a, Str b, Str c, Arena *arena)
{
    return secret_hash(arena_printf(arena, "%s %.*s %.*s %.*s", kind, STR_ARG(a), STR_ARG(b), STR_ARG(c)), arena);
}

static void name_door(Door *out, Str what, Str login, const SignInFrom *from, Arena *arena)
{
    Str net = network(from->ip), who = utf8_fold(arena, login);
    *out = (Door){ .pair = name_of("pair", what, net, who, arena), .address = name_of("address", net, STR_EMPTY, STR_EMPTY, arena), .failed_here = name_of("failed", net, who, STR_EMPTY, arena),
        .login = name_of("login", what, who, STR_EMPTY, arena), .place = name_of("place", net, who, STR_EMPTY, arena),
        .device = from->device.n == DEVICE_LETTERS ? name_of("device", from->device, who, STR_EMPTY, arena) : STR_EMPTY };
}

static bool is_marked(DbRead *db, Str name, int64_t now, bool *marked, Err *err)
{
    Throttle mark;
    *marked = false;
    if (name.n == 0) return true;
    if (!throttle_get(db, name, &mark, err)) return false;
    *marked = mark.until > now;
    return true;
}

bool door_find(DbRead *db, Str what, Str login, const SignInFrom *from, int64_t now, Arena *arena, Door *out, Err *err)
{
    name_door(out, what, login, from, arena);
    if (!is_marked(db, out->device, now, &out->known_device, err) || !is_marked(db, out->place, now, &out->known_place, err)) return false;
    if (out->known_device) out->pair = name_of("own", what, out->device, STR_EMPTY, arena);
    return true;
}

static Str after_words(int wait_s, Arena *arena)
{
    return wait_s < 90 ? number_of(arena, wait_s, "секунду", "секунды", "секунд") : number_of(arena, (wait_s + 59) / 60, "минуту", "минуты", "минут");
}

bool door_open(DbRead *db, const Door *door, int64_t now, Arena *arena, int *wait_s, Err *err)
{
    Throttle pair, address = { 0 }, login = { 0 };
    *wait_s = 0;
    if (!throttle_get(db, door->pair, &pair, err)) return false;
    if (!door->known_device && !door->known_place && (!throttle_get(db, door->address, &address, err) || !throttle_get(db, door->login, &login, err))) return false;
    int64_t until = pair.until > address.until ? pair.until : address.until;
    bool guessed = login.until > until;
    if (guessed) until = login.until;
    if (until <= now) return true;
    *wait_s = (int)(until - now);
    Str after = after_words(*wait_s, arena);
    if (guessed)
        return err_set(err, ERR_BUSY, "С компьютера и из сети, где вы уже входили, вход открыт и сейчас. Или попросите у координатора новый код.",
                       "Пароль к этому логину подбирают, поэтому с незнакомых мест он пока не принимается. Повторите через %.*s.", STR_ARG(after));
    return err_set(err, ERR_BUSY, "Другие люди и другие компьютеры входят как обычно.", "Было слишком много неудачных попыток с этого адреса. Повторите через %.*s.", STR_ARG(after));
}

/* ---- counting ---- */

typedef struct Failure { const Door *door; int64_t now; } Failure;

static bool count_pair(DbWrite *write, const Failure *failure, Err *err)
{
    Throttle pair;
    if (!throttle_add(write, failure->door->pair, failure->now, WINDOW_S, &pair, err)) return false;
    int64_t wait = FIRST_WAIT_S;
    for (int64_t i = LIMIT_SIGN_IN_TRIES; i < pair.n && wait < LIMIT_SIGN_IN_WAIT_S; i++) wait *= 2;
    if (wait > LIMIT_SIGN_IN_WAIT_S) wait = LIMIT_SIGN_IN_WAIT_S;
    return pair.n < LIMIT_SIGN_IN_TRIES || throttle_until(write, failure->door->pair, failure->now + wait, err);
}

/* A login that failed here a moment ago is not another one. */
static bool count_address(DbWrite *write, const Failure *failure, Err *err)
{
    Throttle here, address;
    if (!throttle_add(write, failure->door->failed_here, failure->now, ADDRESS_WINDOW_S, &here, err)) return false;
    if (here.n > 1) return true;
    if (!throttle_add(write, failure->door->address, failure->now, ADDRESS_WINDOW_S, &address, err)) return false;
    return address.n < LIMIT_ADDRESS_LOGINS || throttle_until(write, failure->door->address, failure->now + ADDRESS_WAIT_S, err);
}

static bool count_login(DbWrite *write, const Failure *failure, Err *err)
{
    Throttle login;
    if (!throttle_add(write, failure->door->login, failure->now, LOGIN_WINDOW_S, &login, err)) return false;
    return login.n < LIMIT_LOGIN_TRIES || throttle_until(write, failure->door->login, login.since + LOGIN_WINDOW_S, err);
}

static bool failure_body(DbWrite *write, void *context, Err *err)
{
    const Failure *failure = context;
    const Door *door = failure->door;
    if (!count_pair(write, failure, err)) return false;
    if (door->known_device) return true;
    return count_address(write, failure, err) && (door->known_place || count_login(write, failure, err));
}

bool door_failed(Flow *flow, const Door *door, int64_t now, const char *what, const char *hint, Err *err)
{
    Failure failure = { door, now };
    if (!db_tx(flow_db(flow), failure_body, &failure, err)) return false;
    return err_set(err, ERR_INPUT, hint, "%s", what);
}

bool door_passed(DbWrite *write, const Door *door, int64_t now, Err *err)
{
    Throttle here;
    if (!throttle_forget(write, door->pair, err) || !throttle_get(db_within(write), door->failed_here, &here, err)) return false;
    if (here.n == 0) return true;
    return throttle_forget(write, door->failed_here, err) && (here.since <= now - ADDRESS_WINDOW_S || throttle_less(write, door->address, err));
}

bool door_remember(DbWrite *write, Str login, const SignInFrom *from, int64_t now, Arena *arena, Str *device, Err *err)
{
    SignInFrom kept = *from;
    Door door;
    if (kept.device.n != DEVICE_LETTERS) kept.device = secret_token(arena);
    BUG_ON(kept.device.n != DEVICE_LETTERS);
    name_door(&door, STR_EMPTY, login, &kept, arena);
    int64_t until = now + LIMIT_DEVICE_DAYS * DAY_S;
    *device = kept.device;
    return throttle_mark(write, door.place, now, until, err) && throttle_mark(write, door.device, now, until, err);
}
