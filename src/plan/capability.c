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

/* Folded words of a text, and which letters they begin with: most stems are refused by that alone. */
typedef struct Words { uint32_t n; Str *items; uint64_t firsts; } Words;

static uint64_t first_bit(Str word) { return 1ull << ((unsigned char)(word.n > 1 ? word.at[1] : word.at[0]) & 63); }

static bool is_word_letter(uint32_t cp) { return (cp >= 0x430 && cp <= 0x45F) || (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '-'; }

static void take_words(Words *words, Arena *arena, Str text)
{
    Str folded = utf8_fold(arena, text);
    Str *items = arena_array(arena, Str, words->n + folded.n / 2 + 2);
    if (words->n > 0) memcpy(items, words->items, words->n * sizeof *items);
    size_t from = SIZE_MAX;
    for (size_t i = 0; i < folded.n;) {
        size_t at = i;
        bool letter = is_word_letter(utf8_next(folded, &i));
        if (letter && from == SIZE_MAX) from = at;
        if (from != SIZE_MAX && (!letter || i == folded.n)) {
            Str word = str_slice(folded, from, letter ? i : at);
            items[words->n++] = word;
            words->firsts |= first_bit(word);
            from = SIZE_MAX;
        }
    }
    words->items = items;
}

static Str next_part(Str *rest, char mark)
{
    const char *to = memchr(rest->at, mark, rest->n);
    Str part = { rest->at, to != NULL ? (size_t)(to - rest->at) : rest->n };
    *rest = str_slice(*rest, part.n + (to != NULL), rest->n);
    return part;
}

static bool phrase_at(const Words *words, uint32_t i, Str phrase)
{
    while (phrase.n > 0) {
        Str stem = next_part(&phrase, ' ');
        if (i >= words->n || !str_starts(words->items[i++], stem)) return false;
    }
    return true;
}

/* «критериальн оценивани»: words one after another, each by its beginning. */
static bool has_phrase(const Words *words, Str phrase)
{
    if ((words->firsts & first_bit(phrase)) == 0) return false;
    for (uint32_t i = 0; i < words->n; i++)
        if (phrase_at(words, i, phrase)) return true;
    return false;
}

static bool has_all(const Words *words, Str alternative)
{
    while (alternative.n > 0)
        if (!has_phrase(words, next_part(&alternative, '+'))) return false;
    return true;
}

/* Alternatives that are met; an excluding one that is met leaves none. */
static uint32_t n_met(const Words *words, const char *alternatives)
{
    Str rest = str_of(alternatives);
    uint32_t n = 0;
    while (rest.n > 0) {
        Str alternative = next_part(&rest, '|');
        bool excludes = str_starts(alternative, STR("^"));
        if (!has_all(words, str_slice(alternative, excludes, alternative.n))) continue;
        if (excludes) return 0;
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

void capability_recognise(uint32_t n_texts, const Str *texts, Str result, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    Arena *scratch = arena_new(0);
    Words own = { 0 }, expected = { 0 };
    Score scores[N_CAPABILITIES];
    uint32_t n_found = 0;
    for (uint32_t i = 0; i < n_texts; i++) take_words(&own, scratch, texts[i]);
    take_words(&expected, scratch, result);
    for (size_t i = 0; i < N_CAPABILITIES; i++) {
        const CapabilityRow *row = &capability_table[i];
        uint32_t points = POINTS_OWN * n_met(&own, row->words) + POINTS_HALF * n_met(&expected, row->words) + POINTS_RESULT * n_met(&expected, row->result);
        if (points >= POINTS_ENOUGH) scores[n_found++] = (Score){ row->number, points };
    }
    qsort(scores, n_found, sizeof *scores, by_points);
    *n = n_found < CAPABILITIES_OFFERED ? n_found : CAPABILITIES_OFFERED;
    uint8_t *out = arena_array(arena, uint8_t, *n + 1u);
    for (uint32_t i = 0; i < *n; i++) out[i] = scores[i].number;
    qsort(out, *n, 1, by_number);
    *numbers = out;
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
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        Measure *measure = &measures[i];
        *measure = plan->measures[i];
        Str *texts = arena_array(arena, Str, measure->n_bullets + 1u);
        texts[0] = measure->title;
        for (uint32_t k = 0; k < measure->n_bullets; k++) texts[k + 1] = measure->bullets[k];
        capability_recognise(measure->n_bullets + 1u, texts, measure->expected, arena, &measure->n_capabilities, &measure->capabilities);
        add_repetition(&measure->term, arena, &measure->n_capabilities, &measure->capabilities);
    }
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        PlanDecision *decision = &decisions[i];
        *decision = plan->decisions[i];
        capability_recognise(1, &decision->text, STR_EMPTY, arena, &decision->n_capabilities, &decision->capabilities);
        add_repetition(&decision->term, arena, &decision->n_capabilities, &decision->capabilities);
    }
    plan->measures = measures;
    plan->decisions = decisions;
}
