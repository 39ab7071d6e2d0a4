/* Files → sheets and complaints. Public face of the room. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "domain/anchor.h"
#include "domain/contest.h"
#include "domain/frame.h"
#include "domain/norm.h"
#include "domain/sheet.h"
#include "intake/raw.h"

/* Blueprints by identity: official ones built in, then those of --blueprints (which win). */
typedef struct BlueprintTable { uint32_t n; const Blueprint *rows; } BlueprintTable;
const BlueprintTable *blueprint_official(void);
bool blueprint_table_read(const char *path, Arena *arena, BlueprintTable *out, Err *err);
/* The same for bytes at hand; name is how they are called in refusals. */
bool blueprint_table_parse(Str bytes, const char *name, Arena *arena, BlueprintTable *out, Err *err);
/* A work as such a table: what blueprint_table_parse() reads back as the same. */
Str blueprint_table_text(const Blueprint *work, Arena *arena);
/* Of that year; NULL when none is built in. */
const Blueprint *blueprint_official_find(const Procedure *procedure, Str level);
/* id, year, grade, subject in its canonical words and title, as forms of this work will be recognised. subject: any of its names */
void procedure_identify(int year, int grade, Str subject, Str level, Arena *arena, Procedure *out);

/* A person's correction of one cell: reading goes on as if the file had said so. Rows that the file does not have cannot be made. */
typedef struct CellEdit { Str sheet; /* empty for CSV */ uint32_t row, column; /* 1-based */ Str value; } CellEdit;

/* Where things stand in a sheet whose header was understood. Columns are 1-based, 0 = none. */
typedef struct SheetLayout {
    Str sheet;
    uint32_t header_row, n_columns;
    uint32_t school, code, class_label, variant, journal, total;
    uint32_t n_tasks;
    const uint16_t *task; /* [n_tasks] columns */
} SheetLayout;

/* Whoever wants to see a file being read. Members may be NULL. */
typedef struct IntakeWatch {
    void *context;
    bool (*row)(void *context, Str sheet, const RawRow *row); /* as it stands in the file, before corrections; false stops reading */
    void (*layout)(void *context, const SheetLayout *layout); /* texts and columns live during the call */
} IntakeWatch;

typedef struct IntakeOptions {
    const char *procedure;           /* «2021-4-математика» or NULL; applies to files whose content does not tell */
    bool procedure_wins;             /* it also applies where the content tells something else: a person said so */
    const char *school;              /* login of whoever brought it, or NULL: of forms that name none anywhere */
    const BlueprintTable *blueprints;/* from --blueprints, or NULL */
    uint32_t n_edits;
    const CellEdit *edits;           /* of two of one cell the later wins */
    const IntakeWatch *watch;        /* or NULL */
} IntakeOptions;

/* One file. Never fails: what is wrong stands in out->why or in complaints. Thread-safe for distinct arenas. */
void intake_file(const char *path, const IntakeOptions *options, Arena *arena, InputFile *out);
/* The same for bytes at hand; name is what the file would be called. */
void intake_bytes(Str name, Str bytes, const IntakeOptions *options, Arena *arena, InputFile *out);
/* After all files: repeated files and rows between files are rejected with complaints (in order of files); counts are corrected. */
void intake_merge(InputFile *files, uint32_t n_files, Arena *arena);
/* --schools: code, name, type, municipality into the table (rows of unknown schools are ignored, counted). */
bool intake_schools(const char *path, SchoolTable *table, Arena *arena, Err *err);
/* --anchor: schools and classes that are taken as clean. Columns школа (school), класс (class), процедура (procedure); the last two may be absent or empty.
 * fails  as table_read_file; ERR_INPUT without such a list or without a row */
bool intake_anchor(const char *path, Arena *arena, Anchor *out, Err *err);
/* A list of schools to be studied, from outside: школа (code), причина, срок (day). until: ISO where it could be read, else as written.
 * fails  as table_read; ERR_INPUT without such a list or without a row */
typedef struct StudyListRow { Str school, reason, until; } StudyListRow;
typedef struct StudyList { uint32_t n; const StudyListRow *rows; } StudyList;
bool intake_study_list(Str name, Str bytes, Arena *arena, StudyList *out, Err *err);
/* Results of an olympiad or contest: columns школа, код, класс, этап, баллы, макс, статус (школа, код and статус or баллы must be there). Rows with complaints of
 * SEVERITY_ERROR are left out. stage: of rows that say none; may be empty. fails: as table_read(); ERR_INPUT when it is no such list */
bool intake_contest(Str bytes, Str stage, Arena *arena, ContestList *out, Err *err);
/* --reference: an export of Merilo (JSON) or official reports (XLSX). */
typedef struct Reference { uint32_t n; const Norm *const *norms; Str text; } Reference;
bool intake_reference(const char *path, Arena *arena, Reference *out, Err *err);
/* The same for bytes at hand; name is what the file would be called. */
bool intake_reference_bytes(Str name, Str bytes, Arena *arena, Reference *out, Err *err);

#endif
