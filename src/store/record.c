#include "store/record.h"

#include "base/text_key.h"
#include "store/args_.h"
#include "store/search_.h"
#include "store/rows_.h"

#define COLUMNS "SELECT r.region_id, r.id, r.org_id, r.type, r.number, r.title, r.day, r.until, r.state, r.fields, r.restricted, r.revision, r.made_by, r.made_at, r.changed_at, r.deleted_at, " \
                "o.code, o.name, o.path, o.kind "
#define FROM    "FROM record r JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id "
/* Records first, in the order of an index: of a large subtree the first fifty are soon found. SQLite keeps the order of a CROSS JOIN. */
#define IN_ORDER "FROM record r CROSS JOIN org o "
#define JOINED  "o.region_id = r.region_id AND o.id = r.org_id AND "
/* A rare word is the shortest way to its records; it is in the first place. */
#define BY_WORD "FROM record_word w1 JOIN record r ON r.region_id = w1.region_id AND r.id = w1.record_id JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id "
#define OF_TYPE "WHERE r.region_id = :region AND r.type = :type AND :word1 = '' AND "
#define OF_WORD "WHERE w1.region_id = :region AND w1.word = :word1 AND w1.type = :type AND r.type = :type AND "
/* Organisations first: CROSS JOIN keeps that order on SQLite, where a district would else be sought among a region's records. */
#define BY_ORG  "FROM org o CROSS JOIN record r WHERE o.region_id = :region AND r.region_id = o.region_id AND r.org_id = o.id AND "
#define PLACE   "o.path >= :path AND o.path < :path_end AND (:own = 0 OR o.path = :path) AND (CASE WHEN r.deleted_at IS NULL THEN 0 ELSE 1 END) = :deleted " \
                "AND (:from_day = '' OR r.day >= :from_day) AND (:to_day = '' OR (r.day <> '' AND r.day <= :to_day)) "
#define FACET(i) "AND (:field" i " = '' OR EXISTS (SELECT 1 FROM record_facet f WHERE f.region_id = r.region_id AND f.record_id = r.id AND f.field = :field" i " AND f.value = :value" i ")) "
#define WORD(i)  "AND (:word" i " = '' OR EXISTS (SELECT 1 FROM record_word w WHERE w.region_id = r.region_id AND w.word = :word" i " AND w.type = r.type AND w.record_id = r.id)) "
#define ASKED   PLACE "AND (:state = '' OR r.state = :state) " FACET("1") FACET("2") FACET("3") WORD("2") WORD("3") WORD("4") WORD("5") WORD("6")
#define PART    " LIMIT :limit OFFSET :skip"

SQL_READ(record_row, COLUMNS FROM "WHERE r.region_id = :region AND r.type = :type AND r.number = :number");
SQL_READ(record_row_id, COLUMNS FROM "WHERE r.region_id = :region AND r.id = :id");
SQL_READ(record_rows_by_day, COLUMNS IN_ORDER OF_TYPE JOINED ASKED "ORDER BY r.day DESC, r.number DESC" PART);
SQL_READ(record_rows_by_title, COLUMNS IN_ORDER OF_TYPE JOINED ASKED "ORDER BY r.title_key, r.number" PART);
SQL_READ(record_rows_by_number, COLUMNS IN_ORDER OF_TYPE JOINED ASKED "ORDER BY r.number DESC" PART);
SQL_READ(record_orgs_by_day, COLUMNS FROM OF_TYPE ASKED "ORDER BY r.day DESC, r.number DESC" PART);
SQL_READ(record_orgs_by_title, COLUMNS FROM OF_TYPE ASKED "ORDER BY r.title_key, r.number" PART);
SQL_READ(record_orgs_by_number, COLUMNS FROM OF_TYPE ASKED "ORDER BY r.number DESC" PART);
SQL_READ(record_words_by_day, COLUMNS BY_WORD OF_WORD ASKED "ORDER BY r.day DESC, r.number DESC" PART);
SQL_READ(record_words_by_title, COLUMNS BY_WORD OF_WORD ASKED "ORDER BY r.title_key, r.number" PART);
SQL_READ(record_words_by_number, COLUMNS BY_WORD OF_WORD ASKED "ORDER BY r.number DESC" PART);
SQL_READ(record_rows_n, "SELECT 1 " IN_ORDER OF_TYPE JOINED ASKED "LIMIT :limit");
SQL_READ(record_words_n, "SELECT 1 " BY_WORD OF_WORD ASKED "LIMIT :limit");
SQL_READ(record_states_n, "SELECT '', r.state, count(*) " BY_ORG "r.type = :type AND " PLACE "GROUP BY r.state ORDER BY r.state");
SQL_READ(record_states_whole, "SELECT '', r.state, count(*) FROM record r WHERE r.region_id = :region AND r.type = :type AND r.deleted_at IS NULL GROUP BY r.state ORDER BY r.state");
SQL_READ(record_facets_n, "SELECT f.field, f.value, count(*) FROM record_facet f JOIN record r ON r.region_id = f.region_id AND r.id = f.record_id "
    "JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id WHERE f.region_id = :region AND f.type = :type AND " PLACE "GROUP BY f.field, f.value ORDER BY f.field, f.value");
