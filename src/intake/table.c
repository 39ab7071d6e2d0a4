#include "intake/table_.h"

#include "base/file.h"
#include "intake/cell_.h"

typedef struct Filling {
    Arena *arena;
    TableBook *book;
    uint32_t room, most_rows, n_all;
    TableRow *rows;
} Filling;

static bool begin_sheet(void *context, Str name, uint32_t i_sheet, bool *skip, Err *err)
{
    Filling *filling = context;
    (void)i_sheet, (void)err;
    if (filling->book->n_sheets == LIMIT_SHEETS) {
        *skip = true;
        return true;
    }
    filling->book->sheets[filling->book->n_sheets++] = (TableSheet){ .name = arena_str(filling->arena, name) };
    filling->room = 0;
    filling->rows = NULL;
    return true;
}

static bool take_row(void *context, const RawRow *row, Err *err)
{
    Filling *filling = context;
    TableSheet *sheet = &filling->book->sheets[filling->book->n_sheets - 1];
    if (row->n_cells == 0) return true;
    if (filling->n_all++ == filling->most_rows) return err_set(err, ERR_LIMIT, "Проверьте, тот ли это файл.", "В таблице больше %u строк", filling->most_rows);
    if (sheet->n_rows == filling->room) {
        filling->room = filling->room == 0 ? 64 : filling->room * 2;
        TableRow *rows = arena_array(filling->arena, TableRow, filling->room);
        if (sheet->n_rows > 0) memcpy(rows, filling->rows, sheet->n_rows * sizeof *rows);
        sheet->rows = filling->rows = rows;
    }
    Str *cells = arena_array(filling->arena, Str, row->n_cells);
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Str cell = str_trim(row->cells[i]);
        cells[i] = cell.n == 0 ? STR_EMPTY : arena_str(filling->arena, cell);
    }
    filling->rows[sheet->n_rows++] = (TableRow){ row->number, row->n_cells, cells };
    return true;
}

static bool end_sheet(void *context, Err *err)
{
    (void)context, (void)err;
    return true;
}

bool table_read(Str bytes, uint32_t most_rows, Arena *arena, TableBook **out, Err *err)
{
    Filling filling = { .arena = arena, .book = arena_one(arena, TableBook), .most_rows = most_rows };
    const RawSink sink = { &filling, begin_sheet, take_row, end_sheet };
    const Reader *which;
    if (!raw_read(bytes, &sink, arena, &which, err)) return false;
    *out = filling.book;
    return true;
}

bool table_read_file(const char *path, uint32_t most_rows, Arena *arena, TableBook **out, Err *err)
{
    Str bytes;
    return file_read(path, LIMIT_FILE_BYTES, arena, &bytes, err) && table_read(bytes, most_rows, arena, out, err);
}

Str table_cell(const TableRow *row, int32_t column)
{
    return column >= 0 && (uint32_t)column < row->n_cells ? row->cells[column] : STR_EMPTY;
}

int32_t table_column(const TableRow *header, const char *words)
{
    char room[CELL_FOLD_ROOM], word_room[CELL_FOLD_ROOM];
    for (Str rest = str_of(words); rest.n > 0;) {
        size_t bar = str_find(rest, STR("|"));
        Str word = cell_fold(bar == SIZE_MAX ? rest : str_slice(rest, 0, bar), word_room);
        bool open = str_ends(word, STR("*"));
        if (open) word.n--;
        for (uint32_t i = 0; i < header->n_cells; i++) {
            Str heading = cell_fold(header->cells[i], room);
            if (open ? str_starts(heading, word) : str_eq(heading, word)) return (int32_t)i;
        }
        rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(rest, bar + 1, rest.n);
    }
    return -1;
}
