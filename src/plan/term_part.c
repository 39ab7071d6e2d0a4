/* Parts of a unit of the calendar: «вторая декада марта», «последняя неделя мая», «конец года», «первая половина I полугодия». */
#include "plan/term_.h"

#include "base/date.h"

enum { AFTER_HOLIDAYS = 9 };

typedef enum Part { PART_NONE, PART_BEGINNING, PART_MIDDLE, PART_END, PART_START, PART_FINISH, PART_HALF, PART_DECADE, PART_MONTH, PART_WEEK, PART_WEEKDAY, PART_DAY, PART_WORKDAY, PART_DAYS, PART_WORKDAYS, PART_DECADES, PART_MONTHS } Part;

/* «начало учебного года» is a point, «в начале учебного года» the time around it. */
static bool is_point(Str text) { return str_eq(text, STR("начало")) || str_eq(text, STR("конец")); }

uint32_t term_edge(const Parse *p, uint32_t i, TermEdge *out)
{
    uint32_t n, n_count = 0;
    bool tenths;
    int end = term_ordinal(p, i, &n);
    int count = term_count(p, i + n, &n_count, &tenths);
    bool brief = term_tok(p, i)->dot && count > 1 && term_kind(p, i, TOK_WORD); /* «посл. 3 дня» */
    if ((end != 1 && end != -1) || !(brief || term_is_plural(term_tok(p, i)->text))) return 0;
    if (count == 0) n_count = 0;
    uint32_t at = i + n + n_count;
    *out = (TermEdge){ .count = end * (count > 0 ? count : 1), .counted = count > 0, .working = term_is(p, at, W_WORKING) };
    at += out->working || term_is(p, at, W_SCHOOL); /* «последние 3 учебных дня» */
    const Tok *unit = term_tok(p, at);
    out->unit = unit->word;
    bool known = unit->kind == TOK_WORD && (unit->word == W_DAY || unit->word == W_WEEK || unit->word == W_DECADE || unit->word == W_MONTHS);
    return known && !tenths && (!out->working || unit->word == W_DAY) ? at + 1 - i : 0;
}

/* Parts that count: days of weeks too. */
static Part part_of_edge(const TermEdge *edge, int *number)
{
    *number = edge->count * (edge->unit == W_WEEK ? 7 : 1);
    if (!edge->counted) return edge->unit != W_DAY || edge->working ? PART_NONE : edge->count > 0 ? PART_BEGINNING : PART_END; /* «в первые дни сентября» */
    return edge->working ? PART_WORKDAYS : edge->unit == W_MONTHS ? PART_MONTHS : edge->unit == W_DECADE ? PART_DECADES : PART_DAYS;
}

/* The words of a part: which, and its number. */
static uint32_t part_words(const Parse *p, uint32_t i, Part *part, int *number)
{
    uint32_t n;
    *number = 1;
    *part = term_is(p, i, W_BEGINNING) ? PART_BEGINNING : term_is(p, i, W_MIDDLE) ? PART_MIDDLE : term_is(p, i, W_END) ? PART_END : term_is(p, i, W_FINISH) ? PART_FINISH : PART_NONE;
    if (*part == PART_BEGINNING && is_point(term_tok(p, i)->text)) *part = PART_START;
    if (*part == PART_END && is_point(term_tok(p, i)->text)) *part = PART_FINISH;
    if (*part != PART_NONE) return 1;
    *number = term_ordinal(p, i, &n);
    if (*number == 0) return 0;
    bool ordinal = term_is(p, i, W_ORDINAL) || term_is(p, i, W_LAST) || term_tok(p, i)->ordinal || n > 1, edge = *number == 1 || *number == -1, plural = term_is_plural(term_tok(p, i)->text);
    TermEdge some;
    uint32_t n_some = edge ? term_edge(p, i, &some) : 0;
    if (n_some > 0 && (*part = part_of_edge(&some, number)) != PART_NONE) return n_some;
    *number = term_ordinal(p, i, &n);
    bool working = term_is(p, i + n, W_WORKING); /* «последний рабочий день», not «3 рабочих дня» */
    if (working && term_is_plural(term_tok(p, i + n)->text)) return 0;
    n += working || (term_is(p, i + n, W_SCHOOL) && (term_is(p, i + n + 1, W_WEEK) || term_is(p, i + n + 1, W_DAY))); /* «последняя учебная неделя мая» */
    if (edge && plural && term_is(p, i + n, W_DATE_OF)) { /* «в первых числах» */
        *part = *number == 1 ? PART_BEGINNING : PART_END;
        return n + 1;
    }
    switch (term_tok(p, i + n)->word) {
    case W_SPLIT_HALF: *part = PART_HALF; break;
    case W_DECADE: *part = PART_DECADE; break;
    case W_WEEK: *part = PART_WEEK; break;
    case W_MONTHS: *part = ordinal && !plural ? PART_MONTH : PART_NONE; break;
    case W_WEEKDAY: *part = PART_WEEKDAY; break;
    case W_DAY: *part = working ? PART_WORKDAY : ordinal && !plural ? PART_DAY : PART_NONE; break;
    case W_DATE_OF: *part = *number < 0 ? PART_DAY : PART_NONE; break;
    default: break;
    }
    return *part == PART_NONE ? 0 : n + 1;
}

