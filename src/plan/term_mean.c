/* What was written → days: years of bare months by their neighbours and the school year, brackets that say the day, windows, kind, and what cannot be true. */
#include "plan/term_.h"

#include "base/date.h"

static const char *const month_in[] = { "", "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре" };
static const char *const weekdays[] = { "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье" };

void term_warn(Parse *p, Str words)
{
    if (p->n_warnings < sizeof p->warnings / sizeof *p->warnings) p->warnings[p->n_warnings++] = words;
}

enum { YEAR_LEAST = 1900, YEAR_MOST = 2199, NEARLY_YEAR_DAYS = 300 };

/* ---- days ---- */
static int32_t nth_weekday(int year, int month, int nth, int weekday)
{
    int days = date_month_days(year, month);
    int32_t first = date_of(year, month, 1), last = first + days - 1, day;
    if (weekday == PERIOD_WORKDAY) return date_working_of_month(year, month, nth);
    if (weekday == PERIOD_DAY) day = nth < 0 ? last + 1 + nth : first + nth - 1;
    else if (nth < 0) day = last - (date_weekday(last) - weekday + 7) % 7 + 7 * (nth + 1);
    else day = first + (weekday - date_weekday(first) + 7) % 7 + 7 * (nth - 1);
    return day >= first && day <= last ? day : DATE_NONE;
}

int32_t term_day_of_month(int year, int month, int number, int weekday) { return weekday < 0 ? date_of(year, month, number) : nth_weekday(year, month, number, weekday); }

static bool fits(int year, int month, int day) { return day <= date_month_days(year != 0 ? year : 2020, month); }

static int32_t first_day(const Period *period)
{
    int year = term_begin_year(period);
    if (period->nth != 0) return nth_weekday(year, period->m1, period->nth, period->weekday);
    int day = period->last_days > 0 ? date_month_days(year, period->m1) - period->last_days - period->days_after + 1 : period->d1 != 0 ? period->d1 : 1;
    return day >= 1 && fits(year, period->m1, day) ? date_of(year, period->m1, day) : DATE_NONE;
}

static int32_t last_day(const Period *period)
{
    if (period->nth != 0) return nth_weekday(term_begin_year(period), period->m1, period->nth_to != 0 ? period->nth_to : period->nth, period->weekday);
    int day = period->d2 != 0 ? period->d2 : date_month_days(period->year, period->m2) - period->days_after;
    return fits(period->year, period->m2, day) ? date_of(period->year, period->m2, day) : DATE_NONE;
}

static Str words_of(const Parse *p, const Span *span) { return str_slice(p->lex->source, span->at, span->end); }

/* A day that no calendar has. */
static bool is_impossible(const Period *period)
{
    return period->bad || (period->nth == 0 && period->last_days == 0 && (!fits(period->year != 0 ? term_begin_year(period) : 0, period->m1, period->d1) || !fits(period->year, period->m2, period->d2)));
}

static void tell_impossible(Parse *p, Span *span, const Period *period)
{
    Str words = words_of(p, span);
    int day = period->d1 > period->d2 ? period->d1 : period->d2;
    if (!period->bad || (period->m1 >= 1 && period->m1 <= 12 && day >= 29 && day <= 31 && !fits(period->year, period->m1, day))) {
        int days = date_month_days(period->year != 0 ? period->year : 2020, period->m1);
        term_warn(p, arena_printf(p->arena, "«%.*s»: такого дня нет, в %s %d %s.", STR_ARG(words), month_in[(int)period->m1], days, days % 10 == 1 ? "день" : "дней"));
    } else term_warn(p, arena_printf(p->arena, "«%.*s»: такой даты не бывает.", STR_ARG(words)));
}

