/* Every text is salted before it is hashed: an erased text cannot be guessed back, and the chain, which runs over hashes alone, does not need it. */
#include "store/audit.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/hash.h"
#include "store/args_.h"

enum { SALT_BYTES = 16 };

/* ---- hashes ---- */

static void add_field(Hash *hash, Str field)
{
    char length[24];
    int n = snprintf(length, sizeof length, "%zu:", field.n); /* lengths before fields: «ab»+«c» is not «a»+«bc» */
    hash_add(hash, (Str){ length, (size_t)n });
    hash_add(hash, field);
}

static void add_number(Hash *hash, int64_t number)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRId64, number);
    add_field(hash, (Str){ digits, (size_t)n });
}

static void text_hash(Str salt, Str words, char out[65])
{
    Hash hash;
    hash_begin(&hash);
    add_field(&hash, salt);
    add_field(&hash, words);
    hash_end_hex(&hash, out);
}

static void entry_hash(Str previous, int64_t region_id, const AuditEntry *entry, Str of_text, char out[65])
{
    Hash hash;
    hash_begin(&hash);
    add_field(&hash, previous);
    add_number(&hash, region_id);
    add_number(&hash, entry->seq);
    add_number(&hash, entry->at);
    add_number(&hash, entry->account_id);
    add_number(&hash, entry->org_id);
    add_field(&hash, entry->object);
    add_field(&hash, entry->verb);
    add_field(&hash, of_text);
    hash_end_hex(&hash, out);
}

/* ---- adding ---- */

SQL_WRITE(audit_head_make, "INSERT INTO audit_head (region_id, seq, hash) VALUES (:region, 0, '') ON CONFLICT DO NOTHING");
SQL_WRITE(audit_head_step, "UPDATE audit_head SET seq = seq + 1 WHERE region_id = :region");
SQL_READ(audit_head_get, "SELECT seq, hash FROM audit_head WHERE region_id = :region");
SQL_WRITE(audit_head_set, "UPDATE audit_head SET seq = :seq, hash = :hash WHERE region_id = :region");
#define ENTRIES  "INSERT INTO audit (region_id, seq, at, account_id, org_id, object, verb, text_hash, hash) VALUES "
#define TEXTS    "INSERT INTO audit_text (region_id, seq, salt, words, erased) VALUES "
#define ENTRY(k) "(:region, :s" k ", :t" k ", :a" k ", :o" k ", :b" k ", :v" k ", :x" k ", :h" k ")"
#define TEXT(k)  "(:region, :s" k ", :l" k ", :w" k ", 0)"
enum { TOGETHER = 7 }; /* rows in one statement: eight parameters each */
#define SEVEN(one) one("0") ", " one("1") ", " one("2") ", " one("3") ", " one("4") ", " one("5") ", " one("6")
SQL_WRITE(audit_put, ENTRIES ENTRY("0"));
SQL_WRITE(audit_put_many, ENTRIES SEVEN(ENTRY));
SQL_WRITE(audit_text_put, TEXTS TEXT("0"));
SQL_WRITE(audit_text_put_many, TEXTS SEVEN(TEXT));

static bool head_get(DbRead *db, int64_t region_id, int64_t *seq, char hash[65], Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &audit_head_get, DB_ARGS(DB_INT("region", region_id)), &found, err);
    if (rows == NULL) return false;
    *seq = 0;
    hash[0] = '\0';
    if (found) {
        *seq = db_int(rows, 0);
        Arena *arena = arena_new(0);
        Str text = db_text(rows, 1, arena);
        snprintf(hash, 65, "%.*s", STR_ARG(text));
        arena_free(arena);
    }
    return db_end(rows, err);
}

/* Salt, hash of the words and hash of the entry, as they are written. */
typedef struct Sealed { char salt[SALT_BYTES], of_text[65], hash[65]; } Sealed;

