/* Who else on this machine can read the database. */
#include <sys/stat.h>
#include <unistd.h>

#include "flow/doctor.h"
#include "flow/place.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Str file = place_file(ask->url), folder = place_data(ask->url, arena);
    struct stat of_file = { 0 }, of_folder = { 0 };
    if (folder.n == 0) return doctor_say(out, DOCTOR_GOOD, STR("Данные хранит PostgreSQL."), "");
    if (stat(arena_z(arena, folder), &of_folder) != 0) return err_set(err, ERR_IO, "", "Папку «%.*s» не удалось посмотреть.", STR_ARG(folder));
    if (file.n > 0 && stat(arena_z(arena, file), &of_file) != 0) return err_set(err, ERR_IO, "", "Файл базы не удалось посмотреть.");
    if ((of_file.st_mode & S_IWOTH) != 0 || ((of_folder.st_mode & S_IWOTH) != 0 && (of_folder.st_mode & S_ISVTX) == 0))
        return doctor_say(out, DOCTOR_BAD, STR("Базу может изменить любой, кто вошёл на эту машину."), arena_printf(arena, "Выполните: chmod o-rwx «%.*s» и файл базы в ней.", STR_ARG(folder)).at);
    if ((of_file.st_mode & S_IROTH) != 0 && (of_folder.st_mode & S_IXOTH) != 0)
        return doctor_say(out, DOCTOR_CARE, STR("Базу может прочитать любой, кто вошёл на эту машину."), arena_printf(arena, "Выполните: chmod o-rwx «%.*s».", STR_ARG(folder)).at);
    if (access(arena_z(arena, folder), W_OK) != 0)
        return doctor_say(out, DOCTOR_BAD, arena_printf(arena, "В папку «%.*s» нельзя писать.", STR_ARG(folder)), "Отдайте папку тому, от чьего имени работает сервер: chown -R merilo:merilo ПАПКА.");
    return doctor_say(out, DOCTOR_GOOD, STR("Файлы закрыты от посторонних на этой машине."), "");
}

const DoctorCheck doctor_permissions = { .name = "permissions", .title = "Права на файлы", .look = look };
