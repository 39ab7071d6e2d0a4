/* A sheet of a workbook is one table to whoever reads the file, and to whoever saved it as a page; to people it is text above a table, and tables one under another: an order, its plan, its commission. */
#include "base/utf8.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

typedef struct Parts { Arena *arena; uint32_t n, room; SheetPart *items; } Parts;

static void add(Parts *parts, uint32_t from, uint32_t to, bool text)
{
    SheetPart *last = parts->n > 0 ? &parts->items[parts->n - 1] : NULL;
    if (from == to) return;
    if (last != NULL && last->text && text) {
        last->to = to;
        return;
    }
    parts->items = prose_grow(parts->arena, parts->items, parts->n, &parts->room, sizeof *parts->items);
    parts->items[parts->n++] = (SheetPart){ from, to, text };
}

enum { TABLE_CELLS = 3 }; /* a row of fewer may be text */

static uint32_t n_filled(const DocRow *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) n += row->cells[i].n_paras > 0;
    return n;
}

static Str first_words(const DocRow *row, Arena *arena)
{
    for (uint32_t i = 0; i < row->n_cells; i++)
        if (row->cells[i].n_paras > 0) return prose_fold(arena, row->cells[i].paras[0].text);
    return STR_EMPTY;
}

/* «Приложение 2 к приказу …»: the next paper of the sheet. */
static bool is_annex(const DocRow *row, Arena *arena)
{
    return n_filled(row) <= 2 && prose_starts(first_words(row, arena), "приложение ");
}

/* The first row of another table, or of a text, behind the head at row i. */
static uint32_t table_end(const DocTable *table, uint32_t i, Arena *arena)
{
    uint32_t to = i + 1;
    while (to < table->n_rows && !is_annex(&table->rows[to], arena) && !columns_next_head(table, i, to, arena)) to++;
    return to;
}

/* Text stands in one cell or two, a row of a table in more; where it never does, nothing is known. */
static uint32_t text_end(const DocTable *table)
{
    uint32_t i = 0;
    while (i < table->n_rows && n_filled(&table->rows[i]) < TABLE_CELLS) i++;
    return i + 1 < table->n_rows ? i : 0;
}

/* The first head, if only text stands above it: the rest of a table that goes on from the page before has its head somewhere inside. */
static uint32_t first_head(const DocTable *table, Arena *arena)
{
    uint32_t n_text = 0;
    for (uint32_t i = 0; i < table->n_rows; i++) {
        if (n_text * 4 >= i * 3 && columns_is_head(table, i, arena)) return i;
        n_text += n_filled(&table->rows[i]) < TABLE_CELLS;
    }
    return table->n_rows;
}

uint32_t sheet_parts(const DocTable *table, bool is_sheet, Arena *arena, const SheetPart **out)
{
    Parts parts = { .arena = arena };
    uint32_t i = first_head(table, arena);
    if (i == table->n_rows) i = is_sheet ? text_end(table) : 0;
    add(&parts, 0, i, true);
    while (i < table->n_rows) {
        bool head = parts.n < 2 || columns_is_head(table, i, arena);
        uint32_t to = head ? table_end(table, i, arena) : i + 1;
        add(&parts, i, to, !head);
        i = to;
    }
    *out = parts.items;
    return parts.n;
}
