/* A record that is made for a measure of a plan: «?measure=12/3» of its form. Once saved it is linked to the measure and, where the plan is in force, brought as its evidence. */
#ifndef WEB_RECORD_MEASURE_H
#define WEB_RECORD_MEASURE_H

#include "web/measure_part.h"
#include "web/record_form.h"

#define RECORD_MEASURE_PARAM { .name = "measure", .kind = PARAM_TEXT, .title = "пункт плана: «12/3»", .max_length = 24 }

typedef struct RecordMeasure { PlanRow plan; MeasureRow row; bool brings; /* evidence, now and in the name of ctx->org */ } RecordMeasure;

/* Of parameter «measure»; *out NULL: there is none. fails  ERR_NOT_FOUND: no such measure, or foreign */
bool record_measure_open(Ctx *ctx, const RecordMeasure **out, Err *err);
/* The measure's words into the title of an untouched form, a note over it, a box «это подтверждение». */
void record_measure_fill(Ctx *ctx, const RecordMeasure *of, RecordForm *form);
/* After saving: linked, and brought when the box is ticked. words: what was done, for ctx_done(); what could not be done is said there, the record stays. */
Str record_measure_keep(Ctx *ctx, const RecordMeasure *of, const RecordType *type, uint32_t number);

#endif
