#include "base/utf8.h"
#include "intake/cell_.h"
#include "intake/format_.h"

static bool is_digit(Str s, size_t i) { return i < s.n && s.at[i] >= '0' && s.at[i] <= '9'; }

static size_t skip_spaces(Str s, size_t i)
{
    while (i < s.n && s.at[i] == ' ') i++;
    return i;
}

static size_t skip_digits(Str s, size_t i, size_t most)
{
    size_t from = i;
    while (is_digit(s, i) && i - from < most) i++;
    return i;
}

/* «(3б)», «(3 балла)», «(max 3)» at i, and «(3)» if bare: its points, and *end behind it; 0 when there is none. A bare number behind a task is a part of its label. */
static unsigned points_in_brackets(Str s, size_t i, bool bare, size_t *end)
{
    if (i >= s.n || s.at[i] != '(') return 0;
    size_t k = skip_spaces(s, i + 1);
    bool word = false;
    static const char *const before[] = { "макс.", "макс", "мах", "до" };
    for (size_t w = 0; w < 4 && !word; w++)
        if (str_starts(str_slice(s, k, s.n), str_of(before[w]))) k = skip_spaces(s, k + strlen(before[w])), word = true;
    size_t digits = k;
    k = skip_digits(s, k, 4);
    if (k == digits) return 0;
    long long points = 0;
    str_to_int(str_slice(s, digits, k), &points);
    k = skip_spaces(s, k);
    if (str_starts(str_slice(s, k, s.n), STR("б"))) {
        word = true;
        while (k < s.n && s.at[k] != ')') k++;
    }
    if ((!word && !bare) || k >= s.n || s.at[k] != ')') return 0;
    *end = k + 1;
    return (unsigned)points;
}

/* «4к1», «9.1», «16(1)», «17» at *i, which moves behind it. */
static bool label_at(Str s, size_t *i, char *label, size_t *n)
{
    size_t k = *i, from = k;
    k = skip_digits(s, k, 3);
    if (k == from) return false;
    for (size_t c = from; c < k; c++) label[(*n)++] = s.at[c];
    for (int part = 0; part < 3; part++) {
        size_t at = skip_spaces(s, k);
        if (at < s.n && (s.at[at] == '.' || s.at[at] == ',' || s.at[at] == '-' || s.at[at] == '_') && is_digit(s, at + 1)) {
            label[(*n)++] = '.';
            k = skip_digits(s, at + 1, 2);
            for (size_t c = at + 1; c < k; c++) label[(*n)++] = s.at[c];
        } else if (str_starts(str_slice(s, at, s.n), STR("к")) && is_digit(s, at + 2)) {
            *n += utf8_put(0x41A, label + *n); /* К */
            k = skip_digits(s, at + 2, 2);
            for (size_t c = at + 2; c < k; c++) label[(*n)++] = s.at[c];
        } else if (at < s.n && s.at[at] == '(' && is_digit(s, at + 1)) {
            size_t end = skip_digits(s, at + 1, 2);
            if (end >= s.n || s.at[end] != ')') break;
            k = end + 1;
            for (size_t c = at; c < k; c++) label[(*n)++] = s.at[c];
        } else break;
    }
    *i = k;
    return true;
}

bool header_task(const Format *format, Str heading, Arena *arena, Str *label, uint8_t *max)
{
    char room[CELL_FOLD_ROOM], prefix_room[CELL_FOLD_ROOM], suffix_room[CELL_FOLD_ROOM];
    if (heading.n > 60) return false;
    Str s = cell_fold(heading, room);
    Str prefix = cell_fold(str_of(format->task_prefix), prefix_room), suffix = cell_fold(str_of(format->task_suffix), suffix_room);
    if (!str_starts(s, prefix)) return false;
    s = str_trim(str_slice(s, prefix.n, s.n));
    if (prefix.n == 0) {
        static const char *const words[] = { "задание", "зад.", "№", "балл за", "task" };
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            char word_room[CELL_FOLD_ROOM];
            Str word = cell_fold(str_of(words[w]), word_room);
            if (str_starts(s, word)) s = str_trim(str_slice(s, word.n, s.n));
        }
    }
    if (!str_ends(s, suffix)) return false;
    s = str_slice(s, 0, s.n - suffix.n);
    char text[64];
    size_t n = 0, i = 0, end = 0;
    if (!label_at(s, &i, text, &n)) return false;
    i = skip_spaces(s, i);
    unsigned points = points_in_brackets(s, i, false, &end);
    if (points == 0 && (i < s.n || format->task_max_needed)) return false;
    if (points > 0 && skip_spaces(s, end) < s.n) return false;
    *label = arena_str(arena, (Str){ text, n });
    *max = points > LIMIT_TASK_MAX ? TASK_TOO_LARGE : (uint8_t)points;
    return true;
}

