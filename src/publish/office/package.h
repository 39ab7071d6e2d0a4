/* The zip of a Word document: what every DOCX of ours has besides its own parts. */
#ifndef PUBLISH_OFFICE_PACKAGE_H
#define PUBLISH_OFFICE_PACKAGE_H

#include <stdint.h>

#include "publish/office/zip_out.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define OFFICE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORD_NAMESPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* One part of the folder word/. */
typedef struct DocxPart {
    const char *name;      /* «styles.xml», «media/picture1.png» */
    Str bytes;             /* must live until docx_package returns */
    const char *type;      /* «styles»: its content type and, unless the part says another, its relation; NULL: a medium, known by its ending */
    const char *relation;  /* «image»; NULL: as type */
    const char *id;        /* of the relation to the document: «rId1»; NULL: another part refers to it */
} DocxPart;

/* A document of word/document.xml and its parts; title and author are plain texts. The same input gives the same bytes.
 * fails  ERR_IO when libzip refuses */
bool docx_package(Str title, Str author, Str document, const DocxPart *parts, uint32_t n_parts, Arena *arena, Str *out, Err *err);

#endif
