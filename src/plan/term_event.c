/* Distances («в течение 10 дней после …») and events («до окончания ВПР», «в день проведения ВПР»). */
#include "plan/term_.h"

/* «после», «с момента», «со дня», «по итогам»: no distance yet. */
static bool is_bare(Str offset) { return str_eq(offset, STR("после")) || str_starts(offset, STR("по ")) || str_ends(offset, STR("с момента")) || str_ends(offset, STR("со дня")) || str_ends(offset, STR("с дня")); }

static void set_relative(Parse *p, Str offset, Str event)
{
    if (p->relative) { /* the first one stands; a distance and an event told apart are one: «после издания приказа, в течение 5 дней» */
        if (p->event.n > 0 && event.n == 0 && is_bare(p->offset)) p->offset = offset;
        else if (p->event.n == 0 && event.n > 0 && is_bare(offset)) p->event = term_nominative(p->arena, event);
        return;
    }
    p->relative = true;
    p->offset = offset;
    p->event = term_nominative(p->arena, event);
}

/* ---- distances ---- */
static bool is_unit(const Parse *p, uint32_t i)
{
    if (!term_kind(p, i, TOK_WORD)) return false;
    switch (term_tok(p, i)->word) {
    case W_HOUR: case W_DAY: case W_WEEK: case W_DECADE: case W_MONTHS: case W_QUARTER: case W_HALF: case W_YEAR: return true;
    default: return false;
    }
}

/* «3 рабочих дней», «месяца», «двух недель»: tokens. counted: a number stands there. */
static uint32_t distance(const Parse *p, uint32_t i, bool *counted)
{
    uint32_t n = 0, at = i;
    bool tenths;
    *counted = term_count(p, i, &n, &tenths) > 0;
    if (*counted) at += n;
    while (term_is(p, at, W_WORKING) || term_is(p, at, W_CALENDAR) || term_is(p, at, W_SCHOOL)) at++;
    if (!is_unit(p, at)) return 0;
    bool named = term_is(p, at, W_QUARTER) || term_is(p, at, W_HALF) || term_is(p, at, W_DECADE); /* «в течение 1 квартала» is the first one */
    if (term_is(p, at, W_YEAR) && !*counted && !(i > 0 && term_is(p, i - 1, W_THROUGH))) return 0;
    if (named && *counted) return 0;
    return at + 1 - i;
}

/* «3-дневный срок», «десятидневный срок», «недельный срок» */
static uint32_t adverb_distance(const Parse *p, uint32_t i)
{
    uint32_t at = i;
    bool tenths;
    uint32_t n;
    if (term_count(p, at, &n, &tenths) > 0) at += n;
    if (term_kind(p, at, TOK_DASH)) at++;
    const Tok *tok = term_tok(p, at);
    if (tok->kind != TOK_WORD) return 0;
    bool adverb = tok->word == W_ADVERB_DAYS || (tok->word == W_DAY && term_kind(p, at - 1, TOK_DASH)); /* «в 5-дн. срок» */
    static const char *const stems[] = { "дневн", "недельн", "месячн", "суточн", "годичн", "годов", "часов" }, *const ends[] = { "ый", "ой", "ого", "ом", "ому", "ым" };
    for (size_t k = 0; k < sizeof stems / sizeof *stems && tok->word == W_OTHER; k++)
        for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
            size_t n_end = strlen(ends[e]);
            adverb |= str_ends(tok->text, str_of(ends[e])) && str_ends(str_slice(tok->text, 0, tok->text.n - n_end), str_of(stems[k]));
        }
    return adverb && (term_is(p, at + 1, W_TERM) || term_is(p, at + 1, W_PERIOD)) ? at + 2 - i : 0;
}

static bool ends_clause(const Parse *p, uint32_t i)
{
    Period day;
    if (term_kind(p, i, TOK_COMMA)) return term_period(p, i + 1, &day) == 0; /* «до понедельника, 7 сентября» */
    return term_kind(p, i, TOK_END) || term_kind(p, i, TOK_SEMICOLON) || term_kind(p, i, TOK_CLOSE) || term_kind(p, i, TOK_OPEN) || term_is(p, i, W_THEN);
}

