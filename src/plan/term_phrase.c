/* The words of an anchor: where they end, what stands in an answer. */
#include "plan/term_.h"

#include "base/number.h"
#include "base/utf8.h"

/* Whether a clause begins at i: behind a comma it ends the words of an anchor. */
bool term_goes_on(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    return tok->kind == TOK_WORD && (tok->word == W_OTHER || tok->word == W_SET || tok->word == W_NAMED || tok->word == W_CONDUCT || tok->word == W_SCHEDULE || tok->word == W_WITH_NEXT);
}

static bool is_small(const Parse *p, uint32_t i)
{
    size_t at = term_tok(p, i)->at;
    uint32_t cp = utf8_next(p->lex->source, &at);
    return cp == utf8_lower(cp);
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
    if (tok->kind == TOK_COMMA || tok->kind == TOK_OPEN || tok->kind == TOK_COLON) return !term_goes_on(p, i + 1);
    if (tok->kind == TOK_WORD && (tok->word == W_THEN || tok->word == W_BUT || tok->word == W_FREQUENT || tok->word == W_ALWAYS)) return true;
    if (tok->kind == TOK_WORD && tok->word == W_NOT && (term_is(p, i + 1, W_LATER) || term_is(p, i + 1, W_EARLIER) || term_is(p, i + 1, W_SELDOM))) return true;
    if (tok->kind == TOK_WORD && (tok->word == W_IN || tok->word == W_COURSE) && term_is(p, i + (tok->word == W_IN), W_COURSE)) return true;
    if (i > begin && term_tok(p, i - 1)->dot && term_tok(p, i - 1)->text.n > 6 && !term_goes_on(p, i) && !(term_is(p, i, W_RESULT) && is_small(p, i))) return true; /* a sentence ends, not «получ. результатов» */
    bool behind_words = i > begin && tok->kind == TOK_DASH && term_kind(p, i - 1, TOK_WORD) && !term_is(p, i - 1, W_MONTH) && !(i > begin + 1 && term_is(p, i - 1, W_YEAR) && term_kind(p, i - 2, TOK_NUMBER));
    if (behind_words && term_is(p, i + 1, W_MONTH) && is_period_start(p, i + 1)) return true; /* «по итогам полугодия – декабрь» */
    if (i > begin && keeps_days && (term_is(p, i, W_UNTIL) || (term_is(p, i, W_BY) && !term_kind(p, i + 1, TOK_WORD)))) return is_period_start(p, i); /* «с момента получения до 1 июня», «… по 01.06.2025» */
    return i > begin && !keeps_days && is_period_start(p, i);
}

/* «ЛОИPО» with a Latin letter among the Cyrillic ones: as it was meant, so that it is found by its name. */
static Str without_twins(Str words, Arena *arena)
{
    bool cyrillic = false, latin = false, foreign = false;
    for (size_t i = 0; i < words.n;) {
        uint32_t cp = utf8_next(words, &i), lower = utf8_lower(cp);
        cyrillic |= cp >= 0x400 && cp <= 0x45F;
        latin |= lower >= 'a' && lower <= 'z' && utf8_cyrillic_twin(lower) != lower;
    }
    if (!cyrillic || !latin) return words;
    char *out = arena_alloc(arena, words.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0, from = 0; i <= words.n; i++) {
        if (i < words.n && words.at[i] != ' ') continue;
        Str word = str_slice(words, from, i);
        cyrillic = foreign = false;
        for (size_t k = 0; k < word.n;) {
            uint32_t cp = utf8_next(word, &k), lower = utf8_lower(cp);
            cyrillic |= cp >= 0x400 && cp <= 0x45F;
            foreign |= lower >= 'a' && lower <= 'z' && utf8_cyrillic_twin(lower) == lower;
        }
        for (size_t k = 0; k < word.n;) {
            uint32_t cp = utf8_next(word, &k), lower = utf8_lower(cp), twin = utf8_cyrillic_twin(lower);
            n += utf8_put(!cyrillic || foreign || twin == lower ? cp : cp == lower ? twin : twin - 0x20, out + n);
        }
        if (i < words.n) out[n++] = ' ';
        from = i + 1;
    }
    return (Str){ out, n };
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
    return without_twins(words, p->arena);
}

