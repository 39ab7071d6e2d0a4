/* One sheet: worksheet 1, sheetData 2, row 3, c 4, v 5 or is 5, t 6, r 6, t 7. */
#include <string.h>

#include "intake/reader/hint_.h"
#include "intake/reader/xlsx_.h"

static bool is(const char *name, const char *expected) { return strcmp(name, expected) == 0; }

static bool bad_reference(const char *written, Err *err)
{
    return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "Файл повреждён: непонятный адрес ячейки или строки «%.40s».", written);
}

static bool row_start(SheetParse *sheet, const char **attributes, Err *err)
{
    uint64_t number = sheet->row_number + 1;
    const char *written = xml_attribute(attributes, "r");
    if (written != NULL) {
        long long stated;
        if (!str_to_int(str_of(written), &stated) || stated == 0) return bad_reference(written, err);
        if ((uint64_t)stated < number)
            return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "Файл повреждён: строки листа идут не по порядку (после %llu — %lld).",
                           (unsigned long long)sheet->row_number, stated);
        number = (uint64_t)stated;
    }
    sheet->row_number = number;
    sheet->n_columns = 0;
    sheet->in_row = true;
    return true;
}

/* «AB12» gives 27; the row in it is not looked at: the row itself was told. */
static bool column_of(const char *reference, uint64_t *out)
{
    uint64_t column = 0;
    size_t n = 0;
    for (; n < 4; n++) {
        unsigned letter = ((unsigned char)reference[n] | 0x20u) - 'a';
        if (letter >= 26) break;
        column = column * 26 + letter + 1;
    }
    *out = column - 1;
    return n >= 1 && n <= 3;
}

static char type_of(const char *written)
{
    if (is(written, "inlineStr")) return 'i';
    if (is(written, "str")) return 't';
    return written[0] != '\0' && written[1] == '\0' ? written[0] : 'n';
}

static bool cell_start(SheetParse *sheet, const char **attributes, Err *err)
{
    uint64_t column = sheet->n_columns;
    sheet->type = 'n';
    sheet->style = 0;
    for (; attributes[0] != NULL; attributes += 2) {
        const char *name = attributes[0], *value = attributes[1];
        if (name[0] == '\0' || name[1] != '\0') continue;
        if (name[0] == 'r') {
            if (!column_of(value, &column)) return bad_reference(value, err);
        } else if (name[0] == 't') {
            sheet->type = type_of(value);
        } else if (name[0] == 's') {
            uint32_t style = 0;
            for (; *value >= '0' && *value <= '9' && style < STYLE_ROOM; value++) style = style * 10 + (uint32_t)(*value - '0');
            sheet->style = style;
        }
    }
    sheet->column = column;
    sheet->n_columns = column + 1;
    sheet->cell_from = sheet->row->text.n;
    sheet->in_cell = true;
    return true;
}

/* «B12» at reference; gives what is behind it, NULL for anything else. */
static const char *place_of(const char *reference, uint32_t *row, uint32_t *column)
{
    uint64_t at;
    if (!column_of(reference, &at)) return NULL;
    while (((unsigned char)*reference | 0x20u) - 'a' < 26) reference++;
    *column = (uint32_t)at;
    for (*row = 0; *reference >= '0' && *reference <= '9' && *row < 100000000; reference++) *row = *row * 10 + (uint32_t)(*reference - '0');
    return *row > 0 ? reference : NULL;
}

/* A reference that is none merges nothing. */
static bool merge_start(SheetParse *sheet, const char **attributes, Err *err)
{
    uint32_t row, column, last_row, last_column;
    const char *reference = xml_attribute(attributes, "ref"), *colon = reference != NULL ? place_of(reference, &row, &column) : NULL;
    if (colon == NULL || *colon != ':' || place_of(colon + 1, &last_row, &last_column) == NULL || last_row < row || last_column < column) return true;
    return sheet->more->merged(sheet->more->context, row, column, last_row, last_column, err);
}

static bool sheet_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    SheetParse *sheet = context;
    sheet->at_data = false;
    switch (depth) {
    case 2:
        sheet->at_data = sheet->in_data = is(name, "sheetData");
        sheet->in_merges = sheet->more != NULL && is(name, "mergeCells");
        break;
    case 3:
        if (sheet->in_merges && is(name, "mergeCell")) return merge_start(sheet, attributes, err);
        return !sheet->in_data || !is(name, "row") || row_start(sheet, attributes, err);
    case 4: return !sheet->in_row || !is(name, "c") || cell_start(sheet, attributes, err);
    case 5: sheet->taking = sheet->in_cell && is(name, "v"); break;
    case 6: sheet->phonetic = is(name, "rPh"); /* fall through */
    case 7: sheet->taking = sheet->in_cell && !sheet->phonetic && is(name, "t"); break;
    default: sheet->taking = false;
    }
    return true;
}

