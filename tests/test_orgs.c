/* Organisations: the first run, lists looked at and written, moves with everything below, what may not be; rights over the tree. */
#include <string.h>

#include "base/buf.h"
#include "people_fixture.h"
#include "store/audit.h"

static Org org_of(People *people, const char *code, bool *found)
{
    Org org = { 0 };
    OK(people, org_by_code(flow_reader(people->flow), people->region, str_of(code), people->arena, &org, found, &people->err));
    return org;
}

static Org there(People *people, const char *code)
{
    bool found;
    Org org = org_of(people, code, &found);
    if (!found) fail_msg("no %s", code);
    return org;
}

static OrgPlan plan_of(People *people, const char *top, const char *text)
{
    OrgPlan plan;
    Who program = flow_program(people->region);
    Org org = there(people, top);
    OK(people, flow_org_plan(flow_reader(people->flow), &program, &org, str_of(text), people->arena, &plan, &people->err));
    return plan;
}

static uint32_t import(People *people, const char *top, const char *text)
{
    uint32_t n;
    Who program = flow_program(people->region);
    Org org = there(people, top);
    OK(people, flow_org_import(people->flow, &program, &org, str_of(text), &n, &people->err));
    return n;
}

static void a_database_begins_once(void **state)
{
    People *people = people_begin(state);
    FirstRun again = { .kind = ORG_MUNICIPALITY, .code = STR("x"), .name = STR("Ещё одна вершина"), .login = STR("other"), .person = STR("Другой") };
    OneTime code;
    int64_t region;
    REFUSED(people, ERR_CONFLICT, flow_first_run(people->flow, &again, people->arena, &region, &code, &people->err));
    Org root = there(people, "reg");
    assert_int_equal(root.region_id, root.id);
    assert_int_equal(root.path.n, ORG_PATH_STEP);
    people_end(people);
}

static void lists_are_looked_at_before_they_are_written(void **state)
{
    People *people = people_begin(state);
    static const char text[] = "\xEF\xBB\xBFкод;название;тип;муниципалитет;класс;год\n"
                               "sch1;Школа № 1;школа;Энский район;;\n"        /* type only */
                               "sch2;Школа № 2;;Зетский район;;\n"            /* moves */
                               "new5;Новая школа № 5;гимназия;Пятый район;;\n" /* with a municipality that rows alone name */
                               "new6;Новая школа № 6;;пятый  район;;\n"       /* the same, written otherwise */
                               "new5;;;;5а;2025\n"
                               "sch1;;;;5а;2025/26\n"
                               "sch1;;;;5б;\n"                                 /* this school year */
                               "new7;;;Энский район;;\n"                       /* no name */
                               "с пробелом;Школа;;Энский район;;\n"
                               "new5;Ещё раз;;Энский район;;\n"                /* twice */
                               "mo1;Школа под кодом района;;;;\n"              /* another kind of thing */
                               "sch\u0430" "9;Код с русской «а»;;Энский район;;\n" /* looks like another */
                               "nobody;;;;5а;2025\n"                           /* class of no school */
                               "sch10;Школа № 10;;Энский район;;\n";           /* as it is */
    OrgPlan plan = plan_of(people, "reg", text);
    assert_int_equal(plan.n_rows, 14);
    assert_int_equal(plan.n_complaints, 6);
    assert_int_equal(plan.n_of[ORG_STEP_NEW], 6); /* a municipality, two schools, three classes */
    assert_int_equal(plan.n_of[ORG_STEP_RENAME], 1);
    assert_int_equal(plan.n_of[ORG_STEP_MOVE], 1);
    assert_int_equal(plan.n_of[ORG_STEP_SAME], 1);
    assert_int_equal(plan.n_absent, 1); /* far1 */
    bool found;
    org_of(people, "new5", &found);
    assert_false(found); /* looking wrote nothing */
    /* People of a school that moves keep their role there, in another tree above. */
    int64_t zavuch = people_add(people, "zavuch2", ROLE_SCHOOL, "sch2", "hash");
    people_org(people, ORG_CLASS, "sch2-1а-2025", "1а", "sch2");
    Who mo1 = people_who(people, people->number[ROLE_MUNICIPALITY]);
    assert_true(who_may(&mo1, RIGHT_ORG_READ, there(people, "sch2-1а-2025").path));
    assert_int_equal(import(people, "reg", text), 8);
    assert_true(org_within(there(people, "sch2").path, there(people, "mo2").path));
    assert_true(org_within(there(people, "sch2-1а-2025").path, there(people, "sch2").path));
    assert_int_equal(there(people, "sch2-1а-2025").path.n, 4 * ORG_PATH_STEP);
    assert_false(who_may(&mo1, RIGHT_ORG_READ, there(people, "sch2").path));
    Who school = people_who(people, zavuch);
    assert_true(who_may(&school, RIGHT_RESULTS_WRITE, there(people, "sch2").path));
    assert_true(str_eq(there(people, "sch1").type, STR("школа")));
    assert_true(str_eq(there(people, "пятый-район").name, STR("Пятый район")));
    assert_int_equal(there(people, "new6").parent_id, there(people, "пятый-район").id);
    assert_int_equal(there(people, "sch1-5а-2025").year, 2025);
    /* Before and after stand in the journal of the thing; once more changes nothing. */
    const AuditEntry *entries;
    uint32_t n;
    OK(people, audit_list(flow_reader(people->flow), people->region, &(AuditAsk){ .object = STR("org/sch2"), .limit = 10 }, people->arena, &entries, &n, &people->err));
    assert_true(str_eq(entries[0].words, STR("из «Энский район» → в «Зетский район»")));
    assert_int_equal(import(people, "reg", text), 0);
    AuditVerdict verdict;
    OK(people, audit_verify(flow_reader(people->flow), people->region, people->arena, &verdict, &people->err));
    assert_int_equal(verdict.broken_seq, 0);
    people_end(people);
}

