/* What a deadline waits for: distances («в течение 10 дней после …»), events («до окончания ВПР»), schedules («по плану ЛОИРО», «осенние каникулы»), and words without a time («по мере необходимости»). */
#include "plan/term_.h"

/* Whether a clause begins at i: behind a comma it ends the words of an anchor. */
static bool goes_on(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    return tok->kind == TOK_WORD && (tok->word == W_OTHER || tok->word == W_SET || tok->word == W_NAMED || tok->word == W_CONDUCT || tok->word == W_SCHEDULE || tok->word == W_WITH_NEXT);
}

/* A day or a month with its preposition: «в октябре», «15.10.2020», not «от 14.10.2020» or «на октябрь», which belong to the words before them. */
static bool is_period_start(const Parse *p, uint32_t i)
{
    Period unused;
    uint32_t at = i + (term_is(p, i, W_IN) || term_is(p, i, W_FROM) || term_is(p, i, W_UNTIL) || term_is(p, i, W_BY));
    if (i > 0 && at == i && (term_is(p, i - 1, W_OF) || term_is(p, i - 1, W_ON))) return false;
    if (!term_is(p, at, W_MONTH) && !term_kind(p, at, TOK_DATE) && !term_kind(p, at, TOK_NUMBER)) return false;
    uint32_t n = term_period(p, at, &unused);
    return n > 0 && (unused.m2 - unused.m1 + 12) % 12 != 11; /* a year belongs to the name: «график ВПР 2021 года» */
}

static bool ends_phrase(const Parse *p, uint32_t i, uint32_t begin, bool keeps_days)
{
    const Tok *tok = term_tok(p, i);
    if (tok->kind == TOK_END || tok->kind == TOK_SEMICOLON || tok->kind == TOK_CLOSE) return true;
    if (tok->kind == TOK_COMMA || tok->kind == TOK_OPEN || tok->kind == TOK_COLON) return !goes_on(p, i + 1);
    if (tok->kind == TOK_WORD && (tok->word == W_THEN || tok->word == W_BUT || tok->word == W_FREQUENT || tok->word == W_ALWAYS)) return true;
    if (tok->kind == TOK_WORD && tok->word == W_NOT && (term_is(p, i + 1, W_LATER) || term_is(p, i + 1, W_EARLIER) || term_is(p, i + 1, W_SELDOM))) return true;
    if (tok->kind == TOK_WORD && (tok->word == W_IN || tok->word == W_COURSE) && term_is(p, i + (tok->word == W_IN), W_COURSE)) return true;
    if (i > begin && term_tok(p, i - 1)->dot && term_tok(p, i - 1)->text.n > 6 && !goes_on(p, i)) return true; /* a sentence ends */
    return i > begin && !keeps_days && is_period_start(p, i);
}

static Str phrase(Parse *p, uint32_t begin, uint32_t *end, bool keeps_days)
{
    uint32_t i = begin;
    int depth = 0;
    for (; i < p->lex->n_toks; i++) {
        bool closes = depth > 0 && term_kind(p, i, TOK_CLOSE);
        if (!closes && ends_phrase(p, i, begin, keeps_days)) break;
        depth += term_kind(p, i, TOK_OPEN) - closes;
        p->kept[i] = true;
    }
    *end = i;
    size_t from = term_tok(p, begin)->at, to = term_tok(p, i)->at;
    Str words = i > begin ? str_slice(p->lex->source, from, to) : STR_EMPTY;
    for (bool cut = true; cut;) {
        words = str_trim(words);
        cut = false;
        for (const char *const *tail = (const char *const[]){ ".", ",", ";", ":", "-", "–", "—", "(", NULL }; *tail != NULL && !cut; tail++) {
            cut = str_ends(words, str_of(*tail));
            if (cut) words.n -= strlen(*tail);
        }
    }
    return words;
}

Str term_phrase(Parse *p, uint32_t i, uint32_t *end) { return phrase(p, i, end, true); }