bool xlsx_shared_string(const SheetParse *sheet, Str written, Str *out, Err *err)
{
    uint32_t i = 0;
    bool good = written.n > 0 && written.n < 10;
    for (size_t k = 0; good && k < written.n; k++) {
        good = written.at[k] >= '0' && written.at[k] <= '9';
        i = i * 10 + (uint32_t)(written.at[k] - '0');
    }
    if (!good || sheet->shared == NULL || i >= sheet->shared->n) {
        char cell[40];
        return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "Файл повреждён: ячейка %s ссылается на строку, которой в книге нет.",
                       row_cell_name(sheet->column, sheet->row_number, cell));
    }
    *out = sheet->shared->blocks[i / SHARED_BLOCK][i % SHARED_BLOCK];
    return true;
}

/* Numbers, dates, yes and no: what was read in row->text is replaced by what a person sees. */
static void shown(SheetParse *sheet, Str written)
{
    char out[VALUE_ROOM];
    ValueKind kind = VALUE_NUMBER;
    if (sheet->styles != NULL && sheet->style < sheet->styles->n) kind = (ValueKind)sheet->styles->kinds[sheet->style];
    Str text;
    if (sheet->type == 'b') text = str_eq(written, STR("1")) ? STR("ИСТИНА") : STR("ЛОЖЬ");
    else if (sheet->type == 'd') text = value_iso_date(written, out);
    else if (kind == VALUE_LOOK) text = value_look(written, sheet->styles->looks[sheet->style], sheet->from_1904, out);
    else if (kind != VALUE_NUMBER) text = value_serial(written, kind, sheet->from_1904, out);
    else text = value_number(written, out);
    if (text.at == written.at) return; /* as written */
    sheet->row->text.n = sheet->cell_from;
    buf_add(&sheet->row->text, text);
}

bool xlsx_cell_end(SheetParse *sheet, Err *err)
{
    Buf *text = &sheet->row->text;
    sheet->in_cell = false;
    if (!buf_ok(text, err)) return false;
    if (text->n == sheet->cell_from) return true;
    Str written = { text->at + sheet->cell_from, text->n - sheet->cell_from };
    switch (sheet->type) {
    case 's': {
        Str string;
        if (!xlsx_shared_string(sheet, written, &string, err)) return false;
        text->n = sheet->cell_from;
        return row_put(sheet->row, sheet->column, string, sheet->row_number, err);
    }
    case 'i':
    case 't': text->n = sheet->cell_from + value_unescape(text->at + sheet->cell_from, written.n); break;
    case 'e': break;
    default: shown(sheet, written);
    }
    return row_put_text(sheet->row, sheet->column, sheet->cell_from, sheet->row_number, err);
}

static bool sheet_end(void *context, uint32_t depth, const char *name, Err *err)
{
    (void)name;
    SheetParse *sheet = context;
    sheet->at_data = false;
    switch (depth) {
    case 2: sheet->in_data = false; break;
    case 3: {
        bool row = sheet->in_row;
        sheet->in_row = false;
        return !row || row_emit(sheet->row, sheet->row_number, sheet->sink, err);
    }
    case 4: return !sheet->in_cell || xlsx_cell_end(sheet, err);
    case 6: sheet->phonetic = false; /* fall through */
    default: sheet->taking = false;
    }
    return true;
}

static bool sheet_text(void *context, Str piece, Err *err)
{
    SheetParse *sheet = context;
    sheet->at_data = false;
    if (!sheet->taking) return true;
    Buf *text = &sheet->row->text;
    if (text->n - sheet->cell_from + piece.n > LIMIT_CELL_BYTES) return row_cell_too_long(sheet->column, sheet->row_number, err);
    buf_add(text, piece);
    return true;
}

static bool at_data(const void *context) { return ((const SheetParse *)context)->at_data; }

const XmlEvents xlsx_sheet_events = {
    .start = sheet_start, .end = sheet_end, .text = sheet_text, .plain_after = "<sheetData>", .plain_ready = at_data, .plain = xlsx_row_plain
};

bool xlsx_sheet_bytes(Str xml, bool quick, const RawSink *sink, Arena *arena, Err *err)
{
    RowCells *row = arena_try(arena, sizeof *row, err);
    if (row == NULL) return false;
    row_init(row);
    SheetParse sheet = { .sink = sink, .row = row };
    XmlEvents slow = xlsx_sheet_events;
    slow.plain = NULL;
    bool ok = xml_read_bytes(xml, STR("sheet1.xml"), quick ? &xlsx_sheet_events : &slow, &sheet, err);
    row_free(row);
    return ok;
}
