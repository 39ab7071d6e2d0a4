/* The file of SQLite, the settings of PostgreSQL. */
#include "flow/doctor.h"
#include "store/engine.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    EngineHealth health;
    if (!engine_health(ask->db, arena, &health, err)) return false;
    if (health.trouble.n == 0) return doctor_say(out, DOCTOR_GOOD, health.words, "");
    return doctor_say(out, health.grave ? DOCTOR_BAD : DOCTOR_CARE, health.trouble, arena_z(arena, health.fix));
}

const DoctorCheck doctor_engine = { .name = "engine", .title = "Хранилище", .tables = true, .slow = true, .look = look };
