/* People and rights: who may invite, change, close, erase whom; sessions; how often one may try. */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "flow/password.h"
#include "flow/totp.h"
#include "store/audit.h"
#include "store/setting.h"
#include "people_fixture.h"

/* ---- signing in ---- */

static bool try_sign_in(People *people, const char *login, const char *ip, bool fits, SignedIn *in, int *wait_s)
{
    Str stored;
    *wait_s = 0;
    people->err = (Err){ 0 };
    if (!flow_sign_in_begin(people->flow, str_of(login), people_from(ip), people->arena, &stored, wait_s, &people->err)) return false;
    return flow_sign_in_end(people->flow, str_of(login), people_from(ip), fits, people->arena, in, wait_s, &people->err);
}

static const Session *session_of(People *people, Str cookie, Who *who)
{
    const Session *session;
    OK(people, session_find(flow_reader(people->flow), cookie, clock_now(), people->arena, &session, who, &people->err));
    return session;
}

static void sign_in_and_out(void **state)
{
    People *people = people_begin(state);
    SignedIn in, again;
    Who who;
    int wait_s;
    assert_true(try_sign_in(people, "SCHOOL", "10.0.0.7", true, &in, &wait_s)); /* any case of letters */
    const Session *session = session_of(people, in.cookie, &who);
    assert_non_null(session);
    assert_int_equal(who.n_grants, 1);
    assert_int_equal(who.grants[0].role, ROLE_SCHOOL);
    assert_string_equal(arena_z(people->arena, session->agent), "Яндекс Браузер, Windows");
    assert_null(strstr(arena_z(people->arena, session->token_hash), arena_z(people->arena, in.cookie))); /* only a hash is kept */
    /* Nothing else is a session: cut, changed, of another tree, empty, foreign text. */
    static const char *const bad[] = { "", ".", "1.", "x.y", "99999999999999999999999999.aaaa", "-1.aaaa" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_null(session_of(people, str_of(bad[i]), &who));
    assert_null(session_of(people, str_slice(in.cookie, 0, in.cookie.n - 1), &who));
    assert_int_equal(who.account_id, 0);
    /* A second sign-in is another session; signing out ends one. */
    assert_true(try_sign_in(people, "school", "10.0.0.8", true, &again, &wait_s));
    assert_false(str_eq(in.cookie, again.cookie));
    OK(people, flow_sign_out(people->flow, session, &people->err));
    assert_null(session_of(people, in.cookie, &who));
    assert_non_null(session_of(people, again.cookie, &who));
    people_end(people);
}

static void sessions_end_by_themselves(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    Who who;
    int wait_s;
    assert_true(try_sign_in(people, "reader", "10.0.0.7", true, &in, &wait_s));
    /* Somebody who works every ten hours stays, seen_at is written at most once in five minutes, and the week is the end. */
    int64_t begun = people->clock, seen = 0;
    for (int i = 0; i < 16; i++) {
        people_clock(people, 36000);
        const Session *session = session_of(people, in.cookie, &who);
        assert_non_null(session);
        assert_true(session->seen_at > seen);
        seen = session->seen_at;
        OK(people, flow_session_touch(people->flow, session, &people->err));
        people_clock(people, 200);
        session = session_of(people, in.cookie, &who);
        OK(people, flow_session_touch(people->flow, session, &people->err));
        assert_int_equal(session_of(people, in.cookie, &who)->seen_at, people->clock - 200);
    }
    assert_true(people->clock < begun + 7 * 86400);
    people_clock(people, 36000);
    assert_null(session_of(people, in.cookie, &who));
    /* Twelve idle hours are too many. */
    assert_true(try_sign_in(people, "reader", "10.0.0.7", true, &in, &wait_s));
    people_clock(people, 12 * 3600);
    assert_null(session_of(people, in.cookie, &who));
    people_end(people);
}

static void failures_slow_down_only_the_one_who_fails(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    int wait_s, n_tries = 0;
    Str known, unknown;
    /* Same words and same cost for a login that does not exist. */
    assert_false(try_sign_in(people, "nobody-here", "10.9.9.9", false, &in, &wait_s));
    char words[400];
    memcpy(words, people->err.what, sizeof words);
    assert_false(try_sign_in(people, "municipality", "10.9.9.8", false, &in, &wait_s));
    assert_string_equal(words, people->err.what);
    OK(people, flow_sign_in_begin(people->flow, STR("nobody-here"), people_from("10.9.9.7"), people->arena, &unknown, &wait_s, &people->err));
    assert_true(str_starts(unknown, STR("$argon2id$v=19$m=65536,t=2,p=1$")));
    OK(people, flow_sign_in_begin(people->flow, STR("municipality"), people_from("10.9.9.7"), people->arena, &known, &wait_s, &people->err));
    assert_true(str_eq(known, STR("hash")));
    assert_false(try_sign_in(people, "nobody-here", "10.9.9.6", true, &in, &wait_s)); /* nothing fits a login that is not there */
    /* An attacker fails until told to wait; the wait grows. */
    while (try_sign_in(people, "municipality", "10.6.6.6", false, &in, &wait_s) || people->err.code != ERR_BUSY) n_tries++;
    assert_int_equal(n_tries, 5);
    int first = wait_s;
    assert_in_range(first, 1, 10);
    for (int i = 0; i < 12; i++) {
        people_clock(people, wait_s);
        assert_false(try_sign_in(people, "municipality", "10.6.6.6", false, &in, &wait_s));
        assert_int_equal(people->err.code, ERR_INPUT);
        assert_false(try_sign_in(people, "municipality", "10.6.6.6", true, &in, &wait_s)); /* while told to wait even the right one waits */
        assert_int_equal(people->err.code, ERR_BUSY);
        assert_true(wait_s <= 900);
    }
    assert_true(wait_s > 10 * first);
    /* Meanwhile the owner signs in from elsewhere, and a colleague from the same address. */
    assert_true(try_sign_in(people, "municipality", "10.0.0.3", true, &in, &wait_s));
    assert_true(try_sign_in(people, "methodologist", "10.6.6.6", true, &in, &wait_s));
    /* Many logins from one address are slowed down by the address. */
    people_clock(people, 100000);
    for (n_tries = 0; n_tries < 200; n_tries++) {
        char login[32];
        snprintf(login, sizeof login, "guess%d", n_tries);
        if (!try_sign_in(people, login, "10.6.6.6", false, &in, &wait_s) && people->err.code == ERR_BUSY) break;
    }
    assert_in_range(n_tries, 20, 100);
    assert_true(wait_s <= 60); /* a school sits behind one address: it is slowed down, not shut out */
    people_clock(people, wait_s);
    assert_true(try_sign_in(people, "teacher", "10.6.6.6", true, &in, &wait_s));
    people_end(people);
}

static bool try_from(People *people, Str login, const SignInFrom *from, bool fits, SignedIn *in, int *wait_s)
{
    Str stored;
    Arena *arena = arena_new(0);
    SignedIn made;
    people->err = (Err){ 0 };
    bool done = flow_sign_in_begin(people->flow, login, from, arena, &stored, wait_s, &people->err) &&
        flow_sign_in_end(people->flow, login, from, fits, arena, &made, wait_s, &people->err);
    if (done) *in = (SignedIn){ .cookie = arena_str(people->arena, made.cookie), .device = arena_str(people->arena, made.device), .needs_totp = made.needs_totp };
    arena_free(arena);
    return done;
}

enum { N_TEACHERS = 300 };

static Str teacher_of(People *people, int i) { return arena_printf(people->arena, "teacher-%d", i); }

/* 300 people of one school come in one minute from one address that has never been seen, a tenth mistypes first, some twice: nobody is held. Then a pupil behind
 * the same address tries every login: strangers to the address wait, those who work there do not. */
static void a_school_behind_one_address_gets_in(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    int wait_s;
    for (int i = 0; i < N_TEACHERS; i++) people_add(people, arena_z(people->arena, teacher_of(people, i)), ROLE_TEACHER, "sch1", "hash");
    SignInFrom school = *people_from("10.5.0.1"); /* a copy: people_from() has one */
    for (int i = 0; i < N_TEACHERS; i += 10) /* all the mistyping at the worst moment: together, before anybody got in */
        for (int k = 0; k <= i % 3; k++) assert_false(try_from(people, teacher_of(people, i), &school, false, &in, &wait_s) || people->err.code != ERR_INPUT);
    for (int i = 0; i < N_TEACHERS; i++) {
        if (!try_from(people, teacher_of(people, i), &school, true, &in, &wait_s)) fail_msg("teacher %d: %s", i, people->err.what);
        if (i % 5 == 0) people_clock(people, 1);
    }
    /* Their mistakes were forgiven: as many strangers may fail as at a fresh address, and no more. */
    int n_tries = 0;
    while (!try_from(people, arena_printf(people->arena, "nobody-%d", n_tries), &school, false, &in, &wait_s) && people->err.code == ERR_INPUT) n_tries++;
    assert_int_equal(people->err.code, ERR_BUSY);
    assert_int_equal(n_tries, LIMIT_ADDRESS_LOGINS);
    for (int i = 0; i < N_TEACHERS; i += 17) assert_true(try_from(people, teacher_of(people, i), &school, true, &in, &wait_s));
    /* One login guessed again and again is one login: it waits by itself and leaves the address open. */
    SignInFrom other = *people_from("10.5.0.2");
    for (int i = 0; i < LIMIT_SIGN_IN_TRIES; i++) assert_false(try_from(people, STR("teacher-1"), &other, false, &in, &wait_s));
    assert_false(try_from(people, STR("teacher-1"), &other, true, &in, &wait_s) || people->err.code != ERR_BUSY);
    assert_true(try_from(people, STR("teacher-2"), &other, true, &in, &wait_s));
    people_end(people);
}

/* 10,000 guesses of one login over 5,000 addresses, and from the owner's own network: at most so many an hour are looked at, and the owner is at work. */
static void guessing_one_login_is_slow_from_anywhere(void **state)
{
    People *people = people_begin(state);
    SignedIn owner, in;
    int wait_s, n_looked = 0, n_home = 0;
    SignInFrom home = *people_from("10.7.0.1"), away = *people_from("10.7.9.9");
    assert_true(try_from(people, STR("school"), &home, true, &owner, &wait_s));
    assert_int_equal(owner.device.n, 43);
    int64_t begun = people->clock;
    for (int i = 0; i < 10000; i++) {
        char ip[32];
        snprintf(ip, sizeof ip, "10.8.%d.%d", i % 5000 / 250, i % 250);
        SignInFrom from = *people_from(ip);
        bool got = try_from(people, STR("school"), &from, false, &in, &wait_s);
        assert_false(got);
        n_looked += people->err.code == ERR_INPUT;
        if (i % 100 == 0) { /* a pupil at the owner's own network tries too */
            assert_false(try_from(people, STR("school"), &home, false, &in, &wait_s));
            n_home += people->err.code == ERR_INPUT;
        }
        if (i % 3 == 2) people_clock(people, 1);
        if (i % 1000 != 999) continue;
        SignInFrom mine = home, carried = away;
        mine.device = carried.device = owner.device;
        assert_true(try_from(people, STR("school"), &mine, true, &in, &wait_s));    /* his computer, whatever the pupil does beside him */
        assert_true(str_eq(in.device, owner.device));                              /* and it stays known */
        assert_true(try_from(people, STR("school"), &carried, true, &in, &wait_s)); /* his notebook, elsewhere */
        people_clock(people, 60);
        assert_true(try_from(people, STR("methodologist"), &home, true, &in, &wait_s));
    }
    int64_t hours = (people->clock - begun + 3599) / 3600;
    assert_true(n_looked >= LIMIT_LOGIN_TRIES && n_looked <= LIMIT_LOGIN_TRIES * (hours + 1));
    assert_in_range(n_home, LIMIT_SIGN_IN_TRIES, 20);
    /* From where nobody has seen him he is told where he may come from; a computer known for another login is not known for his. */
    SignInFrom strange = *people_from("10.99.0.1");
    for (int i = 0; i < LIMIT_LOGIN_TRIES; i++) {
        char ip[32];
        snprintf(ip, sizeof ip, "10.98.0.%d", i);
        SignInFrom from = *people_from(ip);
        assert_false(try_from(people, STR("school"), &from, false, &in, &wait_s));
    }
    assert_true(try_from(people, STR("methodologist"), &strange, true, &in, &wait_s));
    strange.device = in.device;
    assert_false(try_from(people, STR("school"), &strange, true, &in, &wait_s));
    assert_int_equal(people->err.code, ERR_BUSY);
    assert_non_null(strstr(people->err.hint, "где вы уже входили"));
    assert_in_range(wait_s, 1, 3600);
    /* After half a year without him the place is a strange one again. */
    people_clock(people, LIMIT_DEVICE_DAYS * 86400 + 3600);
    for (int i = 0; i < LIMIT_LOGIN_TRIES; i++) {
        char ip[32];
        snprintf(ip, sizeof ip, "10.97.0.%d", i);
        SignInFrom from = *people_from(ip);
        assert_false(try_from(people, STR("school"), &from, false, &in, &wait_s));
    }
    home.device = owner.device;
    assert_false(try_from(people, STR("school"), &home, true, &in, &wait_s));
    people_end(people);
}

/* ---- codes ---- */

static void codes_work_once_and_not_for_ever(void **state)
{
    People *people = people_begin(state);
    Who program = flow_program(people->region), who;
    Invite invite = { .login = STR("новый"), .name = STR("Новый Человек"), .post = STR_EMPTY, .email = STR("new@example.ru"), .role = ROLE_TEACHER, .org_code = STR("sch2") };
    OneTime one, two;
    SignedIn in;
    CodeView view;
    OK(people, flow_invite(people->flow, &program, &invite, people->arena, &one, &people->err));
    REFUSED(people, ERR_CONFLICT, flow_invite(people->flow, &program, &invite, people->arena, &two, &people->err)); /* login is taken */
    OK(people, flow_code_look(flow_reader(people->flow), one.code, people->arena, &view, &people->err));
    assert_int_equal(view.account.number, one.number);
    /* As typed from paper on a Russian keyboard, in small letters, without dashes. */
    char typed[64];
    size_t n = 0;
    for (size_t i = 0; i < one.code.n; i++) {
        static const char *const looks[][2] = { { "A", "а" }, { "B", "в" }, { "C", "с" }, { "E", "е" }, { "H", "н" }, { "K", "к" }, { "M", "м" }, { "P", "р" }, { "T", "т" }, { "X", "х" }, { "Y", "у" } };
        char c = one.code.at[i], small[2] = { (char)(c >= 'A' && c <= 'Z' ? c + 32 : c), 0 };
        const char *put = small;
        for (size_t l = 0; l < sizeof looks / sizeof *looks; l++)
            if (c == looks[l][0][0]) put = looks[l][1];
        if (c != '-') n += (size_t)snprintf(typed + n, sizeof typed - n, "%s", put);
    }
    OK(people, flow_code_look(flow_reader(people->flow), (Str){ typed, n }, people->arena, &view, &people->err));
    /* A second code makes the first one void. */
    OK(people, flow_person_code(people->flow, &program, one.number, people->arena, &two, &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_code_accept(people->flow, one.code, STR("h1"), people_from("10.0.0.1"), people->arena, &in, &people->err));
    OK(people, flow_code_accept(people->flow, two.code, STR("h2"), people_from("10.0.0.1"), people->arena, &in, &people->err));
    assert_non_null(session_of(people, in.cookie, &who));
    REFUSED(people, ERR_NOT_FOUND, flow_code_accept(people->flow, two.code, STR("h3"), people_from("10.0.0.1"), people->arena, &in, &people->err));
    /* A reset ends the sessions and the password; the code ends after its days. */
    OK(people, flow_person_code(people->flow, &program, one.number, people->arena, &one, &people->err));
    assert_null(session_of(people, in.cookie, &who));
    int wait_s;
    assert_false(try_sign_in(people, "новый", "10.0.0.1", true, &in, &wait_s));
    people_clock(people, 7 * 86400);
    REFUSED(people, ERR_NOT_FOUND, flow_code_accept(people->flow, one.code, STR("h4"), people_from("10.0.0.1"), people->arena, &in, &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_code_look(flow_reader(people->flow), STR("AAAA-AAAA-AAAA-AAA0"), people->arena, &view, &people->err));
    /* Links without a password are for demonstrations only. */
    REFUSED(people, ERR_DENIED, flow_person_link(people->flow, &program, people->number[ROLE_SCHOOL], people->arena, &one, &people->err));
    people_end(people);
}

static void passwords(void **state)
{
    (void)state;
    static const char *const good[] = { "корова летит над школой", "tr0ub4dor&3x", "1234567890x9", "          молоко" };
    static const char *const bad[] = { "короткий", "123456789", "Qwertyuiop", "ПАРОЛЬ12345", "aaaaaaaaaaaa", "абабабабабаб", "МатемАтика", "petrova.school7", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6" };
    Err err;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(password_check(str_of(good[i]), STR("ivanov"), &err));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(password_check(str_of(bad[i]), STR("Petrova.school7"), &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

/* ---- who may whom ---- */

/* Every role over every role, in one's own place, beside it and above: done exactly where the table of roles allows it. */
static void nobody_gives_more_than_he_may(void **state)
{
    People *people = people_begin(state);
    static const char *const places[] = { "reg", "mo1", "mo2", "sch1", "sch2", "far1" };
    int n_given = 0, n_refused = 0;
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) {
        Who who = people_who(people, people->number[role]);
        const Org *own = &who.grants[0].org;
        for (Role given = ROLE_ADMIN; given < N_ROLES; given++)
            for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
                Org place;
                bool found;
                OK(people, org_by_code(flow_reader(people->flow), people->region, str_of(places[i]), people->arena, &place, &found, &people->err));
                bool expected = role_may_grant(role, given) && org_within(place.path, own->path) && role_fits(given, &place);
                char login[40];
                snprintf(login, sizeof login, "x-%d-%d-%zu", (int)role, (int)given, i);
                Invite invite = { .login = str_of(login), .name = STR("Проба"), .post = STR_EMPTY, .email = STR_EMPTY, .role = given, .org_code = str_of(places[i]) };
                OneTime code;
                bool done = flow_invite(people->flow, &who, &invite, people->arena, &code, &people->err);
                if (done != expected) fail_msg("%s gives %s at %s: %d", role_word(role), role_word(given), places[i], done);
                done ? n_given++ : n_refused++;
            }
    }
    assert_true(n_given > 20 && n_refused > 200);
    people_end(people);
}

static void no_way_up(void **state)
{
    People *people = people_begin(state);
    Who school = people_who(people, people->number[ROLE_SCHOOL]), municipality = people_who(people, people->number[ROLE_MUNICIPALITY]), admin = people_who(people, people->number[ROLE_ADMIN]),
        region = people_who(people, people->number[ROLE_REGION]), program = flow_program(people->region);
    OneTime code;
    int64_t coordinator = people->number[ROLE_MUNICIPALITY], teacher = people->number[ROLE_TEACHER];
    /* A coordinator who also teaches: the school manages that grant, not that person. */
    OK(people, flow_grant(people->flow, &program, coordinator, ROLE_TEACHER, STR("sch1"), &people->err));
    REFUSED(people, ERR_DENIED, flow_person_code(people->flow, &school, coordinator, people->arena, &code, &people->err));
    REFUSED(people, ERR_DENIED, flow_person_block(people->flow, &school, coordinator, true, &people->err));
    REFUSED(people, ERR_DENIED, flow_person_totp_off(people->flow, &school, coordinator, &people->err));
    REFUSED(people, ERR_DENIED, flow_person_describe(people->flow, &school, coordinator, STR("Чужое имя"), STR_EMPTY, STR_EMPTY, &people->err));
    REFUSED(people, ERR_DENIED, flow_person_erase(people->flow, &school, coordinator, STR("месть"), &people->err));
    OK(people, flow_revoke(people->flow, &school, coordinator, ROLE_TEACHER, STR("sch1"), &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_revoke(people->flow, &school, coordinator, ROLE_MUNICIPALITY, STR("mo1"), &people->err));
    /* Whose roles were taken is still not anybody's. */
    OK(people, flow_revoke(people->flow, &region, coordinator, ROLE_MUNICIPALITY, STR("mo1"), &people->err));
    REFUSED(people, ERR_DENIED, flow_person_code(people->flow, &school, coordinator, people->arena, &code, &people->err));
    OK(people, flow_grant(people->flow, &region, coordinator, ROLE_MUNICIPALITY, STR("mo1"), &people->err));
    /* Nobody to himself, also what he may give to others; an administrator does not give himself results. */
    REFUSED(people, ERR_DENIED, flow_grant(people->flow, &admin, people->number[ROLE_ADMIN], ROLE_REGION, STR("reg"), &people->err));
    REFUSED(people, ERR_DENIED, flow_grant(people->flow, &municipality, coordinator, ROLE_SCHOOL, STR("sch1"), &people->err));
    REFUSED(people, ERR_DENIED, flow_person_block(people->flow, &municipality, coordinator, true, &people->err));
    REFUSED(people, ERR_DENIED, flow_revoke(people->flow, &admin, people->number[ROLE_ADMIN], ROLE_ADMIN, STR("reg"), &people->err));
    /* A coordinator does not reach the administrator or the neighbour. */
    REFUSED(people, ERR_DENIED, flow_person_code(people->flow, &region, people->number[ROLE_ADMIN], people->arena, &code, &people->err));
    int64_t far = people_add(people, "far", ROLE_SCHOOL, "far1", "hash");
    REFUSED(people, ERR_DENIED, flow_person_block(people->flow, &municipality, far, true, &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_grant(people->flow, &municipality, far, ROLE_SCHOOL, STR("far1"), &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_grant(people->flow, &municipality, far, ROLE_TEACHER, STR("sch1"), &people->err)); /* a person nobody sees */
    OK(people, flow_person_block(people->flow, &municipality, teacher, true, &people->err));
    SignedIn in;
    int wait_s;
    assert_false(try_sign_in(people, "teacher", "10.0.0.9", true, &in, &wait_s));
    OK(people, flow_person_block(people->flow, &municipality, teacher, false, &people->err));
    assert_true(try_sign_in(people, "teacher", "10.0.0.9", true, &in, &wait_s));
    /* A closed organisation gives nothing any more. */
    OK(people, flow_org_close(people->flow, &municipality, STR("sch1"), true, &people->err));
    assert_int_equal(people_who(people, teacher).n_grants, 0);
    REFUSED(people, ERR_CONFLICT, flow_grant(people->flow, &region, teacher, ROLE_TEACHER, STR("sch1"), &people->err));
    people_end(people);
}

static void the_last_administrator_stays(void **state)
{
    People *people = people_begin(state);
    Who program = flow_program(people->region);
    int64_t admin = people->number[ROLE_ADMIN]; /* the one of the first run has never signed in */
    REFUSED(people, ERR_CONFLICT, flow_person_block(people->flow, &program, admin, true, &people->err));
    REFUSED(people, ERR_CONFLICT, flow_revoke(people->flow, &program, admin, ROLE_ADMIN, STR("reg"), &people->err));
    REFUSED(people, ERR_CONFLICT, flow_person_erase(people->flow, &program, admin, STR("ушёл"), &people->err));
    people_add(people, "second", ROLE_ADMIN, "reg", "hash");
    OK(people, flow_person_block(people->flow, &program, admin, true, &people->err));
    people_end(people);
}

/* ---- personal data ---- */

static void erased_people_leave_no_name_and_a_whole_chain(void **state)
{
    People *people = people_begin(state);
    int64_t number = people->number[ROLE_SCHOOL];
    Who program = flow_program(people->region), school = people_who(people, number), municipality = people_who(people, people->number[ROLE_MUNICIPALITY]),
        teacher = people_who(people, people->number[ROLE_TEACHER]);
    OK(people, flow_person_describe(people->flow, &school, number, STR("Петрова Анна Ивановна"), STR("завуч"), STR("petrova@example.ru"), &people->err));
    OK(people, flow_org_rename(people->flow, &municipality, STR("sch1"), STR("Школа № 1 имени Петра"), STR("лицей"), &people->err));
    REFUSED(people, ERR_DENIED, flow_person_erase(people->flow, &teacher, number, STR("так"), &people->err));
    REFUSED(people, ERR_DENIED, flow_person_erase(people->flow, &school, number, STR("сам"), &people->err)); /* no right over data at a school */
    REFUSED(people, ERR_INPUT, flow_person_erase(people->flow, &municipality, number, STR("  "), &people->err));
    OK(people, flow_person_erase(people->flow, &municipality, number, STR("уволилась, заявление № 5"), &people->err));
    Account account;
    OK(people, account_by_number(flow_reader(people->flow), people->region, number, people->arena, &account, &people->err));
    assert_int_equal(account.state, ACCOUNT_ERASED);
    assert_int_equal(account.login.n + account.name.n + account.post.n + account.email.n + account.password.n, 0);
    REFUSED(people, ERR_NOT_FOUND, flow_person_describe(people->flow, &program, number, STR("Имя"), STR_EMPTY, STR_EMPTY, &people->err));
    /* The journal: whole, with the words about the person blank, and the name nowhere. */
    AuditVerdict verdict;
    OK(people, audit_verify(flow_reader(people->flow), people->region, people->arena, &verdict, &people->err));
    assert_int_equal(verdict.broken_seq, 0);
    assert_true(verdict.n_erased >= 3);
    const AuditEntry *entries;
    uint32_t n, n_about = 0;
    AuditAsk ask = { .org_path = people_who(people, people->number[ROLE_REGION]).grants[0].org.path, .limit = 1000 };
    OK(people, audit_list(flow_reader(people->flow), people->region, &ask, people->arena, &entries, &n, &people->err));
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(str_find(entries[i].words, STR("Петрова")), SIZE_MAX);
        assert_int_equal(str_find(entries[i].object, STR("school")), SIZE_MAX); /* the login stands in no key */
        bool about = str_eq(entries[i].object, arena_printf(people->arena, "person/%lld", (long long)number));
        if (about && !entries[i].erased) n_about++;
    }
    assert_int_equal(n_about, 1); /* the erasure itself */
    /* The login is free again. */
    people_add(people, "school", ROLE_SCHOOL, "sch1", "hash");
    people_end(people);
}

static void retention_erases_those_nobody_sees(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    int wait_s;
    uint32_t n_erased;
    people_clock(people, 2LL * 366 * 86400);
    assert_true(try_sign_in(people, "school", "10.0.0.7", true, &in, &wait_s));
    OK(people, flow_retain(people->flow, &n_erased, &people->err));
    assert_int_equal(n_erased, 0);
    people_clock(people, 1LL * 366 * 86400 + 86400);
    assert_true(try_sign_in(people, "admin", "10.0.0.7", true, &in, &wait_s));
    OK(people, flow_retain(people->flow, &n_erased, &people->err));
    /* Everybody but the two who came; the administrator of the first run never signed in and leaves too. */
    assert_int_equal(n_erased, N_ROLES - 1 - 2 + 1);
    AuditVerdict verdict;
    OK(people, audit_verify(flow_reader(people->flow), people->region, people->arena, &verdict, &people->err));
    assert_int_equal(verdict.broken_seq, 0);
    people_end(people);
}

/* ---- second factor, opened records ---- */

static void totp_of_rfc_6238(void **state)
{
    (void)state;
    static const struct { int64_t at; uint32_t code; } vectors[] = { { 59, 94287082 }, { 1111111109, 7081804 }, { 1111111111, 14050471 }, { 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 } };
    Str secret = STR("12345678901234567890");
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) assert_int_equal(totp_at(secret, vectors[i].at / 30, 8), vectors[i].code);
    assert_int_equal(totp_step_of(secret, STR("287 082"), 59), 1);
    assert_int_equal(totp_step_of(secret, STR("287082"), 89), 1);  /* one step late */
    assert_int_equal(totp_step_of(secret, STR("287082"), 120), 0); /* two */
    static const char *const bad[] = { "", "28708", "2870822", "28708x", "      " };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(totp_step_of(secret, str_of(bad[i]), 59), 0);
}

static Str code_at(People *people, Str secret, int64_t at) { return arena_printf(people->arena, "%06u", totp_at(secret, at / 30, 6)); }

static void second_factor(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    Who who;
    int wait_s;
    Str key = flow_totp_new(people->arena), secret, codes[N_RECOVERY_CODES], cookie;
    assert_int_equal(key.n, 32);
    OK(people, try_sign_in(people, "region", "10.0.0.7", true, &in, &wait_s));
    const Session *session = session_of(people, in.cookie, &who);
    REFUSED(people, ERR_INPUT, flow_totp_set(people->flow, session, key, STR("000000"), people->arena, codes, &cookie, &people->err));
    Account account;
    /* The secret as the application would hold it. */
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *bytes = arena_alloc(people->arena, 20);
    for (size_t bit = 0; bit < 160; bit++)
        if ((strchr(letters, key.at[bit / 5]) - letters) >> (4 - bit % 5) & 1) bytes[bit / 8] = (char)(bytes[bit / 8] | 1 << (7 - bit % 8));
    secret = (Str){ bytes, 20 };
    REFUSED(people, ERR_DENIED, flow_totp_set(people->flow, session, key, code_at(people, secret, people->clock), people->arena, codes, &cookie, &people->err)); /* an open window is not enough */
    OK(people, flow_confirm(people->flow, session, people_from("10.0.0.7"), true, &wait_s, &people->err));
    OK(people, flow_totp_set(people->flow, session, key, code_at(people, secret, people->clock), people->arena, codes, &cookie, &people->err));
    assert_null(session_of(people, in.cookie, &who)); /* another secret of the session */
    assert_non_null(session_of(people, cookie, &who));
    OK(people, account_by_number(flow_reader(people->flow), people->region, people->number[ROLE_REGION], people->arena, &account, &people->err));
    assert_true(str_eq(account.totp_secret, secret));
    /* From now on the password is half of it: half signed in is nobody. */
    people_clock(people, 60);
    OK(people, try_sign_in(people, "region", "10.0.0.7", true, &in, &wait_s));
    assert_true(in.needs_totp && in.device.n == 0); /* the place is not known by half of it */
    session = session_of(people, in.cookie, &who);
    assert_true(session->needs_totp);
    assert_int_equal(who.account_id, 0);
    assert_int_equal(who.n_grants, 0);
    SignedIn whole;
    REFUSED(people, ERR_INPUT, flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), STR("123"), people->arena, &whole, &wait_s, &people->err));
    OK(people, flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), code_at(people, secret, people->clock), people->arena, &whole, &wait_s, &people->err));
    assert_null(session_of(people, in.cookie, &who));
    assert_false(session_of(people, whole.cookie, &who)->needs_totp);
    assert_int_equal(who.n_grants, 1);
    /* The same code again, somebody who looked over the shoulder. */
    OK(people, try_sign_in(people, "region", "10.0.0.8", true, &in, &wait_s));
    session = session_of(people, in.cookie, &who);
    REFUSED(people, ERR_INPUT, flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), code_at(people, secret, people->clock), people->arena, &whole, &wait_s, &people->err));
    REFUSED(people, ERR_CONFLICT, flow_totp_set(people->flow, session, key, code_at(people, secret, people->clock), people->arena, codes, &cookie, &people->err)); /* half signed in: no new key */
    Str old = codes[0];
    OK(people, flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), old, people->arena, &whole, &wait_s, &people->err));
    OK(people, try_sign_in(people, "region", "10.0.0.8", true, &in, &wait_s));
    session = session_of(people, in.cookie, &who);
    REFUSED(people, ERR_INPUT, flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), old, people->arena, &whole, &wait_s, &people->err));
    /* Guessing is slowed down. */
    int n_tries = 0;
    while (!flow_sign_in_code(people->flow, session, people_from("10.0.0.8"), STR("000000"), people->arena, &whole, &wait_s, &people->err) && people->err.code == ERR_INPUT) n_tries++;
    assert_int_equal(people->err.code, ERR_BUSY);
    assert_in_range(n_tries, 1, 5);
    people_end(people);
}

