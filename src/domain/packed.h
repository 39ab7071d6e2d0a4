/* The packed sheet on disk (docs/adr/0011): one procedure, columns as a frame wants them. Shared by the writer (publish/form) and the reader (intake).
 * Little-endian. Sections follow the header in order of PackedSection, each at a multiple of PACKED_ALIGN with zeros between; SHA-256 of all before it ends the file. */
#ifndef DOMAIN_PACKED_H
#define DOMAIN_PACKED_H

#include "domain/frame.h"

#define PACKED_MAGIC   STR("\x89MSHT\r\n\x1a")
#define PACKED_VERSION 1u
#define PACKED_ALIGN   64u
#define PACKED_DIGEST  32u
#define PACKED_EXTENSION "msheet"

enum { PACKED_CODES = 1, PACKED_SEX = 2, PACKED_VARIANT = 4, PACKED_CUTOFFS = 8, PACKED_FLAGS = 15 };

typedef struct PackedHeader {
    char magic[8];
    uint32_t version, flags;
    uint32_t n_works, n_schools, n_classes, n_labels, n_tasks;
    uint32_t n_text;          /* bytes of the text section */
    uint32_t year, grade;     /* 0 unknown */
    uint32_t max;
    uint16_t cutoff[N_CUTOFFS], zero;
    uint32_t zeros[17];
} PackedHeader;
_Static_assert(sizeof(PackedHeader) == 128, "the header has no holes");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "columns are used as they stand in the file");

/* Text is a run of strings, each two bytes of length and UTF-8: subject, level, source of tasks, source of cut-offs, note; label, content, requirement and skill
 * of each task; class labels, the first empty; code, name and municipality of each school. */
enum { PACKED_TEXTS = 5, PACKED_TASK_TEXTS = 4, PACKED_SCHOOL_TEXTS = 3 };

typedef struct PackedTask { uint8_t max, level; } PackedTask;

typedef enum PackedSection {
    PACKED_TEXT,
    PACKED_TASKS,   /* PackedTask [n_tasks] */
    PACKED_SCHOOLS, /* SpanSchool [n_schools] */
    PACKED_CLASSES, /* SpanClass [n_classes] */
    PACKED_TOTAL,   /* uint16_t [n_works] */
    PACKED_JOURNAL, /* uint8_t [n_works] */
    PACKED_CODE,    /* uint32_t [n_works] with PACKED_CODES */
    PACKED_SEXES,   /* uint8_t [n_works] with PACKED_SEX */
    PACKED_VARIANTS,/* uint8_t [n_works] with PACKED_VARIANT */
    PACKED_SCORES,  /* uint8_t [n_tasks * n_works], task-major */
    PACKED_N_SECTIONS
} PackedSection;

typedef struct PackedLayout {
    size_t at[PACKED_N_SECTIONS], n[PACKED_N_SECTIONS]; /* bytes */
    size_t digest, end;                                 /* where the digest begins; size of the file */
} PackedLayout;

/* Follows from the counts alone, so a file has no offset to lie about. in: counts within base/limits.h */
PackedLayout packed_layout(const PackedHeader *header);

/* See frame_build(). in: sheet->spans; every school of it is in the table */
Frame *frame_view(const Sheet *sheet, const SchoolTable *table, Arena *arena);

#endif
