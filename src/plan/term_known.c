/* Events whose days need no schedule: those of the calendar («День учителя», data/school_days.tsv) and of the school year («I полугодие», «окончание учебного года»). */
#include "plan/term_.h"

#include "base/date.h"

/* ---- days of the calendar ---- */

static bool leads_day(const Tok *tok)
{
    static const char *const stems[] = { "международн", "всемирн", "всероссийск", "общероссийск", "празднован", "праздник" };
    for (size_t k = 0; k < sizeof stems / sizeof *stems; k++)
        if (tok->kind == TOK_WORD && str_starts(tok->text, str_of(stems[k]))) return true;
    return false;
}

/* The words of a name at i; tokens, 0 for none. */
static uint32_t words_of(const Parse *p, uint32_t i, const TermKnownDay *day)
{
    uint32_t at = i;
    for (Str rest = str_of(day->folded); rest.n > 0; at++) {
        size_t space = str_find(rest, STR(" ")), n = space == SIZE_MAX ? rest.n : space;
        bool is_day = at == i && term_is(p, at, W_DAY) && str_starts(rest, STR("день"));
        if (!is_day && (!term_kind(p, at, TOK_WORD) || !term_same_word(term_tok(p, at)->text, str_slice(rest, 0, n)))) return 0;
        rest = str_slice(rest, n + (space != SIZE_MAX), rest.n);
    }
    return at - i;
}

Str term_known_name(Parse *p, uint32_t i, uint32_t *n)
{
    enum { MOST_BEHIND = 4 };
    uint32_t at = i, taken = 0;
    *n = 0;
    while (at < i + 2 && leads_day(term_tok(p, at))) at++;
    if (!term_is(p, at, W_DAY) && !term_is(p, at, W_LAST) && !str_starts(term_tok(p, at)->text, STR("выпускн"))) return STR_EMPTY;
    for (uint32_t k = 0; k < n_term_known_days; k++) {
        if ((taken = words_of(p, at, &term_known_days[k])) == 0) continue;
        at += taken;
        for (uint32_t end = at + MOST_BEHIND; at < end && (term_is(p, at, W_OTHER) || (term_is(p, at, W_AND) && term_is(p, at + 1, W_OTHER)));) at++; /* «… Российской Федерации», «… и культуры» */
        uint32_t words = term_year_word(p, at + 1);
        if (term_kind(p, at, TOK_NUMBER) && term_tok(p, at)->digits == 4 && words > 0) p->known_year = term_tok(p, at)->value, at += 1 + words;
        *n = at - i;
        return str_of(term_known_days[k].name);
    }
    return STR_EMPTY;
}

enum { AUGUST = 8 };

static bool known_day(const Parse *p, Str name, Window *out)
{
    for (uint32_t k = 0; k < n_term_known_days; k++) {
        const TermKnownDay *known = &term_known_days[k];
        if (known->month == 0 || !str_eq(name, str_of(known->name))) continue;
        bool second = known->month < AUGUST || term_by_calendar(p);
        if (p->known_year == 0 && p->school_year == 0) return false;
        int32_t day = term_day_of_month(p->known_year != 0 ? p->known_year : p->school_year + second, known->month, known->number, known->weekday);
        *out = (Window){ day, day };
        return true;
    }
    return false;
}

/* ---- parts of the school year ---- */

enum { LAST_MONTH = 5, HALF_DAYS = 155 }; /* the last month of lessons: «после окончания учебного года» is from 1 June everywhere here; no half is longer */

/* Its first and last day. A school's half, or the school year where that word stands: «год» alone may be the calendar's. */
static bool days_of(const Parse *p, uint32_t i, Window *out)
{
    Period period;
    bool school = false;
    for (uint32_t k = i; k < p->lex->n_toks; k++) school |= term_is(p, k, W_SCHOOL) || term_is(p, k, W_HALF);
    uint32_t n = term_period(p, i, &period);
    if (!school || n == 0 || i + n != p->lex->n_toks || !period.school || period.bad || period.m1 == 0 || period.d1 != 0 || period.last_days != 0) return false;
    int last_month = period.m2 == 8 ? LAST_MONTH : period.m2;
    int last_year = period.year != 0 ? period.year : p->school_year + (period.m2 < 9), first_year = last_year - (period.m1 > period.m2);
    *out = (Window){ date_of(first_year, period.m1, 1), date_of(last_year, last_month, date_month_days(last_year, last_month)) };
    return true;
}

/* ---- days that are written ---- */

/* «15 октября 2025 г.», «31.10.2025», «октябрь», and not a word more. */
static bool written_day(Parse *of, Str anchor, Window *out)
{
    Lex lex;
    Parse p = { .lex = &lex, .context = of->context, .arena = of->arena, .school_year = of->school_year };
    Period day;
    term_lex(anchor, of->school_year, of->arena, &lex);
    uint32_t n = lex.over ? 0 : term_period(&p, 0, &day);
    if (n == 0 || n != lex.n_toks || (day.m2 - day.m1 + 12) % 12 == 11) return false;
    Span *span = term_add_span(&p, day, day, SIDE_FIRST, SIDE_LAST);
    term_close_span(&p, span, 0, n);
    span->dated = day.year != 0;
    term_give_years(&p);
    term_resolve(&p, span);
    for (uint32_t i = 0; i < p.n_warnings; i++) term_warn(of, p.warnings[i]);
    *out = span->days;
    return span->resolved;
}

bool term_known_event(Parse *of, Str anchor, Window *out)
{
    bool school = false, day = false;
    if (known_day(of, anchor, out)) return true;
    if (anchor.n == 0 || anchor.n > LIMIT_TERM_BYTES) return false;
    for (uint32_t i = 0; i < of->lex->n_toks; i++) day |= term_is(of, i, W_MONTH) || term_kind(of, i, TOK_DATE);
    if (day && written_day(of, anchor, out)) return true;
    for (uint32_t i = 0; i < of->lex->n_toks; i++) school |= term_is(of, i, W_SCHOOL) || term_is(of, i, W_HALF); /* nearly no event has them: nothing is read twice */
    if (!school || of->school_year == 0 || term_by_calendar(of)) return false;
    Lex lex;
    Parse p = { .lex = &lex, .context = of->context, .arena = of->arena, .school_year = of->school_year };
    term_lex(anchor, of->school_year, of->arena, &lex);
    if (lex.over) return false;
    bool begins = term_is(&p, 0, W_BEGINNING), ends = term_is(&p, 0, W_FINISH) || term_is(&p, 0, W_END) || term_is(&p, 0, W_RESULT);
    if (!days_of(&p, begins || ends, out)) return false;
    if (begins && out->to - out->from > HALF_DAYS) return false; /* «за 3 месяца до начала учебного года» may well be the next one */
    if (begins) out->to = out->from;
    if (ends) out->from = out->to;
    return true;
}