void term_resolve(Parse *p, Span *span)
{
    span->days = (Window){ DATE_NONE, DATE_NONE };
    if (span->b.bad) return tell_impossible(p, span, &span->b); /* a may have its month from b */
    if (is_impossible(&span->a)) return tell_impossible(p, span, &span->a);
    if (is_impossible(&span->b)) return tell_impossible(p, span, &span->b);
    if (span->a.year == 0 || span->b.year == 0) return;
    int least = term_begin_year(&span->a) < term_begin_year(&span->b) ? term_begin_year(&span->a) : term_begin_year(&span->b), most = span->a.year > span->b.year ? span->a.year : span->b.year;
    if (least < YEAR_LEAST || most > YEAR_MOST) return tell_impossible(p, span, &span->a); /* its neighbour's year is a slip */
    int32_t a1 = first_day(&span->a), a2 = last_day(&span->a), b1 = first_day(&span->b), b2 = last_day(&span->b);
    if (a1 == DATE_NONE || a2 == DATE_NONE || b1 == DATE_NONE || b2 == DATE_NONE) return tell_impossible(p, span, &span->a); /* a fifth Friday */
    if (span->from != SIDE_OPEN) span->days.from = span->from == SIDE_AFTER ? a2 + 1 : span->from == SIDE_BEFORE ? a1 - 1 : a1;
    if (span->to != SIDE_OPEN) span->days.to = span->to == SIDE_LAST ? b2 : span->to == SIDE_FIRST ? b1 : b1 - 1;
    span->resolved = true;
    bool whole_months = span->a.d1 <= 1 && (span->b.d2 == 0 || !fits(span->b.year, span->b.m2, span->b.d2 + 1));
    if (span->lent && span->from == SIDE_FIRST && span->to == SIDE_LAST && span->a.year < span->b.year && !whole_months && span->days.to - span->days.from > NEARLY_YEAR_DAYS) {
        Str words = words_of(p, span);
        term_warn(p, arena_printf(p->arena, "«%.*s»: выходит почти год, проверьте месяцы.", STR_ARG(words)));
    }
    if (span->from == SIDE_OPEN || span->to == SIDE_OPEN || span->days.from <= span->days.to) return;
    span->resolved = false;
    Str words = words_of(p, span);
    term_warn(p, arena_printf(p->arena, "«%.*s»: конец раньше начала.", STR_ARG(words)));
}

static void check_weekday(Parse *p, const Period *period)
{
    if (period->said == 0 || period->year == 0 || is_impossible(period)) return;
    int32_t day = first_day(period);
    if (day == DATE_NONE || date_weekday(day) == period->said - 1) return;
    Str date = date_short(p->arena, day);
    term_warn(p, arena_printf(p->arena, "%.*s — %s, а написано «%s».", STR_ARG(date), weekdays[date_weekday(day)], weekdays[period->said - 1]));
}

static void check_weekdays(Parse *p, const Span *span)
{
    if (!span->resolved) return;
    if (span->b.said == 0 || span->a.m1 != span->b.m1 || span->a.d1 != span->b.d1) check_weekday(p, &span->a); /* one day stands on both sides */
    check_weekday(p, &span->b);
}

/* ---- spans among themselves ---- */
static bool is_months(const Span *span) { return span->from == SIDE_FIRST && span->to == SIDE_LAST && span->a.d1 == 0 && span->b.d2 == 0 && span->a.nth == 0 && span->a.last_days == 0 && !span->whole_year; }
static bool lies_in(Window inner, Window outer) { return (inner.from == DATE_NONE || inner.from >= outer.from) && (inner.to == DATE_NONE || inner.to <= outer.to); }

static void drop(Parse *p, uint32_t i)
{
    for (uint32_t k = i + 1; k < p->n_spans; k++) p->spans[k - 1] = p->spans[k];
    p->n_spans--;
}

/* «отчёт за сентябрь – до 5 октября»: September is what the report is about. */
static void drop_about(Parse *p)
{
    bool term = false;
    for (uint32_t i = 0; i < p->n_spans; i++) term |= !p->spans[i].about && !p->spans[i].whole_year;
    for (uint32_t i = 0; i < p->n_spans; i++) p->spans[i].told |= term && p->spans[i].about;
    if (p->about && term) p->schedule = STR_EMPTY;
}

