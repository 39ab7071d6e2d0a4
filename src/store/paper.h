/* Requisites of organisations and papers that were issued under a number. The papers themselves are attachments. */
#ifndef STORE_PAPER_H
#define STORE_PAPER_H

#include "store/db.h"

/* fields: JSON of PaperRequisites; revision 0: never given. */
bool requisites_get(DbRead *db, int64_t region_id, int64_t org_id, Arena *arena, Str *fields, uint32_t *revision, Err *err);
/* Writes when revision is still the one that was seen; it becomes one more. *done tells. */
bool requisites_put(DbWrite *write, int64_t region_id, int64_t org_id, Str fields, uint32_t revision, int64_t account_id, int64_t now, bool *done, Err *err);

typedef struct IssuedPaper {
    int64_t region_id, id, org_id;
    Str kind;                          /* id of the registry: «order» */
    int year;                          /* calendar year of its day */
    uint32_t number;                   /* 1, 2, … within organisation, kind and year */
    Str number_words, day, title;      /* «87-од», ISO, «О перепроверке» */
    int64_t plan_id, record_id;        /* made from; 0 */
    Str sha256;                        /* attachment: DOCX */
    int64_t account_id, made_at;
    Str org_code, org_name, who;       /* read */
    uint32_t plan_number;              /* read; 0 */
} IssuedPaper;
bool issued_next_number(DbRead *db, int64_t region_id, int64_t org_id, Str kind, int year, uint32_t *out, Err *err);
bool issued_put(DbWrite *write, const IssuedPaper *paper, Err *err);
bool issued_get(DbRead *db, int64_t region_id, Str org_code, Str kind, int year, uint32_t number, Arena *arena, IssuedPaper *out, bool *found, Err *err);
/* The latest first. year 0: any. */
bool issued_list(DbRead *db, int64_t region_id, int64_t org_id, int year, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err);
bool issued_of_plan(DbRead *db, int64_t region_id, int64_t plan_id, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err);
bool issued_of_record(DbRead *db, int64_t region_id, int64_t record_id, Arena *arena, const IssuedPaper **out, uint32_t *n, Err *err);

#endif
