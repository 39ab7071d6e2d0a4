/* The same plan written otherwise is the same plan: other spaces, line ends, dashes, encodings, other containers; and documents built by hand for what text files cannot hold. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "plan_dump.h"

#include "base/limits.h"
#include "base/utf8.h"

static Str dump_of(const char *name, Str bytes, bool with_lines, Arena *arena)
{
    PlanContent plan = { 0 };
    Err err = { 0 };
    Buf out;
    if (!plan_of_bytes(name, bytes, arena, &plan, &err)) fail_msg("%s: %s", name, err.what);
    buf_init(&out, 0);
    plan_dump(&out, &plan, with_lines, arena);
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void assert_same(const char *name, const char *how, Str expected, Str found)
{
    if (str_eq(expected, found)) return;
    size_t i = 0;
    while (i < expected.n && i < found.n && expected.at[i] == found.at[i]) i++;
    while (i > 0 && expected.at[i - 1] != '\n') i--;
    fail_msg("%s, %s:\n%.300s\nnot\n%.300s", name, how, found.at + i, expected.at + i);
}

/* Every «from» becomes «to». */
static Str with(Arena *arena, Str text, const char *from, const char *to)
{
    Buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < text.n;) {
        if (str_starts(str_slice(text, i, text.n), str_of(from))) buf_add_z(&out, to), i += strlen(from);
        else buf_add_char(&out, text.at[i++]);
    }
    Str copy = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* Empty: it has characters that the encoding has not. */
static Str to_cp1251(Arena *arena, Str text)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        if (cp >= 0x410 && cp <= 0x44F) out[n++] = (char)(cp - 0x410 + 0xC0);
        else if (cp < 0x80) out[n++] = (char)cp;
        else if (cp >= 0x2200) return STR_EMPTY;
        else out[n++] = (char)(cp == 0x406 ? 0xB2 : cp == 0x401 ? 0xA8 : cp == 0x451 ? 0xB8 : cp == 0xAB ? 0xAB : cp == 0xBB ? 0xBB : cp == 0x2116 ? 0xB9 : cp == 0x2013 ? 0x96 : cp == 0x2014 ? 0x97 : '?');
    }
    return (Str){ out, n };
}

/* ---- containers ---- */

/* One paragraph, line by line. */
static void put_text(Buf *out, const DocPara *para, const char *tag)
{
    buf_printf(out, "<%s>%s", tag, para->bold ? "<b>" : "");
    bool inner = para->level > 0 && str_eq(para->label, STR("•")); /* a list in a list has marks of its own on such a page */
    if (para->label.n > 0) buf_add_xml(out, inner ? STR("–") : para->label), buf_add_char(out, ' ');
    for (size_t from = 0, i = 0; i <= para->text.n; i++) {
        if (i < para->text.n && para->text.at[i] != '\n') continue;
        if (from > 0) buf_add_z(out, "<br>");
        buf_add_xml(out, str_slice(para->text, from, i));
        from = i + 1;
    }
    buf_printf(out, "%s</%s>\n", para->bold ? "</b>" : "", tag);
}

static void put_table(Buf *out, const DocTable *table)
{
    buf_add_z(out, "<table>\n");
    for (uint32_t r = 0; r < table->n_rows; r++) {
        buf_add_z(out, "<tr>");
        for (uint32_t c = 0; c < table->rows[r].n_cells; c++) {
            const DocCell *cell = &table->rows[r].cells[c];
            buf_printf(out, "<td colspan=\"%u\" rowspan=\"%u\">", cell->col_span, cell->row_span);
            for (uint32_t p = 0, t = 0; p <= cell->n_paras; p++) {
                while (t < cell->n_tables && cell->tables[t].after == p) put_table(out, &cell->tables[t++]);
                if (p < cell->n_paras) put_text(out, &cell->paras[p], "p");
            }
            buf_add_z(out, "</td>");
        }
        buf_add_z(out, "</tr>\n");
    }
    buf_add_z(out, "</table>\n");
}

