/* What tokens tell only beside each other: words torn by a scan, dates that lost their points, numerals that are months, hours of the day. */
#include "plan/term_lex_.h"

#include "base/utf8.h"

/* dashed: a dash stands between. A word that means something alone is torn only before a dash or a lone «ь». */
static bool may_be_torn(const Tok *a, const Tok *b, bool dashed)
{
    if (a->kind != TOK_WORD || b->kind != TOK_WORD || a->text.n == 0 || a->dot || b->roman != 0) return false;
    bool brief = a->word == W_MONTH && a->text.n <= 8 && b->word == W_OTHER && b->text.n >= 4; /* «сент ябрь» */
    bool right = a->word == W_OTHER || brief || str_eq(b->text, STR("ь")) || (dashed && b->word == W_OTHER);
    return right && a->text.n + b->text.n <= (size_t)TERM_LETTERS * 2;
}

/* «сентя брь», «сен- тябрь»: two neighbours that mean nothing apart and something together. */
static void join_torn(Lex *lex)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < lex->n_toks; i++, n++) {
        Tok tok = lex->toks[i];
        if (str_eq(tok.text, STR("з")) && i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_WORD && lex->toks[i + 1].word == W_MONTH) { /* «З марта» */
            tok.kind = TOK_NUMBER, tok.value = 3, tok.digits = 1, tok.mended = STR("3");
        }
        uint32_t next = i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_DASH ? i + 2 : i + 1;
        if (next < lex->n_toks && may_be_torn(&tok, &lex->toks[next], next == i + 2)) {
            Str whole = arena_printf(lex->arena, "%.*s%.*s", STR_ARG(tok.text), STR_ARG(lex->toks[next].text));
            TermMeaning meaning = whole.n >= 10 ? term_word_find(whole) : (TermMeaning){ W_OTHER, 0, STR_EMPTY };
            bool month = tok.word != W_MONTH || (meaning.word == W_MONTH && meaning.value == tok.value); /* «ноя брь» */
            if (meaning.word != W_OTHER && month) {
                tok.end = lex->toks[next].end, tok.dot = lex->toks[next].dot, tok.text = tok.mended = whole;
                tok.word = meaning.word, tok.value = meaning.value;
                i = next;
            }
        }
        lex->toks[n] = tok;
    }
    lex->n_toks = n;
}

/* «п. 1.2», «приложение 3», «№ 259»: numbers of papers, not of days. */
static void hide_numbers(Lex *lex)
{
    static const char *const marks[] = { "№", "п", "пп", "пункт", "пункта", "пунктом", "раздел", "раздела", "приложение", "приложения", "приложению", "стр" };
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *number = &lex->toks[i + 1];
        bool hidden = number->kind == TOK_NUMBER || (number->kind == TOK_DATE && number->year == 0), marked = false;
        for (size_t k = 0; k < sizeof marks / sizeof *marks && hidden; k++) marked |= str_eq(lex->toks[i].text, str_of(marks[k]));
        if (!marked || (lex->toks[i].roman != 0 && !lex->toks[i].dot)) continue; /* «П квартал» */
        number->kind = TOK_WORD;
        number->word = W_OTHER;
    }
}

/* «30 09 2020»: a date whose points the scan lost. */
static void join_dates(Lex *lex)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        Tok *day = &lex->toks[i], *month = day + 1, *year = day + 2;
        bool numbers = i + 2 < lex->n_toks && day->kind == TOK_NUMBER && month->kind == TOK_NUMBER && year->kind == TOK_NUMBER && !day->dot && !month->dot;
        if (numbers && day->digits == 2 && month->digits == 2 && year->digits == 4 && day->value <= 31 && month->value <= 12 && !day->ordinal && !month->ordinal) {
            Str mended = arena_printf(lex->arena, "%02d.%02d.%04d", day->value, month->value, year->value);
            *day = (Tok){ .kind = TOK_DATE, .at = day->at, .end = year->end, .day = day->value, .month = month->value, .year = year->value, .dot = year->dot, .text = STR_EMPTY, .mended = mended };
            lex->toks[n++] = *day;
            i += 2;
        } else lex->toks[n++] = *day;
    }
    lex->n_toks = n;
}

static bool is_preposition(const Tok *tok) { return tok->kind == TOK_WORD && (tok->word == W_IN || tok->word == W_FROM || tok->word == W_UNTIL || tok->word == W_BY || tok->word == W_TO); }

/* A numeral that can be nothing else: «Х», «п», «ш» alone are letters. */
static bool is_numeral(const Tok *tok)
{
    if (tok->kind != TOK_WORD || tok->roman == 0 || tok->word != W_OTHER) return false;
    bool latin = false;
    for (size_t i = 0; i < tok->text.n;) {
        uint32_t cp = utf8_next(tok->text, &i);
        if (cp == 0x43F || cp == 0x448) return false;
        latin |= cp < 128;
    }
    return latin || tok->text.n >= 4;
}

static bool is_full_year(const Tok *tok) { return tok->kind == TOK_NUMBER && tok->digits == 4 && !tok->ordinal; }