typedef struct Set { const char *name, *value; } Set;
static bool set_body(DbWrite *write, void *context, Err *err)
{
    const Set *set = context;
    return setting_put(write, set->name, str_of(set->value), 0, err);
}

static void required_second_factor(void **state)
{
    People *people = people_begin(state);
    SignedIn in;
    Who who;
    int wait_s;
    OK(people, db_tx(people->store->db, set_body, &(Set){ "totp.required", "администраторам и координаторам" }, &people->err));
    OK(people, try_sign_in(people, "teacher", "10.0.0.7", true, &in, &wait_s));
    assert_false(in.needs_totp);
    OK(people, try_sign_in(people, "municipality", "10.0.0.7", true, &in, &wait_s));
    assert_true(in.needs_totp);
    const Session *session = session_of(people, in.cookie, &who);
    assert_int_equal(who.account_id, 0);
    Str codes[N_RECOVERY_CODES], cookie, bytes = STR("ABCDEFGHIJKLMNOPQRST"), key = STR("IFBEGRCFIZDUQSKKJNGE2TSPKBIVEU2U");
    OK(people, flow_totp_set(people->flow, session, key, code_at(people, bytes, people->clock), people->arena, codes, &cookie, &people->err));
    session = session_of(people, cookie, &who);
    assert_false(session->needs_totp);
    people_clock(people, 60);
    REFUSED(people, ERR_CONFLICT, flow_totp_off(people->flow, session, code_at(people, bytes, people->clock), &people->err));
    people_end(people);
}

