/* What was planted, laid beside the frames of the analysis. */
#include <stdlib.h>
#include <string.h>

#include "flow/study_.h"

Str study_kind_word(const SimPlan *plan, uint32_t kind, Arena *arena)
{
    if (kind == KIND_HONEST) return STR("honest");
    if (kind > plan->n_plants) return STR("mixed");
    return arena_printf(arena, "%s:%g", sim_kind_word(plan->plants[kind - 1].kind), plan->plants[kind - 1].strength);
}

static uint8_t kind_of(const SimPlan *plan, const SimulateTruth *truth)
{
    for (uint32_t i = 0; i < plan->n_plants; i++)
        if (strcmp(sim_kind_word(plan->plants[i].kind), truth->kind) == 0 && plan->plants[i].strength == truth->strength) return (uint8_t)(i + 1);
    BUG_ON(true); /* the truth knows only plants of its plan */
    return KIND_HONEST;
}

/* Of a school, from the kinds of its classes and works. */
static uint8_t join(const SimPlan *plan, uint8_t a, uint8_t b)
{
    if (a == KIND_HONEST || a == b) return b;
    return b == KIND_HONEST ? a : (uint8_t)(plan->n_plants + 1);
}

/* Index of the class of the frame for each school and label of the sheet. */
static uint32_t *map_classes(const Analysis *analysis, const Frame *frame, const Sheet *sheet, uint32_t *school_at, Arena *arena)
{
    uint32_t *of_org = arena_array(arena, uint32_t, analysis->schools.n + 1u);
    memset(of_org, 0xFF, (analysis->schools.n + 1u) * sizeof *of_org);
    for (uint32_t s = 0; s < frame->n_schools; s++) of_org[frame->schools[s].org] = s;
    uint32_t *class_at = arena_array(arena, uint32_t, (size_t)sheet->n_schools * sheet->n_class_labels);
    memset(class_at, 0xFF, (size_t)sheet->n_schools * sheet->n_class_labels * sizeof *class_at);
    for (uint32_t i = 0; i < sheet->n_schools; i++) {
        uint32_t org = school_table_find(&analysis->schools, sheet->school_code[i]), s = org == UINT32_MAX ? UINT32_MAX : of_org[org];
        school_at[i] = s;
        for (uint32_t c = 0; s != UINT32_MAX && c < frame->schools[s].n_classes; c++)
            for (uint32_t label = 0; label < sheet->n_class_labels; label++)
                if (str_eq(sheet->class_label[label], frame->classes[frame->schools[s].class_first + c].label))
                    class_at[(size_t)i * sheet->n_class_labels + label] = frame->schools[s].class_first + c;
    }
    return class_at;
}

static uint32_t label_index(const Sheet *sheet, Str label)
{
    uint32_t i = 0;
    while (!str_eq(sheet->class_label[i], label)) i++;
    return i;
}

static void mark_kinds(const SimPlan *plan, const Frame *frame, const SimulatedProcedure *touched, const uint32_t *school_at, const uint32_t *class_at, StudyWork *out)
{
    const Sheet *sheet = touched->sheet;
    for (uint32_t i = 0; i < touched->n_truth; i++) { /* a strong school stands before its classes: what was done to a class goes first for the class */
        const SimulateTruth *truth = &touched->truth[i];
        uint32_t s = school_at[truth->school];
        bool strong = strcmp(truth->kind, sim_kind_word(SIM_M8)) == 0;
        if (s == UINT32_MAX || (!strong && truth->n_changed == 0)) continue;
        uint8_t kind = kind_of(plan, truth);
        out->school_kind[s] = join(plan, out->school_kind[s], kind);
        if (strong)
            for (uint32_t c = 0; c < frame->schools[s].n_classes; c++) out->class_kind[frame->schools[s].class_first + c] = kind;
        uint32_t c = strong ? UINT32_MAX : class_at[(size_t)truth->school * sheet->n_class_labels + label_index(sheet, truth->class_label)];
        if (c != UINT32_MAX) out->class_kind[c] = kind;
    }
}

static bool only_lifts(const SimPlan *plan, uint8_t kind)
{
    return kind == KIND_HONEST || (kind <= plan->n_plants && (plan->plants[kind - 1].kind == SIM_M1 || plan->plants[kind - 1].kind == SIM_M8));
}

