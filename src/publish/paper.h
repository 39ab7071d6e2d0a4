/* Papers of an office: orders, plans, minutes, letters. A kind of paper (one file in publish/paper/, one line in its registry.list) turns domain values into a Paper, a flat list of blocks that says
 * what stands where and nothing of how it looks; DOCX, HTML and plain text are drawn from the same list by ГОСТ Р 7.0.97. Black, Times-like, no logo, no word about the program. */
#ifndef PUBLISH_PAPER_H
#define PUBLISH_PAPER_H

#include "base/buf.h"
#include "domain/execution.h"
#include "domain/note.h"
#include "domain/paper.h"

typedef enum PaperBlockKind {
    PAPER_PARENT,      /* organisation above */
    PAPER_ORG,         /* name of the organisation, line by line, in capitals */
    PAPER_ORG_SHORT,   /* in brackets under it */
    PAPER_TYPE,        /* «ПРИКАЗ» */
    PAPER_SUBTYPE,     /* «совещания руководителей», under the type */
    PAPER_DATELINE,    /* text = day, place and number parted by tabs */
    PAPER_SUBJECT,     /* «О …», at the left, at most 8 cm wide */
    PAPER_CORNER,      /* lines in the right half: «УТВЕРЖДАЮ», «Приложение 1»; other: lines in the left half, «СОГЛАСОВАНО» */
    PAPER_LETTERHEAD,  /* inner blocks in the left half (organisation, address, number), text = lines of the addressee in the right one */
    PAPER_ADDRESS,     /* small lines of a letterhead */
    PAPER_REFERENCE,   /* «24.04.2026 № 87», «На № 12 от 20.04.2026» */
    PAPER_GREETING,    /* «Уважаемые коллеги!» */
    PAPER_TITLE,       /* centred and bold: name of an annex, line by line */
    PAPER_HEADING,     /* of a part of the text */
    PAPER_PARA,        /* justified, first line indented */
    PAPER_FLUSH,       /* at the left margin: «Председатель — …» */
    PAPER_COMMAND,     /* «приказываю:», letters apart */
    PAPER_POINT,       /* label «2.1.», level from 0 */
    PAPER_ITEM,        /* of a list with dashes */
    PAPER_TABLE,
    PAPER_SIGNATURE,   /* text = post (lines), other = name at the right margin; never alone on a page */
    PAPER_VERIFIED,    /* «Верно» */
    PAPER_SHEET,       /* what follows begins on a new sheet, landscape or not; before everything: the first one */
    N_PAPER_BLOCKS,
} PaperBlockKind;

/* widths: parts of the whole, any unit */
typedef struct PaperColumn { Str head; uint16_t width; bool centred, is_number; } PaperColumn;
typedef struct PaperCell {
    Str text;                    /* lines are paragraphs */
    uint32_t n_items; const Str *items; /* dashes after the text */
    uint8_t span;                /* columns covered, 0 and 1 alike; cells under it are not drawn */
    bool same_as_above;          /* the cell above goes on: one cell over several rows */
    bool bold;
} PaperCell;
typedef struct PaperRow { const PaperCell *cells; /* n_columns */ bool is_section; } PaperRow;
typedef struct PaperTable {
    Str title;                   /* over it; empty: none */
    uint32_t n_columns; const PaperColumn *columns;
    uint32_t n_rows; const PaperRow *rows;
    bool is_numbered;            /* a row «1 2 3» under the heads */
    Str note;                    /* under it; empty: none */
} PaperTable;

typedef struct PaperBlock {
    PaperBlockKind kind;
    Str label;                   /* POINT */
    uint8_t level;
    Str text, other;             /* lines parted by «\n» */
    const PaperTable *table;
    uint32_t n_inner; const struct PaperBlock *inner; /* LETTERHEAD */
    bool landscape;              /* SHEET */
    bool stay;                   /* kept on one page with the next block */
} PaperBlock;

