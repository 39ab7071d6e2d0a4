/* A body of multipart/form-data, byte by byte as it comes, in constant memory (RFC 7578 as browsers write it). Own, because the library's reader has a history of
 * holes and would keep files in memory. What a browser never writes is refused: a preamble, a part without a name, a coding, a nested multipart. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "base/arena.h"

typedef struct Multipart Multipart;

typedef struct MultipartSink {
    /* A part begins. name: last part of the file's name, control bytes out; empty for a field and for «no file chosen» (file tells). false stops with err. */
    bool (*begin)(void *context, Str field, bool file, Str name, Err *err);
    bool (*data)(void *context, Str bytes, Err *err);
    bool (*end)(void *context, Err *err);
    void *context;
} MultipartSink;

/* boundary without the leading dashes; 1 to 70 bytes. */
Multipart *multipart_new(Str boundary, const MultipartSink *sink, Arena *arena);
/* fails   ERR_INPUT malformed; whatever the sink fails with. After a failure it must not be fed any more. */
bool multipart_feed(Multipart *multipart, Str bytes, Err *err);
/* The body is over: ERR_INPUT when the closing boundary has not been seen. */
bool multipart_end(const Multipart *multipart, Err *err);

#endif
