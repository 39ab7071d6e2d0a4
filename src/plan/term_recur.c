/* What repeats: «ежемесячно», «не реже 1 раза в квартал», «каждые 2 недели», «по пятницам»; parts of months in term_recur_month. */
#include "plan/term_recur_.h"

void term_set_freq(Recur *recur, char freq, int interval)
{
    if (recur->freq != 0 && recur->freq != 'D') return; /* the first one stands: «не реже 1 раза в месяц, ежегодно» */
    recur->freq = freq;
    recur->interval = (int16_t)interval;
}

/* times in n units of a kind ('D', 'W', 'C' ten days, 'M', 'Q', 'H', 'Y', 'F' a school's quarter, 'T' a trimester); tenths: n counts tenths. */
static bool set_times(Recur *recur, int times, int n, bool tenths, char unit)
{
    if (unit == 'F' || unit == 'T') return term_set_school_times(recur, times, n, unit), true;
    int months = unit == 'M' ? 1 : unit == 'Q' ? 3 : unit == 'H' ? 6 : unit == 'Y' ? 12 : 0;
    if (months > 0) {
        int whole = tenths ? months * n / 10 : months * n;
        if (tenths && months * n % 10 != 0) term_set_freq(recur, 'D', months * n * 3 / (times > 1 ? times : 1)); /* «1,5 месяца»: 45 days */
        else if (times <= 1) term_set_freq(recur, whole % 12 == 0 ? 'Y' : 'M', whole % 12 == 0 ? whole / 12 : whole > 0 ? whole : 1);
        else if (whole >= times) term_set_freq(recur, 'M', whole / times);
        else if (times == 2) term_set_freq(recur, 'M', 1), recur->month_day = 15, recur->month_day2 = -1; /* twice a month: by the middle and by the end */
        else term_set_freq(recur, 'W', 1);
        return true;
    }
    int days = unit == 'W' ? 7 : unit == 'C' ? 10 : 1;
    if (unit == 'C') return term_set_freq(recur, 'D', 10 * n / (tenths ? 10 : 1) / (times > 1 ? times : 1)), true; /* «раз в декаду» */
    if (tenths) term_set_freq(recur, 'D', (days * n + 9) / 10); /* «в 2,5 недели»: 17,5 days */
    else if (unit == 'W' && times <= 1) term_set_freq(recur, 'W', n);
    else if (unit == 'W' && times == 2 && n == 1) term_set_freq(recur, 'W', 1), recur->weekdays = 1 << 1 | 1 << 4, recur->supposed = true;
    else if (unit == 'W') term_set_freq(recur, 'D', 7 * n / times > 0 ? 7 * n / times : 1);
    else term_set_freq(recur, 'D', n);
    return true;
}

/* A unit of time at i with its adjectives, tokens in *n; 0: none. */
char term_unit_at(const Parse *p, uint32_t i, uint32_t *n)
{
    uint32_t at = i;
    while (term_is(p, at, W_SCHOOL) || term_is(p, at, W_CALENDAR) || term_is(p, at, W_WORKING)) at++;
    *n = at + 1 - i;
    if (!term_kind(p, at, TOK_WORD)) return 0;
    switch (term_tok(p, at)->word) {
    case W_DAY: return 'D';
    case W_WEEK: return 'W';
    case W_DECADE: return 'C';
    case W_MONTHS: return 'M';
    case W_QUARTER: return 'Q';
    case W_HALF: return 'H';
    case W_YEAR: return 'Y';
    case W_FOURTH: return 'F';
    case W_THIRD: return 'T';
    default: return 0;
    }
}

static bool take_adverb(Parse *p)
{
    if (!term_is(p, p->i, W_FREQUENT)) return false;
    char unit = (char)term_tok(p, p->i)->value;
    p->i++;
    return set_times(&p->recur, 1, 1, false, unit);
}

/* More often than once a day: «400 раз в год». Several times a day may be meant. */
static bool is_too_often(int times, int n, bool tenths, char unit)
{
    static const struct { char unit; int days; } units[] = { { 'W', 7 }, { 'C', 10 }, { 'M', 31 }, { 'Q', 92 }, { 'H', 184 }, { 'Y', 366 } };
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (units[k].unit == unit) return times * (tenths ? 10 : 1) > units[k].days * n;
    return false;
}

