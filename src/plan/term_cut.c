/* Parts of what has days of its own: «первая неделя 2 четверти», «последние 3 дня каникул», «вторая половина 3 четверти». They stand before its name, as words and again when its days are known. */
#include "plan/term_.h"

#include "base/date.h"

enum { WEEK_DAYS = 7, MOST_NTH = 10, MOST_WEEKS = 20 };

/* ---- in the words of a term ---- */

static Str nth_name(Parse *p, int nth, bool feminine)
{
    static const char *const names[][2] = { { "первый", "первая" }, { "второй", "вторая" }, { "третий", "третья" }, { "четвёртый", "четвёртая" }, { "пятый", "пятая" }, { "шестой", "шестая" }, { "седьмой", "седьмая" },
        { "восьмой", "восьмая" }, { "девятый", "девятая" }, { "десятый", "десятая" } };
    if (nth <= 0) return arena_printf(p->arena, "%s%s", nth == -2 ? "предпоследн" : "последн", feminine ? "яя" : "ий");
    return str_of(names[nth - 1][feminine]);
}

Str term_cut_words(Parse *p, uint32_t i, uint32_t *n)
{
    TermEdge edge;
    *n = term_edge(p, i, &edge);
    if (*n > 0 && edge.counted && (edge.unit == W_DAY || edge.unit == W_WEEK)) return arena_printf(p->arena, "%s %.*s", edge.count > 0 ? "первые" : "последние", STR_ARG(term_plain_words(p, i + 1, i + *n)));
    if (*n > 0 && !edge.counted && edge.unit == W_DAY && !edge.working) return edge.count > 0 ? STR("первые дни") : STR("последние дни");
    uint32_t last = 0;
    int nth = term_ordinal(p, i, n), to = nth > 0 && term_kind(p, i + *n, TOK_DASH) ? term_ordinal(p, i + *n + 1, &last) : 0;
    if (to > 0 && to > nth && term_is(p, i + *n + 1 + last, W_WEEK)) return *n += 2 + last, arena_printf(p->arena, "%d–%d неделя", nth, to); /* «1–2 неделя четверти» */
    uint32_t unit = i + *n;
    bool working = term_is(p, unit, W_WORKING);
    unit += working || term_is(p, unit, W_SCHOOL); /* «последняя учебная неделя» */
    bool day = term_is(p, unit, W_DAY), week = !working && term_is(p, unit, W_WEEK), half = !working && term_is(p, unit, W_SPLIT_HALF) && (nth == 1 || nth == 2);
    if (nth == 0 || nth > MOST_NTH || !(day || week || half) || term_is_plural(term_tok(p, i)->text) || (term_tok(p, i)->kind == TOK_NUMBER && !term_tok(p, i)->ordinal && !week)) return *n = 0, STR_EMPTY;
    *n = unit + 1 - i;
    return arena_printf(p->arena, "%.*s %s%s", STR_ARG(nth_name(p, nth, !day)), working ? "рабочий " : "", day ? "день" : week ? "неделя" : "половина");
}

/* ---- before a name ---- */

static Str word_at(Str s, size_t *at)
{
    size_t from = *at, space = str_find(str_slice(s, from, s.n), STR(" "));
    *at = space == SIZE_MAX ? s.n : from + space + 1;
    return str_slice(s, from, space == SIZE_MAX ? s.n : from + space);
}

/* «1–2 неделя» */
static size_t read_weeks(Str folded, TermCut *out)
{
    size_t at = 0;
    Str words = word_at(folded, &at), dash = STR("–");
    size_t cut = str_find(words, dash);
    long long a, b;
    if (cut == SIZE_MAX || !str_to_int(str_slice(words, 0, cut), &a) || !str_to_int(str_slice(words, cut + dash.n, words.n), &b) || a < 1 || b < a || b > MOST_WEEKS) return 0;
    if (term_word_find(word_at(folded, &at)).word != W_WEEK) return 0;
    *out = (TermCut){ .days = (int16_t)(WEEK_DAYS * (b - a + 1)), .skip = (int16_t)(WEEK_DAYS * (a - 1)) };
    return at;
}

