/* Fragments into an opened analysis. */
#include <math.h>
#include <stdlib.h>

#include "domain/snapshot_.h"

static bool no_room(Err *err) { return err_set(err, ERR_LIMIT, NULL, "Результаты не помещаются в память, отведённую им."); }
static bool broken(const char *what, Err *err) { return err_set(err, ERR_INPUT, "Посчитайте результаты заново.", "Сохранённые результаты противоречат друг другу: %s.", what); }

/* ---- years and procedures ---- */

bool snapshot_add_years(Analysis *analysis, Str fragment, Err *err)
{
    Opened *opened = opened_of(analysis);
    BUG_ON(opened->has_years || opened->has_schools || opened->has_list);
    Wire wire;
    if (!opened_read(opened, fragment, SNAPSHOT_YEARS, &wire, err)) return false;
    for (uint32_t c = 0; c < analysis->n_cohorts; c++) {
        Cohort *cohort = &opened->cohorts[c];
        wire_count(&wire, &cohort->n, 4);
        CohortSchool *schools = WIRE_ITEMS(&wire, CohortSchool, NULL, cohort->n);
        for (uint32_t i = 0; schools != NULL && i < cohort->n; i++) {
            walk_cohort_school(&wire, &schools[i]);
            if (schools[i].org >= analysis->schools.n) wire_bad(&wire, "названа школа, которой нет");
        }
        cohort->schools = schools;
    }
    for (uint32_t c = 0; c < analysis->n_changes; c++) {
        Change *change = &opened->changes[c];
        wire_count(&wire, &change->n, 4);
        ChangeSchool *schools = WIRE_ITEMS(&wire, ChangeSchool, NULL, change->n);
        for (uint32_t i = 0; schools != NULL && i < change->n; i++) {
            walk_change_school(&wire, &schools[i]);
            if (schools[i].org >= analysis->schools.n || (i > 0 && schools[i].org <= schools[i - 1].org)) wire_bad(&wire, "школы стоят не по порядку");
        }
        change->schools = schools;
    }
    opened->has_years = true;
    return wire_close(&wire, err);
}

bool snapshot_add_procedure(Analysis *analysis, Str fragment, Err *err)
{
    Opened *opened = opened_of(analysis);
    BUG_ON(opened->has_schools || opened->has_list);
    Wire wire;
    ProcedurePart part = { 0 };
    if (!opened_read(opened, fragment, SNAPSHOT_PROCEDURE, &wire, err)) return false;
    walk_procedure_part(&wire, analysis, &part);
    if (!wire_close(&wire, err)) return false;
    OpenedFrame *to = &opened->frames[part.procedure];
    ProcedureAnalysis *of = &opened->procedures[part.procedure];
    if (to->whole) return broken("процедура открыта дважды", err);
    const Blueprint *blueprint = to->frame.procedure->blueprint;
    uint8_t *mark = arena_try(opened->arena, to->frame.n_works + (size_t)1, err);
    if (mark == NULL) return false;
    for (uint32_t i = 0; i < to->frame.n_works; i++) mark[i] = (uint8_t)blueprint_mark(blueprint, part.total[i]);
    to->whole = true;
    to->frame.n_schools = part.n_schools, to->frame.schools = part.schools;
    to->frame.n_classes = part.n_classes, to->frame.classes = part.classes;
    to->frame.total = part.total, to->frame.mark = mark;
    of->schools = part.stats;
    of->heat = part.heat;
    if (of->own != NULL) ((Norm *)of->own)->task_model = part.own_model;
    if (of->norm != NULL && of->norm != of->own) ((Norm *)of->norm)->task_model = part.norm_model;
    return true;
}

/* ---- schools ---- */

void *opened_grow(const Opened *opened, const void *items, uint32_t n, uint32_t more, uint32_t *room, size_t size)
{
    if (more <= *room - n) return (void *)items;
    uint32_t wanted = n + more > 2 * *room ? n + more : 2 * *room;
    void *grown = arena_try(opened->arena, wanted * size, NULL);
    if (grown == NULL) return NULL;
    if (n > 0) memcpy(grown, items, n * size);
    *room = wanted;
    return grown;
}

/* Index into Frame.schools, or UINT32_MAX; frames that grow are not sorted. */
static uint32_t school_in(const OpenedFrame *in, uint32_t org)
{
    uint32_t low = 0, high = in->whole ? in->frame.n_schools : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (in->frame.schools[middle].org < org) low = middle + 1;
        else high = middle;
    }
    return low < in->frame.n_schools && in->whole && in->frame.schools[low].org == org ? low : UINT32_MAX;
}

/* Columns of one school at first..first + n. */
static void put_rows(const OpenedFrame *to, const SpanPart *part, uint32_t first)
{
    const Frame *frame = &to->frame;
    uint32_t n = part->span.n;
    memcpy((uint16_t *)frame->total + first, part->total, n * sizeof *part->total);
    memcpy((uint8_t *)frame->journal + first, part->journal, n);
    for (uint32_t i = 0; i < n; i++) {
        ((uint8_t *)frame->mark)[first + i] = (uint8_t)blueprint_mark(frame->procedure->blueprint, part->total[i]);
        ((Str *)frame->code)[first + i] = part->code != NULL ? part->code[i] : STR_EMPTY;
    }
}