/* A day that is written out at i and ends its clause: «15 октября 2025 г.»; tokens, 0 for none. */
static uint32_t day_at(const Parse *p, uint32_t i)
{
    Period day;
    uint32_t n = term_period(p, i, &day);
    return n > 0 && day.m1 != 0 && day.d1 != 0 && day.d1 == day.d2 && ends_clause(p, i + n) ? n : 0;
}

/* «после», «со дня», «с момента», «до»: tokens; *before: what is counted lies before the event. */
static uint32_t joint(const Parse *p, uint32_t i, bool *before)
{
    *before = term_is(p, i, W_UNTIL) || term_is(p, i, W_BEFORE);
    if (*before || term_is(p, i, W_AFTER)) return 1;
    uint32_t next = i + term_kind(p, i, TOK_COMMA); /* «дня, следующего за днем экзамена» */
    if (term_is(p, next, W_WITH_NEXT) && term_is(p, next + 1, W_BEHIND)) return next + 2 + term_is(p, next + 2, W_DAY) - i;
    if ((term_is(p, i, W_FROM) || term_is(p, i, W_OF)) && (term_is(p, i + 1, W_DAY) || term_is(p, i + 1, W_MOMENT))) return 2;
    if (term_is(p, i, W_BY) && (term_is(p, i + 1, W_FINISH) || term_is(p, i + 1, W_RESULT) || term_is(p, i + 1, W_FACT))) return 1;
    return (term_is(p, i, W_FROM) && term_is(p, i + 1, W_BEGINNING)) || ((term_is(p, i, W_FROM) || term_is(p, i, W_OF)) && day_at(p, i + 1) > 0);
}

/* Words before a distance: how many. *alone: they need no event behind («не позднее 3 дней»); *behind: «за», which counts back from one. */
static uint32_t distance_prefix(const Parse *p, uint32_t i, bool *alone, bool *behind)
{
    *alone = true;
    *behind = false;
    uint32_t at = i;
    if (term_is(p, at, W_COURSE) || term_is(p, at, W_THROUGH)) return 1;
    if (term_is(p, at, W_BY) && term_is(p, at + 1, W_THROUGH)) return 2; /* «по истечении» */
    if (term_is(p, at, W_NOT) && (term_is(p, at + 1, W_LATER) || term_is(p, at + 1, W_EARLIER) || term_is(p, at + 1, W_LESS) || term_is(p, at + 1, W_MORE))) at += 2 + term_is(p, at + 2, W_THAN);
    *alone = at > i;
    Period unused;
    bool counted;
    if (at == i && term_is(p, at, W_UNTIL) && distance(p, at + 1, &counted) > 0 && counted && term_period(p, at + 1, &unused) == 0) return *alone = true, 1; /* «до трех рабочих дней» */
    if (term_is(p, at, W_BEHIND)) *behind = true, *alone = false;
    return at + (*behind || term_is(p, at, W_THROUGH) || term_is(p, at, W_IN)) - i;
}

static Str event_words(Parse *p, uint32_t *i);

/* «на второй день после проведения ВПР», «в первый рабочий день после каникул» */
static bool take_nth_day(Parse *p)
{
    uint32_t begin = p->i, n, at;
    bool before;
    if ((!term_is(p, begin, W_ON) && !term_is(p, begin, W_IN)) || term_ordinal(p, begin + 1, &n) <= 0) return false;
    at = begin + 1 + n + term_is(p, begin + 1 + n, W_WORKING);
    if (!term_is(p, at, W_DAY)) return false;
    uint32_t tail = joint(p, at + 1, &before), end = at + 1 + tail;
    if (tail == 0 || before) return false;
    Str event = event_words(p, &end);
    if (event.n == 0) return false;
    set_relative(p, term_plain_words(p, begin, at + 1), event);
    p->i = end;
    return true;
}

/* «первая неделя после каникул», «в последние 3 дня перед экзаменом»: days beside an event. */
static bool take_beside(Parse *p)
{
    uint32_t begin = p->i, i = begin + (term_is(p, begin, W_IN) || term_is(p, begin, W_ON)), n;
    TermEdge edge;
    bool some = (n = term_edge(p, i, &edge)) > 0 && edge.counted && (edge.unit == W_DAY || edge.unit == W_WEEK);
    int nth = some ? edge.count : term_ordinal(p, i, &n);
    bool week = !some && nth != 0 && (term_is(p, i, W_ORDINAL) || term_is(p, i, W_LAST)) && term_is(p, i + n, W_WEEK);
    if (!some && !week) return false;
    uint32_t at = i + n + week;
    bool after = term_is(p, at, W_AFTER), before = term_is(p, at, W_BEFORE) || term_is(p, at, W_UNTIL);
    if (!(nth > 0 ? after : before)) return false;
    uint32_t end = at + 1;
    Str event = event_words(p, &end);
    if (event.n == 0) return false;
    set_relative(p, term_plain_words(p, begin, at + 1), event);
    p->i = end;
    return true;
}

