#include "plan/capability.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "plan/capability_.h"

/* As tools/capability.py learns: a word of the measure counts WHOLE, a pair of words NEAR, those of the expected result half. */
enum { WINDOW = 4, NEAR = 14, WHOLE = 20, HALF = 2, MOST_UNITS = 4096, MOST_PROBE = 24 };
/* Thousandths of the learnt margin. From OFFERED a capability is offered; the best of those that are not, alone, if it is not far below: measured by --cross of the tool. */
enum { OFFERED = -150, ALONE = -600 };

/* ---- words of a text ---- */

typedef struct Words { uint32_t n; Str *items; } Words;

static bool is_word_letter(uint32_t cp, bool first) { return (cp >= 0x430 && cp <= 0x44F) || (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '+' || (cp == '-' && !first); }

static Words words_of(Arena *arena, Str text)
{
    Str folded = utf8_fold(arena, text);
    Words words = { 0, arena_array(arena, Str, folded.n / 2 + 2) };
    size_t from = SIZE_MAX;
    for (size_t i = 0; i < folded.n;) {
        size_t at = i;
        bool letter = is_word_letter(utf8_next(folded, &i), from == SIZE_MAX);
        if (letter && from == SIZE_MAX) from = at;
        if (from == SIZE_MAX || (letter && i < folded.n)) continue;
        words.items[words.n++] = str_slice(folded, from, letter ? i : at);
        from = SIZE_MAX;
    }
    return words;
}

/* ---- what the words mean ---- */

static bool part_fits(const CapabilityPart *part, Str word)
{
    Str text = { part->text, part->n };
    return part->whole ? str_eq(word, text) : str_starts(word, text);
}

static uint32_t find_phrase(const CapabilityTable *table, const Words *words, uint32_t at, const CapabilityStem *stem, uint32_t n_best, uint16_t *unit)
{
    for (uint32_t i = stem->phrase_from; i < stem->phrase_to; i++) {
        const CapabilityPhrase *phrase = &table->phrases[i];
        uint32_t k = 0;
        while (k < phrase->n_parts && at + k + 1 < words->n && part_fits(&table->parts[phrase->part_from + k], words->items[at + k + 1])) k++;
        if (k < phrase->n_parts || k <= n_best) continue;
        n_best = k;
        *unit = phrase->unit;
    }
    return n_best;
}

static const CapabilityStem *find_stem(const CapabilityTable *table, uint32_t hash, Str text)
{
    for (uint32_t at = hash & (table->n_slots - 1); table->slots[at] != 0; at = (at + 1) & (table->n_slots - 1)) {
        const CapabilityStem *stem = &table->stems[table->slots[at] - 1];
        if (stem->n == text.n && memcmp(stem->text, text.at, text.n) == 0) return stem;
    }
    return NULL;
}

/* The longest phrase that begins at this word and the longest beginning of the word itself; CAPABILITY_NONE: none. */
static void units_at(const CapabilityTable *table, const Words *words, uint32_t at, uint16_t *phrase, uint16_t *unit)
{
    Str word = words->items[at];
    uint32_t hash = 2166136261u, n_best = 0;
    size_t ends[MOST_PROBE], n_letters = 0;
    uint16_t found[MOST_PROBE];
    uint8_t rests[MOST_PROBE];
    *phrase = *unit = CAPABILITY_NONE;
    for (size_t i = 0, from = 0; i < word.n && n_letters < MOST_PROBE; n_letters++, from = i) {
        utf8_next(word, &i);
        for (size_t k = from; k < i; k++) hash = (hash ^ (uint8_t)word.at[k]) * 16777619u;
        const CapabilityStem *stem = find_stem(table, hash, str_slice(word, 0, i));
        found[n_letters] = stem != NULL ? stem->unit : (uint16_t)CAPABILITY_NONE;
        rests[n_letters] = stem != NULL ? stem->rest : 0;
        ends[n_letters] = i;
        if (stem != NULL && stem->phrase_from < stem->phrase_to) n_best = find_phrase(table, words, at, stem, n_best, phrase);
    }
    bool cut = n_letters > 0 && ends[n_letters - 1] < word.n; /* longer than any stem: letters enough follow */
    for (size_t k = n_letters; k-- > 0;) {
        size_t rest = cut ? 254 : n_letters - 1 - k;
        // cppcheck-suppress uninitvar  // written for every letter above
        if (found[k] == CAPABILITY_NONE || rest > rests[k]) continue;
        if (found[k] != CAPABILITY_STOP) *unit = found[k];
        return;
    }
}

/* ---- weights ---- */

typedef struct Features { const CapabilityTable *table; uint8_t *value; uint32_t n; uint32_t *touched; } Features;

static void add_feature(Features *to, uint32_t feature, uint8_t value)
{
    if (to->value[feature] == 0) to->touched[to->n++] = feature;
    if (to->value[feature] < value) to->value[feature] = value;
}

static void add_pair(Features *to, uint16_t one, uint16_t other, uint8_t value)
{
    uint32_t key = one < other ? (uint32_t)one << 16 | other : (uint32_t)other << 16 | one;
    uint32_t from = 0, end = to->table->n_pairs;
    while (from < end) {
        uint32_t middle = from + (end - from) / 2;
        if (to->table->pairs[middle] < key) from = middle + 1;
        else end = middle;
    }
    if (from < to->table->n_pairs && to->table->pairs[from] == key) add_feature(to, to->table->n_units + from, value);
}

static void add_text(Features *to, Str text, uint8_t part, Arena *scratch)
{
    Words words = words_of(scratch, text);
    uint16_t *units = arena_array(scratch, uint16_t, 2u * words.n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < words.n && n < MOST_UNITS; i++) {
        uint16_t phrase, unit;
        units_at(to->table, &words, i, &phrase, &unit);
        if (phrase != CAPABILITY_NONE) units[n++] = phrase;
        if (unit != CAPABILITY_NONE && unit != phrase) units[n++] = unit;
    }
    for (uint32_t i = 0; i < n; i++) {
        add_feature(to, units[i], (uint8_t)(WHOLE / part));
        for (uint32_t k = i + 1; k < n && k <= i + WINDOW; k++)
            if (units[i] != units[k]) add_pair(to, units[i], units[k], (uint8_t)(NEAR / part));
    }
}

/* Sums of one text, WHOLE times a thousandth each; the greater of two texts' stays. */
static void raise_scores(Features *features, int32_t scores[static N_CAPABILITIES + 1])
{
    const CapabilityTable *table = features->table;
    int32_t sums[N_CAPABILITIES + 1];
    for (uint32_t c = 0; c <= N_CAPABILITIES; c++) sums[c] = table->bases[c] * WHOLE;
    for (uint32_t i = 0; i < features->n; i++) {
        uint32_t feature = features->touched[i];
        for (uint32_t k = table->starts[feature]; k < table->starts[feature + 1]; k++) sums[table->whose[k]] += table->weights[k] * features->value[feature];
        features->value[feature] = 0;
    }
    features->n = 0;
    for (uint32_t c = 1; c <= N_CAPABILITIES; c++)
        if (scores[c] < sums[c]) scores[c] = sums[c];
}

/* ---- what is offered ---- */

typedef struct Score { uint8_t number; int32_t points; } Score;

static int by_points(const void *left, const void *right)
{
    const Score *a = left, *b = right;
    if (a->points != b->points) return a->points < b->points ? 1 : -1;
    return a->number - b->number;
}

static int by_number(const void *left, const void *right) { return *(const uint8_t *)left - *(const uint8_t *)right; }

static Features features_new(Arena *arena)
{
    const CapabilityTable *table = &capability_table;
    uint32_t n = table->n_units + table->n_pairs;
    return (Features){ .table = table, .value = arena_array(arena, uint8_t, n), .touched = arena_array(arena, uint32_t, n) };
}

/* Each text by itself: a list of things to do is several measures under one heading. The expected result is the heading's. */
static void recognise(Features *features, uint32_t n_texts, const Str *texts, Str result, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    int32_t scores[N_CAPABILITIES + 1];
    Score order[N_CAPABILITIES];
    uint32_t n_offered = 0;
    for (uint32_t c = 0; c <= N_CAPABILITIES; c++) scores[c] = INT32_MIN;
    for (uint32_t i = 0; i < n_texts; i++) {
        Arena *scratch = arena_new(0);
        add_text(features, texts[i], 1, scratch);
        if (i == 0) add_text(features, result, HALF, scratch);
        raise_scores(features, scores);
        arena_free(scratch);
    }
    for (uint32_t c = 0; c < N_CAPABILITIES; c++) order[c] = (Score){ (uint8_t)(c + 1), scores[c + 1] };
    qsort(order, N_CAPABILITIES, sizeof *order, by_points);
    while (n_offered < CAPABILITIES_OFFERED && order[n_offered].points >= OFFERED * WHOLE) n_offered++;
    if (n_offered == 0 && order[0].points >= ALONE * WHOLE) n_offered = 1;
    uint8_t *out = arena_array(arena, uint8_t, n_offered + 1u);
    for (uint32_t i = 0; i < n_offered; i++) out[i] = order[i].number;
    qsort(out, n_offered, 1, by_number);
    *n = n_offered;
    *numbers = out;
}

void capability_recognise(uint32_t n_texts, const Str *texts, Str result, Arena *arena, uint32_t *n, const uint8_t **numbers)
{
    Arena *scratch = arena_new(0);
    Features features = features_new(scratch);
    recognise(&features, n_texts, texts, result, arena, n, numbers);
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
    Features features = features_new(scratch);
    for (uint32_t i = 0; i < plan->n_measures; i++) {
        Measure *measure = &measures[i];
        *measure = plan->measures[i];
        Str *texts = arena_array(arena, Str, measure->n_bullets + 1u);
        texts[0] = measure->title;
        for (uint32_t k = 0; k < measure->n_bullets; k++) texts[k + 1] = measure->bullets[k];
        recognise(&features, measure->n_bullets + 1u, texts, measure->expected, arena, &measure->n_capabilities, &measure->capabilities);
        add_repetition(&measure->term, arena, &measure->n_capabilities, &measure->capabilities);
    }
    for (uint32_t i = 0; i < plan->n_decisions; i++) {
        PlanDecision *decision = &decisions[i];
        *decision = plan->decisions[i];
        recognise(&features, 1, &decision->text, STR_EMPTY, arena, &decision->n_capabilities, &decision->capabilities);
        add_repetition(&decision->term, arena, &decision->n_capabilities, &decision->capabilities);
    }
    plan->measures = measures;
    plan->decisions = decisions;
    arena_free(scratch);
}
