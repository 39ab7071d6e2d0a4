#include "intake/plan/prose_.h"

#include "base/utf8.h"
#include "intake/hyphen.h"

/* ---- stems ---- */

static Str next_stem(const char **stems)
{
    const char *from = *stems, *to = strchr(from, '|');
    size_t n = to != NULL ? (size_t)(to - from) : strlen(from);
    *stems = to != NULL ? to + 1 : from + n;
    return (Str){ from, n };
}

bool prose_starts(Str folded, const char *stems)
{
    while (*stems != '\0')
        if (str_starts(folded, next_stem(&stems))) return true;
    return false;
}

static bool is_letter(uint32_t cp) { return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0x400 && cp <= 0x4FF); }
static bool is_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }

bool prose_holds(Str folded, const char *stems)
{
    bool inside = false;
    for (size_t i = 0; i < folded.n;) {
        size_t at = i;
        uint32_t cp = utf8_next(folded, &i);
        bool letter = is_letter(cp) || is_digit(cp);
        if (letter && !inside && prose_starts(str_slice(folded, at, folded.n), stems)) return true;
        inside = letter;
    }
    return false;
}

Str prose_fold(Arena *arena, Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.at[i] == 0xD0 || (unsigned char)text.at[i] == 0xD1) return utf8_fold_lookalike(arena, text);
    return utf8_fold(arena, text);
}

/* ---- one text after another ---- */

static bool is_space(uint32_t cp) { return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF; }

Str prose_flat(Arena *arena, Str text)
{
    text = str_trim(text);
    bool plain = true;
    for (size_t i = 0; plain && i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        plain = c != '\n' && c != '\t' && c != '\r' && c != 0xC2 && c != 0xE2 && c != 0xEF && !(c == ' ' && i > 0 && text.at[i - 1] == ' ');
    }
    if (plain) return text;
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, &i);
        if (cp == 0xAD) continue;
        if (is_space(cp)) { gap = n > 0; continue; }
        if (gap) out[n++] = ' ', gap = false;
        memcpy(out + n, text.at + from, i - from);
        n += i - from;
    }
    return (Str){ out, n };
}

static uint32_t last_character(Str text)
{
    size_t i = text.n;
    while (i > 0 && ((unsigned char)text.at[i - 1] & 0xC0) == 0x80) i--;
    if (i == 0) return 0;
    i--;
    return utf8_next(text, &i);
}

static void put(Arena *arena, Prose *prose, const char *between, Str piece)
{
    size_t n_between = strlen(between), need = prose->n + n_between + piece.n;
    if (need > prose->room) {
        size_t room = need < 64 ? 64 : 2 * need;
        char *more = arena_alloc(arena, room);
        if (prose->n > 0) memcpy(more, prose->at, prose->n);
        prose->at = more;
        prose->room = room;
    }
    memcpy(prose->at + prose->n, between, n_between);
    memcpy(prose->at + prose->n + n_between, piece.at, piece.n);
    prose->n = need;
}

void prose_append(Arena *arena, Prose *prose, Str piece) { put(arena, prose, "", piece); }

void prose_add_after(Arena *arena, Prose *prose, const char *between, Str piece)
{
    if (piece.n > 0) put(arena, prose, prose->n > 0 ? between : "", piece);
}

void prose_add(Arena *arena, Prose *prose, Str piece)
{
    bool hyphen = prose->n > 1 && prose->at[prose->n - 1] == '-' && is_letter(last_character((Str){ prose->at, prose->n - 1 }));
    if (hyphen && hyphen_is_soft(prose_str(prose), piece)) prose->n--;
    prose_add_after(arena, prose, hyphen ? "" : " ", piece);
}

Str prose_join(Arena *arena, Str a, Str b)
{
    if (a.n == 0 || b.n == 0) return a.n == 0 ? b : a;
    Prose prose = { 0 };
    prose_add(arena, &prose, a);
    prose_add(arena, &prose, b);
    return prose_str(&prose);
}

bool prose_is_lower(Str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        if (is_digit(cp)) return false;
        if (is_letter(cp)) return utf8_upper(cp) != cp;
    }
    return false;
}

bool prose_is_open(Str text)
{
    static const char *const prepositions[] = { "в", "во", "и", "или", "по", "на", "с", "со", "к", "ко", "о", "об", "от", "из", "для", "при", "за", "до", "у", "а", "под", "над", "без", "через", "между", "их", "не", "как", "что", "а также" };
    text = str_trim(text);
    uint32_t last = last_character(text);
    if (last == '-' || last == ',' || last == '(' || last == 0x2013 || last == 0xAB) return true;
    int quotes = 0, brackets = 0;
    size_t word = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = utf8_next(text, &i);
        quotes += (cp == 0xAB) - (cp == 0xBB);
        brackets += (cp == '(') - (cp == ')');
        if (is_space(cp)) word = i;
    }
    if (quotes > 1 || brackets > 0) return true; /* one quotation mark is often left out: «Лицей «Престиж» */
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++)
        if (str_eq(str_slice(text, word, text.n), str_of(prepositions[i]))) return true;
    return false;
}

/* ---- words ---- */

Str prose_word(Str text, size_t i)
{
    size_t to = i;
    while (to < text.n && strchr(" ,:;(", text.at[to]) == NULL) to++;
    return str_slice(text, i, to);
}

bool prose_is_infinitive(Str word) { return word.n > 6 && (str_ends(word, STR("ть")) || str_ends(word, STR("ти")) || str_ends(word, STR("чь")) || str_ends(word, STR("ться")) || str_ends(word, STR("тись"))); }

