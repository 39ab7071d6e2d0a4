/* Pages that hold every node, for tests and for the eye: today of a coordinator, remarks on a form, a heat map, forms. All names and numbers are invented. */
#ifndef TESTS_PAGE_SAMPLE_H
#define TESTS_PAGE_SAMPLE_H

#include "gallery.h"
#include "publish/frame.h"

static inline DocFrame sample_frame(uint32_t i_current)
{
    static DocLink places[] = { { STR("Энский район"), STR("/place?org=enski"), NULL, NO_COUNT, true }, { STR("Школа № 7"), STR("/place?org=sch7"), NULL, NO_COUNT, false } };
    static DocLink years[] = { { STR("2025/26"), STR("/year?y=2025"), NULL, NO_COUNT, true }, { STR("2024/25"), STR("/year?y=2024"), NULL, NO_COUNT, false } };
    static DocLink sections[] = { { STR("Сегодня"), STR("/"), NULL, NO_COUNT, false }, { STR("Результаты"), STR("/results"), NULL, NO_COUNT, false },
        { STR("Признаки"), STR("/signs"), NULL, 3, false }, { STR("Сдача форм"), STR("/forms"), NULL, NO_COUNT, false }, { STR("Школы"), STR("/schools"), NULL, NO_COUNT, false } };
    static DocLink account[] = { { STR("Мои сеансы"), STR("/me"), NULL, NO_COUNT, false } };
    static DocPair out[] = { { STR("all"), STR("0") } };
    static Button leave[] = { { .title = STR("Выйти"), .href = STR("/leave"), .is_post = true, .n_pairs = 1, .pairs = out } };
    static DocLink footer[] = { { STR("Как считаются признаки"), STR("/help"), NULL, NO_COUNT, false }, { STR("Клавиши: ?"), STR("/help/keys"), NULL, NO_COUNT, false }, { STR("Для слабовидящих"), STR("/sight"), NULL, NO_COUNT, false } };
    for (uint32_t i = 0; i < N_OF(sections); i++) sections[i].current = i == i_current;
    return (DocFrame){ .place = STR("Энский район"), .n_places = N_OF(places), .places = places, .year = STR("2025/26"), .n_years = N_OF(years), .years = years,
        .search_action = STR("/search"), .search_hint = STR("Школа, процедура, документ"), .notices_href = STR("/notices"), .n_notices = 3, .account = STR("Координатор района"),
        .n_account_links = 1, .account_links = account, .n_account_buttons = 1, .account_buttons = leave, .n_sections = N_OF(sections), .sections = sections, .version = STR("Мерило 1.0"),
        .data_time = STR("Данные на 21.04.2026, 09:12"), .copy_verified = STR("Копия базы проверена сегодня в 03:00"), .n_footer_links = N_OF(footer), .footer_links = footer, .csrf = STR("c5rf-t0ken") };
}

static inline void sample_decisions(Doc *doc, Node *wide)
{
    static Button see = { .title = STR("Посмотреть"), .href = STR("/signs"), .primary = true }, open = { .title = STR("Открыть"), .href = STR("/forms/4") },
                  name = { .title = STR("Назначить эксперта"), .href = STR("/assign"), .is_post = true };
    static Decision decisions[] = {
        { .has_level = true, .level = LEVEL_SIGNS, .title = STR("3 школы с признаками: ДР, математика, 5 класс"), .href = STR("/signs?procedure=1"), .sub = STR("Школы № 7, № 11, № 14. Ждут вопроса от управления"), .when = STR("3-й день"), .button = &see },
        { .icon = "copy", .title = STR("Перепроверка, русский язык, 4 класс: разошлись 3 работы"), .href = STR("/recheck"), .sub = STR("Две оценки различаются больше чем на 2 балла, нужен третий эксперт"), .when = STR("вчера"), .button = &name },
        { .icon = "file", .title = STR("План школы № 4 на согласование"), .href = STR("/plan/4"), .sub = STR("9 мероприятий; в двух нет ожидаемого результата"), .when = STR("просрочено на 2 дня"), .late = true, .button = &open } };
    Node *head = doc_heading(doc, wide, 2, STR("Ждут вашего решения"));
    head->kicker_right = STR("[Все решения](/decisions)");
    doc_decisions(doc, wide, N_OF(decisions), decisions, STR_EMPTY);
}