size_t term_cut_read(Str folded, TermCut *out)
{
    size_t at = 0, counted;
    Str word = word_at(folded, &at);
    TermMeaning nth = term_word_find(word), unit;
    long long count = 1;
    *out = (TermCut){ 0 };
    if (nth.word != W_ORDINAL && nth.word != W_LAST) return read_weeks(folded, out);
    bool plural = term_is_plural(word);
    counted = at;
    word = word_at(folded, &at);
    unit = term_word_find(word);
    bool number = str_to_int(word, &count) || unit.word == W_COUNT;
    if (plural && unit.word == W_DAY) return out->half = nth.word == W_LAST ? TERM_CUT_LAST : TERM_CUT_FIRST, at; /* «первые дни каникул» */
    if (number != plural) return 0;
    if (unit.word == W_COUNT) count = unit.value;
    if (!number) at = counted;
    word = word_at(folded, &at);
    out->working = term_word_find(word).word == W_WORKING;
    if (out->working || term_word_find(word).word == W_SCHOOL) word = word_at(folded, &at);
    unit = term_word_find(word);
    if (unit.word == W_SPLIT_HALF) return out->half = (int8_t)nth.value, nth.word == W_ORDINAL && nth.value <= 2 ? at : 0;
    if ((unit.word != W_DAY && unit.word != W_WEEK) || count < 1 || count > 100) return 0;
    int length = unit.word == W_WEEK ? WEEK_DAYS : 1, before = plural ? 0 : nth.word == W_LAST ? nth.value : nth.value - 1;
    out->days = (int16_t)(length * count), out->skip = (int16_t)(length * before), out->at_end = nth.word == W_LAST;
    return at;
}

bool term_cut_same(const TermCut *a, const TermCut *b) { return a->days == b->days && a->skip == b->skip && a->half == b->half && a->at_end == b->at_end && a->working == b->working; }

/* The day that lies n working days into the window, from its end when at_end; DATE_NONE past it. */
static int32_t working_day(Window all, int n, bool at_end)
{
    int step = at_end ? -1 : 1;
    for (int32_t day = at_end ? all.to : all.from; day >= all.from && day <= all.to; day += step)
        if (date_is_working(day) && n-- == 0) return day;
    return DATE_NONE;
}

bool term_cut_apply(const TermCut *cut, Window all, Window *out)
{
    int length = all.to - all.from + 1;
    *out = all;
    int third = (length + 2) / 3;
    if (cut->half == TERM_CUT_MIDDLE) *out = (Window){ all.from + length / 3, all.to - length / 3 };
    else if (cut->half == TERM_CUT_FIRST) *out = (Window){ all.from, all.from + third - 1 };
    else if (cut->half == TERM_CUT_LAST) *out = (Window){ all.to - third + 1, all.to };
    else if (cut->half != 0) *out = cut->half == 1 ? (Window){ all.from, all.from + (length + 1) / 2 - 1 } : (Window){ all.from + (length + 1) / 2, all.to };
    else if (cut->days > 0 && cut->working) {
        int32_t a = working_day(all, cut->skip, cut->at_end), b = working_day(all, cut->skip + cut->days - 1, cut->at_end);
        if (a == DATE_NONE) return false;
        if (b == DATE_NONE) b = cut->at_end ? all.from : all.to;
        *out = cut->at_end ? (Window){ b, a } : (Window){ a, b };
    } else if (cut->days > 0) {
        if (cut->skip >= length) return false;
        int32_t a = cut->at_end ? all.to - cut->skip - cut->days + 1 : all.from + cut->skip, b = a + cut->days - 1;
        *out = (Window){ a < all.from ? all.from : a, b > all.to ? all.to : b };
    }
    return out->from <= out->to;
}
