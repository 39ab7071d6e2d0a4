/* --anchor: schools and classes that are taken as clean; школа[, класс[, процедура]]. */
#include "base/utf8.h"
#include "intake/cell_.h"
#include "intake/intake.h"
#include "intake/table_.h"

typedef struct AnchorColumns { int32_t school, class_label, procedure; } AnchorColumns;

static AnchorColumns columns_of(const TableRow *header)
{
    return (AnchorColumns){
        .school = table_column(header, "школа|school|код|code|логин*|код оо*|код школы*|оо|login"),
        .class_label = table_column(header, "класс|class|класс*|литер*"),
        .procedure = table_column(header, "процедура|procedure|работа|процедур*"),
    };
}

/* «4а» and «4-а» are of the fourth grade; «4» alone may be the number of a class. */
static int grade_of(Str cell)
{
    size_t digits = 0;
    while (digits < cell.n && cell.at[digits] >= '0' && cell.at[digits] <= '9') digits++;
    long long number;
    if (digits == 0 || digits > 2 || digits == cell.n || !str_to_int(str_slice(cell, 0, digits), &number)) return 0;
    return number >= 1 && number <= 11 ? (int)number : 0;
}

static AnchorRow row_of(const TableRow *row, AnchorColumns at, Arena *arena)
{
    Str written = table_cell(row, at.class_label), procedure = table_cell(row, at.procedure);
    return (AnchorRow){ .row = row->number, .school = table_cell(row, at.school), .class_label = cell_class(arena, written, 0), .class_written = written, .grade = grade_of(written),
        .procedure = procedure.n == 0 ? STR_EMPTY : utf8_fold(arena, procedure) };
}

static const char *file_name(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/') name = at + 1;
    return name;
}

bool intake_anchor(const char *path, Arena *arena, Anchor *out, Err *err)
{
    TableBook *book;
    if (!table_read_file(path, LIMIT_SCHOOLS + 64, arena, &book, err)) return false;
    uint32_t room = 0, n = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) room += book->sheets[s].n_rows;
    AnchorRow *rows = arena_array(arena, AnchorRow, room + 1u);
    bool found = false;
    for (uint32_t s = 0; s < book->n_sheets; s++) {
        const TableSheet *sheet = &book->sheets[s];
        AnchorColumns at = { -1, -1, -1 };
        uint32_t first = 0;
        for (; first < sheet->n_rows && first < 30; first++)
            if ((at = columns_of(&sheet->rows[first])).school >= 0) break;
        if (at.school < 0) continue;
        found = true;
        for (uint32_t i = first + 1; i < sheet->n_rows; i++)
            if (table_cell(&sheet->rows[i], at.school).n > 0) rows[n++] = row_of(&sheet->rows[i], at, arena);
    }
    const char *hint = "Нужна таблица с заголовками: школа (логин), класс (пусто — вся школа), процедура (пусто — все работы, иначе как «2021-4-математика»).";
    if (!found) return err_set(err, ERR_INPUT, hint, "В файле «%s» не найден список эталонных школ и классов.", path);
    if (n == 0) return err_set(err, ERR_INPUT, hint, "В списке эталонных школ «%s» нет ни одной строки.", path);
    *out = (Anchor){ .file = arena_str(arena, str_of(file_name(path))), .n = n, .rows = rows };
    return true;
}
