/* Region's export of 2021. */
#include <stdio.h>

#include "publish/form.h"
#include "publish/form/workbook_.h"

static const char *const head[] = {
    "логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов"
};
static const char *const tail[] = { "Учебник", "Др.уч. автор", "Др.уч. название" };
enum { N_HEAD = sizeof head / sizeof *head, N_TAIL = sizeof tail / sizeof *tail };

static void write_head(lxw_worksheet *sheet, uint32_t n_tasks)
{
    for (uint32_t i = 0; i < N_HEAD; i++) form_book_text(sheet, 0, i, str_of(head[i]));
    for (uint32_t task = 0; task < n_tasks; task++) {
        char text[32];
        snprintf(text, sizeof text, "балл за %u", task + 1);
        form_book_text(sheet, 0, N_HEAD + task, str_of(text));
    }
    for (uint32_t i = 0; i < N_TAIL; i++) form_book_text(sheet, 0, N_HEAD + n_tasks + i, str_of(tail[i]));
}

static void write_row(const Form *form, lxw_worksheet *to, uint32_t line, uint32_t row, uint32_t number)
{
    const Sheet *sheet = form->sheet;
    uint32_t n_tasks = sheet->procedure.blueprint->n_tasks;
    bool absent = sheet->state[row] == ROW_ABSENT;
    char room[16], digits[16];
    form_book_text(to, line, 0, sheet->school_code[sheet->school[row]]);
    form_book_text(to, line, 1, form->region);
    snprintf(digits, sizeof digits, "%u", number);
    form_book_text(to, line, 2, str_of(digits));
    form_book_text(to, line, 3, sheet->code[row]);
    if (!absent) {
        form_book_text(to, line, 4, form_journal(form, row, room));
        form_book_text(to, line, 5, form_sex(form, row, room));
        form_book_text(to, line, 6, form_class(form, row, room));
    }
    form_book_text(to, line, 7, form_variant(form, row, room));
    if (absent) return;
    snprintf(digits, sizeof digits, "%u", sheet->total[row]);
    form_book_text(to, line, 8, str_of(digits));
    for (uint32_t task = 0; task < n_tasks; task++) form_book_text(to, line, N_HEAD + task, form_score(form, row, task, room));
    form_book_text(to, line, N_HEAD + n_tasks, form->textbook);
}

bool form_regional_2021(const Form *form, const char *path, Err *err)
{
    FormBook book;
    if (!form_book_open(&book, path, true, err)) return false;
    lxw_worksheet *sheet = form_book_sheet(&book, "Sheet");
    write_head(sheet, form->sheet->procedure.blueprint->n_tasks);
    for (uint32_t i = 0, number = 0; i < form->n_rows; i++) {
        uint32_t row = form->first + i;
        bool same = i > 0 && form->sheet->school[row] == form->sheet->school[row - 1];
        number = same ? number + 1 : 1; /* pupils are numbered within a school */
        write_row(form, sheet, i + 1, row, number);
    }
    return form_book_close(&book, err);
}
