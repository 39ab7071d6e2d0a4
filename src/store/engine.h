/* What an engine says of itself: is the file of SQLite well formed, is PostgreSQL set so that what was written stays written. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/db.h"

typedef struct EngineHealth {
    Str words;         /* Russian: what was looked at */
    Str trouble, fix;  /* the first thing that is wrong, and what to do; empty: nothing */
    bool grave;        /* data are at stake */
} EngineHealth;
/* cost  SQLite reads the whole file */
bool engine_health(Db *db, Arena *arena, EngineHealth *out, Err *err);

#endif
