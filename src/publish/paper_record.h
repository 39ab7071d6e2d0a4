/* Papers out of records of registers: minutes and extracts, orders and their sheets of acquaintance. A register says which (RecordType.papers). */
#ifndef PUBLISH_PAPER_RECORD_H
#define PUBLISH_PAPER_RECORD_H

#include "publish/frozen.h"
#include "publish/paper.h"
#include "record/record.h"

typedef struct PaperRecord {
    const RecordData *data;
    uint32_t n_frozen; const FrozenCopy *frozen;   /* cited: annexes of minutes */
    uint32_t n_readers; const Str *readers;        /* «post | name»: of acquaintance */
} PaperRecord;

/* NULL at the end of what the register gives: i from 0. */
const PaperKind *paper_record_kind(const RecordType *type, uint32_t i);
bool paper_record_has(const RecordType *type, const PaperKind *kind);

/* Number, day, data and values of the paper; org and gost are the caller's. values: what the person chose for kind->fields, NULL or with empty texts: the record's own.
 * out lives in the arena. in: paper_record_has() */
void paper_record_input(const PaperRecord *from, const PaperKind *kind, const Str *values, Arena *arena, PaperInput *out);

#endif
