/* The list of schools to be studied: its steps, who may take them, what stays written, and the day that ends it. On both engines. */
#include "store_fixture.h"

#include <string.h>

#include "base/date.h"
#include "flow/study_case.h"
#include "store/attachment.h"
#include "store/audit.h"
#include "store/org.h"

#define TODAY 1776751920 /* 21.04.2026, 09:12 in Moscow */

typedef struct Tree { StoreCase *store; Flow *flow; Org region, district, other, schools[3]; Grant grants[4]; Who office, school, other_school, other_office, methodologist; } Tree;

static bool put_org(DbWrite *write, Org *org, const Org *parent, int64_t id, OrgKind kind, const char *code, Arena *arena, Err *err)
{
    *org = (Org){ .region_id = 1, .id = id, .parent_id = parent == NULL ? 0 : parent->id, .kind = kind, .code = str_of(code), .name = str_of(code),
        .path = org_path_child(parent == NULL ? STR_EMPTY : parent->path, id, arena) };
    org->type = STR_EMPTY;
    return org_put(write, org, 0, arena, err);
}

static bool put_tree(DbWrite *write, void *context, Err *err)
{
    Tree *tree = context;
    Arena *arena = tree->store->arena;
    return put_org(write, &tree->region, NULL, 1, ORG_REGION, "r", arena, err) && put_org(write, &tree->district, &tree->region, 2, ORG_MUNICIPALITY, "m1", arena, err) &&
        put_org(write, &tree->other, &tree->region, 3, ORG_MUNICIPALITY, "m2", arena, err) && put_org(write, &tree->schools[0], &tree->district, 4, ORG_SCHOOL, "sch1", arena, err) &&
        put_org(write, &tree->schools[1], &tree->district, 5, ORG_SCHOOL, "sch2", arena, err) && put_org(write, &tree->schools[2], &tree->other, 6, ORG_SCHOOL, "sch3", arena, err);
}

static Who person(Tree *tree, int i, int64_t account, Role role, Org org)
{
    tree->grants[i] = (Grant){ role, org };
    return (Who){ .region_id = 1, .account_id = account, .n_grants = 1, .grants = &tree->grants[i] };
}

static void at_time(int64_t now)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)now);
    setenv("MERILO_CLOCK", text, 1);
}

static Tree *plant(void **state)
{
    StoreCase *store = store_case(state);
    Tree *tree = arena_one(store->arena, Tree);
    tree->store = store;
    STORE_OK(store, schema_migrate(store->db, 0, &store->err));
    STORE_OK(store, db_tx(store->db, put_tree, tree, &store->err));
    STORE_OK(store, flow_open(store->url, 2, &tree->flow, &store->err));
    tree->office = person(tree, 0, 10, ROLE_MUNICIPALITY, tree->district);
    tree->school = person(tree, 1, 11, ROLE_SCHOOL, tree->schools[0]);
    tree->other_school = person(tree, 2, 12, ROLE_SCHOOL, tree->schools[1]);
    tree->methodologist = person(tree, 3, 13, ROLE_METHODOLOGIST, tree->district);
    at_time(TODAY);
    return tree;
}

static void fell(Tree *tree) { flow_close(tree->flow); }

static ErrCode step(Tree *tree, const Who *who, CaseEntryKind kind, const char *words)
{
    CaseStep given = { .school = STR("sch1"), .kind = kind, .words = str_of(words) };
    Err err = { .code = ERR_NONE };
    return flow_case_step(tree->flow, who, &given, NULL, &err) ? ERR_NONE : err.code;
}

static StudyCase case_one(Tree *tree)
{
    StudyCase out;
    bool found;
    STORE_OK(tree->store, case_get(flow_reader(tree->flow), 1, 1, tree->store->arena, &out, &found, &tree->store->err));
    assert_true(found);
    return out;
}

