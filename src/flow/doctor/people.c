/* Nobody to open the door when the only administrator is ill. */
#include "base/number.h"
#include "flow/doctor.h"
#include "store/health.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Health health;
    if (!health_get(db_reader(ask->db), ask->now, &health, err)) return false;
    if (health.n_admins == 0) return doctor_say(out, DOCTOR_BAD, STR("Ни один администратор ещё не вошёл."), "Сделайте ссылку для входа: «merilo user invite --role admin».");
    if (health.n_admins == 1) return doctor_say(out, DOCTOR_CARE, STR("Администратор один."), "Пригласите второго: если первый заболеет или забудет пароль, открыть дверь будет некому.");
    return doctor_say(out, DOCTOR_GOOD, number_of(arena, health.n_admins, "администратор", "администратора", "администраторов"), "");
}

const DoctorCheck doctor_people = { .name = "people", .title = "Администраторы", .tables = true, .look = look };
