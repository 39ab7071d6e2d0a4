#include "store/org.h"

#define COLUMNS "SELECT region_id, id, parent_id, kind, code, name, type, path, year, closed_at FROM org "

SQL_READ(org_get_code, COLUMNS "WHERE region_id = :region AND code = :code");
SQL_READ(org_get_id, COLUMNS "WHERE region_id = :region AND id = :id");
SQL_SCAN(org_get_roots, "a database holds one tree, or a few", COLUMNS "WHERE parent_id IS NULL ORDER BY name_key, code");
SQL_READ(org_get_within, COLUMNS "WHERE region_id = :region AND path >= :path AND path < :path_end AND (:kind = 0 OR kind = :kind) AND closed_at IS NULL ORDER BY name_key, code");

static Org row_org(const DbRows *rows, Arena *arena)
{
    return (Org){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .parent_id = db_int(rows, 2), .kind = (OrgKind)db_int(rows, 3), .code = db_text(rows, 4, arena),
        .name = db_text(rows, 5, arena), .type = db_text(rows, 6, arena), .path = db_text(rows, 7, arena), .year = (int)db_int(rows, 8), .closed = !db_is_null(rows, 9) };
}

static bool one(DbRows *rows, Arena *arena, Org *out, bool found, Err *err)
{
    if (rows != NULL && found) *out = row_org(rows, arena);
    return db_end(rows, err);
}

bool org_by_code(DbRead *db, int64_t region_id, Str code, Arena *arena, Org *out, bool *found, Err *err)
{
    *found = false;
    DbRows *rows = db_one(db, &org_get_code, DB_ARGS(DB_INT("region", region_id), DB_TEXT("code", code)), found, err);
    return one(rows, arena, out, *found, err);
}

bool org_by_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Org *out, bool *found, Err *err)
{
    *found = false;
    DbRows *rows = db_one(db, &org_get_id, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), found, err);
    return one(rows, arena, out, *found, err);
}

/* Rows into an array that doubles. */
static bool many(DbRows *rows, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    uint32_t room = 64;
    Org *orgs = arena_array(arena, Org, room);
    *n = 0;
    while (rows != NULL && db_next(rows)) {
        if (*n == room) {
            Org *larger = arena_array(arena, Org, room * 2);
            memcpy(larger, orgs, room * sizeof *orgs);
            orgs = larger;
            room *= 2;
        }
        orgs[(*n)++] = row_org(rows, arena);
    }
    *out = orgs;
    return db_end(rows, err);
}

bool org_roots(DbRead *db, Arena *arena, const Org **out, uint32_t *n, Err *err) { return many(db_select(db, &org_get_roots, DB_NO_ARGS, err), arena, out, n, err); }

bool org_within_path(DbRead *db, int64_t region_id, Str path, OrgKind kind, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    Str path_end = arena_printf(arena, "%.*s~", STR_ARG(path));
    return many(db_select(db, &org_get_within, DB_ARGS(DB_INT("region", region_id), DB_TEXT("path", path), DB_TEXT("path_end", path_end), DB_INT("kind", kind)), err), arena, out, n, err);
}

bool org_chain(DbRead *db, const Org *org, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    enum { DEPTH = 8 }; /* region, municipality, school, class */
    Org *chain = arena_array(arena, Org, DEPTH);
    uint32_t first = DEPTH;
    Org at = *org;
    for (bool found = true; found && first > 0;) {
        chain[--first] = at;
        if (at.parent_id == 0) break;
        if (!org_by_id(db, at.region_id, at.parent_id, arena, &at, &found, err)) return false;
    }
    *out = chain + first;
    *n = DEPTH - first;
    return true;
}