/* A procedure that is whole has all but what pupils bring. */
static bool add_to_whole(Opened *opened, OpenedFrame *to, const SpanPart *part, uint32_t org, Err *err)
{
    Frame *frame = &to->frame;
    uint32_t at = school_in(to, org);
    if (at == UINT32_MAX || frame->schools[at].n != part->span.n || frame->schools[at].n_classes != part->span.n_classes) return broken("школа и процедура", err);
    if (part->journal == NULL) return true;
    if (frame->journal == NULL) {
        frame->journal = arena_try(opened->arena, frame->n_works, err);
        frame->code = part->code != NULL ? arena_try(opened->arena, frame->n_works * sizeof(Str), err) : NULL;
        if (frame->journal == NULL || (part->code != NULL && frame->code == NULL)) return false;
    }
    uint32_t first = frame->schools[at].first;
    memcpy((uint8_t *)frame->journal + first, part->journal, part->span.n);
    if (part->code != NULL && frame->code != NULL) memcpy((Str *)frame->code + first, part->code, part->span.n * sizeof *part->code);
    return true;
}

static bool grow_rows(Opened *opened, OpenedFrame *to, uint32_t n, Err *err)
{
    Frame *frame = &to->frame;
    const struct { const void *at; size_t size; } columns[] = { { &frame->total, sizeof(uint16_t) }, { &frame->mark, 1 }, { &frame->journal, 1 }, { &frame->code, sizeof(Str) } };
    uint32_t room = to->rows_room;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        void *column;
        memcpy(&column, columns[i].at, sizeof column);
        room = to->rows_room;
        column = opened_grow(opened, column, to->rows, n, &room, columns[i].size);
        if (column == NULL) return no_room(err);
        memcpy((void *)columns[i].at, &column, sizeof column);
    }
    to->rows_room = room;
    return true;
}

/* Of a school in a list. */
static const SchoolStats unknown = { .mean = NAN, .sd = NAN, .mean_low = NAN, .mean_high = NAN, .inflated = MARKER_UNDEFINED, .mismatch = MARKER_UNDEFINED, .spearman_textbook = NAN,
    .spearman = NAN, .funnel_y = NAN, .funnel_z = NAN };

/* The frame of a procedure that grows school by school. */
static bool add_span(Opened *opened, OpenedFrame *to, ProcedureAnalysis *of, const SpanPart *part, uint32_t org, Err *err)
{
    Frame *frame = &to->frame;
    uint32_t n_tasks = frame->procedure->blueprint->n_tasks, room = to->schools_room, n = frame->n_schools;
    if (n > 0 && (part->heat == NULL) != (of->heat == NULL)) return broken("карта заданий есть не у всех школ", err);
    SchoolSpan *schools = opened_grow(opened, frame->schools, n, 1, &room, sizeof *schools);
    room = to->schools_room;
    SchoolStats *stats = opened_grow(opened, of->schools, n, 1, &room, sizeof *stats);
    uint32_t cells_room = to->schools_room * n_tasks;
    HeatCell *heat = part->heat != NULL ? opened_grow(opened, of->heat, n * n_tasks, n_tasks, &cells_room, sizeof *heat) : (HeatCell *)of->heat;
    uint32_t classes_room = to->classes_room;
    ClassSpan *classes = opened_grow(opened, frame->classes, frame->n_classes, part->span.n_classes, &classes_room, sizeof *classes);
    if (schools == NULL || stats == NULL || classes == NULL || (part->heat != NULL && heat == NULL)) return no_room(err);
    if (part->total != NULL && !grow_rows(opened, to, part->span.n, err)) return false;
    to->schools_room = room, to->classes_room = classes_room;
    schools[n] = (SchoolSpan){ .org = org, .first = to->rows, .n = part->span.n, .class_first = frame->n_classes, .n_classes = part->span.n_classes, .absent = part->span.absent };
    stats[n] = part->stats != NULL ? *part->stats : unknown;
    if (part->heat != NULL) memcpy(heat + (size_t)n * n_tasks, part->heat, n_tasks * sizeof *heat);
    for (uint32_t c = 0, first = to->rows; c < part->span.n_classes; first += part->classes[c].n, c++)
        classes[frame->n_classes + c] = (ClassSpan){ .label = part->classes[c].label, .school = n, .first = first, .n = part->classes[c].n };
    frame->schools = schools, of->schools = stats, of->heat = heat, frame->classes = classes;
    if (part->total != NULL) {
        put_rows(to, part, to->rows);
        to->rows += part->span.n;
    }
    frame->n_schools++;
    frame->n_classes += part->span.n_classes;
    return true;
}

