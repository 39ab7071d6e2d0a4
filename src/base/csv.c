#include "base/csv.h"

#include <math.h>

void csv_init(Csv *csv, Buf *out, char separator) { *csv = (Csv){ .out = out, .separator = separator }; }

static void cell(Csv *csv)
{
    if (csv->row_begun) buf_add_char(csv->out, csv->separator);
    csv->row_begun = true;
}

void csv_str(Csv *csv, Str s)
{
    cell(csv);
    double number;
    bool risky = s.n != 0 && strchr("=+-@\t\r", s.at[0]) != NULL && !str_to_num(s, &number);
    bool quote = risky;
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.at[i] == csv->separator || s.at[i] == '"' || s.at[i] == '\n' || s.at[i] == '\r';
    if (!quote) {
        buf_add(csv->out, s);
        return;
    }
    buf_add_char(csv->out, '"');
    if (risky) buf_add_char(csv->out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] == '"') buf_add_char(csv->out, '"');
        buf_add_char(csv->out, s.at[i]);
    }
    buf_add_char(csv->out, '"');
}

void csv_num(Csv *csv, double value)
{
    cell(csv);
    if (isfinite(value)) buf_printf(csv->out, "%.12g", value == 0 ? 0.0 : value);
}

void csv_end_row(Csv *csv)
{
    buf_add_z(csv->out, "\r\n");
    csv->row_begun = false;
}
