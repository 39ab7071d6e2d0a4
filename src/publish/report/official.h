/* Groups of participants, the keys of every table of ФИС ОКО: all schools, a municipality, a school. */
#ifndef PUBLISH_REPORT_OFFICIAL_H
#define PUBLISH_REPORT_OFFICIAL_H

#include "publish/report/common.h"

typedef enum GroupKind { GROUP_ALL, GROUP_MUNICIPALITY, GROUP_SCHOOL } GroupKind;
typedef struct Group { GroupKind kind; uint32_t index; } Group; /* index into municipalities or into Frame.schools */

/* Schools that can be of the group: [from, to) of Frame.schools; a single one for GROUP_SCHOOL, so that tables of schools stay linear. */
void group_span(const ProcedureAnalysis *of, Group group, uint32_t *from, uint32_t *to);
bool group_has(const Report *report, const ProcedureAnalysis *of, Group group, uint32_t school);
uint32_t group_works(const Report *report, const ProcedureAnalysis *of, Group group, uint32_t *n_schools);
/* All, then municipalities with works, then (if schools) schools by code. */
uint32_t groups_of(Report *report, const ProcedureAnalysis *of, bool schools, Group **out);
/* A row with name, schools, participants in columns 0–2; NULL when the group has under 5 works and is told so instead. */
Cell *group_row(Report *report, Table *table, const ProcedureAnalysis *of, Group group);

/* only: a procedure, or REPORT_NOWHERE for all. Individual results are those whose works were opened. */
void official_marks(Report *report, Node *sheet, uint32_t only);
void official_journal(Report *report, Node *sheet, uint32_t only);
void official_individual(Report *report, Node *sheet);
bool official_has_tasks(const ProcedureAnalysis *of);
void official_scores(Report *report, Node *sheet, uint32_t procedure);
void official_tasks(Report *report, Node *sheet, uint32_t procedure);
void official_results(Report *report, Node *sheet, uint32_t procedure);
void official_groups(Report *report, Node *sheet, uint32_t procedure);

#endif
