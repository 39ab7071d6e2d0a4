/* Schools of the demonstration and their works, by the simulator: each school is drawn as a region of one, so that each may have a story of its own. */
#include "flow/demo_region.h"

#include "flow/simulate_.h"

#define FAIL_SHARE .12 /* under the pass mark: as much as a usual region has, so that funnels have something to show */

/* The same children a year later: the fourth grade of 2024 is the fifth of 2025 and the sixth of 2026. */
static const DemoWork works[] = {
    { 2024, 4, "Математика" }, { 2024, 4, "Русский язык" }, { 2024, 5, "Математика" }, { 2024, 5, "Русский язык" },
    { 2025, 4, "Математика" }, { 2025, 4, "Русский язык" }, { 2025, 5, "Математика" }, { 2025, 5, "Русский язык" },
    { 2026, 4, "Математика" }, { 2026, 4, "Русский язык" }, { 2026, 5, "Математика" }, { 2026, 5, "Русский язык" }, { 2026, 6, "Математика" },
};

/* class_size 0: as the simulator has it, one to four classes. */
typedef struct Story { uint32_t school, class_size; const char *plant; bool last_year_only; } Story;
static const Story stories[] = {
    { DEMO_STRONG, 26, "M8:1:1", false },
    { DEMO_LIFTED, 27, "M1:0.35:1", true },
    { DEMO_HELPED, 25, "M3:0.6:1", true },
    { DEMO_SMALL, 9, NULL, false },
    { DEMO_SMALLEST, 4, NULL, false },
    { 3, 22, NULL, false },
    { 4, 17, NULL, false },
    { 6, 14, NULL, false },
};

static const char *const district_codes[DEMO_DISTRICTS] = { "ensk", "zarechye", "lesnoy", "ozerny", "stepnoy" };
static const char *const district_names[DEMO_DISTRICTS] = { "Энский район", "Заречный район", "Лесной район", "Озёрный район", "Степной район" };

const DemoWork *demo_works(uint32_t *n)
{
    *n = sizeof works / sizeof *works;
    return works;
}

Str demo_region_code(void) { return STR("demo"); }
Str demo_region_name(void) { return STR("Вымышленная область"); }
const char *demo_district_code(uint32_t district) { return district_codes[district]; }
const char *demo_district_name(uint32_t district) { return district_names[district]; }
uint32_t demo_district_of(uint32_t school) { return (school - 1) / DEMO_DISTRICT; }

Str demo_school_code(uint32_t school, Arena *arena) { return arena_printf(arena, "sch99%04u", school); }

Str demo_school_name(uint32_t school, Arena *arena)
{
    if (school == DEMO_STRONG) return STR("Лицей № 1");
    if (school == DEMO_SMALL) return STR("Сосновская школа");
    if (school == DEMO_SMALLEST) return STR("Полянская школа");
    return arena_printf(arena, "Школа № %u", school);
}

const char *demo_school_type(uint32_t school)
{
    return school == DEMO_STRONG ? "лицей" : school == DEMO_SMALL || school == DEMO_SMALLEST ? "сельская школа" : "школа";
}

const Sheet *demo_sheet(uint64_t seed, const DemoWork *work, uint32_t school, Arena *arena)
{
    Blueprint *blueprint = arena_one(arena, Blueprint);
    *blueprint = sim_official(work->year, work->grade, work->subject);
    SimulateOptions options = { .n_schools = 1, .seed = seed, .n_works = 1, .works = blueprint, .fail_share = FAIL_SHARE };
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        const Story *story = &stories[i];
        if (story->school != school) continue;
        options.class_size = story->class_size;
        options.plants = &story->plant;
        options.n_plants = story->plant != NULL;
        options.plant_year = story->last_year_only ? DEMO_LAST_YEAR : 0;
    }
    const SimPlan *whole;
    Err err = { 0 };
    bool planned = flow_simulate_plan(&options, arena, &whole, &err);
    BUG_ON(!planned); /* the words stand above */
    SimPlan *plan = arena_one(arena, SimPlan);
    *plan = *whole;
    plan->first_school = school - 1;
    SimulatedProcedure out;
    flow_simulate_procedure(plan, 0, 1, arena, &out);
    return out.sheet;
}
