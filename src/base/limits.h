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
#define LIMIT_SESSIONS          256u                /* of one person: the oldest is signed out; an account that a whole office shares stays under it */
#define LIMIT_GRANTS            64u                 /* of one person in force */
#define LIMIT_ORG_ROWS          10000u              /* one list of organisations, written at once: a region has 640 schools and 8,000 classes */
#define LIMIT_RECORD_ROWS       200u                /* rows of one list inside a record: an agenda has ten, a long one is a file */
#define LIMIT_RECORD_LINE       300u                /* characters of a line */
#define LIMIT_RECORD_TEXT       20000u              /* characters of a text: ten pages */
#define LIMIT_RECORD_NOTE       4000u               /* characters of a note under a record: two pages; what is longer is a file */
#define LIMIT_RECORD_BYTES      ((size_t)1 << 20)   /* a whole record as JSON */
#define LIMIT_RECORD_WORDS      400u                /* different words of one record that are looked for */
#define LIMIT_RECORD_PEOPLE     2000u               /* people of one list: a conference of a region */
#define LIMIT_RECORD_IMPORT     2000u               /* rows of one table that becomes records: ten years of a municipality's events */
#define LIMIT_FROZEN_ROWS       1000u               /* rows of tables frozen for a minute: a region's list of schools has 640 */
#define LIMIT_FROZEN_BYTES      ((size_t)1 << 20)
#define LIMIT_RECORD_FILES      50u                 /* files of one record */
#define LIMIT_RECORD_LINKS      200u                /* links of one record */
#define LIMIT_EVIDENCE_OF_ORG   100u                /* pieces of evidence that one organisation brought to one measure, also those taken back: all of them are read at each decision */
#define LIMIT_THREADS           64u
#define LIMIT_CASE_WORDS        8192u               /* a question, an answer, a reason: two pages of text; more is a document */
#define LIMIT_CASE_FILE         ((size_t)16 << 20)  /* a document beside an answer: a scan of some sheets */
#define LIMIT_TERM_BYTES        2000u               /* of a deadline's words; the longest met has 130, a whole cell of a table under 400 */
#define LIMIT_TERM_CALENDAR     20000u              /* lines of a calendar: ten years of a region's procedures by class and subject */
#define LIMIT_TERM_WINDOWS      1000u               /* of one deadline: every day of three years */
#define LIMIT_PLAN_MEASURES     5000u               /* of one plan, and as many decisions; a region's plan for all its schools has some hundreds */
#define LIMIT_ATTACHMENT        ((size_t)32 << 20)  /* a file that proves a measure or stands in a record: a scanned order, photographs; films are links */
#define LIMIT_PLAN_WORDS        8192u               /* one field of a measure or of a plan: two pages of text */
#define LIMIT_MEASURE_SLOTS     12u                 /* pieces of evidence that one measure asks for: the months of a year; more is several measures */
#define LIMIT_MEASURE_PEOPLE    40u                 /* named in one measure: a district's schools are named by their role */
#define LIMIT_REMIND_LATE_DAYS  45                  /* what passed longer ago is no news: the digest, the board and the analysis show it */
#define LIMIT_MAIL_RUN          200u                /* letters of one run of the job: other jobs wait behind it; the next run comes in a minute */
#define LIMIT_CASCADE_TO        1000u               /* addressees of one letter: a region has 640 schools */
#define LIMIT_PAGE_BYTES        ((size_t)64 << 20)  /* a page or one of its twins; pages stay under 200 KB, a region's table as JSON under 20 MB */
#define LIMIT_CACHE_BYTES       ((size_t)4 << 20)   /* kept by one worker between requests: eight procedures of a region; eight workers and two hashers stay under 256 MB */
#define LIMIT_DRAFT_BYTES       ((size_t)2 << 20)   /* a file up to here is read within the request; a school's form has 10 to 60 KB */
#define LIMIT_DRAFT_ROWS        5000u               /* likewise; a school hands in some hundreds of rows */
#define LIMIT_DRAFT_EDITS       2000u               /* corrections of cells over one file: more than that is a new file */
#define LIMIT_TX_SCHOOLS        100u                /* schools written in one transaction: it stays under a quarter of a second */
#define LIMIT_DOC_FILE_BYTES    ((size_t)64 << 20)  /* a document on its way in, scans inside; an upload has the same ceiling */
#define LIMIT_DOC_INLINE_BYTES  ((size_t)256 << 10) /* a document up to here is read within the request; a plan in Word has 30 to 200 KB and takes 10 ms */
#define LIMIT_DOC_TEXT_BYTES    ((size_t)16 << 20)  /* words of one document; a plan of 500 measures has 300 KB */
#define LIMIT_DOC_BLOCKS        100000u             /* paragraphs outside tables */
#define LIMIT_DOC_LINES         500000u             /* of a text file, tables and empty ones counted */
#define LIMIT_DOC_ROWS          20000u              /* of all its tables; a plan has 10 to 500 */
#define LIMIT_DOC_CELLS         400000u             /* twenty columns of them */
#define LIMIT_DOC_COLUMNS       64u                 /* a sheet of paper holds twenty */
#define LIMIT_DOC_NESTING       8u                  /* tables one within another; people make two */
#define LIMIT_DOC_STYLES        4096u               /* Word keeps no more; the rest are not looked at */
#define LIMIT_DOC_LISTS         4096u               /* rules of numbering; an order has ten, one that was pasted together has hundreds */
#define LIMIT_DOC_WARNINGS      16u                 /* kinds of what was left out */
#define LIMIT_DOC_PAGES         500u                /* of a PDF; a plan has 5 to 30 */
#define LIMIT_CHILD_BYTES       ((size_t)512 << 20) /* memory of a process that reads one document; a plan takes 60 MB */
#define LIMIT_CHILD_OUT_BYTES   ((size_t)64 << 20)  /* what it may answer: LIMIT_DOC_TEXT_BYTES with marks */
#define LIMIT_CHILD_CPU_S       20u                 /* a page takes 20 ms */
#define LIMIT_PROGRAM_S         10u                 /* of a program that reads old Word, by either clock; a plan takes 20 ms. Two of them and LIMIT_CHILD_MS stay under LIMIT_CONVERT_WAIT_MS */
#define LIMIT_CHILD_MS          30000u              /* by the clock on the wall, under LIMIT_HANDLER_MS */
#define LIMIT_JOB_SILENCE_S     60                  /* a job without a beat for so long has lost its worker and waits again; beats come every second */

