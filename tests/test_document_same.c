/* One plan, whatever it is written in: a text is written down as DOCX, ODT, HTML and XLSX by the shortest of writers, and each is read back to the same words. */
#include "document_fixture.h"
#include "reader_fixture.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"

/* How each container writes the few things that there are. */
typedef struct Writer {
    const char *name, *head, *foot;
    const char *para, *para_end, *bold, *bold_end, *line, *tab;
    const char *table, *table_end, *row, *row_end, *cell, *cell_end;
} Writer;

static const Writer writers[] = {
    { "docx", "<w:document xmlns:w=\"w\"><w:body>", "</w:body></w:document>", "<w:p><w:r><w:t>", "</w:t></w:r></w:p>", "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>", "</w:t></w:r></w:p>", "</w:t><w:br/><w:t>", "</w:t><w:tab/><w:t>",
      "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>" },
    { "odt", "<o xmlns:t=\"t\"><automatic-styles><style name=\"B\" family=\"paragraph\"><text-properties font-weight=\"bold\"/></style></automatic-styles><body><text>", "</text></body></o>", "<t:p>", "</t:p>",
      "<t:p style-name=\"B\">", "</t:p>", "<t:line-break/>", "<t:tab/>", "<table>", "</table>", "<table-row>", "</table-row>", "<table-cell>", "</table-cell>" },
    { "html", "<html><meta charset=utf-8><body>", "</body></html>", "<p>", "</p>", "<p><b>", "</b></p>", "<br>", "&#9;", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>" },
};

static void put_para(Buf *buf, const Writer *writer, const DocPara *para)
{
    buf_add_z(buf, para->bold ? writer->bold : writer->para);
    for (size_t i = 0, from = 0; i <= para->text.n; i++) {
        char c = i < para->text.n ? para->text.at[i] : '\n';
        if (c != '\n' && c != '\t') continue;
        buf_add_xml(buf, str_slice(para->text, from, i));
        if (i < para->text.n) buf_add_z(buf, c == '\n' ? writer->line : writer->tab);
        from = i + 1;
    }
    buf_add_z(buf, para->bold ? writer->bold_end : writer->para_end);
}

static void put_table(Buf *buf, const Writer *writer, const DocTable *table)
{
    buf_add_z(buf, writer->table);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        buf_add_z(buf, writer->row);
        for (uint32_t c = 0; c < table->rows[r].n_cells; c++) {
            const DocCell *cell = &table->rows[r].cells[c];
            buf_add_z(buf, writer->cell);
            for (uint32_t p = 0; p < cell->n_paras; p++) put_para(buf, writer, &cell->paras[p]);
            buf_add_z(buf, writer->cell_end);
        }
        buf_add_z(buf, writer->row_end);
    }
    buf_add_z(buf, writer->table_end);
}

static Str written(const SourceDoc *doc, const Writer *writer, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, writer->head);
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        if (doc->blocks[i].kind == DOC_PARA) put_para(&buf, writer, &doc->blocks[i].para);
        if (doc->blocks[i].kind == DOC_TABLE) put_table(&buf, writer, &doc->blocks[i].table);
    }
    buf_add_z(&buf, writer->foot);
    Str body = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    const Part docx[] = { { "word/document.xml", body } }, odt[] = { { "mimetype", STR("application/vnd.oasis.opendocument.text") }, { "content.xml", body } };
    if (strcmp(writer->name, "docx") == 0) return zip_of(arena, docx, 1, false, NULL);
    if (strcmp(writer->name, "odt") == 0) return zip_of(arena, odt, 2, false, NULL);
    return body;
}

static Str workbook(const SourceDoc *doc, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, "<worksheet><sheetData>");
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const DocTable *table = &doc->blocks[i].table;
        for (uint32_t r = 0; doc->blocks[i].kind == DOC_TABLE && r < table->n_rows; r++) {
            buf_add_z(&buf, "<row>");
            for (uint32_t c = 0; c < table->rows[r].n_cells; c++) {
                const DocCell *cell = &table->rows[r].cells[c];
                buf_add_z(&buf, "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                for (uint32_t p = 0; p < cell->n_paras; p++) {
                    if (p > 0) buf_add_z(&buf, "\n");
                    buf_add_xml(&buf, cell->paras[p].text);
                }
                buf_add_z(&buf, "</t></is></c>");
            }
            buf_add_z(&buf, "</row>");
        }
    }
    buf_add_z(&buf, "</sheetData></worksheet>");
    Str book = book_of(arena, buf_str(&buf), STR_EMPTY, STR_EMPTY);
    buf_free(&buf);
    return book;
}