static void a_district_lists_only_its_own(void **state)
{
    People *people = people_begin(state);
    OrgPlan plan = plan_of(people, "mo1",
        "код;название;муниципалитет;код родителя;уровень\n"
        "far1;Чужая школа;Энский район;;\n"         /* of the neighbour */
        "new1;Новая;Зетский район;;\n"               /* to the neighbour */
        "new2;Новая;;mo2;\n"                         /* the same by code */
        "mo3;Новый район;;;муниципалитет\n"          /* beside itself */
        "reg;Моя область;;;регион\n"                 /* above itself */
        "new3;Своя;энский РАЙОН;;\n"
        "new4;Своя;mo1;mo1;школа\n");
    assert_int_equal(plan.n_of[ORG_STEP_NEW], 2);
    assert_int_equal(plan.n_steps, 2);
    assert_int_equal(plan.n_complaints, 5);
    /* Nobody without the right, and not over a foreign place. */
    Who school = people_who(people, people->number[ROLE_SCHOOL]), municipality = people_who(people, people->number[ROLE_MUNICIPALITY]);
    Org own = there(people, "mo1"), foreign = there(people, "mo2"), leaf = there(people, "sch1");
    uint32_t n;
    Str list = STR("код;название\nx1;Школа\n");
    REFUSED(people, ERR_DENIED, flow_org_import(people->flow, &school, &own, list, &n, &people->err));
    REFUSED(people, ERR_DENIED, flow_org_import(people->flow, &municipality, &foreign, list, &n, &people->err));
    REFUSED(people, ERR_INPUT, flow_org_import(people->flow, &municipality, &leaf, list, &n, &people->err));
    OK(people, flow_org_import(people->flow, &municipality, &own, list, &n, &people->err));
    assert_int_equal(n, 1);
    REFUSED(people, ERR_INPUT, flow_org_import(people->flow, &municipality, &own, STR("просто слова"), &n, &people->err));
    REFUSED(people, ERR_NOT_FOUND, flow_org_rename(people->flow, &municipality, STR("far1"), STR("Моя"), STR_EMPTY, &people->err)); /* as if it were not there */
    REFUSED(people, ERR_DENIED, flow_org_rename(people->flow, &school, STR("sch1"), STR("Моя"), STR_EMPTY, &people->err));
    REFUSED(people, ERR_INPUT, flow_org_rename(people->flow, &municipality, STR("sch1"), STR("  "), STR_EMPTY, &people->err));
    people_end(people);
}

static void closing_and_opening(void **state)
{
    People *people = people_begin(state);
    Who program = flow_program(people->region);
    REFUSED(people, ERR_CONFLICT, flow_org_close(people->flow, &program, STR("reg"), true, &people->err));
    OK(people, flow_org_close(people->flow, &program, STR("far1"), true, &people->err));
    REFUSED(people, ERR_CONFLICT, flow_org_close(people->flow, &program, STR("far1"), true, &people->err));
    assert_true(there(people, "far1").closed);
    const Org *open;
    uint32_t n;
    OK(people, org_within_path(flow_reader(people->flow), people->region, there(people, "mo2").path, ORG_SCHOOL, people->arena, &open, &n, &people->err));
    assert_int_equal(n, 0);
    /* A list that names it opens it again, a list of another district does not. */
    OrgPlan plan = plan_of(people, "mo1", "код;название\nfar1;Дальняя школа\n");
    assert_int_equal(plan.n_complaints, 1);
    plan = plan_of(people, "mo2", "код;название\nfar1;Дальняя школа № 1\n");
    assert_int_equal(plan.n_of[ORG_STEP_REOPEN], 1);
    import(people, "mo2", "код;название\nfar1;Дальняя школа № 1\n");
    assert_false(there(people, "far1").closed);
    assert_true(str_eq(there(people, "far1").name, STR("Дальняя школа № 1")));
    people_end(people);
}

