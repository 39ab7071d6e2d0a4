#include "domain/block_diff.h"

#include <stdlib.h>

#include "base/number.h"

#define NOBODY UINT32_MAX

typedef struct Diff {
    const Sheet *old, *new;
    Arena *arena, *scratch;
    const uint32_t *old_task; /* [tasks of new] the same task of old, or NOBODY */
    uint32_t *mate;           /* [rows of new] row of old, or NOBODY */
    bool *taken;              /* [rows of old] */
    DiffEntry *entries;
    uint32_t room;
    BlockDiff *out;
} Diff;

static Str label_of(const Sheet *sheet, uint32_t row) { return sheet->class_label[sheet->class_of[row]]; }
static const Blueprint *plan_of(const Sheet *sheet) { return sheet->procedure.blueprint; }
static uint8_t score_of(const Sheet *sheet, uint32_t task, uint32_t row) { return sheet->score[(size_t)task * sheet->n_rows + row]; }

/* ---- words ---- */

static Str number(const Diff *diff, int value) { return arena_printf(diff->arena, "%d", value); }
static Str number_or_none(const Diff *diff, int value) { return value > 0 ? number(diff, value) : STR_EMPTY; }

static Str score_words(const Diff *diff, uint8_t score)
{
    switch (score) {
    case SCORE_NOT_ATTEMPTED: return STR("X");
    case SCORE_NOT_TAUGHT: return STR("не пройд.");
    case SCORE_EMPTY: case SCORE_NONE: return STR_EMPTY;
    default: return number(diff, score);
    }
}

static Str sex_words(uint8_t sex) { return sex == SEX_MALE ? STR("м") : sex == SEX_FEMALE ? STR("ж") : STR_EMPTY; }

/* «работа, 12 баллов» */
static Str state_words(const Diff *diff, const Sheet *sheet, uint32_t row)
{
    if (sheet->state[row] == ROW_ABSENT) return STR("не писал");
    Str points = number_of(diff->arena, sheet->total[row], "балл", "балла", "баллов");
    return arena_printf(diff->arena, "работа, %.*s", STR_ARG(points));
}

/* ---- entries ---- */

static void add(Diff *diff, DiffEntry entry)
{
    if (diff->out->n == diff->room) {
        DiffEntry *more = arena_array(diff->arena, DiffEntry, 2 * (size_t)diff->room);
        memcpy(more, diff->entries, diff->room * sizeof *more);
        diff->entries = more, diff->room *= 2;
    }
    diff->entries[diff->out->n++] = entry;
}

static void compare(Diff *diff, DiffKind kind, Str label, Str code, Str column, Str before, Str after)
{
    if (!str_eq(before, after)) add(diff, (DiffEntry){ kind, label, code, column, before, after });
}

static Str task_column(const Diff *diff, const char *what, Str label) { return arena_printf(diff->arena, "%s %.*s", what, STR_ARG(label)); }

static const uint32_t *match_tasks(const Diff *diff)
{
    const Blueprint *old = plan_of(diff->old), *new = plan_of(diff->new);
    uint32_t *old_task = arena_array(diff->scratch, uint32_t, new->n_tasks + 1u);
    bool *taken = arena_array(diff->scratch, bool, old->n_tasks + 1u);
    for (uint32_t t = 0; t < new->n_tasks; t++) {
        uint32_t k = 0;
        while (k < old->n_tasks && (taken[k] || !str_eq(old->tasks[k].label, new->tasks[t].label))) k++;
        old_task[t] = k < old->n_tasks ? k : NOBODY;
        taken[k] = true;
    }
    return old_task;
}

