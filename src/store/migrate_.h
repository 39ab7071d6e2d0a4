/* The text of a migration, taken apart and put into the words of an engine. */
#ifndef STORE_MIGRATE_PARTS_H
#define STORE_MIGRATE_PARTS_H

#include "base/buf.h"
#include "store/migrate.h"

/* WHOLE: one database, and each shard of many (docs/adr/0012). COORDINATOR stands before shards: there a distributed table is only PARTITION BY HASH (region_id),
 * its keys, indexes and triggers live on the shards. */
typedef enum SchemaPart { SCHEMA_WHOLE, SCHEMA_COORDINATOR } SchemaPart;

typedef struct SchemaStatement {
    Str text;          /* with its comments, ended by «;» */
    Str body;          /* without those before it */
    Str creates;       /* table that it creates; empty otherwise */
    Str indexes;       /* table whose index it creates; empty otherwise */
    bool append_only, distributed, passing, sqlite_only, pg_only; /* from the line «--@ …» before it */
} SchemaStatement;

typedef struct SchemaColumn { Str table, name, comment; } SchemaColumn; /* comment empty: there is none */

/* ERR_BUG for an unknown word after «--@». */
bool schema_statements(Str sql, Arena *arena, uint32_t *n, const SchemaStatement **out, Err *err);
/* Columns of a CREATE TABLE, a line each. */
uint32_t schema_columns(const SchemaStatement *statement, Arena *arena, const SchemaColumn **out);
/* The function behind the triggers of PostgreSQL. */
#define SCHEMA_GUARD_BODY " BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'MR001'; END "
/* The word that begins at or after the spaces at i. */
Str schema_word(Str s, size_t i);
/* The list of steps itself. */
extern const char schema_register_sql[];

/* Statements of one step for one engine. */
bool schema_render(Str sql, DbEngine engine, SchemaPart part, Buf *out, Err *err);

#endif