/* From token begin up to token end: the words of an offset, in small letters and single spaces. */
static Str plain_words(const Parse *p, uint32_t begin, uint32_t end)
{
    Str out = STR_EMPTY;
    for (uint32_t i = begin; i < end; i++) {
        const Tok *tok = term_tok(p, i);
        Str one = tok->kind == TOK_WORD && tok->text.n > 0 ? tok->text : str_slice(p->lex->source, tok->at, tok->end);
        bool tight = tok->kind == TOK_DASH || tok->kind == TOK_CLOSE || (i > begin && (term_kind(p, i - 1, TOK_DASH) || term_kind(p, i - 1, TOK_OPEN)));
        if (tok->kind == TOK_DASH) one = term_kind(p, i + 1, TOK_NUMBER) ? STR("–") : STR("-");
        out = i == begin ? one : arena_printf(p->arena, "%.*s%s%.*s", STR_ARG(out), tight ? "" : " ", STR_ARG(one));
    }
    return out;
}

/* Several schedules are all waited for: «осенние каникулы; весенние каникулы». */
static void set_schedule(Parse *p, Str name)
{
    if (p->schedule.n == 0) p->schedule = name;
    else if (str_find(p->schedule, name) == SIZE_MAX) p->schedule = arena_printf(p->arena, "%.*s; %.*s", STR_ARG(p->schedule), STR_ARG(name));
}

static void set_relative(Parse *p, Str offset, Str event)
{
    if (p->relative) return; /* the first one stands */
    p->relative = true;
    p->offset = offset;
    p->event = term_nominative(p->arena, event);
}

/* ---- distances ---- */
static bool is_unit(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    return tok->kind == TOK_WORD && (tok->word == W_DAY || tok->word == W_WEEK || tok->word == W_MONTHS || tok->word == W_HOUR || tok->word == W_QUARTER || tok->word == W_HALF || tok->word == W_DECADE || tok->word == W_YEAR);
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
    if (term_is(p, at, W_YEAR) && !*counted) return 0;
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
    bool adverb = tok->word == W_ADVERB_DAYS;
    for (const char *const *tail = (const char *const[]){ "дневный", "дневного", "дневном", "недельный", "недельного", "месячный", "месячного", NULL }; *tail != NULL && tok->word == W_OTHER; tail++) adverb |= str_ends(tok->text, str_of(*tail));
    return adverb && term_is(p, at + 1, W_TERM) ? at + 2 - i : 0;
}

/* «после», «со дня», «с момента», «до»: tokens; *before: what is counted lies before the event. */
static uint32_t joint(const Parse *p, uint32_t i, bool *before)
{
    *before = term_is(p, i, W_UNTIL) || term_is(p, i, W_BEFORE);
    if (*before || term_is(p, i, W_AFTER)) return 1;
    if ((term_is(p, i, W_FROM) || term_is(p, i, W_OF)) && (term_is(p, i + 1, W_DAY) || term_is(p, i + 1, W_MOMENT))) return 2;
    if (term_is(p, i, W_BY) && (term_is(p, i + 1, W_FINISH) || term_is(p, i + 1, W_RESULT) || term_is(p, i + 1, W_FACT))) return 1;
    return term_is(p, i, W_FROM) && term_is(p, i + 1, W_BEGINNING);
}

/* Words before a distance: how many; *must: what tells that it is a distance at all. */
static uint32_t distance_prefix(const Parse *p, uint32_t i, bool *alone, bool *behind)
{
    *alone = true;
    *behind = false;
    uint32_t at = i;
    if (term_is(p, at, W_COURSE) || term_is(p, at, W_THROUGH)) return 1;
    if (term_is(p, at, W_NOT) && (term_is(p, at + 1, W_LATER) || term_is(p, at + 1, W_EARLIER) || term_is(p, at + 1, W_LESS) || term_is(p, at + 1, W_MORE))) at += 2 + term_is(p, at + 2, W_THAN);
    *alone = at > i;
    if (term_is(p, at, W_BEHIND)) *behind = true, *alone = false;
    return at + (*behind || term_is(p, at, W_THROUGH) || term_is(p, at, W_IN)) - i;
}

