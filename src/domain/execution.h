/* How a plan is carried out, as a meeting looks at it: words of states, evidence and dates, already decided by whoever counts them (flow/plan.h). Drawn as page, paper and spreadsheet. */
#ifndef DOMAIN_EXECUTION_H
#define DOMAIN_EXECUTION_H

#include "domain/plan.h"

typedef struct ExecutionLine {
    Str number, title;
    uint32_t i_section;        /* of sections; PLAN_NO_SECTION */
    Str term;                  /* as written in the plan */
    uint32_t n_responsible; const Str *responsible;
    Str state;                 /* «выполнено», «срок прошёл»; whose words these are is the counter's business */
    int32_t done_on;           /* DATE_NONE: not yet */
    uint32_t n_evidence; const Str *evidence; /* «протокол от 29.10.2020 № 3»; none: nothing was shown */
    Str remark;                /* why it was returned, what hinders; empty */
} ExecutionLine;

typedef struct ExecutionCount { Str state; uint32_t n; } ExecutionCount;

typedef struct ExecutionSummary {
    Str plan_title;            /* «План мероприятий по …» */
    Str approved;              /* «приказ от 14.10.2020 № 259»; empty */
    int32_t from, to;          /* days of the report, both included; DATE_NONE: the whole plan */
    int32_t made_on;
    uint32_t n_counts; const ExecutionCount *counts;   /* in the order of reading; their sum is n_lines */
    uint32_t n_sections; const PlanSection *sections;
    uint32_t n_lines; const ExecutionLine *lines;
    uint32_t n_below, n_below_own;                     /* done in plans made from this one; of them accepted by who brought the evidence */
    uint32_t n_conclusions; const Str *conclusions;    /* paragraphs; none */
    uint32_t n_proposals; const Str *proposals;        /* points */
} ExecutionSummary;

#endif
