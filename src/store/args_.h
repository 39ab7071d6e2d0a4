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

/* Many rows in one statement: «id IN (» DB_MANY_IDS «)»; the places left over repeat the last id. */
enum { DB_MANY = 32 };
#define DB_MANY_IDS ":i0, :i1, :i2, :i3, :i4, :i5, :i6, :i7, :i8, :i9, :i10, :i11, :i12, :i13, :i14, :i15, " \
                    ":i16, :i17, :i18, :i19, :i20, :i21, :i22, :i23, :i24, :i25, :i26, :i27, :i28, :i29, :i30, :i31"
static inline void db_many_args(DbArg *args, uint32_t n, const int64_t *ids)
{
    static const char *const names[DB_MANY] = { "i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "i10", "i11", "i12", "i13", "i14", "i15",
        "i16", "i17", "i18", "i19", "i20", "i21", "i22", "i23", "i24", "i25", "i26", "i27", "i28", "i29", "i30", "i31" };
    for (uint32_t i = 0; i < DB_MANY; i++) args[i] = DB_INT(names[i], ids[i < n ? i : n - 1]);
}

#endif
