#include "plan/reference.h"

#include "base/date.h"
#include "base/utf8.h"

/* A word of the text without the marks around it: where its letters begin and end, and whether a clause ends behind it. */
typedef struct Word { size_t from, to, next; Str folded; bool ends; } Word;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_mark(char c) { return c != '\0' && strchr(" \n\t.,;:()[]\"!?", c) != NULL; }

static size_t over_spaces(Str text, size_t i)
{
    for (size_t next = i; i < text.n; i = next)
        if (!utf8_is_space(utf8_next(text, &next))) break;
    return i;
}

static bool starts_at(Str text, size_t i, const char *what) { return str_starts(str_slice(text, i < text.n ? i : text.n, text.n), str_of(what)); }

static Word word_at(Str text, size_t i, Arena *arena)
{
    Word word = { .from = over_spaces(text, i) };
    while (word.from < text.n && (text.at[word.from] == '"' || starts_at(text, word.from, "«"))) word.from += text.at[word.from] == '"' ? 1 : strlen("«");
    for (word.to = word.from; word.to < text.n && !is_mark(text.at[word.to]);) {
        size_t next = word.to;
        if (utf8_is_space(utf8_next(text, &next)) || starts_at(text, word.to, "»")) break;
        word.to = next;
    }
    word.next = word.to;
    while (word.next < text.n) {
        bool quote = starts_at(text, word.next, "»");
        if (!quote && !is_mark(text.at[word.next])) break;
        if (text.at[word.next] == ' ') break;
        word.ends = word.ends || !quote;
        word.next += quote ? strlen("»") : 1;
    }
    word.folded = utf8_fold(arena, str_slice(text, word.from, word.to));
    return word;
}

#define LIST(...) (const char *const[]){ __VA_ARGS__, NULL }

/* «п.», «пп. », «пунктом»: the byte behind it; 0: no such word here. */
static size_t point_word(Str text, size_t i, Arena *arena)
{
    Word word = word_at(text, i, arena);
    if (word.from != i) return 0;
    if (str_is_among(word.folded, LIST("п", "пп", "п.п"))) {
        size_t at = word.to;
        if (at >= text.n || text.at[at] != '.') return 0;
        at++;
        if (starts_at(text, at, "п.")) at += strlen("п.");
        return over_spaces(text, at);
    }
    bool whole = str_starts_among(word.folded, LIST("пункт", "подпункт")) && str_is_among(str_slice(word.folded, str_starts(word.folded, STR("под")) ? strlen("под") : 0, word.folded.n),
        LIST("пункт", "пункта", "пункту", "пунктом", "пункте", "пункты", "пунктов", "пунктам", "пунктами", "пунктах"));
    return whole && !word.ends ? over_spaces(text, word.to) : 0;
}

/* «2.1», «17», «2.2а» */
static size_t number_end(Str text, size_t i)
{
    size_t at = i;
    while (at < text.n && is_digit(text.at[at])) {
        while (at < text.n && is_digit(text.at[at])) at++;
        if (at + 1 < text.n && text.at[at] == '.' && is_digit(text.at[at + 1])) at++;
        else break;
    }
    size_t next = at;
    if (at > i && at < text.n) {
        uint32_t letter = utf8_next(text, &next);
        bool alone = next >= text.n || is_mark(text.at[next]);
        if (letter >= 0x430 && letter <= 0x44F && alone) return next; /* а…я */
    }
    return at;
}

static PlanKind kind_of(Str word)
{
    if (str_is_among(word, LIST("плана", "плану", "планом", "плане", "план"))) return PLAN_PLAN;
    if (str_is_among(word, LIST("приказа", "приказу", "приказом", "приказе")) || str_starts_among(word, LIST("распоряжени", "постановлени"))) return PLAN_ORDER;
    if (str_is_among(word, LIST("протокола", "протоколу", "протоколом", "протоколе")) || str_starts_among(word, LIST("решени"))) return PLAN_MINUTES;
    return str_starts_among(word, LIST("карты", "карте", "картой")) ? PLAN_ROADMAP : (PlanKind)0;
}

static bool is_above(Str word) { return str_starts_among(word, LIST("муниципальн", "районн", "региональн", "областн", "краев", "управлени", "комитет", "министерств", "департамент", "вышестоящ")); }

/* «14.10.2020» */
static bool day_at(Str text, size_t i, int32_t *day)
{
    long long d, m, y;
    if (i + 10 > text.n || text.at[i + 2] != '.' || text.at[i + 5] != '.') return false;
    if (!str_to_int(str_slice(text, i, i + 2), &d) || !str_to_int(str_slice(text, i + 3, i + 5), &m) || !str_to_int(str_slice(text, i + 6, i + 10), &y)) return false;
    if (y < 1990 || y > 2199 || m < 1 || m > 12 || d < 1 || d > date_month_days((int)y, (int)m)) return false;
    *day = date_of((int)y, (int)m, (int)d);
    return true;
}

