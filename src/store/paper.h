/* Papers that were issued, and requisites of organisations. A paper is known by its organisation, kind, year and number; its DOCX is an attachment that never changes. */
#ifndef STORE_PAPER_H
#define STORE_PAPER_H

#include "store/db.h"

typedef struct IssuedPaper {
    int64_t region_id, id, org_id, plan_id, record_id, account_id, made_at;
    Str kind, number_words, day, title, sha256;
    int year;
    uint32_t number;
    Str org_code, org_name, org_path, who; uint32_t plan_number; Str record_type; uint32_t record_number; /* read; record_type empty: in no register, or the record lies in the basket */
} IssuedPaper;

typedef struct PaperAsk { Str path; int64_t plan_id, record_id; /* 0: any */ Str kind; /* empty: any */ } PaperAsk;
/* Of a subtree, the latest day first. */
bool paper_list(DbRead *db, int64_t region_id, const PaperAsk *ask, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err);
bool paper_get(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, bool *found, Err *err);
/* The next number within organisation, kind and year. */
bool paper_next_number(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t *out, Err *err);
bool paper_put(DbWrite *db, const IssuedPaper *row, Err *err);

/* fields: JSON of PaperRequisites (domain/paper.h). revision 0: none yet */
typedef struct RequisitesRow { int64_t region_id, org_id, changed_by, changed_at; Str fields; uint32_t revision; } RequisitesRow;
bool requisites_get(DbRead *db, int64_t region_id, int64_t org_id, Arena *arena, RequisitesRow *out, Err *err);
/* Writes if revision is still row->revision; it becomes one more. *done tells. */
bool requisites_save(DbWrite *db, const RequisitesRow *row, bool *done, Err *err);

#endif
