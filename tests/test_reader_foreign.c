/* Files that are no tables of ours: each kind has its own sentence; hostile zips; the real forms, where they are. */
#include "reader_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "intake/macros.h"
#include "intake/reader/xml_.h"

#define S(s) { s, sizeof(s) - 1 }

/* An OLE2 file with one stream in its directory. */
static Str ole2_of(Arena *arena, const char *stream)
{
    char *bytes = arena_alloc(arena, 1536);
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (size_t i = 0; stream[i] != '\0'; i++) bytes[1024 + 2 * i] = stream[i];
    return (Str){ bytes, 1536 };
}

static void test_old_office(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    check_refused(ole2_of(arena, "Workbook"), ERR_INPUT, "старого формата (.xls)");
    check_refused(ole2_of(arena, "Book"), ERR_INPUT, "старого формата (.xls)");
    check_refused(STR("\x09\x08\x10\0\0\x06\x05\0"), ERR_INPUT, "старого формата (.xls)");
    check_refused(ole2_of(arena, "EncryptedPackage"), ERR_INPUT, "паролем");
    check_refused(ole2_of(arena, "WordDocument"), ERR_INPUT, "Word старого формата");
    check_refused(ole2_of(arena, "PowerPoint Document"), ERR_INPUT, "презентация");
    check_refused(ole2_of(arena, "Contents"), ERR_INPUT, "старого формата Microsoft Office");
    arena_free(arena);
}

static void test_kinds(void **state)
{
    (void)state;
    check_refused(STR_EMPTY, ERR_INPUT, "Файл пуст");
    check_refused(STR(" \r\n\t\xEF\xBB\xBF"), ERR_INPUT, "Файл пуст");
    check_refused(STR("\0\0\0\0\0\0"), ERR_INPUT, "одни нули");
    check_refused(STR("%PDF-1.7\n"), ERR_INPUT, "PDF");
    check_refused(STR("\x89PNG\r\n\x1A\n...."), ERR_INPUT, "изображение");
    check_refused(STR("\xFF\xD8\xFF\xE0"), ERR_INPUT, "изображение");
    check_refused(STR("BM\x36\0\0\0\0\0\0\0\x36\0\0\0"), ERR_INPUT, "изображение");
    check_reads(STR("BMI;класс\n20;4а\n"), "csv", "[]\n1: BMI|класс\n2: 20|4а\n");
    check_refused(STR("Rar!\x1A\x07\x01\0"), ERR_INPUT, "RAR");
    check_refused(STR("7z\xBC\xAF\x27\x1C\0\x04"), ERR_INPUT, "7-Zip");
    check_refused(STR("\x1F\x8B\x08\0"), ERR_INPUT, "gzip");
    check_refused(STR("{\\rtf1 x}"), ERR_INPUT, "RTF");
    check_refused(STR("\xEF\xBB\xBF\r\n<HTML><head><table>"), ERR_INPUT, "HTML");
    check_refused(STR("<!DOCTYPE html>"), ERR_INPUT, "HTML");
    check_refused(STR("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"), ERR_INPUT, "XML 2003");
    check_refused(STR("<?xml version=\"1.0\"?><a/>"), ERR_INPUT, "XML");
    check_refused(STR("\x7F" "ELF\x02\x01\x01\0\0\0"), ERR_INPUT, "двоичные данные");
}

