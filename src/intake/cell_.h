/* What one cell says: scores, variants, marks, sex, class labels. Pure functions of the text. */
#ifndef INTAKE_CELL_H
#define INTAKE_CELL_H

#include "domain/sheet.h"

/* s folded as utf8_fold_lookalike into out, at most room - 1 bytes; longer text is cut (no cell that means something is that long). */
#define CELL_FOLD_ROOM 96
Str cell_fold(Str s, char out[CELL_FOLD_ROOM]);

typedef enum CellScore { CELL_SCORE, CELL_SCORE_OVER, CELL_SCORE_NEGATIVE, CELL_SCORE_UNREADABLE } CellScore;
/* 0..LIMIT_TASK_MAX points, X, «не пройд.» or empty into *score; a whole number above LIMIT_TASK_MAX is OVER. */
CellScore cell_score(Str cell, uint8_t *score);

/* The letter for the digit, in either alphabet: read as 0. */
bool cell_is_letter_o(Str cell);

typedef enum CellVariant { VARIANT_NONE, VARIANT_NUMBER, VARIANT_ABSENT, VARIANT_UNREADABLE } CellVariant;
CellVariant cell_variant(Str cell, uint8_t *number);

/* 1..5; 0 for empty and «нет отметки»; false for anything else. */
bool cell_journal(Str cell, uint8_t *mark);
bool cell_sex(Str cell, uint8_t *sex);
/* A whole number 0..LIMIT_TOTAL («14», «14,0»); TOTAL_NONE for empty; false for anything else. */
bool cell_total(Str cell, int16_t *total);
/* «4а», «"А"», «4 "А" класс», « а» give «а»; «НЕТ», «-», «4» in grade 4 and empty give empty. grade 0: unknown. */
Str cell_class(Arena *arena, Str cell, int grade);
/* Could the cell be a score, a mark, a sex or a variant, and so the tail of a row that slid to the right? */
bool cell_is_leftover(Str cell);

#endif
