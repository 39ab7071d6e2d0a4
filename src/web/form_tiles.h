/* Schools as squares by number: whose form of one procedure is there. On the board of forms and on the first page. */
#ifndef WEB_FORM_TILES_H
#define WEB_FORM_TILES_H

#include "store/submission.h"
#include "web/page.h"

typedef struct FormPlace { const Org *school; const SubmissionRow *form; /* NULL: nothing yet */ } FormPlace;
/* Schools in their order, each with its form. */
const FormPlace *form_places(Ctx *ctx, const Org *schools, uint32_t n, const SubmissionRow *forms, uint32_t n_forms);
bool form_handed_in(const SubmissionRow *form); /* sent, accepted or locked; NULL: no */
Str form_link(Ctx *ctx, Str procedure, Str school);
/* Nothing for more schools than a picture holds. late: the day to hand in has passed */
void form_tiles(Ctx *ctx, Node *parent, Str procedure, const FormPlace *places, uint32_t n, bool late);

#endif
