/* Reading the plain table of «merilo stat». */
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "cli/stat_.h"

/* «Total» is total, unless both are there. */
const StatColumn *stat_column(const StatTable *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (str_eq(table->columns[i].name, str_of(name))) return &table->columns[i];
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].name.n == strlen(name) && strncasecmp(table->columns[i].name.at, name, strlen(name)) == 0) return &table->columns[i];
    return NULL;
}

typedef struct Reader {
    Str bytes;
    size_t at, line;
    char separator;
    Arena *arena;
} Reader;

static char guess_separator(Str bytes)
{
    size_t comma = 0, semicolon = 0, tab = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.n && (quoted || bytes.at[i] != '\n'); i++) {
        char c = bytes.at[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        comma += c == ',';
        semicolon += c == ';';
        tab += c == '\t';
    }
    if (tab > comma && tab >= semicolon) return '\t';
    return semicolon > comma ? ';' : ',';
}

/* A cell in quotes; at stands behind the opening one. */
static bool read_quoted(Reader *in, Str *cell, Err *err)
{
    size_t from = in->at, n = 0, line = in->line;
    for (; in->at < in->bytes.n; in->at++) {
        char c = in->bytes.at[in->at];
        if (c == '\n') in->line++;
        if (c == '"' && !(in->at + 1 < in->bytes.n && in->bytes.at[in->at + 1] == '"')) break;
        if (c == '"') in->at++;
        n++;
    }
    if (in->at >= in->bytes.n) return err_set(err, ERR_INPUT, "Закройте кавычку.", "В строке %zu таблицы не закрыта кавычка.", line);
    char *copy = arena_try(in->arena, n + 1, err);
    if (copy == NULL) return false;
    size_t k = 0;
    for (size_t i = from; i < in->at; i++) {
        copy[k++] = in->bytes.at[i];
        if (in->bytes.at[i] == '"') i++;
    }
    in->at++;
    *cell = (Str){ copy, k };
    return true;
}

/* One cell; *last when the row ends behind it. */
static bool read_cell(Reader *in, Str *cell, bool *last, Err *err)
{
    Str quoted = { NULL, 0 };
    while (in->at < in->bytes.n && in->bytes.at[in->at] == ' ') in->at++;
    if (in->at < in->bytes.n && in->bytes.at[in->at] == '"') {
        in->at++;
        if (!read_quoted(in, &quoted, err)) return false;
    }
    size_t from = in->at;
    while (in->at < in->bytes.n && in->bytes.at[in->at] != in->separator && in->bytes.at[in->at] != '\n') in->at++;
    Str rest = str_trim(str_slice(in->bytes, from, in->at));
    if (quoted.at != NULL && rest.n != 0)
        return err_set(err, ERR_INPUT, "Кавычку внутри ячейки удваивают.", "В строке %zu таблицы за кавычкой стоит «%.*s».", in->line, STR_ARG(str_slice(rest, 0, rest.n < 40 ? rest.n : 40)));
    *cell = quoted.at != NULL ? str_trim(quoted) : rest;
    *last = in->at >= in->bytes.n || in->bytes.at[in->at] == '\n';
    if (in->at < in->bytes.n) in->at++;
    if (*last) in->line++;
    if (cell->n > LIMIT_CELL_BYTES) return err_set(err, ERR_LIMIT, "", "В строке %zu таблицы слишком длинная ячейка.", in->line - 1);
    return true;
}

/* Cells of the next row that is not blank; 0 cells at the end. */
static bool read_row(Reader *in, Str *cell, size_t *n, Err *err)
{
    for (*n = 0; *n == 0 && in->at < in->bytes.n;) {
        for (bool last = false; !last; ++*n) {
            if (*n == LIMIT_COLUMNS) return err_set(err, ERR_LIMIT, "", "В строке %zu таблицы больше %u столбцов.", in->line, LIMIT_COLUMNS);
            if (!read_cell(in, &cell[*n], &last, err)) return false;
        }
        if (*n == 1 && cell[0].n == 0) *n = 0;
    }
    return true;
}

