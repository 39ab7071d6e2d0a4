/* Where an analysis goes: --json, --html, --docx, --xlsx of «check» and «export». */
#ifndef CLI_CHECK_OUTPUT__H
#define CLI_CHECK_OUTPUT__H

#include "cli/command.h"
#include "domain/analysis.h"

#define CHECK_USUAL_HTML "merilo-отчёт.html"

/* usual_html: written when none of the options is given; NULL: nothing is then. */
bool check_output_write(const Analysis *analysis, const Args *args, bool all_values, const char *usual_html, Arena *arena, Err *err);

#endif
