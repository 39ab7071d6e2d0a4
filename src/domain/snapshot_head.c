/* The head: what every page needs, and the shape that other fragments fill. */
#include <stdio.h>

#include "base/limits.h"
#include "domain/snapshot_.h"

static void walk_schools(Wire *wire, Analysis *at)
{
    wire_count(wire, &at->schools.n, 4);
    if (at->schools.n > LIMIT_SCHOOLS) wire_bad(wire, "школ больше, чем бывает");
    School *schools = WIRE_ITEMS(wire, School, at->schools.schools, at->schools.n);
    for (uint32_t i = 0; schools != NULL && i < at->schools.n; i++) {
        wire_str(wire, &schools[i].code), wire_str(wire, &schools[i].name), wire_str(wire, &schools[i].type), wire_str(wire, &schools[i].municipality);
        if (i > 0 && str_cmp(schools[i - 1].code, schools[i].code) >= 0) wire_bad(wire, "школы стоят не по порядку кодов");
    }
    if (wire_reads(wire)) at->schools.schools = schools;
}

static void walk_run(Wire *wire, Analysis *at)
{
    Str hash = wire_reads(wire) ? STR_EMPTY : str_of(at->inputs_hash);
    wire_str(wire, &at->version), wire_str(wire, &at->params_text);
    wire_double(wire, &at->fdr);
    wire_str(wire, &hash);
    if (hash.n >= sizeof at->inputs_hash) wire_bad(wire, "сумма входных данных длиннее обычной");
    else if (wire_reads(wire)) snprintf(at->inputs_hash, sizeof at->inputs_hash, "%.*s", STR_ARG(hash));
    wire_str(wire, &at->reference_text), wire_str(wire, &at->anchor_text);
    walk_strs(wire, &at->anchor_strangers, &at->n_anchor_strangers);
    wire_count(wire, &at->n_files, 12);
    InputFile *files = WIRE_ITEMS(wire, InputFile, at->files, at->n_files);
    for (uint32_t i = 0; files != NULL && i < at->n_files; i++) walk_file(wire, &files[i]);
    if (wire_reads(wire)) at->files = files;
}

static void walk_procedures(Wire *wire, Analysis *at, Frame **frames_out)
{
    wire_count(wire, &at->n_procedures, 60);
    if (at->n_procedures > LIMIT_PROCEDURES) wire_bad(wire, "процедур больше, чем бывает");
    ProcedureAnalysis *procedures = WIRE_ITEMS(wire, ProcedureAnalysis, at->procedures, at->n_procedures);
    OpenedFrame *frames = wire_reads(wire) ? WIRE_ITEMS(wire, OpenedFrame, NULL, at->n_procedures) : NULL;
    for (uint32_t i = 0; procedures != NULL && i < at->n_procedures && wire->wrong == NULL; i++) {
        if (wire_reads(wire) && frames == NULL) return;
        Frame *frame = wire_reads(wire) ? &frames[i].frame : (Frame *)procedures[i].frame;
        walk_procedure_head(wire, frame, &procedures[i]);
        if (wire_reads(wire)) procedures[i].frame = frame;
    }
    if (wire_reads(wire)) at->procedures = procedures, *frames_out = frames == NULL ? NULL : &frames[0].frame;
}

static void walk_pair(Wire *wire, const Analysis *in, uint32_t *from, uint32_t *to)
{
    wire_u32(wire, from), wire_u32(wire, to);
    if (*from >= in->n_procedures || *to >= in->n_procedures) wire_bad(wire, "названа процедура, которой нет");
}

static void walk_change_of_all(Wire *wire, ChangeOfAll *at)
{
    wire_bool(wire, &at->known);
    double *const numbers[] = { &at->from, &at->to, &at->change, &at->low, &at->high, &at->tau2, &at->scale };
    wire_sparse_doubles(wire, numbers, sizeof numbers / sizeof *numbers);
    wire_u32(wire, &at->n_above), wire_u32(wire, &at->n_below);
}

static void walk_years(Wire *wire, Analysis *at)
{
    wire_count(wire, &at->n_cohorts, 5);
    Cohort *cohorts = WIRE_ITEMS(wire, Cohort, at->cohorts, at->n_cohorts);
    for (uint32_t i = 0; cohorts != NULL && i < at->n_cohorts; i++) {
        walk_pair(wire, at, &cohorts[i].from, &cohorts[i].to);
        wire_double(wire, &cohorts[i].q1), wire_double(wire, &cohorts[i].q3);
        wire_u32(wire, &cohorts[i].n_drop), wire_u32(wire, &cohorts[i].n_growth);
    }
    if (wire_reads(wire)) at->cohorts = cohorts;
    wire_count(wire, &at->n_changes, 14);
    Change *changes = WIRE_ITEMS(wire, Change, at->changes, at->n_changes);
    for (uint32_t i = 0; changes != NULL && i < at->n_changes; i++) {
        WIRE_ENUM(wire, changes[i].kind, CHANGE_SAME_CHILDREN);
        walk_pair(wire, at, &changes[i].from, &changes[i].to);
        wire_u32(wire, &changes[i].n_all);
        wire_double(wire, &changes[i].works_from), wire_double(wire, &changes[i].works_to);
        walk_change_of_all(wire, &changes[i].share);
        walk_change_of_all(wire, &changes[i].pass);
    }
    if (wire_reads(wire)) at->changes = changes;
}

