/* Papers of the office: every kind built, drawn and read back by our own reader of documents; no office program is needed for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <glob.h>

#include <cmocka.h>
#include <expat.h>
#include <zip.h>

#include "base/file.h"
#include "base/limits.h"
#include "domain/setting.h"
#include "intake/document.h"
#include "intake/plan_read.h"
#include "paper_sample.h"
#include "publish/doc.h"
#include "publish/frame.h"

static const char *const nothing[] = { NULL };

static Paper paper_of(PaperInput input, const char *kind, const char *const *pairs, Arena *arena)
{
    Err err = { 0 };
    Paper paper;
    input.kind = paper_kind_find(str_of(kind));
    assert_non_null(input.kind);
    input.values = sample_values(input.kind, pairs, arena);
    if (!paper_build(&input, &paper, arena, &err)) fail_msg("%s", err.what);
    return paper;
}

static PaperInput input_of(const PlanContent *plan)
{
    return (PaperInput){ .gost = PAPER_GOST_2025, .org = &sample_org, .number = STR("87"), .day = date_of(2026, 4, 24), .plan = plan, .minutes = &sample_minutes, .note = &sample_note };
}

static Str docx_of(const Paper *paper, Arena *arena)
{
    Err err = { 0 };
    Str bytes;
    if (!paper_docx(paper, &bytes, arena, &err)) fail_msg("%s (%s)", err.what, err.detail);
    return bytes;
}

static Str text_of(const Paper *paper, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    paper_text(paper, &buf);
    Str out = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

static Str html_of(const Paper *paper, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    paper_html(paper, &buf);
    Str out = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

/* With every NBSP a plain space: gluing words is not changing them. */
static Str plain(Str text, Arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool glue = i + 1 < text.n && (unsigned char)text.at[i] == 0xC2 && (unsigned char)text.at[i + 1] == 0xA0;
        out[n++] = glue || text.at[i] == '\n' ? ' ' : text.at[i];
        i += glue;
    }
    return (Str){ out, n };
}

static void assert_holds(Str text, Str words, Arena *arena)
{
    if (words.n > 0 && str_find(plain(text, arena), plain(words, arena)) == SIZE_MAX) fail_msg("lost: «%.*s»", STR_ARG(words));
}

static size_t count(Str s, const char *needle)
{
    size_t n = 0;
    for (size_t at; (at = str_find(s, str_of(needle))) != SIZE_MAX; n++) s = str_slice(s, at + 1, s.n);
    return n;
}

static Str part(Str docx, const char *name, Arena *arena)
{
    zip_error_t error;
    zip_t *archive = zip_open_from_source(zip_source_buffer_create(docx.at, docx.n, 0, &error), ZIP_CHECKCONS | ZIP_RDONLY, &error);
    assert_non_null(archive);
    zip_stat_t stat;
    if (zip_stat(archive, name, 0, &stat) != 0) {
        zip_discard(archive);
        return STR_EMPTY;
    }
    char *bytes = arena_alloc(arena, (size_t)stat.size + 1);
    zip_file_t *file = zip_fopen(archive, name, 0);
    assert_int_equal(zip_fread(file, bytes, stat.size), (zip_int64_t)stat.size);
    zip_fclose(file);
    zip_discard(archive);
    return (Str){ bytes, (size_t)stat.size };
}

static void assert_xml(Str xml, const char *what)
{
    XML_Parser parser = XML_ParserCreate("UTF-8");
    bool good = XML_Parse(parser, xml.at, (int)xml.n, 1) == XML_STATUS_OK;
    if (!good) fail_msg("%s: %s at line %lu", what, XML_ErrorString(XML_GetErrorCode(parser)), XML_GetCurrentLineNumber(parser));
    XML_ParserFree(parser);
}

/* Every style that a paragraph names exists; Word would silently fall back to another. */
static void assert_styles(Str document, Str styles, Arena *arena)
{
    Str mark = STR("<w:pStyle w:val=\"");
    for (size_t at; (at = str_find(document, mark)) != SIZE_MAX;) {
        document = str_slice(document, at + mark.n, document.n);
        Str id = str_slice(document, 0, str_find(document, STR("\"")));
        if (str_find(styles, arena_printf(arena, "w:styleId=\"%.*s\"", STR_ARG(id))) == SIZE_MAX) fail_msg("no style %.*s", STR_ARG(id));
    }
}

static void test_every_kind(void **state)
{
    (void)state;
    for (const PaperKind *const *kind = paper_registry; *kind != NULL; kind++) {
        Arena *arena = arena_new(0);
        PlanContent plan = sample_order(arena, 7);
        ExecutionSummary execution = sample_execution(arena);
        static const PaperRequisites none = { 0 };
        for (int variant = 0; variant < 3; variant++) {
            PaperInput input = input_of(&plan);
            input.execution = &execution;
            input.gost = variant == 1 ? PAPER_GOST_2016 : PAPER_GOST_2025;
            input.qr = STR("https://merilo.example.ru/papers/2026/87");
            if (variant == 2) input.org = &none, input.day = DATE_NONE, input.number = STR_EMPTY;
            Paper paper = paper_of(input, (*kind)->id, nothing, arena), again = paper_of(input, (*kind)->id, nothing, arena);
            Str docx = docx_of(&paper, arena), document = part(docx, "word/document.xml", arena);
            assert_true(str_eq(docx, docx_of(&again, arena)));
            assert_xml(document, (*kind)->id);
            assert_styles(document, part(docx, "word/styles.xml", arena), arena);
            assert_xml(part(docx, "word/styles.xml", arena), "styles");
            assert_xml(part(docx, "word/numbering.xml", arena), "numbering");
            assert_xml(html_of(&paper, arena), (*kind)->id);
            assert_true((part(docx, "word/footer1.xml", arena).n > 0) == (input.gost == PAPER_GOST_2025));
            assert_int_equal(count(document, "<w:titlePg/>"), 1);
            assert_int_equal(count(part(docx, "word/header1.xml", arena), " PAGE "), 1);
            assert_true(paper.title.n > 0);
        }
        arena_free(arena);
    }
}

