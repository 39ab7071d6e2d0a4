/* The list of schools to be studied: put there with reasons in words, asked, answered by the school, studied, lifted with a reason, closed; taken off by itself on its day.
 * Every step is an entry of the case and of the journal («case/3»). The office decides (RIGHT_SIGNS_DECIDE), the school answers (RIGHT_SIGNS_ANSWER): nobody lifts its own sign. */
#ifndef FLOW_STUDY_CASE_H
#define FLOW_STUDY_CASE_H

#include "flow/flow.h"
#include "store/study_case.h"

enum { CASE_ANSWER_DAYS = 10 }; /* working days that a school has for its answer, when nothing else is said */

typedef struct CaseStep {
    Str school;              /* code: the school's case that is not over; none there: it is put on the list first */
    CaseEntryKind kind;      /* CASE_ENTRY_LISTED: only put on the list */
    Str words;               /* what is asked, answered, why; may be empty for LISTED and STUDY */
    Str answer_by;           /* QUESTION: ISO day; empty: CASE_ANSWER_DAYS from today */
    Str until;               /* LISTED: ISO day when it leaves the list; empty: end of the next school year */
    CaseSource source;       /* of a school that is put on the list; 0: CASE_OWN_SIGNS, for an ANSWER CASE_SCHOOL_ITSELF */
    Str file_name, file;     /* ANSWER: a document; empty: none */
} CaseStep;

/* number: of the case; may be NULL.
 * fails  ERR_NOT_FOUND no such school, ERR_DENIED, ERR_INPUT no words, a wrong day, ERR_LIMIT, ERR_CONFLICT: the case is not in a state for it */
bool flow_case_step(Flow *flow, const Who *who, const CaseStep *step, uint32_t *number, Err *err);

/* A list from outside (Рособрнадзор, the region): schools that are on no list yet are put there.
 * out  counts; strangers: codes that name no school of the person's, a word each */
typedef struct CaseList { CaseSource source; Str name, bytes; } CaseList;
typedef struct CaseListed { uint32_t n_put, n_already; uint32_t n_strangers; const Str *strangers; } CaseListed;
bool flow_case_import(Flow *flow, const Who *who, const CaseList *list, Arena *arena, CaseListed *out, Err *err);

/* Cases whose day has passed are closed by the program. */
bool flow_case_expire(Flow *flow, int64_t region_id, uint32_t *n_closed, Err *err);

/* Last day of the school year after the one that day belongs to: how long a school stays on the list by default. */
int32_t case_usual_until(int32_t today);

#endif
