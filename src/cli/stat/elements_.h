/* «merilo stat mastery --elements»: content elements by a task model, for works of any points. */
#ifndef CLI_STAT_ELEMENTS__H
#define CLI_STAT_ELEMENTS__H

#include "cli/stat_.h"

bool stat_elements_run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err);

#endif
