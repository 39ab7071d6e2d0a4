#include "intake/document.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/limits.h"
#include "intake/document/child_.h"
#include "intake/document/hint_.h"
#include "intake/document/pack_.h"
#include "intake/reader/foreign_.h"
#include "intake/reader/hint_.h"

static bool any_words(const SourceDoc *doc)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == DOC_PARA || doc->blocks[i].kind == DOC_TABLE) return true;
    return false;
}

static bool no_words(const SourceDoc *doc, Err *err)
{
    if (doc->n_pictures > 0) return err_set(err, ERR_INPUT, HINT_SCAN, "В документе только картинка: слов в нём нет, это скан.");
    return err_set(err, ERR_INPUT, "Проверьте, тот ли это файл.", "Документ пуст: в нём нет ни одного слова.");
}

#define HINT_UNPACK "Распакуйте архив и загрузите документ из него."
#define HINT_AGAIN  "Скачайте или скопируйте файл заново; если он открывается в Word, сохраните его там ещё раз как .docx."

/* Words for somebody who wanted a document; kinds without words are read, or are nothing that we know. */
static const ForeignWords document_words[FOREIGN_KINDS] = {
    [FOREIGN_IMAGE] = { "Это картинка, а не документ: слова с неё не читаются.", HINT_SCAN },
    [FOREIGN_RAR] = { "Это архив RAR, а не документ.", HINT_UNPACK },
    [FOREIGN_7Z] = { "Это архив 7-Zip, а не документ.", HINT_UNPACK },
    [FOREIGN_GZIP] = { "Это архив gzip, а не документ.", HINT_UNPACK },
    [FOREIGN_ARCHIVE] = { "Это архив, а не документ.", HINT_UNPACK },
    [FOREIGN_EMPTY_ZIP] = { "Архив пуст.", HINT_AGAIN },
    [FOREIGN_RTF] = { "Это документ RTF, он не читается.", HINT_SAVE_DOCX },
    [FOREIGN_SQLITE] = { "Это база данных, а не документ.", "Проверьте, тот ли это файл." },
    [FOREIGN_XLS] = { "Это книга Excel старого формата (.xls), она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_LOCKED] = { "Документ защищён паролем.", "Откройте файл с паролем, снимите пароль («Файл — Сведения — Защита документа») и сохраните." },
    [FOREIGN_PPT] = { "Это презентация, а не документ.", HINT_SAVE_DOCX },
    [FOREIGN_OLE] = { "Это файл старого формата Microsoft Office, он не читается.", HINT_SAVE_DOCX },
    [FOREIGN_ZEROS] = { "Файл повреждён: вместо содержания одни нули. Так бывает, если запись прервалась.", HINT_AGAIN },
    [FOREIGN_XML_2003] = { "Это таблица в формате XML 2003, она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_XML] = { "Это файл XML, а не документ.", HINT_SAVE_DOCX },
    [FOREIGN_XLSB] = { "Это двоичная книга Excel (.xlsb), она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_PPTX] = { "Это презентация (.pptx), а не документ.", HINT_SAVE_DOCX },
    [FOREIGN_ODF] = { "Это файл OpenDocument, но не текст и не таблица.", HINT_SAVE_DOCX },
    [FOREIGN_ZIP_FORMS] = { "Это архив ZIP, а не документ.", HINT_UNPACK },
    [FOREIGN_ZIP] = { "Это архив ZIP, а не документ.", HINT_UNPACK },
};

static bool refused(ForeignKind kind, Err *err)
{
    if (document_words[kind].what != NULL) err_set(err, ERR_INPUT, document_words[kind].hint, "%s", document_words[kind].what);
    return document_words[kind].what != NULL;
}

/* What the readers of forms advise is about workbooks. */
static void advise(Err *err)
{
    static const struct { const char *from, *to; } hints[] = {
        { HINT_SAVE_AGAIN, HINT_SAVE_DOCX }, { HINT_DOWNLOAD_AGAIN, HINT_AGAIN }, { HINT_NO_PASSWORD, "Снимите пароль и сохраните документ ещё раз." },
        { HINT_HOSTILE, "Узнайте, откуда файл: настоящие документы такими не бывают." },
    };
    for (size_t i = 0; err != NULL && i < sizeof hints / sizeof *hints; i++)
        if (strcmp(err->hint, hints[i].from) == 0) snprintf(err->hint, sizeof err->hint, "%s", hints[i].to);
}

/* Refuses what is no document for reasons that its first bytes tell; *out: who reads it, NULL when that is seen later. */
static bool find_format(Str name, Str bytes, const DocumentFormat **out, Err *err)
{
    if (bytes.n > LIMIT_DOC_FILE_BYTES)
        return err_set(err, ERR_LIMIT, "Уменьшите картинки в документе или разделите его.", "Файл больше %zu МБ.", LIMIT_DOC_FILE_BYTES >> 20);
    if (bytes.n == 0) return err_set(err, ERR_INPUT, "Проверьте, тот ли это файл.", "Файл пуст.");
    if (refused(foreign_kind(bytes), err)) return false;
    const DocumentFormat *const *at = document_registry;
    while (*at != NULL && !(*at)->is_it(name, bytes)) at++;
    ForeignKind zip = FOREIGN_NONE;
    if (*at == NULL && str_starts(bytes, STR("PK\x03\x04")) && !foreign_zip_kind(bytes, &zip, err)) {
        advise(err);
        return false;
    }
    if (refused(zip, err)) return false;
    *out = *at;
    return *at != NULL || err_set(err, ERR_INPUT, "Сохраните документ как DOCX, ODT, XLSX, PDF с текстом или TXT.", "Это не документ, который читается: слов в нём не видно.");
}

/* What every way of reading ends with. read: it was read into doc. */
static bool finish(bool read, const DocumentFormat *format, Str name, Str bytes, Arena *arena, SourceDoc *doc, Err *err)
{
    if (!read) {
        advise(err);
        return false;
    }
    if (!any_words(doc)) return no_words(doc, err);
    char sha256[65];
    hash_sha256_hex(bytes, sha256);
    doc->file_name = arena_str(arena, name);
    doc->sha256 = arena_str(arena, str_of(sha256));
    doc->format = format->name;
    return true;
}

bool document_read(Str name, Str bytes, Arena *arena, SourceDoc *out, Err *err)
{
    const DocumentFormat *format;
    SourceDoc doc = { 0 };
    if (!find_format(name, bytes, &format, err) || !finish(format->read(bytes, arena, &doc, err), format, name, bytes, arena, &doc, err)) return false;
    *out = doc;
    return true;
}

/* ---- one reads, another hears ---- */

bool document_is_slow(Str name, Str bytes)
{
    const DocumentFormat *format;
    return find_format(name, bytes, &format, NULL) && (format->apart || bytes.n > LIMIT_DOC_INLINE_BYTES);
}

void document_answer(Str name, Str bytes, Buf *answer)
{
    const DocumentFormat *format;
    SourceDoc doc = { 0 };
    Err err = { 0 };
    Arena *arena = arena_new(LIMIT_CHILD_BYTES);
    bool read = find_format(name, bytes, &format, &err) && (format->apart ? format->read(bytes, arena, &doc, &err) : child_read(format->read, bytes, arena, &doc, &err));
    doc_pack_answer(answer, read, &doc, &err);
    arena_free(arena);
}

bool document_heard(Str name, Str bytes, Str answer, Arena *arena, SourceDoc *out, Err *err)
{
    const DocumentFormat *format;
    SourceDoc doc = { 0 };
    if (!find_format(name, bytes, &format, err) || !finish(doc_unpack_answer(answer, arena, &doc, err), format, name, bytes, arena, &doc, err)) return false;
    *out = doc;
    return true;
}
