/* The form of sending something down: to whom, until when to acknowledge and to have a plan, what is asked in words. */
#ifndef WEB_CASCADE_FORM_H
#define WEB_CASCADE_FORM_H

#include "flow/plan.h"
#include "web/ask.h"

/* from: who sends; its direct children are the addressees. with_plan: a plan of their own may be asked. */
/* have: who has the plan already; they are named, not ticked. */
typedef struct CascadeForm { const Org *from; Str action, title, words; bool with_plan; uint32_t n_have; const CascadeTo *have; } CascadeForm;
/* Nothing but a note when nobody is below. */
bool cascade_form(Ctx *ctx, const CascadeForm *form, Err *err);
/* What was typed: title, words, days, addressees. */
bool cascade_form_read(Ctx *ctx, CascadeAsk *out, Err *err);
/* Sends it and goes to its board. have: as above, of before; said as left out. */
bool cascade_form_send(Ctx *ctx, const CascadeAsk *ask, uint32_t n_have, const CascadeTo *have, Err *err);

#endif
