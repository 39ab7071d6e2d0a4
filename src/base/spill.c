#include "base/spill.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void unmap(void *at, size_t n) { munmap(at, n); }

/* A file without a name, with all its room taken beforehand: a full disk is met here and not in the middle of a write. */
static void *map_file_in(const char *folder, size_t n)
{
    int fd = folder != NULL && folder[0] != '\0' ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
    if (fd < 0) return MAP_FAILED;
    void *at = n <= INT64_MAX && posix_fallocate(fd, 0, (off_t)n) == 0 ? mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    close(fd);
    return at;
}

Spill spill_new(size_t n, size_t from, Arena *arena)
{
    const char *folders[] = { getenv("TMPDIR"), "/var/tmp", P_tmpdir };
    void *at = MAP_FAILED;
    for (size_t i = 0; n > from && at == MAP_FAILED && i < sizeof folders / sizeof *folders; i++) at = map_file_in(folders[i], n);
    if (at == MAP_FAILED) return (Spill){ .at = arena_alloc(arena, n), .n = n };
    arena_on_free(arena, unmap, at, n);
    return (Spill){ .at = at, .n = n, .in_file = true };
}

void spill_rest(const Spill *spill, size_t from, size_t to)
{
    if (!spill->in_file) return; /* ordinary memory would be emptied */
    BUG_ON(from > to || to > spill->n);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    from = (from + page - 1) / page * page;
    to = to == spill->n ? to : to / page * page;
    if (to > from) madvise((char *)spill->at + from, to - from, MADV_DONTNEED);
}
