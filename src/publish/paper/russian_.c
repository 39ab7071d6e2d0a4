#include "publish/paper/make_.h"

#include "base/date.h"
#include "base/utf8.h"

#define BLANK_NUMBER "_______"

/* Endings in the order of trial: the first that fits decides. */
static const struct { const char *ending; Gender gender; } endings[] = {
    { "учителя", GENDER_THEY }, { "директора", GENDER_THEY }, { "мастера", GENDER_THEY },
    { "мероприятия", GENDER_THEY }, { "рекомендации", GENDER_THEY }, { "меры", GENDER_THEY },
    { "ние", GENDER_IT }, { "тие", GENDER_IT }, { "ое", GENDER_IT }, { "ее", GENDER_IT }, { "ьмо", GENDER_IT },
    { "ие", GENDER_THEY }, { "ые", GENDER_THEY }, { "ы", GENDER_THEY }, { "и", GENDER_THEY },
    { "сть", GENDER_SHE }, { "ая", GENDER_SHE }, { "яя", GENDER_SHE }, { "а", GENDER_SHE }, { "я", GENDER_SHE },
    { "о", GENDER_IT }, { "е", GENDER_IT },
};

Gender russian_gender(Str title)
{
    char word[64];
    size_t n = 0;
    for (size_t i = 0; i < title.n && n + 4 < sizeof word;) {
        uint32_t cp = utf8_lower(utf8_next(title, &i));
        if (cp == 0x451) cp = 0x435;
        if (cp < 0x430 || cp > 0x44F) break;
        n += utf8_put(cp, word + n);
    }
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        if (str_ends((Str){ word, n }, str_of(endings[k].ending))) return endings[k].gender;
    return GENDER_HE;
}

Str russian_from(Arena *arena, int32_t day, Str number)
{
    Str on = day == DATE_NONE ? STR("____________") : date_short(arena, day);
    return arena_printf(arena, "от\u00A0%.*s №\u00A0%.*s", STR_ARG(on), STR_ARG(number.n > 0 ? number : STR(BLANK_NUMBER)));
}

Str russian_day(Arena *arena, int32_t day) { return day == DATE_NONE ? STR("«___» ____________ 20___ г.") : date_long(arena, day); }

Str russian_join(Arena *arena, uint32_t n, const Str *parts, const char *between)
{
    Buf buf;
    buf_init(&buf, 0);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) buf_add_z(&buf, between);
        buf_add(&buf, parts[i]);
    }
    Str joined = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    return joined;
}

typedef enum Case { CASE_PLAIN, CASE_GENITIVE, CASE_INSTRUMENTAL } Case;

/* Of the words «писем комитета …», «приказом отдела …»: by the ending of the first one. */
static Case case_of(Str words)
{
    static const struct { const char *ending; Case found; } ends[] = {
        { "писем", CASE_GENITIVE }, { "ого", CASE_GENITIVE }, { "его", CASE_GENITIVE }, { "ой", CASE_GENITIVE }, { "ов", CASE_GENITIVE }, { "ев", CASE_GENITIVE }, { "ений", CASE_GENITIVE }, { "ых", CASE_GENITIVE }, { "их", CASE_GENITIVE },
        { "а", CASE_GENITIVE }, { "я", CASE_GENITIVE }, { "и", CASE_GENITIVE },
        { "ом", CASE_INSTRUMENTAL }, { "ем", CASE_INSTRUMENTAL }, { "ым", CASE_INSTRUMENTAL }, { "им", CASE_INSTRUMENTAL }, { "ами", CASE_INSTRUMENTAL }, { "ями", CASE_INSTRUMENTAL }, { "ими", CASE_INSTRUMENTAL }, { "ыми", CASE_INSTRUMENTAL },
    };
    size_t space = str_find(words, STR(" "));
    Str first = str_slice(words, 0, space == SIZE_MAX ? words.n : space);
    Case found = CASE_PLAIN;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        Str ending = str_of(ends[i].ending);
        if (ending.n > longest && str_ends(first, ending)) longest = ending.n, found = ends[i].found;
    }
    return found;
}

Str russian_basis(Arena *arena, uint32_t n, const Str *basis)
{
    Case last = CASE_PLAIN;
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        if (str_starts(basis[i], STR("в целях ")) || str_starts(basis[i], STR("с целью "))) { /* an aim follows what it rests on as it stands */
            out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), i > 0 ? ", " : "", STR_ARG(basis[i]));
            last = CASE_PLAIN;
            continue;
        }
        Case now = case_of(basis[i]);
        if (now == CASE_PLAIN) return STR_EMPTY;
        const char *before = i > 0 && now == last ? ", " : now == CASE_GENITIVE ? "на основании " : "в соответствии с ";
        out = arena_printf(arena, "%.*s%s%s%.*s", STR_ARG(out), i > 0 && now != last ? ", " : "", before, STR_ARG(basis[i]));
        last = now;
    }
    return out;
}

