/* PDF: words and ruled tables over pages, scans, damaged files; the child that reads them. The files are made here: fonts are not embedded, their letters
 * are told by ToUnicode, every letter is half as wide as it is high. */
#include "document_fixture.h"
#include "intake/hyphen.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/document/child_.h"
#include "intake/document/pack_.h"
#include "intake/document/pdf_.h"
#include "web/sandbox.h"

typedef struct Pdf { Buf bytes; size_t offsets[64]; uint32_t n; } Pdf;

static void object(Pdf *pdf, const char *head, Str stream)
{
    pdf->offsets[++pdf->n] = pdf->bytes.n;
    buf_printf(&pdf->bytes, "%u 0 obj\n", pdf->n);
    if (stream.n > 0) buf_printf(&pdf->bytes, "<< %s /Length %zu >>\nstream\n", head, stream.n);
    else buf_printf(&pdf->bytes, "<< %s >>\n", head);
    if (stream.n > 0) buf_add(&pdf->bytes, stream), buf_add_z(&pdf->bytes, "\nendstream\n");
    buf_add_z(&pdf->bytes, "endobj\n");
}

#define CMAP "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" \
             "3 beginbfrange <0000> <00FF> <0000> <0400> <04FF> <0400> <2100> <21FF> <2100> endbfrange endcmap CMapName currentdict /CMap defineresource pop end end"

/* Objects 1 catalog, 2 pages, 3 and 4 fonts (plain, bold), 5 and 6 their descendants, 7 their letters, 8 a picture; then two for each page. */
static Str pdf_of(Arena *arena, const char *const *pages, uint32_t n_pages)
{
    Pdf pdf = { .n = 0 };
    Buf kids;
    buf_init(&pdf.bytes, 0);
    buf_init(&kids, 0);
    for (uint32_t i = 0; i < n_pages; i++) buf_printf(&kids, "%u 0 R ", 9 + i * 2);
    buf_add_z(&pdf.bytes, "%PDF-1.4\n");
    object(&pdf, "/Type /Catalog /Pages 2 0 R", STR_EMPTY);
    object(&pdf, arena_z(arena, arena_printf(arena, "/Type /Pages /Count %u /MediaBox [0 0 400 600] /Kids [%s]", n_pages, kids.at)), STR_EMPTY);
    object(&pdf, "/Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 7 0 R", STR_EMPTY);
    object(&pdf, "/Type /Font /Subtype /Type0 /BaseFont /Some-Bold /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R", STR_EMPTY);
    object(&pdf, "/Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500", STR_EMPTY);
    object(&pdf, "/Type /Font /Subtype /CIDFontType2 /BaseFont /Some-Bold /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500", STR_EMPTY);
    object(&pdf, "", STR(CMAP));
    object(&pdf, "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", STR("\x40\x80\x90\xA0"));
    for (uint32_t i = 0; i < n_pages; i++) {
        object(&pdf, arena_z(arena, arena_printf(arena, "/Type /Page /Parent 2 0 R /Contents %u 0 R /Resources << /Font << /F 3 0 R /B 4 0 R >> /XObject << /I 8 0 R >> >>", 10 + i * 2)), STR_EMPTY);
        object(&pdf, "", str_of(pages[i]));
    }
    size_t xref = pdf.bytes.n;
    buf_printf(&pdf.bytes, "xref\n0 %u\n0000000000 65535 f \n", pdf.n + 1);
    for (uint32_t i = 1; i <= pdf.n; i++) buf_printf(&pdf.bytes, "%010zu 00000 n \n", pdf.offsets[i]);
    buf_printf(&pdf.bytes, "trailer\n<< /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", pdf.n + 1, xref);
    Str out = arena_str(arena, buf_str(&pdf.bytes));
    buf_free(&pdf.bytes);
    buf_free(&kids);
    return out;
}

/* Text at x, y from the lower left corner; letters of 10 points, 5 wide. font 'F' or 'B' */
static void words(Buf *page, char font, int x, int y, const char *text)
{
    Str s = str_of(text);
    buf_printf(page, "BT /%c 10 Tf %d %d Td <", font, x, y);
    for (size_t i = 0; i < s.n;) buf_printf(page, "%04X", utf8_next(s, &i));
    buf_add_z(page, "> Tj ET\n");
}

static void line(Buf *page, int x0, int y0, int x1, int y1) { buf_printf(page, "0.5 w %d %d m %d %d l S\n", x0, y0, x1, y1); }

