/* One work of the whole region as a sheet, school by school on all cores. */
#include <string.h>

#include "base/pool.h"
#include "flow/simulate_.h"

_Static_assert(SIM_NOT_TAUGHT == SCORE_NOT_TAUGHT, "both rooms call «не пройд.» alike");

#define BLOCK        32u  /* schools a task of the pool */
#define MAX_CLASSES  4u
#define NOT_ATTEMPTED .08 /* share of zeros written X */

typedef struct Build {
    const SimPlan *plan;
    const SimTarget *target;
    uint32_t *first;     /* [n_schools + 1] rows */
    uint32_t *n_changed; /* [n_schools * MAX_CLASSES]; UINT32_MAX: nothing planted */
    uint8_t *state, *variant, *sex, *journal, *score;
    uint32_t *school, *source_row;
    uint16_t *class_of, *total;
    uint32_t n_rows;
} Build;

/* Rows of one class from first; what a pupil is (sex) is the same in every work. */
static void fill_rows(Build *build, const SimClass *unit, const SimSheet *sheet, uint32_t first, uint16_t label)
{
    const SimPlan *plan = build->plan;
    const SimWork *work = &build->target->work;
    for (uint32_t i = 0; i < unit->n; i++) {
        uint32_t row = first + i;
        uint64_t pupil = sim_unit(unit->school, work->cohort, unit->class_index, i);
        build->school[row] = unit->school - plan->first_school;
        build->source_row[row] = row + 2;
        build->class_of[row] = label;
        build->state[row] = sheet->absent[i] ? ROW_ABSENT : ROW_WORK;
        build->sex[row] = rng_uniform_at(plan->seed, pupil, sim_stream(DRAW_CHILD, 0)) < .51 ? SEX_MALE : SEX_FEMALE;
        build->variant[row] = (uint8_t)(1 + (rng_uniform_at(plan->seed, pupil, sim_stream(DRAW_VARIANT, work->procedure)) < .5));
        bool no_mark = rng_uniform_at(plan->seed, pupil, sim_stream(DRAW_NO_MARK, work->procedure)) < plan->dirt / 10;
        build->journal[row] = sheet->absent[i] || no_mark ? 0 : sheet->journal[i];
        build->total[row] = sheet->total[i];
        Rng blank = rng_at(plan->seed, pupil, sim_stream(DRAW_BLANK, work->procedure));
        for (uint32_t task = 0; task < work->n_tasks; task++) {
            uint8_t score = sheet->score[(size_t)i * work->n_tasks + task];
            bool skipped = rng_uniform(&blank) < NOT_ATTEMPTED;
            if (sheet->absent[i]) score = SCORE_NONE;
            else if (score == 0 && skipped) score = SCORE_NOT_ATTEMPTED;
            build->score[(size_t)task * build->n_rows + row] = score;
        }
    }
}

static void build_school(Build *build, uint32_t school)
{
    const SimPlan *plan = build->plan;
    const SimTarget *target = build->target;
    uint8_t score[SIM_CLASS * LIMIT_TASKS], journal[SIM_CLASS];
    uint16_t total[SIM_CLASS];
    bool absent[SIM_CLASS];
    SimSheet sheet = { score, total, journal, absent };
    uint32_t number = plan->first_school + school, n[MAX_CLASSES], n_classes = sim_sizes(plan, target, number, n), row = build->first[school];
    double strength = sim_strength_of(plan, number).strength;
    for (uint32_t i = 0; i < n_classes; i++) {
        SimClass unit = { .seed = plan->seed, .school = number, .class_index = i, .n = n[i], .strength = strength };
        simulate_class(&target->model, &target->work, &plan->rules, &unit, &sheet);
        const SimPlant *plant = sim_plant_of(plan, target, number, i);
        if (plant != NULL && plant->kind <= SIM_M6)
            build->n_changed[school * MAX_CLASSES + i] = simulate_plant(&target->model, &target->work, &unit, plant->kind, plant->strength, &sheet);
        fill_rows(build, &unit, &sheet, row, (uint16_t)(n_classes == 1 ? 0 : i + 1));
        row += n[i];
    }
}

static void build_block(void *context, size_t i_block)
{
    Build *build = context;
    uint32_t n = build->plan->n_schools;
    for (uint32_t school = (uint32_t)i_block * BLOCK; school < n && school < (uint32_t)(i_block + 1) * BLOCK; school++) build_school(build, school);
}

