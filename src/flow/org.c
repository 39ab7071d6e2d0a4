/* Organisations written: one by one and by a list. */
#include "flow/org.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "flow/audit_.h"
#include "flow/org_.h"
#include "store/attachment.h"

enum { LONGEST_CODE = 64, LONGEST_NAME = 600 /* a school in full, as in its charter: up to 300 letters */ };

static bool printable(Str words)
{
    for (size_t i = 0; i < words.n; i++)
        if ((unsigned char)words.at[i] < ' ' || words.at[i] == 127) return false;
    return utf8_valid(words);
}

bool org_code_fits(Str code)
{
    for (size_t i = 0; i < code.n; i++)
        if (strchr(" /:?#%", code.at[i]) != NULL) return false; /* and no NUL */
    return code.n > 0 && code.n <= LONGEST_CODE && printable(code) && code.at[0] != '.';
}

bool org_code_one_alphabet(Str code)
{
    bool latin = false, cyrillic = false;
    for (size_t i = 0; i < code.n;) {
        uint32_t letter = utf8_lower(utf8_next(code, &i));
        latin = latin || (letter >= 'a' && letter <= 'z');
        cyrillic = cyrillic || (letter >= 0x430 && letter <= 0x45F);
    }
    return !(latin && cyrillic);
}

bool org_name_fits(Str name) { return name.n > 0 && name.n <= LONGEST_NAME && printable(name); }

static bool words_fit(Str code, Str name, Str type, Err *err)
{
    if (!org_code_fits(code)) return err_set(err, ERR_INPUT, "Нужен логин школы или код муниципалитета, до 64 знаков.", "Код пуст или в нём пробел, «/» или «:».");
    if (!org_name_fits(name)) return err_set(err, ERR_INPUT, "Впишите название, как его знают люди, не длиннее 300 букв.", "Название пусто или слишком длинно.");
    return type.n == 0 || org_name_fits(type) || err_set(err, ERR_INPUT, "Сократите.", "Тип организации слишком длинный.");
}

static bool audit(DbWrite *write, const Who *who, const Org *org, const char *verb, Str words, Arena *arena, Err *err)
{
    AuditNote note = { .org_id = org->id, .object = arena_printf(arena, "org/%.*s", STR_ARG(org->code)), .verb = str_of(verb), .words = words };
    return flow_audit(write, who, &note, err);
}

typedef struct Task {
    const Who *who;
    const FirstRun *first;
    const OrgNew *given;
    Str code, name, type;
    bool close;
    const Org *top;
    Str bytes;
    uint32_t n_written;
    char *sha256;
    int64_t region_id;
    Arena *arena;
} Task;

static bool run(Flow *flow, DbBody body, Task *task, Err *err)
{
    task->arena = arena_new(0);
    bool done = db_tx(flow_db(flow), body, task, err);
    arena_free(task->arena);
    return done;
}

/* ---- one organisation ---- */

static bool root_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    const FirstRun *first = task->first;
    const Org *roots;
    uint32_t n;
    if (!org_roots(db_within(write), task->arena, &roots, &n, err)) return false;
    if (n > 0) return err_set(err, ERR_CONFLICT, "Войдите администратором и загрузите список организаций.", "База уже начата: «%.*s».", STR_ARG(roots[0].name));
    Org root = { .id = db_new_id(write), .kind = first->kind, .code = first->code, .name = first->name, .type = STR_EMPTY };
    root.region_id = root.id;
    root.path = org_path_child(STR_EMPTY, root.id, task->arena);
    task->region_id = root.id;
    Who program = flow_program(root.id);
    return org_put(write, &root, clock_now(), task->arena, err) && audit(write, &program, &root, "начало базы", arena_printf(task->arena, "%s «%.*s»", org_kind_title(root.kind), STR_ARG(root.name)), task->arena, err);
}

