/* CSV by RFC 4180, as forgiving as Excel is. Cells are views of the text; only quotes inside quotes cost a copy. */
#include <string.h>

#include "intake/reader/decode_.h"
#include "intake/reader/hint_.h"
#include "intake/reader/row_.h"

typedef struct CsvParse {
    const char *at, *end;
    char separator;
    bool stops[256];   /* separator, line ends */
    uint64_t row_number, column;
    RowCells *row;
} CsvParse;

enum { SAMPLE_BYTES = 64 << 10, SAMPLE_LINES = 64, N_CANDIDATES = 4 };
/* In order of trust: nobody types tabs into cells; a semicolon in words may be as regular as a separator, a decimal comma too. */
static const char candidates[N_CANDIDATES + 1] = "\t;|,";

/* Counts candidates in the line at text[*i], outside quotes. False for a blank line. */
static bool count_line(Str text, size_t *i, uint32_t counts[N_CANDIDATES])
{
    bool quoted = false, fresh = true, any = false;
    memset(counts, 0, N_CANDIDATES * sizeof *counts);
    for (; *i < text.n; ++*i) {
        char c = text.at[*i];
        if (c == '"' && (quoted || fresh)) {
            quoted = !quoted;
            any = true;
            continue;
        }
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        const char *which = memchr(candidates, c, N_CANDIDATES);
        if (which != NULL) counts[which - candidates]++;
        fresh = which != NULL;
        any = true;
    }
    ++*i;
    return any;
}

/* The first candidate that stands equally often in more than half of the lines; else the most frequent one. */
static char guess_separator(Str text)
{
    uint32_t counts[SAMPLE_LINES][N_CANDIDATES], n = 0, total[N_CANDIDATES] = { 0 };
    Str sample = str_slice(text, 0, SAMPLE_BYTES);
    for (size_t i = 0; i < sample.n && n < SAMPLE_LINES;)
        if (count_line(sample, &i, counts[n])) n++;
    if (n > 1 && text.n > sample.n) n--; /* cut in the middle */
    for (size_t c = 0; c < N_CANDIDATES; c++) {
        for (uint32_t a = 0; a < n; a++) {
            uint32_t same = 0;
            total[c] += counts[a][c];
            for (uint32_t b = 0; b < n; b++) same += counts[b][c] == counts[a][c];
            if (counts[a][c] > 0 && same * 2 > n) return candidates[c];
        }
    }
    size_t best = 0;
    for (size_t c = 1; c < N_CANDIDATES; c++)
        if (total[c] > total[best]) best = c;
    return candidates[best];
}

/* «sep=;» is a word to Excel, not a row. */
static char told_separator(Str *text)
{
    size_t quote = str_starts(*text, STR("\"")), i = quote + 5;
    if (text->n < i || (memcmp(text->at + quote, "sep=", 4) != 0 && memcmp(text->at + quote, "SEP=", 4) != 0)) return '\0';
    if (quote != 0 && i < text->n && text->at[i] == '"') i++;
    if (i < text->n && text->at[i] != '\n' && text->at[i] != '\r') return '\0';
    char separator = text->at[quote + 4];
    if (separator == '\n' || separator == '\r' || separator == '"' || (unsigned char)separator >= 0x80) return '\0';
    if (i + 1 < text->n && text->at[i] == '\r' && text->at[i + 1] == '\n') i++;
    *text = str_slice(*text, i + 1, text->n);
    return separator;
}

static void to_stop(CsvParse *csv)
{
    while (csv->at < csv->end && !csv->stops[(unsigned char)*csv->at]) csv->at++;
}

static bool add_piece(CsvParse *csv, size_t offset, const char *from, const char *to, Err *err)
{
    Buf *text = &csv->row->text;
    if (text->n - offset + (size_t)(to - from) > LIMIT_CELL_BYTES) return row_cell_too_long(csv->column, csv->row_number, err);
    buf_add(text, (Str){ from, (size_t)(to - from) });
    return true;
}

/* A cell that begins with a quote. After the closing one anything up to the separator belongs to the cell, as in Excel. */
static bool quoted_cell(CsvParse *csv, Err *err)
{
    size_t offset = csv->row->text.n;
    const char *from = csv->at + 1;
    for (;;) {
        const char *quote = memchr(from, '"', (size_t)(csv->end - from));
        if (quote == NULL)
            return err_set(err, ERR_INPUT, "Посмотрите эту строку: лишнюю кавычку уберите или закройте. Надёжнее сохранить таблицу как .xlsx.",
                           "В строке %llu открыта кавычка и до конца файла не закрыта.", (unsigned long long)csv->row_number);
        bool doubled = quote + 1 < csv->end && quote[1] == '"';
        csv->at = quote + 1;
        if (!doubled && csv->row->text.n == offset && (csv->at == csv->end || csv->stops[(unsigned char)*csv->at]))
            return row_put(csv->row, csv->column, (Str){ from, (size_t)(quote - from) }, csv->row_number, err);
        if (!add_piece(csv, offset, from, doubled ? quote + 1 : quote, err)) return false;
        if (!doubled) break;
        from = quote + 2;
    }
    from = csv->at;
    to_stop(csv);
    return add_piece(csv, offset, from, csv->at, err) && row_put_text(csv->row, csv->column, offset, csv->row_number, err);
}

static bool parse(CsvParse *csv, const RawSink *sink, Err *err)
{
    while (csv->at < csv->end) {
        if (*csv->at == '"') {
            if (!quoted_cell(csv, err)) return false;
        } else {
            const char *from = csv->at;
            to_stop(csv);
            if (!row_put(csv->row, csv->column, (Str){ from, (size_t)(csv->at - from) }, csv->row_number, err)) return false;
        }
        if (csv->at < csv->end && *csv->at == csv->separator) {
            csv->at++;
            csv->column++;
            continue;
        }
        if (!row_emit(csv->row, csv->row_number, sink, err)) return false;
        if (csv->end - csv->at >= 2 && csv->at[0] == '\r' && csv->at[1] == '\n') csv->at++;
        csv->at++;
        csv->row_number++;
        csv->column = 0;
    }
    return row_emit(csv->row, csv->row_number, sink, err); /* «…;» at the very end */
}

static bool csv_read(Str bytes, const RawSink *sink, Arena *arena, Err *err)
{
    Str text;
    bool skip = false;
    CsvParse *csv = arena_try(arena, sizeof *csv, err);
    if (csv == NULL || !decode_text(bytes, arena, &text, err)) return false;
    if ((csv->row = arena_try(arena, sizeof *csv->row, err)) == NULL) return false;
    char separator = told_separator(&text);
    if (separator == '\0') separator = guess_separator(text);
    csv->at = text.at;
    csv->end = text.at + text.n;
    csv->separator = separator;
    csv->row_number = 1;
    csv->stops[(unsigned char)separator] = csv->stops['\n'] = csv->stops['\r'] = true;
    if (!sink->sheet(sink->context, STR_EMPTY, 0, &skip, err)) return false;
    if (skip) return true;
    row_init(csv->row);
    bool ok = parse(csv, sink, err);
    row_free(csv->row);
    return ok && sink->end(sink->context, err);
}

static bool csv_sniff(Str bytes) { return !str_starts(bytes, STR("PK\x03\x04")) && decode_looks_text(bytes); }

const Reader reader_csv = { "csv", "текст с разделителями (.csv)", csv_sniff, csv_read };
