/* What is left out: «ежемесячно, кроме июля и августа», «в течение года, за исключением каникул». Months leave a rule, days leave windows; what neither can say is asked, never dropped. */
#include "plan/term_.h"

#include "base/date.h"

enum { DAYS_OFF = 0x60, MOST_YEARS = 12 };

/* ---- words ---- */

static bool is_day_off(const Parse *p, uint32_t i) { return term_kind(p, i, TOK_WORD) && (str_starts(term_tok(p, i)->text, STR("выходн")) || str_eq(term_tok(p, i)->text, STR("вых")) || str_starts(term_tok(p, i)->text, STR("праздн"))); }

static bool is_genitive(const Parse *p, uint32_t i)
{
    Str text = term_tok(p, i)->text;
    return term_is(p, i, W_MONTH) && (str_ends(text, STR("я")) || str_ends(text, STR("а")));
}

/* One more thing to leave out, not a clause of its own: «кроме июля, сентябрь–май», but «исключая июль, август». */
static bool goes_on(Parse *p, uint32_t i, bool nominative)
{
    Period unused;
    uint32_t n;
    if (!term_is_separator(p, i)) return false;
    term_school_part(p, i + 1, &n);
    bool named = n > 0 || term_is(p, i + 1, W_SEASON_ADJ) || term_is(p, i + 1, W_HOLIDAYS) || term_is(p, i + 1, W_WEEKDAY) || is_day_off(p, i + 1) || (nominative ? term_is(p, i + 1, W_MONTH) : is_genitive(p, i + 1));
    return named || term_kind(p, i + 1, TOK_DATE) || (term_kind(p, i + 1, TOK_NUMBER) && term_period(p, i + 1, &unused) > 0) || (term_is(p, i, W_AND) && term_is(p, i + 1, W_OTHER));
}

static Except *add(Parse *p)
{
    if (p->n_excepts == TERM_EXCEPTS) p->n_excepts--; /* nobody leaves out so many */
    Except *one = &p->excepts[p->n_excepts++];
    *one = (Except){ .name = STR_EMPTY, .words = STR_EMPTY };
    return one;
}

static void take_one(Parse *p)
{
    uint32_t begin = p->i, before = p->n_spans, n;
    Str name = term_school_part(p, begin, &n);
    Except *one = add(p);
    if (is_day_off(p, begin)) {
        one->weekdays = str_starts(term_tok(p, begin)->text, STR("вых")) ? DAYS_OFF : 0;
        one->holidays = one->weekdays == 0;
        p->i += 1 + term_is(p, begin + 1, W_DAY);
    } else if (term_is(p, begin, W_WEEKDAY)) one->weekdays = (uint8_t)(1 << term_tok(p, begin)->value), p->i++;
    else if (n > 0) one->name = name, p->i += n;
    else if (term_take_span(p) && p->n_spans > before) {
        one->span = p->spans[before], one->spanned = one->span.from == SIDE_FIRST && one->span.to == SIDE_LAST;
        p->n_spans = before;
    } else
        while (!term_kind(p, p->i, TOK_END) && !term_kind(p, p->i, TOK_SEMICOLON) && !term_kind(p, p->i, TOK_COMMA) && !term_kind(p, p->i, TOK_CLOSE) && !term_kind(p, p->i, TOK_OPEN)) p->i++;
    if (p->i > begin) one->words = term_words_at(p, begin, p->i - begin);
    else p->n_excepts--;
    bool words = !one->spanned && one->name.n == 0 && one->weekdays == 0 && !one->holidays;
    for (uint32_t k = begin; k < p->i && words; k++) p->kept[k] = true;
}

bool term_take_exception(Parse *p)
{
    if (!term_is(p, p->i, W_EXCEPT)) return false;
    uint32_t before = p->n_excepts;
    bool included = p->i > 0 && term_is(p, p->i - 1, W_NOT); /* «не исключая июля» */
    p->i++;
    uint32_t n;
    term_school_part(p, p->i, &n);
    if (term_tok(p, p->i - 1)->value == 1 && n == 0 && !is_genitive(p, p->i)) return p->i--, false; /* «без отрыва от работы», «ежедневно без выходных» */
    bool nominative = term_is(p, p->i, W_MONTH) && !is_genitive(p, p->i);
    take_one(p);
    while (goes_on(p, p->i, nominative)) {
        p->i++;
        take_one(p);
    }
    if (included) p->n_excepts = before;
    return true;
}

/* ---- days ---- */

static void ask(Parse *p, const Except *one) { term_warn(p, arena_printf(p->arena, "«кроме %.*s»: это исключение не переведено в дни, проверьте их.", STR_ARG(one->words))); }

/* Weekdays of what is done every day or on some days of the week. */
static bool leave_weekdays(Recur *rule, const Except *one)
{
    bool daily = rule->freq == 'D' && rule->interval <= 1, weekly = rule->freq == 'W' && rule->weekdays != 0;
    uint8_t left = (uint8_t)((daily ? 0x7F : rule->weekdays) & ~one->weekdays);
    if (one->holidays) return weekly && (rule->weekdays & DAYS_OFF) == 0; /* «кроме выходных и праздничных дней»: working days, as everywhere */
    if (!(daily || weekly) || left == 0) return false;
    rule->freq = 'W';
    if (daily) rule->interval = 1;
    rule->weekdays = left;
    return true;
}