SQL_READ(record_facets_orgs, "SELECT f.field, f.value, count(*) FROM org o CROSS JOIN record_facet f WHERE o.region_id = :region AND o.path >= :path AND o.path < :path_end AND (:own = 0 OR o.path = :path) "
    "AND f.region_id = o.region_id AND f.org_id = o.id AND f.type = :type GROUP BY f.field, f.value ORDER BY f.field, f.value");
SQL_READ(record_facets_whole, "SELECT f.field, f.value, count(*) FROM record_facet f WHERE f.region_id = :region AND f.type = :type GROUP BY f.field, f.value ORDER BY f.field, f.value");
SQL_READ(record_types_n, "SELECT '', r.type, count(*) " BY_ORG "o.path >= :path AND o.path < :path_end AND r.deleted_at IS NULL GROUP BY r.type ORDER BY r.type");
SQL_READ(record_types_whole, "SELECT '', r.type, count(*) FROM record r WHERE r.region_id = :region AND r.deleted_at IS NULL GROUP BY r.type ORDER BY r.type");
SQL_READ(record_rows_due, COLUMNS FROM "WHERE r.region_id = :region AND r.until > '' AND r.until <= :until AND r.deleted_at IS NULL AND o.path >= :path AND o.path < :path_end ORDER BY r.until, r.type, r.number LIMIT :limit");
SQL_READ(record_rows_linked, COLUMNS "FROM record_link l JOIN record r ON r.region_id = l.region_id AND r.id = l.record_id JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id "
    "WHERE l.region_id = :region AND l.kind = :kind AND l.to_id = :to AND l.to_key = :key AND l.removed_at IS NULL AND r.deleted_at IS NULL ORDER BY r.type, r.number");
/* The newest ids first, which are an index's own order; the rows of what was found afterwards. From a whole tree by its rarest word, else organisation by organisation. */
#define STANDS(i, id, kind) "AND (:word" i " = '' OR EXISTS (SELECT 1 FROM record_word w WHERE w.region_id = :region AND w.word = :word" i " AND w.type = " kind " AND w.record_id = " id ")) "
#define STAND(id, kind) STANDS("2", id, kind) STANDS("3", id, kind) STANDS("4", id, kind) STANDS("5", id, kind) STANDS("6", id, kind)
#define FOUND "JOIN record r ON r.region_id = :region AND r.id = few.id JOIN org o ON o.region_id = r.region_id AND o.id = r.org_id ORDER BY r.id DESC"
SQL_READ(record_found_whole, COLUMNS "FROM (SELECT w1.record_id AS id FROM record_word w1 WHERE w1.region_id = :region AND w1.word = :word1 AND w1.type = :type " STAND("w1.record_id", ":type")
    "ORDER BY w1.record_id DESC LIMIT :limit) few " FOUND);
SQL_READ(record_found_below, COLUMNS "FROM (SELECT r.id AS id " BY_ORG "r.type = :type AND o.path >= :path AND o.path < :path_end " STANDS("1", "r.id", ":type") STAND("r.id", ":type")
    "ORDER BY r.id DESC LIMIT :limit) few " FOUND);
SQL_READ(record_word_n, "SELECT count(*) FROM (SELECT 1 FROM record_word WHERE region_id = :region AND word = :word LIMIT :most) few");
SQL_READ(record_last_number, "SELECT coalesce(max(number), 0) + 1 FROM record WHERE region_id = :region AND type = :type");

SQL_WRITE(record_insert, "INSERT INTO record (region_id, id, type, number, org_id, title, title_key, day, until, state, fields, restricted, revision, made_by, made_at, changed_at) "
    "VALUES (:region, :id, :type, :number, :org, :title, :title_key, :day, :until, :state, :fields, :restricted, 1, :by, :now, :now)");
