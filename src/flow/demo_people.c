/* People of the demonstration and their one-time links. */
#include "flow/account.h"
#include "flow/demo_.h"
#include "store/setting.h"

#define ENSK  "ensk"

/* Heads of schools are invited for all twelve schools; links are shown for those whose day is interesting. */
static const DemoPerson shown[] = {
    { .role = ROLE_MUNICIPALITY, .login = "ensk", .org = ENSK, .name = "Марина Андреевна Ковалёва", .post = "муниципальный координатор", .what = "приёмка форм, признаки двенадцати школ, вопросы и ответы" },
    { .role = ROLE_SCHOOL, .login = "school5", .org = "sch990005", .name = "Ирина Павловна Седых", .post = "завуч, школа № 5", .what = "школу спросили о признаках, ответа ждут" },
    { .role = ROLE_SCHOOL, .login = "school9", .org = "sch990009", .name = "Наталья Юрьевна Громова", .post = "завуч, школа № 9", .what = "форма загружена, несколько ячеек нужно исправить" },
    { .role = ROLE_SCHOOL, .login = "school7", .org = "sch990007", .name = "Татьяна Львовна Рябова", .post = "завуч, школа № 7", .what = "форму ещё не сдавали; файл для пробы лежит рядом с базой" },
    { .role = ROLE_SCHOOL, .login = "school1", .org = "sch990001", .name = "Елена Сергеевна Белова", .post = "завуч, лицей № 1", .what = "сильная школа без признаков" },
    { .role = ROLE_METHODOLOGIST, .login = "method", .org = ENSK, .name = "Галина Ивановна Тихонова", .post = "методист", .what = "задания, которые району труднее" },
    { .role = ROLE_TEACHER, .login = "teacher", .org = "sch990005", .name = "Ольга Николаевна Мельник", .post = "учитель математики, школа № 5", .what = "результаты своей школы" },
    { .role = ROLE_REGION, .login = "region", .org = "demo", .name = "Сергей Дмитриевич Орлов", .post = "региональный координатор", .what = "пять районов, 60 школ" },
    { .role = ROLE_EXPERT, .login = "expert", .org = ENSK, .name = "Вера Алексеевна Лунина", .post = "эксперт", .what = "работы для перепроверки" },
    { .role = ROLE_OBSERVER, .login = "observer", .org = ENSK, .name = "Павел Олегович Зимин", .post = "наблюдатель", .what = "школы и сроки" },
    { .role = ROLE_READER, .login = "reader", .org = ENSK, .name = "Людмила Петровна Осипова", .post = "управление образования", .what = "сводные результаты" },
    { .role = ROLE_ADMIN, .login = "admin", .org = "demo", .name = "Олег Викторович Берёзин", .post = "администратор", .what = "копии, настройки, люди, журнал" },
};
#define N_SHOWN (sizeof shown / sizeof *shown)

static bool find(Flow *flow, const char *login, Arena *arena, Account *out, bool *found, Err *err)
{
    return account_by_login(flow_reader(flow), str_of(login), arena, out, found, err);
}

static bool invite(Demo *demo, const DemoPerson *person, Who *out, Err *err)
{
    Invite asked = { .login = str_of(person->login), .name = str_of(person->name), .post = str_of(person->post), .email = STR_EMPTY, .role = person->role, .org_code = str_of(person->org) };
    Who program = flow_program(demo->root.id);
    OneTime code;
    Account account;
    return flow_invite(demo->flow, &program, &asked, demo->arena, &code, err) &&
        account_by_number(flow_reader(demo->flow), demo->root.id, code.number, demo->arena, &account, err) && who_read(flow_reader(demo->flow), &account, demo->arena, out, err);
}

bool demo_make_people(Demo *demo, Err *err)
{
    bool headed[DEMO_DISTRICT + 1] = { false };
    for (size_t i = 0; i < N_SHOWN; i++) {
        if (shown[i].role == ROLE_ADMIN) continue; /* was there first */
        Who who;
        if (!invite(demo, &shown[i], &who, err)) return false;
        if (shown[i].role == ROLE_REGION) demo->region = who;
        if (shown[i].role == ROLE_MUNICIPALITY) demo->municipality = who;
        for (uint32_t school = 1; shown[i].role == ROLE_SCHOOL && school <= DEMO_DISTRICT; school++) {
            if (!str_eq(str_of(shown[i].org), demo->schools[school].code)) continue;
            demo->head[school] = who;
            headed[school] = true;
        }
    }
    for (uint32_t school = 1; school <= DEMO_DISTRICT; school++) {
        if (headed[school]) continue;
        Arena *arena = demo->arena;
        DemoPerson head = { .role = ROLE_SCHOOL, .org = arena_z(arena, demo->schools[school].code), .login = arena_printf(arena, "school%u", school).at,
            .name = arena_printf(arena, "Завуч: %.*s", STR_ARG(demo->schools[school].name)).at, .post = "завуч" };
        if (!invite(demo, &head, &demo->head[school], err)) return false;
    }
    return true;
}

bool flow_demo_links(Flow *flow, Arena *arena, DemoDone *out, Err *err)
{
    int64_t is_demo;
    if (!setting_int(flow_reader(flow), "demo", &is_demo, err)) return false;
    if (is_demo != 1) return true;
    DemoPerson *people = arena_array(arena, DemoPerson, N_SHOWN);
    uint32_t n = 0;
    for (size_t i = 0; i < N_SHOWN; i++) {
        Account account;
        bool found;
        OneTime code;
        if (!find(flow, shown[i].login, arena, &account, &found, err)) return false;
        if (!found || account.state == ACCOUNT_BLOCKED || account.state == ACCOUNT_ERASED) continue;
        Who program = flow_program(account.region_id);
        if (!flow_person_link(flow, &program, account.number, arena, &code, err)) return false;
        people[n] = shown[i];
        people[n].number = account.number;
        people[n++].code = code.code;
        out->region_id = account.region_id;
    }
    out->people = people;
    out->n_people = n;
    return true;
}