static bool is_month_span(const Span *span) { return span->a.d1 == 0 && span->b.d2 == 0 && span->a.nth == 0 && span->a.last_days == 0 && span->b.last_days == 0 && span->a.year == 0 && span->b.year == 0 && !span->a.bad && !span->b.bad; }

/* Months of a rule that has them, or may. */
static bool leave_months(Recur *rule, const Span *span)
{
    uint16_t off = 0, every = 0x1FFE;
    bool open = rule->freq == 'D' || rule->freq == 'W' || (rule->freq == 'M' && (rule->interval <= 1 || rule->months != 0));
    if (!is_month_span(span) || !(open || rule->months != 0)) return false;
    for (int k = 0, month = span->a.m1; k < 12; k++, month = month % 12 + 1) {
        off |= (uint16_t)(1 << month);
        if (month == span->b.m2) break;
    }
    uint16_t left = (uint16_t)((rule->months != 0 ? rule->months : every) & ~off);
    if (left == 0) return false;
    rule->months = left;
    return true;
}

void term_leave_rule(Parse *p)
{
    for (uint32_t i = 0; i < p->n_excepts; i++) {
        Except *one = &p->excepts[i];
        one->done = one->weekdays != 0 || one->holidays ? leave_weekdays(&p->recur, one) : one->spanned && leave_months(&p->recur, &one->span);
    }
}

static void leave_window(Term *out, Window *windows, Window off)
{
    uint32_t n = 0, n_old = out->n_windows;
    const Window *old = out->windows;
    for (uint32_t i = 0; i < n_old; i++) {
        Window one = old[i];
        if ((one.to != DATE_NONE && off.from > one.to) || (one.from != DATE_NONE && off.to < one.from)) {
            windows[n++] = one;
            continue;
        }
        if (one.from == DATE_NONE || one.from < off.from) windows[n++] = (Window){ one.from, off.from - 1 };
        if (one.to == DATE_NONE || one.to > off.to) windows[n++] = (Window){ off.to + 1, one.to };
    }
    term_sort_windows(windows, &n); /* what is left of one may begin behind the next */
    out->windows = windows, out->n_windows = n;
}

static void leave_days(Parse *p, Term *out, Window off) { leave_window(out, arena_array(p->arena, Window, out->n_windows * 2 + 1), off); }

static int year_of(int32_t day)
{
    int year, month, number;
    date_parts(day, &year, &month, &number);
    return year;
}

/* A written day once, «января» in each of the years that the windows touch. */
static bool leave_span(Parse *p, Term *out, Span span)
{
    int32_t first = term_first_day(out->n_windows, out->windows), last = term_last_day(out->n_windows, out->windows);
    bool dated = span.a.year != 0 || span.b.year != 0;
    if (first == DATE_NONE && last == DATE_NONE) return false;
    int from = first != DATE_NONE ? year_of(first) - 1 : year_of(last), to = year_of(last != DATE_NONE ? last : first) + 1;
    if (to - from > MOST_YEARS) return false;
    term_lend(&span);
    if (dated) {
        term_resolve(p, &span);
        if (span.resolved) leave_days(p, out, span.days);
        return true;
    }
    for (int year = from; year <= to; year++) {
        Span one = span;
        one.a.year = (int16_t)(year + (one.a.m1 > one.a.m2)), one.b.year = 0;
        term_lend(&one);
        term_resolve(p, &one);
        if (!one.resolved) return true; /* «31 сентября»: said */
        leave_days(p, out, one.days);
    }
    return true;
}

static bool leave_named(Parse *p, Term *out, Str name)
{
    Term one = { .kind = TERM_SCHEDULE, .anchor = name, .offset = STR_EMPTY };
    if (!term_calendar_apply(p, &one)) return false;
    for (uint32_t i = 0; i < one.n_windows; i++)
        if (one.windows[i].from != DATE_NONE && one.windows[i].to != DATE_NONE) leave_days(p, out, one.windows[i]);
    return true;
}

void term_leave_windows(Parse *p, Term *out)
{
    uint32_t n_before = out->n_windows;
    const Window *before = out->windows;
    bool by_days = p->recur.freq == 0 || p->recur.freq == 'D' || p->recur.freq == 'W'; /* a month may not be cut in two */
    for (uint32_t i = 0; i < p->n_excepts; i++) {
        const Except *one = &p->excepts[i];
        if (out->kind == TERM_WHOLE_YEAR && one->spanned) out->kind = TERM_WINDOWS; /* whatever year it is */
        bool known = one->done || (by_days && out->n_windows > 0 && (one->spanned ? leave_span(p, out, one->span) : one->name.n > 0 && leave_named(p, out, one->name)));
        if (!known) ask(p, one);
    }
    if (out->windows == before) return;
    if (out->n_windows == 0 && n_before > 0) term_warn(p, STR("За вычетом исключений от срока ничего не остаётся."));
    bool same = out->n_windows == n_before;
    for (uint32_t i = 0; i < n_before && same; i++) same = out->windows[i].from == before[i].from && out->windows[i].to == before[i].to;
    if (!same && out->kind == TERM_WHOLE_YEAR) out->kind = TERM_WINDOWS;
}
