/* «не позднее 3 рабочих дней», «за 2 недели», «до», counted from an event whose days are known. */
#include "plan/term_.h"

#include "base/date.h"

typedef struct Distance { int count; bool tenths, working; char unit; } Distance;

static int32_t months_later(int32_t day, int months)
{
    int y, m, d;
    date_parts(day, &y, &m, &d);
    int at = y * 12 + m - 1 + months;
    y = at / 12, m = at % 12 + 1;
    int days = date_month_days(y, m);
    return date_of(y, m, d < days ? d : days);
}

static int32_t working_before(int32_t day, int n)
{
    while (n > 0) n -= date_is_working(--day);
    return day;
}

/* The day that lies a distance after (or before) another. */
static int32_t moved(int32_t day, const Distance *far, bool before)
{
    int n = far->count, sign = before ? -1 : 1;
    switch (far->unit) {
    case 'D':
        if (!far->working) return day + sign * n;
        return before ? working_before(day, n) : date_add_working(day, n);
    case 'h': return day + sign * (n + 23) / 24;
    case 'W': return day + sign * (far->tenths ? (7 * n + 9) / 10 : 7 * n);
    case 'd': return day + sign * 10 * n;
    default: {
        int months = far->unit == 'Y' ? 12 : far->unit == 'H' ? 6 : far->unit == 'Q' ? 3 : 1;
        if (!far->tenths) return months_later(day, sign * months * n);
        return months_later(day, sign * (months * n / 10)) + sign * (months * n % 10) * 3; /* «1,5 месяца»: half a month is fifteen days */
    }
    }
}

static char unit_of(const Tok *tok)
{
    switch (tok->word) {
    case W_DAY: return 'D';
    case W_HOUR: return 'h';
    case W_WEEK: return 'W';
    case W_DECADE: return 'd';
    case W_MONTHS: return 'M';
    case W_QUARTER: return 'Q';
    case W_HALF: return 'H';
    case W_YEAR: return 'Y';
    case W_ADVERB_DAYS: return (char)tok->value;
    default: break;
    }
    static const struct { const char *stem; char unit; } stems[] = { { "дневн", 'D' }, { "суточн", 'D' }, { "недельн", 'W' }, { "месячн", 'M' }, { "полугодов", 'H' }, { "годичн", 'Y' }, { "годов", 'Y' }, { "часов", 'h' } };
    for (size_t k = 0; k < sizeof stems / sizeof *stems && tok->word == W_OTHER; k++)
        if (str_find(tok->text, str_of(stems[k].stem)) != SIZE_MAX) return stems[k].unit;
    return 0;
}

/* «десятидневный», «двухнедельный», «двадцатипятидневный»: the number that begins the word; «полуторамесячный», «полумесячный» count tenths. */
static int number_in(Str text, bool *tenths)
{
    static const struct { const char *stem; int value; } numbers[] = { { "двадцати", 20 }, { "тридцати", 30 }, { "сорока", 40 }, { "пятидесяти", 50 }, { "шестидесяти", 60 }, { "семидесяти", 70 }, { "восьмидесяти", 80 }, { "девяноста", 90 },
        { "одиннадцати", 11 }, { "двенадцати", 12 }, { "тринадцати", 13 }, { "четырнадцати", 14 }, { "пятнадцати", 15 }, { "шестнадцати", 16 }, { "семнадцати", 17 }, { "восемнадцати", 18 }, { "девятнадцати", 19 },
        { "десяти", 10 }, { "девяти", 9 }, { "восьми", 8 }, { "семи", 7 }, { "шести", 6 }, { "пяти", 5 }, { "четырех", 4 }, { "трех", 3 }, { "двух", 2 }, { "одно", 1 } };
    int value = 0;
    *tenths = str_starts(text, STR("полутора")) || str_starts(text, STR("полумесяч"));
    if (*tenths) return str_starts(text, STR("полутора")) ? 15 : 5;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!str_starts(text, str_of(numbers[i].stem)) || (value > 0 && numbers[i].value >= 10)) continue;
        value += numbers[i].value;
        text = str_slice(text, strlen(numbers[i].stem), text.n);
    }
    return value > 0 ? value : 1;
}

static bool read_distance(const Parse *p, Distance *out)
{
    *out = (Distance){ .count = 1 };
    bool said = false;
    for (uint32_t i = 0; i < p->lex->n_toks; i++) {
        const Tok *tok = term_tok(p, i);
        uint32_t n;
        bool tenths;
        int count = term_count(p, i, &n, &tenths);
        if (count > 0 && !said) {
            out->count = count, out->tenths = tenths, said = true;
            i += n - 1;
            continue;
        }
        int nth = said || i == 0 ? 0 : term_ordinal(p, i, &n);
        if (nth > 0) { /* «на второй день» */
            out->count = nth, said = true;
            i += n - 1;
            continue;
        }
        out->working |= tok->kind == TOK_WORD && tok->word == W_WORKING;
        char unit = tok->kind == TOK_WORD ? unit_of(tok) : 0;
        if (unit == 0) continue;
        out->unit = unit;
        if (!said && tok->word == W_OTHER) out->count = number_in(tok->text, &out->tenths);
        return out->count <= 10000;
    }
    return false;
}

