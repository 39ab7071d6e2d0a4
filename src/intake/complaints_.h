/* A list of complaints with a ceiling: the first LIMIT_COMPLAINTS_KEPT are kept, all are counted. */
#ifndef INTAKE_COMPLAINTS_H
#define INTAKE_COMPLAINTS_H

#include "domain/complaint.h"

typedef struct Complaints {
    Arena *arena;
    Complaint *rows;
    uint32_t n, room;
    uint64_t total;
} Complaints;

void complaints_init(Complaints *list, Arena *arena);
/* column is 0-based here, UINT32_MAX for none; row 0 is the whole file. */
#define NO_COLUMN UINT32_MAX
void complaints_add(Complaints *list, Severity severity, const char *code, Str sheet, uint32_t row, uint32_t column, Str value, const char *text, ...)
    __attribute__((format(printf, 8, 9)));
/* Appends those of other, both in order of row and column; the result is so too. */
void complaints_merge(Complaints *list, const Complaints *first, const Complaints *second);

#endif
