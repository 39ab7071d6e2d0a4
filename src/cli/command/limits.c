/* merilo limits: every ceiling with its reason. */
#include <stdio.h>

#include "base/limits.h"
#include "cli/command.h"

static bool run(const Args *args, Arena *arena, Err *err)
{
    (void)args;
    (void)arena;
    (void)err;
    for (const LimitRow *row = limits_table(); row->name != NULL; row++) printf("%-14llu %s — %s\n", row->value, row->name, row->why);
    return true;
}

static const Option options[] = { { 0 } };

const Command command_limits = {
    .name = "limits", .words = "", .summary = "показать пределы программы и их причины", .options = options, .run = run
};
