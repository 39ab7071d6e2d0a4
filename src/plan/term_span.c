/* Periods with their bounds: «с 11 апреля по 16 мая», «до ноября», «1–5, 10–15 октября», «01-05.09.2023», «I и III кварталы». */
#include "plan/term_.h"

Span *term_add_span(Parse *p, Period a, Period b, SpanSide from, SpanSide to)
{
    if (p->n_spans == TERM_SPANS) p->n_spans--; /* over the ceiling the last gives way: nobody writes so many */
    Span *span = &p->spans[p->n_spans++];
    *span = (Span){ .a = a, .b = b, .from = from, .to = to, .in_brackets = p->depth > 0 };
    return span;
}

bool term_close_span(Parse *p, Span *span, uint32_t begin, uint32_t end)
{
    if (term_is(p, end, W_INCLUSIVE)) {
        if (span->to == SIDE_BEFORE || span->to == SIDE_FIRST) span->to = SIDE_LAST;
        end++;
    }
    if (span->a.year != 0 || span->b.year != 0) p->leading_year = 0;
    else span->b.year = (int16_t)p->leading_year;
    span->at = term_tok(p, begin)->at;
    span->end = term_tok(p, end > begin ? end - 1 : begin)->end;
    p->i = end;
    return true;
}

bool term_is_day_number(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    if (tok->kind == TOK_WORD && tok->word == W_ORDINAL) return str_ends(tok->text, STR("го")) || str_ends(tok->text, STR("ое")) || str_ends(tok->text, STR("ье")) || str_ends(tok->text, STR("му")) || str_ends(tok->text, STR("ым")) || str_ends(tok->text, STR("им"));
    return tok->kind == TOK_NUMBER && tok->digits <= 2 && !tok->tenths;
}

Period term_day_only(const Parse *p, uint32_t i)
{
    int day = term_tok(p, i)->value;
    return (Period){ .d1 = (int16_t)day, .d2 = (int16_t)day, .bad = day < 1 || day > 31 };
}

/* «10-12.2020»: the month before the dash has its year behind it. */
static bool month_number(const Parse *p, uint32_t i, uint32_t end, Period *out)
{
    const Tok *first = term_tok(p, i), *last = term_tok(p, end);
    if (last->kind != TOK_DATE || last->day != 0 || first->kind != TOK_NUMBER) return false;
    *out = (Period){ .m1 = first->value, .m2 = first->value, .year = (int16_t)(last->year - (first->value > last->month)), .bad = first->value < 1 || first->value > 12 };
    if (out->bad) out->m1 = out->m2 = 1;
    return true;
}

/* A period, or a day whose month comes with the end of its range: «с 1 по 15 сентября». */
static uint32_t range_start(const Parse *p, uint32_t i, Period *out)
{
    uint32_t n = term_period(p, i, out);
    if (n > 0 || !term_is_day_number(p, i)) return n;
    int8_t said = 0;
    uint32_t joint = i + 1 + term_is(p, i + 1, W_DATE_OF);
    joint += term_said_weekday(p, joint, &said);
    Period end;
    if (!term_is(p, joint, W_BY) && !term_is(p, joint, W_UNTIL) && !term_kind(p, joint, TOK_DASH)) return 0;
    if (term_period(p, joint + 1, &end) == 0 || end.m1 == 0) return 0;
    if (month_number(p, i, joint + 1, out)) return joint - i;
    *out = term_day_only(p, i);
    out->said = said;
    return joint - i;
}

/* How a bound that stands before its period ends: «до ноября» before its first day, «до 15 мая», «до конца мая» on the last. */
static SpanSide until_side(const Parse *p, uint32_t i, const Period *period)
{
    bool part_end = term_is(p, i, W_END) || term_is(p, i, W_MIDDLE) || term_is(p, i, W_FINISH);
    bool one_day = (period->d1 != 0 && period->d1 == period->d2) || period->nth != 0;
    return part_end || one_day ? SIDE_LAST : SIDE_BEFORE;
}

