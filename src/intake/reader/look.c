/* Numbers drawn by the format codes of a spreadsheet, as far as documents of offices need it. */
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "intake/reader/value_.h"

typedef struct Look { char *out; size_t n; ValueMoment moment; int year, month, day; bool any_day; } Look;

static void put(Look *look, const char *text)
{
    while (*text != '\0' && look->n + 1 < VALUE_ROOM) look->out[look->n++] = *text++;
}

static void put_number(Look *look, int value, size_t width)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%0*d", width > 1 ? 2 : 1, value);
    put(look, digits);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Bytes of code at i that stand for themselves or for nothing: «\x», «"words"», «[Red]», «_x», «*x»; 0 when none. Literal text goes to look (may be NULL). */
static size_t literal(Str code, size_t i, Look *look)
{
    char c = code.at[i];
    if (c == '\\' || c == '_' || c == '*') {
        size_t n = 1;
        while (i + 1 + n < code.n && ((unsigned char)code.at[i + 1 + n] & 0xC0) == 0x80) n++;
        char one[8] = "";
        if (c == '\\' && look != NULL && i + 1 + n <= code.n && n < sizeof one) put(look, memcpy(one, code.at + i + 1, n));
        return 1 + n;
    }
    if (c != '"' && c != '[') return 0;
    size_t end = i + 1;
    while (end < code.n && code.at[end] != (c == '"' ? '"' : ']')) end++;
    char words[VALUE_ROOM];
    snprintf(words, sizeof words, "%.*s", STR_ARG(str_slice(code, i + 1, end)));
    if (c == '"' && look != NULL) put(look, words);
    return end + 1 - i;
}

static Str first_section(Str code)
{
    for (size_t i = 0; i < code.n;) {
        size_t n = literal(code, i, NULL);
        if (n == 0 && code.at[i] == ';') return str_slice(code, 0, i);
        i += n > 0 ? n : 1;
    }
    return code;
}

static void put_month(Look *look, size_t width)
{
    static const char *const whole[] = { "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь" };
    static const char *const brief[] = { "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек" };
    if (width >= 4) put(look, look->any_day ? date_month(look->month) : whole[look->month - 1]);
    else if (width == 3) put(look, brief[look->month - 1]);
    else put_number(look, look->month, width);
}

static void put_day(Look *look, size_t width)
{
    static const char *const brief[] = { "пн", "вт", "ср", "чт", "пт", "сб", "вс" };
    static const char *const whole[] = { "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье" };
    int weekday = date_weekday((int32_t)look->moment.day);
    if (width >= 3) put(look, (width == 3 ? brief : whole)[weekday]);
    else put_number(look, look->moment.invented ? 29 : look->day, width);
}

static Str draw_date(Str code, Look *look)
{
    char before = '\0'; /* the letter met last: «m» behind hours or before seconds is minutes */
    for (size_t i = 0; i < code.n;) {
        size_t n = literal(code, i, look), width = 1;
        if (n > 0) {
            i += n;
            continue;
        }
        char c = lower(code.at[i]);
        while (i + width < code.n && lower(code.at[i + width]) == c) width++;
        bool minutes = c == 'm' && width <= 2 && (before == 'h' || (i + width + 1 < code.n && code.at[i + width] == ':' && lower(code.at[i + width + 1]) == 's'));
        if (c == 'd') put_day(look, width);
        else if (minutes) put_number(look, look->moment.minute % 60, 2);
        else if (c == 'm') put_month(look, width);
        else if (c == 'y') put_number(look, width <= 2 ? look->year % 100 : look->year, 2);
        else if (c == 'h') put_number(look, look->moment.minute / 60, width);
        else if (c == 's') put(look, "00");
        else if (c != '@' && c != ';')
            for (size_t k = 0; k < width; k++) put(look, (char[2]){ c == '/' ? '.' : code.at[i], '\0' });
        if (c >= 'a' && c <= 'z') before = c;
        i += width;
    }
    return (Str){ look->out, look->n };
}

