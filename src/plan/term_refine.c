/* What tells the month before more exactly: its days, a bound within it, weeks by number. */
#include "plan/term_.h"

/* Days of a month that stands before them, up to the closing bracket or the end: «сентябрь (7, 14–16)», «октябрь: 5, 12». */
static bool take_days_behind(Parse *p, uint32_t begin, const Period *base)
{
    uint32_t i = begin;
    while (term_is_day_number(p, i) && (term_is_separator(p, i + 1) || term_kind(p, i + 1, TOK_DASH))) i += 2;
    bool numbers = term_is(p, i + 1, W_DATE_OF), marked = term_kind(p, begin - 1, TOK_COLON) || term_kind(p, begin - 1, TOK_DASH);
    bool ends = numbers || (p->depth > 0 && term_kind(p, i + 1, TOK_CLOSE)) || (marked && (term_kind(p, i + 1, TOK_END) || term_kind(p, i + 1, TOK_SEMICOLON)));
    if (!term_is_day_number(p, i) || !ends) return false;
    for (uint32_t k = begin; k <= i; k += 2) {
        Period a = term_day_only(p, k), b = a;
        if (k < i && term_kind(p, k + 1, TOK_DASH)) b = term_day_only(p, k + 2), k += 2;
        a.m1 = a.m2 = b.m1 = b.m2 = base->m1;
        a.year = b.year = base->year;
        term_close_span(p, term_add_span(p, a, b, SIDE_FIRST, SIDE_LAST), begin, k + 1 + (k == i && numbers));
    }
    return true;
}

/* «октябрь, до 15 числа», «октябрь (с 5 по 10 число)»: a part of the month before. */
static bool take_bound_behind(Parse *p, uint32_t begin, const Period *base)
{
    bool late = term_is(p, begin, W_NOT) && term_is(p, begin + 1, W_LATER), early = term_is(p, begin, W_NOT) && term_is(p, begin + 1, W_EARLIER);
    bool until = late || term_is(p, begin, W_UNTIL) || term_is(p, begin, W_TO) || term_is(p, begin, W_BY), after = term_is(p, begin, W_AFTER), from = early || term_is(p, begin, W_FROM);
    uint32_t i = begin + 1 + (late || early) + ((late || early) && term_is(p, begin + 2, W_THAN));
    if (!(until || after || from) || !term_is_day_number(p, i)) return false;
    Period first = *base, last = *base;
    first.d1 = first.d2 = last.d1 = last.d2 = term_tok(p, i)->value;
    uint32_t end = i + 1 + term_is(p, i + 1, W_DATE_OF);
    if (from && (term_is(p, end, W_BY) || term_is(p, end, W_UNTIL)) && term_is_day_number(p, end + 1)) {
        last.d1 = last.d2 = term_tok(p, end + 1)->value;
        end += 2;
    } else if (until) first.d1 = first.d2 = 0;
    else last.d1 = last.d2 = 0;
    bool said = term_is(p, end - 1, W_DATE_OF) || term_is(p, end, W_DATE_OF) || term_tok(p, end - 1)->ordinal || term_is(p, end - 1, W_ORDINAL); /* «до 20-го» */
    if (!said) return false;
    first.bad |= first.d1 > 31, last.bad |= last.d1 > 31;
    return term_close_span(p, term_add_span(p, first, last, after ? SIDE_AFTER : SIDE_FIRST, SIDE_LAST), begin, end + term_is(p, end, W_DATE_OF));
}

/* «октябрь (1, 3 неделя)»: numbers that share the unit behind them. */
static bool take_numbers_behind(Parse *p, uint32_t begin, const Period *base)
{
    int numbers[8];
    uint32_t i = begin, n = 0, words;
    for (;; i++) {
        if (n == sizeof numbers / sizeof *numbers || (numbers[n] = term_ordinal(p, i, &words)) <= 0) return false;
        i += words;
        n++;
        if (!term_is_separator(p, i)) break;
    }
    Period part = *base;
    if (n < 2 || term_numbered_part(p, i, 1, &part) == 0) return false;
    for (uint32_t k = 0; k < n; k++) {
        part = *base;
        term_numbered_part(p, i, numbers[k], &part);
        term_close_span(p, term_add_span(p, part, part, SIDE_FIRST, SIDE_LAST), begin, i + 1);
    }
    return true;
}

bool term_tells_month(const Parse *p, uint32_t i)
{
    if (p->n_spans == 0 || i == 0 || !(term_kind(p, i - 1, TOK_OPEN) || term_kind(p, i - 1, TOK_COMMA) || term_kind(p, i - 1, TOK_COLON) || term_kind(p, i - 1, TOK_DASH) || term_is(p, i - 1, W_IN))) return false;
    const Span *span = &p->spans[p->n_spans - 1];
    const Period *a = &span->a, *b = &span->b;
    bool one_month = !a->bad && a->m1 != 0 && a->m1 == b->m1 && a->m1 == b->m2, whole = a->d1 == 0 && b->d2 == 0 && a->nth == 0 && a->last_days == 0;
    return span->from == SIDE_FIRST && span->to == SIDE_LAST && !span->in_brackets && one_month && whole;
}

/* What tells the month before more exactly: «сентябрь (7, 14)», «октябрь (2-я неделя)», «октябрь, 3 неделя». */
bool term_take_refinement(Parse *p, uint32_t begin)
{
    if (!term_tells_month(p, begin)) return false;
    uint32_t before = p->n_spans - 1;
    Period base = p->spans[before].a, part;
    if (take_days_behind(p, begin, &base) || take_bound_behind(p, begin, &base) || take_numbers_behind(p, begin, &base)) return p->spans[before].told = true;
    Period own;
    uint32_t n = term_period(p, begin, &own) > 0 ? 0 : term_part_of(p, begin, &base, &part);
    if (n == 0 || p->n_spans == TERM_SPANS) return false;
    p->spans[before].told = true;
    return term_close_span(p, term_add_span(p, part, part, SIDE_FIRST, SIDE_LAST), begin, begin + n + term_is(p, begin + n, W_MONTHS)); /* «(конец месяца)» */
}