SQL_WRITE(record_update, "UPDATE record SET title = :title, title_key = :title_key, day = :day, until = :until, state = :state, fields = :fields, restricted = :restricted, revision = revision + 1, "
    "changed_at = :now WHERE region_id = :region AND id = :id AND revision = :revision AND deleted_at IS NULL");
SQL_WRITE(record_insert_version, "INSERT INTO record_version (region_id, record_id, revision, state, fields, account_id, made_at) VALUES (:region, :id, :revision, :state, :fields, :account, :now)");
SQL_WRITE(record_to_basket, "UPDATE record SET deleted_at = :at WHERE region_id = :region AND id = :id AND deleted_at IS NULL");
SQL_WRITE(record_out_of_basket, "UPDATE record SET deleted_at = NULL WHERE region_id = :region AND id = :id AND deleted_at IS NOT NULL");
SQL_WRITE(record_drop_facets, "DELETE FROM record_facet WHERE region_id = :region AND record_id = :id");
SQL_WRITE(record_insert_facet, "INSERT INTO record_facet (region_id, record_id, org_id, type, field, value) VALUES (:region, :id, :org, :type, :field, :value)");
SQL_WRITE(record_drop_words, "DELETE FROM record_word WHERE region_id = :region AND record_id = :id");
SQL_WRITE(record_insert_word, "INSERT INTO record_word (region_id, word, type, record_id) VALUES (:region, :word, :type, :id)");

static Record row_record(const DbRows *rows, Arena *arena)
{
    return (Record){ .region_id = db_int(rows, 0), .id = db_int(rows, 1), .org_id = db_int(rows, 2), .type = db_text(rows, 3, arena), .number = (uint32_t)db_int(rows, 4), .title = db_text(rows, 5, arena),
        .day = db_text(rows, 6, arena), .until = db_text(rows, 7, arena), .state = db_text(rows, 8, arena), .fields = db_text(rows, 9, arena), .restricted = db_int(rows, 10) != 0,
        .revision = (uint32_t)db_int(rows, 11), .made_by = db_int(rows, 12), .made_at = db_int(rows, 13), .changed_at = db_int(rows, 14), .deleted_at = db_int(rows, 15), .org_code = db_text(rows, 16, arena),
        .org_name = db_text(rows, 17, arena), .org_path = db_text(rows, 18, arena), .org_kind = (OrgKind)db_int(rows, 19) };
}

static bool one(DbRows *rows, Arena *arena, Record *out, const bool *found, Err *err)
{
    if (rows != NULL && *found) *out = row_record(rows, arena);
    return db_end(rows, err);
}

static bool many(DbRows *rows, Arena *arena, Record **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    while (rows != NULL && db_next(rows)) *row_list_add_one(&list, Record) = row_record(rows, arena);
    *out = list.at;
    *n = list.n;
    return db_end(rows, err);
}

bool record_get(DbRead *db, int64_t region_id, Str type, uint32_t number, Arena *arena, Record *out, bool *found, Err *err)
{
    return one(db_one(db, &record_row, DB_ARGS(DB_INT("region", region_id), DB_TEXT("type", type), DB_INT("number", number)), found, err), arena, out, found, err);
}

bool record_get_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Record *out, bool *found, Err *err)
{
    return one(db_one(db, &record_row_id, DB_ARGS(DB_INT("region", region_id), DB_INT("id", id)), found, err), arena, out, found, err);
}

#define ARGS_PLACE(ask) DB_INT("region", region_id), DB_TEXT("type", (ask)->type), DB_UNDER(arena, (ask)->path), DB_INT("own", (ask)->own_only), DB_INT("deleted", (ask)->deleted), \
    DB_TEXT("from_day", (ask)->from), DB_TEXT("to_day", (ask)->to)
#define ARGS_FACET(ask, i) DB_TEXT("field" #i, (ask)->facets[(i) - 1].field), DB_TEXT("value" #i, (ask)->facets[(i) - 1].value)
#define ARGS_WORD(ask, i)  DB_TEXT("word" #i, (ask)->words[(i) - 1])
#define ARGS_ASKED(ask) ARGS_PLACE(ask), DB_TEXT("state", (ask)->state), ARGS_FACET(ask, 1), ARGS_FACET(ask, 2), ARGS_FACET(ask, 3), \
    ARGS_WORD(ask, 1), ARGS_WORD(ask, 2), ARGS_WORD(ask, 3), ARGS_WORD(ask, 4), ARGS_WORD(ask, 5), ARGS_WORD(ask, 6)

