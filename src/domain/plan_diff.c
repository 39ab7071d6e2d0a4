/* What changed between two editions of a plan. Its decisions and measures are paired in rounds, the surest first, and what is left over was added or removed. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "domain/plan.h"

#define NOBODY UINT32_MAX
/* Shares of common words: with the same number a measure may be rewritten by half; without it two measures of one plan are alike enough by themselves. */
#define LIKE_NUMBERED 0.4
#define LIKE_ANY      0.6
/* Comparing everything with everything left over: two editions that share nothing are not worth more than this. */
#define LIKE_PAIRS 4000000u

/* A measure or a decision. */
typedef struct Item {
    uint32_t n;                             /* of the plan; 0: unknown */
    Str number, section, task, title, term, days, expected; /* days: chosen by a person; empty: by the words */
    Str bullets, responsible, participants; /* joined */
    Str key;                                /* title folded */
    uint32_t n_words; const unsigned long long *words; /* hashes, rising */
    bool is_decision;
    uint32_t mate;                          /* in the other edition; NOBODY */
} Item;

typedef struct Edition { uint32_t n; Item *items; bool named, others_named; /* its items, those of the other edition have an n */ } Edition;

typedef struct Diff {
    Arena *arena;
    uint32_t n, room;
    PlanChange *changes;
} Diff;

/* ---- items ---- */

static Str joined(Arena *arena, uint32_t n, const Str *texts)
{
    size_t room = 1;
    for (uint32_t i = 0; i < n; i++) room += texts[i].n + 2;
    char *out = arena_alloc(arena, room);
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) out[at++] = ';', out[at++] = ' ';
        if (texts[i].n > 0) memcpy(out + at, texts[i].at, texts[i].n);
        at += texts[i].n;
    }
    return (Str){ out, at };
}

static int by_hash(const void *left, const void *right)
{
    unsigned long long a = *(const unsigned long long *)left, b = *(const unsigned long long *)right;
    return (a > b) - (a < b);
}

static Str days_of(const Term *term, Arena *arena) { return term->by_hand ? term_windows_words(arena, term->n_windows, term->windows) : STR_EMPTY; }

/* Words by their first five letters: an ending changed is not another word. */
static void take_words(Item *item, Arena *arena)
{
    unsigned long long *words = arena_array(arena, unsigned long long, item->key.n / 2 + 1);
    uint32_t n = 0;
    for (size_t i = 0; i < item->key.n;) {
        size_t from = i, length = 0, stem = i;
        for (; i < item->key.n && item->key.at[i] != ' '; length++) {
            utf8_next(item->key, &i);
            if (length < 5) stem = i;
        }
        if (length >= 3) words[n++] = str_hash(str_slice(item->key, from, stem));
        while (i < item->key.n && item->key.at[i] == ' ') i++;
    }
    qsort(words, n, sizeof *words, by_hash);
    item->words = words;
    item->n_words = n;
}

static Edition edition_of(const PlanContent *plan, Arena *arena)
{
    Edition edition = { .n = plan->n_decisions + plan->n_measures, .items = arena_array(arena, Item, plan->n_decisions + plan->n_measures + 1u) };
    for (uint32_t i = 0; i < edition.n; i++) {
        Item *item = &edition.items[i];
        item->is_decision = i < plan->n_decisions;
        if (item->is_decision) {
            const PlanDecision *from = &plan->decisions[i];
            *item = (Item){ .n = from->n, .number = from->number, .title = from->text, .term = from->term.text, .days = days_of(&from->term, arena), .responsible = joined(arena, from->n_responsible, from->responsible), .is_decision = true };
        } else {
            const Measure *from = &plan->measures[i - plan->n_decisions];
            *item = (Item){ .n = from->n, .number = from->number, .task = from->task, .title = from->title, .term = from->term.text, .days = days_of(&from->term, arena), .expected = from->expected,
                .bullets = joined(arena, from->n_bullets, from->bullets), .responsible = joined(arena, from->n_responsible, from->responsible),
                .participants = joined(arena, from->n_participants, from->participants) };
            if (from->i_section != PLAN_NO_SECTION) item->section = plan->sections[from->i_section].title;
        }
        edition.named = edition.named || item->n > 0;
        item->key = utf8_fold(arena, item->title);
        item->mate = NOBODY;
        take_words(item, arena);
    }
    return edition;
}

/* ---- pairs ---- */

/* Dice: twice the common words over all of them. */
static double likeness(const Item *a, const Item *b)
{
    uint32_t n_common = 0;
    if (a->n_words + b->n_words == 0) return str_eq(a->key, b->key) ? 1 : 0;
    for (uint32_t i = 0, k = 0; i < a->n_words && k < b->n_words;) {
        if (a->words[i] == b->words[k]) n_common++, i++, k++;
        else if (a->words[i] < b->words[k]) i++;
        else k++;
    }
    return 2.0 * n_common / (a->n_words + b->n_words);
}

