/* «--year 2020/2021» of commands that understand terms. */
#ifndef CLI_SCHOOL_YEAR__H
#define CLI_SCHOOL_YEAR__H

#include "base/err.h"

/* «2020/2021», «2020-2021», «2020»; the second year must be the next one. out: the first */
bool cli_school_year(const char *text, int *out, Err *err);

#endif