static void finding_and_order(void **state)
{
    People *people = people_begin(state);
    const Org *orgs;
    uint32_t n;
    Str path = there(people, "reg").path;
    OK(people, org_within_path(flow_reader(people->flow), people->region, there(people, "mo1").path, ORG_SCHOOL, people->arena, &orgs, &n, &people->err));
    assert_int_equal(n, 3);
    static const char *const order[] = { "sch1", "sch2", "sch10" }; /* by number, not by letters */
    for (uint32_t i = 0; i < n; i++) assert_true(str_eq(orgs[i].code, str_of(order[i])));
    OK(people, org_find(flow_reader(people->flow), people->region, path, ORG_SCHOOL, STR("ШКОЛА № 1"), 10, people->arena, &orgs, &n, &people->err));
    assert_int_equal(n, 2); /* № 1 and № 10 */
    static const char *const literal[] = { "%", "_", "!", "' OR 1=1 --" }; /* signs of patterns are letters like others */
    for (size_t i = 0; i < sizeof literal / sizeof *literal; i++) {
        OK(people, org_find(flow_reader(people->flow), people->region, path, ORG_SCHOOL, str_of(literal[i]), 10, people->arena, &orgs, &n, &people->err));
        assert_int_equal(n, 0);
    }
    people_end(people);
}

/* A region's list: 640 schools with classes, in a few seconds at most and in one transaction. */
static void a_region_at_once(void **state)
{
    People *people = people_begin(state);
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, "код;название;муниципалитет;класс;год\n");
    for (int i = 0; i < 640; i++) {
        buf_printf(&text, "s%05d;Школа № %d;Район %d;;\n", i, i, i % 18);
        buf_printf(&text, "s%05d;;;5а;2025\n", i);
    }
    assert_int_equal(import(people, "reg", arena_z(people->arena, buf_str(&text))), 640 * 2 + 18);
    buf_free(&text);
    const OrgCount *counts;
    uint32_t n, n_classes = 0;
    OK(people, org_counts(flow_reader(people->flow), people->region, there(people, "reg").path, people->arena, &counts, &n, &people->err));
    for (uint32_t i = 0; i < n; i++) n_classes += counts[i].kind == ORG_CLASS ? counts[i].n : 0;
    assert_int_equal(n_classes, 640);
    people_end(people);
}

/* Every role, every right, over its own place, below, above, beside: the table of rights holds below and nowhere else. */
static void rights_reach_down_only(void **state)
{
    People *people = people_begin(state);
    static const char *const places[] = { "reg", "mo1", "mo2", "sch1", "sch2", "far1" };
    int n_given = 0;
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) {
        Who who = people_who(people, people->number[role]);
        assert_int_equal(who.n_grants, 1);
        for (int right = RIGHT_NONE; right < N_RIGHTS; right++) {
            bool somewhere = false;
            for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
                Org place = there(people, places[i]);
                bool below = str_starts(place.path, who.grants[0].org.path), expected = right == RIGHT_PUBLIC || right == RIGHT_SIGNED_IN || (below && role_gives(role, (Right)right));
                Err err;
                if (right == RIGHT_NONE) expected = false;
                assert_int_equal(who_may(&who, (Right)right, place.path), expected);
                assert_int_equal(who_demand(&who, (Right)right, place.path, &err), expected);
                somewhere = somewhere || expected;
                n_given += expected;
            }
            assert_int_equal(who_may_somewhere(&who, (Right)right), somewhere);
            assert_false(who_may(&who, (Right)right, STR_EMPTY) && right > RIGHT_SIGNED_IN); /* over nothing in particular: nothing */
        }
    }
    assert_true(n_given > 150);
    Who nobody = { 0 };
    for (int right = RIGHT_NONE; right < N_RIGHTS; right++) assert_int_equal(who_may(&nobody, (Right)right, there(people, "sch1").path), right == RIGHT_PUBLIC);
    /* Results are not for those who run the program, signs not for teachers, decisions not for schools. */
    assert_false(role_gives(ROLE_ADMIN, RIGHT_RESULTS_READ) || role_gives(ROLE_ADMIN, RIGHT_SIGNS_READ) || role_gives(ROLE_TEACHER, RIGHT_SIGNS_READ) || role_gives(ROLE_SCHOOL, RIGHT_SIGNS_DECIDE) ||
        role_gives(ROLE_EXPERT, RIGHT_RESULTS_READ) || role_gives(ROLE_OBSERVER, RIGHT_RESULTS_READ) || role_gives(ROLE_READER, RIGHT_RESULTS_WRITE));
    people_end(people);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOTH(a_database_begins_once), BOTH(lists_are_looked_at_before_they_are_written), BOTH(a_district_lists_only_its_own), BOTH(closing_and_opening),
        BOTH(finding_and_order), BOTH(a_region_at_once), ON_SQLITE(rights_reach_down_only) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