/* One entry, or TOGETHER of them. */
static bool put_entries(DbWrite *write, int64_t region_id, uint32_t n, const AuditEntry *entries, const Sealed *sealed, Err *err)
{
#define NAMES(k) { "s" k, "t" k, "a" k, "o" k, "b" k, "v" k, "x" k, "h" k, "l" k, "w" k }
    static const char *const names[TOGETHER][10] = { NAMES("0"), NAMES("1"), NAMES("2"), NAMES("3"), NAMES("4"), NAMES("5"), NAMES("6") };
    DbArg heads[1 + TOGETHER * 8] = { DB_INT("region", region_id) }, texts[1 + TOGETHER * 3] = { DB_INT("region", region_id) };
    size_t n_heads = 1, n_texts = 1;
    for (uint32_t i = 0; i < n; i++) {
        const AuditEntry *entry = &entries[i];
        const char *const *name = names[i];
        heads[n_heads++] = texts[n_texts++] = DB_INT(name[0], entry->seq);
        heads[n_heads++] = DB_INT(name[1], entry->at), heads[n_heads++] = DB_INT(name[2], entry->account_id), heads[n_heads++] = DB_INT(name[3], entry->org_id);
        heads[n_heads++] = DB_TEXT(name[4], entry->object), heads[n_heads++] = DB_TEXT(name[5], entry->verb);
        heads[n_heads++] = DB_TEXT(name[6], str_of(sealed[i].of_text)), heads[n_heads++] = DB_TEXT(name[7], str_of(sealed[i].hash));
        texts[n_texts++] = DB_BLOB(name[8], ((Str){ sealed[i].salt, SALT_BYTES })), texts[n_texts++] = DB_TEXT(name[9], entry->words);
    }
    return db_run(write, n == 1 ? &audit_put : &audit_put_many, heads, n_heads, NULL, err) && db_run(write, n == 1 ? &audit_text_put : &audit_text_put_many, texts, n_texts, NULL, err);
}

/* The head is written twice, however many entries come: every write of it in one transaction leaves a version of the row that PostgreSQL walks past again and again. */
bool audit_append_all(DbWrite *write, int64_t region_id, uint32_t n, const AuditEntry *given, Err *err)
{
    char previous[65];
    int64_t seq;
    if (n == 0) return true;
    /* The step comes before the look: it holds the row until the transaction ends, so nobody else takes the same number. */
    if (!db_run(write, &audit_head_make, DB_ARGS(DB_INT("region", region_id)), NULL, err)) return false;
    if (!db_run(write, &audit_head_step, DB_ARGS(DB_INT("region", region_id)), NULL, err)) return false;
    if (!head_get(db_within(write), region_id, &seq, previous, err)) return false;
    for (uint32_t i = 0, k; i < n; i += k) {
        AuditEntry entries[TOGETHER];
        Sealed sealed[TOGETHER];
        k = n - i >= TOGETHER ? TOGETHER : 1;
        for (uint32_t j = 0; j < k; j++) {
            Sealed *one = &sealed[j];
            entries[j] = given[i + j];
            entries[j].seq = seq + i + j;
            randombytes_buf(one->salt, sizeof one->salt);
            text_hash((Str){ one->salt, sizeof one->salt }, entries[j].words, one->of_text);
            entry_hash(str_of(previous), region_id, &entries[j], str_of(one->of_text), one->hash);
            memcpy(previous, one->hash, sizeof previous);
        }
        if (!put_entries(write, region_id, k, entries, sealed, err)) return false;
    }
    return db_run(write, &audit_head_set, DB_ARGS(DB_INT("region", region_id), DB_INT("seq", seq + n - 1), DB_TEXT("hash", str_of(previous))), NULL, err);
}

bool audit_append(DbWrite *write, int64_t region_id, const AuditEntry *entry, Err *err) { return audit_append_all(write, region_id, 1, entry, err); }

/* ---- reading ---- */

#define COLUMNS "SELECT a.seq, a.at, a.account_id, a.org_id, a.object, a.verb, t.words, t.erased, p.name, o.code, o.name, a.hash FROM audit a " \
                "LEFT JOIN audit_text t ON t.region_id = a.region_id AND t.seq = a.seq " \
                "LEFT JOIN account p ON p.region_id = a.region_id AND p.id = a.account_id "

