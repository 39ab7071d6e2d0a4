/* From sheets to conclusions: frame, norm, measure, conclude. */
#include "flow/analyse.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/number.h"
#include "base/pool.h"
#include "conclude/conclude.h"
#include "flow/teller_.h"

/* ---- procedures ---- */

typedef struct Place { const Sheet *sheet; uint32_t order; } Place;

static int by_identity(const void *x, const void *y)
{
    const Place *a = x, *b = y;
    const Procedure *p = &a->sheet->procedure, *q = &b->sheet->procedure;
    if (p->year != q->year) return p->year < q->year ? -1 : 1;
    if (p->grade != q->grade) return p->grade < q->grade ? -1 : 1;
    int order = str_cmp(p->subject, q->subject);
    if (order == 0) order = str_cmp(p->id, q->id);
    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

/* By year, grade, subject; sheets of one procedure stay in their order. */
static const Sheet **sheets_sorted(const Sheet *const *given, uint32_t n, Arena *arena)
{
    Place *places = arena_array(arena, Place, n + 1u);
    for (uint32_t i = 0; i < n; i++) places[i] = (Place){ given[i], i };
    qsort(places, n, sizeof *places, by_identity);
    const Sheet **sheets = arena_array(arena, const Sheet *, n + 1u);
    for (uint32_t i = 0; i < n; i++) sheets[i] = places[i].sheet;
    return sheets;
}

typedef struct Work {
    const Sheet *const *sheets;
    uint32_t n_sheets;
    Frame *frame;
    ProcedureAnalysis analysis;
    uint32_t first_value, n_values; /* its part of Analysis.values */
    Arena *arena;
} Work;

/* priors: figures of schools in every work, by number of the work: all that measuring may ask of another work */
typedef struct Measuring { const atomic_bool *stop; Work *works; const Prior *const *priors; uint32_t n_works; const Reference *reference; const Anchor *anchor; const Analysis *analysis; bool no_pages; Teller teller; } Measuring;

static const Prior *other_year(const Measuring *measuring, const Procedure *of, int by)
{
    uint32_t found = prior_find(measuring->priors, measuring->n_works, of, by, by);
    return found == UINT32_MAX ? NULL : measuring->priors[found];
}

/* What a season must not keep: columns that can be read again, values that are written, scratch of indicators. */
static void measured(const Measuring *measuring, const Work *work, Arena *scratch)
{
    arena_free(scratch);
    spill_rest(&measuring->analysis->spill, work->first_value * sizeof(Value), (work->first_value + (size_t)work->n_values) * sizeof(Value));
    if (work->frame->mapped.n > 0) file_map_rest(work->frame->mapped);
}

static bool is_stopped(const atomic_bool *stop) { return stop != NULL && atomic_load(stop); }

static void measure_one(void *context, size_t i)
{
    Measuring *measuring = context;
    if (is_stopped(measuring->stop)) return;
    Work *work = &measuring->works[i];
    const Procedure *procedure = work->frame->procedure;
    Arena *scratch = arena_new(0);
    Norm *own = norm_own(work->frame, scratch, work->arena);
    const AnchorUse *anchor = measuring->anchor == NULL ? NULL : norm_use_anchor(own, measuring->anchor, &measuring->analysis->schools, work->frame, work->arena);
    const Norm *norm = norm_choose(own, measuring->reference->norms, measuring->reference->n, procedure, work->arena);
    norm = norm_of_these_tasks(norm, own, work->frame, work->arena);
    describe_procedure(work->frame, norm, own, work->arena, &work->analysis);
    if (!measuring->no_pages) describe_heat(work->frame, norm, own, work->arena, &work->analysis);
    work->analysis.anchor = anchor;
    IndicatorInput in = { .frame = work->frame, .norm = norm, .norm_is_own = norm == own, .procedure = (uint32_t)i, .seed = str_hash(procedure->id),
        .prior = other_year(measuring, procedure, -1), .next = other_year(measuring, procedure, 1) };
    procedure_values(&in, measuring->analysis->values + work->first_value, scratch);
    norm_forget_works(own);
    measured(measuring, work, scratch);
    teller_step(&measuring->teller);
}

/* Frames of all procedures that have a work. */
static Work *build_frames(const Sheet *const *sheets, uint32_t n_sheets, const SchoolTable *schools, uint32_t *n_out, Arena *arena)
{
    Work *works = arena_array(arena, Work, n_sheets + 1u);
    uint32_t n = 0;
    for (uint32_t from = 0, to; from < n_sheets; from = to) {
        for (to = from + 1; to < n_sheets && str_eq(sheets[to]->procedure.id, sheets[from]->procedure.id);) to++;
        Frame *frame = frame_build(sheets + from, to - from, schools, arena);
        if (frame->n_works > 0) works[n++] = (Work){ .sheets = sheets + from, .n_sheets = to - from, .frame = frame };
    }
    *n_out = n;
    return works;
}

/* Room for all values at once, and for those that conclude() pools: one a school and indicator at most. */
static void make_room(Work *works, uint32_t n_works, Analysis *analysis, Arena *arena)
{
    uint64_t room = 1;
    for (const Indicator *const *at = indicator_registry; *at != NULL; at++) room += analysis->schools.n;
    for (uint32_t i = 0; i < n_works; i++) {
        works[i].first_value = analysis->n_values;
        works[i].n_values = procedure_values_count(works[i].frame);
        BUG_ON(works[i].n_values > UINT32_MAX - analysis->n_values);
        analysis->n_values += works[i].n_values;
    }
    BUG_ON(room + analysis->n_values > UINT32_MAX);
    analysis->values_room = (uint32_t)(room + analysis->n_values);
    analysis->spill = spill_new(analysis->values_room * sizeof(Value), SPILL_FROM, arena);
    analysis->values = analysis->spill.at;
}

static const Prior *const *build_priors(const Work *works, uint32_t n_works, uint32_t n_orgs, Arena *arena)
{
    const Prior **priors = arena_array(arena, const Prior *, n_works + 1u);
    for (uint32_t i = 0; i < n_works; i++) {
        priors[i] = prior_build(works[i].frame, n_orgs, arena);
        if (works[i].frame->mapped.n > 0) file_map_rest(works[i].frame->mapped);
    }
    return priors;
}

static void measure(const AnalyseOptions *options, const Sheet *const *sheets, uint32_t n_sheets, Analysis *analysis, Arena *arena)
{
    uint32_t n_works;
    Work *works = build_frames(sheets, n_sheets, &analysis->schools, &n_works, arena);
    make_room(works, n_works, analysis, arena);
    Measuring measuring = { .works = works, .priors = build_priors(works, n_works, analysis->schools.n, arena), .n_works = n_works, .reference = options->reference, .anchor = options->anchor,
        .analysis = analysis, .no_pages = options->no_pages, .stop = options->stop };
    for (uint32_t i = 0; i < n_works; i++) works[i].arena = arena_new(0);
    teller_begin(&measuring.teller, options->progress, "расчёт", n_works);
    pool_run(options->n_threads, n_works, measure_one, &measuring);
    ProcedureAnalysis *procedures = arena_array(arena, ProcedureAnalysis, n_works + 1u);
    for (uint32_t i = 0; i < n_works; i++) {
        arena_adopt(arena, works[i].arena);
        procedures[i] = works[i].analysis;
    }
    if (is_stopped(options->stop)) return;
    analysis->procedures = procedures;
    analysis->n_procedures = n_works;
    Change *changes;
    cohort_changes(measuring.priors, n_works, arena, &changes, &analysis->n_changes);
    analysis->changes = changes;
}

bool flow_analyse(const AnalyseOptions *options, const Sheet *const *sheets, uint32_t n_sheets, Analysis *analysis, Arena *arena)
{
    BUG_ON(!(options->fdr > 0 && options->fdr < 0.5));
    analysis->fdr = options->fdr;
    measure(options, sheets_sorted(sheets, n_sheets, arena), n_sheets, analysis, arena);
    if (is_stopped(options->stop)) return false;
    Cohort *cohorts;
    federal_cohorts(analysis->procedures, analysis->n_procedures, analysis->schools.n, arena, &cohorts, &analysis->n_cohorts);
    analysis->cohorts = cohorts;
    conclude(analysis, arena);
    federal_index(analysis, arena);
    two_lists(analysis, arena);
    return true;
}

/* ---- words about the run ---- */

/* Works that the reference says nothing of. */
static uint32_t count_without_reference(const Analysis *analysis)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) n += analysis->procedures[i].norm == NULL || analysis->procedures[i].norm == analysis->procedures[i].own;
    return n;
}

void analyse_params(const AnalyseOptions *options, Analysis *analysis, Arena *arena)
{
    Str reference = options->reference->text;
    uint32_t missing = reference.n > 0 ? count_without_reference(analysis) : 0;
    Str gap = missing == 0 ? STR_EMPTY : arena_printf(arena, "; нормы там нет для %u из %s (нужны те же год, класс, предмет, сумма баллов и сами задания)", missing,
        number_of(arena, analysis->n_procedures, "работы", "работ", "работ").at);
    Str fdr = number_share(arena, options->fdr, options->fdr * 100 == floor(options->fdr * 100) ? 0 : 1);
    analysis->params_text = arena_printf(arena, "Доля ложных тревог среди показанных школ — не больше %.*s; норма региона — от %u школ%s%.*s%.*s.", STR_ARG(fdr), NORM_MIN_SCHOOLS,
        reference.n > 0 ? "; --reference: " : "", STR_ARG(reference), STR_ARG(gap));
    analysis->reference_text = count_without_reference(analysis) == analysis->n_procedures ? STR_EMPTY : reference; /* else nothing was compared with it */
}
