/* Every layout from a few invented rows: recognised by content, columns where they belong, identity, blueprint. */
#include "rows.h"

#define TAIL_2020 "|Учебник|a-17-grade|a-18-grade"
#define MA4_2020 "groups|user|id|code|otc|gender|klass|var-1|var-2|sum|a-1-grade|a-2-grade|a-3-grade|a-4-grade|a-5-grade|a-6-grade|a-7-grade|a-8-grade|a-9-grade|a-10-grade|a-11-grade|a-12-grade|a-13-grade|a-14-grade|a-15-grade" TAIL_2020
#define HEAD_2021 "логин школы|регион|номер обучающегося|код обучающегося|отметка за предыдущую четверть/триместр|пол|класс|вариант|всего баллов"
#define MA4_2021 HEAD_2021 "|балл за 1|балл за 2|балл за 3|балл за 4|балл за 5|балл за 6|балл за 7|балл за 8|балл за 9|балл за 10|балл за 11|балл за 12|балл за 13|балл за 14|балл за 15|Учебник|Др.уч. автор|Др.уч. название"

#define MA4_SMALL \
    "sch1|Р|1|40001|4|м|НЕТ|1|20|1|1|2|1|1|1|1|1|1|2|1|1|2|2|2|Учебник\n" \
    "sch1|Р|2|40002|4|м|НЕТ|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|Учебник\n" \
    "sch1|Р|3|40003|4|м|НЕТ|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|Учебник\n" \
    "sch1|Р|4|40004|4|м|НЕТ|1|2|2|0|0|0|0|0|0|0|0|0|0|0|0|0|0|Учебник\n"

static void check_counts(const InputFile *file, const char *format, unsigned rows, unsigned works, unsigned absent, unsigned rejected)
{
    if (!file->readable) fail_msg("%s", file->why.what);
    assert_str(file->format, format);
    if (file->rows != rows || file->works != works || file->absent != absent || file->rejected != rejected) {
        for (uint32_t i = 0; i < file->n_complaints; i++) print_message("%s row %u: %.*s\n", file->complaints[i].code, file->complaints[i].row, STR_ARG(file->complaints[i].text));
        fail_msg("rows %llu works %llu absent %llu rejected %llu", (unsigned long long)file->rows, (unsigned long long)file->works, (unsigned long long)file->absent,
                 (unsigned long long)file->rejected);
    }
}

static void test_regional_2020(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2020-4-математика.xlsx", MA4_2020 "\n"
        "22-RU-XXX,EAST,reg22_vpr_m004,reg22_vpr.2017.m004|sch1|1|50001|4|м|а|1||20|1|1|2|1|1|1|1|1|1|2|1|1|2|2|2\n"
        "22-RU-XXX,EAST,reg22_vpr_m004|sch1|2|50002||||отсутствовал|||||||||||||\n"
        "x,reg22_vpr_m009|sch2|1|50001|нет отметки|Ж|5 А|2||3|1|X|2|x|Х|0|0|не пройд.|0|0|0|0|0|0|0\n"
        "x,reg22_vpr_m009|sch2|2|50002|5|ж|а|2||1|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0||ж|4\n");
    check_counts(&file, "regional-2020", 4, 2, 1, 1);
    const Sheet *sheet = file.sheets[0];
    assert_str(sheet->procedure.id, "2020-4-математика");
    assert_str(sheet->procedure.title, "Математика, 4 класс, 2020");
    const Blueprint *blueprint = sheet->procedure.blueprint;
    assert_int_equal(blueprint->n_tasks, 15);
    assert_int_equal(blueprint->max, 20);
    assert_true(blueprint->cutoffs_known && blueprint->cutoff[0] == 6 && blueprint->cutoff[2] == 15);
    assert_str(sheet->school_municipality[0], "reg22_vpr_m004");
    assert_int_equal(sheet->total[0], 20);
    assert_int_equal(sheet->total[2], 3);
    assert_int_equal(sheet->score[1 * 4 + 2], SCORE_NOT_ATTEMPTED);
    assert_int_equal(sheet->score[7 * 4 + 2], SCORE_NOT_TAUGHT);
    assert_int_equal(sheet->score[0 * 4 + 1], SCORE_NONE);
    assert_str(sheet->class_label[sheet->class_of[2]], "а");
    assert_int_equal(sheet->class_of[0], sheet->class_of[2]);
    assert_int_equal(sheet->journal[2], 0);
    assert_int_equal(sheet->sex[2], SEX_FEMALE);
    assert_str(complaint_cell(arena, complaint_of(&file, "row-shifted")), "AA5");
    arena_free(arena);
}

