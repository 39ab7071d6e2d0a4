/* What paper and spreadsheet have in common: the words of a cell, and whether it may be told. */
#ifndef PUBLISH_OFFICE_WORDS_H
#define PUBLISH_OFFICE_WORDS_H

#include "publish/doc.h"

/* The kinds to show, [n_columns]: HIDDEN by disclosure control in a document for outside, MISSING for a number that is not one; else the cell's own. */
void words_kinds(const Doc *doc, const Table *table, const Row *row, CellKind *kinds, Arena *arena);
/* Words of a cell as on paper: «1 070», «+0,6», «79–96», «мало данных», «Признаки». TEXT gives its rich text as it is. */
Str words_cell(Arena *arena, CellKind kind, const Cell *cell, const Column *column);
/* «признаки» as «Признаки»: first words of a cell or line. */
Str words_level(Arena *arena, Level level);
/* Column head in one line: «работ|ниже» as «работ ниже», «участ-|ников» as «участников». */
Str words_head(Arena *arena, Str head);
/* s without ill-formed UTF-8, control characters and U+FFFE, U+FFFF, which XML forbids; line ends and tabs as spaces. s itself when clean. */
Str words_clean(Arena *arena, Str s);
/* Typography, clean, with plain spaces: whoever filters or looks up types no NBSP. */
Str words_plain(Arena *arena, Str plain);

#endif
