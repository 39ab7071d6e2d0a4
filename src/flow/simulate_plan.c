/* From words to a plan. */
#include <math.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "flow/simulate_.h"
#include "intake/intake.h"

#define MAX_SCHOOLS 40000u
#define USUAL_DIRT  0.002
#define STRONG      1.0 /* of --named-strong: a lyceum */

static const char usual_procedures[] =
    "2020-4-математика,2020-4-русский-язык,2021-4-математика,2021-4-русский-язык,2021-5-математика,2021-5-русский-язык";

const char *sim_kind_word(SimKind kind)
{
    static const char *const words[] = { "", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8" };
    return words[kind];
}

/* Parts of s between separators; false when there are more than n. */
static bool split(Str s, char separator, size_t n, Str *out, size_t *n_out)
{
    *n_out = 0;
    for (size_t from = 0;; ) {
        size_t to = from;
        while (to < s.n && s.at[to] != separator) to++;
        if (*n_out == n) return false;
        out[(*n_out)++] = str_trim(str_slice(s, from, to));
        if (to == s.n) return true;
        from = to + 1;
    }
}

static bool strength_fits(SimKind kind, double strength)
{
    if (kind == SIM_M5) return strength >= 1 && strength <= 10 && strength == floor(strength);
    if (kind == SIM_M8) return strength > 0 && strength <= 3;
    return strength > 0 && strength <= 1;
}

static bool parse_plant(const char *word, SimPlant *out, Err *err)
{
    const char *shape = "Пишите вид, силу и долю классов через двоеточие, например «M1:0.2:0.1»: 20 % работ в 10 % классов.";
    Str part[3];
    size_t n;
    if (!split(str_of(word), ':', 3, part, &n) || n != 3)
        return err_set(err, ERR_INPUT, shape, "Не понять, что подложить: «%s».", word);
    if (part[0].n != 2 || part[0].at[0] != 'M' || part[0].at[1] < '1' || part[0].at[1] > '8')
        return err_set(err, ERR_INPUT, "Есть виды от M1 до M8 (латинская M).", "В «%s» нет такого вида: «%.*s».", word, STR_ARG(part[0]));
    out->kind = (SimKind)(part[0].at[1] - '0');
    if (!str_to_num(part[1], &out->strength) || !strength_fits(out->kind, out->strength))
        return err_set(err, ERR_INPUT, "Сила — доля больше 0 и не больше 1; у M5 — целое число баллов от 1 до 10, у M8 — от 0 до 3 стандартных отклонений.",
                       "В «%s» не подходит сила: «%.*s».", word, STR_ARG(part[1]));
    if (!str_to_num(part[2], &out->share) || !(out->share > 0 && out->share <= 1))
        return err_set(err, ERR_INPUT, "Доля классов — число больше 0 и не больше 1.", "В «%s» не подходит доля: «%.*s».", word, STR_ARG(part[2]));
    return true;
}

static bool parse_plants(const SimulateOptions *options, SimPlan *plan, Err *err)
{
    if (options->n_plants > SIM_MAX_PLANTS) return err_set(err, ERR_LIMIT, "", "Подложить можно не больше %d видов за раз.", SIM_MAX_PLANTS);
    double classes = 0, schools = 0;
    for (size_t i = 0; i < options->n_plants; i++) {
        SimPlant *plant = &plan->plants[plan->n_plants++];
        if (!parse_plant(options->plants[i], plant, err)) return false;
        *(plant->kind == SIM_M8 ? &schools : &classes) += plant->share;
    }
    if (classes > 1 + 1e-9 || schools > 1 + 1e-9)
        return err_set(err, ERR_INPUT, "В одном классе — не больше одного вида; уменьшите доли.", "Доли классов в «--plant» вместе больше 1.");
    return true;
}

static bool parse_words(const SimulateOptions *options, SimPlan *plan, Err *err)
{
    static const char *const nulls[] = { "N1", "N2", "N3" }, *const layouts[] = { "regional-2021", "collection-2026", "plain", "packed" };
    int null = options->null == NULL ? 0 : -1, layout = options->layout == NULL ? 0 : -1;
    for (int i = 0; i < 4; i++) {
        if (i < 3 && options->null != NULL && str_eq(str_of(options->null), str_of(nulls[i]))) null = i;
        if (options->layout != NULL && str_eq(str_of(options->layout), str_of(layouts[i]))) layout = i;
    }
    if (null < 0) return err_set(err, ERR_INPUT, "Есть N1, N2 и N3.", "Нет честной модели «%s».", options->null);
    if (layout < 0) return err_set(err, ERR_INPUT, "Есть regional-2021, collection-2026, plain и packed.", "Нет вида формы «%s».", options->layout);
    plan->null = (SimNull)null;
    plan->layout = (SimLayout)layout;
    plan->rules = simulate_rules(plan->null);
    if (options->task_sd != 0) plan->rules.task_sd = fmax(0, options->task_sd);
    plan->class_size = options->class_size;
    BUG_ON(plan->class_size > SIM_CLASS);
    if (plan->class_size > 0) plan->rules.absent = 0;
    plan->plant_year = options->plant_year;
    plan->seed = options->seed;
    plan->n_schools = options->n_schools == 0 ? 60 : options->n_schools;
    if (plan->n_schools > MAX_SCHOOLS) return err_set(err, ERR_LIMIT, "", "Школ может быть не больше %u.", MAX_SCHOOLS);
    plan->n_strong = options->n_strong;
    if (plan->n_strong > plan->n_schools) return err_set(err, ERR_INPUT, "", "Сильных школ больше, чем школ.");
    plan->written = options->written == 0 ? 1 : options->written;
    if (!(plan->written > 0 && plan->written <= 1)) return err_set(err, ERR_INPUT, "Доля школ — больше 0 и не больше 1.", "Не подходит «--written».");
    plan->dirt = isnan(options->dirt) ? USUAL_DIRT : options->dirt;
    if (!(plan->dirt >= 0 && plan->dirt <= .04)) return err_set(err, ERR_INPUT, "Доля описок — от 0 до 0.04.", "Не подходит «--dirt».");
    return true;
}

/* «2021-4-русский-язык» of an official blueprint. */
static Str id_of(const Blueprint *blueprint, Arena *arena)
{
    Str subject = utf8_fold(arena, blueprint->subject);
    char *slug = arena_array(arena, char, subject.n + 1);
    for (size_t i = 0; i < subject.n; i++) slug[i] = subject.at[i] == ' ' ? '-' : subject.at[i];
    return arena_printf(arena, "%d-%d-%.*s", blueprint->year, blueprint->grade, (int)subject.n, slug);
}

Blueprint sim_official(int year, int grade, const char *subject)
{
    const BlueprintTable *table = blueprint_official();
    for (uint32_t i = 0; i < table->n; i++) {
        Blueprint blueprint = table->rows[i];
        if (blueprint.year != 2021 || blueprint.grade != grade || blueprint.level.n > 0 || !str_eq(blueprint.subject, str_of(subject))) continue;
        blueprint.year = year;
        return blueprint;
    }
    BUG_ON(true); /* the table lost a work that studies and the demonstration stand on */
    return (Blueprint){ 0 };
}

/* A subject's number: the same gift in all its grades and years. */
static uint32_t number_of_subject(Str subject)
{
    const BlueprintTable *official = blueprint_official();
    uint32_t i = 0;
    while (i < official->n && !str_eq(official->rows[i].subject, subject)) i++;
    BUG_ON(i == official->n);
    return i;
}

static void make_target(const SimPlan *plan, Str id, const Blueprint *blueprint, double fail_share, Arena *arena, SimTarget *out)
{
    Procedure *procedure = &out->procedure;
    *procedure = (Procedure){ .id = arena_str(arena, id), .year = blueprint->year, .grade = blueprint->grade, .subject = blueprint->subject, .blueprint = blueprint };
    procedure->title = arena_printf(arena, "%.*s, %d класс, %d", STR_ARG(blueprint->subject), blueprint->grade, blueprint->year);
    out->textbook = arena_printf(arena, "Вымышленный А.А. %.*s %d класс", STR_ARG(blueprint->subject), blueprint->grade);
    uint8_t *max = arena_array(arena, uint8_t, blueprint->n_tasks);
    bool *raised = arena_array(arena, bool, blueprint->n_tasks);
    for (uint32_t i = 0; i < blueprint->n_tasks; i++) {
        max[i] = blueprint->tasks[i].max;
        raised[i] = blueprint->tasks[i].level == 'P' || blueprint->tasks[i].level == 'V';
    }
    uint32_t subject = number_of_subject(blueprint->subject), year = (uint32_t)blueprint->year, grade = (uint32_t)blueprint->grade;
    out->work = (SimWork){ .procedure = (year % 16) << 12 | grade << 8 | subject, .subject = subject, .cohort = year - grade,
                           .n_tasks = blueprint->n_tasks, .max = max, .raised = raised, .fail_share = fail_share > 0 ? fail_share : NAN };
    for (int i = 0; i < N_CUTOFFS; i++) out->work.cutoff[i] = blueprint->cutoff[i];
    simulate_model(plan->seed, &out->work, plan->null, &out->model);
}

/* The same work in another year: a packed sheet carries its tasks and cut-offs with it, other forms are read by the official table. */
static const Blueprint *in_year_of(Str id, const Blueprint *blueprint, Arena *arena)
{
    long long year;
    if (id.n < 4 || !str_to_int(str_slice(id, 0, 4), &year) || year < 1990 || year > 2200) return NULL;
    Blueprint *copy = arena_one(arena, Blueprint);
    *copy = *blueprint;
    copy->year = (int)year;
    return str_eq(id, id_of(copy, arena)) ? copy : NULL;
}

static bool parse_procedure(SimPlan *plan, Str id, Arena *arena, Err *err)
{
    const BlueprintTable *official = blueprint_official();
    for (uint32_t k = 0; k < plan->n_procedures; k++)
        if (str_eq(plan->targets[k].procedure.id, id)) return err_set(err, ERR_INPUT, "Оставьте одну.", "Работа «%.*s» названа дважды.", STR_ARG(id));
    int n_passes = plan->layout == LAYOUT_PACKED ? 2 : 1;
    for (int any_year = 0; any_year < n_passes; any_year++)
        for (uint32_t i = 0; i < official->n; i++) {
            const Blueprint *blueprint = &official->rows[i];
            if (blueprint->n_tasks == 0 || !blueprint->cutoffs_known) continue;
            if (any_year) blueprint = in_year_of(id, blueprint, arena);
            if (blueprint == NULL || !str_eq(id_of(blueprint, arena), id)) continue;
            make_target(plan, id, blueprint, 0, arena, &plan->targets[plan->n_procedures++]);
            return true;
        }
    return err_set(err, ERR_INPUT, "Годятся работы, чьи задания и границы отметок встроены в программу, например «2021-4-математика».",
                   "Работу «%.*s» придумать не получится.", STR_ARG(id));
}

static void make_given(SimPlan *plan, const SimulateOptions *options, Arena *arena)
{
    plan->targets = arena_array(arena, SimTarget, options->n_works);
    for (uint32_t i = 0; i < options->n_works; i++) make_target(plan, id_of(&options->works[i], arena), &options->works[i], options->fail_share, arena, &plan->targets[plan->n_procedures++]);
}

bool flow_simulate_plan(const SimulateOptions *options, Arena *arena, const SimPlan **out, Err *err)
{
    SimPlan *plan = arena_one(arena, SimPlan);
    if (!parse_words(options, plan, err) || !parse_plants(options, plan, err)) return false;
    *out = plan;
    if (options->n_works > 0) {
        make_given(plan, options, arena);
        return true;
    }
    Str ids[SIM_MAX_PROCEDURES];
    size_t n_ids;
    if (!split(str_of(options->procedures != NULL ? options->procedures : usual_procedures), ',', SIM_MAX_PROCEDURES, ids, &n_ids))
        return err_set(err, ERR_LIMIT, "", "Работ может быть не больше %d.", SIM_MAX_PROCEDURES);
    plan->targets = arena_array(arena, SimTarget, n_ids);
    for (size_t i = 0; i < n_ids; i++)
        if (!parse_procedure(plan, ids[i], arena, err)) return false;
    return true;
}

uint32_t flow_simulate_n_procedures(const SimPlan *plan) { return plan->n_procedures; }

const SimPlant *sim_plant_of(const SimPlan *plan, const SimTarget *target, uint32_t school, uint32_t class_index)
{
    if (plan->plant_year != 0 && target->procedure.year != plan->plant_year) return NULL;
    double u = rng_uniform_at(plan->seed, sim_unit(school, target->work.cohort, class_index, SIM_WHOLE), sim_stream(DRAW_PLANT, 0)), sum = 0;
    for (uint32_t i = 0; i < plan->n_plants; i++) {
        if (plan->plants[i].kind == SIM_M8) continue;
        sum += plan->plants[i].share;
        if (u < sum) return &plan->plants[i];
    }
    return NULL;
}

SimPlant sim_strength_of(const SimPlan *plan, uint32_t school)
{
    uint64_t before = (uint64_t)school * plan->n_strong / plan->n_schools, after = (uint64_t)(school + 1) * plan->n_strong / plan->n_schools;
    if (after > before) return (SimPlant){ .kind = SIM_M8, .strength = STRONG };
    double u = rng_uniform_at(plan->seed, sim_unit(school, 0, SIM_WHOLE, SIM_WHOLE), sim_stream(DRAW_STRONG, 0)), sum = 0;
    for (uint32_t i = 0; i < plan->n_plants; i++) {
        if (plan->plants[i].kind != SIM_M8) continue;
        sum += plan->plants[i].share;
        if (u < sum) return plan->plants[i];
    }
    return (SimPlant){ 0 };
}

Str sim_school_code(const SimPlan *plan, uint32_t school, Arena *arena)
{
    return arena_printf(arena, "sch99%0*u", plan->first_school + plan->n_schools > 9999 ? 5 : 4, school + 1);
}

uint32_t sim_sizes(const SimPlan *plan, const SimTarget *target, uint32_t school, uint32_t n[4])
{
    if (plan->written < 1 && rng_uniform_at(plan->seed, sim_unit(school, target->work.cohort, SIM_WHOLE, SIM_WHOLE), sim_stream(DRAW_WRITTEN, target->work.procedure)) >= plan->written) return 0;
    if (plan->class_size == 0) return simulate_sizes(plan->seed, school, target->work.cohort, n);
    n[0] = plan->class_size;
    return 1;
}
