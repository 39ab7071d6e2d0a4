/* Invented data for papers: an office, plans of every layout, an order, minutes, a note, a report. */
#ifndef TESTS_PAPER_SAMPLE_H
#define TESTS_PAPER_SAMPLE_H

#include "base/date.h"
#include "publish/paper.h"

#define S(text) { text, sizeof(text) - 1 }
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))
#define ALL(array) COUNT(array), array

static const PaperRequisites sample_org = {
    .parent = S("Администрация Энского муниципального района"),
    .name = S("Управление образования администрации\nЭнского муниципального района"),
    .short_name = S("УО Энского района"),
    .name_genitive = S("управления образования Энского муниципального района"),
    .name_dative = S("управлению образования Энского муниципального района"),
    .place = S("г. Энск"),
    .address = S("ул. Школьная, д. 1, г. Энск, 000000"),
    .phone = S("8 (000) 00-00-00"),
    .email = S("uo@example.ru"),
    .site = S("https://uo.example.ru"),
    .codes = S("ОКПО 00000000, ОГРН 0000000000000\nИНН/КПП 0000000000/000000000"),
    .head_post = S("Начальник управления"),
    .head_post_full = S("Начальник управления образования\nЭнского муниципального района"),
    .head_name = S("Начальникова А.Б."),
    .executor_name = S("Методистова Вера Павловна, методист"),
    .executor_phone = S("8 (000) 00-00-01"),
    .certifier_post = S("Делопроизводитель"),
    .certifier_name = S("Писарева Г.Д."),
};

static const Str sample_imc[] = { S("МКУ «Энский ИМЦ»") };
static const Str sample_two[] = { S("МКУ «Энский ИМЦ»"), S("руководители РМО") };
static const Str sample_school[] = { S("руководители ОО") };
static const Str sample_named[] = { S("Управление образования"), S("МКУ «Энский ИМЦ»"), S("заместители директоров по учебно-воспитательной работе") };
static const Str sample_bullets[] = { S("руководителей общеобразовательных организаций по вопросам анализа результатов оценочных процедур"),
    S("учителей (критериальное оценивание)"), S("независимых наблюдателей") };

#define TERM(words) { .text = S(words) }
#define NOTHING .n_bullets = 0

static const Measure sample_kinds[] = {
    { .number = S("1."), .title = S("Анализ результатов внешней оценки качества образования школ района, в том числе результатов олимпиад"), .term = TERM("Август 2025 г."),
      .n_responsible = 2, .responsible = sample_two, .expected = S("Выявление проблемных зон. Формирование муниципальной базы данных") },
    { .number = S("2."), .title = S("Инструктивно-методическое совещание с руководителями по вопросам объективности оценивания"), .term = TERM("Сентябрь 2025 (08.09.2025)"),
      .n_responsible = 3, .responsible = sample_named, .expected = S("Единые критериальные подходы к оцениванию на уровне начального и основного общего образования") },
    { .number = S("3."), .title = S("Организация обучения"), .n_bullets = 3, .bullets = sample_bullets, .term = TERM("Сентябрь 2025 г. - апрель 2026 г. (по плану МКУ «Энский ИМЦ»)"),
      .n_responsible = 1, .responsible = sample_imc, .expected = S("Повышение профессионального уровня педагогов и независимых наблюдателей в вопросах оценки качества образования") },
    { .number = S("4."), .title = S("Педагогические советы по итогам оценочных процедур"), .term = TERM("Ноябрь-декабрь 2025 г., май-июнь 2026 г."),
      .n_responsible = 1, .responsible = sample_school, .expected = S("Скорректированные рабочие программы") },
    { .number = S("5."), .title = S("Выборочная перепроверка работ с результатами, значительно отличающимися от средних по району"), .term = TERM("в соответствии с графиком ВПР"),
      .n_responsible = 1, .responsible = sample_imc, .expected = S("Повышение качества оценивания предметными комиссиями") },
};

static const Str sample_heads[] = { S("№ п/п"), S("Наименование мероприятия (краткое содержание)"), S("Сроки исполнения"), S("Ответственный исполнитель"), S("Ожидаемый результат") };
static const Str sample_basis[] = { S("письма министерства образования области от 08.09.2025 № 19-22/2025") };

