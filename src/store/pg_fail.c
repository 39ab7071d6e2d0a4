/* What PostgreSQL says, in words for whoever keeps the server. */
#include "store/pg_.h"

typedef struct PgWords {
    const char *state; /* SQLSTATE or its beginning */
    ErrCode code;
    bool retry;
    const char *what, *hint;
} PgWords;

/* The first that fits. */
static const PgWords words[] = {
    { "23505", ERR_CONFLICT, true, /* «the last number and one» may have been taken meanwhile: SQLite's one writer never meets that */
      "Такая запись в базе уже есть.", "Обновите страницу: возможно, это уже сделал кто-то другой." },
    { "23503", ERR_CONFLICT, false, "Связанной записи в базе нет, или на эту запись ссылаются.", "Обновите страницу: возможно, связанную запись уже изменили." },
    { "23", ERR_INPUT, false, "Значение не подходит к полю базы.", "Проверьте значение." },
    { "22", ERR_INPUT, false, "Значение не подходит к полю базы.", "Проверьте значение." },
    { "MR001", ERR_DENIED, false, "Эту запись нельзя ни изменить, ни удалить.", "Исправление вносится новой записью." },
    { "40", ERR_BUSY, true, "База занята.", "Повторите через несколько секунд." },
    { "55P03", ERR_BUSY, true, "База занята.", "Повторите через несколько секунд." },
    { "57014", ERR_BUSY, false, "Запрос к базе занял слишком много времени.", "Повторите позже; если не поможет, посмотрите, чем занят сервер PostgreSQL." },
    { "53100", ERR_IO, false, "На диске сервера PostgreSQL кончилось место.", "Освободите место; сделанное прежде цело." },
    { "53", ERR_BUSY, false, "Серверу PostgreSQL не хватает соединений или памяти.", "Повторите позже; увеличьте max_connections." },
    { "25006", ERR_IO, false, "В базу нельзя писать.", "Проверьте, не запасной ли это сервер PostgreSQL и не открыт ли он только для чтения." },
    { "28", ERR_DENIED, false, "Сервер PostgreSQL не пустил в базу.", "Проверьте имя и пароль в адресе базы." },
    { "42501", ERR_DENIED, false, "Не хватает прав в базе PostgreSQL.", "Дайте пользователю программы права владельца базы." },
    { "3D000", ERR_NOT_FOUND, false, "Такой базы на сервере PostgreSQL нет.", "Создайте её: createdb --encoding=UTF8 ИМЯ." },
    { "XX", ERR_IO, false, "База PostgreSQL повреждена.", "Восстановите её из копии; подробности — в журнале сервера PostgreSQL." },
    { "58", ERR_IO, false, "Сервер PostgreSQL не читает или не пишет свой диск.", "Проверьте диск и журнал сервера PostgreSQL." },
    { "57P", ERR_IO, true, "Связь с сервером PostgreSQL прервалась.", "Проверьте, что сервер PostgreSQL работает." },
    { "08", ERR_IO, true, "Связь с сервером PostgreSQL прервалась.", "Проверьте, что сервер PostgreSQL работает." },
};
static const PgWords lost = { "", ERR_IO, true, "Связь с сервером PostgreSQL прервалась.", "Проверьте, что сервер PostgreSQL работает." };
static const PgWords ours = { "", ERR_BUG, false, "Запрос к базе не выполнен.", "Сообщите разработчикам." };

bool pg_fail(PgLink *link, const PGresult *result, Err *err)
{
    const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const PgWords *found = PQstatus(link->conn) == CONNECTION_BAD || state == NULL ? &lost : &ours;
    for (size_t i = 0; state != NULL && i < sizeof words / sizeof *words; i++)
        if (strncmp(state, words[i].state, strlen(words[i].state)) == 0) { found = &words[i]; break; }
    link->link.retry = found->retry;
    err_set(err, found->code, found->hint, "%s", found->what);
    err_detail(err, "postgresql %s: %s", state != NULL ? state : "-", result != NULL ? PQresultErrorMessage(result) : PQerrorMessage(link->conn));
    return false;
}

bool pg_fail_at(PGconn *conn, Err *err)
{
    const char *message = PQerrorMessage(conn);
    /* Before there is a session libpq gives no SQLSTATE; the words of the server are English unless its settings say otherwise. */
    if (strstr(message, "does not exist") != NULL && strstr(message, "database") != NULL)
        err_set(err, ERR_NOT_FOUND, "Создайте её: createdb --encoding=UTF8 ИМЯ.", "Базы «%.100s» на сервере PostgreSQL нет.", PQdb(conn));
    else if (PQconnectionNeedsPassword(conn) || strstr(message, "authentication failed") != NULL || strstr(message, "role") != NULL)
        err_set(err, ERR_DENIED, "Проверьте имя и пароль в адресе базы.", "Сервер PostgreSQL не пустил в базу.");
    else if (strstr(message, "too many") != NULL || strstr(message, "starting up") != NULL || strstr(message, "remaining connection slots") != NULL)
        err_set(err, ERR_BUSY, "Повторите позже; увеличьте max_connections.", "Сервер PostgreSQL пока не принимает соединений.");
    else
        err_set(err, ERR_IO, "Проверьте адрес базы и что сервер PostgreSQL работает.", "Нет связи с сервером PostgreSQL.");
    err_detail(err, "%s", message);
    return false;
}