static bool says(const Parse *p, TermWord word)
{
    for (uint32_t i = 0; i < p->lex->n_toks; i++)
        if (term_is(p, i, word)) return true;
    return false;
}

/* Words without a distance: «после», «до», «к», «накануне», «в день», «по итогам». */
static bool apply_word(const Parse *p, Window event, Window *out)
{
    if (says(p, W_EVE)) return *out = (Window){ event.from - 1, event.from - 1 }, true;
    if (says(p, W_UNTIL) || says(p, W_BEFORE)) return *out = (Window){ DATE_NONE, event.from - 1 }, true;
    if (says(p, W_TO)) return *out = (Window){ DATE_NONE, event.from }, true;
    if (says(p, W_AFTER) || says(p, W_RESULT) || says(p, W_FINISH) || says(p, W_FACT)) return *out = (Window){ event.to + 1, DATE_NONE }, true;
    if (says(p, W_MOMENT) || (says(p, W_FROM) && says(p, W_DAY))) return *out = (Window){ event.from, DATE_NONE }, true;
    if (says(p, W_DURING) || says(p, W_PERIOD) || says(p, W_DAY) || says(p, W_AT) || says(p, W_COURSE)) return *out = event, true;
    return false;
}

/* «первая неделя после», «последние 3 дня перед» */
static bool apply_beside(const Parse *p, Window event, Window *out)
{
    uint32_t i = term_is(p, 0, W_IN) || term_is(p, 0, W_ON), n;
    TermEdge edge;
    bool some = (n = term_edge(p, i, &edge)) > 0 && edge.counted && (edge.unit == W_DAY || edge.unit == W_WEEK);
    int nth = some ? edge.count : term_ordinal(p, i, &n);
    if (nth == 0 || (!some && !term_is(p, i + n, W_WEEK))) return false;
    uint32_t joint = i + n + !some;
    bool after = nth > 0 && term_is(p, joint, W_AFTER), before = nth < 0 && (term_is(p, joint, W_BEFORE) || term_is(p, joint, W_UNTIL));
    if (!after && !before) return false;
    int count = nth > 0 ? nth : -nth, unit = some && edge.unit == W_DAY ? 1 : 7, skip = some ? 0 : unit * (count - 1), length = some ? unit * count : unit;
    if (some && edge.working && after) return *out = (Window){ event.to + 1, date_add_working(event.to, count) }, true;
    if (some && edge.working) return *out = (Window){ working_before(event.from, count), event.from - 1 }, true;
    int32_t first = after ? event.to + 1 + skip : event.from - skip - length;
    return *out = (Window){ first, first + length - 1 }, true;
}

bool term_offset_apply(Str offset, Window event, Window *out)
{
    BUG_ON(event.from == DATE_NONE || event.to == DATE_NONE);
    if (offset.n == 0 || offset.n > LIMIT_TERM_BYTES) return false;
    Arena *arena = arena_new(0);
    Lex lex;
    Parse p = { .lex = &lex, .arena = arena };
    term_lex(offset, 0, arena, &lex);
    Distance far = { 0 };
    bool next_day = says(&p, W_WITH_NEXT) && says(&p, W_DAY), distance = !next_day && read_distance(&p, &far) && !((term_is(&p, 0, W_IN) || term_is(&p, 0, W_FROM)) && term_is(&p, 1, W_DAY)), done = true;
    uint32_t n_words;
    bool nth_day = (term_is(&p, 0, W_ON) || term_is(&p, 0, W_IN)) && !term_is(&p, 1, W_COUNT) && !(term_kind(&p, 1, TOK_NUMBER) && !term_tok(&p, 1)->ordinal) && term_ordinal(&p, 1, &n_words) > 0;
    bool before = says(&p, W_BEHIND) || (lex.n_toks > 0 && term_is(&p, lex.n_toks - 1, W_UNTIL)); /* «за 10 дней», «10 дней до», not «до трех дней» */
    int32_t next = says(&p, W_WORKING) ? date_add_working(event.to, 1) : event.to + 1;
    if (apply_beside(&p, event, out)) done = true;
    else if (next_day) *out = (Window){ says(&p, W_LATER) ? event.to + 1 : next, next };
    else if (!distance) done = apply_word(&p, event, out);
    else if (before) {
        int32_t day = moved(event.from, &far, true);
        *out = says(&p, W_EARLIER) ? (Window){ day, event.from - 1 } : (Window){ DATE_NONE, day };
    } else {
        int32_t day = moved(event.to, &far, false);
        if (says(&p, W_THROUGH) || nth_day) *out = (Window){ day, day };
        else if (says(&p, W_EARLIER)) *out = (Window){ day, DATE_NONE };
        else *out = (Window){ event.to + 1, day };
    }
    arena_free(arena);
    return done;
}