static Str as_html(const SourceDoc *doc, Arena *arena)
{
    Buf out;
    buf_init(&out, 0);
    buf_add_z(&out, "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n");
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        const DocBlock *block = &doc->blocks[b];
        static const char *const tags[] = { "p", "h1", "h2", "h3", "h4", "h5", "h6" };
        if (block->kind == DOC_PARA) put_text(&out, &block->para, tags[block->para.heading]);
        if (block->kind == DOC_TABLE) put_table(&out, &block->table);
    }
    buf_add_z(&out, "</body></html>\n");
    Str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void check_file(const char *path)
{
    Arena *arena = arena_new(0);
    Str text;
    SourceDoc doc = { 0 };
    assert_true(file_read(path, LIMIT_FILE_BYTES, arena, &text, NULL));
    Str expected = dump_of(path, text, true, arena), plain = dump_of(path, text, false, arena);
    assert_same(path, "ends of lines of Windows", expected, dump_of(path, with(arena, text, "\n", "\r\n"), true, arena));
    assert_same(path, "a mark of UTF-8", expected, dump_of(path, arena_printf(arena, "\xEF\xBB\xBF%.*s", STR_ARG(text)), true, arena));
    assert_same(path, "spaces that do not break", expected, dump_of(path, with(arena, text, " и ", "\xC2\xA0и\xC2\xA0"), true, arena));
    assert_same(path, "spaces twice", expected, dump_of(path, with(arena, text, " по ", "  по  "), true, arena));
    assert_same(path, "long dashes", with(arena, expected, "—", "–"), with(arena, dump_of(path, with(arena, text, "–", "—"), true, arena), "—", "–"));
    assert_same(path, "soft hyphens", expected, dump_of(path, with(arena, text, "тел", "те\xC2\xADл"), true, arena));
    Str narrow = to_cp1251(arena, text);
    if (narrow.n > 0 && strstr(path, ".html") == NULL) assert_same(path, "cp1251", expected, dump_of(path, narrow, true, arena));
    assert_true(document_read(str_of(path), text, arena, &doc, NULL));
    bool tabs = false; /* outside tables: a page has no such thing */
    for (uint32_t i = 0; i < doc.n_blocks; i++) tabs = tabs || str_find(doc.blocks[i].para.text, STR("\t")) != SIZE_MAX;
    if (!tabs) assert_same(path, "a page", plain, dump_of("plan.html", as_html(&doc, arena), false, arena));
    arena_free(arena);
}

static void check_files(const char *pattern, size_t least)
{
    Arena *arena = arena_new(0);
    glob_t found;
    int done = glob(plan_test_path(arena, pattern).at, 0, NULL, &found);
    if (done != 0 && least == 0) {
        globfree(&found);
        arena_free(arena);
        skip();
    }
    assert_true(found.gl_pathc >= least);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char path[1000];
        snprintf(path, sizeof path, "%s", found.gl_pathv[i]);
        char *end = strstr(path, ".expected");
        if (end != NULL) *end = '\0';
        check_file(path);
    }
    globfree(&found);
    arena_free(arena);
}

static void test_own(void **state)
{
    (void)state;
    check_files("tests/plan/*.expected", 10);
}

static void test_seeds(void **state)
{
    (void)state;
    check_files("../shared/seeds/*.txt", 0);
}

/* ---- by hand ---- */

#define PARA(words) ((DocPara[]){ { .text = { (words), sizeof(words) - 1 }, .label = { "", 0 }, .line = 1 } })
#define CELL(i, words) { .column = (i), .col_span = 1, .row_span = 1, .n_paras = 1, .paras = PARA(words) }
#define ROW(at, list) { .n_cells = sizeof(list) / sizeof *(list), .cells = (list), .line = (at) }

static PlanContent plan_of_blocks(const DocBlock *blocks, uint32_t n, Arena *arena)
{
    SourceDoc doc = { .file_name = STR("a.docx"), .format = "docx", .n_blocks = n, .blocks = blocks };
    PlanContent plan = { 0 };
    Err err = { 0 };
    if (!plan_read(&doc, arena, &plan, &err)) fail_msg("%s", err.what);
    return plan;
}