static void count_lifted(const SimPlan *plan, const Frame *frame, const Sheet *now, const Sheet *before, const uint32_t *class_at, StudyWork *out)
{
    const uint16_t *cutoff = now->procedure.blueprint->cutoff;
    for (uint32_t row = 0; row < now->n_rows; row++) {
        if (now->state[row] != ROW_WORK) continue;
        uint32_t c = class_at[(size_t)now->school[row] * now->n_class_labels + now->class_of[row]], n = 0;
        if (c == UINT32_MAX || !only_lifts(plan, out->class_kind[c])) continue; /* others move works too, but not from below a cut-off onto it */
        for (int k = 0; k < N_CUTOFFS; k++)
            if (before->total[row] < cutoff[k] && now->total[row] >= cutoff[k]) {
                out->lifted[k]++;
                n = 1;
            }
        out->class_lifted[c] += n;
        out->school_lifted[frame->classes[c].school] += n;
    }
}

static StudyWork work_of(const SimPlan *plan, const Analysis *analysis, const Frame *frame, const SimulatedProcedure *touched, const Sheet *honest, Arena *arena)
{
    StudyWork out = { .class_kind = arena_array(arena, uint8_t, frame->n_classes + 1u), .school_kind = arena_array(arena, uint8_t, frame->n_schools + 1u),
        .class_lifted = arena_array(arena, uint32_t, frame->n_classes + 1u), .school_lifted = arena_array(arena, uint32_t, frame->n_schools + 1u) };
    uint32_t *school_at = arena_array(arena, uint32_t, touched->sheet->n_schools);
    uint32_t *class_at = map_classes(analysis, frame, touched->sheet, school_at, arena);
    mark_kinds(plan, frame, touched, school_at, class_at, &out);
    count_lifted(plan, frame, touched->sheet, honest, class_at, &out);
    return out;
}

static int by_class(const void *x, const void *y)
{
    const StudyRow *a = x, *b = y;
    if (a->org != b->org) return a->org < b->org ? -1 : 1;
    if (a->year != b->year) return a->year < b->year ? -1 : 1;
    if (a->grade != b->grade) return a->grade < b->grade ? -1 : 1;
    int order = str_cmp(a->label, b->label);
    return order != 0 ? order : (a->procedure > b->procedure) - (a->procedure < b->procedure);
}

static void gather_units(const Analysis *analysis, StudyTruth *out, Arena *arena)
{
    uint32_t n = 0, room = 1;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) room += analysis->procedures[i].frame->n_classes;
    StudyRow *rows = arena_array(arena, StudyRow, room);
    StudyUnit *units = arena_array(arena, StudyUnit, room);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        for (uint32_t c = 0; c < frame->n_classes; c++)
            rows[n++] = (StudyRow){ frame->schools[frame->classes[c].school].org, frame->procedure->year, frame->procedure->grade, frame->classes[c].label, i, c };
    }
    qsort(rows, n, sizeof *rows, by_class);
    for (uint32_t i = 0; i < n; i++) {
        const StudyRow *row = &rows[i];
        StudyUnit *unit = out->n_units > 0 ? &units[out->n_units - 1] : NULL;
        if (unit == NULL || unit->org != row->org || unit->year != row->year || unit->grade != row->grade || !str_eq(unit->label, row->label)) {
            unit = &units[out->n_units++];
            *unit = (StudyUnit){ .org = row->org, .year = row->year, .grade = row->grade, .label = row->label, .first = i };
        }
        unit->n++;
        unit->kind = join(out->plan, unit->kind, out->works[row->procedure].class_kind[row->class_index]);
    }
    out->units = units;
    out->rows = rows;
}

StudyTruth study_truth(const SimPlan *plan, const Analysis *analysis, const SimulatedProcedure *touched, const SimulatedProcedure *honest, Arena *arena)
{
    StudyWork *works = arena_array(arena, StudyWork, analysis->n_procedures + 1u);
    uint8_t *org_kind = arena_array(arena, uint8_t, analysis->schools.n + 1u), *org_classes = arena_array(arena, uint8_t, analysis->schools.n + 1u);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        uint32_t k = 0;
        while (!str_eq(touched[k].sheet->procedure.id, frame->procedure->id)) k++;
        works[i] = work_of(plan, analysis, frame, &touched[k], honest[k].sheet, arena);
        for (uint32_t s = 0; s < frame->n_schools; s++) {
            const SchoolSpan *school = &frame->schools[s];
            org_kind[school->org] = join(plan, org_kind[school->org], works[i].school_kind[s]);
            if (school->n_classes > org_classes[school->org]) org_classes[school->org] = (uint8_t)school->n_classes;
        }
    }
    StudyTruth out = { .plan = plan, .n_kinds = (uint8_t)(plan->n_plants + 2), .works = works, .org_kind = org_kind, .org_classes = org_classes };
    gather_units(analysis, &out, arena);
    return out;
}
