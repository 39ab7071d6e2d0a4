/* Names of schedules as people write them, and whether two of them are one. A name is its words without «график», «проведение», «день» and the like: the first that is left is what
 * it is about, the rest narrow it. */
#include "plan/term_.h"

#include "base/date.h"
#include "base/utf8.h"

enum { MOST_WORDS = 24, STEM = 8, ENDING = 6 }; /* bytes: four letters, three letters */

typedef struct Name { uint32_t n; Str words[MOST_WORDS]; TermCut cut; } Name;

/* Abbreviations and what they stand for: stems in order. */
static const struct { const char *brief; const char *stems[5]; } abbreviations[] = {
    { "впр", { "всеросс", "проверочн", "работ", NULL } }, { "гиа", { "государств", "итогов", "аттест", NULL } }, { "егэ", { "един", "государств", "экзам", NULL } },
    { "огэ", { "основн", "государств", "экзам", NULL } }, { "всош", { "всеросс", "олимпиад", "школьник", NULL } }, { "нико", { "национальн", "исследован", "качеств", "образован", NULL } },
};

static bool is_empty_word(Str word)
{
    static const char *const stems[] = { "график", "план", "проведени", "провод", "дата", "даты", "дат", "датам", "период", "срок", "расписани", "календар", "распис" };
    static const char *const words[] = { "в", "во", "по", "на", "с", "и", "к", "г", "гг", "год", "года", "году", "день", "дни", "дня", "дней", "время", "ходе", "для", "-", "от", "предмету", "предметам", "учебному" };
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (str_starts(word, str_of(stems[i]))) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(word, str_of(words[i]))) return true;
    return false;
}

static bool is_mark(char c) { return strchr("\"'.,;:()[]/\\", c) != NULL; }

/* One word at *at of folded text; quotes and dashes divide words. */
static Str take_word(Str text, size_t *at)
{
    size_t i = *at;
    size_t from = SIZE_MAX, end = SIZE_MAX;
    while (i < text.n) {
        size_t here = i;
        uint32_t cp = utf8_next(text, &i);
        bool divides = utf8_is_space(cp) || cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) || (cp < 128 && is_mark((char)cp)) || cp == UTF8_BAD;
        if (!divides && from == SIZE_MAX) from = here;
        if (divides && from != SIZE_MAX) {
            end = here;
            break;
        }
    }
    *at = i;
    if (from == SIZE_MAX) return STR_EMPTY;
    return str_slice(text, from, end == SIZE_MAX ? text.n : end);
}

static void shorten(Name *name)
{
    for (size_t k = 0; k < sizeof abbreviations / sizeof *abbreviations; k++) {
        uint32_t length = 0;
        while (abbreviations[k].stems[length] != NULL) length++;
        for (uint32_t i = 0; i + length <= name->n; i++) {
            bool all = true;
            for (uint32_t j = 0; j < length; j++) all &= str_starts(name->words[i + j], str_of(abbreviations[k].stems[j]));
            if (!all) continue;
            name->words[i] = str_of(abbreviations[k].brief);
            for (uint32_t j = i + length; j < name->n; j++) name->words[j - length + 1] = name->words[j];
            name->n -= length - 1;
        }
    }
}

/* A name of nothing but empty words («план работы») has n == 0: only the very same name is it. */
static void read_name(Str folded, Name *name)
{
    bool after_noun = false; /* «план работы ЛОИРО» is ЛОИРО's plan */
    name->n = 0;
    for (size_t at = term_cut_read(folded, &name->cut); at < folded.n && name->n < MOST_WORDS;) {
        Str word = take_word(folded, &at);
        if (word.n == 0) continue;
        if (is_empty_word(word)) {
            bool noun = str_starts(word, STR("график")) || str_starts(word, STR("план")) || str_starts(word, STR("распис"));
            bool adjectives = noun && name->n > 0 && name->n <= 2; /* «школьный график ВПР» */
            if (adjectives) name->n = 0;
            after_noun = noun;
            continue;
        }
        bool of_work = after_noun && str_starts(word, STR("работ"));
        after_noun = false;
        if (of_work) continue;
        if (name->n == 0 && str_starts(word, STR("середин"))) {
            name->cut.half = TERM_CUT_MIDDLE;
            continue;
        }
        if (name->n == 0 && (str_starts(word, STR("начал")) || str_starts(word, STR("конец")) || str_starts(word, STR("оконч")) || str_starts(word, STR("заверш")) || str_starts(word, STR("итог")))) {
            name->cut = (TermCut){ .days = 1, .at_end = !str_starts(word, STR("начал")) };
            continue;
        }
        TermMeaning meaning = term_word_find(word);
        if (meaning.word == W_ORDINAL && meaning.value >= 1 && meaning.value <= 9) word = str_slice(STR("123456789"), (size_t)meaning.value - 1, (size_t)meaning.value);
        else if (str_eq(word, STR("i"))) word = STR("1");
        else if (str_eq(word, STR("ii"))) word = STR("2");
        else if (str_eq(word, STR("iii"))) word = STR("3");
        else if (str_eq(word, STR("iv"))) word = STR("4");
        name->words[name->n++] = word;
    }
    shorten(name);
}