/* What a plan says is on the paper whatever columns were chosen, in every rendering. */
static void test_nothing_lost(void **state)
{
    (void)state;
    static const char *const choices[] = { "по содержанию плана", "пять столбцов с ожидаемым результатом", "четыре столбца с разделами", "задачи с объединёнными ячейками", "участники и результаты" };
    for (int i_plan = 0; i_plan < 4; i_plan++) {
        for (size_t k = 0; k < 5; k++) {
            Arena *arena = arena_new(0);
            PlanContent plan = i_plan == 0 ? sample_plan(arena, 9) : i_plan == 1 ? sample_sectioned(arena) : i_plan == 2 ? sample_tasks(arena) : sample_results(arena);
            const char *const pairs[] = { "layout", choices[k], NULL };
            Paper paper = paper_of(input_of(&plan), "plan", pairs, arena);
            Str text = text_of(&paper, arena);
            assert_holds(text, plan.title, arena);
            for (uint32_t i = 0; i < plan.n_sections; i++) assert_holds(text, plan.sections[i].title, arena);
            for (uint32_t i = 0; i < plan.n_measures; i++) {
                const Measure *measure = &plan.measures[i];
                assert_holds(text, measure->title, arena);
                assert_holds(text, measure->task, arena);
                assert_holds(text, measure->term.text, arena);
                assert_holds(text, measure->expected, arena);
                for (uint32_t b = 0; b < measure->n_bullets; b++) assert_holds(text, measure->bullets[b], arena);
                for (uint32_t r = 0; r < measure->n_responsible; r++) assert_holds(text, measure->responsible[r], arena);
                for (uint32_t p = 0; p < measure->n_participants; p++) assert_holds(text, measure->participants[p], arena);
            }
            arena_free(arena);
        }
    }
}

static SourceDoc read_back(const Paper *paper, Arena *arena)
{
    Err err = { 0 };
    SourceDoc doc;
    if (!document_read(STR("paper.docx"), docx_of(paper, arena), arena, &doc, &err)) fail_msg("%s", err.what);
    assert_int_equal(doc.n_warnings, 0);
    return doc;
}

static const DocTable *table_with(const SourceDoc *doc, uint32_t n_columns)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == DOC_TABLE && doc->blocks[i].table.n_columns == n_columns) return &doc->blocks[i].table;
    fail_msg("no table of %u columns", n_columns);
    return NULL;
}

static const DocPara *para_with(const SourceDoc *doc, const char *words, Arena *arena)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == DOC_PARA && str_find(plain(doc->blocks[i].para.text, arena), str_of(words)) != SIZE_MAX) return &doc->blocks[i].para;
    fail_msg("no paragraph with «%s»", words);
    return NULL;
}

/* All that a note says is read back, word for word: paragraphs, points with their terms, every cell of its tables with the signs that stand for what is hidden. */
static void test_read_back_note(void **state)
{
    (void)state;
    static const Str heads[] = { S("Где"), S("Работ"), S("Успеваемость"), S("от–до, 95\u00A0%") };
    static const Str cells[] = { S("Школа № 5"), S("27"), S("*"), S("*"), S("Регион"), S("2\u00A0088"), S("41▼"), S("37–45") };
    static const FrozenTable tables[] = { { .title = S("Отметки за работу"), .n_columns = 4, .heads = heads, .n_rows = 2, .cells = cells, .note = S("* — не показано."), .taken_on = DATE_NONE } };
    static const Str causes[] = { S("Это предположения для проверки на месте."), S("Тема могла быть пройдена незадолго до работы.") };
    static const NotePart parts[] = { { .heading = S("Результаты"), .n_tables = 1, .tables = tables }, { .heading = S("Возможные причины"), .n_paras = 2, .paras = causes } };
    Arena *arena = arena_new(0);
    AnalyticNote note = sample_note;
    note.n_parts = 2, note.parts = parts;
    PaperInput input = input_of(NULL);
    input.note = &note;
    Paper paper = paper_of(input, "note", nothing, arena);
    SourceDoc doc = read_back(&paper, arena);
    Buf all;
    buf_init(&all, 0);
    const DocTable *table = table_with(&doc, 4);
    for (uint32_t i = 0; i < doc.n_blocks; i++)
        if (doc.blocks[i].kind == DOC_PARA) buf_printf(&all, "%.*s\n", STR_ARG(plain(doc.blocks[i].para.text, arena)));
    Str words = buf_str(&all);
    const Str said[] = { note.subject, note.period, note.aim, note.basis, note.method, parts[0].heading, parts[1].heading, causes[0], causes[1], tables[0].title, tables[0].note };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) assert_holds(words, said[i], arena);
    for (uint32_t i = 0; i < note.n_conclusions; i++) assert_holds(words, note.conclusions[i], arena);
    for (uint32_t i = 0; i < note.n_advice; i++) {
        assert_holds(words, note.advice[i].addressee, arena);
        assert_holds(words, note.advice[i].text, arena);
        assert_holds(words, note.advice[i].term.text, arena);
    }
    for (uint32_t i = 0; i < 8; i++) {
        const DocRow *row = &table->rows[2 + i / 4]; /* heads, numbers of columns, then these */
        assert_true(str_eq(plain(row->cells[i % 4].paras[0].text, arena), plain(cells[i], arena)));
    }
    /* Its advice is what is to be done: neither conclusions nor who signed. */
    PlanContent back;
    Err err = { 0 };
    if (!plan_read(&doc, arena, &back, &err)) fail_msg("%s", err.what);
    assert_int_equal(back.n_measures, note.n_advice);
    for (uint32_t i = 0; i < note.n_advice; i++) {
        assert_holds(plain(back.measures[i].title, arena), str_slice(note.advice[i].text, 0, note.advice[i].text.n - str_ends(note.advice[i].text, STR("."))), arena);
        assert_holds(plain(back.measures[i].term.text, arena), note.advice[i].term.text, arena);
        assert_true(back.measures[i].term.text.n <= note.advice[i].term.text.n + 8); /* «до …», and nothing after it */
    }
    buf_free(&all);
    arena_free(arena);
}

