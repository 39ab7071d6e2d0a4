/* Reading of documents beside the workers: a PDF may take half a minute, old Word needs a program of the system, and a worker may neither wait nor start one.
 * An ask is a datagram with two descriptors: the document as an unnamed file and the writing end of a pipe of this ask alone. All workers write to one socket, the
 * converters read from it. The pipe's end tells a worker at once that a converter has died with the ask in its hands. */
#ifndef WEB_CONVERTER_H
#define WEB_CONVERTER_H

#include <stdint.h>

#include "base/buf.h"

/* In a converter: bytes of a document → bytes that the handler understands. name: of the file, a hint only. Guards itself against what it reads. */
typedef void (*ConvertRun)(Str name, Str bytes, Buf *answer);

typedef struct ConvertAsk {
    uint64_t n_bytes;
    uint32_t n_name;
    char name[256];
} ConvertAsk;

/* false: the queue is full, try later. Both descriptors stay the caller's. */
bool convert_send(int asks_fd, const ConvertAsk *ask, int file, int answer);

/* An answer on its way through the pipe: its length, then itself. */
typedef struct ConvertHeader { uint64_t n_bytes; } ConvertHeader;

/* A converter process: answers until SIGTERM ends it or the asking side is closed. */
_Noreturn void converter_run(int asks_fd, ConvertRun run);

#endif
