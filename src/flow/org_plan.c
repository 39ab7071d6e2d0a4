/* A list of organisations against the tree: what would be new, renamed, moved, and what cannot be. Nothing is written here. */
#include "flow/org.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/intern.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "flow/org_.h"
#include "intake/org_list.h"

enum { COMPLAINTS_KEPT = 500 };

typedef struct Planner {
    DbRead *db;
    const Who *who;
    const Org *top;
    Arena *arena;
    OrgPlan *plan;
    OrgStep *steps;
    uint32_t max_steps;
    OrgComplaint *complaints;
    Intern codes;      /* of known and planned organisations */
    Org *orgs;         /* [codes.n] as they will be */
    bool *in_file;     /* [codes.n] */
    uint32_t max_orgs;
} Planner;

static void complain(Planner *planner, const OrgListRow *row, const char *column, Str value, Str words)
{
    if (planner->plan->n_complaints < COMPLAINTS_KEPT)
        planner->complaints[planner->plan->n_complaints++] = (OrgComplaint){ .sheet = row->sheet, .row = row->row, .cell = str_of(column), .value = value, .words = words };
}

static uint32_t remember(Planner *planner, const Org *org)
{
    uint32_t i = intern_add(&planner->codes, org->code);
    BUG_ON(i >= planner->max_orgs);
    planner->orgs[i] = *org;
    return i;
}

static const Org *known(const Planner *planner, Str code)
{
    uint32_t i = intern_find(&planner->codes, code);
    return i == INTERN_NONE ? NULL : &planner->orgs[i];
}

static void step(Planner *planner, const OrgListRow *row, OrgStepKind kind, const Org *before, const Org *after, Str parent_code)
{
    BUG_ON(planner->plan->n_steps == planner->max_steps);
    planner->steps[planner->plan->n_steps++] = (OrgStep){ .kind = kind, .sheet = row->sheet, .row = row->row, .before = before ? *before : (Org){ 0 }, .after = *after, .parent_code = parent_code };
    planner->plan->n_of[kind]++;
}

/* ---- what a row says ---- */

static OrgKind kind_of(const OrgListRow *row)
{
    Arena *arena = arena_new(0);
    Str level = utf8_fold(arena, row->level);
    OrgKind kind = row->class_label.n > 0 ? ORG_CLASS : ORG_SCHOOL;
    if (str_starts(level, STR("муницип")) || str_starts(level, STR("район"))) kind = ORG_MUNICIPALITY;
    if (str_starts(level, STR("регион"))) kind = ORG_REGION;
    arena_free(arena);
    return kind;
}

/* A municipality named by rows and by no row of its own gets its name as a code: «Энский район» → «энский-район». */
static Str code_of_name(Str name, Arena *arena)
{
    Str folded = utf8_fold(arena, name);
    char *code = arena_alloc(arena, folded.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.n; i++) {
        bool gap = folded.at[i] == ' ' || folded.at[i] == '/' || folded.at[i] == ':' || folded.at[i] == '-';
        if (!gap) code[n++] = folded.at[i];
        else if (n > 0 && code[n - 1] != '-') code[n++] = '-';
    }
    return (Str){ code, n };
}

static const Org *municipality_named(const Planner *planner, Str words)
{
    const Org *by_code = known(planner, words);
    if (by_code != NULL && by_code->kind == ORG_MUNICIPALITY) return by_code;
    Str folded = utf8_fold(planner->arena, words);
    const Org *orgs = planner->orgs;
    BUG_ON(orgs == NULL);
    for (uint32_t i = 0; i < planner->codes.n; i++)
        if (orgs[i].kind == ORG_MUNICIPALITY && str_eq(utf8_fold(planner->arena, orgs[i].name), folded)) return &orgs[i];
    return NULL;
}

