/* Inside of the readers of OpenDocument: styles and the body apart. */
#ifndef INTAKE_DOCUMENT_ODF_H
#define INTAKE_DOCUMENT_ODF_H

#include "intake/document/build_.h"
#include "intake/document/list_.h"
#include "intake/document/styles_.h"
#include "intake/reader/xml_.h"

typedef struct OdfLevel { ListFormat format; Str prefix, suffix, pattern, bullet; uint32_t start, shown; } OdfLevel; /* pattern «%1%.%2%.», empty: from the rest */
typedef struct OdfList { Str name; OdfLevel levels[LIST_LEVELS]; ListCounters counters; } OdfList;

typedef struct OdfStyles {
    Styles styles;             /* «p» or «t» and the name of a style of a paragraph or of text */
    uint32_t n_lists;
    OdfList *lists;            /* by name after odf_styles_settle(); the outline is called «#» */
    /* while reading */
    Arena *arena;
    bool shared;               /* styles.xml: what is there for headers and footers only is left out */
    bool taking, in_style, in_list;
} OdfStyles;

extern const XmlEvents odf_style_events; /* context OdfStyles, zeroed but for arena and shared */
void odf_styles_settle(OdfStyles *styles);
const Style *odf_style(const OdfStyles *styles, char family, const char *name); /* NULL: none */
OdfList *odf_list(const OdfStyles *styles, Str name);
/* Counts one item on and writes its label. */
Str odf_label(OdfList *list, uint32_t level, char room[LIST_LABEL]);

typedef struct OdfBody OdfBody;
extern const XmlEvents odf_body_events;
/* sheets: the tables are sheets of a workbook */
OdfBody *odf_body_new(Arena *arena, DocBuild *build, SourceDoc *out, OdfStyles *styles, bool sheets);
void odf_body_warn(OdfBody *body);

/* The whole of a package. */
bool odf_read(Str bytes, bool sheets, Arena *arena, SourceDoc *out, Err *err);

#endif
