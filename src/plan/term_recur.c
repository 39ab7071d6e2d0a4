/* What repeats: «ежемесячно», «не реже 1 раза в квартал», «каждый последний четверг», «до 5 числа каждого месяца», «последняя неделя месяца», «по пятницам». */
#include "plan/term_.h"

enum { MIDDLE = 15 };
static const uint16_t quarter_ends = 1 << 3 | 1 << 6 | 1 << 9 | 1 << 12, half_ends = 1 << 6 | 1 << 12, quarter_begins = 1 << 1 | 1 << 4 | 1 << 7 | 1 << 10, half_begins = 1 << 1 | 1 << 7;
static const uint16_t fourth_ends = 1 << 3 | 1 << 5 | 1 << 10 | 1 << 12, third_ends = 1 << 2 | 1 << 5 | 1 << 11; /* the months in which a school's quarters and trimesters end */
static const uint16_t fourth_begins = 1 << 1 | 1 << 4 | 1 << 9 | 1 << 11, third_begins = 1 << 3 | 1 << 9 | 1 << 12;

static void set_freq(Recur *recur, char freq, int interval)
{
    if (recur->freq != 0 && recur->freq != 'D') return; /* the first one stands: «не реже 1 раза в месяц, ежегодно» */
    recur->freq = freq;
    recur->interval = (int16_t)interval;
}

static void set_terms(Recur *recur, uint16_t ends)
{
    bool by_months = recur->freq == 'M' && recur->interval >= 2; /* «4 раза в год (по четвертям)»: the school's own */
    if (recur->freq != 0 && recur->freq != 'Y' && !by_months) return;
    recur->freq = 'Y', recur->interval = 1;
    recur->months |= ends;
    recur->by_term = true;
}

/* times in n units of a kind ('D', 'W', 'C' ten days, 'M', 'Q', 'H', 'Y', 'F' a school's quarter, 'T' a trimester); tenths: n counts tenths. */
static bool set_times(Recur *recur, int times, int n, bool tenths, char unit)
{
    if (unit == 'F' || unit == 'T') return set_terms(recur, unit == 'F' ? fourth_ends : third_ends), true;
    int months = unit == 'M' ? 1 : unit == 'Q' ? 3 : unit == 'H' ? 6 : unit == 'Y' ? 12 : 0;
    if (months > 0) {
        int whole = tenths ? months * n / 10 : months * n;
        if (tenths && months * n % 10 != 0) set_freq(recur, 'D', months * n * 3 / (times > 1 ? times : 1)); /* «1,5 месяца»: 45 days */
        else if (times <= 1) set_freq(recur, whole % 12 == 0 ? 'Y' : 'M', whole % 12 == 0 ? whole / 12 : whole > 0 ? whole : 1);
        else if (whole >= times) set_freq(recur, 'M', whole / times);
        else if (times == 2) set_freq(recur, 'M', 1), recur->month_day = 15, recur->month_day2 = -1; /* twice a month: by the middle and by the end */
        else set_freq(recur, 'W', 1);
        return true;
    }
    int days = unit == 'W' ? 7 : unit == 'C' ? 10 : 1;
    if (unit == 'C') return set_freq(recur, 'D', 10 * n / (tenths ? 10 : 1) / (times > 1 ? times : 1)), true; /* «раз в декаду» */
    if (tenths) set_freq(recur, 'D', (days * n + 9) / 10); /* «в 2,5 недели»: 17,5 days */
    else if (unit == 'W' && times <= 1) set_freq(recur, 'W', n);
    else if (unit == 'W' && times == 2 && n == 1) set_freq(recur, 'W', 1), recur->weekdays = 1 << 1 | 1 << 4, recur->supposed = true;
    else if (unit == 'W') set_freq(recur, 'D', 7 * n / times > 0 ? 7 * n / times : 1);
    else set_freq(recur, 'D', n);
    return true;
}