/* n measures of the full layout: the five over and over, numbered on. */
static inline PlanContent sample_plan(Arena *arena, uint32_t n)
{
    Measure *measures = arena_array(arena, Measure, n);
    for (uint32_t i = 0; i < n; i++) {
        measures[i] = sample_kinds[i % COUNT(sample_kinds)];
        measures[i].number = arena_printf(arena, "%u", i + 1);
        measures[i].i_section = PLAN_NO_SECTION;
    }
    return (PlanContent){ .kind = PLAN_PLAN, .approved_on = DATE_NONE, .school_year = 2025, .n_measures = n, .measures = measures, .n_columns = COUNT(sample_heads), .columns = sample_heads,
        .title = STR("План мероприятий по оказанию методической помощи школам, в которых результаты оценочных процедур требуют объяснения, на 2025/26 учебный год") };
}

static const PlanSection sample_sections[] = { { S("1"), S("Организационные, аналитические мероприятия") }, { S("2"), S("Меры по повышению объективности оценивания образовательных результатов") } };

static inline PlanContent sample_sectioned(Arena *arena)
{
    PlanContent plan = sample_plan(arena, 5);
    Measure *measures = arena_array(arena, Measure, 5);
    static const char *const numbers[] = { "1.1", "1.2", "2.1", "2.2", "2.3" };
    for (uint32_t i = 0; i < 5; i++) {
        measures[i] = plan.measures[i];
        measures[i].number = str_of(numbers[i]);
        measures[i].i_section = i < 2 ? 0 : 1;
        measures[i].expected = STR_EMPTY;
    }
    plan.measures = measures;
    plan.n_sections = 2;
    plan.sections = sample_sections;
    plan.n_columns = 0;
    plan.title = STR("План мероприятий, направленных на повышение объективности оценивания образовательных результатов");
    return plan;
}

static inline PlanContent sample_tasks(Arena *arena)
{
    PlanContent plan = sample_plan(arena, 5);
    Measure *measures = arena_array(arena, Measure, 5);
    for (uint32_t i = 0; i < 5; i++) {
        measures[i] = plan.measures[i];
        measures[i].number = STR_EMPTY;
        measures[i].task = i < 3 ? STR("Формирование позитивного отношения к вопросам объективной оценки результатов обучения") : STR("Повышение квалификации педагогов");
    }
    plan.measures = measures;
    plan.n_columns = 0;
    plan.goal = STR("повышение эффективности системы оценки в школе;\nдостоверная информация о качестве образования для всех участников.");
    plan.title = STR("Мероприятия по формированию позитивного отношения к вопросам объективной оценки результатов обучения МОУ СОШ № 2");
    return plan;
}

static inline PlanContent sample_results(Arena *arena)
{
    PlanContent plan = sample_tasks(arena);
    Measure *measures = arena_array(arena, Measure, 5);
    for (uint32_t i = 0; i < 5; i++) {
        measures[i] = plan.measures[i];
        measures[i].task = STR_EMPTY;
        measures[i].term.text = STR_EMPTY;
        measures[i].n_participants = 2;
        measures[i].participants = sample_two;
        measures[i].n_responsible = 0;
    }
    plan.measures = measures;
    plan.goal = STR_EMPTY;
    plan.kind = PLAN_LETTER;
    plan.title = STR("Перечень мероприятий по формированию позитивного отношения к объективной оценке образовательных результатов");
    return plan;
}

static const Str sample_heads_of_schools[] = { S("Руководителям общеобразовательных организаций") };
static const Str sample_keeper[] = { S("заведующего МКУ «Энский ИМЦ» Методистову В.П.") };
static const PlanDecision sample_points[] = {
    { .number = S("1"), .text = S("Утвердить План мероприятий по оказанию методической помощи на 2025/26 учебный год (приложение).") },
    { .number = S("2.1"), .text = S("Обеспечить эффективное функционирование внутренней системы оценки качества образования"), .n_responsible = 1, .responsible = sample_heads_of_schools },
    { .number = S("2.2"), .text = S("Разработать план мероприятий по обеспечению объективности образовательных результатов."), .term = TERM("до 30.10.2025"), .n_responsible = 1,
      .responsible = sample_heads_of_schools },
    { .number = S("3"), .text = S("Контроль за исполнением приказа возложить на заведующего МКУ «Энский ИМЦ» Методистову В.П."), .n_responsible = 1, .responsible = sample_keeper },
};

