/* A list of schools to be studied that came from outside: школа (code), причина, срок. */
#include "intake/intake.h"
#include "intake/table_.h"

typedef struct ListColumns { int32_t school, reason, until; } ListColumns;

static ListColumns columns_of(const TableRow *header)
{
    return (ListColumns){
        .school = table_column(header, "школа|school|код|code|логин*|код оо*|код школы*|оо|login"),
        .reason = table_column(header, "причина|reason|основание|основания|маркер*|признак*|причин*"),
        .until = table_column(header, "срок|до|until|срок*"),
    };
}

/* «31.08.2027» as «2027-08-31»; what is neither stays as written and is refused later, in words. */
static Str day_of(Arena *arena, Str cell)
{
    if (cell.n != 10 || cell.at[2] != '.' || cell.at[5] != '.') return cell;
    return arena_printf(arena, "%.4s-%.2s-%.2s", cell.at + 6, cell.at + 3, cell.at);
}

bool intake_study_list(Str name, Str bytes, Arena *arena, StudyList *out, Err *err)
{
    TableBook *book;
    if (!table_read(bytes, LIMIT_SCHOOLS + 64, arena, &book, err)) return false;
    uint32_t room = 0, n = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) room += book->sheets[s].n_rows;
    StudyListRow *rows = arena_array(arena, StudyListRow, room + 1u);
    for (uint32_t s = 0; s < book->n_sheets; s++) {
        const TableSheet *sheet = &book->sheets[s];
        ListColumns at = { -1, -1, -1 };
        uint32_t first = 0;
        for (; first < sheet->n_rows && first < 30; first++)
            if ((at = columns_of(&sheet->rows[first])).school >= 0) break;
        for (uint32_t i = first + 1; at.school >= 0 && i < sheet->n_rows; i++)
            if (table_cell(&sheet->rows[i], at.school).n > 0)
                rows[n++] = (StudyListRow){ table_cell(&sheet->rows[i], at.school), table_cell(&sheet->rows[i], at.reason), day_of(arena, table_cell(&sheet->rows[i], at.until)) };
    }
    if (n == 0)
        return err_set(err, ERR_INPUT, "Нужна таблица с заголовками: школа (код), причина, срок (день, можно не писать).", "В файле «%.*s» не найден список школ.", STR_ARG(name));
    *out = (StudyList){ n, rows };
    return true;
}
