/* A document with every node, cell and chart kind. All numbers are invented. */
#ifndef TESTS_GALLERY_H
#define TESTS_GALLERY_H

#include <math.h>

#include "publish/doc.h"

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

static inline Column gallery_column(const char *head, ColumnKind kind, uint8_t decimals)
{
    return (Column){ .head = str_of(head), .kind = kind, .decimals = decimals, .group = STR_EMPTY };
}

static inline const Chart *gallery_hist(Doc *doc)
{
    static const double observed[21] = { 25, 12, 40, 150, 203, 304, 1070, 1238, 1534, 2050, 2113, 2340, 2290, 2255, 2522, 1782, 1700, 1340, 1065, 462, 340 };
    static const double expected[21] = { 30, 48, 90, 170, 310, 555, 864, 1230, 1590, 1900, 2130, 2290, 2360, 2350, 2260, 2080, 1790, 1400, 980, 590, 310 };
    static const uint8_t hatch[21] = { [4] = 2, [5] = 2, [6] = 1 };
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "hist", .title = STR("Собственная норма области: порог «3» притягивает работы"),
        .reading = STR("Линия - какими были бы баллы без притяжения к порогам; построена по всем баллам, кроме 3-7."),
        .summary = STR("Работы по баллам от 0 до 20; на 6 баллов 1070 работ, ожидали 864."),
        .of.hist = { .max = 20, .observed = observed, .expected = expected, .n_cutoffs = 3, .cutoff = { 6, 10, 15 }, .hatch = hatch, .n_notes = 2,
            .notes = { { 6, STR("6 баллов: 1 070 работ"), STR("ожидали 864, лишних 206") }, { 5, STR("4-5 баллов: 507 работ"), STR("ожидали 865, не хватает 358") } } } };
    return chart;
}

static inline const Chart *gallery_small_hist(Doc *doc)
{
    static const double observed[25] = { 0, 0, 0, 1, 1, 1, 1, 0, 9, 5, 3, 3, 2, 4, 3, 3, 2, 2, 3, 2, 1, 1, 0, 1, 0 };
    static const double expected[25] = { .1, .2, .4, .8, 1.3, 2, 2.6, 3.1, 3.4, 3.5, 3.5, 3.4, 3.2, 3, 2.8, 2.7, 2.5, 2.1, 1.8, 1.5, 1.1, .8, .5, .3, .1 };
    static const uint8_t hatch[25] = { [6] = 2, [7] = 2, [8] = 1, [9] = 1 };
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "hist", .title = STR("Всплеск на пороге «3»"), .reading = STR_EMPTY, .summary = STR("На 8 и 9 баллах 14 работ, ожидали 6,8."),
        .of.hist = { .max = 24, .observed = observed, .expected = expected, .expected_as_dashes = true, .n_cutoffs = 3, .cutoff = { 8, 13, 18 }, .hatch = hatch, .small = true } };
    return chart;
}

static inline const Chart *gallery_funnel(Doc *doc, uint32_t n)
{
    static const double sizes[18] = { 58, 31, 12, 44, 9, 72, 47, 26, 88, 63, 39, 18, 51, 35, 6, 22, 97, 41 };
    static const double shares[18] = { .74, .68, .83, .66, .56, .71, .91, .62, .77, .70, .97, .61, .84, .89, .5, .73, .72, .63 };
    FunnelPoint *points = arena_array(doc->arena, FunnelPoint, n);
    for (uint32_t i = 0; i < n; i++) {
        double size = i < 18 ? sizes[i] : 5 + (i * 37) % 150, wobble = (double)((i * 7919) % 200) / 100 - 1;
        points[i] = (FunnelPoint){ .label = arena_printf(doc->arena, "№ %u", i + 1), .anchor = arena_printf(doc->arena, "#school-%u", i + 1), .n = size,
            .y = i < 18 ? shares[i] : fmin(1, .72 + wobble * 0.9 / sqrt(size)), .beyond = i == 10 ? 2 : i == 6 || i == 13, .observed = i == 5 || i == 8 || i == 16, .too_few = i == 14,
            .named = i == 14 };
    }
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "funnel", .title = STR("Школа № 11 выше, чем объясняет случай; № 7 и № 14 на границе"),
        .reading = STR("Внутри воронки различия могут быть случайны; чем меньше работ, тем она шире. За 95 % случайно вышла бы одна школа из 17."),
        .summary = STR("Доля «3» и выше у 18 школ; одна за пределом 99,8 %, две за 95 %."),
        .of.funnel = { .n_points = n, .points = points, .centre = .72, .phi_tau2 = .002, .is_share = true, .y_max = 1, .y_title = STR("«3» и выше, доля учеников"),
            .centre_label = STR("район 72 %"), .n_min = 5, .n_max = 120 } };
    return chart;
}

