#ifndef INTAKE_PACKED_COLUMNS_H
#define INTAKE_PACKED_COLUMNS_H

#include "domain/sheet.h"

bool packed_bad(const char *what, Err *err);
/* Spans add up and are sorted; marks, codes and scores are in range; totals are sums of scores. Counts absent pupils. One pass of each column. */
bool packed_columns_hold(Sheet *sheet, Err *err);

#endif