/* The server. */
#define LIMIT_TARGET_BYTES      8000u               /* address with its query: state lives there, browsers cope with 8,000 */
#define LIMIT_HEADER_BYTES      ((size_t)16 << 10)  /* a browser sends 1 to 3 KB; cookies of neighbours add to it */
#define LIMIT_HEADERS           64u
#define LIMIT_COOKIES           32u
#define LIMIT_QUERY_FIELDS      64u
#define LIMIT_FORM_FIELDS       20000u              /* a table of 500 rows corrected cell by cell */
#define LIMIT_FORM_BODY         ((size_t)4 << 20)   /* a sheet pasted from Excel is under 1 MB */
#define LIMIT_JSON_BODY         ((size_t)1 << 20)
#define LIMIT_UPLOAD_BYTES      ((size_t)64 << 20)  /* a region's form is 3 MB, a season of a region by one archive 40 MB */
#define LIMIT_RECEIVED_BYTES    ((size_t)160 << 20) /* bodies that one worker holds at a time, on disk or in memory: strangers must not fill either */
#define LIMIT_UPLOAD_FILES      1000u               /* 60 schools by 15 works */
#define LIMIT_REQUISITE         4000u               /* bytes of one requisite: the longest official names of schools are under 600 */
#define LIMIT_FILE_NAME         255u                /* bytes, as file systems have it */
#define LIMIT_PART_HEAD         4096u               /* headers of one part of a form; browsers write 200 bytes */
#define LIMIT_PASSWORD_BYTES    512u                /* 128 letters of any script */
#define LIMIT_REQUEST_ARENA     ((size_t)256 << 20) /* a page is under 200 KB, a workbook of a region 10 MB */
#define LIMIT_HEADER_MS         10000u              /* from the first byte to the end of headers, however slowly they drip */
#define LIMIT_IDLE_MS           15000u              /* a kept connection without a request */
#define LIMIT_BODY_MS           30000u              /* an upload has this and its size by LIMIT_BODY_BYTES_PER_S */
#define LIMIT_BODY_BYTES_PER_S  16384u              /* slower than the slowest school's line */
#define LIMIT_REPLY_MS          30000u              /* the same for reading a reply */
#define LIMIT_DRAIN_MS          10000u              /* to finish what has begun when the server stops */
#define LIMIT_HANDLER_MS        60000u              /* a handler is meant to take 100 ms; one of a minute hangs */
#define LIMIT_CONNECTIONS       1024u               /* of one worker; an idle one costs 40 KB at most */
#define LIMIT_CONNECTIONS_PER_IP 512u               /* of one worker: a school of 60 computers behind one address holds 360 in all */
#define LIMIT_SIGN_IN_TRIES     5                   /* wrong passwords of a login from one network (or known computer) in six hours before the wait begins: people need two or three */
#define LIMIT_SIGN_IN_WAIT_S    900                 /* the longest wait after that: forty guesses in six hours, and an owner who forgot is not gone for the day */
#define LIMIT_LOGIN_TRIES       20                  /* of a login an hour from all networks where it was never signed in: 480 guesses a day against 10^10 passwords */
#define LIMIT_ADDRESS_LOGINS    60                  /* different logins that failed from one network in a quarter of an hour: a school of 300 with a tenth mistyping has 30 */
#define LIMIT_DEVICE_DAYS       180                 /* a computer and a network are known so long after a sign-in: over the summer */
#define LIMIT_RETRY_S           120                 /* the longest «come again after» of a sign-in that found the queue full: 1,000 people and one hasher */
#define LIMIT_HASHING           24u                 /* sign-ins of one worker that wait for a hasher: 8 workers, 2 hashers, 0.13 s each make 13 s */
#define LIMIT_HASH_WAIT_MS      20000u
#define LIMIT_CONVERTING        4u                  /* documents of one worker that wait for a converter: each is a file of LIMIT_UPLOAD_BYTES at most */
#define LIMIT_CONVERT_WAIT_MS   55000u              /* in the queue and in reading (LIMIT_CHILD_MS): proxies in front give up after 60 s */
#define LIMIT_WORKERS           256u
#define LIMIT_COPIES            1000u               /* kept copies of the database: one a day for almost three years */
#define LIMIT_WITNESS_BYTES     ((size_t)64 << 20)  /* lines about the journal beside a database: a line an hour is a megabyte a year */
#define LIMIT_DUMP_BYTES        ((size_t)1 << 40)   /* a copy of a database; a region's ten years are a few gigabytes */
#define LIMIT_DUMP_ROW          ((size_t)3 << 30)   /* one row of it: databases keep cells up to a gigabyte */

typedef struct LimitRow { const char *name; unsigned long long value; const char *why; } LimitRow;
/* Rows of the table above in Russian, ended by a NULL name. */
const LimitRow *limits_table(void);

#endif
