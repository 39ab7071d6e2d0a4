/* The schema: numbered steps, forward only, built into the program (migration/NNN_name.sql, a line in migration/registry.list).
 * One text for both engines: {int} {text} {blob} {real} are types, {strict} ends a table; before a CREATE TABLE a line «--@ append-only» (UPDATE and DELETE are
 * refused by triggers), «distributed» (its first key column is region_id, so it may be hash-partitioned), «passing» (of the moment,
 * left out of copies); before any statement «--@ sqlite» or «--@ pg»: for that engine only. A comment on every column. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

typedef struct Migration { int number; const char *name, *sql; } Migration;
extern const Migration *const migration_registry[]; /* NULL at the end */

typedef struct SchemaState { int at, wanted; bool newer; /* made by a newer program */ } SchemaState;
bool schema_state(Db *db, SchemaState *out, Err *err);
/* up_to 0: all. Each step in one transaction, under a lock against another process. ERR_CONFLICT when newer or when an applied step's hash differs. */
bool schema_migrate(Db *db, int up_to, Err *err);
/* What the database lacks of the tables, indexes and triggers that the steps make, and triggers that no step made: somebody changed the schema by hand.
 * in: schema_check() holds */
typedef enum SchemaFault { SCHEMA_MISSING, SCHEMA_CHANGED, SCHEMA_FOREIGN } SchemaFault;
typedef struct SchemaGap { SchemaFault fault; Str kind, name, table; /* «table», «index», «trigger» */ } SchemaGap;
bool schema_compare(Db *db, Arena *arena, uint32_t *n, const SchemaGap **out, Err *err);
/* ERR_CONFLICT unless the schema is the one of this program; hint says what to do. */
bool schema_check(Db *db, Err *err);

#endif
