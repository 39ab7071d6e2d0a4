/* Plans out of documents: our own invented ones in tests/plan/ against what stands beside them, and the five seeds where they are. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "plan_dump.h"

#include "base/limits.h"
#include "base/utf8.h"

/* ---- the seeds ---- */

/* What a measure of a seed is known by, without its words. */
typedef struct Known { const char *number; uint32_t from, to; int section; uint8_t n_bullets, n_responsible, n_participants; const char *term; } Known;

static Str seed(Arena *arena, const char *begins)
{
    glob_t found;
    Str bytes = STR_EMPTY;
    Str pattern = plan_test_path(arena, arena_printf(arena, "../shared/seeds/%s_*.txt", begins).at);
    if (glob(pattern.at, 0, NULL, &found) == 0 && found.gl_pathc == 1) assert_true(file_read(found.gl_pathv[0], LIMIT_FILE_BYTES, arena, &bytes, NULL));
    globfree(&found);
    if (bytes.n == 0) skip();
    return bytes;
}

static PlanContent read_seed(Arena *arena, const char *begins, Str *bytes)
{
    PlanContent plan = { 0 };
    Err err = { 0 };
    *bytes = seed(arena, begins);
    if (!plan_of_bytes("seed.txt", *bytes, arena, &plan, &err)) fail_msg("%s: %s", begins, err.what);
    return plan;
}

/* Letters of text, whatever stands between them; marks <b> and labels are no words. */
static void count_letters(Str text, long sign, long letters[0x500])
{
    bool tag = false;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        if (cp == '<') tag = true;
        if (!tag && cp >= 0x400 && cp < 0x500) letters[cp] += sign;
        if (cp == '>') tag = false;
    }
}

/* Nothing of the rows is lost, nothing is added: letter by letter. A task that stands for several measures is written once. */
static void assert_whole(Str bytes, const PlanContent *plan)
{
    long letters[0x500] = { 0 };
    Str task = STR_EMPTY;
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        const Measure *measure = &plan->measures[i];
        uint32_t line = 1;
        for (size_t from = 0, k = 0; k <= bytes.n; k++) {
            if (k < bytes.n && bytes.at[k] != '\n') continue;
            if (line >= measure->line_from && line <= measure->line_to) count_letters(str_slice(bytes, from, k), 1, letters);
            from = k + 1;
            line++;
        }
        const Str texts[] = { measure->title, measure->term.text, measure->expected, str_eq(task, measure->task) ? STR_EMPTY : measure->task };
        task = measure->task;
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) count_letters(texts[k], -1, letters);
        for (uint32_t k = 0; k < measure->n_bullets; k++) count_letters(measure->bullets[k], -1, letters);
        for (uint32_t k = 0; k < measure->n_responsible; k++) count_letters(measure->responsible[k], -1, letters);
        for (uint32_t k = 0; k < measure->n_participants; k++) count_letters(measure->participants[k], -1, letters);
        for (size_t cp = 0; cp < 0x500; cp++)
            if (letters[cp] != 0) fail_msg("measure %u: %ld letters U+%04zX too few", i + 1, letters[cp], cp);
    }
}

static void assert_measures(const PlanContent *plan, const Known *known, uint32_t n)
{
    assert_int_equal(plan->n_measures, n);
    for (uint32_t i = 0; i < n; i++) {
        const Measure *measure = &plan->measures[i];
        if (!str_eq(measure->number, str_of(known[i].number))) fail_msg("measure %u has number «%.*s»", i, STR_ARG(measure->number));
        if (!str_eq(measure->term.text, str_of(known[i].term))) fail_msg("measure %u has term «%.*s»", i, STR_ARG(measure->term.text));
        if (measure->n_responsible != known[i].n_responsible) fail_msg("measure %u has %u responsible", i, measure->n_responsible);
        assert_int_equal(measure->n_participants, known[i].n_participants);
        assert_int_equal(measure->n_bullets, known[i].n_bullets);
        assert_true(measure->i_section == (uint32_t)known[i].section);
        assert_int_equal(measure->line_from, known[i].from);
        assert_int_equal(measure->line_to, known[i].to);
        assert_true(measure->title.n > 0);
    }
}

