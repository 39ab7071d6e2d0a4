#include "intake/reader/unzip_.h"

#include <zip.h>

#include "base/limits.h"
#include "intake/reader/hint_.h"

/* libzip keeps a record of every entry of the directory before it tells their number, so a directory made to fill memory is met here.
 * A part that is itself an archive, stored unpacked, adds its own signatures, hence the slack. */
static bool directory_absurd(Str bytes)
{
    static const char signature[4] = "PK\x01\x02";
    size_t n = 0;
    const char *at = bytes.at, *end = bytes.at + bytes.n;
    while ((at = memmem(at, (size_t)(end - at), signature, 4)) != NULL) {
        at += 4;
        if (++n > (size_t)LIMIT_ZIP_ENTRIES * 50) return true;
    }
    return false;
}

static bool too_many_entries(Err *err)
{
    return err_set(err, ERR_LIMIT, HINT_SAVE_AGAIN, "В файле больше %u частей: таблицы такими не бывают.", LIMIT_ZIP_ENTRIES);
}

bool unzip_open(Str bytes, Unzip *out, Err *err)
{
    if (directory_absurd(bytes)) return too_many_entries(err);
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.n, 0, &why);
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (zip == NULL) {
        if (source != NULL) zip_source_free(source);
        if (zip_error_code_zip(&why) == ZIP_ER_MEMORY)
            err_set(err, ERR_LIMIT, "Освободите память и повторите.", "Не хватает памяти, чтобы открыть файл.");
        else
            err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён или скачан не полностью: его оглавление не читается.");
        err_detail(err, "libzip: %s", zip_error_strerror(&why));
        zip_error_fini(&why);
        return false;
    }
    zip_error_fini(&why);
    zip_int64_t n = zip_get_num_entries(zip, 0);
    if (n < 0 || n > LIMIT_ZIP_ENTRIES) {
        zip_discard(zip);
        return too_many_entries(err);
    }
    *out = (Unzip){ .zip = zip, .n_bytes = bytes.n, .n_entries = (uint32_t)n };
    return true;
}

void unzip_close(Unzip *zip)
{
    if (zip->zip != NULL) zip_discard(zip->zip);
    zip->zip = NULL;
}

Str unzip_name(const Unzip *zip, uint32_t i)
{
    const char *name = zip_get_name(zip->zip, i, ZIP_FL_ENC_GUESS);
    return name != NULL ? str_of(name) : STR_EMPTY;
}

static char plain(char c) { return c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

int64_t unzip_find(const Unzip *zip, Str name)
{
    for (uint32_t i = 0; i < zip->n_entries; i++) {
        Str entry = unzip_name(zip, i);
        size_t k = 0;
        if (entry.n != name.n) continue;
        while (k < name.n && plain(entry.at[k]) == plain(name.at[k])) k++;
        if (k == name.n) return i;
    }
    return -1;
}

bool unzip_part_open(Unzip *zip, int64_t index, UnzipPart *out, Err *err)
{
    zip_stat_t about;
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (index < 0 || zip_stat_index(zip->zip, (zip_uint64_t)index, 0, &about) != 0 || (about.valid & needed) != needed)
        return err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: его часть не читается.");
    if (about.encryption_method != ZIP_EM_NONE)
        return err_set(err, ERR_INPUT, "Распакуйте архив с паролем и назовите файл из него.", "Файл защищён паролем: он лежит в зашифрованном архиве.");
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
        return err_set(err, ERR_INPUT, HINT_SAVE_AGAIN, "Файл упакован необычным способом (№ %u).", about.comp_method);
    if (about.size > LIMIT_ZIP_PART_BYTES)
        return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Часть файла больше %zu МБ в распакованном виде.", LIMIT_ZIP_PART_BYTES >> 20);
    Str name = unzip_name(zip, (uint32_t)index);
    zip_file_t *file = zip_fopen_index(zip->zip, (zip_uint64_t)index, 0);
    if (file == NULL) {
        err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: его часть «%.*s» не читается.", STR_ARG(str_slice(name, 0, 80)));
        err_detail(err, "libzip: %s", zip_strerror(zip->zip));
        return false;
    }
    size_t packed = about.comp_size < zip->n_bytes ? (size_t)about.comp_size : zip->n_bytes;
    *out = (UnzipPart){ .zip = zip, .file = file, .name = name, .stated = (size_t)about.size, .packed = packed };
    return true;
}

bool unzip_part_read(UnzipPart *part, char *at, size_t room, size_t *n, Err *err)
{
    Str name = str_slice(part->name, 0, 80);
    zip_int64_t got = zip_fread(part->file, at, room);
    if (got < 0) {
        err_set(err, ERR_INPUT, HINT_DOWNLOAD_AGAIN, "Файл повреждён: часть «%.*s» не распаковывается или её контрольная сумма не сходится.", STR_ARG(name));
        err_detail(err, "libzip: %s", zip_file_strerror(part->file));
        return false;
    }
    part->n += (size_t)got;
    part->zip->unpacked += (size_t)got;
    *n = (size_t)got;
    if (part->n > part->stated)
        return err_set(err, ERR_INPUT, HINT_HOSTILE, "Файл неверно сообщает о своём размере: часть «%.*s» больше заявленного.", STR_ARG(name));
    if (part->n > LIMIT_ZIP_RATIO_FROM && part->n / LIMIT_ZIP_RATIO > part->packed)
        return err_set(err, ERR_LIMIT, HINT_HOSTILE, "Файл похож на «архивную бомбу»: часть «%.*s» сжата больше чем в %u раз.", STR_ARG(name), LIMIT_ZIP_RATIO);
    if (part->n > LIMIT_ZIP_PART_BYTES || part->zip->unpacked > LIMIT_ZIP_TOTAL_BYTES)
        return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Файл в распакованном виде больше %zu МБ.", LIMIT_ZIP_TOTAL_BYTES >> 20);
    return true;
}

void unzip_part_close(UnzipPart *part)
{
    if (part->file != NULL) zip_fclose(part->file);
    part->file = NULL;
}

bool unzip_peek(Unzip *zip, int64_t index, char *at, size_t room, size_t *n)
{
    UnzipPart part;
    *n = 0;
    if (!unzip_part_open(zip, index, &part, NULL)) return false;
    size_t got = 1;
    bool ok = true;
    while (ok && got != 0 && *n < room) {
        ok = unzip_part_read(&part, at + *n, room - *n, &got, NULL);
        if (ok) *n += got;
    }
    unzip_part_close(&part);
    return ok;
}

static bool fill(void *source, char *at, size_t room, size_t *n, Err *err) { return unzip_part_read(source, at, room, n, err); }

bool unzip_xml(Unzip *zip, int64_t index, const XmlEvents *events, void *context, Err *err)
{
    UnzipPart part;
    if (!unzip_part_open(zip, index, &part, err)) return false;
    bool ok = xml_read(fill, &part, part.name, events, context, err);
    unzip_part_close(&part);
    return ok;
}
