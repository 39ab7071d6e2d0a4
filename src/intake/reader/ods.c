/* ODS: content.xml as a stream. Equal neighbours are stored once with a number of repeats, so what is empty must cost nothing
 * and what is filled is counted against a ceiling. */
#include "intake/reader/ods_.h"

#include <string.h>

#include "intake/reader/hint_.h"
#include "intake/reader/odf_.h"
#include "intake/reader/row_.h"
#include "intake/reader/value_.h"

typedef struct OdsParse {
    const RawSink *sink;
    RowCells *row;
    uint32_t n_sheets;
    uint32_t skip_depth;  /* inside an element that holds no cells of ours, from this depth on; 0: none */
    uint32_t table_depth, row_depth, cell_depth, p_depth; /* 0: outside */
    uint64_t row_number, row_repeat;
    uint64_t column, cell_repeat;
    uint64_t n_repeated;  /* cells and rows made by repeats */
    size_t cell_from;
    size_t value_n;       /* of the value attribute, kept at cell_from; 0: the text decides */
    bool skip_sheet, any_p, gap;
} OdsParse;

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

/* Elements whose tables and paragraphs are not what stands in the cells. */
static bool foreign_element(const char *name)
{
    static const char *const names[] = { "annotation", "dde-links", "tracked-changes", "shapes", "frame", "note", "ruby-text", "forms", "control", NULL };
    for (size_t i = 0; names[i] != NULL; i++)
        if (is(name, names[i])) return true;
    return false;
}

/* At most 2^32, so that sums of them over any file stay in 64 bits. */
static uint64_t repeats(const char **attributes, const char *name)
{
    const char *written = xml_attribute(attributes, name);
    long long value;
    if (written == NULL || !str_to_int(str_of(written), &value) || value <= 0) return 1;
    return value < UINT32_MAX ? (uint64_t)value : UINT32_MAX;
}

static bool add_text(OdsParse *ods, Str piece, Err *err)
{
    if (ods->row->text.n - ods->cell_from + piece.n > LIMIT_CELL_BYTES) return row_cell_too_long(ods->column, ods->row_number, err);
    buf_add(&ods->row->text, piece);
    return true;
}

static bool table_start(OdsParse *ods, uint32_t depth, const char **attributes, Err *err)
{
    const char *name = xml_attribute(attributes, "name");
    if (ods->n_sheets == LIMIT_SHEETS)
        return err_set(err, ERR_LIMIT, "Разделите книгу на несколько файлов.", "В книге больше %u листов.", LIMIT_SHEETS);
    ods->table_depth = depth;
    ods->row_number = 0;
    ods->skip_sheet = false;
    return ods->sink->sheet(ods->sink->context, name != NULL ? str_of(name) : STR_EMPTY, ods->n_sheets++, &ods->skip_sheet, err);
}

/* What a typed cell holds; text cells are read from their paragraphs. */
static bool cell_value(OdsParse *ods, const char **attributes, Err *err)
{
    char out[VALUE_ROOM];
    const char *type = xml_attribute(attributes, "value-type"), *written;
    Str value = STR_EMPTY;
    if (type == NULL) return true;
    if (is(type, "float") || is(type, "percentage") || is(type, "currency")) {
        if ((written = xml_attribute(attributes, "value")) != NULL) value = value_number(str_of(written), out);
    } else if (is(type, "date")) {
        if ((written = xml_attribute(attributes, "date-value")) != NULL) value = value_iso_date(str_of(written), out);
    } else if (is(type, "boolean")) {
        if ((written = xml_attribute(attributes, "boolean-value")) != NULL) value = is(written, "true") ? STR("ИСТИНА") : STR("ЛОЖЬ");
    } else if (is(type, "string")) {
        if ((written = xml_attribute(attributes, "string-value")) != NULL) value = str_of(written);
    }
    ods->value_n = value.n;
    return add_text(ods, value, err);
}

static bool inside_cell(OdsParse *ods, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    if (ods->p_depth == 0) {
        if (!is(name, "p") || depth != ods->cell_depth + 1) return true;
        bool first = !ods->any_p;
        ods->p_depth = depth;
        ods->any_p = true;
        ods->gap = false;
        return first || ods->value_n > 0 || add_text(ods, STR("\n"), err);
    }
    if (ods->value_n > 0) return true;
    if (is(name, "tab")) return add_text(ods, STR("\t"), err);
    if (is(name, "line-break")) return add_text(ods, STR("\n"), err);
    if (!is(name, "s")) return true;
    uint64_t n = repeats(attributes, "c");
    if (n > LIMIT_CELL_BYTES) return row_cell_too_long(ods->column, ods->row_number, err);
    while (n-- > 0)
        if (!add_text(ods, STR(" "), err)) return false;
    return true;
}

static bool ods_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    OdsParse *ods = context;
    if (ods->skip_depth != 0) return true;
    if (foreign_element(name)) {
        ods->skip_depth = depth;
        return true;
    }
    if (ods->table_depth == 0) return !is(name, "table") || table_start(ods, depth, attributes, err);
    if (ods->skip_sheet) return true;
    if (ods->row_depth == 0) {
        if (!is(name, "table-row")) return true;
        ods->row_depth = depth;
        ods->row_number++;
        ods->row_repeat = repeats(attributes, "number-rows-repeated");
        ods->column = 0;
        return true;
    }
    if (ods->cell_depth != 0) return inside_cell(ods, depth, name, attributes, err);
    if (depth != ods->row_depth + 1 || (!is(name, "table-cell") && !is(name, "covered-table-cell"))) return true;
    ods->cell_depth = depth;
    ods->cell_repeat = repeats(attributes, "number-columns-repeated");
    ods->cell_from = ods->row->text.n;
    ods->value_n = 0;
    ods->any_p = false;
    return cell_value(ods, attributes, err);
}