static void test_seed_letter(void **state)
{
    (void)state;
    static const Known known[] = {
        { "", 41, 41, -1, 0, 0, 2, "" }, { "", 42, 42, -1, 0, 0, 1, "" }, { "", 43, 43, -1, 0, 0, 3, "" }, { "", 44, 44, -1, 0, 0, 2, "" }, { "", 46, 46, -1, 0, 0, 2, "" },
        { "", 47, 47, -1, 0, 0, 1, "" }, { "", 48, 48, -1, 0, 0, 1, "" }, { "", 49, 49, -1, 0, 0, 1, "" }, { "", 50, 50, -1, 0, 0, 1, "" }, { "", 51, 51, -1, 0, 0, 1, "" },
        { "", 52, 52, -1, 0, 0, 2, "" }, { "", 53, 55, -1, 0, 0, 2, "" }, { "", 56, 56, -1, 0, 0, 4, "" },
    };
    Arena *arena = arena_new(0);
    Str bytes;
    PlanContent plan = read_seed(arena, "000", &bytes);
    assert_int_equal(plan.kind, PLAN_LETTER);
    assert_int_equal(plan.school_year, 2020);
    assert_int_equal(plan.approved_on, DATE_NONE);
    assert_int_equal(plan.n_columns, 3);
    assert_true(str_starts(plan.title, STR("Перечень мероприятий")));
    assert_measures(&plan, known, 13);
    assert_whole(bytes, &plan);
    arena_free(arena);
}

static void test_seed_order(void **state)
{
    (void)state;
    static const Known known[] = {
        { "1", 38, 38, -1, 0, 2, 0, "Август 2020 г." }, { "2", 39, 39, -1, 0, 2, 0, "Август 2020 г." }, { "3", 40, 42, -1, 0, 2, 0, "Сентябрь 2020 (07.09.2020)" }, { "4", 43, 43, -1, 0, 2, 0, "Сентябрь – октябрь 2020 г." },
        { "5", 44, 44, -1, 4, 1, 0, "Сентябрь 2020 г.- апрель 2021 г. (по плану МКУ «Лужский ИМЦ»)" }, { "6", 45, 45, -1, 0, 1, 0, "Сентябрь 2020 г. (09.09.2020)" }, { "7", 46, 48, -1, 0, 3, 0, "Сентябрь-октябрь 2020 г." },
        { "8", 49, 49, -1, 0, 2, 0, "Февраль-март 2021 г." }, { "9", 50, 50, -1, 0, 2, 0, "В течение года по плану ЛОИРО" }, { "10", 51, 51, -1, 0, 1, 0, "Ноябрь-декабрь 2020 г., май-июнь 2021 г." }, { "11", 52, 52, -1, 0, 1, 0, "Сентябрь 2020 г., март 2021 г." },
        { "12", 53, 53, -1, 0, 2, 0, "В течение года" }, { "13", 54, 56, -1, 0, 2, 0, "Октябрь 2020 г." }, { "14", 57, 57, -1, 0, 1, 0, "Сентябрь – октябрь 2020 г." }, { "15", 58, 58, -1, 4, 2, 0, "В течение года" }, { "16", 59, 61, -1, 5, 2, 0, "В течение года (по графику)" },
        { "17", 62, 62, -1, 3, 1, 0, "В течение года" }, { "18", 64, 64, -1, 0, 1, 0, "Октябрь 2020 г. (29.10.2020)" }, { "19", 65, 65, -1, 0, 1, 0, "Февраль 2021 г" }, { "20", 66, 66, -1, 0, 1, 0, "Ноябрь 2020 г., май 2021 г." }, { "21", 67, 67, -1, 0, 2, 0, "Февраль-март 2021 г." },
        { "22", 68, 68, -1, 0, 1, 0, "В течение года по плану работы КОиПО ЛО" }, { "23", 69, 69, -1, 0, 2, 0, "В течение года по плану работы" }, { "24", 70, 70, -1, 0, 3, 0, "Ноябрь - декабрь 2020 г." }, { "25", 72, 72, -1, 0, 1, 0, "Октябрь-декабрь 2020 г." },
        { "26", 73, 73, -1, 0, 1, 0, "25.12.20 30.05.21" }, { "27", 74, 74, -1, 0, 1, 0, "Январь-апрель 2020 г" }, { "28", 75, 75, -1, 0, 1, 0, "Октябрь – декабрь 2020 г." }, { "29", 76, 76, -1, 0, 1, 0, "2020 – 2021 гг." }, { "30", 77, 77, -1, 0, 1, 0, "В течение 2020-2021 учебного года" },
        { "31", 78, 78, -1, 0, 3, 0, "В течение года" },
    };
    static const struct { const char *number, *term; uint8_t n_responsible; } points[] = { { "1", "", 0 }, { "2.1", "", 1 }, { "2.2", "до 30.10.2020", 1 }, { "3.1", "", 1 }, { "4", "", 1 } };
    Arena *arena = arena_new(0);
    Str bytes;
    PlanContent plan = read_seed(arena, "001", &bytes);
    assert_int_equal(plan.kind, PLAN_ORDER);
    assert_string_equal(date_iso(arena, plan.approved_on).at, "2020-10-14");
    assert_true(str_eq(plan.approved_number, STR("259")));
    assert_true(str_ends(plan.approved_by, STR("С.В. Красий")));
    assert_int_equal(plan.school_year, 2020);
    assert_int_equal(plan.n_basis, 2);
    assert_true(str_starts(plan.basis[1], STR("в целях повышения ")));
    assert_true(str_ends(plan.basis[0], STR("от 08.10.2020 № 19-22359/2020")));
    assert_measures(&plan, known, 31);
    assert_whole(bytes, &plan);
    assert_int_equal(plan.n_decisions, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(str_eq(plan.decisions[i].number, str_of(points[i].number)));
        assert_true(str_eq(plan.decisions[i].term.text, str_of(points[i].term)));
        assert_int_equal(plan.decisions[i].n_responsible, points[i].n_responsible);
    }
    assert_true(str_ends(plan.decisions[3].responsible[0], STR("(Наумова Т.Я.)")));
    assert_true(str_ends(plan.decisions[4].responsible[0], STR("Наумову Т.Я.")));
    assert_int_equal(plan.n_warnings, 0);
    arena_free(arena);
}

