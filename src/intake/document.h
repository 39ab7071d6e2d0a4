/* A text document as blocks: paragraphs and tables, whatever the file was (DOCX, ODT, XLSX, HTML, text, PDF with a text layer). Containers are one file each in document/ and one line in
 * document/registry.list. What the words mean is plan_read.h's business. */
#ifndef INTAKE_DOCUMENT_H
#define INTAKE_DOCUMENT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

typedef struct DocPara {
    Str text;          /* trimmed; line breaks inside as «\n», tabs as «\t» */
    Str label;         /* number or bullet of a list as a reader sees it, computed where the file keeps rules: «2.1.», «•», «–»; empty. A label typed by hand stays in text */
    uint8_t level;     /* nesting of the list or of the outline, from 0 */
    uint8_t heading;   /* 1..6; 0: none */
    bool bold;         /* all of it */
    bool centred;
    uint32_t line;     /* where it begins in the source, from 1: lines of a text file, else paragraphs and rows in order */
} DocPara;

typedef struct DocTable DocTable;
typedef struct DocCell {
    uint16_t column;             /* from 0, spans counted */
    uint16_t col_span, row_span; /* >= 1; a cell covered by a span from above is left out of its row */
    uint32_t n_paras; const DocPara *paras;
    uint32_t n_tables; const DocTable *tables; /* inside it; none of them has tables inside: what is deeper gave its paragraphs to the cells of these */
} DocCell;
typedef struct DocRow { uint32_t n_cells; const DocCell *cells; uint32_t line; bool is_head; /* marked as a repeated head */ } DocRow;
struct DocTable { uint16_t n_columns; uint32_t n_rows; const DocRow *rows; uint32_t after; /* inside a cell: how many of its paragraphs stand before it */ };

typedef enum DocBlockKind { DOC_PARA, DOC_TABLE, DOC_SHEET /* a sheet of a workbook begins: para.text is its name */, DOC_PAGE /* a page break that is written in the file */ } DocBlockKind;
typedef struct DocBlock { DocBlockKind kind; DocPara para; DocTable table; } DocBlock;

typedef struct SourceDoc {
    Str file_name, sha256;
    const char *format;          /* «docx», «odt», «xlsx», «html», «text», «pdf», «doc» */
    uint32_t n_blocks; const DocBlock *blocks;
    uint32_t n_pictures;         /* scans inside: their words were not read */
    uint32_t n_deleted;          /* tracked deletions that were left out */
    uint32_t n_warnings; const Str *warnings; /* Russian: what was left out and why */
} SourceDoc;

typedef struct DocumentFormat {
    const char *name;            /* «docx» */
    const char *title;           /* Russian: «документ Word» */
    const char *extensions;      /* «.docx .docm» */
    /* Looks at the bytes, not at the name. */
    bool (*is_it)(Str name, Str bytes);
    bool (*read)(Str bytes, Arena *arena, SourceDoc *out, Err *err);
    bool apart;                  /* read() works in a child process of its own, and may take long */
} DocumentFormat;
extern const DocumentFormat *const document_registry[]; /* NULL at the end */

/* name     of the file: only a hint where bytes do not tell
 * out      lives in the arena; texts are valid UTF-8
 * fails    ERR_INPUT in words: no known document, damaged, protected by a password, a picture without words; ERR_LIMIT over a ceiling of base/limits.h */
bool document_read(Str name, Str bytes, Arena *arena, SourceDoc *out, Err *err);

/* The same in two halves, for a server whose workers must not wait: one process reads and answers, another hears the answer. */
bool document_is_slow(Str name, Str bytes); /* seconds rather than milliseconds: PDF, old Word, whatever is large */
/* Every container is read in a child process of its own. answer: the document or its failure. */
void document_answer(Str name, Str bytes, Buf *answer);
/* answer is not believed: it passes all ceilings once more. Empty: whoever read has fallen, ERR_INPUT. */
bool document_heard(Str name, Str bytes, Str answer, Arena *arena, SourceDoc *out, Err *err);
/* Programs of the system that document_read() may start; NULL at the end. */
extern const char *const document_programs[];
/* What they make of old Word on this machine. */
typedef enum OldWord { OLD_WORD_NOT_READ, OLD_WORD_TEXT /* cells as lines with tabs */, OLD_WORD_TABLES } OldWord;
OldWord document_old_word(void);

#endif
