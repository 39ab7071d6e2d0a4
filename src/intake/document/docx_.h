/* Inside of the DOCX reader: styles, numbering and the body apart. */
#ifndef INTAKE_DOCUMENT_DOCX_H
#define INTAKE_DOCUMENT_DOCX_H

#include "intake/document/build_.h"
#include "intake/document/list_.h"
#include "intake/reader/xml_.h"

enum { DOCX_NONE = 0xFFFFFFFF }; /* no such number */

/* ---- attributes ---- */

/* w:val and the like as a number; otherwise when absent, malformed or over top. */
uint32_t docx_number(const char **attributes, const char *name, uint32_t top, uint32_t otherwise);
/* <w:b/>, <w:b w:val="0"/> */
bool docx_on(const char **attributes);
Str docx_value(const char **attributes); /* w:val; «» when absent */

/* Room for one more in an array of n; sixteen come at once, then it doubles. NULL: no memory. */
void *docx_grow(Arena *arena, void *at, uint32_t n, size_t size, Err *err);

/* ---- styles.xml ---- */

typedef enum DocxSaid { DOCX_UNSAID, DOCX_NO, DOCX_YES } DocxSaid; /* a property that a style may leave to the one it is based on */

typedef struct DocxStyle {
    Str id, based_on, name;
    bool of_paragraph, is_default;
    DocxSaid bold, centred;
    uint32_t num, num_level;  /* DOCX_NONE: not said */
    uint32_t outline;         /* 0..9 */
    uint8_t state;            /* of working out what the basis gives: 0 not yet, 1 under way, 2 done */
} DocxStyle;

typedef struct DocxStyles {
    Arena *arena;
    uint32_t n;
    DocxStyle *styles;        /* by id after docx_styles_settle() */
    const DocxStyle *paragraph; /* the default one; may be NULL */
    /* while reading */
    bool in_style, in_ppr, in_rpr;
} DocxStyles;

extern const XmlEvents docx_style_events; /* context DocxStyles, zeroed but for arena */
/* Every style gets what it is based on; a ring of styles ends where it closes. */
void docx_styles_settle(DocxStyles *styles);
const DocxStyle *docx_style(const DocxStyles *styles, Str id); /* NULL: none */

/* ---- numbering.xml ---- */

typedef struct DocxLevel { ListFormat format; Str text, style; uint32_t start; uint8_t restart; bool legal, said; } DocxLevel;
typedef struct DocxList { uint32_t id; Str style_link; DocxLevel levels[LIST_LEVELS]; ListCounters counters; } DocxList; /* w:abstractNum */
typedef struct DocxNum { uint32_t id, list; bool met; uint32_t start[LIST_LEVELS]; DocxLevel *levels[LIST_LEVELS]; } DocxNum; /* start DOCX_NONE, levels NULL: as the list says */

typedef struct DocxNumbering {
    Arena *arena;
    uint32_t n_lists, n_nums;
    DocxList *lists;
    DocxNum *nums;
    /* while reading */
    DocxList *list;
    DocxNum *num;
    DocxLevel *level;
    uint32_t i_level;
} DocxNumbering;

extern const XmlEvents docx_numbering_events; /* context DocxNumbering, zeroed but for arena */
void docx_numbering_settle(DocxNumbering *numbering);
/* Counts one paragraph on and writes its label; level DOCX_NONE: the one that names style, else the first. *level_out is where it stands.
 * False when there is no such list. */
bool docx_label(DocxNumbering *numbering, const DocxStyles *styles, uint32_t num, uint32_t level, Str style, char room[LIST_LABEL], Str *label, uint8_t *level_out);

/* ---- document.xml ---- */

typedef struct DocxBody DocxBody;
extern const XmlEvents docx_body_events;
DocxBody *docx_body_new(Arena *arena, DocBuild *build, SourceDoc *out, const DocxStyles *styles, DocxNumbering *numbering);
/* What was met and left out, as warnings. */
void docx_body_warn(DocxBody *body);

#endif
