/* A connection to PostgreSQL with the settings that everything else relies on; made anew when the server was restarted between transactions. */
#include <stdio.h>
#include <stdlib.h>

#include "store/pg_.h"

#define OLDEST_SERVER 130000

static void say_nothing(void *context, const char *message) { (void)context, (void)message; }

static bool configure(PgLink *link)
{
    char text[300];
    snprintf(text, sizeof text,
        "SET statement_timeout = '60s'; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'; SET TimeZone = 'UTC';"
        "SET synchronous_commit = on; SET default_transaction_read_only = %s;", link->link.writes ? "off" : "on");
    PGresult *result = PQexec(link->conn, text);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok;
}

static bool connect_to(PgLink *link, const char *url, Err *err)
{
    /* What the URL says comes later and wins. */
    const char *names[] = { "fallback_application_name", "connect_timeout", "keepalives_idle", "client_encoding", "dbname", NULL };
    const char *values[] = { "merilo", "5", "30", "UTF8", url, NULL };
    link->conn = PQconnectdbParams(names, values, 1);
    if (link->conn == NULL) return err_set(err, ERR_LIMIT, "Освободите память.", "Не хватает памяти.");
    if (PQstatus(link->conn) != CONNECTION_OK) return pg_fail_at(link->conn, err);
    PQsetNoticeProcessor(link->conn, say_nothing, NULL);
    if (PQserverVersion(link->conn) < OLDEST_SERVER)
        return err_set(err, ERR_INPUT, "Поставьте PostgreSQL 13 или новее.", "Сервер PostgreSQL слишком старый: %d.", PQserverVersion(link->conn) / 10000);
    const char *encoding = PQparameterStatus(link->conn, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
        return err_set(err, ERR_INPUT, "Создайте базу заново: createdb --encoding=UTF8 ИМЯ.", "База PostgreSQL хранит текст не в UTF-8.");
    return configure(link) || pg_fail_at(link->conn, err);
}

bool pg_open(const char *url, const DbOptions *options, bool writes, Link **out, Err *err)
{
    (void)options; /* a database on a server is made by its administrator */
    PgLink *link = db_zeroed(sizeof *link);
    link->link = (Link){ .driver = &pg_driver, .writes = writes };
    link->prepared = db_zeroed(PG_PREPARED_MOST * sizeof *link->prepared);
    if (!connect_to(link, url, err)) { pg_close(&link->link); return false; }
    *out = &link->link;
    return true;
}

void pg_close(Link *base)
{
    PgLink *link = (PgLink *)base;
    BUG_ON(base->n_open > 0);
    pg_forget(link);
    PQfinish(link->conn);
    free(link->prepared);
    free(link);
}

bool pg_revive(PgLink *link)
{
    if (PQstatus(link->conn) != CONNECTION_BAD || link->in_tx) return false;
    pg_forget(link);
    PQreset(link->conn);
    return PQstatus(link->conn) == CONNECTION_OK && configure(link);
}

Str pg_name(const char *url, Arena *arena)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    if (options == NULL) return STR("postgresql://");
    const char *user = "", *host = "", *port = "", *base = "";
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->val == NULL) continue;
        if (strcmp(o->keyword, "user") == 0) user = o->val;
        if (strcmp(o->keyword, "host") == 0) host = o->val;
        if (strcmp(o->keyword, "port") == 0) port = o->val;
        if (strcmp(o->keyword, "dbname") == 0) base = o->val;
    }
    Str name = arena_printf(arena, "postgresql://%s%s%s%s%s/%s", user, user[0] != '\0' ? "@" : "", host, port[0] != '\0' ? ":" : "", port, base);
    PQconninfoFree(options);
    return name;
}
