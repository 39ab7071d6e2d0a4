/* A zip archive in memory with the same bytes for the same parts: fixed times, order as given. */
#ifndef PUBLISH_OFFICE_ZIP_OUT_H
#define PUBLISH_OFFICE_ZIP_OUT_H

#include "base/arena.h"

typedef struct ZipPart {
    const char *name;
    Str bytes;   /* must live until zip_pack returns */
    bool stored; /* already compressed: pictures */
} ZipPart;

/* ERR_IO when libzip refuses; out is in the arena. */
bool zip_pack(const ZipPart *parts, size_t n_parts, Arena *arena, Str *out, Err *err);

#endif
