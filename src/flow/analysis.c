#include "flow/analysis.h"

#include "base/clock.h"
#include "flow/analyse.h"
#include "flow/analysis_.h"
#include "flow/audit_.h"
#include "store/org.h"

/* ---- watching ---- */

/* The engine tells how far it is; the answer «stop» reaches it as a flag. */
typedef struct Watching { const AnalysisWatch *watch; atomic_bool stop; Err err; } Watching;

static void tell(void *context, const char *stage, size_t done, size_t all)
{
    Watching *watching = context;
    (void)stage;
    if (atomic_load(&watching->stop)) return;
    if (!watch_go_on(watching->watch, done, all, "расчёт", &watching->err)) atomic_store(&watching->stop, true);
}

/* ---- computing ---- */

static bool may_analyse(DbRead *db, const Who *who, Arena *arena, Err *err)
{
    Org root;
    bool found;
    if (who->is_program) return true;
    if (!org_by_id(db, who->region_id, who->region_id, arena, &root, &found, err)) return false;
    for (uint32_t i = 0; i < who->n_grants; i++)
        if (who->grants[i].org.kind <= ORG_MUNICIPALITY && role_gives(who->grants[i].role, RIGHT_SIGNS_DECIDE)) return true;
    return who_demand(who, RIGHT_SIGNS_DECIDE, found ? root.path : STR_EMPTY, err);
}

static bool compute(const RegionInputs *inputs, const AnalysisAsk *ask, Analysis *analysis, Arena *arena, Err *err)
{
    Watching watching = { .watch = &ask->watch };
    Progress progress = { tell, &watching };
    AnalyseOptions options = { .fdr = inputs->fdr, .n_threads = ask->n_threads, .reference = &inputs->reference, .progress = &progress, .stop = &watching.stop };
    *analysis = (Analysis){ .version = STR(MERILO_VERSION), .schools = inputs->schools };
    memcpy(analysis->inputs_hash, inputs->hash, sizeof analysis->inputs_hash);
    if (!flow_analyse(&options, inputs->sheets, inputs->n_sheets, analysis, arena)) {
        if (err != NULL) *err = watching.err;
        return false;
    }
    analyse_params(&options, analysis, arena);
    return true;
}

static bool is_the_same(const AnalysisRow *row, const RegionInputs *inputs)
{
    return str_eq(row->inputs_hash, str_of(inputs->hash)) && str_eq(row->params, inputs->params) && str_eq(row->program, STR(MERILO_VERSION));
}

static uint64_t count_works(const Analysis *analysis)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) n += analysis->procedures[i].frame->n_works;
    return n;
}

/* current: the analysis that stood; NULL: none. of_run: what need not outlive it */
static bool run(Flow *flow, const Who *who, const AnalysisAsk *ask, const AnalysisRow *current, const RegionInputs *inputs, Arena *of_run, Arena *arena, AnalysisDone *out, Err *err)
{
    int64_t started = clock_ticks_us();
    out->n_left_out = inputs->n_left_out;
    if (current != NULL && !ask->again && is_the_same(current, inputs)) {
        out->row = *current;
        out->unchanged = true;
        return analysis_levels(flow_reader(flow), current, inputs->root.path, out->n_level, err);
    }
    Analysis *analysis = arena_one(of_run, Analysis);
    if (!compute(inputs, ask, analysis, of_run, err)) return false;
    out->unchanged = false;
    out->row = (AnalysisRow){ .region_id = inputs->root.region_id, .org_id = inputs->root.id, .state = ANALYSIS_RUNS, .program = STR(MERILO_VERSION), .params = arena_str(arena, inputs->params),
        .inputs_hash = arena_str(arena, str_of(inputs->hash)), .n_schools = analysis->schools.n, .n_works = count_works(analysis), .made_by = who->account_id, .made_at = clock_now(),
        .taken_ms = (clock_ticks_us() - started) / 1000 };
    memcpy(out->n_level, analysis->n_level, sizeof out->n_level);
    if (!region_write(flow, who, inputs, analysis, &ask->watch, &out->row, err)) return false;
    out->row.state = ANALYSIS_STANDS;
    return true;
}

/* One view of the database for sheets, schools and settings; nothing of it is held while computing. */
static bool read_all(Flow *flow, const Who *who, Arena *arena, RegionInputs *inputs, AnalysisRow *current, bool *found, Err *err)
{
    DbRead *db = flow_reader(flow);
    if (!db_read_begin(db, err)) return false;
    bool done = may_analyse(db, who, arena, err) && region_inputs(db, who->region_id, arena, inputs, err) && analysis_current(db, who->region_id, arena, current, found, err);
    db_read_end(db);
    return done;
}

bool flow_analyse_region(Flow *flow, const Who *who, const AnalysisAsk *ask, Arena *arena, AnalysisDone *out, Err *err)
{
    RegionInputs inputs;
    AnalysisRow current;
    bool found;
    Arena *of_run = arena_new(0);
    bool done = watch_go_on(&ask->watch, 0, 0, "чтение форм", err) && read_all(flow, who, of_run, &inputs, &current, &found, err) &&
        run(flow, who, ask, found ? &current : NULL, &inputs, of_run, arena, out, err);
    if (done && out->unchanged) done = analysis_current(flow_reader(flow), who->region_id, arena, &out->row, &found, err); /* texts that outlive of_run */
    arena_free(of_run);
    return done;
}

bool flow_rebuild(Flow *flow, const Who *who, const AnalysisAsk *ask, Arena *arena, RebuildDone *out, Err *err)
{
    RegionInputs inputs;
    AnalysisRow current;
    bool found;
    AnalysisAsk again = *ask;
    again.again = true;
    *out = (RebuildDone){ .comparable = false };
    Arena *of_run = arena_new(0);
    bool done = read_all(flow, who, of_run, &inputs, &current, &found, err) && (!found || analysis_digest(flow_reader(flow), &current, out->before, err)) &&
        run(flow, who, &again, found ? &current : NULL, &inputs, of_run, arena, &out->done, err) && analysis_digest(flow_reader(flow), &out->done.row, out->after, err);
    out->comparable = done && found && is_the_same(&current, &inputs);
    out->same = out->comparable && memcmp(out->before, out->after, 64) == 0;
    arena_free(of_run);
    return done;
}