static void password_change_ends_other_sessions(void **state)
{
    People *people = people_begin(state);
    SignedIn here, there;
    Who who;
    int wait_s;
    Str cookie;
    OK(people, try_sign_in(people, "expert", "10.0.0.7", true, &here, &wait_s));
    OK(people, try_sign_in(people, "expert", "10.0.0.8", true, &there, &wait_s));
    const Session *session = session_of(people, here.cookie, &who);
    REFUSED(people, ERR_DENIED, flow_password_change(people->flow, session, STR("new hash"), people->arena, &cookie, &people->err)); /* an open window is not enough */
    REFUSED(people, ERR_INPUT, flow_confirm(people->flow, session, people_from("10.0.0.7"), false, &wait_s, &people->err));
    OK(people, flow_confirm(people->flow, session, people_from("10.0.0.7"), true, &wait_s, &people->err));
    people_clock(people, 600);
    REFUSED(people, ERR_DENIED, flow_password_change(people->flow, session, STR("new hash"), people->arena, &cookie, &people->err));
    OK(people, flow_confirm(people->flow, session, people_from("10.0.0.7"), true, &wait_s, &people->err));
    OK(people, flow_password_change(people->flow, session, STR("new hash"), people->arena, &cookie, &people->err));
    assert_null(session_of(people, here.cookie, &who));
    assert_null(session_of(people, there.cookie, &who));
    assert_non_null(session_of(people, cookie, &who));
    Str stored;
    OK(people, flow_sign_in_begin(people->flow, STR("expert"), people_from("10.0.0.9"), people->arena, &stored, &wait_s, &people->err));
    assert_true(str_eq(stored, STR("new hash")));
    /* Not more than so many sessions at once: the oldest ends. */
    for (uint32_t i = 0; i < LIMIT_SESSIONS + 14; i++) {
        people_clock(people, 1);
        OK(people, try_sign_in(people, "expert", "10.0.0.9", true, &there, &wait_s));
    }
    Session *sessions;
    uint32_t n;
    OK(people, session_list(flow_reader(people->flow), people->region, who.account_id, people->clock, people->arena, &sessions, &n, &people->err));
    assert_int_equal(n, LIMIT_SESSIONS);
    assert_null(session_of(people, cookie, &who));
    people_end(people);
}