/* Words, tables and what is bold; labels are marks of text that only lists of a container keep. words: of tables only, lines and paragraphs alike. */
static Str plain(const SourceDoc *doc, bool words, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const DocBlock *block = &doc->blocks[i];
        if (block->kind == DOC_PARA && !words) buf_printf(&buf, "%s%.*s\n", block->para.bold ? "*" : "", STR_ARG(block->para.text));
        for (uint32_t r = 0; block->kind == DOC_TABLE && r < block->table.n_rows; r++) {
            const DocRow *row = &block->table.rows[r];
            for (uint32_t c = 0; c < row->n_cells; c++)
                for (uint32_t p = 0; p < row->cells[c].n_paras; p++)
                    buf_printf(&buf, "|%u %s%.*s", row->cells[c].column, row->cells[c].paras[p].bold && !words ? "*" : words && p > 0 ? "\n" : "", STR_ARG(row->cells[c].paras[p].text));
            buf_add_z(&buf, "\n");
        }
    }
    for (size_t i = 0; words && i + 3 < buf.n; i++) /* «|1 \n» of a second paragraph of a cell is a line of it */
        if (buf.at[i] == '|' && buf.at[i + 3] == '\n') memmove(buf.at + i, buf.at + i + 3, buf.n - i - 3), buf.n -= 3;
    Str out = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

/* What one process reads and another hears is what one that does both reads; cut anywhere, it is told as a fall. */
static void check_heard(Str bytes, const SourceDoc *read, Arena *arena)
{
    SourceDoc heard;
    Err err = { 0 };
    Buf answer;
    buf_init(&answer, 0);
    document_answer(STR("план"), bytes, &answer);
    if (!document_heard(STR("план"), bytes, buf_str(&answer), arena, &heard, &err)) fail_msg("%s: %s", read->format, err.what);
    assert_string_equal(heard.format, read->format);
    assert_true(str_eq(heard.sha256, read->sha256) && str_eq(heard.file_name, read->file_name));
    assert_string_equal(plain(&heard, false, arena).at, plain(read, false, arena).at);
    for (size_t n = 0; n < answer.n; n += answer.n / 7 + 1) {
        assert_false(document_heard(STR("план"), bytes, str_slice(buf_str(&answer), 0, n), arena, &heard, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
    buf_free(&answer);
}

static void check_same(Str text, const char *name)
{
    Arena *arena = arena_new(0);
    SourceDoc doc, back;
    Err err = { 0 };
    if (!document_read(STR("план.txt"), text, arena, &doc, &err)) fail_msg("%s: %s", name, err.what);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (!document_read(STR("план"), written(&doc, &writers[i], arena), arena, &back, &err)) fail_msg("%s as %s: %s", name, writers[i].name, err.what);
        assert_string_equal(back.format, writers[i].name);
        assert_string_equal(plain(&back, false, arena).at, plain(&doc, false, arena).at);
        check_heard(written(&doc, &writers[i], arena), &back, arena);
    }
    if (plain(&doc, true, arena).n > 0) {
        if (!document_read(STR("план"), workbook(&doc, arena), arena, &back, &err)) fail_msg("%s as xlsx: %s", name, err.what);
        assert_string_equal(plain(&back, true, arena).at, plain(&doc, true, arena).at);
        check_heard(workbook(&doc, arena), &back, arena);
    }
    arena_free(arena);
}

static void test_own_plan(void **state)
{
    (void)state;
    check_same(STR("**УТВЕРЖДАЮ**\nдиректор & все\n\nПлан <на год>\n\n№\tЧто\tКогда\n1\tразделы:<br>раз\t<b>май</b>\n\t<p>два</p><p>три</p>\t\n2\t\tиюнь\n\nДиректор\tИванов\n"), "own");
}

static void test_seeds(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *source = getenv("MERILO_SOURCE");
    const char *folder = arena_z(arena, arena_printf(arena, "%s/../shared/seeds", source != NULL ? source : "."));
    DIR *seeds = opendir(folder);
    if (seeds == NULL) {
        arena_free(arena);
        skip();
    }
    uint32_t n = 0;
    for (const struct dirent *entry; (entry = readdir(seeds)) != NULL;) {
        Str text;
        Err err = { 0 };
        if (!str_ends(str_of(entry->d_name), STR(".txt"))) continue;
        if (!file_read(arena_z(arena, arena_printf(arena, "%s/%s", folder, entry->d_name)), 1 << 20, arena, &text, &err)) fail_msg("%s", err.what);
        check_same(text, entry->d_name);
        n++;
    }
    closedir(seeds);
    assert_true(n >= 5);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_own_plan), cmocka_unit_test(test_seeds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