/* A grid of the given places. */
static void ruled(Buf *page, const int *xs, int n_xs, const int *ys, int n_ys)
{
    for (int i = 0; i < n_xs; i++) line(page, xs[i], ys[0], xs[i], ys[n_ys - 1]);
    for (int i = 0; i < n_ys; i++) line(page, xs[0], ys[i], xs[n_xs - 1], ys[i]);
}

static void check_pages(Buf *pages, uint32_t n, const char *expected)
{
    Arena *arena = arena_new(0);
    const char *contents[8];
    for (uint32_t i = 0; i < n; i++) contents[i] = pages[i].at;
    check_document("п.pdf", pdf_of(arena, contents, n), "pdf", expected);
    arena_free(arena);
    for (uint32_t i = 0; i < n; i++) buf_free(&pages[i]);
}

static void test_paragraphs(void **state)
{
    (void)state;
    Buf page;
    buf_init(&page, 0);
    words(&page, 'F', 375, 585, "1");
    words(&page, 'B', 180, 550, "ПРИКАЗ № 5");
    words(&page, 'B', 170, 538, "об утверждении");
    words(&page, 'F', 50, 500, "На основании письма комитета от 08.10.2020 в целях повышения");
    words(&page, 'F', 50, 488, "эффективности управления качеством учебно-");
    words(&page, 'F', 50, 476, "воспитательной работы приказываю:");
    words(&page, 'F', 50, 464, "1. Утвердить план.");
    words(&page, 'F', 50, 452, "2. Контроль оставляю за собой.");
    words(&page, 'F', 50, 400, "Директор");
    words(&page, 'F', 300, 400, "И.И. Иванов");
    /* a line that stops short ends its paragraph, one whose next word would not have fitted does not */
    check_pages(&page, 1,
                "pbc|ПРИКАЗ № 5⏎об утверждении\np|На основании письма комитета от 08.10.2020 в целях повышения эффективности управления качеством учебно-воспитательной работы приказываю:\n"
                "p|1. Утвердить план.\np|2. Контроль оставляю за собой.\np|Директор→И.И. Иванов\n");
}

static void test_table(void **state)
{
    (void)state;
    Buf page;
    const int xs[] = { 50, 80, 250, 350 }, ys[] = { 420, 440, 480, 500 };
    buf_init(&page, 0);
    words(&page, 'F', 50, 550, "План");
    ruled(&page, xs, 4, ys, 3);
    line(&page, 50, 500, 350, 500); /* the section row has no inner lines */
    line(&page, 50, 480, 50, 500);
    line(&page, 350, 480, 350, 500);
    words(&page, 'B', 120, 487, "Раздел первый");
    words(&page, 'F', 55, 465, "1.");
    words(&page, 'F', 85, 465, "Провести совещание с директорами");
    words(&page, 'F', 85, 453, "учреждений по вопросам ВПР");
    words(&page, 'F', 255, 465, "май 2023 г.");
    words(&page, 'F', 255, 453, "- сдан");
    words(&page, 'F', 55, 425, "2.");
    words(&page, 'F', 255, 425, "июнь");
    words(&page, 'F', 50, 380, "После таблицы");
    check_pages(&page, 1, "p|План\nt 3\nr 0+3:bРаздел первый\nr 0:1. 1:Провести совещание с директорами учреждений по вопросам ВПР 2:май 2023 г.¶- сдан\nr 0:2. 1: 2:июнь\np|После таблицы\n");
}

