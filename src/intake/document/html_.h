/* Inside of the HTML reader: tags as they come. */
#ifndef INTAKE_DOCUMENT_HTML_H
#define INTAKE_DOCUMENT_HTML_H

#include <stdint.h>

#include "base/str.h"

typedef enum HtmlTag {
    TAG_OTHER, /* inline, without a meaning of its own */
    TAG_B, TAG_BLOCK, TAG_BR, TAG_CAPTION, TAG_CENTER, TAG_DEL, TAG_H, TAG_HR, TAG_IMG, TAG_LEFT_OUT, TAG_LI, TAG_OL, TAG_P, TAG_PRE, TAG_RAW, TAG_TABLE, TAG_TD, TAG_TH, TAG_THEAD, TAG_TBODY, TAG_TR, TAG_UL,
} HtmlTag;

typedef enum HtmlKind { HTML_TEXT, HTML_OPEN, HTML_CLOSE } HtmlKind;

typedef struct HtmlToken {
    HtmlKind kind;
    Str text;        /* raw: entities and white space as written; of a tag all between < and > */
    HtmlTag tag;
    Str name;        /* of the tag, letters as written */
    uint8_t heading; /* TAG_H: 1..6 */
} HtmlToken;

typedef struct HtmlTokens { Str html; size_t at; bool no_tags, plain_title; } HtmlTokens; /* no_tags: a tag never ended, the rest is text; plain_title: «title» is an element like others (DocBook) */

/* False at the end. Comments, declarations, and the inside of scripts and styles are passed over. Every byte is looked at a few times at most. */
bool html_next(HtmlTokens *tokens, HtmlToken *out);
/* Value of an attribute as written; false when absent. */
bool html_token_attribute(const HtmlToken *token, const char *name, Str *out);
/* Number at the start of an attribute; otherwise when there is none. */
uint32_t html_number(const HtmlToken *token, const char *name, uint32_t otherwise);
/* Does style="…" say this? Letters and blanks do not matter; «display:none». */
bool html_styled(const HtmlToken *token, const char *what);
/* Position of needle (lower case) in s whatever its letters are, from on; SIZE_MAX. */
size_t html_find(Str s, size_t from, const char *needle);
bool html_void(const HtmlToken *token); /* an element that has no inside */

#endif
