/* A sheet (протокол): what one file says of one procedure, as columns. Immutable once read. A file of a whole region is one sheet of many schools. */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include "base/arena.h"
#include "domain/blueprint.h"
#include "domain/complaint.h"

/* One byte a task: 0..LIMIT_TASK_MAX points, or one of these. They stay different to the end. */
enum {
    SCORE_NOT_ATTEMPTED = 255, /* X: counts 0 */
    SCORE_NOT_TAUGHT = 254,    /* «не пройд.»: counts 0 in the total, leaves the task's denominator */
    SCORE_EMPTY = 253,         /* empty cell beside filled ones: counts 0 */
    SCORE_NONE = 252,          /* absent pupil or rejected row: no score at all */
};
static inline bool score_is_points(uint8_t score) { return score < 200; }

typedef enum RowState { ROW_WORK, ROW_ABSENT, ROW_REJECTED } RowState;
typedef enum Sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE } Sex;
#define TOTAL_NONE (-1)

/* What a packed sheet (docs/adr/0011) has instead of columns that say where a row belongs: works alone, sorted by school, class and code. */
typedef struct SpanSchool { uint32_t n_classes, absent; } SpanSchool; /* n_classes >= 1 */
typedef struct SpanClass { uint32_t label, n; } SpanClass;            /* label: index into class_label; n >= 1 works */
typedef struct SheetSpans {
    uint32_t n_classes;
    const SpanSchool *schools; /* [n_schools], codes of schools rising */
    const SpanClass *classes;  /* [n_classes] by school, labels rising */
    const uint32_t *code;      /* [n_works] codes of participants, all of them numbers; NULL: left out */
    Str mapped;                /* bytes of file_map() under the columns; empty when they are in memory */
} SheetSpans;

typedef struct Sheet {
    Procedure procedure;
    Str sheet_name;              /* of the workbook; empty for CSV */
    uint32_t n_rows, n_works, n_absent, n_rejected;
    uint32_t n_schools;
    const Str *school_code;      /* [n_schools] logins as written, in order of appearance */
    const Str *school_name;      /* [n_schools] where the form has it, else empty */
    const Str *school_municipality; /* [n_schools] likewise */
    uint32_t n_class_labels;
    const Str *class_label;      /* [n_class_labels]; [0] is empty = the school's only class */
    /* columns of n_rows */
    const uint32_t *source_row;  /* 1-based row of the file */
    const uint8_t *state;        /* RowState */
    const uint32_t *school;      /* index into school_code; rejected rows may have UINT32_MAX */
    const uint16_t *class_of;    /* index into class_label */
    const Str *code;             /* participant code as written, trimmed */
    const uint8_t *variant;      /* first variant, 0 none */
    const uint8_t *sex;
    const uint8_t *journal;      /* 1..5, 0 none */
    const int16_t *written_total;/* TOTAL_NONE where none */
    const uint16_t *total;       /* recomputed from tasks (or the written total where there are none); 0 for no work */
    const uint8_t *score;        /* [n_tasks * n_rows], task-major: score[task * n_rows + row] */
    const SheetSpans *spans;     /* NULL in a sheet of rows. Else n_rows == n_works, and source_row, state, school, class_of, code and written_total are NULL;
                                  * sex and variant may be NULL */
} Sheet;

/* A packed sheet as one of rows (absent pupils after the works), for whatever goes row by row; an unpacked one is given back as it is. Copies everything but names. */
const Sheet *sheet_unpack(const Sheet *sheet, Arena *arena);

/* One input file as read. */
typedef struct InputFile {
    Str path;
    Str name;             /* without folders */
    char sha256[65];
    Str format;           /* id of the recognised layout: «regional-2021»; empty when nothing was recognised */
    bool readable;        /* at least one sheet came out of it */
    Err why;              /* when not readable */
    uint64_t rows, works, absent, rejected;
    uint32_t n_sheets;
    const Sheet *const *sheets;
    uint32_t n_complaints;      /* kept, at most LIMIT_COMPLAINTS_KEPT, in order of sheet, row, column */
    uint64_t complaints_total;
    const Complaint *complaints;
} InputFile;

#endif
