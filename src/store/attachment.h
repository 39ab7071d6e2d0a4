/* Files as they came, by the hash of their bytes: the same file is kept once. Never changed, never taken out. */
#ifndef STORE_ATTACHMENT_H
#define STORE_ATTACHMENT_H

#include "store/db.h"

/* sha256 is filled; a file that is there already is left as it is. */
bool attachment_put(DbWrite *write, int64_t region_id, Str bytes, int64_t now, char sha256[65], Err *err);
bool attachment_get(DbRead *db, int64_t region_id, Str sha256, Arena *arena, Str *bytes, bool *found, Err *err);
/* -1: no such file */
bool attachment_size(DbRead *db, int64_t region_id, Str sha256, int64_t *n_bytes, Err *err);

#endif
