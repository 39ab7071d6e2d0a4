/* Files that are not what was asked for: each gets its own sentence and a way out. */
#ifndef INTAKE_READER_FOREIGN_H
#define INTAKE_READER_FOREIGN_H

#include "base/err.h"
#include "base/str.h"

typedef enum ForeignKind {
    FOREIGN_NONE, FOREIGN_PDF, FOREIGN_IMAGE, FOREIGN_RAR, FOREIGN_7Z, FOREIGN_GZIP, FOREIGN_ARCHIVE, FOREIGN_EMPTY_ZIP, FOREIGN_RTF, FOREIGN_SQLITE, FOREIGN_XLS, FOREIGN_LOCKED, FOREIGN_DOC, FOREIGN_PPT,
    FOREIGN_OLE, FOREIGN_ZEROS, FOREIGN_XML_2003, FOREIGN_HTML, FOREIGN_XML,
    FOREIGN_XLSB, FOREIGN_DOCX, FOREIGN_PPTX, FOREIGN_ODT, FOREIGN_ODF, FOREIGN_ZIP_FORMS, FOREIGN_ZIP, /* what a zip can be */
    FOREIGN_KINDS
} ForeignKind;
typedef struct ForeignWords { const char *what, *hint; } ForeignWords;

/* By the first bytes; anything but the kinds of a zip. */
ForeignKind foreign_kind(Str bytes);
/* Of a zip. fails as unzip_open() */
bool foreign_zip_kind(Str bytes, ForeignKind *out, Err *err);

/* True when bytes are of a known foreign kind; err is filled with the words for a table that was wanted. */
bool foreign_known(Str bytes, Err *err);
/* The reason why a zip is not a table. Always false, err filled. */
bool foreign_zip(Str bytes, Err *err);

#endif
