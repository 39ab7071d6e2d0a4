#include "base/date.h"

#include "base/date_.h"

static const char *const months[] = { "", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря" };
static const char *const weekdays[] = { "Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье" };
static const char *const weekdays_short[] = { "пн", "вт", "ср", "чт", "пт", "сб", "вс" };

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int date_month_days(int year, int month)
{
    static const int days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month];
}

static bool is_real(int year, int month, int day) { return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= date_month_days(year, month); }

/* Years are counted from March, so that the day of a leap year comes last (H. Hinnant, chrono-compatible date algorithms). */
int32_t date_of(int year, int month, int day)
{
    BUG_ON(!is_real(year, month, day));
    int y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void date_parts(int32_t day, int *year, int *month, int *day_of_month)
{
    int z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365, of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day_of_month = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

static bool digits(Str s, size_t from, size_t n, int *out)
{
    long long value;
    if (!str_to_int(str_slice(s, from, from + n), &value)) return false;
    *out = (int)value;
    return true;
}

bool date_parse(Str iso, int32_t *out)
{
    int year, month, day;
    if (iso.n != 10 || iso.at[4] != '-' || iso.at[7] != '-') return false;
    if (!digits(iso, 0, 4, &year) || !digits(iso, 5, 2, &month) || !digits(iso, 8, 2, &day) || !is_real(year, month, day)) return false;
    *out = date_of(year, month, day);
    return true;
}

int32_t date_of_time(int64_t utc_s)
{
    int64_t s = utc_s + DATE_ZONE_S;
    return (int32_t)(s >= 0 ? s / 86400 : (s - 86399) / 86400);
}

int date_weekday(int32_t day) { return (int)(((int64_t)day % 7 + 7 + 3) % 7); }
int32_t date_friday(int32_t day) { return day + (11 - date_weekday(day)) % 7; }

/* A holiday of article 112 of the Labour Code. */
static bool is_holiday(int32_t day)
{
    static const struct { int month, from, to; } holidays[] = { { 1, 1, 8 }, { 2, 23, 23 }, { 3, 8, 8 }, { 5, 1, 1 }, { 5, 9, 9 }, { 6, 12, 12 }, { 11, 4, 4 } };
    int y, m, d;
    date_parts(day, &y, &m, &d);
    for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++)
        if (holidays[i].month == m && d >= holidays[i].from && d <= holidays[i].to) return true;
    return false;
}

/* The same article: rest on a holiday that fell on a weekend is had on the next working day; what falls on one in January the government places. */
static bool is_monday_instead(int32_t day)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    return date_weekday(day) == 0 && m != 1 && (is_holiday(day - 1) || is_holiday(day - 2));
}

bool date_is_working(int32_t day)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    if (y < date_calendar_years.first || y > date_calendar_years.last) return date_weekday(day) < 5 && !is_holiday(day) && !is_monday_instead(day);
    unsigned from = 0, to = n_date_calendar;
    while (from < to) {
        unsigned middle = from + (to - from) / 2;
        if (date_calendar[middle].day < day) from = middle + 1;
        else to = middle;
    }
    return from < n_date_calendar && date_calendar[from].day == day ? date_calendar[from].working : date_weekday(day) < 5;
}

int32_t date_add_working(int32_t day, int n)
{
    BUG_ON(n < 0);
    while (n > 0) n -= date_is_working(++day);
    return day;
}

int32_t date_working_of_month(int year, int month, int n)
{
    BUG_ON(n == 0);
    int32_t first = date_of(year, month, 1), last = first + date_month_days(year, month) - 1;
    int step = n > 0 ? 1 : -1;
    for (int32_t day = n > 0 ? first : last; day >= first && day <= last; day += step) {
        n -= date_is_working(day) ? step : 0;
        if (n == 0) return day;
    }
    return DATE_NONE;
}

int date_school_year(int32_t day)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    return m >= 9 ? y : y - 1;
}

#define PARTS_OR_EMPTY(day, y, m, d)           \
    int y, m, d;                               \
    if ((day) == DATE_NONE) return STR_EMPTY;  \
    date_parts((day), &y, &m, &d)

const char *date_month(int month) { return months[month]; }

const char *date_month_name(int month)
{
    static const char *const names[] = { "", "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь" };
    return names[month];
}

Str date_iso(Arena *arena, int32_t day)
{
    PARTS_OR_EMPTY(day, y, m, d);
    return arena_printf(arena, "%04d-%02d-%02d", y, m, d);
}

Str date_short(Arena *arena, int32_t day)
{
    PARTS_OR_EMPTY(day, y, m, d);
    return arena_printf(arena, "%02d.%02d.%04d", d, m, y);
}

Str date_long(Arena *arena, int32_t day)
{
    PARTS_OR_EMPTY(day, y, m, d);
    return arena_printf(arena, "%d\u00A0%s %d\u00A0г.", d, months[m], y);
}

Str date_agenda(Arena *arena, int32_t day)
{
    PARTS_OR_EMPTY(day, y, m, d);
    (void)y;
    return arena_printf(arena, "%s,\u00A0%02d.%02d", weekdays_short[date_weekday(day)], d, m);
}

Str date_heading(Arena *arena, int32_t day)
{
    PARTS_OR_EMPTY(day, y, m, d);
    return arena_printf(arena, "%s, %d\u00A0%s %d", weekdays[date_weekday(day)], d, months[m], y);
}

Str date_clock(Arena *arena, int64_t utc_s)
{
    int32_t day = date_of_time(utc_s);
    int64_t of_day = utc_s + DATE_ZONE_S - (int64_t)day * 86400;
    Str date = date_short(arena, day);
    return arena_printf(arena, "%.*s, %02d:%02d", STR_ARG(date), (int)(of_day / 3600), (int)(of_day / 60 % 60));
}
