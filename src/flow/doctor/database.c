/* Can the database be opened, and does its schema fit. */
#include "flow/doctor.h"
#include "store/migrate.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    if (ask->db == NULL) return doctor_say(out, DOCTOR_BAD, str_of(ask->open_err->what), ask->open_err->hint[0] != '\0' ? ask->open_err->hint : "Проверьте адрес базы (--db, MERILO_DB).");
    SchemaState state;
    if (!schema_state(ask->db, &state, err)) return false;
    Str words = arena_printf(arena, "%s, схема %d.", db_engine(ask->db) == DB_SQLITE ? "SQLite" : "PostgreSQL", state.at);
    if (state.newer) return doctor_say(out, DOCTOR_BAD, STR("База сделана более новой программой."), "Обновите программу: старая не должна писать в новую базу.");
    if (state.at == 0) return doctor_say(out, DOCTOR_BAD, STR("База пуста: схемы в ней нет."), "Выполните «merilo migrate» или запустите «merilo serve».");
    if (state.at < state.wanted)
        return doctor_say(out, DOCTOR_BAD, arena_printf(arena, "Схема базы — %d, программе нужна %d.", state.at, state.wanted), "Выполните «merilo migrate»; копию до этого могла сделать только прежняя программа («merilo backup»).");
    return doctor_say(out, DOCTOR_GOOD, words, "");
}

const DoctorCheck doctor_database = { .name = "database", .title = "База и её схема", .look = look };
