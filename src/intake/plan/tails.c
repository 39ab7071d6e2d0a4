/* «Срок: …» and «Ответственные: …» behind the words of a point. */
#include "base/utf8.h"
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
            static const char *const years[] = { " года", " г." };
            for (size_t y = 0; y < sizeof years / sizeof *years; y++)
                if (str_starts(str_slice(after, to, after.n), str_of(years[y]))) return str_slice(text, i, i + n + to + strlen(years[y]));
            return str_slice(text, i, i + n + to);
        }
    return STR_EMPTY;
}

/* ---- terms without a tail, in the words of a point ---- */

static bool is_letter(uint32_t cp) { return (cp >= 0x430 && cp <= 0x44F) || (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'); }

/* The word at i of a folded text, with what stands inside it: «20.01.2025», «1-го». */
static Str word_of(Str folded, size_t i)
{
    size_t to = i;
    while (to < folded.n) {
        size_t next = to;
        uint32_t cp = utf8_next(folded, &next);
        bool point = (cp == '.' || cp == '-' || cp == ':') && next < folded.n && folded.at[next] >= '0' && folded.at[next] <= '9';
        if (!is_letter(cp) && !point) break;
        to = next;
    }
    return str_slice(folded, i, to);
}

static bool is_day_word(Str word)
{
    static const char *const whole[] = { "г", "гг", "года", "год", "числа", "по", "до", "и", "не", "позднее", "дня", "день", "дней", "рабочих", "календарных", "рабочего", "учебных", "после", "со", "с", "момента", NULL };
    if (word.n > 0 && word.at[0] >= '0' && word.at[0] <= '9') return true;
    for (size_t i = 0; whole[i] != NULL; i++)
        if (str_eq(word, str_of(whole[i]))) return true;
    return prose_starts(word, "январ|феврал|март|апрел|мая|май|июн|июл|август|сентябр|октябр|ноябр|декабр");
}

/* Bytes of days behind a word that begins a term: numbers, months, what joins them; what only joins is no end. marked: a number or a month was among them. */
static size_t days_length(Str folded, bool *marked)
{
    size_t end = 0, i = 0;
    *marked = false;
    while (i < folded.n) {
        Str word = word_of(folded, i);
        if (word.n == 0) {
            size_t next = i;
            uint32_t cp = utf8_next(folded, &next);
            bool joins = cp == ' ' || cp == '.' || cp == '-' || cp == 0x2013 || cp == 0xAB || cp == 0xBB;
            if (!joins) break;
            i = next;
            continue;
        }
        if (!is_day_word(word)) break;
        bool digit = word.at[0] >= '0' && word.at[0] <= '9', month = prose_starts(word, "январ|феврал|март|апрел|мая|май|июн|июл|август|сентябр|октябр|ноябр|декабр");
        bool year = *marked && (str_eq(word, STR("г")) || str_eq(word, STR("гг")) || prose_starts(word, "год"));
        i += word.n;
        if (digit || month || year || prose_starts(word, "дня|дней|день")) end = i;
        *marked = *marked || month || (digit && memchr(word.at, '.', word.n) != NULL);
    }
    if (end > 0 && end < folded.n && folded.at[end] == '.' && (str_ends(str_slice(folded, 0, end), STR(" г")) || str_ends(str_slice(folded, 0, end), STR(" гг")))) end++;
    return end;
}

/* «не позднее 3 дней после проведения работы», «в течение 3 рабочих дней со дня подписания»: to the end of its words, which is a mark or a verb. */
static size_t event_length(Str folded)
{
    size_t i = 0, end = 0;
    for (uint32_t n = 0; i < folded.n && n < 12; n++) {
        Str word = word_of(folded, i);
        if (word.n == 0 || (n > 3 && word.n > 6 && (str_ends(word, STR("ть")) || str_ends(word, STR("ти"))))) break;
        end = i += word.n;
        if (i < folded.n && folded.at[i] == ' ') i++;
        else break;
    }
    return end;
}

/* «Провести повторные работы до 1 февраля», «с 11 апреля по 16 мая 2025 года», «ежеквартально представлять»: the words stay. text and folded have the same bytes but for case. */
static Str term_in_words(Arena *arena, Str text)
{
    static const char *const begins[] = { "до ", "с ", "не позднее ", "к ", "в срок до ", "в срок не позднее ", "в " };
    static const char *const rules[] = { "ежеквартально", "ежемесячно", "еженедельно", "ежегодно", "ежедневно" };
    Str folded = utf8_fold(arena, text);
    if (folded.n != text.n) return STR_EMPTY; /* a letter without its pair: places would differ */
    for (size_t i = 0; i < folded.n; i++) {
        if (i > 0 && folded.at[i - 1] != ' ' && folded.at[i - 1] != '(') continue;
        Str here = str_slice(folded, i, folded.n);
        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
            if (str_starts(here, str_of(rules[k]))) return str_slice(text, i, i + strlen(rules[k]));
        bool within = str_starts(here, STR("в течение ")) && here.n > 18 && here.at[18] >= '0' && here.at[18] <= '9';
        if (within) return str_slice(text, i, i + event_length(here));
        for (size_t k = 0; k < sizeof begins / sizeof *begins; k++) {
            bool marked;
            size_t n = strlen(begins[k]);
            if (!str_starts(here, str_of(begins[k]))) continue;
            Str days = str_slice(here, n, here.n);
            size_t length = days_length(days, &marked);
            if (str_eq(str_of(begins[k]), STR("в ")) && !prose_starts(days, "январе|феврале|марте|апреле|мае |июне|июле|августе|сентябре|октябре|ноябре|декабре")) continue;
            if (marked) return str_slice(text, i, i + n + length);
            bool event = str_starts(here, STR("не позднее ")) && prose_holds(str_slice(days, 0, 60), "после|со дня|с момента|до");
            if (event && days.n > 0 && days.at[0] >= '0' && days.at[0] <= '9') return str_slice(text, i, i + event_length(here));
        }
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
    if (term->n == 0) *term = term_in_words(arena, *words);
}

bool points_have_tail(Str text)
{
    size_t n;
    bool is_term;
    return next_tail(text, 0, &n, &is_term) != SIZE_MAX;
}

/* «Приказ по школе — до 10 марта, директор» of a list that names neither: what stands behind the last dash, when a time is among it. */
void points_dash(Arena *arena, Str *words, Str *term_out, Lines *people_out)
{
    enum { MOST_BYTES = 200 };
    static const char *const dashes[] = { " — ", " – ", " - " };
    size_t at = SIZE_MAX, n = 0;
    for (size_t i = 0; i < words->n; i++)
        for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++)
            if (str_starts(str_slice(*words, i, words->n), str_of(dashes[k]))) at = i, n = strlen(dashes[k]);
    if (at == SIZE_MAX || words->n - at > MOST_BYTES) return;
    Lines whole = { 0 };
    const Str *parts;
    uint32_t n_parts, n_times = 0;
    Prose term = { 0 };
    Lines people = { 0 };
    lines_add(arena, &whole, str_slice(*words, at + n, words->n), false);
    split_people(arena, &whole, &n_parts, &parts);
    for (uint32_t i = 0; i < n_parts; i++) {
        bool time = prose_is_time(utf8_fold(arena, parts[i]));
        n_times += time;
        if (time) prose_add_after(arena, &term, ", ", parts[i]);
        else lines_add(arena, &people, parts[i], false);
    }
    if (n_times == 0) return;
    *words = str_trim(str_slice(*words, 0, at));
    *term_out = prose_str(&term);
    *people_out = people;
}
