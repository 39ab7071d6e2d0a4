/* Rich text of the document tree: plain UTF-8 with **bold** and [text](#anchor), [text](/path?query) or [text](?term); a backslash before * [ ] \ takes it literally. One parser for all renderers. */
#ifndef PUBLISH_RICH_H
#define PUBLISH_RICH_H

#include "base/arena.h"

typedef struct RichSpan {
    Str text;   /* verbatim piece, to be escaped by the renderer; never empty */
    Str anchor; /* «#school-x», «/path?query», «?term» when the piece is a link, else empty */
    bool bold;
} RichSpan;

typedef struct Rich {
    Str rest;
    Str link;       /* what remains of the text of the link being read */
    Str anchor;
    bool bold;
} Rich;

/* Begins reading; rich must outlive the pieces, which point into it. */
Rich rich_begin(Str rich);
/* The next piece; false at the end. A marker without its pair, or a link to anything but these, is ordinary text. */
bool rich_next(Rich *rich, RichSpan *span);
/* Text without markers, for cells of a spreadsheet, titles, CSV. */
Str rich_plain(Arena *arena, Str rich);
/* Text that came from outside (a school's name, a cell's value) made literal for use inside rich text. */
Str rich_escape(Arena *arena, Str text);

#endif
