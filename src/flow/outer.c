#include "flow/outer.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/percent.h"
#include "base/secret.h"
#include "flow/job.h"
#include "flow/oidc_.h"
#include "flow/session_.h"
#include "store/org.h"
#include "store/setting.h"
#include "store/throttle.h"

enum { BACK_S = 600, TRIES = 30, TRIES_WINDOW_S = 900 };

typedef struct Settings { Str issuer, client, secret, base, metadata; } Settings;

static bool read_settings(DbRead *db, Arena *arena, Settings *out, Err *err)
{
    if (!setting_text(db, "oidc.issuer", arena, &out->issuer, err) || !setting_text(db, "oidc.client", arena, &out->client, err) || !setting_text(db, "oidc.secret", arena, &out->secret, err) ||
        !setting_text(db, "oidc.return", arena, &out->base, err) || !setting_text(db, "oidc.metadata", arena, &out->metadata, err))
        return false;
    while (out->base.n > 0 && out->base.at[out->base.n - 1] == '/') out->base.n--;
    return true;
}

static bool is_on(const Settings *settings) { return settings->issuer.n > 0 && settings->client.n > 0 && settings->base.n > 0; }

bool flow_outer_on(DbRead *db, Arena *arena, bool *on, Err *err)
{
    Settings settings;
    if (!read_settings(db, arena, &settings, err)) return false;
    *on = is_on(&settings);
    return true;
}

static bool must_be_on(DbRead *db, Arena *arena, Settings *out, Err *err)
{
    return read_settings(db, arena, out, err) && (is_on(out) || err_set(err, ERR_CONFLICT, "Войдите по паролю.", "Вход через внешнюю службу не настроен."));
}

/* State, nonce and verifier are three different faces of one secret that only this browser has. */
static Str face(const char *what, Str secret, Arena *arena) { return secret_hash(arena_printf(arena, "%s %.*s", what, STR_ARG(secret)), arena); }

static Str challenge_of(Str verifier, Arena *arena)
{
    Str hex = secret_hash(verifier, arena);
    char *bytes = arena_alloc(arena, 32);
    for (size_t i = 0; i < 64; i++) {
        int digit = hex.at[i] <= '9' ? hex.at[i] - '0' : hex.at[i] - 'a' + 10;
        bytes[i / 2] = (char)(i % 2 == 0 ? digit << 4 : (unsigned char)bytes[i / 2] | digit);
    }
    return secret_base64url((Str){ bytes, 32 }, arena);
}

static bool the_region(DbRead *db, Arena *arena, int64_t *region_id, Err *err)
{
    const Org *roots;
    uint32_t n;
    if (!org_roots(db, arena, &roots, &n, err)) return false;
    if (n == 0) return err_set(err, ERR_CONFLICT, "Начните базу: merilo serve.", "База пуста.");
    *region_id = roots[0].region_id;
    return true;
}

static bool ask_job(Flow *flow, int64_t region_id, Str args, Err *err)
{
    Who program = flow_program(region_id);
    JobAsk ask = { .kind = "outer", .region_id = region_id, .org_id = region_id, .args = args, .once = true };
    return flow_job_ask(flow, &program, &ask, NULL, err);
}

static bool known_provider(const Settings *settings, Arena *arena, OidcMeta *meta)
{
    Err ignored; /* metadata of another issuer: it was changed since */
    return settings->metadata.n > 0 && oidc_meta_read(settings->metadata, settings->issuer, arena, meta, &ignored);
}

static Str return_address(const Settings *settings, Arena *arena) { return arena_printf(arena, "%.*s/signin/outer/back", STR_ARG(settings->base)); }