/* «середины мая» as a bound is the fifteenth. */
static void middle_bound(const Parse *p, uint32_t i, Period *period)
{
    if (term_is(p, i, W_MIDDLE) && period->d1 == 11 && period->d2 == 20) period->d1 = period->d2 = 15;
}

/* «до конца учебного года»: its last day, not May's. */
static void school_year_bound(const Parse *p, uint32_t i, Period *period)
{
    bool ends = term_is(p, i, W_END) || term_is(p, i, W_FINISH), half = term_is(p, i + 2, W_HALF) || term_is(p, i + 3, W_HALF);
    if (ends && !half && period->school && period->m1 == 5) period->m2 = 8, period->last_days = 0;
}

/* What follows the beginning of a range: «по», «до», a dash; 0 for no range. */
static uint32_t range_end(const Parse *p, uint32_t i, bool words, Period *b, SpanSide *side)
{
    bool until = words && term_is(p, i, W_UNTIL), by = term_is(p, i, W_BY), dash = term_kind(p, i, TOK_DASH);
    if (!until && !by && !dash) return 0;
    uint32_t at = i + 1;
    if (dash && (term_is(p, at, W_BY) || term_is(p, at, W_UNTIL))) until = term_is(p, at, W_UNTIL), at++;
    uint32_t n = term_period(p, at, b);
    if (n == 0) return 0;
    *side = until ? until_side(p, at, b) : SIDE_LAST;
    middle_bound(p, at, b);
    if (until) school_year_bound(p, at, b);
    return at + n - i;
}

/* «[не ранее] 15 и не позднее 25 мая» */
static bool take_not_before(Parse *p, uint32_t begin, uint32_t i)
{
    uint32_t late = i + 1 + (term_is(p, i + 1, W_AND) || term_kind(p, i + 1, TOK_COMMA) || term_is(p, i + 1, W_BUT));
    if (!term_is_day_number(p, i) || !term_is(p, late, W_NOT) || !term_is(p, late + 1, W_LATER)) return false;
    Period b;
    uint32_t at = late + 2 + term_is(p, late + 2, W_THAN), n = term_period(p, at, &b);
    return n > 0 && b.m1 != 0 && term_close_span(p, term_add_span(p, term_day_only(p, i), b, SIDE_FIRST, SIDE_LAST), begin, at + n);
}

/* «с 1 сентября [по …]», «начиная с …», «не ранее …», «от … до …», «после 20 мая» */
static bool take_from(Parse *p, uint32_t begin)
{
    uint32_t i = begin;
    bool after = term_is(p, i, W_AFTER), of = term_is(p, i, W_OF), early = term_is(p, i, W_NOT) && term_is(p, i + 1, W_EARLIER);
    if (term_is(p, i, W_STARTING)) i++;
    if (early) i += 2 + term_is(p, i + 2, W_THAN);
    else if (term_is(p, i, W_FROM) || after || of) i++;
    else if (i == begin) return false;
    Period a, b;
    uint32_t n = range_start(p, i, &a);
    if (n > 0) middle_bound(p, i, &a);
    if (n == 0) return early && take_not_before(p, begin, i);
    SpanSide side;
    uint32_t more = after ? 0 : range_end(p, i + n, true, &b, &side);
    if (a.m1 == 0 && more == 0) return false;
    Span *span;
    if (more > 0) span = term_add_span(p, a, b, SIDE_FIRST, side);
    else if (of) span = term_add_span(p, a, a, SIDE_FIRST, SIDE_LAST); /* «от 1.09.2022»: the day of a document */
    else span = term_add_span(p, a, a, after ? SIDE_AFTER : SIDE_FIRST, SIDE_OPEN), span->early = early;
    return term_close_span(p, span, begin, i + n + more);
}

