/* One unit of the calendar as written: «7 сентября 2020 г.», «07.09.20», «вторая декада марта», «IV кв.», «I полугодие», «осень 2024», «конец года». */
#include "plan/term_.h"

#include "base/date.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2099, SCHOOL_FIRST_MONTH = 8, YEAR_BRIEF = 15 };

/* What «2020 г.», «2020-2021 уч. года», «с.г.» behind a month says. */
typedef struct YearSaid { int16_t year; bool pair, calendar, bad; uint32_t n; } YearSaid;

static bool is_number(const Parse *p, uint32_t i, uint8_t digits) { return term_kind(p, i, TOK_NUMBER) && term_tok(p, i)->digits == digits && !term_tok(p, i)->ordinal; }
static int value_at(const Parse *p, uint32_t i) { return term_tok(p, i)->value; }

/* «[учебного|календарного|текущего|следующего] года», «г.»: tokens. */
uint32_t term_year_word(const Parse *p, uint32_t i)
{
    uint32_t at = i;
    while (term_is(p, at, W_SCHOOL) || term_is(p, at, W_CALENDAR) || term_is(p, at, W_CURRENT) || term_is(p, at, W_WITH_NEXT) || term_is(p, at, W_NEW) || term_is(p, at, W_PAST)) at++;
    return term_is(p, at, W_YEAR) ? at + 1 - i : 0;
}

/* The second number of «2020-2021», «2020/21»; tokens from the dash on, 0 when it is no school year. */
static uint32_t second_year(const Parse *p, uint32_t i, int first)
{
    if (!term_kind(p, i, TOK_DASH) && !term_kind(p, i, TOK_SLASH)) return 0;
    bool full = is_number(p, i + 1, 4) && value_at(p, i + 1) == first + 1, brief = is_number(p, i + 1, 2) && value_at(p, i + 1) == (first + 1) % 100;
    return full || brief ? 2 : 0;
}

/* Behind «2025-2026»: not «2025-26 октября» and not one more year. */
static bool ends_years(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    if (tok->kind == TOK_WORD) return tok->word != W_MONTH && is_number(p, i - 1, 4);
    return tok->kind == TOK_END || tok->kind == TOK_COMMA || tok->kind == TOK_SEMICOLON || tok->kind == TOK_COLON || tok->kind == TOK_OPEN || tok->kind == TOK_CLOSE;
}

/* «сен.20», «май-21»: how workbooks print a month; «сентябрь-2020». Tokens, 0 for none. */
static uint32_t workbook_year(const Parse *p, uint32_t i, YearSaid *said)
{
    const Tok *month = term_tok(p, i - 1);
    uint32_t at = i + term_kind(p, i, TOK_DASH);
    bool brief = month->text.n == 6 && is_number(p, at, 2) && value_at(p, at) >= YEAR_BRIEF && (at > i || month->dot || term_kind(p, at + 1, TOK_DASH) || term_kind(p, at + 1, TOK_END)), full = at > i && is_number(p, at, 4);
    const Tok *next = term_tok(p, at + 1);
    bool ends = next->kind == TOK_END || next->kind == TOK_COMMA || next->kind == TOK_SEMICOLON || next->kind == TOK_OPEN || next->kind == TOK_CLOSE || (brief && next->kind == TOK_DASH) || (full && next->kind == TOK_WORD && next->word == W_YEAR && next->value != 2);
    if (!(brief || full) || !ends) return 0;
    said->year = (int16_t)(brief ? 2000 + value_at(p, at) : value_at(p, at));
    said->bad = said->year < YEAR_FIRST || said->year > YEAR_LAST;
    said->calendar = true;
    return said->n = at + 1 - i + (next->kind == TOK_WORD);
}

