/* Reading in a process of its own: what a large library makes of hostile bytes stays there. */
#ifndef INTAKE_DOCUMENT_CHILD_H
#define INTAKE_DOCUMENT_CHILD_H

#include "base/buf.h"
#include "intake/document.h"

typedef bool (*ChildRead)(Str bytes, Arena *arena, SourceDoc *out, Err *err);

/* read() runs in a forked child that can open nothing, connect to nothing and start nothing, and has LIMIT_CHILD_* of memory and time; its blocks come
 * back as bytes. Works inside the server's sandbox: no file is opened, no program is started.
 * fails    what read() said; ERR_INPUT it fell or took too long; ERR_IO no process could be had */
bool child_read(ChildRead read, Str bytes, Arena *arena, SourceDoc *out, Err *err);

/* A program of the system reads bytes, as its file «/proc/self/fd/3», and writes text, which is taken into out. It may read files of the system, write none,
 * connect to nothing and start nothing. argv[0] is its whole path.
 * False when there is no such program, when no program may be started (in the server), or when it failed or said nothing. */
bool child_convert(const char *const *argv, Str bytes, Buf *out);

#endif