Str russian_capital(Arena *arena, Str text)
{
    char put[4];
    size_t i = 0;
    if (text.n == 0) return text;
    size_t n = utf8_put(utf8_upper(utf8_next(text, &i)), put);
    return arena_printf(arena, "%.*s%.*s", (int)n, put, STR_ARG(str_slice(text, i, text.n)));
}

/* Bytes of the first word of text. */
static size_t word_length(Str text)
{
    size_t n = 0;
    while (n < text.n && text.at[n] != ' ') n++;
    return n;
}

static bool has_small(Str text)
{
    size_t i = word_length(text);
    while (i < text.n) {
        uint32_t cp = utf8_next(text, &i);
        if (cp >= 0x430 && cp <= 0x44F) return true;
    }
    return false;
}

Str russian_genitive_of(Arena *arena, Str title)
{
    static const struct { const char *noun, *genitive; } nouns[] = {
        { "план", "плана" }, { "план-график", "плана-графика" }, { "план-сетка", "плана-сетки" }, { "перечень", "перечня" }, { "мероприятия", "мероприятий" }, { "меры", "мер" }, { "комплекс", "комплекса" }, { "программа", "программы" },
        { "циклограмма", "циклограммы" }, { "график", "графика" }, { "карта", "карты" },
    };
    Str rest = title, words = STR_EMPTY;
    if (!has_small(title)) return STR_EMPTY; /* all capitals: the rest would stay so */
    for (int k = 0; k < 3 && rest.n > 0; k++) { /* «Муниципальный план», «Дорожная карта», «Единый годовой план» */
        size_t n = word_length(rest);
        Str word = utf8_fold(arena, str_slice(rest, 0, n));
        rest = str_slice(rest, n, rest.n);
        for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
            if (str_eq(word, str_of(nouns[i].noun))) return arena_printf(arena, "%.*s%s%.*s", STR_ARG(words), nouns[i].genitive, STR_ARG(rest));
        static const struct { const char *from, *to; } ends[] = { { "ный", "ного" }, { "ской", "ского" }, { "ский", "ского" }, { "ной", "ного" }, { "вой", "вого" }, { "вый", "вого" }, { "ый", "ого" }, { "ний", "него" }, { "ная", "ной" }, { "ская", "ской" } };
        Str genitive = STR_EMPTY;
        for (size_t i = 0; i < sizeof ends / sizeof *ends && genitive.n == 0; i++)
            if (str_ends(word, str_of(ends[i].from))) genitive = arena_printf(arena, "%.*s%s", STR_ARG(str_slice(word, 0, word.n - strlen(ends[i].from))), ends[i].to);
        if (genitive.n == 0) return STR_EMPTY;
        words = arena_printf(arena, "%.*s%.*s ", STR_ARG(words), STR_ARG(genitive));
        rest = str_trim(rest);
    }
    return STR_EMPTY;
}

Str russian_approval_of(Arena *arena, Str title)
{
    Str genitive = russian_genitive_of(arena, title);
    return genitive.n == 0 ? genitive : arena_printf(arena, "Об утверждении %.*s", STR_ARG(genitive));
}

Str russian_small(Arena *arena, Str text)
{
    char put[4];
    size_t i = 0, next;
    if (text.n == 0) return text;
    uint32_t first = utf8_next(text, &i);
    next = i;
    uint32_t second = i < text.n ? utf8_next(text, &next) : ' ';
    if (utf8_lower(second) == utf8_upper(second) || second != utf8_lower(second)) return text; /* «ИМЦ», «И. И.» */
    size_t n = utf8_put(utf8_lower(first), put);
    return arena_printf(arena, "%.*s%.*s", (int)n, put, STR_ARG(str_slice(text, i, text.n)));
}

Str russian_wrap(Arena *arena, Str text, uint32_t n_chars)
{
    char *out = arena_alloc(arena, text.n + 1);
    memcpy(out, text.at, text.n);
    uint32_t n_here = 0;
    size_t last_space = SIZE_MAX;
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t cp = utf8_next(text, &i);
        n_here++;
        if (cp == '\n') n_here = 0, last_space = SIZE_MAX;
        else if (cp == ' ') last_space = at;
        if (n_here <= n_chars || last_space == SIZE_MAX) continue;
        out[last_space] = '\n';
        n_here = (uint32_t)utf8_length(str_slice(text, last_space + 1, i));
        last_space = SIZE_MAX;
    }
    return (Str){ out, text.n };
}