static void test_seed_sections(void **state)
{
    (void)state;
    static const Known known[] = {
        { "1.1", 17, 17, 0, 0, 1, 0, "февраль 2023 г." }, { "1.2", 18, 18, 0, 0, 1, 0, "в течение года" }, { "1.3", 19, 19, 0, 0, 1, 0, "совещание с руководителями 03.02.2023" }, { "1.4", 20, 20, 0, 0, 2, 0, "май 2023 г." },
        { "2.1", 22, 22, 1, 0, 2, 0, "февраль 2023 г." }, { "2.2", 23, 23, 1, 0, 1, 0, "в течение года" }, { "2.3", 24, 24, 1, 0, 2, 0, "в соответствии с графиком ВПР" }, { "2.4", 25, 25, 1, 0, 1, 0, "в соответствии с графиком ВПР" },
        { "2.5", 26, 26, 1, 0, 2, 0, "в течение года" }, { "2.6", 27, 27, 1, 0, 2, 0, "в течение года" }, { "3.1", 29, 29, 2, 0, 2, 0, "в течение года" }, { "3.2", 30, 32, 2, 0, 2, 0, "в течение года" }, { "3.3", 33, 33, 2, 0, 2, 0, "в течение года" },
        { "3.4", 34, 34, 2, 0, 2, 0, "август 2023 г." }, { "4.1", 36, 36, 3, 0, 2, 0, "в течение года" }, { "4.2", 37, 37, 3, 0, 2, 0, "в течение года" }, { "4.3", 38, 38, 3, 0, 2, 0, "в течение года" },
    };
    Arena *arena = arena_new(0);
    Str bytes;
    PlanContent plan = read_seed(arena, "002", &bytes);
    assert_int_equal(plan.kind, PLAN_PLAN);
    assert_int_equal(plan.n_sections, 4);
    for (uint32_t i = 0; i < 4; i++) assert_int_equal(plan.sections[i].number.at[0], '1' + (int)i);
    assert_string_equal(date_iso(arena, plan.approved_on).at, "2023-02-01");
    assert_true(str_starts(plan.approved_by, STR("директор МУ")) && str_ends(plan.approved_by, STR("Саратовской области»")));
    assert_int_equal(plan.school_year, 2022);
    assert_measures(&plan, known, 17);
    assert_whole(bytes, &plan);
    arena_free(arena);
}

static void test_seed_task(void **state)
{
    (void)state;
    static const Known known[] = {
        { "", 14, 14, -1, 0, 2, 0, "Август – октябрь" }, { "", 15, 15, -1, 0, 1, 0, "Август – ноябрь" }, { "", 16, 16, -1, 0, 2, 0, "Август – сентябрь" }, { "", 17, 19, -1, 0, 2, 0, "Август – сентябрь" }, { "", 20, 20, -1, 0, 2, 0, "В течение года" },
        { "", 21, 21, -1, 0, 1, 0, "В течение года" }, { "", 22, 22, -1, 0, 1, 0, "В течение года" }, { "", 23, 23, -1, 0, 1, 0, "В течение года" }, { "", 24, 24, -1, 0, 1, 0, "В течение года" },
    };
    Arena *arena = arena_new(0);
    Str bytes;
    PlanContent plan = read_seed(arena, "003", &bytes);
    assert_int_equal(plan.school_year, 0);
    assert_measures(&plan, known, 9);
    assert_whole(bytes, &plan);
    for (uint32_t i = 0; i < 9; i++) assert_true(str_starts(plan.measures[i].task, STR("Формирование позитивного отношения")));
    assert_true(str_starts(plan.goal, STR("повышение эффективности")));
    assert_true(str_ends(plan.title, STR("МОУ АСОШ № 2")));
    arena_free(arena);
}

