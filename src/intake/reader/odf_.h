/* Packages of OpenDocument (ODS, ODT). */
#ifndef INTAKE_READER_ODF_H
#define INTAKE_READER_ODF_H

#include "intake/reader/unzip_.h"

/* By the mimetype at the start of the zip: kind «spreadsheet» or «text»; templates too. */
bool odf_is(Str bytes, Str kind);
/* The part with the content. fails ERR_INPUT protected by a password, no content */
bool odf_content(Unzip *zip, int64_t *out, Err *err);

#endif
