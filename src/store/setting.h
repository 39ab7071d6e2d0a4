/* Settings that differ from their defaults. What settings there are: domain/setting.h. */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include "domain/setting.h"
#include "store/db.h"

/* As set, else its default. name stands in setting_kinds(). */
bool setting_text(DbRead *db, const char *name, Arena *arena, Str *out, Err *err);
bool setting_int(DbRead *db, const char *name, int64_t *out, Err *err);
bool setting_put(DbWrite *db, const char *name, Str value, int64_t now, Err *err);

#endif