static void test_seed_minutes(void **state)
{
    (void)state;
    static const struct { const char *number, *term; uint8_t n_responsible; uint32_t to; } known[] = {
        { "1", "в соответствии с графиком проведения независимых оценочных процедур", 2, 30 }, { "2", "в соответствии с графиком проведения", 1, 31 }, { "3", "не позднее 19.01.2022", 1, 34 }, { "4", "не позднее 25.01.2022", 1, 36 },
    };
    Arena *arena = arena_new(0);
    Str bytes;
    PlanContent plan = read_seed(arena, "004", &bytes);
    assert_int_equal(plan.kind, PLAN_MINUTES);
    assert_int_equal(plan.n_measures, 0);
    assert_int_equal(plan.n_decisions, 4);
    for (uint32_t i = 0; i < 4; i++) {
        const PlanDecision *decision = &plan.decisions[i];
        assert_true(str_eq(decision->number, str_of(known[i].number)));
        assert_true(str_eq(decision->term.text, str_of(known[i].term)));
        assert_int_equal(decision->n_responsible, known[i].n_responsible);
        assert_int_equal(decision->line_to, known[i].to);
        assert_true(str_ends(decision->text, STR(".")) && str_find(decision->text, STR("Срок")) == SIZE_MAX);
    }
    assert_true(str_eq(plan.decisions[0].responsible[0], STR("Ожегова А.А., главный специалист УО")));
    assert_true(str_eq(plan.decisions[0].responsible[1], STR("руководители ОО")));
    assert_string_equal(date_iso(arena, plan.approved_on).at, "2022-01-12");
    assert_true(str_eq(plan.approved_number, STR("2")));
    assert_int_equal(plan.school_year, 2021);
    arena_free(arena);
}

/* ---- our own ---- */