static YearSaid year_behind(const Parse *p, uint32_t i)
{
    YearSaid said = { 0 };
    uint32_t at = i + (term_kind(p, i, TOK_COMMA) && is_number(p, i + 1, 4) && term_is(p, i + 2, W_YEAR));
    if (term_kind(p, i, TOK_OPEN) && term_is(p, i + 1, W_INCLUSIVE) && term_kind(p, i + 2, TOK_CLOSE) && is_number(p, i + 3, 4)) at = i + 3; /* «до 1 марта (включительно) 2021 г.» */
    if (is_number(p, at, 4)) {
        said.year = term_tok(p, at)->value;
        uint32_t pair = second_year(p, at + 1, said.year), words = term_year_word(p, at + 1 + pair);
        said.pair = pair > 0 && (words > 0 || term_kind(p, at + 1, TOK_SLASH) || ends_years(p, at + 1 + pair)); /* «сентябрь – ноябрь 2025-2026» too: nobody's month lasts two years */
        if (!said.pair) words = term_year_word(p, at + 1), pair = 0;
        said.bad = said.year < YEAR_FIRST || said.year > YEAR_LAST;
        said.calendar = !said.pair && !term_is(p, at + 1, W_SCHOOL);
        said.n = at + 1 + pair + words - i;
        return said;
    }
    if (term_kind(p, at, TOK_NUMBER) && !term_tok(p, at)->ordinal && term_tok(p, at)->digits >= 2 && term_is(p, at + 1, W_YEAR)) {
        said.bad = term_tok(p, at)->digits != 2; /* «202 г.», «20201 г.» */
        said.year = (int16_t)(2000 + value_at(p, at) % 100);
        said.calendar = true;
        said.n = at + 2 - i;
        return said;
    }
    if ((term_is(p, i, W_FROM) || term_tok(p, i)->word == W_OTHER) && term_tok(p, i)->dot && term_tok(p, i)->text.n == 2 && term_is(p, i + 1, W_YEAR)) said.n = 2; /* «с.г.», «т.г.», «н.г.» */
    else said.n = term_year_word(p, i);
    bool school = false, next = false, last = false;
    for (uint32_t k = i; k < i + said.n; k++) school |= term_is(p, k, W_SCHOOL), next |= term_is(p, k, W_WITH_NEXT), last |= term_is(p, k, W_PAST);
    if (school && (next || last) && p->context->school_year != 0) said.pair = true, said.year = (int16_t)(p->context->school_year + (next ? 1 : -1)); /* «октябрь следующего учебного года» */
    return said;
}

/* Years of a unit whose months are known: a pair is a school year. */
static void set_year(Period *out, const YearSaid *said)
{
    out->bad |= said->bad;
    if (said->pair) out->year = (int16_t)(said->year + (out->m1 > out->m2 || !(out->m1 >= SCHOOL_FIRST_MONTH || term_begins_year(out->m1, out->m2))));
    else out->year = said->year;
}

static uint32_t date_period(const Parse *p, uint32_t i, Period *out)
{
    const Tok *tok = term_tok(p, i);
    *out = (Period){ .year = tok->year, .m1 = (int16_t)tok->month, .m2 = (int16_t)tok->month, .d1 = (int16_t)tok->day, .d2 = (int16_t)tok->day };
    int days = tok->month >= 1 && tok->month <= 12 ? date_month_days(2020, tok->month) : 0;
    out->bad = days == 0 || tok->day > days || (tok->year != 0 && (tok->year < YEAR_FIRST || tok->year > YEAR_LAST));
    if (tok->year != 0) return 1 + term_year_word(p, i + 1);
    YearSaid said = year_behind(p, i + 1);
    if (said.year == 0) return 1 + said.n;
    set_year(out, &said);
    return 1 + said.n;
}

static uint32_t month_period(const Parse *p, uint32_t i, Period *out)
{
    int16_t month = (int16_t)value_at(p, i);
    *out = (Period){ .m1 = month, .m2 = month };
    uint32_t noun = term_is(p, i + 1, W_MONTHS); /* «в мае месяце 2021 года» */
    YearSaid said = year_behind(p, i + 1 + noun);
    if (said.n == 0 && noun == 0) workbook_year(p, i + 1, &said);
    bool long_number = said.n == 0 && term_kind(p, i + 1 + noun, TOK_NUMBER) && term_tok(p, i + 1 + noun)->digits > 4; /* «октябрь 20202» */
    set_year(out, &said);
    out->bad |= long_number;
    return 1 + noun + said.n + long_number;
}

bool term_is_plural(Str adjective) { return str_ends(adjective, STR("ые")) || str_ends(adjective, STR("ых")) || str_ends(adjective, STR("ие")) || str_ends(adjective, STR("их")); }
/* «сентябрь», «март», «май»; abbreviations are not. */
static bool is_nominative(Str month) { return str_ends(month, STR("ь")) || str_eq(month, STR("март")) || str_eq(month, STR("август")) || str_eq(month, STR("май")); }

uint32_t term_said_weekday(const Parse *p, uint32_t i, int8_t *said)
{
    bool open = term_kind(p, i, TOK_OPEN);
    uint32_t at = i + (open || term_kind(p, i, TOK_COMMA)), behind = at + 1 + open;
    if (!term_is(p, at, W_WEEKDAY) || (open && !term_kind(p, at + 1, TOK_CLOSE))) return 0;
    if (!open && !term_kind(p, behind, TOK_DASH) && !term_is(p, behind, W_BY)) return 0; /* «07.09.2020, понедельник» is term_take_weekday's */
    *said = (int8_t)(value_at(p, at) + 1);
    return behind - i;
}