SQL_READ(audit_of_object, COLUMNS "LEFT JOIN org o ON o.region_id = a.region_id AND o.id = a.org_id "
    "WHERE a.region_id = :region AND a.object = :object AND a.seq < :before ORDER BY a.seq DESC LIMIT :limit");
#define AND_ASKED "AND a.seq < :before AND o.path >= :path AND o.path < :path_end AND a.at >= :from AND a.at < :to AND (:verb = '' OR a.verb = :verb) ORDER BY a.seq DESC LIMIT :limit"
/* Of a whole tree: every entry fits, so the last ones are taken by the key before anything is joined, whatever the engine believes about its tables (PostgreSQL without fresh statistics joined all of them first).
 * Of a part: its organisations first, each with its entries by an index. Of a person: likewise. */
SQL_SCAN(audit_of_tree, "only what the inner part took by the key",
    "SELECT a.seq, a.at, a.account_id, a.org_id, a.object, a.verb, t.words, t.erased, p.name, o.code, o.name, a.hash FROM "
    "(SELECT region_id, seq, at, account_id, org_id, object, verb, hash FROM audit WHERE region_id = :region AND seq < :before AND at >= :from AND at < :to AND (:verb = '' OR verb = :verb) ORDER BY seq DESC LIMIT :limit) a "
    "LEFT JOIN audit_text t ON t.region_id = a.region_id AND t.seq = a.seq LEFT JOIN account p ON p.region_id = a.region_id AND p.id = a.account_id "
    "LEFT JOIN org o ON o.region_id = a.region_id AND o.id = a.org_id ORDER BY a.seq DESC");
SQL_READ(audit_of_person, COLUMNS "JOIN org o ON o.region_id = a.region_id AND o.id = a.org_id WHERE a.region_id = :region AND a.account_id = :account " AND_ASKED);
SQL_READ(audit_of_orgs, "SELECT a.seq, a.at, a.account_id, a.org_id, a.object, a.verb, t.words, t.erased, p.name, o.code, o.name, a.hash FROM org o "
    "CROSS JOIN audit a LEFT JOIN audit_text t ON t.region_id = a.region_id AND t.seq = a.seq LEFT JOIN account p ON p.region_id = a.region_id AND p.id = a.account_id "
    "WHERE o.region_id = :region AND a.region_id = :region AND a.org_id = o.id " AND_ASKED);

static DbRows *select_asked(DbRead *db, int64_t region_id, const AuditAsk *ask, Arena *arena, Err *err)
{
    const DbArg args[] = { DB_INT("region", region_id), DB_INT("before", ask->before_seq > 0 ? ask->before_seq : INT64_MAX), DB_INT("from", ask->from), DB_INT("to", ask->to > 0 ? ask->to : INT64_MAX),
        DB_TEXT("verb", ask->verb), DB_INT("limit", ask->limit), DB_UNDER(arena, ask->org_path), DB_INT("account", ask->account_id) };
    size_t n = sizeof args / sizeof *args;
    if (ask->account_id != 0) return db_select(db, &audit_of_person, args, n, err);
    bool whole = path_is_root(ask->org_path);
    return db_select(db, whole ? &audit_of_tree : &audit_of_orgs, args, whole ? n - 3 : n - 1, err); /* whose organisation and who: not asked of a tree */
}

