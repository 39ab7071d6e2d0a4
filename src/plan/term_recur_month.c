/* What repeats in a part of a month, a quarter, a school's quarter: «до 5 числа каждого месяца», «последняя неделя месяца», «каждый последний четверг», «в конце каждой четверти». */
#include "plan/term_recur_.h"

enum { MIDDLE = 15 };
static const uint16_t quarter_ends = 1 << 3 | 1 << 6 | 1 << 9 | 1 << 12, half_ends = 1 << 6 | 1 << 12, quarter_begins = 1 << 1 | 1 << 4 | 1 << 7 | 1 << 10, half_begins = 1 << 1 | 1 << 7;
static const uint16_t fourth_ends = 1 << 3 | 1 << 5 | 1 << 10 | 1 << 12, third_ends = 1 << 2 | 1 << 5 | 1 << 11; /* the months in which a school's quarters and trimesters end */
static const uint16_t fourth_begins = 1 << 1 | 1 << 4 | 1 << 9 | 1 << 11, third_begins = 1 << 3 | 1 << 9 | 1 << 12;

static void set_terms(Recur *recur, uint16_t months)
{
    bool by_months = recur->freq == 'M' && recur->interval >= 2; /* «4 раза в год (по четвертям)»: the school's own */
    if (recur->freq != 0 && recur->freq != 'Y' && !by_months) return;
    recur->freq = 'Y', recur->interval = 1;
    recur->months |= months;
    recur->by_term = true;
}

/* Months in which a part of each ends; oftener than they can hold, weeks of the school year. */
void term_set_school_times(Recur *recur, int times, int n, char unit)
{
    static const uint16_t fourth_middles = 1 << 2 | 1 << 4 | 1 << 9 | 1 << 11, third_middles = 1 << 1 | 1 << 4 | 1 << 10, school_months = 0x3E | 0x1E00;
    enum { FOURTH_WEEKS = 8, THIRD_WEEKS = 11 };
    bool fourth = unit == 'F';
    uint16_t months = fourth ? fourth_ends : third_ends;
    if (n == 2 && fourth) months = 1 << 12 | 1 << 5;
    else if (n > 1) months = 1 << 5;
    else if (times == 2) months |= fourth ? fourth_middles : third_middles;
    else if (times == 3 && !fourth) months = school_months;
    else if (times > 2) {
        int weeks = (fourth ? FOURTH_WEEKS : THIRD_WEEKS) / times;
        term_set_freq(recur, 'W', weeks > 0 ? weeks : 1);
        recur->months |= school_months;
        return;
    }
    set_terms(recur, months);
}

/* day: of the part, as part_end gives it: what is early in a quarter lies in its first month, what is late in its last. */
static void add_months(Recur *recur, char unit, int day)
{
    bool early = day > 0 && day != MIDDLE;
    int months = unit == 'Q' ? 3 : unit == 'H' ? 6 : 0;
    if (recur->freq == 'M' && recur->interval == months) recur->freq = 0; /* «ежеквартально, в последний день квартала» */
    if (unit == 'Q') term_set_freq(recur, 'Y', 1), recur->months |= early ? quarter_begins : day == MIDDLE ? quarter_begins << 1 : quarter_ends;
    else if (unit == 'H') term_set_freq(recur, 'Y', 1), recur->months |= early ? half_begins : half_ends;
    else if (unit == 'Y') term_set_freq(recur, 'Y', 1), recur->months |= 1 << 5;
    else if (unit == 'F' || unit == 'T') set_terms(recur, unit == 'F' ? (early ? fourth_begins : fourth_ends) : early ? third_begins : third_ends);
    else term_set_freq(recur, 'M', 1);
}

/* «каждого месяца», «месяца, следующего за отчётным», «следующего месяца», «месяца»: tokens. */
static uint32_t month_tail(const Parse *p, uint32_t i, char *unit)
{
    uint32_t at = i, n;
    *unit = 'M';
    at += term_is(p, at, W_BY) || term_is(p, at, W_IN);
    while (term_is(p, at, W_EVERY) || term_is(p, at, W_WITH_NEXT) || term_is(p, at, W_CURRENT)) at++;
    bool other = at == i && term_is(p, at, W_OTHER) && term_tok(p, at)->roman == 0; /* «отчётного месяца» */
    if (other && term_unit_at(p, at + 1, &n) != 0) at++;
    if (term_is(p, at, W_LAST) && term_is(p, at + 1, W_MONTHS) && term_is(p, at + 2, W_QUARTER)) return *unit = 'q', at + 3 - i; /* «последнего месяца квартала» */
    char found = term_unit_at(p, at, &n);
    if (found == 0 || found == 'D' || found == 'W') return 0;
    *unit = found;
    at += n;
    uint32_t next = at + term_kind(p, at, TOK_COMMA);
    if (!term_is(p, next, W_WITH_NEXT) || !term_is(p, next + 1, W_BEHIND)) return at - i;
    at = next + 2;
    if (term_kind(p, at, TOK_WORD) && term_tok(p, at)->word == W_OTHER) at++; /* «отчётным» */
    found = term_unit_at(p, at, &n);
    if (found == 'Q' || found == 'H') *unit = found, at += n;
    else if (found == 'M') at += n;
    return at - i;
}