static void test_regional_2021(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    /* the header is not in the first row, has a no-break space, Latin letters and other case */
    InputFile file = take(arena, "выгрузка.xlsx", "Выгрузка\n\n" "Логин  школы|Регион|номер обучающегося|кoд обучающегoся|отметка за предыдущую четверть/триместр|пoл|КЛАСС|вариант|всего\xC2\xA0" "баллов|балл за 1|балл за 2|балл за 3|Учебник|Др.уч. автор\n"
        "sch1|Энский район|1|40001|4\xC2\xA0|м|НЕТ|1|4|1|1|2|Учебник А, 4 класс|Автор\n"
        "sch1|Энский район|2|40002|3|ж|нет|2|2|1|X |1|Учебник А|f\n");
    check_counts(&file, "regional-2021", 2, 2, 0, 0);
    const Sheet *sheet = file.sheets[0];
    assert_int_equal(sheet->procedure.year, 2021);
    assert_int_equal(sheet->procedure.grade, 4); /* by the codes */
    assert_str(sheet->procedure.id, "2021-4-работа");
    assert_int_equal(complaint_of(&file, "identity-unknown")->severity, SEVERITY_WARNING);
    assert_non_null(complaint_of(&file, "maxima-guessed"));
    assert_false(sheet->procedure.blueprint->cutoffs_known);
    assert_int_equal(sheet->procedure.blueprint->max, 4);
    assert_int_equal(sheet->source_row[0], 4);
    assert_int_equal(sheet->journal[0], 4);
    assert_int_equal(sheet->class_of[0], 0);
    assert_str(sheet->school_municipality[0], "Энский район");
    arena_free(arena);
}

static void test_work_by_its_scores(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "export.xlsx", MA4_2021 "\n"
        "sch1|Р|1|40001|4|м|НЕТ|1|20|1|1|2|1|1|1|1|1|1|2|1|1|2|2|2|Учебник\n"
        "sch1|Р|2|40002|4|м|НЕТ|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|Учебник\n");
    check_counts(&file, "regional-2021", 2, 2, 0, 0);
    assert_str(file.sheets[0]->procedure.id, "2021-4-математика");
    assert_non_null(complaint_of(&file, "identity-guessed"));
    assert_int_equal(file.sheets[0]->procedure.blueprint->cutoff[1], 10);
    arena_free(arena);
}

/* A school's form with one score over its maximum, under a name that tells nothing: still the work it looks like, and the score is complained of. */
static void test_work_by_its_scores_with_a_slip(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Buf text;
    buf_init(&text, 0);
    buf_add_z(&text, MA4_2021 "\n");
    for (int i = 0; i < 40; i++) {
        bool all = i % 2 == 0;
        buf_printf(&text, "sch1|Р|%d|4%04d|4|м|НЕТ|1|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|Учебник\n", i + 1, i + 1, all ? 20 : 0, all, i == 7 ? 2 : all, all * 2, all, all, all, all, all, all,
                   all * 2, all, all, all * 2, all * 2, all * 2);
    }
    InputFile file = take(arena, "Копия файла от школы.xlsx", arena_z(arena, buf_str(&text)));
    buf_free(&text);
    check_counts(&file, "regional-2021", 40, 39, 0, 1);
    assert_str(file.sheets[0]->procedure.id, "2021-4-математика");
    assert_non_null(complaint_of(&file, "score-over-max"));
    arena_free(arena);
}

static void test_regional_2022(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Page pages[] = {
        { "Классы", "Пользователь|Код региона|Школа|Буква (цифра) класса\nedu1000|22|edu1000 ¦ Школа|А\n" },
        { "Протокол", "Пользователь|Код региона|Регион|Муниципалитет|Школа|Дата загрузки|Код|Вариант|1 (1б)|5К1 (2б)|5(1) (1б)|16 (1) (1б)|Наименование класса|Пол|Отметка за предыдущий триместр/ четверть/полугодие|Итого баллов\n"
          "edu1000|22|r|m1 ¦ Энск|edu1000 ¦ Школа № 1|08.03.2022 09:57:20|1101|2|1|2|X|не пройд.|\"А\"|м|4|3\n"
          "edu1000|22|r|m1 ¦ Энск|edu1000 ¦ Школа № 1|08.03.2022 09:57:20|1102|отсутствовал||||||||0\n"
          "edu1000|22|r|m1 ¦ Энск|edu1000 ¦ Школа № 1|08.03.2022 09:57:20|1103|1|1|0||1|11 а|ж|нет отметки|2\n" },
    };
    InputFile file = take_book(arena, "11 история.xlsx", pages, 2, NULL);
    check_counts(&file, "regional-2022", 3, 2, 1, 0);
    const Sheet *sheet = file.sheets[0];
    assert_str(sheet->procedure.id, "2022-11-история");
    assert_str(sheet->sheet_name, "Протокол");
    assert_str(sheet->school_name[0], "Школа № 1");
    assert_str(sheet->school_municipality[0], "Энск");
    assert_int_equal(sheet->procedure.blueprint->n_tasks, 4);
    assert_str(sheet->procedure.blueprint->tasks[1].label, "5К1");
    assert_int_equal(sheet->procedure.blueprint->tasks[1].max, 2);
    assert_str(sheet->procedure.blueprint->tasks[3].label, "16(1)");
    assert_false(sheet->procedure.blueprint->cutoffs_known); /* those of 2021 do not carry over */
    assert_str(sheet->class_label[sheet->class_of[0]], "а");
    assert_int_equal(sheet->class_of[0], sheet->class_of[2]);
    assert_int_equal(sheet->score[2 * 3 + 2], SCORE_EMPTY);
    assert_int_equal(file.complaints_total, 0);
    arena_free(arena);
}

