/* XLSX: every sheet is its name and one table, cells as they are seen. */
#include "base/number.h"
#include "intake/document/sheet_.h"
#include "intake/reader/xlsx_.h"

static bool xlsx_read(Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    DocBuild *build = build_new(arena, out, err);
    SheetBuild *sheets = sheet_build_new(arena, build, false);
    XlsxMore more = { .context = sheets, .merged = sheet_build_merged };
    RawSink sink = sheet_build_sink(sheets);
    if (!xlsx_read_more(bytes, &sink, &more, arena, err)) return false;
    if (more.n_hidden > 0) build_warn(build, arena_printf(arena, "%s.", number_of(arena, more.n_hidden, "скрытый лист не прочитан", "скрытых листа не прочитаны", "скрытых листов не прочитано").at));
    return build_finish(build);
}

static bool xlsx_is_it(Str name, Str bytes)
{
    (void)name;
    return reader_xlsx.sniff(bytes);
}

const DocumentFormat document_xlsx = { .name = "xlsx", .title = "книга Excel", .extensions = ".xlsx .xlsm", .is_it = xlsx_is_it, .read = xlsx_read };
