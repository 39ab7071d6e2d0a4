#include "domain/complaint.h"

const char *severity_word(Severity severity)
{
    static const char *const words[] = { "fixed", "warning", "error" };
    return words[severity];
}

Str complaint_cell(Arena *arena, const Complaint *complaint)
{
    if (complaint->row == 0) return STR_EMPTY;
    char letters[8];
    size_t n = 0;
    for (uint32_t column = complaint->column; column > 0 && n < sizeof letters; column = (column - 1) / 26)
        letters[n++] = (char)('A' + (column - 1) % 26);
    char reversed[8];
    for (size_t i = 0; i < n; i++) reversed[i] = letters[n - 1 - i];
    return arena_printf(arena, "%.*s%u", (int)n, reversed, complaint->row);
}