/* One word in two cases: four letters or more alike, then endings only («русский» and «русскому», «язык» and «языку»). */
bool term_same_word(Str a, Str b)
{
    size_t alike = 0, shorter = a.n < b.n ? a.n : b.n;
    while (alike < shorter && a.at[alike] == b.at[alike]) alike++;
    if (alike == a.n && alike == b.n) return true;
    alike -= alike % 2; /* letters have two bytes */
    return alike >= STEM && a.n - alike <= ENDING && b.n - alike <= ENDING;
}

static bool all_in(const Name *few, const Name *many)
{
    for (uint32_t i = 0; i < few->n; i++) {
        bool found = false;
        for (uint32_t j = 0; j < many->n; j++) found |= term_same_word(few->words[i], many->words[j]);
        if (!found) return false;
    }
    return true;
}

enum { MATCH_NONE, MATCH_WIDE, MATCH_NARROW, MATCH_SAME, MATCH_EXACT };

static int match_names(const Name *anchor, const Name *name)
{
    if (anchor->n == 0 || name->n == 0) return MATCH_NONE;
    if (anchor->n == name->n && all_in(anchor, name) && all_in(name, anchor)) return MATCH_SAME;
    bool season = anchor->n == 1 || name->n == 1; /* «каникулы» and «осенние каникулы»: the noun stands behind */
    Str last = anchor->words[anchor->n - 1];
    bool tail = season && term_same_word(last, name->words[name->n - 1]) && (str_starts(last, STR("канику")) || str_starts(last, STR("четв")));
    if (!tail && !term_same_word(anchor->words[0], name->words[0])) return MATCH_NONE;
    if (all_in(name, anchor)) return MATCH_NARROW; /* «ВПР по математике» waits for «ВПР» */
    return all_in(anchor, name) ? MATCH_WIDE : MATCH_NONE;
}

/* Both folded. */
static int match_folded(Str anchor, Str name)
{
    Name of_anchor, of_name;
    if (str_eq(anchor, name)) return anchor.n > 0 ? MATCH_EXACT : MATCH_NONE;
    read_name(anchor, &of_anchor);
    read_name(name, &of_name);
    bool same_edges = term_cut_same(&of_anchor.cut, &of_name.cut);
    return same_edges || term_cut_same(&of_name.cut, &(TermCut){ 0 }) ? match_names(&of_anchor, &of_name) : MATCH_NONE;
}

/* An anchor of several names («осенние каникулы; весенние каникулы»): the closest. */
static int match_any(Str anchor, Str name)
{
    int best = MATCH_NONE;
    for (bool more = true; more;) {
        size_t cut = str_find(anchor, STR("; "));
        more = cut != SIZE_MAX;
        int match = match_folded(str_slice(anchor, 0, more ? cut : anchor.n), name);
        best = match > best ? match : best;
        if (more) anchor = str_slice(anchor, cut + 2, anchor.n);
    }
    return best;
}

int term_calendar_match(Str anchor, Str name)
{
    Arena *arena = arena_new(0);
    int match = match_any(utf8_fold_lookalike(arena, anchor), utf8_fold_lookalike(arena, name));
    arena_free(arena);
    return match;
}

static Str last_word(Str text)
{
    size_t from = text.n;
    while (from > 0 && text.at[from - 1] != ' ') from--;
    return str_slice(text, from, text.n);
}

Str term_calendar_name(Str anchor, Arena *arena)
{
    static const char *const edges[] = { "начало ", "конец ", "середина ", "итоги ", "окончание " };
    Str folded = utf8_fold(arena, anchor);
    TermCut unused;
    size_t n = str_find(anchor, STR("; ")) == SIZE_MAX && folded.n == anchor.n ? term_cut_read(folded, &unused) : 0;
    for (size_t k = 0; k < sizeof edges / sizeof *edges && n == 0; k++)
        if (str_starts(folded, str_of(edges[k]))) n = strlen(edges[k]);
    Str rest = str_slice(anchor, n, anchor.n), last = last_word(rest);
    bool school = str_starts(last, STR("четверт")) || str_starts(last, STR("триместр")) || str_starts(last, STR("каникул")); /* only what is entered by such a name */
    return n > 0 && school && folded.n == anchor.n ? term_nominative(arena, rest) : anchor;
}

static bool touches(Window a, Window b)
{
    return (a.from == DATE_NONE || b.to == DATE_NONE || a.from <= b.to) && (b.from == DATE_NONE || a.to == DATE_NONE || b.from <= a.to);
}