/* «накануне 1 октября»: the day before */
static bool take_eve(Parse *p, uint32_t begin)
{
    Period day;
    uint32_t n = term_is(p, begin, W_EVE) ? term_period(p, begin + 1, &day) : 0;
    return n > 0 && term_close_span(p, term_add_span(p, day, day, SIDE_BEFORE, SIDE_BEFORE), begin, begin + 1 + n);
}

static bool take_days(Parse *p, uint32_t begin);

/* «до 1 и 15 марта» */
static bool take_days_until(Parse *p, uint32_t i)
{
    uint32_t before = p->n_spans;
    if (!take_days(p, i)) return false;
    for (; before < p->n_spans; before++) p->spans[before].from = SIDE_OPEN;
    return true;
}

/* «до …», «не позднее …», «к …», «по …», «перед …» */
static bool take_until(Parse *p, uint32_t begin)
{
    uint32_t i = begin;
    bool late = term_is(p, i, W_NOT) && term_is(p, i + 1, W_LATER), until = term_is(p, i, W_UNTIL), to = term_is(p, i, W_TO), before = term_is(p, i, W_BEFORE), by = term_is(p, i, W_BY);
    if (late) i += 2 + term_is(p, i + 2, W_THAN);
    else if (until || to || before || by) i++;
    else return false;
    if (late && (term_is(p, i, W_UNTIL) || term_is(p, i, W_BY))) i++; /* «не позднее до 15 мая» */
    Period b;
    bool finish = until && term_is(p, i, W_FINISH) && term_year_word(p, i + 1) > 0, ends = term_is(p, i, W_END) || term_is(p, i, W_FINISH) || term_is(p, i, W_MIDDLE); /* «до окончания учебного года» */
    uint32_t n = term_period(p, i + finish, &b) + finish;
    if (n == finish) return (until || late || to) && take_days_until(p, i);
    bool start = late && term_is(p, i, W_BEGINNING) && b.m1 == b.m2 && b.d1 == 0; /* «не позднее начала учебного года»: its first day */
    SpanSide side = start ? SIDE_FIRST : finish || late || by || (before && ends) ? SIDE_LAST : before ? SIDE_BEFORE : until ? until_side(p, i, &b) : ends ? SIDE_LAST : SIDE_FIRST;
    middle_bound(p, i, &b);
    if (until || (!to && term_is(p, i, W_END))) school_year_bound(p, i, &b);
    if (term_is(p, i, W_MONTH) && term_kind(p, i + n, TOK_DASH) && term_is(p, i + n + 1, W_MONTH)) n += 1 + term_period(p, i + n + 1, &b), side = SIDE_LAST; /* «до июля–августа» */
    bool at_end = by && term_is(p, i, W_FINISH); /* «по окончании полугодия»: when it ends */
    Span *span = term_add_span(p, b, b, at_end ? SIDE_FIRST : SIDE_OPEN, side);
    span->late = late;
    return term_close_span(p, span, begin, i + n);
}

/* «начало: 01.10.2020, окончание: 31.10.2020» */
static bool take_ends(Parse *p, uint32_t begin)
{
    uint32_t i = begin + 1;
    Period a, b;
    if (!term_is(p, begin, W_BEGINNING)) return false;
    i += term_kind(p, i, TOK_COLON) || term_kind(p, i, TOK_DASH);
    uint32_t n = term_period(p, i, &a);
    if (n == 0 || a.d1 == 0 || a.d1 != a.d2) return false;
    i += n;
    i += term_is_separator(p, i);
    if (!term_is(p, i, W_FINISH) && !term_is(p, i, W_END)) return false;
    i++;
    i += term_kind(p, i, TOK_COLON) || term_kind(p, i, TOK_DASH);
    n = term_period(p, i, &b);
    return n > 0 && term_close_span(p, term_add_span(p, a, b, SIDE_FIRST, SIDE_LAST), begin, i + n);
}