/* Our own reader gives back the cells of a plan, its heads as heads, and the labels of points. */
static void test_read_back_plan(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_plan(arena, 31);
    Paper paper = paper_of(input_of(&plan), "plan", nothing, arena);
    SourceDoc doc = read_back(&paper, arena);
    const DocTable *table = table_with(&doc, 5);
    assert_int_equal(table->n_rows, 31 + 2);
    assert_true(table->rows[0].is_head && table->rows[1].is_head && !table->rows[2].is_head);
    for (uint32_t i = 0; i < 31; i++) {
        const DocRow *row = &table->rows[i + 2];
        const Measure *measure = &plan.measures[i];
        assert_int_equal(row->n_cells, 5);
        assert_true(str_eq(row->cells[0].paras[0].text, measure->number));
        assert_true(str_starts(plain(row->cells[1].paras[0].text, arena), plain(measure->title, arena)));
        assert_int_equal(row->cells[1].n_paras, 1 + measure->n_bullets);
        for (uint32_t b = 0; b < measure->n_bullets; b++) {
            assert_true(str_starts(plain(row->cells[1].paras[b + 1].text, arena), plain(measure->bullets[b], arena)));
            assert_true(str_eq(row->cells[1].paras[b + 1].label, STR("–")));
        }
        assert_true(str_eq(plain(row->cells[2].paras[0].text, arena), plain(measure->term.text, arena)));
        assert_true(str_eq(plain(row->cells[4].paras[0].text, arena), plain(measure->expected, arena)));
    }
    arena_free(arena);
}

static void test_read_back_merged(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_tasks(arena);
    Paper paper = paper_of(input_of(&plan), "plan", nothing, arena);
    SourceDoc doc = read_back(&paper, arena);
    const DocTable *table = table_with(&doc, 5);
    assert_int_equal(table->rows[2].cells[0].row_span, 3);
    assert_int_equal(table->rows[3].n_cells, 4);
    assert_int_equal(table->rows[5].cells[0].row_span, 2);
    plan = sample_sectioned(arena);
    paper = paper_of(input_of(&plan), "plan", nothing, arena);
    doc = read_back(&paper, arena);
    table = table_with(&doc, 4);
    assert_int_equal(table->rows[2].n_cells, 2);
    assert_int_equal(table->rows[2].cells[1].col_span, 3);
    arena_free(arena);
}

static void test_read_back_order(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_order(arena, 0);
    Paper paper = paper_of(input_of(&plan), "order", nothing, arena);
    SourceDoc doc = read_back(&paper, arena);
    assert_true(str_eq(para_with(&doc, "Утвердить План", arena)->label, STR("1.")));
    assert_true(str_eq(para_with(&doc, "Руководителям общеобразовательных организаций:", arena)->label, STR("2.")));
    assert_true(str_eq(para_with(&doc, "эффективное функционирование", arena)->label, STR("2.1.")));
    const DocPara *second = para_with(&doc, "Срок: до 30.10.2025.", arena);
    assert_true(str_eq(second->label, STR("2.2.")));
    assert_true(str_find(second->text, STR("Ответственн")) == SIZE_MAX); /* addressed by the point above */
    assert_true(str_eq(para_with(&doc, "Контроль за исполнением", arena)->label, STR("3.")));
    para_with(&doc, "приказываю:", arena); /* a word, not letters */
    arena_free(arena);
}

/* A label that Word would not count is typed; lists begin anew where the labels do. */
static void test_labels(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *const pairs[] = { "points", "Первый\nВторой\n5.1. Подпункт без пункта\n7. Седьмой\n7.1. Его подпункт\n- строка списка\n1. Снова первый\nза ним", NULL };
    Paper paper = paper_of(input_of(NULL), "order", pairs, arena);
    SourceDoc doc = read_back(&paper, arena);
    static const struct { const char *words, *label; } expected[] = { { "Первый", "1." }, { "Второй", "2." }, { "Седьмой", "7." }, { "Его подпункт", "7.1." }, { "строка списка", "–" }, { "Снова первый", "1." } };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        Str label = para_with(&doc, expected[i].words, arena)->label;
        if (!str_eq(label, str_of(expected[i].label))) fail_msg("«%s»: label «%.*s»", expected[i].words, STR_ARG(label));
    }
    const DocPara *typed = para_with(&doc, "Подпункт без пункта", arena);
    assert_int_equal(typed->label.n, 0);
    assert_true(str_starts(typed->text, STR("5.1.")));
    arena_free(arena);
}

static void test_read_back_minutes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *const pairs[] = { "items", "1", "verified", "2026-01-14", NULL };
    Paper paper = paper_of(input_of(NULL), "extract", pairs, arena);
    SourceDoc doc = read_back(&paper, arena);
    para_with(&doc, "ВЫПИСКА ИЗ ПРОТОКОЛА", arena);
    const DocPara *decision = para_with(&doc, "Утвердить список общественных наблюдателей.", arena);
    assert_true(str_eq(decision->label, STR("1.")));
    assert_true(str_ends(plain(decision->text, arena), STR("Срок: в соответствии с графиком процедур. Ответственные: Методистова В.П., главный специалист управления; руководители ОО.")));
    para_with(&doc, "Верно", arena);
    para_with(&doc, "14 января 2026 г.", arena);
    assert_int_equal(count(text_of(&paper, arena), "О плане выездов"), 0);
    const DocTable *table = table_with(&doc, 5);
    assert_true(str_eq(plain(table->rows[2].cells[0].paras[0].text, arena), STR("Школа № 7")));
    arena_free(arena);
}