bool term_tell_untrue(Parse *p, uint32_t begin, uint32_t end, const char *why)
{
    Str words = str_slice(p->lex->source, term_tok(p, begin)->at, term_tok(p, end - 1)->end);
    term_warn(p, arena_printf(p->arena, "«%.*s»: %s.", STR_ARG(words), why));
    p->i = end;
    return true;
}

/* «[не реже] 2 раза в год», «раз в полугодие», «1 раз в 2,5 недели», «дважды в год», «2 раза ежегодно» */
static bool take_times(Parse *p)
{
    uint32_t i = p->i, n;
    bool tenths = false;
    if (i > 0 && str_eq(term_tok(p, i - 1)->text, STR("ни"))) return false; /* «ни разу в год» */
    if (term_is(p, i, W_NOT) || term_is(p, i, W_UNTIL)) i++; /* «до 2 раз в месяц» */
    if (term_is(p, i, W_SELDOM) || term_is(p, i, W_OFTEN) || term_is(p, i, W_LESS) || term_is(p, i, W_MORE)) i += 1 + term_is(p, i + 1, W_THAN);
    int times = term_count(p, i, &n, &tenths);
    if (times > 0) i += n;
    bool no_count = times == 0 && term_kind(p, i, TOK_NUMBER) && term_is(p, i + 1, W_TIMES); /* «0 раз в год», «1000 раз» */
    if (no_count) times = term_tok(p, i)->value == 0 ? 0 : 1000, i++;
    if (tenths || !term_is(p, i, W_TIMES)) return false;
    if (times == 0 && !no_count) times = term_tok(p, i)->value;
    i++;
    if (term_is(p, i, W_FREQUENT)) {
        p->i = i + 1;
        return set_times(&p->recur, times, 1, false, (char)term_tok(p, i)->value);
    }
    if (!term_is(p, i, W_IN) && !term_is(p, i, W_BEHIND) && !term_kind(p, i, TOK_SLASH) && !term_is(p, i, W_EVERY)) return false;
    i++;
    while (term_is(p, i, W_EVERY) || term_is(p, i, W_COURSE) || term_is(p, i, W_WHOLE)) i++;
    int every = term_count(p, i, &n, &tenths);
    if (every > 0) i += n;
    else every = 1, tenths = false;
    char unit = term_unit_at(p, i, &n);
    if (unit == 0) return false;
    if (times == 0) return term_tell_untrue(p, p->i, i + n, "ни разу — значит, не повторяется");
    if (is_too_often(times, every, tenths, unit)) return term_tell_untrue(p, p->i, i + n, "так часто не бывает");
    p->i = i + n;
    return set_times(&p->recur, times, every, tenths, unit);
}

static uint32_t weekdays_at(const Parse *p, uint32_t i, uint8_t *mask)
{
    uint32_t at = i;
    *mask = 0;
    while (term_is(p, at, W_WEEKDAY)) {
        int first = term_tok(p, at)->value, last = first;
        at++;
        if ((term_kind(p, at, TOK_DASH) || (i > 0 && term_is(p, i - 1, W_FROM) && term_is(p, at, W_BY))) && term_is(p, at + 1, W_WEEKDAY)) last = term_tok(p, at + 1)->value, at += 2; /* «с понедельника по пятницу» */
        for (int d = first; d <= last; d++) *mask = (uint8_t)(*mask | 1 << d);
        uint32_t next = at + (term_is(p, at, W_AND) || term_kind(p, at, TOK_COMMA));
        next += term_is(p, next, W_BY) || term_is(p, next, W_EVERY) || term_is(p, next, W_IN);
        if (next == at || !term_is(p, next, W_WEEKDAY)) break;
        at = next;
    }
    return at - i;
}