/* A unit of time at i with its adjectives, tokens in *n; 0: none. */
static char unit_at(const Parse *p, uint32_t i, uint32_t *n)
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

/* day: of the part, as part_end gives it: what is early in a quarter lies in its first month, what is late in its last. */
static void add_months(Recur *recur, char unit, int day)
{
    bool early = day > 0 && day != MIDDLE;
    int months = unit == 'Q' ? 3 : unit == 'H' ? 6 : 0;
    if (recur->freq == 'M' && recur->interval == months) recur->freq = 0; /* «ежеквартально, в последний день квартала» */
    if (unit == 'Q') set_freq(recur, 'Y', 1), recur->months |= early ? quarter_begins : day == MIDDLE ? quarter_begins << 1 : quarter_ends;
    else if (unit == 'H') set_freq(recur, 'Y', 1), recur->months |= early ? half_begins : half_ends;
    else if (unit == 'Y') set_freq(recur, 'Y', 1), recur->months |= 1 << 5;
    else if (unit == 'F') set_terms(recur, early ? fourth_begins : fourth_ends);
    else if (unit == 'T') set_terms(recur, early ? third_begins : third_ends);
    else set_freq(recur, 'M', 1);
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

static bool tell_untrue(Parse *p, uint32_t begin, uint32_t end, const char *why)
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
    char unit = unit_at(p, i, &n);
    if (unit == 0) return false;
    if (times == 0) return tell_untrue(p, p->i, i + n, "ни разу — значит, не повторяется");
    if (is_too_often(times, every, tenths, unit)) return tell_untrue(p, p->i, i + n, "так часто не бывает");
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

/* «каждого месяца», «месяца, следующего за отчётным», «следующего месяца», «месяца»: tokens. */
static uint32_t month_tail(const Parse *p, uint32_t i, char *unit)
{
    uint32_t at = i, n;
    *unit = 'M';
    at += term_is(p, at, W_BY) || term_is(p, at, W_IN);
    while (term_is(p, at, W_EVERY) || term_is(p, at, W_WITH_NEXT) || term_is(p, at, W_CURRENT)) at++;
    bool other = at == i && term_is(p, at, W_OTHER) && term_tok(p, at)->roman == 0; /* «отчётного месяца» */
    if (other && unit_at(p, at + 1, &n) != 0) at++;
    if (term_is(p, at, W_LAST) && term_is(p, at + 1, W_MONTHS) && term_is(p, at + 2, W_QUARTER)) return *unit = 'q', at + 3 - i; /* «последнего месяца квартала» */
    char found = unit_at(p, at, &n);
    if (found == 0 || found == 'D' || found == 'W') return 0;
    *unit = found;
    at += n;
    uint32_t next = at + term_kind(p, at, TOK_COMMA);
    if (!term_is(p, next, W_WITH_NEXT) || !term_is(p, next + 1, W_BEHIND)) return at - i;
    at = next + 2;
    if (term_kind(p, at, TOK_WORD) && term_tok(p, at)->word == W_OTHER) at++; /* «отчётным» */
    found = unit_at(p, at, &n);
    if (found == 'Q' || found == 'H') *unit = found, at += n;
    else if (found == 'M') at += n;
    return at - i;
}

static void set_month_day(Recur *recur, int day, char unit)
{
    if (unit == 'q') set_freq(recur, 'Y', 1), recur->months |= quarter_ends;
    else if (unit == 'Q') set_freq(recur, 'M', 3);
    else if (unit == 'H') set_freq(recur, 'M', 6);
    else set_freq(recur, 'M', 1);
    recur->month_day = (int8_t)day;
}

/* «[до] 5 числа каждого месяца», «с 1 по 10 число», «каждого 5 числа» */
static bool take_day_of_month(Parse *p)
{
    uint32_t i = p->i, from = i;
    if (term_is(p, i, W_NOT) && term_is(p, i + 1, W_LATER)) i += 2 + term_is(p, i + 2, W_THAN);
    while (term_is(p, i, W_UNTIL) || term_is(p, i, W_TO) || term_is(p, i, W_BY) || term_is(p, i, W_FROM) || term_is(p, i, W_EVERY)) i++;
    const Tok *day = term_tok(p, i), *first = day;
    bool named = term_is(p, i, W_ORDINAL) && (i > from || term_is_day_number(p, i)); /* «каждое первое число», «первого числа» */
    if (!named && (day->kind != TOK_NUMBER || day->digits > 2)) return false;
    bool range = term_kind(p, i + 1, TOK_DASH) || (term_is(p, i + 1, W_BY) && i > from), pair = term_is(p, i + 1, W_AND) || term_kind(p, i + 1, TOK_COMMA);
    pair = pair && term_is_day_number(p, i + 2) && term_is(p, i + 3, W_DATE_OF); /* «1 и 15 числа» */
    if ((range || pair) && term_is_day_number(p, i + 2)) i += 2, day = term_tok(p, i);
    char unit;
    bool number = term_is(p, i + 1, W_DATE_OF), each = !number && i > from && term_is(p, i + 1, W_EVERY) && term_is(p, i + 2, W_MONTHS); /* «с 15 по 25 каждого месяца» */
    if (!(number || each) || term_is(p, i + 2, W_MONTH) || (pair && (first->value < 1 || first->value >= day->value))) return false;
    uint32_t tail = month_tail(p, i + 1 + number, &unit);
    if (day->value < 1 || day->value > 31) return (tail > 0 || term_is(p, from, W_EVERY)) && tell_untrue(p, from, i + 1 + number + tail, "такого числа в месяце нет");
    if (tail == 0 && p->recur.freq == 0 && term_tells_month(p, from)) return false; /* «октябрь, до 15 числа» */
    set_month_day(&p->recur, pair ? first->value : day->value, unit);
    if (pair) p->recur.month_day2 = (int8_t)day->value;
    else if (day != first) p->recur.day_from = (int8_t)first->value; /* «с 1 по 10 число» */
    p->i = i + 1 + number + tail;
    return true;
}

/* A part of «месяца» or «квартала» that nobody names: the day on which it ends, -1 the last. 0: no part. *working: it is counted in working days. *from: the day on which it begins, 0: it is one day. */
static int part_end(const Parse *p, uint32_t i, uint32_t *n, bool *working, int *from)
{
    *n = 1;
    *working = false;
    if (term_is(p, i, W_BEGINNING)) return *from = 1, 10;
    if (term_is(p, i, W_MIDDLE)) return *from = 11, MIDDLE;
    if (term_is(p, i, W_END)) return *from = 21, -1;
    *from = 0;
    TermEdge edge;
    if ((*n = term_edge(p, i, &edge)) > 0 && edge.counted && edge.unit != W_MONTHS) { /* «первые 3 дня месяца»: by the third */
        int days = edge.count * (edge.unit == W_WEEK ? 7 : edge.unit == W_DECADE ? 10 : 1);
        *working = edge.working;
        *from = days < 0 ? (days >= -31 ? days : 1) : 1;
        return days < 0 ? -1 : days;
    }
    int number = term_ordinal(p, i, n);
    if (number == 0) return 0;
    bool work = term_is(p, i + *n, W_WORKING);
    if (work && str_ends(term_tok(p, i + *n)->text, STR("их"))) return 0; /* «3 рабочих дня» */
    *n += work;
    const Tok *what = term_tok(p, i + *n);
    ++*n;
    if (what->kind != TOK_WORD) return 0;
    if (what->word == W_DECADE) return *from = number == 1 ? 1 : number == 2 || number == -2 ? 11 : 21, number == 1 ? 10 : number == 2 || number == -2 ? 20 : -1;
    if (what->word == W_WEEK) return *from = number >= 1 && number <= 4 ? 7 * number - 6 : number == -2 ? -14 : number < 0 ? -7 : 29, number >= 1 && number <= 4 ? 7 * number : number == -2 ? -8 : -1;
    if (what->word == W_SPLIT_HALF) return *from = number == 1 || number == -2 ? 1 : 16, number == 1 || number == -2 ? MIDDLE : -1;
    *working = work && what->word == W_DAY;
    return what->word == W_DAY || what->word == W_DATE_OF ? number : 0; /* «первый день месяца» */
}

/* «предпоследняя пятница» alone is one of every month; «2 пятницы» are two, «первая пятница мая» is May's, «октябрь, первая пятница» October's. */
static bool is_monthly_day(const Parse *p, uint32_t number, uint32_t behind)
{
    Period unused;
    const Tok *tok = term_tok(p, number);
    bool ordinal = tok->kind == TOK_NUMBER ? tok->ordinal : tok->word == W_ORDINAL || tok->word == W_LAST;
    bool dated = term_kind(p, behind, TOK_COMMA) && term_period(p, behind + 1, &unused) > 0 && unused.d1 != 0; /* «последняя суббота, 31 октября» */
    return ordinal && !dated && !term_tells_month(p, number) && term_period(p, behind, &unused) == 0;
}

static bool take_part_of_month(Parse *p)
{
    uint32_t i = p->i, n, tail;
    char unit;
    uint32_t end = i + (term_is(p, i, W_UNTIL) || term_is(p, i, W_TO)); /* «до конца каждого месяца» */
    if (term_is(p, i, W_NOT) && term_is(p, i + 1, W_LATER)) end = i + 2 + term_is(p, i + 2, W_THAN); /* «не позднее 3-го рабочего дня месяца» */
    end += term_is(p, end, W_EVERY);
    int number = term_ordinal(p, end, &n), second = 0;
    uint32_t more;
    if (number > 0 && (term_is(p, end + n, W_AND) || term_kind(p, end + n, TOK_COMMA)) && (second = term_ordinal(p, end + n + 1, &more)) > number) n += 1 + more; /* «первый и третий вторник» */
    if (number != 0 && term_is(p, end + n, W_WEEKDAY)) {
        tail = month_tail(p, end + n + 1, &unit);
        bool every = end > i && term_is(p, end - 1, W_EVERY);
        if (unit == 'M' && tail == 1 && term_tells_month(p, i)) return false; /* «октябрь, последний четверг месяца» */
        if (tail == 0 && !every && p->recur.freq != 'M' && !is_monthly_day(p, end, end + n + 1)) return false;
        if (number > 5 || second > 5) return tell_untrue(p, i, end + n + 1 + tail, "столько их в месяце не бывает");
        set_freq(&p->recur, 'M', unit == 'Q' ? 3 : 1);
        p->recur.weekday_nth = (int8_t)number;
        p->recur.weekday_nth2 = (int8_t)(second > number ? second : 0);
        p->recur.weekdays = (uint8_t)(1 << term_tok(p, end + n)->value);
        p->i = end + n + 1 + tail;
        return true;
    }
    bool results = term_is(p, i, W_BY) && (term_is(p, i + 1, W_RESULT) || term_is(p, i + 1, W_FINISH)); /* «по итогам каждой четверти», «по окончании квартала» */
    bool working = false, by_then = end > i && !term_is(p, end - 1, W_EVERY); /* «до конца каждого месяца» */
    int from = 0, day = results ? -1 : part_end(p, end, &n, &working, &from);
    if (by_then) from = 0;
    if (results) n = 2;
    if (day == 0) return false;
    if (term_is(p, end + n, W_WEEK) || (term_is(p, end + n, W_EVERY) && term_is(p, end + n + 1, W_WEEK))) { /* «конец недели» */
        bool bound = term_is(p, i, W_UNTIL) || term_is(p, i, W_TO) || term_is(p, i, W_NOT); /* «до конца недели»: of the one that goes */
        if (bound && p->recur.freq != 'W' && !term_is(p, end - 1, W_EVERY) && !term_is(p, end + n, W_EVERY)) return false;
        set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = (uint8_t)(day == -1 ? 1 << 4 : 1);
        p->i = end + n + 1 + term_is(p, end + n, W_EVERY);
        return true;
    }
    tail = month_tail(p, end + n, &unit);
    if (end > i && unit == 'M' && term_is(p, end + n, W_CURRENT) && p->recur.freq == 0) return false; /* «до конца текущего месяца» */
    Period named;
    if (tail == 0 && !results && p->recur.freq == 'M' && p->recur.interval == 1 && p->recur.month_day == 0 && term_period(p, end, &named) == 0) { /* «ежемесячно, последняя неделя» */
        p->recur.month_day = (int8_t)day, p->recur.day_from = (int8_t)from;
        p->recur.working = working;
        p->i = end + n;
        return true;
    }
    bool every = tail > 0 && (term_is(p, end + n, W_EVERY) || (end > i && term_is(p, end - 1, W_EVERY)));
    if (unit == 'M' && tail == 1 && !results && term_tells_month(p, i)) return false; /* «октябрь (конец месяца)» */
    if (tail == 0 || (unit != 'M' && !every && unit != 'Q')) return false; /* «конец четверти», «конец года» are not repeated by themselves */
    add_months(&p->recur, unit, day);
    if (unit != 'F' && unit != 'T' && unit != 'Y') p->recur.month_day = (int8_t)day, p->recur.day_from = (int8_t)from, p->recur.working = working;
    if (unit == 'Y' && day == 10) p->recur.months = 1 << 9;
    p->i = end + n + tail;
    return true;
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
    set_freq(&p->recur, 'W', 1);
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
        set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = (uint8_t)(1 << term_tok(p, i + 1)->value);
        p->i = week + 1;
        return true;
    }
    char each = term_is(p, i, W_BY) ? unit_at(p, i + 1, &n) : 0;
    if (each != 0 && n == 1 && (str_ends(term_tok(p, i + 1)->text, STR("ям")) || str_ends(term_tok(p, i + 1)->text, STR("ам")))) { /* «по четвертям» */
        p->i = i + 2;
        return set_times(&p->recur, 1, 1, false, each);
    }
    if (!every && !(term_is(p, i, W_BY) && term_is(p, i + 1, W_WEEKDAY))) return false;
    i++;
    if (term_is(p, i, W_MONTH) || term_is(p, i, W_SEASON)) { /* «каждый октябрь»: the month is a span, and goes into the rule */
        set_freq(&p->recur, 'Y', 1);
        p->i = i;
        return true;
    }
    uint8_t mask;
    uint32_t days = weekdays_at(p, i, &mask);
    if (days > 0) {
        set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = mask;
        p->i = i + days;
        return true;
    }
    int count = term_count(p, i, &n, &tenths);
    if (count > 0) i += n;
    bool workday = term_is(p, i, W_WORKING);
    char unit = unit_at(p, i, &n);
    if (unit == 0) return false;
    p->i = i + n;
    if (workday && unit == 'D') {
        set_freq(&p->recur, 'W', 1);
        p->recur.weekdays = TERM_WORKDAYS;
        return true;
    }
    return set_times(&p->recur, 1, count > 0 ? count : 1, tenths, unit);
}

bool term_take_recurring(Parse *p) { return take_adverb(p) || take_workdays(p) || take_times(p) || take_day_of_month(p) || take_part_of_month(p) || take_every(p); }

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
    else if (i == p->first || term_is(p, i - 1, W_IN) || term_is(p, i - 1, W_FROM)) set_freq(&p->recur, 'W', 1), p->recur.weekdays |= mask;
    return true;
}