static void assert_same(Str back, Str given, const char *what, Arena *arena)
{
    if (!str_eq(plain(back, arena), plain(given, arena))) fail_msg("%s: «%.*s» came back as «%.*s»", what, STR_ARG(given), STR_ARG(back));
}

static void assert_same_list(uint32_t n_back, const Str *back, uint32_t n, const Str *given, const char *what, Arena *arena)
{
    if (n_back != n) fail_msg("%s: %u came back as %u", what, n, n_back);
    for (uint32_t i = 0; i < n; i++) assert_same(back[i], given[i], what, arena);
}

static void assert_same_measure(const PlanContent *back, const Measure *b, const PlanContent *given, const Measure *g, Arena *arena)
{
    assert_same(b->number, g->number, "number", arena);
    assert_same(b->title, g->title, "title", arena);
    assert_same(b->task, g->task, "task", arena);
    assert_same(b->term.text, g->term.text, "term", arena);
    assert_same(b->expected, g->expected, "expected", arena);
    assert_same_list(b->n_bullets, b->bullets, g->n_bullets, g->bullets, "bullets", arena);
    assert_same_list(b->n_responsible, b->responsible, g->n_responsible, g->responsible, "responsible", arena);
    assert_same_list(b->n_participants, b->participants, g->n_participants, g->participants, "participants", arena);
    assert_int_equal(b->i_section == PLAN_NO_SECTION, g->i_section == PLAN_NO_SECTION);
    if (b->i_section == PLAN_NO_SECTION) return;
    assert_same(back->sections[b->i_section].number, given->sections[g->i_section].number, "section", arena);
    assert_same(back->sections[b->i_section].title, given->sections[g->i_section].title, "section", arena);
}

/* The paper as its reader understands it: DOCX, or its text. */
static PlanContent understood(const Paper *paper, bool as_text, Arena *arena)
{
    Err err = { 0 };
    SourceDoc doc;
    PlanContent plan = { 0 };
    Str bytes = as_text ? text_of(paper, arena) : docx_of(paper, arena);
    if (!document_read(as_text ? STR("paper.txt") : STR("paper.docx"), bytes, arena, &doc, &err) || !plan_read(&doc, arena, &plan, &err)) fail_msg("%s", err.what);
    return plan;
}

static void assert_same_plan(const PlanContent *back, const PlanContent *given, Arena *arena)
{
    uint32_t n_changes;
    const PlanChange *changes;
    plan_content_diff(given, back, arena, &n_changes, &changes);
    if (n_changes > 0) fail_msg("%u changes: %.*s: «%.*s» → «%.*s»", n_changes, STR_ARG(changes[0].field), STR_ARG(changes[0].before), STR_ARG(changes[0].after));
    assert_int_equal(back->n_measures, given->n_measures);
    for (uint32_t i = 0; i < given->n_measures; i++) assert_same_measure(back, &back->measures[i], given, &given->measures[i], arena);
}

static void assert_same_decisions(const PlanContent *back, uint32_t n, const PlanDecision *given, Arena *arena)
{
    if (back->n_decisions != n) fail_msg("%u decisions came back as %u", n, back->n_decisions);
    for (uint32_t i = 0; i < n; i++) {
        const PlanDecision *b = &back->decisions[i], *g = &given[i];
        assert_same(b->number, g->number, "number", arena);
        assert_same(b->text, g->text, "decision", arena);
        assert_same(b->term.text, g->term.text, "term", arena);
        assert_same_list(b->n_responsible, b->responsible, g->n_responsible, g->responsible, "responsible", arena);
    }
}

/* Nothing is lost on the way to paper and back: plans of every layout. */
static void test_understood_plan(void **state)
{
    (void)state;
    for (int i_plan = 0; i_plan < 4; i_plan++) {
        for (int approval = 0; approval < 2; approval++) {
            Arena *arena = arena_new(0);
            PlanContent plan = i_plan == 0 ? sample_plan(arena, 31) : i_plan == 1 ? sample_sectioned(arena) : i_plan == 2 ? sample_tasks(arena) : sample_results(arena);
            if (i_plan < 2) plan.controller = i_plan == 0 ? STR("заместителя директора Иванову А.П.") : STR("начальника отдела");
            static const char *const by_order[] = { "approval", "УТВЕРЖДЕН приказом", "order_day", "2025-10-14", "order_number", "259", NULL };
            Paper paper = paper_of(input_of(&plan), "plan", approval == 1 ? by_order : nothing, arena);
            PlanContent back = understood(&paper, true, arena);
            assert_same_plan(&back, &plan, arena);
            back = understood(&paper, false, arena);
            assert_same_plan(&back, &plan, arena);
            assert_same(back.title, plan.title, "title", arena);
            assert_int_equal(back.approved_on, approval == 1 ? date_of(2025, 10, 14) : date_of(2026, 4, 24));
            if (approval == 1) assert_same(back.approved_number, STR("259"), "order", arena);
            arena_free(arena);
        }
    }
}

static void test_understood_order(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_order(arena, 7);
    Paper paper = paper_of(input_of(&plan), "order", nothing, arena);
    PlanContent back = understood(&paper, false, arena);
    assert_int_equal(back.kind, PLAN_ORDER);
    assert_same_plan(&back, &plan, arena);
    assert_same_decisions(&back, plan.n_decisions, plan.decisions, arena);
    assert_int_equal(back.approved_on, date_of(2026, 4, 24));
    assert_same(back.approved_number, STR("87"), "number", arena);
    assert_same_list(back.n_basis, back.basis, plan.n_basis, plan.basis, "basis", arena);
    arena_free(arena);
}