/* «до конца недели», «к концу рабочего дня», «до пятницы»: of the week that goes when it is said, and which that is the words do not tell. */
static bool take_running(Parse *p)
{
    uint32_t i = p->i;
    if (term_is(p, i, W_NOT) && term_is(p, i + 1, W_LATER)) i += 2 + term_is(p, i + 2, W_THAN);
    else if (term_is(p, i, W_UNTIL) || term_is(p, i, W_TO)) i++;
    else return false;
    bool edge = term_is(p, i, W_BEGINNING) || term_is(p, i, W_MIDDLE) || term_is(p, i, W_END) || term_is(p, i, W_FINISH), weekday = !edge && term_is(p, i, W_WEEKDAY), current = false;
    uint32_t day = i;
    for (i += edge || weekday; term_is(p, i, W_WORKING) || term_is(p, i, W_CURRENT) || term_is(p, i, W_WITH_NEXT) || (term_is(p, i, W_OTHER) && str_eq(term_tok(p, i)->text, STR("этой"))); i++) current |= !term_is(p, i, W_WORKING);
    bool unit = term_is(p, i, W_WEEK) || (edge && (term_is(p, i, W_DAY) || (current && term_is(p, i, W_MONTHS))));
    if (!(edge ? unit : weekday && (unit || !current))) return false;
    i += unit;
    if (!ends_clause(p, i)) return false;
    if (weekday && p->recur.freq == 'W') p->recur.weekdays = (uint8_t)(1 << term_tok(p, day)->value); /* «еженедельно, до пятницы» */
    else set_relative(p, term_plain_words(p, p->i, i), STR_EMPTY);
    p->i = i;
    return true;
}

/* «с 1 октября в течение двух месяцев»: the day that stands before is what it counts from, and no term of its own. */
static Str day_before(Parse *p)
{
    const Span *span = &p->spans[0];
    bool day = p->n_spans == 1 && span->from == SIDE_FIRST && span->to == SIDE_OPEN && !span->early && span->a.d1 != 0 && span->a.d1 == span->a.d2;
    uint32_t i = 0;
    while (day && i < p->i && term_tok(p, i)->at != span->at) i++;
    i += day && term_is(p, i, W_FROM);
    Period unused;
    uint32_t n = day ? term_period(p, i, &unused) : 0;
    if (n == 0) return STR_EMPTY;
    p->n_spans = 0;
    p->from_day = true;
    return term_words_at(p, i, n);
}

