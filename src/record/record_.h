/* What the files of this room share. */
#ifndef RECORD_RECORD__H
#define RECORD_RECORD__H

#include "record/record.h"

/* Is the word one of those of a list with spaces between? list may be NULL. */
bool record_among(const char *list, const char *word);
/* Position of a field or list by name; UINT32_MAX. */
uint32_t record_field_at(const RecordType *type, const char *name);
uint32_t record_list_at(const RecordType *type, const char *name);
/* A row of a list in one line: «вопрос | докладчик | 10»; empty cells at the end are left out. */
Str record_row_words(const RecordList *list, const RecordRow *row, Arena *arena);
/* The piece before the separator; *rest moves behind it. */
Str record_cut(Str *rest, char separator);

#endif