/* The code of the organisation above; empty with a complaint. */
static Str parent_of(Planner *planner, const OrgListRow *row, OrgKind kind)
{
    const Org *top = planner->top;
    if (kind == ORG_CLASS) return row->code;
    if (row->parent.n > 0) {
        const Org *above = known(planner, row->parent);
        if (above != NULL && above->kind < kind && above->kind != ORG_CLASS) return above->code;
        complain(planner, row, "код родителя", row->parent, STR("Такой организации выше по дереву нет. Поставьте её строкой раньше или исправьте код."));
        return STR_EMPTY;
    }
    if (kind == ORG_MUNICIPALITY && top->kind != ORG_REGION && !str_eq(row->code, top->code)) {
        complain(planner, row, "уровень", row->level, arena_printf(planner->arena, "Внутри «%.*s» муниципалитетов не бывает.", STR_ARG(top->name)));
        return STR_EMPTY;
    }
    if (kind == ORG_MUNICIPALITY || row->municipality.n == 0) return top->code;
    const Org *municipality = municipality_named(planner, row->municipality);
    if (municipality != NULL) return municipality->code;
    if (top->kind != ORG_REGION) {
        complain(planner, row, "муниципалитет", row->municipality, arena_printf(planner->arena, "Список загружается в «%.*s», а строка — о другом муниципалитете.", STR_ARG(top->name)));
        return STR_EMPTY;
    }
    Org made = { .region_id = top->region_id, .kind = ORG_MUNICIPALITY, .code = code_of_name(row->municipality, planner->arena), .name = row->municipality, .type = STR_EMPTY };
    OrgListRow nowhere = { .sheet = STR_EMPTY };
    if (known(planner, made.code) != NULL || !org_code_fits(made.code)) {
        complain(planner, row, "муниципалитет", row->municipality, STR("Из этого названия не выходит кода. Добавьте строку муниципалитета с кодом и уровнем «муниципалитет»."));
        return STR_EMPTY;
    }
    uint32_t i = remember(planner, &made);
    planner->in_file[i] = true;
    step(planner, &nowhere, ORG_STEP_NEW, NULL, &made, top->code);
    return planner->orgs[i].code;
}

/* ---- one row ---- */

static bool row_org(Planner *planner, const OrgListRow *row, OrgKind kind, Org *out)
{
    *out = (Org){ .region_id = planner->top->region_id, .kind = kind, .code = row->code, .name = row->name, .type = row->type };
    if (kind == ORG_CLASS) {
        long long year = date_school_year(date_of_time(clock_now()));
        if (row->year.n >= 4 && !str_to_int(str_slice(row->year, 0, 4), &year)) year = 0;
        if (year < 2000 || year > 2100) return complain(planner, row, "год", row->year, STR("Нужен учебный год: 2025 или 2025/26.")), false;
        out->year = (int)year;
        out->name = row->class_label;
        out->code = arena_printf(planner->arena, "%.*s-%.*s-%d", STR_ARG(row->code), STR_ARG(code_of_name(row->class_label, planner->arena)), out->year);
    }
    if (!org_code_fits(out->code)) return complain(planner, row, "код", row->code, STR("Код пуст или в нём пробел, «/» или «:». Нужен логин школы, как в её формах.")), false;
    if (out->kind != ORG_CLASS && !org_code_one_alphabet(out->code) && known(planner, out->code) == NULL)
        return complain(planner, row, "код", row->code, STR("В коде русские и латинские буквы вместе: глазом «А» и «A» не различить. Наберите его одной раскладкой.")), false;
    if (!org_name_fits(out->name)) return complain(planner, row, "название", row->name, STR("Название пусто или длиннее 300 букв. Возьмите краткое.")), false;
    return true;
}

static bool compare(Planner *planner, const OrgListRow *row, const Org *old, Org *next, Str parent_code)
{
    const Org *parent = known(planner, parent_code);
    BUG_ON(parent == NULL); /* parent_of() gave it */
    if (old->kind != next->kind) return complain(planner, row, "код", row->code, arena_printf(planner->arena, "Под этим кодом уже есть %s «%.*s».", org_kind_title(old->kind), STR_ARG(old->name))), true;
    bool moves = old->id != planner->top->id && (parent->id == 0 || old->parent_id != parent->id); /* what the list hangs on stays where it is */
    next->id = old->id;
    next->parent_id = old->parent_id;
    next->path = old->path;
    next->year = old->year;
    if (next->type.n == 0) next->type = old->type;
    bool renamed = !str_eq(old->name, next->name) || !str_eq(old->type, next->type);
    OrgStepKind kind = old->closed ? ORG_STEP_REOPEN : moves ? ORG_STEP_MOVE : renamed ? ORG_STEP_RENAME : ORG_STEP_SAME;
    step(planner, row, kind, old, next, parent_code);
    return true;
}

