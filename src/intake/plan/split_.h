/* Cells of a plan taken apart: a title and its list, people and organisations. */
#ifndef INTAKE_PLAN_SPLIT__H
#define INTAKE_PLAN_SPLIT__H

#include <stdint.h>

#include "base/arena.h"

typedef struct Line { Str text; bool bullet; /* a list's label that the file keeps */ uint8_t level; /* of that list, from 0 */ bool joins; /* goes on the line before */ } Line;
typedef struct Lines { uint32_t n, room; Line *items; } Lines;
void lines_put(Arena *arena, Lines *lines, Line line); /* an empty one is left out */
void lines_add(Arena *arena, Lines *lines, Str text, bool bullet);
/* A cell goes on in another row: its first line joins the last one, if it is no bullet. */
void lines_continue(Arena *arena, Lines *lines, const Lines *more);
/* Lines that go on others made one with them. */
Lines lines_settled(Arena *arena, const Lines *lines);
/* All of them as one text with single spaces. */
Str lines_text(Arena *arena, const Lines *lines);

/* Lists by bullets («-», «•», «а)», labels of the file), inside a line too, or by «;» after a colon. */
void split_list(Arena *arena, const Lines *lines, Str *title, uint32_t *n, const Str **bullets);
/* By comma, semicolon, line or bullet; not inside brackets and quotations, not between a name and its post, «МБУ «ЦОКО», г. Энск», «школы № 1, 2», «по УВР, ВР». */
void split_people(Arena *arena, const Lines *lines, uint32_t *n, const Str **people);
/* «Наумова Т.Я.», «Т.Я. Наумова» and no word more. */
bool split_is_name(Str text);
bool split_has_initials(Str text);

#endif
