/* The log of the server: lines for an administrator, on standard error (systemd keeps them). «2026-11-22 06:50:21 внимание  Рабочий процесс 3 упал…» UTC.
 * One write a line, so that lines of many processes do not mix. Never the query of a request, never a body, never a name of a person. */
#ifndef WEB_LOG_H
#define WEB_LOG_H

#include "base/arena.h"

typedef enum LogLevel { LOG_LEVEL_FACT, LOG_LEVEL_CARE, LOG_LEVEL_ERROR } LogLevel;

void log_line(LogLevel level, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* what, hint and detail of an error. */
void log_err(const Err *err);
/* A path as it may stand in the log: a segment that could be a one-time code is «…». */
Str log_path(Str path, Arena *arena);

#endif
