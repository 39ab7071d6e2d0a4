/* A command of the terminal: one file in command/, one line in command/registry.list. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/arena.h"

typedef struct Option {
    const char *name;     /* «--json» */
    const char *argument; /* «ФАЙЛ»; NULL = a flag */
    const char *help;     /* Russian */
    bool many;            /* may be given several times */
} Option;

/* Parsed words. */
typedef struct Args {
    size_t n_free; const char **free_words;
    size_t n_given; struct { const Option *option; const char *value; } given[256];
} Args;
const char *args_value(const Args *args, const char *name); /* last one given, NULL when not */
bool args_has(const Args *args, const char *name);

typedef struct Command {
    const char *name;
    const char *words;    /* «ФАЙЛ… [ключи]» */
    const char *summary;  /* Russian, one line */
    const char *details;  /* Russian, may be NULL */
    const Option *options;/* name == NULL at the end */
    bool (*run)(const Args *args, Arena *arena, Err *err);
} Command;

extern const Command *const command_registry[]; /* NULL at the end */

/* argv of main → exit code. Prints help, errors; «merilo: …» on standard error. */
int cli_main(int argc, char **argv);

/* «A method on a plain table»: one file in stat/, one line in stat/registry.list. */
typedef struct StatColumn { Str name; const double *x; /* NaN missing */ const Str *text; } StatColumn;
typedef struct StatTable { size_t n_rows, n_columns; const StatColumn *columns; } StatTable;
const StatColumn *stat_column(const StatTable *table, const char *name);       /* NULL when there is none */

struct Json;
typedef struct StatMethod {
    const char *name;
    const char *summary;     /* Russian */
    const char *input;       /* Russian: columns it wants */
    const Option *options;
    bool no_table;           /* works without --in: the table is then empty */
    /* Writes the members of "result" (object already open). */
    bool (*run)(const StatTable *table, const Args *args, Arena *arena, struct Json *result, Err *err);
} StatMethod;
extern const StatMethod *const stat_registry[]; /* NULL at the end */

#endif
