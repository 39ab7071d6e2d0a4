#include "intake/reader/foreign_.h"

#include "intake/reader/hint_.h"
#include "intake/reader/unzip_.h"

#define HINT_UNPACK "Распакуйте архив и назовите файлы из него."
#define HINT_SOURCE "Возьмите исходную таблицу: .xlsx, .ods или .csv."
#define HINT_COPY   "Скопируйте таблицу из документа в Excel и сохраните как .xlsx («Книга Excel»)."

static const struct { Str magic; ForeignKind kind; } kinds[] = {
    { { "%PDF-", 5 }, FOREIGN_PDF },
    { { "\x89PNG\r\n\x1A\n", 8 }, FOREIGN_IMAGE },
    { { "\xFF\xD8\xFF", 3 }, FOREIGN_IMAGE },
    { { "GIF8", 4 }, FOREIGN_IMAGE },
    { { "II*\0", 4 }, FOREIGN_IMAGE },
    { { "MM\0*", 4 }, FOREIGN_IMAGE },
    { { "Rar!\x1A\x07", 6 }, FOREIGN_RAR },
    { { "7z\xBC\xAF\x27\x1C", 6 }, FOREIGN_7Z },
    { { "\x1F\x8B\x08", 3 }, FOREIGN_GZIP },
    { { "\xFD" "7zXZ\0", 6 }, FOREIGN_ARCHIVE },
    { { "BZh", 3 }, FOREIGN_ARCHIVE },
    { { "\x28\xB5\x2F\xFD", 4 }, FOREIGN_ARCHIVE },
    { { "PK\x05\x06", 4 }, FOREIGN_EMPTY_ZIP },
    { { "{\\rtf", 5 }, FOREIGN_RTF },
    { { "SQLite format 3\0", 16 }, FOREIGN_SQLITE },
    { { "\x09\x08\x10\0", 4 }, FOREIGN_XLS },
    { { "\x09\x04\x06\0", 4 }, FOREIGN_XLS },
    { { "\x09\x02\x06\0", 4 }, FOREIGN_XLS },
};

