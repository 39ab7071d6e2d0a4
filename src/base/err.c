#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool err_set_at(Err *err, const char *file, int line, ErrCode code, const char *hint, const char *what, ...)
{
    if (err == NULL) return false;
    va_list args;
    va_start(args, what);
    vsnprintf(err->what, sizeof err->what, what, args);
    va_end(args);
    snprintf(err->hint, sizeof err->hint, "%s", hint != NULL ? hint : "");
    err->detail[0] = '\0';
    err->code = code;
    err->file = file;
    err->line = line;
    return false;
}

void err_detail(Err *err, const char *format, ...)
{
    if (err == NULL) return;
    va_list args;
    va_start(args, format);
    vsnprintf(err->detail, sizeof err->detail, format, args);
    va_end(args);
}

int err_exit_code(ErrCode code)
{
    static const int exits[] = { 0, 2, 3, 4, 5, 6, 7, 4, 70 };
    return exits[code];
}

_Noreturn void bug_at(const char *file, int line, const char *what)
{
    fprintf(stderr, "merilo: ошибка в программе (%s:%d: %s). Сообщите разработчикам.\n", file, line, what);
    fflush(stderr);
    abort();
}
