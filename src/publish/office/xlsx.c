/* XLSX: «Содержание» with the answer and links, then every table a sheet. */
#include "publish/office/xlsx_.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"
#include "base/utf8.h"
#include "publish/office/paper.h"
#include "publish/rich.h"

#define CELL_CHARS     32767u  /* of Excel */
#define STREAM_CELLS   300000u /* over this rows go to the disk at once, else a large region takes gigabytes */
#define STREAM_SHEETS  200u    /* each streamed sheet holds an open file */
/* libxlsxwriter wants a time of creation; a fixed one keeps the bytes the same on any day: 01.01.2000. */
#define CREATED        946684800

void xlsx_check(Xlsx *xlsx, lxw_error error)
{
    if (error != LXW_NO_ERROR && xlsx->failed == LXW_NO_ERROR) xlsx->failed = error;
}

const char *xlsx_text(Xlsx *xlsx, Str rich) { return xlsx_plain(xlsx, rich_plain(xlsx->arena, rich)); }

const char *xlsx_plain(Xlsx *xlsx, Str plain)
{
    Str clean = words_plain(xlsx->arena, plain);
    if (clean.n > CELL_CHARS) { /* bytes are no fewer than characters: only then count */
        size_t i = 0, n_units = 0, end = 0;
        while (i < clean.n) {
            n_units += utf8_next(clean, &i) > 0xFFFF ? 2 : 1;
            if (n_units > CELL_CHARS) break;
            end = i;
        }
        clean.n = end;
    }
    return arena_z(xlsx->arena, clean);
}

static void fill(lxw_format *format, const FormatKey *key)
{
    if (key->fill != FILL_NONE) {
        format_set_pattern(format, key->fill == FILL_BELOW ? LXW_PATTERN_LIGHT_UP : LXW_PATTERN_GRAY_125);
        format_set_fg_color(format, key->fill == FILL_BELOW ? 0xE39A00 : 0x0A5C99);
        format_set_bg_color(format, 0xFFFFFF);
    } else if (key->row == ROW_BAND || key->row == ROW_ATTENTION || key->row == ROW_OURS) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_fg_color(format, key->row == ROW_BAND ? 0xF3F4F1 : key->row == ROW_OURS ? 0xE3EEF6 : 0xFDF1D8);
    }
}

lxw_format *xlsx_format(Xlsx *xlsx, const FormatKey *key)
{
    FormatKey wanted;
    memset(&wanted, 0, sizeof wanted); /* padding too: keys are compared as bytes */
    memcpy(wanted.number, key->number, sizeof wanted.number);
    wanted.row = key->row; wanted.bold = key->bold; wanted.wrap = key->wrap; wanted.small = key->small; wanted.link = key->link; wanted.indent = key->indent;
    wanted.size = key->size; wanted.fill = key->fill; wanted.align = key->align; wanted.head = key->head;
    for (uint32_t i = 0; i < xlsx->n_formats; i++)
        if (memcmp(&xlsx->keys[i], &wanted, sizeof wanted) == 0) return xlsx->formats[i]; // NOLINT(bugprone-suspicious-memory-comparison)
    BUG_ON(xlsx->n_formats == XLSX_FORMATS);
    lxw_format *format = workbook_add_format(xlsx->book);
    format_set_font_name(format, "PT Sans");
    format_set_font_size(format, wanted.size > 0 ? wanted.size : 10);
    format_set_font_color(format, wanted.link ? 0x0A5C99 : wanted.small || wanted.head ? 0x47535F : 0x16212B);
    if (wanted.link) format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (wanted.bold) format_set_bold(format);
    if (wanted.wrap) format_set_text_wrap(format);
    if (wanted.number[0] != 0) format_set_num_format(format, wanted.number);
    format_set_align(format, wanted.align == ALIGN_RIGHT ? LXW_ALIGN_RIGHT : wanted.align == ALIGN_CENTRE ? LXW_ALIGN_CENTER : LXW_ALIGN_LEFT);
    format_set_align(format, wanted.head ? LXW_ALIGN_VERTICAL_BOTTOM : LXW_ALIGN_VERTICAL_TOP);
    if (wanted.head) {
        format_set_top(format, LXW_BORDER_MEDIUM);
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_top_color(format, 0x16212B);
        format_set_bottom_color(format, 0x16212B);
    }
    if (wanted.indent) format_set_indent(format, 1);
    fill(format, &wanted);
    xlsx->keys[xlsx->n_formats] = wanted;
    return xlsx->formats[xlsx->n_formats++] = format;
}

