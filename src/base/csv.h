/* Writing CSV: RFC 4180, separator given, formula injection defused (' before = + - @ TAB unless the cell is a number). */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

typedef struct Csv { Buf *out; char separator; bool row_begun; } Csv;
void csv_init(Csv *csv, Buf *out, char separator);
void csv_str(Csv *csv, Str s);
void csv_num(Csv *csv, double value); /* 12 significant digits, point; NaN is empty */
void csv_end_row(Csv *csv);

#endif
