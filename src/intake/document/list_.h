/* Numbers and bullets of lists as a reader sees them. */
#ifndef INTAKE_DOCUMENT_LIST_H
#define INTAKE_DOCUMENT_LIST_H

#include <stdint.h>

#include "base/str.h"

typedef enum ListFormat { LIST_DECIMAL, LIST_DECIMAL_ZERO, LIST_LOWER_LATIN, LIST_UPPER_LATIN, LIST_LOWER_ROMAN, LIST_UPPER_ROMAN, LIST_LOWER_RUSSIAN, LIST_UPPER_RUSSIAN, LIST_BULLET, LIST_NONE } ListFormat;

enum { LIST_LEVELS = 10, LIST_NUMBER = 64, LIST_LABEL = 128 };

/* Appends at most room bytes; gives how many. value 0 and too large ones are decimal. */
size_t list_number(ListFormat format, uint32_t value, char out[LIST_NUMBER]);
/* Bullets live in fonts of their own, at places of the private area: all look as «•». A dash is «–», others stay. */
Str list_bullet(Str written);

/* Counters of one list, level by level. */
typedef struct ListCounters { uint32_t value[LIST_LEVELS]; bool used[LIST_LEVELS]; } ListCounters;
/* restart[l]: 0 never, else the levels before it (counted from 1) at which level l begins anew; l by default. */
void list_count(ListCounters *counters, uint32_t level, const uint32_t start[LIST_LEVELS], const uint8_t restart[LIST_LEVELS]);

#endif