void xlsx_page(Xlsx *xlsx, lxw_worksheet *sheet, bool landscape)
{
    worksheet_set_paper(sheet, 9); /* A4 */
    if (landscape) worksheet_set_landscape(sheet);
    worksheet_set_margins(sheet, 0.79, 0.59, 0.59, 0.79);
    worksheet_fit_to_pages(sheet, 1, 0);
    Buf footer;
    buf_init(&footer, 0);
    buf_add_z(&footer, "&L&8");
    const char *text = xlsx_text(xlsx, xlsx->doc->footer);
    if (text[0] >= '0' && text[0] <= '9') buf_add_z(&footer, " "); /* else its digits would join the size */
    for (; *text != 0 && footer.n < 200; text++) {
        if (((unsigned char)*text & 0xC0) != 0x80 && footer.n > 190) break;
        buf_add_char(&footer, *text);
        if (*text == '&') buf_add_char(&footer, '&');
    }
    buf_add_z(&footer, "&R&8Лист &P из &N");
    xlsx_check(xlsx, worksheet_set_footer(sheet, arena_z(xlsx->arena, buf_str(&footer))));
    buf_free(&footer);
}

static void add_sheet(Xlsx *xlsx, const Table *table, Str title, Str tab, Str section, bool is_sign)
{
    if (table == NULL || table->n_columns == 0) return;
    uint32_t from = 0, rows_max = XLSX_ROWS_MAX - XLSX_HEAD_ROW - 1;
    do {
        if (xlsx->n_sheets == xlsx->room) {
            uint32_t room = xlsx->room == 0 ? 64 : xlsx->room * 2;
            XlsxSheet *grown = arena_array(xlsx->arena, XlsxSheet, room);
            if (xlsx->n_sheets > 0) memcpy(grown, xlsx->sheets, xlsx->n_sheets * sizeof *grown);
            xlsx->sheets = grown;
            xlsx->room = room;
        }
        uint32_t to = table->n_rows - from > rows_max ? from + rows_max : table->n_rows;
        xlsx->sheets[xlsx->n_sheets++] = (XlsxSheet){ .table = table, .title = title.n > 0 ? title : section, .tab = tab.n > 0 ? tab : title.n > 0 ? title : section, .is_sign = is_sign, .section = section, .from = from, .to = to };
        from = to;
    } while (from < table->n_rows);
}

static void collect(Xlsx *xlsx, Doc *twins, const Node *parent, Str section)
{
    for (const Node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == NODE_TABLE && node->table != NULL && !node->table->page_only) add_sheet(xlsx, node->table, node->table->title, node->table->tab, section, false);
        if (node->chart != NULL && !node->chart->page_only && !node->chart->no_twin && chart_find(node->chart->kind) != NULL) {
            Str title = node->kind == NODE_SIGN && node->text.n > 0 ? node->text : node->chart->title;
            add_sheet(xlsx, chart_twin(node->chart, twins), title, node->chart->tab, section, node->kind == NODE_SIGN);
        }
        collect(xlsx, twins, node, node->kind == NODE_SHEET ? node->text : section);
    }
}

static void name_sheets(Xlsx *xlsx)
{
    XlsxNames names = { .arena = xlsx->arena };
    xlsx_name(&names, STR(XLSX_CONTENTS));
    for (uint32_t i = 0; i < xlsx->n_sheets; i++) xlsx->sheets[i].name = xlsx_name(&names, str_of(xlsx_plain(xlsx, xlsx->sheets[i].tab)));
}

enum { WORDS_WIDTH = 70 }; /* of the column with words, in figures of 10 points */

typedef struct Contents { Xlsx *xlsx; lxw_worksheet *sheet; lxw_row_t row; } Contents;

static void line(Contents *contents, Str rich, FormatKey key)
{
    if (rich.n == 0) return;
    const char *text = xlsx_text(contents->xlsx, rich);
    double size = key.size > 0 ? key.size : 10, n_lines = key.wrap ? ceil((double)utf8_length(str_of(text)) * size / (12.0 * WORDS_WIDTH)) : 1;
    /* Programs that open the book guess the height by another font and cut the last line. */
    if (n_lines > 1 || size > 10) xlsx_check(contents->xlsx, worksheet_set_row(contents->sheet, contents->row, 1.4 * size * (n_lines < 25 ? n_lines : 25) + 2, NULL));
    xlsx_check(contents->xlsx, worksheet_write_string(contents->sheet, contents->row++, 0, text, xlsx_format(contents->xlsx, &key)));
}