/* Of a unit of several months: its first, middle, last month, of its first and last month a week. A school year ends in May as people say it. */
static void part_of_months(Period *base, Part part)
{
    bool start = part == PART_START, finish = part == PART_FINISH;
    part = start ? PART_BEGINNING : finish ? PART_END : part;
    int n = (base->m2 - base->m1 + 12) % 12 + 1;
    bool crosses = base->m1 > base->m2, whole_school = base->school && n == 12;
    n -= 3 * whole_school; /* to the end of May */
    int month = part == PART_BEGINNING ? base->m1 : part == PART_END ? (whole_school ? 5 : base->m2) : (base->m1 - 1 + n / 2) % 12 + 1;
    if (base->year != 0 && crosses && month >= base->m1) base->year--;
    base->m1 = base->m2 = (int16_t)month;
    if (start) base->d1 = (int16_t)(month == 1 ? AFTER_HOLIDAYS : 1), base->d2 = (int16_t)(base->d1 + 6);
    base->last_days = finish ? 7 : 0;
}

static void decade(Period *base, int number)
{
    base->d1 = (int16_t)(number == 1 ? 0 : number == 2 ? 11 : 21);
    base->d2 = (int16_t)(number == 1 ? 10 : number == 2 ? 20 : 0);
}

/* «первый месяц учебного года»; number < 0: from its end. */
static void month_of(Period *base, int number)
{
    int n = (base->m2 - base->m1 + 12) % 12 + 1;
    if (base->school && n == 12) n = 9;
    int month = (base->m1 - 1 + (number > 0 ? number - 1 : n + number + 12)) % 12 + 1;
    if (base->year != 0 && base->m1 > base->m2 && month >= base->m1) base->year--;
    base->m1 = base->m2 = (int16_t)month;
}

/* «вторая половина I полугодия»: n months, an odd one is cut on the fifteenth. */
static void half_of(Period *base, int n, int number)
{
    int middle = (base->m1 - 1 + n / 2) % 12 + 1, before = (middle + 10) % 12 + 1;
    bool crosses = base->m1 > base->m2, odd = n % 2 != 0;
    if (number == 1) base->m2 = (int16_t)(odd ? middle : before), base->d2 = (int16_t)(odd ? 15 : 0);
    else base->m1 = (int16_t)middle, base->d1 = (int16_t)(odd ? 16 : 0);
    if (base->year != 0 && crosses && base->m1 <= base->m2 && number == 1) base->year--;
}

/* number: -1 the last */
static bool part_of_month(Period *base, Part part, int number, int weekday)
{
    switch (part) {
    case PART_BEGINNING: case PART_START: return decade(base, 1), true;
    case PART_MIDDLE: return decade(base, 2), true;
    case PART_END: case PART_FINISH: return decade(base, 3), true;
    case PART_MONTH: case PART_MONTHS: return false;
    case PART_DECADE: return decade(base, number < 0 ? 4 + number : number), number <= 3;
    case PART_HALF: number = number == -2 ? 1 : number; return base->d1 = (int16_t)(number == 1 ? 0 : 16), base->d2 = (int16_t)(number == 1 ? 15 : 0), number <= 2;
    case PART_WEEK:
        base->last_days = number < 0 ? 7 : 0, base->days_after = (int8_t)(number < 0 ? 7 * (-1 - number) : 0);
        if (number > 0) base->d1 = (int16_t)(7 * number - 6), base->d2 = (int16_t)(number >= 5 ? 0 : 7 * number); /* the fifth has what is left */
        return number <= 5;
    case PART_DAYS:
        if (number < 0) base->last_days = (int8_t)(number < -31 ? 32 : -number);
        else base->d2 = (int16_t)(base->d1 != 0 ? base->d1 + number - 1 : number);
        return number <= 31;
    case PART_WORKDAYS:
        base->nth = (int8_t)(number < -31 ? -32 : number < 0 ? number : 1), base->nth_to = (int8_t)(number < 0 ? -1 : number > 31 ? 32 : number), base->weekday = PERIOD_WORKDAY;
        return true;
    case PART_DECADES:
        base->d1 = (int16_t)(number < 0 ? 31 + 10 * number : 0), base->d2 = (int16_t)(number < 0 || number == 3 ? 0 : 10 * number);
        return number >= -3 && number <= 3;
    case PART_WEEKDAY: return base->nth = (int8_t)number, base->weekday = (int8_t)weekday, number <= 5;
    default: return base->nth = (int8_t)(number > 31 ? 31 : number), base->weekday = part == PART_WORKDAY ? PERIOD_WORKDAY : PERIOD_DAY, number <= 31;
    }
}