/* «7 сентября», «1-го сентября», «первого сентября», «7 числа сентября» */
static uint32_t day_period(const Parse *p, uint32_t i, Period *out)
{
    const Tok *tok = term_tok(p, i);
    bool number = tok->kind == TOK_NUMBER && tok->digits <= 2 && !tok->tenths;
    if (!number && tok->word != W_ORDINAL) return 0;
    int8_t said = 0;
    uint32_t month = i + 1 + term_is(p, i + 1, W_DATE_OF);
    month += term_kind(p, month, TOK_OPEN) ? term_said_weekday(p, month, &said) : 0; /* «17 (пятница) октября» */
    if (!term_is(p, month, W_MONTH) || (tok->dot && is_nominative(term_tok(p, month)->text))) return 0; /* «1. Сентябрь» is a list */
    if (!number && term_is_plural(tok->text) && tok->value % 10 != 0) return 0; /* «в первых числах» */
    uint32_t n = month_period(p, month, out);
    out->said = said;
    if ((tok->ordinal || !number) && month > i + 1 && tok->value % 10 == 0) { /* «в 20-х числах сентября» */
        out->d1 = (int16_t)tok->value, out->d2 = (int16_t)(tok->value + 9 > 28 ? 0 : tok->value + 9);
        return month + n - i;
    }
    out->bad |= tok->value < 1 || tok->value > date_month_days(2020, out->m1);
    out->d1 = out->d2 = (int16_t)(tok->value > 31 ? 31 : tok->value < 1 ? 1 : tok->value);
    return month + n - i;
}

static uint32_t quarter_period(const Parse *p, uint32_t i, int number, Period *out)
{
    bool none = number > 4;
    if (none) number = 4;
    *out = (Period){ .m1 = (int16_t)(number * 3 - 2), .m2 = (int16_t)(number * 3) };
    YearSaid said = year_behind(p, i);
    set_year(out, &said);
    out->bad |= none;
    return said.n;
}

/* Half of a calendar year where that is written, else of a school year: September – December, January – May. */
static uint32_t half_period(const Parse *p, uint32_t i, int number, Period *out)
{
    YearSaid said = year_behind(p, i);
    bool calendar = (said.calendar && said.year != 0) || (said.n == 0 && p->leading_year != 0), none = number > 2;
    if (none) number = 2;
    for (uint32_t k = i; k < i + said.n; k++) calendar |= term_is(p, k, W_CALENDAR);
    if (calendar) *out = (Period){ .m1 = (int16_t)(number == 1 ? 1 : 7), .m2 = (int16_t)(number == 1 ? 6 : 12) };
    else *out = (Period){ .m1 = (int16_t)(number == 1 ? 9 : 1), .m2 = (int16_t)(number == 1 ? 12 : 5), .school = true };
    set_year(out, &said);
    out->bad |= none;
    if (out->school && said.year != 0 && !said.pair) out->year = (int16_t)(said.year + number - 1); /* «2 полугодие 2021 учебного года»: of the one that begins in it */
    return said.n;
}

static uint32_t season_period(const Parse *p, uint32_t i, int season, Period *out)
{
    static const int16_t first[] = { 12, 3, 6, 9 }, last[] = { 2, 5, 8, 11 };
    *out = (Period){ .m1 = first[season], .m2 = last[season] };
    YearSaid said = year_behind(p, i);
    set_year(out, &said);
    return said.n;
}

/* «2023 год», «2020-2021 учебный год», «2024-2029 годы», «2020 – 2021 гг.»; «учебный год» alone. */
static uint32_t year_period(const Parse *p, uint32_t i, Period *out)
{
    *out = (Period){ .m1 = 1, .m2 = 12 };
    if (!is_number(p, i, 4)) {
        uint32_t n = term_year_word(p, i);
        if (n == 0 || value_at(p, i + n - 1) == 2) return 0;
        if (!term_is(p, i, W_CALENDAR)) *out = (Period){ .m1 = 9, .m2 = 8, .school = true };
        if (term_is(p, i, W_WITH_NEXT) && out->school && p->context->school_year != 0) out->year = (int16_t)(p->context->school_year + 2);
        return n;
    }
    int first = value_at(p, i);
    out->bad = first < YEAR_FIRST || first > YEAR_LAST;
    uint32_t pair = second_year(p, i + 1, first), words = term_year_word(p, i + 1 + pair);
    bool plural = words > 0 && value_at(p, i + pair + words) == 2, school = term_is(p, i + 1 + pair, W_SCHOOL);
    if (pair > 0 && (school || !plural)) {
        *out = (Period){ .m1 = 9, .m2 = 8, .school = true, .year = (int16_t)(first + 1), .bad = out->bad };
        return 1 + pair + words;
    }
    if (pair == 0 && school && words > 0) { /* «2023 учебный год»: the one that begins in it */
        *out = (Period){ .m1 = 9, .m2 = 8, .school = true, .year = (int16_t)(first + 1), .bad = out->bad };
        return 1 + words;
    }
    words = term_year_word(p, i + 1);
    bool before_dash = (term_kind(p, i + 1, TOK_DASH) || term_is(p, i + 1, W_BY)) && is_number(p, i + 2, 4), behind_dash = i >= 2 && term_kind(p, i - 1, TOK_DASH) && is_number(p, i - 2, 4);
    bool in_list = (term_kind(p, i + 1, TOK_COMMA) || term_is(p, i + 1, W_AND)) && is_number(p, i + 2, 4) && term_year_word(p, i + 3) > 0; /* «2021, 2022 годы» */
    bool range = before_dash || behind_dash || in_list, starts = i == p->first || term_kind(p, i - 1, TOK_COMMA) || term_kind(p, i - 1, TOK_SEMICOLON);
    range |= starts && !out->bad && term_kind(p, i + 1, TOK_DASH) && term_is(p, i + 2, W_OTHER) && term_tok(p, i + 2)->roman == 0; /* «2020 – разработка, 2021 – внедрение» */
    bool alone = term_kind(p, i + 1, TOK_END) && (i == 0 || term_kind(p, i - 1, TOK_COLON) || term_kind(p, i - 1, TOK_DASH)); /* «Срок: 2021» */
    if (words == 0 && !range && !alone && !term_is(p, i + 1, W_MONTH)) return 0;
    out->year = (int16_t)first;
    return 1 + words;
}

