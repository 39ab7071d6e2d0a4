/* Do the bytes of facts still have the hashes they were written with. */
#ifndef STORE_INTEGRITY_H
#define STORE_INTEGRITY_H

#include "store/db.h"

typedef struct Integrity {
    int64_t n_sheets, n_attachments, n_bytes;
    Str broken; /* the first thing that is not what it was, in words; empty: all is whole */
} Integrity;
/* Reads everything: seconds for a district, a minute for a region. */
bool integrity_check(DbRead *db, Arena *arena, Integrity *out, Err *err);

#endif