static inline PlanContent sample_order(Arena *arena, uint32_t n)
{
    PlanContent plan = sample_plan(arena, n);
    plan.kind = PLAN_ORDER;
    plan.controller = sample_keeper[0];
    plan.n_decisions = COUNT(sample_points);
    plan.decisions = sample_points;
    plan.n_basis = COUNT(sample_basis);
    plan.basis = sample_basis;
    return plan;
}

static const Str sample_watchers[] = { S("Методистова В.П., главный специалист управления"), S("руководители ОО") };
static const PlanDecision sample_decided[] = {
    { .number = S("1"), .text = S("Информировать общественность о возможности наблюдения за независимыми процедурами. Утвердить список общественных наблюдателей."), .term = TERM("в соответствии с графиком процедур"),
      .n_responsible = 2, .responsible = sample_watchers },
    { .number = S("2"), .text = S("Руководителям школ разработать и утвердить план родительских собраний."), .term = TERM("не позднее 19.01.2026"), .n_responsible = 1, .responsible = sample_school },
};
static const Str sample_heard[] = { S("Ознакомила с нормативными документами и методическими рекомендациями по проведению независимых оценочных процедур. Обратила внимание на необходимость работы с родителями."),
    S("Предложила направить независимых наблюдателей в каждую школу; данные диагностической работы приведены в таблице.") };
static const Str sample_spoke[] = { S("Директорова Е.Ж. — поддержала предложение, просит составить график выездов до 20 января.") };
static const Str sample_table_heads[] = { S("Школа"), S("Класс"), S("Работ всего"), S("Средний балл"), S("Основание отбора") };
static const bool sample_numbers[] = { false, false, true, true, false };
static const Str sample_cells[] = { S("Школа № 7"), S("5А"), S("25"), S("14,2"), S("Признак: всплеск на пороге отметки «3»; 4 работы взяты случайно"), S("Школа № 7"), S("5Б"), S("22"), S("13,8"),
    S("Случайный отбор для сравнения"), S("Школа № 11"), S("5А"), S("20"), S("12,1"), S("Признак: трудные задания 11, 12 и 14") };
static const FrozenTable sample_frozen[] = { { .title = S("Диагностическая работа по математике, 5 классы"), .n_columns = 5, .heads = sample_table_heads, .is_number = sample_numbers, .n_rows = 3, .cells = sample_cells,
    .note = S("Признак не является выводом о нарушении."), .taken_on = 20465, .sha256 = S("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef") } };
static const MinutesItem sample_items[] = {
    { .number = S("1"), .question = S("О подготовке к промежуточной и итоговой аттестации, обеспечении объективности оценочных процедур"), .speaker = S("Методистову В.П., главного специалиста управления образования."), .n_heard = 2,
      .heard = sample_heard, .n_spoke = 1, .spoke = sample_spoke, .n_tables = 1, .tables = sample_frozen, .n_decisions = 2, .decisions = sample_decided, .vote = S("Голосовали: «за» — 18, «против» — нет, «воздержались» — нет.") },
    { .number = S("2"), .question = S("О плане выездов в школы"), .n_decisions = 1, .decisions = &sample_decided[1] },
};
static const Str sample_present[] = { S("руководители образовательных организаций"), S("специалисты управления образования"), S("МКУ «Энский ИМЦ»") };
static const Minutes sample_minutes = { .meeting = S("совещания руководителей образовательных организаций"), .number = S("2"), .day = 20465, .chair_post = S("начальник управления"), .chair_name = S("А.Б. Начальникова"),
    .secretary_name = S("Писарева Г.Д."), .n_present = 3, .present = sample_present, .n_items = 2, .items = sample_items };

