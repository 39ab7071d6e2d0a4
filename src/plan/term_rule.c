/* Rules of RFC 5545 as this program writes them, and their occurrences. A working day of a month is the standard's BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1; its occurrences here are days of the production calendar, which no standard knows. */
#include "plan/term_.h"

#include "base/date.h"

static const char *const weekday_codes[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const struct { char freq; const char *name; } freqs[] = { { 'D', "DAILY" }, { 'W', "WEEKLY" }, { 'M', "MONTHLY" }, { 'Y', "YEARLY" } };

#define WORKDAYS ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS="

static Str add(Arena *arena, Str text, const char *before, Str more) { return arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), before, STR_ARG(more)); }

/* BYSETPOS counts within the whole of a period: «последний рабочий день квартала» is of months, else the year has one. */
static char written_freq(const Recur *recur)
{
    bool several = (recur->months & (recur->months - 1)) != 0;
    return recur->working && recur->freq == 'Y' && recur->interval <= 1 && several ? 'M' : recur->freq;
}

Str term_recur_text(Arena *arena, const Recur *recur)
{
    Str out = STR_EMPTY;
    char freq = written_freq(recur);
    for (size_t k = 0; k < sizeof freqs / sizeof *freqs; k++)
        if (freqs[k].freq == freq) out = arena_printf(arena, "FREQ=%s", freqs[k].name);
    if (recur->interval > 1) out = add(arena, out, ";INTERVAL=", arena_printf(arena, "%d", recur->interval));
    const char *before = ";BYMONTH=";
    for (int m = 1; m <= 12; m++) {
        if ((recur->months >> m & 1) == 0) continue;
        out = add(arena, out, before, arena_printf(arena, "%d", m));
        before = ",";
    }
    if (recur->month_day != 0) out = add(arena, out, recur->working ? WORKDAYS : ";BYMONTHDAY=", arena_printf(arena, "%d", recur->month_day));
    if (recur->month_day2 != 0) out = add(arena, out, ",", arena_printf(arena, "%d", recur->month_day2));
    before = ";BYDAY=";
    for (int d = 0; d < 7; d++) {
        if ((recur->weekdays >> d & 1) == 0) continue;
        for (int k = 0; k < 2; k++) {
            int nth = k == 0 ? recur->weekday_nth : recur->weekday_nth2;
            if (k == 1 && nth == 0) continue;
            out = add(arena, out, before, nth != 0 ? arena_printf(arena, "%d%s", nth, weekday_codes[d]) : str_of(weekday_codes[d]));
            before = ",";
        }
    }
    return out;
}

/* ---- reading ---- */
static bool read_int(Str s, int least, int most, int *out)
{
    bool minus = str_starts(s, STR("-"));
    long long value;
    if (!str_to_int(str_slice(s, minus, s.n), &value)) return false;
    *out = (int)(minus ? -value : value);
    return value <= 100000 && *out >= least && *out <= most && *out != 0;
}

static Str until_mark(Str *rest, char mark)
{
    const char *at = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
    size_t n = at != NULL ? (size_t)(at - rest->at) : rest->n;
    Str part = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, at != NULL ? n + 1 : n, rest->n);
    return part;
}

static bool read_weekday(Str one, Recur *out)
{
    if (one.n < 2) return false;
    Str code = str_slice(one, one.n - 2, one.n), nth = str_slice(one, 0, one.n - 2);
    int number = 0;
    if (nth.n > 0 && !read_int(nth, -5, 5, &number)) return false;
    for (int d = 0; d < 7; d++)
        if (str_eq(code, str_of(weekday_codes[d]))) {
            bool first = out->weekdays == 0, same = out->weekday_nth == number, other = out->weekdays == 1 << d && out->weekday_nth2 == 0 && number != 0 && out->weekday_nth != 0;
            if (!first && !same && !other) return false; /* «1MO,2TU» is nobody's rule here */
            out->weekdays = (uint8_t)(out->weekdays | 1 << d);
            if (first) out->weekday_nth = (int8_t)number;
            else if (!same) out->weekday_nth2 = (int8_t)number;
            return true;
        }
    return false;
}

