#include "web/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"

void log_line(LogLevel level, const char *format, ...)
{
    static const char *const words[] = { "сведения", "внимание", "ошибка" };
    char line[1200];
    time_t now = (time_t)clock_now();
    struct tm at;
    gmtime_r(&now, &at);
    int n = snprintf(line, sizeof line, "%04d-%02d-%02d %02d:%02d:%02d %s  ", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec,
                     words[level]);
    size_t used = n > 0 ? (size_t)n : 0, from = used;
    va_list args;
    va_start(args, format);
    n = vsnprintf(line + used, sizeof line - used - 1, format, args);
    va_end(args);
    if (n > 0) used += (size_t)n < sizeof line - used - 1 ? (size_t)n : sizeof line - used - 2;
    for (size_t i = from; i < used; i++) /* a path may hold anything: a line stays one line */
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) line[i] = ' ';
    line[used++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, used); /* whoever closed the log does not want it */
    (void)written;
}

void log_err(const Err *err)
{
    bool hint = err->hint[0] != '\0', detail = err->detail[0] != '\0';
    log_line(LOG_LEVEL_ERROR, "%s%s%s%s%s%s", err->what, hint ? " " : "", err->hint, detail ? " (" : "", err->detail, detail ? ")" : "");
}

Str log_path(Str path, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    for (size_t from = 0; from < path.n;) {
        size_t to = from;
        while (to < path.n && path.at[to] != '/') to++;
        Str segment = str_slice(path, from, to);
        if (secret_code_read(segment, arena).n != 0) buf_add_z(&out, "…");
        else buf_add(&out, segment);
        if (to < path.n) buf_add_char(&out, '/');
        from = to + 1;
    }
    Str copy = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}
