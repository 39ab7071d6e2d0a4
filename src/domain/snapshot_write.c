/* From an analysis to fragments. */
#include "domain/snapshot_.h"

#include <stdio.h>

#include "base/hash.h"

/* ---- the writer ---- */

static uint64_t run_of(const Analysis *in)
{
    Arena *scratch = arena_new(0);
    Hash hash;
    char hex[65], fdr[32];
    hash_begin(&hash);
    snprintf(fdr, sizeof fdr, "%a %u", in->fdr, in->n_values);
    const Str parts[] = { in->version, in->params_text, in->reference_text, in->anchor_text, str_of(in->inputs_hash), str_of(fdr) };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) hash_add(&hash, parts[i]), hash_add(&hash, STR("\n"));
    for (uint32_t i = 0; i < in->schools.n; i++) hash_add(&hash, in->schools.schools[i].code), hash_add(&hash, STR("\n"));
    for (uint32_t i = 0; i < in->n_procedures; i++) hash_add(&hash, arena_printf(scratch, "%.*s %u\n", STR_ARG(in->procedures[i].frame->procedure->id), in->procedures[i].frame->n_works));
    hash_end_hex(&hash, hex);
    arena_free(scratch);
    return str_hash(str_of(hex));
}

/* Counting sort: what a school has stands together, in its own order. */
typedef uint32_t (*OrgOf)(const Analysis *in, uint32_t i);
static uint32_t org_of_value(const Analysis *in, uint32_t i) { return in->values[i].org; }
static uint32_t org_of_sign(const Analysis *in, uint32_t i) { return in->signs[i].value.org; }
static uint32_t org_of_conclusion(const Analysis *in, uint32_t i) { return in->conclusions[i].org; }

static const uint32_t *by_school(const Analysis *in, uint32_t n, OrgOf org_of, Arena *arena, const uint32_t **order_out)
{
    uint32_t *first = arena_array(arena, uint32_t, in->schools.n + (size_t)2), *order = arena_array(arena, uint32_t, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) first[org_of(in, i) + 2]++;
    for (uint32_t i = 2; i < in->schools.n + 2; i++) first[i] += first[i - 1];
    for (uint32_t i = 0; i < n; i++) order[first[org_of(in, i) + 1]++] = i;
    *order_out = order;
    return first;
}

const SnapshotWriter *snapshot_writer(const Analysis *analysis, Arena *arena)
{
    SnapshotWriter *writer = arena_one(arena, SnapshotWriter);
    const uint32_t *as_they_stand;
    writer->in = analysis;
    writer->run = run_of(analysis);
    writer->value_first = by_school(analysis, analysis->n_values, org_of_value, arena, &writer->value_order);
    writer->sign_first = by_school(analysis, analysis->n_signs, org_of_sign, arena, &writer->sign_order);
    writer->conclusion_first = by_school(analysis, analysis->n_conclusions, org_of_conclusion, arena, &as_they_stand);
    for (uint32_t i = 0; i < analysis->n_conclusions; i++) BUG_ON(as_they_stand[i] != i);
    return writer;
}

static Wire begin(const SnapshotWriter *writer, const char *magic, Buf *out)
{
    Wire wire = wire_write(out, magic, SNAPSHOT_VERSION);
    uint64_t run = writer->run;
    wire_u64(&wire, &run);
    return wire;
}

/* ---- parts of a school ---- */

/* Index into Frame.schools, or UINT32_MAX. */
static uint32_t school_at(const Frame *frame, uint32_t org)
{
    uint32_t low = 0, high = frame->n_schools;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (frame->schools[middle].org < org) low = middle + 1;
        else high = middle;
    }
    return low < frame->n_schools && frame->schools[low].org == org ? low : UINT32_MAX;
}