static void walk_federal(Wire *wire, const Analysis *in, FederalIndex *at)
{
    wire_double(wire, &at->index);
    wire_int(wire, &at->year);
    wire_u32(wire, &at->n_procedures), wire_u32(wire, &at->n_cohorts);
    if (at->n_procedures > 4 || at->n_cohorts > 4) {
        wire_bad(wire, "индекс посчитан не по методике");
        return;
    }
    for (uint32_t i = 0; i < at->n_procedures; i++) {
        wire_u32(wire, &at->procedures[i]);
        if (at->procedures[i] >= in->n_procedures) wire_bad(wire, "названа процедура, которой нет");
    }
    for (uint32_t i = 0; i < at->n_cohorts; i++) {
        wire_u32(wire, &at->cohorts[i]);
        if (at->cohorts[i] >= in->n_cohorts) wire_bad(wire, "названа когорта, которой нет");
    }
    wire_u32(wire, &at->n_all), wire_u32(wire, &at->n_marked), wire_u32(wire, &at->n_only_inflated);
}

static void walk_lists(Wire *wire, const Analysis *in, TwoLists *at)
{
    wire_u32(wire, &at->n_schools);
    for (int k = 0; k < N_FEDERAL_KINDS; k++) wire_u32(wire, &at->kind[k].n), wire_u32(wire, &at->kind[k].n_ours), wire_u32(wire, &at->kind[k].n_alone);
    wire_u32(wire, &at->n_federal), wire_u32(wire, &at->n_ours), wire_u32(wire, &at->n_both), wire_u32(wire, &at->n_federal_few);
    bool there = wire_reads(wire) ? false : at->markers != NULL;
    wire_bool(wire, &there);
    const uint8_t *markers = there ? wire_raw(wire, at->markers, in->schools.n) : NULL;
    if (wire_reads(wire)) at->markers = markers;
}

static void walk_conclusions(Wire *wire, Analysis *at)
{
    wire_count(wire, &at->n_conclusions, 28);
    Conclusion *schools = WIRE_ITEMS(wire, Conclusion, at->conclusions, at->n_conclusions);
    for (uint32_t i = 0; schools != NULL && i < at->n_conclusions; i++) {
        Conclusion *one = &schools[i];
        wire_u32(wire, &one->org);
        wire_double(wire, &one->p), wire_double(wire, &one->q), wire_double(wire, &one->q_by);
        WIRE_ENUM(wire, one->level, LEVEL_STRONG);
        wire_u32(wire, &one->n_works), wire_u32(wire, &one->n_values);
        if (one->org >= at->schools.n || (i > 0 && one->org <= schools[i - 1].org)) wire_bad(wire, "выводы стоят не по порядку школ");
        if (wire_reads(wire)) one->procedure = UINT32_MAX, one->class_index = NO_CLASS, one->text = STR_EMPTY;
    }
    if (wire_reads(wire)) at->conclusions = schools;
}

void walk_head(Wire *wire, Analysis *at, Frame **frames_out)
{
    walk_run(wire, at);
    walk_schools(wire, at);
    walk_procedures(wire, at, frames_out);
    walk_years(wire, at);
    walk_federal(wire, at, &at->federal);
    walk_lists(wire, at, &at->lists);
    for (int level = 0; level < N_LEVELS; level++) wire_u32(wire, &at->n_level[level]), wire_double(wire, &at->expected_false[level]);
    walk_conclusions(wire, at);
}

/* ---- opening ---- */

bool opened_read(const Opened *opened, Str fragment, const char *magic, Wire *out, Err *err)
{
    uint64_t run;
    if (!wire_read(fragment, magic, SNAPSHOT_VERSION, opened->arena, out, err)) return false;
    wire_u64(out, &run);
    if (run == opened->run || out->wrong != NULL) return true;
    return err_set(err, ERR_INPUT, "Посчитайте результаты заново.", "Сохранённые части результатов — из разных расчётов.");
}

static void *room_of(Opened *opened, uint32_t n, size_t size) { return arena_try(opened->arena, (n + (size_t)1) * size, NULL); }

bool snapshot_open(Str head, Arena *arena, Analysis **out, Err *err)
{
    Wire wire;
    Opened *opened = arena_try(arena, sizeof *opened, err);
    if (opened == NULL || !wire_read(head, SNAPSHOT_HEAD, SNAPSHOT_VERSION, arena, &wire, err)) return false;
    opened->arena = arena;
    Analysis *analysis = &opened->analysis;
    Frame *frames = NULL;
    wire_u64(&wire, &opened->run);
    walk_head(&wire, analysis, &frames);
    if (!wire_close(&wire, err)) return false;
    opened->frames = (OpenedFrame *)(void *)frames; /* its first member */
    opened->procedures = (ProcedureAnalysis *)analysis->procedures;
    opened->cohorts = (Cohort *)analysis->cohorts, opened->changes = (Change *)analysis->changes;
    opened->slim = analysis->conclusions, opened->n_slim = analysis->n_conclusions;
    opened->schools = room_of(opened, analysis->schools.n, sizeof *opened->schools);
    opened->cohorts_room = room_of(opened, analysis->n_cohorts, sizeof *opened->cohorts_room);
    opened->changes_room = room_of(opened, analysis->n_changes, sizeof *opened->changes_room);
    if (opened->schools == NULL || opened->cohorts_room == NULL || opened->changes_room == NULL) return err_set(err, ERR_LIMIT, NULL, "Результаты не помещаются в память, отведённую им.");
    *out = analysis;
    return true;
}
