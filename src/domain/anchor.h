/* The anchor: schools and classes whose results are taken as clean (observers in the class, «контроль объективности» in the school). Named by --anchor. */
#ifndef DOMAIN_ANCHOR_H
#define DOMAIN_ANCHOR_H

#include "domain/frame.h"

/* Fewer works or schools than this do not make a norm: works of one school share its teachers and tasks taught, and the curve of a few works bends with them,
 * the same way in every test. Measured on honest simulated regions (docs/method/anchor.md). */
#define ANCHOR_MIN_WORKS   300u
#define ANCHOR_MIN_SCHOOLS 10u

/* A row of the list. */
typedef struct AnchorRow {
    uint32_t row;      /* of the file, for messages */
    Str school;        /* code as written */
    Str class_label;   /* as labels of frames are; empty: the whole school */
    Str class_written; /* for messages */
    int grade;         /* «4а» is of the fourth grade; 0: any */
    Str procedure;     /* id as written; empty: every work */
} AnchorRow;

typedef struct Anchor { Str file; uint32_t n; const AnchorRow *rows; } Anchor;

/* Classes of the frame that the anchor names.
 * out      is_anchor[frame->n_classes]; met[anchor->n] is set for rows that named something here, else left as it was (NULL: not wanted)
 * returns  number of classes named */
uint32_t anchor_classes(const Anchor *anchor, const Frame *frame, const SchoolTable *schools, bool *is_anchor, bool *met);

#endif