static void drop_told(Parse *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n_spans; i++)
        if (!p->spans[i].told) p->spans[n++] = p->spans[i];
    p->n_spans = n;
}

/* «Сентябрь 2020 (07.09.2020)»: the exact days in brackets are the window; «07.09.2020 (сентябрь)»: the brackets say nothing new. */
static void settle_brackets(Parse *p)
{
    for (uint32_t i = 1; i < p->n_spans; i++) {
        Span *inner = &p->spans[i];
        if (!inner->in_brackets || !inner->resolved) continue;
        uint32_t outer = i;
        while (outer-- > 0 && (p->spans[outer].in_brackets || p->spans[outer].whole_year)) continue;
        if (outer == UINT32_MAX || !p->spans[outer].resolved) continue;
        bool months = is_months(&p->spans[outer]), exact = !is_months(inner);
        Window all = p->spans[outer].days;
        if (months && exact && !lies_in(inner->days, all)) {
            Str inside = words_of(p, inner), outside = words_of(p, &p->spans[outer]);
            term_warn(p, arena_printf(p->arena, "«%.*s» не входит в «%.*s».", STR_ARG(inside), STR_ARG(outside)));
        }
        if (inner->a.school && is_months(inner)) { /* «май (в конце учебного года)» */
            inner->told = true;
            continue;
        }
        if (months && exact && inner->days.from == DATE_NONE && inner->days.to >= all.from) inner->days.from = all.from; /* «октябрь (до 15.10)» */
        if (months && exact && inner->days.to == DATE_NONE && inner->days.from <= all.to) inner->days.to = all.to;
        if (months && (exact || lies_in(inner->days, all))) p->spans[outer].told = true;
        else if (!exact && lies_in(all, inner->days)) inner->told = true;
    }
}

/* «март 2021 г., не позднее 25 марта»: up to that day. */
static void join_bound(Parse *p)
{
    for (uint32_t i = 0; i + 1 < p->n_spans; i++) {
        const Span *a = &p->spans[i];
        Span *b = &p->spans[i + 1];
        bool month = is_months(a) && !a->in_brackets, bound = b->from == SIDE_OPEN && b->b.d1 != 0 && !b->in_brackets;
        if (!a->resolved || !b->resolved || !month || !bound || b->days.to < a->days.from || b->days.to > a->days.to || b->b.m2 != a->b.m2) continue;
        b->days.from = a->days.from;
        drop(p, i);
    }
}

/* «не ранее 1 марта и не позднее 15 марта»: one window. */
static void join_open(Parse *p)
{
    for (uint32_t i = 0; i + 1 < p->n_spans; i++) {
        Span *a = &p->spans[i], *b = &p->spans[i + 1];
        if (!a->resolved || !b->resolved) continue;
        if (a->days.from == DATE_NONE) b = a, a = &p->spans[i + 1]; /* «не позднее 25 мая и не ранее 15 мая» */
        if (a->days.to != DATE_NONE || b->days.from != DATE_NONE || b->days.to == DATE_NONE) continue;
        if (a->days.from > b->days.to) {
            if (!a->early || !b->late) continue; /* «до 1 октября и с 1 ноября» */
            a->resolved = b->resolved = false;
            Str least = words_of(p, a), most = words_of(p, b);
            term_warn(p, arena_printf(p->arena, "«%.*s» и «%.*s»: конец раньше начала.", STR_ARG(least), STR_ARG(most)));
            continue;
        }
        p->spans[i].days = (Window){ a->days.from, b->days.to };
        drop(p, i + 1);
    }
}

