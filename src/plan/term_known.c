/* Events that the school year itself knows: «I полугодие», «окончание учебного года». */
#include "plan/term_.h"

#include "base/date.h"

enum { LAST_MONTH = 5, HALF_DAYS = 155 }; /* the last month of lessons: «после окончания учебного года» is from 1 June everywhere here; no half is longer */

/* Its first and last day. A school's half, or the school year where that word stands: «год» alone may be the calendar's. */
static bool days_of(const Parse *p, uint32_t i, Window *out)
{
    Period period;
    bool school = false;
    for (uint32_t k = i; k < p->lex->n_toks; k++) school |= term_is(p, k, W_SCHOOL) || term_is(p, k, W_HALF);
    uint32_t n = term_period(p, i, &period);
    if (!school || n == 0 || i + n != p->lex->n_toks || !period.school || period.bad || period.m1 == 0 || period.d1 != 0 || period.last_weeks != 0) return false;
    int last_month = period.m2 == 8 ? LAST_MONTH : period.m2;
    int last_year = period.year != 0 ? period.year : p->school_year + (period.m2 < 9), first_year = last_year - (period.m1 > period.m2);
    *out = (Window){ date_of(first_year, period.m1, 1), date_of(last_year, last_month, date_month_days(last_year, last_month)) };
    return true;
}

bool term_known_event(const Parse *of, Str anchor, Window *out)
{
    bool school = false;
    for (uint32_t i = 0; i < of->lex->n_toks; i++) school |= term_is(of, i, W_SCHOOL) || term_is(of, i, W_HALF); /* nearly no event has them: nothing is read twice */
    if (!school || of->school_year == 0 || term_by_calendar(of) || anchor.n == 0 || anchor.n > LIMIT_TERM_BYTES) return false;
    Lex lex;
    Parse p = { .lex = &lex, .context = of->context, .arena = of->arena, .school_year = of->school_year };
    term_lex(anchor, of->arena, &lex);
    if (lex.over) return false;
    bool begins = term_is(&p, 0, W_BEGINNING), ends = term_is(&p, 0, W_FINISH) || term_is(&p, 0, W_END) || term_is(&p, 0, W_RESULT);
    if (!days_of(&p, begins || ends, out)) return false;
    if (begins && out->to - out->from > HALF_DAYS) return false; /* «за 3 месяца до начала учебного года» may well be the next one */
    if (begins) out->to = out->from;
    if (ends) out->from = out->to;
    return true;
}
