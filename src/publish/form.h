/* A result form as a region or a school hands it in, made of a sheet, with the slips of hands in it. For demonstration regions and tests. */
#ifndef PUBLISH_FORM_H
#define PUBLISH_FORM_H

#include "base/buf.h"
#include "domain/frame.h"

/* How a cell is written otherwise than it should be. */
typedef enum Slip {
    SLIP_NONE,
    SLIP_CASE,       /* x, М, А */
    SLIP_LOOKALIKE,  /* Cyrillic Х for X, Latin a for а */
    SLIP_SPACE,      /* «X » */
    SLIP_NBSP,       /* «4» and a no-break space */
    SLIP_UNREADABLE, /* «?» in a task cell: the row must wait */
} Slip;

/* Columns that can slip, beside tasks (0, 1, …). */
enum { FORM_JOURNAL = 1000, FORM_SEX, FORM_CLASS };

typedef struct Form {
    const Sheet *sheet;
    uint32_t first, n_rows; /* rows of the sheet to write: all, or one school's */
    Str region, textbook;
    Slip (*slip)(const void *context, uint32_t row, uint32_t column); /* NULL: no slips */
    const void *context;
} Form;

/* Text of one cell; points into constants or room. */
Str form_score(const Form *form, uint32_t row, uint32_t task, char room[16]);
Str form_journal(const Form *form, uint32_t row, char room[16]);
Str form_sex(const Form *form, uint32_t row, char room[16]);
Str form_class(const Form *form, uint32_t row, char room[16]); /* «НЕТ» for the only class */
Str form_variant(const Form *form, uint32_t row, char room[16]);

/* Region's export of 2021: one sheet, all cells text. ERR_IO; nothing is left at path on failure. */
bool form_regional_2021(const Form *form, const char *path, Err *err);
/* Collection form of 2026: «Протокол», «Служебный», «Порядковый номер класса»; the school stands in the file's name only. ERR_IO */
bool form_collection_2026(const Form *form, const char *path, Err *err);
/* Plain table: UTF-8, «;», a row a participant. */
void form_plain(const Form *form, Buf *out);
/* Packed sheet (docs/adr/0011) into an empty buffer. Schools without a work are left out, as in the frame; codes of participants too unless all are numbers
 * that rise in each class. in: n_works > 0; out: check with buf_ok() */
void form_packed(const Frame *frame, const SchoolTable *table, Buf *out);

#endif
