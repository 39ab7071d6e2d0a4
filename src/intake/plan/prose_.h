/* Words of plan documents: what begins a text, whether it goes on, its number, its bullet. Texts given as «folded» went through utf8_fold(). */
#ifndef INTAKE_PLAN_PROSE__H
#define INTAKE_PLAN_PROSE__H

#include <stdint.h>

#include "base/arena.h"

/* stems: «план|перечень|дорожная карт»: the first is at the beginning of the text; at the beginning of any of its words. */
bool prose_starts(Str folded, const char *stems);
bool prose_holds(Str folded, const char *stems);

/* utf8_fold(), and Latin letters that scans put into Russian words are Russian; a text in Latin letters alone («N») stays. */
Str prose_fold(Arena *arena, Str text);

/* White space of any kind as single spaces; soft hyphens are left out. Points into text where nothing changes. */
Str prose_flat(Arena *arena, Str text);
/* A text that goes on piece by piece: «учителей-» + «предметников», «оценочных» + «процедур». Its cost is that of its bytes, however many pieces there are. */
typedef struct Prose { char *at; size_t n, room; } Prose;
void prose_add(Arena *arena, Prose *prose, Str piece);
void prose_append(Arena *arena, Prose *prose, Str piece); /* with nothing between */
void prose_add_after(Arena *arena, Prose *prose, const char *between, Str piece); /* between stands only where something stood before */
static inline Str prose_str(const Prose *prose) { return prose->n > 0 ? (Str){ prose->at, prose->n } : STR_EMPTY; }
/* a goes on as b, for a few pieces */
Str prose_join(Arena *arena, Str a, Str b);
/* The first letter or digit is a lower-case letter. */
bool prose_is_lower(Str text);
/* Cannot end here: a hyphen, a comma, an open bracket or quotation, a preposition. */
bool prose_is_open(Str text);

/* From i to a space, a comma, a colon, a bracket. «обеспечить», «провести». Without such marks at its end. */
Str prose_word(Str text, size_t i);
bool prose_is_infinitive(Str word);
Str prose_unmarked(Str text);

/* «1», «2.», «3)», «1.2.», «IV», «№ 5» as the whole text: number without its point. */
bool prose_is_number(Str text, Str *number);
/* The same before other words: then a point or a bracket must follow («3. Провести», «2.1 Провести», «II. Кадры»). Empty when there is none; rest is what follows. */
Str prose_take_number(Str text, Str *rest);
/* Is number a part of parent: «2.1» of «2» */
bool prose_is_under(Str number, Str parent);
bool prose_is_roman(Str number);
/* The last figure of «2.10» is 10; 0 for Roman numbers. */
uint32_t prose_last_part(Str number);

/* Bytes of a bullet and its spaces at the beginning: «– », «• », «а) », «1) »; 0: none. */
size_t prose_bullet(Str text);

/* For growing lists: room for one more of size bytes. */
void *prose_grow(Arena *arena, void *items, uint32_t n, uint32_t *room, size_t size);

#endif
