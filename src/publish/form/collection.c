/* Collection form of 2026, one a school. */
#include <stdio.h>

#include "publish/form.h"
#include "publish/form/workbook_.h"

#define N_PREPARED 40 /* empty rows after the last one, with their formula, as in the real form */

static void write_head(lxw_worksheet *to, const Blueprint *blueprint)
{
    form_book_text(to, 0, 0, STR("Код участника"));
    form_book_text(to, 0, 1, STR("Вариант"));
    uint32_t column = 2;
    for (uint32_t task = 0; task < blueprint->n_tasks; task++) {
        char text[64];
        snprintf(text, sizeof text, "%.*s (%uб)", STR_ARG(blueprint->tasks[task].label), blueprint->tasks[task].max);
        form_book_text(to, 0, column++, str_of(text));
    }
    form_book_text(to, 0, column++, STR("Порядковый номер класса"));
    form_book_text(to, 0, column++, STR("Отметка за предыдущий триместр/ четверть/полугодие"));
    form_book_text(to, 0, column, STR("Итого баллов"));
}

static void write_total(lxw_worksheet *to, uint32_t line, uint32_t n_tasks, double total)
{
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH], formula[64];
    lxw_rowcol_to_cell(first, line, 2);
    lxw_rowcol_to_cell(last, line, (lxw_col_t)(n_tasks + 1));
    snprintf(formula, sizeof formula, "=SUM(%s:%s)", first, last);
    worksheet_write_formula_num(to, line, (lxw_col_t)(n_tasks + 4), formula, NULL, total);
}

/* A number where the text is one, as the form's drop-downs give it. */
static void write_choice(lxw_worksheet *to, uint32_t line, uint32_t column, Str text)
{
    long long number;
    if (str_to_int(text, &number)) worksheet_write_number(to, line, (lxw_col_t)column, (double)number, NULL);
    else form_book_text(to, line, column, text);
}

static void write_row(const Form *form, lxw_worksheet *to, uint32_t line, uint32_t row)
{
    const Sheet *sheet = form->sheet;
    uint32_t n_tasks = sheet->procedure.blueprint->n_tasks;
    char room[16];
    write_choice(to, line, 0, sheet->code[row]);
    write_choice(to, line, 1, form_variant(form, row, room));
    if (sheet->state[row] != ROW_ABSENT) {
        for (uint32_t task = 0; task < n_tasks; task++) write_choice(to, line, 2 + task, form_score(form, row, task, room));
        uint16_t class_of = sheet->class_of[row];
        worksheet_write_number(to, line, (lxw_col_t)(2 + n_tasks), class_of == 0 ? 1 : class_of, NULL);
        write_choice(to, line, 3 + n_tasks, form_journal(form, row, room));
    }
    write_total(to, line, n_tasks, sheet->state[row] == ROW_ABSENT ? 0 : sheet->total[row]);
}

static void write_service(lxw_worksheet *to, uint32_t max)
{
    static const char *const variants[] = { "1", "2", "отсутствовал" }, *const marks[] = { "5", "4", "3", "2", "нет отметки" };
    form_book_text(to, 0, 0, STR("Вариант"));
    form_book_text(to, 0, 1, STR("Баллы"));
    form_book_text(to, 0, 2, STR("Отметка"));
    for (uint32_t i = 0; i < 3; i++) write_choice(to, i + 1, 0, str_of(variants[i]));
    for (uint32_t i = 0; i <= max; i++) worksheet_write_number(to, i + 1, 1, max - i, NULL);
    form_book_text(to, max + 2, 1, STR("X"));
    for (uint32_t i = 0; i < 5; i++) write_choice(to, i + 1, 2, str_of(marks[i]));
}

static void write_classes(lxw_worksheet *to, const Sheet *sheet)
{
    form_book_text(to, 0, 0, STR("Порядковый номер класса"));
    form_book_text(to, 0, 1, STR("Класс"));
    for (uint32_t i = 1; i < sheet->n_class_labels; i++) {
        worksheet_write_number(to, i, 0, i, NULL);
        form_book_text(to, i, 1, sheet->class_label[i]);
    }
}

bool form_collection_2026(const Form *form, const char *path, Err *err)
{
    const Blueprint *blueprint = form->sheet->procedure.blueprint;
    FormBook book;
    if (!form_book_open(&book, path, false, err)) return false;
    lxw_worksheet *sheet = form_book_sheet(&book, "Протокол");
    write_head(sheet, blueprint);
    for (uint32_t i = 0; i < form->n_rows; i++) write_row(form, sheet, i + 1, form->first + i);
    for (uint32_t i = 0; i < N_PREPARED; i++) write_total(sheet, form->n_rows + 1 + i, blueprint->n_tasks, 0);
    uint32_t max = 0;
    for (uint32_t task = 0; task < blueprint->n_tasks; task++)
        if (blueprint->tasks[task].max > max) max = blueprint->tasks[task].max;
    write_service(form_book_sheet(&book, "Служебный"), max);
    write_classes(form_book_sheet(&book, "Порядковый номер класса"), form->sheet);
    return form_book_close(&book, err);
}
