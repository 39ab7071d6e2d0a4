/* Room for uploads, copies and the journal of the database. */
#include <sys/statvfs.h>

#include "base/number.h"
#include "flow/doctor.h"
#include "flow/place.h"

#define BAD_BYTES  (100ull << 20) /* a single region's form with its copy no longer fits */
#define CARE_BYTES (2ull << 30)   /* about a year of copies of a district */

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Str folder = place_data(ask->url, arena);
    if (folder.n == 0) return err_set(err, ERR_NOT_FOUND, "", "Папка данных не названа: MERILO_DATA.");
    struct statvfs place;
    if (statvfs(arena_z(arena, folder), &place) != 0) return err_set(err, ERR_IO, "", "Папку данных «%.*s» не удалось прочитать.", STR_ARG(folder));
    unsigned long long free_bytes = (unsigned long long)place.f_bavail * place.f_frsize;
    Str words = arena_printf(arena, "Свободно %s ГБ в «%.*s».", number_dec(arena, (double)free_bytes / (1 << 30), 1).at, STR_ARG(folder));
    if ((place.f_flag & ST_RDONLY) != 0) return doctor_say(out, DOCTOR_BAD, STR("Диск с данными доступен только для чтения."), "Посмотрите журнал ядра (dmesg): так бывает после сбоя диска. Сделайте копию на другой диск.");
    if (free_bytes < BAD_BYTES) return doctor_say(out, DOCTOR_BAD, words, "Освободите место: удалите лишние копии базы или перенесите папку данных на больший диск.");
    if (free_bytes < CARE_BYTES) return doctor_say(out, DOCTOR_CARE, words, "Места хватит ненадолго: уменьшите число хранимых копий или добавьте диск.");
    return doctor_say(out, DOCTOR_GOOD, words, "");
}

const DoctorCheck doctor_disk = { .name = "disk", .title = "Место на диске", .look = look };
