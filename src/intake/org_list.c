#include "intake/org_list.h"

#include "intake/table_.h"

typedef struct OrgColumns { int32_t code, name, type, municipality, parent, level, class_label, year; } OrgColumns;

static OrgColumns columns_of(const TableRow *header)
{
    OrgColumns at = {
        .code = table_column(header, "code|логин*|код оо*|код школы*|код|школа|оо|school"),
        .name = table_column(header, "name|название*|наименование*|краткое*|школа|оо"),
        .type = table_column(header, "type|тип*|вид*"),
        .municipality = table_column(header, "municipality|муниципалитет*|муниципальн*|район*|мо"),
        .parent = table_column(header, "parent|код родителя*|код учредителя*|код муниципалитета*|подчин*"),
        .level = table_column(header, "level|уровень*"),
        .class_label = table_column(header, "class|класс*"),
        .year = table_column(header, "year|год*|учебный год*"),
    };
    if (at.name == at.code) at.name = -1;
    if (at.municipality == at.parent) at.municipality = -1;
    return at;
}

bool intake_org_list(Str bytes, Arena *arena, OrgListRow **out, uint32_t *n, Err *err)
{
    enum { HEADER_WITHIN = 30 };
    TableBook *book;
    if (!table_read(bytes, LIMIT_ORG_ROWS, arena, &book, err)) return false;
    uint32_t room = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) room += book->sheets[s].n_rows;
    OrgListRow *rows = arena_array(arena, OrgListRow, room + 1u);
    bool found = false;
    *n = 0;
    for (uint32_t s = 0; s < book->n_sheets; s++) {
        const TableSheet *sheet = &book->sheets[s];
        OrgColumns at = { .code = -1 };
        uint32_t first = 0;
        for (; first < sheet->n_rows && first < HEADER_WITHIN; first++) {
            at = columns_of(&sheet->rows[first]);
            if (at.code >= 0 && (at.name >= 0 || at.class_label >= 0)) break;
        }
        if (first == sheet->n_rows || first == HEADER_WITHIN) continue;
        found = true;
        for (uint32_t i = first + 1; i < sheet->n_rows; i++) {
            const TableRow *row = &sheet->rows[i];
            OrgListRow one = { sheet->name, row->number, table_cell(row, at.code), table_cell(row, at.name), table_cell(row, at.type), table_cell(row, at.municipality),
                table_cell(row, at.parent), table_cell(row, at.level), table_cell(row, at.class_label), table_cell(row, at.year) };
            if (one.code.n + one.name.n + one.class_label.n > 0) rows[(*n)++] = one;
        }
    }
    *out = rows;
    if (found) return true;
    return err_set(err, ERR_INPUT, "В первой строке нужны заголовки: код (логин школы), название, тип, муниципалитет.", "Это не похоже на список организаций: нет столбцов «код» и «название».");
}
