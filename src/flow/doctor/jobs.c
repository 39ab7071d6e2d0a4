/* Long work that stands still. */
#include "base/number.h"
#include "flow/doctor.h"
#include "store/health.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Health health;
    if (!health_get(db_reader(ask->db), ask->now, &health, err)) return false;
    if (health.n_jobs_silent > 0 || health.n_jobs_late > 0)
        return doctor_say(out, DOCTOR_BAD, arena_printf(arena, "Стоят: начатых и замолчавших — %s, ждущих больше часа — %s.", number_int(arena, health.n_jobs_silent).at, number_int(arena, health.n_jobs_late).at),
                          "Посмотрите, работает ли сервер (systemctl status merilo): задания выполняет он. После перезапуска начатое начнётся заново.");
    if (health.n_jobs_failed > 0)
        return doctor_say(out, DOCTOR_CARE, arena_printf(arena, "За неделю не удалось: %s.", number_of(arena, health.n_jobs_failed, "задание", "задания", "заданий").at), "Откройте страницу «Задания»: там написано, почему.");
    return doctor_say(out, DOCTOR_GOOD, STR("Задания выполняются вовремя."), "");
}

const DoctorCheck doctor_jobs = { .name = "jobs", .title = "Задания", .tables = true, .look = look };