/* Words for somebody who wanted a table. */
static const ForeignWords table_words[FOREIGN_KINDS] = {
    [FOREIGN_PDF] = { "Это документ PDF, а не таблица.", "Возьмите исходную таблицу (.xlsx, .ods, .csv): из PDF результаты надёжно не прочесть." },
    [FOREIGN_IMAGE] = { "Это изображение, а не таблица.", HINT_SOURCE },
    [FOREIGN_RAR] = { "Это архив RAR, а не таблица.", HINT_UNPACK },
    [FOREIGN_7Z] = { "Это архив 7-Zip, а не таблица.", HINT_UNPACK },
    [FOREIGN_GZIP] = { "Это архив gzip, а не таблица.", HINT_UNPACK },
    [FOREIGN_ARCHIVE] = { "Это архив, а не таблица.", HINT_UNPACK },
    [FOREIGN_EMPTY_ZIP] = { "Архив пуст.", HINT_DOWNLOAD_AGAIN },
    [FOREIGN_RTF] = { "Это документ RTF, а не таблица.", HINT_COPY },
    [FOREIGN_SQLITE] = { "Это база данных SQLite, а не таблица.", HINT_SOURCE },
    [FOREIGN_XLS] = { "Это книга Excel старого формата (.xls), она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_LOCKED] = { "Книга защищена паролем.", HINT_NO_PASSWORD },
    [FOREIGN_DOC] = { "Это документ Word старого формата (.doc), а не таблица.", HINT_COPY },
    [FOREIGN_PPT] = { "Это презентация, а не таблица.", HINT_COPY },
    [FOREIGN_OLE] = { "Это файл старого формата Microsoft Office, он не читается.", HINT_SAVE_XLSX },
    [FOREIGN_ZEROS] = { "Файл повреждён: вместо содержания одни нули. Так бывает, если запись прервалась.", HINT_DOWNLOAD_AGAIN },
    [FOREIGN_XML_2003] = { "Это таблица в формате XML 2003, она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_HTML] = { "Это веб-страница (HTML), а не таблица, хотя Excel её и открывает.", HINT_SAVE_XLSX },
    [FOREIGN_XML] = { "Это файл XML, а не таблица.", HINT_SAVE_XLSX },
    [FOREIGN_XLSB] = { "Это двоичная книга Excel (.xlsb), она не читается.", HINT_SAVE_XLSX },
    [FOREIGN_DOCX] = { "Это документ Word (.docx), а не таблица.", HINT_COPY },
    [FOREIGN_PPTX] = { "Это презентация (.pptx), а не таблица.", HINT_COPY },
    [FOREIGN_ODT] = { "Это текстовый документ OpenDocument (.odt), а не таблица.", HINT_COPY },
    [FOREIGN_ODF] = { "Это документ OpenDocument, но не таблица.", HINT_COPY },
    [FOREIGN_ZIP_FORMS] = { "Это архив ZIP, в нём таблицы, но сам он не таблица.", HINT_UNPACK },
    [FOREIGN_ZIP] = { "Это архив ZIP, и таблиц в нём нет.", HINT_SOURCE },
};

static const void *find(Str bytes, const char *needle, size_t n) { return memmem(bytes.at, bytes.n, needle, n); }

/* Names of streams in the directory of an OLE2 file are UTF-16LE. The first one met says what the whole is: others may be embedded in it. */
static ForeignKind ole2(Str bytes)
{
    static const struct { const char *name; ForeignKind kind; } streams[] = {
        { "EncryptedPackage", FOREIGN_LOCKED }, { "WordDocument", FOREIGN_DOC }, { "PowerPoint Document", FOREIGN_PPT }, { "Workbook", FOREIGN_XLS }, { "Book", FOREIGN_XLS },
    };
    const char *first = NULL;
    ForeignKind found = FOREIGN_OLE;
    for (size_t k = 0; k < sizeof streams / sizeof *streams; k++) {
        char wide[64];
        size_t n = 0;
        for (const char *c = streams[k].name; *c != '\0'; c++) wide[n++] = *c, wide[n++] = '\0';
        wide[n++] = '\0', wide[n++] = '\0';
        const char *at = find(bytes, wide, n);
        if (at != NULL && (first == NULL || at < first)) first = at, found = streams[k].kind;
    }
    return found;
}

static bool contains(Str bytes, const char *lower)
{
    size_t n = strlen(lower);
    for (size_t i = 0; i + n <= bytes.n; i++) {
        size_t k = 0;
        while (k < n && ((bytes.at[i + k] >= 'A' && bytes.at[i + k] <= 'Z') ? bytes.at[i + k] + 32 : bytes.at[i + k]) == lower[k]) k++;
        if (k == n) return true;
    }
    return false;
}

/* Accounting systems save HTML and XML 2003 under the name .xls. */
static ForeignKind markup(Str bytes)
{
    Str start = str_slice(str_trim(str_slice(bytes, 0, 4096)), 0, 2048);
    if (!str_starts(start, STR("<"))) return FOREIGN_NONE;
    if (contains(start, "urn:schemas-microsoft-com:office:spreadsheet")) return FOREIGN_XML_2003;
    if (contains(start, "<html") || contains(start, "<!doctype html") || contains(start, "<table") || contains(start, "<meta")) return FOREIGN_HTML;
    return str_starts(start, STR("<?xml")) ? FOREIGN_XML : FOREIGN_NONE;
}

ForeignKind foreign_kind(Str bytes)
{
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) return ole2(bytes);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(bytes, kinds[i].magic)) return kinds[i].kind;
    bool bitmap = str_starts(bytes, STR("BM")) && bytes.n >= 14 && memcmp(bytes.at + 6, "\0\0\0\0", 4) == 0;
    bool webp = str_starts(bytes, STR("RIFF")) && str_eq(str_slice(bytes, 8, 12), STR("WEBP"));
    if (bitmap || webp) return FOREIGN_IMAGE;
    size_t zeros = 0;
    while (zeros < bytes.n && zeros < 4096 && bytes.at[zeros] == '\0') zeros++;
    if (zeros == bytes.n || zeros == 4096) return FOREIGN_ZEROS;
    return markup(bytes);
}

bool foreign_known(Str bytes, Err *err)
{
    ForeignKind kind = foreign_kind(bytes);
    if (kind != FOREIGN_NONE) err_set(err, ERR_INPUT, table_words[kind].hint, "%s", table_words[kind].what);
    return kind != FOREIGN_NONE;
}

static bool is_form_name(Str name)
{
    static const char *const ends[] = { ".xlsx", ".xlsm", ".xls", ".ods", ".csv" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (name.n >= n && contains(str_slice(name, name.n - n, name.n), ends[i])) return true;
    }
    return false;
}

bool foreign_zip_kind(Str bytes, ForeignKind *out, Err *err)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, err)) return false;
    size_t n_forms = 0, n;
    for (uint32_t i = 0; i < zip.n_entries; i++) n_forms += is_form_name(unzip_name(&zip, i));
    char mimetype[64] = "";
    bool open_document = unzip_peek(&zip, unzip_find(&zip, STR("mimetype")), mimetype, sizeof mimetype - 1, &n) &&
                         str_starts(str_of(mimetype), STR("application/vnd.oasis.opendocument"));
    if (unzip_find(&zip, STR("xl/workbook.bin")) >= 0) *out = FOREIGN_XLSB;
    else if (unzip_find(&zip, STR("word/document.xml")) >= 0) *out = FOREIGN_DOCX;
    else if (unzip_find(&zip, STR("ppt/presentation.xml")) >= 0) *out = FOREIGN_PPTX;
    else if (open_document) *out = strstr(mimetype, "opendocument.text") != NULL ? FOREIGN_ODT : FOREIGN_ODF;
    else *out = n_forms > 0 ? FOREIGN_ZIP_FORMS : FOREIGN_ZIP;
    unzip_close(&zip);
    return true;
}

bool foreign_zip(Str bytes, Err *err)
{
    ForeignKind kind;
    if (!foreign_zip_kind(bytes, &kind, err)) return false;
    return err_set(err, ERR_INPUT, table_words[kind].hint, "%s", table_words[kind].what);
}
