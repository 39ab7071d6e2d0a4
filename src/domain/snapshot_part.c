/* Walks over what one school and one procedure bring. */
#include "domain/snapshot_.h"

static uint32_t tasks_of(const Analysis *shape, uint32_t procedure) { return shape->procedures[procedure].frame->procedure->blueprint->n_tasks; }
static uint32_t max_of(const Analysis *shape, uint32_t procedure) { return shape->procedures[procedure].frame->procedure->blueprint->max; }

/* ---- columns ---- */

static void walk_totals(Wire *wire, uint32_t max, const uint16_t **at, uint32_t n)
{
    const void *raw = wire_raw(wire, *at, n * sizeof **at);
    if (!wire_reads(wire)) return;
    uint16_t *totals = raw != NULL ? WIRE_ITEMS(wire, uint16_t, NULL, n) : NULL, most = 0;
    if (totals != NULL) memcpy(totals, raw, n * sizeof *totals);
    for (uint32_t i = 0; totals != NULL && i < n; i++) most = totals[i] > most ? totals[i] : most;
    if (most > max) wire_bad(wire, "сумма баллов больше возможной");
    *at = totals;
}

static void walk_journal(Wire *wire, const uint8_t **at, uint32_t n)
{
    const uint8_t *journal = wire_raw(wire, *at, n);
    for (uint32_t i = 0; wire_reads(wire) && journal != NULL && i < n; i++)
        if (journal[i] > 5) wire_bad(wire, "отметка журнала больше пяти");
    if (wire_reads(wire)) *at = journal;
}

static void walk_codes(Wire *wire, const Str **at, uint32_t n)
{
    bool there = wire_reads(wire) ? false : *at != NULL;
    wire_bool(wire, &there);
    if (wire_reads(wire) && there && n > wire_left(wire)) wire_bad(wire, "обещано больше, чем есть");
    Str *codes = there ? WIRE_ITEMS(wire, Str, *at, n) : NULL;
    for (uint32_t i = 0; codes != NULL && i < n; i++) wire_str(wire, &codes[i]);
    if (wire_reads(wire)) *at = codes;
}

/* Classes of a school: their works are all of the school's. */
static void walk_classes(Wire *wire, SchoolSpan *span, const ClassSpan **at)
{
    wire_u32(wire, &span->n);
    wire_u32(wire, &span->absent);
    wire_count(wire, &span->n_classes, 2);
    ClassSpan *classes = WIRE_ITEMS(wire, ClassSpan, *at, span->n_classes);
    uint64_t n = 0;
    for (uint32_t c = 0; classes != NULL && c < span->n_classes; c++) {
        wire_str(wire, &classes[c].label);
        wire_u32(wire, &classes[c].n);
        n += classes[c].n;
    }
    if (n != span->n || span->n == 0) wire_bad(wire, "работы классов не сходятся с работами школы");
    if (wire_reads(wire)) *at = classes;
}

/* ---- a school ---- */

/* Ids of indicators, each once; units name them by number. */
typedef struct Names { uint32_t n; const char *name[SNAPSHOT_INDICATORS]; } Names;

static void names_add(Names *names, const char *name)
{
    uint32_t i = 0;
    while (i < names->n && strcmp(names->name[i], name) != 0) i++;
    BUG_ON(i == SNAPSHOT_INDICATORS);
    if (i == names->n) names->name[names->n++] = name;
}

static void walk_names(Wire *wire, Names *names)
{
    wire_count(wire, &names->n, 1);
    if (names->n > SNAPSHOT_INDICATORS) {
        wire_bad(wire, "показателей больше, чем бывает");
        names->n = 0;
    }
    for (uint32_t i = 0; i < names->n; i++) wire_z(wire, &names->name[i]);
}

/* Units of a school: class_index counts from 0 in it, and a school whole is NO_CLASS. */
static void walk_unit(Wire *wire, const Analysis *shape, uint32_t *procedure, uint32_t *class_index)
{
    uint32_t of = wire_reads(wire) ? 0 : *procedure + 1, class_of = wire_reads(wire) ? 0 : *class_index + 1; /* none becomes 0 */
    wire_u32(wire, &of);
    wire_u32(wire, &class_of);
    if (of > shape->n_procedures || (of == 0 && class_of != 0)) wire_bad(wire, "назван класс или процедура, которых нет");
    if (wire_reads(wire)) *procedure = of - 1, *class_index = class_of - 1;
}

