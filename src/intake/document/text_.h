/* Inside of the text reader: lines, marks inside lines, tables drawn with characters or parted by them. */
#ifndef INTAKE_DOCUMENT_TEXT_H
#define INTAKE_DOCUMENT_TEXT_H

#include "intake/document/build_.h"

typedef struct TextLines { uint32_t n; const Str *lines; } TextLines; /* without their ends */

/* Marks that live on from line to line of a paragraph. */
typedef struct TextMarks {
    bool starred, bold;          /* **so**; <b>so</b> */
    uint32_t n_lists;
    struct { uint32_t next; bool ordered, bare; } lists[8];
    Str label;                   /* of the list item that has begun */
    char label_room[16];
    DocPara about;
} TextMarks;

/* One line's text with Markdown and simple HTML undone; tags of blocks end paragraphs. */
void text_marked(DocBuild *build, TextMarks *marks, Str line);
void text_para_end(DocBuild *build, TextMarks *marks);

/* Reads the table that begins at line i and gives the line behind it; i itself when none does. */
uint32_t text_table(DocBuild *build, TextLines text, uint32_t i);

/* The same for cells parted by semicolons. */
uint32_t text_fields(DocBuild *build, TextLines text, uint32_t i);

/* And for columns kept apart by blanks. */
uint32_t text_spaces(DocBuild *build, TextLines text, uint32_t i);

bool text_blank(Str line);
/* Bytes of «2.1. », «3) », «а) » at the start of line (spaces behind counted in), 0 if it has none. */
size_t text_number(Str line);
/* The same for «- », «– », «• », «* »; *label is how it looks. */
size_t text_bullet(Str line, Str *label);

#endif
