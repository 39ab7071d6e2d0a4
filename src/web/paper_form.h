/* Fields of a kind of paper as fields of a form. */
#ifndef WEB_PAPER_FORM_H
#define WEB_PAPER_FORM_H

#include "publish/paper.h"
#include "store/paper.h"
#include "web/ask.h"

/* What was sent, or own when it is not empty, or the default. sent: the form came back. */
Field paper_form_field(Ctx *ctx, const PaperField *field, bool sent, Str own);
/* Sent values of kind->fields, in their order. */
const Str *paper_form_values(Ctx *ctx, const PaperKind *kind);
/* «Письмо № 12 выпущено и стоит в регистре «Письма и поручения».» */
Str paper_form_issued(Ctx *ctx, const PaperKind *kind, const IssuedPaper *row);

#endif
