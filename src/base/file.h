/* Whole files: reading with a ceiling, writing so that a reader never sees a half (temporary file in the same folder, fsync, rename). */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/str.h"

/* Bytes of a regular file. «-» reads standard input. ERR_NOT_FOUND, ERR_IO, ERR_LIMIT (over ceiling). */
bool file_read(const char *path, size_t ceiling, Arena *arena, Str *out, Err *err);
/* The bytes of a regular file as the system maps them, read-only and aligned to a page, until the arena is freed; nothing is copied.
 * The file must not be changed meanwhile. fails as file_read; ERR_IO for what cannot be mapped */
bool file_map(const char *path, size_t ceiling, Arena *arena, Str *out, Err *err);
/* Pages of bytes that file_map() gave leave memory; they come back from the file when touched. Never for other memory: it would be emptied. */
void file_map_rest(Str bytes);
/* Does a regular file begin with these bytes (at most 64)? */
bool file_begins(const char *path, Str magic);
/* «-» writes standard output. ERR_IO; nothing is left behind on failure or on SIGINT/SIGTERM. */
bool file_write(const char *path, Str bytes, Err *err);
/* Unlinks temporary files of unfinished writes; safe to call from a signal handler. */
void file_abandon_all(void);
/* All of them into what is open; errno says why not. */
bool file_put(int fd, Str bytes);
bool file_exists(const char *path);
/* Bytes of a regular file; 0 for anything else. For planning only: the file may change before it is read. */
size_t file_size(const char *path);
/* Creates the directory and its parents. */
bool file_make_dir(const char *path, Err *err);
/* «/a/b/форма.xlsx» gives «форма.xlsx». Points into path. */
Str file_name(const char *path);

#endif
