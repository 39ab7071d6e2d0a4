/* A row of somebody's list → people of the staff list: lists come with numbers, posts and e-mails around a name, and a name in any of its forms. */
#ifndef FLOW_ROSTER__H
#define FLOW_ROSTER__H

#include "flow/record.h"
#include "store/account.h"

typedef struct Roster Roster;

/* rows of one person stand together, as person_list() gives them */
Roster *roster_new(const PersonRow *rows, uint32_t n, Arena *arena);

/* A login or an e-mail; a name: surname first or last, patronymic or not, initials before or behind, any case. Fewer words of a name than the best that was found count nothing.
 * *found   the only one whom the row names; NULL: nobody, or several
 * doubt    then: those several, or whoever is called alike; may be none */
void roster_find(const Roster *roster, Str row, Arena *arena, const Account **found, RecordDoubt *doubt);

/* «Тихонова Г.И., Петров П.П.» in one line: the rows that it stands for; a row that is more than names is itself. */
uint32_t roster_rows(Str row, Arena *arena, const Str **rows);

#endif
