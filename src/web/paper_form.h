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
/* Table of what was issued; each file lies at address/KIND/YEAR/NUMBER. */
void paper_form_list(Ctx *ctx, Str empty, Str address, uint32_t n, const IssuedPaper *rows);
/* DOCX byte for byte, of the parameters kind, year, number; of this plan, or of this record (the other is 0). */
bool paper_form_file(Ctx *ctx, int64_t region_id, int64_t org_id, int64_t plan_id, int64_t record_id, Reply *reply, Err *err);

#endif
