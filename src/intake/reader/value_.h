/* Stored values of cells as the text that a person sees in the cell. */
#ifndef INTAKE_READER_VALUE_H
#define INTAKE_READER_VALUE_H

#include "base/str.h"

typedef enum ValueKind { VALUE_NUMBER, VALUE_DATE, VALUE_TIME, VALUE_DATE_TIME, VALUE_LOOK /* as its number format draws it */ } ValueKind;

/* Room for any text below. */
enum { VALUE_ROOM = 64 };

/* «14», «4.5»; «14.0», «1E+1» and «0.30000000000000004» become «14», «10», «0.3». What is not a number stays as written. */
Str value_number(Str written, char out[VALUE_ROOM]);
/* Serial of Excel as dd.mm.yyyy, hh:mm or both; as value_number when it is no day of 1900–9999. */
Str value_serial(Str written, ValueKind kind, bool from_1904, char out[VALUE_ROOM]);
typedef struct ValueMoment { long day; int minute; bool invented; } ValueMoment; /* day from 1970-01-01; invented: 29.02.1900 of Excel, day is that of 01.03.1900 */
/* False when a number is no moment of 1900–9999. */
bool value_moment(Str written, bool dated, bool from_1904, ValueMoment *out);
/* A number as the number format code of OOXML draws it in a Russian office: «мар.24», «14 октября 2020 г.», «1.10», «38%». Decimals have a point.
 * What the code does not tell how to draw is as in value_number() and value_serial(). */
Str value_look(Str written, Str code, bool from_1904, char out[VALUE_ROOM]);
/* The code of a built-in format; «» for the general one. */
Str value_builtin_code(unsigned id);
/* A number in digits; false for anything else. */
bool value_parse(Str written, double *out);
/* «2021-04-05T…» as «05.04.2021»; others as written. */
Str value_iso_date(Str written, char out[VALUE_ROOM]);
/* What a number format of OOXML shows. */
ValueKind value_kind_builtin(unsigned id);
ValueKind value_kind_format(Str code);
/* Undoes «_x000D_» of OOXML in place; gives the new length. */
size_t value_unescape(char *at, size_t n);

#endif