static void test_collection_2026(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Page pages[] = {
        { "Протокол", "Код участника|Вариант|1 (5б)|2 (1б)|4К4 (2б)|Порядковый номер класса|Отметка за предыдущий триместр/ четверть/полугодие|Итого баллов\n"
          "80001|1|5|1|2|1|4|8\n80002|отсутствовал||||||0\n80003|2|X|0|1|2|нет отметки|1\n|||||||0\n|||||||0\n" },
        { "Служебный", "Код участника|Вариант|1 (5б)|Порядковый номер класса\n1|1|5|1\n" },
        { "Порядковый номер класса", "1|8А\n2|8Б\n3\n" },
    };
    InputFile file = take_book(arena, "Форма сбора результатов Английский язык 8 класс ВПР 2026 edu203389.xlsx", pages, 3, NULL);
    check_counts(&file, "collection-2026", 3, 2, 1, 0);
    const Sheet *sheet = file.sheets[0];
    assert_str(sheet->procedure.id, "2026-8-английский-язык");
    assert_str(sheet->school_code[0], "edu203389");
    assert_str(sheet->class_label[sheet->class_of[0]], "а");
    assert_str(sheet->class_label[sheet->class_of[2]], "б");
    assert_int_equal(file.complaints_total, 0);
    InputFile nobody = take_book(arena, "Форма сбора результатов Английский язык 8 класс ВПР 2026.xlsx", pages, 2, NULL);
    check_counts(&nobody, "collection-2026", 3, 0, 1, 2);
    assert_int_equal(count_of(&nobody, "school-unknown"), 1);
    assert_str(nobody.sheets[0]->class_label[nobody.sheets[0]->class_of[0]], "1");
    arena_free(arena);
}

static void test_f1(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Page page = { "Ф1 Индивидуальные результаты",
        "ВПР 2025 Математика 5 класс\nПредмет|Математика\nМаксимальный первичный балл|4\nДата|14.03.2025\nМБОУ «Физический лицей» (edu203389)|Кол-во участников: 9\n"
        "||||||Б|П\nОО|Муниципалитет|Название ОО|Код участника|Класс|Вариант|1 (1б)|4К1 (3б)|Первичный балл|Отметка|Отметка по журналу\n"
        "edu203389|Энск|МБОУ «Лицей»|50001|5А|1|1|3|4|5|4\nedu203389|Энск|МБОУ «Лицей»|50002|5А|2|0|X|0|2|3\n" };
    InputFile file = take_book(arena, "download (3).xlsx", &page, 1, "2024-6-биология"); /* the content wins over --procedure */
    check_counts(&file, "f1", 2, 2, 0, 0);
    const Sheet *sheet = file.sheets[0];
    assert_str(sheet->procedure.id, "2025-5-математика");
    assert_str(sheet->school_name[0], "МБОУ «Лицей»");
    assert_str(sheet->school_municipality[0], "Энск");
    assert_int_equal(sheet->procedure.blueprint->tasks[0].level, 'B');
    assert_int_equal(sheet->procedure.blueprint->tasks[1].level, 'P');
    assert_int_equal(sheet->journal[0], 4);
    arena_free(arena);
}

