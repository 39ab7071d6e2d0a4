/* Blueprints, lists of schools, norms from elsewhere. */
#include "rows.h"

#include <math.h>
#include <stdio.h>

#include "base/file.h"

/* A file in the folder of the run, gone when the next one is made. */
static const char *temporary(const char *text)
{
    static const char path[] = "test_intake_reference.tmp";
    Err err;
    assert_true(file_write(path, str_of(text), &err));
    return path;
}

static int remove_temporary(void **state)
{
    (void)state;
    remove("test_intake_reference.tmp");
    return 0;
}

static void test_official(void **state)
{
    (void)state;
    const BlueprintTable *table = blueprint_official();
    unsigned with_tasks = 0, of_2020 = 0;
    for (uint32_t i = 0; i < table->n; i++) {
        const Blueprint *row = &table->rows[i];
        if (!blueprint_valid(row)) fail_msg("%.*s %d", STR_ARG(row->subject), row->grade);
        assert_true(row->cutoff_source.n > 0);
        with_tasks += row->n_tasks > 0;
        of_2020 += row->year == 2020;
        static const struct { int grade; const char *subject; } unsummed[] = { { 6, "Биология" }, { 8, "Биология" }, { 7, "Русский язык" }, { 7, "География" }, { 8, "Математика" }, { 8, "История" },
                                                                              { 11, "Биология" }, { 11, "Физика" } };
        for (size_t k = 0; k < sizeof unsummed / sizeof *unsummed; k++)
            if (row->grade == unsummed[k].grade && str_eq(row->subject, str_of(unsummed[k].subject))) {
                assert_int_equal(row->n_tasks, 0);
                assert_true(row->note.n > 0 && row->cutoffs_known);
            }
        if (row->grade == 8 && str_eq(row->subject, STR("География"))) {
            assert_false(row->cutoffs_known); /* the original gives 35 to two marks */
            assert_true(str_find(row->note, STR("опечатка")) != SIZE_MAX);
            assert_int_equal(row->n_tasks, 22);
        }
        if (row->year == 2021 && row->grade == 4 && str_eq(row->subject, STR("Математика"))) {
            assert_int_equal(blueprint_mark(row, 5), 2);
            assert_int_equal(blueprint_mark(row, 6), 3);
            assert_int_equal(blueprint_mark(row, 20), 5);
        }
    }
    assert_int_equal(table->n, 38);
    assert_int_equal(of_2020, 4);
    assert_int_equal(with_tasks, 30);
}

#define BLUEPRINT_HEAD "year\tgrade\tsubject\tlevel\ttask\tmax\tcut3\tcut4\tcut5\tcontent\trequirement\tskill\tsource\n"

static void test_blueprints(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    BlueprintTable table;
    Err err = { 0 };
    const char *path = temporary("# наши работы\n\n" BLUEPRINT_HEAD "2023\t5\tматематика\t\t1\t1\t2\t3\t4\t6.2\t1.1\tСчёт\tКИМ\n2023\t5\tМатематика\t\t2К1\t3\t\t\t\t\t\t\t\n2022\t4\tмате\t\t1\t2\n");
    assert_true(blueprint_table_read(path, arena, &table, &err));
    assert_int_equal(table.n, 2);
    assert_str(table.rows[0].subject, "Математика");
    assert_int_equal(table.rows[0].max, 4);
    assert_int_equal(table.rows[0].cutoff[2], 4);
    assert_str(table.rows[0].tasks[1].label, "2К1");
    assert_false(table.rows[1].cutoffs_known);
    IntakeOptions options = { .blueprints = &table };
    InputFile file;
    intake_bytes(STR("2023-5-математика.csv"), STR("школа;код;1;2\ns;1;1;3\ns;2;1;0\n"), &options, arena, &file);
    assert_true(file.readable);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 4);
    assert_true(file.sheets[0]->procedure.blueprint->cutoffs_known);
    assert_int_equal(file.complaints_total, 0);
    intake_bytes(STR("2023-5-математика.csv"), STR("школа;код;1 (1б);2 (2б)\ns;1;1;2\n"), &options, arena, &file);
    assert_int_equal(file.sheets[0]->procedure.blueprint->max, 3); /* the form knows better, and it is told */
    assert_false(file.sheets[0]->procedure.blueprint->cutoffs_known);
    assert_non_null(complaint_of(&file, "blueprint-differs"));
    static const struct { const char *text, *says; } bad[] = {
        { "год\tкласс\n1\t2\n", "нет столбца" },
        { BLUEPRINT_HEAD "2023\t5\tматематика\t\t1\tмного\n", "Строка 2" },
        { BLUEPRINT_HEAD "2023\t5\tматематика\t\t1\t3\t3\t2\t1\n", "описана с ошибкой" },
        { BLUEPRINT_HEAD "2023\t12\tматематика\t\t1\t3\n", "grade" },
        { BLUEPRINT_HEAD "2023\t5\tма 5\t\t1\t3\n2023\t5\tру 5\t\t1\t3\n2023\t5\tма 5\t\t2\t3\n", "уже описана" },
        { BLUEPRINT_HEAD "2023\t5\tма 5\t\t1\t3\t1\t2\t3\n2023\t5\tма 5\t\t2\t3\t1\t2\t4\n", "cut5 = 4" },
        { BLUEPRINT_HEAD, "нет ни одной работы" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (Err){ 0 };
        assert_false(blueprint_table_read(temporary(bad[i].text), arena, &table, &err));
        if (strstr(err.what, bad[i].says) == NULL) fail_msg("%s", err.what);
    }
    arena_free(arena);
}

