/* The report of a check: what is said and in which order. How it looks is for the renderers. */
#include "publish/publish.h"

#include <stdlib.h>

#include "publish/report/common.h"

static void index_schools(Report *report)
{
    const Analysis *in = report->in;
    uint32_t n = in->schools.n;
    uint32_t **at = arena_array(report->arena, uint32_t *, in->n_procedures + 1);
    for (uint32_t p = 0; p < in->n_procedures; p++) {
        at[p] = arena_array(report->arena, uint32_t, n + 1);
        memset(at[p], 0xFF, n * sizeof **at);
        const Frame *frame = in->procedures[p].frame;
        for (uint32_t i = 0; i < frame->n_schools; i++) at[p][frame->schools[i].org] = i;
    }
    uint32_t *conclusion = arena_array(report->arena, uint32_t, n + 1);
    memset(conclusion, 0xFF, n * sizeof *conclusion);
    for (uint32_t i = 0; i < in->n_conclusions; i++)
        if (in->conclusions[i].class_index == NO_CLASS) conclusion[in->conclusions[i].org] = i;
    report->at = at;
    report->conclusion = conclusion;
}

/* Counting sort: values of a school stand together, in their own order. */
static void index_values(Report *report)
{
    const Analysis *in = report->in;
    uint32_t n = in->schools.n;
    uint32_t *first = arena_array(report->arena, uint32_t, n + 2), *order = arena_array(report->arena, uint32_t, in->n_values + 1);
    for (uint32_t i = 0; i < in->n_values; i++) first[in->values[i].org + 2]++;
    for (uint32_t i = 2; i < n + 2; i++) first[i] += first[i - 1];
    for (uint32_t i = 0; i < in->n_values; i++) order[first[in->values[i].org + 1]++] = i;
    report->value_first = first;
    report->value_order = order;
}

static void name_anchors(Report *report)
{
    uint32_t n = report->in->schools.n;
    Str *anchor = arena_array(report->arena, Str, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        Str code = report->in->schools.schools[i].code;
        char *at = (char *)arena_alloc(report->arena, code.n + 1);
        bool changed = false;
        for (size_t j = 0; j < code.n; j++) {
            unsigned char c = (unsigned char)code.at[j];
            bool plain = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
            at[j] = plain ? (char)c : '-';
            changed = changed || !plain;
        }
        anchor[i] = changed ? TEXT(report, "school-%.*s-n%u", (int)code.n, at, i) : TEXT(report, "school-%.*s", (int)code.n, at);
        report->types_known = report->types_known || report->in->schools.schools[i].type.n > 0;
    }
    report->anchor = anchor;
}

static int by_name(const void *a, const void *b) { return str_cmp(*(const Str *)a, *(const Str *)b); }

static void index_municipalities(Report *report)
{
    uint32_t n = report->in->schools.n, k = 0;
    const School *schools = report->in->schools.schools;
    Str *names = arena_array(report->arena, Str, n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (schools[i].municipality.n > 0) names[k++] = schools[i].municipality;
    qsort(names, k, sizeof *names, by_name);
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < k; i++)
        if (distinct == 0 || !str_eq(names[distinct - 1], names[i])) names[distinct++] = names[i];
    uint32_t *of = arena_array(report->arena, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const Str *found = distinct == 0 ? NULL : bsearch(&schools[i].municipality, names, distinct, sizeof *names, by_name);
        of[i] = found == NULL ? REPORT_NOWHERE : (uint32_t)(found - names);
    }
    report->n_municipalities = distinct;
    report->municipalities = names;
    report->municipality_of = of;
    report->region = distinct > 1 || n >= 200;
}

Report *report_open(const Analysis *analysis, Doc *doc, ReportSite site, Arena *arena)
{
    Report *report = arena_one(arena, Report);
    *report = (Report){ .in = analysis, .arena = arena, .doc = doc, .site = site };
    index_schools(report);
    index_values(report);
    name_anchors(report);
    index_municipalities(report);
    return report;
}

static Doc *build(const Analysis *analysis, bool workbook, Arena *arena)
{
    Report *report = report_open(analysis, doc_new(arena, STR("Отчёт об объективности результатов")), (ReportSite){ NULL, NULL }, arena);
    report->workbook = workbook;
    Str fdr = number_share(arena, analysis->fdr, analysis->fdr * 100 == (int)(analysis->fdr * 100) ? 0 : 1);
    size_t n_hash = strlen(analysis->inputs_hash);
    report->doc->footer = arena_printf(arena, "Мерило %.*s · данные %.4s…%s · порог ложных тревог %.*s", STR_ARG(analysis->version), analysis->inputs_hash,
        n_hash > 4 ? analysis->inputs_hash + n_hash - 4 : "", STR_ARG(fdr));
    report_first(report);
    report_list(report);
    for (uint32_t p = 0; p < analysis->n_procedures; p++) report_procedure(report, p);
    report_cohorts(report);
    report_schools(report);
    report_official(report);
    report_methods(report);
    return report->doc;
}

Doc *report_build(const Analysis *analysis, Arena *arena) { return build(analysis, true, arena); }
Doc *report_build_page(const Analysis *analysis, Arena *arena) { return build(analysis, false, arena); }
