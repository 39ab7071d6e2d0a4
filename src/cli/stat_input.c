/* Reading the plain numeric table of «merilo stat». */
#include "cli/command.h"

const StatColumn *stat_column(const StatTable *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (str_eq(table->columns[i].name, str_of(name))) return &table->columns[i];
    return NULL;
}
