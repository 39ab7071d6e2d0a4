#include "intake/identity_.h"

#include "base/utf8.h"

typedef struct Subject { const char *title, *names; } Subject;

/* Names are divided by '|'; words by spaces; '*' at the end of a word: begins with. The first subject that fits is taken, so longer names stand first. */
static const Subject subjects[] = {
    { "Математика", "математик*|матем|мат|ма|math*|mat|ma|алгебр*" },
    { "Литературное чтение", "литературн* чтен*|лит чтен*" },
    { "Русский язык", "русск* язык*|русск* яз|русск*|рус яз|рус|ру|rus*|ru" },
    { "Окружающий мир", "окружающ* мир*|окр мир*|окр|okr" },
    { "Английский язык", "английск*|англ|ан|ая|иняз|english|eng|en|an" },
    { "Немецкий язык", "немецк*|нем|de|germ*" },
    { "Французский язык", "французск*|фр|fr|french" },
    { "Обществознание", "обществозн*|общество|общ|об|оз|obsh*|ob" },
    { "Биология", "биолог*|био|би|biolog*|bio|bi" },
    { "География", "географ*|гео|гг|ге|geograph*|geo|gg" },
    { "История", "истор*|ист|ис|hist*|is" },
    { "Физика", "физик*|физ|фи|phys*|fiz|fi" },
    { "Химия", "хими*|хим|хи|chem*|him|hi|xi" },
    { "Информатика", "информатик*|информ|инф|икт|inf*" },
    { "Литература", "литератур*|лит|lit*" },
    { "Метапредметная работа", "метапредмет*" },
};

typedef struct Token {
    Str text;     /* folded, letters only or digits only */
    size_t from;  /* in the folded text */
    bool number;
    bool dotted;  /* a number that a point or comma ties to another one: part of a date or of a decimal */
    long long value;
} Token;

enum { MAX_TOKENS = 64 };

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0x430 && cp <= 0x45F);
}

static size_t tokens_of(Str folded, Token *tokens)
{
    size_t n = 0;
    for (size_t i = 0; i < folded.n && n < MAX_TOKENS;) {
        size_t from = i;
        uint32_t cp = utf8_next(folded, &i);
        bool digit = cp >= '0' && cp <= '9';
        if (!digit && !is_letter(cp)) continue;
        size_t end = i;
        while (i < folded.n) {
            uint32_t next = utf8_next(folded, &i);
            if (digit ? !(next >= '0' && next <= '9') : !is_letter(next)) break;
            end = i;
        }
        i = end;
        Token token = { .text = str_slice(folded, from, end), .from = from, .number = digit, .value = -1 };
        if (digit) {
            str_to_int(token.text, &token.value);
            char before = from > 0 ? folded.at[from - 1] : ' ', after = end < folded.n ? folded.at[end] : ' ';
            bool tied_before = (before == '.' || before == ':') && from > 1 && folded.at[from - 2] >= '0' && folded.at[from - 2] <= '9';
            bool tied_after = (after == '.' || after == ':') && end + 1 < folded.n && folded.at[end + 1] >= '0' && folded.at[end + 1] <= '9';
            token.dotted = tied_before || tied_after || token.text.at[0] == '0';
        }
        tokens[n++] = token;
    }
    return n;
}

static bool word_fits(Str word, Str name)
{
    if (str_ends(name, STR("*"))) return str_starts(word, str_slice(name, 0, name.n - 1));
    return str_eq(word, name);
}

/* Number of tokens that name takes at token i; 0 when it does not fit. */
static size_t name_fits(Str name, const Token *tokens, size_t n, size_t i)
{
    size_t taken = 0;
    while (name.n > 0) {
        size_t space = str_find(name, STR(" "));
        Str word = space == SIZE_MAX ? name : str_slice(name, 0, space);
        if (i + taken >= n || tokens[i + taken].number || !word_fits(tokens[i + taken].text, word)) return 0;
        taken++;
        name = space == SIZE_MAX ? STR_EMPTY : str_slice(name, space + 1, name.n);
    }
    return taken;
}

