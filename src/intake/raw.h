/* Readers give rows of text cells; formats make sheets of them. The border between bytes and meaning. */
#ifndef INTAKE_RAW_H
#define INTAKE_RAW_H

#include <stdint.h>

#include "base/arena.h"

typedef struct RawRow {
    uint32_t number;     /* 1-based, as a spreadsheet shows it; gaps are possible */
    uint32_t n_cells;    /* up to and with the last filled one */
    const Str *cells;    /* UTF-8 as written, untrimmed; valid during the call only. Whole numbers of number cells without «.0» */
} RawRow;

/* Receiver of a workbook. Returning false stops reading (err filled by the receiver). */
typedef struct RawSink {
    void *context;
    bool (*sheet)(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err); /* before its rows; *skip = true leaves its rows out */
    bool (*row)(void *context, const RawRow *row, Err *err);
    bool (*end)(void *context, Err *err);                    /* after the rows of a sheet */
} RawSink;

/* A container format: xlsx, ods, csv. One file a piece, one line in reader/registry.list. */
typedef struct Reader {
    const char *id;
    const char *title; /* Russian */
    bool (*sniff)(Str bytes);                                         /* by content, never by the file's name */
    bool (*read)(Str bytes, const RawSink *sink, Arena *arena, Err *err); /* ERR_INPUT damaged, encrypted, hostile; ERR_LIMIT */
} Reader;

extern const Reader *const reader_registry[]; /* NULL at the end; csv is last: it accepts any text */

/* Chooses by content and reads. Known foreign kinds (xls, doc, pdf, password-protected OOXML, images, archives) get their own sentence. Thread-safe.
 * arena   scratch and shared strings */
bool raw_read(Str bytes, const RawSink *sink, Arena *arena, const Reader **which, Err *err);

#endif
