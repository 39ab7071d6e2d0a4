/* usage: people_seed URL [NAME=VALUE…]: a new database with a small tree and a person of every role; prints «role code» lines: one-time codes for the tests of pages.
 * With settings: only writes these. */
#include <stdio.h>
#include <stdlib.h>

#include "flow/org.h"
#include "store/migrate.h"
#include "store/setting.h"

static Err err;

static void ok(bool done)
{
    if (done) return;
    fprintf(stderr, "%s (%s)\n", err.what, err.detail);
    exit(1);
}

static void add(Flow *flow, const Who *who, OrgKind kind, const char *code, const char *name, const char *type, const char *parent)
{
    OrgNew org = { .kind = kind, .code = str_of(code), .name = str_of(name), .type = str_of(type), .parent_code = str_of(parent), .year = kind == ORG_CLASS ? 2026 : 0 };
    ok(flow_org_add(flow, who, &org, &err));
}

static bool set_body(DbWrite *write, void *context, Err *why)
{
    for (char **pair = context; *pair != NULL; pair++) {
        char *equals = strchr(*pair, '=');
        *equals = '\0';
        if (!setting_put(write, *pair, str_of(equals + 1), 0, why)) return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    Arena *arena = arena_new(0);
    Db *db;
    Flow *flow;
    OneTime code;
    int64_t region;
    ok(db_open(argv[1], &(DbOptions){ .create = true, .node = 1000 }, &db, &err) && schema_migrate(db, 0, &err));
    if (argc > 2) {
        ok(db_tx(db, set_body, argv + 2, &err));
        db_close(db);
        arena_free(arena);
        return 0;
    }
    db_close(db);
    ok(flow_open(argv[1], 1001, &flow, &err));
    FirstRun first = { .kind = ORG_REGION, .code = STR("reg"), .name = STR("Энская область"), .login = STR("root"), .person = STR("Администратор области") };
    ok(flow_first_run(flow, &first, arena, &region, &code, &err));
    printf("root %.*s\n", STR_ARG(code.code));
    Who who = flow_program(region);
    add(flow, &who, ORG_MUNICIPALITY, "mo1", "Энский район", "", "reg");
    add(flow, &who, ORG_MUNICIPALITY, "mo2", "Зетский район", "", "reg");
    for (int i = 1; i <= 12; i++)
        add(flow, &who, ORG_SCHOOL, arena_z(arena, arena_printf(arena, "sch%d", i)), arena_z(arena, arena_printf(arena, "МБОУ СОШ № %d", i)), i % 5 == 0 ? "гимназия" : "школа", i <= 8 ? "mo1" : "mo2");
    add(flow, &who, ORG_CLASS, "sch1-5а-2026", "5а", "", "sch1");
    add(flow, &who, ORG_CLASS, "sch1-5б-2026", "5б", "", "sch1");
    static const char *const places[N_ROLES] = { [ROLE_ADMIN] = "reg", [ROLE_REGION] = "reg", [ROLE_MUNICIPALITY] = "mo1", [ROLE_METHODOLOGIST] = "mo1", [ROLE_SCHOOL] = "sch1",
        [ROLE_TEACHER] = "sch1", [ROLE_EXPERT] = "mo1", [ROLE_OBSERVER] = "mo1", [ROLE_READER] = "mo1" };
    static const char *const names[N_ROLES] = { [ROLE_ADMIN] = "Волкова Анна Сергеевна", [ROLE_REGION] = "Лебедева Ольга Ивановна", [ROLE_MUNICIPALITY] = "Соколова Мария Петровна",
        [ROLE_METHODOLOGIST] = "Зайцев Пётр Ильич", [ROLE_SCHOOL] = "Орлова Ирина Львовна", [ROLE_TEACHER] = "Синицына Вера Юрьевна", [ROLE_EXPERT] = "Журавлёв Олег Ильич",
        [ROLE_OBSERVER] = "Ёжикова Нина Олеговна", [ROLE_READER] = "Медведев Иван Кузьмич" };
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) {
        Invite invite = { .login = str_of(role_word(role)), .name = str_of(names[role]), .post = str_of(role_title(role)), .email = STR_EMPTY, .role = role, .org_code = str_of(places[role]) };
        ok(flow_invite(flow, &who, &invite, arena, &code, &err));
        printf("%s %.*s\n", role_word(role), STR_ARG(code.code));
    }
    flow_close(flow);
    arena_free(arena);
    return 0;
}
