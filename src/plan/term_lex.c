/* Characters → tokens. Spaces, dashes, quotes, soft hyphens of every kind become one; letters that stand for digits («3O.10.2020») and digits that stand for letters
 * («0ктябрь») are read as meant; words are split where they were glued («втечение») and joined where they were torn («сентя брь»). */
#include "plan/term_lex_.h"

#include "base/utf8.h"

enum { QUOTE = '"', SPACED_LEAST = 4 };

static bool is_dash(uint32_t cp)
{
    static const uint32_t others[] = { '-', '~', 0x2043, 0x2212, 0x2500, 0x2501, 0x2E3A, 0x301C, 0xFE58, 0xFF0D };
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        if (cp == others[k]) return true;
    return cp >= 0x2010 && cp <= 0x2015;
}
static bool is_quote(uint32_t cp) { return cp == '"' || cp == '\'' || cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) || cp == 0x2039 || cp == 0x203A || cp == '<' || cp == '>'; }
/* Soft hyphen, zero-width joiners, stress marks: they divide no word. */
static bool is_nothing(uint32_t cp) { return cp == 0xAD || (cp >= 0x200B && cp <= 0x200D) || cp == 0x2060 || cp == 0xFEFF || (cp >= 0x300 && cp <= 0x36F); }

static uint32_t folded(uint32_t cp)
{
    if (utf8_is_space(cp)) return ' ';
    if (is_dash(cp)) return '-';
    if (is_quote(cp)) return QUOTE;
    cp = utf8_lower(cp);
    if (cp == 0x451) return 0x435; /* ё */
    return cp == '_' || cp == '|' ? ' ' : cp;
}

static void read_chars(Lex *lex)
{
    lex->n_chars = 0;
    for (size_t i = 0; i < lex->source.n;) {
        size_t at = i;
        uint32_t cp = utf8_next(lex->source, &i);
        if (cp >= 0x2160 && cp <= 0x2165) { /* Ⅳ */
            static const char *const romans[] = { "i", "ii", "iii", "iv", "v", "vi" };
            for (const char *roman = romans[cp - 0x2160]; *roman != '\0'; roman++) lex->chars[lex->n_chars++] = (TermChar){ .cp = (uint32_t)*roman, .at = (uint16_t)at };
            continue;
        }
        if (!is_nothing(cp)) lex->chars[lex->n_chars++] = (TermChar){ .cp = cp == UTF8_BAD ? '?' : folded(cp), .at = (uint16_t)at };
    }
    lex->chars[lex->n_chars] = (TermChar){ .cp = 0, .at = (uint16_t)lex->source.n };
}

static uint32_t digit_twin(uint32_t cp)
{
    if (cp == 'o' || cp == 0x43E) return '0';
    if (cp == 'l' || cp == 'i') return '1';
    return cp == 0x437 ? '3' : 0; /* з */
}

/* «О1.09», «3O.10», «202О»: a letter between digits and points of a number. A lone «з» or «с» before a number is a word, so what leads must be followed by «N.» or «N ». */
static void mend_digits(Lex *lex)
{
    for (uint32_t i = 0; i < lex->n_chars; i++) {
        uint32_t digit = digit_twin(lex->chars[i].cp), before = i > 0 ? lex->chars[i - 1].cp : ' ', next = cp_at(lex, i + 1);
        uint32_t second = digit_twin(next);
        if (digit != 0 && second != 0 && !is_letter(before) && cp_at(lex, i + 2) == '.' && is_digit(cp_at(lex, i + 3)) && (!is_digit(cp_at(lex, i + 5)) || (before == '.' && second == '0'))) { /* «ЗО.09», «25.IO.2026», not «II.2021» */
            lex->chars[i].cp = digit, lex->chars[i + 1].cp = second;
            lex->chars[i].mended = lex->chars[i + 1].mended = true;
            continue;
        }
        bool six = lex->chars[i].cp == 0x431 && i >= 4 && is_digit(before) && is_digit(lex->chars[i - 2].cp) && is_digit(lex->chars[i - 3].cp) && lex->chars[i - 4].cp == '.' && !is_letter(next) && !is_digit(next); /* «20.10.202б» */
        if (six) digit = '6';
        if (digit == 0 || is_letter(before) || is_letter(next)) continue;
        bool inside = is_digit(before) && digit != '3' && (next == '.' || next == '-' || is_digit(next) || next == ' ' || next == 0);
        bool leads = !is_digit(before) && is_digit(next) && (cp_at(lex, i + 2) == '.' || (before == QUOTE && cp_at(lex, i + 2) == QUOTE) || cp_at(lex, i + 2) == ' ' || is_digit(cp_at(lex, i + 2)));
        if (!inside && !leads && !six) continue;
        lex->chars[i].cp = digit;
        lex->chars[i].mended = true;
    }
}