static inline const Chart *gallery_profile(Doc *doc, uint32_t n)
{
    ProfilePoint *points = arena_array(doc->arena, ProfilePoint, n);
    for (uint32_t i = 0; i < n; i++) {
        double region = .93 - .8 * i / (n > 1 ? n - 1 : 1);
        bool marked = n >= 13 && (i == 8 || i == n - 3 || i == n - 2);
        double share = marked ? region + .26 : region + ((i * 7) % 5) * .03 - .06;
        points[i] = (ProfilePoint){ .task = arena_printf(doc->arena, "%u%s", (i * 5) % n + 1, i % 6 == 5 ? "К1" : ""), .region = region, .share = share, .low = fmax(0, share - .1), .high = fmin(1, share + .1), .marked = marked };
    }
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "profile", .title = STR("Три трудных задания решены лучше лёгких"), .reading = STR_EMPTY, .summary = STR("Задания 11, 12, 14 на 25 пунктов выше нормы."),
        .of.profile = { .n = n, .points = points } };
    return chart;
}

static inline const Chart *gallery_flow(Doc *doc)
{
    static const FlowBar bars[] = { { STR("школа"), .04, .35, .61, 46, true }, { STR("район"), .17, .69, .14, 740, false } };
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "flow", .title = STR("Отметки за работу выше журнала"), .reading = STR_EMPTY, .summary = STR("Выше журнала 61 % школы и 14 % района."),
        .of.flow = { .n_bars = 2, .bars = bars, .marked = 3, .interval = STR("интервал 95 %: школа 46-74 %, район 12-16 %") } };
    return chart;
}

static inline const Chart *gallery_estimate(Doc *doc)
{
    static const EstimateRow rows[] = { { STR("школа № 7"), .91, .79, .96, true }, { STR("5А"), .95, .8, .99, true }, { STR("5Б"), .86, .66, .95, false }, { STR("5В"), NAN, NAN, NAN, false } };
    Chart *chart = arena_one(doc->arena, Chart);
    *chart = (Chart){ .kind = "estimate", .title = STR("Доля «3» и выше"), .reading = STR_EMPTY, .summary = STR("91 %, от 79 до 96; ожидали 72."),
        .of.estimate = { .n = N_OF(rows), .rows = rows, .scale_min = 0, .scale_max = 1, .line = .72, .unit = STR("% учеников"), .line_label = STR("район 72 %"), .is_share = true } };
    return chart;
}

