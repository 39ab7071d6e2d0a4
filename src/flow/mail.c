#include "flow/mail.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "flow/audit_.h"
#include "flow/mail_.h"
#include "store/notice.h"
#include "store/setting.h"

/* A minute, five, half an hour, two hours, half a day. */
static const int64_t delays_s[MAIL_TRIES - 1] = { 60, 300, 1800, 7200, 43200 };

static bool move_body(DbWrite *write, void *context, Err *err) { return mail_move(write, context, err); }

/* How the try ended, written at once: a process that dies after it sends nothing twice. */
static bool note_try(Flow *flow, Mail *mail, MailOutcome outcome, Str why, Mailed *out, Err *err)
{
    int64_t now = clock_now();
    mail->n_tries++;
    mail->error = why;
    bool last = outcome == MAIL_NEVER_GOES || (outcome != MAIL_WENT && mail->n_tries >= MAIL_TRIES);
    mail->state = outcome == MAIL_WENT ? MAIL_SENT : last ? MAIL_GIVEN_UP : MAIL_WAITS;
    mail->next_at = mail->state == MAIL_WAITS ? now + delays_s[mail->n_tries - 1] : now;
    out->n_sent += mail->state == MAIL_SENT, out->n_later += mail->state == MAIL_WAITS, out->n_given_up += mail->state == MAIL_GIVEN_UP;
    if (why.n > 0) out->why = why;
    return db_tx(flow_db(flow), move_body, mail, err);
}

static bool send_one(Flow *flow, MailLine *line, Str from, Mail *mail, Arena *arena, bool *reached, Mailed *out, Err *err)
{
    char id[65];
    Str why = STR("Адрес не похож на почтовый или человек больше не работает в Мериле.");
    MailOutcome outcome = MAIL_NEVER_GOES;
    if (mail_address_fits(mail->email)) {
        hash_sha256_hex(arena_printf(arena, "mail %lld %lld", (long long)mail->region_id, (long long)mail->id), id);
        Letter letter = { .from = from, .to = mail->email, .subject = mail->subject, .words = mail->words, .id = { id, 32 }, .at = mail->made_at };
        outcome = mail_line_send(line, &letter, arena, &why);
    }
    *reached = outcome != MAIL_UNREACHED;
    return note_try(flow, mail, outcome, why, out, err);
}

static bool settings(DbRead *db, Arena *arena, MailServer *server, Str *from, bool *on, Err *err)
{
    Str url, user, password;
    if (!setting_text(db, "smtp.url", arena, &url, err) || !setting_text(db, "smtp.user", arena, &user, err) || !setting_text(db, "smtp.password", arena, &password, err) ||
        !setting_text(db, "smtp.from", arena, from, err))
        return false;
    *on = url.n > 0;
    if (!*on) return true;
    if (!mail_server_read(url, arena, server, err)) return false;
    server->user = user, server->password = password;
    return mail_address_fits(*from) || err_set(err, ERR_INPUT, "Впишите в настройках, раздел «Письма»: «От кого».", "Не указан адрес, с которого уходят письма.");
}

bool flow_mail_send(Flow *flow, int64_t region_id, bool (*go_on)(void *), void *context, Arena *arena, Mailed *out, Err *err)
{
    DbRead *db = flow_reader(flow);
    MailServer server;
    Str from;
    bool on, reached = true, good = true;
    const Mail *rows;
    uint32_t n;
    *out = (Mailed){ .why = STR_EMPTY };
    if (!settings(db, arena, &server, &from, &on, err)) return false;
    if (!on) return true;
    if (!mail_due(db, region_id, clock_now(), LIMIT_MAIL_RUN, arena, &rows, &n, err)) return false;
    MailLine *line = mail_line_open(&server, arena);
    for (uint32_t i = 0; good && reached && i < n && (go_on == NULL || go_on(context)); i++) {
        Mail mail = rows[i];
        good = send_one(flow, line, from, &mail, arena, &reached, out, err);
    }
    mail_line_close(line);
    return good;
}
