/* A copy that nobody read back is no copy; an old one is little help. */
#include "base/date.h"
#include "flow/backup.h"
#include "flow/doctor.h"
#include "flow/place.h"
#include "store/setting.h"

#define OLD_S (3 * 86400)

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    int64_t verified_at, nightly;
    const Copy *copies;
    uint32_t n;
    DbRead *read = db_reader(ask->db);
    if (!setting_int(read, "backup.verified_at", &verified_at, err) || !setting_int(read, "backup.nightly", &nightly, err) || !copy_list(place_copies(ask->url, arena), arena, &copies, &n, err)) return false;
    const char *fix = "Сделайте копию сейчас («merilo backup» или «Система → Копии») и включите ночную; хотя бы одну копию держите на другой машине.";
    if (verified_at == 0) return doctor_say(out, DOCTOR_BAD, STR("Проверенной копии базы нет ни одной."), fix);
    Str words = arena_printf(arena, "Последняя проверенная копия — %s.", date_clock(arena, verified_at).at);
    if (ask->now - verified_at > OLD_S) return doctor_say(out, DOCTOR_BAD, words, fix);
    if (nightly == 0) return doctor_say(out, DOCTOR_CARE, words, "Ночная копия выключена в настройках: следите за копиями сами или включите её.");
    if (n == 0) return doctor_say(out, DOCTOR_CARE, words, "В папке copies копий нет: убедитесь, что унесённые копии лежат в надёжном месте.");
    return doctor_say(out, DOCTOR_GOOD, words, "");
}

const DoctorCheck doctor_copies = { .name = "copies", .title = "Копии базы", .tables = true, .look = look };