/* Sheets with measures are sections when there are several; a sheet of something else is none. */
static void test_sheets(void **state)
{
    (void)state;
    const DocCell head[] = { CELL(0, "№"), CELL(1, "Мероприятие"), CELL(2, "Срок") }, one[] = { CELL(0, "1"), CELL(1, "Семинар"), CELL(2, "май") }, two[] = { CELL(0, "1"), CELL(1, "Совещание"), CELL(2, "июнь") };
    const DocCell other[] = { CELL(0, "Школа"), CELL(1, "Телефон"), CELL(2, "Почта") };
    const DocRow first[] = { ROW(1, head), ROW(2, one) }, second[] = { ROW(3, head), ROW(4, two) }, third[] = { ROW(5, other), ROW(6, other) };
    const DocBlock blocks[] = {
        { .kind = DOC_SHEET, .para = { .text = STR("Педагоги") } }, { .kind = DOC_TABLE, .table = { .n_columns = 3, .n_rows = 2, .rows = first } },
        { .kind = DOC_SHEET, .para = { .text = STR("Контакты") } }, { .kind = DOC_TABLE, .table = { .n_columns = 3, .n_rows = 2, .rows = third } },
        { .kind = DOC_SHEET, .para = { .text = STR("Руководители") } }, { .kind = DOC_TABLE, .table = { .n_columns = 3, .n_rows = 2, .rows = second } },
    };
    Arena *arena = arena_new(0);
    PlanContent plan = plan_of_blocks(blocks, 6, arena);
    assert_int_equal(plan.n_measures, 2);
    assert_int_equal(plan.n_sections, 2);
    assert_true(str_eq(plan.sections[plan.measures[0].i_section].title, STR("Педагоги")));
    assert_true(str_eq(plan.sections[plan.measures[1].i_section].title, STR("Руководители")));
    plan = plan_of_blocks(blocks, 4, arena);
    assert_int_equal(plan.n_measures, 1);
    assert_int_equal(plan.n_sections, 0);
    assert_true(plan.measures[0].i_section == PLAN_NO_SECTION);
    arena_free(arena);
}

/* A table drawn around the whole sheet: what is in its cells is read as it stands, the table inside with its merged cells. */
static void test_frame(void **state)
{
    (void)state;
    static const DocPara title = { .text = { "План работы на 2024/2025 учебный год", 58 }, .label = { "", 0 } }, term = { .text = { "в течение года", 26 }, .label = { "", 0 } };
    const DocCell head[] = { CELL(0, "№"), CELL(1, "Мероприятие"), CELL(2, "Срок") };
    const DocCell a[] = { CELL(0, "1"), CELL(1, "Провести семинар"), { 2, 1, 2, 1, &term, 0, NULL } };
    const DocCell b[] = { CELL(0, "2"), CELL(1, "Провести вебинар") };
    const DocRow rows[] = { ROW(2, head), ROW(3, a), ROW(4, b) };
    const DocTable inner = { .n_columns = 3, .n_rows = 3, .rows = rows, .after = 1 };
    const DocCell sheet[] = { { 0, 1, 1, 1, &title, 1, &inner } };
    const DocRow around[] = { ROW(1, sheet) };
    const DocBlock blocks[] = { { .kind = DOC_TABLE, .table = { .n_columns = 1, .n_rows = 1, .rows = around } } };
    Arena *arena = arena_new(0);
    PlanContent plan = plan_of_blocks(blocks, 1, arena);
    assert_true(str_eq(plan.title, title.text));
    assert_int_equal(plan.n_measures, 2);
    for (uint32_t i = 0; i < 2; i++) assert_true(str_eq(plan.measures[i].term.text, term.text));
    assert_int_equal(plan.measures[1].line_from, 4);
    arena_free(arena);
}

/* Columns that were typed with blanks or with as many tabs as it took: paragraphs of Word, where nothing is in line. */
static void test_typed_columns(void **state)
{
    (void)state;
    static const char *const typed[2][4] = {
        { "№     Мероприятие       Срок       Ответственный", "1     Семинар для  учителей       сентябрь     ИМЦ", "2   Вебинар     до 15 мая     школы", "Директор                                И.И. Иванов" },
        { "№\tМероприятие\t\t\tСрок\t\tОтветственный", "1\tСеминар для учителей\t\tсентябрь\tИМЦ", "2\tВебинар\t\t\tдо 15 мая\t\tшколы", "Директор\t\t\tИ.И. Иванов" },
    };
    for (uint32_t k = 0; k < 2; k++) {
        Arena *arena = arena_new(0);
        DocBlock blocks[4];
        for (uint32_t i = 0; i < 4; i++) blocks[i] = (DocBlock){ .kind = DOC_PARA, .para = { .text = str_of(typed[k][i]), .label = STR_EMPTY, .line = i + 1 } };
        PlanContent plan = plan_of_blocks(blocks, 4, arena);
        assert_int_equal(plan.n_measures, 2);
        assert_true(str_eq(plan.measures[0].title, STR("Семинар для учителей")));
        assert_true(str_eq(plan.measures[0].term.text, STR("сентябрь")) && str_eq(plan.measures[1].term.text, STR("до 15 мая")));
        assert_true(str_eq(plan.measures[0].responsible[0], STR("ИМЦ")) && str_eq(plan.measures[1].responsible[0], STR("школы")));
        arena_free(arena);
    }
}

