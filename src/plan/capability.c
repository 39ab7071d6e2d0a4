#include "plan/capability.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "plan/capability_.h"

/* A word of the measure's own text is enough; one of those words in the expected result is half; a word that means the capability in a result is enough there. */
enum { POINTS_OWN = 2, POINTS_RESULT = 2, POINTS_HALF = 1, POINTS_ENOUGH = 2 };

const char *capability_title(uint8_t number)
{
    BUG_ON(number == 0 || number > N_CAPABILITIES);
    return capability_table[number - 1].title;
}

/* ---- words of a text ---- */

/* The first bytes of a word tell most words apart; head is zero-padded. */
typedef struct Word { Str text; uint32_t head; } Word;
typedef struct Words { uint32_t n; Word *items; uint64_t heads[4]; /* which heads are there, by their hash */ } Words;

static uint32_t head_of(Str text)
{
    uint32_t head = 0;
    memcpy(&head, text.at, text.n < sizeof head ? text.n : sizeof head);
    return head;
}

static unsigned head_bit(uint32_t head) { return (head * 2654435761u) >> 24; }

static bool is_word_letter(uint32_t cp) { return (cp >= 0x430 && cp <= 0x45F) || (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '-'; }

static void add_word(Words *words, Str text)
{
    Word *word = &words->items[words->n++];
    *word = (Word){ text, head_of(text) };
    words->heads[head_bit(word->head) / 64] |= 1ull << head_bit(word->head) % 64;
}

static void take_words(Words *words, Arena *arena, Str text)
{
    Str folded = utf8_fold(arena, text);
    Word *items = arena_array(arena, Word, words->n + folded.n / 2 + 2);
    if (words->n > 0) memcpy(items, words->items, words->n * sizeof *items);
    words->items = items;
    size_t from = SIZE_MAX;
    for (size_t i = 0; i < folded.n;) {
        size_t at = i;
        bool letter = is_word_letter(utf8_next(folded, &i));
        if (letter && from == SIZE_MAX) from = at;
        if (from == SIZE_MAX || (letter && i < folded.n)) continue;
        add_word(words, str_slice(folded, from, letter ? i : at));
        from = SIZE_MAX;
    }
}

/* ---- words of the table ---- */

typedef struct Stem { Str text; uint32_t head, mask; bool last; /* of its phrase */ } Stem;
typedef struct Alternative { uint32_t from, to; /* stems */ bool excludes; } Alternative;
typedef struct Row { uint32_t own_from, own_to, result_to; /* alternatives: own words, then those of a result */ } Row;
typedef struct Table { uint32_t n_stems, n_alternatives; Stem *stems; Alternative *alternatives; Row rows[N_CAPABILITIES]; } Table;

static Str next_part(Str *rest, char mark)
{
    const char *to = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
    Str part = { rest->at, to != NULL ? (size_t)(to - rest->at) : rest->n };
    *rest = str_slice(*rest, part.n + (to != NULL), rest->n);
    return part;
}

static void add_alternative(Table *table, Str text)
{
    Alternative *out = &table->alternatives[table->n_alternatives++];
    *out = (Alternative){ .from = table->n_stems, .excludes = str_starts(text, STR("^")) };
    for (Str phrases = str_slice(text, out->excludes, text.n); phrases.n > 0;) {
        for (Str phrase = next_part(&phrases, '+'); phrase.n > 0;) {
            Str stem = next_part(&phrase, ' ');
            uint32_t mask = stem.n >= 4 ? UINT32_MAX : (1u << 8 * stem.n) - 1; /* little-endian, as domain/wire.c demands */
            table->stems[table->n_stems++] = (Stem){ stem, head_of(stem), mask, phrase.n == 0 };
        }
    }
    out->to = table->n_stems;
}

static void add_alternatives(Table *table, const char *text)
{
    for (Str rest = str_of(text); rest.n > 0;) add_alternative(table, next_part(&rest, '|'));
}

/* The table of texts taken apart: once for a plan. */
static const Table *table_of(Arena *arena)
{
    Table *table = arena_one(arena, Table);
    size_t room = 1;
    for (size_t i = 0; i < N_CAPABILITIES; i++) room += strlen(capability_table[i].words) / 3 + strlen(capability_table[i].result) / 3 + 2; /* a letter and a mark are three bytes */
    table->stems = arena_array(arena, Stem, room);
    table->alternatives = arena_array(arena, Alternative, room);
    for (size_t i = 0; i < N_CAPABILITIES; i++) {
        Row *row = &table->rows[i];
        row->own_from = table->n_alternatives;
        add_alternatives(table, capability_table[i].words);
        row->own_to = table->n_alternatives;
        add_alternatives(table, capability_table[i].result);
        row->result_to = table->n_alternatives;
    }
    return table;
}

/* ---- one in the other ---- */

static bool stem_fits(const Stem *stem, const Word *word) { return (word->head & stem->mask) == stem->head && str_starts(word->text, stem->text); }

/* A phrase: stems up to its last one, words one after another. */
static bool has_phrase(const Words *words, const Stem *stems)
{
    unsigned bit = head_bit(stems->head);
    if (stems->mask == UINT32_MAX && (words->heads[bit / 64] >> bit % 64 & 1) == 0) return false;
    for (uint32_t i = 0; i < words->n; i++) {
        uint32_t k = 0;
        while (i + k < words->n && stem_fits(&stems[k], &words->items[i + k])) {
            if (stems[k].last) return true;
            k++;
        }
    }
    return false;
}

static bool has_all(const Table *table, const Words *words, const Alternative *alternative)
{
    for (uint32_t i = alternative->from; i < alternative->to; i++) {
        if (!has_phrase(words, &table->stems[i])) return false;
        while (!table->stems[i].last) i++;
    }
    return true;
}

/* Alternatives that are met; an excluding one that is met leaves none. */
static uint32_t n_met(const Table *table, const Words *words, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        if (!has_all(table, words, &table->alternatives[i])) continue;
        if (table->alternatives[i].excludes) return 0;
        n++;
    }
    return n;
}