static void a_case_goes_its_way(void **state)
{
    Tree *tree = plant(state);
    StoreCase *store = tree->store;
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_LISTED, "Похожие работы в 5 «а»."), ERR_NONE);
    StudyCase of = case_one(tree);
    assert_int_equal(of.state, CASE_LISTED);
    assert_true(str_eq(of.until, STR("2027-08-31")));
    assert_true(str_eq(of.reasons, STR("Похожие работы в 5 «а».")));
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_LISTED, "Ещё раз."), ERR_CONFLICT);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_QUESTION, ""), ERR_INPUT);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_QUESTION, "Почему?"), ERR_NONE);
    of = case_one(tree);
    assert_int_equal(of.state, CASE_ASKED);
    assert_true(str_eq(of.answer_by, STR("2026-05-06"))); /* ten working days, 1 May between */
    CaseStep answer = { .school = STR("sch1"), .kind = CASE_ENTRY_ANSWER, .words = STR("Профильный класс."), .file_name = STR("протокол.pdf"), .file = STR("%PDF") };
    STORE_OK(store, flow_case_step(tree->flow, &tree->school, &answer, NULL, &store->err));
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_NOTE, "Позвонить."), ERR_NONE);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_NOTE, "Позвонить."), ERR_NONE); /* a double click: taken once, see the number of entries below */
    assert_int_equal(case_one(tree).state, CASE_ANSWERED);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_LIFTED, "Профильный класс: договор о наборе."), ERR_NONE);
    assert_int_equal(case_one(tree).state, CASE_LIFTED);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_QUESTION, "И всё же?"), ERR_CONFLICT);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_CLOSED, "Вопросов нет."), ERR_NONE);
    CaseEntry *entries;
    uint32_t n;
    of = case_one(tree);
    STORE_OK(store, case_entries(flow_reader(tree->flow), &of, store->arena, &entries, &n, &store->err));
    static const CaseEntryKind kinds[] = { CASE_ENTRY_LISTED, CASE_ENTRY_QUESTION, CASE_ENTRY_ANSWER, CASE_ENTRY_NOTE, CASE_ENTRY_LIFTED, CASE_ENTRY_CLOSED };
    assert_int_equal(n, 6);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(entries[i].kind, kinds[i]);
    assert_true(str_eq(entries[2].file_name, STR("протокол.pdf")));
    Str bytes;
    bool found;
    STORE_OK(store, attachment_get(flow_reader(tree->flow), 1, entries[2].sha256, store->arena, &bytes, &found, &store->err));
    assert_true(found && str_eq(bytes, STR("%PDF")));
    AuditVerdict verdict;
    STORE_OK(store, audit_verify(flow_reader(tree->flow), 1, store->arena, &verdict, &store->err));
    assert_int_equal(verdict.n, 6); /* every step is in the journal, refused ones are not */
    assert_int_equal(verdict.broken_seq, 0);
    fell(tree);
}

static void nobody_lifts_its_own_sign(void **state)
{
    Tree *tree = plant(state);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_QUESTION, "Почему?"), ERR_NONE);
    static const CaseEntryKind office_only[] = { CASE_ENTRY_LISTED, CASE_ENTRY_QUESTION, CASE_ENTRY_NOTE, CASE_ENTRY_STUDY, CASE_ENTRY_LIFTED, CASE_ENTRY_CLOSED };
    for (size_t i = 0; i < sizeof office_only / sizeof *office_only; i++) {
        assert_int_equal(step(tree, &tree->school, office_only[i], "Снимите."), ERR_DENIED);
        assert_int_equal(step(tree, &tree->methodologist, office_only[i], "Снимите."), ERR_DENIED);
    }
    assert_int_equal(step(tree, &tree->other_school, CASE_ENTRY_ANSWER, "За соседей."), ERR_DENIED);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_ANSWER, "За школу."), ERR_DENIED);
    Org other[1] = { tree->other };
    Grant grant = { ROLE_MUNICIPALITY, other[0] };
    Who stranger = { .region_id = 1, .account_id = 14, .n_grants = 1, .grants = &grant };
    assert_int_equal(step(tree, &stranger, CASE_ENTRY_LIFTED, "Чужая школа."), ERR_DENIED);
    assert_int_equal(case_one(tree).state, CASE_ASKED);
    fell(tree);
}

static void a_school_may_speak_first(void **state)
{
    Tree *tree = plant(state);
    assert_int_equal(step(tree, &tree->school, CASE_ENTRY_ANSWER, "Просим перепроверить 4 «б»."), ERR_NONE);
    StudyCase of = case_one(tree);
    assert_int_equal(of.state, CASE_ANSWERED);
    assert_int_equal(of.source, CASE_SCHOOL_ITSELF);
    fell(tree);
}

