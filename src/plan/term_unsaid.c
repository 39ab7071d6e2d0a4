/* What can be read two ways is said to the reader, never guessed. */
#include "plan/term_.h"

/* «I–II 2021 г.»: of what, nobody knows. It is said and not guessed. */
static bool take_unsaid(Parse *p, uint32_t begin)
{
    uint32_t i = begin;
    while (term_is(p, i, W_OTHER) && term_tok(p, i)->roman > 0 && (term_kind(p, i + 1, TOK_DASH) || term_kind(p, i + 1, TOK_COMMA) || term_is(p, i + 1, W_AND)) && term_tok(p, i + 2)->roman > 0) i += 2;
    const Tok *last = term_tok(p, i), *year = term_tok(p, i + 1);
    if (!term_is(p, i, W_OTHER) || last->roman == 0 || last->text.at[0] == (char)0xD0 || year->kind != TOK_NUMBER || year->digits != 4) return false;
    p->i = i + 2 + term_year_word(p, i + 2);
    Str words = str_slice(p->lex->source, term_tok(p, begin)->at, year->end);
    term_warn(p, arena_printf(p->arena, "«%.*s»: не сказано чего — месяц, квартал или полугодие.", STR_ARG(words)));
    return true;
}

static bool is_lone_digit(const Parse *p, uint32_t i) { return term_kind(p, i, TOK_NUMBER) && term_tok(p, i)->digits == 1 && !term_tok(p, i)->ordinal && !term_tok(p, i)->dot; }

/* «1 5 октября»: the fifteenth, or the first and the fifth. */
static bool take_torn_day(Parse *p, uint32_t begin)
{
    Period unused;
    bool days = is_lone_digit(p, begin + 1) && term_is(p, begin + 2, W_MONTH), date = term_kind(p, begin + 1, TOK_DATE) && term_tok(p, begin + 1)->day < 10 && term_tok(p, begin + 1)->year == 0; /* «2 5 . 1 0» */
    if (!is_lone_digit(p, begin) || term_tok(p, begin)->value > 3 || !(days || date)) return false;
    p->i = begin + 1 + term_period(p, begin + 1, &unused);
    while (date && (term_kind(p, p->i, TOK_NUMBER) || term_kind(p, p->i, TOK_DATE))) p->i++;
    Str words = str_slice(p->lex->source, term_tok(p, begin)->at, term_tok(p, p->i - 1)->end);
    term_warn(p, arena_printf(p->arena, "«%.*s»: одно это число или два, не понять.", STR_ARG(words)));
    return true;
}

/* «в декабре прошлого года»: of the document's day nobody knows, and so of the year. */
static bool take_past(Parse *p, uint32_t begin)
{
    Period period;
    uint32_t n = term_period(p, begin, &period), k = begin;
    bool school = false; /* the school year before is known by the document's */
    for (uint32_t at = begin; at < begin + n; at++) school |= term_is(p, at, W_SCHOOL);
    while (k < begin + n && !term_is(p, k, W_PAST)) k++;
    if (n == 0 || school || k == begin + n || period.year != 0) return false;
    p->i = begin + n;
    Str words = str_slice(p->lex->source, term_tok(p, begin)->at, term_tok(p, begin + n - 1)->end);
    term_warn(p, arena_printf(p->arena, "«%.*s»: какой это год, не сказано.", STR_ARG(words)));
    return true;
}

bool term_take_unsaid(Parse *p) { return take_unsaid(p, p->i) || take_torn_day(p, p->i) || (p->has_past && take_past(p, p->i)); }
