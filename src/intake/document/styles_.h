/* Named styles of a document, whatever wrote it: what one does not say it has from the one that it is based on. */
#ifndef INTAKE_DOCUMENT_STYLES_H
#define INTAKE_DOCUMENT_STYLES_H

#include <stdint.h>

#include "base/arena.h"

#define STYLE_NONE UINT32_MAX /* no such number */

typedef enum StyleSaid { STYLE_UNSAID, STYLE_NO, STYLE_YES } StyleSaid;

typedef struct Style {
    Str id, based_on, list;    /* list: of OpenDocument; empty: not said */
    StyleSaid bold, centred, hidden;
    bool page_before;          /* not handed down */
    uint32_t num, num_level;   /* of Word; STYLE_NONE: not said */
    uint32_t outline;          /* 0..9 */
    uint8_t state;             /* of working out what the basis gives: 0 not yet, 1 under way, 2 done */
} Style;

typedef struct Styles { Arena *arena; uint32_t n; Style *styles; const Style *paragraph; /* the default one of paragraphs; may be NULL */ Str default_id; } Styles;

/* Room for one more in an array of n: sixteen come at once, then it doubles. NULL: no memory. */
void *styles_grow(Arena *arena, void *at, uint32_t n, size_t size, Err *err);
/* A new style with nothing said; NULL with *full when there are too many, which is no trouble: the rest are not looked at. */
Style *styles_add(Styles *styles, Str id, bool *full, Err *err);
/* By id; a ring of styles ends where it closes. Find only after it. */
void styles_settle(Styles *styles);
const Style *styles_find(const Styles *styles, Str id); /* NULL: none */

#endif
