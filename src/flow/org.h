/* Organisations: the first one, a list from a spreadsheet (looked at before it is written), renaming and closing. */
#ifndef FLOW_ORG_H
#define FLOW_ORG_H

#include "flow/account.h"
#include "store/org.h"

/* The first run of an empty database: the root (a region, or a municipality alone) and its administrator, who gets a one-time code.
 * fails   ERR_CONFLICT when there is a root */
typedef struct FirstRun { OrgKind kind; Str code, name; Str login, person; } FirstRun;
bool flow_first_run(Flow *flow, const FirstRun *first, Arena *arena, int64_t *region_id, OneTime *out, Err *err);

/* One organisation under parent_code. type may be empty; year: of a class. */
typedef struct OrgNew { OrgKind kind; Str code, name, type, parent_code; int year; } OrgNew;
bool flow_org_add(Flow *flow, const Who *who, const OrgNew *org, Err *err);
/* fails  ERR_NOT_FOUND, ERR_DENIED, ERR_INPUT */
bool flow_org_rename(Flow *flow, const Who *who, Str code, Str name, Str type, Err *err);
/* Closed organisations keep their results; nobody signs in for them any more. The root is not closed. */
bool flow_org_close(Flow *flow, const Who *who, Str code, bool close, Err *err);

/* ---- a list ---- */

typedef enum OrgStepKind { ORG_STEP_SAME, ORG_STEP_NEW, ORG_STEP_RENAME, ORG_STEP_MOVE, ORG_STEP_REOPEN } OrgStepKind;
typedef struct OrgStep {
    OrgStepKind kind;      /* RENAME: name or type; MOVE may rename too */
    Str sheet;
    uint32_t row;          /* of the file, from 1; 0: made because rows name it */
    Org before, after;     /* before: of what is there; ids of new ones are not known yet */
    Str parent_code;
} OrgStep;
typedef struct OrgComplaint { Str sheet; uint32_t row; Str cell, value, words; } OrgComplaint;
typedef struct OrgPlan {
    uint32_t n_rows;       /* read */
    uint32_t n_steps;      const OrgStep *steps;      /* parents before children */
    uint32_t n_complaints; const OrgComplaint *complaints; /* such rows are left out */
    uint32_t n_of[ORG_STEP_REOPEN + 1];
    uint32_t n_absent;     const Org *absent;         /* schools that stand in the tree and not in the list: left as they are */
} OrgPlan;
/* Columns: код (логин), название, тип, муниципалитет (name or code), код родителя, уровень, класс, год; only код and название are needed. Everything under org, which must be given RIGHT_ORG_WRITE.
 * fails   ERR_INPUT when it is no list, ERR_LIMIT */
bool flow_org_plan(DbRead *db, const Who *who, const Org *org, Str bytes, Arena *arena, OrgPlan *out, Err *err);
/* The same list, planned anew and written in one transaction. n_written: organisations */
bool flow_org_import(Flow *flow, const Who *who, const Org *org, Str bytes, uint32_t *n_written, Err *err);
/* Keeps the file between looking and writing; sha256 is its name then. */
bool flow_org_keep(Flow *flow, const Who *who, const Org *org, Str bytes, char sha256[65], Err *err);

#endif