Str header_after_bar(Str cell)
{
    size_t at = str_find(cell, STR("|"));
    return str_trim(at == SIZE_MAX ? cell : str_slice(cell, at + 1, cell.n));
}

/* Role of a heading by the format's words; N_ROLES when it has no word for it. */
static Role role_of(const Format *format, Str heading, uint16_t *total_max)
{
    char room[CELL_FOLD_ROOM], word_room[CELL_FOLD_ROOM];
    Str s = cell_fold(heading, room);
    size_t bracket = str_find(s, STR("(")), end = 0;
    unsigned points = bracket == SIZE_MAX ? 0 : points_in_brackets(s, bracket, true, &end);
    if (points > 0) s = str_trim(str_slice(s, 0, bracket));
    for (const HeaderWord *word = format->words; word->word != NULL; word++) {
        Str w = cell_fold(str_of(word->word), word_room);
        bool open = str_ends(w, STR("*"));
        if (open) w = str_slice(w, 0, w.n - 1);
        if (open ? !str_starts(s, w) : !str_eq(s, w)) continue;
        if (word->role == ROLE_TOTAL && points <= LIMIT_TOTAL) *total_max = (uint16_t)points;
        return word->role;
    }
    return N_ROLES;
}

static bool map_columns(const Format *format, const RawRow *row, ColumnMap *map, Arena *arena)
{
    *map = (ColumnMap){ .format = format, .n_columns = row->n_cells };
    for (int r = 0; r < N_ROLES; r++) map->role[r] = -1;
    bool behind_tail = false;
    uint32_t named = 0;
    for (uint32_t i = 0; i < row->n_cells && i < LIMIT_COLUMNS; i++) {
        Str heading = str_trim(row->cells[i]), label;
        uint8_t max;
        if (heading.n == 0) {
            if (map->n_tasks > 0) map->tail[map->n_tail++] = (uint16_t)i;
            continue;
        }
        named = i + 1;
        if (header_task(format, heading, arena, &label, &max)) {
            if (behind_tail) {
                map->tail[map->n_tail++] = (uint16_t)i;
                continue;
            }
            if (max == TASK_TOO_LARGE) map->too_large = heading;
            if (map->n_tasks == LIMIT_TASKS) {
                map->too_many_tasks = true;
                continue;
            }
            map->task[map->n_tasks] = (uint16_t)i;
            map->task_label[map->n_tasks] = label;
            map->task_max[map->n_tasks++] = max;
            continue;
        }
        Role role = role_of(format, heading, &map->total_max);
        if (role == ROLE_TAIL) {
            behind_tail = true;
            if (map->n_tasks > 0) map->tail[map->n_tail++] = (uint16_t)i;
        } else if (role < N_ROLES && role != ROLE_NONE) {
            if (role == ROLE_VARIANT && map->role[role] >= 0) role = ROLE_VARIANT2;
            if (map->role[role] < 0) map->role[role] = (int32_t)i;
        }
    }
    map->n_columns = named;
    while (map->n_tail > 0 && map->tail[map->n_tail - 1] >= named) map->n_tail--; /* those right of the header are looked at anyway */
    return true;
}

static bool satisfied(const Format *format, const ColumnMap *map)
{
    uint32_t have = 0;
    for (int r = 0; r < N_ROLES; r++)
        if (map->role[r] >= 0) have |= 1u << r;
    if ((have & format->needs) != format->needs) return false;
    if (format->needs_any != 0 && (have & format->needs_any) == 0) return false;
    return map->n_tasks >= format->min_tasks && (map->n_tasks > 0 || map->role[ROLE_TOTAL] >= 0);
}

bool header_recognise(const RawRow *row, ColumnMap *out, Arena *arena)
{
    if (row->n_cells < 2) return false;
    for (const Format *const *format = format_registry; *format != NULL; format++)
        if (map_columns(*format, row, out, arena) && satisfied(*format, out)) return true;
    return false;
}
