/* What a work consists of: tasks with their maxima, and cut-offs of marks. Official facts carry their source; a guess is never filled in. */
#ifndef DOMAIN_BLUEPRINT_H
#define DOMAIN_BLUEPRINT_H

#include <stdint.h>

#include "base/str.h"

#define N_CUTOFFS 3 /* lowest totals of marks 3, 4, 5 */

typedef struct Task {
    Str label;       /* «4К1» as written; a running number where the form has only that */
    uint8_t max;     /* points, 1..LIMIT_TASK_MAX */
    char level;      /* 'B' base, 'P' raised, 'V' high, 0 unknown */
    Str content;     /* codes of content «6.2;6.4», may be empty */
    Str requirement; /* codes of requirement, may be empty */
    Str skill;       /* in words, may be empty */
} Task;

typedef struct Blueprint {
    int year;         /* 0: any */
    int grade;        /* 0: any */
    Str subject;      /* «Математика» */
    Str level;        /* empty, «базовый», «углублённый» */
    uint16_t n_tasks; /* 0: works known by total alone */
    const Task *tasks;
    uint16_t max;     /* points of the whole work */
    bool cutoffs_known;
    uint16_t cutoff[N_CUTOFFS]; /* 0 < cutoff[0] < cutoff[1] < cutoff[2] <= max */
    Str task_source, cutoff_source; /* «VPR_MA-4_Opisanie_2021», «заголовки формы» */
    Str note;         /* what is doubtful in the source, Russian; may be empty */
} Blueprint;

/* 2..5, or 0 when cut-offs are unknown. */
int blueprint_mark(const Blueprint *blueprint, int total);
/* Maxima sum to max, cut-offs rise, limits kept. */
bool blueprint_valid(const Blueprint *blueprint);

/* Identity of one procedure. */
typedef struct Procedure {
    Str id;      /* «2021-4-математика»: YEAR-GRADE-subject, subject in lower case with '-' for spaces */
    int year;
    int grade;   /* grade of the programme; 0 unknown */
    Str subject; /* «Математика» */
    Str title;   /* «Математика, 4 класс, 2021» */
    const Blueprint *blueprint; /* never NULL once read */
} Procedure;

#endif
