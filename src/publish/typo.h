/* Russian typography, in one place for HTML, SVG and DOCX. */
#ifndef PUBLISH_TYPO_H
#define PUBLISH_TYPO_H

#include "base/arena.h"

/* "…" to «…», inner to „…“; « - » to NBSP + em dash + space; «5-7» between digits to en dash, «№ 02-168» stays; NBSP after №, §, short prepositions (в к с о у и а на по от до за из не ни но),
 * before %, between number and unit; «...» to …; thousands are left as they are. What is right already stays: applying twice changes nothing. */
Str typo(Arena *arena, Str text);
/* Only the NBSPs: for words that must stay as they stand in a document. */
Str typo_glue(Arena *arena, Str text);

#endif
