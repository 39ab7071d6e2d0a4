#include "publish/office/spread.h"

#include <math.h>

#include "publish/office/words.h"

bool spread_has_second(CellKind kind, const Cell *cell)
{
    return kind != CELL_TEXT && kind != CELL_STATE && kind != CELL_TERM && kind != CELL_TOO_FEW && kind != CELL_HIDDEN && cell->text.n > 0;
}

Spread *spread_columns(Arena *arena, const Table *table, uint16_t *n_out)
{
    Spread *spreads = arena_array(arena, Spread, table->n_columns);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (table->rows[r].kind == ROW_SECTION) continue;
        for (uint32_t c = 0; c < table->n_columns; c++) {
            const Cell *cell = &table->rows[r].cells[c];
            Spread *spread = &spreads[c];
            bool interval = cell->kind == CELL_INTERVAL;
            if (interval || (cell->kind == CELL_DOT && isfinite(cell->low) && isfinite(cell->high))) spread->bounds = true;
            if (!interval && cell->kind != CELL_MISSING && cell->kind != CELL_TOO_FEW && cell->kind != CELL_HIDDEN && (cell->kind != CELL_TEXT || cell->text.n > 0)) spread->value = true;
            if (spread_has_second(cell->kind, cell)) spread->second = true;
        }
    }
    uint16_t at = 0;
    for (uint32_t c = 0; c < table->n_columns; c++) {
        if (!spreads[c].bounds) spreads[c].value = true;
        spreads[c].at = at;
        spreads[c].n = (uint16_t)(spreads[c].value + 2 * spreads[c].bounds + spreads[c].second);
        at = (uint16_t)(at + spreads[c].n);
    }
    *n_out = at;
    return spreads;
}

SpreadPart spread_part(const Spread *spread, uint16_t i)
{
    if (spread->value && i == 0) return SPREAD_VALUE;
    if (spread->second && i + 1 == spread->n) return SPREAD_SECOND;
    return i - spread->value == 0 ? SPREAD_LOW : SPREAD_HIGH;
}

static Str head_of(Arena *arena, const Column *column)
{
    Str head = words_head(arena, column->head);
    if (column->group.n == 0) return head;
    return head.n == 0 ? column->group : arena_printf(arena, "%.*s: %.*s", STR_ARG(column->group), STR_ARG(head));
}

Str spread_head(Arena *arena, const Column *column, const Spread *spread, uint16_t i)
{
    static const char *const tails[] = { [SPREAD_VALUE] = "", [SPREAD_LOW] = ", от", [SPREAD_HIGH] = ", до", [SPREAD_SECOND] = ", пояснение" };
    Str head = head_of(arena, column);
    return arena_printf(arena, "%.*s%s", STR_ARG(head), tails[spread_part(spread, i)]);
}
