/* Guarded access to a zip in memory: every ceiling is counted on bytes really unpacked, nothing is written to disk, names are only compared. */
#ifndef INTAKE_READER_UNZIP_H
#define INTAKE_READER_UNZIP_H

#include <stdint.h>

#include "intake/reader/xml_.h"

struct zip;
struct zip_file;

typedef struct Unzip {
    struct zip *zip;
    size_t n_bytes;    /* of the archive itself */
    size_t unpacked;   /* real bytes of all parts so far */
    uint32_t n_entries;
} Unzip;

/* fails    ERR_INPUT not a zip or cut short; ERR_LIMIT too many entries */
bool unzip_open(Str bytes, Unzip *out, Err *err);
void unzip_close(Unzip *zip);
/* Index of the entry, -1 if none. Letter case of ASCII and the kind of slash do not matter. */
int64_t unzip_find(const Unzip *zip, Str name);
/* Name of entry i as stored («» if unreadable); points into the archive. */
Str unzip_name(const Unzip *zip, uint32_t i);

typedef struct UnzipPart {
    Unzip *zip;
    struct zip_file *file;
    Str name;
    size_t n, stated, packed;
} UnzipPart;

/* fails    ERR_INPUT encrypted, packed in an unusual way; ERR_LIMIT stated size over the ceiling */
bool unzip_part_open(Unzip *zip, int64_t index, UnzipPart *out, Err *err);
/* Up to room bytes; *n == 0 at the end, where the checksum was compared.
 * fails    ERR_INPUT damaged, more bytes than stated; ERR_LIMIT ratio, size of the part or of all parts */
bool unzip_part_read(UnzipPart *part, char *at, size_t room, size_t *n, Err *err);
void unzip_part_close(UnzipPart *part);
/* The start of a part, for looking at its kind; false when it cannot be had. At most room bytes. */
bool unzip_peek(Unzip *zip, int64_t index, char *at, size_t room, size_t *n);
/* Reads a whole part as XML. */
bool unzip_xml(Unzip *zip, int64_t index, const XmlEvents *events, void *context, Err *err);

#endif
