#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The one unfinished temporary file. Writes are not concurrent: products are written by the main thread. */
static char unfinished[4096];

Str file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash != NULL ? slash + 1 : path);
}

size_t file_size(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 ? (size_t)about.st_size : 0;
}

bool file_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

static bool read_failed(const char *path, Err *err)
{
    int why = errno;
    if (why == ENOENT || why == ENOTDIR)
        err_set(err, ERR_NOT_FOUND, "Проверьте имя и папку.", "Файл «%s» не найден.", path);
    else if (why == EACCES)
        err_set(err, ERR_DENIED, "Проверьте права на файл.", "Нет права читать файл «%s».", path);
    else {
        err_set(err, ERR_IO, "Повторите; если не поможет, проверьте диск.", "Не читается файл «%s».", path);
        err_detail(err, "%s", strerror(why)); /* for whoever looks after the machine: English, and only where our words do not say it all */
    }
    return false;
}

/* Reads fd to its end. known: expected size, 0 unknown. */
static bool read_all(int fd, const char *path, size_t known, size_t ceiling, Arena *arena, Str *out, Err *err)
{
    size_t room = known + 1, n = 0;
    if (known == 0) room = 64 << 10;
    char *bytes = malloc(room);
    if (bytes == NULL) return err_set(err, ERR_LIMIT, "Освободите память.", "Не хватает памяти на файл «%s».", path);
    for (;;) {
        if (n == room) {
            char *more = realloc(bytes, room * 2);
            if (more == NULL) { free(bytes); return err_set(err, ERR_LIMIT, "Освободите память.", "Не хватает памяти на файл «%s».", path); }
            bytes = more;
            room *= 2;
        }
        ssize_t got = read(fd, bytes + n, room - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) { free(bytes); return read_failed(path, err); }
        if (got == 0) break;
        n += (size_t)got;
        if (n > ceiling) { free(bytes); return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Файл «%s» больше %zu МБ.", path, ceiling >> 20); }
    }
    char *copy = arena_try(arena, n + 1, err);
    if (copy != NULL) {
        memcpy(copy, bytes, n);
        *out = (Str){ copy, n };
    }
    free(bytes);
    return copy != NULL;
}

bool file_read(const char *path, size_t ceiling, Arena *arena, Str *out, Err *err)
{
    if (strcmp(path, "-") == 0) return read_all(STDIN_FILENO, path, 0, ceiling, arena, out, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return read_failed(path, err);
    struct stat about;
    bool ok = false;
    if (fstat(fd, &about) != 0)
        read_failed(path, err);
    else if (S_ISDIR(about.st_mode))
        err_set(err, ERR_INPUT, "Назовите файлы: «папка/*.xlsx».", "«%s» — это папка, а не файл.", path);
    else if (!S_ISREG(about.st_mode))
        err_set(err, ERR_INPUT, "Назовите обычный файл.", "«%s» — не обычный файл.", path);
    else if ((size_t)about.st_size > ceiling)
        err_set(err, ERR_LIMIT, "Разделите файл на части.", "Файл «%s» больше %zu МБ.", path, ceiling >> 20);
    else
        ok = read_all(fd, path, (size_t)about.st_size, ceiling, arena, out, err);
    close(fd);
    return ok;
}

static void unmap(void *at, size_t n) { munmap(at, n); }

/* A regular file of 1..ceiling bytes; about is filled in. */
static bool may_map(int fd, const char *path, size_t ceiling, struct stat *about, Err *err)
{
    if (fstat(fd, about) != 0) return read_failed(path, err);
    if (!S_ISREG(about->st_mode)) return err_set(err, ERR_INPUT, "Назовите обычный файл.", "«%s» — не обычный файл.", path);
    if (about->st_size == 0) return err_set(err, ERR_INPUT, "", "Файл «%s» пуст.", path);
    if ((size_t)about->st_size > ceiling) return err_set(err, ERR_LIMIT, "Разделите файл на части.", "Файл «%s» больше %zu МБ.", path, ceiling >> 20);
    return true;
}

bool file_map(const char *path, size_t ceiling, Arena *arena, Str *out, Err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return read_failed(path, err);
    struct stat about;
    bool ok = may_map(fd, path, ceiling, &about, err);
    if (ok) {
        size_t n = (size_t)about.st_size;
        void *at = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = at != MAP_FAILED || read_failed(path, err);
        if (ok) {
            arena_on_free(arena, unmap, at, n);
            *out = (Str){ at, n };
        }
    }
    close(fd);
    return ok;
}

void file_map_rest(Str bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), from = ((size_t)bytes.at + page - 1) / page * page, to = ((size_t)bytes.at + bytes.n) / page * page;
    if (to > from) madvise((void *)from, to - from, MADV_DONTNEED);
}

bool file_begins(const char *path, Str magic)
{
    char bytes[64];
    struct stat about;
    BUG_ON(magic.n > sizeof bytes);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    bool same = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && pread(fd, bytes, magic.n, 0) == (ssize_t)magic.n && memcmp(bytes, magic.at, magic.n) == 0;
    close(fd);
    return same;
}

bool file_put(int fd, Str bytes)
{
    for (size_t n = 0; n < bytes.n;) {
        ssize_t put = write(fd, bytes.at + n, bytes.n - n);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        n += (size_t)put;
    }
    return true;
}

static bool write_failed(const char *path, Err *err)
{
    int why = errno;
    if (unfinished[0] != '\0') unlink(unfinished);
    unfinished[0] = '\0';
    err_set(err, ERR_IO, "Проверьте, есть ли папка, место на диске и право записи.", "Не записан файл «%s».", path);
    err_detail(err, "%s", strerror(why));
    return false;
}

bool file_write(const char *path, Str bytes, Err *err)
{
    if (strcmp(path, "-") == 0) return file_put(STDOUT_FILENO, bytes) || write_failed(path, err);
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) { /* /dev/null, a pipe: no rename there */
        int device = open(path, O_WRONLY | O_CLOEXEC);
        if (device < 0) return write_failed(path, err);
        bool done = file_put(device, bytes);
        if (close(device) != 0) done = false;
        return done || write_failed(path, err);
    }
    if (strlen(path) + 8 > sizeof unfinished) {
        errno = ENAMETOOLONG;
        return write_failed(path, err);
    }
    snprintf(unfinished, sizeof unfinished, "%s.XXXXXX", path);
    int fd = mkstemp(unfinished);
    if (fd < 0) {
        unfinished[0] = '\0';
        return write_failed(path, err);
    }
    bool done = file_put(fd, bytes) && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
    if (close(fd) != 0) done = false;
    if (!done || rename(unfinished, path) != 0) return write_failed(path, err);
    unfinished[0] = '\0';
    return true;
}

void file_abandon_all(void)
{
    if (unfinished[0] != '\0') unlink(unfinished);
}

bool file_make_dir(const char *path, Err *err)
{
    char part[4096];
    size_t n = strlen(path);
    if (n >= sizeof part) {
        errno = ENAMETOOLONG;
        return write_failed(path, err);
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0') continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST) return write_failed(path, err);
    }
    return true;
}
