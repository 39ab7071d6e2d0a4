/* A plan as a page: strips of terms on one scale, evidence as squares, states as icon and word. All names and days are invented. */
#ifndef TESTS_PLAN_SAMPLE_H
#define TESTS_PLAN_SAMPLE_H

#include "base/date.h"
#include "gallery.h"

typedef struct PlanLine { const char *number, *title, *term, *who; uint32_t n_proven, n_slots; const char *icon, *state; TermMark mark; uint32_t n; Window windows[2]; bool whole_year, anchored; } PlanLine;

enum { PLAN_FROM = 20332 /* 2025-09-01 */, PLAN_TO = 20696 /* 2026-08-31 */, PLAN_TODAY = 20564 /* 2026-04-21 */ };

static inline const PlanLine *sample_plan_lines(uint32_t *n)
{
    static const PlanLine lines[] = {
        { "1", "Анализ результатов внешней оценки, в том числе олимпиад", "До 10 сентября 2025 г.", "ИМЦ, руководители РМО", 2, 2, "check", "сделано", TERM_MARK_DONE, 1, { { DATE_NONE, 20341 } }, false, false },
        { "10", "Педагогические советы по итогам процедур оценки", "Ноябрь–декабрь 2025 г., май–июнь 2026 г.", "Руководители школ", 16, 18, "right", "идёт", TERM_MARK_OPEN, 2, { { 20393, 20453 }, { 20574, 20634 } }, false, false },
        { "14", "Выборочная перепроверка работ", "До 24 апреля 2026 г.", "ИМЦ", 2, 3, "right", "идёт", TERM_MARK_OPEN, 1, { { DATE_NONE, 20567 } }, false, false },
        { "8", "Вебинары регионального уровня", "В течение года по плану института", "ИМЦ", 5, 8, "right", "идёт", TERM_MARK_OPEN, 1, { { PLAN_FROM, PLAN_TO } }, true, false },
        { "17", "Семинар для учителей математики", "До 10 апреля 2026 г.", "ИМЦ", 1, 2, "flag", "просрочено", TERM_MARK_LATE, 1, { { DATE_NONE, 20553 } }, false, false },
        { "21", "Взаимное посещение уроков", "Февраль–март, апрель", "Руководители РМО", 3, 4, "copy", "возвращено", TERM_MARK_OPEN, 2, { { 20485, 20543 }, { 20544, 20573 } }, false, false },
        { "26", "Обучение критериальному оцениванию", "25.12.2025, 30.05.2026", "Институт, ИМЦ", 1, 2, "right", "идёт", TERM_MARK_OPEN, 2, { { 20447, 20447 }, { 20603, 20603 } }, false, false },
        { "6", "Горячая линия для школ", "По графику ВПР", "ИМЦ", 0, 1, "right", "идёт", TERM_MARK_OPEN, 1, { { 20563, 20593 } }, false, true },
        { "30", "Итоговый отчёт", "После 20 мая", "ИМЦ", 0, 1, "clock", "ждёт", TERM_MARK_OPEN, 1, { { 20594, DATE_NONE } }, false, false },
    };
    *n = N_OF(lines);
    return lines;
}

static inline Doc *sample_plan_page(Arena *arena)
{
    static Column columns[] = { { .head = STR("№") }, { .head = STR("мероприятие"), .width = 0.2f }, { .head = STR("срок, как в плане"), .width = 0.14f },
        { .head = STR("сроки по месяцам"), .kind = COLUMN_GRAPHIC, .months = true, .scale_min = PLAN_FROM, .scale_max = PLAN_TO, .scale_line = PLAN_TODAY }, { .head = STR("отвечает"), .width = 0.12f }, { .head = STR("документы") }, { .head = STR("состояние") } };
    Doc *doc = doc_new(arena, STR("План мероприятий по объективности, 2025/26"));
    doc->self = STR("/plans/3");
    uint32_t n;
    const PlanLine *lines = sample_plan_lines(&n);
    Table *table = table_new(doc, STR("plan"), STR("Мероприятия плана"), N_OF(columns), columns, n + 1);
    table->untitled = table->panel = table->wide = true;
    table_row(doc, table, ROW_SECTION)[0] = cell_text(STR("**1** Анализ результатов"));
    TermRow *rows = arena_array(arena, TermRow, n);
    for (uint32_t i = 0; i < n; i++) {
        const PlanLine *line = &lines[i];
        TermStrip *strip = arena_one(arena, TermStrip);
        *strip = (TermStrip){ line->n, line->windows, line->whole_year, line->anchored, line->mark, DATE_NONE, DATE_NONE, STR_EMPTY };
        rows[i] = (TermRow){ .number = str_of(line->number), .title = str_of(line->title), .words = str_of(line->term), .strip = *strip };
        Cell *cells = table_row(doc, table, line->mark == TERM_MARK_LATE ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(str_of(line->number));
        cells[1] = cell_link(str_of(line->title), STR("/plans/3/measures/1"));
        cells[2] = cell_text(str_of(line->term));
        cells[3] = cell_term(strip, str_of(line->term));
        cells[4] = cell_text(str_of(line->who));
        cells[5] = cell_proven(line->n_proven, line->n_slots);
        cells[6] = cell_state(line->icon, str_of(line->state));
        cells[6].bold = line->mark == TERM_MARK_LATE;
    }
    doc_table(doc, NULL, table);
    MonthCount *months = arena_array(arena, MonthCount, 12);
    for (int i = 0; i < 12; i++) months[i] = (MonthCount){ date_of(2025 + (i + 8) / 12, (i + 8) % 12 + 1, 1), i < 7 ? (uint32_t)i : 0, i > 6 ? (uint32_t)(12 - i) : 0, i == 7 ? 2 : 0 };
    Chart *by_month = arena_one(arena, Chart), *gantt = arena_one(arena, Chart);
    *by_month = (Chart){ .kind = "months", .title = STR("Больше всего сроков — в апреле"), .reading = STR("Столбец — сколько мероприятий кончается в этом месяце."), .summary = STR("В апреле 7 сроков"), .of.months = { 12, months, PLAN_TODAY } };
    *gantt = (Chart){ .kind = "terms", .title = STR("Сроки плана"), .reading = STR("Строка — мероприятие."), .summary = STR("Девять мероприятий"), .of.terms = { { PLAN_FROM, PLAN_TO, PLAN_TODAY }, n, rows } };
    doc_heading(doc, NULL, 2, STR("По месяцам"));
    doc_chart(doc, NULL, by_month);
    doc_chart(doc, NULL, gantt);
    return doc;
}

#endif