static void compare_forms(Diff *diff)
{
    const Blueprint *old = plan_of(diff->old), *new = plan_of(diff->new);
    uint8_t *met = arena_array(diff->scratch, uint8_t, old->n_tasks + 1u);
    for (uint32_t t = 0; t < new->n_tasks; t++) {
        uint32_t k = diff->old_task[t];
        if (k != NOBODY) met[k] = 1;
        compare(diff, DIFF_FORM, STR_EMPTY, STR_EMPTY, task_column(diff, "наибольший балл задания", new->tasks[t].label), k == NOBODY ? STR_EMPTY : number(diff, old->tasks[k].max),
            number(diff, new->tasks[t].max));
    }
    for (uint32_t k = 0; k < old->n_tasks; k++)
        if (!met[k]) compare(diff, DIFF_FORM, STR_EMPTY, STR_EMPTY, task_column(diff, "наибольший балл задания", old->tasks[k].label), number(diff, old->tasks[k].max), STR_EMPTY);
    compare(diff, DIFF_FORM, STR_EMPTY, STR_EMPTY, STR("наибольшая сумма баллов"), number(diff, old->max), number(diff, new->max));
    for (int c = 0; c < N_CUTOFFS; c++)
        compare(diff, DIFF_FORM, STR_EMPTY, STR_EMPTY, arena_printf(diff->arena, "порог «%d»", c + 3), old->cutoffs_known ? number(diff, old->cutoff[c]) : STR_EMPTY,
            new->cutoffs_known ? number(diff, new->cutoff[c]) : STR_EMPTY);
    diff->out->n_form = diff->out->n;
}

/* Cells from left to right. Points of single tasks are compared where both are works. */
static void compare_rows(Diff *diff, uint32_t old, uint32_t new)
{
    const Sheet *a = diff->old, *b = diff->new;
    Str label = label_of(b, new), code = b->code[new];
    uint32_t before = diff->out->n;
    compare(diff, DIFF_CHANGED, label, code, STR("класс"), label_of(a, old), label);
    compare(diff, DIFF_CHANGED, label, code, STR("пол"), sex_words(a->sex[old]), sex_words(b->sex[new]));
    compare(diff, DIFF_CHANGED, label, code, STR("вариант"), number_or_none(diff, a->variant[old]), number_or_none(diff, b->variant[new]));
    if (a->state[old] != b->state[new]) {
        compare(diff, DIFF_CHANGED, label, code, STR("состояние"), state_words(diff, a, old), state_words(diff, b, new));
    } else {
        for (uint32_t t = 0; t < plan_of(b)->n_tasks && b->state[new] == ROW_WORK; t++) {
            uint32_t k = diff->old_task[t];
            if (k == NOBODY || score_of(a, k, old) == score_of(b, t, new)) continue;
            compare(diff, DIFF_CHANGED, label, code, task_column(diff, "задание", plan_of(b)->tasks[t].label), score_words(diff, score_of(a, k, old)), score_words(diff, score_of(b, t, new)));
        }
        compare(diff, DIFF_CHANGED, label, code, STR("записанная сумма"), a->written_total[old] == TOTAL_NONE ? STR_EMPTY : number(diff, a->written_total[old]),
            b->written_total[new] == TOTAL_NONE ? STR_EMPTY : number(diff, b->written_total[new]));
    }
    compare(diff, DIFF_CHANGED, label, code, STR("журнал"), number_or_none(diff, a->journal[old]), number_or_none(diff, b->journal[new]));
    if (diff->out->n > before) diff->out->n_changed++;
    else diff->out->n_same++;
}

/* ---- who is who ---- */

typedef struct Key { Str code, label; uint32_t row; } Key;

static int by_code_only(const Key *a, const Key *b) { return str_cmp(a->code, b->code); }

static int by_code_and_label(const Key *a, const Key *b)
{
    int order = by_code_only(a, b);
    return order != 0 ? order : str_cmp(a->label, b->label);
}