bool audit_list(DbRead *db, int64_t region_id, const AuditAsk *ask, Arena *arena, const AuditEntry **out, uint32_t *n, Err *err)
{
    int64_t before = ask->before_seq > 0 ? ask->before_seq : INT64_MAX;
    AuditEntry *entries = arena_array(arena, AuditEntry, ask->limit + 1u);
    DbRows *rows = ask->object.n > 0
        ? db_select(db, &audit_of_object, DB_ARGS(DB_INT("region", region_id), DB_TEXT("object", ask->object), DB_INT("before", before), DB_INT("limit", ask->limit)), err)
        : select_asked(db, region_id, ask, arena, err);
    *n = 0;
    while (rows != NULL && *n < ask->limit && db_next(rows))
        entries[(*n)++] = (AuditEntry){ .seq = db_int(rows, 0), .at = db_int(rows, 1), .account_id = db_int(rows, 2), .org_id = db_int(rows, 3), .object = db_text(rows, 4, arena),
            .verb = db_text(rows, 5, arena), .words = db_text(rows, 6, arena), .erased = db_int(rows, 7) != 0, .who = db_text(rows, 8, arena),
            .org_code = db_text(rows, 9, arena), .org_name = db_text(rows, 10, arena), .hash = db_text(rows, 11, arena) };
    *out = entries;
    return db_end(rows, err);
}

SQL_READ(audit_one_hash, "SELECT hash FROM audit WHERE region_id = :region AND seq = :seq");
SQL_SCAN(audit_by_hash, "asked by hand, with a hash written down on paper", "SELECT seq FROM audit WHERE region_id = :region AND hash >= :begins AND hash < :ends");

bool audit_hash_at(DbRead *db, int64_t region_id, int64_t seq, Arena *arena, Str *hash, Err *err)
{
    bool found;
    DbRows *rows = db_one(db, &audit_one_hash, DB_ARGS(DB_INT("region", region_id), DB_INT("seq", seq)), &found, err);
    if (rows == NULL) return false;
    *hash = found ? db_text(rows, 0, arena) : STR_EMPTY;
    return db_end(rows, err);
}

bool audit_find_hash(DbRead *db, int64_t region_id, Str begins, int64_t *seq, Err *err)
{
    char ends[66];
    snprintf(ends, sizeof ends, "%.*sg", (int)(begins.n < 64 ? begins.n : 64), begins.at); /* «g» comes after every digit */
    DbRows *rows = db_select(db, &audit_by_hash, DB_ARGS(DB_INT("region", region_id), DB_TEXT("begins", begins), DB_TEXT("ends", str_of(ends))), err);
    *seq = db_next(rows) ? db_int(rows, 0) : 0;
    return db_end(rows, err);
}

bool audit_head(DbRead *db, int64_t region_id, Arena *arena, int64_t *seq, Str *hash, Err *err)
{
    char text[65];
    if (!head_get(db, region_id, seq, text, err)) return false;
    *hash = arena_str(arena, str_of(text));
    return true;
}

/* ---- checking ---- */

SQL_SCAN(audit_chain, "the chain is checked from its first entry to its last",
    "SELECT a.seq, a.at, a.account_id, a.org_id, a.object, a.verb, a.text_hash, a.hash, t.salt, t.words, t.erased FROM audit a "
    "LEFT JOIN audit_text t ON t.region_id = a.region_id AND t.seq = a.seq WHERE a.region_id = :region ORDER BY a.seq");

/* Blank words whose erasure has not been met yet. The chain does not cover the mark «erased»: whoever changes the file could set it instead of changing words. */
typedef struct Blank { int64_t seq; Str object; } Blank;
typedef struct Walk { int64_t region_id; char previous[65]; Arena *arena; AuditVerdict *verdict; Blank *blanks; uint32_t n_blanks, room; } Walk;

static void add_blank(Walk *walk, const AuditEntry *entry)
{
    if (walk->n_blanks == walk->room) {
        Blank *larger = arena_array(walk->arena, Blank, walk->room == 0 ? 64 : walk->room * 2);
        if (walk->n_blanks > 0) memcpy(larger, walk->blanks, walk->n_blanks * sizeof *larger);
        walk->room = walk->room == 0 ? 64 : walk->room * 2;
        walk->blanks = larger;
    }
    walk->blanks[walk->n_blanks++] = (Blank){ entry->seq, arena_str(walk->arena, entry->object) };
}

