#include "publish/form/workbook_.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool form_book_open(FormBook *out, const char *path, bool streamed, Err *err)
{
    out->path = path;
    int n = snprintf(out->part, sizeof out->part, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof out->part) return err_set(err, ERR_LIMIT, "Выберите папку с путём короче.", "Слишком длинный путь «%.200s…».", path);
    lxw_workbook_options options = { .constant_memory = streamed };
    out->book = workbook_new_opt(out->part, &options);
    if (out->book == NULL) return err_set(err, ERR_IO, "Освободите память и повторите.", "Не удалось начать книгу «%s».", path);
    lxw_doc_properties properties = { .created = 946684800 }; /* 1 January 2000: a clock would change the bytes */
    workbook_set_properties(out->book, &properties);
    return true;
}

lxw_worksheet *form_book_sheet(FormBook *book, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);
    BUG_ON(sheet == NULL);
    return sheet;
}

void form_book_text(lxw_worksheet *sheet, uint32_t row, uint32_t column, Str text)
{
    char cell[512];
    if (text.n == 0) return;
    snprintf(cell, sizeof cell, "%.*s", STR_ARG(text));
    worksheet_write_string(sheet, row, (lxw_col_t)column, cell, NULL);
}

bool form_book_close(FormBook *book, Err *err)
{
    lxw_error wrong = workbook_close(book->book);
    if (wrong == LXW_NO_ERROR && rename(book->part, book->path) == 0) return true;
    int why = errno;
    unlink(book->part);
    err_set(err, ERR_IO, "Проверьте место на диске и права на папку.", "Не записан файл «%s».", book->path);
    err_detail(err, "%s", wrong != LXW_NO_ERROR ? lxw_strerror(wrong) : strerror(why));
    return false;
}
