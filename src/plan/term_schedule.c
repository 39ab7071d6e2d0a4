/* Schedules to wait for («по плану ЛОИРО», «осенние каникулы», «конец четверти») and words without a time («по мере необходимости»). */
#include "plan/term_.h"

bool term_is_fourth(const Parse *p, uint32_t i) { return term_is(p, i, W_FOURTH) || term_is(p, i, W_THIRD); }

/* «[1] четверти», «осенних каникул» and their like at i: their name; tokens in *n, 0 for none. */
Str term_school_part(Parse *p, uint32_t i, uint32_t *n)
{
    uint32_t at = i, words;
    *n = 0;
    at += term_is(p, at + 1, W_HOLIDAYS) && str_starts(term_tok(p, at)->text, STR("школьн"));
    uint32_t next = at + 1;
    while (term_is(p, at, W_SEASON_ADJ) && (term_kind(p, next, TOK_COMMA) || term_is(p, next, W_AND)) && term_is(p, next + 1, W_SEASON_ADJ)) next += 2; /* «осенние, весенние каникулы»: one by one */
    if (term_is(p, at, W_SEASON_ADJ) && term_is(p, next, W_HOLIDAYS)) {
        *n = (next > at + 1 ? 1 : 2) + at - i;
        return str_of(term_season_holidays(term_tok(p, at)->value));
    }
    if (term_is(p, at, W_HOLIDAYS)) {
        uint32_t season = at + 1 + term_kind(p, at + 1, TOK_OPEN);
        if (term_is(p, season, W_SEASON_ADJ) && !term_is(p, season + 1, W_HOLIDAYS)) { /* «каникулы (осенние)» */
            *n = season + 1 - at;
            return str_of(term_season_holidays(term_tok(p, season)->value));
        }
        *n = at + 1 + (term_tok(p, at)->value == 1) - i; /* «каникулярное время» */
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
        bool to = i > 0 && (term_is(p, i - 1, W_FROM) || term_is(p, i - 1, W_OF)); /* «с 1 [четверти] по 3 четверть» */
        uint32_t joint = at + (to && term_is_fourth(p, at));
        to = to && (term_is(p, joint, W_BY) || term_is(p, joint, W_UNTIL)) && term_ordinal(p, joint + 1, &words) > value && term_is_fourth(p, joint + 1 + words);
        if (to) at = joint;
        if ((to || term_kind(p, at, TOK_DASH)) && term_ordinal(p, at + 1, &words) > value) {
            number = arena_printf(p->arena, "%d–%d ", value, term_ordinal(p, at + 1, &words));
            at += 1 + words;
        }
        uint32_t noun = at;
        while ((term_is(p, noun, W_AND) || term_kind(p, noun, TOK_COMMA)) && term_ordinal(p, noun + 1, &words) > 0) noun += 1 + words; /* «1, 3 четверть»: one by one */
        if (noun > at && term_is_fourth(p, noun)) {
            *n = at - i;
            return arena_printf(p->arena, "%.*s%s", STR_ARG(number), term_is(p, noun, W_FOURTH) ? "четверть" : "триместр");
        }
    } else if (!current && term_is(p, at, W_LAST)) at++, number = STR("последняя ");
    at += term_is(p, at, W_SCHOOL) && term_is_fourth(p, at + 1); /* «3-я учебная четверть» */
    bool half = number.n == 0 && term_is(p, at, W_HALF);
    if (!term_is_fourth(p, at) && !half) return STR_EMPTY;
    const char *name = half ? "полугодие" : term_is(p, at, W_FOURTH) ? "четверть" : "триместр";
    bool feminine = term_is(p, at, W_FOURTH);
    if (str_eq(number, STR("последняя ")) && !feminine) number = STR("последний ");
    const char *now = !current ? "" : feminine ? "текущая " : half ? "текущее " : "текущий ";
    at++;
    const char *also = "";
    if (term_kind(p, at, TOK_SLASH) && term_is_fourth(p, at + 1)) also = term_is(p, at + 1, W_FOURTH) ? "/четверть" : "/триместр", at += 2;
    *n = at - i;
    return arena_printf(p->arena, "%.*s%s%s%s", STR_ARG(number), now, name, also);
}

