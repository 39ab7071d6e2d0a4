#include "publish/office/words.h"

#include <math.h>

#include "base/number.h"
#include "base/utf8.h"
#include "publish/rich.h"
#include "publish/typo.h"

static CellKind finite_kind(const Cell *cell)
{
    switch (cell->kind) {
    case CELL_INT: case CELL_DEC: case CELL_SIGNED: case CELL_SHARE: case CELL_BAR: case CELL_DOT:
        return isfinite(cell->number) ? cell->kind : CELL_MISSING;
    case CELL_INTERVAL:
        return isfinite(cell->low) && isfinite(cell->high) ? CELL_INTERVAL : CELL_MISSING;
    default:
        return cell->kind;
    }
}

void words_kinds(const Doc *doc, const Table *table, const Row *row, CellKind *kinds, Arena *arena)
{
    bool *hidden = NULL;
    if (doc->outside) {
        hidden = arena_array(arena, bool, table->n_columns);
        row_hidden(table, row, hidden);
    }
    for (uint32_t c = 0; c < table->n_columns; c++) kinds[c] = hidden != NULL && hidden[c] ? CELL_HIDDEN : finite_kind(&row->cells[c]);
}

/* «79–96», «−0,6…+2,4»: a dash between signs could be read as a minus. */
static Str interval(Arena *arena, const Cell *cell, int decimals)
{
    double low = cell->is_share ? cell->low * 100 : cell->low, high = cell->is_share ? cell->high * 100 : cell->high;
    bool sign = low < 0;
    Str from = sign ? number_signed(arena, low, decimals) : number_dec(arena, low, decimals);
    Str to = sign ? number_signed(arena, high, decimals) : number_dec(arena, high, decimals);
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(from), sign ? "…" : "–", STR_ARG(to));
}

Str words_cell(Arena *arena, CellKind kind, const Cell *cell, const Column *column)
{
    switch (kind) {
    case CELL_TEXT: case CELL_TERM: return cell->text;
    case CELL_STATE: return rich_escape(arena, cell->text);
    case CELL_PROVEN: return arena_printf(arena, "%.0f из %.0f", cell->number, cell->high);
    case CELL_INT: return number_int(arena, llround(cell->number));
    case CELL_DEC: return number_dec(arena, cell->number, column->decimals);
    case CELL_SIGNED: return number_signed(arena, cell->number, column->decimals);
    case CELL_SHARE: return number_share(arena, cell->number, column->decimals);
    case CELL_BAR: case CELL_DOT:
        return cell->is_share ? number_share(arena, cell->number, column->decimals) : number_dec(arena, cell->number, column->decimals);
    case CELL_INTERVAL: return interval(arena, cell, column->decimals);
    case CELL_LEVEL: return words_level(arena, cell->level);
    case CELL_MISSING: return STR("—");
    case CELL_TOO_FEW: return cell->text.n > 0 ? cell->text : STR("мало данных");
    case CELL_HIDDEN: return STR("скрыто");
    case CELL_ACTION: break;
    case CELL_FIELD: return rich_escape(arena, cell->field->value);
    }
    return STR_EMPTY;
}

Str words_level(Arena *arena, Level level)
{
    Str title = str_of(level_title(level));
    size_t i = 0;
    char first[4];
    size_t n = utf8_put(utf8_upper(utf8_next(title, &i)), first);
    return arena_printf(arena, "%.*s%.*s", (int)n, first, STR_ARG(str_slice(title, i, title.n)));
}

Str words_head(Arena *arena, Str head)
{
    Str copy = arena_str(arena, head);
    char *at = arena_array(arena, char, head.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < copy.n; i++) {
        if (copy.at[i] == '-' && i + 1 < copy.n && copy.at[i + 1] == '|') i++; /* «участ-|ников» is one word */
        else at[n++] = copy.at[i] == '|' ? ' ' : copy.at[i];
    }
    return (Str){ at, n };
}

static bool forbidden(uint32_t cp) { return cp == UTF8_BAD || cp < 0x20 || cp == 0x7F || cp == 0xFFFE || cp == 0xFFFF; }

Str words_clean(Arena *arena, Str s)
{
    bool dirty = false;
    for (size_t i = 0; i < s.n && !dirty;) dirty = forbidden(utf8_next(s, &i));
    if (!dirty) return s;
    char *out = arena_array(arena, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = utf8_next(s, &i);
        if (cp == '\n' || cp == '\t' || cp == '\r') out[n++] = ' ';
        else if (!forbidden(cp)) n += utf8_put(cp, out + n);
    }
    return (Str){ out, n };
}

static Str plain_spaces(Arena *arena, Str s)
{
    char *out = arena_array(arena, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (i + 1 < s.n && s.at[i] == '\xC2' && s.at[i + 1] == '\xA0') out[n++] = ' ', i++;
        else out[n++] = s.at[i];
    }
    return (Str){ out, n };
}

Str words_plain(Arena *arena, Str plain) { return plain_spaces(arena, words_clean(arena, typo(arena, plain))); }
