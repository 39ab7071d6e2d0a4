/* Pictures of a draft: remarks with ready answers, and the piece of the sheet around them. */
#ifndef WEB_DRAFT_VIEW_H
#define WEB_DRAFT_VIEW_H

#include "flow/draft.h"
#include "web/page.h"

/* A complaint as a page says it: where program options are meant, the place on the page. */
Str draft_complaint_words(Arena *arena, const Complaint *complaint);
/* «Балл не читается» */
const char *draft_complaint_title(const Complaint *complaint);
/* /forms/files/sch0001/3 */
Str draft_link(Arena *arena, Str org_code, int number);

typedef struct DraftView {
    Ctx *ctx;
    const Draft *draft;
    const DraftSheet *sheet;    /* the shown one; NULL: none */
    bool editable;
    uint32_t n_shown;           /* complaints of errors and warnings that are numbered */
    const Complaint **shown;
    uint32_t n_repaired;
    const Complaint **repaired;
    uint32_t n_left_out;        /* of this sheet, over the number shown at once */
} DraftView;

/* Complaints of the sheet (and of the whole file) that stand on the page: at most 40. */
void draft_view_begin(DraftView *view, Ctx *ctx, const Draft *draft, const DraftSheet *sheet, bool editable);
void draft_view_remarks(const DraftView *view, Node *parent);
/* Rows with remarks and their neighbours, or rows from number from on. Inputs are named «c!CELL». */
void draft_view_grid(const DraftView *view, Node *parent, bool all, uint32_t from, uint32_t most);

#endif