/* «по рабочим дням», «в будние дни», «по будням» */
static bool take_workdays(Parse *p)
{
    uint32_t i = p->i;
    if (!term_is(p, i, W_BY) && !term_is(p, i, W_IN)) return false;
    bool noun = term_is(p, i, W_BY) && term_is(p, i + 1, W_WORKING) && str_eq(term_tok(p, i + 1)->text, STR("будням"));
    Str day = term_tok(p, i + 2)->text;
    if (!noun && !(term_is(p, i + 1, W_WORKING) && term_is(p, i + 2, W_DAY) && (str_eq(day, STR("дни")) || str_eq(day, STR("дням"))))) return false;
    p->i = i + 3 - noun;
    term_set_freq(&p->recur, 'W', 1);
    p->recur.weekdays = TERM_WORKDAYS;
    return true;
}

/* «каждый месяц», «каждые 2 недели», «каждую пятницу», «каждый рабочий день»; «по пятницам» */
static bool take_every(Parse *p)
{
    uint32_t i = p->i, n;
    bool every = term_is(p, i, W_EVERY), tenths;
    uint32_t week = i + 1 + term_is(p, i + 2, W_EVERY) + 1;
    if (term_is(p, i, W_UNTIL) && term_is(p, i + 1, W_WEEKDAY) && week > i + 2 && term_is(p, week, W_WEEK)) { /* «до пятницы каждой недели» */
        term_set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = (uint8_t)(1 << term_tok(p, i + 1)->value);
        p->i = week + 1;
        return true;
    }
    char each = term_is(p, i, W_BY) ? term_unit_at(p, i + 1, &n) : 0;
    if (each != 0 && n == 1 && (str_ends(term_tok(p, i + 1)->text, STR("ям")) || str_ends(term_tok(p, i + 1)->text, STR("ам")))) { /* «по четвертям» */
        p->i = i + 2;
        return set_times(&p->recur, 1, 1, false, each);
    }
    if (!every && !(term_is(p, i, W_BY) && term_is(p, i + 1, W_WEEKDAY))) return false;
    i++;
    if (term_is(p, i, W_MONTH) || term_is(p, i, W_SEASON)) { /* «каждый октябрь»: the month is a span, and goes into the rule */
        term_set_freq(&p->recur, 'Y', 1);
        p->i = i;
        return true;
    }
    uint8_t mask;
    uint32_t days = weekdays_at(p, i, &mask);
    if (days > 0) {
        term_set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = mask;
        p->i = i + days;
        return true;
    }
    int count = term_count(p, i, &n, &tenths);
    if (count > 0) i += n;
    bool workday = term_is(p, i, W_WORKING);
    char unit = term_unit_at(p, i, &n);
    if (unit == 0) return false;
    p->i = i + n;
    if (workday && unit == 'D') {
        term_set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = TERM_WORKDAYS;
        return true;
    }
    return set_times(&p->recur, 1, count > 0 ? count : 1, tenths, unit);
}

bool term_take_recurring(Parse *p) { return take_adverb(p) || take_workdays(p) || take_times(p) || term_take_day_of_month(p) || term_take_part_of_month(p) || take_every(p); }

/* A weekday beside its day is checked against it; alone it repeats: «понедельник». */
bool term_take_weekday(Parse *p)
{
    uint8_t mask;
    uint32_t i = p->i, n = weekdays_at(p, i, &mask);
    if (n == 0) return false;
    Span *before = p->n_spans > 0 ? &p->spans[p->n_spans - 1] : NULL;
    bool one_day = before != NULL && before->b.said == 0 && before->b.d1 != 0 && before->b.d1 == before->b.d2 && before->to != SIDE_OPEN;
    p->i = i + n;
    if (n == 1 && one_day) before->b.said = (int8_t)(term_tok(p, i)->value + 1); /* «07.09.2020 (понедельник)» */
    else if (p->recur.freq == 'W' || p->recur.freq == 'M') {
        p->recur.weekdays = p->recur.supposed ? mask : p->recur.weekdays | mask;
        p->recur.supposed = false;
    }
    else if (i == p->first || term_is(p, i - 1, W_IN) || term_is(p, i - 1, W_FROM)) term_set_freq(&p->recur, 'W', 1), p->recur.weekdays |= mask;
    return true;
}
