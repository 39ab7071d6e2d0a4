#include "publish/paper/docx_.h"

#include "publish/office/docx_.h"

enum { KEEP_ROWS = 8, KEEP_BYTES = 700 }; /* a table of so many rows is not broken over pages */
enum { LINES_PORTRAIT = 20, LINES_LANDSCAPE = 13 }; /* a row of more lines, two fifths of a page, may be broken: kept whole it would leave the page above empty */

static void cell_begin(PaperDocx *docx, uint32_t width, uint32_t span, const char *more)
{
    buf_printf(&docx->body, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>", width);
    if (span > 1) buf_printf(&docx->body, "<w:gridSpan w:val=\"%u\"/>", span);
    buf_printf(&docx->body, "%s</w:tcPr>", more);
}

/* Paragraphs of a text, one a line; an empty one when there is none: Word demands a paragraph in every cell. */
static void lines(PaperDocx *docx, const PaperPara *para, Str text, bool bold)
{
    do {
        size_t end = str_find(text, STR("\n"));
        paper_docx_begin(docx, para);
        paper_docx_run(docx, str_slice(text, 0, end == SIZE_MAX ? text.n : end), bold);
        paper_docx_end(docx);
        text = end == SIZE_MAX ? STR_EMPTY : str_slice(text, end + 1, text.n);
    } while (text.n > 0);
}

/* Room for the longest word of a text, at 12 pt with the margins of a cell. Our estimate is of wider letters than these. */
static uint32_t word_room(Str text)
{
    uint32_t widest = 0;
    while (text.n > 0) {
        size_t n = 0;
        while (n < text.n && text.at[n] != ' ' && text.at[n] != '\n') n++;
        uint32_t width = docx_text_width(str_slice(text, 0, n)) * 240 / 1000 * 95 / 100;
        if (width > widest) widest = width;
        text = str_slice(text, n < text.n ? n + 1 : n, text.n);
    }
    return widest + 200;
}

static uint32_t *least_widths(PaperDocx *docx, const PaperTable *table)
{
    uint32_t *least = arena_array(docx->arena, uint32_t, table->n_columns), most = docx->width * 3 / 10;
    for (uint32_t c = 0; c < table->n_columns; c++) {
        least[c] = word_room(table->columns[c].head);
        for (uint32_t r = 0; r < table->n_rows; r++) {
            const PaperCell *cell = &table->rows[r].cells[c];
            if (cell->span > 1) continue;
            uint32_t room = word_room(cell->text);
            for (uint32_t i = 0; i < cell->n_items; i++) room = room > word_room(cell->items[i]) ? room : word_room(cell->items[i]);
            if (room > least[c]) least[c] = room;
        }
        if (least[c] > most) least[c] = most;
    }
    return least;
}

/* By the parts that the table asks for; a column that would break a word is widened, the others share what is left. */
static uint32_t *widths_of(PaperDocx *docx, const PaperTable *table)
{
    uint32_t n = table->n_columns, *widths = arena_array(docx->arena, uint32_t, n), *least = least_widths(docx, table);
    bool *fixed = arena_array(docx->arena, bool, n), changed = true;
    while (changed) {
        uint64_t parts = 0, room = docx->width;
        changed = false;
        for (uint32_t c = 0; c < n; c++) {
            if (fixed[c]) room = room > widths[c] ? room - widths[c] : 0;
            else parts += table->columns[c].width;
        }
        for (uint32_t c = 0; c < n; c++) {
            if (fixed[c]) continue;
            widths[c] = (uint32_t)(room * table->columns[c].width / (parts > 0 ? parts : 1));
            if (widths[c] >= least[c]) continue;
            widths[c] = least[c];
            fixed[c] = changed = true;
        }
    }
    uint64_t sum = 0, used = 0;
    for (uint32_t c = 0; c < n; c++) sum += widths[c];
    for (uint32_t c = 0; c < n; c++) { /* too many columns for the sheet: all shrink alike */
        widths[c] = c + 1 == n ? docx->width - (uint32_t)used : (uint32_t)((uint64_t)docx->width * widths[c] / sum);
        used += widths[c];
    }
    return widths;
}

static void head(PaperDocx *docx, const PaperTable *table, const uint32_t *widths)
{
    buf_add_z(&docx->body, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (uint32_t c = 0; c < table->n_columns; c++) {
        cell_begin(docx, widths[c], 1, "<w:vAlign w:val=\"center\"/>");
        lines(docx, &(PaperPara){ .style = "CellHead" }, table->columns[c].head, false);
        buf_add_z(&docx->body, "</w:tc>");
    }
    buf_add_z(&docx->body, "</w:tr>");
    if (!table->is_numbered) return;
    buf_add_z(&docx->body, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (uint32_t c = 0; c < table->n_columns; c++) {
        cell_begin(docx, widths[c], 1, "");
        lines(docx, &(PaperPara){ .style = "CellColumn" }, arena_printf(docx->arena, "%u", c + 1), false);
        buf_add_z(&docx->body, "</w:tc>");
    }
    buf_add_z(&docx->body, "</w:tr>");
}

static size_t row_bytes(const PaperRow *row, uint32_t n_columns)
{
    size_t longest = 0;
    for (uint32_t c = 0; c < n_columns; c++) {
        size_t n = row->cells[c].text.n;
        for (uint32_t i = 0; i < row->cells[c].n_items; i++) n += row->cells[c].items[i].n;
        if (n > longest) longest = n;
    }
    return longest;
}

static uint32_t lines_of(Str text, uint32_t width)
{
    uint32_t n = 0;
    do {
        size_t end = str_find(text, STR("\n"));
        Str line = str_slice(text, 0, end == SIZE_MAX ? text.n : end);
        n += 1 + docx_text_width(line) * 240 / 1000 * 88 / 100 / (width > 400 ? width - 200 : 200);
        text = end == SIZE_MAX ? STR_EMPTY : str_slice(text, end + 1, text.n);
    } while (text.n > 0);
    return n;
}

/* Estimated lines of the highest cell; one that goes on below is not counted. */
static bool may_break(const PaperDocx *docx, const PaperTable *table, const PaperRow *row, const uint32_t *widths)
{
    uint32_t highest = 0;
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const PaperCell *cell = &row->cells[c];
        if (cell->span > 1 || cell->same_as_above) continue;
        uint32_t n = lines_of(cell->text, widths[c]);
        for (uint32_t i = 0; i < cell->n_items; i++) n += lines_of(cell->items[i], widths[c]);
        if (n > highest) highest = n;
    }
    return highest > (docx->landscape ? LINES_LANDSCAPE : LINES_PORTRAIT);
}

static const char *merge_of(const PaperTable *table, uint32_t r, uint32_t c)
{
    if (table->rows[r].cells[c].same_as_above) return "<w:vMerge/>";
    bool goes_on = r + 1 < table->n_rows && table->rows[r + 1].cells[c].same_as_above;
    return goes_on ? "<w:vMerge w:val=\"restart\"/>" : "";
}

static void row(PaperDocx *docx, const PaperTable *table, uint32_t r, const uint32_t *widths, bool keep)
{
    const PaperRow *at = &table->rows[r];
    buf_printf(&docx->body, "<w:tr>%s", may_break(docx, table, at, widths) ? "" : "<w:trPr><w:cantSplit/></w:trPr>");
    for (uint32_t c = 0; c < table->n_columns;) {
        const PaperCell *cell = &at->cells[c];
        uint32_t span = cell->span > 1 ? cell->span : 1, width = 0;
        if (c + span > table->n_columns) span = table->n_columns - c;
        for (uint32_t k = 0; k < span; k++) width += widths[c + k];
        const PaperColumn *column = &table->columns[c];
        PaperPara para = { .style = span > 1 ? "CellText" : column->is_number ? "CellNumber" : column->centred ? "CellCentre" : "CellText", .keep_next = keep };
        cell_begin(docx, width, span, merge_of(table, r, c));
        if (cell->text.n > 0 || cell->n_items == 0) lines(docx, &para, cell->same_as_above ? STR_EMPTY : cell->text, cell->bold);
        for (uint32_t i = 0; i < cell->n_items; i++) paper_docx_para(docx, &(PaperPara){ .style = "CellText", .keep_next = keep, .num = LIST_CELL_ITEMS }, cell->items[i]);
        buf_add_z(&docx->body, "</w:tc>");
        c += span;
    }
    buf_add_z(&docx->body, "</w:tr>");
}

void paper_docx_table(PaperDocx *docx, const PaperTable *table, bool stays)
{
    if (table->title.n > 0) paper_docx_para(docx, &(PaperPara){ .style = "TableTitle", .keep_next = true }, table->title);
    uint32_t *widths = widths_of(docx, table);
    buf_printf(&docx->body, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Lined\"/><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>", docx->width);
    for (uint32_t c = 0; c < table->n_columns; c++) buf_printf(&docx->body, "<w:gridCol w:w=\"%u\"/>", widths[c]);
    buf_add_z(&docx->body, "</w:tblGrid>");
    head(docx, table, widths);
    size_t n_bytes = 0;
    for (uint32_t r = 0; r < table->n_rows; r++) n_bytes += row_bytes(&table->rows[r], table->n_columns);
    bool whole = table->n_rows <= KEEP_ROWS && n_bytes <= KEEP_BYTES;
    for (uint32_t r = 0; r < table->n_rows; r++)
        row(docx, table, r, widths, table->rows[r].is_section || (whole && r + 1 < table->n_rows) || r + 2 == table->n_rows || (stays && r + 1 == table->n_rows)); /* the last row is not alone on its sheet */
    buf_add_z(&docx->body, "</w:tbl>");
    if (table->note.n > 0) paper_docx_para(docx, &(PaperPara){ .style = "TableNote", .keep_next = stays }, table->note);
    else paper_docx_para(docx, &(PaperPara){ .style = "Gap", .keep_next = stays }, STR_EMPTY);
}

void paper_docx_halves(PaperDocx *docx, uint32_t left, uint32_t right)
{
    buf_printf(&docx->body, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"%u\"/><w:gridCol w:w=\"%u\"/></w:tblGrid><w:tr>",
               left + right, left, right);
    /* The gap between the halves is the left one's own margin. */
    cell_begin(docx, left, 1, "<w:tcMar><w:right w:w=\"567\" w:type=\"dxa\"/></w:tcMar>");
}

void paper_docx_half(PaperDocx *docx, uint32_t right)
{
    buf_add_z(&docx->body, "</w:tc>");
    cell_begin(docx, right, 1, "");
}

void paper_docx_halves_end(PaperDocx *docx)
{
    buf_add_z(&docx->body, "</w:tc></w:tr></w:tbl>");
    paper_docx_para(docx, &(PaperPara){ .style = "Gap" }, STR_EMPTY);
}