/* «между 1 и 15 мая» */
static bool take_between(Parse *p, uint32_t begin)
{
    if (!term_is(p, begin, W_BETWEEN)) return false;
    Period a, b;
    uint32_t i = begin + 1, n = term_period(p, i, &a);
    if (n == 0 && term_is_day_number(p, i)) a = term_day_only(p, i), n = 1;
    if (n == 0 || !term_is(p, i + n, W_AND)) return false;
    uint32_t more = term_period(p, i + n + 1, &b);
    if (more == 0) return false;
    return term_close_span(p, term_add_span(p, a, b, SIDE_FIRST, SIDE_LAST), begin, i + n + 1 + more);
}

bool term_is_separator(const Parse *p, uint32_t i) { return term_kind(p, i, TOK_COMMA) || term_kind(p, i, TOK_SEMICOLON) || term_kind(p, i, TOK_SLASH) || term_is(p, i, W_AND); }

/* «15, 17 и 20 сентября», «1–5, 10–15 октября», «с 1 по 5 и с 10 по 15 октября», «01-05.09.2023»: days that share the month behind them. */
static bool take_days(Parse *p, uint32_t begin)
{
    enum { MOST = 31 };
    uint32_t from[MOST], to[MOST], n = 0, i = begin, taken = 0;
    Period last = { 0 };
    bool pair = false; /* the last stands behind a dash */
    int8_t said = 0;
    for (; n < MOST; n++) {
        bool words = n > 0 && term_is(p, i, W_FROM) && !term_is(p, i - 1, W_FROM);
        i += words;
        if (n > 0 && !words && (taken = term_period(p, i, &last)) > 0) break; /* «… и 20 сентября» */
        if (!term_is_day_number(p, i)) return false;
        said = 0;
        from[n] = to[n] = i++;
        i += term_said_weekday(p, i, &said); /* «13 (понедельник) – 17 (пятница) октября» */
        if (term_kind(p, i, TOK_DASH) || (term_is(p, i, W_BY) && (words || (n == 0 && begin > 0 && term_is(p, begin - 1, W_FROM))))) {
            if ((taken = term_period(p, i + 1, &last)) > 0) {
                i++;
                pair = true;
                break;
            }
            if (!term_is_day_number(p, i + 1)) return false;
            to[n] = i + 1;
            i += 2;
        }
        i += term_is(p, i, W_DATE_OF);
        if (!term_is_separator(p, i)) return false;
        i++;
    }
    Period unused;
    bool months = taken > 0 && month_number(p, begin, i, &unused); /* «9, 10, 12.2020»; «09-10.2020, 2021» is no list */
    if (taken == 0 || n == MOST || last.m1 == 0 || (!months && (last.d1 == 0 || last.d1 != last.d2))) return false;
    for (uint32_t k = 0; k < n && months; k++) {
        Period a, b;
        month_number(p, from[k], i, &a), month_number(p, to[k], i, &b);
        term_close_span(p, term_add_span(p, a, b, SIDE_FIRST, SIDE_LAST), from[k], to[k] + 1);
    }
    for (uint32_t k = 0; k < n && !months; k++) {
        Period a = term_day_only(p, from[k]), b = term_day_only(p, to[k]);
        a.m1 = a.m2 = b.m1 = b.m2 = last.m1;
        a.year = b.year = last.year;
        b.bad |= last.bad;
        term_close_span(p, term_add_span(p, a, b, SIDE_FIRST, SIDE_LAST), from[k], to[k] + 1);
    }
    Period a = pair ? term_day_only(p, from[n]) : last;
    if (pair) a.said = said;
    if (pair && months) month_number(p, from[n], i, &a);
    return term_close_span(p, term_add_span(p, a, last, SIDE_FIRST, SIDE_LAST), pair ? from[n] : i, i + taken);
}

