/* What pages about a school's signs share: forms of the next steps of its case, the school's answer, what is done with a form that was sent. */
#ifndef WEB_CASE_PART_H
#define WEB_CASE_PART_H

#include "store/study_case.h"
#include "web/page.h"

/* of: the school's case that is not over; NULL: none. works: of the unit that a re-check would draw from; 0: unknown. question: what the school could be asked.
 * action: where the forms are sent */
typedef struct CasePart { const Org *school; const StudyCase *of; uint32_t n_works; Str question, action; } CasePart;

/* What this person may do now; nothing for those who only read. */
void case_part_steps(Ctx *ctx, Node *parent, const CasePart *part);
/* The school's answers with documents and who gave them; an empty dashed form before there is one. entries: of part->of */
void case_part_answer(Ctx *ctx, Node *parent, const CasePart *part, const CaseEntry *entries, uint32_t n_entries);
/* A sent form: fields «step», «words», «answer_by», the file «file». done: where to go then. */
bool case_part_act(Ctx *ctx, Str school, Str done, Err *err);

/* Page.org_of of a page about case «number»: the right is asked of its school, which becomes ctx->org. */
bool case_part_org(Ctx *ctx, Str *path, Err *err);

/* «до 06.05.2026», late: the day has passed and nobody has answered. Empty without a question. */
Str case_part_due(Ctx *ctx, const StudyCase *of, bool *late);
/* How many of n works to draw so that a fraud in each tenth is nearly surely (95 %) seen. */
uint32_t case_part_sample(uint32_t n);

#endif
