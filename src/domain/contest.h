/* Results of olympiads and contests: places, not tasks. The same participant codes, classes and schools as in forms. */
#ifndef DOMAIN_CONTEST_H
#define DOMAIN_CONTEST_H

#include "domain/complaint.h"

typedef struct ContestRow {
    uint32_t source_row;      /* 1-based row of the file */
    Str school;               /* code as written */
    Str code, class_label;    /* participant code, «7а»; class may be empty */
    Str stage, status;        /* one of contest_stages(), contest_statuses() */
    double score, score_max;  /* NaN where none is written */
} ContestRow;

typedef struct ContestList {
    uint32_t n; const ContestRow *rows;             /* those that can be taken */
    uint32_t n_rows;                                /* all rows of the file */
    uint32_t n_complaints; const Complaint *complaints; /* at most LIMIT_COMPLAINTS_KEPT */
} ContestList;

/* «школьный», …; NULL at the end */
const char *const *contest_stages(void);
const char *const *contest_statuses(void);

#endif
