#include "intake/plan/date_.h"

#include <stdio.h>

#include "base/date.h"
#include "base/utf8.h"
#include "intake/plan/prose_.h"

static const char *const months[12] = { "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр" };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Figures at *at, which moves on; 0 when there are none or more than most. */
static int figures(Str text, size_t *at, size_t most)
{
    int value = 0;
    size_t from = *at;
    while (*at < text.n && is_digit(text.at[*at]) && *at - from <= most) value = value * 10 + (text.at[(*at)++] - '0');
    return *at == from || *at - from > most ? 0 : value;
}

/* 1..12 by the word at *at in any case, which moves past it; «мая», «май», «мае» but not «материал». */
static int month_at(Str text, size_t *at)
{
    char word[64];
    size_t n = 0, end = *at;
    while (end < text.n && n + 4 < sizeof word) {
        size_t next = end;
        uint32_t cp = utf8_lower(utf8_next(text, &next));
        if (cp < 0x430 || cp > 0x451) break;
        n += utf8_put(cp, word + n);
        end = next;
    }
    Str found = { word, n };
    for (int m = 0; m < 12; m++) {
        size_t most = strlen(months[m]) + 4;
        if (!str_starts(found, str_of(months[m])) || n > most || (m == 4 && n != 6)) continue;
        *at = end;
        return m + 1;
    }
    return 0;
}

static void skip(Str text, size_t *at, const char *const *marks)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; marks[i] != NULL; i++)
            if (str_starts(str_slice(text, *at, text.n), str_of(marks[i]))) *at += strlen(marks[i]), more = true;
    }
}

static int full_year(int year, size_t n_figures) { return n_figures == 2 ? 2000 + year : year; }

static bool real_day(int year, int month, int day, int32_t *out)
{
    if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    char iso[32];
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
    return date_parse((Str){ iso, (size_t)n }, out);
}

/* A day that begins at *at, which moves past it. */
static bool day_at(Str text, size_t *at, int32_t *out)
{
    static const char *const between[] = { " ", "»", "\"", "”", "\xC2\xA0", "_", NULL };
    size_t i = *at;
    int day = figures(text, &i, 2), month = 0, year = 0;
    if (day == 0) return false;
    if (i < text.n && text.at[i] == '.') {
        i++;
        month = figures(text, &i, 2);
        if (month == 0 || i >= text.n || text.at[i] != '.') return false;
        i++;
    } else {
        skip(text, &i, between);
        month = month_at(text, &i);
        skip(text, &i, between);
        if (month == 0) return false;
    }
    size_t from = i;
    year = figures(text, &i, 4);
    if (i - from != 4 && i - from != 2) return false;
    if (!real_day(full_year(year, i - from), month, day, out)) return false;
    *at = i;
    return true;
}

bool prose_find_day(Str text, int32_t *day, size_t *from, size_t *to)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!is_digit(text.at[i]) || (i > 0 && (is_digit(text.at[i - 1]) || text.at[i - 1] == '.'))) continue;
        size_t end = i;
        if (!day_at(text, &end, day)) continue;
        *from = i;
        *to = end;
        return true;
    }
    return false;
}

int prose_find_school_year(Str text, bool bare)
{
    static const char *const dashes[] = { " ", "-", "–", "—", "−", "/", "\xC2\xA0", "г", ".", "\\", NULL };
    bool named = str_find(text, STR("уч")) != SIZE_MAX || str_find(text, STR("УЧ")) != SIZE_MAX || str_find(text, STR("Уч")) != SIZE_MAX;
    if (!named && !bare) return 0;
    for (size_t i = 0; i + 4 <= text.n; i++) {
        if (!is_digit(text.at[i]) || (i > 0 && (is_digit(text.at[i - 1]) || text.at[i - 1] == '.'))) continue;
        size_t at = i;
        int first = figures(text, &at, 4);
        if (at - i != 4 || first < 1990 || first > 2100) continue;
        size_t from = at;
        skip(text, &at, dashes);
        if (at == from) continue;
        from = at;
        int second = figures(text, &at, 4);
        if (at - from == 2) second += 2000;
        if ((at - from == 4 || at - from == 2) && second == first + 1) return first;
    }
    return 0;
}

void prose_each_month(Str text, void (*told)(void *context, int year, int month), void *context)
{
    static const char *const between[] = { " ", "\xC2\xA0", NULL };
    for (size_t i = 0; i < text.n;) {
        int32_t day;
        size_t at = i;
        bool begins = i == 0 || !(is_digit(text.at[i - 1]) || text.at[i - 1] == '.' || (unsigned char)text.at[i - 1] >= 0x80);
        if (begins && is_digit(text.at[i]) && day_at(text, &at, &day)) {
            int year, month, of_month;
            date_parts(day, &year, &month, &of_month);
            told(context, year, month);
            i = at;
            continue;
        }
        int month = begins ? month_at(text, &at) : 0;
        if (month != 0) {
            skip(text, &at, between);
            size_t from = at;
            int year = figures(text, &at, 4);
            if (at - from == 4 && year >= 1990 && year <= 2100) told(context, year, month);
            i = at;
            continue;
        }
        utf8_next(text, &i);
    }
}

bool prose_is_time(Str folded)
{
    int32_t day;
    size_t from, to;
    return prose_holds(folded, "январ|феврал|март|апрел|май|мая|мае|июн|июл|август|сентябр|октябр|ноябр|декабр|постоянн|ежегодн|ежемесячн|еженедельн|ежекварт|квартал|по графику|по плану|по мере|в течение|в течении|весь период|систематич") ||
           prose_find_day(folded, &day, &from, &to);
}
