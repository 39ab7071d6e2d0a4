/* Organisations in the database. */
#ifndef STORE_ORG_H
#define STORE_ORG_H

#include "domain/org.h"
#include "store/db.h"

/* out: untouched and *found false when there is none */
bool org_by_code(DbRead *db, int64_t region_id, Str code, Arena *arena, Org *out, bool *found, Err *err);
bool org_by_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Org *out, bool *found, Err *err);
/* Roots of all trees, by name. */
bool org_roots(DbRead *db, Arena *arena, const Org **out, uint32_t *n, Err *err);
/* Open organisations of a kind (0: all) in the subtree of path, by sort key of the name («№ 2» before «№ 10»), then code. */
bool org_within_path(DbRead *db, int64_t region_id, Str path, OrgKind kind, Arena *arena, const Org **out, uint32_t *n, Err *err);
/* From the root down to the organisation itself: for breadcrumbs and «municipality of a school». */
bool org_chain(DbRead *db, const Org *org, Arena *arena, const Org **out, uint32_t *n, Err *err);

/* Open organisations of a subtree whose code or name holds words, at most limit. kind 0: any */
bool org_find(DbRead *db, int64_t region_id, Str path, OrgKind kind, Str words, uint32_t limit, Arena *arena, const Org **out, uint32_t *n, Err *err);
/* How many open ones of a kind stand directly under each organisation of a subtree. */
typedef struct OrgCount { int64_t parent_id; OrgKind kind; uint32_t n; } OrgCount;
bool org_counts(DbRead *db, int64_t region_id, Str path, Arena *arena, const OrgCount **out, uint32_t *n, Err *err);

/* ids, path and parent are the caller's (db_new_id, org_path_child). ERR_CONFLICT when the code is taken. */
bool org_put(DbWrite *db, const Org *org, int64_t now, Arena *arena, Err *err);
/* Name and type. */
bool org_describe(DbWrite *db, const Org *org, Arena *arena, Err *err);
/* To another parent, with everything below; org holds the old path. */
bool org_move(DbWrite *db, const Org *org, const Org *parent, Arena *arena, Err *err);
/* at 0: open again */
bool org_close(DbWrite *db, const Org *org, int64_t at, Err *err);

#endif
