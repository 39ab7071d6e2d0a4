#include "cli/stat/theta_.h"

#include <math.h>

static const char *const words[] = { "ml", "wle", "map", "eap", NULL };
static const IrtEstimate estimates[] = { IRT_ML, IRT_WLE, IRT_MAP, IRT_MAP };

static bool estimate(const StatItems *items, size_t which, Arena *arena, double *theta, Err *err)
{
    double posterior[IRT_NODES], *memory = NULL;
    IrtNodes nodes;
    bool eap = which == 3;
    if (eap) {
        memory = arena_try(arena, irt_nodes_size(&items->model) * sizeof *memory, err);
        if (memory == NULL) return false;
        irt_nodes(&items->model, memory, &nodes);
    }
    for (size_t i = 0; i < items->n_works; i++) {
        const uint8_t *x = items->x + i * items->n_items;
        size_t answered = 0;
        for (size_t j = 0; j < items->n_items; j++) answered += x[j] != IRT_MISSING;
        if (answered == 0) theta[i] = NAN;
        else if (eap) {
            irt_posterior(&nodes, x, posterior);
            theta[i] = irt_eap(&nodes, posterior).theta;
        } else theta[i] = irt_estimate(&items->model, x, estimates[which]).theta;
        if (which == 0 && !isnan(theta[i])) theta[i] = fmin(4, fmax(-4, theta[i]));
    }
    return true;
}

bool stat_theta(const StatTable *table, const Args *args, const StatItems *items, Arena *arena, StatTheta *out, Err *err)
{
    const char *word = args_value(args, "--estimator"), *name = args_value(args, "--theta");
    size_t at = 0;
    while (word != NULL && words[at] != NULL && strcmp(words[at], word) != 0) at++;
    if (words[at] == NULL) return err_set(err, ERR_INPUT, "Оценки: ml, wle, map, eap.", "Нет оценки «%s».", word);
    *out = (StatTheta){ .how = estimates[at], .word = words[at] };
    if (name != NULL) {
        const StatColumn *column = stat_need_numbers(table, name, err);
        if (column == NULL) return false;
        out->theta = column->x;
        return true;
    }
    double *theta = arena_try(arena, items->n_works * sizeof *theta, err);
    out->theta = theta;
    return theta != NULL && estimate(items, at, arena, theta, err);
}

bool stat_statistics(const Args *args, const char *const *known, bool *taken, bool *named, Err *err)
{
    const char *list = args_value(args, "--statistics");
    *named = list != NULL;
    for (size_t i = 0; known[i] != NULL; i++) taken[i] = list == NULL;
    while (list != NULL) {
        const char *end = strchr(list, ',');
        Str word = str_trim(end != NULL ? (Str){ list, (size_t)(end - list) } : str_of(list));
        size_t i = 0;
        while (known[i] != NULL && !str_eq(word, str_of(known[i]))) i++;
        if (known[i] == NULL)
            return err_set(err, ERR_INPUT, "«merilo stat --list» покажет показатели метода.", "Нет показателя «%.*s».", (int)(word.n < 60 ? word.n : 60), word.at);
        taken[i] = true;
        list = end != NULL ? end + 1 : NULL;
    }
    return true;
}

bool stat_scores(const StatTable *table, const StatColumn *const *column, size_t n, Arena *arena, uint8_t **out, Err *err)
{
    uint8_t *x = arena_try(arena, table->n_rows * n, err);
    if (x == NULL) return false;
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < table->n_rows; i++) {
            double value = column[j]->x[i];
            if (!isnan(value) && (!(value >= 0 && value <= LIMIT_TASK_MAX) || value != floor(value)))
                return err_set(err, ERR_INPUT, "Назовите столбцы заданий: --items b1-b26.", "Столбец «%.*s», строка данных %zu: балл за задание — целое число от 0 до %u.", STR_ARG(column[j]->name), i + 1, LIMIT_TASK_MAX);
            x[i * n + j] = isnan(value) ? IRT_MISSING : (uint8_t)value;
        }
    *out = x;
    return true;
}
