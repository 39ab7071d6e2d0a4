/* Second pass over a table: which procedure it is, which maxima hold, which rows are works. Rows become a Sheet. */
#ifndef INTAKE_JUDGE_H
#define INTAKE_JUDGE_H

#include "intake/identity_.h"
#include "intake/intake.h"
#include "intake/rows_.h"

/* How one task column is filled. */
typedef struct ColumnStats {
    uint32_t filled;                        /* anything but empty */
    uint32_t points;                        /* scores among it */
    uint32_t count[LIMIT_TASK_MAX + 1];
    uint8_t top;                            /* largest score that is not a rare slip */
} ColumnStats;

/* Where maxima come from when no one told them; such ones give way to told ones. */
#define GUESSED_MAXIMA STR("наибольшие баллы в форме")

typedef struct BlueprintAsk {
    const ColumnMap *map;
    const ColumnStats *stats;    /* [map->n_tasks] */
    uint32_t n_scored;           /* rows with scores */
    uint16_t top_total;          /* largest written total, for works without tasks */
    const Identity *identity;
    const BlueprintTable *own;   /* --blueprints or NULL */
    Str sheet_name;
    Complaints *complaints;
} BlueprintAsk;

/* The work's tasks, maxima and cut-offs: from the headings, else --blueprints, else the official table, else the scores themselves (told as a guess).
 * out     in arena; its n_tasks may be less than the columns (the rest must be empty)
 * fails   ERR_LIMIT: more points than a work can have */
bool blueprint_choose(const BlueprintAsk *ask, Arena *arena, const Blueprint **out, Err *err);
/* Row of the tables for this identity; NULL when there is none. */
const Blueprint *blueprint_find(const BlueprintTable *table, const Identity *identity);
/* The only official work whose tasks have exactly these maxima (and this grade, where known); NULL when there is none or more. */
const Blueprint *blueprint_guess(const ColumnStats *stats, uint32_t n_columns, int grade);

/* «Иванов Иван», «Петрова А.»: no digit, and a word that begins with a Cyrillic capital and goes on in small letters. Codes have digits. */
bool looks_like_name(Str code);

/* identity  what content, --procedure and the file's name say; completed here by guesses, which are told
 * second    complaints of this pass, in order of rows */
bool judge(Rows *rows, Identity *identity, const IntakeOptions *options, Complaints *second, Arena *arena, Sheet **out, Err *err);

/* Class labels that are numbers get their names; names[0..n_names) by number, empty = none. */
void judge_name_classes(Sheet *sheet, const Str *names, uint32_t n_names, Arena *arena);

#endif
