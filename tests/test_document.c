/* Text as blocks, and what holds for every container. */
#include "document_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"

#define TEXT(source, expected) check_document("план.txt", STR(source), "text", expected)

static void test_paragraphs(void **state)
{
    (void)state;
    TEXT("Первый\nего строка  \nещё\n\nВторой\r\n\r\n\r\n  Третий \t\n", "p|Первый⏎его строка⏎ещё\np|Второй\np|Третий\n");
    TEXT("1. Один\nпродолжение\n2. Два\n 2.1. Внутри\n - 2.2. Тире\nа) буква\n2020 год\n", "p|1. Один⏎продолжение\np|2. Два\npl1|2.1. Внутри\npl1|2.2. Тире\np|а) буква⏎2020 год\n");
    TEXT("- раз\n– два\n  * три\n-четыре\n", "p[–]|раз\np[–]|два\npl1[•]|три⏎-четыре\n");
    TEXT("# Глава\nтекст\n### Ниже\n#хештег", "ph1|Глава\np|текст\nph3|Ниже\np|#хештег\n");
    TEXT("раз\n---\nдва\n______\n", "p|раз\np|два⏎______\n");
    TEXT("раз\fдва\f\f", "p|раз\npage\np|два\n");
}

static void test_long_line_is_whole(void **state)
{
    (void)state;
    Buf text, expected;
    buf_init(&text, 0);
    buf_init(&expected, 0);
    buf_add_z(&expected, "p|");
    for (int i = 0; i < 121; i++) buf_add_z(&text, "я"), buf_add_z(&expected, "я");
    buf_add_z(&text, "\nприказываю:\n");
    buf_add_z(&expected, "\np|приказываю:\n");
    check_document("п.txt", buf_str(&text), "text", expected.at);
    buf_free(&text);
    buf_free(&expected);
}

static void test_marks(void **state)
{
    (void)state;
    TEXT("**Всё\nжирное**\n\n**Часть** нет\n\n2 ** 3 и 5*6\n\nэто office\\_edu\\*\n", "pb|Всё⏎жирное\np|Часть нет\np|2 ** 3 и 5*6\np|это office_edu*\n");
    TEXT("<b>Да</b> &laquo;ёлочки&raquo;&nbsp;&#8212;&#x41; &неизвестно; <tag> a<b\n", "p|Да «ёлочки»\xC2\xA0—A &неизвестно; <tag> a<b\n");
    TEXT("<p>раз</p><p><strong>два</strong></p><ol><li>а</li><li>б<ul><li>в</li></ul></li></ol> конец", "p|раз\npb|два\np[1.]|а\np[2.]|б\npl1[•]|в\np|конец\n");
    TEXT("<ul style=\"list-style-type: none;\"><li>- без метки</li></ul>раз<br>два", "p|- без метки\np|раз⏎два\n");
    TEXT("мяг\xC2\xADкий не\xE2\x80\x91разрывный\xE2\x80\x8B \n", "p|мягкий не-разрывный\n");
}

static void test_tab_tables(void **state)
{
    (void)state;
    TEXT("Шапка\n№\tЧто\tКогда\n1\tраз\tмай\n\n\tпродолжение\t\n2\t\tиюнь\nКонец\n",
         "p|Шапка\nt 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:раз 2:май\nr 0: 1:продолжение 2:\nr 0:2 1: 2:июнь\np|Конец\n");
    TEXT("а\tб\n\nв\tг\tд\nе\tж\tз\n", "p|а→б\nt 3\nr 0:в 1:г 2:д\nr 0:е 1:ж 2:з\n");
    TEXT("Председатель\tИванов\n\n\tкрасная строка\n\tещё\n", "p|Председатель→Иванов\np|красная строка⏎ещё\n");
    TEXT("а\tб\n<p>раз</p><p>два</p>\t<b>г</b>\n", "t 2\nr 0:а 1:б\nr 0:раз¶два 1:bг\n");
}

