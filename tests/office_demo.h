/* A small report with every kind of node and cell, for the tests of paper and spreadsheet. All numbers are invented. */
#ifndef TESTS_OFFICE_DEMO_H
#define TESTS_OFFICE_DEMO_H

#include <math.h>

#include "publish/doc.h"

static inline const Chart *demo_hist(Doc *doc, bool small)
{
    static const double observed[21] = { 12, 20, 45, 90, 150, 200, 1070, 820, 1250, 2050, 2100, 2340, 2290, 2260, 2520, 1780, 1700, 1340, 1060, 470, 340 };
    static const double expected[21] = { 20, 40, 90, 180, 310, 555, 864, 1200, 1540, 1850, 2100, 2270, 2350, 2340, 2230, 2050, 1780, 1430, 1060, 690, 310 };
    static const uint8_t hatch[21] = { 0, 0, 0, 0, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
    Chart *chart = arena_one(doc->arena, Chart);
    chart->kind = "hist";
    chart->title = STR("Порог «3» притягивает работы");
    chart->reading = STR("Столбцы — работы, линия — сколько ожидали без притяжения к порогам.");
    chart->summary = STR("На 6 баллов 1070 работ при ожидании 864; на 4–5 баллов их меньше ожидаемого на 358.");
    chart->of.hist = (ChartHist){ .max = 20, .observed = observed, .expected = expected, .expected_as_dashes = small, .n_cutoffs = 3, .cutoff = { 6, 10, 15 }, .hatch = hatch, .small = small };
    return chart;
}

static inline void demo_first(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("first"), STR("Отчёт об объективности результатов"));
    sheet->kicker = STR("Мерило · проверка форм");
    sheet->kicker_right = STR("Математика, 4 класс, ВПР 2021");
    sheet->sub = STR("Энская область, 631 школа, 24 917 работ с полным набором баллов.");
    sheet->ruler = true;
    static const float halves[2] = { 0.7f, 0.3f }, parts[2] = { 0.32f, 0.68f };
    Node *columns = doc_columns(doc, sheet, 2, halves);
    Node *left = doc_add(doc, columns, NODE_GROUP), *right = doc_add(doc, columns, NODE_GROUP);
    doc_heading(doc, left, 3, STR("Ответ за одну минуту"));
    doc_lead(doc, left, STR("Объяснений ждём от **28 школ** из 631, ещё 52 стоит посмотреть. Порог отметки «3» притягивает работы по всей области: около **290** (от 210 до 380) оказались на нём, а не чуть ниже. Это общая привычка, а не дело отдельных школ."));
    doc_note(doc, right, NOTE_ATTENTION, STR("Признак — не нарушение."), STR("Он говорит, где смотреть; вывод делают люди после перепроверки и ответа школы. Школы — [на отдельных листах](#school-7)."));
    columns = doc_columns(doc, sheet, 2, parts);
    left = doc_add(doc, columns, NODE_GROUP), right = doc_add(doc, columns, NODE_GROUP);
    static const Fact facts[] = { { STR("Строк в форме"), STR("26 666"), { "", 0 } }, { STR("Не писали работу"), STR("1 732"), { "", 0 } }, { STR("Работ"), STR("24 934"), STR("без полного балла 17") },
                                  { STR("Наибольший балл"), STR("20"), { "", 0 } }, { STR("Пороги отметок"), STR("6, 10, 15"), { "", 0 } }, { STR("Откуда пороги"), STR("описание ВПР"), { "", 0 } } };
    doc_heading(doc, left, 3, STR("Что прочитано"));
    doc_facts(doc, left, 6, facts);
    static const Column columns_levels[] = { { .head = STR("Уровень"), .kind = COLUMN_TEXT, .group = { "", 0 } }, { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true, .group = { "", 0 } },
                                             { .head = { "", 0 }, .kind = COLUMN_GRAPHIC, .scale_max = 631, .width = 0.25f, .group = { "", 0 } }, { .head = STR("ложных|ожидаем"), .kind = COLUMN_NUMBER, .decimals = 1, .group = { "", 0 } } };
    static const double counts[] = { 120, 431, 52, 21, 7 }, false_alarms[] = { NAN, NAN, 19, 1.1, 0.1 };
    static const char *const words[] = { "меньше 8 работ у порогов: вывода нет", "проверено всё, что позволили данные", "один признак, возможен случай", "случаем объяснить трудно", "два вида признаков, не меньше 3 работ" };
    Table *levels = table_new(doc, STR("levels"), STR("Школы по уровням"), 4, columns_levels, 5);
    for (int level = N_LEVELS - 1; level >= 0; level--) {
        Cell *cells = table_row(doc, levels, ROW_PLAIN);
        cells[0] = cell_level((Level)level);
        cells[0].bold = true;
        cells[0].text = str_of(words[level]);
        cells[1] = cell_int((long long)counts[level]);
        cells[1].bold = true;
        cells[2] = cell_bar(counts[level], level == 0);
        cells[3] = cell_dec(false_alarms[level]);
    }
    doc_table(doc, right, levels);
    doc_chart(doc, sheet, demo_hist(doc, false));
}