static void explain_blanks(Walk *walk, Str object)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < walk->n_blanks; i++)
        if (!str_eq(walk->blanks[i].object, object)) walk->blanks[kept++] = walk->blanks[i];
    walk->n_blanks = kept;
}

static bool broken(Walk *walk, int64_t seq, const char *why)
{
    walk->verdict->broken_seq = seq;
    walk->verdict->why = arena_printf(walk->arena, "Запись № %lld: %s", (long long)seq, why);
    return false;
}

static bool entry_holds(Walk *walk, const DbRows *rows, Arena *scratch)
{
    AuditEntry entry = { .seq = db_int(rows, 0), .at = db_int(rows, 1), .account_id = db_int(rows, 2), .org_id = db_int(rows, 3),
        .object = db_text(rows, 4, scratch), .verb = db_text(rows, 5, scratch) };
    Str of_text = db_text(rows, 6, scratch), stored = db_text(rows, 7, scratch);
    int64_t expected = walk->verdict->n + 1;
    if (entry.seq != expected) return broken(walk, expected, "её нет, дальше идут записи с большими номерами.");
    char hash[65], text[65];
    entry_hash(str_of(walk->previous), walk->region_id, &entry, of_text, hash);
    if (!str_eq(str_of(hash), stored)) return broken(walk, entry.seq, "изменена сама запись, или она стоит не на своём месте.");
    if (db_is_null(rows, 10)) return broken(walk, entry.seq, "нет её слов, хотя по закону их никто не стирал.");
    if (db_int(rows, 10) != 0) {
        walk->verdict->n_erased++;
        add_blank(walk, &entry);
    } else {
        text_hash(db_blob(rows, 8, scratch), db_text(rows, 9, scratch), text);
        if (!str_eq(str_of(text), of_text)) return broken(walk, entry.seq, "изменены её слова.");
        if (str_eq(entry.verb, STR(AUDIT_ERASURE))) explain_blanks(walk, entry.object);
    }
    memcpy(walk->previous, hash, sizeof hash);
    walk->verdict->n++;
    return true;
}

bool audit_verify(DbRead *db, int64_t region_id, Arena *arena, AuditVerdict *out, Err *err)
{
    *out = (AuditVerdict){ .why = STR_EMPTY };
    Walk walk = { .region_id = region_id, .arena = arena, .verdict = out };
    DbRows *rows = db_select(db, &audit_chain, DB_ARGS(DB_INT("region", region_id)), err);
    while (rows != NULL && db_next(rows)) {
        Arena *scratch = arena_new(0);
        bool holds = entry_holds(&walk, rows, scratch);
        arena_free(scratch);
        if (!holds) break;
    }
    if (!db_end(rows, err)) return false;
    int64_t head_seq;
    char head[65];
    if (!head_get(db, region_id, &head_seq, head, err)) return false;
    if (out->broken_seq == 0 && walk.n_blanks > 0) broken(&walk, walk.blanks[0].seq, "её слова стёрты, а записи о стирании этих данных нет.");
    if (out->broken_seq == 0 && head_seq != out->n) broken(&walk, out->n + 1, "последние записи пропали: счётчик помнит больше.");
    else if (out->broken_seq == 0 && strcmp(head, walk.previous) != 0) broken(&walk, out->n, "последняя запись подменена: её хеш не тот, что помнит счётчик.");
    memcpy(out->head, walk.previous, sizeof out->head);
    return true;
}

/* ---- erasing ---- */

SQL_WRITE(audit_erase, "UPDATE audit_text SET salt = :empty, words = '', erased = 1 WHERE region_id = :region AND erased = 0 AND seq IN "
    "(SELECT seq FROM audit WHERE region_id = :region AND object = :object)");

bool audit_erase_words(DbWrite *write, int64_t region_id, Str object, int64_t *n_erased, Err *err)
{
    return db_run(write, &audit_erase, DB_ARGS(DB_BLOB("empty", STR_EMPTY), DB_INT("region", region_id), DB_TEXT("object", object)), n_erased, err);
}