/* «каникулы 2021 года», «1 четверть 2020-2021 учебного года»: the year behind a school's part. */
static uint32_t school_part_year(Parse *p, uint32_t i)
{
    Period year;
    uint32_t n = term_kind(p, i, TOK_NUMBER) || term_is(p, i, W_SCHOOL) || term_is(p, i, W_CURRENT) ? term_period(p, i, &year) : 0;
    if (n == 0 || (year.m2 - year.m1 + 12) % 12 != 11) return 0;
    if (year.school && year.year != 0 && !year.bad) p->school_year = year.year - 1;
    return n;
}

/* Of the name of a quarter, for «конец четверти»: only the noun changes. */
Str term_school_edge(Parse *p, const char *edge, Str name)
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

static bool is_adjective(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    if (tok->kind != TOK_WORD) return false;
    switch (tok->word) {
    case W_SET: case W_SCHOOL: case W_CALENDAR: case W_CURRENT: case W_NEW: case W_WORKING: case W_FREQUENT: case W_ADVERB_DAYS: return true;
    default: break;
    }
    for (const char *const *tail = (const char *const[]){ "ому", "ему", "ым", "им", "ой", "ей", "ыми", "ими", "ого", "его", NULL }; *tail != NULL && tok->word == W_OTHER; tail++)
        if (str_ends(tok->text, str_of(*tail)) && tok->text.n > 8) return true;
    return false;
}

/* The participle behind a comma belongs to the head: «график, утвержденному приказом» → «график, утвержденный приказом». */
static Str participle_plain(Parse *p, Str rest, Str head)
{
    size_t comma = str_find(rest, STR(", ")), from = comma + 2, end = from;
    if (comma == SIZE_MAX) return rest;
    while (end < rest.n && rest.at[end] != ' ') end++;
    Str word = str_slice(rest, from, end), plain = term_nominative(p->arena, arena_printf(p->arena, "%.*s %.*s", STR_ARG(word), STR_ARG(head)));
    plain = str_slice(plain, 0, plain.n - head.n - 1);
    return arena_printf(p->arena, "%.*s%.*s%.*s", STR_ARG(str_slice(rest, 0, from)), STR_ARG(plain), STR_ARG(str_slice(rest, end, rest.n)));
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
        Str own = term_own_word(p, i);
        if (i == p->first) own = term_lower(p->arena, own); /* a capital begins the sentence */
        Str one = term_nominative(p->arena, arena_printf(p->arena, "%.*s %.*s", STR_ARG(own), STR_ARG(head)));
        one = str_slice(one, 0, one.n - head.n - 1);
        before = before.n == 0 ? arena_printf(p->arena, "%.*s ", STR_ARG(one)) : arena_printf(p->arena, "%.*s%.*s ", STR_ARG(before), STR_ARG(one));
        p->kept[i] = true;
    }
    Str rest = term_phrase_short(p, from, end);
    rest = participle_plain(p, rest, head);
    bool comma = term_kind(p, from, TOK_COMMA) && *end > from;
    if (str_ends(rest, STR("периода")) && noun >= 2 && term_is(p, noun - 2, W_SET)) rest = str_trim(str_slice(rest, 0, rest.n - strlen("периода"))); /* «любой день указанного в графике … периода» */
    return arena_printf(p->arena, "%.*s%.*s%s%.*s", STR_ARG(before), STR_ARG(head), rest.n == 0 || comma ? "" : " ", STR_ARG(rest));
}