static void test_zips(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const struct { const char *entry, *bytes, *words; } cases[] = {
        { "word/document.xml", "<a/>", "Word (.docx)" },
        { "ppt/presentation.xml", "<a/>", "презентация" },
        { "xl/workbook.bin", "x", "двоичная книга" },
        { "mimetype", "application/vnd.oasis.opendocument.text", "OpenDocument (.odt)" },
        { "mimetype", "application/vnd.oasis.opendocument.graphics", "но не таблица" },
        { "Школа 1/Форма.XLSX", "x", "в нём таблицы" },
        { "прочти.txt", "x", "таблиц в нём нет" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(zip_of(arena, &(Part){ cases[i].entry, str_of(cases[i].bytes) }, 1, true, NULL), ERR_INPUT, cases[i].words);
    check_refused(STR("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), ERR_INPUT, "Архив пуст");
    check_refused(STR("PK\x03\x04 and then nothing"), ERR_INPUT, "скачан не полностью");
    check_refused(zip_of(arena, &(Part){ "xl/workbook.xml", STR("<workbook/>") }, 1, false, "пароль"), ERR_INPUT, "защищён паролем");
    arena_free(arena);
}

static void test_zip_bomb(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    size_t n = (size_t)20 << 20;
    char *spaces = arena_alloc(arena, n);
    memset(spaces, ' ', n);
    memcpy(spaces, "<worksheet>", 11);
    Str book = book_of(arena, (Str){ spaces, n }, STR_EMPTY, STR_EMPTY);
    assert_true(book.n < 100000);
    check_refused(book, ERR_LIMIT, "архивную бомбу");
    arena_free(arena);
}

static void put32(char *at, uint32_t value)
{
    for (size_t i = 0; i < 4; i++) at[i] = (char)(value >> (8 * i));
}

/* The directory says that a part is small: the real bytes are counted. */
static void test_size_lie(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str sheet = SHEET_XML("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>");
    Str book = book_of(arena, sheet, STR_EMPTY, STR_EMPTY);
    size_t n_lies = 0;
    for (size_t i = 0; i + 46 < book.n; i++) {
        char *entry = (char *)(uintptr_t)book.at + i;
        if (memcmp(entry, "PK\x01\x02", 4) != 0 || memcmp(entry + 46, "xl/worksheets", 13) != 0) continue;
        put32(entry + 24, 40);
        n_lies++;
    }
    assert_int_equal(n_lies, 1);
    check_refused(book, ERR_INPUT, "неверно сообщает о своём размере");
    for (size_t i = 0; i + 46 < book.n; i++) { /* and now a wrong checksum instead */
        char *entry = (char *)(uintptr_t)book.at + i;
        if (memcmp(entry, "PK\x01\x02", 4) != 0 || memcmp(entry + 46, "xl/worksheets", 13) != 0) continue;
        put32(entry + 24, (uint32_t)sheet.n);
        entry[16] = (char)(entry[16] ^ 1);
    }
    check_refused(book, ERR_INPUT, "контрольная сумма не сходится");
    arena_free(arena);
}

static void test_many_entries(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Part *parts = arena_array(arena, Part, 3000);
    for (size_t i = 0; i < 3000; i++) parts[i] = (Part){ arena_printf(arena, "xl/p%zu.xml", i).at, STR("x") };
    parts[0] = (Part){ "xl/workbook.xml", STR("<workbook/>") };
    check_refused(zip_of(arena, parts, 3000, true, NULL), ERR_LIMIT, "больше 2000 частей");
    arena_free(arena);
}

/* Row number in <dimension ref="A1:AX26627"/> of a sheet's part. */
static bool dimension_start(void *context, uint32_t depth, const char *name, const char **attributes, Err *err)
{
    (void)depth, (void)err;
    const char *ref = strcmp(name, "dimension") == 0 ? xml_attribute(attributes, "ref") : NULL;
    if (ref != NULL) *(unsigned *)context += (unsigned)strtoul(strchr(ref, ':') + 1 + strcspn(strchr(ref, ':') + 1, "0123456789"), NULL, 10);
    return true;
}
static bool dimension_end(void *context, uint32_t depth, const char *name, Err *err) { (void)context, (void)depth, (void)name, (void)err; return true; }
static bool dimension_text(void *context, Str piece, Err *err) { (void)context, (void)piece, (void)err; return true; }

static unsigned dimension_of(Str bytes)
{
    unsigned rows = 0;
    zip_error_t why;
    zip_t *zip = zip_open_from_source(zip_source_buffer_create(bytes.at, bytes.n, 0, &why), ZIP_RDONLY, &why);
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++) {
        if (strncmp(zip_get_name(zip, (zip_uint64_t)i, 0), "xl/worksheets/sheet", 19) != 0) continue;
        static char start[65536];
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        zip_int64_t n = zip_fread(file, start, sizeof start);
        zip_fclose(file);
        const XmlEvents events = { .start = dimension_start, .end = dimension_end, .text = dimension_text };
        (void)xml_read_bytes((Str){ start, (size_t)n }, STR("sheet"), &events, &rows, NULL); /* cut: only the start matters */
    }
    zip_discard(zip);
    return rows;
}

static void test_real_forms(void **state)
{
    (void)state;
    char folder[1024], path[2048];
    const char *source = getenv("MERILO_SOURCE");
    snprintf(folder, sizeof folder, "%s/../shared/data/forms", source != NULL ? source : ".");
    DIR *dir = opendir(folder);
    if (dir == NULL) skip();
    size_t n_files = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!str_ends(str_of(entry->d_name), STR(".xlsx"))) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        Arena *arena = arena_new(0);
        Str bytes;
        Err err = { 0 };
        Seen seen = { 0 };
        RawSink sink = seen_sink(&seen);
        assert_true(file_read(path, LIMIT_FILE_BYTES, arena, &bytes, &err));
        if (!raw_read(bytes, &sink, arena, NULL, &err)) fail_msg("%s: %s %s", entry->d_name, err.what, err.detail);
        assert_int_equal(seen.n_rows, dimension_of(bytes));
        assert_true(arena_used(arena) - bytes.n < ((size_t)4 << 20)); /* shared strings and one row, whatever the sheet */
        n_files++;
        buf_free(&seen.text);
        arena_free(arena);
    }
    closedir(dir);
    assert_true(n_files >= 12);
}

/* By content: what the parts are called, what the types declare, what an old file's directory lists. */
static void test_macros(void **state)
{
    (void)state;
    static const struct { bool programs; Part parts[3]; } packages[] = {
        { true, { { "[Content_Types].xml", S("<Types/>") }, { "word/document.xml", S("<w/>") }, { "word/vbaProject.bin", S("x") } } },
        { true, { { "[Content_Types].xml", S("<Types/>") }, { "xl/workbook.xml", S("<w/>") }, { "XL/VBAPROJECT.BIN", S("x") } } },
        { true, { { "[Content_Types].xml", S("<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\" PartName=\"/word/document.xml\"/></Types>") }, { "word/document.xml", S("<w/>") }, { "word/other.bin", S("x") } } },
        { true, { { "[Content_Types].xml", S("<Types><Override PartName=\"/word/p.bin\" ContentType=\"application/vnd.ms-office.VBAPROJECT\"/></Types>") }, { "word/document.xml", S("<w/>") }, { "word/p.bin", S("x") } } },
        { true, { { "mimetype", S("application/vnd.oasis.opendocument.text") }, { "content.xml", S("<w/>") }, { "Basic/Standard/Module1.xml", S("<m/>") } } },
        { true, { { "mimetype", S("application/vnd.oasis.opendocument.text") }, { "content.xml", S("<w/>") }, { "Scripts/python/run.py", S("x") } } },
        { false, { { "mimetype", S("application/vnd.oasis.opendocument.text") }, { "content.xml", S("<w/>") }, { "Basic/Standard/script-lb.xml", S("<m/>") } } },
        { false, { { "[Content_Types].xml", S("<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>") }, { "word/document.xml", S("<w>vbaProject.bin, macroEnabled</w>") }, { "word/media/image1.png", S("x") } } },
    };
    Arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        for (int stored = 0; stored < 2; stored++)
            if (intake_has_macros(zip_of(arena, packages[i].parts, 3, stored != 0, NULL)) != packages[i].programs) fail_msg("package %zu", i);
    assert_true(intake_has_macros(ole2_of(arena, "_VBA_PROJECT")));
    assert_false(intake_has_macros(ole2_of(arena, "WordDocument")));
    assert_false(intake_has_macros(STR("PK\x03\x04")));
    assert_false(intake_has_macros(STR("в тексте: vbaProject.bin")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_old_office), cmocka_unit_test(test_kinds),        cmocka_unit_test(test_zips),      cmocka_unit_test(test_zip_bomb),
        cmocka_unit_test(test_macros), cmocka_unit_test(test_size_lie),   cmocka_unit_test(test_many_entries), cmocka_unit_test(test_real_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
