/* A growing byte buffer with a ceiling; writers of HTML, JSON, CSV and XML append to it. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

typedef struct Buf {
    char *at; /* NUL after n bytes once anything was added */
    size_t n, room, ceiling;
    bool full; /* the ceiling was met: later additions are dropped, see buf_ok */
} Buf;

void buf_init(Buf *buf, size_t ceiling); /* 0 means LIMIT_BUF */
void buf_free(Buf *buf);
void buf_clear(Buf *buf);
void buf_add(Buf *buf, Str s);
void buf_add_z(Buf *buf, const char *z);
void buf_add_char(Buf *buf, char c);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str buf_str(const Buf *buf);
bool buf_ok(const Buf *buf, Err *err); /* ERR_LIMIT if anything was dropped */
/* < > & " ' as entities; control bytes that XML forbids are left out, malformed UTF-8 becomes U+FFFD. For HTML, SVG and OOXML alike. */
void buf_add_xml(Buf *buf, Str s);

#endif