static void a_day_takes_it_off_the_list(void **state)
{
    Tree *tree = plant(state);
    StoreCase *store = tree->store;
    uint32_t n;
    CaseStep listed = { .school = STR("sch1"), .kind = CASE_ENTRY_LISTED, .words = STR("Список региона."), .source = CASE_REGION, .until = STR("2026-06-01") };
    STORE_OK(store, flow_case_step(tree->flow, &tree->office, &listed, NULL, &store->err));
    at_time(TODAY + 40 * 86400); /* 31 May */
    STORE_OK(store, flow_case_expire(tree->flow, 1, &n, &store->err));
    assert_int_equal(n, 0);
    at_time(TODAY + 42 * 86400); /* 2 June */
    STORE_OK(store, flow_case_expire(tree->flow, 1, &n, &store->err));
    assert_int_equal(n, 1);
    assert_int_equal(case_one(tree).state, CASE_CLOSED);
    STORE_OK(store, flow_case_expire(tree->flow, 1, &n, &store->err));
    assert_int_equal(n, 0);
    assert_int_equal(step(tree, &tree->office, CASE_ENTRY_LISTED, "Снова."), ERR_NONE); /* a new case, with the next number */
    CaseAsk ask = { .path = tree->region.path, .over_too = true };
    StudyCase *cases;
    STORE_OK(store, case_list(flow_reader(tree->flow), 1, &ask, store->arena, &cases, &n, &store->err));
    assert_int_equal(n, 2);
    assert_int_equal(cases[1].number, 2);
    ask.path = tree->other.path;
    STORE_OK(store, case_list(flow_reader(tree->flow), 1, &ask, store->arena, &cases, &n, &store->err));
    assert_int_equal(n, 0);
    fell(tree);
}

static void wrong_days_and_words_are_refused(void **state)
{
    Tree *tree = plant(state);
    static const char *const days[] = { "2026-04-20", "2026-02-30", "завтра", "2046-01-01" };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        CaseStep given = { .school = STR("sch1"), .kind = CASE_ENTRY_QUESTION, .words = STR("Почему?"), .answer_by = str_of(days[i]) };
        Err err;
        assert_false(flow_case_step(tree->flow, &tree->office, &given, NULL, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    CaseStep nowhere = { .school = STR("нет такой"), .kind = CASE_ENTRY_QUESTION, .words = STR("Почему?") };
    Err err;
    assert_false(flow_case_step(tree->flow, &tree->office, &nowhere, NULL, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    CaseAsk ask = { .path = tree->region.path, .over_too = true };
    StudyCase *cases;
    uint32_t n;
    STORE_OK(tree->store, case_list(flow_reader(tree->flow), 1, &ask, tree->store->arena, &cases, &n, &tree->store->err));
    assert_int_equal(n, 0); /* a refused question puts no school on the list */
    fell(tree);
}

static void a_list_comes_from_outside(void **state)
{
    Tree *tree = plant(state);
    StoreCase *store = tree->store;
    CaseListed listed;
    CaseList list = { .source = CASE_FEDERAL, .name = STR("список.csv"), .bytes = STR("логин;причина;срок\nsch1;завышенное среднее;31.08.2027\nsch2;;\nsch3;чужая;\nsch9;нет такой;\n") };
    STORE_OK(store, flow_case_import(tree->flow, &tree->office, &list, store->arena, &listed, &store->err));
    assert_int_equal(listed.n_put, 2);
    assert_int_equal(listed.n_strangers, 2);
    assert_true(str_eq(listed.strangers[0], STR("sch3")) && str_eq(listed.strangers[1], STR("sch9")));
    StudyCase of = case_one(tree);
    assert_int_equal(of.source, CASE_FEDERAL);
    assert_true(str_eq(of.reasons, STR("завышенное среднее")) && str_eq(of.until, STR("2027-08-31")));
    STORE_OK(store, flow_case_import(tree->flow, &tree->office, &list, store->arena, &listed, &store->err));
    assert_int_equal(listed.n_put, 0);
    assert_int_equal(listed.n_already, 2);
    list.bytes = STR("одно;другое\n1;2\n");
    Err err;
    assert_false(flow_case_import(tree->flow, &tree->office, &list, store->arena, &listed, &err));
    assert_int_equal(err.code, ERR_INPUT);
    fell(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(a_case_goes_its_way), BOTH(nobody_lifts_its_own_sign), BOTH(a_school_may_speak_first), BOTH(a_day_takes_it_off_the_list),
        BOTH(wrong_days_and_words_are_refused), BOTH(a_list_comes_from_outside) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
