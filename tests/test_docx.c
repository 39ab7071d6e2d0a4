/* DOCX: parts, well-formed XML, order of the schema where Word is strict, same bytes, hostile text, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <expat.h>
#include <zip.h>

#include "gallery.h"

static Str docx_of(const Doc *doc, Arena *arena)
{
    Err err = { 0 };
    Str out;
    if (!doc_docx(doc, &out, arena, &err)) fail_msg("%s (%s)", err.what, err.detail);
    return out;
}

static zip_t *unzip(Str bytes)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.n, 0, &error);
    zip_t *archive = zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, &error);
    assert_non_null(archive);
    return archive;
}

static Str part_at(zip_t *archive, zip_uint64_t index, Arena *arena)
{
    zip_stat_t stat;
    assert_int_equal(zip_stat_index(archive, index, 0, &stat), 0);
    char *bytes = arena_alloc(arena, (size_t)stat.size + 1);
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    assert_non_null(file);
    assert_int_equal(zip_fread(file, bytes, stat.size), (zip_int64_t)stat.size);
    zip_fclose(file);
    return (Str){ bytes, (size_t)stat.size };
}

static Str part(Str docx, const char *name, Arena *arena)
{
    zip_t *archive = unzip(docx);
    zip_int64_t index = zip_name_locate(archive, name, 0);
    if (index < 0) fail_msg("no part %s", name);
    Str bytes = part_at(archive, (zip_uint64_t)index, arena);
    zip_discard(archive);
    return bytes;
}

static size_t count(Str s, const char *needle)
{
    size_t n = 0;
    for (size_t at; (at = str_find(s, str_of(needle))) != SIZE_MAX; n++) s = str_slice(s, at + 1, s.n);
    return n;
}

/* Every part that is XML is well-formed; cells of tables end in a paragraph (Word refuses the file otherwise). */
typedef struct Check { char last[64]; unsigned n_bad; } Check;

static void end_element(void *data, const XML_Char *name)
{
    Check *check = data;
    if (strcmp(name, "w:tc") == 0 && strcmp(check->last, "w:p") != 0) check->n_bad++;
    snprintf(check->last, sizeof check->last, "%s", name);
}

static void assert_sound(Str docx, Arena *arena)
{
    zip_t *archive = unzip(docx);
    zip_int64_t n = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        if (str_ends(str_of(name), STR(".png"))) continue;
        Str bytes = part_at(archive, (zip_uint64_t)i, arena);
        XML_Parser parser = XML_ParserCreate("UTF-8");
        Check check = { "", 0 };
        XML_SetUserData(parser, &check);
        XML_SetEndElementHandler(parser, end_element);
        if (XML_Parse(parser, bytes.at, (int)bytes.n, 1) != XML_STATUS_OK) fail_msg("%s: %s, byte %ld", name, XML_ErrorString(XML_GetErrorCode(parser)), (long)XML_GetCurrentByteIndex(parser));
        if (check.n_bad > 0) fail_msg("%s: %u cells do not end in a paragraph", name, check.n_bad);
        XML_ParserFree(parser);
    }
    zip_discard(archive);
}

static void test_demo(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str docx = docx_of(gallery_doc(arena), arena);
    assert_sound(docx, arena);
    Str body = part(docx, "word/document.xml", arena);
    assert_int_equal(count(body, "<w:pStyle w:val=\"Heading1\"/>"), 4);
    assert_int_equal(count(body, "<w:sectPr>"), 2); /* upright, then the heat map */
    assert_int_equal(count(body, "w:orient=\"landscape\""), 1);
    assert_true(count(body, "<w:tblHeader/>") >= 5);
    assert_int_equal(count(body, "asvg:svgBlip "), 9); /* eight charts and the ruler */
    assert_true(str_find(body, STR("descr=\"Работы по")) != SIZE_MAX);
    assert_int_equal(count(body, "descr=\"\"><a:extLst>"), count(body, "adec:decorative val=\"1\"")); /* what has no words is marked as decoration */
    assert_true(str_find(body, STR("мало данных: 6")) != SIZE_MAX);
    assert_true(str_find(part(docx, "word/footer1.xml", arena), STR("NUMPAGES")) != SIZE_MAX);
    assert_true(str_find(part(docx, "docProps/core.xml", arena), STR("<dc:language>ru-RU</dc:language>")) != SIZE_MAX);
    assert_true(str_find(part(docx, "docProps/core.xml", arena), STR("dcterms")) == SIZE_MAX);
    arena_free(arena);
}

static void test_same_bytes(void **state)
{
    (void)state;
    Arena *one = arena_new(0), *two = arena_new(0);
    Str a = docx_of(gallery_doc(one), one);
    setenv("TZ", "Asia/Kamchatka", 1);
    Str b = docx_of(gallery_doc(two), two);
    unsetenv("TZ");
    assert_true(str_eq(a, b));
    arena_free(one);
    arena_free(two);
}

