/* Passwords alone at the doors that matter. */
#include "base/number.h"
#include "flow/doctor.h"
#include "store/health.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Health health;
    if (!health_get(db_reader(ask->db), ask->now, &health, err)) return false;
    if (health.n_coordinators == 0) return doctor_say(out, DOCTOR_GOOD, STR("Администраторов и координаторов с паролем ещё нет."), "");
    if (health.n_coordinators_alone == 0) return doctor_say(out, DOCTOR_GOOD, STR("Все администраторы и координаторы входят с кодом из телефона."), "");
    return doctor_say(out, DOCTOR_CARE, arena_printf(arena, "Без второго ключа входят %s из %s.", number_int(arena, health.n_coordinators_alone).at,
                      number_of(arena, health.n_coordinators, "администратора и координатора", "администраторов и координаторов", "администраторов и координаторов").at),
                      "Попросите их включить код из телефона (страница «Вход и пароль») или сделайте его обязательным в настройках.");
}

const DoctorCheck doctor_totp = { .name = "totp", .title = "Второй ключ", .tables = true, .look = look };
