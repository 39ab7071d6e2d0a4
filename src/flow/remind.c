#include "flow/remind_.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "flow/audit_.h"
#include "store/notice.h"
#include "store/org.h"
#include "store/setting.h"

enum { TX_NOTICES = 1000, SEEN_DAYS = 180, MAIL_DAYS = 30, DIGEST_LAST_WEEKDAY = 2 /* a server that stood still over Monday tells the week until Wednesday */ };

void remind_tell(Reminder *it, NoticeKind kind, Str about, Str words, Str link)
{
    for (uint32_t i = 0; i < it->audience.n; i++) {
        uint32_t person = it->audience.people[i];
        if (audience_has(&it->except, person)) continue;
        if (it->n_told == it->room_told) {
            uint32_t room = it->room_told == 0 ? 1024 : it->room_told * 2;
            Told *larger = arena_array(it->arena, Told, room);
            if (it->n_told > 0) memcpy(larger, it->told, it->n_told * sizeof *larger);
            it->told = larger, it->room_told = room;
        }
        it->told[it->n_told] = (Told){ person, it->n_told, kind, about, words, remind_link(it->arena, &it->audience, i, link) };
        it->n_told++;
    }
}

static int by_person(const void *a, const void *b)
{
    const Told *x = a, *y = b;
    if (x->i_person != y->i_person) return x->i_person < y->i_person ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* ---- what was said ---- */

static int by_about(const void *a, const void *b)
{
    const Told *x = a, *y = b;
    if (x->i_person != y->i_person) return x->i_person < y->i_person ? -1 : 1;
    int way = str_cmp(x->about, y->about);
    return way != 0 ? way : x->order < y->order ? -1 : x->order > y->order;
}

static int known_by_about(const void *a, const void *b)
{
    const NoticeKnown *x = a, *y = b;
    return x->account_id != y->account_id ? (x->account_id < y->account_id ? -1 : 1) : str_cmp(x->about, y->about);
}

/* Leaves out what its person knows: a try for each would be a question to the database for each. The key of the table stays the judge of what two runs tell at once. */
static bool leave_new(Reminder *it, Err *err)
{
    enum { SINCE_DAYS = LIMIT_REMIND_LATE_DAYS + 15 };
    NoticeKnown *known;
    uint32_t n_known, i_known = 0, n = 0;
    if (it->n_told == 0) return true;
    if (!notice_known(it->db, it->region_id, it->now - SINCE_DAYS * 86400LL, it->arena, &known, &n_known, err)) return false;
    if (n_known > 0) qsort(known, n_known, sizeof *known, known_by_about);
    qsort(it->told, it->n_told, sizeof *it->told, by_about);
    for (uint32_t i = 0; i < it->n_told; i++) {
        const NoticeKnown one = { it->people[it->told[i].i_person].account_id, it->told[i].about };
        while (i_known < n_known && known_by_about(&known[i_known], &one) < 0) i_known++;
        if (i_known < n_known && known_by_about(&known[i_known], &one) == 0) continue;
        it->told[n++] = it->told[i];
    }
    it->n_told = n;
    return true;
}

/* ---- writing ---- */

typedef struct Writing {
    Reminder *it;
    Str base;               /* address of this server, for links in letters; may be empty */
    bool mails;
    uint32_t from, to;      /* of told: whole people */
    Reminded done;          /* of this transaction */
} Writing;

static MailChoice choice_of(const Reminder *it, uint32_t i_person)
{
    const RemindPerson *person = &it->people[i_person];
    if (person->email.n == 0) return MAIL_NEVER;
    return person->choice != 0 ? person->choice : it->otherwise;
}

static void add_line(Buf *text, const Writing *writing, const Told *one)
{
    buf_printf(text, "— %.*s\n", STR_ARG(one->words));
    if (writing->base.n > 0) buf_printf(text, "  %.*s%.*s\n", STR_ARG(writing->base), STR_ARG(one->link));
}

static bool put_mail(DbWrite *write, Writing *writing, uint32_t i_person, Str subject, Str text, Err *err)
{
    Reminder *it = writing->it;
    Str where = writing->base.n > 0 ? arena_printf(it->arena, "%.*s/account/notices", STR_ARG(writing->base)) : STR("на странице «Напоминания и письма»");
    Str words = arena_printf(it->arena, "%.*s\nЭто письмо отправило Мерило. Когда вам писать, вы выбираете сами: %.*s\n", STR_ARG(text), STR_ARG(where));
    Mail mail = { .region_id = it->region_id, .account_id = it->people[i_person].account_id, .subject = subject, .words = words, .made_at = it->now };
    writing->done.n_mails++;
    return mail_put(write, &mail, err);
}

/* One letter of one run: the week holds what was just told, the rest stands under it. */
static bool write_letter(DbWrite *write, Writing *writing, uint32_t person, const Told *digest, uint32_t n, Str told, Err *err)
{
    Arena *arena = writing->it->arena;
    if (digest == NULL)
        return n == 0 || put_mail(write, writing, person, arena_printf(arena, "Мерило: %.*s", STR_ARG(number_of(arena, n, "напоминание", "напоминания", "напоминаний"))), told, err);
    Str week = arena_printf(arena, "%.*s\n\n%.*s", STR_ARG(digest->words), STR_ARG(remind_week_text(writing->it, person, writing->base)));
    return put_mail(write, writing, person, digest->words, told.n > 0 ? arena_printf(arena, "%.*s\nИ ещё:\n%.*s", STR_ARG(week), STR_ARG(told)) : week, err);
}

/* What of it is new for one person, by letter; from is the first of them. *next: the first of the next person */
static bool write_person(DbWrite *write, Writing *writing, const bool *fresh, uint32_t from, uint32_t *next, Err *err)
{
    Reminder *it = writing->it;
    uint32_t person = it->told[from].i_person, n_fresh = 0, i;
    MailChoice choice = writing->mails ? choice_of(it, person) : MAIL_NEVER;
    const Told *digest = NULL;
    Buf text;
    buf_init(&text, 0);
    for (i = from; i < writing->to && it->told[i].i_person == person; i++)
        if (fresh[i - writing->from] && it->told[i].kind == NOTICE_DIGEST) digest = &it->told[i];
    *next = i;
    for (i = from; i < *next; i++) {
        const Told *one = &it->told[i];
        if (!fresh[i - writing->from]) continue;
        writing->done.n_notices++;
        if (one->kind == NOTICE_DIGEST) continue;
        writing->done.n_people += n_fresh++ == 0;
        if (choice == MAIL_AT_ONCE && (digest == NULL || !remind_in_week(it, person, one->link))) add_line(&text, writing, one);
    }
    bool good = choice == MAIL_NEVER || (digest == NULL && choice != MAIL_AT_ONCE) || write_letter(write, writing, person, digest, n_fresh, buf_str(&text), err);
    buf_free(&text);
    return good;
}

static bool write_body(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    const Reminder *it = writing->it;
    uint32_t n = writing->to - writing->from;
    Arena *arena = arena_new(0);
    Notice *notices = arena_array(arena, Notice, n + 1u);
    bool *fresh = arena_array(arena, bool, n + 1u);
    writing->done = (Reminded){ 0 };
    for (uint32_t i = 0; i < n; i++) {
        const Told *one = &it->told[writing->from + i];
        notices[i] = (Notice){ .region_id = it->region_id, .account_id = it->people[one->i_person].account_id, .about = one->about, .kind = one->kind, .words = one->words, .link = one->link, .made_at = it->now };
    }
    bool good = notice_put_all(write, n, notices, fresh, err);
    for (uint32_t i = writing->from; good && i < writing->to;) good = write_person(write, writing, fresh, i, &i, err);
    arena_free(arena);
    return good;
}

static bool sweep_body(DbWrite *write, void *context, Err *err)
{
    const Reminder *it = context;
    return notice_sweep(write, it->region_id, it->now - SEEN_DAYS * 86400LL, err) && mail_sweep(write, it->region_id, it->now - MAIL_DAYS * 86400LL, err);
}

static bool write_all(Flow *flow, Reminder *it, Reminded *sum, Err *err)
{
    Writing writing = { .it = it };
    Str smtp;
    if (!setting_text(it->db, "oidc.return", it->arena, &writing.base, err) || !setting_text(it->db, "smtp.url", it->arena, &smtp, err)) return false;
    while (writing.base.n > 0 && writing.base.at[writing.base.n - 1] == '/') writing.base.n--;
    writing.mails = smtp.n > 0;
    if (it->n_told > 0) qsort(it->told, it->n_told, sizeof *it->told, by_person);
    for (uint32_t from = 0; from < it->n_told; from = writing.to) {
        uint32_t to = from + TX_NOTICES < it->n_told ? from + TX_NOTICES : it->n_told;
        while (to < it->n_told && it->told[to].i_person == it->told[to - 1].i_person) to++;
        writing.from = from, writing.to = to;
        if (!db_tx(flow_db(flow), write_body, &writing, err)) return false;
        sum->n_notices += writing.done.n_notices, sum->n_people += writing.done.n_people, sum->n_mails += writing.done.n_mails;
    }
    return db_tx(flow_db(flow), sweep_body, it, err);
}

/* ---- one run ---- */

static bool gather(Reminder *it, Err *err)
{
    Org root;
    Str otherwise;
    bool found;
    if (!setting_int(it->db, "remind.escalate_days", &it->escalate_days, err) || !setting_int(it->db, "remind.check_days", &it->check_days, err) ||
        !setting_text(it->db, "mail.otherwise", it->arena, &otherwise, err) || !org_by_id(it->db, it->region_id, it->region_id, it->arena, &root, &found, err))
        return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "", "Такого региона нет.");
    it->root_path = root.path;
    it->otherwise = mail_choice_find(otherwise);
    if (!remind_open(it, err) || !remind_speak_measures(it, err) || !remind_speak_others(it, err)) return false;
    remind_speak_weeks(it);
    return leave_new(it, err);
}

bool flow_remind(Flow *flow, int64_t region_id, int32_t today, Reminded *out, Err *err)
{
    Reminded sum = { 0 };
    Arena *arena = arena_new(0);
    int weekday = date_weekday(today);
    Reminder it = { .db = flow_reader(flow), .arena = arena, .region_id = region_id, .now = clock_now(), .today = today, .monday = today - weekday, .with_week = weekday <= DIGEST_LAST_WEEKDAY };
    bool good = gather(&it, err) && write_all(flow, &it, &sum, err);
    sum.n_measures = it.n_measures;
    if (good && out != NULL) *out = sum;
    arena_free(arena);
    return good;
}
