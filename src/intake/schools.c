#include "intake/intake.h"
#include "intake/table_.h"

typedef struct SchoolColumns { int32_t code, name, type, municipality; } SchoolColumns;

static SchoolColumns columns_of(const TableRow *header)
{
    return (SchoolColumns){
        .code = table_column(header, "code|логин*|код оо*|код школы*|код|школа|оо|school"),
        .name = table_column(header, "name|название*|наименование*|краткое*|школа|оо"),
        .type = table_column(header, "type|тип*|вид*"),
        .municipality = table_column(header, "municipality|муниципалитет*|муниципальн*|район*|мо"),
    };
}

bool intake_schools(const char *path, SchoolTable *table, Arena *arena, Err *err)
{
    TableBook *book;
    if (!table_read_file(path, LIMIT_SCHOOLS + 64, arena, &book, err)) return false;
    bool found = false;
    for (uint32_t s = 0; s < book->n_sheets; s++) {
        const TableSheet *sheet = &book->sheets[s];
        SchoolColumns at = { -1, -1, -1, -1 };
        uint32_t first = 0;
        for (; first < sheet->n_rows && first < 30; first++) {
            at = columns_of(&sheet->rows[first]);
            if (at.code == at.name) at.name = -1;
            if (at.code >= 0 && (at.name >= 0 || at.type >= 0 || at.municipality >= 0)) break;
        }
        if (first == sheet->n_rows || first == 30) continue;
        found = true;
        for (uint32_t i = first + 1; i < sheet->n_rows; i++) {
            const TableRow *row = &sheet->rows[i];
            uint32_t org = school_table_find(table, table_cell(row, at.code));
            if (org == UINT32_MAX) continue; /* the list may be of the whole country */
            School *school = &table->schools[org];
            if (table_cell(row, at.name).n > 0) school->name = table_cell(row, at.name);
            if (table_cell(row, at.type).n > 0) school->type = table_cell(row, at.type);
            if (table_cell(row, at.municipality).n > 0) school->municipality = table_cell(row, at.municipality);
        }
    }
    if (found) return true;
    return err_set(err, ERR_INPUT, "Нужна таблица с заголовками: код (логин школы), название, тип, муниципалитет.", "В файле «%s» не найден список школ.", path);
}
