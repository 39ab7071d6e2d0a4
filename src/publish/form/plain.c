/* Plain table with the documented header. */
#include <stdio.h>

#include "base/csv.h"
#include "publish/form.h"

static void head(const Form *form, Csv *csv)
{
    static const char *const words[] = { "школа", "класс", "код", "вариант", "пол", "журнал", "итог" };
    const Blueprint *blueprint = form->sheet->procedure.blueprint;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) csv_str(csv, str_of(words[i]));
    for (uint32_t task = 0; task < blueprint->n_tasks; task++) {
        char text[64];
        snprintf(text, sizeof text, "%.*s (%uб)", STR_ARG(blueprint->tasks[task].label), blueprint->tasks[task].max);
        csv_str(csv, str_of(text));
    }
    csv_end_row(csv);
}

void form_plain(const Form *form, Buf *out)
{
    const Sheet *sheet = form->sheet;
    uint32_t n_tasks = sheet->procedure.blueprint->n_tasks;
    char room[16];
    Csv csv;
    csv_init(&csv, out, ';');
    head(form, &csv);
    for (uint32_t row = form->first; row < form->first + form->n_rows; row++) {
        bool absent = sheet->state[row] == ROW_ABSENT;
        csv_str(&csv, sheet->school_code[sheet->school[row]]);
        csv_str(&csv, form_class(form, row, room));
        csv_str(&csv, sheet->code[row]);
        csv_str(&csv, form_variant(form, row, room));
        csv_str(&csv, form_sex(form, row, room));
        csv_str(&csv, absent ? STR_EMPTY : form_journal(form, row, room));
        if (absent) csv_str(&csv, STR_EMPTY);
        else csv_num(&csv, sheet->total[row]);
        for (uint32_t task = 0; task < n_tasks; task++) csv_str(&csv, absent ? STR_EMPTY : form_score(form, row, task, room));
        csv_end_row(&csv);
    }
}