bool flow_outer_address(Flow *flow, Str secret, Arena *arena, Str *address, Err *err)
{
    DbRead *db = flow_reader(flow);
    Settings settings;
    OidcMeta meta;
    int64_t region_id;
    *address = STR_EMPTY;
    if (!must_be_on(db, arena, &settings, err) || !the_region(db, arena, &region_id, err)) return false;
    if (!known_provider(&settings, arena, &meta)) return ask_job(flow, region_id, STR("metadata"), err);
    *address = arena_printf(arena, "%.*s%cresponse_type=code&scope=openid&client_id=%.*s&redirect_uri=%.*s&state=%.*s&nonce=%.*s&code_challenge=%.*s&code_challenge_method=S256", STR_ARG(meta.authorization),
        memchr(meta.authorization.at, '?', meta.authorization.n) != NULL ? '&' : '?', STR_ARG(percent_encode(arena, settings.client)), STR_ARG(percent_encode(arena, return_address(&settings, arena))),
        STR_ARG(face("state", secret, arena)), STR_ARG(face("nonce", secret, arena)), STR_ARG(challenge_of(face("verifier", secret, arena), arena)));
    return true;
}

typedef struct Back { OuterLogin login; Str door; int64_t now; } Back;

static bool back_body(DbWrite *write, void *context, Err *err)
{
    const Back *back = context;
    Throttle tries;
    if (!throttle_add(write, back->door, back->now, TRIES_WINDOW_S, &tries, err)) return false;
    if (tries.n > TRIES) return err_set(err, ERR_BUSY, "Подождите четверть часа или войдите по паролю.", "С этого адреса слишком часто входят через внешнюю службу.");
    return outer_login_put(write, &back->login, err);
}

bool flow_outer_back(Flow *flow, const Who *who, Str secret, Str state, Str code, Str ip, Arena *arena, Err *err)
{
    Settings settings;
    int64_t region_id, now = clock_now();
    if (!must_be_on(flow_reader(flow), arena, &settings, err) || !the_region(flow_reader(flow), arena, &region_id, err)) return false;
    Str expected = face("state", secret, arena);
    if (secret.n == 0 || code.n == 0 || code.n > 2000 || !secret_equal(state, expected)) return err_set(err, ERR_DENIED, "Начните вход заново.", "Этот вход начат не в этом обозревателе или давно.");
    Back back = { .now = now, .door = secret_hash(arena_printf(arena, "outer %.*s", STR_ARG(ip)), arena),
        .login = { .region_id = region_id, .account_id = who->account_id, .state_hash = secret_hash(expected, arena), .nonce = face("nonce", secret, arena), .verifier = face("verifier", secret, arena), .code = code,
            .state = OUTER_LOGIN_BACK, .made_at = now, .ends_at = now + BACK_S } };
    return db_tx(flow_db(flow), back_body, &back, err) && ask_job(flow, region_id, back.login.state_hash, err);
}

bool flow_outer_look(DbRead *db, Str secret, Arena *arena, OuterView *out, Err *err)
{
    int64_t region_id;
    bool found = false;
    *out = (OuterView){ 0 };
    if (!the_region(db, arena, &region_id, err)) return false;
    if (secret.n > 0 && !outer_login_find(db, region_id, secret_hash(face("state", secret, arena), arena), clock_now(), arena, &out->login, &found, err)) return false;
    if (!found || out->login.state == OUTER_LOGIN_USED) return err_set(err, ERR_NOT_FOUND, "Начните вход заново.", "Этот вход закончен или прошло слишком много времени.");
    return out->login.subject.n == 0 || account_by_subject(db, out->login.subject, arena, &out->account, &out->has_account, err);
}

/* ---- signing in, joining ---- */

typedef struct Use { Str secret; const SignInFrom *from; const Session *session; Arena *arena; SignedIn *out; } Use;