static bool plan_row(Planner *planner, const OrgListRow *row, OrgKind kind, Err *err)
{
    Org next;
    if (!row_org(planner, row, kind, &next)) return true;
    uint32_t i = intern_find(&planner->codes, next.code);
    if (i != INTERN_NONE && planner->in_file[i]) return complain(planner, row, "код", next.code, STR("Такой код уже был в этом файле выше. Взята первая строка.")), true;
    if (kind == ORG_REGION && i == INTERN_NONE) return complain(planner, row, "уровень", row->level, STR("Регион в базе один, его код другой.")), true;
    Str parent_code = kind == ORG_REGION ? STR_EMPTY : parent_of(planner, row, kind);
    if (kind == ORG_CLASS) {
        const Org *school = known(planner, parent_code);
        if (school == NULL || school->kind != ORG_SCHOOL) return complain(planner, row, "код", row->code, STR("Такой школы нет ни в списке, ни в базе.")), true;
    } else if (kind != ORG_REGION && parent_code.n == 0) {
        return true; /* the complaint is there */
    }
    if (i != INTERN_NONE) {
        planner->in_file[i] = true;
        Org old = planner->orgs[i];
        if (kind == ORG_REGION || old.id == planner->top->id) parent_code = old.code;
        return compare(planner, row, &old, &next, parent_code);
    }
    Org elsewhere;
    bool found;
    if (!org_by_code(planner->db, planner->top->region_id, next.code, planner->arena, &elsewhere, &found, err)) return false;
    if (found && !org_within(elsewhere.path, planner->top->path)) return complain(planner, row, "код", next.code, STR("Этот код занят организацией, которая вам не подчинена.")), true;
    i = remember(planner, found ? &elsewhere : &next);
    planner->in_file[i] = true;
    if (found) return compare(planner, row, &elsewhere, &next, parent_code); /* it was closed */
    step(planner, row, ORG_STEP_NEW, NULL, &next, parent_code);
    return true;
}

static bool begin(Planner *planner, uint32_t n_rows, Err *err)
{
    const Org *there;
    uint32_t n;
    Arena *arena = planner->arena;
    if (!org_within_path(planner->db, planner->top->region_id, planner->top->path, (OrgKind)0, arena, &there, &n, err)) return false;
    planner->max_orgs = n + 2 * n_rows + 1;
    planner->max_steps = 2 * n_rows + 1;
    planner->orgs = arena_array(arena, Org, planner->max_orgs);
    planner->in_file = arena_array(arena, bool, planner->max_orgs);
    planner->steps = arena_array(arena, OrgStep, planner->max_steps);
    planner->complaints = arena_array(arena, OrgComplaint, COMPLAINTS_KEPT);
    intern_init(&planner->codes, arena);
    for (uint32_t i = 0; i < n; i++) remember(planner, &there[i]);
    return true;
}

static void list_absent(Planner *planner)
{
    Org *absent = arena_array(planner->arena, Org, planner->codes.n + 1u);
    for (uint32_t i = 0; i < planner->codes.n; i++)
        if (!planner->in_file[i] && planner->orgs[i].kind == ORG_SCHOOL) absent[planner->plan->n_absent++] = planner->orgs[i];
    planner->plan->absent = absent;
}

bool flow_org_plan(DbRead *db, const Who *who, const Org *org, Str bytes, Arena *arena, OrgPlan *out, Err *err)
{
    if (!who_demand(who, RIGHT_ORG_WRITE, org->path, err)) return false;
    if (org->kind != ORG_REGION && org->kind != ORG_MUNICIPALITY) return err_set(err, ERR_INPUT, "Выберите регион или муниципалитет.", "Список организаций загружают в регион или муниципалитет.");
    OrgListRow *rows;
    uint32_t n;
    if (!intake_org_list(bytes, arena, &rows, &n, err)) return false;
    *out = (OrgPlan){ .n_rows = n };
    Planner planner = { .db = db, .who = who, .top = org, .arena = arena, .plan = out };
    if (!begin(&planner, n, err)) return false;
    for (OrgKind kind = ORG_REGION; kind <= ORG_CLASS; kind++) /* parents before children, in whatever order the file has them */
        for (uint32_t i = 0; i < n; i++)
            if (kind_of(&rows[i]) == kind && !plan_row(&planner, &rows[i], kind, err)) return false;
    list_absent(&planner);
    out->steps = planner.steps;
    out->complaints = planner.complaints;
    return true;
}