/* Each link leads somewhere, each place is marked once. */
static void test_links(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = gallery_doc(arena);
    doc_text(doc, NULL, STR("[нет такого места](#nowhere)"));
    Node *twice = doc_text(doc, NULL, STR("второе место с тем же именем"));
    twice->id = STR("school-7");
    Str body = part(docx_of(doc, arena), "word/document.xml", arena);
    assert_true(count(body, "w:anchor=\"") >= 20);
    for (Str rest = body; str_find(rest, STR("w:anchor=\"")) != SIZE_MAX;) {
        size_t at = str_find(rest, STR("w:anchor=\"")) + 10;
        Str name = str_slice(rest, at, at + 17);
        assert_int_equal(count(body, arena_printf(arena, "w:name=\"%.*s\"", STR_ARG(name)).at), 1);
        rest = str_slice(rest, at, rest.n);
    }
    assert_true(str_find(body, STR("нет такого места")) != SIZE_MAX);
    arena_free(arena);
}

static void test_hostile(void **state)
{
    (void)state;
    static const Str bad = STR("<w:p>&\"'\x01\x1F]]>**\xFF\xC3[x](#\"><a)\xEF\xBF\xBF \xED\xA0\x80 =1+1 %s%n");
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, bad);
    doc->footer = doc->author = bad;
    Node *sheet = doc_sheet(doc, bad, bad);
    sheet->kicker = sheet->kicker_right = sheet->sub = bad;
    doc_heading(doc, sheet, 2, bad);
    doc_lead(doc, sheet, bad);
    doc_note(doc, sheet, NOTE_INFO, bad, bad);
    doc_list(doc, sheet, 1, &bad);
    const Fact fact = { bad, bad, bad };
    doc_facts(doc, sheet, 1, &fact);
    const Column column = { .head = bad, .group = bad, .kind = COLUMN_NUMBER, .scale_max = NAN };
    Table *table = table_new(doc, bad, bad, 1, &column, 16);
    table->note = bad;
    for (int kind = CELL_TEXT; kind <= CELL_DOT; kind++) {
        Cell *cell = table_row(doc, table, (RowKind)(kind % 5));
        *cell = (Cell){ .kind = (CellKind)kind, .text = bad, .anchor = bad, .number = kind % 2 ? INFINITY : 1e300, .low = NAN, .high = -1e300 };
    }
    doc_table(doc, sheet, table);
    Node *sign = doc_add(doc, sheet, NODE_SIGN);
    sign->text = sign->sub = bad;
    const Chart chart = { .kind = "no such kind", .title = bad, .reading = bad, .summary = bad };
    sign->chart = &chart;
    doc_chart(doc, sheet, &chart);
    assert_sound(docx_of(doc, arena), arena);
    arena_free(arena);
}

static void test_empty(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR_EMPTY);
    assert_sound(docx_of(doc, arena), arena);
    doc_sheet(doc, STR_EMPTY, STR_EMPTY);
    NodeKind kinds[] = { NODE_LEAD, NODE_LIST, NODE_FACTS, NODE_FACTLINE, NODE_TABLE, NODE_CHART, NODE_COLUMNS, NODE_GROUP, NODE_SIGN, NODE_ANSWER, NODE_TOC, NODE_DETAILS, NODE_NOTE };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) doc_add(doc, doc->root->first, kinds[i]);
    Node *columns = doc_add(doc, doc->root->first, NODE_COLUMNS);
    doc_add(doc, columns, NODE_GROUP);
    doc_add(doc, columns, NODE_TABLE);
    assert_sound(docx_of(doc, arena), arena);
    arena_free(arena);
}

/* Counts of 1 to 4 do not leave the circle of the school. */
static void test_outside(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR("Наружу"));
    const Column column = { .head = STR("учеников"), .kind = COLUMN_NUMBER, .group = { "", 0 } };
    Table *table = table_new(doc, STR("t"), STR("Таблица"), 1, &column, 2);
    *table_row(doc, table, ROW_PLAIN) = cell_int(3);
    doc_table(doc, doc_sheet(doc, STR("s"), STR("Лист")), table);
    Str open = part(docx_of(doc, arena), "word/document.xml", arena);
    doc->outside = true;
    Str closed = part(docx_of(doc, arena), "word/document.xml", arena);
    assert_int_equal(count(open, "preserve\">3</w:t>"), 1);
    assert_int_equal(count(closed, "preserve\">3</w:t>"), 0);
    assert_int_equal(count(closed, "скрыто"), 1);
    arena_free(arena);
}

/* Over the bounds of rows and of drawings the number stands alone; equal drawings are stored once. */
static void test_many_pictures(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Doc *doc = doc_new(arena, STR("Много"));
    const Column columns[2] = { { .head = STR("уровень"), .group = { "", 0 } }, { .head = STR("доля"), .kind = COLUMN_GRAPHIC, .scale_max = 2000, .group = { "", 0 } } };
    Table *table = table_new(doc, STR("t"), STR("Таблица"), 2, columns, 5000);
    for (int i = 0; i < 5000; i++) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        cells[0] = cell_level((Level)(i % N_LEVELS));
        cells[1] = cell_bar(i % 1000, false);
    }
    doc_table(doc, doc_sheet(doc, STR("s"), STR("Лист")), table);
    Str docx = docx_of(doc, arena);
    zip_t *archive = unzip(docx);
    assert_true(zip_get_num_entries(archive, 0) <= 12 + N_LEVELS);
    zip_discard(archive);
    Str body = part(docx, "word/document.xml", arena);
    assert_int_equal(count(body, "<w:drawing>"), 4000);
    assert_int_equal(count(body, "<w:tr>"), 5001);
    assert_sound(docx, arena);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demo), cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_links), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_empty), cmocka_unit_test(test_outside), cmocka_unit_test(test_many_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
