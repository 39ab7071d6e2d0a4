/* Inside: what the tables and the words of a note share. */
#ifndef PUBLISH_REPORT_NOTE__H
#define PUBLISH_REPORT_NOTE__H

#include "publish/report/note.h"

typedef struct NoteHidden { bool mark[4], pass, good; } NoteHidden;
/* Marks met 1 to 4 times, and what would give them back: one more mark beside a single hidden one, sums that hold a hidden mark alone. */
NoteHidden note_hidden(const uint32_t marks[4], bool full);

static inline const ProcedureAnalysis *note_own(const NoteAsk *ask) { return &ask->report->in->procedures[ask->procedure]; }
static inline uint32_t note_marked(const uint32_t marks[4]) { return marks[0] + marks[1] + marks[2] + marks[3]; }
static inline double note_pass(const uint32_t marks[4]) { return 1 - (double)marks[0] / note_marked(marks); }
static inline double note_good(const uint32_t marks[4]) { return (double)(marks[2] + marks[3]) / note_marked(marks); }
/* Of a journal's comparison: [0] below, [1] equal, [2] above. */
void note_flow_hidden(const MarkFlow *flow, bool full, bool hidden[3]);
/* Tasks by number: those below the norm and the hardest, at most NOTE_TASKS. */
enum { NOTE_TASKS = 8 };
uint32_t note_tasks(const NoteAsk *ask, uint32_t *out);
Str note_task_name(const NoteAsk *ask, Arena *arena, uint32_t task); /* «6 «Умение решать …»» */

#endif