bool term_take_distance(Parse *p)
{
    uint32_t begin = p->i, end;
    bool alone, behind, counted, before;
    uint32_t n = distance_prefix(p, begin, &alone, &behind), unit = distance(p, begin + n, &counted);
    if (unit == 0 && (unit = adverb_distance(p, begin + n)) > 0) alone = true;
    if (unit == 0) return false;
    uint32_t at = begin + n + unit, tail = joint(p, at, &before);
    bool next_day = n == 0 && begin > 0 && term_is(p, begin - 1, W_WITH_NEXT);
    if (tail == 0 && (!alone || next_day)) return false;
    if (tail == 0 && !counted && !term_is(p, begin, W_COURSE) && !term_is(p, begin, W_THROUGH) && adverb_distance(p, begin + n) == 0) return false; /* «не позднее месяца» of what? */
    if (tail > 0 && n == 0 && !counted && !next_day) return false;                                                    /* «день до …» */
    if (term_is(p, at + tail, W_DAY) && tail == 1 && before) return false;
    bool in = begin > 0 && term_is(p, begin - 1, W_IN) && (term_is(p, begin, W_COURSE) || n == 0); /* «в течение», «в 3-дневный срок» */
    Str offset = plain_words(p, begin - in, at), event = STR_EMPTY;
    if (next_day) offset = STR("на следующий день");
    if (tail > 0 && before && !behind) offset = arena_printf(p->arena, "%.*s до", STR_ARG(offset));
    p->i = at + tail;
    if (tail > 0) event = term_phrase(p, p->i, &end), p->i = end;
    set_relative(p, offset, event);
    return true;
}

/* ---- events ---- */
static bool is_quarter_word(const Parse *p, uint32_t i) { return term_is(p, i, W_FOURTH) || term_is(p, i, W_THIRD); }

/* «[1] четверти», «осенних каникул» and their like at i: their name; tokens in *n, 0 for none. */
static Str school_part(Parse *p, uint32_t i, uint32_t *n)
{
    uint32_t at = i, words;
    *n = 0;
    uint32_t next = at + 1;
    while (term_is(p, at, W_SEASON_ADJ) && (term_kind(p, next, TOK_COMMA) || term_is(p, next, W_AND)) && term_is(p, next + 1, W_SEASON_ADJ)) next += 2; /* «осенние, весенние каникулы»: one by one */
    if (term_is(p, at, W_SEASON_ADJ) && term_is(p, next, W_HOLIDAYS)) {
        *n = next > at + 1 ? 1 : 2;
        return str_of(term_season_holidays(term_tok(p, at)->value));
    }
    if (term_is(p, at, W_HOLIDAYS)) {
        uint32_t season = at + 1 + term_kind(p, at + 1, TOK_OPEN);
        if (term_is(p, season, W_SEASON_ADJ) && !term_is(p, season + 1, W_HOLIDAYS)) { /* «каникулы (осенние)» */
            *n = season + 1 - at;
            return str_of(term_season_holidays(term_tok(p, season)->value));
        }
        *n = 1 + (term_tok(p, at)->value == 1); /* «каникулярное время» */
        return STR("каникулы");
    }
    bool current = term_is(p, at, W_CURRENT);
    if (current && term_is(p, at + 1, W_SCHOOL) && term_is(p, at + 2, W_PERIOD)) return *n = 3, STR("текущий учебный период");
    if (current) at++;
    Str number = STR_EMPTY;
    if (!current && term_ordinal(p, at, &words) > 0) {
        int value = term_ordinal(p, at, &words);
        at += words;
        number = arena_printf(p->arena, "%d ", value);
        if (term_kind(p, at, TOK_DASH) && term_ordinal(p, at + 1, &words) > value) {
            number = arena_printf(p->arena, "%d–%d ", value, term_ordinal(p, at + 1, &words));
            at += 1 + words;
        }
    } else if (!current && term_is(p, at, W_LAST)) at++, number = STR("последняя ");
    at += number.n > 0 && term_is(p, at, W_SCHOOL); /* «3-я учебная четверть» */
    bool half = number.n == 0 && term_is(p, at, W_HALF);
    if (!is_quarter_word(p, at) && !half) return STR_EMPTY;
    const char *name = half ? "полугодие" : term_is(p, at, W_FOURTH) ? "четверть" : "триместр";
    bool feminine = term_is(p, at, W_FOURTH);
    if (str_eq(number, STR("последняя ")) && !feminine) number = STR("последний ");
    const char *now = !current ? "" : feminine ? "текущая " : half ? "текущее " : "текущий ";
    at++;
    const char *also = "";
    if (term_kind(p, at, TOK_SLASH) && is_quarter_word(p, at + 1)) also = term_is(p, at + 1, W_FOURTH) ? "/четверть" : "/триместр", at += 2;
    *n = at - i;
    return arena_printf(p->arena, "%.*s%s%s%s", STR_ARG(number), now, name, also);
}

