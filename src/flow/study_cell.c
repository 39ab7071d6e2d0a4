/* One replicate: simulate, analyse, count. */
#include <math.h>
#include <string.h>

#include "conclude/conclude.h"
#include "flow/analyse.h"
#include "flow/study_cell_.h"
#include "publish/publish.h"

#define FDR 0.05

/* The test of the prototype: statistics of the project, D2. Its works lie around the middle of the scale, a sixth under the pass mark. */
#define PROTOTYPE_FAILS .16
#define HARD_FAILS      .35 /* a harder test: the best works stay away from the ceiling, and copies of them are seen better */
static const Task prototype_tasks[16] = {
    { .label = { "1", 1 }, .max = 1 }, { .label = { "2", 1 }, .max = 1 }, { .label = { "3", 1 }, .max = 1 }, { .label = { "4", 1 }, .max = 1 },
    { .label = { "5", 1 }, .max = 1 }, { .label = { "6", 1 }, .max = 1 }, { .label = { "7", 1 }, .max = 1 }, { .label = { "8", 1 }, .max = 1 },
    { .label = { "9", 1 }, .max = 2 }, { .label = { "10", 2 }, .max = 2 }, { .label = { "11", 2 }, .max = 2 }, { .label = { "12", 2 }, .max = 2 },
    { .label = { "13", 2 }, .max = 2 }, { .label = { "14", 2 }, .max = 2 }, { .label = { "15", 2 }, .max = 2 }, { .label = { "16", 2 }, .max = 2 },
};

static Blueprint prototype(const char *subject)
{
    return (Blueprint){ .year = 2021, .grade = 4, .subject = str_of(subject), .n_tasks = 16, .tasks = prototype_tasks, .max = 24, .cutoffs_known = true, .cutoff = { 7, 12, 18 } };
}

static const char *const primary[3] = { "Математика", "Русский язык", "Окружающий мир" };
static const char *const middle[3] = { "Математика", "Русский язык", "Биология" }; /* the same children a year later */

static bool number_after(const char *word, const char *prefix, uint32_t *out)
{
    long long n;
    if (!str_starts(str_of(word), str_of(prefix)) || !str_to_int(str_of(word + strlen(prefix)), &n) || n < 8 || n > SIM_CLASS) return false;
    *out = (uint32_t)n;
    return true;
}

/* Works, sizes and planted year by the word of the design. */
static bool lay_design(const char *design, SimulateOptions *out, Arena *arena, Err *err)
{
    Blueprint *works = arena_array(arena, Blueprint, 6);
    out->works = works;
    if (strcmp(design, "region") == 0) {
        for (int i = 0; i < 3; i++) {
            works[i] = sim_official(2020, 4, primary[i]);
            works[3 + i] = sim_official(2021, 5, middle[i]);
        }
        out->n_works = 6;
        out->plant_year = 2021;
        return true;
    }
    out->fail_share = PROTOTYPE_FAILS;
    if (number_after(design, "flat", &out->class_size)) out->n_works = 3;
    else if (number_after(design, "hard", &out->class_size)) out->n_works = 3, out->fail_share = HARD_FAILS;
    else if (number_after(design, "one", &out->class_size)) out->n_works = 1;
    else return err_set(err, ERR_INPUT, "Есть region, flat25 (три предмета), hard25 (они же трудные) и one25 (один); вместо 25 — от 8 до 128.", "Нет устройства «%s».", design);
    for (uint32_t i = 0; i < out->n_works; i++) works[i] = prototype(primary[i]);
    return true;
}

/* Everything at once: the mixture of protocol D3, strengths of the prototype's tables. */
static const char every_kind[] = "M1:0.2,M2:0.15,M3:0.6,M4:0.3,M5:2,M6:0.3,M8:1";
#define STRONG_SHARE .03

/* «M1:0.2,M8:1» → «M1:0.2:0.1», «M8:1:0.03». */
static bool lay_mix(const StudyOptions *options, SimulateOptions *out, Arena *arena, Err *err)
{
    const char *mix = strcmp(options->mix, "all") == 0 ? every_kind : strcmp(options->mix, "none") == 0 ? "" : options->mix;
    const char **plants = arena_array(arena, const char *, SIM_MAX_PLANTS);
    Str part[SIM_MAX_PLANTS];
    uint32_t n = 0, n_classes = 0;
    for (const char *at = mix; *at != '\0'; at += part[n - 1].n + (at[part[n - 1].n] == ',')) {
        if (n == SIM_MAX_PLANTS) return err_set(err, ERR_LIMIT, "", "Видов не больше %d.", SIM_MAX_PLANTS);
        part[n] = (Str){ at, strcspn(at, ",") };
        n_classes += !str_starts(part[n++], STR("M8"));
    }
    if (!(options->contamination >= 0 && options->contamination <= 1)) return err_set(err, ERR_INPUT, "", "Доля классов — от 0 до 1.");
    for (uint32_t i = 0; i < n; i++) {
        double share = str_starts(part[i], STR("M8")) ? STRONG_SHARE : options->contamination / n_classes;
        if (share > 0) plants[out->n_plants++] = arena_printf(arena, "%.*s:%.8f", STR_ARG(part[i]), share).at;
    }
    out->plants = plants;
    return true;
}

bool study_cell_begin(const StudyOptions *options, Arena *arena, StudyCell *out, Err *err)
{
    *out = (StudyCell){ .simulate = { .n_schools = options->n_schools, .null = options->null, .dirt = 0, .task_sd = options->task_sd }, .districts = options->districts };
    if (!lay_design(options->design, &out->simulate, arena, err) || !lay_mix(options, &out->simulate, arena, err)) return false;
    const SimPlan *plan;
    return flow_simulate_plan(&out->simulate, arena, &plan, err); /* its complaints now, not from a thread */
}

