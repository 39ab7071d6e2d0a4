/* What SQLite says, in words for whoever keeps the server. */
#include <errno.h>
#include <string.h>

#include "store/sqlite_.h"

static bool refused_row(int extended, Err *err)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return err_set(err, ERR_CONFLICT, "Обновите страницу: возможно, это уже сделал кто-то другой.", "Такая запись в базе уже есть.");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return err_set(err, ERR_CONFLICT, "Обновите страницу: возможно, связанную запись уже изменили.", "Связанной записи в базе нет, или на эту запись ссылаются.");
    case SQLITE_CONSTRAINT_TRIGGER:
        return err_set(err, ERR_DENIED, "Исправление вносится новой записью.", "Эту запись нельзя ни изменить, ни удалить.");
    default: return err_set(err, ERR_INPUT, "Проверьте значение.", "Значение не подходит к полю базы.");
    }
}

/* The disk's own words tell a full disk from a sick one. */
static bool sick_disk(const char *path, sqlite3 *db, Err *err)
{
    int why = db != NULL ? sqlite3_system_errno(db) : 0;
    if (why == ENOSPC || why == EDQUOT)
        return err_set(err, ERR_IO, "Освободите место на этом диске; сделанное прежде цело.", "На диске с базой «%.200s» кончилось место.", path);
    if (why == EROFS || why == EACCES || why == EPERM)
        return err_set(err, ERR_IO, "Дайте программе право писать в папку базы и проверьте, не подключён ли диск только для чтения.", "В базу «%.200s» нельзя писать.", path);
    return err_set(err, ERR_IO, "Проверьте диск; сделанное прежде цело.", "Диск не читает или не записывает базу «%.200s».", path);
}

static bool in_words(const char *path, sqlite3 *db, int code, Err *err)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(err, ERR_BUSY, "Повторите через несколько секунд.", "База занята.");
    case SQLITE_FULL: return err_set(err, ERR_IO, "Освободите место на этом диске; сделанное прежде цело.", "На диске с базой «%.200s» кончилось место.", path);
    case SQLITE_READONLY:
        return err_set(err, ERR_IO, "Дайте программе право писать в файл базы и в его папку и проверьте, не подключён ли диск только для чтения.", "В базу «%.200s» нельзя писать.", path);
    case SQLITE_CORRUPT:
        return err_set(err, ERR_IO, "Остановите программу, сохраните файл и восстановите базу из копии: merilo restore.", "Файл базы «%.200s» повреждён.", path);
    case SQLITE_NOTADB: return err_set(err, ERR_INPUT, "Проверьте путь; базу другой программы открыть нельзя.", "Файл «%.200s» — не база Мерило.", path);
    case SQLITE_IOERR: return sick_disk(path, db, err);
    case SQLITE_PERM:
    case SQLITE_AUTH: return err_set(err, ERR_DENIED, "Проверьте права на файл базы и его папку.", "Нет права на базу «%.200s».", path);
    case SQLITE_CANTOPEN:
        return err_set(err, ERR_IO, "Проверьте путь и право писать в папку базы: рядом с базой создаются её рабочие файлы.", "База «%.200s» не открывается.", path);
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG: return err_set(err, ERR_LIMIT, "Освободите память или разделите данные.", "Не хватает памяти для запроса к базе.");
    case SQLITE_CONSTRAINT: return refused_row(code, err);
    default: return err_set(err, ERR_BUG, "Сообщите разработчикам.", "Запрос к базе не выполнен.");
    }
}

bool sqlite_fail_at(const char *path, sqlite3 *db, int code, Err *err)
{
    in_words(path, db, code, err);
    err_detail(err, "sqlite %d: %s", code, db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    return false;
}

bool sqlite_fail(SqliteLink *link, int code, Err *err)
{
    int kind = code & 0xFF;
    link->link.retry = kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
    return sqlite_fail_at(link->path, link->db, code, err);
}
