/* An analytical note (справка): aim, basis, method, results with tables, what follows and who is advised what by when. Words are the writer's; the program adds none. */
#ifndef DOMAIN_NOTE_H
#define DOMAIN_NOTE_H

#include "domain/minutes.h"

typedef struct NotePart {
    Str heading;               /* «Результаты»; empty: none */
    uint32_t n_paras; const Str *paras;
    uint32_t n_tables; const FrozenTable *tables; /* after the paragraphs */
} NotePart;

typedef struct NoteAdvice {
    Str addressee;             /* «Руководителям общеобразовательных организаций»; empty */
    Str text;
    Term term;                 /* text empty: none */
} NoteAdvice;

typedef struct AnalyticNote {
    Str subject;               /* «о результатах диагностической работы по математике»: after «Аналитическая справка» */
    Str period;                /* «за 2025/26 учебный год»; empty */
    Str aim, basis, method;    /* empty: left out */
    uint32_t n_parts; const NotePart *parts;
    uint32_t n_conclusions; const Str *conclusions;
    uint32_t n_advice; const NoteAdvice *advice;
} AnalyticNote;

#endif
