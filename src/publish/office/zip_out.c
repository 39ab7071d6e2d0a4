#include "publish/office/zip_out.h"

#include <zip.h>

/* 01.01.1980, the first day that the format knows: the archive must not tell when it was made. */
#define DOS_DATE ((zip_uint16_t)((1 << 5) | 1))

static bool refuse(zip_error_t *error, Err *err)
{
    err_set(err, ERR_IO, "", "не удалось собрать документ из частей");
    err_detail(err, "libzip: %s", zip_error_strerror(error));
    return false;
}

static bool add_parts(zip_t *archive, const ZipPart *parts, size_t n_parts)
{
    for (size_t i = 0; i < n_parts; i++) {
        zip_source_t *part = zip_source_buffer(archive, parts[i].bytes.at, parts[i].bytes.n, 0);
        if (part == NULL) return false;
        zip_int64_t index = zip_file_add(archive, parts[i].name, part, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(part);
            return false;
        }
        if (zip_file_set_dostime(archive, (zip_uint64_t)index, 0, DOS_DATE, 0) != 0) return false;
        if (zip_set_file_compression(archive, (zip_uint64_t)index, parts[i].stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) != 0) return false;
    }
    return true;
}

static bool take_bytes(zip_source_t *source, Arena *arena, Str *out, Err *err)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) return refuse(zip_source_error(source), err);
    char *bytes = arena_alloc(arena, (size_t)stat.size + 1);
    zip_int64_t n = zip_source_read(source, bytes, stat.size);
    zip_source_close(source);
    if (n < 0 || (zip_uint64_t)n != stat.size) return refuse(zip_source_error(source), err);
    *out = (Str){ bytes, (size_t)stat.size };
    return true;
}

bool zip_pack(const ZipPart *parts, size_t n_parts, Arena *arena, Str *out, Err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (source == NULL) return refuse(&error, err);
    zip_source_keep(source); /* the archive drops its own reference when closed; we read the bytes after that */
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    bool done = false;
    if (archive == NULL) {
        zip_source_free(source);
        refuse(&error, err);
    } else if (!add_parts(archive, parts, n_parts) || zip_close(archive) != 0) {
        refuse(zip_get_error(archive), err);
        zip_discard(archive);
    } else {
        done = take_bytes(source, arena, out, err);
    }
    zip_source_free(source);
    zip_error_fini(&error);
    return done;
}
