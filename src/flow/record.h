/* Records of registers: made, changed, moved from state to state, put into the basket and back; people with marks, links, files, comments, frozen data, decisions put under control.
 * Entries of the journal: «record/event/12». Rights over the record's organisation: PLAN_READ to see, RECORD_WRITE to change. */
#ifndef FLOW_RECORD_H
#define FLOW_RECORD_H

#include "flow/flow.h"
#include "record/record.h"
#include "store/cascade.h"
#include "store/record.h"

/* References of records (organisations, people, procedures, other records), as this person may see them. typing: words typed by a person are looked up too, and what is foreign to him is not there;
 * else a name is only shown. below: subtree that people and organisations are looked for in. Lives as long as the arena. */
const RecordLook *flow_record_look(DbRead *db, const Who *who, Str below, bool typing, Arena *arena);

/* ERR_NOT_FOUND in words for an unknown register, number, or organisation that this person has nothing to do with. type may be NULL. */
bool flow_record_get(DbRead *db, const Who *who, Str type_id, uint32_t number, Arena *arena, Record *out, const RecordType **type, Err *err);

/* Was this record sent down to an organisation that the person sees, or does the person stand in its list (out->cascade_number is 0 then)? place: path tried first, may be empty. Also after the sending was closed; not while the record is restricted. */
bool flow_record_sent(DbRead *db, const Who *who, const Record *of, Str place, Arena *arena, CascadeTo *out, bool *found, Err *err);
/* Documents that this one rests on, as «letter/3»: its fields that name a record, links to letters and orders. */
bool flow_record_bases(DbRead *db, const Record *of, const RecordType *type, const RecordData *data, Arena *arena, const Str **keys, uint32_t *n, Err *err);
/* As flow_record_get(), and for addressees: what was sent to them, and what a sent document (via: «order/5», may be empty) rests on. sent->org_id 0: in the person's own scope.
 * Only to look: whatever changes a record asks flow_record_get() again. */
bool flow_record_read(DbRead *db, const Who *who, Str type_id, uint32_t number, Str via, Str place, Arena *arena, Record *out, const RecordType **type, CascadeTo *sent, Err *err);

/* number 0: a new record of org_code. revision: what the person saw.
 * fails  ERR_CONFLICT when another has changed it since (record_merge() puts both together), ERR_INPUT: the first complaint of record_check() in words */
typedef struct RecordEdit { Str type; uint32_t number, revision; Str org_code; const RecordData *data; bool restricted; Str state; /* of a new record; empty: the first one */ } RecordEdit;
bool flow_record_save(Flow *flow, const Who *who, const RecordEdit *edit, uint32_t *number, Err *err);
/* As flow_record_save() checks: for a form that shows every complaint at its field, and for a dry run. data becomes as it would be kept. */
bool flow_record_check(DbRead *db, const Who *who, const RecordType *type, Str org_path, RecordData *data, Arena *arena, uint32_t *n, const RecordComplaint **complaints, Err *err);
/* fails  ERR_CONFLICT: there is no such move from where it is; ERR_INPUT: a reason or a field is missing */
bool flow_record_move(Flow *flow, const Who *who, Str type, uint32_t number, Str to, Str reason, Err *err);
/* back: out of the basket. fails  ERR_CONFLICT for what proves a measure by accepted evidence */
bool flow_record_basket(Flow *flow, const Who *who, Str type, uint32_t number, bool back, Err *err);

/* Its day has not come: it promises and proves nothing yet. */
bool flow_record_ahead(const Record *row, int64_t now);
bool flow_record_note(Flow *flow, const Who *who, Str type, uint32_t number, Str words, Err *err);

/* The right that opening a restricted record is asked with: of its own organisation to change it, of anybody above RIGHT_CASE_OPEN. */
Right flow_record_open_right(const Who *who, const Record *of);

/* ---- people ---- */

/* Numbers of accounts; mark empty: the first one of the register. People who are there already get the mark. n_done: how many changed. */
bool flow_record_mark(Flow *flow, const Who *who, Str type, uint32_t number, uint32_t n, const int64_t *people, Str mark, uint32_t *n_done, Err *err);
bool flow_record_unlist(Flow *flow, const Who *who, Str type, uint32_t number, int64_t person, Err *err);
/* Everybody with this role below the record's organisation. */
bool flow_record_invite(Flow *flow, const Who *who, Str type, uint32_t number, Role role, uint32_t *n_done, Err *err);
/* A list from a workbook, CSV or a paste, with or without a heading: a row names a person by login, e-mail or name in any of its forms («Тихонова Галина Ивановна», «Г. И. Тихонова»).
 * doubts: rows that name nobody, or more than one, whole; choices: whom they may mean, of the staff list */
typedef struct RecordChoiceOf { int64_t number; Str name, post, org; } RecordChoiceOf;
typedef struct RecordDoubt { Str text; bool several; uint32_t n_choices; const RecordChoiceOf *choices; } RecordDoubt;
typedef struct RecordAttended { uint32_t n_known, n_done; /* people named; whose mark changed */ uint32_t n_doubts; const RecordDoubt *doubts; } RecordAttended;
bool flow_record_attended(Flow *flow, const Who *who, Str type, uint32_t number, Str bytes, Str mark, Arena *arena, RecordAttended *out, Err *err);

/* ---- beside a record ---- */

/* address: of a page of this server («/plans/12/measures/3», «/records/event/4», «/results/…») or «https://…»; title empty: the thing's own.
 * fails  ERR_NOT_FOUND, ERR_CONFLICT when it is linked already */
bool flow_record_link(Flow *flow, const Who *who, Str type, uint32_t number, Str address, Str title, Err *err);
bool flow_record_unlink(Flow *flow, const Who *who, Str type, uint32_t number, int64_t link, Err *err);
bool flow_record_file(Flow *flow, const Who *who, Str type, uint32_t number, Str name, Str bytes, Err *err);
bool flow_record_unfile(Flow *flow, const Who *who, Str type, uint32_t number, int64_t file, Err *err);
/* bytes: of publish/frozen.h, kept for ever under their hash. */
bool flow_record_freeze(Flow *flow, const Who *who, Str type, uint32_t number, Str title, Str address, Str bytes, Err *err);
/* Decisions become measures of a plan (flow_plan_new); both are linked. fails  ERR_CONFLICT when they are under control already, ERR_INPUT when there are none */
bool flow_record_control(Flow *flow, const Who *who, Str type, uint32_t number, uint32_t *plan, Err *err);

/* ---- tables ---- */

typedef struct RecordTableRow { Str sheet; uint32_t row; RecordData *data; uint32_t n_complaints; const RecordComplaint *complaints; } RecordTableRow;
typedef struct RecordTable { uint32_t n_rows, n_clean; const RecordTableRow *rows; uint32_t n_unknown; const Str *unknown; /* heads that no column has */ } RecordTable;
/* What a workbook or a paste would make, row by row. fails  ERR_INPUT when no heading fits */
bool flow_record_table(DbRead *db, const Who *who, const RecordType *type, const Org *org, Str bytes, Arena *arena, RecordTable *out, Err *err);
/* A table that is looked at: kept under its hash until it is written. */
bool flow_record_keep(Flow *flow, const Who *who, const Org *org, Str bytes, char sha256[65], Err *err);
/* Rows without complaints become records of the organisation. */
bool flow_record_import(Flow *flow, const Who *who, const RecordType *type, const Org *org, Str bytes, uint32_t *n, Err *err);

#endif
