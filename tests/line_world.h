/* A small region for tests of the line: two districts, five schools, people of three kinds, a clock that stands still. */
#ifndef TESTS_LINE_WORLD_H
#define TESTS_LINE_WORLD_H

#include "store_fixture.h"

#include <string.h>

#include "flow/import.h"
#include "flow/job.h"
#include "flow/submission.h"
#include "store/audit.h"
#include "store/job.h"
#include "store/org.h"
#include "store/sheet.h"

#define LINE_NOW 1776751920 /* 21.04.2026, 09:12 in Moscow */

typedef struct World {
    StoreCase *store;
    Arena *arena;
    Flow *flow;
    Org region, districts[2], schools[5]; /* 0…2 in the first district */
    Grant grants[5];
    Who office, other_office, head, other_head, teacher, region_office;
    Err err;
} World;

#define WORLD_OK(world, call)                                                                          \
    do {                                                                                               \
        (world)->err = (Err){ 0 };                                                                     \
        if (!(call)) fail_msg("%s: %s %s (%s)", #call, (world)->err.what, (world)->err.hint, (world)->err.detail); \
    } while (0)
#define WORLD_FAILS(world, code_, call)                                                                \
    do {                                                                                               \
        (world)->err = (Err){ 0 };                                                                     \
        if (call) fail_msg("%s was done", #call);                                                      \
        if ((world)->err.code != (code_)) fail_msg("%s: code %d, %s", #call, (int)(world)->err.code, (world)->err.what); \
        assert_true((world)->err.what[0] != '\0');                                                     \
    } while (0)

static bool world_org(DbWrite *write, Org *org, const Org *parent, int64_t id, OrgKind kind, const char *code, const char *name, Arena *arena, Err *err)
{
    *org = (Org){ .region_id = 1, .id = id, .parent_id = parent == NULL ? 0 : parent->id, .kind = kind, .code = str_of(code), .name = str_of(name), .type = STR_EMPTY,
        .path = org_path_child(parent == NULL ? STR_EMPTY : parent->path, id, arena) };
    return org_put(write, org, 0, arena, err);
}

static bool world_tree(DbWrite *write, void *context, Err *err)
{
    World *world = context;
    static const char *const codes[] = { "edu000001", "edu000002", "edu000003", "edu000004", "edu000005" }, *const names[] = { "Школа № 1", "Школа № 2", "Школа № 3", "Школа № 4", "Школа № 5" };
    if (!world_org(write, &world->region, NULL, 1, ORG_REGION, "r", "Энская область", world->arena, err)) return false;
    for (int i = 0; i < 2; i++)
        if (!world_org(write, &world->districts[i], &world->region, 2 + i, ORG_MUNICIPALITY, i == 0 ? "m1" : "m2", i == 0 ? "Энский район" : "Эмский район", world->arena, err)) return false;
    for (int i = 0; i < 5; i++)
        if (!world_org(write, &world->schools[i], &world->districts[i > 2], 10 + i, ORG_SCHOOL, codes[i], names[i], world->arena, err)) return false;
    return true;
}

static Who world_person(World *world, int i, Role role, Org org)
{
    world->grants[i] = (Grant){ role, org };
    return (Who){ .region_id = 1, .account_id = 100 + i, .n_grants = 1, .grants = &world->grants[i] };
}

static inline void world_clock(int64_t now)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)now);
    setenv("MERILO_CLOCK", text, 1);
}

static inline World *world_new(void **state)
{
    StoreCase *store = store_case(state);
    World *world = arena_one(store->arena, World);
    world->store = store, world->arena = store->arena;
    world_clock(LINE_NOW);
    WORLD_OK(world, schema_migrate(store->db, 0, &world->err));
    WORLD_OK(world, db_tx(store->db, world_tree, world, &world->err));
    WORLD_OK(world, flow_open(store->url, 2, &world->flow, &world->err));
    world->office = world_person(world, 0, ROLE_MUNICIPALITY, world->districts[0]);
    world->other_office = world_person(world, 1, ROLE_MUNICIPALITY, world->districts[1]);
    world->head = world_person(world, 2, ROLE_SCHOOL, world->schools[0]);
    world->other_head = world_person(world, 3, ROLE_SCHOOL, world->schools[1]);
    world->region_office = world_person(world, 4, ROLE_REGION, world->region);
    return world;
}

static inline void world_end(World *world)
{
    AuditVerdict verdict;
    WORLD_OK(world, audit_verify(flow_reader(world->flow), 1, world->arena, &verdict, &world->err));
    if (verdict.broken_seq != 0) fail_msg("audit: %lld %.*s", (long long)verdict.broken_seq, STR_ARG(verdict.why));
    flow_close(world->flow);
}

/* ---- forms ---- */

#define LINE_HEAD "школа;класс;код;вариант;журнал;итог;1 (1б);2 (2б);3 (3б)\n"
#define LINE_WORK "2026-5-шахматы"

static inline int line_bring(World *world, const Who *who, const Org *org, const char *name, Str bytes, uint32_t *job)
{
    const UploadAsk ask = { .org = org, .name = str_of(name), .bytes = bytes, .procedure = STR_EMPTY };
    int number = 0;
    uint32_t asked = 0;
    WORLD_OK(world, flow_upload(world->flow, who, &ask, &number, &asked, &world->err));
    if (job != NULL) *job = asked;
    else assert_int_equal(asked, 0);
    return number;
}

static inline Draft line_draft(World *world, const Org *org, int number)
{
    Draft draft;
    WORLD_OK(world, draft_open(flow_reader(world->flow), org, number, DRAFT_SMALL, world->arena, &draft, &world->err));
    return draft;
}

static inline SubmissionRow line_form(World *world, const Org *school, const char *procedure)
{
    SubmissionRow row = { 0 };
    bool found = false;
    WORLD_OK(world, submission_get(flow_reader(world->flow), 1, str_of(procedure), school->id, world->arena, &row, &found, &world->err));
    return row;
}

static inline ImportResult line_import(World *world, const Who *who, const Org *org, int number, const char *reason)
{
    ImportResult result = { 0 };
    const UploadKey key = { org, number };
    const ImportAsk ask = { .reason = str_of(reason) };
    WORLD_OK(world, flow_import(world->flow, who, &key, &ask, &result, &world->err));
    return result;
}

#define assert_str(s, expected)                                                                          \
    do {                                                                                                 \
        Str got_ = (s);                                                                                  \
        if (!str_eq(got_, str_of(expected))) fail_msg("«%.*s», expected «%s»", STR_ARG(got_), expected); \
    } while (0)
#define assert_says(s, part)                                                                       \
    do {                                                                                           \
        Str got_ = (s);                                                                            \
        if (str_find(got_, str_of(part)) == SIZE_MAX) fail_msg("«%.*s» lacks «%s»", STR_ARG(got_), part); \
    } while (0)

#endif
