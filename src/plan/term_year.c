/* Years of months and quarters that have none: their neighbours' and the school year's. */
#include "plan/term_.h"

static bool crosses(const Period *period) { return period->m1 > period->m2; }
int term_begin_year(const Period *period) { return period->year - crosses(period); }

/* The ends of a span lend each other what is not written: a month («с 1 по 15 сентября»), a year. */
void term_lend(Span *span)
{
    Period *a = &span->a, *b = &span->b;
    if (a->m1 == 0) a->m1 = a->m2 = b->m1, a->year = (int16_t)(b->year != 0 ? term_begin_year(b) : 0);
    span->lent |= a->year == 0 && b->year != 0;
    if (a->year == 0 && b->year != 0) a->year = (int16_t)(b->year - (a->m2 > b->m2));
    if (b->year == 0 && a->year != 0) b->year = (int16_t)(a->year + (b->m2 < a->m2));
}

static void give_year(Span *span, int year_of_begin)
{
    span->a.year = (int16_t)(year_of_begin + crosses(&span->a));
    term_lend(span);
}

enum { AUGUST = 8, JULY = 7, JUNE = 6, MAY = 5 };

bool term_begins_year(int first_month, int last_month)
{
    if (first_month < JUNE || first_month > JULY) return first_month >= AUGUST;
    return last_month < first_month || last_month - AUGUST + 1 > AUGUST - first_month; /* more of it lies behind the first of August than before */
}

bool term_by_calendar(const Parse *p) { return p->context->calendar_year && p->school_year == p->context->school_year; }

/* A bare month is of the first calendar year from August on, else of the second; what begins in summer, of the year in which more of it lies between August and July. */
static int school_year_of(const Parse *p, const Span *span)
{
    bool point = span->to == SIDE_FIRST || span->to == SIDE_BEFORE; /* «к III кварталу» is a day of July */
    return p->school_year + !term_begins_year(span->a.m1, point ? span->a.m1 : span->b.m2);
}

/* Lists go on in time: «июль, сентябрь» begins before the school year, «июнь, август» and «II, III квартал» end it. */
static int listed_year_of(const Parse *p, uint32_t i)
{
    if (term_by_calendar(p)) return p->school_year + 1;
    const Span *span = &p->spans[i], *last = i > 0 ? span - 1 : NULL, *next = i + 1 < p->n_spans ? span + 1 : NULL;
    int own = school_year_of(p, span);
    bool after = last != NULL && !last->dated && !last->whole_year && last->to != SIDE_OPEN && term_begin_year(&last->a) > p->school_year && last->b.m2 >= MAY && last->b.m2 <= JULY;
    if (after && (span->a.m1 == JULY || span->a.m1 == AUGUST) && (span->b.m2 <= AUGUST || span->a.m1 == last->b.m2 + 1)) return p->school_year + 1;
    if (span->a.m1 != JULY || last != NULL || next == NULL || next->dated || span->from == SIDE_OPEN) return own;
    const Span *third = i + 2 < p->n_spans ? next + 1 : NULL;
    bool autumn = next->a.m1 > AUGUST || (next->a.m1 == AUGUST && (next->b.m2 > AUGUST || (third != NULL && !third->dated && third->a.m1 > AUGUST)));
    return autumn ? p->school_year : own;
}

/* Years of spans without one: a school year that is written, else the dated neighbour before or behind (lists go on in time), else the document's school year. */
void term_give_years(Parse *p)
{
    bool written = p->school_year != p->context->school_year;
    uint32_t first = 0; /* the first span with a written year */
    while (first < p->n_spans && (!p->spans[first].dated || p->spans[first].whole_year)) first++;
    for (uint32_t i = first; i-- > 0 && !written && first < p->n_spans;) {
        Span *span = &p->spans[i], *next = &p->spans[i + 1];
        if (span->whole_year || next->whole_year) continue;
        give_year(span, term_begin_year(&next->a) - (span->a.m1 > next->a.m1));
        span->dated = true;
    }
    for (uint32_t i = 0; i < p->n_spans; i++) {
        Span *span = &p->spans[i];
        const Span *last = i > 0 ? &p->spans[i - 1] : NULL;
        if (span->a.year != 0) continue;
        if (last != NULL && last->dated && !last->whole_year && !written) {
            give_year(span, term_begin_year(&last->a) + (span->a.m1 < last->a.m1));
            span->dated = true;
        } else if (p->school_year != 0) give_year(span, listed_year_of(p, i));
    }
}
