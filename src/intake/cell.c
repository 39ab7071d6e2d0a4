#include "intake/cell_.h"

#include "base/limits.h"
#include "base/utf8.h"

static bool is_blank(uint32_t cp)
{
    return cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x205F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

/* The same twins as utf8_fold_lookalike; without an arena, for millions of cells. */
static uint32_t fold_letter(uint32_t cp)
{
    static const uint16_t twins[26] = { ['a' - 'a'] = 0x430, ['b' - 'a'] = 0x432, ['c' - 'a'] = 0x441, ['e' - 'a'] = 0x435, ['h' - 'a'] = 0x43D,
                                        ['k' - 'a'] = 0x43A, ['m' - 'a'] = 0x43C, ['o' - 'a'] = 0x43E, ['p' - 'a'] = 0x440, ['t' - 'a'] = 0x442,
                                        ['x' - 'a'] = 0x445, ['y' - 'a'] = 0x443 };
    cp = utf8_lower(cp);
    if (cp >= 'a' && cp <= 'z') return twins[cp - 'a'] != 0 ? twins[cp - 'a'] : cp;
    if (cp == 0x451) return 0x435;                                    /* ё */
    if (cp == 0xD7 || cp == 0x2715) return 0x445;                     /* × as х */
    if (cp == 0x2212 || cp == 0x2013 || cp == 0x2014) return '-';
    return cp;
}

Str cell_fold(Str s, char out[CELL_FOLD_ROOM])
{
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n && n + 6 < CELL_FOLD_ROOM;) {
        uint32_t cp = utf8_next(s, &i);
        if (cp == UTF8_BAD) cp = '?';
        if (is_blank(cp)) { gap = n > 0; continue; }
        if (gap) out[n++] = ' ', gap = false;
        n += utf8_put(fold_letter(cp), out + n);
    }
    out[n] = '\0';
    return (Str){ out, n };
}

/* A whole number, perhaps written «2,0». */
static bool whole(Str folded, long *out)
{
    double x;
    if (folded.n > 12 || !str_to_num(folded, &x) || x != (double)(long)x) return false;
    *out = (long)x;
    return true;
}

static bool is_not_taught(Str folded)
{
    return str_starts(folded, STR("не пройд")) || str_starts(folded, STR("непройд")) || str_starts(folded, STR("не проход")) ||
           str_starts(folded, STR("не изуч")) || str_eq(folded, STR("н/п"));
}

bool cell_is_letter_o(Str cell)
{
    char room[CELL_FOLD_ROOM];
    return str_eq(cell_fold(cell, room), STR("о"));
}

CellScore cell_score(Str cell, uint8_t *score)
{
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    if (s.n == 0) *score = SCORE_EMPTY;
    else if (str_eq(s, STR("х"))) *score = SCORE_NOT_ATTEMPTED;
    else if (str_eq(s, STR("о"))) *score = 0; /* the letter for the digit: a score of one letter has no other reading */
    else if (is_not_taught(s)) *score = SCORE_NOT_TAUGHT;
    else {
        long x;
        if (!whole(s, &x)) return CELL_SCORE_UNREADABLE;
        if (x < 0) return CELL_SCORE_NEGATIVE;
        if (x > (long)LIMIT_TASK_MAX) return CELL_SCORE_OVER;
        *score = (uint8_t)x;
    }
    return CELL_SCORE;
}

CellVariant cell_variant(Str cell, uint8_t *number)
{
    *number = 0;
    if (cell.n == 1 && cell.at[0] >= '0' && cell.at[0] <= '9') {
        *number = (uint8_t)(cell.at[0] - '0');
        return VARIANT_NUMBER;
    }
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    if (s.n == 0) return VARIANT_NONE;
    if (str_starts(s, STR("отсут"))) return VARIANT_ABSENT;
    long x;
    if (!whole(s, &x) || x < 0) return VARIANT_UNREADABLE;
    *number = x > 255 ? 0 : (uint8_t)x; /* long variant numbers of ЕГЭ are not kept */
    return VARIANT_NUMBER;
}