static void restricted_records_open_with_a_reason(void **state)
{
    People *people = people_begin(state);
    SignedIn in, other;
    Who who, reader;
    int wait_s;
    bool open;
    OK(people, try_sign_in(people, "municipality", "10.0.0.7", true, &in, &wait_s));
    OK(people, try_sign_in(people, "municipality", "10.0.0.8", true, &other, &wait_s));
    const Session *second = session_of(people, other.cookie, &who), *session = session_of(people, in.cookie, &who);
    const Org *own = &who.grants[0].org;
    Org far;
    Str object = STR("case/7");
    OK(people, org_by_code(flow_reader(people->flow), people->region, STR("far1"), people->arena, &far, &open, &people->err));
    OK(people, session_open_find(flow_reader(people->flow), session, object, people->clock, &open, &people->err));
    assert_false(open);
    REFUSED(people, ERR_INPUT, flow_open_restricted(people->flow, &who, session, RIGHT_CASE_OPEN, own, object, STR("  .  "), &people->err));
    REFUSED(people, ERR_DENIED, flow_open_restricted(people->flow, &who, session, RIGHT_CASE_OPEN, &far, object, STR("проверка жалобы"), &people->err));
    reader = people_who(people, people->number[ROLE_METHODOLOGIST]);
    REFUSED(people, ERR_DENIED, flow_open_restricted(people->flow, &reader, session, RIGHT_CASE_OPEN, own, object, STR("любопытно"), &people->err));
    OK(people, flow_open_restricted(people->flow, &who, session, RIGHT_CASE_OPEN, own, object, STR("проверка жалобы"), &people->err));
    OK(people, session_open_find(flow_reader(people->flow), session, object, people->clock, &open, &people->err));
    assert_true(open);
    OK(people, session_open_find(flow_reader(people->flow), second, object, people->clock, &open, &people->err));
    assert_false(open); /* this session only */
    OK(people, session_open_find(flow_reader(people->flow), session, object, people->clock + 15 * 60, &open, &people->err));
    assert_false(open);
    const AuditEntry *entries;
    uint32_t n;
    OK(people, audit_list(flow_reader(people->flow), people->region, &(AuditAsk){ .object = object, .limit = 10 }, people->arena, &entries, &n, &people->err));
    assert_int_equal(n, 1);
    assert_true(str_eq(entries[0].words, STR("проверка жалобы")));
    assert_int_equal(entries[0].account_id, who.account_id);
    people_end(people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(sign_in_and_out),
        BOTH(sessions_end_by_themselves),
        BOTH(failures_slow_down_only_the_one_who_fails),
        BOTH(a_school_behind_one_address_gets_in),
        BOTH(guessing_one_login_is_slow_from_anywhere),
        BOTH(codes_work_once_and_not_for_ever),
        cmocka_unit_test(passwords),
        BOTH(nobody_gives_more_than_he_may),
        BOTH(no_way_up),
        BOTH(the_last_administrator_stays),
        BOTH(erased_people_leave_no_name_and_a_whole_chain),
        BOTH(retention_erases_those_nobody_sees),
        cmocka_unit_test(totp_of_rfc_6238),
        BOTH(second_factor),
        BOTH(required_second_factor),
        BOTH(password_change_ends_other_sessions),
        BOTH(restricted_records_open_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