static inline void sample_plan(Doc *doc, Node *wide)
{
    static StripPart parts[] = { { 17, STR("сделано"), STRIP_DONE }, { 9, STR("в срок"), STRIP_PLANNED }, { 2, STR("просрочено"), STRIP_TROUBLE }, { 3, STR("без срока"), STRIP_LEFT } };
    static Strip strip = { .summary = STR("Сделано 17 из 31"), .n_parts = 4, .parts = parts };
    static Column columns[] = { { .head = STR("срок"), .width = 0.17f }, { .head = STR("пункт"), .kind = COLUMN_NUMBER, .help = STR("point") }, { .head = STR("мероприятие") }, { .head = STR("отвечает") }, { .head = STR("документы"), .kind = COLUMN_NUMBER }, { .head = STR("") } };
    static Button attach = { .title = STR("Приложить"), .about = STR("пункт 17"), .href = STR("/attach?p=17"), .quiet = true };
    doc_heading(doc, wide, 2, STR("План района: 31 пункт"));
    doc_strip(doc, wide, &strip);
    Table *table = table_new(doc, STR("plan"), STR("Ближайшие сроки"), N_OF(columns), columns, 2);
    table->untitled = true;
    for (int i = 0; i < 2; i++) {
        Cell *cells = table_row(doc, table, i ? ROW_PLAIN : ROW_ATTENTION);
        cells[0] = cell_text(i ? STR("пт, 24.04") : STR("10.04"));
        cells[0].bold = true;
        if (!i) cells[0].text = STR("**10.04**");
        cells[1] = cell_int(i ? 14 : 17);
        if (!i) cells[1].text = STR("просрочено на 11 дней"), cells[1].late = true;
        cells[2] = cell_link(i ? STR("Выборочная перепроверка работ") : STR("Семинар для учителей математики"), STR("/plan/17"));
        cells[3] = cell_text(STR("ИМЦ"));
        cells[4] = cell_text(STR("1 из 2"));
        cells[5] = cell_action(&attach);
    }
    doc_table(doc, wide, table);
}

