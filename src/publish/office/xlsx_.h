/* Inside of the XLSX renderer. */
#ifndef PUBLISH_OFFICE_XLSX__H
#define PUBLISH_OFFICE_XLSX__H

#include <xlsxwriter.h>

#include "publish/doc.h"
#include "publish/office/words.h"

#define XLSX_HEAD_ROW   3u        /* title, note, link back, then the head */
#define XLSX_ROWS_MAX   1048576u  /* of Excel */
#define XLSX_FORMATS    256u

/* What a format is made of; two equal keys share one format. */
typedef struct FormatKey {
    char number[40]; /* number format, empty = general */
    RowKind row;
    bool bold, wrap, small, link, indent;
    uint8_t size;    /* points, 0 = 10 */
    int fill;
    enum { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE } align;
    bool head;
} FormatKey;

/* A table and where it stands in the report; long ones take several sheets of the book. */
typedef struct XlsxSheet {
    const Table *table;
    Str title;          /* of the table, or of its chart */
    Str tab;            /* what its name is made of */
    bool is_sign;       /* many schools have a sign of this title: the section is told beside it */
    Str section;        /* title of the sheet of the report */
    const char *name;
    uint32_t from, to;  /* rows of the table */
} XlsxSheet;

typedef struct Xlsx {
    const Doc *doc;
    Arena *arena;
    lxw_workbook *book;
    uint32_t n_sheets, room;
    XlsxSheet *sheets;
    uint32_t n_formats;
    FormatKey keys[XLSX_FORMATS];
    lxw_format *formats[XLSX_FORMATS];
    lxw_error failed;   /* the first refusal */
} Xlsx;

#define XLSX_CONTENTS "Содержание"

/* Names given so far: a set of hashes of their folded forms. */
typedef struct XlsxNames { Arena *arena; uint32_t n, room; unsigned long long *hashes; } XlsxNames;

/* A name that Excel takes, made of title: at most 31 UTF-16 units, without []:*?/\ and apostrophes, unlike all given before whatever the case. NUL at the end. */
const char *xlsx_name(XlsxNames *names, Str title);
lxw_format *xlsx_format(Xlsx *xlsx, const FormatKey *key);
/* Text as one clean C string within Excel's cell, with plain spaces: whoever filters or looks up types no NBSP. */
const char *xlsx_plain(Xlsx *xlsx, Str plain);
const char *xlsx_text(Xlsx *xlsx, Str rich);
void xlsx_check(Xlsx *xlsx, lxw_error error);
void xlsx_page(Xlsx *xlsx, lxw_worksheet *sheet, bool landscape);
void xlsx_table(Xlsx *xlsx, lxw_worksheet *sheet, const XlsxSheet *of);

#endif
