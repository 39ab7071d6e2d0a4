#include "intake/document.h"

#include "base/hash.h"
#include "base/limits.h"

static bool any_words(const SourceDoc *doc)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == DOC_PARA || doc->blocks[i].kind == DOC_TABLE) return true;
    return false;
}

static bool no_words(const SourceDoc *doc, Err *err)
{
    if (doc->n_pictures > 0)
        return err_set(err, ERR_INPUT, "Распознайте текст (в программе сканера или FineReader) и сохраните как DOCX, либо возьмите исходный документ.",
                       "В документе только картинка: слов в нём нет, это скан.");
    return err_set(err, ERR_INPUT, "Проверьте, тот ли это файл.", "Документ пуст: в нём нет ни одного слова.");
}

bool document_read(Str name, Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    SourceDoc doc = { .file_name = arena_str(arena, name) };
    if (bytes.n > LIMIT_DOC_FILE_BYTES)
        return err_set(err, ERR_LIMIT, "Уменьшите картинки в документе или разделите его.", "Файл больше %zu МБ.", LIMIT_DOC_FILE_BYTES >> 20);
    if (bytes.n == 0) return err_set(err, ERR_INPUT, "Проверьте, тот ли это файл.", "Файл пуст.");
    for (const DocumentFormat *const *at = document_registry; *at != NULL; at++) {
        if (!(*at)->is_it(name, bytes)) continue;
        doc.format = (*at)->name;
        if (!(*at)->read(bytes, arena, &doc, err)) return false;
        if (!any_words(&doc)) return no_words(&doc, err);
        char sha256[65];
        hash_sha256_hex(bytes, sha256);
        doc.sha256 = arena_str(arena, str_of(sha256));
        *out = doc;
        return true;
    }
    return err_set(err, ERR_INPUT, "Сохраните документ как DOCX, ODT, XLSX, PDF с текстом или TXT.", "Это не документ, который читается: слов в нём не видно.");
}
