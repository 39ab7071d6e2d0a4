/* merilo stat jump: rises and falls by rank, two procedures of one cohort, many series at once. */
#include <math.h>

#include "cli/stat/jump_.h"
#include "stats/jump.h"

#define LEAST_PREVALENCE "Меньше ста классов с обоими показателями: нижней границы распространённости нет."

void jump_add(JumpAnswer *answer, const char *name, const double *x)
{
    BUG_ON(answer->n == sizeof answer->column / sizeof *answer->column);
    answer->column[answer->n++] = (JumpColumn){ name, x };
}

void jump_note(JumpAnswer *answer, const char *note, Arena *arena)
{
    if (answer->note == NULL) answer->note = note;
    else if (strstr(answer->note, note) == NULL) answer->note = arena_z(arena, arena_printf(arena, "%s %s", answer->note, note));
}

/* A column of numbers in places. */
static double *placed(const StatTable *table, const char *name, const JumpStrata *strata, Arena *arena, Err *err)
{
    const StatColumn *column = stat_need_numbers(table, name, err);
    double *out = arena_array(arena, double, strata->n_rows + 1);
    for (size_t i = 0; column != NULL && i < strata->n_rows; i++) out[strata->place[i]] = column->x[i];
    return column != NULL ? out : NULL;
}

static bool rank_gains(const StatTable *table, const JumpStrata *strata, double *score, Arena *arena, Err *err)
{
    bool gains = stat_column(table, "gain") != NULL || stat_column(table, "next_gain") != NULL;
    size_t n = strata->n_rows;
    double *gain, *next, *scratch = arena_array(arena, double, 5 * n + 1);
    if (gains) {
        if ((gain = placed(table, "gain", strata, arena, err)) == NULL || (next = placed(table, "next_gain", strata, arena, err)) == NULL) return false;
    } else {
        double *y[3];
        static const char *const names[] = { "y1", "y2", "y3" };
        for (size_t k = 0; k < 3; k++)
            if ((y[k] = placed(table, names[k], strata, arena, err)) == NULL) return false;
        gain = y[0];
        next = y[2];
        for (size_t i = 0; i < n; i++) {
            gain[i] = y[1][i] - y[0][i];
            next[i] = y[2][i] - y[1][i];
        }
    }
    for (size_t g = 0; g < strata->n; g++) jump_score(gain + strata->from[g], next + strata->from[g], strata->from[g + 1] - strata->from[g], score + strata->from[g], scratch);
    return true;
}

static bool rank_measures(const StatTable *table, const JumpStrata *strata, double *answer, Arena *arena, Err *err)
{
    static const char *const names[] = { "m1", "m2", "m3", "m4" };
    size_t n = strata->n_rows;
    double *m[4], *measure = arena_array(arena, double, 4 * n + 1), *scratch = arena_array(arena, double, 4 * n + 1);
    for (size_t k = 0; k < 4; k++)
        if ((m[k] = placed(table, names[k], strata, arena, err)) == NULL) return false;
    for (size_t g = 0; g < strata->n; g++) {
        size_t from = strata->from[g], size = strata->from[g + 1] - from;
        for (size_t k = 0; k < 4; k++) memcpy(measure + k * size, m[k] + from, size * sizeof *measure);
        jump_answer(measure, size, answer + from, scratch);
    }
    return true;
}