/* «с е н т я б р ь»: letters set apart are one word; «в т е ч е н и е  г о д а» are several, which are cut again. */
static void join_spaced(Lex *lex)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < lex->n_chars;) {
        uint32_t end = i, letters = 0;
        bool starts = i == 0 || !is_letter(cp_at(lex, i - 1));
        for (uint32_t next = i; starts && is_cyrillic(cp_at(lex, next)) && !is_letter(cp_at(lex, next + 1));) {
            letters++;
            end = next + 1;
            for (next = end; cp_at(lex, next) == ' ';) next++;
            if (next == end) break;
        }
        if (letters < SPACED_LEAST) {
            lex->chars[n++] = lex->chars[i++];
            continue;
        }
        for (; i < end; i++)
            if (cp_at(lex, i) != ' ') lex->chars[n++] = lex->chars[i];
    }
    lex->chars[n] = lex->chars[lex->n_chars];
    lex->n_chars = n;
}

/* «1V», «I1I»: a figure one among the letters of a numeral. */
static void mend_numerals(Lex *lex)
{
    for (uint32_t i = 0, end; i < lex->n_chars; i = end + 1) {
        uint32_t ones = 0;
        for (end = i; cp_at(lex, end) == '1' || cp_at(lex, end) == 'i' || cp_at(lex, end) == 'v' || cp_at(lex, end) == 'x'; end++) ones += cp_at(lex, end) == '1';
        bool alone = (i == 0 || !(is_letter(cp_at(lex, i - 1)) || is_digit(cp_at(lex, i - 1)))) && !is_digit(cp_at(lex, end)) && (!is_letter(cp_at(lex, end)) || is_cyrillic(cp_at(lex, end)));
        if (ones == 0 || ones == end - i || !alone) continue;
        for (uint32_t k = i; k < end; k++)
            if (lex->chars[k].cp == '1') lex->chars[k].cp = 'i', lex->chars[k].mended = true;
    }
}

bool term_lex_mended(const Lex *lex, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (lex->chars[i].mended) return true;
    return false;
}

Tok *term_lex_add(Lex *lex, TokKind kind, uint32_t from, uint32_t to)
{
    if (lex->n_toks == TERM_TOKENS) lex->over = true;
    else lex->n_toks++;
    Tok *tok = &lex->toks[lex->n_toks - 1];
    *tok = (Tok){ .kind = kind, .at = lex->chars[from].at, .end = lex->chars[to].at, .text = STR_EMPTY, .mended = STR_EMPTY };
    return tok;
}

/* ---- words ---- */
/* I, V, X in either alphabet, and what scans make of them: «Ш» is III, «П» is II. 0: no such number up to 12. */
uint8_t term_lex_roman(Str text)
{
    int value = 0, last = 100;
    if (text.n == 0 || text.n > 10) return 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        int one = cp == 'i' || cp == 0x456 || cp == 'l' ? 1 : cp == 'v' || cp == 'y' || cp == 0x443 ? 5 : cp == 'x' || cp == 0x445 ? 10 : cp == 0x448 ? 3 : cp == 0x43F ? 2 : 0;
        if (one == 0) return 0;
        value += last < one ? one - 2 * last : one;
        last = one;
    }
    return value >= 1 && value <= 12 ? (uint8_t)value : 0;
}

static void mean(Tok *tok, TermMeaning meaning)
{
    tok->word = meaning.word;
    tok->value = meaning.value;
    tok->tenths = meaning.word == W_COUNT && str_starts(tok->text, STR("пол")); /* полтора */
    if (meaning.mended.n > 0) tok->mended = meaning.mended;
}