/* One of the values of a part. */
static bool read_value(Str key, Str one, Recur *out)
{
    int number;
    if (str_eq(key, STR("BYDAY"))) return read_weekday(one, out);
    if (str_eq(key, STR("BYMONTH"))) return read_int(one, 1, 12, &number) && (out->months = (uint16_t)(out->months | 1 << number), true);
    bool working = str_eq(key, STR("BYSETPOS")), other = out->month_day != 0 && out->working != working;
    if (!(working || str_eq(key, STR("BYMONTHDAY"))) || other || !read_int(one, -31, 31, &number) || out->month_day2 != 0) return false;
    out->working = working;
    if (out->month_day == 0) out->month_day = (int8_t)number;
    else out->month_day2 = (int8_t)number;
    return true;
}

bool term_recur_read(Str text, Recur *out, int32_t *until, int *count)
{
    *out = (Recur){ .interval = 1 };
    *until = DATE_NONE;
    *count = 0;
    for (Str rest = text; rest.n > 0;) {
        Str value = until_mark(&rest, ';'), key = until_mark(&value, '=');
        int number;
        if (str_eq(key, STR("FREQ"))) {
            for (size_t k = 0; k < sizeof freqs / sizeof *freqs; k++)
                if (str_eq(value, str_of(freqs[k].name))) out->freq = freqs[k].freq;
        } else if (str_eq(key, STR("INTERVAL"))) {
            if (!read_int(value, 1, 1000, &number)) return false;
            out->interval = (int16_t)number;
        } else if (str_eq(key, STR("COUNT"))) {
            if (!read_int(value, 1, 100000, count)) return false;
        } else if (str_eq(key, STR("UNTIL"))) { /* 20241231, with or without a time */
            if (value.n < 8) return false;
            char iso[11] = { value.at[0], value.at[1], value.at[2], value.at[3], '-', value.at[4], value.at[5], '-', value.at[6], value.at[7], 0 };
            if (!date_parse((Str){ iso, 10 }, until)) return false;
        } else
            while (value.n > 0)
                if (!read_value(key, until_mark(&value, ','), out)) return false;
    }
    if (out->working && (out->weekdays != TERM_WORKDAYS || out->weekday_nth != 0)) return false; /* «BYDAY=MO;BYSETPOS=1» is nobody's rule here */
    if (out->working) out->weekdays = 0;
    return out->freq != 0;
}

/* ---- occurrences ---- */
typedef struct Found { Window *windows; uint32_t n; Window span; int32_t until; int left; const Term *term; int32_t after; } Found; /* after: what begins before it was done once */

enum { HALF_MONTH = 16 };

/* The part of it that lies in a window of the term: «сентябрь–май, раз в полугодие» is due by the end of May. */
static bool cut_to_windows(const Term *term, Window *one)
{
    if (term->n_windows == 0) return true;
    for (uint32_t i = 0; i < term->n_windows; i++) {
        Window window = term->windows[i];
        if ((window.from != DATE_NONE && one->to < window.from) || (window.to != DATE_NONE && one->from > window.to)) continue;
        bool ends_it = term->n_windows > 1 && one->from == one->to && one->to == window.to && window.from != DATE_NONE && window.to - window.from < HALF_MONTH; /* «последняя неделя месяца»: the window is the occurrence */
        if (ends_it || (window.from != DATE_NONE && one->from < window.from)) one->from = window.from;
        if (window.to != DATE_NONE && one->to > window.to) one->to = window.to;
        return true;
    }
    return false;
}

/* false when no more are wanted */
static bool give(Found *found, int32_t from, int32_t to)
{
    Window one = { from, to };
    if (found->after != DATE_NONE && from < found->after) return true;
    if ((found->until != DATE_NONE && from > found->until) || found->left == 0 || found->n == LIMIT_TERM_WINDOWS) return false;
    if (!cut_to_windows(found->term, &one)) return true;
    if (found->left > 0) found->left--;
    if (one.to < found->span.from) return true;
    if (one.from > found->span.to) return false;
    found->windows[found->n++] = one;
    return true;
}

