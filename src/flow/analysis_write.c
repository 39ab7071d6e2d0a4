/* Derived rows of a new analysis. Written in short transactions under an analysis that does not stand yet, so a reader sees the old one or the new one, whole. */
#include <math.h>

#include "base/number.h"
#include "domain/snapshot.h"
#include "flow/analysis_.h"
#include "flow/audit_.h"
#include "store/setting.h"

enum { SCHOOLS_AT_ONCE = 40 }; /* some megabytes of fragments: a transaction of some tens of milliseconds */

typedef struct Writing {
    const Who *who;
    const RegionInputs *inputs;
    const Analysis *analysis;
    const SnapshotWriter *writer;
    AnalysisRow *row;
    uint32_t from, to;                    /* part in hand */
    const uint32_t *conclusion;           /* [schools.n + 1]: the first of each school; the last is n_conclusions */
} Writing;

static bool write_start(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    AnalysisRow *row = writing->row;
    row->id = db_new_id(write);
    return analysis_next_number(db_within(write), row->region_id, &row->number, err) && analysis_put(write, row, err);
}

static bool write_head(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    Buf head, years, list;
    buf_init(&head, 0), buf_init(&years, 0), buf_init(&list, 0);
    snapshot_head(writing->writer, &head);
    snapshot_years(writing->writer, &years);
    snapshot_list(writing->writer, &list);
    bool done = buf_ok(&head, err) && buf_ok(&years, err) && buf_ok(&list, err) &&
        analysis_put_head(write, writing->row, buf_str(&head), buf_str(&years), buf_str(&list), err);
    buf_free(&head), buf_free(&years), buf_free(&list);
    return done;
}

static bool write_procedure(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    Buf bytes;
    buf_init(&bytes, 0);
    snapshot_procedure(writing->writer, writing->from, &bytes);
    bool done = buf_ok(&bytes, err) && analysis_put_procedure(write, writing->row, writing->analysis->procedures[writing->from].frame->procedure->id, writing->from, buf_str(&bytes), err);
    buf_free(&bytes);
    return done;
}

static SignDerived sign_row(const Writing *writing, uint32_t org, uint32_t n, const Sign *sign, Level level)
{
    const Value *value = &sign->value;
    const Frame *frame = value->procedure == UINT32_MAX ? NULL : writing->analysis->procedures[value->procedure].frame;
    return (SignDerived){ .school_id = writing->inputs->school_id[org], .n = n, .procedure = frame == NULL ? STR_EMPTY : frame->procedure->id,
        .class_label = frame == NULL || value->class_index == NO_CLASS ? STR_EMPTY : frame->classes[value->class_index].label, .indicator = str_of(value->indicator), .level = level,
        .title = sign->title, .words = sign->text, .chance = sign->chance, .p = value->p, .q = value->q };
}

/* Signs of the school and of its classes, each once. */
static bool write_signs(DbWrite *write, const Writing *writing, uint32_t org, uint32_t *n_signs, Err *err)
{
    const Analysis *in = writing->analysis;
    uint32_t first = writing->conclusion[org], end = writing->conclusion[org + 1];
    *n_signs = 0;
    for (uint32_t c = first; c < end && in->conclusions != NULL; c++)
        for (uint32_t i = 0; i < in->conclusions[c].n_signs; i++) {
            uint32_t at = in->conclusions[c].signs[i];
            bool known = false;
            for (uint32_t d = first; d <= c && !known; d++)
                for (uint32_t k = 0; k < (d == c ? i : in->conclusions[d].n_signs) && !known; k++) known = in->conclusions[d].signs[k] == at;
            if (known) continue;
            SignDerived sign = sign_row(writing, org, (*n_signs)++, &in->signs[at], in->conclusions[c].level);
            if (!analysis_put_sign(write, writing->row, &sign, err)) return false;
        }
    return true;
}

static bool write_school(DbWrite *write, const Writing *writing, uint32_t org, Buf *bytes, Err *err)
{
    const Analysis *in = writing->analysis;
    uint32_t first = writing->conclusion[org];
    const Conclusion *conclusion = first < writing->conclusion[org + 1] ? &in->conclusions[first] : NULL;
    SchoolDerived school = { .school_id = writing->inputs->school_id[org], .level = conclusion == NULL ? LEVEL_TOO_FEW_DATA : conclusion->level,
        .p = conclusion == NULL ? (double)NAN : conclusion->p, .q = conclusion == NULL ? (double)NAN : conclusion->q, .n_works = conclusion == NULL ? 0 : conclusion->n_works,
        .words = conclusion == NULL ? STR_EMPTY : conclusion->text, .markers = in->lists.markers == NULL ? 0 : in->lists.markers[org] };
    if (!write_signs(write, writing, org, &school.n_signs, err)) return false;
    buf_clear(bytes);
    snapshot_school(writing->writer, org, bytes);
    school.bytes = buf_str(bytes);
    return buf_ok(bytes, err) && analysis_put_school(write, writing->row, &school, err);
}