/* «каникулы 2021 года», «1 четверть 2020-2021 учебного года»: the year behind a school's part. */
static uint32_t school_part_year(Parse *p, uint32_t i)
{
    Period year;
    uint32_t n = term_kind(p, i, TOK_NUMBER) || term_is(p, i, W_SCHOOL) || term_is(p, i, W_CURRENT) ? term_period(p, i, &year) : 0;
    if (n == 0 || (year.m2 - year.m1 + 12) % 12 != 11) return 0;
    if (year.school && year.year != 0) p->school_year = year.year - 1;
    return n;
}

/* Of the name of a quarter, for «конец четверти»: only the noun changes. */
static Str edge_of(Parse *p, const char *edge, Str name)
{
    static const struct { const char *plain, *of; } forms[] = { { "четверть", "четверти" }, { "триместр", "триместра" }, { "полугодие", "полугодия" }, { "каникулы", "каникул" } };
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        if (!str_ends(name, str_of(forms[k].plain))) continue;
        Str head = str_slice(name, 0, name.n - strlen(forms[k].plain));
        const char *season = "";
        if (k == 3 && head.n > 4) season = "их ", head.n -= strlen("ие "); /* «осенние» → «осенних» */
        if (str_starts(head, STR("текущ"))) season = k == 0 ? "ей " : "его ", head = STR("текущ");
        if (str_starts(head, STR("последн"))) season = k == 0 ? "ей " : "его ", head = STR("последн");
        return arena_printf(p->arena, "%s %.*s%s%s", edge, STR_ARG(head), season, forms[k].of);
    }
    return arena_printf(p->arena, "%s %.*s", edge, STR_ARG(name));
}

static bool names_procedure(const Parse *p, uint32_t i)
{
    while (term_is(p, i, W_SET) || (term_tok(p, i)->kind == TOK_WORD && term_tok(p, i)->word == W_WITH_NEXT)) i++;
    return term_is(p, i, W_CONDUCT) || term_is(p, i, W_NAMED);
}

