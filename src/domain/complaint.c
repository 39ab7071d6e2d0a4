#include "domain/complaint.h"

const char *severity_word(Severity severity)
{
    static const char *const words[] = { "fixed", "warning", "error" };
    return words[severity];
}

Str cell_address(Arena *arena, uint32_t row, uint32_t column)
{
    if (row == 0) return STR_EMPTY;
    char letters[8];
    size_t n = 0;
    for (; column > 0 && n < sizeof letters; column = (column - 1) / 26) letters[n++] = (char)('A' + (column - 1) % 26);
    char reversed[8];
    for (size_t i = 0; i < n; i++) reversed[i] = letters[n - 1 - i];
    return arena_printf(arena, "%.*s%u", (int)n, reversed, row);
}

Str complaint_cell(Arena *arena, const Complaint *complaint) { return cell_address(arena, complaint->row, complaint->column); }

bool cell_address_parse(Str name, uint32_t *row, uint32_t *column)
{
    *row = *column = 0;
    size_t letters = 0;
    uint32_t at = 0;
    while (letters < name.n && letters < 3 && name.at[letters] >= 'A' && name.at[letters] <= 'Z') at = at * 26 + (uint32_t)(name.at[letters++] - 'A') + 1;
    long long digits;
    Str rest = str_slice(name, letters, name.n);
    if (name.n == 0) return true;
    if (rest.n > 9 || !str_to_int(rest, &digits) || digits == 0) return false;
    *row = (uint32_t)digits;
    *column = at;
    return true;
}