void term_sort_windows(Window *windows, uint32_t *n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++) {
        uint32_t at = kept;
        bool twice = false;
        for (uint32_t k = 0; k < kept; k++) twice |= windows[k].from == windows[i].from && windows[k].to == windows[i].to;
        if (twice) continue;
        Window window = windows[i];
        for (; at > 0 && (windows[at - 1].from > window.from || (windows[at - 1].from == window.from && windows[at - 1].to > window.to)); at--) windows[at] = windows[at - 1];
        windows[at] = window;
        kept++;
    }
    *n = kept;
}

static Window year_window(const Parse *p)
{
    if (term_by_calendar(p)) return (Window){ date_of(p->school_year + 1, 1, 1), date_of(p->school_year + 1, 12, 31) };
    return (Window){ date_of(p->school_year, 9, 1), date_of(p->school_year + 1, 8, 31) };
}

/* Months of a span and, when it is one day or ends on one, that day: into a rule that repeats every year. */
static bool into_rule(Recur *recur, const Span *span)
{
    bool until = span->from == SIDE_OPEN;
    const Period *a = until ? &span->b : &span->a, *b = &span->b;
    if (span->to == SIDE_OPEN || a->m1 == 0) return false;
    int month = a->m1;
    if (span->to == SIDE_BEFORE && b->d1 == 0) { /* «до октября»: by the end of September */
        recur->months |= (uint16_t)(1 << (b->m1 == 1 ? 12 : b->m1 - 1));
        recur->month_day = -1;
        return true;
    }
    if (a->nth != 0 && a->weekday >= 0) recur->weekdays = (uint8_t)(1 << a->weekday), recur->weekday_nth = a->nth;
    for (int k = 0; k < 12; k++, month = month % 12 + 1) {
        recur->months |= (uint16_t)(1 << month);
        if (month == b->m2) break;
    }
    if (!until && a->m1 != b->m2) return true; /* days of a span of months are no rule */
    int day = span->to == SIDE_FIRST ? (b->d1 != 0 ? b->d1 : 1) : b->last_days > 0 ? -1 - b->days_after : b->nth != 0 && b->weekday < 0 ? (b->nth_to != 0 ? b->nth_to : b->nth) : b->d2;
    recur->working |= b->nth != 0 && b->weekday == PERIOD_WORKDAY;
    if (day != 0 && recur->month_day == 0) recur->month_day = (int8_t)day;
    else if (day != 0 && recur->month_day != day) recur->month_day2 = (int8_t)day;
    return true;
}

static bool is_for_rule(const Recur *recur, const Span *span)
{
    bool one_month = span->a.m1 == span->b.m2 && span->to != SIDE_OPEN && (span->from == SIDE_FIRST || span->b.d1 != 0);
    return !span->dated && !span->whole_year && !span->a.bad && !span->b.bad && ((recur->freq == 'Y' && !recur->by_term) || one_month);
}

/* A rule holds one day for all its months: «до 25 декабря и до 20 мая» stay windows. */
static bool days_agree(const Parse *p)
{
    int day = 0;
    for (uint32_t i = 0; i < p->n_spans; i++) {
        int own = p->spans[i].to == SIDE_LAST ? p->spans[i].b.d2 : 0;
        if (!is_for_rule(&p->recur, &p->spans[i])) continue;
        if (day != 0 && own != day && p->spans[i].a.m1 != p->spans[0].a.m1) return false;
        day = own;
    }
    return true;
}