static inline void gallery_first(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("first"), STR("Отчёт об объективности результатов"));
    sheet->kicker = STR("Мерило · проверка форм");
    sheet->kicker_right = STR("Математика, 4 класс, ВПР 2021");
    sheet->sub = STR("Энская область, 631 школа, 24 917 работ с полным набором баллов. Составлен 21.04.2026.");
    sheet->ruler = true;
    doc_heading(doc, sheet, 3, STR("Ответ за одну минуту"));
    static const float widths[] = { .72f, .28f }, halves[] = { .31f, .69f };
    Node *columns = doc_columns(doc, sheet, 2, widths);
    doc_lead(doc, doc_add(doc, columns, NODE_GROUP), STR("Объяснений ждём от **28 школ** из 631, ещё 52 стоит посмотреть. Порог отметки «3» притягивает работы по всей области: около "
        "**290** (от 210 до 380) оказались на нём, а не чуть ниже. Это общая привычка, а не дело отдельных школ."));
    Node *note = doc_note(doc, doc_add(doc, columns, NODE_GROUP), NOTE_ATTENTION, STR_EMPTY, STR("Признак - не нарушение. Он говорит, где смотреть; вывод делают люди после перепроверки и ответа школы."));
    doc_text(doc, note, STR("28 школ - [лист 3](#levels), вопросы школам - [лист 9](#school-7)."));
    columns = doc_columns(doc, sheet, 2, halves);
    Node *left = doc_add(doc, columns, NODE_GROUP), *right = doc_add(doc, columns, NODE_GROUP);
    doc_heading(doc, left, 3, STR("Что прочитано"));
    static const Fact facts[] = { { STR("Строк в форме"), STR("26 666"), STR_EMPTY }, { STR("Не писали работу"), STR("1 732"), STR_EMPTY }, { STR("Работ"), STR("24 934"), STR("без полного балла 17") },
        { STR("Заданий"), STR("15"), STR_EMPTY }, { STR("Пороги отметок"), STR("6, 10, 15"), STR_EMPTY }, { STR("Откуда пороги"), STR("описание ВПР"), STR_EMPTY } };
    doc_facts(doc, left, N_OF(facts), facts);
    static Column levels[4];
    levels[0] = gallery_column("Уровень", COLUMN_TEXT, 0);
    levels[1] = gallery_column("школ", COLUMN_NUMBER, 0);
    levels[2] = gallery_column("", COLUMN_GRAPHIC, 0);
    levels[3] = gallery_column("ложных|ожидаем", COLUMN_NUMBER, 1);
    levels[2].scale_max = 431;
    levels[1].open = levels[2].open = true;
    Table *table = table_new(doc, STR("levels"), STR("Школы по уровням"), 4, levels, 5);
    static const char *const words[] = { "меньше 8 работ у порогов: вывода нет", "проверено всё, что позволили данные", "один признак, возможен случай", "случаем объяснить трудно", "два вида признаков, не меньше 3 работ" };
    static const int counts[] = { 120, 431, 52, 21, 7 };
    static const double expected[] = { NAN, NAN, 19, 1.1, .1 };
    for (int level = LEVEL_STRONG; level >= 0; level--) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        cells[0] = cell_level((Level)level);
        cells[0].bold = cells[1].bold = true;
        cells[0].text = str_of(words[level]);
        cells[1] = cell_int(counts[level]);
        cells[1].bold = true;
        cells[2] = cell_bar(counts[level], level == 0);
        cells[3] = cell_dec(expected[level]);
    }
    doc_table(doc, right, table);
    Node *chart = doc_chart(doc, sheet, gallery_hist(doc));
    chart->print_twin = false;
    doc_small(doc, sheet, STR("На 6 баллов работ в 3,5 раза больше, чем на 5; честный подъём дал бы 1,6. Числа по каждому баллу - в приложении Б."));
    static Column rules[5];
    rules[0] = gallery_column("Правило", COLUMN_TEXT, 0);
    rules[1] = gallery_column("школ", COLUMN_NUMBER, 0);
    rules[2] = gallery_column("доля", COLUMN_NUMBER, 1);
    rules[3] = gallery_column("лицеев и|гимназий, из 46", COLUMN_NUMBER, 0);
    rules[4] = gallery_column("Чего правило не различает", COLUMN_TEXT, 0);
    static const float shares[] = { .36f, .08f, .08f, .16f, .32f };
    for (int i = 0; i < 5; i++) rules[i].width = shares[i];
    table = table_new(doc, STR("markers"), STR("Федеральные маркеры и наш вывод об одних и тех же школах"), 5, rules, 3);
    static const struct { const char *name; int n; double share; int other; const char *blind; } rows[] = {
        { "Рособрнадзор: завышенное среднее", 240, .38, 39, "сильную школу от завышенных баллов" }, { "Рособрнадзор: несоответствие журналу", 3, .005, 0, "школу, где завышены обе оценки" },
        { "Мерило: признаки и выраженные признаки", 28, .044, 2, "равную мягкость ко всем работам" } };
    for (int i = 0; i < 3; i++) {
        Cell *cells = table_row(doc, table, i == 2 ? ROW_OURS : ROW_PLAIN);
        cells[0] = cell_text(str_of(rows[i].name));
        cells[1] = cell_int(rows[i].n);
        cells[2] = cell_share(rows[i].share);
        cells[3] = cell_int(rows[i].other);
        cells[4] = cell_text(str_of(rows[i].blind));
        cells[1].bold = cells[2].bold = cells[3].bold = i == 2;
    }
    doc_table(doc, sheet, table);
    doc_small(doc, sheet, STR("Совпали по обоим подходам 11 школ. По федеральным маркерам школу судят, поэтому они посчитаны точно и стоят рядом; выводы отчёта на них не опираются."));
    doc_add(doc, sheet, NODE_TOC);
}