static uint32_t inside(const Analysis *in, uint32_t org, uint32_t procedure, uint32_t class_index)
{
    if (class_index == NO_CLASS) return NO_CLASS;
    BUG_ON(procedure == UINT32_MAX);
    const Frame *frame = in->procedures[procedure].frame;
    uint32_t at = school_at(frame, org);
    BUG_ON(at == UINT32_MAX || class_index < frame->schools[at].class_first || class_index - frame->schools[at].class_first >= frame->schools[at].n_classes);
    return class_index - frame->schools[at].class_first;
}

static void gather_spans(const Analysis *in, uint32_t org, bool thin, Arena *arena, SchoolPart *out)
{
    out->spans = arena_array(arena, SpanPart, in->n_procedures + 1u);
    for (uint32_t p = 0; p < in->n_procedures; p++) {
        const ProcedureAnalysis *of = &in->procedures[p];
        const Frame *frame = of->frame;
        uint32_t at = school_at(frame, org);
        if (at == UINT32_MAX) continue;
        const SchoolSpan *span = &frame->schools[at];
        SpanPart *part = &out->spans[out->n_spans++];
        *part = (SpanPart){ .procedure = p, .span = *span, .classes = frame->classes + span->class_first };
        if (thin) continue;
        uint32_t n_tasks = frame->procedure->blueprint->n_tasks;
        part->stats = &of->schools[at];
        part->heat = of->heat == NULL ? NULL : of->heat + (size_t)at * n_tasks;
        part->total = frame->total + span->first, part->journal = frame->journal + span->first;
        part->code = frame->code == NULL ? NULL : frame->code + span->first;
    }
}

static void gather_years(const Analysis *in, uint32_t org, Arena *arena, SchoolPart *out)
{
    out->cohorts = arena_array(arena, CohortPart, in->n_cohorts + 1u);
    out->changes = arena_array(arena, ChangePart, in->n_changes + 1u);
    for (uint32_t c = 0; c < in->n_cohorts; c++)
        for (uint32_t i = 0; i < in->cohorts[c].n; i++)
            if (in->cohorts[c].schools[i].org == org) out->cohorts[out->n_cohorts++] = (CohortPart){ c, in->cohorts[c].schools[i] };
    for (uint32_t c = 0; c < in->n_changes; c++)
        for (uint32_t i = 0; i < in->changes[c].n; i++)
            if (in->changes[c].schools[i].org == org) out->changes[out->n_changes++] = (ChangePart){ c, in->changes[c].schools[i] };
}

static SchoolPart gather(const SnapshotWriter *writer, uint32_t org, bool thin, Arena *arena)
{
    const Analysis *in = writer->in;
    SchoolPart part = { .org = org };
    gather_spans(in, org, thin, arena, &part);
    uint32_t first = writer->conclusion_first[org];
    part.n_conclusions = writer->conclusion_first[org + 1] - first;
    part.conclusions = arena_array(arena, Conclusion, part.n_conclusions + 1u);
    for (uint32_t i = 0; i < part.n_conclusions; i++) {
        part.conclusions[i] = in->conclusions[first + i];
        part.conclusions[i].class_index = inside(in, org, part.conclusions[i].procedure, part.conclusions[i].class_index);
    }
    first = writer->sign_first[org];
    part.n_signs = writer->sign_first[org + 1] - first;
    part.signs = arena_array(arena, SignPart, part.n_signs + 1u);
    for (uint32_t i = 0; i < part.n_signs; i++) {
        uint32_t number = writer->sign_order[first + i];
        part.signs[i] = (SignPart){ number, in->signs[number] };
        Value *value = &part.signs[i].sign.value;
        value->class_index = inside(in, org, value->procedure, value->class_index);
    }
    if (thin) return part;
    first = writer->value_first[org];
    part.n_values = writer->value_first[org + 1] - first;
    part.values = arena_array(arena, ValuePart, part.n_values + 1u);
    for (uint32_t i = 0; i < part.n_values; i++) {
        uint32_t number = writer->value_order[first + i];
        part.values[i] = (ValuePart){ number, in->values[number] };
        Value *value = &part.values[i].value;
        value->class_index = inside(in, org, value->procedure, value->class_index);
    }
    gather_years(in, org, arena, &part);
    return part;
}

