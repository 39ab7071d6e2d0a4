/* A plan as lines to compare, and plans read from files. */
#ifndef TESTS_PLAN_DUMP_H
#define TESTS_PLAN_DUMP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "intake/plan_read.h"

static inline void dump_strs(Buf *out, const char *name, uint32_t n, const Str *texts)
{
    for (uint32_t i = 0; i < n; i++) buf_printf(out, "    %s %.*s\n", name, STR_ARG(texts[i]));
}

static inline void dump_str(Buf *out, const char *name, Str text)
{
    if (text.n > 0) buf_printf(out, "%s %.*s\n", name, STR_ARG(text));
}

/* Lines of the source are left out where containers are compared. */
static inline void plan_dump(Buf *out, const PlanContent *plan, bool with_lines, Arena *arena)
{
    buf_printf(out, "%s\n", plan_kind_word(plan->kind));
    dump_str(out, "title", plan->title);
    dump_str(out, "by", plan->approved_by);
    dump_str(out, "on", date_iso(arena, plan->approved_on));
    dump_str(out, "under", plan->approved_number);
    dump_str(out, "goal", plan->goal);
    if (plan->school_year != 0) buf_printf(out, "year %d\n", plan->school_year);
    dump_str(out, "controller", plan->controller);
    for (uint32_t i = 0; i < plan->n_basis; i++) dump_str(out, "basis", plan->basis[i]);
    for (uint32_t i = 0; i < plan->n_columns; i++) dump_str(out, "column", plan->columns[i]);
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        const PlanDecision *decision = &plan->decisions[i];
        buf_printf(out, "decision %.*s", STR_ARG(decision->number));
        if (with_lines) buf_printf(out, " [%u-%u]", decision->line_from, decision->line_to);
        buf_printf(out, " | %.*s\n", STR_ARG(decision->text));
        dump_str(out, "    term", decision->term.text);
        dump_strs(out, "who", decision->n_responsible, decision->responsible);
    }
    uint32_t section = PLAN_NO_SECTION;
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        const Measure *measure = &plan->measures[i];
        if (measure->i_section != section && measure->i_section != PLAN_NO_SECTION) buf_printf(out, "section %.*s | %.*s\n", STR_ARG(plan->sections[measure->i_section].number), STR_ARG(plan->sections[measure->i_section].title));
        section = measure->i_section;
        buf_printf(out, "measure %.*s", STR_ARG(measure->number));
        if (with_lines) buf_printf(out, " [%u-%u]", measure->line_from, measure->line_to);
        buf_printf(out, " | %.*s\n", STR_ARG(measure->title));
        dump_strs(out, "-", measure->n_bullets, measure->bullets);
        dump_str(out, "    task", measure->task);
        dump_str(out, "    term", measure->term.text);
        dump_strs(out, "who", measure->n_responsible, measure->responsible);
        dump_strs(out, "with", measure->n_helpers, measure->helpers);
        dump_strs(out, "control", measure->n_controllers, measure->controllers);
        dump_strs(out, "for", measure->n_participants, measure->participants);
        dump_str(out, "    result", measure->expected);
    }
    for (uint32_t i = 0; with_lines && i < plan->n_warnings; i++) dump_str(out, "warning", plan->warnings[i]);
}

static inline Str plan_test_path(Arena *arena, const char *path)
{
    const char *source = getenv("MERILO_SOURCE");
    return arena_printf(arena, "%s/%s", source != NULL ? source : ".", path);
}

/* false: err is filled */
static inline bool plan_of_bytes(const char *name, Str bytes, Arena *arena, PlanContent *out, Err *err)
{
    SourceDoc doc = { 0 };
    return document_read(str_of(name), bytes, arena, &doc, err) && plan_read(&doc, arena, out, err);
}

#endif
