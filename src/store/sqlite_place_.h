/* Where an SQLite file may lie: locks and shared memory of a network file system are not to be trusted. */
#ifndef STORE_SQLITE_PLACE_H
#define STORE_SQLITE_PLACE_H

#include <stdint.h>

#include "base/err.h"

/* What a file system is called when it is a network one, else NULL. magic of statfs(2); type as mountinfo says («fuse.sshfs»), may be empty: then any FUSE is one. */
const char *sqlite_network_place(uint64_t magic, const char *type);
/* ERR_INPUT when the file (or its folder, while there is no file) lies on a network file system. */
bool sqlite_place_check(const char *path, Err *err);

#endif
