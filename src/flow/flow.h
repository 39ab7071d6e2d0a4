/* Use cases that change something: each is one function flow_verb(Flow, Who, …, Err) that demands the right, does its work in one short transaction and writes
 * the audit entry in the same transaction. Only this room holds a handle that writes; pages and commands read by flow_reader(). */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "domain/right.h"
#include "store/db.h"

typedef struct Flow Flow;

/* node: 0..1023, unlike between processes that write at the same time. fails as db_open(), schema_check() */
bool flow_open(const char *url, uint32_t node, Flow **out, Err *err);
void flow_close(Flow *flow);
DbRead *flow_reader(Flow *flow);
/* As given to flow_open(): with its password, not for showing. */
const char *flow_url(const Flow *flow);
/* The program itself: command line, jobs that nobody asked for. */
Who flow_program(int64_t region_id);

#endif