bool term_take_distance(Parse *p)
{
    if (take_nth_day(p) || take_beside(p) || take_running(p)) return true;
    uint32_t begin = p->i, end;
    bool alone, behind, counted, before;
    uint32_t n = distance_prefix(p, begin, &alone, &behind), unit = distance(p, begin + n, &counted);
    if (unit == 0 && (unit = adverb_distance(p, begin + n)) > 0) alone = true;
    if (unit == 0) return false;
    uint32_t at = begin + n + unit, tail = joint(p, at, &before);
    bool next_day = n == 0 && begin > 0 && term_is(p, begin - 1, W_WITH_NEXT);
    bool hours = n == 0 && term_is(p, at - 1, W_HOUR); /* «36 часов» of a course */
    bool whole = counted && !hours && (begin == p->first || term_is(p, begin - 1, W_TERM)) && term_kind(p, at, TOK_END); /* «5 рабочих дней» and no more */
    bool late_next = next_day && begin > 2 && term_is(p, begin - 2, W_LATER) && term_is(p, begin - 3, W_NOT) && term_is(p, at - 1, W_DAY); /* «не позднее следующего рабочего дня» */
    bool on_next = late_next || (next_day && begin > 1 && term_is(p, begin - 2, W_ON)), no_later = behind && n > 1; /* «не позднее чем за месяц» */
    if (tail == 0 && !on_next && !no_later && ((!alone && !whole) || next_day)) return false;
    if (tail == 0 && !counted && !on_next && !no_later && !term_is(p, begin, W_COURSE) && !term_is(p, begin + n - 1, W_THROUGH) && adverb_distance(p, begin + n) == 0) return false; /* «не позднее месяца» of what? */
    if (tail > 0 && n == 0 && !counted && !next_day && adverb_distance(p, begin) == 0) return false;                                                    /* «день до …» */
    uint32_t n_known = 0;
    Str event = tail > 0 ? term_known_name(p, at + tail, &n_known) : STR_EMPTY;
    if (n_known == 0 && term_is(p, at + tail, W_DAY) && tail == 1 && before) return false;
    bool in = begin > 0 && term_is(p, begin - 1, W_IN) && (term_is(p, begin, W_COURSE) || n == 0); /* «в течение», «в 3-дневный срок» */
    Str offset = term_plain_words(p, begin - in, at);
    if (!counted && term_is(p, at - 1, W_DAY) && term_is(p, at + term_kind(p, at, TOK_COMMA), W_WITH_NEXT)) offset = STR("не позднее следующего дня");
    if (next_day && !term_is(p, at - 1, W_DAY)) offset = term_plain_words(p, begin - 2, at); /* «на следующей неделе» */
    else if (next_day) offset = term_is(p, begin, W_WORKING) ? (late_next ? STR("не позднее следующего рабочего дня") : STR("на следующий рабочий день")) : late_next ? STR("не позднее следующего дня") : STR("на следующий день");
    if (tail > 0 && before && !behind) offset = arena_printf(p->arena, "%.*s до", STR_ARG(offset));
    p->i = at + tail;
    if (tail > 0 && n_known == 0 && (n_known = day_at(p, p->i)) > 0) {
        event = term_words_at(p, p->i, n_known);
        p->from_day = term_is(p, at, W_FROM) && tail == 1;
    }
    if (tail > 0 && n_known == 0) event = term_phrase(p, p->i, &end), p->i = end;
    else if (tail == 0 && term_is(p, begin, W_COURSE)) event = day_before(p);
    p->i += n_known;
    set_relative(p, offset, event);
    return true;
}

static bool names_procedure(const Parse *p, uint32_t i)
{
    while (term_is(p, i, W_SET) || (term_tok(p, i)->kind == TOK_WORD && term_tok(p, i)->word == W_WITH_NEXT)) i++;
    return term_is(p, i, W_CONDUCT) || term_is(p, i, W_NAMED);
}

static bool has_named(const Parse *p, uint32_t i, uint32_t end)
{
    for (; i < end; i++)
        if (term_is(p, i, W_NAMED)) return true;
    return false;
}

/* «последней неделе четверти» */
static Str cut_part(Parse *p, uint32_t i, uint32_t *n)
{
    uint32_t n_cut, n_part = 0;
    Str cut = term_cut_words(p, i, &n_cut), part = n_cut > 0 ? term_school_part(p, i + n_cut, &n_part) : STR_EMPTY;
    *n = n_part > 0 ? n_cut + n_part : 0;
    return *n > 0 ? term_school_edge(p, cut.at, part) : STR_EMPTY;
}

static Str event_words(Parse *p, uint32_t *i)
{
    uint32_t n, end;
    Str part = term_known_name(p, *i, &n);
    if (n == 0) part = cut_part(p, *i, &n);
    if (n == 0) part = term_school_part(p, *i, &n);
    if (n == 0 && (n = day_at(p, *i)) > 0) part = term_words_at(p, *i, n);
    if (n > 0) return *i += n, part;
    part = term_phrase(p, *i, &end);
    *i = end;
    return part;
}