/* What the words behind the document say of it, in the same clause: day, number, whose it is. */
static void read_paper(Str text, size_t i, PlanReference *out, Arena *arena)
{
    enum { MOST = 240 };
    size_t end = i + MOST < text.n ? i + MOST : text.n;
    for (size_t at = i; at < end && text.at[at] != ';' && text.at[at] != ')' && text.at[at] != '\n';) {
        if (starts_at(text, at, "№")) {
            size_t from = over_spaces(text, at + strlen("№")), to = from;
            while (to < text.n && strchr(" ,;)\n", text.at[to]) == NULL && !starts_at(text, to, "»") && !starts_at(text, to, "\u00A0")) to++;
            while (to > from && text.at[to - 1] == '.') to--;
            if (to > from) out->number = str_slice(text, from, to), out->to = to;
            return;
        }
        if (out->day == DATE_NONE && is_digit(text.at[at]) && day_at(text, at, &out->day)) {
            out->to = at += 10;
            continue;
        }
        Word word = word_at(text, at, arena);
        if (point_word(text, at, arena) > 0) return;
        out->above = out->above || is_above(word.folded);
        if (starts_at(text, at, ". ") && out->day == DATE_NONE) return; /* the sentence is over; «от 12.03.2026 г. № 4» is not */
        if (word.from == at && word.to > at) at = word.to;
        else utf8_next(text, &at);
    }
}

/* The document behind a point, at most a few words on: «настоящего приказа», «муниципального плана». False: of something else. */
static bool document_at(Str text, size_t i, PlanReference *out, Arena *arena)
{
    enum { WORDS = 4 };
    size_t here = over_spaces(text, i);
    if (starts_at(text, here, ". ") && kind_of(word_at(text, here + 1, arena).folded) != 0) here = i = over_spaces(text, here + 1); /* «п. 1.3. приказа» */
    if (here >= text.n || strchr("),;.", text.at[here]) != NULL) return true; /* «(п. 2.1)», «по п. 3.» */
    for (int k = 0; k < WORDS; k++) {
        Word word = word_at(text, i, arena);
        PlanKind kind = kind_of(word.folded);
        if (kind != 0 && (kind != PLAN_ROADMAP || k > 0)) {
            out->kind = kind;
            out->to = word.to;
            if (!word.ends || (word.next < text.n && text.at[word.to] == ',') || starts_at(text, word.to, "»")) read_paper(text, word.to, out, arena);
            return true;
        }
        if (word.to == word.from || word.ends || is_digit(text.at[word.from])) return false;
        out->own = out->own || str_starts_among(word.folded, LIST("настоящ", "данного", "данному", "этого"));
        out->above = out->above || is_above(word.folded);
        i = word.next;
    }
    return false;
}

/* «1», «1, 2 и 5», «1–3»: each is a reference; the last one holds the document. The byte behind; 0: no number stands here. */
static size_t read_points(Str text, size_t from, size_t i, Arena *arena, PlanReference *out, uint32_t *n)
{
    uint32_t first = *n;
    size_t at = i;
    for (size_t begins = from; at < text.n && is_digit(text.at[at]) && *n < PLAN_REFERENCES;) {
        size_t end = number_end(text, at);
        out[(*n)++] = (PlanReference){ .from = begins, .to = end, .point = str_slice(text, at, end), .number = STR_EMPTY, .day = DATE_NONE };
        at = over_spaces(text, end);
        if (starts_at(text, at, ",")) at = over_spaces(text, at + 1);
        else if (starts_at(text, at, "и ")) at = over_spaces(text, at + strlen("и "));
        else if (starts_at(text, at, "–")) at = over_spaces(text, at + strlen("–"));
        else if (starts_at(text, at, "-")) at++;
        begins = at;
        if (at >= text.n || !is_digit(text.at[at])) { at = end; break; }
    }
    if (*n == first) return 0;
    PlanReference *last = &out[*n - 1];
    if (!document_at(text, last->to, last, arena)) { *n = first; return at; }
    for (uint32_t k = first; k + 1 < *n; k++) out[k].kind = last->kind, out[k].own = last->own, out[k].above = last->above, out[k].number = last->number, out[k].day = last->day;
    return last->to;
}

uint32_t plan_references(Str text, Arena *arena, const PlanReference **out)
{
    PlanReference *all = NULL;
    uint32_t n = 0;
    *out = NULL;
    if (str_find(text, STR("п")) == SIZE_MAX && str_find(text, STR("П")) == SIZE_MAX) return 0;
    for (size_t i = 0; i < text.n && n < PLAN_REFERENCES;) {
        bool begins = i == 0 || text.at[i - 1] == ' ' || text.at[i - 1] == '(' || text.at[i - 1] == '\n';
        size_t at = begins && (starts_at(text, i, "п") || starts_at(text, i, "П")) ? point_word(text, i, arena) : 0, next = 0;
        if (at > 0) {
            if (all == NULL) all = arena_array(arena, PlanReference, PLAN_REFERENCES);
            next = read_points(text, i, at, arena, all, &n);
        }
        if (next > i) i = next;
        else utf8_next(text, &i);
    }
    *out = all;
    return n;
}
