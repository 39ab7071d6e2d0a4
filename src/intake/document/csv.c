/* CSV as a document: a table, or several with empty lines between them. Its bytes are those of any text, so the name tells. */
#include <strings.h>

#include "intake/document/sheet_.h"

extern const Reader reader_csv;

static bool csv_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    DocBuild *build = build_new(arena, out, err);
    RawSink sink = sheet_build_sink(sheet_build_new(arena, build, true));
    return reader_csv.read(bytes, &sink, arena, err) && build_finish(build);
}

static bool csv_is_it(Str name, Str bytes) { return name.n > 4 && strncasecmp(name.at + name.n - 4, ".csv", 4) == 0 && reader_csv.sniff(bytes); }

const DocumentFormat document_csv = { .name = "csv", .title = "таблица CSV", .extensions = ".csv", .is_it = csv_is_it, .read = csv_read };
