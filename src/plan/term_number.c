/* Numbers of deadlines: days, years, dates in every separator that people use, clock times (which say nothing here), ordinals, tenths. */
#include "plan/term_lex_.h"

#include "base/utf8.h"

enum { NO_DAY = 99 }; /* «00.09»: written, and no day */
typedef struct Digits { int value; uint32_t n, end; } Digits;

static Digits digits_at(const Lex *lex, uint32_t i)
{
    Digits out = { 0, 0, i };
    while (is_digit(cp_at(lex, out.end))) {
        if (out.n < 8) out.value = out.value * 10 + (int)(lex->chars[out.end].cp - '0');
        out.n++;
        out.end++;
    }
    return out;
}

static uint32_t skip_spaces(const Lex *lex, uint32_t i)
{
    while (cp_at(lex, i) == ' ') i++;
    return i;
}

/* The digits behind a separator; points may have spaces around them, as scans do («01. 09. 2023»). n == 0: none. */
static Digits behind(const Lex *lex, const Digits *before, uint32_t separator)
{
    bool spaced = separator == '.' || separator == '/';
    uint32_t i = spaced ? skip_spaces(lex, before->end) : before->end;
    if (cp_at(lex, i) != separator) return (Digits){ 0, 0, before->end };
    for (i++; separator == '.' && cp_at(lex, i) == '.'; i++) continue; /* «01..09» */
    return digits_at(lex, spaced ? skip_spaces(lex, i) : i);
}

static Str plain(const Lex *lex, uint32_t from, uint32_t to)
{
    char *out = arena_alloc(lex->arena, (size_t)(to - from) * 4 + 1);
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) n += utf8_put(lex->chars[i].cp, out + n);
    return (Str){ out, n };
}

static uint32_t add_date(Lex *lex, uint32_t from, uint32_t end, int day, int month, int year)
{
    Tok *tok = term_lex_add(lex, TOK_DATE, from, end);
    tok->day = (int16_t)day, tok->month = (int16_t)month, tok->year = (int16_t)year;
    if (term_lex_mended(lex, from, end)) tok->mended = plain(lex, from, end);
    return end;
}

static int day_of(const Digits *digits) { return digits->value == 0 ? NO_DAY : digits->value; }
static bool is_year(const Digits *digits) { return digits->n == 4; }
static int full_year(const Digits *digits) { return digits->n == 2 ? 2000 + digits->value : digits->value; }

static uint32_t add_mended_date(Lex *lex, uint32_t from, uint32_t end, const Digits *day, const Digits *month, const Digits *year)
{
    add_date(lex, from, end, day_of(day), month->value, year->value);
    lex->toks[lex->n_toks - 1].mended = arena_printf(lex->arena, "%02d.%02d.%04d", day->value, month->value, year->value);
    return end;
}

/* «01,09.2023»: a comma for a point. «15,17.09.2023» is a list. */
static bool lex_comma_slip(Lex *lex, const Digits *day, uint32_t from, uint32_t *end)
{
    Digits month = behind(lex, day, ',');
    if (month.n != 2) return false;
    Digits year = behind(lex, &month, '.');
    if (year.n == 0) year = behind(lex, &month, ',');
    if (!is_year(&year) || behind(lex, &year, '.').n > 0) return false;
    *end = add_mended_date(lex, from, year.end, day, &month, &year);
    return true;
}

static bool is_time(const Lex *lex, const Digits *hour, const Digits *minute)
{
    if (hour->value > 24 || minute->n != 2 || minute->value > 59) return false;
    uint32_t i = skip_spaces(lex, minute->end);
    bool said = cp_at(lex, i) == 0x447 && (cp_at(lex, i + 1) == 0x430 || !is_letter(cp_at(lex, i + 1))); /* ч, час… */
    return said || minute->value == 0 || minute->value > 12;
}

/* «15.10.202 4»: a year that the scan tore; «15.10.20024»: no year at all, which is said. */
static uint32_t add_odd_year(Lex *lex, uint32_t from, const Digits *day, const Digits *month, const Digits *year)
{
    enum { NO_YEAR = 1 };
    Digits last = digits_at(lex, skip_spaces(lex, year->end));
    Digits whole = { year->value * 10 + last.value, 4, last.end };
    bool torn = year->n == 3 && last.n == 1 && cp_at(lex, year->end) == ' ' && !(cp_at(lex, last.end) == '.' && is_digit(cp_at(lex, last.end + 1)));
    if (torn) return add_mended_date(lex, from, last.end, day, month, &whole);
    return add_date(lex, from, year->end, day_of(day), month->value, NO_YEAR);
}

