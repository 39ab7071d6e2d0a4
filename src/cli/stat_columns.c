/* Choosing columns for the methods of «merilo stat». */
#include <math.h>
#include <strings.h>

#include "cli/stat_.h"

static bool holds_numbers(const StatColumn *column, size_t n_rows)
{
    size_t numbers = 0;
    for (size_t i = 0; i < n_rows; i++) {
        if (column->text[i].n == 0) continue;
        if (isnan(column->x[i])) return false;
        numbers++;
    }
    return numbers > 0;
}

static bool is_named(Str name, const char *const *names)
{
    for (; names != NULL && *names != NULL; names++)
        if (strlen(*names) == name.n && strncasecmp(*names, name.at, name.n) == 0) return true;
    return false;
}

/* One word of the list: a column, or the first and the last of a run. */
static bool find_run(const StatTable *table, Str word, const char *option, Arena *arena, size_t *first, size_t *last, Err *err)
{
    const StatColumn *one = stat_column(table, arena_z(arena, word)), *other = one;
    for (size_t at = 1; one == NULL && at + 1 < word.n; at++) {
        if (word.at[at] != '-') continue;
        one = stat_column(table, arena_z(arena, str_trim(str_slice(word, 0, at))));
        other = stat_column(table, arena_z(arena, str_trim(str_slice(word, at + 1, word.n))));
        if (other == NULL) one = NULL;
    }
    if (one == NULL || one > other)
        return err_set(err, ERR_INPUT, "Столбцы через запятую; «b1-b26» — от b1 до b26.", "Ключ «%s»: в таблице нет столбцов «%.*s».", option, (int)(word.n < 100 ? word.n : 100), word.at);
    *first = (size_t)(one - table->columns);
    *last = (size_t)(other - table->columns);
    return true;
}

bool stat_pick(const StatTable *table, const Args *args, const char *option, const char *const *except, bool text, Arena *arena, const StatColumn ***out, size_t *n, Err *err)
{
    const char *words = args_value(args, option);
    bool *taken = arena_array(arena, bool, table->n_columns);
    const StatColumn **picked = arena_array(arena, const StatColumn *, table->n_columns);
    size_t k = 0;
    if (words != NULL && strcmp(words, "all") == 0 && stat_column(table, "all") == NULL) words = NULL;
    for (size_t i = 0; words == NULL && i < table->n_columns; i++)
        if (!is_named(table->columns[i].name, except) && (text || holds_numbers(&table->columns[i], table->n_rows))) picked[k++] = &table->columns[i];
    while (words != NULL) {
        const char *end = strchr(words, ',');
        Str word = str_trim(end != NULL ? (Str){ words, (size_t)(end - words) } : str_of(words));
        size_t first = 0, last = 0;
        if (!find_run(table, word, option, arena, &first, &last, err)) return false;
        for (size_t i = first; i <= last; i++) {
            if (taken[i]) return err_set(err, ERR_INPUT, "", "Ключ «%s»: столбец «%.*s» назван дважды.", option, STR_ARG(table->columns[i].name));
            if (!text && stat_need_numbers(table, arena_z(arena, table->columns[i].name), err) == NULL) return false;
            taken[i] = true;
            picked[k++] = &table->columns[i];
        }
        words = end != NULL ? end + 1 : NULL;
    }
    if (k == 0) return err_set(err, ERR_INPUT, "«merilo stat --list» покажет столбцы метода.", "В таблице нет подходящих столбцов с числами.");
    *out = picked;
    *n = k;
    return true;
}

double *stat_matrix(const StatTable *table, const StatColumn *const *column, size_t n, Arena *arena)
{
    double *x = arena_array(arena, double, table->n_rows * n);
    for (size_t i = 0; i < table->n_rows; i++)
        for (size_t k = 0; k < n; k++) x[i * n + k] = column[k]->x[i];
    return x;
}

double *stat_categories(const StatTable *table, const StatColumn *const *column, size_t n, bool *coded, Arena *arena)
{
    double *x = stat_matrix(table, column, n, arena);
    *coded = false;
    for (size_t i = 0; i < table->n_rows * n; i++) *coded |= isnan(x[i]) && column[i % n]->text[i / n].n > 0;
    if (!*coded) return x;
    size_t n_seen = 0, room = 16;
    Str *seen = arena_array(arena, Str, room); /* in order */
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < table->n_rows * n; i++) {
            Str s = column[i % n]->text[i / n];
            size_t low = 0, high = n_seen;
            while (low < high) {
                size_t middle = (low + high) / 2;
                if (str_cmp(seen[middle], s) < 0) low = middle + 1;
                else high = middle;
            }
            if (pass == 1) x[i] = s.n == 0 ? NAN : (double)(low + 1);
            if (s.n == 0 || (low < n_seen && str_eq(seen[low], s))) continue;
            if (n_seen == room) {
                Str *more = arena_array(arena, Str, 2 * room);
                memcpy(more, seen, room * sizeof *seen);
                seen = more;
                room *= 2;
            }
            memmove(&seen[low + 1], &seen[low], (n_seen - low) * sizeof *seen);
            seen[low] = s;
            n_seen++;
        }
    return x;
}
