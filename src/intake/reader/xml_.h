/* Streaming XML over expat for bytes that nobody vouches for: no DOCTYPE (so no entities), no deep nesting, nothing external. */
#ifndef INTAKE_READER_XML_H
#define INTAKE_READER_XML_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* What became of an element that plain() was asked to take. OTHER: it is for expat, from it on. MORE: the bytes end inside it. */
typedef enum XmlPlain { XML_PLAIN_TAKEN, XML_PLAIN_OTHER, XML_PLAIN_MORE, XML_PLAIN_FAILED } XmlPlain;

/* Names come without their prefix: transitional and strict OOXML, «x:row» and «row» are the same. The root has depth 1.
 * Returning false stops (err filled by the callback). text comes in pieces. */
typedef struct XmlEvents {
    bool (*start)(void *context, uint32_t depth, const char *name, const char **attributes, Err *err);
    bool (*end)(void *context, uint32_t depth, const char *name, Err *err);
    bool (*text)(void *context, Str piece, Err *err);
    /* A quick way for the many like elements that follow one start tag (rows of a sheet); all NULL where there is none. Whatever it does not take expat reads. */
    const char *plain_after;            /* the literal start tag, «<sheetData>» */
    bool (*plain_ready)(const void *context); /* that tag was the last event */
    /* One element, with white space before it, at at..end (*end is NUL); *next behind it when taken. Must take nothing that expat would refuse. */
    XmlPlain (*plain)(void *context, const char *at, const char *end, const char **next, Err *err);
} XmlEvents;

/* Gives the next bytes; *n == 0 at the end. */
typedef bool (*XmlSource)(void *source, char *at, size_t room, size_t *n, Err *err);

/* part     name for the sentence of the error
 * fails    ERR_INPUT damaged or with DOCTYPE; ERR_LIMIT depth; what the callbacks and the source said */
bool xml_read(XmlSource source, void *source_context, Str part, const XmlEvents *events, void *context, Err *err);
bool xml_read_bytes(Str bytes, Str part, const XmlEvents *events, void *context, Err *err);
/* Value of the attribute by its name without prefix (calcext:, LibreOffice's doubles, are passed over); NULL if none. */
const char *xml_attribute(const char **attributes, const char *name);
const char *xml_local(const char *name);
/* An attribute as a whole number; otherwise when absent, malformed or over top. */
uint32_t xml_number(const char **attributes, const char *name, uint32_t top, uint32_t otherwise);

/* For events that a reader has no use for. */
bool xml_ignore_end(void *context, uint32_t depth, const char *name, Err *err);
bool xml_ignore_text(void *context, Str piece, Err *err);

#endif
