/* A layout of result forms: which headings it has and what they mean. One const struct a file in format/, one line in format/registry.list. */
#ifndef INTAKE_FORMAT_H
#define INTAKE_FORMAT_H

#include "base/limits.h"
#include "intake/raw.h"

typedef enum Role {
    ROLE_NONE, /* known and not wanted */
    ROLE_SCHOOL,
    ROLE_SCHOOL_NAME,
    ROLE_MUNICIPALITY,
    ROLE_CODE,
    ROLE_CLASS,
    ROLE_VARIANT,
    ROLE_VARIANT2,
    ROLE_SEX,
    ROLE_JOURNAL,
    ROLE_TOTAL,
    ROLE_DATE, /* day of upload: tells the year */
    ROLE_TAIL, /* textbook and the like: a score there means that the row slid to the right */
    N_ROLES,
} Role;
#define NEEDS(role) (1u << (role))

/* Compared with cell_fold() of the heading; '*' at the end: begins with. */
typedef struct HeaderWord { const char *word; Role role; } HeaderWord;

typedef struct Format {
    const char *id;
    const char *title;         /* Russian */
    const HeaderWord *words;   /* word == NULL at the end */
    const char *task_prefix;   /* before the label of a task, folded; "" none */
    const char *task_suffix;   /* after it */
    bool task_max_needed;      /* tasks are «4К1 (3б)» and nothing else */
    uint32_t needs;            /* every role of this mask */
    uint32_t needs_any;        /* and one of this, 0 = none */
    uint32_t min_tasks;        /* 0: a total may stand alone */
    int year;                  /* that the layout was used in; 0 many */
    Str (*municipality)(Str cell); /* what of the cell is its name; NULL = all of it */
    bool class_is_number;      /* the class is an index into the sheet «Порядковый номер класса» */
    bool max_row;              /* a row «макс» may follow the header */
} Format;

extern const Format *const format_registry[]; /* NULL at the end; the plain table is last */

/* Where everything stands. Columns are 0-based. */
typedef struct ColumnMap {
    const Format *format;
    int32_t role[N_ROLES];     /* column or -1 */
    uint32_t n_columns;        /* of the header */
    uint32_t n_tasks;
    uint16_t task[LIMIT_TASKS];
    Str task_label[LIMIT_TASKS];
    uint8_t task_max[LIMIT_TASKS]; /* 0 unknown */
    char task_level[LIMIT_TASKS];  /* of a row «Б П» above the header; 0 unknown */
    bool too_many_tasks;       /* over LIMIT_TASKS: the rest is not in the map */
    Str too_large;             /* a heading that promises over LIMIT_TASK_MAX points */
    uint16_t total_max;        /* «итог (20б)»; 0 unknown */
    uint32_t n_tail;           /* columns where nothing of a score may stand; those right of the header too */
    uint16_t tail[LIMIT_COLUMNS];
} ColumnMap;

enum { TASK_TOO_LARGE = UINT8_MAX };

/* First format of the registry that knows the row as its header; false when none does. Labels live in arena. */
bool header_recognise(const RawRow *row, ColumnMap *out, Arena *arena);
/* A heading of a task: «4К1 (3б)», «16 (1) (1б)», «9.1», with the format's prefix and suffix.
 * out  max 0 when not written, TASK_TOO_LARGE when over LIMIT_TASK_MAX */
bool header_task(const Format *format, Str heading, Arena *arena, Str *label, uint8_t *max);
/* «Муниципалитет 067» of «reg22_m067 | Муниципалитет 067»; whole cell without a bar. */
Str header_after_bar(Str cell);

#endif