/* What a semicolon parts in prose stays prose. */
static void test_semicolon_tables(void **state)
{
    (void)state;
    TEXT("Шапка\n№;Что;Когда\n1;\"раз; два \"\"три\"\"\";май\n;продолжение;\n2; ещё;\"в\nдве строки\"\nКонец\n",
         "p|Шапка\nt 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:раз; два \"три\" 2:май\nr 0: 1:продолжение 2:\nr 0:2 1:ещё 2:в⏎две строки\np|Конец\n");
    TEXT("\"Точка роста\": семинар;май;школа\n&laquo;Центр&raquo;;июнь;<b>лицей</b>\n", "t 3\nr 0:\"Точка роста\": семинар 1:май 2:школа\nr 0:«Центр» 1:июнь 2:bлицей\n");
    TEXT("№; Что; Когда\n1; раз; май\n2.1.; два; июнь\n\n3; три; июль\n", "t 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:раз 2:май\nr 0:2.1. 1:два 2:июнь\np|3; три; июль\n");
    TEXT("Задачи: раз; два; три\nФормы: чтение; счёт; письмо\nМетоды: одно; другое; третье\n", "p|Задачи: раз; два; три⏎Формы: чтение; счёт; письмо⏎Методы: одно; другое; третье\n");
    TEXT("1. раз; два; три;\n2. четыре; пять; шесть;\n3. семь; восемь; девять.\n", "p|1. раз; два; три;\np|2. четыре; пять; шесть;\np|3. семь; восемь; девять.\n");
    TEXT("- раз; два; три\n- четыре; пять; шесть\n", "p[–]|раз; два; три\np[–]|четыре; пять; шесть\n");
    TEXT("слово;ещё;слово в строке\nи дальше; без таблицы\n", "p|слово;ещё;слово в строке⏎и дальше; без таблицы\n");
    TEXT("<p style=\"a: b;c: d;\">раз</p>\n<p style=\"a: b;c: d;\">два</p>\n\n&laquo;а&raquo;&nbsp;б\n&laquo;в&raquo;&nbsp;г\n", "p|раз\np|два\np|«а»\xC2\xA0б⏎«в»\xC2\xA0г\n");
    TEXT("а;б\nв;г\n;;;\n;;;\n", "p|а;б⏎в;г⏎;;;⏎;;;\n");
    TEXT("\"не закрыта;раз;два\nтри;четыре;пять\n", "t 3\nr 0:\"не закрыта 1:раз 2:два\nr 0:три 1:четыре 2:пять\n");
}

static void test_drawn_tables(void **state)
{
    (void)state;
    TEXT("| № | Что |\n|---|:--:|\n| 1 | а \\| б<br>в |\n| 2 |\n", "t 2\nR 0:№ 1:Что\nr 0:1 1:а | б⏎в\nr 0:2 1:\n");
    TEXT("№ | Что\n--|--\n1 | а\n\nправда | ложь\n", "t 2\nR 0:№ 1:Что\nr 0:1 1:а\np|правда | ложь\n");
    TEXT("+---+-------+\n| № | Что   |\n+===+=======+\n| 1 | длин- |\n|   | ное   |\n+---+-------+\n| 2 | - раз |\n|   | - два |\n+---+-------+\n",
         "t 2\nR 0:№ 1:Что\nr 0:1 1:длин-ное\nr 0:2 1:- раз¶- два\n");
    TEXT("┌───┬─────┐\n│ № │ Что │\n├───┼─────┤\n│ 1 │ раз │\n│   │ ещё │\n│ 2 │ два │\n└───┴─────┘\nКонец", "t 2\nR 0:№ 1:Что\nr 0:1 1:раз ещё\nr 0:2 1:два\np|Конец\n");
    TEXT("Ответ: да | нет\n", "p|Ответ: да | нет\n");
}