/* The words of the first sheet of the report: who opens only the spreadsheet gets the answer too. */
static void answer(Contents *contents, const Node *parent)
{
    Xlsx *xlsx = contents->xlsx;
    for (const Node *node = parent->first; node != NULL; node = node->next) {
        switch (node->kind) {
        case NODE_HEADING: contents->row++, line(contents, node->text, (FormatKey){ .bold = true, .size = 11 }); break;
        case NODE_LEAD: line(contents, node->text, (FormatKey){ .wrap = true, .size = 12 }); break;
        case NODE_TEXT: line(contents, node->text, (FormatKey){ .wrap = true }); break;
        case NODE_SMALL: line(contents, node->text, (FormatKey){ .wrap = true, .small = true }); break;
        case NODE_NOTE:
            line(contents, node->sub.n == 0 ? node->text : arena_printf(xlsx->arena, "%.*s %.*s", STR_ARG(node->sub), STR_ARG(node->text)), (FormatKey){ .wrap = true });
            break;
        case NODE_LIST:
            for (uint32_t i = 0; i < node->n_items; i++) line(contents, arena_printf(xlsx->arena, "– %.*s", STR_ARG(node->items[i])), (FormatKey){ .wrap = true });
            break;
        case NODE_FACTLINE:
            for (uint32_t i = 0; i < node->n_items; i++) line(contents, node->items[i], (FormatKey){ 0 });
            break;
        case NODE_FACTS:
            for (uint32_t i = 0; i < node->n_facts; i++) {
                const Fact *fact = &node->facts[i];
                xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row, 0, xlsx_text(xlsx, fact->name), xlsx_format(xlsx, &(FormatKey){ 0 })));
                xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row++, 1, xlsx_text(xlsx, fact->value), xlsx_format(xlsx, &(FormatKey){ .wrap = true })));
                line(contents, fact->note, (FormatKey){ .small = true, .wrap = true });
            }
            break;
        default: break;
        }
        answer(contents, node);
    }
}

static void list_of_tables(Contents *contents)
{
    Xlsx *xlsx = contents->xlsx;
    contents->row++;
    FormatKey head = { .head = true }, head_right = { .head = true, .align = ALIGN_RIGHT }, link = { .link = true, .wrap = true }, number = { .number = "#,##0", .align = ALIGN_RIGHT };
    xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row, 0, "Таблица", xlsx_format(xlsx, &head)));
    xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row, 1, "Лист книги", xlsx_format(xlsx, &head)));
    xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row++, 2, "строк", xlsx_format(xlsx, &head_right)));
    Str section = STR_EMPTY;
    for (uint32_t i = 0; i < xlsx->n_sheets; i++) {
        const XlsxSheet *of = &xlsx->sheets[i];
        if (!str_eq(section, of->section)) line(contents, of->section, (FormatKey){ .bold = true, .row = ROW_BAND });
        section = of->section;
        const char *address = arena_printf(xlsx->arena, "internal:'%s'!A1", of->name).at;
        xlsx_check(xlsx, worksheet_write_url_opt(contents->sheet, contents->row, 0, address, xlsx_format(xlsx, &link), xlsx_plain(xlsx, of->title), NULL));
        xlsx_check(xlsx, worksheet_write_string(contents->sheet, contents->row, 1, of->name, xlsx_format(xlsx, &(FormatKey){ 0 })));
        xlsx_check(xlsx, worksheet_write_number(contents->sheet, contents->row++, 2, of->to - of->from, xlsx_format(xlsx, &number)));
    }
}