static const Str sample_findings[] = { S("В диагностической работе участвовали 18 школ, 759 работ; отсутствовали 6,2 % учеников."), S("Средний балл по району 13,4; по области 13,1 (95 % границы 12,9–13,3).") };
static const NotePart sample_parts[] = { { .heading = S("Результаты"), .n_paras = 2, .paras = sample_findings, .n_tables = 1, .tables = sample_frozen } };
static const NotePart sample_annexes[] = { { .heading = S("ПЕРЕЧЕНЬ\nработ, отобранных для перепроверки"), .n_paras = 1, .paras = sample_findings, .n_tables = 1, .tables = sample_frozen },
    { .heading = S("СОСТАВ\nкомиссии"), .n_paras = 1, .paras = sample_findings } };
static const NoteAdvice sample_advice[] = {
    { .addressee = S("Руководителям общеобразовательных организаций"), .text = S("рассмотреть результаты на педагогических советах"), .term = TERM("до 1 июня 2026 г.") },
    { .addressee = S("Руководителям общеобразовательных организаций"), .text = S("внести изменения в рабочие программы"), .term = TERM("август 2026 г.") },
    { .addressee = S("МКУ «Энский ИМЦ»"), .text = S("провести практикум по критериальному оцениванию"), .term = TERM("май 2026 г.") },
};
static const AnalyticNote sample_note = { .subject = S("о результатах диагностической работы по математике в 5 классах"), .period = S("за 2025/26 учебный год"),
    .aim = S("Установить, каких элементов содержания ученики не освоили, и какие результаты требуют перепроверки."), .basis = S("Приказ управления образования от 10.03.2026 № 41."),
    .method = S("Работы проверены по единым критериям; признаки посчитаны с поправкой на число школ."), .n_parts = 1, .parts = sample_parts, .n_conclusions = 2, .conclusions = sample_findings, .n_advice = 3, .advice = sample_advice };

static const Str sample_evidence[] = { S("протокол от 29.10.2025 № 3"), S("список участников, 31 человек") };
static const ExecutionCount sample_counts[] = { { S("выполнено"), 2 }, { S("в работе"), 1 }, { S("срок прошёл"), 1 }, { S("срок не наступил"), 1 } };
static inline ExecutionSummary sample_execution(Arena *arena)
{
    PlanContent plan = sample_sectioned(arena);
    ExecutionLine *lines = arena_array(arena, ExecutionLine, 5);
    for (uint32_t i = 0; i < 5; i++) {
        const Measure *measure = &plan.measures[i];
        lines[i] = (ExecutionLine){ .number = measure->number, .title = measure->title, .i_section = measure->i_section, .term = measure->term.text, .n_responsible = measure->n_responsible,
            .responsible = measure->responsible, .state = sample_counts[i == 0 ? 0 : i - 1].state, .done_on = i < 2 ? date_of(2025, 10, 29) : DATE_NONE, .n_evidence = i < 2 ? 2 : i == 2 ? 1 : 0,
            .evidence = sample_evidence, .remark = i == 3 ? STR("возвращено: нет листов наблюдения") : STR_EMPTY };
    }
    return (ExecutionSummary){ .plan_title = plan.title, .approved = STR("приказ от 14.10.2025 № 259"), .from = date_of(2025, 9, 1), .to = date_of(2026, 1, 12), .made_on = date_of(2026, 1, 12),
        .n_counts = COUNT(sample_counts), .counts = sample_counts, .n_sections = 2, .sections = sample_sections, .n_lines = 5, .lines = lines, .n_conclusions = 1, .conclusions = sample_findings,
        .n_proposals = 2, .proposals = sample_findings };
}

/* values by name for a kind; names and texts in turn, NULL ends. */
static inline const Str *sample_values(const PaperKind *kind, const char *const *pairs, Arena *arena)
{
    Str *values = arena_array(arena, Str, paper_kind_n_fields(kind) + 1);
    for (; *pairs != NULL; pairs += 2)
        for (uint32_t i = 0; kind->fields[i].name != NULL; i++)
            if (strcmp(kind->fields[i].name, pairs[0]) == 0) values[i] = str_of(pairs[1]);
    return values;
}

#endif
