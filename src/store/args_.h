/* Arguments that statements of several aggregates take alike. */
#ifndef STORE_ARGS__H
#define STORE_ARGS__H

#include <math.h>

#include "store/db.h"

/* Half-open range of a subtree, :path and :path_end: «~» follows every character of a path. */
#define DB_UNDER(arena, under) DB_TEXT("path", under), DB_TEXT("path_end", arena_printf((arena), "%.*s~", STR_ARG(under)))

/* Of a whole tree: what is counted there needs no look at each organisation. */
static inline bool path_is_root(Str path) { return path.n == sizeof "0123456789abcdef/" - 1; }

/* NaN is «not measured», which the database knows as NULL. */
static inline DbArg db_real_or_null(const char *name, double x) { return isnan(x) ? DB_NULL(name) : DB_REAL(name, x); }

#endif
