/* One pass from left to right. Every decision looks only at bytes that the pass leaves as they are, or at its own output: so a second pass changes nothing. */
#include "publish/typo.h"

#include "base/utf8.h"

#define NBSP    "\xC2\xA0"
#define EM_DASH "\xE2\x80\x94"
#define EN_DASH "\xE2\x80\x93"

typedef struct Pass {
    Str in;
    size_t i;   /* next byte of in */
    char *out;
    size_t n;
    int depth;  /* of quotes */
    bool glue;  /* spaces alone */
} Pass;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0x400 && cp <= 0x4FF);
}

/* Code point before byte i of s, 0 at the start. Stars of rich text are stepped over when asked. */
static uint32_t before(Str s, size_t i, bool over_stars)
{
    while (over_stars && i > 0 && s.at[i - 1] == '*') i--;
    if (i == 0) return 0;
    size_t from = i - 1;
    while (from > 0 && i - from < 4 && ((unsigned char)s.at[from] & 0xC0) == 0x80) from--;
    uint32_t cp = utf8_next(s, &from);
    return from == i ? cp : UTF8_BAD;
}

static void put(Pass *pass, Str s)
{
    memcpy(pass->out + pass->n, s.at, s.n);
    pass->n += s.n;
}

static void take(Pass *pass, size_t n)
{
    put(pass, str_slice(pass->in, pass->i, pass->i + n));
    pass->i += n;
}

static bool ahead(const Pass *pass, Str s)
{
    return pass->in.n - pass->i >= s.n && memcmp(pass->in.at + pass->i, s.at, s.n) == 0;
}

static bool opens(uint32_t cp)
{
    static const uint32_t openers[] = { 0, ' ', '\n', '\t', '(', '[', '{', '/', '-', '\\', 0xA0, 0xAB, 0x201E, 0x2013, 0x2014 };
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (cp == openers[i]) return true;
    }
    return false;
}

static void quote(Pass *pass)
{
    if (opens(before((Str){ pass->out, pass->n }, pass->n, true)) && pass->i + 1 < pass->in.n && (pass->in.at[pass->i + 1] == '-' || pass->in.at[pass->i + 1] == '/')) { /* «-"-», «--"--»: the same as above */
        take(pass, 1);
        return;
    }
    if (opens(before((Str){ pass->out, pass->n }, pass->n, true))) put(pass, pass->depth++ == 0 ? STR("«") : STR("„"));
    else if (pass->depth > 0) put(pass, --pass->depth == 0 ? STR("»") : STR("“"));
    else put(pass, STR("\""));
    pass->i++;
}

/* Bytes of «12,5» from i in the given direction. */
static size_t number_length(Str s, size_t i, int step)
{
    size_t n = 0;
    while (i < s.n && (is_digit(s.at[i]) || s.at[i] == ',' || s.at[i] == '.')) {
        n++;
        if (step < 0 && i == 0) break;
        i = step < 0 ? i - 1 : i + 1;
    }
    return n;
}

/* The hyphen at i stands between two numbers that are not a date, a code or a file's name. */
static bool is_range(Str s, size_t i)
{
    if (i == 0 || i + 1 >= s.n || !is_digit(s.at[i - 1]) || !is_digit(s.at[i + 1])) return false;
    size_t first = i - number_length(s, i - 1, -1), mark = first;
    while (mark > 0 && (s.at[mark - 1] == ' ' || (unsigned char)s.at[mark - 1] == 0xA0 || (unsigned char)s.at[mark - 1] == 0xC2)) mark--;
    if (before(s, mark, true) == 0x2116 || (s.at[first] == '0' && first + 1 < i && is_digit(s.at[first + 1]) && memchr(s.at + first, '.', i - first) == NULL)) return false; /* «№ 02-168» is a number of a paper */
    uint32_t left = before(s, first, false);
    size_t end = i + 1 + number_length(s, i + 1, 1);
    uint32_t right = end < s.n ? utf8_next(s, &end) : 0;
    for (const char *c = "-_/:#@\\="; *c; c++) {
        if (left == (uint32_t)*c || right == (uint32_t)*c) return false;
    }
    return !is_letter(left) && !is_letter(right);
}

/* The word that ends before byte i of s (letters only), empty when letters are glued to digits or hyphens. */
static Str word_before(Str s, size_t i)
{
    while (i > 0 && s.at[i - 1] == '*') i--;
    size_t from = i;
    uint32_t cp;
    while ((cp = before(s, from, false)) != 0 && is_letter(cp)) from -= cp < 0x80 ? 1 : 2;
    if (cp == '-' || (cp >= '0' && cp <= '9')) return STR_EMPTY;
    return str_slice(s, from, i);
}

static bool is_short_word(Str word)
{
    static const char *const words[] = { "в", "к", "с", "о", "у", "и", "а", "на", "по", "от", "до", "за", "из", "не", "ни", "но", "во", "ко", "со", "об" };
    if (word.n == 0 || word.n > 4) return false;
    char lower[8];
    size_t n = 0;
    for (size_t i = 0; i < word.n;) n += utf8_put(utf8_lower(utf8_next(word, &i)), lower + n);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (str_eq((Str){ lower, n }, str_of(words[i]))) return true;
    }
    return false;
}