/* «первые два месяца учебного года»; number < 0: its last ones. */
static void months_of(Period *base, int number)
{
    Period first = *base, last = *base;
    month_of(&first, number > 0 ? 1 : number);
    month_of(&last, number > 0 ? number : -1);
    *base = last;
    base->m1 = first.m1;
}

static bool part_of(Period *base, Part part, int number, int weekday)
{
    if (base->m1 == base->m2) {
        base->bad |= !part_of_month(base, part, number, weekday); /* «6-я неделя октября» */
        return true;
    }
    if (part <= PART_FINISH) return part_of_months(base, part), true;
    if ((part == PART_DAY || part == PART_WORKDAY) && (number == 1 || number == -1)) { /* «первый день I квартала» */
        part_of_months(base, number == 1 ? PART_BEGINNING : PART_END);
        return part_of_month(base, part, number, weekday);
    }
    if ((part == PART_DAYS || part == PART_WORKDAYS) && number >= -28 && number <= 28) { /* «первые две недели учебного года» */
        part_of_months(base, number > 0 ? PART_BEGINNING : PART_END);
        if (number > 0 && base->school && base->m1 == 1) base->d1 = AFTER_HOLIDAYS;
        return part_of_month(base, part, number, weekday);
    }
    int n = (base->m2 - base->m1 + 12) % 12 + 1, edge = number == 1 || number == -1;
    if (part == PART_WEEK && edge) return part_of_months(base, number == 1 ? PART_START : PART_FINISH), true; /* «последняя неделя учебного года» */
    if (part == PART_MONTHS && number <= n && number >= -n) return months_of(base, number), true;
    if (part == PART_MONTH && number <= n) return month_of(base, number), true;
    if (part != PART_HALF || number < 1 || number > 2) return false;
    if (n < 12) return half_of(base, n, number), true;
    if (!base->school) base->m1 = (int16_t)(number == 1 ? 1 : 7), base->m2 = (int16_t)(number == 1 ? 6 : 12); /* «первая половина 2024 года» */
    else base->m1 = (int16_t)(number == 1 ? 9 : 1), base->m2 = (int16_t)(number == 1 ? 12 : 5), base->year = (int16_t)(base->year != 0 ? base->year - (number == 1) : 0);
    return true;
}

/* The base may stand behind a comma or, shared, behind the other part of a range: «середина – конец ноября». */
uint32_t term_part_period(const Parse *p, uint32_t i, Period *out)
{
    Part part, other;
    int number, unused;
    uint32_t n = part_words(p, i, &part, &number);
    if (n == 0) return 0;
    int weekday = term_tok(p, i + n - 1)->value;
    uint32_t at = i + n + (term_kind(p, i + n, TOK_COMMA) && term_is(p, i + n + 1, W_MONTH)), taken = term_base_period(p, at, out);
    if (taken > 0) return part_of(out, part, number, weekday) ? at + taken - i : 0;
    while (term_kind(p, at, TOK_DASH) || term_is(p, at, W_AND) || term_kind(p, at, TOK_COMMA)) { /* «в начале, середине и конце учебного года» */
        at += 1 + term_is(p, at + 1, W_IN);
        uint32_t more = part_words(p, at, &other, &unused);
        if (more == 0) return 0;
        at += more;
        if (term_base_period(p, at, out) > 0) return part_of(out, part, number, weekday) ? n : 0;
    }
    return 0;
}

uint32_t term_part_of(const Parse *p, uint32_t i, const Period *base, Period *out)
{
    Part part;
    int number;
    uint32_t n, last, words = 0;
    int first = term_ordinal(p, i, &n);
    bool pair = first > 0 && term_kind(p, i + n, TOK_DASH) && term_ordinal(p, i + n + 1, &last) > first;
    if (pair) words = n + 1; /* «1-2 неделя»: the part that ends it, begun by the first */
    uint32_t taken = part_words(p, i + words, &part, &number);
    if (taken == 0 || base->m1 != base->m2) return 0;
    int weekday = term_tok(p, i + words + taken - 1)->value;
    Period begin = *base;
    *out = *base;
    if (!part_of_month(out, part, number, weekday) || (pair && !part_of_month(&begin, part, first, weekday))) return 0;
    if (pair) out->d1 = begin.d1;
    return words + taken;
}

uint32_t term_numbered_part(const Parse *p, uint32_t unit, int number, Period *out)
{
    Part part = term_is(p, unit, W_WEEK) ? PART_WEEK : term_is(p, unit, W_DECADE) ? PART_DECADE : term_is(p, unit, W_WEEKDAY) ? PART_WEEKDAY : PART_NONE;
    if (part == PART_NONE) return 0;
    out->bad |= !part_of_month(out, part, number, term_tok(p, unit)->value);
    return 1;
}