/* From a class of the school to one of the frame. */
static bool place_unit(const Opened *opened, uint32_t org, uint32_t procedure, uint32_t *class_index, Err *err)
{
    if (*class_index == NO_CLASS) return true;
    const OpenedFrame *in = &opened->frames[procedure];
    uint32_t at = in->whole ? school_in(in, org) : in->frame.n_schools - 1;
    if (at >= in->frame.n_schools || in->frame.schools[at].org != org || *class_index >= in->frame.schools[at].n_classes) return broken("класс, которого нет у школы", err);
    *class_index += in->frame.schools[at].class_first;
    return true;
}

static bool place_units(const Opened *opened, SchoolPart *part, Err *err)
{
    for (uint32_t i = 0; i < part->n_conclusions; i++)
        if (!place_unit(opened, part->org, part->conclusions[i].procedure, &part->conclusions[i].class_index, err)) return false;
    for (uint32_t i = 0; i < part->n_signs; i++)
        if (!place_unit(opened, part->org, part->signs[i].sign.value.procedure, &part->signs[i].sign.value.class_index, err)) return false;
    for (uint32_t i = 0; i < part->n_values; i++)
        if (!place_unit(opened, part->org, part->values[i].value.procedure, &part->values[i].value.class_index, err)) return false;
    return true;
}

static int by_change_org(const void *a, const void *b)
{
    uint32_t x = ((const ChangeSchool *)a)->org, y = ((const ChangeSchool *)b)->org;
    return (x > y) - (x < y);
}

static bool add_years(Opened *opened, const SchoolPart *part, Err *err)
{
    for (uint32_t i = 0; i < part->n_cohorts; i++) {
        Cohort *cohort = &opened->cohorts[part->cohorts[i].cohort];
        CohortSchool *schools = opened_grow(opened, cohort->schools, cohort->n, 1, &opened->cohorts_room[part->cohorts[i].cohort], sizeof *schools);
        if (schools == NULL) return no_room(err);
        schools[cohort->n++] = part->cohorts[i].school;
        cohort->schools = schools;
    }
    for (uint32_t i = 0; i < part->n_changes; i++) {
        Change *change = &opened->changes[part->changes[i].change];
        ChangeSchool *schools = opened_grow(opened, change->schools, change->n, 1, &opened->changes_room[part->changes[i].change], sizeof *schools);
        if (schools == NULL) return no_room(err);
        schools[change->n++] = part->changes[i].school;
        change->schools = schools; /* builders look schools up by order */
        if (change->n > 1 && schools[change->n - 2].org > schools[change->n - 1].org) qsort(schools, change->n, sizeof *schools, by_change_org);
    }
    return true;
}

static bool add_part(Opened *opened, SchoolPart *part, Err *err)
{
    if (opened->schools[part->org] != NULL) return broken("школа открыта дважды", err);
    for (uint32_t i = 0; i < part->n_spans; i++) {
        const SpanPart *span = &part->spans[i];
        OpenedFrame *to = &opened->frames[span->procedure];
        bool added = to->whole ? add_to_whole(opened, to, span, part->org, err) : add_span(opened, to, &opened->procedures[span->procedure], span, part->org, err);
        if (!added) return false;
    }
    opened->schools[part->org] = part;
    return place_units(opened, part, err) && (opened->has_years || add_years(opened, part, err));
}

bool snapshot_add_list(Analysis *analysis, Str fragment, Err *err)
{
    Opened *opened = opened_of(analysis);
    BUG_ON(opened->has_list || opened->has_schools);
    opened->has_list = true;
    Wire wire;
    if (!opened_read(opened, fragment, SNAPSHOT_LIST, &wire, err)) return false;
    uint32_t n = 0;
    wire_count(&wire, &n, 1);
    SchoolPart *parts = WIRE_ITEMS(&wire, SchoolPart, NULL, n);
    for (uint32_t i = 0; parts != NULL && i < n; i++) walk_school_part(&wire, analysis, true, &parts[i]);
    if (!wire_close(&wire, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (!add_part(opened, &parts[i], err)) return false;
    return opened_settle(opened, err);
}

static int by_org(const void *a, const void *b)
{
    uint32_t x = ((const SchoolPart *)a)->org, y = ((const SchoolPart *)b)->org;
    return (x > y) - (x < y);
}

bool snapshot_add_schools(Analysis *analysis, const Str *fragments, uint32_t n, Err *err)
{
    Opened *opened = opened_of(analysis);
    BUG_ON(opened->has_list);
    opened->has_schools = true;
    SchoolPart *parts = arena_try(opened->arena, (n + (size_t)1) * sizeof *parts, err);
    if (parts == NULL) return false;
    for (uint32_t i = 0; i < n; i++) {
        Wire wire;
        if (!opened_read(opened, fragments[i], SNAPSHOT_SCHOOL, &wire, err)) return false;
        walk_school_part(&wire, analysis, false, &parts[i]);
        if (!wire_close(&wire, err)) return false;
    }
    qsort(parts, n, sizeof *parts, by_org); /* tables are by code */
    for (uint32_t i = 0; i < n; i++)
        if (!add_part(opened, &parts[i], err)) return false;
    return opened_settle(opened, err);
}
