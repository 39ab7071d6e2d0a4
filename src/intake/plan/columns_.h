/* Inside of the columns: what words of a head say, what cells of a column look like. */
#ifndef INTAKE_PLAN_COLUMNS__H
#define INTAKE_PLAN_COLUMNS__H

#include "intake/plan/read_.h"

enum { COLUMNS_HEAD_BYTES = 220 /* of one cell of a head */, COLUMNS_LOOKED_AT = 60 /* rows of a table */ };

/* All paragraphs as one text with single spaces. */
Str columns_text(Arena *arena, const DocCell *cell);

/* False: unknown words. Known ones that nothing is taken from (marks, remarks, money) are ROLE_OTHER. */
bool columns_word(Str folded, Role *role);
/* At least two known words, and most cells short; words of sentences are not words of a head. */
bool columns_head_row(const DocRow *row, Arena *arena);

typedef struct Looks { uint32_t n, n_numbers, n_times, n_people, n_papers, n_shares; size_t n_bytes; } Looks; /* of cells with words; people: posts, names, organisations; papers: «справка», «протокол» */
void columns_look(const DocTable *table, uint32_t from, Arena *arena, Looks looks[PLAN_COLUMNS]);
/* At least so many tenths of the cells. */
static inline bool looks_most(const Looks *looks, uint32_t n, uint32_t tenths) { return looks->n > 0 && n * 10 >= looks->n * tenths; }

/* Columns whose heads say nothing, or not enough, by what stands in them. */
void columns_by_content(const DocTable *table, Arena *arena, Columns *out);
/* A table without a head, or with one in words that nobody knows. */
bool columns_guess(const DocTable *table, Arena *arena, Columns *out);

#endif
