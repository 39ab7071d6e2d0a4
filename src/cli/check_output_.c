#include "cli/check_output_.h"

#include "base/file.h"
#include "publish/publish.h"

static bool write_json(const Analysis *analysis, bool all_values, const char *path, Arena *arena, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    check_json(analysis, all_values, &out, arena);
    bool done = buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return done;
}

static bool write_html(const Doc *doc, const char *path, Err *err)
{
    Buf out;
    buf_init(&out, 0);
    bool done = doc_html(doc, &out, err) && buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    return done;
}

bool check_output_write(const Analysis *analysis, const Args *args, bool all_values, const char *usual_html, Arena *arena, Err *err)
{
    const char *json = args_value(args, "--json"), *html = args_value(args, "--html"), *docx = args_value(args, "--docx"), *xlsx = args_value(args, "--xlsx");
    if (json != NULL && !write_json(analysis, all_values, json, arena, err)) return false;
    if (json == NULL && html == NULL && docx == NULL && xlsx == NULL) html = usual_html;
    if (html == NULL && docx == NULL && xlsx == NULL) return true;
    const Doc *doc = xlsx != NULL ? report_build(analysis, arena) : report_build_page(analysis, arena);
    Str bytes;
    if (html != NULL && !write_html(doc, html, err)) return false;
    if (docx != NULL && (!doc_docx(doc, &bytes, arena, err) || !file_write(docx, bytes, err))) return false;
    return xlsx == NULL || (doc_xlsx(doc, &bytes, arena, err) && file_write(xlsx, bytes, err));
}
