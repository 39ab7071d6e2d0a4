/* Disclosure control of tables that leave the circle of the school and its supervisors. */
#include "publish/doc.h"

static bool is_count(const Table *table, const Row *row, uint32_t i)
{
    return row->cells[i].kind == CELL_INT && !table->columns[i].open;
}

static bool names_a_child(double number) { return number > 0.5 && number < 4.5; }

void row_hidden(const Table *table, const Row *row, bool *hidden)
{
    uint32_t n_hidden = 0, n_open = 0, next = UINT32_MAX;
    for (uint32_t i = 0; i < table->n_columns; i++) {
        const Cell *cell = &row->cells[i];
        hidden[i] = (is_count(table, row, i) || (cell->kind == CELL_BAR && !table->columns[i].open)) && names_a_child(cell->number);
        if (!is_count(table, row, i)) continue;
        if (hidden[i]) {
            n_hidden++;
        } else if (cell->number > 0.5) {
            n_open++;
            if (next == UINT32_MAX || cell->number < row->cells[next].number) next = i;
        }
    }
    /* One hidden part beside the total and another part: total minus the others would give it back. */
    if (n_hidden == 1 && n_open >= 2) hidden[next] = true;
}
