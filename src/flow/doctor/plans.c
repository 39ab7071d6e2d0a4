/* Plans: what is counted from them, files that they name. */
#include "base/number.h"
#include "flow/doctor.h"
#include "store/plan.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    PlanHealth health;
    if (!plan_health(db_reader(ask->db), &health, err)) return false;
    if (health.n_without_file > 0)
        return doctor_say(out, DOCTOR_BAD, arena_printf(arena, "Нет файлов, которые названы в планах: %s.", number_int(arena, health.n_without_file).at),
                          "Возьмите последнюю целую копию (merilo verify КОПИЯ) и восстановите её рядом: файлы лежат в ней.");
    if (health.n_miscounted > 0)
        return doctor_say(out, DOCTOR_CARE, arena_printf(arena, "Счётчики не сходятся с пунктами: %s.", number_of(arena, health.n_miscounted, "план", "плана", "планов").at), "Посчитайте заново: merilo rebuild.");
    return doctor_say(out, DOCTOR_GOOD, health.n_plans == 0 ? STR("Планов пока нет.") : STR("Счётчики сходятся с пунктами, приложенные файлы на месте."), "");
}

const DoctorCheck doctor_plans = { .name = "plans", .title = "Планы", .tables = true, .slow = true, .look = look };