static inline Table *demo_markers(Doc *doc)
{
    static const Column columns[] = { { .head = STR("Правило"), .kind = COLUMN_TEXT, .group = { "", 0 } }, { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true, .group = { "", 0 } },
                                      { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = 1, .group = { "", 0 } }, { .head = STR("интервал"), .kind = COLUMN_NUMBER, .decimals = 1, .group = { "", 0 } },
                                      { .head = STR("Чего правило не различает"), .kind = COLUMN_TEXT, .group = { "", 0 } } };
    Table *table = table_new(doc, STR("markers"), STR("Федеральные маркеры и наш вывод об одних и тех же школах"), 5, columns, 5);
    table->note = STR("Совпали по обоим подходам 11 школ. По федеральным маркерам школу судят, поэтому они посчитаны точно и стоят рядом.");
    Cell *cells = table_row(doc, table, ROW_BAND);
    cells[0] = cell_text(STR("Всего в области")), cells[1] = cell_int(631), cells[2] = cell_missing(), cells[3] = cell_missing(), cells[4] = cell_text(STR_EMPTY);
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("Рособрнадзор: завышенное среднее")), cells[1] = cell_int(240), cells[2] = cell_share(.38), cells[3] = cell_interval(.343, .419, true), cells[4] = cell_text(STR("сильную школу от завышенных баллов"));
    cells = table_row(doc, table, ROW_ATTENTION);
    cells[0] = cell_text(STR("Рособрнадзор: несоответствие журналу")), cells[1] = cell_int(3), cells[2] = cell_too_few(STR_EMPTY, 2), cells[4] = cell_text(STR("школу, где завышены обе оценки"));
    cells = table_row(doc, table, ROW_OURS);
    cells[0] = cell_link(STR("Мерило: признаки и выраженные признаки"), STR("#school-7")), cells[1] = cell_int(28), cells[2] = cell_share(.044), cells[3] = cell_interval(-.6, 2.4, false), cells[4] = cell_text(STR("равную мягкость ко всем работам"));
    cells[1].bold = true;
    return table;
}

static inline Table *demo_heat(Doc *doc, uint32_t n_rows)
{
    uint32_t n = 18;
    Column *columns = arena_array(doc->arena, Column, n);
    for (uint32_t c = 0; c < n; c++)
        columns[c] = (Column){ .head = c == 0 ? STR("Школа") : c == n - 1 ? STR("среднее") : arena_printf(doc->arena, "%u", c), .kind = c == 0 ? COLUMN_TEXT : c == n - 1 ? COLUMN_GRAPHIC : COLUMN_CENTRED,
            .scale_min = 0, .scale_max = 20, .scale_line = 11, .group = c == 0 || c == n - 1 ? STR_EMPTY : c < 10 ? STR("числа и действия") : STR("текстовые задачи"), .group_start = c == 10 };
    Table *table = table_new(doc, STR("tasks"), STR("Выполнение заданий по школам"), n, columns, n_rows);
    table->wide = true;
    table->dense = true;
    for (uint32_t r = 0; r < n_rows; r++) {
        Cell *cells = table_row(doc, table, r == 0 ? ROW_BAND : ROW_PLAIN);
        cells[0] = cell_text(arena_printf(doc->arena, "Школа № %u", r + 1));
        for (uint32_t c = 1; c + 1 < n; c++) {
            cells[c] = cell_share(((r * 7 + c * 13) % 97) / 100.0);
            if (r > 0 && (r + c) % 11 == 0) cells[c].fill = FILL_BELOW;
            if (r > 0 && (r + c) % 17 == 0) cells[c].fill = FILL_ABOVE;
        }
        cells[n - 1] = cell_dot(8 + r % 7, 6 + r % 7, 10 + r % 7, r % 5 == 1);
    }
    return table;
}