/* The subject named by most letters, so that «ма» inside another name cannot win. *at: its first token, *taken: how many. */
static const Subject *find_subject(const Token *tokens, size_t n, size_t *at, size_t *taken)
{
    const Subject *best = NULL;
    size_t best_letters = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < sizeof subjects / sizeof *subjects; s++)
            for (Str rest = str_of(subjects[s].names); rest.n > 0;) {
                size_t bar = str_find(rest, STR("|"));
                size_t fits = name_fits(bar == SIZE_MAX ? rest : str_slice(rest, 0, bar), tokens, n, i);
                size_t letters = 0;
                for (size_t k = 0; k < fits; k++) letters += tokens[i + k].text.n;
                /* «об», «an», «is» are words too: a code of two letters counts beside a number only */
                bool beside = (i > 0 && tokens[i - 1].number) || (i + 1 < n && tokens[i + 1].number);
                if (fits == 1 && utf8_length(tokens[i].text) <= 2 && !beside) letters = 0;
                if (letters > best_letters) best = &subjects[s], best_letters = letters, *at = i, *taken = fits;
                rest = bar == SIZE_MAX ? STR_EMPTY : str_slice(rest, bar + 1, rest.n);
            }
    return best;
}

static bool is_year(const Token *token) { return token->number && token->text.n == 4 && token->value >= 2010 && token->value <= 2049; }

static int year_of(const Token *tokens, size_t n)
{
    int year = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_year(&tokens[i])) continue;
        int next = i + 1 < n && is_year(&tokens[i + 1]) ? (int)tokens[i + 1].value : 0;
        if (next == (int)tokens[i].value + 1) return next; /* a school year: works of spring */
        if (year == 0) year = (int)tokens[i].value;
    }
    return year;
}

static bool is_grade(const Token *tokens, size_t n, size_t i)
{
    return i < n && tokens[i].number && !tokens[i].dotted && tokens[i].value >= 1 && tokens[i].value <= 11;
}

/* A number before «класс», else beside the subject, else after a year, else the grade that the examination closes, else the only number that could be one. */
static int grade_of(const Token *tokens, size_t n, size_t at, size_t taken)
{
    for (size_t i = 0; i < n; i++)
        if (is_grade(tokens, n, i) && i + 1 < n && str_starts(tokens[i + 1].text, STR("кл"))) return (int)tokens[i].value;
    for (size_t i = 0; i + 1 < n; i++)
        if (str_starts(tokens[i].text, STR("класс")) && is_grade(tokens, n, i + 1)) return (int)tokens[i + 1].value;
    if (taken > 0) {
        if (is_grade(tokens, n, at + taken)) return (int)tokens[at + taken].value;
        if (at > 0 && is_grade(tokens, n, at - 1)) return (int)tokens[at - 1].value;
    }
    for (size_t i = 0; i + 1 < n; i++)
        if (is_year(&tokens[i]) && is_grade(tokens, n, i + 1)) return (int)tokens[i + 1].value;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(tokens[i].text, STR("огэ"))) return 9;
        if (str_eq(tokens[i].text, STR("егэ"))) return 11;
    }
    int only = 0;
    if (taken == 0 && year_of(tokens, n) == 0) return 0; /* «Sheet1», «export (3)» speak of no grade */
    for (size_t i = 0; i < n; i++) {
        if (!is_grade(tokens, n, i)) continue;
        if (only != 0 && only != (int)tokens[i].value) return 0;
        only = (int)tokens[i].value;
    }
    return only;
}

void identity_read(Str text, Identity *io, Arena *arena)
{
    Token tokens[MAX_TOKENS];
    Str folded = utf8_fold(arena, str_slice(text, 0, 400));
    size_t n = tokens_of(folded, tokens), at = 0, taken = 0;
    const Subject *subject = find_subject(tokens, n, &at, &taken);
    if (io->subject.n == 0 && subject != NULL) {
        io->subject = str_of(subject->title);
        io->known_subject = true;
    }
    if (io->year == 0) io->year = year_of(tokens, n);
    if (io->grade == 0) io->grade = grade_of(tokens, n, at, taken);
    for (size_t i = 0; i < n && io->level.n == 0; i++)
        if (str_starts(tokens[i].text, STR("углубл"))) io->level = STR("углублённый");
}

