/* What the server's processes gave up after their start. */
#include "flow/doctor.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    (void)arena, (void)err;
    const DoctorServer *server = ask->server;
    if (server->files && server->calls) return doctor_say(out, DOCTOR_GOOD, server->sandbox, "");
    return doctor_say(out, DOCTOR_CARE, server->sandbox, "Обновите ядро системы до 6.1 или новее; если сервер работает в контейнере, разрешите ему Landlock и seccomp.");
}

const DoctorCheck doctor_sandbox = { .name = "sandbox", .title = "Ограничения процессов", .server = true, .look = look };