static void test_encodings(void **state)
{
    (void)state;
    TEXT("\xEF\xBB\xBFПлан\n", "p|План\n");
    TEXT("\xCF\xEB\xE0\xED \xB9 1\n", "p|План № 1\n");
    check_document("п.txt", (Str){ "\xFF\xFE\x1F\x04;\x04\n\0", 8 }, "text", "p|Пл\n");
    check_no_document("п.txt", (Str){ "\0\1\2\3", 4 }, ERR_INPUT, "не документ");
    check_no_document("п.txt", STR(""), ERR_INPUT, "Файл пуст");
    check_no_document("п.txt", STR(" \n\t\n"), ERR_INPUT, "ни одного слова");
}

/* Old code pages are told by their letters; capitals of cp1251 alone are not taken for KOI8-R, whose small letters they would be. */
static void test_old_pages(void **state)
{
    (void)state;
    check_document("a.txt", STR("\xF0\xCC\xC1\xCE \xD2\xC1\xC2\xCF\xD4\xD9 \xCE\xC1 \xCD\xC1\xCA\n\n\xFA\xC1\xD3\xC5\xC4\xC1\xCE\xC9\xC5 \xDB\xCB\xCF\xCC\xD8\xCE\xCF\xC7\xCF \xD3\xCF\xD7\xC5\xD4\xC1"), "text", "p|План работы на май\np|Заседание школьного совета\n");
    check_document("a.txt", STR("\x8F\xAB\xA0\xAD \xE0\xA0\xA1\xAE\xE2\xEB \xAD\xA0 \xAC\xA0\xA9\n\n\x87\xA0\xE1\xA5\xA4\xA0\xAD\xA8\xA5 \xE8\xAA\xAE\xAB\xEC\xAD\xAE\xA3\xAE \xE1\xAE\xA2\xA5\xE2\xA0"), "text", "p|План работы на май\np|Заседание школьного совета\n");
    check_document("a.txt", STR("\xCF\xEB\xE0\xED \xF0\xE0\xE1\xEE\xF2\xFB \xED\xE0 \xEC\xE0\xE9\n\n\xC7\xE0\xF1\xE5\xE4\xE0\xED\xE8\xE5 \xF8\xEA\xEE\xEB\xFC\xED\xEE\xE3\xEE \xF1\xEE\xE2\xE5\xF2\xE0"), "text", "p|План работы на май\np|Заседание школьного совета\n");
    check_document("a.txt", STR("\xCC\xC1\xCE\xD3 \xD1\xCE\xD8, \xCB\xC0\xCD\xD1\xD3"), "text", "p|МБОУ СОШ, ЛАНСУ\n");
    check_document("a.txt", STR("\xB3 \xFC \xB3 \x84\xA5\xAB\xAE  \xB3 \x91\xE0\xAE\xAA \xB3\n\xC3\xC4\xC4\xC4\xC5\xC4\xC4\xC4\xC4\xC4\xC4\xC4\xC5\xC4\xC4\xC4\xC4\xC4\xC4\xB4\n\xB3 1 \xB3 \x8E\xAF\xE0\xAE\xE1 \xB3 \xAC\xA0\xA9  \xB3\n"), "text", "t 3\nR 0:№ 1:Дело 2:Срок\nr 0:1 1:Опрос 2:май\n");
}

static void test_ceilings(void **state)
{
    (void)state;
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i <= LIMIT_DOC_ROWS; i++) buf_add_z(&text, "1\tа\tб\n");
    check_no_document("п.txt", buf_str(&text), ERR_LIMIT, "строк таблиц");
    buf_clear(&text);
    for (uint32_t i = 0; i <= LIMIT_DOC_COLUMNS; i++) buf_add_z(&text, "1\t");
    buf_add_z(&text, "1\n");
    buf_add(&text, (Str){ text.at, text.n });
    check_no_document("п.txt", buf_str(&text), ERR_LIMIT, "столбцов");
    buf_clear(&text);
    for (uint32_t i = 0; i <= LIMIT_DOC_BLOCKS; i++) buf_add_z(&text, "я\n\n");
    check_no_document("п.txt", buf_str(&text), ERR_LIMIT, "абзацев");
    buf_clear(&text);
    for (uint32_t i = 0; i <= LIMIT_DOC_LINES; i++) buf_add_z(&text, "\n");
    check_no_document("п.txt", buf_str(&text), ERR_LIMIT, "строк");
    buf_free(&text);
}

