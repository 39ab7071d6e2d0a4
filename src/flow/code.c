/* One-time codes: looked at, accepted; what ended is swept. */
#include "flow/account.h"

#include "base/clock.h"
#include "base/secret.h"
#include "flow/session_.h"
#include "store/setting.h"
#include "store/throttle.h"

static bool spent(Err *err, const char *what) { return err_set(err, ERR_NOT_FOUND, "Попросите новый код у координатора своей организации.", "%s", what); }

bool flow_code_look(DbRead *db, Str code, Arena *arena, CodeView *out, Err *err)
{
    Str clean = secret_code_read(code, arena);
    bool found;
    GrantRow *grants;
    if (clean.n == 0) return err_set(err, ERR_NOT_FOUND, "Код — шестнадцать букв и цифр с листка или из ссылки.", "Такого кода нет: он набран с ошибкой.");
    if (!invitation_find(db, secret_hash(clean, arena), arena, &out->invitation, &found, err)) return false;
    if (!found || out->invitation.kind == INVITATION_RECOVERY) return spent(err, "Такого кода нет.");
    if (out->invitation.used_at != 0) return spent(err, "Этот код уже использован: он действует один раз.");
    if (out->invitation.ends_at <= clock_now()) return spent(err, "Срок этого кода прошёл.");
    if (!account_get(db, out->invitation.region_id, out->invitation.account_id, arena, &out->account, err) ||
        !grant_list(db, out->account.region_id, out->account.id, arena, &grants, &out->n_grants, err))
        return false;
    out->grants = grants;
    return (out->account.state != ACCOUNT_BLOCKED && out->account.state != ACCOUNT_ERASED) || spent(err, "Вход по этому коду закрыт.");
}

typedef struct Accept { Str code, stored; const SignInFrom *from; Arena *arena; SignedIn *out; } Accept;

static bool accept_body(DbWrite *write, void *context, Err *err)
{
    Accept *accept = context;
    DbRead *db = db_within(write);
    int64_t now = clock_now(), demo = 0;
    CodeView view;
    Who who;
    bool taken;
    if (!flow_code_look(db, accept->code, accept->arena, &view, err)) return false;
    bool link = view.invitation.kind == INVITATION_LINK;
    if (link && (!setting_int(db, "demo", &demo, err) || demo != 1)) return spent(err, "Вход без пароля бывает только в показательном районе.");
    BUG_ON(!link && accept->stored.n == 0);
    if (!invitation_take(write, &view.invitation, now, &taken, err)) return false;
    if (!taken) return spent(err, "Этот код уже использован: он действует один раз.");
    if (!link && !account_set_password(write, &view.account, accept->stored, err)) return false;
    if (!account_set_state(write, &view.account, ACCOUNT_ACTIVE, err) || !who_read(db, &view.account, accept->arena, &who, err)) return false;
    return session_end_others(write, view.account.region_id, view.account.id, STR_EMPTY, err) &&
        session_begin(write, &view.account, accept->from, now, accept->arena, accept->out, err) &&
        person_audit(write, &who, &view.account, view.n_grants > 0 ? view.grants[0].grant.org.id : 0, link ? "вход по ссылке" : "задан пароль",
            link ? STR("показательный район") : STR("по одноразовому коду"), accept->arena, err);
}

bool flow_code_accept(Flow *flow, Str code, Str stored, const SignInFrom *from, Arena *arena, SignedIn *out, Err *err)
{
    Accept accept = { code, stored, from, arena, out };
    return db_tx(flow_db(flow), accept_body, &accept, err);
}

static bool sweep_body(DbWrite *write, void *context, Err *err)
{
    (void)context;
    int64_t days, now = clock_now();
    return setting_int(db_within(write), "retention.session_days", &days, err) && session_sweep(write, now - days * 86400, err) && throttle_sweep(write, now - 86400, err);
}

bool flow_sweep(Flow *flow, Err *err) { return db_tx(flow_db(flow), sweep_body, NULL, err); }
