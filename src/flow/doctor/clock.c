/* A clock that went back makes sessions, terms and the journal lie. */
#include "base/date.h"
#include "flow/doctor.h"
#include "store/health.h"

#define JUMP_S 300           /* more than any honest correction by NTP */
#define BORN   1735689600    /* 1 January 2025: before the program was */

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Health health;
    if (!health_get(db_reader(ask->db), ask->now, &health, err)) return false;
    const char *fix = "Включите сверку часов: timedatectl set-ntp true; до этого не принимайте формы: время в журнале будет неверным.";
    if (ask->now < BORN) return doctor_say(out, DOCTOR_BAD, STR("Часы машины стоят в прошлом."), fix);
    if (health.last_audit_at > ask->now + JUMP_S)
        return doctor_say(out, DOCTOR_BAD, arena_printf(arena, "Последняя запись журнала сделана в будущем (%s): часы шли вперёд, а потом их перевели назад.", date_clock(arena, health.last_audit_at).at), fix);
    return doctor_say(out, DOCTOR_GOOD, STR("Часы не расходятся с журналом."), "");
}

const DoctorCheck doctor_clock = { .name = "clock", .title = "Часы", .tables = true, .look = look };