bool record_list(DbRead *db, int64_t region_id, const RecordAsk *ask, Arena *arena, Record **out, uint32_t *n, Err *err)
{
    static const Sql *const rows[] = { &record_rows_by_day, &record_rows_by_title, &record_rows_by_number }, *const words[] = { &record_words_by_day, &record_words_by_title, &record_words_by_number },
                     *const orgs[] = { &record_orgs_by_day, &record_orgs_by_title, &record_orgs_by_number };
    enum { SCHOOL_DEPTH = 3 }; /* region, municipality, school: a school's records are few among a region's */
    bool few = ask->own_only || ask->path.n >= SCHOOL_DEPTH * ORG_PATH_STEP;
    const Sql *sql = ask->words[0].n > 0 ? words[ask->order] : few ? orgs[ask->order] : rows[ask->order];
    return many(db_select(db, sql, DB_ARGS(ARGS_ASKED(ask), DB_INT("limit", ask->limit == 0 ? INT32_MAX : (int64_t)ask->limit), DB_INT("skip", ask->skip)), err), arena, out, n, err);
}

bool record_count(DbRead *db, int64_t region_id, const RecordAsk *ask, uint32_t most, Arena *arena, uint32_t *out, Err *err)
{
    DbRows *rows = db_select(db, ask->words[0].n > 0 ? &record_words_n : &record_rows_n, DB_ARGS(ARGS_ASKED(ask), DB_INT("limit", most == 0 ? INT32_MAX : (int64_t)most)), err);
    *out = 0;
    while (rows != NULL && db_next(rows)) ++*out;
    return db_end(rows, err);
}

bool record_search(DbRead *db, int64_t region_id, Str type, Str path, uint32_t n_words, const Str *words, uint32_t limit, Arena *arena, Record **out, uint32_t *n, Err *err)
{
    Str by[SEARCH_WORDS];
    BUG_ON(limit == 0 || n_words == 0);
    if (!search_rarest_first(db, &record_word_n, region_id, n_words, words, by, err)) return false;
    DbArg ends[2] = { DB_UNDER(arena, path) };
#define ASKED_FOR DB_INT("region", region_id), DB_TEXT("type", type), DB_TEXT("word1", by[0]), DB_TEXT("word2", by[1]), DB_TEXT("word3", by[2]), DB_TEXT("word4", by[3]), DB_TEXT("word5", by[4]), DB_TEXT("word6", by[5]), DB_INT("limit", limit)
    DbRows *rows = path_is_root(path) ? db_select(db, &record_found_whole, DB_ARGS(ASKED_FOR), err) : db_select(db, &record_found_below, DB_ARGS(ASKED_FOR, ends[0], ends[1]), err);
#undef ASKED_FOR
    return many(rows, arena, out, n, err);
}

static bool counts(DbRows *rows, RowList *list, Err *err)
{
    while (rows != NULL && db_next(rows))
        *row_list_add_one(list, RecordCount) = (RecordCount){ db_text(rows, 0, list->arena), db_text(rows, 1, list->arena), (uint32_t)db_int(rows, 2) };
    return db_end(rows, err);
}

/* A whole region's figures come from an index alone; those of a part of it organisation by organisation; with a period every record is looked at. */
bool record_counts(DbRead *db, int64_t region_id, const RecordAsk *ask, Arena *arena, RecordCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    bool plain = !ask->deleted && ask->from.n == 0 && ask->to.n == 0, whole = plain && !ask->own_only && path_is_root(ask->path);
    DbArg region = DB_INT("region", region_id), type = DB_TEXT("type", ask->type);
    DbRows *states = whole ? db_select(db, &record_states_whole, DB_ARGS(region, type), err) : db_select(db, &record_states_n, DB_ARGS(ARGS_PLACE(ask)), err);
    if (!counts(states, &list, err)) return false;
    DbRows *facets = whole ? db_select(db, &record_facets_whole, DB_ARGS(region, type), err)
        : plain ? db_select(db, &record_facets_orgs, DB_ARGS(region, type, DB_UNDER(arena, ask->path), DB_INT("own", ask->own_only)), err) : db_select(db, &record_facets_n, DB_ARGS(ARGS_PLACE(ask)), err);
    if (!counts(facets, &list, err)) return false;
    *out = list.at;
    *n = list.n;
    return true;
}

bool record_types(DbRead *db, int64_t region_id, Str path, Arena *arena, RecordCount **out, uint32_t *n, Err *err)
{
    RowList list = { .arena = arena };
    DbArg region = DB_INT("region", region_id);
    if (!counts(path_is_root(path) ? db_select(db, &record_types_whole, DB_ARGS(region), err) : db_select(db, &record_types_n, DB_ARGS(region, DB_UNDER(arena, path)), err), &list, err)) return false;
    *out = list.at;
    *n = list.n;
    return true;
}