static void test_foreign(void **state)
{
    (void)state;
    check_no_document("скан.jpg", STR("\xFF\xD8\xFF\xE0 \0\0\0"), ERR_INPUT, "картинка");
    check_no_document("план.rtf", STR("{\\rtf1 План}"), ERR_INPUT, "RTF");
    check_no_document("план.xml", STR("<?xml version=\"1.0\"?><plan/>"), ERR_INPUT, "XML");
    check_no_document("планы.rar", STR("Rar!\x1A\x07\0"), ERR_INPUT, "архив RAR");
    check_no_document("план.docx", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0"), ERR_INPUT, "паролем");
    check_no_document("план.xls", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0k\0b\0o\0o\0k\0\0\0"), ERR_INPUT, ".xls");
    check_no_document("план.doc", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0 и больше ничего"), ERR_INPUT, "");
    check_no_document("план.docx", (Str){ (char[5000]){ 0 }, 5000 }, ERR_INPUT, "нули");
}

static void test_csv(void **state)
{
    (void)state;
    check_document("план.csv", STR("№;Что;Когда\r\n1;\"раз; два\";май\r\n;;\r\n2;;июнь\r\n"), "csv", "sheet |\nt 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:раз; два 2:май\nr 0:2 1: 2:июнь\n");
}

/* Old Word where a converter is installed, elsewhere its refusal. */
static void test_old_word(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const char *source = getenv("MERILO_SOURCE");
    Str bytes;
    Err err = { 0 };
    if (source == NULL) skip();
    if (!file_read(arena_z(arena, arena_printf(arena, "%s/tests/document/plan.doc", source)), 1 << 20, arena, &bytes, &err)) fail_msg("%s", err.what);
    if (access("/usr/bin/antiword", X_OK) == 0)
        check_document("план.doc", bytes, "doc", "pb|План\np|Срок один.\nt 3\nr 0:№ 1:Что 2:Когда\nr 0:1 1:раз¶два 2:май\nr 0+3:Раздел\np|Конец\n");
    else if (access("/usr/bin/catdoc", X_OK) != 0)
        check_no_document("план.doc", bytes, ERR_INPUT, "не читается");
    arena_free(arena);
}

/* Shapes that a careless reader goes over again and again: each is read in one go. */
static void test_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a|b\n", "|a\n\n", "+--+\n", "a\tb\n\n\n\n\n\n\n\n", "**", "<b", "&", "- a\n", "\\", "a\tb\tc\n\nd\te\n\n", "a;b;\"c\n", "\";", ";\"\"", "1; 2; 3\n\n", "<a;&" };
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        Buf text;
        buf_init(&text, 0);
        Arena *arena = arena_new(0);
        Err err = { 0 };
        SourceDoc doc;
        for (uint32_t i = 0; i < 19000; i++) buf_add_z(&text, pieces[k]);
        buf_add_z(&text, "конец");
        if (!document_read(STR("п.txt"), buf_str(&text), arena, &doc, &err)) fail_msg("«%s»: %s", pieces[k], err.what);
        assert_true(doc.n_blocks > 0);
        arena_free(arena);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs), cmocka_unit_test(test_long_line_is_whole), cmocka_unit_test(test_marks),      cmocka_unit_test(test_tab_tables), cmocka_unit_test(test_semicolon_tables),
        cmocka_unit_test(test_drawn_tables), cmocka_unit_test(test_encodings), cmocka_unit_test(test_old_pages),        cmocka_unit_test(test_ceilings), cmocka_unit_test(test_linear),
        cmocka_unit_test(test_foreign),    cmocka_unit_test(test_old_word), cmocka_unit_test(test_csv),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
