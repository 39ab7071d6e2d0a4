/* Every ceiling of the program, with its reason. «merilo limits» prints this table (see limits.c). */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

#define LIMIT_FILE_BYTES        ((size_t)512 << 20) /* a region's form is 3 MB; the largest CSV of a country in parts is under this */
#define LIMIT_ARENA             ((size_t)16 << 30)  /* a runaway, not a budget: budgets are stated where arenas are made */
#define LIMIT_BUF               ((size_t)1 << 30)
#define LIMIT_FILES             10000u              /* one school one file: a region has 640 schools and 15 works */
#define LIMIT_SHEETS            64u                 /* sheets of a workbook */
#define LIMIT_ROWS              5000000u            /* rows of one table; Excel has 1,048,576, CSV may be longer */
#define LIMIT_COLUMNS           512u                /* the widest form has 50 */
#define LIMIT_CELL_BYTES        32768u              /* Excel's own ceiling is 32,767 characters; forms stay under 300 */
#define LIMIT_ZIP_ENTRIES       2000u
#define LIMIT_ZIP_PART_BYTES    ((size_t)1 << 30)   /* one part unpacked; a region's sheet is 25 MB */
#define LIMIT_ZIP_TOTAL_BYTES   ((size_t)2 << 30)
#define LIMIT_ZIP_RATIO         200u                /* honest sheets unpack 10 to 30 times; checked after LIMIT_ZIP_RATIO_FROM bytes */
#define LIMIT_ZIP_RATIO_FROM    ((size_t)1 << 20)
#define LIMIT_XML_TOKEN         ((size_t)1 << 20)   /* bytes without a single event: one tag or comment; a parser may go over it again and again */
#define LIMIT_XML_DEPTH         64u
#define LIMIT_SHARED_STRINGS    2000000u
#define LIMIT_SHARED_BYTES      ((size_t)256 << 20)
#define LIMIT_REPEATS           20000000u           /* cells that an ODS makes of «the same again»; a region's form has 1.3 million cells in all */
#define LIMIT_TASKS             120u                /* columns of one work; real ones have 9 to 41 */
#define LIMIT_TASK_MAX          40u                 /* points of one task */
#define LIMIT_TOTAL             1000u               /* points of a work */
#define LIMIT_SCHOOLS           100000u             /* the country has 40,000 */
#define LIMIT_CLASSES           1000u               /* distinct class labels in one file */
#define LIMIT_PROCEDURES        200u
#define LIMIT_COMPLAINTS_KEPT   1000u               /* per file; the rest are counted */
#define LIMIT_JSON_DEPTH        64u
#define LIMIT_THREADS           64u
#define LIMIT_PAGE_BYTES        ((size_t)64 << 20)  /* a page or one of its twins; pages stay under 200 KB, a region's table as JSON under 20 MB */
#define LIMIT_CACHE_BYTES       ((size_t)12 << 20)  /* kept by one worker between requests: two dozen procedures of a region */

typedef struct LimitRow { const char *name; unsigned long long value; const char *why; } LimitRow;
/* Rows of the table above in Russian, ended by a NULL name. */
const LimitRow *limits_table(void);

#endif