static void pair(Edition *old, uint32_t a, Edition *new, uint32_t b)
{
    old->items[a].mate = b;
    new->items[b].mate = a;
}

static int by_n(const void *left, const void *right)
{
    const Item *a = *(Item *const *)left, *b = *(Item *const *)right;
    return (a->n > b->n) - (a->n < b->n);
}

static Item **named_items(const Edition *edition, Arena *arena, uint32_t *n)
{
    Item **out = arena_array(arena, Item *, edition->n + 1u);
    *n = 0;
    for (uint32_t i = 0; i < edition->n; i++)
        if (edition->items[i].n > 0) out[(*n)++] = &edition->items[i];
    qsort(out, *n, sizeof *out, by_n); // NOLINT(bugprone-sizeof-expression): pointers are sorted
    return out;
}

/* Two editions of one plan know which measure is which, whatever became of its words. */
static void pair_same(Edition *old, Edition *new, Arena *arena)
{
    uint32_t n_old, n_new;
    Item **a = named_items(old, arena, &n_old), **b = named_items(new, arena, &n_new);
    for (uint32_t i = 0, k = 0; i < n_old && k < n_new;) {
        if (a[i]->n < b[k]->n) i++;
        else if (a[i]->n > b[k]->n) k++;
        else {
            if (a[i]->is_decision == b[k]->is_decision) pair(old, (uint32_t)(a[i] - old->items), new, (uint32_t)(b[k] - new->items));
            i++, k++;
        }
    }
}

typedef struct Keyed { Str key, number; bool is_decision; uint32_t at; } Keyed;

static int by_key(const Keyed *a, const Keyed *b, bool with_number, bool with_key)
{
    int order = (a->is_decision > b->is_decision) - (a->is_decision < b->is_decision);
    if (order == 0 && with_key) order = str_cmp(a->key, b->key);
    if (order == 0 && with_number) order = str_cmp(a->number, b->number);
    return order;
}

static int by_all(const void *a, const void *b)
{
    int order = by_key(a, b, true, true);
    return order != 0 ? order : (((const Keyed *)a)->at > ((const Keyed *)b)->at) - (((const Keyed *)a)->at < ((const Keyed *)b)->at);
}

static int by_title(const void *a, const void *b)
{
    int order = by_key(a, b, false, true);
    return order != 0 ? order : (((const Keyed *)a)->at > ((const Keyed *)b)->at) - (((const Keyed *)a)->at < ((const Keyed *)b)->at);
}

static int by_number(const void *a, const void *b)
{
    int order = by_key(a, b, true, false);
    return order != 0 ? order : (((const Keyed *)a)->at > ((const Keyed *)b)->at) - (((const Keyed *)a)->at < ((const Keyed *)b)->at);
}

static Keyed *free_items(const Edition *edition, Arena *arena, uint32_t *n)
{
    Keyed *out = arena_array(arena, Keyed, edition->n + 1u);
    *n = 0;
    for (uint32_t i = 0; i < edition->n; i++)
        if (edition->items[i].mate == NOBODY && (edition->items[i].n == 0 || !edition->others_named)) out[(*n)++] = (Keyed){ edition->items[i].key, edition->items[i].number, edition->items[i].is_decision, i };
    return out;
}

typedef struct Round { bool with_number, with_key; int (*order)(const void *, const void *); double like; } Round;

/* Both sides in one order, walked together: what stands equal is a pair. */
static void pair_equal(Edition *old, Edition *new, const Round *round, Arena *arena)
{
    uint32_t n_old, n_new;
    Keyed *a = free_items(old, arena, &n_old), *b = free_items(new, arena, &n_new);
    qsort(a, n_old, sizeof *a, round->order);
    qsort(b, n_new, sizeof *b, round->order);
    for (uint32_t i = 0, k = 0; i < n_old && k < n_new;) {
        int order = by_key(&a[i], &b[k], round->with_number, round->with_key);
        if (order < 0) i++;
        else if (order > 0) k++;
        else {
            bool named = round->with_key || a[i].number.n > 0;
            if (named && likeness(&old->items[a[i].at], &new->items[b[k].at]) >= round->like) pair(old, a[i].at, new, b[k].at);
            i++, k++;
        }
    }
}

typedef struct Likely { double like; uint32_t old, new; } Likely;

static int by_likeness(const void *left, const void *right)
{
    const Likely *a = left, *b = right;
    int order = (a->like < b->like) - (a->like > b->like);
    if (order == 0) order = (a->new > b->new) - (a->new < b->new);
    return order != 0 ? order : (a->old > b->old) - (a->old < b->old);
}