static Str event_words(Parse *p, uint32_t *i)
{
    uint32_t n, end;
    Str part = school_part(p, *i, &n);
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
    if (term_period(p, i + 1, &unused) > 0) return false;
    if (term_is(p, i + 1, W_SET)) return false; /* «в любой день указанного в графике периода» */
    bool named = names_procedure(p, i + 1);
    if (!named && !goes_on(p, i + 1) && !(term_is(p, i + 1, W_CURRENT) || term_is(p, i + 1, W_SEASON_ADJ) || term_is(p, i + 1, W_HOLIDAYS) || is_quarter_word(p, i + 1))) return false;
    uint32_t from = i + 1, end = from, n;
    Str part = school_part(p, from, &n);
    if (n > 0) {
        set_schedule(p, part);
        end = from + n;
    } else if (named) {
        Str words = term_nominative(p->arena, phrase(p, from, &end, false));
        if (day || period) words = phrase(p, from, &end, false);
        set_schedule(p, day ? arena_printf(p->arena, "день %.*s", STR_ARG(words)) : period ? arena_printf(p->arena, "период %.*s", STR_ARG(words)) : words);
    } else {
        Str words = term_phrase(p, from, &end);
        set_relative(p, plain_words(p, i > 0 && term_is(p, i - 1, W_IN) ? i - 1 : i, from), words);
    }
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
        uint32_t n;
        Str part = school_part(p, i + 2, &n);
        if (n > 0) {
            set_schedule(p, edge_of(p, term_is(p, i + 1, W_RESULT) ? "итоги" : "конец", part));
            p->i = i + 2 + n;
            return true;
        }
        offset = plain_words(p, begin, i + 2), from = i + 2;
    } else if (term_is(p, i, W_AFTER) || term_is(p, i, W_UNTIL) || term_is(p, i, W_BEFORE) || term_is(p, i, W_EVE) || (term_is(p, i, W_TO) && term_tok(p, i + 1)->kind == TOK_WORD)) {
        offset = plain_words(p, begin, i + 1), from = i + 1;
    } else if (term_is(p, i, W_FROM) && (term_is(p, i + 1, W_DAY) || term_is(p, i + 1, W_MOMENT))) offset = plain_words(p, begin, i + 2), from = i + 2;
    else return false;
    if (term_tok(p, from)->kind != TOK_WORD && offset.n == 0) return false;
    Str event = event_words(p, &from);
    if (from == i + 1 && event.n == 0) return false;
    set_relative(p, offset, event);
    p->i = from;
    return true;
}

/* ---- schedules ---- */
static bool is_adjective(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    if (tok->kind != TOK_WORD) return false;
    if (tok->word == W_SET || tok->word == W_SCHOOL || tok->word == W_CALENDAR || tok->word == W_CURRENT || tok->word == W_NEW || tok->word == W_WORKING || tok->word == W_FREQUENT || tok->word == W_ADVERB_DAYS) return true;
    for (const char *const *tail = (const char *const[]){ "ому", "ему", "ым", "им", "ой", "ей", "ыми", "ими", "ого", "его", NULL }; *tail != NULL && tok->word == W_OTHER; tail++)
        if (str_ends(tok->text, str_of(*tail)) && tok->text.n > 8) return true;
    return false;
}

static Str schedule_name(Parse *p, uint32_t adjectives, uint32_t noun, uint32_t *end)
{
    const Tok *tok = term_tok(p, noun);
    Str head = str_of(tok->word == W_TERM ? "сроки" : term_schedule_noun(tok->value)), before = STR_EMPTY;
    uint32_t from = noun + 1;
    if (term_kind(p, from, TOK_DASH) && term_is(p, from + 1, W_SCHEDULE)) { /* план-график */
        head = arena_printf(p->arena, "%.*s-%s", STR_ARG(head), term_schedule_noun(term_tok(p, from + 1)->value));
        from += 2;
    } else if (str_eq(head, STR("дорожная карта"))) from++;
    for (uint32_t i = adjectives; i < noun; i++) {
        Str one = term_nominative(p->arena, arena_printf(p->arena, "%.*s %.*s", STR_ARG(term_tok(p, i)->text), STR_ARG(head)));
        one = str_slice(one, 0, one.n - head.n - 1);
        before = before.n == 0 ? arena_printf(p->arena, "%.*s ", STR_ARG(one)) : arena_printf(p->arena, "%.*s%.*s ", STR_ARG(before), STR_ARG(one));
        p->kept[i] = true;
    }
    Str rest = phrase(p, from, end, false);
    bool comma = term_kind(p, from, TOK_COMMA) && *end > from;
    if (str_ends(rest, STR("периода")) && noun >= 2 && term_is(p, noun - 2, W_SET)) rest = str_trim(str_slice(rest, 0, rest.n - strlen("периода"))); /* «любой день указанного в графике … периода» */
    return arena_printf(p->arena, "%.*s%.*s%s%.*s", STR_ARG(before), STR_ARG(head), rest.n == 0 || comma ? "" : " ", STR_ARG(rest));
}

