/* Reading the reference data of the shared folder (not part of the project): CSV of numbers, text cells as NaN. Tests skip when it is absent. */
#ifndef TESTS_STATS_DATA_H
#define TESTS_STATS_DATA_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cell[n_rows][n_columns] of ../shared/data/oracles/NAME; NULL when absent */
static double *data_read(const char *name, size_t n_columns, size_t *n_rows)
{
    const char *source = getenv("MERILO_SOURCE");
    char path[1000], line[4000];
    snprintf(path, sizeof path, "%s/../shared/data/oracles/%s", source != NULL ? source : ".", name);
    FILE *file = fopen(path, "r");
    if (file == NULL) return NULL;
    size_t room = 1024, n = 0;
    double *cell = malloc(room * n_columns * sizeof *cell);
    if (fgets(line, sizeof line, file) == NULL) line[0] = '\0'; /* heading */
    while (cell != NULL && fgets(line, sizeof line, file) != NULL) {
        if (n == room) cell = realloc(cell, (room *= 2) * n_columns * sizeof *cell);
        char *at = line;
        for (size_t i = 0; cell != NULL && i < n_columns; i++) {
            while (*at == '"') at++;
            char *end;
            double value = strtod(at, &end);
            cell[n * n_columns + i] = end == at ? NAN : value;
            at = strchr(end, ',');
            at = at == NULL ? end + strlen(end) : at + 1;
        }
        n++;
    }
    fclose(file);
    *n_rows = n;
    return cell;
}

/* Scores of the columns from..from + n_tasks - 1 as bytes [n_rows * n_tasks]; NULL when absent. */
static inline uint8_t *data_scores(const char *name, size_t n_columns, size_t from, size_t n_tasks, size_t *n_rows)
{
    double *cell = data_read(name, n_columns, n_rows);
    uint8_t *x = cell != NULL ? malloc(*n_rows * n_tasks) : NULL;
    for (size_t i = 0; x != NULL && i < *n_rows * n_tasks; i++) x[i] = (uint8_t)cell[i / n_tasks * n_columns + from + i % n_tasks];
    free(cell);
    return x;
}

#endif
