#include "cli/stat/twice_.h"

#include <math.h>
#include <strings.h>

/* Words that tell first from last, the surest ones first; "" = the bare name. */
static const char *const words[][2] = {
    { "first", "final" }, { "first", "second" }, { "first", "last" }, { "initial", "final" }, { "old", "new" }, { "before", "after" }, { "0", "1" }, { "1", "2" },
    { "first", "" }, { "initial", "" }, { "old", "" }, { "0", "" },
};

/* The column's name without its word and separator; empty when it has none. */
static Str stem_of(Str name, const char *word, bool behind)
{
    size_t n = strlen(word);
    if (name.n < n + 2) return STR_EMPTY;
    const char *mark = behind ? name.at + name.n - n : name.at;
    char separator = behind ? mark[-1] : mark[n];
    if (strncasecmp(mark, word, n) != 0 || strchr("_.-", separator) == NULL) return STR_EMPTY;
    return behind ? str_slice(name, 0, name.n - n - 1) : str_slice(name, n + 1, name.n);
}

static const StatColumn *partner(const StatTable *table, Str first, Str stem, const char *word, bool behind, Arena *arena)
{
    if (*word == '\0') return stat_column(table, arena_z(arena, stem));
    char separator = behind ? first.at[stem.n] : first.at[first.n - stem.n - 1];
    Str name = behind ? arena_printf(arena, "%.*s%c%s", STR_ARG(stem), separator, word) : arena_printf(arena, "%s%c%.*s", word, separator, STR_ARG(stem));
    return stat_column(table, arena_z(arena, name));
}

static bool is_number(const StatTable *table, const StatColumn *column)
{
    size_t numbers = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        if (column->text[i].n > 0 && isnan(column->x[i])) return false;
        numbers += column->text[i].n > 0;
    }
    return numbers > 0;
}

static void add(StatTwice *out, const StatColumn *first, const StatColumn *final, Str name)
{
    out->first[out->n] = first;
    out->final[out->n] = final;
    out->name[out->n++] = name;
}

static void find_pairs(const StatTable *table, Arena *arena, StatTwice *out)
{
    for (size_t w = 0; w < sizeof words / sizeof *words && out->n == 0; w++)
        for (int behind = 1; behind >= 0 && out->n == 0; behind--)
            for (size_t c = 0; c < table->n_columns; c++) {
                const StatColumn *first = &table->columns[c];
                Str stem = stem_of(first->name, words[w][0], behind != 0);
                const StatColumn *final = stem.n > 0 ? partner(table, first->name, stem, words[w][1], behind != 0, arena) : NULL;
                if (final != NULL && final != first && is_number(table, first) && is_number(table, final)) add(out, first, final, stem);
            }
    for (size_t w = 0; w < 6 && out->n == 0; w++) {
        const StatColumn *first = stat_column(table, words[w][0]), *final = stat_column(table, words[w][1]);
        if (first != NULL && final != NULL && is_number(table, first) && is_number(table, final)) add(out, first, final, final->name);
    }
}

bool stat_twice(const StatTable *table, const Args *args, Arena *arena, StatTwice *out, Err *err)
{
    const char *first_words = args_value(args, "--first"), *final_words = args_value(args, "--final");
    if ((first_words == NULL) != (final_words == NULL)) return err_set(err, ERR_INPUT, "", "Ключи «--first» и «--final» называют вместе.");
    *out = (StatTwice){ .first = arena_array(arena, const StatColumn *, table->n_columns), .final = arena_array(arena, const StatColumn *, table->n_columns),
        .name = arena_array(arena, Str, table->n_columns) };
    if (first_words == NULL) {
        find_pairs(table, arena, out);
        return out->n > 0 || err_set(err, ERR_INPUT, "Например: a1_first и a1_final; или назовите столбцы ключами --first и --final.", "В таблице нет пар столбцов с первыми и окончательными баллами.");
    }
    size_t n_final;
    if (!stat_pick(table, args, "--first", NULL, false, arena, &out->first, &out->n, err) || !stat_pick(table, args, "--final", NULL, false, arena, &out->final, &n_final, err)) return false;
    if (out->n != n_final) return err_set(err, ERR_INPUT, "Столбцы идут парами.", "В «--first» столбцов %zu, а в «--final» — %zu.", out->n, n_final);
    for (size_t i = 0; i < n_final; i++) out->name[i] = out->final[i]->name;
    return true;
}
