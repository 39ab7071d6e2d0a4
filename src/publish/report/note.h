/* An analytical note out of an analysis: tables by the program, words drafted for the author to change. It leaves the circle of those who work with forms, so that
 * groups of 1–4 pupils stand as «*» unless asked otherwise; schools go by code; a cause is a hypothesis, nobody is judged. */
#ifndef PUBLISH_REPORT_NOTE_H
#define PUBLISH_REPORT_NOTE_H

#include "domain/note.h"
#include "domain/org.h"
#include "publish/report/common.h"

/* A place beside the note's own. of NULL: there is none. */
typedef struct NotePlace { Str name; const ProcedureAnalysis *of; } NotePlace;

typedef struct NoteAsk {
    Report *report;                   /* of the own schools: the note's place is report->in->procedures[procedure] */
    uint32_t procedure;
    OrgKind kind;                     /* of the place */
    Str name;                         /* «Энский район», plain */
    NotePlace around, region;         /* of a school its municipality; region is none where the place is the region */
    const ProcedureAnalysis *classes; /* of a school, flow_result_works() by classes; NULL */
    const Analysis *years;            /* of the own schools; NULL: no comparison */
    Str work;                         /* «ВПР»; empty: «работы» */
    int school_year;                  /* first calendar year */
    int32_t from, to, today;          /* days of the work; DATE_NONE */
    Str source;                       /* «расчёт № 3 от 21.11.2026» */
    bool full;                        /* small groups are shown: for the school and its supervisors */
} NoteAsk;

/* What the author may change. conclusions, causes: one a line; advice: «кому | что | срок» a line. */
typedef struct NoteWords { Str subject, aim, basis, causes, conclusions, advice; } NoteWords;

/* in: 5 works at least, here and below */
void note_draft(const NoteAsk *ask, Arena *arena, NoteWords *out);
void note_build(const NoteAsk *ask, const NoteWords *words, Arena *arena, AnalyticNote *out);

/* Tasks of the place below the norm beyond chance of works and the usual spread of schools. */
bool note_task_below(const ProcedureAnalysis *of, uint32_t task);

#endif