static bool is_missing(Str s) { return s.n == 0 || str_eq(s, STR("NA")) || str_eq(s, STR("NaN")); }

/* Also «1.5e-07», as other programs write small p-values. */
static double number_of_cell(Str s)
{
    double x;
    char copy[64], *end;
    if (str_to_num(s, &x)) return x;
    if (s.n == 0 || s.n >= sizeof copy) return NAN;
    for (size_t i = 0; i < s.n; i++)
        if (strchr("0123456789+-.eE", s.at[i]) == NULL) return NAN;
    memcpy(copy, s.at, s.n);
    copy[s.n] = '\0';
    x = strtod(copy, &end);
    return *end == '\0' && isfinite(x) ? x : NAN;
}

static bool check_header(const Str *name, size_t n, Err *err)
{
    if (n == 0) return err_set(err, ERR_INPUT, "Первая строка — названия столбцов.", "Таблица пуста.");
    for (size_t i = 0; i < n; i++) {
        if (name[i].n == 0) return err_set(err, ERR_INPUT, "Назовите каждый столбец.", "У столбца %zu нет названия.", i + 1);
        for (size_t j = 0; j < i; j++)
            if (str_eq(name[i], name[j])) return err_set(err, ERR_INPUT, "Оставьте один.", "Столбец «%.*s» назван дважды.", STR_ARG(str_slice(name[i], 0, name[i].n < 60 ? name[i].n : 60)));
    }
    return true;
}

static size_t count_lines(Str bytes)
{
    size_t n = 1;
    for (size_t i = 0; i < bytes.n; i++) n += bytes.at[i] == '\n';
    return n;
}

bool stat_table_parse(Str bytes, Arena *arena, StatTable *out, Err *err)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_slice(bytes, 3, bytes.n);
    if (!utf8_valid(bytes)) return err_set(err, ERR_INPUT, "Сохраните таблицу в UTF-8.", "Таблица записана не в UTF-8.");
    Reader in = { .bytes = bytes, .line = 1, .separator = guess_separator(bytes), .arena = arena };
    Str *cell = arena_array(arena, Str, LIMIT_COLUMNS);
    size_t n_columns, n, room = count_lines(bytes), n_rows = 0;
    if (!read_row(&in, cell, &n_columns, err) || !check_header(cell, n_columns, err)) return false;
    if (room > LIMIT_ROWS) return err_set(err, ERR_LIMIT, "", "В таблице больше %u строк.", LIMIT_ROWS);
    StatColumn *columns = arena_array(arena, StatColumn, n_columns);
    double **x = arena_array(arena, double *, n_columns);
    Str **text = arena_array(arena, Str *, n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        if ((x[i] = arena_try(arena, room * sizeof **x, err)) == NULL || (text[i] = arena_try(arena, room * sizeof **text, err)) == NULL) return false;
        columns[i] = (StatColumn){ .name = cell[i], .x = x[i], .text = text[i] };
    }
    for (;;) {
        size_t line = in.line;
        if (!read_row(&in, cell, &n, err)) return false;
        if (n == 0) break;
        if (n != n_columns) return err_set(err, ERR_INPUT, "Проверьте разделители.", "Строка %zu таблицы: ячеек %zu, а в заголовке %zu.", line, n, n_columns);
        for (size_t i = 0; i < n; i++) {
            x[i][n_rows] = number_of_cell(cell[i]);
            text[i][n_rows] = is_missing(cell[i]) ? STR_EMPTY : cell[i];
        }
        n_rows++;
    }
    if (n_rows == 0) return err_set(err, ERR_INPUT, "", "В таблице нет строк.");
    *out = (StatTable){ n_rows, n_columns, columns };
    return true;
}

bool stat_table_read(const char *path, Arena *arena, StatTable *out, Err *err)
{
    Str bytes;
    return file_read(path, LIMIT_FILE_BYTES, arena, &bytes, err) && stat_table_parse(bytes, arena, out, err);
}