/* «график», «план» and the like with adjectives before them at i. */
static bool noun_at(const Parse *p, uint32_t i, bool named, uint32_t *noun)
{
    uint32_t at = i;
    while (at < i + 4 && is_adjective(p, at)) at++;
    *noun = at;
    if (term_is(p, at, W_SCHEDULE)) return named || term_tok(p, at)->value < TERM_OPEN_SCHEDULES;
    return named && term_is(p, at, W_TERM) && (term_tok(p, at)->value == 2 || at > i);
}

/* «в сроки, установленные Рособрнадзором», «в установленные сроки», «в срок, установленный графиком» */
static bool take_set_term(Parse *p, uint32_t i)
{
    uint32_t end, noun = i + term_is(p, i, W_SET);
    if (!term_is(p, noun, W_TERM)) return false;
    uint32_t next = noun + 1 + term_kind(p, noun + 1, TOK_COMMA);
    bool set = noun > i || (term_is(p, next, W_SET) && term_tok(p, next)->text.n > 0) || term_is(p, next, W_CONDUCT);
    if (!set) return false;
    Str rest = phrase(p, noun + 1, &end, false);
    for (uint32_t k = i; k <= noun; k++) p->kept[k] = true;
    const char *head = term_tok(p, noun)->value == 2 ? "сроки" : "срок";
    Str before = noun == i ? STR_EMPTY : arena_printf(p->arena, "%.*s ", STR_ARG(term_tok(p, i)->text)); /* «в установленные сроки» is as the nominative */
    bool comma = term_kind(p, noun + 1, TOK_COMMA) && rest.n > 0;
    if (comma) rest = arena_printf(p->arena, ", %.*s", STR_ARG(str_trim(str_slice(rest, str_starts(rest, STR(",")), rest.n))));
    set_schedule(p, arena_printf(p->arena, "%.*s%s%s%.*s", STR_ARG(before), head, rest.n == 0 || comma ? "" : " ", STR_ARG(rest)));
    p->i = end;
    return true;
}

bool term_take_schedule(Parse *p)
{
    uint32_t i = p->i, noun, end, n;
    bool edge = term_is(p, i, W_END) || term_is(p, i, W_BEGINNING) || term_is(p, i, W_FINISH) || term_is(p, i, W_RESULT) || term_is(p, i, W_MIDDLE);
    Str part = school_part(p, i + edge, &n);
    if (n > 0) {
        set_schedule(p, edge ? edge_of(p, term_is(p, i, W_BEGINNING) ? "начало" : term_is(p, i, W_MIDDLE) ? "середина" : term_is(p, i, W_RESULT) ? "итоги" : "конец", part) : part);
        p->i = i + edge + n;
        p->i += school_part_year(p, p->i);
        return true;
    }
    if (take_set_term(p, i)) return true;
    bool accord = term_is(p, i, W_ACCORD), according = term_is(p, i, W_ACCORDING), by = term_is(p, i, W_BY);
    uint32_t from = i + (accord || according || by) + (accord && term_is(p, i + 1, W_FROM));
    if (noun_at(p, from, from > i, &noun)) set_schedule(p, schedule_name(p, from, noun, &end));
    else if (accord || according) set_schedule(p, phrase(p, from, &end, false));
    else return false;
    p->i = end;
    return true;
}

/* «по мере необходимости», «по согласованию с ЛОИРО», «при необходимости», «по запросу ОО» */
bool term_take_no_time(Parse *p)
{
    uint32_t i = p->i, end;
    if (!term_is(p, i, W_BY) && !term_is(p, i, W_AT)) return false;
    if (!term_is(p, i + 1, W_MEASURE) && !term_is(p, i + 1, W_NO_TIME) && !term_is(p, i + 1, W_REQUEST)) return false;
    phrase(p, i, &end, false);
    p->i = end;
    return p->none = true;
}