/* Months, quarters, halves, seasons, years: what parts are taken of. */
uint32_t term_base_period(const Parse *p, uint32_t i, Period *out)
{
    uint32_t n_ordinal;
    int ordinal = term_ordinal(p, i, &n_ordinal);
    if (term_is(p, i, W_MONTH)) return month_period(p, i, out);
    if (ordinal >= 1 && term_is(p, i + n_ordinal, W_QUARTER)) return n_ordinal + 1 + quarter_period(p, i + n_ordinal + 1, ordinal, out);
    if (ordinal >= 1 && term_is(p, i + n_ordinal, W_HALF)) return n_ordinal + 1 + half_period(p, i + n_ordinal + 1, ordinal, out);
    if (term_is(p, i, W_SEASON)) return 1 + season_period(p, i + 1, value_at(p, i), out);
    if (term_is(p, i, W_SEASON_ADJ) && term_kind(p, i + 1, TOK_DASH) && term_is(p, i + 2, W_SEASON_ADJ) && term_is(p, i + 3, W_PERIOD)) { /* «осенне-зимний период» */
        Period first;
        uint32_t n = season_period(p, i + 4, value_at(p, i + 2), out);
        season_period(p, i + 4, value_at(p, i), &first);
        if (out->year != 0 && first.m1 > out->m2 && out->m1 < out->m2) out->year++;
        out->m1 = first.m1;
        return 4 + n;
    }
    if (term_is(p, i, W_SEASON_ADJ) && (term_is(p, i + 1, W_PERIOD) || term_is(p, i + 1, W_MONTHS))) return 2 + season_period(p, i + 2, value_at(p, i), out);
    return year_period(p, i, out);
}

uint32_t term_numbered_period(const Parse *p, uint32_t unit, int number, Period *out)
{
    switch (term_tok(p, unit)->word) {
    case W_QUARTER: return 1 + quarter_period(p, unit + 1, number, out);
    case W_HALF: return 1 + half_period(p, unit + 1, number, out);
    case W_DECADE: case W_WEEK: case W_WEEKDAY: break;
    default: return 0;
    }
    uint32_t taken = term_base_period(p, unit + 1, out);
    return taken > 0 && out->m1 == out->m2 ? taken + term_numbered_part(p, unit, number, out) : 0;
}

static uint32_t plain_period(const Parse *p, uint32_t i, Period *out)
{
    if (term_kind(p, i, TOK_DATE)) return date_period(p, i, out);
    uint32_t n = day_period(p, i, out);
    if (n == 0) n = term_part_period(p, i, out);
    return n > 0 ? n : term_base_period(p, i, out);
}

/* «07.09.2020 (понедельник) – …» */
static uint32_t day_and_weekday(const Parse *p, uint32_t i, Period *out)
{
    uint32_t n = plain_period(p, i, out);
    bool day = n > 0 && out->d1 != 0 && out->d1 == out->d2 && out->m1 == out->m2 && out->nth == 0;
    return day ? n + term_said_weekday(p, i + n, &out->said) : n;
}

uint32_t term_period(const Parse *p, uint32_t i, Period *out)
{
    if (!term_is(p, i, W_WEEKDAY)) return day_and_weekday(p, i, out);
    uint32_t at = i + 1 + term_kind(p, i + 1, TOK_COMMA), n = plain_period(p, at, out); /* «понедельник, 7 сентября» */
    if (n == 0 || out->d1 == 0 || out->d1 != out->d2) return 0;
    out->said = (int8_t)(value_at(p, i) + 1);
    return at + n - i;
}