Str term_phrase(Parse *p, uint32_t i, uint32_t *end) { return phrase(p, i, end, true); }

Str term_phrase_short(Parse *p, uint32_t i, uint32_t *end) { return phrase(p, i, end, false); }

Str term_words_at(const Parse *p, uint32_t i, uint32_t n)
{
    Str words = str_trim(str_slice(p->lex->source, term_tok(p, i)->at, term_tok(p, i + n - 1)->end));
    return str_ends(words, STR(" г")) && words.at[words.n] == '.' ? (Str){ words.at, words.n + 1 } : words; /* «15 октября 2025 г.» */
}

Str term_own_word(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    Str own = str_slice(p->lex->source, tok->at, tok->end);
    return str_eq(utf8_fold(p->arena, own), tok->text) ? own : tok->text;
}

/* «теч.», «раб.», «кал.», «дн.» in full. */
static Str whole_word(const Parse *p, uint32_t i)
{
    const Tok *tok = term_tok(p, i);
    bool one = i > 0 && (term_is(p, i - 1, W_BEHIND) || term_is(p, i - 1, W_THROUGH));
    if (one && str_eq(tok->text, STR("нед"))) return STR("неделю");
    if (one && str_eq(tok->text, STR("мес"))) return STR("месяц");
    if (str_eq(tok->text, STR("нед"))) return i > 0 && term_kind(p, i - 1, TOK_NUMBER) ? str_of(number_word((uint32_t)term_tok(p, i - 1)->value, "неделю", "недели", "недель")) : STR("недели");
    if (str_eq(tok->text, STR("мес")) && i > 0 && term_kind(p, i - 1, TOK_NUMBER)) return str_of(number_word((uint32_t)term_tok(p, i - 1)->value, "месяц", "месяца", "месяцев"));
    if (i > 0 && term_kind(p, i - 1, TOK_DASH) && str_eq(tok->text, STR("дн"))) return STR("дневный");
    static const struct { const char *brief, *whole; } words[] = { { "теч", "течение" }, { "раб", "рабочих" }, { "дн", "дней" }, { "кал", "календарных" }, { "ит", "итогам" }, { "рез", "результатам" }, { "оконч", "окончании" }, { "позд", "позднее" }, { "поздн", "позднее" } };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (str_eq(tok->text, str_of(words[k].brief))) return str_of(words[k].whole);
    return term_lower(p->arena, term_own_word(p, i));
}

/* From token begin up to token end: the words of an offset, in small letters and single spaces. */
Str term_plain_words(const Parse *p, uint32_t begin, uint32_t end)
{
    Str out = STR_EMPTY;
    for (uint32_t i = begin; i < end; i++) {
        const Tok *tok = term_tok(p, i);
        Str one = tok->kind == TOK_WORD && tok->text.n > 0 ? whole_word(p, i) : str_slice(p->lex->source, tok->at, tok->end);
        bool tight = tok->kind == TOK_DASH || tok->kind == TOK_CLOSE || (i > begin && (term_kind(p, i - 1, TOK_DASH) || term_kind(p, i - 1, TOK_OPEN)));
        if (tok->kind == TOK_DASH) one = term_kind(p, i + 1, TOK_NUMBER) ? STR("–") : STR("-");
        out = i == begin ? one : arena_printf(p->arena, "%.*s%s%.*s", STR_ARG(out), tight ? "" : " ", STR_ARG(one));
    }
    return out;
}

/* Several schedules are all waited for: «осенние каникулы; весенние каникулы». */
void term_set_schedule(Parse *p, Str name)
{
    p->about = false;
    if (p->schedule.n == 0) p->schedule = name;
    else if (str_find(p->schedule, name) == SIZE_MAX) p->schedule = arena_printf(p->arena, "%.*s; %.*s", STR_ARG(p->schedule), STR_ARG(name));
}