Str prose_unmarked(Str text)
{
    text = str_trim(text);
    while (text.n > 0 && strchr(",;:(", text.at[text.n - 1]) != NULL) text = str_trim(str_slice(text, 0, text.n - 1));
    return text;
}

/* ---- numbers ---- */

bool prose_is_roman(Str number)
{
    if (number.n == 0 || number.n > 5) return false;
    for (size_t i = 0; i < number.n; i++)
        if (strchr("IVX", number.at[i]) == NULL || number.at[i] == '\0') return false;
    return true;
}

/* Bytes of «2.10» at the beginning; parts have up to three figures and no zero before them, so days are no numbers. */
static size_t digits_length(Str text)
{
    size_t n = 0, from = 0;
    for (;;) {
        size_t to = from;
        while (to < text.n && is_digit((unsigned char)text.at[to])) to++;
        if (to == from) return n;
        if (to - from > 3 || text.at[from] == '0') return 0;
        n = to;
        if (to >= text.n || text.at[to] != '.') return n;
        from = to + 1;
    }
}

static size_t number_length(Str text)
{
    size_t n = digits_length(text);
    if (n > 0) return n;
    while (n < text.n && n < 6 && strchr("IVX", text.at[n]) != NULL && text.at[n] != '\0') n++;
    return n < 6 ? n : 0;
}

bool prose_is_number(Str text, Str *number)
{
    text = str_trim(text);
    if (str_starts(text, STR("№"))) text = str_trim(str_slice(text, sizeof "№" - 1, text.n));
    size_t n = number_length(text), end = n;
    if (n == 0) return false;
    while (end < text.n && (text.at[end] == '.' || text.at[end] == ')')) end++;
    if (end != text.n || end > n + 2) return false;
    *number = str_slice(text, 0, n);
    return true;
}

Str prose_take_number(Str text, Str *rest)
{
    static const char *const words[] = { "Раздел ", "РАЗДЕЛ ", "Направление ", "НАПРАВЛЕНИЕ ", "Блок ", "БЛОК ", "Этап ", "ЭТАП " };
    *rest = text;
    Str at = str_trim(text);
    bool named = false;
    for (size_t i = 0; !named && i < sizeof words / sizeof *words; i++)
        if (str_starts(at, str_of(words[i]))) named = true, at = str_trim(str_slice(at, strlen(words[i]), at.n));
    size_t n = number_length(at), end = n;
    if (n == 0) return STR_EMPTY;
    bool marked = named || memchr(at.at, '.', n) != NULL;
    while (end < at.n && (at.at[end] == '.' || at.at[end] == ')')) end++, marked = true;
    if (!marked || end > n + 2 || end >= at.n) return STR_EMPTY;
    size_t look = end;
    uint32_t next = utf8_next(at, &look);
    if (end == n && !is_space(next)) return STR_EMPTY;
    if (!is_space(next) && !is_letter(next) && next != 0xAB && next != '*') return STR_EMPTY;
    if (prose_is_roman(str_slice(at, 0, n)) && prose_is_lower(str_slice(at, end, at.n))) return STR_EMPTY; /* «I. квартал» */
    *rest = str_trim(str_slice(at, end, at.n));
    return str_slice(at, 0, n);
}

bool prose_is_under(Str number, Str parent) { return parent.n > 0 && number.n > parent.n + 1 && str_starts(number, parent) && number.at[parent.n] == '.'; }

uint32_t prose_last_part(Str number)
{
    uint32_t value = 0;
    for (size_t i = 0; i < number.n; i++) {
        if (number.at[i] == '.') value = 0;
        else if (is_digit((unsigned char)number.at[i])) value = value * 10 + (uint32_t)(number.at[i] - '0');
        else return 0;
    }
    return value;
}

/* ---- bullets ---- */

static bool is_mark(uint32_t cp)
{
    return cp == '-' || cp == '*' || cp == 0x2022 || cp == 0xB7 || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || (cp >= 0x25A0 && cp <= 0x25FF) || cp == 0x2713 || cp == 0x2714 || cp == 0x27A2 || (cp >= 0xF000 && cp <= 0xF0FF);
}

size_t prose_bullet(Str text)
{
    size_t i = 0;
    if (text.n == 0) return 0;
    uint32_t cp = utf8_next(text, &i);
    bool ring = cp == 'o' && i < text.n && text.at[i] == ' '; /* Word's second bullet, as PDF has it */
    if (!ring && !is_mark(cp)) {
        size_t figures = is_digit(cp) && i < text.n && is_digit((unsigned char)text.at[i]) ? 1 : 0;
        if ((!is_digit(cp) && !(is_letter(cp) && utf8_upper(cp) != cp)) || i + figures >= text.n || text.at[i + figures] != ')') return 0;
        i += figures + 1;
    }
    while (i < text.n) {
        size_t next = i;
        if (!is_space(utf8_next(text, &next))) break;
        i = next;
    }
    size_t look = i;
    uint32_t after = i < text.n ? utf8_next(text, &look) : 0;
    return is_mark(cp) && (is_mark(after) || is_digit(after)) && text.at[i - 1] != ' ' ? 0 : i; /* «--», «-5» */
}

void *prose_grow(Arena *arena, void *items, uint32_t n, uint32_t *room, size_t size)
{
    if (n < *room) return items;
    uint32_t more = *room == 0 ? 8 : 2 * *room;
    char *copy = arena_array_size(arena, more, size);
    if (n > 0) memcpy(copy, items, n * size);
    *room = more;
    return copy;
}