typedef struct Paper {
    Str title;                   /* of the file: «Приказ от 24.04.2026 № 87» */
    PaperGost gost;
    uint32_t n_blocks, room; PaperBlock *blocks;
    Str executor;                /* lines at the foot of the last sheet before the annexes; empty: none */
    Str qr;                      /* what the code at the lower right corner of the first sheet says; empty: none. Only of the edition of 2025 */
} Paper;

/* What a kind asks of the person, beside data. A page makes its form of these; values come back as texts, in the same order. */
typedef enum PaperFieldKind { PAPER_LINE, PAPER_LINES, PAPER_DAY /* «2026-04-24» */, PAPER_CHOICE } PaperFieldKind;
typedef struct PaperField {
    const char *name, *title, *hint; /* hint may be NULL */
    PaperFieldKind kind;
    const char *choices;             /* CHOICE: «по плану|четыре столбца» */
    const char *otherwise;           /* default; NULL: empty */
} PaperField;

typedef enum PaperNeed { PAPER_NEEDS_PLAN = 1, PAPER_NEEDS_MINUTES = 2, PAPER_NEEDS_EXECUTION = 4, PAPER_NEEDS_NOTE = 8 } PaperNeed;

typedef struct PaperInput {
    PaperGost gost;
    const PaperRequisites *org;
    Str number;                      /* empty: a place for the pen, and so below */
    int32_t day;
    Str qr;
    const struct PaperKind *kind;
    const Str *values;               /* of kind->fields; NULL: defaults alone */
    const PlanContent *plan;         /* what the kind needs is never NULL; a plan may also be given to an order and to a letter: their annex */
    bool is_approved;                /* plan is an edition that was approved: by whom, when and under what number stands in it and is not asked */
    Str ended;                       /* «отменён 12.03.2026: причина» of the plan; empty: it goes on */
    const Minutes *minutes;
    const ExecutionSummary *execution;
    const AnalyticNote *note;
    uint32_t n_annexes; const NotePart *annexes; /* of an order, of a letter, of minutes: title, tables, words under them */
} PaperInput;

typedef struct PaperKind {
    const char *id;                  /* «order» */
    const char *title;               /* «Приказ» */
    const char *issued;              /* «выпущено», as its title agrees; NULL: «выпущен» */
    const char *purpose;             /* one sentence: what it is for */
    unsigned needs;                  /* PaperNeed */
    const PaperField *fields;        /* ended by a NULL name */
    const char *asks;                /* names of fields without which it is not issued, spaces between; NULL */
    bool (*build)(const PaperInput *input, Paper *paper, Arena *arena, Err *err);
} PaperKind;

/* Block before which the executor stands: the first annex, or n_blocks. */
uint32_t paper_executor_at(const Paper *paper);

extern const PaperKind *const paper_registry[]; /* NULL at the end */
const PaperKind *paper_kind_find(Str id);
uint32_t paper_kind_n_fields(const PaperKind *kind);
bool paper_kind_asks(const PaperKind *kind, const char *name); /* it is not issued without this field */

/* fails  ERR_INPUT in words: a choice or a day that is none */
bool paper_build(const PaperInput *input, Paper *out, Arena *arena, Err *err);

/* «приказ отдела образования», «протокол № 2»: by a document, not by a person. */
bool paper_is_document(Arena *arena, Str by);
/* The same paper gives the same bytes on any day and machine. fails  ERR_LIMIT for what is too long, ERR_IO when the archive cannot be put together */
bool paper_docx(const Paper *paper, Str *bytes, Arena *arena, Err *err);
/* One <article class="office">, inside a page by doc_office() of publish/doc.h: printed, that page is the paper alone. */
void paper_html(const Paper *paper, Buf *out);
/* For a letter's body or a clipboard: cells parted by tabs, one row a line. */
void paper_text(const Paper *paper, Buf *out);

#endif