/* «0.00», «#,##0», «0%», «0" чел."». */
static Str draw_number(Str written, Str code, double value, Look *look)
{
    int decimals = -1;
    bool percent = false, placed = false;
    for (size_t i = 0; i < code.n;) {
        size_t n = literal(code, i, NULL);
        percent |= n == 0 && code.at[i] == '%';
        if (n == 0 && code.at[i] == '.') decimals = 0;
        else if (n == 0 && decimals >= 0 && (code.at[i] == '0' || code.at[i] == '#')) decimals++;
        i += n > 0 ? n : 1;
    }
    char number[VALUE_ROOM];
    if (percent) value *= 100;
    if (fabs(value) >= 1e15 || decimals > 9) return value_number(written, look->out);
    double scale = pow(10, decimals > 0 ? decimals : 0);
    snprintf(number, sizeof number, "%.*f", decimals > 0 ? decimals : 0, round(value * scale) / scale); /* halves go up, as people round */
    for (size_t i = 0; i < code.n;) {
        size_t n = literal(code, i, look);
        bool place = n == 0 && code.at[i] != '\0' && strchr("0#?.,", code.at[i]) != NULL;
        if (place && !placed) put(look, number);
        placed |= place;
        if (n == 0 && !place) put(look, (char[2]){ code.at[i], '\0' });
        i += n > 0 ? n : 1;
    }
    return placed ? (Str){ look->out, look->n } : value_number(written, look->out);
}

/* «mm/dd/yyyy» of an American program: a Russian office reads 11.01 as 11 January, and the number says 1 November. */
static bool is_american(Str section)
{
    for (size_t i = 0; i < section.n;) {
        size_t n = literal(section, i, NULL), width = 1;
        if (n > 0) {
            i += n;
            continue;
        }
        char c = lower(section.at[i]);
        while (i + width < section.n && lower(section.at[i + width]) == c) width++;
        if (c == 'm' && width <= 2) {
            size_t next = i + width;
            while (next < section.n && (literal(section, next, NULL) > 0 || (section.at[next] != '\0' && strchr("/-. ", section.at[next]) != NULL))) next += literal(section, next, NULL) > 0 ? literal(section, next, NULL) : 1;
            return next < section.n && lower(section.at[next]) == 'd' && !(next + 2 < section.n && lower(section.at[next + 2]) == 'd');
        }
        if (c >= 'a' && c <= 'z') return false;
        i += width;
    }
    return false;
}

Str value_look(Str written, Str code, bool from_1904, char out[VALUE_ROOM])
{
    Look look = { .out = out };
    Str section = first_section(code);
    ValueKind kind = value_kind_format(section);
    double value;
    if (section.n == 0 || str_find(section, STR("General")) != SIZE_MAX || str_find(section, STR("@")) != SIZE_MAX || str_find(section, STR("E+")) != SIZE_MAX || !value_parse(str_trim(written), &value))
        return value_number(written, out);
    if (kind == VALUE_NUMBER) return draw_number(written, section, value, &look);
    if (!value_moment(written, kind != VALUE_TIME, from_1904, &look.moment)) return value_number(written, out);
    if (is_american(section)) return value_serial(written, kind, from_1904, out);
    date_parts((int32_t)look.moment.day, &look.year, &look.month, &look.day);
    if (look.moment.invented) look.month = 2;
    for (size_t i = 0; i < section.n;) {
        size_t n = literal(section, i, NULL), width = 0;
        while (n == 0 && i + width < section.n && lower(section.at[i + width]) == 'd') width++;
        look.any_day |= width == 1 || width == 2;
        i += n > 0 ? n : width > 0 ? width : 1;
    }
    return draw_date(section, &look);
}

Str value_builtin_code(unsigned id)
{
    static const struct { unsigned id; const char *code; } codes[] = {
        { 1, "0" }, { 2, "0.00" }, { 3, "#,##0" }, { 4, "#,##0.00" }, { 9, "0%" }, { 10, "0.00%" }, { 14, "dd.mm.yyyy" }, { 15, "dd.mmm.yy" }, { 16, "dd.mmm" }, { 17, "mmm.yy" },
        { 18, "h:mm" }, { 19, "h:mm:ss" }, { 20, "h:mm" }, { 21, "h:mm:ss" }, { 22, "dd.mm.yyyy h:mm" }, { 45, "mm:ss" },
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].id == id) return str_of(codes[i].code);
    return value_kind_builtin(id) == VALUE_DATE ? STR("dd.mm.yyyy") : STR_EMPTY;
}