bool record_due(DbRead *db, int64_t region_id, Str path, Str until, uint32_t limit, Arena *arena, Record **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &record_rows_due, DB_ARGS(DB_INT("region", region_id), DB_UNDER(arena, path), DB_TEXT("until", until), DB_INT("limit", limit)), err), arena, out, n, err);
}

bool record_linked_to(DbRead *db, int64_t region_id, Str kind, int64_t to_id, Str to_key, Arena *arena, Record **out, uint32_t *n, Err *err)
{
    return many(db_select(db, &record_rows_linked, DB_ARGS(DB_INT("region", region_id), DB_TEXT("kind", kind), DB_INT("to", to_id), DB_TEXT("key", to_key)), err), arena, out, n, err);
}

bool record_next_number(DbRead *db, int64_t region_id, Str type, uint32_t *out, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &record_last_number, DB_ARGS(DB_INT("region", region_id), DB_TEXT("type", type)), &found, err);
    if (rows != NULL && found) *out = (uint32_t)db_int(rows, 0);
    return db_end(rows, err);
}

/* ---- writing ---- */

#define ARGS_OWN(row) DB_INT("region", (row)->region_id), DB_INT("id", (row)->id), DB_TEXT("title", (row)->title), DB_BLOB("title_key", text_sort_key((row)->title, arena)), DB_TEXT("day", (row)->day), \
    DB_TEXT("until", (row)->until), DB_TEXT("state", (row)->state), DB_TEXT("fields", (row)->fields), DB_INT("restricted", (row)->restricted), DB_INT("now", (row)->changed_at)

static bool put_version(DbWrite *db, const Record *row, uint32_t revision, int64_t account_id, Err *err)
{
    return db_run(db, &record_insert_version, DB_ARGS(DB_INT("region", row->region_id), DB_INT("id", row->id), DB_INT("revision", revision), DB_TEXT("state", row->state), DB_TEXT("fields", row->fields),
        DB_INT("account", account_id), DB_INT("now", row->changed_at)), NULL, err);
}

bool record_put(DbWrite *db, const Record *row, Arena *arena, Err *err)
{
    return db_run(db, &record_insert, DB_ARGS(ARGS_OWN(row), DB_TEXT("type", row->type), DB_INT("number", row->number), DB_INT("org", row->org_id), DB_INT("by", row->made_by)), NULL, err) &&
        put_version(db, row, 1, row->made_by, err);
}

bool record_save(DbWrite *db, const Record *row, int64_t account_id, Arena *arena, bool *done, Err *err)
{
    int64_t n;
    if (!db_run(db, &record_update, DB_ARGS(ARGS_OWN(row), DB_INT("revision", row->revision)), &n, err)) return false;
    *done = n == 1;
    return !*done || put_version(db, row, row->revision + 1, account_id, err);
}

bool record_index(DbWrite *db, const Record *row, uint32_t n_facets, const RecordKey *facets, uint32_t n_words, const Str *words, Err *err)
{
    DbArg region = DB_INT("region", row->region_id), id = DB_INT("id", row->id);
    if (!db_run(db, &record_drop_facets, DB_ARGS(region, id), NULL, err) || !db_run(db, &record_drop_words, DB_ARGS(region, id), NULL, err)) return false;
    for (uint32_t i = 0; i < n_facets; i++)
        if (!db_run(db, &record_insert_facet, DB_ARGS(region, id, DB_INT("org", row->org_id), DB_TEXT("type", row->type), DB_TEXT("field", facets[i].field), DB_TEXT("value", facets[i].value)), NULL, err)) return false;
    for (uint32_t i = 0; i < n_words; i++)
        if (!db_run(db, &record_insert_word, DB_ARGS(region, id, DB_TEXT("type", row->type), DB_TEXT("word", words[i])), NULL, err)) return false;
    return true;
}

bool record_basket(DbWrite *db, const Record *row, int64_t at, bool *done, Err *err)
{
    int64_t n;
    DbArg region = DB_INT("region", row->region_id), id = DB_INT("id", row->id);
    if (at != 0 ? !db_run(db, &record_to_basket, DB_ARGS(region, id, DB_INT("at", at)), &n, err) : !db_run(db, &record_out_of_basket, DB_ARGS(region, id), &n, err)) return false;
    *done = n == 1;
    return true;
}