bool term_take_school_parts(Parse *p, uint32_t i, const char *edge)
{
    uint32_t n;
    Str part = term_school_part(p, i, &n);
    if (n == 0) return false;
    p->within |= edge == NULL;
    for (;;) {
        bool fourth = str_find(part, STR("четверть")) != SIZE_MAX, none = part.at[0] > (fourth ? '4' : '3') && part.at[0] <= '9';
        if (none) term_warn(p, arena_printf(p->arena, "«%.*s»: %s.", STR_ARG(part), fourth ? "четвертей четыре" : "триместров три"));
        term_set_schedule(p, edge != NULL ? term_school_edge(p, edge, part) : part);
        i += n;
        bool more = !term_is_fourth(p, i - 1) && (term_kind(p, i, TOK_COMMA) || term_is(p, i, W_AND)); /* «конец 1, 2, 3 четверти» */
        if (more) part = term_school_part(p, i + 1, &n);
        if (!more || n == 0) break;
        i++;
    }
    p->i = i + school_part_year(p, i);
    return true;
}

/* «график», «план» and the like with adjectives before them at i. */
static bool noun_at(const Parse *p, uint32_t i, bool named, uint32_t *noun)
{
    uint32_t at = i;
    while (at < i + 4 && is_adjective(p, at)) at++;
    *noun = at;
    bool alone = at == p->first && term_is(p, at + 1, W_CONDUCT); /* «порядок проведения ВПР» */
    if (term_is(p, at, W_SCHEDULE)) return named || alone || term_tok(p, at)->value < TERM_OPEN_SCHEDULES;
    return named && term_is(p, at, W_TERM) && (term_tok(p, at)->value == 2 || at > i);
}

/* «в сроки, установленные Рособрнадзором», «в установленные сроки», «в срок, установленный графиком» */
static bool take_set_term(Parse *p, uint32_t i)
{
    uint32_t end, noun = i + term_is(p, i, W_SET);
    uint32_t words = noun > i ? noun : 0; /* «в определённые приказом сроки» */
    while (words > 0 && words < i + 4 && term_kind(p, words, TOK_WORD) && !term_is(p, words, W_TERM)) words++;
    if (words > noun && term_is(p, words, W_TERM)) {
        Str by = term_plain_words(p, i, words);
        for (uint32_t k = i; k <= words; k++) p->kept[k] = true;
        term_set_schedule(p, arena_printf(p->arena, "%s, %.*s", term_tok(p, words)->value == 2 ? "сроки" : "срок", STR_ARG(by)));
        return p->i = words + 1, true;
    }
    if (!term_is(p, noun, W_TERM)) return false;
    uint32_t next = noun + 1 + term_kind(p, noun + 1, TOK_COMMA);
    bool set = noun > i || (term_is(p, next, W_SET) && term_tok(p, next)->text.n > 0) || term_is(p, next, W_CONDUCT) || term_is(p, next, W_NAMED);
    if (!set) return false;
    Str rest = term_phrase_short(p, noun + 1, &end);
    for (uint32_t k = i; k <= noun; k++) p->kept[k] = true;
    const char *head = term_tok(p, noun)->value == 2 ? "сроки" : "срок";
    Str before = noun == i ? STR_EMPTY : arena_printf(p->arena, "%.*s ", STR_ARG(term_own_word(p, i))); /* «в установленные сроки» is as the nominative */
    bool comma = term_kind(p, noun + 1, TOK_COMMA) && rest.n > 0;
    if (comma) rest = arena_printf(p->arena, ", %.*s", STR_ARG(str_trim(str_slice(rest, str_starts(rest, STR(",")), rest.n))));
    term_set_schedule(p, arena_printf(p->arena, "%.*s%s%s%.*s", STR_ARG(before), head, rest.n == 0 || comma ? "" : " ", STR_ARG(rest)));
    p->i = end;
    return true;
}

