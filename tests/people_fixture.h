/* A small tree with a person of every role, on either engine: region → two municipalities → schools. Clock stands still and is moved by hand. */
#ifndef TESTS_PEOPLE_FIXTURE_H
#define TESTS_PEOPLE_FIXTURE_H

#include "base/clock.h"
#include "flow/org.h"
#include "store_fixture.h"

typedef struct People {
    StoreCase *store;
    Flow *flow;
    Arena *arena;
    int64_t region, number[N_ROLES], clock;
    Str code[N_ROLES]; /* one-time codes as made */
    Err err;
} People;

#define OK(people, call)                                                                                         \
    do {                                                                                                         \
        (people)->err = (Err){ 0 };                                                                              \
        if (!(call)) fail_msg("%s: %s (%s)", #call, (people)->err.what, (people)->err.detail);                   \
    } while (0)
#define REFUSED(people, with, call)                                                                              \
    do {                                                                                                         \
        (people)->err = (Err){ 0 };                                                                              \
        if (call) fail_msg("%s was done", #call);                                                                \
        if ((people)->err.code != (with)) fail_msg("%s: code %d: %s (%s)", #call, (int)(people)->err.code, (people)->err.what, (people)->err.detail); \
    } while (0)

static inline void people_clock(People *people, int64_t later_s)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)(people->clock += later_s));
    setenv("MERILO_CLOCK", text, 1);
}

static inline const SignInFrom *people_from(const char *ip)
{
    static SignInFrom from;
    from = (SignInFrom){ .ip = str_of(ip), .agent = STR("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 YaBrowser/24.1") };
    return &from;
}

static inline void people_org(People *people, OrgKind kind, const char *code, const char *name, const char *parent)
{
    Who program = flow_program(people->region);
    OrgNew org = { .kind = kind, .code = str_of(code), .name = str_of(name), .type = STR_EMPTY, .parent_code = str_of(parent), .year = kind == ORG_CLASS ? 2025 : 0 };
    OK(people, flow_org_add(people->flow, &program, &org, &people->err));
}

static inline const char *people_place(Role role)
{
    switch (role) {
    case ROLE_ADMIN:
    case ROLE_REGION: return "reg";
    case ROLE_MUNICIPALITY:
    case ROLE_METHODOLOGIST:
    case ROLE_EXPERT: return "mo1";
    default: return "sch1";
    }
}

/* A person who chose the password whose «hash» is the text. */
static inline int64_t people_add(People *people, const char *login, Role role, const char *org, const char *hash)
{
    Who program = flow_program(people->region);
    Invite invite = { .login = str_of(login), .name = arena_printf(people->arena, "Имя %s", login), .post = STR("должность"), .email = STR_EMPTY, .role = role, .org_code = str_of(org) };
    OneTime code;
    SignedIn in;
    OK(people, flow_invite(people->flow, &program, &invite, people->arena, &code, &people->err));
    if (hash != NULL) OK(people, flow_code_accept(people->flow, code.code, str_of(hash), people_from("10.0.0.1"), people->arena, &in, &people->err));
    return code.number;
}

static inline Who people_who(People *people, int64_t number)
{
    Account account;
    Who who;
    OK(people, account_by_number(flow_reader(people->flow), people->region, number, people->arena, &account, &people->err));
    OK(people, who_read(flow_reader(people->flow), &account, people->arena, &who, &people->err));
    return who;
}

static inline People *people_begin(void **state)
{
    StoreCase *store = store_case(state);
    static People people;
    people = (People){ .store = store, .arena = store->arena, .clock = 1795000000 };
    people_clock(&people, 0);
    STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    OK(&people, flow_open(store->url, 2, &people.flow, &people.err));
    FirstRun first = { .kind = ORG_REGION, .code = STR("reg"), .name = STR("Энская область"), .login = STR("first"), .person = STR("Первый") };
    OneTime code;
    OK(&people, flow_first_run(people.flow, &first, people.arena, &people.region, &code, &people.err));
    people_org(&people, ORG_MUNICIPALITY, "mo1", "Энский район", "reg");
    people_org(&people, ORG_MUNICIPALITY, "mo2", "Зетский район", "reg");
    people_org(&people, ORG_SCHOOL, "sch1", "Школа № 1", "mo1");
    people_org(&people, ORG_SCHOOL, "sch2", "Школа № 2", "mo1");
    people_org(&people, ORG_SCHOOL, "sch10", "Школа № 10", "mo1");
    people_org(&people, ORG_SCHOOL, "far1", "Дальняя школа", "mo2");
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) people.number[role] = people_add(&people, role_word(role), role, people_place(role), "hash");
    return &people;
}

static inline void people_end(People *people) { flow_close(people->flow); }

#endif
