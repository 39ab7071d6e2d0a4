/* Inside: what the tables and the words of a note share. */
#ifndef PUBLISH_REPORT_NOTE__H
#define PUBLISH_REPORT_NOTE__H

#include "publish/report/few.h"
#include "publish/report/note.h"

enum { NOTE_PASS = FEW_CUT(0), NOTE_GOOD = FEW_CUT(1), PART_CUTS = NOTE_PASS | NOTE_GOOD }; /* «успеваемость» tells the first border, «качество» the second */
/* What may be told of the own place, of the municipality around a school, of the region; of marks: of schools or classes too. */
FewPlan note_marks_plan(const NoteAsk *ask, Arena *arena);
FewPlan note_journal_plan(const NoteAsk *ask, Arena *arena);

static inline const ProcedureAnalysis *note_own(const NoteAsk *ask) { return &ask->report->in->procedures[ask->procedure]; }
static inline uint32_t note_marked(const uint32_t marks[4]) { return marks[0] + marks[1] + marks[2] + marks[3]; }
static inline double note_pass(const uint32_t marks[4]) { return 1 - (double)marks[0] / note_marked(marks); }
static inline double note_good(const uint32_t marks[4]) { return (double)(marks[2] + marks[3]) / note_marked(marks); }
/* Tasks by number: those below the norm and the hardest, at most NOTE_TASKS. */
enum { NOTE_TASKS = 8 };
uint32_t note_tasks(const NoteAsk *ask, uint32_t *out);
Str note_task_name(const NoteAsk *ask, Arena *arena, uint32_t task); /* «6 «Умение решать …»» */

/* Schools of a municipality or classes of a school: the same figures. of->schools[i] is part i. */
typedef struct NoteParts { const ProcedureAnalysis *of; bool classes; } NoteParts;
NoteParts note_parts_of(const NoteAsk *ask, uint32_t *n); /* n 0: not told by parts */
uint32_t note_part_works(const NoteParts *parts, uint32_t i);

/* NULL or without rows: there is nothing to tell. */
const FrozenTable *note_marks_table(const NoteAsk *ask, const FewPlan *plan, Arena *arena);
const FrozenTable *note_parts_table(const NoteAsk *ask, const NoteParts *parts, uint32_t n, const FewPlan *plan, Arena *arena);
const FrozenTable *note_journal_table(const NoteAsk *ask, Arena *arena);
const FrozenTable *note_tasks_table(const NoteAsk *ask, Arena *arena);
const FrozenTable *note_years_table(const NoteAsk *ask, Arena *arena);
/* «79–96»: limits of a share, in per cent */
Str note_between(Arena *arena, double hits, double n);

#endif