/* ---- fragments ---- */

void snapshot_school(const SnapshotWriter *writer, uint32_t org, Buf *out)
{
    BUG_ON(org >= writer->in->schools.n);
    Arena *scratch = arena_new(0);
    SchoolPart part = gather(writer, org, false, scratch);
    Wire wire = begin(writer, SNAPSHOT_SCHOOL, out);
    walk_school_part(&wire, writer->in, false, &part);
    wire_seal(&wire);
    arena_free(scratch);
}

void snapshot_list(const SnapshotWriter *writer, Buf *out)
{
    const Analysis *in = writer->in;
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->n_conclusions; i++) n += in->conclusions[i].class_index == NO_CLASS && in->conclusions[i].level >= LEVEL_ATTENTION;
    Wire wire = begin(writer, SNAPSHOT_LIST, out);
    wire_count(&wire, &n, 1);
    for (uint32_t i = 0; i < in->n_conclusions; i++) {
        if (in->conclusions[i].class_index != NO_CLASS || in->conclusions[i].level < LEVEL_ATTENTION) continue;
        Arena *scratch = arena_new(0);
        SchoolPart part = gather(writer, in->conclusions[i].org, true, scratch);
        walk_school_part(&wire, in, true, &part);
        arena_free(scratch);
    }
    wire_seal(&wire);
}

void snapshot_procedure(const SnapshotWriter *writer, uint32_t procedure, Buf *out)
{
    BUG_ON(procedure >= writer->in->n_procedures);
    const ProcedureAnalysis *of = &writer->in->procedures[procedure];
    const Frame *frame = of->frame;
    ProcedurePart part = { .procedure = procedure, .n_schools = frame->n_schools, .n_classes = frame->n_classes, .schools = frame->schools, .classes = frame->classes, .total = frame->total,
        .stats = of->schools, .heat = of->heat, .own_model = of->own == NULL ? NULL : of->own->task_model, .norm_model = of->norm == NULL || of->norm == of->own ? NULL : of->norm->task_model };
    Wire wire = begin(writer, SNAPSHOT_PROCEDURE, out);
    walk_procedure_part(&wire, writer->in, &part);
    wire_seal(&wire);
}

void snapshot_years(const SnapshotWriter *writer, Buf *out)
{
    const Analysis *in = writer->in;
    Wire wire = begin(writer, SNAPSHOT_YEARS, out);
    for (uint32_t c = 0; c < in->n_cohorts; c++) {
        uint32_t n = in->cohorts[c].n;
        wire_count(&wire, &n, 1);
        for (uint32_t i = 0; i < n; i++) walk_cohort_school(&wire, (CohortSchool *)&in->cohorts[c].schools[i]);
    }
    for (uint32_t c = 0; c < in->n_changes; c++) {
        uint32_t n = in->changes[c].n;
        wire_count(&wire, &n, 1);
        for (uint32_t i = 0; i < n; i++) walk_change_school(&wire, (ChangeSchool *)&in->changes[c].schools[i]);
    }
    wire_seal(&wire);
}

void snapshot_head(const SnapshotWriter *writer, Buf *out)
{
    Analysis head = *writer->in;
    Arena *scratch = arena_new(0);
    Conclusion *schools = arena_array(scratch, Conclusion, head.n_conclusions + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < head.n_conclusions; i++)
        if (head.conclusions[i].class_index == NO_CLASS) schools[n++] = head.conclusions[i];
    head.conclusions = schools, head.n_conclusions = n;
    Wire wire = begin(writer, SNAPSHOT_HEAD, out);
    walk_head(&wire, &head, NULL);
    wire_seal(&wire);
    arena_free(scratch);
}
