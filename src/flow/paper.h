/* Papers of an office made of plans and of results: built for looking at, issued with a number, kept as they were issued; requisites that stand on them.
 * Entries of the journal: «paper/order/2026/7», «requisites/ensk». Right: PAPER_WRITE over the organisation. */
#ifndef FLOW_PAPER_H
#define FLOW_PAPER_H

#include "domain/paper.h"
#include "flow/flow.h"
#include "publish/paper_record.h"
#include "store/paper.h"
#include "store/plan.h"
#include "store/record.h"

/* Empty fields where nothing was entered; the name of the organisation stands in for its own. revision: for flow_requisites_put() */
bool flow_requisites(DbRead *db, const Org *org, Arena *arena, PaperRequisites *out, uint32_t *revision, Err *err);
/* fails  ERR_CONFLICT: another changed them since revision; ERR_LIMIT over LIMIT_REQUISITE */
bool flow_requisites_put(Flow *flow, const Who *who, Str org_code, uint32_t revision, const PaperRequisites *requisites, Err *err);

/* Words and days of a plan's measures as a meeting reads them; from, to: DATE_NONE is open. */
bool flow_plan_execution(DbRead *db, const PlanRow *plan, int32_t from, int32_t to, int32_t today, Arena *arena, ExecutionSummary *out, Err *err);

/* values: of kind->fields, in their order. A kind that needs something else than a plan is refused. */
/* edition: of the plan that is printed: PAPER_APPROVED the last one (a plan that has none: what stands), PAPER_CORRECTED what stands now, for its next approval; else that one. */
#define PAPER_APPROVED  0u
#define PAPER_CORRECTED UINT32_MAX
typedef struct PaperDraft { const PaperKind *kind; uint32_t edition; const Str *values; Str number; int32_t day; Str site; /* «https://merilo.example.ru»: what the code of an issued paper leads to; empty: no code */ } PaperDraft;
bool flow_paper_of_plan(DbRead *db, const PlanRow *plan, const PaperDraft *draft, int32_t today, Arena *arena, Paper *out, Err *err);
/* Builds the same, keeps its DOCX and gives it the next number of its year; number words empty: that number. out is filled. fails  ERR_INPUT: no day; ERR_BUSY: the number was taken meanwhile */
bool flow_paper_issue(Flow *flow, const Who *who, uint32_t plan, const PaperDraft *draft, Arena *arena, IssuedPaper *out, Err *err);

/* The same of an analytical note about work of org. draft->kind needs a note and nothing else. */
bool flow_paper_of_note(DbRead *db, const Org *org, const AnalyticNote *note, const PaperDraft *draft, Arena *arena, Paper *out, Err *err);
bool flow_paper_issue_note(Flow *flow, const Who *who, const Org *org, const AnalyticNote *note, const PaperDraft *draft, Arena *arena, IssuedPaper *out, Err *err);

/* The paper that its register makes of a record, with the data that it cites and the people who read it. values: NULL or empty texts: the record's own;
 * used: what they became, for a form. fails  ERR_NOT_FOUND: this register makes no such paper */
bool flow_paper_of_record(DbRead *db, const Record *row, const RecordData *data, const PaperKind *kind, const Str *values, Arena *arena, Paper *out, const Str **used, Err *err);
/* The same under the record's own number, or the next one, which the record gets; the file stands beside the record, a draft becomes signed. values: as above. needs RECORD_WRITE too.
 * fails  ERR_INPUT: the record lacks what its register asks of a signed one, or has no day; ERR_CONFLICT: issued already */
bool flow_paper_issue_record(Flow *flow, const Who *who, Str type_id, uint32_t number, const PaperKind *kind, const Str *values, Str site, Arena *arena, IssuedPaper *out, Err *err);

/* «Приказ № 5 от 12.10.2026.docx» */
Str flow_paper_file_name(const IssuedPaper *row, Arena *arena);

#endif
