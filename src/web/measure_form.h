/* The form of a measure as a person types it: one's own words, days where the words do not say them, a section. What does it is chosen on a page of its own. */
#ifndef WEB_MEASURE_FORM_H
#define WEB_MEASURE_FORM_H

#include "flow/plan.h"
#include "web/measure_part.h"

/* row: what stands; NULL: a new measure. */
Ask *measure_form(Ctx *ctx, const PlanView *plan, const MeasureRow *row, Str action);
/* What was typed, ready for flow_measure_edit(); windows as people write them are understood; capabilities are the caller's. fails  ERR_INPUT: days that cannot be read */
bool measure_form_read(Ctx *ctx, MeasureEdit *out, Err *err);
/* As it stands: what a form that asks less leaves alone. revision is the caller's. */
void measure_form_keep(const PlanView *plan, const MeasureRow *row, MeasureEdit *out);
/* A long text of a form without «\r» of the browser and without empty lines. */
Str measure_form_lines(Ctx *ctx, const char *name);
/* What stood in the fields when the form was made, so that a field that this person left alone follows what another wrote meanwhile. */
Str measure_form_seen(Ctx *ctx, uint32_t n, const Str *values);
/* typed: what came in the i-th of them; it stays where it differs from what was seen (or nothing is known of that), else what stands now is taken.
 * crossed becomes true where this person and another have both written, and not the same. */
Str measure_form_merged(Str seen, uint32_t i, Str typed, Str stands, bool *crossed);
/* The whole form so: where the two wrote in different fields, edit gets both and what stands is its revision. */
void measure_form_merge(Ctx *ctx, const PlanView *plan, const MeasureRow *row, MeasureEdit *edit);
/* After a conflict the form is over what the person has just seen: his own words where he wrote, what stands now elsewhere. */
void measure_form_crossed(Ask *ask, const PlanView *plan, const MeasureRow *row);
/* The words of a term were changed and its days, set by hand, were left: which days are right is asked in a field of that name. edit gets what was chosen; *open true: nothing was chosen yet.
 * fails  as the database */
bool measure_form_days(Ctx *ctx, const PlanView *plan, const MeasureRow *row, const char *name, MeasureEdit *edit, bool *open, Err *err);
/* The field itself, over the words that were typed; NULL: there is nothing to ask. question not NULL: short options for a narrow place, the days in words beside it */
Field *measure_form_days_field(Ctx *ctx, const PlanView *plan, const MeasureRow *row, const char *name, Str term, Str windows, Str *question, Err *err);
/* Another has changed it since: what he changed, beside what was typed here. Nothing when the failure was something else. */
void measure_form_conflict(Ctx *ctx, Node *parent);
/* «2026-11-01..2026-12-31» a line each, as the field shows it: «01.11.2026–31.12.2026». */
Str measure_form_windows(Ctx *ctx, Str windows);

#endif