typedef struct Score { uint8_t number; uint32_t points; } Score;

static int by_points(const void *left, const void *right)
{
    const Score *a = left, *b = right;
    if (a->points != b->points) return a->points < b->points ? 1 : -1;
    return a->number - b->number;
}

static int by_number(const void *left, const void *right) { return *(const uint8_t *)left - *(const uint8_t *)right; }

/* scratch: what is of no use afterwards */
static void recognise(const Table *table, uint32_t n_texts, const Str *texts, Str result, Arena *scratch, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    Words own = { 0 }, expected = { 0 };
    Score scores[N_CAPABILITIES];
    uint32_t n_found = 0;
    for (uint32_t i = 0; i < n_texts; i++) take_words(&own, scratch, texts[i]);
    take_words(&expected, scratch, result);
    for (size_t i = 0; i < N_CAPABILITIES; i++) {
        const Row *row = &table->rows[i];
        uint32_t points = POINTS_OWN * n_met(table, &own, row->own_from, row->own_to) + POINTS_HALF * n_met(table, &expected, row->own_from, row->own_to) + POINTS_RESULT * n_met(table, &expected, row->own_to, row->result_to);
        if (points >= POINTS_ENOUGH) scores[n_found++] = (Score){ capability_table[i].number, points };
    }
    qsort(scores, n_found, sizeof *scores, by_points);
    *n = n_found < CAPABILITIES_OFFERED ? n_found : CAPABILITIES_OFFERED;
    uint8_t *out = arena_array(arena, uint8_t, *n + 1u);
    for (uint32_t i = 0; i < *n; i++) out[i] = scores[i].number;
    qsort(out, *n, 1, by_number);
    *numbers = out;
}

void capability_recognise(uint32_t n_texts, const Str *texts, Str result, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    Arena *scratch = arena_new(0);
    recognise(table_of(scratch), n_texts, texts, result, scratch, arena, n, numbers);
    arena_free(scratch);
}

/* Repeats by itself, in whatever words. */
static void add_repetition(const Term *term, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    enum { REPEATS = 27 };
    if (term->n_windows < 2 && term->recurrence.n == 0) return;
    uint8_t *out = arena_array(arena, uint8_t, *n + 1u);
    if (*n > 0) memcpy(out, *numbers, *n);
    out[*n] = REPEATS;
    qsort(out, ++*n, 1, by_number);
    *numbers = out;
}

void capability_recognise_plan(PlanContent *plan, Arena *arena)
{
    Measure *measures = arena_array(arena, Measure, plan->n_measures + 1u);
    PlanDecision *decisions = arena_array(arena, PlanDecision, plan->n_decisions + 1u);
    Arena *scratch = arena_new(0);
    const Table *table = table_of(scratch);
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        Measure *measure = &measures[i];
        *measure = plan->measures[i];
        Str *texts = arena_array(arena, Str, measure->n_bullets + 1u);
        texts[0] = measure->title;
        for (uint32_t k = 0; k < measure->n_bullets; k++) texts[k + 1] = measure->bullets[k];
        recognise(table, measure->n_bullets + 1u, texts, measure->expected, scratch, arena, &measure->n_capabilities, &measure->capabilities);
        add_repetition(&measure->term, arena, &measure->n_capabilities, &measure->capabilities);
    }
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        PlanDecision *decision = &decisions[i];
        *decision = plan->decisions[i];
        recognise(table, 1, &decision->text, STR_EMPTY, scratch, arena, &decision->n_capabilities, &decision->capabilities);
        add_repetition(&decision->term, arena, &decision->n_capabilities, &decision->capabilities);
    }
    plan->measures = measures;
    plan->decisions = decisions;
    arena_free(scratch);
}