static void walk_value(Wire *wire, const Analysis *shape, const Names *names, Value *at)
{
    uint32_t name = 0;
    while (!wire_reads(wire) && strcmp(names->name[name], at->indicator) != 0) name++;
    wire_u32(wire, &name);
    if (name >= names->n) wire_bad(wire, "назван показатель, которого нет");
    if (wire_reads(wire)) at->indicator = wire->wrong == NULL ? names->name[name] : "";
    walk_unit(wire, shape, &at->procedure, &at->class_index);
    wire_u32(wire, &at->n);
    WIRE_ENUM(wire, at->silence, SILENT_FEW_PAIRS);
    double *const numbers[] = { &at->value, &at->low, &at->high, &at->expected, &at->p, &at->midp, &at->z, &at->q, &at->extra[0], &at->extra[1], &at->extra[2], &at->extra[3], &at->extra[4], &at->extra[5] };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
}

/* Numbers rise. */
static void walk_number(Wire *wire, uint32_t before, uint32_t *at)
{
    uint32_t step = wire_reads(wire) ? 0 : *at - before;
    wire_u32(wire, &step);
    if (step > UINT32_MAX - before) wire_bad(wire, "номера идут не по порядку");
    if (wire_reads(wire)) *at = before + step;
}

static void walk_numbers(Wire *wire, const uint32_t **at, uint32_t *n)
{
    wire_count(wire, n, 1);
    uint32_t *numbers = WIRE_ITEMS(wire, uint32_t, *at, *n);
    for (uint32_t i = 0; numbers != NULL && i < *n; i++) wire_u32(wire, &numbers[i]);
    if (wire_reads(wire)) *at = numbers;
}

static void walk_picture(Wire *wire, const Analysis *shape, Sign *at)
{
    WIRE_ENUM(wire, at->picture, PICTURE_NONE);
    uint32_t procedure = at->value.procedure;
    bool pooled = procedure == UINT32_MAX, there = wire_reads(wire) || pooled ? false : at->expected != NULL;
    wire_bool(wire, &there);
    if (there && pooled) wire_bad(wire, "ожидание без процедуры");
    if (wire_reads(wire)) at->expected = NULL;
    if (there && wire->wrong == NULL) walk_optional_doubles(wire, &at->expected, max_of(shape, procedure) + 1);
    wire_u8(wire, &at->mark);
    walk_numbers(wire, &at->parts, &at->n_parts);
    uint32_t n = at->n_tasks;
    wire_count(wire, &n, 34);
    if (n > UINT16_MAX) wire_bad(wire, "заданий больше, чем бывает");
    SignTask *tasks = WIRE_ITEMS(wire, SignTask, at->tasks, n);
    for (uint32_t i = 0; tasks != NULL && i < n; i++) {
        wire_str(wire, &tasks[i].label);
        wire_double(wire, &tasks[i].seen), wire_double(wire, &tasks[i].expected), wire_double(wire, &tasks[i].low), wire_double(wire, &tasks[i].high);
        wire_bool(wire, &tasks[i].marked);
    }
    if (wire_reads(wire)) at->tasks = tasks, at->n_tasks = tasks == NULL ? 0 : (uint16_t)n;
}

static void walk_sign(Wire *wire, const Analysis *shape, const Names *names, bool thin, Sign *at)
{
    walk_value(wire, shape, names, &at->value);
    wire_str(wire, &at->title), wire_str(wire, &at->text), wire_str(wire, &at->chance);
    walk_strs(wire, &at->innocent, &at->n_innocent);
    wire_str(wire, &at->next);
    wire_count(wire, &at->n_facts, 3);
    SignFact *facts = WIRE_ITEMS(wire, SignFact, at->facts, at->n_facts);
    for (uint32_t i = 0; facts != NULL && i < at->n_facts; i++) wire_str(wire, &facts[i].name), wire_str(wire, &facts[i].value), wire_str(wire, &facts[i].rest);
    if (wire_reads(wire)) at->facts = facts, at->picture = PICTURE_NONE;
    if (!thin) walk_picture(wire, shape, at);
}

