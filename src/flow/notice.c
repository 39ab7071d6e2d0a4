#include "flow/notice.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/secret.h"
#include "flow/audit_.h"
#include "flow/session_.h"
#include "store/account.h"
#include "store/notice.h"
#include "store/setting.h"

#define CHOICE_MAIL "mail"
#define CHOICE_FEED "feed.hash"

typedef struct Choosing { const Who *who; Str about; MailChoice choice; Str token_hash; } Choosing;

static bool see_body(DbWrite *write, void *context, Err *err)
{
    const Choosing *it = context;
    return notice_see(write, it->who->region_id, it->who->account_id, it->about, clock_now(), err);
}

bool flow_notice_see(Flow *flow, const Who *who, Str about, Err *err)
{
    Choosing it = { .who = who, .about = about };
    return db_tx(flow_db(flow), see_body, &it, err);
}

/* ---- letters ---- */

bool flow_mail_choice(DbRead *db, const Who *who, MailChoice *choice, bool *chosen, Err *err)
{
    Arena *arena = arena_new(0);
    Str value;
    int64_t at;
    bool good = choice_get(db, who->region_id, who->account_id, CHOICE_MAIL, arena, &value, &at, chosen, err);
    if (good && !*chosen) good = setting_text(db, "mail.otherwise", arena, &value, err);
    if (good) *choice = mail_choice_find(value);
    arena_free(arena);
    return good;
}

/* An own choice is an entry about the person. */
static bool note(DbWrite *write, const Choosing *it, const char *verb, Str words, Arena *arena, Err *err)
{
    Account account;
    return account_get(db_within(write), it->who->region_id, it->who->account_id, arena, &account, err) && person_audit(write, it->who, &account, 0, verb, words, arena, err);
}

static bool mail_steps(DbWrite *write, const Choosing *it, Arena *arena, Err *err)
{
    Account account;
    MailChoice before;
    bool chosen;
    if (!account_get(db_within(write), it->who->region_id, it->who->account_id, arena, &account, err) || !flow_mail_choice(db_within(write), it->who, &before, &chosen, err)) return false;
    if (it->choice != MAIL_NEVER && account.email.n == 0) return err_set(err, ERR_CONFLICT, "Впишите её на странице «Имя, должность, почта».", "Ваша почта не указана.");
    if (chosen && before == it->choice) return true;
    Str words = arena_printf(arena, "Письма: %s → %s", mail_choice_title(before), mail_choice_title(it->choice));
    return choice_put(write, it->who->region_id, it->who->account_id, CHOICE_MAIL, str_of(mail_choice_title(it->choice)), clock_now(), err) && note(write, it, "письма: выбор", words, arena, err);
}

static bool in_arena(DbWrite *write, const Choosing *it, bool (*steps)(DbWrite *, const Choosing *, Arena *, Err *), Err *err)
{
    Arena *arena = arena_new(0);
    bool good = steps(write, it, arena, err);
    arena_free(arena);
    return good;
}

static bool mail_body(DbWrite *write, void *context, Err *err) { return in_arena(write, context, mail_steps, err); }

bool flow_mail_choose(Flow *flow, const Who *who, MailChoice choice, Err *err)
{
    Choosing it = { .who = who, .choice = choice };
    if (choice < MAIL_AT_ONCE || choice >= N_MAIL_CHOICES) return err_set(err, ERR_INPUT, "Выберите из списка.", "Не выбрано, когда писать.");
    return db_tx(flow_db(flow), mail_body, &it, err);
}

/* ---- the feed ---- */

static bool feed_steps(DbWrite *write, const Choosing *it, Arena *arena, Err *err)
{
    if (it->token_hash.n == 0) return choice_remove(write, it->who->region_id, it->who->account_id, CHOICE_FEED, err) && note(write, it, "календарь закрыт", STR("адрес календаря → нет"), arena, err);
    return choice_put(write, it->who->region_id, it->who->account_id, CHOICE_FEED, it->token_hash, clock_now(), err) && note(write, it, "календарь открыт", STR("нет → новый адрес календаря"), arena, err);
}

static bool feed_body(DbWrite *write, void *context, Err *err) { return in_arena(write, context, feed_steps, err); }

bool flow_feed_make(Flow *flow, const Who *who, Arena *arena, Str *token, Err *err)
{
    *token = secret_token(arena);
    Choosing it = { .who = who, .token_hash = secret_hash(*token, arena) };
    return db_tx(flow_db(flow), feed_body, &it, err);
}

bool flow_feed_end(Flow *flow, const Who *who, Err *err)
{
    Choosing it = { .who = who, .token_hash = STR_EMPTY };
    return db_tx(flow_db(flow), feed_body, &it, err);
}

bool flow_feed_look(DbRead *db, const Who *who, int64_t *made_at, Err *err)
{
    Arena *arena = arena_new(0);
    Str hash;
    bool found;
    *made_at = 0;
    bool good = choice_get(db, who->region_id, who->account_id, CHOICE_FEED, arena, &hash, made_at, &found, err);
    arena_free(arena);
    return good;
}

bool flow_feed_who(DbRead *db, Str token, Arena *arena, Who *out, bool *found, Err *err)
{
    int64_t region_id, account_id;
    Account account;
    if (!choice_owner(db, CHOICE_FEED, secret_hash(token, arena), &region_id, &account_id, found, err)) return false;
    if (!*found) return true;
    if (!account_get(db, region_id, account_id, arena, &account, err)) return false;
    *found = account.state == ACCOUNT_ACTIVE;
    return !*found || who_read(db, &account, arena, out, err);
}