/* Only once, and only what the provider said. */
static bool take(DbWrite *write, const Use *use, OuterView *view, Err *err)
{
    bool moved = false;
    if (!flow_outer_look(db_within(write), use->secret, use->arena, view, err)) return false;
    if (view->login.account_id != (use->session != NULL ? use->session->account_id : 0)) return err_set(err, ERR_DENIED, "Начните вход заново.", "Этот вход начал другой человек.");
    if (view->login.state == OUTER_LOGIN_KNOWN && !outer_login_move(write, &view->login, OUTER_LOGIN_USED, view->login.subject, STR_EMPTY, &moved, err)) return false;
    return moved || err_set(err, ERR_CONFLICT, "Начните вход заново.", "Внешняя служба не подтвердила вход.");
}

static bool finish_body(DbWrite *write, void *context, Err *err)
{
    Use *use = context;
    OuterView view;
    if (!take(write, use, &view, err)) return false;
    if (!view.has_account || view.account.state != ACCOUNT_ACTIVE)
        return err_set(err, ERR_CONFLICT, "Войдите по паролю и свяжите внешнюю службу на странице «Вход и пароль».", "Эта запись внешней службы не связана ни с кем, кто может войти.");
    return session_begin(write, &view.account, use->from, clock_now(), use->arena, use->out, err);
}

bool flow_outer_finish(Flow *flow, Str secret, const SignInFrom *from, Arena *arena, SignedIn *out, Err *err)
{
    Use use = { .secret = secret, .from = from, .arena = arena, .out = out };
    return db_tx(flow_db(flow), finish_body, &use, err);
}

static bool owner(DbWrite *write, const Use *use, Account *account, Who *who, Err *err)
{
    bool confirmed;
    DbRead *db = db_within(write);
    if (!flow_confirmed(db, use->session, &confirmed, err)) return false;
    if (!confirmed) return err_set(err, ERR_DENIED, "Введите его на странице «Пароль», потом повторите.", "Сначала подтвердите пароль.");
    return account_get(db, use->session->region_id, use->session->account_id, use->arena, account, err) && who_read(db, account, use->arena, who, err);
}

static bool join_body(DbWrite *write, void *context, Err *err)
{
    Use *use = context;
    OuterView view;
    Account account;
    Who who;
    if (!owner(write, use, &account, &who, err) || !take(write, use, &view, err)) return false;
    if (view.has_account && view.account.id != account.id) return err_set(err, ERR_CONFLICT, "Выйдите из внешней службы и войдите в неё под своим именем.", "Эта запись внешней службы уже связана с другим человеком.");
    return account_set_subject(write, &account, view.login.subject, err) && person_audit(write, &who, &account, 0, "внешний вход связан", STR("нет → внешняя служба"), use->arena, err);
}

static bool leave_body(DbWrite *write, void *context, Err *err)
{
    Use *use = context;
    Account account;
    Who who;
    return owner(write, use, &account, &who, err) && account_set_subject(write, &account, STR_EMPTY, err) &&
        person_audit(write, &who, &account, 0, "внешний вход отвязан", STR("внешняя служба → нет"), use->arena, err);
}

static bool own_tx(Flow *flow, DbBody body, const Session *session, Str secret, Err *err)
{
    Arena *arena = arena_new(0);
    Use use = { .secret = secret, .session = session, .arena = arena };
    bool done = db_tx(flow_db(flow), body, &use, err);
    arena_free(arena);
    return done;
}

bool flow_outer_join(Flow *flow, const Session *session, Str secret, Err *err) { return own_tx(flow, join_body, session, secret, err); }
bool flow_outer_leave(Flow *flow, const Session *session, Err *err) { return own_tx(flow, leave_body, session, STR_EMPTY, err); }

/* ---- the job worker ---- */

typedef struct Keep { Str text; } Keep;

static bool keep_body(DbWrite *write, void *context, Err *err) { return setting_put(write, "oidc.metadata", ((Keep *)context)->text, clock_now(), err); }