void identity_own_words(Str text, Identity *io, Arena *arena)
{
    static const char *const service[] = { "форма", "сбора", "результат*", "впр", "др", "кдр", "нико", "огэ", "егэ", "класс*", "кл", "год*", "г", "протокол*",
                                           "отчет*", "выгрузка", "работа", "работы", "по", "за", "и", "ф", "индивидуальные", "edu", "sch", "ksh", "xlsx", "ods", "csv", "лист*",
                                           "sheet*", "tsv", "txt", "вариант*", "копия", "файл*", "форм*", "школ*", "от", "из", "для", "на", "данн*", "таблиц*", "итог*", "сводн*", "нов*", "copy", "new",
                                           "form*", "data" };
    if (io->subject.n > 0) return;
    Token tokens[MAX_TOKENS];
    Str folded = utf8_fold(arena, str_slice(text, 0, 200));
    size_t n = tokens_of(folded, tokens), from = 0;
    for (size_t i = 0; i + 2 < n && from == 0; i++)
        if (is_year(&tokens[i]) && is_grade(tokens, n, i + 1) && !tokens[i + 2].number) from = i + 2; /* «2026-4-шахматы» is said on purpose, whatever stands before */
    char *out = arena_alloc(arena, folded.n + n + 8);
    size_t length = 0;
    for (size_t i = from; i < n; i++) {
        bool skip = tokens[i].number || utf8_length(tokens[i].text) < 2; /* «v1», «r21» name no subject */
        for (size_t k = 0; k < sizeof service / sizeof *service && !skip; k++) skip = word_fits(tokens[i].text, str_of(service[k]));
        if (skip) continue;
        if (length > 0) out[length++] = ' ';
        memcpy(out + length, tokens[i].text.at, tokens[i].text.n);
        length += tokens[i].text.n;
    }
    if (length == 0) return;
    size_t i = 0;
    Str words = { out, length };
    uint32_t first = utf8_next(words, &i);
    char head[4];
    size_t head_n = utf8_put(utf8_upper(first), head);
    io->subject = arena_printf(arena, "%.*s%.*s", (int)head_n, head, (int)(length - i), out + i);
    io->known_subject = from > 0;
}

bool identity_complete(const Identity *identity) { return identity->year != 0 && identity->grade != 0 && identity->subject.n > 0; }

Str identity_subject(Str text, Arena *arena)
{
    Identity identity = { 0 };
    identity_read(text, &identity, arena);
    return identity.known_subject ? identity.subject : STR_EMPTY;
}

void identity_procedure(const Identity *identity, Arena *arena, Procedure *out)
{
    Str subject = identity->subject.n > 0 ? identity->subject : STR("Работа");
    bool deep = identity->level.n > 0;
    Str words = deep ? arena_printf(arena, "%.*s %.*s", STR_ARG(subject), STR_ARG(identity->level)) : subject;
    char *slug = arena_alloc(arena, words.n * 2 + 4);
    size_t n = 0;
    for (size_t i = 0; i < words.n;) {
        uint32_t cp = utf8_next(words, &i);
        n += utf8_put(cp == UTF8_BAD ? '?' : cp == ' ' ? '-' : utf8_lower(cp), slug + n);
    }
    *out = (Procedure){ .year = identity->year, .grade = identity->grade, .subject = subject };
    out->id = arena_printf(arena, "%d-%d-%.*s", identity->year, identity->grade, (int)n, slug);
    Str grade = identity->grade == 0 ? STR_EMPTY : arena_printf(arena, ", %d класс", identity->grade);
    Str year = identity->year == 0 ? STR_EMPTY : arena_printf(arena, ", %d", identity->year);
    Str level = deep ? arena_printf(arena, " (%.*s)", STR_ARG(identity->level)) : STR_EMPTY;
    out->title = arena_printf(arena, "%.*s%.*s%.*s%.*s", STR_ARG(subject), STR_ARG(level), STR_ARG(grade), STR_ARG(year));
}

Str identity_login(Str text, Arena *arena)
{
    static const char *const kinds[] = { "edu", "sch", "ksh" };
    Str folded = utf8_fold(arena, str_slice(text, 0, 400));
    for (size_t i = 0; i + 3 < folded.n; i++) {
        if (i > 0 && folded.at[i - 1] >= 'a' && folded.at[i - 1] <= 'z') continue;
        for (size_t k = 0; k < 3; k++) {
            if (memcmp(folded.at + i, kinds[k], 3) != 0) continue;
            size_t end = i + 3;
            while (end < folded.n && folded.at[end] >= '0' && folded.at[end] <= '9') end++;
            if (end - i >= 3 + 4) return str_slice(folded, i, end);
        }
    }
    return STR_EMPTY;
}
