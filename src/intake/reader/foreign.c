#include "intake/reader/foreign_.h"

#include "intake/reader/hint_.h"
#include "intake/reader/unzip_.h"

#define HINT_UNPACK "Распакуйте архив и назовите файлы из него."
#define HINT_SOURCE "Возьмите исходную таблицу: .xlsx, .ods или .csv."
#define HINT_COPY   "Скопируйте таблицу из документа в Excel и сохраните как .xlsx («Книга Excel»)."

typedef struct Kind { Str magic; const char *what, *hint; } Kind;

static const char image[] = "Это изображение, а не таблица.", archive[] = "Это архив, а не таблица.";
static const char old_excel[] = "Это книга Excel старого формата (.xls), она не читается.";

static const Kind kinds[] = {
    { { "%PDF-", 5 }, "Это документ PDF, а не таблица.", "Возьмите исходную таблицу (.xlsx, .ods, .csv): из PDF результаты надёжно не прочесть." },
    { { "\x89PNG\r\n\x1A\n", 8 }, image, HINT_SOURCE },
    { { "\xFF\xD8\xFF", 3 }, image, HINT_SOURCE },
    { { "GIF8", 4 }, image, HINT_SOURCE },
    { { "II*\0", 4 }, image, HINT_SOURCE },
    { { "MM\0*", 4 }, image, HINT_SOURCE },
    { { "Rar!\x1A\x07", 6 }, "Это архив RAR, а не таблица.", HINT_UNPACK },
    { { "7z\xBC\xAF\x27\x1C", 6 }, "Это архив 7-Zip, а не таблица.", HINT_UNPACK },
    { { "\x1F\x8B\x08", 3 }, "Это архив gzip, а не таблица.", HINT_UNPACK },
    { { "\xFD" "7zXZ\0", 6 }, archive, HINT_UNPACK },
    { { "BZh", 3 }, archive, HINT_UNPACK },
    { { "\x28\xB5\x2F\xFD", 4 }, archive, HINT_UNPACK },
    { { "PK\x05\x06", 4 }, "Архив пуст.", HINT_DOWNLOAD_AGAIN },
    { { "{\\rtf", 5 }, "Это документ RTF, а не таблица.", HINT_COPY },
    { { "SQLite format 3\0", 16 }, "Это база данных SQLite, а не таблица.", HINT_SOURCE },
    { { "\x09\x08\x10\0", 4 }, old_excel, HINT_SAVE_XLSX },
    { { "\x09\x04\x06\0", 4 }, old_excel, HINT_SAVE_XLSX },
    { { "\x09\x02\x06\0", 4 }, old_excel, HINT_SAVE_XLSX },
};

static const void *find(Str bytes, const char *needle, size_t n) { return memmem(bytes.at, bytes.n, needle, n); }