static bool count_repeats(OdsParse *ods, uint64_t n, Err *err)
{
    ods->n_repeated += n;
    if (ods->n_repeated <= LIMIT_REPEATS) return true;
    return err_set(err, ERR_LIMIT, HINT_HOSTILE, "Одинаковых ячеек и строк подряд больше допустимого (%u).", LIMIT_REPEATS);
}

static bool cell_end(OdsParse *ods, Err *err)
{
    ods->cell_depth = 0;
    uint64_t n = ods->cell_repeat, first = ods->column;
    ods->column += n;
    if (!buf_ok(&ods->row->text, err)) return false;
    if (ods->row->text.n == ods->cell_from) return true;
    if (!count_repeats(ods, n < LIMIT_COLUMNS ? n : LIMIT_COLUMNS, err)) return false;
    for (uint64_t i = 0; i < n; i++)
        if (!row_put_text(ods->row, first + i, ods->cell_from, ods->row_number, err)) return false;
    return true;
}

static bool row_end(OdsParse *ods, Err *err)
{
    RowCells *row = ods->row;
    uint64_t first = ods->row_number, n = ods->row_repeat;
    ods->row_depth = 0;
    if (row->n == 0 || n == 1) {
        ods->row_number = first + n - 1;
        return row_emit(row, first, ods->sink, err);
    }
    if (!count_repeats(ods, n * row->n, err)) return false;
    uint32_t n_cells = row->n;
    size_t n_text = row->text.n;
    for (uint64_t i = 0; i < n; i++) { /* row_emit clears but does not wipe: the same row again */
        row->n = n_cells;
        row->text.n = n_text;
        if (!row_emit(row, first + i, ods->sink, err)) return false;
    }
    ods->row_number = first + n - 1;
    return true;
}

static bool ods_end(void *context, uint32_t depth, const char *name, Err *err)
{
    (void)name;
    OdsParse *ods = context;
    if (ods->skip_depth != 0) {
        if (depth == ods->skip_depth) ods->skip_depth = 0;
        return true;
    }
    if (depth == ods->p_depth) ods->p_depth = 0;
    else if (depth == ods->cell_depth) return cell_end(ods, err);
    else if (depth == ods->row_depth) return row_end(ods, err);
    else if (depth == ods->table_depth) {
        ods->table_depth = 0;
        return ods->skip_sheet || ods->sink->end(ods->sink->context, err);
    }
    return true;
}

/* Runs of white space in a paragraph are one space (ODF 1.2, part 1, 6.1.2); meant spaces are text:s. */
static bool ods_text(void *context, Str piece, Err *err)
{
    OdsParse *ods = context;
    if (ods->skip_depth != 0 || ods->p_depth == 0 || ods->value_n > 0) return true;
    for (size_t i = 0; i < piece.n;) {
        size_t from = i;
        while (i < piece.n && (unsigned char)piece.at[i] > ' ') i++;
        if (i > from) {
            if (!add_text(ods, str_slice(piece, from, i), err)) return false;
            ods->gap = false;
        }
        bool space = i < piece.n;
        while (i < piece.n && (unsigned char)piece.at[i] <= ' ') i++;
        if (space && !ods->gap && !add_text(ods, STR(" "), err)) return false;
        ods->gap = ods->gap || space;
    }
    return true;
}

static const XmlEvents ods_events = { .start = ods_start, .end = ods_end, .text = ods_text };

bool ods_content_bytes(Str xml, const RawSink *sink, Arena *arena, Err *err)
{
    RowCells *row = arena_try(arena, sizeof *row, err);
    if (row == NULL) return false;
    row_init(row);
    OdsParse ods = { .sink = sink, .row = row };
    bool ok = xml_read_bytes(xml, STR("content.xml"), &ods_events, &ods, err);
    row_free(row);
    return ok;
}

static bool read_zip(Unzip *zip, const RawSink *sink, Arena *arena, Err *err)
{
    int64_t content;
    if (!odf_content(zip, &content, err)) return false;
    RowCells *row = arena_try(arena, sizeof *row, err);
    if (row == NULL) return false;
    row_init(row);
    OdsParse ods = { .sink = sink, .row = row };
    bool ok = unzip_xml(zip, content, &ods_events, &ods, err);
    row_free(row);
    if (ok && ods.n_sheets == 0) return err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "В книге нет ни одного листа.");
    return ok;
}

static bool ods_read(Str bytes, const RawSink *sink, Arena *arena, Err *err)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, err)) return false;
    bool ok = read_zip(&zip, sink, arena, err);
    unzip_close(&zip);
    return ok;
}

static bool ods_sniff(Str bytes) { return odf_is(bytes, STR("spreadsheet")); }

const Reader reader_ods = { "ods", "таблица OpenDocument (.ods)", ods_sniff, ods_read };