/* «последний день 1 четверти», «первая неделя каникул», «первый день ВПР» */
static bool take_edge(Parse *p)
{
    uint32_t n, end;
    Str edge = term_cut_words(p, p->i, &n);
    uint32_t from = p->i + n;
    if (n == 0) return false;
    if (term_take_school_parts(p, from, edge.at)) {
        p->within |= !str_ends(edge, STR("день")); /* «ежедневно в первую неделю 2 четверти» */
        return true;
    }
    if (!term_is(p, from, W_NAMED) && !(term_is(p, from, W_CONDUCT) && term_is(p, from + 1, W_NAMED))) return false;
    Str words = term_phrase_short(p, from, &end);
    term_set_schedule(p, arena_printf(p->arena, "%.*s %.*s", STR_ARG(edge), STR_ARG(words)));
    p->i = end;
    return true;
}

static const char *edge_word(const Parse *p, uint32_t i)
{
    if (!term_kind(p, i, TOK_WORD)) return NULL;
    switch (term_tok(p, i)->word) {
    case W_BEGINNING: return "начало";
    case W_MIDDLE: return "середина";
    case W_RESULT: return "итоги";
    case W_END: case W_FINISH: return "конец";
    default: return NULL;
    }
}

/* «в начале и конце 2 четверти» */
static bool take_edges(Parse *p)
{
    enum { MOST = 3 };
    const char *words[MOST];
    uint32_t n = 0, at = p->i;
    for (; n < MOST && (words[n] = edge_word(p, at)) != NULL; n++) {
        at++;
        uint32_t next = at + term_is_separator(p, at);
        next += term_is(p, next, W_IN);
        if (next > at && n + 1 < MOST && edge_word(p, next) != NULL) at = next;
    }
    if (n < 2) return false;
    bool taken = term_take_school_parts(p, at, words[0]);
    for (uint32_t k = 1; k < n && taken; k++) term_take_school_parts(p, at, words[k]);
    return taken;
}

bool term_take_schedule(Parse *p)
{
    uint32_t i = p->i, noun, end;
    uint32_t n_known;
    Str known = term_known_name(p, i, &n_known);
    if (n_known > 0) {
        p->dateless = p->schedule.n == 0;
        term_set_schedule(p, known);
        return p->i = i + n_known, true;
    }
    if (take_edge(p)) return true;
    if (take_edges(p)) return true;
    const char *word = edge_word(p, i);
    bool edge = word != NULL;
    bool about = i > 0 && term_is(p, i - 1, W_BEHIND) && p->schedule.n == 0;
    if (term_take_school_parts(p, i + edge, word)) return p->about = about, true;
    if (take_set_term(p, i)) return true;
    bool accord = term_is(p, i, W_ACCORD), according = term_is(p, i, W_ACCORDING), by = term_is(p, i, W_BY);
    uint32_t from = i + (accord || according || by) + (accord && term_is(p, i + 1, W_FROM));
    bool first_name = p->schedule.n == 0;
    if (noun_at(p, from, from > i, &noun)) {
        p->dateless = first_name && term_is(p, noun, W_SCHEDULE) && term_says_how(term_tok(p, noun)->value);
        p->somebodys = true;
        term_set_schedule(p, schedule_name(p, from, noun, &end));
    }
    else if (accord || according) term_set_schedule(p, term_nominative(p->arena, term_phrase_short(p, from, &end)));
    else return false;
    p->i = end;
    return true;
}

/* «по мере необходимости», «по согласованию с ЛОИРО», «при необходимости», «по запросу ОО» */
bool term_take_no_time(Parse *p)
{
    uint32_t i = p->i, end;
    if (!term_is(p, i, W_BY) && !term_is(p, i, W_AT) && !term_is(p, i, W_ACCORDING)) return false;
    if (!term_is(p, i + 1, W_MEASURE) && !term_is(p, i + 1, W_NO_TIME) && !term_is(p, i + 1, W_REQUEST)) return false;
    term_phrase_short(p, i, &end);
    p->kept[i] = p->kept[i + 1] = false; /* words of the grammar: their slips are told */
    p->i = end;
    return true;
}