static void test_understood_minutes(void **state)
{
    (void)state;
    static const char *const kinds[] = { "minutes", "extract" };
    for (size_t k = 0; k < 2; k++) {
        Arena *arena = arena_new(0);
        Paper paper = paper_of(input_of(NULL), kinds[k], nothing, arena);
        PlanContent back = understood(&paper, false, arena);
        PlanDecision all[3] = { sample_decided[0], sample_decided[1], sample_decided[1] };
        assert_int_equal(back.kind, PLAN_MINUTES);
        assert_same_decisions(&back, 3, all, arena);
        assert_int_equal(back.approved_on, sample_minutes.day);
        assert_same(back.approved_number, sample_minutes.number, "number", arena);
        arena_free(arena);
    }
}

/* The seed whose name begins so, understood; false where there are no shared data. */
static bool seed(const char *begins, Arena *arena, PlanContent *plan)
{
    const char *root = getenv("MERILO_SOURCE");
    glob_t found;
    if (root == NULL || glob(arena_printf(arena, "%s/../shared/seeds/%s_*.txt", root, begins).at, 0, NULL, &found) != 0) return false;
    Err err = { 0 };
    Str bytes;
    SourceDoc doc;
    bool done = file_read(found.gl_pathv[0], LIMIT_FILE_BYTES, arena, &bytes, &err) && document_read(STR("seed.txt"), bytes, arena, &doc, &err) && plan_read(&doc, arena, plan, &err);
    globfree(&found);
    if (!done) fail_msg("%s", err.what);
    return true;
}

/* Plans of real life: what was read is printed, and what is printed is read, word for word. */
static void test_seeds(void **state)
{
    (void)state;
    static const struct { const char *begins, *kind; uint32_t n_measures; } seeds[] = { { "000", "letter", 13 }, { "001", "order", 31 }, { "002", "plan", 17 }, { "003", "plan", 9 }, { "004", "extract", 0 } };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        Arena *arena = arena_new(0);
        PlanContent plan;
        if (!seed(seeds[i].begins, arena, &plan)) {
            arena_free(arena);
            skip();
        }
        assert_int_equal(plan.n_measures, seeds[i].n_measures);
        MinutesItem item = { .number = STR("1"), .question = STR("О подготовке"), .n_decisions = plan.n_decisions, .decisions = plan.decisions };
        size_t word = str_find(plan.title, STR("совещания"));
        Minutes minutes = { .meeting = word == SIZE_MAX ? STR_EMPTY : str_slice(plan.title, word, plan.title.n), .number = plan.approved_number, .day = plan.approved_on, .n_items = 1, .items = &item };
        PaperInput input = input_of(&plan);
        input.minutes = &minutes;
        Paper paper = paper_of(input, seeds[i].kind, nothing, arena);
        PlanContent back = understood(&paper, false, arena);
        assert_same_plan(&back, &plan, arena);
        assert_same_decisions(&back, plan.n_decisions, plan.decisions, arena);
        arena_free(arena);
    }
}

/* A signature is never alone on a sheet; heads repeat; a wide plan turns the sheet, the order before it does not. */
static void test_pages(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_order(arena, 31);
    Paper paper = paper_of(input_of(&plan), "order", nothing, arena);
    Str document = part(docx_of(&paper, arena), "word/document.xml", arena);
    assert_int_equal(count(document, "<w:sectPr>"), 2);
    assert_int_equal(count(document, "w:orient=\"landscape\""), 1);
    assert_int_equal(count(document, "<w:tblHeader/>"), 2);
    assert_int_equal(count(document, "yAlign=\"bottom\""), 1);
    size_t sign = str_find(document, STR("w:val=\"Signature\""));
    assert_true(sign != SIZE_MAX);
    Str before = str_slice(document, 0, sign);
    size_t at = 0;
    for (size_t next; (next = str_find(str_slice(before, at, before.n), STR("<w:p><w:pPr>"))) != SIZE_MAX && at + next + 12 < sign - 20;) at += next + 12;
    assert_true(str_find(str_slice(before, at, before.n), STR("<w:keepNext/>")) != SIZE_MAX);
    arena_free(arena);
}

/* Annexes are numbered when there are several; the plan is the first. */
static void test_annexes(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_order(arena, 3);
    PaperInput input = input_of(&plan);
    Paper alone = paper_of(input, "order", nothing, arena);
    assert_int_equal(count(text_of(&alone, arena), "Приложение\nк приказу управления образования"), 1);
    input.n_annexes = 2;
    input.annexes = sample_annexes;
    Paper paper = paper_of(input, "order", nothing, arena);
    Str text = plain(text_of(&paper, arena), arena);
    size_t first = str_find(text, STR("Приложение 1 к приказу")), second = str_find(text, STR("Приложение 2 к приказу")), third = str_find(text, STR("Приложение 3 к приказу"));
    assert_true(first < second && second < third && third != SIZE_MAX);
    assert_true(str_find(text, plan.title) > first && str_find(text, STR("ПЕРЕЧЕНЬ работ")) > second && str_find(text, STR("СОСТАВ комиссии")) > third);
    assert_int_equal(count(part(docx_of(&paper, arena), "word/document.xml", arena), "<w:pageBreakBefore/>"), 1); /* the other two turn the sheet */
    arena_free(arena);
}