static bool is_unit(Str s)
{
    static const char *const stems[] = { "балл", "работ", "школ", "учен", "учащ", "класс", "задани", "раз", "год", "г.", "лет", "мин", "сек", "чел",
        "пункт", "строк", "файл", "руб", "тыс", "млн", "МБ", "ГБ", "КБ", "мс",
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря" };
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        if (str_starts(s, str_of(stems[i]))) return true;
    }
    return false;
}

/* «22.11.2026, 11:43» is one moment. */
static bool is_time_of_date(Str s, size_t i)
{
    if (i < 6 || i + 5 >= s.n || s.at[i - 1] != ',' || s.at[i - 6] != '.' || s.at[i + 3] != ':') return false;
    for (size_t k = i - 5; k < i - 1; k++)
        if (!is_digit(s.at[k])) return false;
    return is_digit(s.at[i + 1]) && is_digit(s.at[i + 2]) && is_digit(s.at[i + 4]) && is_digit(s.at[i + 5]);
}

static bool binds(const Pass *pass)
{
    Str s = pass->in;
    Str next = str_slice(s, pass->i + 1, s.n);
    if (next.n == 0 || (unsigned char)next.at[0] <= ' ') return false;
    if (next.at[0] == '%' && pass->i > 0 && is_digit(s.at[pass->i - 1])) return true;
    uint32_t last = before(s, pass->i, true);
    if (last == 0x2116 || last == 0xA7) return true;
    if (str_starts(next, STR("№")) && is_letter(last)) return true; /* a number is not torn off from its school */
    if (last == ',' && is_time_of_date(s, pass->i)) return true;
    if (last >= '0' && last <= '9') {
        while (next.n > 0 && next.at[0] == '*') next = str_slice(next, 1, next.n);
        return is_unit(next);
    }
    Str word = word_before(s, pass->i);
    return is_short_word(word) || (is_digit(next.at[0]) && str_eq(word, STR("ещё")));
}

static void space(Pass *pass)
{
    /* A dash is not carried to the next line, whichever it is. */
    if (pass->glue && pass->i > 0 && (ahead(pass, STR(" " EN_DASH " ")) || ahead(pass, STR(" " EM_DASH " ")) || ahead(pass, STR(" - ")))) {
        put(pass, STR(NBSP));
        pass->i++;
        return;
    }
    static const Str dashes[] = { { " - ", 3 }, { " -- ", 4 }, { " " EN_DASH " ", 5 }, { " " EM_DASH " ", 5 } };
    for (size_t i = 0; !pass->glue && i < sizeof dashes / sizeof dashes[0]; i++) {
        if (pass->i == 0 || !ahead(pass, dashes[i])) continue;
        put(pass, STR(NBSP EM_DASH));
        pass->i += dashes[i].n - 1; /* the space after it is looked at on its own */
        return;
    }
    if (!binds(pass)) {
        take(pass, 1);
        return;
    }
    put(pass, STR(NBSP));
    pass->i++;
}

/* Bytes that are not prose: the (#anchor) of a link, an address. 0 = prose. */
static size_t verbatim(const Pass *pass)
{
    Str rest = str_slice(pass->in, pass->i, pass->in.n);
    if (str_starts(rest, STR("](#"))) {
        for (size_t n = 3; n < rest.n && (unsigned char)rest.at[n] > ' '; n++) {
            if (rest.at[n] == ')') return n + 1;
        }
        return 0;
    }
    if (!str_starts(rest, STR("http://")) && !str_starts(rest, STR("https://"))) return 0;
    size_t n = 0;
    while (n < rest.n && (unsigned char)rest.at[n] > ' ' && !strchr("\"<>)]", rest.at[n]) && !str_starts(str_slice(rest, n, rest.n), STR("»")) &&
           !str_starts(str_slice(rest, n, rest.n), STR(NBSP))) n++;
    return n;
}

static void step(Pass *pass)
{
    char c = pass->in.at[pass->i];
    size_t n = c == ']' || c == 'h' ? verbatim(pass) : 0;
    if (n > 0) {
        take(pass, n);
    } else if (pass->glue) {
        if (c == ' ') space(pass);
        else take(pass, 1);
    } else if (c == '"') {
        quote(pass);
    } else if (c == ' ') {
        space(pass);
    } else if (c == '-' && is_range(pass->in, pass->i)) {
        put(pass, STR(EN_DASH));
        pass->i++;
    } else if (c == '.' && ahead(pass, STR("..."))) {
        put(pass, STR("…"));
        pass->i += 3;
    } else {
        if (ahead(pass, STR("«")) || ahead(pass, STR("„"))) pass->depth++;
        else if ((ahead(pass, STR("»")) || ahead(pass, STR("“"))) && pass->depth > 0) pass->depth--;
        take(pass, 1);
    }
}

static Str set(Arena *arena, Str text, bool glue)
{
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++) plain = text.at[i] != ' ' && text.at[i] != '"' && text.at[i] != '-' && text.at[i] != '.';
    if (plain) return text;
    char small[2048];
    bool fits = text.n <= sizeof small / 4; /* the worst: « -» gives five bytes of two, "«" two of one */
    Pass pass = { .in = text, .out = fits ? small : arena_alloc(arena, text.n * 4), .glue = glue };
    while (pass.i < text.n) step(&pass);
    Str out = { pass.out, pass.n };
    return fits ? arena_str(arena, out) : out;
}

Str typo(Arena *arena, Str text) { return set(arena, text, false); }
Str typo_glue(Arena *arena, Str text) { return set(arena, text, true); }