/* Dates and clock times that begin with a number of one or two digits. */
static bool lex_pointed(Lex *lex, const Digits *day, uint32_t from, uint32_t *end)
{
    for (const char *separator = "./-"; *separator != '\0'; separator++) {
        Digits month = behind(lex, day, (uint32_t)*separator);
        if (month.n == 0) continue;
        if (*separator != '-' && is_year(&month)) return *end = add_date(lex, from, month.end, 0, day->value, month.value), true;
        if (month.n > 2) return false;
        Digits year = behind(lex, &month, (uint32_t)*separator);
        if (*separator == '.' && (year.n == 3 || year.n > 4)) return *end = add_odd_year(lex, from, day, &month, &year), true;
        Digits comma = behind(lex, &month, ',');
        if (year.n == 0 && *separator == '.' && is_year(&comma)) return *end = add_mended_date(lex, from, comma.end, day, &month, &comma), true;
        if (is_year(&year) || (year.n == 2 && *separator == '.')) return *end = add_date(lex, from, year.end, day_of(day), month.value, full_year(&year)), true;
        if (*separator == '.' && year.n == 0) {
            if (is_time(lex, day, &month)) { /* or «10.24», a month: term_lex_settle knows */
                Tok *tok = term_lex_add(lex, TOK_TIME, from, *end = month.end);
                tok->month = (int16_t)day->value, tok->year = (int16_t)(2000 + month.value);
                return true;
            }
            return *end = add_date(lex, from, month.end, day_of(day), month.value, 0), true;
        }
        if (*separator == '-' && month.n == 2 && month.value == 0) return *end = month.end, term_lex_add(lex, TOK_TIME, from, *end), true; /* «10-00» */
    }
    return false;
}

/* «2023-09-01», «2023.09.01» */
static bool lex_iso(Lex *lex, const Digits *year, uint32_t from, uint32_t *end)
{
    for (const char *separator = "-."; *separator != '\0'; separator++) {
        Digits month = behind(lex, year, (uint32_t)*separator);
        if (month.n != 2) continue;
        Digits day = behind(lex, &month, (uint32_t)*separator);
        if (day.n == 2) return *end = add_date(lex, from, day.end, day_of(&day), month.value, year->value), true;
    }
    return false;
}

static bool follows(const Lex *lex, uint32_t i, const char *letters)
{
    Str s = str_of(letters);
    for (size_t at = 0; at < s.n; i++)
        if (cp_at(lex, i) != utf8_next(s, &at)) return false;
    return true;
}

/* «2,5 недели» */
static bool lex_tenths(Lex *lex, const Digits *whole, uint32_t from, uint32_t *end)
{
    Digits tenth = behind(lex, whole, ',');
    if (tenth.n == 0) tenth = behind(lex, whole, '.');
    if (tenth.n != 1 || whole->n > 2) return false;
    uint32_t i = skip_spaces(lex, tenth.end);
    if (!follows(lex, i, "недел") && !follows(lex, i, "мес") && !follows(lex, i, "год") && !follows(lex, i, "лет")) return false;
    Tok *tok = term_lex_add(lex, TOK_NUMBER, from, tenth.end);
    tok->value = (int16_t)(whole->value * 10 + tenth.value);
    tok->tenths = true;
    return *end = tenth.end, true;
}

/* Letters that end an ordinal or a case: «1-го», «20-х», «3-ю», «1й», «5-ти». Gives the place behind them, or i. */
static uint32_t ordinal_end(const Lex *lex, uint32_t i)
{
    static const char *const endings[] = { "ого", "его", "ому", "ему", "ый", "ий", "ой", "ая", "ья", "ое", "ье", "ым", "ом", "ых", "ую", "ти", "го", "му", "ей", "ми", "и", "й", "я", "е", "м", "х", "ю" };
    uint32_t at = cp_at(lex, i) == '-' ? i + 1 : i;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        uint32_t end = at + (uint32_t)(strlen(endings[k]) / 2);
        if (follows(lex, at, endings[k]) && !is_letter(cp_at(lex, end))) return end;
    }
    return i;
}

uint32_t term_lex_number(Lex *lex, uint32_t from)
{
    Digits digits = digits_at(lex, from);
    uint32_t end;
    if (lex_tenths(lex, &digits, from, &end)) return end;
    if (digits.n <= 2 && (lex_comma_slip(lex, &digits, from, &end) || lex_pointed(lex, &digits, from, &end))) return end;
    if (digits.n == 4 && lex_iso(lex, &digits, from, &end)) return end;
    if (digits.n <= 2 && cp_at(lex, digits.end) == ':' && digits_at(lex, digits.end + 1).n == 2) {
        end = digits_at(lex, digits.end + 1).end;
        term_lex_add(lex, TOK_TIME, from, end);
        return end;
    }
    end = ordinal_end(lex, digits.end);
    Tok *tok = term_lex_add(lex, TOK_NUMBER, from, end);
    tok->value = (int16_t)(digits.n <= 4 ? digits.value : -1);
    tok->digits = (uint8_t)(digits.n < 100 ? digits.n : 100);
    tok->ordinal = end > digits.end;
    tok->nominative = tok->ordinal && cp_at(lex, end - 1) == 0x439; /* й */
    if (term_lex_mended(lex, from, end)) tok->mended = plain(lex, from, end);
    return end;
}
