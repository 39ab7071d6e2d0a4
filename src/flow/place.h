/* Where the server keeps what is not in the database. */
#ifndef FLOW_PLACE_H
#define FLOW_PLACE_H

#include "base/arena.h"

/* MERILO_DATA (set by «merilo serve --data»), else the folder of the SQLite file; empty for PostgreSQL without MERILO_DATA. No slash at the end. */
Str place_data(const char *url, Arena *arena);
/* Folder of copies inside it; empty likewise. */
Str place_copies(const char *url, Arena *arena);
/* Folder of the SQLite file, whatever MERILO_DATA says: its working files lie beside it; empty for PostgreSQL. */
Str place_database(const char *url, Arena *arena);
/* Path of the SQLite file of a URL; empty for PostgreSQL. */
Str place_file(const char *url);

#endif