/* ---- an anchor of several ---- */

enum { MOST_PARTS = 8, FORMS = 3 }; /* an entry whole, its first day, its last */

/* «1», «iv» at the beginning: its value and its bytes; 0: none. */
static unsigned small_number(Str text, size_t *n)
{
    static const char *const roman[] = { "iv", "iii", "ii", "i" };
    static const unsigned values[] = { 4, 3, 2, 1 };
    *n = 1;
    if (text.n > 0 && text.at[0] >= '1' && text.at[0] <= '4') return (unsigned)(text.at[0] - '0');
    for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
        if (str_starts(text, str_of(roman[i]))) return *n = strlen(roman[i]), values[i];
    return 0;
}

/* «1–2 четверть», «i-iv четверти»: each of them. */
static uint32_t parts_of_range(Str anchor, Arena *arena, Str *parts)
{
    size_t first_n, last_n;
    unsigned first = small_number(anchor, &first_n), last;
    Str rest = str_slice(anchor, first_n, anchor.n);
    size_t dash = str_starts(rest, STR("–")) || str_starts(rest, STR("—")) ? 3 : str_starts(rest, STR("-")) ? 1 : 0;
    if (first == 0 || dash == 0) return 0;
    rest = str_slice(rest, dash, rest.n);
    last = small_number(rest, &last_n);
    rest = str_slice(rest, last_n, rest.n);
    if (last <= first || !str_starts(rest, STR(" "))) return 0;
    for (unsigned value = first; value <= last; value++) parts[value - first] = arena_printf(arena, "%u%.*s", value, STR_ARG(rest));
    return last - first + 1;
}

/* «ВПР и ОГЭ», «осенних и весенних каникул»: an adjective takes the noun of the last. 0: one name. */
static uint32_t parts_of(Str anchor, Arena *arena, Str *parts)
{
    uint32_t n = parts_of_range(anchor, arena, parts);
    if (n > 0) return n;
    for (Str rest = anchor; n < MOST_PARTS;) {
        size_t and = str_find(rest, STR(" и ")), comma = str_find(rest, STR(", ")), at = and < comma ? and : comma;
        parts[n++] = str_trim(at == SIZE_MAX ? rest : str_slice(rest, 0, at));
        if (at == SIZE_MAX) break;
        rest = str_slice(rest, at + (and < comma ? sizeof " и " : sizeof ", ") - 1, rest.n);
    }
    Str noun = last_word(parts[n - 1]);
    for (uint32_t i = 0; i + 1 < n; i++)
        if (noun.n < parts[n - 1].n && (str_ends(parts[i], STR("их")) || str_ends(parts[i], STR("ие")) || str_ends(parts[i], STR("ых")) || str_ends(parts[i], STR("ые")))) parts[i] = arena_printf(arena, "%.*s %.*s", STR_ARG(parts[i]), STR_ARG(noun));
    return n > 1 ? n : 0;
}

/* Whether it names something with days of its own: «НИКО», «весенние каникулы», not «математике» of «ВПР по русскому языку и математике». */
static bool stands_alone(Str part)
{
    Name name;
    read_name(part, &name);
    Str last = name.n > 0 ? name.words[name.n - 1] : STR_EMPTY;
    return name.n > 0 && (term_word_find(name.words[0]).word == W_NAMED || str_starts(last, STR("канику")) || str_starts(last, STR("четв")) || str_starts(last, STR("триместр")));
}

/* What the anchor's names find. Names are the calendar's, folded; missing: what has no days yet. */
typedef struct Search { const TermContext *context; Arena *arena; const Str *names; Str anchor, folded; Window *found; uint32_t n_found; Str missing[MOST_PARTS]; uint32_t n_missing; } Search;

static int closest(const Search *it, Str part, int *match)
{
    int best = MATCH_NONE;
    for (uint32_t i = 0; i < it->context->n_calendar; i++) {
        match[i] = match_folded(part, it->names[i]);
        best = match[i] > best ? match[i] : best;
    }
    return best;
}

static void miss(Search *it, Str part)
{
    size_t at = str_find(it->folded, part); /* as it was written, not «нико» */
    if (at != SIZE_MAX && it->folded.n == it->anchor.n) part = str_slice(it->anchor, at, at + part.n);
    if (it->n_missing < MOST_PARTS) it->missing[it->n_missing++] = part;
}

/* Entries that match best, cut to the edge that the name asks for. */
static void add_found(Search *it, Str name, const int *match, int best)
{
    Name of_name;
    read_name(name, &of_name);
    for (uint32_t i = 0; i < it->context->n_calendar; i++) {
        Window window = { it->context->calendar[i].from, it->context->calendar[i].to };
        bool known = match[i] != best;
        known |= !known && best != MATCH_EXACT && !term_cut_apply(&of_name.cut, window, &window); /* «третья неделя» of two */
        for (uint32_t k = 0; k < it->n_found && !known; k++) known = it->found[k].from == window.from && it->found[k].to == window.to;
        if (!known) it->found[it->n_found++] = window;
    }
}

