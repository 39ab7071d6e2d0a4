/* Inside flow: the audit entry of a change, in the transaction of the change. */
#ifndef FLOW_AUDIT__H
#define FLOW_AUDIT__H

#include "flow/flow.h"

Db *flow_db(Flow *flow);

typedef struct AuditNote {
    int64_t org_id;     /* about which organisation */
    Str object;         /* natural key: «submission/2026-5-математика/sch0001» */
    Str verb;           /* «принял», «исправил», «снял признак» */
    Str words;          /* readable Russian, before → after: «Форма: ждёт приёмки → принята; 47 работ» */
} AuditNote;
bool flow_audit(DbWrite *write, const Who *who, const AuditNote *note, Err *err);
bool flow_audit_all(DbWrite *write, const Who *who, uint32_t n, const AuditNote *notes, Err *err); /* a change of many things: their entries together, at its end */

#endif
