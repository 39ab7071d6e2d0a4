/* merilo user: people from the terminal: the way in when nobody can sign in, and a list for whoever looks after the server. */
#include <stdio.h>

#include "base/date.h"
#include "cli/region_.h"
#include "flow/account.h"

typedef struct Words { Flow *flow; Who who; Org root; const Args *args; Arena *arena; } Words;

static Str value(const Words *words, const char *option)
{
    const char *given = args_value(words->args, option);
    return given != NULL ? str_of(given) : STR_EMPTY;
}

static void print_code(const Words *words, const OneTime *code)
{
    printf("Код: %.*s — действует до %s, один раз.\nНа странице входа — «Код приглашения», или адрес сервера и /invite/%.*s\n", STR_ARG(code->code), date_clock(words->arena, code->ends_at).at, STR_ARG(code->code));
}

static bool list(const Words *words, Err *err)
{
    PersonRow *rows;
    uint32_t n;
    PersonAsk ask = { .path = words->root.path, .words = STR_EMPTY, .limit = 100000 };
    if (!person_list(flow_reader(words->flow), words->who.region_id, &ask, words->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        printf("%.*s\t%.*s\t%s\t%.*s\t%s\n", STR_ARG(rows[i].account.login), STR_ARG(rows[i].account.name), role_title(rows[i].role), STR_ARG(rows[i].org.name), account_state_title(rows[i].account.state));
    if (n == 0) puts("Людей в базе ещё нет: «merilo user add» пригласит первого.");
    return true;
}

static bool add(const Words *words, Err *err)
{
    Str role = value(words, "--role");
    Invite invite = { .login = value(words, "--login"), .name = value(words, "--name"), .post = value(words, "--post"), .email = value(words, "--email"), .org_code = value(words, "--org"), .role = role_find(role) };
    if (invite.role == 0) return err_set(err, ERR_INPUT, "Роли: admin, region, municipality, methodologist, school, teacher, expert, observer, reader.", "Нет роли «%.*s».", STR_ARG(role));
    if (invite.org_code.n == 0) invite.org_code = words->root.code;
    OneTime code;
    if (!flow_invite(words->flow, &words->who, &invite, words->arena, &code, err)) return false;
    printf("Приглашён: %.*s, %s.\n", STR_ARG(invite.name), role_title(invite.role));
    print_code(words, &code);
    return true;
}

static bool of_person(const Words *words, Str verb, Err *err)
{
    Account account;
    bool found;
    Str login = value(words, "--login");
    if (!account_by_login(flow_reader(words->flow), login, words->arena, &account, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "«merilo user list» покажет всех.", "Человека с логином «%.*s» нет.", STR_ARG(login));
    if (str_eq(verb, STR("invite"))) {
        OneTime code;
        if (!flow_person_code(words->flow, &words->who, account.number, words->arena, &code, err)) return false;
        print_code(words, &code);
        return true;
    }
    bool block = str_eq(verb, STR("block"));
    if (!flow_person_block(words->flow, &words->who, account.number, block, err)) return false;
    printf(block ? "Вход закрыт: %.*s.\n" : "Вход открыт: %.*s.\n", STR_ARG(account.name));
    return true;
}

static bool act(const Words *words, Str verb, Err *err)
{
    if (str_eq(verb, STR("list"))) return list(words, err);
    if (str_eq(verb, STR("add"))) return add(words, err);
    return of_person(words, verb, err);
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    static const char *const verbs[] = { "list", "add", "invite", "block", "unblock" };
    Str verb = args->n_free == 1 ? str_of(args->free_words[0]) : STR_EMPTY;
    bool known = false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) known = known || str_eq(verb, str_of(verbs[i]));
    if (!known) return err_set(err, ERR_INPUT, "Например: «merilo user list --db merilo.db».", "Нужно одно слово: list, add, invite, block или unblock.");
    Words words = { .args = args, .arena = arena };
    if (!region_open(args, arena, &words.flow, &words.root, err)) return false;
    words.who = flow_program(words.root.id);
    bool done = act(&words, verb, err);
    flow_close(words.flow);
    return done;
}

static const Option options[] = {
    DATABASE_OPTION,
    REGION_OPTION,
    { "--login", "ЛОГИН", "кто", false },
    { "--name", "ИМЯ", "как зовут (add)", false },
    { "--post", "ДОЛЖНОСТЬ", "кем работает (add)", false },
    { "--email", "АДРЕС", "почта (add)", false },
    { "--role", "РОЛЬ", "admin, region, municipality, methodologist, school, teacher, expert, observer, reader (add)", false },
    { "--org", "КОД", "где действует роль (add); без ключа — всё дерево", false },
    { 0 },
};

const Command command_user = {
    .name = "user",
    .words = "list|add|invite|block|unblock [--db БАЗА] [--login ЛОГИН]",
    .summary = "люди: список, приглашение, новый код взамен забытого пароля, закрыть вход",
    .details = "Пароль человек выбирает сам по одноразовому коду. invite сбрасывает забытый пароль и печатает новый код. Каждое действие стоит в журнале от имени программы.",
    .options = options,
    .run = run
};