/* «XII.2020», «IX–X 2020 г.», «15.IX»: numerals of months. A row of them is read by its end; without a point and with nothing over IV it may be quarters, and stays. */
static void read_numeral_months(Lex *lex)
{
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        if (!is_numeral(&lex->toks[i])) continue;
        uint32_t last = i;
        bool months = lex->toks[i].roman > 4;
        while (last + 2 < lex->n_toks && is_numeral(&lex->toks[last + 2]) && (lex->toks[last + 1].kind != TOK_WORD || lex->toks[last + 1].word == W_AND || lex->toks[last + 1].word == W_BY)) {
            last += 2;
            months |= lex->toks[last].roman > 4;
        }
        const Tok *before = i > 0 ? &lex->toks[i - 1] : NULL, *next = last + 1 < lex->n_toks ? &lex->toks[last + 1] : NULL;
        bool slash = next != NULL && next->kind == TOK_SLASH && last + 2 < lex->n_toks && is_full_year(next + 1);
        bool year = slash || (next != NULL && is_full_year(next)), day = before != NULL && before->kind == TOK_NUMBER && before->digits <= 2 && before->dot && last == i;
        bool word = next != NULL && next->kind == TOK_WORD && !is_preposition(next) && next->word != W_AND; /* «1. I этап» */
        if (!(year && (months || slash || lex->toks[last].dot)) && !(day && !word)) {
            i = last;
            continue;
        }
        for (uint32_t k = i; k <= last; k += 2) lex->toks[k].word = W_MONTH, lex->toks[k].value = lex->toks[k].roman;
        if (slash) {
            memmove(&lex->toks[last + 1], &lex->toks[last + 2], (lex->n_toks - last - 2) * sizeof *lex->toks);
            lex->n_toks--;
        }
        i = last;
    }
}

/* «11 полугодие», «111 квартал»: a row of ones for a numeral. */
static void mend_ones(Lex *lex)
{
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        const Tok *unit = tok + 1;
        bool ones = tok->kind == TOK_NUMBER && !tok->ordinal && (tok->value == 11 || tok->value == 111), part = unit->kind == TOK_WORD && (unit->word == W_QUARTER || unit->word == W_HALF || unit->word == W_FOURTH || unit->word == W_THIRD);
        if (!ones || !part) continue;
        tok->value = tok->value == 11 ? 2 : 3, tok->digits = 1;
        tok->mended = tok->value == 2 ? STR("II") : STR("III");
    }
}

/* «до 17 часов 25.09», not «в течение 24 часов», «до 24 часов с момента …»: an hour and its word are a time. */
static void read_hours(Lex *lex)
{
    for (uint32_t i = 1; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        bool hour = tok->kind == TOK_NUMBER && tok->digits <= 2 && !tok->ordinal && tok->value <= 24 && tok[1].kind == TOK_WORD && tok[1].word == W_HOUR;
        if (!hour || !is_preposition(&lex->toks[i - 1])) continue;
        bool minutes = i + 3 < lex->n_toks && tok[2].kind == TOK_NUMBER && str_starts(tok[3].text, STR("мин"));
        const Tok *next = i + 2 + 2 * minutes < lex->n_toks ? tok + 2 + 2 * minutes : NULL;
        if (next != NULL && next->kind != TOK_NUMBER && next->kind != TOK_DATE && next->kind != TOK_COMMA && next->kind != TOK_CLOSE) continue;
        tok->kind = TOK_TIME;
        if (minutes) tok[2].kind = TOK_TIME, tok[3].word = W_HOUR;
    }
}

/* Clock times say nothing about days: they go, with the words that lead to them («в 10.00», «с 10:00 до 12:00»), but not the bound of a day: «до 18:00 20 октября». */
static void drop_times(Lex *lex)
{
    uint32_t n = 0;
    bool after_time = false;
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        if (tok->kind == TOK_COMMA && i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_WORD && lex->toks[i + 1].word == W_THAN) continue; /* «не позднее, чем за …» */
        bool hour = after_time && tok->kind == TOK_WORD && (tok->word == W_HOUR || str_eq(tok->text, STR("ч")));
        if (tok->kind != TOK_TIME && !hour) {
            if (n > 0 && after_time && !is_preposition(tok)) after_time = false;
            lex->toks[n++] = *tok;
            continue;
        }
        uint32_t next = i + 1;
        while (next < lex->n_toks && (lex->toks[next].kind == TOK_TIME || (lex->toks[next].kind == TOK_WORD && lex->toks[next].word == W_HOUR))) next++; /* «до 17.00 часов 25 сентября» */
        bool bound = next < lex->n_toks && (lex->toks[next].kind == TOK_NUMBER || lex->toks[next].kind == TOK_DATE);
        if (!hour && n > 0 && is_preposition(&lex->toks[n - 1]) && (!bound || after_time || lex->toks[n - 1].word != W_UNTIL)) n--;
        after_time = true;
    }
    lex->n_toks = n;
}

void term_lex_settle(Lex *lex)
{
    join_torn(lex);
    hide_numbers(lex);
    join_dates(lex);
    read_numeral_months(lex);
    mend_ones(lex);
    read_hours(lex);
    drop_times(lex);
}