/* A word that its column was too narrow for, and words that a hyphen has cut, against words that have a hyphen of their own. */
static void test_cut_words(void **state)
{
    (void)state;
    static const struct { const char *before, *after; bool soft; } hyphens[] = {
        { "админи-", "страция школы", true }, { "изуче-", "ния", true }, { "оценоч-", "ных процедур", true }, { "учебно-", "методический", false }, { "учителей-", "предметников", false }, { "педагог-", "психолог", false },
        { "ИКТ-", "компетенции", false }, { "кто-", "либо", false }, { "2024-", "2025", false }, { "Санкт-", "Петербург", false }, { "5-", "х классов", false }, { "мастер-", "класс", false }, { "слова", "дальше", false },
    };
    static const struct { const char *before, *after; bool last, torn; } torn[] = { { "наставничеств", "о учителей", false, true }, { "ответственног", "о за ГИА", false, true }, { "собеседовани", "я с директорами", false, true }, { "неуспевающим", "и", true, true }, { "неуспевающим", "и отстающим", false, false }, { "школа", "о работе", false, false }, { "слово", "ющих оценивание", false, true }, { "слово", "ры сайтов", false, true }, { "слово", "ое оценивание»", false, true }, { "слово", ";", false, true }, { "слово", "ка ВПР", false, true }, { "слово", "и педагогов", false, false }, { "слово", "на сайте", false, false }, { "слово", "Семинар", false, false }, { "слово", "школ", false, false }, { "слово", "по плану", false, false }, { "слово", "для", false, false } };
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++)
        if (hyphen_is_soft(str_of(hyphens[i].before), str_of(hyphens[i].after)) != hyphens[i].soft) fail_msg("%s %s", hyphens[i].before, hyphens[i].after);
    for (size_t i = 0; i < sizeof torn / sizeof *torn; i++)
        if (hyphen_is_torn(str_of(torn[i].before), str_of(torn[i].after), torn[i].last) != torn[i].torn) fail_msg("%s %s", torn[i].before, torn[i].after);
    Buf page;
    const int xs[] = { 50, 116, 200 }, ys[] = { 420, 460, 500 };
    buf_init(&page, 0);
    ruled(&page, xs, 3, ys, 3);
    words(&page, 'F', 55, 485, "Администрато");
    words(&page, 'F', 55, 473, "ры сайтов");
    words(&page, 'F', 121, 485, "до 1 сен-");
    words(&page, 'F', 121, 473, "тября");
    words(&page, 'F', 55, 445, "Школа");
    words(&page, 'F', 55, 433, "ры"); /* the line before had room: two words, whatever they mean */
    words(&page, 'F', 121, 445, "май");
    check_pages(&page, 1, "t 2\nr 0:Администраторы сайтов 1:до 1 сентября\nr 0:Школа¶ры 1:май\n");
}

static void test_over_pages(void **state)
{
    (void)state;
    Buf pages[2];
    const int xs[] = { 50, 80, 250, 350 }, ys[] = { 60, 100, 120, 140 }, more[] = { 460, 480, 500, 520 };
    buf_init(&pages[0], 0);
    buf_init(&pages[1], 0);
    words(&pages[0], 'F', 50, 585, "Система документов 11.02.2026");
    words(&pages[1], 'F', 50, 585, "Система документов 12.02.2026");
    words(&pages[0], 'F', 190, 20, "- 1 -");
    words(&pages[1], 'F', 190, 20, "- 2 -");
    words(&pages[0], 'F', 50, 400, "Введение, которое занимает почти всю строку до самого её конца");
    ruled(&pages[0], xs, 4, ys, 4);
    words(&pages[0], 'F', 55, 125, "№");
    words(&pages[0], 'F', 85, 125, "Что");
    words(&pages[0], 'F', 255, 125, "Когда");
    words(&pages[0], 'F', 55, 105, "1.");
    words(&pages[0], 'F', 85, 105, "Первое");
    words(&pages[0], 'F', 255, 105, "май");
    words(&pages[0], 'F', 55, 85, "2.");
    words(&pages[0], 'F', 85, 85, "Второе, которое");
    words(&pages[0], 'F', 255, 85, "июнь");
    ruled(&pages[1], xs, 4, more, 4);
    words(&pages[1], 'F', 55, 505, "№"); /* the head once more, then what the page has cut */
    words(&pages[1], 'F', 85, 505, "Что");
    words(&pages[1], 'F', 255, 505, "Когда");
    words(&pages[1], 'F', 85, 485, "продолжается");
    words(&pages[1], 'F', 55, 465, "3.");
    words(&pages[1], 'F', 85, 465, "Третье");
    words(&pages[1], 'F', 50, 400, "Конец");
    check_pages(pages, 2, "p|Введение, которое занимает почти всю строку до самого её конца\nt 3\nR 0:№ 1:Что 2:Когда\nr 0:1. 1:Первое 2:май\nr 0:2. 1:Второе, которое продолжается 2:июнь\nr 0:3. 1:Третье 2:\np|Конец\n");
}

/* Without lines, columns are what stays free all the way down. */
static void test_no_lines(void **state)
{
    (void)state;
    Buf page;
    buf_init(&page, 0);
    words(&page, 'F', 50, 550, "План работы на год, который утверждён приказом от 1 мая");
    words(&page, 'B', 50, 520, "№");
    words(&page, 'B', 80, 520, "Мероприятие");
    words(&page, 'B', 260, 520, "Срок");
    words(&page, 'F', 50, 500, "1");
    words(&page, 'F', 80, 500, "Провести совещание с директорами");
    words(&page, 'F', 260, 500, "май");
    words(&page, 'F', 80, 488, "учреждений");
    words(&page, 'F', 50, 470, "2");
    words(&page, 'F', 80, 470, "Подвести итоги");
    words(&page, 'F', 260, 470, "до 10.06");
    words(&page, 'F', 50, 430, "Настоящий план вступает в силу со дня его подписания руководителем.");
    words(&page, 'F', 50, 400, "Директор");
    words(&page, 'F', 300, 400, "И.И. Иванов");
    check_pages(&page, 1, "p|План работы на год, который утверждён приказом от 1 мая\nt 3\nr 0:b№ 1:bМероприятие 2:bСрок\nr 0:1 1:Провести совещание с директорами учреждений 2:май\nr 0:2 1:Подвести итоги 2:до 10.06\n"
                          "p|Настоящий план вступает в силу со дня его подписания руководителем.\np|Директор→И.И. Иванов\n");
}