/* «втечениегода»: what stands before a cut must be a word of the grammar, and so the rest, once again cut if need be. */
static bool split(Lex *lex, Str text, uint32_t from, uint32_t depth)
{
    for (size_t cut = 2; cut + 6 <= text.n; cut += 2) {
        Str left = str_slice(text, 0, cut), right = str_slice(text, cut, text.n);
        TermMeaning first = term_word_find(left), second = term_word_find(right);
        bool serves = first.word != W_OTHER && (cut >= 6 || first.word <= W_AT) && (cut <= 4 || cut >= 6);
        if (!serves || first.word == W_AND || first.word == W_COUNT) continue; /* «десятидневный» is whole */
        uint32_t before = lex->n_toks, middle = from + (uint32_t)cut / 2;
        Tok *tok = term_lex_add(lex, TOK_WORD, from, middle);
        tok->text = left;
        mean(tok, first);
        if (second.word != W_OTHER) {
            tok = term_lex_add(lex, TOK_WORD, middle, middle + (uint32_t)right.n / 2);
            tok->text = right;
            mean(tok, second);
            return true;
        }
        if (depth > 0 && split(lex, right, middle, depth - 1)) return true;
        lex->n_toks = before;
    }
    return false;
}

static Str letters_of(const Lex *lex, uint32_t from, uint32_t to, bool to_cyrillic)
{
    char *out = arena_alloc(lex->arena, (size_t)(to - from) * 4 + 1);
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        uint32_t cp = lex->chars[i].cp;
        uint32_t digit = cp == '0' ? 0x43E : cp == '3' ? 0x437 : cp == '6' ? 0x431 : cp == '4' ? 0x447 : cp;
        uint32_t twin = cp == 'r' ? 0x433 : cp == 'n' ? 0x43F : cp == 'u' ? 0x438 : utf8_cyrillic_twin(digit); /* г, п, и: as scans and italics have them */
        n += utf8_put(to_cyrillic ? twin : cp, out + n);
    }
    return (Str){ out, n };
}

static void lex_letters(Lex *lex, uint32_t from, uint32_t to)
{
    bool cyrillic = false, foreign = false;
    for (uint32_t i = from; i < to; i++) {
        cyrillic |= is_cyrillic(lex->chars[i].cp);
        foreign |= !is_cyrillic(lex->chars[i].cp);
    }
    if (to - from > TERM_LETTERS) {
        term_lex_add(lex, TOK_WORD, from, to);
        return;
    }
    Str text = letters_of(lex, from, to, cyrillic);
    uint8_t roman = term_lex_roman(letters_of(lex, from, to, false));
    TermMeaning meaning = term_word_find(text);
    if (meaning.word == W_OTHER && !cyrillic && foreign) { /* «MAPT» wholly in Latin letters */
        Str twin = letters_of(lex, from, to, true);
        TermMeaning other = term_word_find(twin);
        if (other.word == W_MONTH || (twin.n > 8 && other.word != W_OTHER)) text = twin, meaning = other;
        else if (to - from == 1 && (other.word == W_IN || other.word == W_FROM || other.word == W_TO || other.word == W_TIMES)) text = twin, meaning = other; /* «B течение» */
        else if (to - from == 1 && lex->chars[from].cp == 'r') meaning = (TermMeaning){ W_YEAR, 0, STR_EMPTY }; /* «2020 r.» */
    }
    bool slip = foreign && meaning.word != W_OTHER && roman == 0;
    if (slip) meaning.mended = to - from == 1 && lex->chars[from].cp == 'r' ? STR("г") : text;
    if (meaning.word == W_OTHER && meaning.value == 0 && cyrillic && roman == 0) { /* value: a word of its own, like no other */
        uint32_t before = lex->n_toks;
        if ((to - from >= 5 || (to - from == 4 && cp_at(lex, to) == '.')) && split(lex, text, from, 2)) {
            Str mended = lex->toks[before].text;
            for (uint32_t i = before + 1; i < lex->n_toks; i++) mended = arena_printf(lex->arena, "%.*s %.*s", STR_ARG(mended), STR_ARG(lex->toks[i].text));
            lex->toks[before].mended = mended;
            lex->toks[before].mended_end = lex->chars[to].at;
            return;
        }
        if (cp_at(lex, to) == '.') meaning = term_word_short(text);
        if (meaning.word == W_OTHER) meaning = term_word_guess(text, lex->arena);
    }
    Tok *tens = lex->n_toks > 0 ? &lex->toks[lex->n_toks - 1] : NULL;
    if (tens != NULL && meaning.word == W_ORDINAL && meaning.value < 10 && tens->kind == TOK_WORD && tens->word == W_COUNT && (tens->value == 20 || tens->value == 30) && str_ends(tens->text, STR("ь"))) { /* «двадцать пятого» is one number */
        tens->word = W_ORDINAL, tens->value += meaning.value, tens->text = text, tens->end = lex->chars[to].at;
        return;
    }
    Tok *tok = term_lex_add(lex, TOK_WORD, from, to);
    tok->text = text;
    tok->roman = roman;
    mean(tok, meaning);
    if (roman > 0 && term_lex_mended(lex, from, to)) tok->mended = text;
}