/* «ежегодно, август», «2 раза в год (октябрь, апрель)»: months without a written year are the rule's own. */
static void spans_into_rule(Parse *p)
{
    Recur *recur = &p->recur;
    bool yearly = recur->freq == 'Y', seldom = recur->freq == 'M' && recur->interval >= 2;
    if ((!yearly && !seldom) || !days_agree(p) || (seldom && p->n_once > 0)) return; /* «октябрь, далее ежеквартально» */
    for (uint32_t i = 0; i < p->n_spans;) {
        Span *span = &p->spans[i];
        bool years = yearly && !span->a.bad && !span->b.bad && span->a.m1 == span->a.m2 && span->a.d1 == 0 && span->b.m1 == 1 && span->b.m2 == 12 && span->b.year > span->a.year && span->a.year != 0;
        if (years) { /* «ежегодно в сентябре 2021–2024 гг.» */
            recur->months |= (uint16_t)(1 << span->a.m1);
            span->b.m1 = span->b.m2 = span->a.m1;
            i++;
            continue;
        }
        bool fits = is_for_rule(recur, span), first = yearly && i < p->n_once && span->dated && span->a.m1 == span->b.m2 && span->to != SIDE_OPEN && !span->b.bad;
        if (first) { /* «октябрь 2025 г., далее ежегодно»: the rule begins there */
            into_rule(recur, span);
            i++;
            continue;
        }
        if (fits && recur->by_term) recur->months = 0, recur->by_term = false; /* «1 раз в четверть (октябрь, декабрь, март, май)» */
        if (!fits || !into_rule(recur, span)) {
            i++;
            continue;
        }
        recur->freq = 'Y';
        if (seldom) recur->interval = 1;
        drop(p, i);
    }
}

/* ---- the answer ---- */
/* A whole school year is a manner of speaking: it may have begun before the plan. */
static void warn_of_approval(Parse *p, const Term *out)
{
    int32_t approved = p->context->approved;
    if (approved == DATE_NONE) return;
    for (uint32_t i = 0; i < out->n_windows; i++) {
        Window window = out->windows[i];
        bool year = p->school_year != 0 && window.from == year_window(p).from && window.to == year_window(p).to;
        bool before = window.to != DATE_NONE && window.to < approved, partly = !before && window.from != DATE_NONE && window.from < approved && !year;
        if (!before && !partly) continue;
        Str day = date_short(p->arena, approved), words = term_windows_words(p->arena, 1, &window);
        term_warn(p, arena_printf(p->arena, before ? "Срок %.*s прошёл до утверждения документа (%.*s)." : "Срок %.*s начался до утверждения документа (%.*s).", STR_ARG(words), STR_ARG(day)));
    }
}

/* «сентябрь, далее постоянно» is one window, «до 1 сентября, далее постоянно» a deadline and what begins behind it. */
static void go_on_until(Window *windows, uint32_t *n, int32_t last)
{
    if (windows[0].from != DATE_NONE) windows[0].to = last;
    else windows[(*n)++] = (Window){ windows[0].to + 1, last };
}

/* What stood before «далее» is done once, and what repeats begins behind it (term_occurrences). A month before «далее ежемесячно» is the first of them. */
static void go_on(const Parse *p, Window *windows, uint32_t *n)
{
    const Recur *rule = &p->recur;
    const Span *once = &p->spans[0];
    Window *last = &windows[*n - 1];
    bool first_of_them = *n == 1 && p->n_spans == 1 && last->from != DATE_NONE && (rule->freq == 'Y' || (rule->freq == 'M' && rule->interval == 1 && rule->month_day == 0 && rule->weekdays == 0 && is_months(once)));
    if (first_of_them) last->to = DATE_NONE;
    else if (last->to != DATE_NONE) windows[(*n)++] = (Window){ last->to + 1, DATE_NONE };
}

static void collect(Parse *p, Term *out)
{
    uint32_t n_whole = 0, n = 0;
    for (uint32_t i = 0; i < p->n_spans; i++) n_whole += p->spans[i].whole_year;
    bool only_whole = n_whole == p->n_spans;
    Window *windows = arena_array(p->arena, Window, p->n_spans + 2);
    for (uint32_t i = 0; i < p->n_spans; i++)
        if (p->spans[i].resolved && (only_whole || !p->spans[i].whole_year)) windows[n++] = p->spans[i].days;
    bool only_year = p->n_spans == 0 && p->always;
    if (only_year && p->school_year != 0) windows[n++] = year_window(p);
    term_sort_windows(windows, &n);
    if (p->then && p->always && n == 1 && p->school_year != 0 && windows[0].to < year_window(p).to) go_on_until(windows, &n, year_window(p).to);
    if (p->n_once > 0 && p->recur.freq != 0 && n > 0) go_on(p, windows, &n);
    out->n_windows = n;
    out->windows = windows;
}

