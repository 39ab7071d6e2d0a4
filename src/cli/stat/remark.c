/* merilo stat remark: the first marking of works against the second. */
#include <math.h>

#include "cli/stat/twice_.h"
#include "stats/tampering.h"

typedef struct Markings {
    size_t n;
    double *first, *second; /* totals; NaN where a task has no score */
    StatGroups groups;
    double *cutoffs;
    size_t n_cutoffs;
    double share; /* of works that the first marking had higher, among the changed */
} Markings;

static bool read_markings(const StatTable *table, const Args *args, Markings *out, Arena *arena, Err *err)
{
    StatTwice twice;
    const char *cutoffs = args_value(args, "--cutoffs");
    if (!stat_twice(table, args, arena, &twice, err) || (cutoffs != NULL && !stat_numbers("--cutoffs", cutoffs, arena, &out->cutoffs, &out->n_cutoffs, err))) return false;
    out->n = table->n_rows;
    out->first = arena_array(arena, double, out->n);
    out->second = arena_array(arena, double, out->n);
    for (size_t i = 0; i < out->n; i++)
        for (size_t j = 0; j < twice.n; j++) {
            out->first[i] += twice.first[j]->x[i];
            out->second[i] += twice.final[j]->x[i];
        }
    out->groups = stat_groups(table, "group", arena);
    return true;
}

static void put_boundary(const RemarkBoundary *table, Json *result)
{
    RemarkFisher fisher = remark_fisher(table);
    json_key(result, "boundary");
    json_object(result);
    json_put_int(result, "fell", (long long)table->fell);
    json_put_int(result, "stayed_on", (long long)table->stayed_on);
    json_put_int(result, "rose", (long long)table->rose);
    json_put_int(result, "stayed_short", (long long)table->stayed_short);
    json_object_end(result);
    json_put_num(result, "boundary_p", fisher.p);
    json_put_num(result, "boundary_p_two_sided", fisher.two_sided);
}

/* What is said of all works and of every group alike. */
static void put_remark(const Remark *remark, double share, Json *result)
{
    json_put_int(result, "works", (long long)remark->n);
    json_put_int(result, "raised", (long long)remark->first_higher);
    json_put_int(result, "lowered", (long long)remark->second_higher);
    json_put_int(result, "unchanged", (long long)(remark->n - remark->first_higher - remark->second_higher));
    json_put_num(result, "p", remark_direction(remark, share));
    json_put_num(result, "shift", remark->shift);
    json_put_num(result, "shift_se", remark->n > 1 ? remark->sd / sqrt((double)remark->n) : NAN);
}

/* Why there is no p; NULL when there is. */
static const char *why_not(const Remark *remark)
{
    if (remark->n == 0) return "Нет работ с баллами обеих проверок.";
    return remark->first_higher + remark->second_higher == 0 ? "Вторая проверка не изменила ни одной работы." : NULL;
}

static void add_boundaries(const Markings *m, const double *first, const double *second, size_t n, RemarkBoundary *table)
{
    for (size_t c = 0; c < m->n_cutoffs; c++) remark_boundary(first, second, n, m->cutoffs[c], table);
}

/* The region's share of changed works that the first marking had higher; half where it has none on one side. */
static double region_share(const Remark *all)
{
    double changed = (double)(all->first_higher + all->second_higher);
    return all->first_higher == 0 || all->second_higher == 0 ? .5 : (double)all->first_higher / changed;
}

static void put_groups(const Markings *m, Json *result, Arena *arena)
{
    size_t n = m->groups.n;
    Remark *remark = arena_array(arena, Remark, n);
    RemarkBoundary *boundary = arena_array(arena, RemarkBoundary, n);
    double *first = arena_array(arena, double, m->n), *second = arena_array(arena, double, m->n), *shrunk = arena_array(arena, double, n);
    size_t *from = arena_array(arena, size_t, n + 1), *next = arena_array(arena, size_t, n);
    for (size_t i = 0; i < m->n; i++) from[m->groups.of[i] + 1]++;
    for (size_t g = 0; g < n; g++) from[g + 1] += from[g];
    for (size_t i = 0; i < m->n; i++) {
        size_t at = from[m->groups.of[i]] + next[m->groups.of[i]]++;
        first[at] = m->first[i];
        second[at] = m->second[i];
    }
    for (size_t g = 0; g < n; g++) {
        remark[g] = remark_count(first + from[g], second + from[g], from[g + 1] - from[g]);
        add_boundaries(m, first + from[g], second + from[g], from[g + 1] - from[g], &boundary[g]);
    }
    RemarkSpread spread;
    bool shrinks = remark_shrink(remark, n, &spread, shrunk);
    if (shrinks) json_put_num(result, "tau2", spread.tau2);
    json_key(result, "rows");
    json_array(result);
    for (size_t g = 0; g < n; g++) {
        json_object(result);
        stat_put_group(result, &m->groups, g, arena);
        put_remark(&remark[g], m->share, result);
        json_put_num(result, "shift_shrunk", shrinks ? shrunk[g] : NAN);
        if (m->n_cutoffs > 0) put_boundary(&boundary[g], result);
        if (why_not(&remark[g]) != NULL) json_put_z(result, "note", why_not(&remark[g]));
        json_object_end(result);
    }
    json_array_end(result);
}

static bool run(const StatTable *table, const Args *args, Arena *arena, Json *result, Err *err)
{
    Markings m = { 0 };
    if (!read_markings(table, args, &m, arena, err)) return false;
    Remark all = remark_count(m.first, m.second, m.n);
    if (all.n == 0) return err_set(err, ERR_INPUT, "", "Нет ни одной работы с баллами обеих проверок.");
    if (!stat_option(args, "--p0", m.groups.n > 1 ? region_share(&all) : .5, .001, .999, &m.share, err)) return false;
    put_remark(&all, .5, result);
    json_put_num(result, "share", m.share);
    if (m.n_cutoffs > 0) {
        RemarkBoundary total = { 0 };
        add_boundaries(&m, m.first, m.second, m.n, &total);
        put_boundary(&total, result);
        json_key(result, "cutoffs");
        json_array(result);
        for (size_t c = 0; c < m.n_cutoffs; c++) {
            RemarkBoundary one = { 0 };
            remark_boundary(m.first, m.second, m.n, m.cutoffs[c], &one);
            json_object(result);
            json_put_num(result, "cutoff", m.cutoffs[c]);
            put_boundary(&one, result);
            json_object_end(result);
        }
        json_array_end(result);
    }
    if (why_not(&all) != NULL) json_put_z(result, "note", why_not(&all));
    put_groups(&m, result, arena);
    return true;
}

static const Option options[] = {
    { .name = "--cutoffs", .argument = "17,26,38", .help = "наименьшие баллы отметок: кто опустился ниже, кто поднялся" },
    { .name = "--first", .argument = "a1-a9", .help = "столбцы первой проверки; иначе пары по названиям: first и second, a1_first и a1_second" },
    { .name = "--final", .argument = "b1-b9", .help = "столбцы второй проверки" },
    { .name = "--p0", .argument = "0.5", .help = "доля завышенных первой проверкой среди изменённых; для групп — доля по всей таблице" },
    { 0 },
};

const StatMethod stat_remark = { .name = "remark", .summary = "первая проверка работ против второй: raised — первая поставила больше второй, lowered — меньше",
    .input = "first, second (баллы за работу) или пары столбцов по заданиям; group", .options = options, .run = run };