static inline void sample_side(Doc *doc, Node *side)
{
    static Button first[] = { { .title = STR("Загрузить результаты"), .href = STR("/forms/new"), .icon = "up", .primary = true } }, second[] = { { .title = STR("Справка к совещанию, DOCX"), .href = STR("/brief.docx"), .icon = "file" } };
    static Tile tiles[18];
    static const char *const labels[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18" };
    for (uint32_t i = 0; i < 18; i++) tiles[i] = (Tile){ .label = str_of(labels[i]), .href = STR("/schools/1"), .state = i == 2 || i == 4 || i == 11 || i == 14 ? TILE_MISSING : TILE_DONE, .flag = i == 3 || i == 15 };
    static Tiles set = { .title = STR("Школы по номерам"), .n_tiles = 18, .tiles = tiles, .words = { STR("сдали"), STR("не сдали"), { 0 }, { 0 } }, .flag_words = STR("нет наблюдателя") };
    static HistoryEntry history[] = { { STR("пн, 20.04"), STR("завуч школы № 10"), STR("Исправлены ячейки формы"), STR("«?»"), STR("1"), STR("опечатка при вводе") }, { STR("вс, 19.04"), STR("координатор"), STR("Признак снят: [профильный класс](/signs/13)"), { 0 }, { 0 }, { 0 } } };
    doc_buttons(doc, side, 1, first, STR_EMPTY);
    doc_buttons(doc, side, 1, second, STR_EMPTY);
    doc_heading(doc, side, 3, STR("ВПР, 20.04-20.05"));
    doc_text(doc, side, STR("Форму сдали **14 из 18** школ"));
    doc_tiles(doc, side, &set);
    doc_text(doc, side, STR("Не сдали: № 3, № 5, № 12, № 15. [Напомнить](/remind). Что такое [сдача](?submission)?"));
    doc_heading(doc, side, 3, STR("Что изменилось с пятницы"));
    doc_history(doc, side, N_OF(history), history);
}

static inline Doc *sample_today(Arena *arena)
{
    Doc *doc = doc_new(arena, STR("До пятницы: три решения и два срока"));
    doc->kicker = STR("Вторник, 21 апреля 2026");
    doc->self = STR("/today");
    Node *wide, *side;
    doc_aside(doc, NULL, &wide, &side);
    sample_decisions(doc, wide);
    sample_plan(doc, wide);
    sample_side(doc, side);
    return doc;
}

static inline void sample_grid(Doc *doc, Node *wide)
{
    static GridColumn columns[] = { { STR("A"), STR("код"), true }, { STR("B"), STR("класс"), false }, { STR("C"), STR("1 (1б)"), false }, { STR("D"), STR("2 (2б)"), false }, { STR("E"), STR("итог"), false }, { STR("F"), STR("журнал"), true } };
    static GridCell cells[4][6] = {
        { { .text = STR("50701") }, { .text = STR("5А") }, { .text = STR("1") }, { .text = STR("2") }, { .text = STR("3") }, { .text = STR("4") } },
        { { .text = STR("50703") }, { .text = STR("5А") }, { .text = STR("?"), .state = GRID_WRONG, .number = 1, .field = STR("c13-2"), .about = STR("C13, задание 1: балл не читается") }, { .text = STR("1") }, { .text = STR("1") }, { .text = STR("3") } },
        { { .text = STR("5О709"), .state = GRID_REPAIRED, .number = 1 }, { .text = STR("5А") }, { .text = STR("1") }, { .text = STR("2"), .state = GRID_EDITED }, { .text = STR("3") }, { .text = STR("3") } },
        { { .text = STR("=1+1") }, { .text = STR("<b>") }, { .text = STR("1") }, { .text = STR("3"), .state = GRID_WRONG, .number = 2 }, { .text = STR("4") }, { .text = STR("5") } } };
    static GridRow rows[] = { { 11, false, cells[0] }, { 13, false, cells[1] }, { 19, true, cells[2] }, { 20, false, cells[3] } };
    static CellGrid grid = { .title = STR("Лист «биология», строки 11-20"), .note = STR("Показаны строки с замечаниями и соседние"), .head_row = 10, .n_columns = N_OF(columns), .columns = columns, .n_rows = N_OF(rows), .rows = rows };
    static LegendItem legend[] = { { SWATCH_WRONG, { 0 }, STR("исправить") }, { SWATCH_REPAIRED, { 0 }, STR("исправлено программой") }, { SWATCH_EDITED, { 0 }, STR("исправлено вами") }, { SWATCH_NONE, STR("Tab"), STR("к следующему замечанию") }, { SWATCH_NONE, STR("Ctrl V"), STR("вставить из Excel") } };
    static FormButton buttons[] = { { .title = STR("Принять 412 чистых строк"), .name = STR("do"), .value = STR("clean"), .primary = true }, { .title = STR("Исправить и принять всё"), .name = STR("do"), .value = STR("all") } };
    static InputForm form = { .action = STR("/forms/10"), .is_post = true, .n_buttons = 2, .buttons = buttons, .note = STR("Чистые строки пойдут сразу; семь останутся в черновике до среды.") };
    Node *node = doc_form(doc, wide, &form);
    doc_grid(doc, node, &grid);
    doc_legend(doc, node, N_OF(legend), legend);
}

static inline void sample_remarks(Doc *doc, Node *side)
{
    static FieldOption zero_one[] = { { .value = STR("0"), .title = STR("0") }, { .value = STR("1"), .title = STR("1") }, { .value = STR("x"), .title = STR("x") } };
    static DocPair pairs[] = { { STR("cell"), STR("C13") } };
    static CellRemark remarks[] = {
        { .number = 1, .title = STR("Балл не читается"), .cell = STR("C13"), .href = STR("#c-C13"), .value = STR("?"), .text = STR("В задании 1 бывает 0, 1 или «x» (не приступал)."), .action = STR("/forms/10/cell"), .name = STR("value"), .n_pairs = 1, .pairs = pairs, .n_answers = 3, .answers = zero_one, .other = true },
        { .number = 2, .title = STR("Балл больше возможного"), .cell = STR("D20"), .href = STR("#c-D20"), .value = STR("3"), .text = STR("За задание 2 дают не больше 2.") },
        { .number = 1, .repaired = true, .title = STR("Исправлено программой,"), .cell = STR("A19"), .href = STR("#c-A19"), .value = STR("5О709"), .text = STR("Буква «О» прочитана как ноль.") } };
    doc_heading(doc, side, 3, STR("Замечания: 2"));
    doc_small(doc, side, STR("По порядку ячеек. Исправление записывается вместе с прежним значением."));
    doc_remarks(doc, side, N_OF(remarks), remarks);
}

static inline Doc *sample_import(Arena *arena)
{
    static DocLink crumbs[] = { { STR("Результаты"), STR("/results"), NULL, NO_COUNT, false }, { STR("Загрузка"), STR("/forms"), NULL, NO_COUNT, false }, { STR("ДР-2026_5-класс_школа-10.xlsx"), { 0 }, NULL, NO_COUNT, false } };
    static DocLink views[] = { { STR("С замечаниями"), STR("/forms/10"), NULL, NO_COUNT, true }, { STR("Все 419"), STR("/forms/10?all=1"), NULL, NO_COUNT, false } };
    static StripPart parts[] = { { 412, STR("чисто"), STRIP_DONE }, { 7, STR("исправить"), STRIP_TROUBLE } };
    static Strip strip = { .summary = STR("**Проверено 419 из 419 строк**"), .n_parts = 2, .parts = parts, .thin = true };
    static Str line[] = { STR("412 приняты бы как есть"), STR("7 ждут исправления"), STR("ничего ещё не записано") };
    static Fact facts[] = { { STR("процедура"), STR("ДР 2026, 5 класс"), { 0 } }, { STR("школа"), STR("Школа № 10"), { 0 } }, { STR("классы"), STR("5А, 5Б, 5В"), { 0 } }, { STR("листы"), STR("7 предметов"), { 0 } } };
    Doc *doc = doc_new(arena, STR("Принять можно 412 строк из 419, семь исправить"));
    doc->n_crumbs = N_OF(crumbs);
    doc->crumbs = crumbs;
    doc->n_factline = N_OF(line);
    doc->factline = line;
    doc->self = STR("/forms/10");
    doc->query = STR("all=0&sheet=биология");
    doc_strip(doc, NULL, &strip);
    Node *wide, *side;
    doc_aside(doc, NULL, &wide, &side);
    Node *panel = doc_panel(doc, wide, STR("Что понято из файла"));
    panel->sub = STR("[Понято неверно?](/forms/10/understood)");
    doc_facts(doc, panel, N_OF(facts), facts)->across = true;
    doc_switch(doc, wide, STR("Строки"), N_OF(views), views);
    sample_grid(doc, wide);
    sample_remarks(doc, side);
    return doc;
}

static inline Doc *sample_form(Arena *arena, bool wrong)
{
    static FieldOption roles[] = { { STR("coordinator"), STR("Координатор района"), STR("видит все школы района"), false }, { STR("deputy"), STR("Завуч школы"), { 0 }, false } }, boxes[] = { { STR("a"), STR("Письмом"), { 0 }, true }, { STR("b"), STR("На странице «Сегодня»"), { 0 }, false } };
    const Field made[] = {
        { .kind = FIELD_TEXT, .name = STR("name"), .label = STR("Имя и отчество"), .hint = STR("Как к вам обращаться"), .value = STR("Анна \"Сергеевна\" <b>"), .autocomplete = "name", .max_length = 80, .focus = true },
        { .kind = FIELD_NUMBER, .name = STR("max"), .label = STR("Наибольший балл"), .value = wrong ? STR("двадцать") : STR("20"), .error = wrong ? STR("Это не число: «двадцать». Напишите цифрами, например 20.") : STR_EMPTY, .unit = STR("баллов"), .width = 4, .help = STR("max") },
        { .kind = FIELD_DATE, .name = STR("day"), .label = STR("Срок сдачи"), .value = STR("2026-04-24"), .optional = true },
        { .kind = FIELD_SELECT, .name = STR("role"), .label = STR("Роль"), .value = STR("deputy"), .n_options = 2, .options = roles },
        { .kind = FIELD_RADIO, .name = STR("role2"), .label = STR("Кого пригласить"), .value = STR("coordinator"), .n_options = 2, .options = roles, .error = wrong ? STR("Выберите одну роль.") : STR_EMPTY },
        { .kind = FIELD_CHECK, .name = STR("how"), .label = STR("Как напоминать"), .n_options = 2, .options = boxes, .optional = true },
        { .kind = FIELD_CHECK, .name = STR("agree"), .label = STR("Показать закрытые школы"), .value = STR("1") },
        { .kind = FIELD_LONG_TEXT, .name = STR("why"), .label = STR("Причина"), .value = STR("Первая строка\n<вторая>"), .draft = true, .section = STR("Почему"), .max_length = 2000 },
        { .kind = FIELD_FILE, .name = STR("file"), .label = STR("Форма из ФИС ОКО"), .hint = STR("XLSX, XLS, ODS или CSV, до 64 МБ"), .accept = ".xlsx,.xls,.ods,.csv", .multiple = true },
        { .kind = FIELD_PASTE, .name = STR("table"), .label = STR("Или вставьте из Excel"), .value = STR("код\tкласс\n1\t5А"), .optional = true },
        { .kind = FIELD_PASSWORD, .name = STR("password"), .label = STR("Пароль"), .value = STR("s3cret"), .autocomplete = "current-password" },
        { .kind = FIELD_HIDDEN, .name = STR("version"), .value = STR("17") } };
    Field *fields = arena_array(arena, Field, N_OF(made));
    memcpy(fields, made, sizeof made);
    static FormButton buttons[] = { { .title = STR("Сохранить срок"), .primary = true }, { .title = STR("Удалить"), .name = STR("do"), .value = STR("delete") } };
    InputForm *form = arena_one(arena, InputForm);
    *form = (InputForm){ .id = STR("term"), .action = STR("/terms/1"), .is_post = true, .is_upload = true, .n_fields = N_OF(made), .fields = fields, .n_buttons = 2, .buttons = buttons };
    static Field find[] = { { .kind = FIELD_TEXT, .name = STR("q"), .label = STR("Школа"), .optional = true } };
    static FormButton go[] = { { .title = STR("Найти") } };
    static InputForm filter = { .action = STR("/schools"), .in_line = true, .n_fields = 1, .fields = find, .n_buttons = 1, .buttons = go };
    static DocLink chips[] = { { STR("Все"), STR("/schools"), NULL, 18, true }, { STR("Сдали"), STR("/schools?state=done"), NULL, 14, false }, { STR("Не сдали"), STR("/schools?state=missing"), NULL, 0, false } };
    static Pager pages = { .from = 1, .to = 50, .total = 640, .next = STR("/schools?from=51"), .of = STR("школ") };
    Doc *doc = doc_new(arena, STR("Срок сдачи формы"));
    doc_form(doc, NULL, &filter);
    doc_chips(doc, NULL, STR("Показать"), N_OF(chips), chips);
    doc_form(doc, NULL, form);
    doc_pager(doc, NULL, &pages);
    return doc;
}

/* Schools × tasks. */
static inline Doc *sample_heat(Arena *arena)
{
    static LegendItem legend[] = { { SWATCH_BELOW, { 0 }, STR("ниже области") }, { SWATCH_ABOVE, { 0 }, STR("выше области") }, { SWATCH_PLAIN, { 0 }, STR("в пределах случая") }, { SWATCH_NONE, STR("left up down right"), STR("по клеткам") }, { SWATCH_NONE, STR("Enter"), STR("работы") }, { SWATCH_NONE, STR("T"), STR("таблица") } };
    static DocLink tabs[] = { { STR("Воронка"), STR("/r?view=funnel"), NULL, NO_COUNT, false }, { STR("Баллы"), STR("/r?view=scores"), NULL, NO_COUNT, false }, { STR("Задания"), STR("/r?view=tasks"), NULL, NO_COUNT, true }, { STR("Отметки и журнал"), STR("/r?view=marks"), NULL, NO_COUNT, false } };
    static DocLink views[] = { { STR("Рисунок и таблица"), STR("/r?show=both"), NULL, NO_COUNT, true }, { STR("Таблица"), STR("/r?show=table"), NULL, NO_COUNT, false } };
    static Str facts[] = { STR("**18** школ"), STR("**759** работ"), STR("средний балл **11,5** из 24") };
    static Column columns[16];
    static const char *const heads[] = { "1|1 б.", "2|1 б.", "3|1 б.", "4|1 б.", "5|1 б.", "6|2 б.", "7|2 б.", "8|2 б.", "9|2 б.", "10|2 б.", "11|2 б.", "12|2 б.", "13|2 б.", "14|2 б." };
    columns[0] = (Column){ .head = STR("школа"), .width = 0.12f };
    columns[1] = (Column){ .head = STR("писали"), .kind = COLUMN_NUMBER };
    for (int i = 0; i < 14; i++) columns[i + 2] = (Column){ .head = str_of(heads[i]), .kind = COLUMN_CENTRED, .group = i < 4 ? STR("Числа и действия") : i < 8 ? STR("Текстовые задачи") : i < 11 ? STR("Величины и таблицы") : STR("Геометрия и логика"), .group_start = i == 4 || i == 8 || i == 11 };
    Doc *doc = doc_new(arena, STR("Где району труднее: текстовые задачи 6 и 8"));
    doc->lead = STR("Процент выполнения задания. Закрашено только то, что трудно объяснить случаем; остальные числа — обычный разброс.");
    doc->self = STR("/results/2026-5-математика");
    doc->has_level = true;
    doc->level = LEVEL_SIGNS;
    doc->n_factline = 3, doc->factline = facts;
    doc->n_tabs = N_OF(tabs), doc->tabs = tabs;
    doc->n_views = 2, doc->views = views;
    doc_legend(doc, NULL, N_OF(legend), legend);
    Table *table = table_new(doc, STR("tasks"), STR("Выполнение заданий, %"), 16, columns, 20);
    table->dense = table->keys = table->panel = table->untitled = table->wide = true;
    for (int r = 0; r < 20; r++) {
        Cell *cells = table_row(doc, table, r < 2 ? ROW_BAND : ROW_PLAIN);
        cells[0] = r == 0 ? cell_text(STR("Область")) : r == 1 ? cell_text(STR("Район")) : cell_link(arena_printf(arena, "Школа № %d", r - 1), STR("/schools/1"));
        cells[1] = cell_int(r == 0 ? 23604 : r == 1 ? 759 : 6 + r * 7 % 61);
        if (r == 16) {
            cells[2] = cell_too_few(STR("мало данных: 6 работ, доли не показываем"), 14);
            continue;
        }
        for (int i = 0; i < 14; i++) {
            cells[i + 2] = cell_int(94 - 5 * i + (r * 7 + i * 11) % 13);
            cells[i + 2].bold = r < 2;
            if ((r * 5 + i * 3) % 37 == 1) {
                cells[i + 2].fill = i < 8 ? FILL_BELOW : FILL_ABOVE;
                cells[i + 2].anchor = STR("/results/works?task=6");
                cells[i + 2].detail = STR("от 23 до 55; область 61 %|Задача на движение. Ноль у 15 из 31, полный балл у 8.|Другие причины: тема позже по программе, новый учитель.");
            }
        }
    }
    doc_table(doc, NULL, table);
    return doc;
}

/* Why a school is shown: signs with pictures, the answer, and what to do next at the side. */
static inline Doc *sample_why(Arena *arena)
{
    static DocLink crumbs[] = { { STR("Признаки"), STR("/signs"), NULL, NO_COUNT, false }, { STR("Школа № 7"), { 0 }, NULL, NO_COUNT, false } };
    static Str line[] = { STR("47 работ, два класса"), STR("уровень поставлен 18.04.2026, действует до 31.08.2027") };
    static const Fact facts[] = { { STR("Могли переместиться"), STR("**6 работ**, от 3 до 9"), STR_EMPTY }, { STR("На пороге и балл выше"), STR("14, ожидали 6,8"), STR_EMPTY }, { STR("У честной школы так бывает"), STR("**1 раз из 700**"), STR_EMPTY } };
    static const Str causes[] = { STR("пограничные работы перечитывали по правилам школы"), STR("задание 6 на 2 балла: сумма 8 складывается чаще") };
    static Button ask[] = { { .title = STR("Отправить вопрос"), .href = STR("/signs/7/ask"), .primary = true } }, lift[] = { { .title = STR("Снять с причиной"), .href = STR("/signs/7/lift") } };
    static const Str questions[] = { STR("Что школа считает причиной"), STR("Приложенные документы"), STR("Кто ответил и когда: должность, дата") };
    Doc *doc = doc_new(arena, STR("Почему школа показана: школа № 7"));
    doc->n_crumbs = N_OF(crumbs), doc->crumbs = crumbs;
    doc->has_level = true, doc->level = LEVEL_SIGNS, doc->level_text = STR("Признаки: нужно объяснение школы");
    doc->n_factline = N_OF(line), doc->factline = line;
    doc->self = STR("/signs/7");
    Node *wide, *side;
    doc_aside(doc, NULL, &wide, &side);
    doc_lead(doc, wide, STR("Данных хватило на семь проверок из восьми. Две дали то, что редко бывает случайно. Вместе они указывают на порог отметки «3». Это повод спросить, а не вывод о нарушении."));
    const Chart *charts[] = { gallery_small_hist(doc), gallery_profile(doc, 14) };
    for (uint32_t i = 0; i < N_OF(charts); i++) {
        Node *sign = doc_add(doc, wide, NODE_SIGN);
        *sign = (Node){ .kind = NODE_SIGN, .id = STR_EMPTY, .number = i + 1, .text = charts[i]->title, .sub = STR("Чуть ниже порога работ мало, ровно на пороге и на балл выше - много."), .chart = charts[i],
            .n_facts = N_OF(facts), .facts = facts, .n_items = N_OF(causes), .items = causes };
    }
    Node *answer = doc_add(doc, wide, NODE_ANSWER);
    answer->text = STR("Ответ школы");
    answer->sub = STR("Стоит рядом с признаками на экране и в печатной справке.");
    answer->n_items = N_OF(questions), answer->items = questions;
    Node *next = doc_panel(doc, side, STR("Что сделать дальше"));
    doc_heading(doc, next, 4, STR("Спросить школу"));
    doc_small(doc, next, STR("Ответ ждут 10 рабочих дней, до 06.05.2026"));
    doc_buttons(doc, next, 1, ask, STR_EMPTY);
    doc_heading(doc, next, 4, STR("Снять признак"));
    doc_small(doc, next, STR("Если причина понятна: её запишут и подпишут"));
    doc_buttons(doc, next, 1, lift, STR_EMPTY);
    doc_heading(doc, side, 3, STR("Мог ли это быть случай"));
    doc_text(doc, side, STR("В списке 3 школы района. Если бы все 18 школ работали честно, в таком списке в среднем оказалось бы 0,1 школы."));
    return doc;
}

/* Results of a procedure: the funnel with a chosen school beside it, the twin below. */
static inline Doc *sample_funnel(Arena *arena)
{
    static DocLink tabs[] = { { STR("Воронка"), STR("/r?view=funnel"), NULL, NO_COUNT, true }, { STR("Баллы"), STR("/r?view=scores"), NULL, NO_COUNT, false }, { STR("Задания"), STR("/r?view=tasks"), NULL, NO_COUNT, false } };
    static Fact facts[] = { { STR("писали"), STR("47 учеников"), { 0 } }, { STR("«3» и выше"), STR("**91 %**, от 79 до 96"), { 0 } }, { STR("ожидали"), STR("72 %, от 58 до 86"), { 0 } } };
    static Button why[] = { { .title = STR("Почему школа показана"), .href = STR("/signs/7") } };
    static FieldOption shown[] = { { .value = STR("3"), .title = STR("доля «3» и выше") }, { .value = STR("4"), .title = STR("доля «4» и «5»") }, { .value = STR("mean"), .title = STR("средний балл") } }, more[] = { { .value = STR("region"), .title = STR("школы области фоном"), .chosen = true } };
    static Field fields[] = { { .kind = FIELD_RADIO, .name = STR("y"), .label = STR("Показать"), .value = STR("3"), .n_options = 3, .options = shown, .optional = true }, { .kind = FIELD_CHECK, .name = STR("with"), .label = STR("Ещё"), .n_options = 1, .options = more, .optional = true } };
    static FormButton buttons[] = { { .title = STR("Показать") } };
    static InputForm form = { .action = STR("/r"), .in_line = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = buttons };
    Doc *doc = doc_new(arena, STR("ДР 2026, математика, 5 класс"));
    doc->self = STR("/results/2026-5-математика");
    doc->n_tabs = N_OF(tabs), doc->tabs = tabs;
    Node *wide, *side;
    doc_aside(doc, NULL, &wide, &side);
    Chart *chart = arena_one(arena, Chart);
    *chart = *gallery_funnel(doc, 18);
    FunnelPoint *points = arena_array(arena, FunnelPoint, 18);
    for (uint32_t i = 0; i < 18; i++) {
        points[i] = chart->of.funnel.points[i];
        points[i].anchor = arena_printf(arena, "/results/2026-5-математика/schools/%u", i + 1);
    }
    chart->of.funnel.points = points;
    doc_chart(doc, doc_panel(doc, wide, STR_EMPTY), chart);
    Node *chosen = doc_panel(doc, side, STR("Школа № 7"));
    chosen->kicker = STR("Выбрана школа");
    doc_facts(doc, chosen, N_OF(facts), facts);
    doc_text(doc, chosen, STR("Средний балл обычный, а порог проходят почти все. Одна воронка - ещё не признак."));
    doc_buttons(doc, chosen, 1, why, STR_EMPTY);
    doc_form(doc, side, &form);
    return doc;
}

#endif
