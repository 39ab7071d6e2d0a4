/* A workbook of libxlsxwriter that appears at its path whole or not at all, the same bytes for the same cells. */
#ifndef PUBLISH_FORM_WORKBOOK_H
#define PUBLISH_FORM_WORKBOOK_H

#include <xlsxwriter.h>

#include "base/err.h"
#include "base/str.h"

typedef struct FormBook { lxw_workbook *book; const char *path; char part[4096]; } FormBook;

/* streamed: rows must be written in order; memory stays small */
bool form_book_open(FormBook *out, const char *path, bool streamed, Err *err);
lxw_worksheet *form_book_sheet(FormBook *book, const char *name);
void form_book_text(lxw_worksheet *sheet, uint32_t row, uint32_t column, Str text); /* an empty text writes no cell */
bool form_book_close(FormBook *book, Err *err);

#endif