static void test_refusals(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *scan = "400 0 0 600 0 0 cm /I Do", *silent = "BT /F 10 Tf 50 500 Td <E000E001E002E003> Tj ET";
    check_no_document("п.pdf", pdf_of(arena, &scan, 1), ERR_INPUT, "только картинка");
    check_no_document("п.pdf", pdf_of(arena, &silent, 1), ERR_INPUT, "");
    check_no_document("п.pdf", STR("%PDF-1.4\nчушь"), ERR_INPUT, "повреждён");
    check_no_document("п.pdf", STR("%PDF-1.4\n1 0 obj << /Pages 1 0 R /Kids [1 0 R] /Count 99999999 >> endobj trailer << /Root 1 0 R >>"), ERR_INPUT, "");
    arena_free(arena);
}

static bool falls(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    (void)bytes, (void)arena, (void)out, (void)err;
    abort();
}

static bool eats(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    (void)bytes, (void)arena, (void)out, (void)err;
    void *volatile at = malloc((size_t)4 << 30);
    if (at == NULL) abort();
    return true;
}

/* What a captured child would try: a file, a program, another process, a lie. */
static bool escapes(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    (void)bytes;
    bool file = fopen("/etc/passwd", "r") != NULL, process = fork() >= 0;
    execl("/bin/true", "true", (char *)NULL);
    DocBuild *build = build_new(arena, out, err);
    build_text(build, file || process ? STR("вырвался") : STR("заперт"), false);
    build_para(build, &(DocPara){ .label = STR_EMPTY });
    return build_finish(build);
}

static bool lies(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    (void)bytes, (void)arena, (void)out, (void)err;
    if (write(3, "dчушь", 9) < 0) return false;
    _exit(0);
}

