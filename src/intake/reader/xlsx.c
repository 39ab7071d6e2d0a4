/* XLSX: which parts of the zip are sheets, in which order, under which names (workbook.xml and its relations; file names tell nothing). */
#include <string.h>

#include "intake/reader/hint_.h"
#include "intake/reader/opc_.h"
#include "intake/reader/xlsx_.h"

typedef struct BookSheet {
    Str name;
    const char *relation;
    int64_t part;    /* -1: not found yet */
    bool no_cells;   /* a chart or a dialog */
    bool hidden;
} BookSheet;

typedef struct Book {
    Unzip zip;
    Arena *arena;
    OpcMain main;
    uint32_t n_sheets, n_given; /* given to the sink: those with cells */
    bool from_1904;
    XlsxMore *more;          /* may be NULL */
    int64_t shared_part, styles_part;
    BookSheet sheets[LIMIT_SHEETS];
    SharedStrings shared;
    Styles styles;
    RowCells row;
} Book;

/* workbook 1, workbookPr 2, sheets 2, sheet 3. */
static bool book_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    Book *book = context;
    if (depth == 2 && strcmp(name, "workbookPr") == 0) {
        const char *from = xml_attribute(attributes, "date1904");
        book->from_1904 = from != NULL && (strcmp(from, "1") == 0 || strcmp(from, "true") == 0);
    }
    if (depth != 3 || strcmp(name, "sheet") != 0) return true;
    if (book->n_sheets == LIMIT_SHEETS)
        return err_set(err, ERR_LIMIT, "Разделите книгу на несколько файлов.", "В книге больше %u листов.", LIMIT_SHEETS);
    const char *title = xml_attribute(attributes, "name"), *relation = xml_attribute(attributes, "id"), *shown = xml_attribute(attributes, "state");
    if (title != NULL && strlen(title) > 1000) title = NULL;
    book->sheets[book->n_sheets++] = (BookSheet){
        .name = title != NULL ? arena_str(book->arena, str_of(title)) : STR_EMPTY,
        .relation = relation != NULL && strlen(relation) < 1000 ? arena_z(book->arena, str_of(relation)) : "",
        .part = -1,
        .hidden = shown != NULL && strcmp(shown, "visible") != 0,
    };
    return true;
}

static const XmlEvents book_events = { .start = book_start, .end = xml_ignore_end, .text = xml_ignore_text };

static void take_relation(void *context, const char *id, Str kind, Str path)
{
    Book *book = context;
    bool shared = str_eq(kind, STR("sharedStrings")), styles = str_eq(kind, STR("styles")), sheet = str_eq(kind, STR("worksheet"));
    if (shared || styles) {
        int64_t part = unzip_find(&book->zip, path);
        if (part >= 0) *(shared ? &book->shared_part : &book->styles_part) = part;
    }
    for (uint32_t i = 0; id != NULL && i < book->n_sheets; i++) {
        BookSheet *entry = &book->sheets[i];
        if (entry->part >= 0 || strcmp(entry->relation, id) != 0) continue;
        if (sheet) entry->part = unzip_find(&book->zip, path);
        else entry->no_cells = true;
    }
}

static bool is_sheet_part(Str name)
{
    return str_ends(name, STR(".xml")) && str_find(name, STR("worksheets/")) != SIZE_MAX && str_find(name, STR("_rels/")) == SIZE_MAX;
}

/* Where the workbook does not lead to its sheets: by the usual file name, else by the n-th part that looks like a sheet. */
static void guess_parts(Book *book)
{
    if (book->n_sheets == 0) {
        for (uint32_t i = 0; i < book->zip.n_entries && book->n_sheets < LIMIT_SHEETS; i++)
            if (is_sheet_part(unzip_name(&book->zip, i)))
                book->sheets[book->n_sheets++] = (BookSheet){ .name = STR_EMPTY, .relation = "", .part = i };
        return;
    }
    for (uint32_t i = 0; i < book->n_sheets; i++) {
        BookSheet *sheet = &book->sheets[i];
        if (sheet->part >= 0 || sheet->no_cells) continue;
        sheet->part = unzip_find(&book->zip, arena_printf(book->arena, "%.*sworksheets/sheet%u.xml", STR_ARG(book->main.folder), i + 1));
        for (uint32_t k = 0; k < i; k++)
            if (book->sheets[k].part == sheet->part) sheet->part = -1; /* already somebody's */
    }
}

