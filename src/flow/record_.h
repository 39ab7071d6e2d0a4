/* What use cases of records share: one open record inside a transaction. */
#ifndef FLOW_RECORD__H
#define FLOW_RECORD__H

#include "flow/audit_.h"
#include "flow/record.h"

typedef struct RecordDoing {
    const Who *who;
    Str type_id; uint32_t number;
    const RecordType *type;  /* set by record_do() */
    Record row;              /* as it stands in this run */
    Arena *arena;            /* a run's own: a transaction may run again */
    int64_t now;
    bool (*body)(DbWrite *write, struct RecordDoing *doing, Err *err);
    void *context;
} RecordDoing;
/* Reads the record, demands RECORD_WRITE over its organisation, refuses what is in the basket (unless in_basket), runs the body in one transaction. */
bool record_do(Flow *flow, RecordDoing *doing, bool in_basket, Err *err);
/* A new record inside a transaction: context is its RecordEdit, arena and now are given; type, row and number are set. */
bool record_add(DbWrite *write, RecordDoing *doing, Err *err);
/* fails  ERR_CONFLICT: it is signed; says which step opens it */
bool record_demand_open(const RecordDoing *doing, Err *err);
/* After its words were written: whoever accepted it as evidence learns it. */
bool record_tell_controllers(DbWrite *write, const RecordDoing *doing, Err *err);
/* May this person change it at all: asked before bytes are put away. known may be NULL */
bool record_may_change(Flow *flow, const Who *who, Str type, uint32_t number, Arena *arena, Record *row, const RecordType **known, Err *err);
/* The entry of the journal. Words of a restricted record must not tell what it says. */
bool record_note_it(DbWrite *write, const RecordDoing *doing, const char *verb, Str words, Err *err);
/* «мероприятие «Тема», 24.04.2026»; of a restricted one «протокол № 3». */
Str record_called(const RecordType *type, const Record *row, Arena *arena);
/* Changed fields and words into the database: title, days, index, version. */
bool record_store(DbWrite *write, RecordDoing *doing, const RecordData *data, Err *err);
/* The subtree in which this person leads registers around the record: people and organisations are looked for there. */
Str record_reach(const Who *who, Str org_path);

#endif