/* Every document of tests/plan/ is read as the file of the same name with .expected says. MERILO_PLAN_WRITE=1 writes those files, to be read by eye. */
static void test_own(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    glob_t found;
    Buf out;
    assert_int_equal(glob(plan_test_path(arena, "tests/plan/*.expected").at, 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 2);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        Str path = str_of(found.gl_pathv[i]), bytes, expected;
        Str source = arena_str(arena, str_slice(path, 0, path.n - (sizeof ".expected" - 1)));
        PlanContent plan = { 0 };
        Err err = { 0 };
        assert_true(file_read(source.at, LIMIT_FILE_BYTES, arena, &bytes, &err));
        buf_init(&out, 0);
        if (plan_of_bytes(source.at, bytes, arena, &plan, &err)) plan_dump(&out, &plan, true, arena);
        else buf_printf(&out, "refused: %s\n", strchr(err.what, '.') != NULL ? strchr(err.what, ' ') : err.what);
        if (getenv("MERILO_PLAN_WRITE") != NULL) assert_true(file_write(path.at, buf_str(&out), &err));
        assert_true(file_read(path.at, LIMIT_FILE_BYTES, arena, &expected, &err));
        if (!str_eq(expected, buf_str(&out))) fail_msg("%s is read so:\n%.*s", source.at, STR_ARG(buf_str(&out)));
        buf_free(&out);
    }
    globfree(&found);
    arena_free(arena);
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct { const char *text, *says; } refused[] = {
        { "Просто письмо без всего.\n\nИ ещё абзац.\n", "нет ни таблицы" },
        { "Школа\tУчеников\nЛицей\t500\nГимназия\t600\n", "ни одна не похожа" },
        { "ПРИКАЗ № 5\n\nОб отпуске\n", "нет ни таблицы" },
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        Arena *arena = arena_new(0);
        PlanContent plan = { .school_year = 1999 };
        Err err = { 0 };
        assert_false(plan_of_bytes("a.txt", str_of(refused[i].text), arena, &plan, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (strstr(err.what, refused[i].says) == NULL) fail_msg("said «%s»", err.what);
        assert_true(err.hint[0] != '\0');
        assert_int_equal(plan.school_year, 1999);
        arena_free(arena);
    }
}

static void test_too_many(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    PlanContent plan = { 0 };
    Err err = { 0 };
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, "№\tМероприятие\tСрок\n");
    for (unsigned i = 1; i <= LIMIT_PLAN_MEASURES; i++) buf_printf(&text, "%u\tПровести семинар\tмай\n", i);
    assert_true(plan_of_bytes("a.txt", buf_str(&text), arena, &plan, &err));
    assert_int_equal(plan.n_measures, LIMIT_PLAN_MEASURES);
    for (unsigned i = 1; i <= 3; i++) buf_printf(&text, "%u\tПровести семинар\tмай\n", LIMIT_PLAN_MEASURES + i);
    assert_true(plan_of_bytes("a.txt", buf_str(&text), arena, &plan, &err));
    assert_int_equal(plan.n_measures, LIMIT_PLAN_MEASURES); /* the rest is told, not lost in silence */
    assert_true(str_starts(plan.warnings[0], STR("В документе 5 003 пункта, а в одном плане их бывает до 5 000: взяты первые, остальное не взято со строки 5002.")));
    buf_free(&text);
    arena_free(arena);
}

/* ---- large and hostile ---- */

static void repeat(Buf *out, const char *text, unsigned n)
{
    for (unsigned i = 0; i < n; i++) buf_add_z(out, text);
}

typedef struct Hostile { const char *name, *begins, *repeated; unsigned n; const char *ends; } Hostile;

static const Hostile hostile[] = {
    { "one measure over every page", "№\tМероприятие\tСрок\tЗадача\n1\tПровести\tмай\tУчить\n", "\t\tи июнь\tи учить\n", 15000, "2\tИ ещё\tмай\tУчить\n" },
    { "one cell of people", "Мероприятие\tСрок\tОтветственный\nПровести\tмай\t", "школа № 1, № 2, Ива Н.Н., методист, по УВР, ВР, ", 20000, "\n" },
    { "one cell of bullets", "Мероприятие\tСрок\nПровести: ", "- семинар; ", 60000, "\tмай\n" },
    { "colons and semicolons", "Мероприятие\tСрок\nПровести: ", "а: б; (в; «г;", 40000, "\tмай\n" },
    { "papers without numbers", "На основании ", "приказа письма закона ", 30000, "\nприказываю:\n1. Провести. Срок: май.\n" },
    { "terms without days", "приказываю:\n1. Провести ", "до не позднее в срок до ", 30000, "\n" },
    { "tails", "приказываю:\n1. Провести ", "Срок: май. Ответственный: завуч. ", 20000, "\n" },
    { "points under a long lead-in", "приказываю:\n1. Директорам ", "и учителям ", 20000, ":\n" },
    { "one paragraph of lines", "приказываю:\n1. Провести\n", "и ещё провести\n", 30000, "" },
    { "goal", "Цель:\n", "- учить;\n", 40000, "План\n\n№\tМероприятие\tСрок\n1\tСеминар\tмай\n2\tСовещание\tмай\n" },
    { "rows alone", "№\tМероприятие\tСрок\n", "Раздел\n1\tСеминар\tмай\n", 4000, "" },
    { "brackets", "Мероприятие\tСрок\tОтветственный\n", "(((«««\tмай\t(((«««,,,;;;\n", 4000, "" },
};

/* Every step costs as much as it reads: what would cost more does not fit into this arena, or into the time of a test. */
static void test_hostile(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        Arena *arena = arena_new((size_t)1 << 30);
        PlanContent plan = { 0 };
        Err err = { 0 };
        Buf text;
        buf_init(&text, 0);
        buf_add_z(&text, hostile[i].begins);
        repeat(&text, hostile[i].repeated, hostile[i].n);
        buf_add_z(&text, hostile[i].ends);
        if (strstr(hostile[i].name, "lead-in") != NULL)
            for (unsigned k = 1; k < 900; k++) buf_printf(&text, "1.%u. Провести.\n", k);
        clock_t start = clock();
        bool read = plan_of_bytes("a.txt", buf_str(&text), arena, &plan, &err);
        double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (!read || taken > 5) fail_msg("%s: %s, %.1f s", hostile[i].name, read ? "read" : err.what, taken);
        buf_free(&text);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seed_letter), cmocka_unit_test(test_seed_order), cmocka_unit_test(test_seed_sections), cmocka_unit_test(test_seed_task),
        cmocka_unit_test(test_seed_minutes), cmocka_unit_test(test_own), cmocka_unit_test(test_refusals), cmocka_unit_test(test_too_many), cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
