/* A page's tables and charts as they stood at one moment, for citing in minutes: words of cells, exactly as they were shown. Bytes are kept for ever under their hash, and drawn again as tables. */
#ifndef PUBLISH_FROZEN_H
#define PUBLISH_FROZEN_H

#include "domain/minutes.h"
#include "publish/doc.h"

typedef struct FrozenCopy {
    Str title;          /* of the page */
    Str address;        /* of the page */
    Str moment;         /* «22.11.2026, 13:35» */
    uint32_t n_facts; const Str *facts;
    uint32_t n_tables; const FrozenTable *tables; /* of charts their twins */
} FrozenCopy;

/* only: words that the title of a table holds, whatever their case; empty: all tables. What is hidden from the document's readers is hidden here too. The same document and moment give the same bytes.
 * fails  ERR_INPUT for a page without tables and charts, ERR_LIMIT over LIMIT_FROZEN_ROWS rows or LIMIT_FROZEN_BYTES */
bool frozen_write(const Doc *doc, Str only, Str address, int32_t day, Str moment, Arena *arena, Str *bytes, Err *err);
/* sha256: of the bytes, as kept; stands in every table. fails  ERR_INPUT for what is no such copy */
bool frozen_read(Str bytes, Str sha256, Arena *arena, FrozenCopy *out, Err *err);
/* Tables with their source, moment and checksum. */
void frozen_show(Doc *doc, Node *parent, const FrozenCopy *copy, Str sha256);

#endif