/* «I и III кварталы», «1–2 неделя октября», «1, 2 декада марта»: numbers that share the unit behind them. */
static bool take_numbered(Parse *p, uint32_t begin)
{
    enum { MOST = 8 };
    int first[MOST], last[MOST];
    uint32_t i = begin, n = 0, words, taken = 0;
    for (; n < MOST; n++) {
        first[n] = last[n] = term_ordinal(p, i, &words);
        if (first[n] <= 0) return false;
        i += words;
        if (term_kind(p, i, TOK_DASH) && (last[n] = term_ordinal(p, i + 1, &words)) > first[n]) i += 1 + words;
        else last[n] = first[n];
        if (!term_is_separator(p, i)) break;
        i++;
    }
    if (n == MOST || (n == 0 && first[0] == last[0])) return false;
    Period a[MOST], b[MOST];
    for (uint32_t k = 0; k <= n; k++) {
        taken = term_numbered_period(p, i, first[k], &a[k]);
        if (taken == 0 || term_numbered_period(p, i, last[k], &b[k]) == 0) return false;
    }
    for (uint32_t k = 0; k <= n; k++) term_close_span(p, term_add_span(p, a[k], b[k], SIDE_FIRST, SIDE_LAST), begin, i + taken);
    return true;
}

/* Whether a month, or a colon or a dash and a month or a day, without a year stand at i: what stood before is their year. */
static bool leads(const Parse *p, uint32_t i)
{
    Period next;
    bool mark = term_kind(p, i, TOK_COLON) || term_kind(p, i, TOK_DASH), month = term_is(p, i, W_MONTH); /* «2020 г. сентябрь» */
    uint32_t words, unit = term_ordinal(p, i, &words) > 0 ? i + words : i, numbers = i + mark;
    while (mark && term_ordinal(p, numbers, &words) > 0 && (term_kind(p, numbers + words, TOK_DASH) || term_is_separator(p, numbers + words))) numbers += words + 1;
    if (numbers > i + mark && term_ordinal(p, numbers, &words) > 0 && term_numbered_period(p, numbers + words, 1, &next) > 0) return next.year == 0; /* «2026 год – III–IV кварталы» */
    month |= unit > i && (term_is(p, unit, W_QUARTER) || term_is(p, unit, W_HALF)); /* «2020 г. 4 кв.» */
    return (mark || month) && term_period(p, i + mark, &next) > 0 && next.year == 0 && (next.m2 - next.m1 + 12) % 12 != 11;
}

/* A month in the genitive behind a comma shares what stood before the last one: «последняя среда сентября, ноября», «до 15 января, апреля, июля». part: the token of the part, if it is one. */
static bool take_shared(Parse *p, uint32_t part)
{
    uint32_t month = p->i + 1;
    Str text = term_tok(p, month)->text;
    if (!term_is_separator(p, p->i) || !term_is(p, month, W_MONTH) || !(str_ends(text, STR("я")) || str_ends(text, STR("а")))) return false;
    const Span before = p->spans[p->n_spans - 1];
    Period base, out;
    uint32_t n = term_period(p, month, &base);
    if (n == 0 || p->n_spans == TERM_SPANS) return false;
    bool day = before.b.d1 != 0 && before.b.d1 == before.b.d2 && before.b.nth == 0;
    out = base;
    if (day) out.d1 = out.d2 = before.b.d1;
    else if (term_part_of(p, part, &base, &out) == 0) return false;
    return term_close_span(p, term_add_span(p, out, out, before.from, before.to), month, month + n);
}

/* «до 15 января, 15 апреля»: a day behind the comma has the bound of the one before it. */
static void share_bound(Parse *p, uint32_t begin)
{
    if (p->n_spans < 2 || begin == 0 || !term_is_separator(p, begin - 1)) return;
    Span *span = &p->spans[p->n_spans - 1];
    const Span *before = span - 1;
    bool days = before->b.d1 != 0 && before->b.d1 == before->b.d2 && span->a.d1 != 0 && span->a.d1 == span->b.d2 && span->a.m1 == span->b.m2;
    if (days && before->from == SIDE_OPEN && before->to == SIDE_LAST && before->in_brackets == span->in_brackets) span->from = SIDE_OPEN;
}