static void walk_conclusion(Wire *wire, const Analysis *shape, Conclusion *at)
{
    walk_unit(wire, shape, &at->procedure, &at->class_index);
    wire_double(wire, &at->p), wire_double(wire, &at->q), wire_double(wire, &at->q_by);
    WIRE_ENUM(wire, at->level, LEVEL_STRONG);
    wire_u32(wire, &at->n_works), wire_u32(wire, &at->n_values);
    walk_numbers(wire, &at->signs, &at->n_signs);
    wire_str(wire, &at->text);
}

static void walk_spans(Wire *wire, const Analysis *shape, bool thin, SchoolPart *at)
{
    wire_count(wire, &at->n_spans, 6);
    at->spans = WIRE_ITEMS(wire, SpanPart, at->spans, at->n_spans);
    uint32_t before = 0;
    for (uint32_t i = 0; at->spans != NULL && i < at->n_spans; i++) {
        SpanPart *span = &at->spans[i];
        walk_number(wire, before, &span->procedure);
        if (span->procedure >= shape->n_procedures || (i > 0 && span->procedure == before)) wire_bad(wire, "процедуры стоят не по порядку");
        walk_classes(wire, &span->span, &span->classes);
        before = span->procedure;
        if (thin || wire->wrong != NULL) continue;
        SchoolStats *stats = WIRE_ITEMS(wire, SchoolStats, span->stats, 1);
        if (stats == NULL) return;
        walk_school_stats(wire, stats);
        span->stats = stats;
        walk_heat(wire, &span->heat, tasks_of(shape, span->procedure));
        walk_totals(wire, max_of(shape, span->procedure), &span->total, span->span.n);
        walk_journal(wire, &span->journal, span->span.n);
        walk_codes(wire, &span->code, span->span.n);
    }
}

static void walk_years_part(Wire *wire, const Analysis *shape, SchoolPart *at)
{
    wire_count(wire, &at->n_cohorts, 3);
    at->cohorts = WIRE_ITEMS(wire, CohortPart, at->cohorts, at->n_cohorts);
    for (uint32_t i = 0; at->cohorts != NULL && i < at->n_cohorts; i++) {
        wire_u32(wire, &at->cohorts[i].cohort);
        walk_cohort_school(wire, &at->cohorts[i].school);
        if (at->cohorts[i].cohort >= shape->n_cohorts || at->cohorts[i].school.org != at->org) wire_bad(wire, "названа когорта, которой нет");
    }
    wire_count(wire, &at->n_changes, 4);
    at->changes = WIRE_ITEMS(wire, ChangePart, at->changes, at->n_changes);
    for (uint32_t i = 0; at->changes != NULL && i < at->n_changes; i++) {
        wire_u32(wire, &at->changes[i].change);
        walk_change_school(wire, &at->changes[i].school);
        if (at->changes[i].change >= shape->n_changes || at->changes[i].school.org != at->org) wire_bad(wire, "названо изменение, которого нет");
    }
}

void walk_school_part(Wire *wire, const Analysis *shape, bool thin, SchoolPart *at)
{
    wire_u32(wire, &at->org);
    if (at->org >= shape->schools.n) wire_bad(wire, "названа школа, которой нет");
    walk_spans(wire, shape, thin, at);
    Names names = { 0 };
    for (uint32_t i = 0; !wire_reads(wire) && i < at->n_signs; i++) names_add(&names, at->signs[i].sign.value.indicator);
    for (uint32_t i = 0; !wire_reads(wire) && i < at->n_values; i++) names_add(&names, at->values[i].value.indicator);
    walk_names(wire, &names);
    wire_count(wire, &at->n_conclusions, 31);
    at->conclusions = WIRE_ITEMS(wire, Conclusion, at->conclusions, at->n_conclusions);
    for (uint32_t i = 0; at->conclusions != NULL && i < at->n_conclusions; i++) {
        walk_conclusion(wire, shape, &at->conclusions[i]);
        if (wire_reads(wire)) at->conclusions[i].org = at->org;
    }
    wire_count(wire, &at->n_signs, 13);
    at->signs = WIRE_ITEMS(wire, SignPart, at->signs, at->n_signs);
    for (uint32_t i = 0; at->signs != NULL && i < at->n_signs; i++) {
        walk_number(wire, i == 0 ? 0 : at->signs[i - 1].number, &at->signs[i].number);
        walk_sign(wire, shape, &names, thin, &at->signs[i].sign);
        if (wire_reads(wire)) at->signs[i].sign.value.org = at->org;
    }
    if (thin) return;
    wire_count(wire, &at->n_values, 7);
    at->values = WIRE_ITEMS(wire, ValuePart, at->values, at->n_values);
    for (uint32_t i = 0; at->values != NULL && i < at->n_values; i++) {
        walk_number(wire, i == 0 ? 0 : at->values[i - 1].number, &at->values[i].number);
        walk_value(wire, shape, &names, &at->values[i].value);
        if (wire_reads(wire)) at->values[i].value.org = at->org;
    }
    walk_years_part(wire, shape, at);
}

