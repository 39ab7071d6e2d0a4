/* One school's rows out of several sheets of one procedure: sheets of a workbook, classes of the version that stands. */
#ifndef DOMAIN_GATHER_H
#define DOMAIN_GATHER_H

#include "domain/sheet.h"

typedef struct GatherPart {
    const Sheet *sheet;   /* of rows, not packed */
    uint32_t school;      /* index into its school_code */
    const Sheet *but;     /* classes and codes of participants that this one has (of any school) are left out; NULL: all are taken */
} GatherPart;

/* Works and absent pupils; rejected rows stay behind. Procedure, blueprint and names are those of the first part.
 * school_code  whose they are, whatever the sheets say
 * in      n > 0
 * fails   ERR_CONFLICT: another procedure, other maxima of tasks */
bool sheet_gather(const GatherPart *parts, uint32_t n, Str school_code, Arena *arena, Sheet **out, Err *err);
/* Labels of classes that the part would bring, sorted; «» is the school's only class. */
uint32_t sheet_classes(const GatherPart *part, Arena *arena, const Str **labels);

#endif
