/* Counters of failed attempts and marks of successful ones, by name (a hash of an address, of login with address, of login with computer). */
#ifndef STORE_THROTTLE_H
#define STORE_THROTTLE_H

#include "store/db.h"

typedef struct Throttle { int64_t n, since, until; } Throttle;
bool throttle_get(DbRead *db, Str name, Throttle *out, Err *err); /* zeros when there is none */
/* One failure more; a window older than window_s begins anew. out: the counter after it, until as it stands. */
bool throttle_add(DbWrite *db, Str name, int64_t now, int64_t window_s, Throttle *out, Err *err);
bool throttle_until(DbWrite *db, Str name, int64_t until, Err *err);
/* One failure less: who failed got in after all. */
bool throttle_less(DbWrite *db, Str name, Err *err);
/* A mark that lasts until then: «signed in from here before». It has no failures. */
bool throttle_mark(DbWrite *db, Str name, int64_t now, int64_t until, Err *err);
bool throttle_forget(DbWrite *db, Str name, Err *err);
bool throttle_sweep(DbWrite *db, int64_t before, Err *err);

#endif