/* ---- a procedure ---- */

static void walk_schools(Wire *wire, const Analysis *shape, ProcedurePart *at)
{
    SchoolSpan *schools = WIRE_ITEMS(wire, SchoolSpan, at->schools, at->n_schools);
    const ClassSpan **classes = wire_reads(wire) ? WIRE_ITEMS(wire, const ClassSpan *, NULL, at->n_schools) : NULL;
    uint32_t before = 0, n_classes = 0, n_works = 0;
    for (uint32_t i = 0; schools != NULL && i < at->n_schools && wire->wrong == NULL; i++) {
        walk_number(wire, before, &schools[i].org);
        if (schools[i].org >= shape->schools.n || (i > 0 && schools[i].org == before)) wire_bad(wire, "школы стоят не по порядку");
        before = schools[i].org;
        const ClassSpan *of = wire_reads(wire) ? NULL : at->classes + schools[i].class_first;
        walk_classes(wire, &schools[i], &of);
        if (!wire_reads(wire)) continue;
        if (classes == NULL) return;
        if (schools[i].n > shape->procedures[at->procedure].frame->n_works - n_works) wire_bad(wire, "работ школ больше, чем в процедуре");
        schools[i].first = n_works, schools[i].class_first = n_classes;
        n_works += schools[i].n, n_classes += schools[i].n_classes;
        classes[i] = of;
    }
    if (!wire_reads(wire) || wire->wrong != NULL) return;
    if (n_works != shape->procedures[at->procedure].frame->n_works) wire_bad(wire, "работы школ не сходятся с работами процедуры");
    ClassSpan *all = WIRE_ITEMS(wire, ClassSpan, NULL, n_classes);
    for (uint32_t i = 0, c = 0, first = 0; all != NULL && i < at->n_schools; i++)
        for (uint32_t k = 0; k < schools[i].n_classes; first += all[c].n, c++, k++) all[c] = (ClassSpan){ .label = classes[i][k].label, .school = i, .first = first, .n = classes[i][k].n };
    at->schools = schools, at->classes = all, at->n_classes = n_classes;
}

void walk_procedure_part(Wire *wire, const Analysis *shape, ProcedurePart *at)
{
    wire_u32(wire, &at->procedure);
    if (at->procedure >= shape->n_procedures) wire_bad(wire, "названа процедура, которой нет");
    wire_count(wire, &at->n_schools, 6);
    if (wire->wrong != NULL) return;
    walk_schools(wire, shape, at);
    if (wire->wrong != NULL) return;
    uint32_t n_tasks = tasks_of(shape, at->procedure);
    walk_totals(wire, max_of(shape, at->procedure), &at->total, shape->procedures[at->procedure].frame->n_works);
    SchoolStats *stats = WIRE_ITEMS(wire, SchoolStats, at->stats, at->n_schools);
    for (uint32_t i = 0; stats != NULL && i < at->n_schools; i++) walk_school_stats(wire, &stats[i]);
    if (wire_reads(wire)) at->stats = stats;
    walk_heat(wire, &at->heat, at->n_schools * n_tasks);
    walk_task_model(wire, n_tasks, &at->own_model);
    walk_task_model(wire, n_tasks, &at->norm_model);
}