/* One name, or «ВПР и ОГЭ»: then each part's own entries, and what has none is missing. What the words name as a whole is nearer. */
static void find_name(Search *it, Str name)
{
    Str parts[MOST_PARTS];
    int *match = arena_array(it->arena, int, it->context->n_calendar + 1u), whole = closest(it, name, match), best[MOST_PARTS];
    uint32_t n = whole >= MATCH_SAME ? 0 : parts_of(name, it->arena, parts), n_known = 0;
    bool separate = n > 0;
    int *own = arena_array(it->arena, int, n * it->context->n_calendar + 1u);
    for (uint32_t k = 0; k < n && separate; k++) {
        best[k] = closest(it, parts[k], own + k * it->context->n_calendar);
        n_known += best[k] != MATCH_NONE;
        separate = best[k] != MATCH_NONE || stands_alone(parts[k]);
    }
    if (!separate || n_known == 0) {
        if (whole == MATCH_NONE) miss(it, name);
        else add_found(it, name, match, whole);
        return;
    }
    for (uint32_t k = 0; k < n; k++) {
        if (best[k] == MATCH_NONE) miss(it, parts[k]);
        else add_found(it, parts[k], own + k * it->context->n_calendar, best[k]);
    }
}

/* Those that touch the term's own windows, when any does: «март–апрель (по графику ВПР)» of a calendar with spring and autumn. */
static void keep_near(Search *it, const Term *term)
{
    uint32_t n = 0;
    Window *near = arena_array(it->arena, Window, it->n_found + 1u);
    for (uint32_t i = 0; i < it->n_found; i++) {
        bool touching = false;
        for (uint32_t k = 0; k < term->n_windows; k++) touching |= touches(it->found[i], term->windows[k]);
        if (touching) near[n++] = it->found[i];
    }
    if (n > 0) it->found = near, it->n_found = n;
}

static void tell_missing(Parse *p, const Search *it)
{
    Str words = STR_EMPTY;
    for (uint32_t i = 0; i < it->n_missing; i++) words = arena_printf(p->arena, "%.*s%s«%.*s»", STR_ARG(words), i > 0 ? ", " : "", STR_ARG(it->missing[i]));
    if (it->n_missing > 0) term_warn(p, arena_printf(p->arena, "Внесены не все даты, ещё ждём: %.*s.", STR_ARG(words)));
}

/* By the offset, in order of their beginning. */
static bool give_windows(const Search *it, Term *out)
{
    bool relative = out->kind == TERM_RELATIVE;
    Name name;
    read_name(utf8_fold_lookalike(it->arena, out->anchor), &name);
    bool with_end = relative && name.cut.days == 1 && name.cut.at_end && str_eq(out->offset, STR("до")); /* «до окончания ВПР»: its last day too */
    Window *kept = arena_array(it->arena, Window, it->n_found + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < it->n_found; i++) {
        Window window = it->found[i];
        if (with_end) window.from = DATE_NONE;
        else if (relative && !term_offset_apply(out->offset, window, &window)) continue;
        uint32_t at = n++;
        for (; at > 0 && kept[at - 1].from > window.from; at--) kept[at] = kept[at - 1];
        kept[at] = window;
    }
    if (n == 0) return false;
    out->n_windows = n;
    out->windows = kept;
    return true;
}

bool term_calendar_apply(Parse *p, Term *out)
{
    const TermContext *context = p->context;
    bool waits = (out->kind == TERM_SCHEDULE || out->kind == TERM_RELATIVE) && out->anchor.n > 0;
    if (!waits || context->n_calendar == 0) return false;
    Str *names = arena_array(p->arena, Str, context->n_calendar), rest = utf8_fold_lookalike(p->arena, out->anchor);
    for (uint32_t i = 0; i < context->n_calendar; i++) names[i] = utf8_fold_lookalike(p->arena, context->calendar[i].name);
    Search it = { .context = context, .arena = p->arena, .names = names, .anchor = out->anchor, .folded = rest, .found = arena_array(p->arena, Window, context->n_calendar * FORMS) };
    for (bool more = true; more;) { /* «осенние каникулы; весенние каникулы» */
        size_t cut = str_find(rest, STR("; "));
        more = cut != SIZE_MAX;
        find_name(&it, str_slice(rest, 0, more ? cut : rest.n));
        if (more) rest = str_slice(rest, cut + 2, rest.n);
    }
    if (it.n_found == 0) return false;
    tell_missing(p, &it);
    keep_near(&it, out);
    return give_windows(&it, out);
}
