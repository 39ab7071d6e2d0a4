/* Records of registers as rows (record/record.h gives them meaning: this room knows only their names and bytes), their versions, people, links, files, comments, frozen data.
 * Addresses say «event/12»: register and number within the region. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "domain/org.h"
#include "store/db.h"

typedef struct Record {
    int64_t region_id, id, org_id;
    Str type; uint32_t number;
    Str title, day, state;
    Str until;                    /* by when something waits to be done; ISO as day, and empty like it when there is none */
    Str fields;                   /* JSON: record_data_read() */
    bool restricted;
    uint32_t revision;
    int64_t made_by, made_at, changed_at, deleted_at; /* deleted_at 0: it stands */
    Str org_code, org_name, org_path; OrgKind org_kind; /* read */
} Record;

/* In the basket or not. */
bool record_get(DbRead *db, int64_t region_id, Str type, uint32_t number, Arena *arena, Record *out, bool *found, Err *err);
bool record_get_id(DbRead *db, int64_t region_id, int64_t id, Arena *arena, Record *out, bool *found, Err *err);

typedef enum RecordOrder { RECORD_BY_DAY /* latest first */, RECORD_BY_TITLE, RECORD_BY_NUMBER /* latest first */ } RecordOrder;
enum { RECORD_ASK_FACETS = 3, RECORD_ASK_WORDS = 6 };
typedef struct RecordAsk {
    Str type, path;      /* subtree */
    bool own_only;       /* of the organisation at path, not below it */
    bool deleted;        /* the basket instead */
    Str state;           /* empty: any */
    Str from, to;        /* ISO days, either may be empty: records that have a day between them */
    struct { Str field, value; } facets[RECORD_ASK_FACETS]; /* empty field: none. Restricted records have no facets and no words */
    Str words[RECORD_ASK_WORDS]; /* stems, all of them must stand there */
    RecordOrder order;
    uint32_t skip, limit; /* limit 0: all */
} RecordAsk;
bool record_list(DbRead *db, int64_t region_id, const RecordAsk *ask, Arena *arena, Record **out, uint32_t *n, Err *err);
/* Records of a register in a subtree whose words are all of these, the latest entered first: as fast for a common word as for a rare one. limit > 0 */
bool record_search(DbRead *db, int64_t region_id, Str type, Str path, uint32_t n_words, const Str *words, uint32_t limit, Arena *arena, Record **out, uint32_t *n, Err *err);
/* How many there are, skip and limit aside; counting stops at most (0: never). */
bool record_count(DbRead *db, int64_t region_id, const RecordAsk *ask, uint32_t most, Arena *arena, uint32_t *out, Err *err);

typedef struct RecordCount { Str field, value; uint32_t n; } RecordCount; /* of states: field is empty */
/* Of the asked register and subtree, in the asked period: by state, then by facet and value; what else was asked is left aside. */
bool record_counts(DbRead *db, int64_t region_id, const RecordAsk *ask, Arena *arena, RecordCount **out, uint32_t *n, Err *err);
/* Of every register in a subtree: value is the register. */
bool record_types(DbRead *db, int64_t region_id, Str path, Arena *arena, RecordCount **out, uint32_t *n, Err *err);
/* Those that wait for something by that day or before it, in a subtree; earliest first. */
bool record_due(DbRead *db, int64_t region_id, Str path, Str until, uint32_t limit, Arena *arena, Record **out, uint32_t *n, Err *err);
bool record_next_number(DbRead *db, int64_t region_id, Str type, uint32_t *out, Err *err);

/* New, or all own fields over the ones kept if its revision is still row->revision; the revision becomes one more (1 of a new one). *done tells. A version is kept with it, by account. */
bool record_put(DbWrite *db, const Record *row, Arena *arena, Err *err);
bool record_save(DbWrite *db, const Record *row, int64_t account_id, Arena *arena, bool *done, Err *err);
/* Replaces what the search and the filters know of it. */
typedef struct RecordKey { Str field, value; } RecordKey;
bool record_index(DbWrite *db, const Record *row, uint32_t n_facets, const RecordKey *facets, uint32_t n_words, const Str *words, Err *err);
/* at 0: out of the basket */
bool record_basket(DbWrite *db, const Record *row, int64_t at, bool *done, Err *err);

typedef struct RecordVersion { uint32_t revision; Str state, fields; int64_t account_id, made_at; Str who; } RecordVersion;
/* Latest first. */
bool record_versions(DbRead *db, const Record *of, uint32_t limit, Arena *arena, RecordVersion **out, uint32_t *n, Err *err);
bool record_version_get(DbRead *db, const Record *of, uint32_t revision, Arena *arena, RecordVersion *out, bool *found, Err *err);

/* ---- people ---- */

typedef struct RecordPerson { int64_t account_id, number; Str name, post, org_name, mark; int64_t marked_at; } RecordPerson; /* name empty: erased */
bool record_people(DbRead *db, const Record *of, Str list, Arena *arena, RecordPerson **out, uint32_t *n, Err *err); /* by name */
/* Records in whose lists a person stands, the latest first, with the mark there. */
typedef struct RecordListed { Str type; uint32_t number; Str title, org_name, mark; int64_t marked_at; bool restricted; } RecordListed;
bool record_of_person(DbRead *db, int64_t region_id, int64_t account_id, Arena *arena, RecordListed **out, uint32_t *n, Err *err);
bool record_person_put(DbWrite *db, const Record *of, Str list, int64_t account_id, Str mark, int64_t now, Err *err);
bool record_person_remove(DbWrite *db, const Record *of, Str list, int64_t account_id, bool *done, Err *err);

/* ---- what stands beside it ---- */

typedef struct RecordLink { int64_t id; Str kind; int64_t to_id; Str to_key, title; int64_t account_id, made_at; } RecordLink;
bool record_links(DbRead *db, const Record *of, Arena *arena, RecordLink **out, uint32_t *n, Err *err);
bool record_link_put(DbWrite *db, const Record *of, const RecordLink *link, Err *err);
bool record_link_remove(DbWrite *db, const Record *of, int64_t id, int64_t now, bool *done, Err *err);
/* Records that link to a thing: the way back. Titles of restricted ones are not read. */
bool record_linked_to(DbRead *db, int64_t region_id, Str kind, int64_t to_id, Str to_key, Arena *arena, Record **out, uint32_t *n, Err *err);

typedef struct RecordFile { int64_t id; Str sha256, name; int64_t n_bytes, account_id, made_at; Str who; } RecordFile;
bool record_files(DbRead *db, const Record *of, Arena *arena, RecordFile **out, uint32_t *n, Err *err); /* first come first */
bool record_file_put(DbWrite *db, const Record *of, const RecordFile *file, Err *err);
bool record_file_remove(DbWrite *db, const Record *of, int64_t id, int64_t now, bool *done, Err *err);

typedef struct RecordNote { int64_t id; Str words; int64_t account_id, made_at; Str who, post; } RecordNote;
bool record_notes(DbRead *db, const Record *of, Arena *arena, RecordNote **out, uint32_t *n, Err *err); /* first come first */
bool record_note_put(DbWrite *db, const Record *of, const RecordNote *note, Err *err);

/* Data frozen for citing: bytes are an attachment of that hash, never changed. */
typedef struct Frozen { Str sha256, title, address; int64_t account_id, made_at; Str who; } Frozen;
bool frozen_get(DbRead *db, int64_t region_id, Str sha256, Arena *arena, Frozen *out, bool *found, Err *err);
/* The same bytes are frozen once. */
bool frozen_put(DbWrite *db, int64_t region_id, const Frozen *row, Err *err);

#endif
