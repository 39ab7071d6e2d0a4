#include "web/table_import.h"

#include "store/attachment.h"
#include "web/url.h"

Str table_import_address(Ctx *ctx, Str base, Str file)
{
    return file.n > 0 ? CTX_TEXT(ctx, "%.*s&file=%.*s", STR_ARG(base), STR_ARG(url_encode(ctx->arena, file))) : base;
}

void table_import_form(Ctx *ctx, Str action, const char *heads, const char *paste_hint)
{
    Ask *ask = ask_new(ctx, action);
    ask->form.is_upload = true;
    Field *file = ask_field(ask, FIELD_FILE, "file", "Файл", STR_EMPTY);
    file->hint = CTX_TEXT(ctx, "Excel, OpenDocument или CSV. В первой строке %s", heads);
    file->accept = ".xlsx,.ods,.csv,.tsv,.txt";
    file->optional = true;
    Field *paste = ask_field(ask, FIELD_PASTE, "paste", "Или вставьте из Excel", STR_EMPTY);
    paste->hint = str_of(paste_hint);
    paste->optional = true;
    ask_button(ask, "Посмотреть, что понято", true);
    ask_end(ask, NULL);
}

void table_import_confirm(Ctx *ctx, Str action, Str file, Str words)
{
    Ask *ask = ask_new(ctx, action);
    ask_field(ask, FIELD_HIDDEN, "sha", "", file)->value = file;
    if (words.n > 0) ask_button(ask, arena_z(ctx->arena, words), true);
    if (words.n > 0 || ctx->error != NULL) ask_end(ask, NULL);
}

Str table_import_confirmed(const Ctx *ctx) { return ctx_field(ctx, "sha"); }

bool table_import_brought(const Ctx *ctx, Str *bytes, Err *err)
{
    bool has_file = ctx->request->n_files > 0 && ctx->request->files[0].bytes.n > 0;
    *bytes = has_file ? ctx->request->files[0].bytes : ctx_field(ctx, "paste");
    return str_trim(*bytes).n > 0 || err_set(err, ERR_INPUT, "Выберите файл или вставьте таблицу.", "Таблицы нет.");
}

bool table_import_kept(Ctx *ctx, Str file, Str *bytes, Err *err)
{
    bool found;
    if (!attachment_get(flow_reader(ctx->flow), ctx->org.region_id, file, ctx->arena, bytes, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Выберите файл ещё раз.", "Такого файла нет.");
}