/* DATE_NONE: the month has no such day: 31 September, which RFC 5545 passes over. */
static int32_t month_day(const Recur *rule, int number, int year, int month)
{
    if (number == 0) return DATE_NONE;
    if (rule->working) return date_working_of_month(year, month, number);
    int days = date_month_days(year, month), day = number < 0 ? days + 1 + number : number;
    return day >= 1 && day <= days ? date_of(year, month, day) : DATE_NONE;
}

static bool give_month_days(Found *found, const Recur *rule, int year, int month)
{
    int32_t a = month_day(rule, rule->month_day, year, month), b = month_day(rule, rule->month_day2, year, month);
    if (a != DATE_NONE && b != DATE_NONE && b < a) {
        int32_t swap = a;
        a = b, b = swap;
    }
    if (a != DATE_NONE && !give(found, a, a)) return false;
    return b == DATE_NONE || b == a || give(found, b, b);
}

static bool is_month_weekday(const Recur *rule, int year, int month, int day)
{
    int nth = (day - 1) / 7 + 1, from_end = (date_month_days(year, month) - day) / 7 + 1;
    bool right = rule->weekday_nth == 0 || nth == rule->weekday_nth || from_end == -rule->weekday_nth || (rule->weekday_nth2 != 0 && (nth == rule->weekday_nth2 || from_end == -rule->weekday_nth2));
    return right && (rule->weekdays >> date_weekday(date_of(year, month, day)) & 1) != 0;
}

static bool give_month_weekdays(Found *found, const Recur *rule, int year, int month)
{
    for (int day = 1, days = date_month_days(year, month); day <= days; day++)
        if (is_month_weekday(rule, year, month, day) && !give(found, date_of(year, month, day), date_of(year, month, day))) return false;
    return true;
}

/* Months are counted from the rule's first one; a rule without days is due in the whole of its months. */
static void give_months(Found *found, const Recur *rule, int32_t start)
{
    int year, month, day, end_year, end_month;
    date_parts(start, &year, &month, &day);
    date_parts(found->span.to, &end_year, &end_month, &day);
    bool days = rule->month_day != 0 || rule->weekdays != 0;
    int step = rule->freq == 'M' ? rule->interval : 1;
    if (rule->freq == 'M' && !days && rule->months == 0) month -= (month - 1) % (12 % step == 0 ? step : 1); /* quarters and halves begin where the calendar's do */
    for (int at = year * 12 + month - 1, first = at; at / 12 * 12 <= end_year * 12 + end_month; at += step) {
        int y = at / 12, m = at % 12 + 1;
        if (y > 9000) return;
        if (rule->freq == 'Y' && (y - first / 12) % rule->interval != 0) continue;
        if (rule->months != 0 && (rule->months >> m & 1) == 0) continue;
        if (rule->freq == 'Y' && rule->months == 0 && m != first % 12 + 1) continue;
        if (rule->month_day != 0 ? !give_month_days(found, rule, y, m) : rule->weekdays != 0 && !give_month_weekdays(found, rule, y, m)) return;
        if (days) continue;
        int length = rule->freq == 'Y' ? (rule->months != 0 ? 1 : 12) : step, last = at + length - 1;
        if (!give(found, date_of(y, m, 1), date_of(last / 12, last % 12 + 1, date_month_days(last / 12, last % 12 + 1)))) return;
    }
}

static bool in_months(const Recur *rule, int32_t day)
{
    int year, month, number;
    if (rule->months == 0) return true;
    date_parts(day, &year, &month, &number);
    return (rule->months >> month & 1) != 0;
}