bool flow_first_run(Flow *flow, const FirstRun *first, Arena *arena, int64_t *region_id, OneTime *out, Err *err)
{
    BUG_ON(first->kind != ORG_REGION && first->kind != ORG_MUNICIPALITY);
    Task task = { .first = first };
    if (!words_fit(first->code, first->name, STR_EMPTY, err) || !run(flow, root_body, &task, err)) return false;
    *region_id = task.region_id;
    Who program = flow_program(task.region_id);
    Invite invite = { .login = first->login, .name = first->person, .post = STR("администратор"), .email = STR_EMPTY, .role = ROLE_ADMIN, .org_code = first->code };
    return flow_invite(flow, &program, &invite, arena, out, err);
}

/* A foreign organisation looks like one that is not there. */
static bool find_own(DbRead *db, const Task *task, Str code, Org *org, Err *err)
{
    bool found;
    if (!org_by_code(db, task->who->region_id, code, task->arena, org, &found, err)) return false;
    if (!found || !who_may(task->who, RIGHT_ORG_READ, org->path)) return err_set(err, ERR_NOT_FOUND, "Проверьте код или найдите организацию в списке.", "Организации «%.*s» нет.", STR_ARG(code));
    return who_demand(task->who, RIGHT_ORG_WRITE, org->path, err);
}

static bool add_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    const OrgNew *given = task->given;
    Org parent, same;
    bool taken;
    if (!find_own(db_within(write), task, given->parent_code, &parent, err) || !org_by_code(db_within(write), task->who->region_id, given->code, task->arena, &same, &taken, err)) return false;
    if (parent.kind >= given->kind) return err_set(err, ERR_INPUT, "Выберите организацию выше по дереву.", "%s не бывает внутри: %s.", org_kind_title(given->kind), org_kind_title(parent.kind));
    if (taken) return err_set(err, ERR_CONFLICT, "Возьмите другой.", "Код «%.*s» уже занят.", STR_ARG(given->code));
    Org org = { .region_id = parent.region_id, .id = db_new_id(write), .parent_id = parent.id, .kind = given->kind, .code = given->code, .name = given->name, .type = given->type, .year = given->year };
    org.path = org_path_child(parent.path, org.id, task->arena);
    return org_put(write, &org, clock_now(), task->arena, err) &&
        audit(write, task->who, &org, "добавлена организация", arena_printf(task->arena, "%s «%.*s» в «%.*s»", org_kind_title(org.kind), STR_ARG(org.name), STR_ARG(parent.name)), task->arena, err);
}

bool flow_org_add(Flow *flow, const Who *who, const OrgNew *org, Err *err)
{
    Task task = { .who = who, .given = org };
    return words_fit(org->code, org->name, org->type, err) && run(flow, add_body, &task, err);
}

static Str rename_words(const Org *before, const Org *after, Arena *arena)
{
    Str name = str_eq(before->name, after->name) ? STR_EMPTY : arena_printf(arena, "название: «%.*s» → «%.*s»", STR_ARG(before->name), STR_ARG(after->name));
    Str type = str_eq(before->type, after->type) ? STR_EMPTY : arena_printf(arena, "тип: «%.*s» → «%.*s»", STR_ARG(before->type), STR_ARG(after->type));
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(name), name.n > 0 && type.n > 0 ? "; " : "", STR_ARG(type));
}

static bool rename_org(DbWrite *write, const Who *who, const Org *before, const Org *after, Arena *arena, Err *err)
{
    Str words = rename_words(before, after, arena);
    return words.n == 0 || (org_describe(write, after, arena, err) && audit(write, who, after, "новое название", words, arena, err));
}

static bool rename_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    Org org;
    if (!find_own(db_within(write), task, task->code, &org, err)) return false;
    Org next = org;
    next.name = task->name;
    next.type = task->type;
    return rename_org(write, task->who, &org, &next, task->arena, err);
}

bool flow_org_rename(Flow *flow, const Who *who, Str code, Str name, Str type, Err *err)
{
    Task task = { .who = who, .code = code, .name = str_trim(name), .type = str_trim(type) };
    return words_fit(code, task.name, task.type, err) && run(flow, rename_body, &task, err);
}

static bool close_org(DbWrite *write, const Who *who, const Org *org, bool close, Arena *arena, Err *err)
{
    return org_close(write, org, close ? clock_now() : 0, err) &&
        audit(write, who, org, close ? "организация закрыта" : "организация открыта", close ? STR("действует → закрыта") : STR("закрыта → действует"), arena, err);
}