static void test_schools(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    InputFile file = take(arena, "2023-5-математика.xlsx", "школа|код|1 (1б)\nedu1|1|1\nedu2|1|0\n");
    const Sheet *sheets[] = { file.sheets[0] };
    SchoolTable table = school_table_build(sheets, 1, arena);
    Err err = { 0 };
    assert_true(intake_schools(temporary("Список школ\n\nЛогин;Название ОО;Тип;Муниципалитет\nedu2;МБОУ СОШ № 3;лицей;Энск\nedu77;чужая;;\n"), &table, arena, &err));
    assert_str(table.schools[1].name, "МБОУ СОШ № 3");
    assert_str(table.schools[1].type, "лицей");
    assert_str(table.schools[1].municipality, "Энск");
    assert_str(table.schools[0].name, "");
    assert_true(intake_schools(temporary("code,name\nedu1,Школа\n"), &table, arena, &err));
    assert_str(table.schools[0].name, "Школа");
    assert_false(intake_schools(temporary("раз,два\n1,2\n"), &table, arena, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(arena);
}

#define NORM_START "{\"merilo_reference\":1,\"text\":\"выгрузка\",\"norms\":[{\"procedure_id\":\"2023-5-математика\",\"source_text\":\"по 60 школам\",\"max\":2,\"n_works\":100,\"n_schools\":60,\"mean\":1.1,\"sd\":0.8,\"tau2_mean\":null,\"within_sd\":0.7,"
#define NORM_END "\"degree\":4,\"thresholds\":[{\"at\":1,\"mark\":3,\"below\":3,\"reached\":5,\"ratio\":1.6,\"expected_ratio\":null,\"excess\":1,\"low\":-1,\"high\":2,\"cell_from\":0,\"cell_to\":1}],\"lifting_share\":null,\"lifting_share_low\":null,\"lifting_is_ordinary\":false,\"null_centre\":0,\"null_scale\":1,\"journal\":{\"known\":false},\"n_tasks\":2,\"task_mean\":[0.5,null],\"task_sd\":null,\"task_tau2\":null}]}"

static void test_export(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Reference reference;
    Err err = { 0 };
    if (!intake_reference_bytes(STR("r.json"), STR(NORM_START "\"lumpy\":[0.2,0.5,0.3],\"honest\":null,\"lifted\":null," NORM_END), arena, &reference, &err)) fail_msg("%s", err.what);
    assert_int_equal(reference.n, 1);
    const Norm *norm = reference.norms[0];
    assert_str(norm->procedure_id, "2023-5-математика");
    assert_int_equal(norm->source, NORM_EXPORT);
    assert_true(isnan(norm->tau2_mean) && norm->honest == NULL && norm->lumpy[1] == 0.5);
    assert_int_equal(norm->n_thresholds, 1);
    assert_true(isnan(norm->task_mean[1]));
    static const struct { const char *text, *says; } bad[] = {
        { NORM_START "\"lumpy\":[0.2,0.5]," NORM_END, "длина" },
        { NORM_START "\"lumpy\":[0.2,0.5,0.4]," NORM_END, "единицу" },
        { NORM_START "\"lumpy\":[0.2,0.5,\"x\"]," NORM_END, "число" },
        { NORM_START NORM_END, "lumpy" },
        { NORM_START "\"max\":3," NORM_END, "повреждена" }, /* a key twice */
        { "{\"merilo_reference\":2,\"norms\":[]}", "не выгрузка" },
        { "{", "повреждена" },
        { "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "вложена" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (Err){ 0 };
        assert_false(intake_reference_bytes(STR("r.json"), str_of(bad[i].text), arena, &reference, &err));
        if (strstr(err.what, bad[i].says) == NULL) fail_msg("%s: %s", bad[i].says, err.what);
    }
    arena_free(arena);
}

/* A task model of two tasks of 1 and 2 points, with one piece replaced. */
static Str with_model(const char *what, const char *by, Arena *arena)
{
    static const char model[] = "\"task_model\":{\"seed\":\"fedcba9876543210\",\"effort\":1.5,\"n_works\":600,\"between\":0.4,\"within\":0.9165151389911680,\"items\":["
        "{\"task\":0,\"slope\":1.25,\"steps\":[-0.5],\"points\":[0,1],\"effect\":0.2,\"effect_large\":0.1},"
        "{\"task\":1,\"slope\":0.75,\"steps\":[0.5,-1],\"points\":[0,1,2],\"effect\":0,\"effect_large\":0}],\"null\":{"
        "\"schools\":{\"misfit\":{\"centre\":0,\"scale\":1},\"alarm\":{\"centre\":0.5,\"scale\":1.25},\"harder\":{\"centre\":0,\"scale\":1},\"similarity\":{\"centre\":0,\"scale\":1},"
        "\"evenness\":{\"centre\":0,\"scale\":1},\"sameness\":{\"centre\":0,\"scale\":1}},"
        "\"classes\":{\"misfit\":{\"centre\":0,\"scale\":1},\"alarm\":{\"centre\":0,\"scale\":1},\"harder\":{\"centre\":0,\"scale\":1},\"similarity\":{\"centre\":0,\"scale\":1},"
        "\"evenness\":{\"centre\":0,\"scale\":1},\"sameness\":{\"centre\":-1,\"scale\":2}}}},";
    Str whole = arena_printf(arena, "%s\"lumpy\":[0.2,0.5,0.3],%s%s", NORM_START, model, NORM_END);
    size_t at = str_find(whole, str_of(what));
    assert_true(at != SIZE_MAX);
    Str rest = { whole.at + at + strlen(what), whole.n - at - strlen(what) };
    return arena_printf(arena, "%.*s%s%.*s", (int)at, whole.at, by, STR_ARG(rest));
}

static void test_task_model(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    Reference reference;
    Err err = { 0 };
    if (!intake_reference_bytes(STR("r.json"), with_model("", "", arena), arena, &reference, &err)) fail_msg("%s", err.what);
    const TaskModel *model = reference.norms[0]->task_model;
    assert_non_null(model);
    assert_true(model->seed == 0xfedcba9876543210u && model->effort == 1.5 && model->n_works == 600 && model->within == 0.9165151389911680);
    assert_int_equal(model->n_items, 2);
    assert_true(model->items[1].task == 1 && model->items[1].n_steps == 2 && model->items[1].step[1] == -1 && model->items[1].points[2] == 2 && model->items[0].slope == 1.25);
    assert_true(model->effect[0] == 0.2 && model->effect_large[0] == 0.1);
    assert_true(model->null_scale[TASK_NULL_SCHOOL][1] == 1.25 && model->null_centre[TASK_NULL_CLASS][5] == -1 && model->null_scale[TASK_NULL_CLASS][5] == 2);
    assert_null(model->battery);
    static const struct { const char *what, *by, *says; } bad[] = {
        { "\"fedcba9876543210\"", "\"fedcba987654321\"", "seed" }, { "\"fedcba9876543210\"", "\"fedcba987654321G\"", "seed" }, { "\"fedcba9876543210\"", "1", "seed" },
        { "\"effort\":1.5", "\"effort\":5", "effort" }, { "\"effort\":1.5,", "", "effort" }, { "\"between\":0.4", "\"between\":-0.1", "between" }, { "\"n_works\":600", "\"n_works\":0", "n_works" },
        { "\"slope\":1.25", "\"slope\":0", "slope" }, { "\"slope\":1.25", "\"slope\":1e3", "slope" }, { "\"slope\":1.25", "\"slope\":null", "slope" },
        { "[-0.5]", "[]", "steps" }, { "[-0.5]", "[null]", "steps" }, { "[-0.5]", "[1e9]", "steps" }, { "[-0.5]", "7", "steps" }, { "[-0.5]", "[0,0]", "points" },
        { "[0,1,2]", "[0,1,1]", "points" }, { "[0,1,2]", "[0,1]", "points" }, { "[0,1,2]", "[0,1,41]", "points" }, { "[0,1,2]", "[0,0.5,2]", "points" }, { "[0,1,2]", "[0,null,2]", "points" },
        { "\"points\":[0,1,2],", "", "points" }, { "\"task\":1", "\"task\":0", "task" }, { "\"task\":1", "\"task\":2", "task" }, { "\"effect\":0.2,", "", "effect" },
        { "\"effect_large\":0.1", "\"effect_large\":-1", "effect_large" }, { "\"scale\":2", "\"scale\":0.5", "scale" }, { "\"scale\":2", "\"scale\":null", "scale" }, { "\"classes\":", "\"class\":", "centre" },
        { "\"items\":", "\"item\":", "items" }, { "\"task_model\":{", "\"task_model\":[],\"x\":{", "объект" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (Err){ 0 };
        if (intake_reference_bytes(STR("r.json"), with_model(bad[i].what, bad[i].by, arena), arena, &reference, &err)) fail_msg("%s for %s was let through", bad[i].by, bad[i].what);
        if (strstr(err.what, bad[i].says) == NULL) fail_msg("%s for %s: %s", bad[i].by, bad[i].what, err.what);
    }
    arena_free(arena);
}

static void test_official_reports(void **state)
{
    (void)state;
    Arena *arena = arena_new(0);
    const Page pages[] = {
        { "Распределение первичных баллов", "ВПР 2023. 5 класс\nПредмет:|Математика\nГруппы участников|Кол-во ОО|Кол-во участников|0|1|2|3\n"
          "Вся выборка|35000|1 234 567|10|20|30|40\nЭнская область|640|20 000|5|15|40,0|40\nЭнский район|10|300|0|0|50|50\n" },
        { "Выполнение заданий", "ВПР 2023. 5 класс\nПредмет:|Математика\nГруппы участников|Кол-во ОО|Кол-во участников|1|2К1\nВся выборка|35000|1234567|80,5|60\n" },
    };
    Reference reference;
    Err err = { 0 };
    if (!intake_reference_bytes(STR("отчёт.xlsx"), pages_book(arena, pages, 2), arena, &reference, &err)) fail_msg("%s", err.what);
    assert_int_equal(reference.n, 1);
    const Norm *norm = reference.norms[0];
    assert_str(norm->procedure_id, "2023-5-математика");
    assert_int_equal(norm->source, NORM_OFFICIAL);
    assert_int_equal(norm->max, 3);
    assert_true(norm->n_works == 20000 && norm->n_schools == 640); /* the region is nearer than the country */
    assert_true(fabs(norm->mean - 2.15) < 1e-12);
    assert_true(fabs(norm->sd - sqrt(0.7275)) < 1e-12);
    assert_null(norm->honest);
    assert_int_equal(norm->n_tasks, 2);
    assert_true(fabs(norm->task_mean[0] - 0.805) < 1e-12);
    const Page wrong = { "Лист1", "ВПР 2023. 5 класс математика\nГруппы участников|Кол-во участников|0|1|2\nВся выборка|100|10|20|30\n" };
    assert_false(intake_reference_bytes(STR("отчёт.xlsx"), pages_book(arena, &wrong, 1), arena, &reference, &err)); /* 60 % of all */
    /* All works of a region in one table, the work named in every row; the file's name says nothing. */
    const Page keyed = { "Лист1", "Год|Класс|Предмет|Муниципалитет|Логин|ОО|Кол-во участников|0|1|2\n2023|5|Математика|вся выборка|||1000|20|30|50\n"
        "2023|4|Русский язык|вся выборка|||900|10|40|50\n2023|5|Математика|Энский район|edu1|Школа|30|0|0|100\n2023|5|Математика|Энская обл.|||500|25|25|50\n" };
    if (!intake_reference_bytes(STR("отчёт.xlsx"), pages_book(arena, &keyed, 1), arena, &reference, &err)) fail_msg("%s", err.what);
    assert_int_equal(reference.n, 2);
    assert_str(reference.norms[0]->procedure_id, "2023-5-математика");
    assert_true(reference.norms[0]->n_works == 500 && reference.norms[0]->lumpy[0] == 0.25); /* the region's row wins wherever it stands */
    assert_str(reference.norms[1]->procedure_id, "2023-4-русский-язык");
    assert_true(reference.norms[1]->n_works == 900);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_official), cmocka_unit_test(test_blueprints), cmocka_unit_test(test_schools), cmocka_unit_test(test_export), cmocka_unit_test(test_task_model), cmocka_unit_test(test_official_reports),
    };
    return cmocka_run_group_tests(tests, NULL, remove_temporary);
}
