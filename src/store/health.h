/* Figures by which the doctor judges a database. */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "store/db.h"

typedef struct Health {
    int64_t last_audit_at;           /* 0: no entry yet */
    int64_t n_admins;                /* who may sign in and rule the program */
    int64_t n_coordinators, n_coordinators_alone; /* administrators and coordinators who may sign in; of them without a second factor */
    int64_t n_jobs_silent;           /* run, and no sign of life for ten minutes */
    int64_t n_jobs_late;             /* have waited for more than an hour */
    int64_t n_jobs_failed;           /* in the last seven days */
} Health;
bool health_get(DbRead *db, int64_t now, Health *out, Err *err);

#endif
