/* ODS as a document: every table is a sheet. */
#include "intake/document/odf_.h"
#include "intake/reader/odf_.h"

static bool ods_read(Str bytes, Arena *arena, SourceDoc *out, Err *err) { return odf_read(bytes, true, arena, out, err); }

static bool ods_is_it(Str name, Str bytes)
{
    (void)name;
    return odf_is(bytes, STR("spreadsheet"));
}

const DocumentFormat document_ods = { .name = "ods", .title = "таблица OpenDocument", .extensions = ".ods", .is_it = ods_is_it, .read = ods_read };
