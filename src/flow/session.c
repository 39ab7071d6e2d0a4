/* Sessions: begun, rotated, ended. */
#include "flow/door_.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "store/setting.h"

enum { HOUR_S = 3600, DAY_S = 86400, TOUCH_S = 300, OPEN_S = 15 * 60, REASON_LETTERS = 5 };

Str secret_hash(Str secret, Arena *arena)
{
    char *hex = arena_alloc(arena, 65);
    hash_sha256_hex(secret, hex);
    return str_of(hex);
}

Str person_object(const Account *account, Arena *arena) { return arena_printf(arena, "person/%" PRId64, account->number); }

bool person_audit(DbWrite *write, const Who *who, const Account *account, int64_t org_id, const char *verb, Str words, Arena *arena, Err *err)
{
    AuditNote note = { .org_id = org_id != 0 ? org_id : account->region_id, .object = person_object(account, arena), .verb = str_of(verb), .words = words };
    return flow_audit(write, who, &note, err);
}

/* ---- beginning ---- */

/* «Firefox, Windows»: what a person recognises; the rest of the line is nobody's business. */
static Str agent_words(Str agent, Arena *arena)
{
    static const char *const browsers[][2] = { { "YaBrowser", "Яндекс Браузер" }, { "Edg/", "Edge" }, { "OPR/", "Opera" }, { "Firefox", "Firefox" }, { "Chromium", "Chromium" },
        { "Chrome", "Chrome" }, { "Safari", "Safari" } };
    static const char *const systems[][2] = { { "Windows", "Windows" }, { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Mac OS", "macOS" }, { "Linux", "Linux" } };
    const char *browser = "другая программа", *system = NULL;
    for (size_t i = sizeof browsers / sizeof *browsers; i-- > 0;)
        if (str_find(agent, str_of(browsers[i][0])) != SIZE_MAX) browser = browsers[i][1];
    for (size_t i = sizeof systems / sizeof *systems; i-- > 0;)
        if (str_find(agent, str_of(systems[i][0])) != SIZE_MAX) system = systems[i][1];
    return system == NULL ? str_of(browser) : arena_printf(arena, "%s, %s", browser, system);
}

/* The end if nothing is done from now on. */
static bool end_of(DbRead *db, int64_t made_at, int64_t now, int64_t *ends_at, Err *err)
{
    int64_t idle, hard;
    if (!setting_int(db, "session.idle_hours", &idle, err) || !setting_int(db, "session.hard_days", &hard, err)) return false;
    int64_t soft = now + idle * HOUR_S, last = made_at + hard * DAY_S;
    *ends_at = soft < last ? soft : last;
    return true;
}

static bool make_room(DbWrite *write, const Account *account, int64_t now, Arena *arena, Err *err)
{
    Session *sessions;
    uint32_t n;
    if (!session_list(db_within(write), account->region_id, account->id, now, arena, &sessions, &n, err)) return false;
    for (uint32_t i = LIMIT_SESSIONS - 1; i < n; i++)
        if (!session_end(write, account->region_id, account->id, sessions[i].token_hash, err)) return false;
    return true;
}

static Str cookie_of(int64_t region_id, Str secret, Arena *arena) { return arena_printf(arena, "%" PRId64 ".%.*s", region_id, STR_ARG(secret)); }

bool session_begin(DbWrite *write, const Account *account, const SignInFrom *from, int64_t now, Arena *arena, SignedIn *out, Err *err)
{
    DbRead *db = db_within(write);
    Str secret = secret_token(arena);
    Session session = { .region_id = account->region_id, .account_id = account->id, .token_hash = secret_hash(secret, arena), .csrf = secret_token(arena), .made_at = now, .seen_at = now,
        .ip = from->ip, .agent = agent_words(from->agent, arena), .needs_totp = account->totp_secret.n > 0 };
    if (!session.needs_totp && !flow_totp_required(db, account, arena, &session.needs_totp, err)) return false;
    if (!end_of(db, now, now, &session.ends_at, err) || !make_room(write, account, now, arena, err)) return false;
    *out = (SignedIn){ .cookie = cookie_of(account->region_id, secret, arena), .device = STR_EMPTY, .needs_totp = session.needs_totp };
    if (!session.needs_totp && !door_remember(write, account->login, from, now, arena, &out->device, err)) return false;
    return session_put(write, &session, err) && account_seen(write, account, now, err);
}

bool session_rotate(DbWrite *write, const Session *old, bool needs_totp, Arena *arena, Str *cookie, Err *err)
{
    Str secret = secret_token(arena);
    Session session = *old;
    session.token_hash = secret_hash(secret, arena);
    session.csrf = secret_token(arena);
    session.needs_totp = needs_totp;
    *cookie = cookie_of(old->region_id, secret, arena);
    return session_end(write, old->region_id, old->account_id, old->token_hash, err) && session_put(write, &session, err);
}

/* ---- ending, living on ---- */

typedef struct End { int64_t region_id, account_id; Str token_hash; bool others; } End;

static bool end_body(DbWrite *write, void *context, Err *err)
{
    const End *end = context;
    if (end->others) return session_end_others(write, end->region_id, end->account_id, end->token_hash, err);
    return session_end(write, end->region_id, end->account_id, end->token_hash, err);
}

static bool end_tx(Flow *flow, End end, Err *err) { return db_tx(flow_db(flow), end_body, &end, err); }

bool flow_sign_out(Flow *flow, const Session *session, Err *err) { return end_tx(flow, (End){ session->region_id, session->account_id, session->token_hash, false }, err); }
bool flow_session_end(Flow *flow, const Who *who, Str token_hash, Err *err) { return end_tx(flow, (End){ who->region_id, who->account_id, token_hash, false }, err); }
bool flow_session_end_others(Flow *flow, const Who *who, Str keep, Err *err) { return end_tx(flow, (End){ who->region_id, who->account_id, keep, true }, err); }

static bool touch_body(DbWrite *write, void *context, Err *err)
{
    const Session *session = context;
    int64_t now = clock_now(), ends_at;
    return end_of(db_within(write), session->made_at, now, &ends_at, err) && session_touch(write, session, now, ends_at, err);
}

bool flow_session_touch(Flow *flow, const Session *session, Err *err)
{
    if (clock_now() < session->seen_at + TOUCH_S) return true;
    Session copy = *session;
    return db_tx(flow_db(flow), touch_body, &copy, err);
}

/* ---- password ---- */

typedef struct Change { const Session *session; Str stored; Arena *arena; Str *cookie; } Change;

static bool change_body(DbWrite *write, void *context, Err *err)
{
    Change *change = context;
    const Session *session = change->session;
    Account account;
    Who who;
    bool confirmed;
    DbRead *db = db_within(write);
    if (!flow_confirmed(db, session, &confirmed, err)) return false;
    if (!confirmed) return err_set(err, ERR_DENIED, "Введите его на странице «Пароль».", "Сначала нужен прежний пароль.");
    return account_get(db, session->region_id, session->account_id, change->arena, &account, err) && who_read(db, &account, change->arena, &who, err) &&
        account_set_password(write, &account, change->stored, err) && session_end_others(write, session->region_id, session->account_id, session->token_hash, err) &&
        session_rotate(write, session, false, change->arena, change->cookie, err) &&
        person_audit(write, &who, &account, 0, "пароль сменён", STR("остальные сеансы закончены"), change->arena, err);
}

bool flow_password_change(Flow *flow, const Session *session, Str stored, Arena *arena, Str *cookie, Err *err)
{
    BUG_ON(session->needs_totp || stored.n == 0);
    Change change = { session, stored, arena, cookie };
    return db_tx(flow_db(flow), change_body, &change, err);
}

/* ---- restricted records ---- */

typedef struct Open { const Who *who; const Session *session; const Org *org; Str object, reason; } Open;

static bool open_body(DbWrite *write, void *context, Err *err)
{
    const Open *open = context;
    AuditNote note = { .org_id = open->org->id, .object = open->object, .verb = STR("запись открыта"), .words = open->reason };
    return session_open_put(write, open->session, open->object, clock_now() + OPEN_S, err) && flow_audit(write, open->who, &note, err);
}

bool flow_open_restricted(Flow *flow, const Who *who, const Session *session, Right right, const Org *org, Str object, Str reason, Err *err)
{
    if (!who_demand(who, right, org->path, err)) return false;
    reason = str_trim(reason);
    if (utf8_length(reason) < REASON_LETTERS)
        return err_set(err, ERR_INPUT, "Напишите в нескольких словах, зачем вам запись: это увидят в журнале.", "Запись открывается только с причиной.");
    Open open = { who, session, org, object, reason };
    return db_tx(flow_db(flow), open_body, &open, err);
}