static void contents_sheet(Xlsx *xlsx)
{
    Contents contents = { xlsx, workbook_add_worksheet(xlsx->book, XLSX_CONTENTS), 0 };
    BUG_ON(contents.sheet == NULL);
    worksheet_set_column(contents.sheet, 0, 0, WORDS_WIDTH, NULL);
    worksheet_set_column(contents.sheet, 1, 1, 33, NULL);
    worksheet_set_column(contents.sheet, 2, 2, 10, NULL);
    const Node *first = xlsx->doc->root != NULL ? xlsx->doc->root->first : NULL;
    line(&contents, first != NULL && first->kicker.n > 0 ? first->kicker : STR_EMPTY, (FormatKey){ .small = true });
    line(&contents, xlsx->doc->title.n > 0 ? xlsx->doc->title : STR("Пустой документ"), (FormatKey){ .bold = true, .size = 16 });
    if (first != NULL) {
        line(&contents, first->sub, (FormatKey){ .small = true, .wrap = true });
        contents.row++;
        if (first->kind == NODE_SHEET) answer(&contents, first);
    }
    if (xlsx->n_sheets > 0) list_of_tables(&contents);
    xlsx_page(xlsx, contents.sheet, false);
}

static bool streams(const Xlsx *xlsx)
{
    unsigned long long n_cells = 0;
    for (uint32_t i = 0; i < xlsx->n_sheets; i++) n_cells += (unsigned long long)(xlsx->sheets[i].to - xlsx->sheets[i].from) * xlsx->sheets[i].table->n_columns;
    return n_cells > STREAM_CELLS && xlsx->n_sheets <= STREAM_SHEETS;
}

/* The library writes to a path only: an anonymous file in memory leaves nothing behind when we are stopped. */
static bool write_book(Xlsx *xlsx, int fd, Err *err)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const char *folder = getenv("TMPDIR");
    char *tmpdir = (char *)(uintptr_t)arena_z(xlsx->arena, str_of(folder != NULL && folder[0] != 0 ? folder : "."));
    lxw_workbook_options options = { .constant_memory = streams(xlsx), .tmpdir = tmpdir, .use_zip64 = false };
    xlsx->book = workbook_new_opt(path, &options);
    if (xlsx->book == NULL) return err_set(err, ERR_IO, "", "не удалось начать таблицу XLSX");
    lxw_doc_properties properties = { .created = CREATED,
        .title = (char *)(uintptr_t)xlsx_text(xlsx, xlsx->doc->title),
        .author = (char *)(uintptr_t)(xlsx->doc->author.n > 0 ? xlsx_text(xlsx, xlsx->doc->author) : "Мерило") };
    xlsx_check(xlsx, workbook_set_properties(xlsx->book, &properties));
    contents_sheet(xlsx);
    for (uint32_t i = 0; i < xlsx->n_sheets; i++) {
        lxw_worksheet *sheet = workbook_add_worksheet(xlsx->book, xlsx->sheets[i].name);
        BUG_ON(sheet == NULL); /* names are made by xlsx_name */
        xlsx_table(xlsx, sheet, &xlsx->sheets[i]);
    }
    lxw_error closed = workbook_close(xlsx->book);
    xlsx_check(xlsx, closed);
    if (xlsx->failed == LXW_NO_ERROR) return true;
    err_set(err, closed != LXW_NO_ERROR ? ERR_IO : ERR_BUG, "проверьте место на диске и право записи в папку TMPDIR", "не удалось записать таблицу XLSX");
    err_detail(err, "libxlsxwriter: %s", lxw_strerror(xlsx->failed));
    return false;
}

static bool read_back(int fd, Arena *arena, Str *out, Err *err)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0) return err_set(err, ERR_IO, "", "не удалось прочитать готовую таблицу XLSX");
    size_t n = (size_t)stat.st_size;
    char *bytes = arena_alloc(arena, n + 1);
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(fd, bytes + done, n - done, (off_t)done);
        if (got <= 0) return err_set(err, ERR_IO, "", "не удалось прочитать готовую таблицу XLSX");
        done += (size_t)got;
    }
    *out = (Str){ bytes, n };
    return true;
}

bool doc_xlsx(const Doc *doc, Str *out, Arena *arena, Err *err)
{
    Xlsx *xlsx = arena_one(arena, Xlsx);
    doc = doc_paper(doc, arena);
    xlsx->doc = doc;
    xlsx->arena = arena;
    Doc twins = *doc;
    twins.arena = arena;
    if (doc->root != NULL) collect(xlsx, &twins, doc->root, STR_EMPTY);
    name_sheets(xlsx);
    int fd = memfd_create("xlsx", MFD_CLOEXEC);
    if (fd < 0) return err_set(err, ERR_IO, "", "не удалось открыть файл в памяти для XLSX");
    bool done = write_book(xlsx, fd, err) && read_back(fd, arena, out, err);
    close(fd);
    return done;
}