static Build *build_new(const SimPlan *plan, const SimTarget *target, Arena *arena)
{
    Build *build = arena_one(arena, Build);
    *build = (Build){ .plan = plan, .target = target };
    build->first = arena_array(arena, uint32_t, plan->n_schools + 1);
    for (uint32_t school = 0; school < plan->n_schools; school++) {
        uint32_t n[MAX_CLASSES], n_classes = sim_sizes(plan, target, plan->first_school + school, n), sum = 0;
        for (uint32_t i = 0; i < n_classes; i++) sum += n[i];
        build->first[school + 1] = build->first[school] + sum;
    }
    size_t n_rows = build->n_rows = build->first[plan->n_schools];
    build->n_changed = arena_array(arena, uint32_t, (size_t)plan->n_schools * MAX_CLASSES);
    memset(build->n_changed, 0xFF, (size_t)plan->n_schools * MAX_CLASSES * sizeof *build->n_changed);
    build->state = arena_array(arena, uint8_t, n_rows);
    build->variant = arena_array(arena, uint8_t, n_rows);
    build->sex = arena_array(arena, uint8_t, n_rows);
    build->journal = arena_array(arena, uint8_t, n_rows);
    build->score = arena_array(arena, uint8_t, n_rows * target->work.n_tasks);
    build->school = arena_array(arena, uint32_t, n_rows);
    build->source_row = arena_array(arena, uint32_t, n_rows);
    build->class_of = arena_array(arena, uint16_t, n_rows);
    build->total = arena_array(arena, uint16_t, n_rows);
    return build;
}

/* School logins, and codes of participants: grade in which they sit, number in the school. */
static void name_all(const Build *build, Sheet *sheet, Arena *arena)
{
    const SimPlan *plan = build->plan;
    Str *code = arena_array(arena, Str, plan->n_schools), *empty = arena_array(arena, Str, plan->n_schools), *pupil = arena_array(arena, Str, build->n_rows);
    static const Str labels[] = { { "", 0 }, { "а", 2 }, { "б", 2 }, { "в", 2 }, { "г", 2 } };
    uint32_t n_most = 0;
    for (uint32_t i = 0; i < plan->n_schools; i++) {
        code[i] = sim_school_code(plan, plan->first_school + i, arena);
        empty[i] = STR_EMPTY;
        uint32_t n = build->first[i + 1] - build->first[i];
        if (n > n_most) n_most = n;
    }
    int sits_in = build->target->procedure.grade + (build->target->procedure.year == 2020); /* 2020 was written in autumn, a grade later */
    Str *number = arena_array(arena, Str, n_most);
    for (uint32_t i = 0; i < n_most; i++) number[i] = arena_printf(arena, "%d%04u", sits_in, i + 1);
    for (uint32_t row = 0; row < build->n_rows; row++) pupil[row] = number[row - build->first[build->school[row]]];
    sheet->n_schools = plan->n_schools;
    sheet->school_code = code;
    sheet->school_name = sheet->school_municipality = empty;
    sheet->n_class_labels = sizeof labels / sizeof *labels;
    sheet->class_label = labels;
    sheet->code = pupil;
}

static void list_truth(const Build *build, uint32_t i_procedure, const Sheet *sheet, Arena *arena, SimulatedProcedure *out)
{
    SimulateTruth *truth = arena_array(arena, SimulateTruth, (size_t)build->plan->n_schools * (MAX_CLASSES + 1));
    for (uint32_t school = 0; school < build->plan->n_schools; school++) {
        uint32_t number = build->plan->first_school + school, n[MAX_CLASSES], n_classes = sim_sizes(build->plan, build->target, number, n);
        SimPlant strong = sim_strength_of(build->plan, number);
        if (strong.strength > 0) truth[out->n_truth++] = (SimulateTruth){ i_procedure, school, STR_EMPTY, sim_kind_word(SIM_M8), strong.strength, 0 };
        for (uint32_t i = 0; i < n_classes; i++) {
            const SimPlant *plant = sim_plant_of(build->plan, build->target, number, i); /* M7 and M8 leave the sheet alone, but the truth knows of them */
            uint32_t n_changed = build->n_changed[school * MAX_CLASSES + i];
            if (plant == NULL) continue;
            truth[out->n_truth++] = (SimulateTruth){ i_procedure, school, sheet->class_label[n_classes == 1 ? 0 : i + 1], sim_kind_word(plant->kind), plant->strength,
                                                     n_changed == UINT32_MAX ? 0 : n_changed };
        }
    }
    out->truth = truth;
}

void flow_simulate_procedure(const SimPlan *plan, uint32_t i_procedure, size_t n_threads, Arena *arena, SimulatedProcedure *out)
{
    BUG_ON(i_procedure >= plan->n_procedures);
    Build *build = build_new(plan, &plan->targets[i_procedure], arena);
    pool_run(n_threads, (plan->n_schools + BLOCK - 1) / BLOCK, build_block, build);
    Sheet *sheet = arena_one(arena, Sheet);
    *sheet = (Sheet){ .procedure = build->target->procedure, .n_rows = build->n_rows, .source_row = build->source_row, .state = build->state,
                      .school = build->school, .class_of = build->class_of, .variant = build->variant, .sex = build->sex, .journal = build->journal,
                      .total = build->total, .score = build->score };
    int16_t *written = arena_array(arena, int16_t, build->n_rows);
    for (uint32_t row = 0; row < build->n_rows; row++) {
        *(build->state[row] == ROW_ABSENT ? &sheet->n_absent : &sheet->n_works) += 1;
        written[row] = build->state[row] == ROW_ABSENT ? TOTAL_NONE : (int16_t)build->total[row];
    }
    sheet->written_total = written;
    name_all(build, sheet, arena);
    *out = (SimulatedProcedure){ .sheet = sheet };
    list_truth(build, i_procedure, sheet, arena, out);
}
