/* Helpers and controllers of a measure as lines of a form: who was chosen by account or role stays so while the line stays. */
#ifndef WEB_MEASURE_PEOPLE_H
#define WEB_MEASURE_PEOPLE_H

#include "web/measure_part.h"

bool measure_people_lines(Ctx *ctx, const MeasureRow *row, MeasurePart part, Str *out, Err *err);
/* Nothing is written where nothing differs. */
bool measure_people_take(Ctx *ctx, uint32_t plan, const MeasureRow *row, Str helpers, Str controllers, Err *err);

#endif