static inline void gallery_school(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("school-7"), STR("Почему школа показана: школа № 7"));
    sheet->has_level = true;
    sheet->state = LEVEL_SIGNS;
    sheet->sub = STR("47 работ, два класса");
    doc_lead(doc, sheet, STR("Данных хватило на семь проверок из восьми. Три дали то, что редко бывает случайно. Вместе они указывают на порог отметки «3»: до него не хватает шести работ, на нём и баллом выше семь лишних. Это повод спросить, а не вывод о нарушении."));
    static const Fact facts[] = { { STR("Могли переместиться"), STR("**6 работ**, от 3 до 9"), STR_EMPTY }, { STR("На пороге и балл выше"), STR("14, ожидали 6,8"), STR_EMPTY },
        { STR("За 1-2 балла до порога"), STR("1, ожидали 5,8"), STR_EMPTY }, { STR("У честной школы так бывает"), STR("**1 раз из 700**"), STR_EMPTY } };
    static const Str causes[] = { STR("пограничные работы перечитывали по правилам школы"), STR("задание 6 на 2 балла: сумма 8 складывается чаще") };
    const Chart *charts[] = { gallery_small_hist(doc), gallery_profile(doc, 14), gallery_flow(doc), gallery_estimate(doc), NULL };
    static const char *const titles[] = { "Всплеск на пороге отметки «3»", "Три трудных задания решены лучше лёгких", "Отметки за работу выше журнала у 61 % учеников", "Доля «3» и выше", "Без рисунка" };
    for (uint32_t i = 0; i < 5; i++) {
        Node *sign = doc_add(doc, sheet, NODE_SIGN);
        sign->number = i + 1;
        sign->text = str_of(titles[i]);
        sign->sub = STR("Чуть ниже порога работ мало, ровно на пороге и на балл выше - много.");
        sign->chart = charts[i];
        sign->n_facts = N_OF(facts);
        sign->facts = facts;
        sign->n_items = N_OF(causes);
        sign->items = causes;
    }
    Node *answer = doc_add(doc, sheet, NODE_ANSWER);
    static const Str questions[] = { STR("Что школа считает причиной"), STR("Приложенные документы"), STR("Кто ответил и когда: должность, дата") };
    answer->text = STR("Ответ школы");
    answer->sub = STR("Стоит рядом с признаками на экране и в печатной справке.");
    answer->n_items = 3;
    answer->items = questions;
    Node *details = doc_add(doc, sheet, NODE_DETAILS);
    details->text = STR("Как посчитано");
    doc_text(doc, details, STR("Точный условный критерий у порогов; согласие с журналом."));
    static const Str lines[] = { STR("сравнение с 631 школой"), STR("данные `9f3c…a71e`") };
    doc_list(doc, details, 2, lines);
}

static inline void gallery_funnel_sheet(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("funnel"), STR("ДР 2026, математика, 5 класс"));
    Node *line = doc_add(doc, sheet, NODE_FACTLINE);
    static const Str facts[] = { STR("**18** школ"), STR("**759** работ"), STR("средний балл **11,5** из 24"), STR("пороги **8, 13, 18**") };
    line->n_items = N_OF(facts);
    line->items = facts;
    const Chart *chart = gallery_funnel(doc, 18);
    doc_chart(doc, sheet, chart)->print_twin = true;
    static Column columns[7];
    columns[0] = gallery_column("Школа", COLUMN_TEXT, 0);
    columns[1] = gallery_column("писали", COLUMN_NUMBER, 0);
    columns[2] = gallery_column("«3» и выше", COLUMN_NUMBER, 0);
    columns[3] = gallery_column("интервал 95 %", COLUMN_NUMBER, 0);
    columns[4] = gallery_column("против района", COLUMN_NUMBER, 1);
    columns[5] = gallery_column("черта — район, 72 %", COLUMN_GRAPHIC, 0);
    columns[6] = gallery_column("положение", COLUMN_TEXT, 0);
    columns[5].scale_min = .2;
    columns[5].scale_max = 1;
    columns[5].scale_line = .72;
    Table *table = table_new(doc, STR("same"), STR("Те же данные таблицей"), 7, columns, 18);
    table->note = STR("по номеру школы; места не присваиваются");
    for (uint32_t i = 0; i < 18; i++) {
        const FunnelPoint *p = &chart->of.funnel.points[i];
        Cell *cells = table_row(doc, table, p->beyond ? ROW_ATTENTION : ROW_PLAIN);
        table->rows[i].anchor_id = arena_printf(doc->arena, "school-%u", i + 1);
        if (i == 6) table->rows[i].anchor_id = STR_EMPTY;
        cells[0] = cell_link(arena_printf(doc->arena, "Школа № %u", i + 1), STR("#school-7"));
        cells[1] = cell_int((long long)p->n);
        if (p->too_few) {
            cells[2] = cell_too_few(STR_EMPTY, 4);
            cells[6] = cell_text(STR("меньше 8 работ: доли не показываем"));
            continue;
        }
        double half = 1.96 * sqrt(p->y * (1 - p->y) / p->n);
        cells[2] = cell_share(p->y);
        cells[2].bold = true;
        cells[3] = cell_interval(p->y - half, fmin(1, p->y + half), true);
        cells[4] = cell_signed((p->y - .72) * 24);
        cells[5] = cell_dot(p->y, p->y - half, fmin(1, p->y + half), p->beyond);
        cells[5].is_share = true;
        cells[6] = cell_text(p->beyond ? STR("за пределами, выше") : STR("в пределах случая"));
        cells[6].bold = p->beyond;
    }
    doc_table(doc, sheet, table);
    doc_chart(doc, sheet, gallery_funnel(doc, 400));
    doc_chart(doc, sheet, gallery_profile(doc, 30));
}