static void test_plain(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file;
    intake_bytes(STR("2024-9-химия.csv"), STR("Total;JOURNAL;2.1 (2б);1 (1б);Class;Code;School;Примечание\n3;4;2;1;9а;001;s1;5\n1;;1;0;9Б;002;s1;\n"), NULL, arena, &file);
    check_counts(&file, "plain", 2, 2, 0, 0); /* a user's own column is not the tail of a row */
    assert_str(file.sheets[0]->procedure.id, "2024-9-химия");
    assert_str(file.sheets[0]->code[0], "001");
    assert_int_equal(file.sheets[0]->total[0], 3);
    intake_bytes(STR("2024-4-математика.csv"), STR("школа,класс,код,1,2\nмакс,,,1,3\ns1,а,1,1,3\ns1,а,2,2,0\n"), NULL, arena, &file);
    check_counts(&file, "plain", 2, 1, 0, 1);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 4);
    assert_str(complaint_cell(arena, complaint_of(&file, "score-over-max")), "D4");
    intake_bytes(STR("огэ 2024 9 класс физика.csv"), STR("школа;код;итог (45б)\ns1;1;30\ns1;2;отсутствовал\ns1;3;46\ns2;1;0\n"), NULL, arena, &file);
    check_counts(&file, "plain", 4, 2, 0, 2);
    assert_int_equal(file.sheets[0]->procedure.blueprint->n_tasks, 0);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 45);
    assert_int_equal(file.sheets[0]->total[0], 30);
    arena_free(arena);
}

static void test_several_procedures(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Page pages[] = { { "МА-5 2023", "школа|код|1 (1б)|2 (2б)\ns1|1|1|2" }, { "РУ-5 2023", "школа|код|1 (4б)|2 (2б)\ns1|1|4|2\ns1|2|3|X" }, { "Примечания", "Составил методист" } };
    InputFile file = take_book(arena, "район.xlsx", pages, 3, NULL);
    check_counts(&file, "plain", 3, 3, 0, 0);
    assert_int_equal(file.n_sheets, 2);
    assert_str(file.sheets[0]->procedure.id, "2023-5-математика");
    assert_str(file.sheets[1]->procedure.id, "2023-5-русский-язык");
    arena_free(arena);
}

/* One bad row of a small form does not make it another work; a subject of no table is what the name says on purpose. */
static void test_small_forms(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2021-4-математика.xlsx", MA4_2021 "\n" MA4_SMALL);
    check_counts(&file, "regional-2021", 4, 3, 0, 1);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 20);
    assert_non_null(complaint_of(&file, "score-over-max"));
    assert_null(complaint_of(&file, "blueprint-differs"));
    file = take(arena, "ОГЭ физика 2024.xlsx", "School|Total (20)\ns|12\ns|21\n");
    check_counts(&file, "plain", 2, 1, 0, 1);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 20);
    assert_int_equal(file.sheets[0]->procedure.grade, 9);
    file = take(arena, "v1 2024-5-шахматы.xlsx", "школа|код|1 (2б)\ns1|1|2\n");
    assert_str(file.sheets[0]->procedure.id, "2024-5-шахматы");
    assert_int_equal(file.n_complaints, 0);
    arena_free(arena);
}

static void test_no_form(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "смета.xlsx", "Смета расходов|2024\nБумага|100\nТонер|200\n");
    assert_false(file.readable);
    assert_int_equal(file.why.code, ERR_INPUT);
    assert_non_null(strstr(file.why.what, "Не похоже на форму"));
    file = take(arena, "2021-4-математика.xlsx", MA4_2021 "\n");
    assert_false(file.readable);
    assert_non_null(strstr(file.why.what, "ни одной заполненной строки"));
    file = take(arena, "2024-5-музыка.xlsx", "школа|код|1 (41б)\ns1|1|41\n");
    assert_int_equal(file.why.code, ERR_LIMIT);
    assert_non_null(strstr(file.why.what, "1 (41б)"));
    Buf wide;
    buf_init(&wide, 0);
    buf_printf(&wide, "школа|код");
    for (int t = 1; t <= 121; t++) buf_printf(&wide, "|%d", t);
    file = take(arena, "2024-5-музыка.xlsx", arena_z(arena, buf_str(&wide)));
    buf_free(&wide);
    assert_int_equal(file.why.code, ERR_LIMIT);
    intake_file("no-such-file.xlsx", NULL, arena, &file);
    assert_false(file.readable);
    assert_int_equal(file.why.code, ERR_NOT_FOUND);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regional_2020),   cmocka_unit_test(test_regional_2021), cmocka_unit_test(test_work_by_its_scores), cmocka_unit_test(test_work_by_its_scores_with_a_slip), cmocka_unit_test(test_regional_2022),
        cmocka_unit_test(test_collection_2026), cmocka_unit_test(test_f1),            cmocka_unit_test(test_plain),              cmocka_unit_test(test_several_procedures),
        cmocka_unit_test(test_no_form),         cmocka_unit_test(test_small_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