static bool close_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    Org org;
    if (!find_own(db_within(write), task, task->code, &org, err)) return false;
    if (org.parent_id == 0) return err_set(err, ERR_CONFLICT, "Закройте отдельные организации.", "Это вершина дерева, её не закрывают.");
    if (org.closed == task->close) return err_set(err, ERR_CONFLICT, "Обновите страницу.", task->close ? "Организация уже закрыта." : "Организация и так действует.");
    return close_org(write, task->who, &org, task->close, task->arena, err);
}

bool flow_org_close(Flow *flow, const Who *who, Str code, bool close, Err *err)
{
    Task task = { .who = who, .code = code, .close = close };
    return run(flow, close_body, &task, err);
}

/* ---- a list ---- */

static bool write_new(DbWrite *write, Task *task, const OrgStep *step, const Org *parent, Err *err)
{
    Org org = step->after;
    org.id = db_new_id(write);
    org.parent_id = parent->id;
    org.path = org_path_child(parent->path, org.id, task->arena);
    return org_put(write, &org, clock_now(), task->arena, err) &&
        audit(write, task->who, &org, "добавлена организация", arena_printf(task->arena, "%s «%.*s» в «%.*s», списком", org_kind_title(org.kind), STR_ARG(org.name), STR_ARG(parent->name)), task->arena, err);
}

static bool write_move(DbWrite *write, Task *task, const OrgStep *step, const Org *parent, Err *err)
{
    const Org *chain;
    uint32_t n;
    if (!org_chain(db_within(write), &step->before, task->arena, &chain, &n, err)) return false;
    Str from = n > 1 ? chain[n - 2].name : STR_EMPTY;
    return org_move(write, &step->before, parent, task->arena, err) &&
        audit(write, task->who, &step->before, "перевод организации", arena_printf(task->arena, "из «%.*s» → в «%.*s»", STR_ARG(from), STR_ARG(parent->name)), task->arena, err);
}

static bool write_step(DbWrite *write, Task *task, const OrgStep *step, Err *err)
{
    Org parent = { 0 };
    bool found;
    if (step->kind == ORG_STEP_SAME) return true;
    if (step->kind == ORG_STEP_NEW || step->kind == ORG_STEP_MOVE) {
        if (!org_by_code(db_within(write), task->top->region_id, step->parent_code, task->arena, &parent, &found, err)) return false;
        BUG_ON(!found); /* parents stand before their children */
    }
    task->n_written++;
    if (step->kind == ORG_STEP_NEW) return write_new(write, task, step, &parent, err);
    if (step->kind == ORG_STEP_REOPEN && !close_org(write, task->who, &step->before, false, task->arena, err)) return false;
    if (step->kind == ORG_STEP_MOVE && !write_move(write, task, step, &parent, err)) return false;
    return rename_org(write, task->who, &step->before, &step->after, task->arena, err);
}

static bool import_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    OrgPlan plan;
    task->n_written = 0;
    if (!flow_org_plan(db_within(write), task->who, task->top, task->bytes, task->arena, &plan, err)) return false;
    for (uint32_t i = 0; i < plan.n_steps; i++)
        if (!write_step(write, task, &plan.steps[i], err)) return false;
    return true;
}

bool flow_org_import(Flow *flow, const Who *who, const Org *org, Str bytes, uint32_t *n_written, Err *err)
{
    Task task = { .who = who, .top = org, .bytes = bytes };
    if (!run(flow, import_body, &task, err)) return false;
    *n_written = task.n_written;
    return true;
}

static bool keep_body(DbWrite *write, void *context, Err *err)
{
    Task *task = context;
    return attachment_put(write, task->top->region_id, task->bytes, clock_now(), task->sha256, err);
}

bool flow_org_keep(Flow *flow, const Who *who, const Org *org, Str bytes, char sha256[65], Err *err)
{
    Task task = { .who = who, .top = org, .bytes = bytes, .sha256 = sha256 };
    return who_demand(who, RIGHT_ORG_WRITE, org->path, err) && run(flow, keep_body, &task, err);
}