/* Names of streams in the directory of an OLE2 file are UTF-16LE. The first one met says what the whole is: others may be embedded in it. */
static bool ole2(Str bytes, Err *err)
{
    static const struct { const char *name, *what, *hint; } streams[] = {
        { "EncryptedPackage", "Книга защищена паролем.", HINT_NO_PASSWORD },
        { "WordDocument", "Это документ Word старого формата (.doc), а не таблица.", HINT_COPY },
        { "PowerPoint Document", "Это презентация, а не таблица.", HINT_COPY },
        { "Workbook", old_excel, HINT_SAVE_XLSX },
        { "Book", old_excel, HINT_SAVE_XLSX },
    };
    const char *first = NULL;
    size_t found = 0;
    for (size_t k = 0; k < sizeof streams / sizeof *streams; k++) {
        char wide[64];
        size_t n = 0;
        for (const char *c = streams[k].name; *c != '\0'; c++) wide[n++] = *c, wide[n++] = '\0';
        wide[n++] = '\0', wide[n++] = '\0';
        const char *at = find(bytes, wide, n);
        if (at != NULL && (first == NULL || at < first)) first = at, found = k;
    }
    if (first == NULL) return err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это файл старого формата Microsoft Office, он не читается.");
    return err_set(err, ERR_INPUT, streams[found].hint, "%s", streams[found].what);
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
static bool markup(Str bytes, Err *err)
{
    Str start = str_slice(str_trim(str_slice(bytes, 0, 4096)), 0, 2048);
    if (!str_starts(start, STR("<"))) return false;
    if (contains(start, "urn:schemas-microsoft-com:office:spreadsheet"))
        err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это таблица в формате XML 2003, она не читается.");
    else if (contains(start, "<html") || contains(start, "<!doctype html") || contains(start, "<table") || contains(start, "<meta"))
        err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это веб-страница (HTML), а не таблица, хотя Excel её и открывает.");
    else if (str_starts(start, STR("<?xml")))
        err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это файл XML, а не таблица.");
    else
        return false;
    return true;
}

bool foreign_known(Str bytes, Err *err)
{
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) {
        ole2(bytes, err);
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_starts(bytes, kinds[i].magic)) continue;
        err_set(err, ERR_INPUT, kinds[i].hint, "%s", kinds[i].what);
        return true;
    }
    bool bitmap = str_starts(bytes, STR("BM")) && bytes.n >= 14 && memcmp(bytes.at + 6, "\0\0\0\0", 4) == 0;
    bool webp = str_starts(bytes, STR("RIFF")) && str_eq(str_slice(bytes, 8, 12), STR("WEBP"));
    if (bitmap || webp) {
        err_set(err, ERR_INPUT, HINT_SOURCE, "%s", image);
        return true;
    }
    size_t zeros = 0;
    while (zeros < bytes.n && zeros < 4096 && bytes.at[zeros] == '\0') zeros++;
    if (zeros == bytes.n || zeros == 4096) {
        err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: вместо содержания одни нули. Так бывает, если запись прервалась.");
        return true;
    }
    return markup(bytes, err);
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

bool foreign_zip(Str bytes, Err *err)
{
    Unzip zip;
    if (!unzip_open(bytes, &zip, err)) return false;
    size_t n_forms = 0, n;
    for (uint32_t i = 0; i < zip.n_entries; i++) n_forms += is_form_name(unzip_name(&zip, i));
    char mimetype[64] = "";
    bool open_document = unzip_peek(&zip, unzip_find(&zip, STR("mimetype")), mimetype, sizeof mimetype - 1, &n) &&
                         str_starts(str_of(mimetype), STR("application/vnd.oasis.opendocument"));
    if (unzip_find(&zip, STR("xl/workbook.bin")) >= 0)
        err_set(err, ERR_INPUT, HINT_SAVE_XLSX, "Это двоичная книга Excel (.xlsb), она не читается.");
    else if (unzip_find(&zip, STR("word/document.xml")) >= 0)
        err_set(err, ERR_INPUT, HINT_COPY, "Это документ Word (.docx), а не таблица.");
    else if (unzip_find(&zip, STR("ppt/presentation.xml")) >= 0)
        err_set(err, ERR_INPUT, HINT_COPY, "Это презентация (.pptx), а не таблица.");
    else if (open_document && strstr(mimetype, "opendocument.text") != NULL)
        err_set(err, ERR_INPUT, HINT_COPY, "Это текстовый документ OpenDocument (.odt), а не таблица.");
    else if (open_document)
        err_set(err, ERR_INPUT, HINT_COPY, "Это документ OpenDocument, но не таблица.");
    else if (n_forms > 0)
        err_set(err, ERR_INPUT, HINT_UNPACK, "Это архив ZIP, в нём таблицы, но сам он не таблица.");
    else
        err_set(err, ERR_INPUT, HINT_SOURCE, "Это архив ZIP, и таблиц в нём нет.");
    unzip_close(&zip);
    return false;
}
