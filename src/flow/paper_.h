/* What issuing a paper shares with the register that papers of its kind are kept in: one numbering, one record. */
#ifndef FLOW_PAPER__H
#define FLOW_PAPER__H

#include "flow/paper.h"
#include "flow/record_.h"

typedef struct PaperIssue {
    const Who *who;
    const PaperKind *kind;
    const RecordType *type;  /* register of this kind; NULL: none, papers of this kind are numbered by themselves */
    IssuedPaper row;         /* org_path is known */
    bool own_number;         /* number_words were typed, not counted */
    uint32_t plan;           /* it is made of; 0 */
    const Record *of;        /* as it was when the paper was made of it; NULL: of no record */
    const Str *values;       /* of kind's fields, as typed; NULL: none */
    Str docx;
    const RecordData *data;  /* what the paper says, as a record of type; NULL when there is no type, or it is made of a record */
    Arena *arena;
} PaperIssue;

/* «order» for orders: the register of the same name, if its records have numbers. */
const RecordType *paper_register(const PaperKind *kind);
/* The number that counts in words as printed: 87 of «87-од» and of «87-од/2026» (year 2026), 214 of «01-15/214»; 0: none. */
uint32_t paper_ordinal(Str words, int year);
/* row.number and, unless own_number, row.number_words: next after all papers and records of organisation, kind and year. Typed words that are there already are refused,
 * unless they are those of a record whose paper was not issued yet: *same is then that record, found tells.
 * fails  ERR_CONFLICT */
bool paper_number(DbRead *db, PaperIssue *issue, Arena *arena, Record *same, bool *found, Err *err);
/* The paper as a record: heading, day, number, who signed, points read back from the file itself. fails  ERR_INPUT: an order without points */
bool paper_as_record(const PaperIssue *issue, const Paper *paper, Arena *arena, RecordData **out, Err *err);
/* Makes the record or fills what is empty in the one that stands there (same NULL: none), puts the file and the plan beside it; row.record_id is set. Before paper_put().
 * fails  ERR_CONFLICT: the record that it is made of has changed since */
bool paper_into_register(DbWrite *write, PaperIssue *issue, const Record *same, Arena *arena, Err *err);

/* People whom the form says to acquaint stand in the record's list of readers; those who are not in the program are named in its journal. */
bool paper_readers_listed(DbWrite *write, const PaperIssue *issue, RecordDoing *doing, Err *err);

/* paper.c: number and what every issued paper has; *numbered is the draft that says it. row's organisation and what it is made of are set before. */
bool paper_issue_begin(DbRead *db, PaperIssue *issue, const PaperDraft *draft, PaperDraft *numbered, Err *err);
/* Code of the place where it will lie, «records/order/3/papers/order», if the server prints them. */
bool paper_issue_code(DbRead *db, const PaperDraft *draft, const PaperIssue *issue, Str path, Paper *paper, Err *err);
bool paper_issue_end(Flow *flow, PaperIssue *issue, const Paper *paper, IssuedPaper *out, Err *err);

#endif
