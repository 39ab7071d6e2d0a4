#include "flow/attach_.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "flow/audit_.h"
#include "intake/macros.h"
#include "store/attachment.h"

static bool has(Str bytes, const char *part) { return str_find(bytes, str_of(part)) != SIZE_MAX; }

/* Office files are archives: their own parts stand in them by name, uncompressed. */
static bool office_archive(Str bytes)
{
    if (has(str_slice(bytes, 0, 128), "mimetypeapplication/vnd.oasis.opendocument.")) return true;
    return has(bytes, "[Content_Types].xml") && (has(bytes, "word/document") || has(bytes, "xl/workbook") || has(bytes, "ppt/presentation"));
}

static bool is_markup(Str bytes)
{
    static const char *const marks[] = { "<!doctype", "<html", "<script", "<svg", "<?xml", "<body", "<iframe" };
    Arena *arena = arena_new(0);
    Str head = utf8_fold(arena, str_slice(bytes, 0, 4096));
    bool found = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) found = found || has(head, marks[i]);
    arena_free(arena);
    return found;
}

/* In any of the encodings that Russian text comes in (UTF-8, UTF-16 with its mark, cp1251): no control bytes but those of lines. */
static bool is_text(Str bytes)
{
    if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"))) return true;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.at[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') return false;
    }
    return true;
}

static bool is_heic(Str bytes)
{
    return bytes.n >= 12 && str_eq(str_slice(bytes, 4, 8), STR("ftyp")) && (str_eq(str_slice(bytes, 8, 11), STR("hei")) || str_eq(str_slice(bytes, 8, 12), STR("mif1")));
}

static bool welcome(AttachFor what, Str bytes)
{
    static const char *const magics[] = { "%PDF-", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (str_starts(bytes, str_of(magics[i]))) return true;
    if (str_starts(bytes, STR("PK\x03\x04"))) return office_archive(bytes);
    if (is_heic(bytes)) return true;
    return is_text(bytes) && !str_starts(bytes, STR("#!")) && (what == ATTACH_SOURCE || !is_markup(bytes));
}

/* Text that a double click runs: nobody hands such a thing to a controller by its name. */
static bool is_script(Str name)
{
    static const char *const ends[] = { ".bat", ".cmd", ".com", ".js", ".jse", ".mjs", ".vbs", ".vbe", ".wsf", ".wsh", ".ps1", ".psm1", ".hta", ".reg", ".scr", ".lnk", ".url", ".inf", ".sh", ".py", ".pl", ".jar" };
    Arena *arena = arena_new(0);
    Str folded = str_trim(utf8_fold(arena, name));
    bool found = false;
    while (folded.n > 0 && (folded.at[folded.n - 1] == '.' || folded.at[folded.n - 1] == ' ')) folded.n--; /* Windows drops them */
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) found = found || str_ends(folded, str_of(ends[i]));
    arena_free(arena);
    return found;
}

bool attach_check(AttachFor what, Str name, Str bytes, Err *err)
{
    if (bytes.n == 0) return err_set(err, ERR_INPUT, "Выберите файл ещё раз.", "Файл «%.*s» пуст.", STR_ARG(name));
    if (bytes.n > LIMIT_ATTACHMENT) return err_set(err, ERR_LIMIT, "Приложите файл поменьше или ссылку на него.", "Файл «%.*s» больше %zu МБ.", STR_ARG(name), LIMIT_ATTACHMENT >> 20);
    bool programs = what == ATTACH_EVIDENCE && intake_has_macros(bytes); /* a plan's source is read here, not opened by the controller */
    if (programs) return err_set(err, ERR_INPUT, "Сохраните его без них, как обычный документ (.docx, .xlsx, .odt) или PDF, и приложите снова.", "В файле «%.*s» есть макросы: программы среди документов не принимаются.", STR_ARG(name));
    if (welcome(what, bytes) && !is_script(name)) return true;
    return err_set(err, ERR_INPUT, "Принимаются PDF, DOCX, XLSX, PPTX, ODT, ODS, DOC, XLS, фотографии (JPEG, PNG, HEIC) и текст; из архива выньте файлы.", "Файл «%.*s» не того вида.", STR_ARG(name));
}

Str attach_name(Str name, Arena *arena)
{
    size_t from = name.n;
    while (from > 0 && name.at[from - 1] != '/' && name.at[from - 1] != '\\') from--;
    Str last = str_slice(name, from, name.n);
    size_t whole = utf8_valid_prefix(str_slice(last, 0, last.n < LIMIT_FILE_NAME ? last.n : LIMIT_FILE_NAME));
    char *out = arena_alloc(arena, whole + 1);
    size_t n = 0;
    for (size_t i = 0; i < whole; i++)
        if ((unsigned char)last.at[i] >= 0x20 && last.at[i] != 0x7f) out[n++] = last.at[i];
    Str cleaned = str_trim((Str){ out, n });
    return cleaned.n > 0 ? cleaned : STR("файл");
}

typedef struct Putting { const Who *who; Str bytes; char *sha256; } Putting;

static bool put(DbWrite *write, void *context, Err *err)
{
    const Putting *putting = context;
    return attachment_put(write, putting->who->region_id, putting->bytes, clock_now(), putting->sha256, err);
}

bool attach_put(Flow *flow, const Who *who, AttachFor what, Str name, Str bytes, char sha256[65], Err *err)
{
    return attach_check(what, name, bytes, err) && db_tx(flow_db(flow), put, &(Putting){ who, bytes, sha256 }, err);
}