/* «в день проведения ВПР», «в период ГИА», «в ходе анализа»: within an event; a procedure has a schedule. */
static bool take_within(Parse *p, uint32_t i)
{
    bool day = term_is(p, i, W_DAY), period = term_is(p, i, W_PERIOD), during = term_is(p, i, W_DURING), at = term_is(p, i, W_AT), course = term_is(p, i, W_COURSE);
    if (!day && !period && !during && !at && !course) return false;
    if (day && (i == 0 || !(term_is(p, i - 1, W_IN) || term_is(p, i - 1, W_ANY)))) return false;
    if (course && (term_is(p, i + 1, W_PERIOD) || term_is(p, i + 1, W_WHOLE))) return false;
    Period unused;
    bool named = names_procedure(p, i + 1), verbal = named || str_ends(term_tok(p, i + 1)->text, STR("нии")) || str_ends(term_tok(p, i + 1)->text, STR("тии")) || str_ends(term_tok(p, i + 1)->text, STR("ции")) || str_ends(term_tok(p, i + 1)->text, STR("овке"));
    if (at && !verbal) return false; /* «при директоре» */
    if (term_period(p, i + 1, &unused) > 0) return false;
    if (term_is(p, i + 1, W_SET) || term_is(p, i + 1, W_SCHEDULE)) return false; /* «в любой день указанного в графике периода» */
    bool point = day && (term_is(p, i + 1, W_FINISH) || term_is(p, i + 1, W_BEGINNING)) && term_goes_on(p, i + 2); /* «в день окончания экзамена» */
    if (!named && !point && !term_goes_on(p, i + 1) && !(term_is(p, i + 1, W_CURRENT) || term_is(p, i + 1, W_SEASON_ADJ) || term_is(p, i + 1, W_HOLIDAYS) || term_is_fourth(p, i + 1))) return false;
    uint32_t from = i + 1, end = from, n;
    Str part = term_school_part(p, from, &n);
    if (n > 0) {
        term_set_schedule(p, part);
        end = from + n;
    } else if (named) {
        Str words = term_nominative(p->arena, term_phrase_short(p, from, &end));
        if (day || period) words = term_phrase_short(p, from, &end);
        term_set_schedule(p, day ? arena_printf(p->arena, "день %.*s", STR_ARG(words)) : period ? arena_printf(p->arena, "период %.*s", STR_ARG(words)) : words);
    } else {
        Str words = term_phrase(p, from, &end);
        set_relative(p, term_plain_words(p, i > 0 && term_is(p, i - 1, W_IN) ? i - 1 : i, from), words);
    }
    bool times = (day && str_starts(term_tok(p, i)->text, STR("дни"))) || (during && str_starts(term_tok(p, i)->text, STR("врем")));
    p->within |= n > 0 || period || times || ((day || during) && has_named(p, from, end)); /* «еженедельно в день проведения совещания» names no one event */
    p->i = end;
    return end > from;
}

bool term_take_event(Parse *p)
{
    uint32_t i = p->i, begin = i;
    if (take_within(p, i)) return true;
    i += term_is(p, i, W_AT_ONCE);
    Str offset;
    uint32_t from;
    if (term_is(p, i, W_BY) && (term_is(p, i + 1, W_RESULT) || term_is(p, i + 1, W_FINISH) || term_is(p, i + 1, W_FACT))) {
        if (term_take_school_parts(p, i + 2, term_is(p, i + 1, W_RESULT) ? "итоги" : "конец")) return true;
        offset = term_plain_words(p, begin, i + 2), from = i + 2;
    } else if (term_is(p, i, W_AFTER) || term_is(p, i, W_UNTIL) || term_is(p, i, W_BEFORE) || term_is(p, i, W_EVE) || (term_is(p, i, W_TO) && term_tok(p, i + 1)->kind == TOK_WORD)) {
        uint32_t both = term_is(p, i, W_UNTIL) && term_is(p, i + 1, W_AND) && term_is(p, i + 2, W_AFTER) ? 2 : 0; /* «до и после ВПР» */
        offset = term_plain_words(p, begin, i + both + 1), from = i + both + 1;
    } else if (term_is(p, i, W_FROM) && (term_is(p, i + 1, W_DAY) || term_is(p, i + 1, W_MOMENT))) offset = term_plain_words(p, begin, i + 2), from = i + 2;
    else return false;
    if (term_tok(p, from)->kind != TOK_WORD && offset.n == 0) return false;
    bool amount = term_is(p, i, W_UNTIL) && term_kind(p, from, TOK_NUMBER) && !term_tok(p, from)->ordinal && !term_is_fourth(p, from + 1); /* «от 5 до 10 человек», «до 80 %» */
    bool between = term_is(p, i, W_UNTIL) && i >= 2 && term_is(p, i - 2, W_OF) && term_is(p, i - 1, W_ORDINAL); /* «от первого до третьего уровня» */
    if (amount || between) return false;
    Str event = event_words(p, &from);
    if (event.n == 0 && (from == i + 1 || term_is(p, i, W_UNTIL))) return false;
    set_relative(p, offset, event);
    p->i = from;
    return true;
}
