#include "cli/database_.h"

#include <stdlib.h>

#include "store/migrate.h"

bool database_url(const Args *args, const char **out, Err *err)
{
    *out = args_value(args, "--db");
    if (*out == NULL) *out = getenv("MERILO_DB");
    if (*out != NULL && **out != '\0') return true;
    return err_set(err, ERR_INPUT, "Добавьте «--db merilo.db» или «--db postgresql://…»; вместо ключа годится переменная MERILO_DB.", "Не сказано, какая база.");
}

bool database_open(const Args *args, Db **out, Err *err)
{
    const char *url;
    if (!database_url(args, &url, err) || !db_open(url, NULL, out, err)) return false;
    if (schema_check(*out, err)) return true;
    db_close(*out);
    return false;
}
