#include "store/org.h"

#include "base/text_key.h"
#include "store/args_.h"
#include "store/rows_.h"
#include "store/search.h"

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

static bool many(DbRows *rows, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, Org) = row_org(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool org_roots(DbRead *db, Arena *arena, const Org **out, uint32_t *n, Err *err) { return many(db_select(db, &org_get_roots, DB_NO_ARGS, err), arena, out, n, err); }

bool org_within_path(DbRead *db, int64_t region_id, Str path, OrgKind kind, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &org_get_within, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_INT("kind", kind)), err), arena, out, n, err);
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

/* ---- looking up, counting ---- */

SQL_READ(org_get_find, COLUMNS "WHERE region_id = :region AND path >= :path AND path < :path_end AND (:kind = 0 OR kind = :kind) AND closed_at IS NULL"
    " AND search LIKE :words ESCAPE '!' ORDER BY name_key, code LIMIT :limit");
SQL_READ(org_get_counts, "SELECT parent_id, kind, COUNT(*) FROM org WHERE region_id = :region AND path >= :path AND path < :path_end AND closed_at IS NULL AND parent_id IS NOT NULL"
    " GROUP BY parent_id, kind ORDER BY parent_id, kind");

bool org_find(DbRead *db, int64_t region_id, Str path, OrgKind kind, Str words, uint32_t limit, Arena *arena, const Org **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &org_get_find, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_INT("kind", kind),
                    DB_TEXT("words", search_pattern(words, arena)), DB_INT("limit", limit)), err), arena, out, n, err);
}

bool org_counts(DbRead *db, int64_t region_id, Str path, Arena *arena, const OrgCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbRows *rows = db_select(db, &org_get_counts, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path)), err);
    while (rows != NULL && db_next(rows))
        *row_list_add_one(&list, OrgCount) = (OrgCount){ .parent_id = db_int(rows, 0), .kind = (OrgKind)db_int(rows, 1), .n = (uint32_t)db_int(rows, 2) };
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

/* ---- writing ---- */

SQL_WRITE(org_make, "INSERT INTO org (region_id, id, parent_id, kind, code, name, name_key, search, type, path, year, made_at)"
    " VALUES (:region, :id, :parent, :kind, :code, :name, :key, :search, :type, :path, :year, :now)");
SQL_WRITE(org_set_words, "UPDATE org SET name = :name, name_key = :key, search = :search, type = :type WHERE region_id = :region AND id = :id");
SQL_WRITE(org_set_parent, "UPDATE org SET parent_id = :parent WHERE region_id = :region AND id = :id");
/* Ids do not change, so only the beginning of the paths below does. */
SQL_WRITE(org_set_paths, "UPDATE org SET path = :above || substr(path, :after) WHERE region_id = :region AND path >= :path AND path < :path_end");
SQL_WRITE(org_set_closed, "UPDATE org SET closed_at = :at WHERE region_id = :region AND id = :id");

bool org_put(DbWrite *db, const Org *org, int64_t now, Arena *arena, Err *err)
{
    return db_run(db, &org_make, DB_ARGS(DB_INT("region", org->region_id), DB_INT("id", org->id), org->parent_id ? DB_INT("parent", org->parent_id) : DB_NULL("parent"),
               DB_INT("kind", org->kind), DB_TEXT("code", org->code), DB_TEXT("name", org->name), DB_BLOB("key", text_sort_key(org->name, arena)),
               DB_TEXT("search", search_text(arena, 2, org->code, org->name)), DB_TEXT("type", org->type), DB_TEXT("path", org->path), DB_INT("year", org->year), DB_INT("now", now)), NULL, err);
}

bool org_describe(DbWrite *db, const Org *org, Arena *arena, Err *err)
{
    return db_run(db, &org_set_words, DB_ARGS(DB_TEXT("name", org->name), DB_BLOB("key", text_sort_key(org->name, arena)), DB_TEXT("search", search_text(arena, 2, org->code, org->name)),
               DB_TEXT("type", org->type), DB_INT("region", org->region_id), DB_INT("id", org->id)), NULL, err);
}

bool org_move(DbWrite *db, const Org *org, const Org *parent, Arena *arena, Err *err)
{
    size_t above = org->path.n - ORG_PATH_STEP;
    return db_run(db, &org_set_parent, DB_ARGS(DB_INT("parent", parent->id), DB_INT("region", org->region_id), DB_INT("id", org->id)), NULL, err) &&
        db_run(db, &org_set_paths, DB_ARGS(DB_TEXT("above", parent->path), DB_INT("after", (int64_t)above + 1), DB_INT("region", org->region_id), DB_UNDER(arena, org->path)), NULL, err);
}

bool org_close(DbWrite *db, const Org *org, int64_t at, Err *err)
{
    return db_run(db, &org_set_closed, DB_ARGS(at > 0 ? DB_INT("at", at) : DB_NULL("at"), DB_INT("region", org->region_id), DB_INT("id", org->id)), NULL, err);
}
