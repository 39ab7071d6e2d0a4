/* What stands in a cell of a form, slips included. */
#include <stdio.h>

#include "publish/form.h"

static Slip slip_of(const Form *form, uint32_t row, uint32_t column)
{
    return form->slip == NULL ? SLIP_NONE : form->slip(form->context, row, column);
}

static Str put(char room[16], const char *text, const char *after)
{
    snprintf(room, 16, "%s%s", text, after);
    return str_of(room);
}

/* proper as it should be; other_case, lookalike: its slips, NULL where there is none */
static Str slipped(Slip slip, const char *proper, const char *other_case, const char *lookalike, char room[16])
{
    if (slip == SLIP_CASE && other_case != NULL) return str_of(other_case);
    if (slip == SLIP_LOOKALIKE && lookalike != NULL) return str_of(lookalike);
    if (slip == SLIP_SPACE) return put(room, proper, " ");
    if (slip == SLIP_NBSP) return put(room, proper, "\u00a0");
    return str_of(proper);
}

Str form_score(const Form *form, uint32_t row, uint32_t task, char room[16])
{
    const Sheet *sheet = form->sheet;
    uint8_t score = sheet->score[(size_t)task * sheet->n_rows + row];
    if (score == SCORE_NONE || score == SCORE_EMPTY) return STR_EMPTY;
    Slip slip = slip_of(form, row, task);
    if (slip == SLIP_UNREADABLE) return STR("?");
    if (score == SCORE_NOT_TAUGHT) return STR("не пройд.");
    if (score == SCORE_NOT_ATTEMPTED) return slipped(slip, "X", "x", "Х", room);
    snprintf(room, 16, "%u", score);
    return str_of(room);
}

Str form_journal(const Form *form, uint32_t row, char room[16])
{
    uint8_t mark = form->sheet->journal[row];
    if (mark == 0) return STR("нет отметки");
    char digit[2] = { (char)('0' + mark % 10), '\0' };
    if (slip_of(form, row, FORM_JOURNAL) != SLIP_NONE) return put(room, digit, "\u00a0");
    return put(room, digit, "");
}

Str form_sex(const Form *form, uint32_t row, char room[16])
{
    Slip slip = slip_of(form, row, FORM_SEX);
    if (form->sheet->sex[row] == SEX_MALE) return slipped(slip, "м", "М", NULL, room);
    if (form->sheet->sex[row] == SEX_FEMALE) return slipped(slip, "ж", "Ж", NULL, room);
    return STR_EMPTY;
}

Str form_class(const Form *form, uint32_t row, char room[16])
{
    static const struct { const char *proper, *other_case, *lookalike; } letters[] = {
        { "а", "А", "a" }, { "б", "Б", NULL }, { "в", "В", "B" }, { "г", "Г", NULL }
    };
    Str label = form->sheet->class_label[form->sheet->class_of[row]];
    Slip slip = slip_of(form, row, FORM_CLASS);
    if (label.n == 0) return slip == SLIP_CASE ? STR("нет") : STR("НЕТ");
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (str_eq(label, str_of(letters[i].proper))) return slipped(slip, letters[i].proper, letters[i].other_case, letters[i].lookalike, room);
    return label;
}

Str form_variant(const Form *form, uint32_t row, char room[16])
{
    if (form->sheet->state[row] == ROW_ABSENT) return STR("отсутствовал");
    snprintf(room, 16, "%u", form->sheet->variant[row]);
    return str_of(room);
}
