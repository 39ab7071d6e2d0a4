/* Reading numbers of an export, each within its bounds. */
#ifndef INTAKE_REFERENCE_LOOK__H
#define INTAKE_REFERENCE_LOOK__H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/norm.h"

/* Where the reading is, for the sentence of an error. The first thing that is wrong ends it. */
typedef struct Look {
    Str file;
    uint32_t i_norm;
    Arena *arena;
    Err *err;
    bool failed;
} Look;

bool look_wrong(Look *look, const char *key, const char *what); /* gives false */
/* A number in [low, high]; null and a missing key are NaN. */
double look_number(Look *look, const json_t *object, const char *key, double low, double high);
/* The same, and it must be there. */
double look_needed(Look *look, const json_t *object, const char *key, double low, double high);
unsigned look_whole(Look *look, const json_t *object, const char *key, unsigned low, unsigned high);
Str look_text(Look *look, const json_t *object, const char *key);
/* Exactly n numbers, null in a row = NaN; NULL for null or a missing key. */
double *look_numbers(Look *look, const json_t *object, const char *key, size_t n, double low, double high);

/* "task_model" of a norm of n_tasks tasks; NULL for null or a missing key, as in exports of old. */
const TaskModel *look_task_model(Look *look, const json_t *norm, uint16_t n_tasks);

#endif