static int64_t find_in(Book *book, const char *name)
{
    return unzip_find(&book->zip, arena_printf(book->arena, "%.*s%s", STR_ARG(book->main.folder), name));
}

static bool book_parts(Book *book, Err *err)
{
    book->shared_part = book->styles_part = -1;
    if (!opc_main(&book->zip, STR("xl/workbook.xml"), &book->main, err)) return false;
    if (book->main.part >= 0 && !unzip_xml(&book->zip, book->main.part, &book_events, book, err)) return false;
    if (!opc_relations(&book->zip, &book->main, take_relation, book, err)) return false;
    guess_parts(book);
    if (book->shared_part < 0) book->shared_part = find_in(book, "sharedStrings.xml");
    if (book->styles_part < 0) book->styles_part = find_in(book, "styles.xml");
    return true;
}

static bool read_sheet(Book *book, uint32_t i, const RawSink *sink, Err *err)
{
    const BookSheet *sheet = &book->sheets[i];
    if (sheet->no_cells) return true;
    if (book->more != NULL && sheet->hidden) {
        book->more->n_hidden++;
        return true;
    }
    if (sheet->part < 0)
        return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "Файл повреждён: в нём нет листа «%.*s», который в нём объявлен.", STR_ARG(str_slice(sheet->name, 0, 100)));
    bool skip = false;
    if (!sink->sheet(sink->context, sheet->name, book->n_given++, &skip, err)) return false;
    if (skip) return true;
    SheetParse parse = { .shared = &book->shared, .styles = &book->styles, .from_1904 = book->from_1904, .sink = sink, .row = &book->row, .more = book->more };
    return unzip_xml(&book->zip, sheet->part, &xlsx_sheet_events, &parse, err) && sink->end(sink->context, err);
}

static bool read_book(Book *book, const RawSink *sink, Err *err)
{
    if (!book_parts(book, err)) return false;
    if (book->n_sheets == 0) return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "В книге нет ни одного листа.");
    book->shared = (SharedStrings){ .arena = book->arena };
    book->styles = (Styles){ .arena = book->arena, .as_seen = book->more != NULL };
    buf_init(&book->shared.text, (size_t)LIMIT_CELL_BYTES * 2);
    bool ok = book->shared_part < 0 || unzip_xml(&book->zip, book->shared_part, &xlsx_shared_events, &book->shared, err);
    buf_free(&book->shared.text);
    if (ok && book->styles_part >= 0) ok = unzip_xml(&book->zip, book->styles_part, &xlsx_style_events, &book->styles, err);
    for (uint32_t i = 0; ok && i < book->n_sheets; i++) ok = read_sheet(book, i, sink, err);
    return ok;
}

bool xlsx_read_more(Str bytes, const RawSink *sink, XlsxMore *more, Arena *arena, Err *err)
{
    Book *book = arena_try(arena, sizeof *book, err);
    if (book == NULL || !unzip_open(bytes, &book->zip, err)) return false;
    book->arena = arena;
    book->more = more;
    row_init(&book->row);
    bool ok = read_book(book, sink, err);
    row_free(&book->row);
    unzip_close(&book->zip);
    return ok;
}

static bool xlsx_read(Str bytes, const RawSink *sink, Arena *arena, Err *err) { return xlsx_read_more(bytes, sink, NULL, arena, err); }

static bool xlsx_sniff(Str bytes)
{
    Unzip zip;
    if (!str_starts(bytes, STR("PK\x03\x04")) || !unzip_open(bytes, &zip, NULL)) return false;
    bool yes = unzip_find(&zip, STR("xl/workbook.xml")) >= 0;
    for (uint32_t i = 0; !yes && i < zip.n_entries; i++) {
        Str name = unzip_name(&zip, i);
        yes = str_ends(name, STR("/workbook.xml")) || str_starts(name, STR("xl/worksheets/sheet1.xml"));
    }
    unzip_close(&zip);
    return yes;
}

const Reader reader_xlsx = { "xlsx", "книга Excel (.xlsx)", xlsx_sniff, xlsx_read };