static const SimPlan *plan_of(const StudyCell *cell, uint64_t seed, Arena *arena)
{
    SimulateOptions options = cell->simulate;
    const SimPlan *plan;
    Err err = { 0 };
    options.seed = seed;
    bool done = flow_simulate_plan(&options, arena, &plan, &err);
    BUG_ON(!done); /* the words were checked */
    return plan;
}

static SimulatedProcedure *simulate(const SimPlan *plan, Arena *arena)
{
    SimulatedProcedure *out = arena_array(arena, SimulatedProcedure, plan->n_procedures);
    for (uint32_t i = 0; i < plan->n_procedures; i++) flow_simulate_procedure(plan, i, 1, arena, &out[i]);
    return out;
}

/* Schools first .. first + n of the plan's region; counts go to part. */
static Analysis *study_schools(const SimPlan *plan, uint32_t first, uint32_t n, const Reference *reference, StudyPart *part, Arena *arena)
{
    SimPlan *here = arena_one(arena, SimPlan), *clean = arena_one(arena, SimPlan);
    *here = *plan;
    here->first_school = first;
    here->n_schools = n;
    *clean = *here;
    clean->n_plants = 0;
    clean->rules.reread = 0;
    SimulatedProcedure *touched = simulate(here, arena), *honest = touched;
    for (uint32_t i = 0; i < plan->n_plants; i++)
        if (plan->plants[i].kind == SIM_M8) clean->plants[clean->n_plants++] = plan->plants[i]; /* the same children */
    if (plan->n_plants > clean->n_plants || plan->rules.reread > 0) honest = simulate(clean, arena);
    const Sheet **sheets = arena_array(arena, const Sheet *, plan->n_procedures);
    for (uint32_t i = 0; i < plan->n_procedures; i++) sheets[i] = touched[i].sheet;
    Analysis *analysis = arena_one(arena, Analysis);
    *analysis = (Analysis){ .version = STR(MERILO_VERSION), .schools = school_table_build(sheets, plan->n_procedures, arena) };
    Progress quiet = { 0 };
    AnalyseOptions options = { .fdr = FDR, .n_threads = 1, .reference = reference, .no_pages = true, .progress = &quiet };
    flow_analyse(&options, sheets, plan->n_procedures, analysis, arena);
    StudyTruth truth = study_truth(here, analysis, touched, honest, arena);
    study_count(analysis, &truth, part, arena);
    return analysis;
}

/* What an export of this region gives to a district: through its bytes, so that nothing more than a file carries gets there. */
static Reference reference_of(const Analysis *analysis, Arena *arena)
{
    Buf bytes;
    Reference out;
    Err err = { 0 };
    buf_init(&bytes, 0);
    reference_json(analysis, &bytes, arena);
    bool done = intake_reference_bytes(STR("region.json"), (Str){ arena_str(arena, buf_str(&bytes)).at, bytes.n }, arena, &out, &err);
    buf_free(&bytes);
    BUG_ON(!done); /* our own export */
    const Norm **ready = arena_array(arena, const Norm *, out.n);
    for (uint32_t i = 0; i < out.n; i++) /* made ready once for all districts, not in each of them */
        for (uint32_t k = 0; k < analysis->n_procedures; k++)
            if (str_eq(analysis->procedures[k].frame->procedure->id, out.norms[i]->procedure_id)) ready[i] = norm_complete(out.norms[i], analysis->procedures[k].frame->procedure, arena);
    out.norms = ready;
    return out;
}

static void write_part(const StudyPart *part, const SimPlan *plan, uint32_t n_schools, uint32_t n_units, bool reference, Json *json, Arena *arena)
{
    json_object(json);
    json_put_int(json, "schools", n_schools);
    json_put_int(json, "units", n_units);
    json_put_bool(json, "reference", reference);
    study_write(part, plan, json, arena);
    json_object_end(json);
}

/* Districts of one size on schools that follow the region's. */
static void study_districts(const SimPlan *plan, uint32_t size, const Reference *reference, Json *json, Arena *arena)
{
    static const uint32_t all = 60;
    StudyPart *part = study_part(arena);
    for (uint32_t i = 0; i < all / size; i++) {
        Arena *own = arena_new(0);
        study_schools(plan, plan->n_schools + i * size, size, reference, part, own);
        arena_free(own);
    }
    write_part(part, plan, size, all / size, reference->n > 0, json, arena);
    study_part_end(part);
}

void study_cell_replicate(const StudyCell *cell, uint64_t seed, Json *json)
{
    static const uint32_t sizes[] = { 12, 18, 60 };
    Arena *arena = arena_new(0), *own = arena_new(0);
    const SimPlan *plan = plan_of(cell, seed, arena);
    const Reference none = { .text = STR_EMPTY };
    StudyPart *part = study_part(arena);
    const Analysis *analysis = study_schools(plan, 0, plan->n_schools, &none, part, own);
    json_key(json, "parts");
    json_array(json);
    write_part(part, plan, plan->n_schools, 1, false, json, arena);
    study_part_end(part);
    Reference reference = none;
    if (cell->districts) reference = reference_of(analysis, arena);
    arena_free(own);
    for (size_t i = 0; cell->districts && i < sizeof sizes / sizeof *sizes; i++) {
        study_districts(plan, sizes[i], &none, json, arena);
        study_districts(plan, sizes[i], &reference, json, arena);
    }
    json_array_end(json);
    arena_free(arena);
}