static void give_days(Found *found, const Recur *rule, int32_t start)
{
    int step = rule->freq == 'W' ? 7 * rule->interval : rule->interval;
    int32_t at = rule->freq == 'W' ? start - date_weekday(start) : start;
    if (found->left < 0 && at < found->span.from) at += (found->span.from - at) / step * step; /* nothing counts the passed ones */
    for (; at <= found->span.to; at += step) {
        int32_t middle = at + (rule->freq == 'W' && rule->weekdays == 0 ? 3 : 0); /* a week is of the month that has its Thursday */
        if ((rule->freq == 'D' || rule->weekdays == 0) && !in_months(rule, middle)) continue;
        if (rule->freq == 'D' || rule->weekdays == 0) {
            if (!give(found, at, rule->freq == 'D' ? at : at + 6)) return;
            continue;
        }
        for (int d = 0; d < 7; d++)
            if ((rule->weekdays >> d & 1) != 0 && in_months(rule, at + d) && !give(found, at + d, at + d)) return;
    }
}

static void add_windows(Found *found, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < LIMIT_TERM_WINDOWS; i++) {
        Window window = found->term->windows[i];
        bool outside = (window.to != DATE_NONE && window.to < found->span.from) || (window.from != DATE_NONE && window.from > found->span.to);
        if (!outside) found->windows[found->n++] = window;
    }
}

/* Of a rule that names days of months. */
static bool is_its_day(const Recur *rule, int32_t at)
{
    int year, month, day;
    if (at == DATE_NONE) return false;
    date_parts(at, &year, &month, &day);
    if (rule->months != 0 && (rule->months >> month & 1) == 0) return false;
    if (rule->month_day == 0) return is_month_weekday(rule, year, month, day);
    return at == month_day(rule, rule->month_day, year, month) || at == month_day(rule, rule->month_day2, year, month);
}

/* «до 15 сентября, далее ежемесячно» is «..15.09» and «16.09..»: how many windows are done once before the rule begins. Of a plan the occurrences themselves stand behind them. */
static uint32_t windows_once(const Term *term, const Recur *rule)
{
    uint32_t n = 0;
    if (term->n_windows < 2) return 0;
    const Window *all = term->windows, *last = &all[term->n_windows - 1];
    if (last->to == DATE_NONE) return last[-1].to != DATE_NONE && last->from == last[-1].to + 1 ? term->n_windows - 1 : 0;
    bool days = (rule->freq == 'M' || rule->freq == 'Y') && (rule->month_day != 0 || rule->weekdays != 0);
    while (days && n < term->n_windows && !is_its_day(rule, all[n].to)) n++;
    for (uint32_t i = n; i < term->n_windows; i++)
        if (!days || !is_its_day(rule, all[i].to)) return 0;
    return n < term->n_windows ? n : 0;
}

void term_occurrences(const Term *term, Window span, Arena *arena, uint32_t *n, const Window **windows)
{
    BUG_ON(span.from == DATE_NONE || span.to == DATE_NONE);
    Window room[LIMIT_TERM_WINDOWS]; /* reminders ask for 100,000 measures in one arena: it holds what was found only */
    Found found = { .windows = room, .n = 0, .span = span, .term = term, .after = DATE_NONE };
    Recur rule;
    int count;
    bool repeats = term->kind == TERM_RECURRING && term_recur_read(term->recurrence, &rule, &found.until, &count);
    uint32_t n_once = repeats ? windows_once(term, &rule) : 0;
    add_windows(&found, repeats ? n_once : term->n_windows);
    if (n_once > 0) found.after = term->windows[n_once].from;
    if (repeats) {
        found.left = count > 0 ? count : -1;
        int32_t first = term_first_day(term->n_windows, term->windows);
        if (first == DATE_NONE && n_once > 0) first = term->windows[0].to;
        int year, month, day;
        date_parts(span.from, &year, &month, &day);
        int32_t start = first != DATE_NONE ? first : date_of(year > 1 ? year - 1 : 1, 1, 1); /* without a beginning: calendar years, whatever the span asked for */
        if (first == DATE_NONE && (rule.freq == 'D' || rule.freq == 'W')) start = date_of(2001, 1, 1); /* a Monday */
        if (rule.freq == 'D' || rule.freq == 'W') give_days(&found, &rule, start);
        else give_months(&found, &rule, start);
    }
    *n = found.n;
    // cppcheck-suppress uninitvar  // written through found.windows
    *windows = found.n > 0 ? memcpy(arena_array(arena, Window, found.n), room, found.n * sizeof *room) : NULL;
}