/* A run of letters; with_digits: digits too, but for the last place («сентя6рь»). */
static uint32_t letters_end(const Lex *lex, uint32_t i, bool with_digits)
{
    for (;; i++) {
        uint32_t cp = cp_at(lex, i);
        if (is_letter(cp)) continue;
        if (with_digits && (cp == '0' || cp == '3' || cp == '6' || cp == '4') && (is_letter(cp_at(lex, i + 1)) || (cp == '0' && !is_digit(cp_at(lex, i + 1)) && cp_at(lex, i + 1) != '.'))) continue;
        return i;
    }
}

static bool lex_word_with_digits(Lex *lex, uint32_t from, uint32_t *end)
{
    *end = letters_end(lex, from, true);
    if (*end == letters_end(lex, from, false) || *end - from > TERM_LETTERS) return false;
    Str text = letters_of(lex, from, *end, true);
    TermMeaning meaning = term_word_find(text);
    if (meaning.word == W_OTHER || text.n < 6) return false;
    meaning.mended = text;
    Tok *tok = term_lex_add(lex, TOK_WORD, from, *end);
    tok->text = text;
    mean(tok, meaning);
    return true;
}

/* «IVкв»: a Roman number in Latin letters ends where Cyrillic ones begin. */
static uint32_t roman_end(const Lex *lex, uint32_t from, uint32_t end)
{
    uint32_t i = from;
    while (i < end && (lex->chars[i].cp == 'i' || lex->chars[i].cp == 'v' || lex->chars[i].cp == 'x' || lex->chars[i].cp == 'l')) i++;
    return i > from && i + 1 < end && is_cyrillic(lex->chars[i].cp) && is_cyrillic(lex->chars[i + 1].cp) ? i : end;
}

static uint32_t lex_sign(Lex *lex, uint32_t i)
{
    static const struct { char cp; TokKind kind; } signs[] = { { '-', TOK_DASH }, { ',', TOK_COMMA }, { ';', TOK_SEMICOLON }, { ':', TOK_COLON }, { '/', TOK_SLASH }, { '\\', TOK_SLASH },
        { '(', TOK_OPEN }, { '[', TOK_OPEN }, { ')', TOK_CLOSE }, { ']', TOK_CLOSE } };
    uint32_t cp = lex->chars[i].cp;
    if (cp == '.' && lex->n_toks > 0) lex->toks[lex->n_toks - 1].dot = true;
    uint32_t ellipsis = cp == 0x2026 ? 1 : cp == '.' && cp_at(lex, i + 1) == '.' && cp_at(lex, i + 2) == '.' ? 3 : 0;
    if (ellipsis > 0 && lex->n_toks > 0) { /* «сентябрь...октябрь» */
        term_lex_add(lex, TOK_DASH, i, i + ellipsis);
        return i + ellipsis;
    }
    if (cp == ' ' || cp == '.' || cp == QUOTE) return i + 1;
    TokKind kind = TOK_WORD;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (cp == (uint32_t)signs[k].cp) kind = signs[k].kind;
    if (kind == TOK_DASH && cp_at(lex, i + 1) == '-') return i + 1;
    Tok *tok = term_lex_add(lex, kind, i, i + 1);
    if (cp == 0x2116) tok->text = STR("№");
    return i + 1;
}

void term_lex(Str source, int school_year, Arena *arena, Lex *lex)
{
    BUG_ON(source.n > LIMIT_TERM_BYTES);
    lex->source = source;
    lex->arena = arena;
    lex->school_year = school_year;
    lex->n_toks = 0;
    lex->over = false;
    read_chars(lex);
    join_spaced(lex);
    mend_numerals(lex);
    mend_digits(lex);
    for (uint32_t i = 0; i < lex->n_chars && !lex->over;) {
        uint32_t end, cp = lex->chars[i].cp;
        if ((is_letter(cp) || is_digit(cp)) && lex_word_with_digits(lex, i, &end)) i = end;
        else if (is_digit(cp)) i = term_lex_number(lex, i);
        else if (is_letter(cp)) {
            end = roman_end(lex, i, letters_end(lex, i, false));
            lex_letters(lex, i, end);
            i = end;
        } else i = lex_sign(lex, i);
    }
    term_lex_settle(lex);
    lex->toks[lex->n_toks] = (Tok){ .kind = TOK_END, .at = (uint16_t)source.n, .end = (uint16_t)source.n, .text = STR_EMPTY, .mended = STR_EMPTY };
}