static void set_month_day(Recur *recur, int day, char unit)
{
    if (unit == 'q') term_set_freq(recur, 'Y', 1), recur->months |= quarter_ends;
    else if (unit == 'Q') term_set_freq(recur, 'M', 3);
    else if (unit == 'H') term_set_freq(recur, 'M', 6);
    else term_set_freq(recur, 'M', 1);
    recur->month_day = (int8_t)day;
}

/* «[до] 5 числа каждого месяца», «с 1 по 10 число», «каждого 5 числа» */
bool term_take_day_of_month(Parse *p)
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
    if (day->value < 1 || day->value > 31) return (tail > 0 || term_is(p, from, W_EVERY)) && term_tell_untrue(p, from, i + 1 + number + tail, "такого числа в месяце нет");
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

/* «[первый и последний] рабочий день месяца», «[первая и третья] неделя месяца» */
static bool take_two_days(Parse *p, uint32_t i, int first, int second)
{
    char unit;
    bool working = term_is(p, i, W_WORKING);
    bool weeks = !working && term_is(p, i, W_WEEK) && first <= 4 && second <= 4;
    uint32_t day = i + working, tail = weeks || term_is(p, day, W_DAY) ? month_tail(p, day + 1, &unit) : 0;
    if (tail == 0 || unit != 'M') return false;
    if (weeks) first *= 7, second *= second > 0 ? 7 : 1;
    term_set_freq(&p->recur, 'M', 1);
    p->recur.month_day = (int8_t)first, p->recur.month_day2 = (int8_t)second;
    p->recur.working = working;
    p->i = day + 1 + tail;
    return true;
}

/* «1-я неделя месяца, 3-я неделя месяца»: the rule has a place for two; true when the second one stands in it. */
static bool add_part(Recur *recur, int day, bool working)
{
    bool second = recur->freq == 'M' && recur->interval == 1 && recur->month_day != 0 && recur->month_day2 == 0 && recur->working == working && recur->month_day != day;
    if (!second) return false;
    bool before = day > 0 && (recur->month_day < 0 || day < recur->month_day);
    recur->month_day2 = before ? recur->month_day : (int8_t)day;
    if (before) recur->month_day = (int8_t)day;
    recur->day_from = 0; /* of two only their ends are kept, as of «первая и третья неделя» */
    return true;
}

bool term_take_part_of_month(Parse *p)
{
    uint32_t i = p->i, n, tail;
    char unit;
    uint32_t end = i + (term_is(p, i, W_UNTIL) || term_is(p, i, W_TO)); /* «до конца каждого месяца» */
    if (term_is(p, i, W_NOT) && term_is(p, i + 1, W_LATER)) end = i + 2 + term_is(p, i + 2, W_THAN); /* «не позднее 3-го рабочего дня месяца» */
    end += term_is(p, end, W_EVERY);
    int number = term_ordinal(p, end, &n), second = 0;
    uint32_t more;
    if (number > 0 && (term_is(p, end + n, W_AND) || term_kind(p, end + n, TOK_COMMA)) && ((second = term_ordinal(p, end + n + 1, &more)) > number || second < 0)) n += 1 + more; /* «первый и третий вторник», «первый и последний рабочий день» */
    else second = 0;
    if (second != 0 && take_two_days(p, end + n, number, second)) return true;
    if (number != 0 && term_is(p, end + n, W_WEEKDAY)) {
        tail = month_tail(p, end + n + 1, &unit);
        bool every = end > i && term_is(p, end - 1, W_EVERY);
        if (unit == 'M' && tail == 1 && term_tells_month(p, i)) return false; /* «октябрь, последний четверг месяца» */
        if (tail == 0 && !every && p->recur.freq != 'M' && !is_monthly_day(p, end, end + n + 1)) return false;
        if (number > 5 || second > 5) return term_tell_untrue(p, i, end + n + 1 + tail, "столько их в месяце не бывает");
        term_set_freq(&p->recur, 'M', unit == 'Q' ? 3 : 1);
        p->recur.weekday_nth = (int8_t)number;
        p->recur.weekday_nth2 = (int8_t)second;
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
        term_set_freq(&p->recur, 'W', 1);
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
    bool there = unit == 'M' && p->recur.freq == 'M' && p->recur.month_day != 0 && p->recur.month_day != day;
    if (there && !add_part(&p->recur, day, working)) return term_tell_untrue(p, i, end + n + tail, "частей месяца больше двух, учтены первые");
    if (there) return p->i = end + n + tail, true;
    add_months(&p->recur, unit, day);
    if (unit != 'F' && unit != 'T' && unit != 'Y') p->recur.month_day = (int8_t)day, p->recur.day_from = (int8_t)from, p->recur.working = working;
    if (unit == 'Y' && day == 10) p->recur.months = 1 << 9;
    p->i = end + n + tail;
    return true;
}