static void test_child(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    SourceDoc doc = { 0 };
    Err err = { 0 };
    assert_false(child_read(falls, STR("x"), arena, &doc, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(child_read(lies, STR("x"), arena, &doc, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(child_read(eats, STR("x"), arena, &doc, &err));
    assert_int_equal(err.code, ERR_INPUT);
    if (!child_read(escapes, STR("x"), arena, &doc, &err)) fail_msg("%s", err.what);
    assert_true(str_eq(doc.blocks[0].para.text, STR("заперт")));
    arena_free(arena);
}

/* The document in tests/document, or an empty one where the sources are not at hand. */
static Str sample(const char *name, Arena *arena)
{
    const char *source = getenv("MERILO_SOURCE");
    Str bytes = STR_EMPTY;
    if (source != NULL) file_read(arena_z(arena, arena_printf(arena, "%s/tests/document/%s", source, name)), 1 << 20, arena, &bytes, NULL);
    return bytes;
}

/* A worker of the server may start no program and sees few files; its child reads all the same. */
static void test_in_sandbox(void **state)
{
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        Arena *arena = arena_new(0);
        SandboxOptions options = { 0 };
        SandboxState now;
        SourceDoc doc;
        Err err = { 0 };
        Buf page;
        buf_init(&page, 0);
        words(&page, 'B', 50, 500, "План № 1");
        const char *contents = page.at;
        Str old_word = sample("plan.doc", arena);
        sandbox_enter(&options, &now);
        bool ok = document_read(STR("п.pdf"), pdf_of(arena, &contents, 1), arena, &doc, &err) && str_eq(doc.blocks[0].para.text, STR("План № 1"));
        if (ok && now.calls && old_word.n > 0) ok = !document_read(STR("п.doc"), old_word, arena, &doc, &err) && strstr(err.what, "не читается") != NULL; /* no converter may be started */
        if (!ok) fprintf(stderr, "in the sandbox: %s\n", err.what);
        _exit(ok ? 0 : 1);
    }
    int status = 1;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
}

/* 0: as it should be. Which programs may be started, and what the old document then is: by antiword a table with lines of its cells, by catdoc lines with tabs. */
static int old_word_with(const char *const *programs, uint32_t n, Str bytes, bool read, bool lines)
{
    Arena *arena = arena_new(0);
    SandboxOptions options = { .n_run = n, .run = programs };
    SandboxState now;
    SourceDoc doc;
    Err err = { 0 };
    Buf answer;
    buf_init(&answer, 0);
    sandbox_enter(&options, &now);
    if (!now.files || !now.calls) return 77; /* a kernel that forbids nothing */
    document_answer(STR("п.doc"), bytes, &answer);
    bool heard = document_heard(STR("п.doc"), bytes, buf_str(&answer), arena, &doc, &err);
    if (!heard && !read) return strstr(err.what, "здесь не читается") != NULL ? 0 : 1;
    if (!heard || !read) return fprintf(stderr, "%s\n", err.what), 2;
    bool one_cell = false;
    for (uint32_t b = 0; b < doc.n_blocks; b++)
        for (uint32_t r = 0; doc.blocks[b].kind == DOC_TABLE && r < doc.blocks[b].table.n_rows; r++)
            for (uint32_t c = 0; c < doc.blocks[b].table.rows[r].n_cells; c++) {
                const DocCell *cell = &doc.blocks[b].table.rows[r].cells[c];
                one_cell = one_cell || (cell->n_paras == 2 && str_eq(cell->paras[1].text, STR("Руководители школ")));
            }
    char *const args[] = { (char *)(uintptr_t) "true", NULL }; /* what is not on the list stays closed */
    pid_t pid;
    bool foreign = posix_spawn(&pid, "/bin/true", NULL, NULL, args, NULL) == 0;
    int status = 0;
    if (foreign) waitpid(pid, &status, 0);
    return foreign && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 3 : one_cell == lines ? 0 : 4;
}

/* A converter process: either program serves, none else can be started, without both the way out is told. */
static void test_programs_of_a_converter(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Str bytes = sample("measures.doc", arena);
    static const char *const antiword[] = { "/usr/bin/antiword" }, *const catdoc[] = { "/usr/bin/catdoc" }, *const neither[] = { "/usr/bin/no-such-program" };
    const struct { const char *const *programs; bool read, lines; } all[] = { { antiword, true, true }, { catdoc, true, false }, { neither, false, false } };
    int n_tried = 0;
    for (size_t i = 0; bytes.n > 0 && i < sizeof all / sizeof *all; i++) {
        if (all[i].read && access(all[i].programs[0], X_OK) != 0) continue;
        int status = 1;
        pid_t pid = fork();
        if (pid == 0) _exit(old_word_with(all[i].programs, 1, bytes, all[i].read, all[i].lines));
        waitpid(pid, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 77) continue;
        if (status != 0) fail_msg("%s: %x", all[i].programs[0], status);
        n_tried++;
    }
    arena_free(arena);
    if (n_tried == 0) skip();
}

/* What is packed comes back; what is cut or spoilt anywhere is refused or read as something within the ceilings. */
static void test_pack(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Err err = { 0 };
    SourceDoc doc = { 0 }, back = { 0 };
    Buf packed, first, second;
    buf_init(&packed, 0);
    buf_init(&first, 0);
    buf_init(&second, 0);
    assert_true(document_read(STR("п.txt"), STR("# Глава\n\n- **пункт**\n\n№\tЧто\n1\t<p>а</p><p>б</p>\n\fконец"), arena, &doc, &err));
    doc_pack(&packed, &doc);
    assert_true(doc_unpack(buf_str(&packed), arena, &back, &err));
    document_dump(&first, &doc);
    document_dump(&second, &back);
    assert_true(str_eq(buf_str(&first), buf_str(&second)));
    for (size_t n = 0; n < packed.n; n++) {
        assert_false(doc_unpack(str_slice(buf_str(&packed), 0, n), arena, &back, &err));
        char kept = packed.at[n];
        packed.at[n] = (char)(kept ^ 0x55);
        (void)doc_unpack(buf_str(&packed), arena, &back, &err);
        packed.at[n] = kept;
    }
    buf_free(&packed);
    buf_free(&first);
    buf_free(&second);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs), cmocka_unit_test(test_table), cmocka_unit_test(test_cut_words), cmocka_unit_test(test_over_pages), cmocka_unit_test(test_no_lines), cmocka_unit_test(test_refusals), cmocka_unit_test(test_child), cmocka_unit_test(test_pack), cmocka_unit_test(test_in_sandbox), cmocka_unit_test(test_programs_of_a_converter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