static inline void gallery_heat(Doc *doc)
{
    Node *sheet = doc_sheet(doc, STR("heat"), STR("Где району труднее: текстовые задачи 6 и 8"));
    doc_note(doc, sheet, NOTE_INFO, STR("Как читать."), STR("Закрашено только то, что трудно объяснить случаем; остальные числа - обычный разброс."));
    static Column columns[16];
    columns[0] = gallery_column("Школа", COLUMN_TEXT, 0);
    columns[1] = gallery_column("писали", COLUMN_NUMBER, 0);
    for (uint32_t i = 0; i < 14; i++) {
        columns[i + 2] = gallery_column("", COLUMN_CENTRED, 0);
        columns[i + 2].head = arena_printf(doc->arena, "%u|%d б.", i + 1, i > 3 ? 2 : 1);
        columns[i + 2].group = i < 4 ? STR("Числа и действия") : i < 8 ? STR("Текстовые задачи") : i < 11 ? STR("Величины и таблицы") : STR("Геометрия и логика");
        columns[i + 2].group_start = i == 4 || i == 8 || i == 11;
    }
    Table *table = table_new(doc, STR("tasks"), STR("Процент выполнения задания"), 16, columns, 22);
    table->dense = table->wide = true;
    for (uint32_t r = 0; r < 20; r++) {
        Cell *cells = table_row(doc, table, r < 2 ? ROW_BAND : ROW_PLAIN);
        cells[0] = cell_text(r == 0 ? STR("Область") : r == 1 ? STR("Район") : arena_printf(doc->arena, "Школа № %u", r - 1));
        cells[1] = cell_int(r == 0 ? 23604 : r == 1 ? 759 : 9 + (r * 31) % 80);
        if (r == 16) {
            cells[2] = cell_too_few(STR("мало данных: 6 работ, доли не показываем"), 14);
            continue;
        }
        for (uint32_t i = 0; i < 14; i++) {
            cells[i + 2] = cell_dec(92 - 5 * i + (i * r * 7) % 11);
            cells[i + 2].bold = r < 2;
            if ((i * 13 + r * 7) % 29 == 3) cells[i + 2].fill = FILL_BELOW;
            if ((i * 11 + r * 5) % 37 == 4) cells[i + 2].fill = FILL_ABOVE;
        }
    }
    Cell *cells = table_row(doc, table, ROW_SECTION);
    cells[0] = cell_text(STR("Особые случаи"));
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("Школа № 19"));
    cells[1] = cell_hidden();
    for (int i = 2; i < 16; i++) cells[i] = cell_missing();
    doc_table(doc, sheet, table);
    static Column one;
    one = gallery_column("Замечание", COLUMN_TEXT, 0);
    Table *empty = table_new(doc, STR("empty"), STR("Замечания к формам"), 1, &one, 0);
    empty->empty = STR("Замечаний нет: все строки приняты.");
    doc_table(doc, sheet, empty);
    doc_note(doc, sheet, NOTE_RULE, STR("Правило."), STR("Доли не показываем, когда работ меньше 8."));
}

static inline Doc *gallery_doc(Arena *arena)
{
    Doc *doc = doc_new(arena, STR("Мерило: все виды узлов"));
    doc->footer = STR("Мерило 1.0 · данные 9f3c…a71e · порог ложных тревог 5 %");
    gallery_first(doc);
    gallery_school(doc);
    gallery_funnel_sheet(doc);
    gallery_heat(doc);
    return doc;
}

#endif