static void test_editions(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    assert_int_equal(paper_gost_of(STR("2016")), PAPER_GOST_2016);
    assert_int_equal(paper_gost_of(STR("2025")), PAPER_GOST_2025);
    assert_int_equal(paper_gost_of(STR("")), PAPER_GOST_2025);
    const SettingKind *setting = setting_find(STR(PAPER_GOST_SETTING));
    assert_non_null(setting);
    assert_string_equal(setting->otherwise, "2025");
    PaperInput input = input_of(NULL);
    const char *const pairs[] = { "subject", "О перепроверке", NULL };
    Paper now = paper_of(input, "order", pairs, arena);
    input.gost = PAPER_GOST_2016;
    Paper then = paper_of(input, "order", pairs, arena);
    assert_int_equal(count(part(docx_of(&now, arena), "word/document.xml", arena), "w:right=\"5103\""), 1);  /* 170 mm less 80 */
    assert_int_equal(count(part(docx_of(&then, arena), "word/document.xml", arena), "w:right=\"5386\""), 1); /* less 75 */
    arena_free(arena);
}

/* A page shows a paper by a node; in the page's own files it is words. */
static void test_on_a_page(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_tasks(arena);
    Paper paper = paper_of(input_of(&plan), "plan", nothing, arena);
    Doc *doc = doc_new(arena, STR("Как будет выглядеть"));
    doc_office(doc, NULL, &paper);
    DocFrame frame = { .bare = true };
    Buf buf;
    buf_init(&buf, 0);
    Err err = { 0 };
    assert_true(doc_page_html(doc, &frame, &buf, &err));
    assert_int_equal(count(buf_str(&buf), "<article class=\"office\">"), 1);
    assert_holds(buf_str(&buf), plan.measures[0].title, arena);
    Str docx;
    assert_true(doc_docx(doc, &docx, arena, &err));
    assert_holds(part(docx, "word/document.xml", arena), plan.measures[4].title, arena);
    buf_free(&buf);
    arena_free(arena);
}

