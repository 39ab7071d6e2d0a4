/* A plan as bytes and back: one walk over its fields. */
#include "base/date.h"
#include "base/limits.h"
#include "domain/plan.h"
#include "domain/wire_.h"

#define PLAN_MAGIC "MPLN"
enum { PLAN_VERSION = 3 };

static void walk_strs(Wire *wire, uint32_t *n, const Str **at)
{
    wire_count(wire, n, 1);
    Str *items = WIRE_ITEMS(wire, Str, *at, *n);
    for (uint32_t i = 0; items != NULL && i < *n; i++) wire_str(wire, &items[i]);
    *at = items;
}

static void walk_day(Wire *wire, int32_t *at)
{
    int day = *at;
    wire_int(wire, &day);
    if (wire_reads(wire)) *at = day;
}

static void walk_term(Wire *wire, Term *at)
{
    wire_str(wire, &at->text);
    WIRE_ENUM(wire, at->kind, N_TERM_KINDS - 1);
    wire_count(wire, &at->n_windows, 2);
    Window *windows = WIRE_ITEMS(wire, Window, at->windows, at->n_windows);
    for (uint32_t i = 0; windows != NULL && i < at->n_windows; i++) {
        walk_day(wire, &windows[i].from);
        walk_day(wire, &windows[i].to);
        if (windows[i].from == DATE_NONE && windows[i].to == DATE_NONE) wire_bad(wire, "у окна срока нет ни начала, ни конца");
    }
    at->windows = windows;
    wire_bool(wire, &at->by_hand);
    wire_str(wire, &at->anchor);
    wire_str(wire, &at->offset);
    wire_str(wire, &at->recurrence);
    walk_strs(wire, &at->n_repairs, &at->repairs);
    walk_strs(wire, &at->n_warnings, &at->warnings);
}

static void walk_capabilities(Wire *wire, uint32_t *n, const uint8_t **at)
{
    wire_count(wire, n, 1);
    *at = wire_raw(wire, *at, *n);
    for (uint32_t i = 1; *at != NULL && i < *n; i++)
        if ((*at)[i - 1] >= (*at)[i]) wire_bad(wire, "возможности стоят не по порядку");
}

static void walk_measure(Wire *wire, Measure *at, uint32_t n_sections)
{
    uint32_t section = at->i_section + 1u; /* none is 0: one byte */
    wire_u32(wire, &at->n);
    wire_str(wire, &at->number);
    wire_u32(wire, &section);
    if (section > n_sections) wire_bad(wire, "раздел не из списка");
    at->i_section = section - 1u;
    wire_str(wire, &at->task);
    wire_str(wire, &at->title);
    walk_strs(wire, &at->n_bullets, &at->bullets);
    walk_term(wire, &at->term);
    walk_strs(wire, &at->n_responsible, &at->responsible);
    walk_strs(wire, &at->n_participants, &at->participants);
    wire_str(wire, &at->expected);
    walk_capabilities(wire, &at->n_capabilities, &at->capabilities);
    wire_u32(wire, &at->line_from);
    wire_u32(wire, &at->line_to);
}

static void walk_decision(Wire *wire, PlanDecision *at)
{
    wire_u32(wire, &at->n);
    wire_str(wire, &at->number);
    wire_str(wire, &at->text);
    walk_term(wire, &at->term);
    walk_strs(wire, &at->n_responsible, &at->responsible);
    walk_capabilities(wire, &at->n_capabilities, &at->capabilities);
    wire_u32(wire, &at->line_from);
    wire_u32(wire, &at->line_to);
}

static void walk_front(Wire *wire, PlanContent *at)
{
    WIRE_ENUM(wire, at->kind, N_PLAN_KINDS - 1);
    wire_str(wire, &at->title);
    wire_str(wire, &at->approved_by);
    walk_day(wire, &at->approved_on);
    wire_str(wire, &at->approved_number);
    wire_str(wire, &at->goal);
    wire_str(wire, &at->controller);
    walk_strs(wire, &at->n_basis, &at->basis);
    wire_int(wire, &at->school_year);
    walk_strs(wire, &at->n_columns, &at->columns);
}

/* Items are walked as copies: those of a written plan are somebody's constants. */
static void walk(Wire *wire, PlanContent *at)
{
    walk_front(wire, at);
    wire_count(wire, &at->n_sections, 2);
    PlanSection *sections = WIRE_ITEMS(wire, PlanSection, at->sections, at->n_sections);
    for (uint32_t i = 0; sections != NULL && i < at->n_sections; i++) {
        wire_str(wire, &sections[i].number);
        wire_str(wire, &sections[i].title);
    }
    at->sections = sections;
    wire_count(wire, &at->n_measures, 21);
    if (at->n_measures > LIMIT_PLAN_MEASURES) wire_bad(wire, "мероприятий больше, чем бывает");
    Measure *measures = WIRE_ITEMS(wire, Measure, at->measures, at->n_measures);
    for (uint32_t i = 0; measures != NULL && i < at->n_measures; i++) {
        Measure item = { 0 };
        if (!wire_reads(wire)) item = measures[i];
        walk_measure(wire, &item, at->n_sections);
        if (wire_reads(wire)) measures[i] = item;
    }
    at->measures = measures;
    wire_count(wire, &at->n_decisions, 16);
    if (at->n_decisions > LIMIT_PLAN_MEASURES) wire_bad(wire, "решений больше, чем бывает");
    PlanDecision *decisions = WIRE_ITEMS(wire, PlanDecision, at->decisions, at->n_decisions);
    for (uint32_t i = 0; decisions != NULL && i < at->n_decisions; i++) {
        PlanDecision item = { 0 };
        if (!wire_reads(wire)) item = decisions[i];
        walk_decision(wire, &item);
        if (wire_reads(wire)) decisions[i] = item;
    }
    at->decisions = decisions;
    walk_strs(wire, &at->n_warnings, &at->warnings);
}

bool plan_content_write(const PlanContent *content, Buf *out, Err *err)
{
    PlanContent copy = *content;
    Wire wire = wire_write(out, PLAN_MAGIC, PLAN_VERSION);
    walk(&wire, &copy);
    wire_seal(&wire);
    return buf_ok(out, err);
}

bool plan_content_read(Str bytes, Arena *arena, PlanContent *out, Err *err)
{
    Wire wire;
    PlanContent content = { 0 };
    if (!wire_read(bytes, PLAN_MAGIC, PLAN_VERSION, arena, &wire, err)) return false;
    walk(&wire, &content);
    if (!wire_close(&wire, err)) return false;
    *out = content;
    return true;
}
