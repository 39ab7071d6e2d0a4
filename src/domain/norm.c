#include "domain/norm.h"

const char *const task_statistic_names[TASK_STATISTICS] = { "misfit", "alarm", "harder", "similarity", "evenness", "sameness" };
const char *const task_null_names[N_TASK_NULLS] = { "schools", "classes" };