/* Numbers that Word counts stand in labels; a merged task and a merged term count for every row under them. */
static void test_labels_and_spans(void **state)
{
    (void)state;
    static const DocPara task = { .text = { "Открытость", 20 }, .label = { "", 0 } }, term = { .text = { "в течение года", 26 }, .label = { "", 0 } };
    static const DocPara numbers[] = { { .text = { "", 0 }, .label = { "1.", 2 } }, { .text = { "", 0 }, .label = { "2.", 2 } }, { .text = { "", 0 }, .label = { "3.", 2 } } };
    static const DocPara list[] = { { .text = { "Разместить на сайте:", 37 }, .label = { "", 0 } }, { .text = { "критерии;", 17 }, .label = { "–", 3 } }, { .text = { "демоверсии", 20 }, .label = { "–", 3 } } };
    const DocCell head[] = { CELL(0, "№"), CELL(1, "Задачи"), CELL(2, "Мероприятия"), CELL(3, "Сроки") };
    const DocCell a[] = { { 0, 1, 1, 1, &numbers[0], 0, NULL }, { 1, 1, 3, 1, &task, 0, NULL }, { 2, 1, 1, 3, list, 0, NULL }, { 3, 1, 2, 1, &term, 0, NULL } };
    const DocCell b[] = { { 0, 1, 1, 1, &numbers[1], 0, NULL }, CELL(2, "Провести день открытых дверей") };
    const DocCell c[] = { { 0, 1, 1, 1, &numbers[2], 0, NULL }, CELL(2, "Выпустить памятку"), CELL(3, "май") };
    const DocRow rows[] = { ROW(1, head), ROW(2, a), ROW(3, b), ROW(4, c) };
    const DocBlock blocks[] = { { .kind = DOC_TABLE, .table = { .n_columns = 4, .n_rows = 4, .rows = rows } } };
    Arena *arena = arena_new(0);
    PlanContent plan = plan_of_blocks(blocks, 1, arena);
    assert_int_equal(plan.n_measures, 3);
    static const char *const terms[] = { "в течение года", "в течение года", "май" };
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(plan.measures[i].number.at[0], '1' + (int)i);
        assert_int_equal(plan.measures[i].number.n, 1);
        assert_true(str_eq(plan.measures[i].task, STR("Открытость")));
        assert_true(str_eq(plan.measures[i].term.text, str_of(terms[i])));
    }
    assert_true(str_eq(plan.measures[0].title, STR("Разместить на сайте")));
    assert_int_equal(plan.measures[0].n_bullets, 2);
    assert_true(str_eq(plan.measures[0].bullets[0], STR("критерии")));
    arena_free(arena);
}

/* A scan inside and an empty plan: both are said. */
static void test_pictures(void **state)
{
    (void)state;
    const DocCell head[] = { CELL(0, "№"), CELL(1, "Мероприятие"), CELL(2, "Срок") }, one[] = { CELL(0, "1"), CELL(1, "Семинар"), CELL(2, "май") };
    const DocRow rows[] = { ROW(1, head), ROW(2, one) };
    const DocBlock blocks[] = { { .kind = DOC_TABLE, .table = { .n_columns = 3, .n_rows = 2, .rows = rows } } };
    SourceDoc doc = { .file_name = STR("a.docx"), .format = "docx", .n_blocks = 1, .blocks = blocks, .n_pictures = 2 };
    Arena *arena = arena_new(0);
    PlanContent plan;
    Err err = { 0 };
    bool told = false;
    assert_true(plan_read(&doc, arena, &plan, &err));
    for (uint32_t i = 0; i < plan.n_warnings; i++) told = told || str_find(plan.warnings[i], STR("картинк")) != SIZE_MAX;
    assert_true(told);
    doc.n_blocks = 0;
    assert_false(plan_read(&doc, arena, &plan, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_own), cmocka_unit_test(test_seeds), cmocka_unit_test(test_sheets), cmocka_unit_test(test_frame), cmocka_unit_test(test_typed_columns), cmocka_unit_test(test_labels_and_spans), cmocka_unit_test(test_pictures) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
