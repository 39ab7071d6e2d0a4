/* Writing addresses. Reading them is the server's. */
#ifndef WEB_URL_H
#define WEB_URL_H

#include "base/arena.h"

/* Letters, digits and «-_.~» of ASCII stay, everything else as %XX of UTF-8. */
Str url_encode(Arena *arena, Str text);
/* An address of this site: begins with one «/», no «\\», no control bytes; so that nobody is led away by «next=//evil». */
bool url_is_local(Str address);

#endif