bool cell_journal(Str cell, uint8_t *mark)
{
    *mark = 0;
    if (cell.n == 1 && cell.at[0] >= '1' && cell.at[0] <= '5') {
        *mark = (uint8_t)(cell.at[0] - '0');
        return true;
    }
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    if (s.n == 0 || str_starts(s, STR("нет")) || str_eq(s, STR("-")) || str_eq(s, STR("н/а"))) return true;
    long x;
    if (!whole(s, &x) || x < 1 || x > 5) return false;
    *mark = (uint8_t)x;
    return true;
}

bool cell_sex(Str cell, uint8_t *sex)
{
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    *sex = SEX_UNKNOWN;
    if (s.n == 0) return true;
    if (str_eq(s, STR("м")) || str_starts(s, STR("муж")) || str_starts(s, STR("мал")) || str_starts(s, STR("маl"))) *sex = SEX_MALE;
    else if (str_eq(s, STR("ж")) || str_starts(s, STR("жен")) || str_starts(s, STR("дев")) || str_starts(s, STR("f"))) *sex = SEX_FEMALE;
    else return false;
    return true;
}

bool cell_total(Str cell, int16_t *total)
{
    long long digits;
    if (cell.n > 0 && cell.n < 4 && str_to_int(cell, &digits) && digits <= LIMIT_TOTAL) { /* the common case, without folding */
        *total = (int16_t)digits;
        return true;
    }
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    *total = TOTAL_NONE;
    if (s.n == 0) return true;
    long x;
    if (!whole(s, &x) || x < 0 || x > (long)LIMIT_TOTAL) return false;
    *total = (int16_t)x;
    return true;
}

static Str without_marks(Str s)
{
    static const char *const marks[] = { "\"", "'", "«", "»", "“", "”", "„", "`", ".", ",", "-", "_", " " };
    for (bool cut = true; cut && s.n > 0;) {
        cut = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            Str mark = str_of(marks[i]);
            if (str_starts(s, mark)) s = str_slice(s, mark.n, s.n), cut = true;
            if (s.n > 0 && str_ends(s, mark)) s = str_slice(s, 0, s.n - mark.n), cut = true;
        }
        if (str_starts(s, STR("(")) && str_ends(s, STR(")"))) s = str_slice(s, 1, s.n - 1), cut = true;
    }
    return s;
}

Str cell_class(Arena *arena, Str cell, int grade)
{
    char room[CELL_FOLD_ROOM];
    Str s = without_marks(cell_fold(cell, room));
    if (str_ends(s, STR("класс"))) s = without_marks(str_slice(s, 0, s.n - STR("класс").n));
    else if (str_ends(s, STR(" кл"))) s = without_marks(str_slice(s, 0, s.n - STR(" кл").n));
    size_t digits = 0;
    while (digits < s.n && digits < 3 && s.at[digits] >= '0' && s.at[digits] <= '9') digits++;
    long long number = 0;
    if (digits > 0 && digits < 3) {
        str_to_int(str_slice(s, 0, digits), &number);
        bool alone = digits == s.n;
        /* autumn works are written one grade later than their programme */
        bool is_grade = number >= 1 && number <= 11 && (!alone || number == grade || number == grade + 1);
        if (is_grade && !(alone && grade == 0)) s = without_marks(str_slice(s, digits, s.n));
    }
    if (str_starts(s, STR("класс "))) s = without_marks(str_slice(s, STR("класс ").n, s.n));
    if (str_eq(s, STR("нет"))) return STR_EMPTY;
    return s.n == 0 ? STR_EMPTY : arena_str(arena, s);
}

bool cell_is_leftover(Str cell)
{
    if (cell.n > 40) return false; /* names of textbooks */
    char room[CELL_FOLD_ROOM];
    Str s = cell_fold(cell, room);
    if (s.n == 0) return false;
    long x;
    if (whole(s, &x)) return x >= -99 && x <= 999;
    uint8_t number;
    /* other lone letters stand in real forms as somebody's «author of the textbook» */
    return str_eq(s, STR("х")) || str_eq(s, STR("м")) || str_eq(s, STR("ж")) || is_not_taught(s) || cell_variant(s, &number) == VARIANT_ABSENT;
}