static bool discover(Flow *flow, const Settings *settings, Arena *arena, OidcMeta *meta, Err *err)
{
    Str issuer = settings->issuer, text;
    bool slash = issuer.n > 0 && issuer.at[issuer.n - 1] == '/';
    if (!oidc_fetch(arena_printf(arena, "%.*s%s.well-known/openid-configuration", STR_ARG(issuer), slash ? "" : "/"), STR_EMPTY, arena, &text, err) ||
        !oidc_meta_read(text, issuer, arena, meta, err))
        return false;
    Buf buf;
    Json json;
    buf_init(&buf, 0);
    json_init(&json, &buf, true);
    json_object(&json);
    json_put_str(&json, "issuer", meta->issuer);
    json_put_str(&json, "authorization_endpoint", meta->authorization);
    json_put_str(&json, "token_endpoint", meta->token);
    json_put_str(&json, "jwks_uri", meta->keys);
    json_object_end(&json);
    Keep keep = { arena_str(arena, buf_str(&buf)) };
    buf_free(&buf);
    return db_tx(flow_db(flow), keep_body, &keep, err);
}

bool flow_outer_discover(Flow *flow, Arena *arena, Err *err)
{
    Settings settings;
    OidcMeta meta;
    return must_be_on(flow_reader(flow), arena, &settings, err) && discover(flow, &settings, arena, &meta, err);
}

static bool ask_provider(Flow *flow, const Settings *settings, const OuterLogin *login, Arena *arena, Str *subject, Err *err)
{
    OidcMeta meta;
    Str answer, token, keys;
    if (!known_provider(settings, arena, &meta) && !discover(flow, settings, arena, &meta, err)) return false;
    Str form = arena_printf(arena, "grant_type=authorization_code&code=%.*s&redirect_uri=%.*s&client_id=%.*s&code_verifier=%.*s%s%.*s", STR_ARG(percent_encode(arena, login->code)),
        STR_ARG(percent_encode(arena, return_address(settings, arena))), STR_ARG(percent_encode(arena, settings->client)), STR_ARG(login->verifier), settings->secret.n > 0 ? "&client_secret=" : "",
        STR_ARG(percent_encode(arena, settings->secret)));
    OidcExpect expect = { .issuer = settings->issuer, .client = settings->client, .nonce = login->nonce, .now = clock_now() };
    return oidc_fetch(meta.token, form, arena, &answer, err) && oidc_token_of(answer, arena, &token, err) && oidc_fetch(meta.keys, STR_EMPTY, arena, &keys, err) &&
        oidc_token_check(token, keys, &expect, arena, subject, err);
}

typedef struct Answer { const OuterLogin *login; OuterLoginState next; Str subject, words; } Answer;

static bool answer_body(DbWrite *write, void *context, Err *err)
{
    const Answer *answer = context;
    bool moved; /* false: a second run of the same job */
    /* After a refusal the provider is asked anew where it is: it may have moved. */
    return outer_login_move(write, answer->login, answer->next, answer->subject, answer->words, &moved, err) &&
        (answer->next != OUTER_LOGIN_REFUSED || setting_put(write, "oidc.metadata", STR_EMPTY, clock_now(), err));
}

bool flow_outer_check(Flow *flow, int64_t region_id, Str state_hash, Arena *arena, Err *err)
{
    Settings settings;
    OuterLogin login;
    bool found;
    Err why = { 0 };
    if (!must_be_on(flow_reader(flow), arena, &settings, err) || !outer_login_find(flow_reader(flow), region_id, state_hash, clock_now(), arena, &login, &found, err)) return false;
    if (!found || login.state != OUTER_LOGIN_BACK) return true; /* nobody waits any more */
    Answer answer = { .login = &login, .next = OUTER_LOGIN_KNOWN, .subject = STR_EMPTY, .words = STR_EMPTY };
    if (!ask_provider(flow, &settings, &login, arena, &answer.subject, &why)) {
        answer.next = OUTER_LOGIN_REFUSED;
        answer.words = arena_printf(arena, "%s %s", why.what, why.hint);
    }
    return db_tx(flow_db(flow), answer_body, &answer, err);
}
