/* Minutes of a meeting as a document: who, what was heard, on what data, what was decided. And a table frozen for citing: it stays as it was on that day. */
#ifndef DOMAIN_MINUTES_H
#define DOMAIN_MINUTES_H

#include "domain/plan.h"

typedef struct FrozenTable {
    Str title;                 /* «Средний балл по школам» */
    uint32_t n_columns; const Str *heads;
    const bool *is_number;     /* n_columns; such cells stand at the right. NULL: none */
    uint32_t n_rows; const Str *cells; /* n_rows × n_columns, row by row */
    Str note;                  /* how to read; empty */
    int32_t taken_on;          /* DATE_NONE: not said */
    Str sha256;                /* of the copy, hexadecimal; empty: not frozen */
} FrozenTable;

typedef struct MinutesItem {
    Str number;                /* «1» */
    Str question;              /* «О подготовке к промежуточной аттестации» */
    Str speaker;               /* «Ожегову А.А., главного специалиста»: whom they heard, in the form given; empty */
    uint32_t n_heard; const Str *heard;       /* paragraphs */
    uint32_t n_spoke; const Str *spoke;       /* «Бормова Т.М. — предложила …» */
    uint32_t n_tables; const FrozenTable *tables;
    uint32_t n_decisions; const PlanDecision *decisions;
    Str vote;                  /* «Голосовали: за — 12, против — нет»; empty */
} MinutesItem;

typedef struct Minutes {
    Str meeting;               /* «совещания руководителей образовательных организаций»: after «Протокол» */
    Str number;
    int32_t day;
    Str chair_post, chair_name, secretary_post /* may be empty */, secretary_name;
    uint32_t n_present; const Str *present;   /* «Гаврилова С.В., руководитель управления» or one line for all */
    uint32_t n_absent; const Str *absent;
    uint32_t n_invited; const Str *invited;
    uint32_t n_items; const MinutesItem *items;
} Minutes;

#endif