bool jump_run_ranks(const StatTable *table, const JumpStrata *strata, const bool *taken, Arena *arena, Json *result, JumpAnswer *out, Err *err)
{
    size_t n = strata->n_rows;
    double *score = arena_array(arena, double, n + 1), *answer = arena_array(arena, double, n + 1);
    if (taken[JUMP_SCORE] && !rank_gains(table, strata, score, arena, err)) return false;
    if (taken[JUMP_ANSWER] && !rank_measures(table, strata, answer, arena, err)) return false;
    if (taken[JUMP_SCORE]) jump_add(out, "score", score);
    if (taken[JUMP_ANSWER]) jump_add(out, "answer", answer);
    for (size_t i = 0; i < n; i++)
        if (isnan(score[i]) || isnan(answer[i])) jump_note(out, "Где score или answer пусто: в строке пропуск.", arena);
    if (taken[JUMP_SCORE] && taken[JUMP_ANSWER]) {
        JumpExcess found = jump_excess(score, answer, n, arena_array(arena, double, 4 * n + 1));
        json_put_num(result, "both", found.both);
        json_put_num(result, "expected", found.expected);
        json_put_num(result, "prevalence_low", found.excess);
        if (isnan(found.excess)) jump_note(out, LEAST_PREVALENCE, arena);
    }
    return true;
}

bool jump_run_cross(const StatTable *table, const JumpStrata *strata, Arena *arena, JumpAnswer *out, Err *err)
{
    size_t n = strata->n_rows;
    double *z1 = placed(table, "z1", strata, arena, err), *z2 = z1 != NULL ? placed(table, "z2", strata, arena, err) : NULL, *measurement = NULL;
    if (z2 == NULL || (stat_column(table, "measurement") != NULL && (measurement = placed(table, "measurement", strata, arena, err)) == NULL)) return false;
    for (size_t i = 0; measurement != NULL && i < n; i++)
        if (measurement[i] < 0) return err_set(err, ERR_INPUT, "", "В «measurement» — дисперсия погрешности: меньше нуля не бывает.");
    double *rho = arena_array(arena, double, n + 1), *d = arena_array(arena, double, n + 1), *z = arena_array(arena, double, n + 1), *scratch = arena_array(arena, double, 2 * n + 1);
    for (size_t g = 0; g < strata->n; g++) {
        size_t from = strata->from[g], to = strata->from[g + 1];
        double found = jump_cross(z1 + from, z2 + from, measurement != NULL ? measurement + from : NULL, to - from, d + from, z + from, scratch);
        for (size_t i = from; i < to; i++) rho[i] = found;
        if (isnan(found)) jump_note(out, "Где rho пусто: в слое меньше десяти пар или нет разброса.", arena);
    }
    jump_add(out, "rho", rho);
    jump_add(out, "d", d);
    jump_add(out, "z", z);
    return true;
}

bool jump_run_sum(const StatTable *table, const Args *args, const JumpStrata *strata, Arena *arena, JumpAnswer *out, Err *err)
{
    static const char *const nothing[] = { NULL };
    const StatColumn **column;
    size_t m, n = strata->n_rows;
    if (args_value(args, "--series") == NULL) return err_set(err, ERR_INPUT, "Например: --series y1,y2,y3.", "Не сказано, какие ряды складывать.");
    if (!stat_pick(table, args, "--series", nothing, false, arena, &column, &m, err)) return false;
    if (m > 64) return err_set(err, ERR_LIMIT, "", "Рядов больше 64.");
    double *x = arena_array(arena, double, m * n + 1), *sum = arena_array(arena, double, n + 1), *scratch = arena_array(arena, double, 3 * n + m * n + 1);
    double **series = arena_array(arena, double *, m);
    for (size_t k = 0; k < m; k++)
        if ((series[k] = placed(table, arena_z(arena, column[k]->name), strata, arena, err)) == NULL) return false;
    for (size_t g = 0; g < strata->n; g++) {
        size_t from = strata->from[g], size = strata->from[g + 1] - from;
        for (size_t k = 0; k < m; k++) memcpy(x + k * size, series[k] + from, size * sizeof *x);
        jump_rank_sum(x, size, m, sum + from, scratch);
    }
    for (size_t i = 0; i < n; i++)
        if (isnan(sum[i])) jump_note(out, "Где rank_sum пусто: в одном из рядов пропуск, или ряды взаимно гасятся.", arena);
    jump_add(out, "rank_sum", sum);
    return true;
}
