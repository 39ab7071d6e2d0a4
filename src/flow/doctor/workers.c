/* Workers that fall, requests that were turned away. */
#include "base/number.h"
#include "flow/doctor.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    (void)err;
    const DoctorServer *server = ask->server;
    Str words = arena_printf(arena, "%s с начала работы; ответов «внутренняя ошибка» — %s, «подождите» — %s; процессы перезапущены %s.", number_of(arena, (long long)server->n_requests, "запрос", "запроса", "запросов").at,
                             number_int(arena, (long long)(server->n_5xx - server->n_503)).at, number_int(arena, (long long)server->n_503).at, number_of(arena, (long long)server->n_restarts, "раз", "раза", "раз").at);
    if (server->n_restarts > 3 || server->n_5xx > server->n_503)
        return doctor_say(out, DOCTOR_CARE, words, "Посмотрите журнал сервера (journalctl -u merilo) и пришлите разработчикам строки «ошибка»: сама программа падать не должна.");
    if (server->n_503 * 100 > server->n_requests)
        return doctor_say(out, DOCTOR_CARE, words, "Больше одного запроса из ста пришлось отложить: серверу не хватает процессоров. Увеличьте MERILO_WORKERS или возьмите машину мощнее.");
    return doctor_say(out, DOCTOR_GOOD, words, "");
}

const DoctorCheck doctor_workers = { .name = "workers", .title = "Рабочие процессы", .server = true, .look = look };