static TermKind kind_of(const Parse *p)
{
    bool months = false, whole = p->always;
    for (uint32_t i = 0; i < p->n_spans; i++) {
        months |= !p->spans[i].whole_year;
        whole |= p->spans[i].whole_year;
    }
    if (p->recur.freq != 0) return TERM_RECURRING;
    if (p->schedule.n > 0 && !(p->dateless && months)) return TERM_SCHEDULE;
    if (months) return TERM_WINDOWS;
    if (p->relative) return TERM_RELATIVE;
    return whole ? TERM_WHOLE_YEAR : TERM_NONE;
}

static bool take_known(Parse *p, Term *out)
{
    Window event, *window = arena_one(p->arena, Window);
    if (!term_known_event(p, out->anchor, &event)) return false;
    if (out->kind == TERM_SCHEDULE) *window = event; /* «в День Победы» */
    else if (!term_offset_apply(out->offset, event, window)) return false;
    if (p->from_day) window->from = event.from; /* «в течение двух месяцев с 1 октября» */
    out->n_windows = 1;
    out->windows = window;
    return true;
}

void term_mean(Parse *p, Term *out)
{
    for (uint32_t i = 0; i < p->n_spans; i++) term_lend(&p->spans[i]);
    for (uint32_t i = 0; i < p->n_spans; i++) p->spans[i].dated = p->spans[i].a.year != 0 || p->spans[i].b.year != 0;
    drop_about(p);
    drop_told(p);
    if (p->recur.freq != 0) spans_into_rule(p);
    if (p->recur.freq != 0 && p->n_excepts > 0) term_leave_rule(p);
    term_give_years(p);
    for (uint32_t i = 0; i < p->n_spans; i++) term_resolve(p, &p->spans[i]);
    for (uint32_t i = 0; i < p->n_spans; i++) check_weekdays(p, &p->spans[i]);
    settle_brackets(p);
    drop_told(p);
    join_bound(p);
    join_open(p);
    out->kind = kind_of(p);
    collect(p, out);
    if (out->kind == TERM_RECURRING) out->recurrence = term_recur_text(p->arena, &p->recur);
    if (p->recur.month_day != 0 && p->recur.month_day2 == 0 && !p->recur.working) out->rule_from = p->recur.day_from;
    bool repeats_within = out->kind == TERM_RECURRING && p->within; /* waits as any other until the event has days */
    if (repeats_within) out->kind = p->schedule.n > 0 ? TERM_SCHEDULE : TERM_RELATIVE;
    if (out->kind == TERM_SCHEDULE || (out->kind == TERM_RECURRING && p->somebodys)) out->anchor = p->schedule; /* «по плану ВШК, 2 раза в год» */
    if (out->kind == TERM_RELATIVE) out->anchor = p->event, out->offset = p->offset;
    bool found = term_calendar_apply(p, out) || ((out->kind == TERM_RELATIVE || out->kind == TERM_SCHEDULE) && out->n_windows == 0 && take_known(p, out));
    if (found && repeats_within) out->kind = TERM_RECURRING;
    else if (repeats_within) out->n_windows = 0; /* «в течение года, еженедельно в период ГИА»: nothing occurs at the year's end */
    if (p->n_excepts > 0) term_leave_windows(p, out);
    warn_of_approval(p, out);
    out->n_warnings = p->n_warnings;
    out->warnings = p->n_warnings > 0 ? memcpy(arena_array(p->arena, Str, p->n_warnings), p->warnings, p->n_warnings * sizeof(Str)) : NULL;
}
