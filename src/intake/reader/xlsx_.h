/* Inside of the XLSX reader: shared strings, styles and sheets apart, so that each can be fed with XML directly (tests, fuzzing). */
#ifndef INTAKE_READER_XLSX_H
#define INTAKE_READER_XLSX_H

#include "intake/raw.h"
#include "intake/reader/row_.h"
#include "intake/reader/value_.h"
#include "intake/reader/xml_.h"

extern const Reader reader_xlsx;

enum { SHARED_BLOCK = 4096, STYLE_ROOM = 65536 };

/* Strings that cells name by number; in blocks, because their stated number is not believed. */
typedef struct SharedStrings {
    Arena *arena;
    uint32_t n;
    size_t n_bytes;
    Str *blocks[LIMIT_SHARED_STRINGS / SHARED_BLOCK + 1];
    Buf text;      /* of the string being read */
    bool taking, phonetic;
} SharedStrings;

/* kinds[s] is what style s of a cell shows (ValueKind). */
typedef struct Styles {
    Arena *arena;
    unsigned char *formats; /* STYLE_ROOM kinds by numFmtId; 0xFF: not declared in the file */
    unsigned char *kinds;
    uint32_t n;
    bool in_cells;
    bool as_seen;           /* cells are wanted as their formats draw them: kinds are VALUE_LOOK where that differs, looks[s] is the code */
    Str *codes, *looks;     /* STYLE_ROOM codes by numFmtId and by style; only where as_seen */
} Styles;

/* What a reader of documents wants besides rows. */
typedef struct XlsxMore {
    void *context;
    bool (*merged)(void *context, uint32_t row, uint32_t column, uint32_t last_row, uint32_t last_column, Err *err); /* behind the rows of the sheet; rows from 1, columns from 0 */
    uint32_t n_hidden; /* sheets left out because they are hidden */
} XlsxMore;
/* As the reader of the registry, with cells as their formats draw them and hidden sheets left out. */
bool xlsx_read_more(Str bytes, const RawSink *sink, XlsxMore *more, Arena *arena, Err *err);

typedef struct SheetParse {
    const SharedStrings *shared; /* may be NULL */
    const Styles *styles;        /* may be NULL */
    bool from_1904;
    const RawSink *sink;
    RowCells *row;
    uint64_t row_number, n_columns; /* n_columns: place of the next cell without r= */
    uint64_t column;
    size_t cell_from;   /* where its text begins in row->text */
    uint32_t style;
    char type;          /* n s i(nlineStr) t(str) b e d */
    const XlsxMore *more; /* may be NULL */
    bool at_data;       /* sheetData was just opened */
    bool in_data, in_row, in_cell, in_merges, taking, phonetic;
} SheetParse;

extern const XmlEvents xlsx_shared_events; /* context SharedStrings, zeroed but for arena; free text after */
extern const XmlEvents xlsx_style_events;  /* context Styles, zeroed but for arena */
extern const XmlEvents xlsx_sheet_events;  /* context SheetParse; row inited */

/* One row of a sheet by the quick way (XmlEvents.plain). context SheetParse */
XmlPlain xlsx_row_plain(void *context, const char *at, const char *end, const char **next, Err *err);
/* A finished cell: sheet->type, style and column are set. Text that is not as a person sees it is changed in row->text from sheet->cell_from on. */
bool xlsx_cell_end(SheetParse *sheet, Err *err);
bool xlsx_shared_string(const SheetParse *sheet, Str written, Str *out, Err *err);

/* One sheet as bare XML, without a workbook around it. quick = false: all of it through expat, to compare (the same rows by contract). */
bool xlsx_sheet_bytes(Str xml, bool quick, const RawSink *sink, Arena *arena, Err *err);

#endif
