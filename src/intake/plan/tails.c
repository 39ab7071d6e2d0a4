/* «Срок: …» and «Ответственные: …» behind the words of a point. */
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"

enum { DAY_BYTES = 60 /* the longest way to write a day, and then some */ };

/* A tail's first word at i: bytes up to its words; 0: none. «Ответственных за…» is no tail: a colon or a dash must follow. */
static size_t tail_at(Str text, size_t i, bool *is_term)
{
    static const char *const terms[] = { "Сроки", "Срок", "сроки", "срок", "СРОКИ", "СРОК" };
    static const char *const people[] = { "Ответственные", "Ответственный", "Ответственная", "Ответственное", "ответственные", "ответственный", "ответственная", "Исполнители", "Исполнитель", "исполнители", "исполнитель", "Отв.", "отв.", "ОТВЕТСТВЕННЫЕ", "ОТВЕТСТВЕННЫЙ" };
    static const char *const more[] = { " за исполнение", " за выполнение", " исполнения", " исполнители", " исполнитель", " реализации", " выполнения", " проведения", " лица", " лицо", " " };
    size_t n = 0;
    Str here = str_slice(text, i, text.n);
    for (size_t k = 0; n == 0 && k < sizeof terms / sizeof *terms; k++)
        if (str_starts(here, str_of(terms[k]))) n = strlen(terms[k]), *is_term = true;
    for (size_t k = 0; n == 0 && k < sizeof people / sizeof *people; k++)
        if (str_starts(here, str_of(people[k]))) n = strlen(people[k]), *is_term = false;
    if (n == 0) return 0;
    bool marked = here.at[n - 1] == '.'; /* «Отв.» needs no colon */
    for (size_t k = 0; k < sizeof more / sizeof *more; k++)
        if (str_starts(str_slice(here, n, here.n), str_of(more[k]))) n += strlen(more[k]);
    Str next = str_slice(here, n, here.n);
    size_t mark = str_starts(next, STR(":")) ? 1 : str_starts(next, STR("–")) || str_starts(next, STR("—")) ? 3 : str_starts(next, STR("- ")) ? 1 : 0;
    return mark > 0 || marked ? n + mark : 0;
}

/* A tail begins a word. */
static size_t next_tail(Str text, size_t i, size_t *n, bool *is_term)
{
    for (; i < text.n; i++) {
        if (i > 0 && strchr(" (\n;.", text.at[i - 1]) == NULL) continue;
        *n = tail_at(text, i, is_term);
        if (*n > 0) return i;
    }
    return SIZE_MAX;
}

static Str bare(Str text)
{
    text = str_trim(text);
    while (text.n > 0 && strchr(";,(.", text.at[text.n - 1]) != NULL) {
        if (text.at[text.n - 1] == '.' && (str_ends(text, STR(" г.")) || str_ends(text, STR(" гг.")))) break;
        text = str_trim(str_slice(text, 0, text.n - 1));
    }
    return text;
}

/* «(срок – май, ответственный – Дроздова П.П.)»: the bracket that closes is not of the tail. */
static Str inside_bracket(Str tail)
{
    int depth = 0;
    for (size_t i = 0; i < tail.n; i++) {
        depth += (tail.at[i] == '(') - (tail.at[i] == ')');
        if (depth < 0) return str_trim(str_slice(tail, 0, i));
    }
    return tail;
}

/* «… в срок до 10 августа 2015 года»: the words stay, and the term is read out of them. */
static Str term_inside(Str text)
{
    static const char *const begins[] = { "в срок до ", "в срок не позднее ", "не позднее ", "до ", "к " };
    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
        for (size_t i = 0; i + strlen(begins[k]) < text.n; i++) {
            int32_t day;
            size_t from, to, n = strlen(begins[k]);
            if ((i > 0 && strchr(" (", text.at[i - 1]) == NULL) || !str_starts(str_slice(text, i, text.n), str_of(begins[k]))) continue;
            Str after = str_slice(text, i + n, i + n + DAY_BYTES);
            if (!prose_find_day(after, &day, &from, &to) || from > 3) continue; /* «до «10» июня» */
            return str_slice(text, i, i + n + to);
        }
    return STR_EMPTY;
}

void points_tails(Arena *arena, Str text, Str *words, Str *term, Lines *people)
{
    size_t n = 0;
    bool is_term = false;
    size_t at = next_tail(text, 0, &n, &is_term);
    *term = STR_EMPTY;
    *words = at == SIZE_MAX ? text : str_trim(str_slice(text, 0, at));
    while (words->n > 0 && strchr(";(", words->at[words->n - 1]) != NULL) *words = str_trim(str_slice(*words, 0, words->n - 1));
    while (at != SIZE_MAX) {
        size_t from = at + n;
        bool was_term = is_term;
        at = next_tail(text, from, &n, &is_term);
        Str tail = str_trim(str_slice(text, from, at == SIZE_MAX ? text.n : at));
        if (was_term) tail = bare(tail);
        tail = inside_bracket(tail);
        if (was_term) *term = term->n == 0 ? tail : *term;
        else lines_add(arena, people, tail, false);
    }
    if (term->n == 0) *term = term_inside(*words);
}

bool points_have_tail(Str text)
{
    size_t n;
    bool is_term;
    return next_tail(text, 0, &n, &is_term) != SIZE_MAX;
}