/* One more year of the span before it: «апрель-май 2021, 2022 и 2023 гг.» */
static bool take_more_year(Parse *p)
{
    Span before = p->spans[p->n_spans - 1];
    const Tok *year = term_tok(p, p->i + 1);
    uint32_t end = p->i + 2, word = term_year_word(p, end);
    bool closed = word > 0 || term_kind(p, end, TOK_END) || term_kind(p, end, TOK_CLOSE) || term_is_separator(p, end);
    bool number = year->kind == TOK_NUMBER && year->digits == 4 && !year->ordinal, dated = before.b.year != 0 && (before.b.m2 - before.a.m1 + 12) % 12 != 11;
    if (leads(p, end + word) || term_kind(p, p->i, TOK_SEMICOLON)) return false; /* «…; 2021 год: март» */
    if (!term_is_separator(p, p->i) || !number || !closed || !dated || year->value <= before.b.year || p->n_spans == TERM_SPANS) return false;
    int later = year->value - before.b.year;
    before.b.year = year->value;
    if (before.a.year != 0) before.a.year = (int16_t)(before.a.year + later);
    return term_close_span(p, term_add_span(p, before.a, before.b, before.from, before.to), p->i + 1, end + word);
}

/* «за октябрь и ноябрь – до 5 декабря», «на март – до 15 февраля»; the period is the last of the spans. */
static bool is_about(const Parse *p, uint32_t begin, const Period *period)
{
    if (begin == 0) return false;
    bool listed = p->n_spans > 1 && p->spans[p->n_spans - 2].about && term_is_separator(p, begin - 1);
    return listed || term_is(p, begin - 1, W_BEHIND) || (term_is(p, begin - 1, W_ON) && period->d1 == 0);
}

/* «сентябрь – октябрь», «15.09–20.10.2023», one period alone. */
static bool take_plain(Parse *p, uint32_t begin)
{
    Period a, b;
    uint32_t n = term_period(p, begin, &a);
    if (n == 0 || (!term_is(p, begin, W_MONTH) && a.school && a.year == 0 && a.m1 == 9 && a.m2 == 8)) return false; /* «учебный год» alone is term_take_whole's */
    bool year = (a.m2 - a.m1 + 12) % 12 == 11;
    uint32_t lead = begin + n + (term_kind(p, begin + n, TOK_COMMA) && p->n_spans == 0); /* «2020 г., сентябрь» */
    if (year && !a.school && leads(p, lead)) { /* «2020 год: сентябрь, октябрь» */
        p->leading_year = a.year;
        p->i = lead + (term_kind(p, lead, TOK_COLON) || term_kind(p, lead, TOK_DASH));
        return true;
    }
    SpanSide side = SIDE_LAST;
    Span *span = term_add_span(p, a, a, SIDE_FIRST, SIDE_LAST);
    uint32_t end = begin + n, more;
    bool about = is_about(p, begin, &a);
    span->about = about;
    while (!(year && leads(p, end)) && !(about && term_kind(p, end, TOK_DASH) && term_is(p, end + 1, W_UNTIL)) && (more = range_end(p, end, false, &b, &side)) > 0) { /* «сентябрь – октябрь – ноябрь» */
        span->b = b;
        span->to = side;
        end += more;
    }
    span->whole_year = end == begin + n && a.school && a.m1 == 9 && a.m2 == 8;
    if (span->whole_year && !a.bad) p->school_year = a.year - 1;
    term_close_span(p, span, begin, end);
    if (end == begin + n) share_bound(p, begin);
    return true;
}

bool term_take_span(Parse *p)
{
    uint32_t begin = p->i;
    if (term_take_unsaid(p)) return true;
    if (p->n_spans > 0 && begin > 0 && (take_more_year(p) || take_shared(p, p->part))) return true;
    p->part = begin;
    return take_ends(p, begin) || take_eve(p, begin) || take_from(p, begin) || take_until(p, begin) || take_between(p, begin) || take_days(p, begin) || take_numbered(p, begin) || term_take_refinement(p, begin) || take_plain(p, begin);
}