static void test_hostile(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    static const PaperRequisites org = { .name = S("Школа <b>&\"№ 1\"</w:t>\x01\xFF]]>"), .head_post = S("Директор\t\tшколы <&>"), .head_name = S("<script>alert(1)</script>") };
    const char *const pairs[] = { "subject", "О <w:p/> & \"кавычках\"", "points", "1. a</w:t></w:r>\n2. \xEF\xBF\xBF конец", "readers", "|\n||\n | ", NULL };
    PaperInput input = input_of(NULL);
    input.org = &org;
    Paper paper = paper_of(input, "order", pairs, arena);
    Str docx = docx_of(&paper, arena);
    assert_xml(part(docx, "word/document.xml", arena), "document");
    assert_xml(part(docx, "docProps/core.xml", arena), "core");
    Str html = html_of(&paper, arena);
    assert_xml(html, "html");
    assert_int_equal(count(html, "<script"), 0);
    SourceDoc doc = read_back(&paper, arena);
    para_with(&doc, "a</w:t></w:r>", arena);
    arena_free(arena);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct { const char *kind, *name, *value; } wrong[] = { { "plan", "layout", "семь столбцов" }, { "plan", "order_day", "14.10.2025" }, { "extract", "items", "9" }, { "extract", "verified", "вчера" } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Arena *arena = arena_new(0);
        PlanContent plan = sample_plan(arena, 1);
        PaperInput input = input_of(&plan);
        input.kind = paper_kind_find(str_of(wrong[i].kind));
        const char *const pairs[] = { wrong[i].name, wrong[i].value, NULL };
        input.values = sample_values(input.kind, pairs, arena);
        Paper paper;
        Err err = { 0 };
        assert_false(paper_build(&input, &paper, arena, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_true(err.hint[0] != '\0');
        arena_free(arena);
    }
    assert_null(paper_kind_find(STR("decree")));
}

/* The word agrees with what is approved; a name keeps its spelling and gets its initials where the paper wants them. */
static void test_russian(void **state)
{
    (void)state;
    static const struct { const char *title, *word; } titles[] = { { "План мероприятий", "УТВЕРЖДЕН\n" }, { "Дорожная карта", "УТВЕРЖДЕНА\n" }, { "Положение о ВСОКО", "УТВЕРЖДЕНО\n" }, { "Мероприятия по", "УТВЕРЖДЕНЫ\n" },
        { "Перечень мероприятий", "УТВЕРЖДЕН\n" }, { "Методические рекомендации", "УТВЕРЖДЕНЫ\n" }, { "Программа", "УТВЕРЖДЕНА\n" } };
    static const char *const pairs[] = { "approval", "УТВЕРЖДЕН приказом", "order_day", "2025-10-14", "order_number", "259", NULL };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        Arena *arena = arena_new(0);
        PlanContent plan = sample_plan(arena, 1);
        plan.title = str_of(titles[i].title);
        Paper paper = paper_of(input_of(&plan), "plan", pairs, arena);
        Str text = text_of(&paper, arena);
        if (str_find(text, str_of(titles[i].word)) == SIZE_MAX) fail_msg("%s: %.80s", titles[i].title, text.at);
        assert_holds(text, STR("от 14.10.2025 № 259"), arena);
        arena_free(arena);
    }
    static const struct { const char *name, *is_signed, *listed; } names[] = {
        { "Фамилия И.О.", "И. О. Фамилия", "Фамилия И. О." }, { "С.В. Красная", "С. В. Красная", "Красная С. В." }, { "Ким О.", "О. Ким", "Ким О." },
        { "Анна Сергеевна Белая", "А. С. Белая", "Белая А. С." }, { "Роман Лукич Абрамович", "Р. Л. Абрамович", "Абрамович Р. Л." }, { "Абрамович Роман Лукич", "Р. Л. Абрамович", "Абрамович Р. Л." },
        { "Фамилия Имя Отчество", "И. О. Фамилия", "Фамилия И. О." },
        { "Мамин-Сибиряк Д. Н.", "Д. Н. Мамин-Сибиряк", "Мамин-Сибиряк Д. Н." }, { "руководители ОО", "руководители ОО", "руководители ОО" }, { "", "", "" }, { "Имя Фамилия", "Имя Фамилия", "Имя Фамилия" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Arena *arena = arena_new(0);
        assert_true(str_eq(plain(paper_name_signed(arena, str_of(names[i].name)), arena), str_of(names[i].is_signed)));
        assert_true(str_eq(plain(paper_name_listed(arena, str_of(names[i].name)), arena), str_of(names[i].listed)));
        arena_free(arena);
    }
}

/* Documents are named in the case that they were read in; the sentence takes it. */
static void test_basis(void **state)
{
    static const struct { Str basis[2]; uint32_t n; const char *plan, *order; } cases[] = {
        { { S("писем комитета от 24.04.2026 № 12"), S("приказа отдела от 01.05.2026 № 7") }, 2, "План составлен на основании писем комитета от 24.04.2026 № 12, приказа отдела от 01.05.2026 № 7.", "На основании писем комитета от 24.04.2026 № 12, приказа отдела" },
        { { S("письмами комитета от 24.04.2026 № 12"), S("плана области от 01.05.2026 № 7") }, 2, "План составлен в соответствии с письмами комитета от 24.04.2026 № 12, на основании плана области", "В соответствии с письмами комитета от 24.04.2026 № 12, на основании плана" },
        { { S("письмо комитета от 24.04.2026 № 12") }, 1, "Основание: письмо комитета от 24.04.2026 № 12.", "Основание: письмо комитета" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Arena *arena = arena_new(0);
        PlanContent plan = sample_plan(arena, 3);
        plan.n_basis = cases[i].n, plan.basis = cases[i].basis;
        Paper paper = paper_of(input_of(&plan), "plan", nothing, arena);
        assert_holds(text_of(&paper, arena), str_of(cases[i].plan), arena);
        paper = paper_of(input_of(&plan), "order", nothing, arena);
        assert_holds(text_of(&paper, arena), str_of(cases[i].order), arena);
        arena_free(arena);
    }
}

/* A letter names its annex and is signed off by its executor before that annex. */
static void test_letter_before_its_annex(void **state)
{
    static const char *const pairs[] = { "subject", "О плане", "body", "Направляем план.", NULL };
    Arena *arena = arena_new(0);
    PlanContent plan = sample_plan(arena, 3);
    Paper paper = paper_of(input_of(&plan), "letter", pairs, arena);
    (void)state;
    Str text = plain(text_of(&paper, arena), arena), html = html_of(&paper, arena), title = plain(plan.title, arena);
    assert_holds(text, arena_printf(arena, "Приложение: %.*s на ___ л. в 1 экз.", STR_ARG(title)), arena);
    assert_true(str_find(text, STR("Методистова Вера")) < str_find(text, STR("Приложение к письму")));
    assert_true(str_find(html, STR("o-executor")) < str_find(html, STR("o-land")) || str_find(html, STR("o-executor")) < str_find(html, STR("<table")));
    Err err = { 0 };
    SourceDoc doc;
    if (!document_read(STR("letter.docx"), docx_of(&paper, arena), arena, &doc, &err)) fail_msg("%s", err.what);
    PlanContent back;
    if (!plan_read(&doc, arena, &back, &err)) fail_msg("%s", err.what);
    assert_int_equal(back.n_measures, 3);
    arena_free(arena);
}

static void test_agreed_with_a_bar(void **state)
{
    static const char *const pairs[] = { "agreed", "Председатель профкома | Юров Иван Иванович", NULL };
    Arena *arena = arena_new(0);
    PlanContent plan = sample_plan(arena, 3);
    Paper paper = paper_of(input_of(&plan), "plan", pairs, arena);
    (void)state;
    assert_holds(plain(text_of(&paper, arena), arena), STR("СОГЛАСОВАНО Председатель профкома ____________ И. И. Юров"), arena);
    arena_free(arena);
}

/* A plan whose title names no year is printed with it, and is of that year when read back; a year in a title is not torn. */
static void test_year(void **state)
{
    Arena *arena = arena_new(0);
    PlanContent plan = sample_plan(arena, 3);
    (void)state;
    plan.title = STR("План мероприятий по объективности"), plan.school_year = 2020, plan.n_basis = 0;
    static const char *const bare[] = { "approval", "без грифа", NULL };
    Paper paper = paper_of(input_of(&plan), "plan", bare, arena);
    PlanContent back = understood(&paper, true, arena);
    assert_int_equal(back.school_year, 2020);
    assert_same(back.title, plan.title, "title", arena);
    plan.title = STR("План мероприятий на 2020/2021 учебный год");
    paper = paper_of(input_of(&plan), "plan", bare, arena);
    assert_true(str_find(text_of(&paper, arena), STR("на\u00A02020/2021\u00A0учебный\u00A0год")) != SIZE_MAX);
    assert_true(str_find(text_of(&paper, arena), STR("Учебный год:")) == SIZE_MAX);
    PaperInput approved = input_of(&plan);
    approved.is_approved = true;
    plan.approved_on = date_of(2020, 10, 14), plan.approved_number = STR_EMPTY;
    paper = paper_of(approved, "acquaintance", nothing, arena);
    assert_holds(plain(text_of(&paper, arena), arena), plain(arena_printf(arena, "с документом «%.*s», утверждённым %.*s", STR_ARG(plan.title), STR_ARG(date_short(arena, plan.approved_on))), arena), arena);
    plan.kind = PLAN_ORDER, plan.title = STR("Об утверждении плана"), plan.approved_number = STR("87-од");
    paper = paper_of(approved, "acquaintance", nothing, arena);
    assert_holds(plain(text_of(&paper, arena), arena), plain(arena_printf(arena, "с приказом от %.*s № 87-од «Об утверждении плана»", STR_ARG(date_short(arena, plan.approved_on))), arena), arena);
    plan.kind = PLAN_PLAN, plan.title = STR("План мероприятий на 2020/2021 учебный год");
    paper = paper_of(input_of(&plan), "acquaintance", nothing, arena);
    assert_holds(plain(text_of(&paper, arena), arena), STR("с документом «План мероприятий на 2020/2021 учебный год»"), arena);
    arena_free(arena);
}

static void test_meeting(void **state)
{
    Arena *arena = arena_new(0);
    Minutes minutes = sample_minutes;
    PaperInput input = input_of(NULL);
    (void)state;
    minutes.meeting = STR("педагогического совета"), minutes.secretary_post = STR("методист");
    input.minutes = &minutes;
    Paper paper = paper_of(input, "minutes", nothing, arena);
    Str text = plain(text_of(&paper, arena), arena);
    assert_holds(text, STR("ПРОТОКОЛ"), arena);
    assert_holds(text, STR("заседания педагогического совета"), arena);
    assert_holds(text, STR("Секретарь — Г. Д. Писарева, методист"), arena);
    PlanContent back = understood(&paper, false, arena);
    assert_int_equal(back.n_decisions, 3);
    assert_same(back.approved_number, minutes.number, "number", arena);
    minutes.meeting = STR("совещания руководителей");
    paper = paper_of(input, "minutes", nothing, arena);
    assert_true(str_find(text_of(&paper, arena), STR("заседания")) == SIZE_MAX);
    arena_free(arena);
}

/* Decisions of minutes are controlled like a plan and are not called one; a title is not called a plan twice. */
static void test_report_of_minutes(void **state)
{
    Arena *arena = arena_new(0);
    ExecutionSummary execution = sample_execution(arena);
    PaperInput input = input_of(NULL);
    (void)state;
    input.execution = &execution;
    execution.plan_title = STR("План мероприятий");
    Paper paper = paper_of(input, "report", nothing, arena);
    Str text = plain(text_of(&paper, arena), arena);
    assert_holds(text, STR("об исполнении плана мероприятий"), arena);
    assert_holds(text, STR("В плане "), arena);
    execution.plan_title = STR("Протокол совещания руководителей");
    paper = paper_of(input, "report", nothing, arena);
    assert_holds(plain(text_of(&paper, arena), arena), STR("На контроле "), arena);
    assert_holds(plain(text_of(&paper, arena), arena), STR("об исполнении решений «Протокол совещания руководителей»"), arena);
    assert_true(str_find(text_of(&paper, arena), STR("В плане")) == SIZE_MAX);
    arena_free(arena);
}

/* Of a table that goes over a sheet the last row takes the one before with it; a signature begins a line, whatever case it was typed in. */
static void test_last_row_is_not_alone(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = sample_plan(arena, 31);
    PaperRequisites org = sample_org;
    org.head_post = STR("начальник отдела");
    PaperInput input = input_of(&plan);
    input.org = &org;
    Paper paper = paper_of(input, "plan", nothing, arena);
    Str rest = part(docx_of(&paper, arena), "word/document.xml", arena), last = STR_EMPTY, before = STR_EMPTY;
    for (size_t at; (at = str_find(rest, STR("<w:tr>"))) != SIZE_MAX; rest = str_slice(rest, at + 6, rest.n)) before = last, last = str_slice(rest, at, rest.n);
    before.n -= last.n;
    last = str_slice(last, 0, str_find(last, STR("</w:tr>")));
    assert_true(before.n > 100 && str_find(before, STR("<w:keepNext/>")) != SIZE_MAX);
    assert_true(str_find(last, STR("<w:keepNext/>")) == SIZE_MAX);
    paper = paper_of(input, "order", nothing, arena);
    assert_holds(text_of(&paper, arena), STR("\nНачальник отдела\t"), arena);
    arena_free(arena);
}

static void test_requisites(void **state)
{
    (void)state;
    PaperRequisites org = { 0 };
    uint32_t n = 0;
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++, n++) {
        assert_ptr_equal(paper_requisite_find(str_of(field->name)), field);
        assert_int_equal(paper_requisite_get(&org, field).n, 0);
        paper_requisite_set(&org, field, str_of(field->name));
    }
    assert_int_equal(n * sizeof(Str), sizeof org); /* no requisite without its row */
    assert_string_equal(org.head_name.at, "head_name");
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) assert_string_equal(paper_requisite_get(&org, field).at, field->name);
}

int main(void)
{
    setenv("PATH", "/nonexistent", 1); /* papers are ours alone: no LibreOffice, no converter */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind), cmocka_unit_test(test_nothing_lost), cmocka_unit_test(test_read_back_plan), cmocka_unit_test(test_read_back_note), cmocka_unit_test(test_read_back_merged), cmocka_unit_test(test_read_back_order),
        cmocka_unit_test(test_labels), cmocka_unit_test(test_read_back_minutes), cmocka_unit_test(test_understood_plan), cmocka_unit_test(test_understood_order), cmocka_unit_test(test_understood_minutes), cmocka_unit_test(test_seeds), cmocka_unit_test(test_pages), cmocka_unit_test(test_annexes), cmocka_unit_test(test_editions), cmocka_unit_test(test_on_a_page), cmocka_unit_test(test_hostile), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_russian), cmocka_unit_test(test_basis), cmocka_unit_test(test_year), cmocka_unit_test(test_meeting), cmocka_unit_test(test_report_of_minutes), cmocka_unit_test(test_letter_before_its_annex), cmocka_unit_test(test_agreed_with_a_bar), cmocka_unit_test(test_last_row_is_not_alone), cmocka_unit_test(test_requisites),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
