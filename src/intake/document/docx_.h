/* Inside of the DOCX reader: styles, numbering and the body apart. */
#ifndef INTAKE_DOCUMENT_DOCX_H
#define INTAKE_DOCUMENT_DOCX_H

#include "intake/document/build_.h"
#include "intake/document/list_.h"
#include "intake/document/styles_.h"
#include "intake/reader/xml_.h"

/* ---- attributes ---- */

/* <w:b/>, <w:b w:val="0"/> */
bool docx_on(const char **attributes);
Str docx_value(const char **attributes); /* w:val; «» when absent */

typedef struct DocxStyles { Styles styles; bool in_style, in_ppr, in_rpr; } DocxStyles;
extern const XmlEvents docx_style_events; /* context DocxStyles, zeroed but for styles.arena */

/* ---- numbering.xml ---- */

typedef struct DocxLevel { ListFormat format; Str text, style; uint32_t start; uint8_t restart; bool legal, said; } DocxLevel;
typedef struct DocxList { uint32_t id; Str style_link; DocxLevel levels[LIST_LEVELS]; ListCounters counters; } DocxList; /* w:abstractNum */
typedef struct DocxNum { uint32_t id, list; bool met; uint32_t start[LIST_LEVELS]; DocxLevel *levels[LIST_LEVELS]; } DocxNum; /* start STYLE_NONE, levels NULL: as the list says */

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
/* Counts one paragraph on and writes its label; level STYLE_NONE: the one that names style, else the first. *level_out is where it stands.
 * False when there is no such list. */
bool docx_label(DocxNumbering *numbering, const Styles *styles, uint32_t num, uint32_t level, Str style, char room[LIST_LABEL], Str *label, uint8_t *level_out);

/* ---- document.xml ---- */

typedef struct DocxBody DocxBody;
extern const XmlEvents docx_body_events;
DocxBody *docx_body_new(Arena *arena, DocBuild *build, SourceDoc *out, const Styles *styles, DocxNumbering *numbering);
/* What was met and left out, as warnings. */
void docx_body_warn(DocxBody *body);

#endif