static inline void demo_school(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("school-7"), STR("Почему школа показана: школа № 7"));
    sheet->has_level = true;
    sheet->state = LEVEL_SIGNS;
    static const Str line[] = { STR("47 работ, два класса"), STR("ВПР 2021, математика, 4 класс") };
    Node *facts = doc_add(doc, sheet, NODE_FACTLINE);
    facts->n_items = 2, facts->items = line;
    doc_lead(doc, sheet, STR("Данных хватило на семь проверок из восьми. Три дали то, что редко бывает случайно. Это повод спросить, а не вывод о нарушении."));
    static const Fact moved[] = { { STR("Могли переместиться"), STR("**6 работ**, от 3 до 9"), { "", 0 } }, { STR("На пороге и балл выше"), STR("14, ожидали 6,8"), { "", 0 } }, { STR("У честной школы так бывает"), STR("**1 раз из 700**"), { "", 0 } } };
    static const Str causes[] = { STR("пограничные работы перечитывали по правилам школы"), STR("задание 6 на 2 балла: сумма 8 складывается чаще") };
    for (uint32_t i = 1; i <= 3; i++) {
        Node *sign = doc_add(doc, sheet, NODE_SIGN);
        sign->number = i;
        sign->text = STR("Всплеск на пороге отметки «3»");
        sign->sub = STR("Чуть ниже порога работ мало, ровно на пороге и на балл выше — много.");
        sign->n_facts = 3, sign->facts = moved, sign->n_items = 2, sign->items = causes;
        sign->chart = i == 3 ? NULL : demo_hist(doc, true);
    }
    static const Str questions[] = { STR("Что школа считает причиной"), STR("Приложенные документы"), STR("Кто ответил и когда") };
    Node *answer = doc_add(doc, sheet, NODE_ANSWER);
    answer->text = STR("Ответ школы"), answer->n_items = 3, answer->items = questions;
    Node *details = doc_add(doc, sheet, NODE_DETAILS);
    details->text = STR("Как посчитано");
    doc_text(doc, details, STR("Точный условный критерий у порогов; соответствие заданий; согласие с журналом."));
    static const Str items[] = { STR("порог **ложных тревог** 5 %"), STR("сравнение с 631 школой области"), STR("повтор даёт те же числа") };
    doc_list(doc, details, 3, items);
    doc_note(doc, details, NOTE_RULE, STR("Правило."), STR("Школы меньше 5 работ названы только числом."));
    doc_small(doc, details, STR("Мелкий текст под выводом, со ссылкой [на первый лист](#first)."));
}

static inline Doc *demo_doc(Arena *arena)
{
    Doc *doc = doc_new(arena, STR("Отчёт об объективности результатов"));
    doc->footer = STR("Мерило 1.0 · данные 9f3c…a71e · порог ложных тревог 5 %");
    demo_first(doc);
    Node *sheet = doc_sheet(doc, STR("markers"), STR("Что дают федеральные маркеры"));
    doc_text(doc, sheet, STR("Текст листа: одна строка о том, что дальше."));
    Node *group = doc_add(doc, sheet, NODE_GROUP);
    doc_heading(doc, group, 2, STR("Сравнение подходов"));
    doc_table(doc, group, demo_markers(doc));
    doc_heading(doc, sheet, 2, STR("Содержание отчёта"));
    doc_add(doc, sheet, NODE_TOC);
    demo_school(doc);
    sheet = doc_sheet(doc, STR("tasks"), STR("Где области труднее: задания 6 и 8"));
    doc_text(doc, sheet, STR("Штриховка — ниже ожидаемого, точки — выше."));
    doc_table(doc, sheet, demo_heat(doc, 45));
    Table *data = demo_markers(doc);
    data->data_only = true;
    doc_table(doc, sheet, data);
    return doc;
}

#endif