static void pair_alike(Edition *old, Edition *new, Arena *arena)
{
    uint32_t n_old, n_new;
    size_t n = 0, room = 64;
    const Keyed *a = free_items(old, arena, &n_old), *b = free_items(new, arena, &n_new);
    if ((uint64_t)n_old * n_new > LIKE_PAIRS) return;
    Likely *likely = arena_array(arena, Likely, room);
    for (uint32_t i = 0; i < n_old; i++)
        for (uint32_t k = 0; k < n_new; k++) {
            double like = a[i].is_decision == b[k].is_decision ? likeness(&old->items[a[i].at], &new->items[b[k].at]) : 0;
            if (like < LIKE_ANY) continue;
            if (n == room) {
                Likely *more = arena_array(arena, Likely, 2 * room);
                memcpy(more, likely, room * sizeof *more);
                likely = more, room *= 2;
            }
            likely[n++] = (Likely){ like, a[i].at, b[k].at };
        }
    qsort(likely, n, sizeof *likely, by_likeness);
    for (size_t i = 0; i < n; i++)
        if (old->items[likely[i].old].mate == NOBODY && new->items[likely[i].new].mate == NOBODY) pair(old, likely[i].old, new, likely[i].new);
}

/* ---- changes ---- */

static void add(Diff *diff, PlanChange change)
{
    if (diff->n == diff->room) {
        PlanChange *more = arena_array(diff->arena, PlanChange, diff->room == 0 ? 16 : 2 * (size_t)diff->room);
        if (diff->n > 0) memcpy(more, diff->changes, diff->n * sizeof *more);
        diff->room = diff->room == 0 ? 16 : 2 * diff->room;
        diff->changes = more;
    }
    diff->changes[diff->n++] = change;
}

static void add_field(Diff *diff, const Item *item, const char *field, Str before, Str after)
{
    Str number = item == NULL ? STR_EMPTY : item->number, title = item == NULL ? STR_EMPTY : item->title;
    if (!str_eq(before, after))
        add(diff, (PlanChange){ PLAN_CHANGED, item == NULL ? 0 : item->n, arena_str(diff->arena, number), arena_str(diff->arena, title), str_of(field), arena_str(diff->arena, before), arena_str(diff->arena, after) });
}

static void add_fields(Diff *diff, const Item *old, const Item *new)
{
    add_field(diff, new, "номер", old->number, new->number);
    add_field(diff, new, new->is_decision ? "решение" : "мероприятие", old->title, new->title);
    add_field(diff, new, "перечень", old->bullets, new->bullets);
    add_field(diff, new, "раздел", old->section, new->section);
    add_field(diff, new, "задача", old->task, new->task);
    add_field(diff, new, "срок", old->term, new->term);
    if (old->days.n + new->days.n > 0) add_field(diff, new, "дни срока", old->days.n > 0 ? old->days : STR("по словам"), new->days.n > 0 ? new->days : STR("по словам"));
    add_field(diff, new, "ответственный", old->responsible, new->responsible);
    add_field(diff, new, "участники", old->participants, new->participants);
    add_field(diff, new, "ожидаемый результат", old->expected, new->expected);
}

void plan_content_diff(const PlanContent *before, const PlanContent *after, Arena *arena, uint32_t *n, const PlanChange **changes)
{
    static const Round rounds[] = { { true, true, by_all, 0 }, { false, true, by_title, 0 }, { true, false, by_number, LIKE_NUMBERED } };
    Arena *scratch = arena_new(0);
    Edition old = edition_of(before, scratch), new = edition_of(after, scratch);
    Diff diff = { .arena = arena };
    old.others_named = new.named, new.others_named = old.named;
    pair_same(&old, &new, scratch);
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) pair_equal(&old, &new, &rounds[i], scratch);
    pair_alike(&old, &new, scratch);
    add_field(&diff, NULL, "название", before->title, after->title);
    add_field(&diff, NULL, "цель", before->goal, after->goal);
    add_field(&diff, NULL, PLAN_FIELD_CONTROL, before->controller, after->controller);
    for (uint32_t i = 0; i < new.n; i++) {
        const Item *item = &new.items[i];
        if (item->mate != NOBODY) add_fields(&diff, &old.items[item->mate], item);
        else add(&diff, (PlanChange){ .kind = PLAN_ADDED, .n = item->n, .number = arena_str(arena, item->number), .title = arena_str(arena, item->title) });
    }
    for (uint32_t i = 0; i < old.n; i++)
        if (old.items[i].mate == NOBODY) add(&diff, (PlanChange){ .kind = PLAN_REMOVED, .n = old.items[i].n, .number = arena_str(arena, old.items[i].number), .title = arena_str(arena, old.items[i].title) });
    *n = diff.n;
    *changes = diff.changes;
    arena_free(scratch);
}