static bool write_schools(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    Buf bytes;
    buf_init(&bytes, 0);
    bool done = true;
    for (uint32_t org = writing->from; done && org < writing->to; org++) done = write_school(write, writing, org, &bytes, err);
    buf_free(&bytes);
    return done;
}

/* The whole tree changes its conclusions at this moment. */
static bool write_stand(DbWrite *write, void *context, Err *err)
{
    Writing *writing = context;
    AnalysisRow *row = writing->row;
    Arena *arena = arena_new(0);
    const uint32_t *n_level = writing->analysis->n_level;
    Str schools = number_of(arena, row->n_schools, "школа", "школы", "школ"), works = number_of(arena, (long long)row->n_works, "работа", "работы", "работ");
    Str words = arena_printf(arena, "Анализ № %u: %.*s, %.*s; с признаками: %u, обратить внимание: %u.", row->number, STR_ARG(schools), STR_ARG(works),
        n_level[LEVEL_SIGNS] + n_level[LEVEL_STRONG], n_level[LEVEL_ATTENTION]);
    AuditNote note = { .org_id = row->org_id, .object = arena_printf(arena, "analysis/%u", row->number), .verb = STR("посчитаны признаки"), .words = words };
    Str now = arena_printf(arena, "%lld", (long long)row->made_at);
    bool done = analysis_stand(write, row, err) && setting_put(write, "analysis.made_at", now, row->made_at, err) && flow_audit(write, writing->who, &note, err);
    arena_free(arena);
    return done;
}

typedef struct Sweep { int64_t region_id; uint32_t table; } Sweep;

static bool sweep_body(DbWrite *write, void *context, Err *err)
{
    const Sweep *of = context;
    return analysis_sweep(write, of->region_id, of->table, err);
}

static bool sweep(Flow *flow, int64_t region_id, Err *err)
{
    for (uint32_t table = 0; table < ANALYSIS_TABLES; table++)
        if (!db_tx(flow_db(flow), sweep_body, &(Sweep){ region_id, table }, err)) return false;
    return true;
}

static bool fail_body(DbWrite *write, void *context, Err *err) { return analysis_fail(write, context, err); }

static bool write_parts(Flow *flow, Writing *writing, const AnalysisWatch *watch, Err *err)
{
    Db *db = flow_db(flow);
    const Analysis *in = writing->analysis;
    uint32_t n_all = in->n_procedures + in->schools.n;
    static const char words[] = "запись выводов";
    if (!db_tx(db, write_head, writing, err)) return false;
    for (uint32_t i = 0; i < in->n_procedures; i++) {
        writing->from = i;
        if (!watch_go_on(watch, i, n_all, words, err) || !db_tx(db, write_procedure, writing, err)) return false;
    }
    for (uint32_t from = 0; from < in->schools.n; from += SCHOOLS_AT_ONCE) {
        writing->from = from;
        writing->to = from + SCHOOLS_AT_ONCE < in->schools.n ? from + SCHOOLS_AT_ONCE : in->schools.n;
        if (!watch_go_on(watch, in->n_procedures + from, n_all, words, err) || !db_tx(db, write_schools, writing, err)) return false;
    }
    return db_tx(db, write_stand, writing, err);
}

static const uint32_t *first_conclusions(const Analysis *in, Arena *arena)
{
    uint32_t *first = arena_array(arena, uint32_t, in->schools.n + 1u);
    uint32_t c = 0;
    for (uint32_t org = 0; org <= in->schools.n; org++) {
        while (c < in->n_conclusions && in->conclusions[c].org < org) c++;
        first[org] = c;
    }
    return first;
}

bool region_write(Flow *flow, const Who *who, const RegionInputs *inputs, const Analysis *analysis, const AnalysisWatch *watch, AnalysisRow *row, Err *err)
{
    Arena *arena = arena_new(0);
    Writing writing = { .who = who, .inputs = inputs, .analysis = analysis, .writer = snapshot_writer(analysis, arena), .row = row, .conclusion = first_conclusions(analysis, arena) };
    bool done = db_tx(flow_db(flow), write_start, &writing, err);
    if (done) {
        done = write_parts(flow, &writing, watch, err);
        Err ignored;
        if (!done) db_tx(flow_db(flow), fail_body, row, &ignored); /* the reason why it failed is told, not that this failed too */
        done = sweep(flow, row->region_id, done ? err : &ignored) && done;
    }
    arena_free(arena);
    return done;
}
