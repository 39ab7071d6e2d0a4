/* Papers of an organisation: its requisites, how a paper will look, and issuing it under the next number of its kind and year; what was issued never changes.
 * Entries of the journal: «requisites/CODE», «paper/CODE/order/2026/87». */
#ifndef FLOW_PAPER_H
#define FLOW_PAPER_H

#include "flow/flow.h"
#include "publish/paper.h"
#include "store/paper.h"

/* Those of an organisation that never gave any: its name alone. revision 0 then. Whoever reads its papers may read them.
 * fails  ERR_NOT_FOUND: no such organisation */
bool flow_requisites(DbRead *db, const Who *who, Str org_code, Arena *arena, PaperRequisites *out, uint32_t *revision, Err *err);
/* All of them as typed; RIGHT_PAPER_WRITE. revision: what the person saw.
 * fails  ERR_CONFLICT: another changed them since; ERR_LIMIT: a text over LIMIT_REQUISITE */
bool flow_requisites_put(Flow *flow, const Who *who, Str org_code, uint32_t revision, const PaperRequisites *org, Err *err);

typedef struct PaperAsk {
    Str org_code;                /* whose paper */
    const PaperKind *kind;
    const Str *values;           /* of kind->fields; NULL: defaults */
    int32_t day;                 /* DATE_NONE: a place for the pen; never when issued */
    Str number_words;            /* «87-од»; empty: the next number itself when issued, a place for the pen in a look */
    uint32_t plan;               /* made from this plan, whose content is read; 0 */
    int64_t record_id;           /* made from this record; 0 */
    const Minutes *minutes;      /* what the kind needs and the caller has read */
    const ExecutionSummary *execution;
    const AnalyticNote *note;
    uint32_t n_annexes; const NotePart *annexes;
    Str qr;                      /* address of the paper, for its code; empty: none */
} PaperAsk;
/* With a plan: whoever may read it; without: RIGHT_PAPER_WRITE. fails  ERR_NOT_FOUND, ERR_DENIED, ERR_INPUT: the kind needs what is not given, or as paper_build() */
bool flow_paper_look(DbRead *db, const Who *who, const PaperAsk *ask, Arena *arena, Paper *out, Err *err);
/* RIGHT_PAPER_WRITE. The DOCX is kept as an attachment. number: within organisation, kind and the year of its day. fails  as the look; ERR_INPUT: no day */
bool flow_paper_issue(Flow *flow, const Who *who, const PaperAsk *ask, uint32_t *number, Err *err);
/* Bytes of an issued paper; *found false: no such. Rights: RIGHT_PLAN_READ over its organisation. */
bool flow_paper_bytes(DbRead *db, const Who *who, Str org_code, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, Str *docx, bool *found, Err *err);

#endif
