#include "intake/reader/value_.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool plain_integer(Str s)
{
    size_t from = s.n > 1 && s.at[0] == '-';
    if (s.n == from || s.n - from > 15 || (s.at[from] == '0' && s.n > 1)) return false;
    for (size_t i = from; i < s.n; i++)
        if (!is_digit(s.at[i])) return false;
    return true;
}

bool value_parse(Str s, double *out)
{
    char copy[VALUE_ROOM];
    if (s.n == 0 || s.n >= sizeof copy) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (!is_digit(c) && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') return false;
        copy[i] = c;
    }
    copy[s.n] = '\0';
    char *end;
    *out = strtod(copy, &end); /* the program never calls setlocale, so the point is a point */
    return end == copy + s.n && isfinite(*out);
}

Str value_number(Str written, char out[VALUE_ROOM])
{
    double value;
    if (plain_integer(written)) return written;
    Str trimmed = str_trim(written);
    if (!value_parse(trimmed, &value)) return written;
    if (value == 0) return STR("0");
    int n = value == rint(value) && fabs(value) < 1e21 ? snprintf(out, VALUE_ROOM, "%.0f", value) : snprintf(out, VALUE_ROOM, "%.15g", value);
    return (Str){ out, (size_t)n };
}

bool value_moment(Str written, bool dated, bool from_1904, ValueMoment *out)
{
    double serial;
    if (!value_parse(str_trim(written), &serial) || serial < (dated && !from_1904 ? 1 : 0) || serial >= 2957003) return false;
    long all_minutes = (long)floor(serial * 1440 + 0.01); /* a minute stored a hair short is still that minute */
    long day = all_minutes / 1440;
    *out = (ValueMoment){ .minute = (int)(all_minutes % 1440), .invented = dated && !from_1904 && day == 60 };
    out->day = from_1904 ? day - 24107 : day < 60 ? day - 25568 : day - 25569;
    return true;
}

Str value_serial(Str written, ValueKind kind, bool from_1904, char out[VALUE_ROOM])
{
    ValueMoment moment;
    bool dated = kind != VALUE_TIME;
    if (kind == VALUE_NUMBER || !value_moment(written, dated, from_1904, &moment)) return value_number(written, out);
    int n = 0, year, month, day;
    date_parts((int32_t)moment.day, &year, &month, &day);
    if (moment.invented) n = snprintf(out, VALUE_ROOM, "29.02.1900");
    else if (dated) n = snprintf(out, VALUE_ROOM, "%02d.%02d.%04d", day, month, year);
    if (kind != VALUE_DATE && (!dated || moment.minute > 0))
        n += snprintf(out + n, VALUE_ROOM - (size_t)n, "%s%02d:%02d", dated ? " " : "", moment.minute / 60, moment.minute % 60);
    return (Str){ out, (size_t)n };
}

Str value_iso_date(Str s, char out[VALUE_ROOM])
{
    if (s.n < 10 || s.at[4] != '-' || s.at[7] != '-') return s;
    for (size_t i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !is_digit(s.at[i])) return s;
    int n = snprintf(out, VALUE_ROOM, "%.2s.%.2s.%.4s", s.at + 8, s.at + 5, s.at);
    return (Str){ out, (size_t)n };
}

ValueKind value_kind_builtin(unsigned id)
{
    if (id == 22) return VALUE_DATE_TIME;
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return VALUE_TIME;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return VALUE_DATE;
    return VALUE_NUMBER;
}

ValueKind value_kind_format(Str code)
{
    bool day = false, hour = false, month = false;
    for (size_t i = 0; i < code.n && code.at[i] != ';'; i++) {
        char c = code.at[i];
        if (c == '\\' || c == '_' || c == '*') { i++; continue; }
        if (c == '"' || c == '[') {
            char close = c == '"' ? '"' : ']';
            while (++i < code.n && code.at[i] != close)
                if (close == ']' && (code.at[i] == 'h' || code.at[i] == 's') && i + 1 < code.n && (code.at[i + 1] == ']' || code.at[i + 1] == code.at[i])) hour = true;
            continue;
        }
        if (c == 'd' || c == 'D' || c == 'y' || c == 'Y') day = true;
        if (c == 'h' || c == 'H' || c == 's' || c == 'S') hour = true;
        if (c == 'm' || c == 'M') month = true;
    }
    if (hour) return day ? VALUE_DATE_TIME : VALUE_TIME;
    return day || month ? VALUE_DATE : VALUE_NUMBER;
}

static int hex(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

size_t value_unescape(char *at, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = 0;
        bool escape = at[i] == '_' && n - i >= 7 && at[i + 1] == 'x' && at[i + 6] == '_';
        for (size_t k = 2; escape && k < 6; k++) {
            int digit = hex(at[i + k]);
            escape = digit >= 0;
            cp = cp << 4 | (uint32_t)(digit & 15);
        }
        if (!escape) {
            at[to++] = at[i++];
            continue;
        }
        i += 7;
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        bool control = cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r';
        if (!surrogate && !control) to += utf8_put(cp, at + to);
    }
    return to;
}
