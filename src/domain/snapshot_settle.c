/* Opened schools as one analysis: values, signs and conclusions in the order that the whole had, and indexes that fit what is here. */
#include <stdlib.h>

#include "domain/snapshot_.h"

typedef struct Numbered { uint32_t number; const void *at; } Numbered;

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const Numbered *)a)->number, y = ((const Numbered *)b)->number;
    return (x > y) - (x < y);
}

/* One school's numbers rise already. */
static void put_in_order(Numbered *all, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (all[i - 1].number > all[i].number) {
            qsort(all, n, sizeof *all, by_number);
            return;
        }
}

/* Numbers to indexes; false: nobody has that number. */
static bool place(const Opened *opened, const Numbered *all, uint32_t n, const uint32_t **io, uint32_t n_io)
{
    uint32_t *indexes = arena_try(opened->arena, (n_io + (size_t)1) * sizeof *indexes, NULL);
    if (indexes == NULL) return false;
    for (uint32_t i = 0; i < n_io; i++) {
        const Numbered key = { .number = (*io)[i] }, *found = n == 0 ? NULL : bsearch(&key, all, n, sizeof *all, by_number);
        if (found == NULL) return false;
        indexes[i] = (uint32_t)(found - all);
    }
    *io = indexes;
    return true;
}

static void count(const Opened *opened, uint32_t *n_values, uint32_t *n_signs, uint32_t *n_conclusions)
{
    *n_conclusions = opened->n_slim;
    for (uint32_t org = 0; org < opened->analysis.schools.n; org++) {
        const SchoolPart *part = opened->schools[org];
        if (part == NULL) continue;
        *n_values += part->n_values, *n_signs += part->n_signs, *n_conclusions += part->n_conclusions;
    }
}

static bool settle(Opened *opened, Numbered *values, uint32_t n_values, Numbered *signs, uint32_t n_signs, uint32_t most)
{
    Analysis *out = &opened->analysis;
    Value *value_room = arena_try(opened->arena, (n_values + (size_t)1) * sizeof *value_room, NULL);
    Sign *sign_room = arena_try(opened->arena, (n_signs + (size_t)1) * sizeof *sign_room, NULL);
    Conclusion *conclusions = arena_try(opened->arena, (most + (size_t)1) * sizeof *conclusions, NULL);
    if (value_room == NULL || sign_room == NULL || conclusions == NULL) return false;
    uint32_t v = 0, s = 0, c = 0;
    for (uint32_t org = 0, slim = 0; org < out->schools.n; org++) {
        const SchoolPart *part = opened->schools[org];
        bool told = slim < opened->n_slim && opened->slim[slim].org == org;
        if (part == NULL && told) conclusions[c++] = opened->slim[slim];
        slim += told;
        if (part == NULL) continue;
        for (uint32_t i = 0; i < part->n_values; i++) values[v++] = (Numbered){ part->values[i].number, &part->values[i].value };
        for (uint32_t i = 0; i < part->n_signs; i++) signs[s++] = (Numbered){ part->signs[i].number, &part->signs[i].sign };
        for (uint32_t i = 0; i < part->n_conclusions; i++) conclusions[c++] = part->conclusions[i];
    }
    put_in_order(values, n_values);
    put_in_order(signs, n_signs);
    for (uint32_t i = 0; i < n_values; i++) value_room[i] = *(const Value *)values[i].at;
    for (uint32_t i = 0; i < n_signs; i++) {
        sign_room[i] = *(const Sign *)signs[i].at;
        if (!place(opened, values, n_values, &sign_room[i].parts, sign_room[i].n_parts)) return false;
        for (uint32_t k = 0; k < sign_room[i].n_parts; k++)
            if (value_room[sign_room[i].parts[k]].procedure == UINT32_MAX) return false; /* what was pooled is of single works */
    }
    for (uint32_t i = 0; i < c; i++)
        if (!place(opened, signs, n_signs, &conclusions[i].signs, conclusions[i].n_signs)) return false;
    out->values = value_room, out->n_values = out->values_room = n_values;
    out->signs = sign_room, out->n_signs = n_signs;
    out->conclusions = conclusions, out->n_conclusions = c;
    return true;
}

bool opened_settle(Opened *opened, Err *err)
{
    uint32_t n_values = 0, n_signs = 0, n_conclusions = 0;
    count(opened, &n_values, &n_signs, &n_conclusions);
    Arena *scratch = arena_new(0);
    Numbered *values = arena_array(scratch, Numbered, n_values + (size_t)1), *signs = arena_array(scratch, Numbered, n_signs + (size_t)1);
    bool done = settle(opened, values, n_values, signs, n_signs, n_conclusions);
    arena_free(scratch);
    return done || err_set(err, ERR_INPUT, "Посчитайте результаты заново.", "Сохранённые результаты противоречат друг другу: вывод ссылается на то, чего нет.");
}
