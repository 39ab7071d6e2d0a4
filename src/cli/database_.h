/* What commands on a database share: «--db», and opening it. */
#ifndef CLI_DATABASE__H
#define CLI_DATABASE__H

#include "cli/command.h"
#include "store/db.h"

#define DATABASE_OPTION { "--db", "БАЗА", "файл SQLite или postgresql://…; без ключа — переменная MERILO_DB", false }

/* --db, else MERILO_DB; ERR_INPUT when neither is given. */
bool database_url(const Args *args, const char **out, Err *err);
/* An existing database of this program's schema. */
bool database_open(const Args *args, Db **out, Err *err);

#endif