static int by_key(const void *left, const void *right)
{
    const Key *a = left, *b = right;
    int order = by_code_and_label(a, b);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* Rows that are nobody's mate yet. */
static Key *keys_of(const Diff *diff, const Sheet *sheet, bool is_new, bool coded, uint32_t *n_out)
{
    Key *keys = arena_array(diff->scratch, Key, sheet->n_rows + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < sheet->n_rows; i++)
        if ((is_new ? diff->mate[i] == NOBODY : !diff->taken[i]) && (!coded || sheet->code[i].n > 0)) keys[n++] = (Key){ sheet->code[i], label_of(sheet, i), i };
    qsort(keys, n, sizeof *keys, by_key);
    *n_out = n;
    return keys;
}

static void match(Diff *diff, int (*order)(const Key *, const Key *), bool coded)
{
    uint32_t n_old, n_new;
    const Key *old = keys_of(diff, diff->old, false, coded, &n_old), *new = keys_of(diff, diff->new, true, coded, &n_new);
    for (uint32_t i = 0, k = 0; i < n_old && k < n_new;) {
        int way = order(&old[i], &new[k]);
        if (way == 0) diff->mate[new[k].row] = old[i].row, diff->taken[old[i].row] = true;
        i += way <= 0;
        k += way >= 0;
    }
}

/* ---- the whole ---- */

typedef struct Turn { Str label, code; uint32_t old, new; } Turn;

static int by_turn(const void *left, const void *right)
{
    const Turn *a = left, *b = right;
    int order = str_cmp(a->label, b->label);
    if (order == 0) order = str_cmp(a->code, b->code);
    if (order == 0) order = (a->new > b->new) - (a->new < b->new);
    return order != 0 ? order : (a->old > b->old) - (a->old < b->old);
}

static void tell_rows(Diff *diff)
{
    const Sheet *a = diff->old, *b = diff->new;
    Turn *turns = arena_array(diff->scratch, Turn, (size_t)a->n_rows + b->n_rows + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n_rows; i++) turns[n++] = (Turn){ label_of(b, i), b->code[i], diff->mate[i], i };
    for (uint32_t i = 0; i < a->n_rows; i++)
        if (!diff->taken[i]) turns[n++] = (Turn){ label_of(a, i), a->code[i], i, NOBODY };
    qsort(turns, n, sizeof *turns, by_turn);
    for (uint32_t i = 0; i < n; i++) {
        const Turn *at = &turns[i];
        if (at->old != NOBODY && at->new != NOBODY) compare_rows(diff, at->old, at->new);
        else if (at->old == NOBODY) diff->out->n_added++, add(diff, (DiffEntry){ DIFF_ADDED, at->label, at->code, STR_EMPTY, STR_EMPTY, state_words(diff, b, at->new) });
        else diff->out->n_removed++, add(diff, (DiffEntry){ DIFF_REMOVED, at->label, at->code, STR_EMPTY, state_words(diff, a, at->old), STR_EMPTY });
    }
}

bool block_diff(Str before, Str after, Arena *arena, BlockDiff *out, Err *err)
{
    Sheet *old, *new;
    if (!block_read(before, arena, &old, err) || !block_read(after, arena, &new, err)) return false;
    if (!str_eq(old->school_code[0], new->school_code[0]) || !str_eq(old->procedure.id, new->procedure.id))
        return err_set(err, ERR_CONFLICT, NULL, "Сравнить можно протоколы одной школы и одной работы: здесь %.*s «%.*s» и %.*s «%.*s».", STR_ARG(old->school_code[0]), STR_ARG(old->procedure.id),
            STR_ARG(new->school_code[0]), STR_ARG(new->procedure.id));
    *out = (BlockDiff){ 0 };
    Arena *scratch = arena_new(0);
    Diff diff = { .old = old, .new = new, .arena = arena, .scratch = scratch, .out = out, .room = 16 };
    diff.entries = arena_array(arena, DiffEntry, diff.room);
    diff.old_task = match_tasks(&diff);
    diff.mate = arena_array(scratch, uint32_t, new->n_rows + 1u);
    diff.taken = arena_array(scratch, bool, old->n_rows + 1u);
    for (uint32_t i = 0; i < new->n_rows; i++) diff.mate[i] = NOBODY;
    match(&diff, by_code_and_label, false);
    match(&diff, by_code_only, true);
    compare_forms(&diff);
    tell_rows(&diff);
    out->entries = diff.entries;
    arena_free(scratch);
    return true;
}
