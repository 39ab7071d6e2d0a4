/* Passwords and results in the clear. */
#include "flow/doctor.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    (void)arena, (void)err;
    if (ask->server->secure) return doctor_say(out, DOCTOR_GOOD, STR("Вы открыли эту страницу по HTTPS."), "");
    if (ask->server->local) return doctor_say(out, DOCTOR_GOOD, STR("Вы на той же машине, что и сервер: здесь HTTPS не нужен. По сети открывайте только по HTTPS."), "");
    return doctor_say(out, DOCTOR_BAD, STR("Эта страница пришла по сети без шифрования: пароли и результаты может прочитать любой по пути."),
                      "Дайте серверу сертификат (MERILO_TLS_CERT, MERILO_TLS_KEY) или поставьте перед ним nginx или caddy и назовите его в MERILO_TRUSTED_PROXY.");
}

const DoctorCheck doctor_https = { .name = "https", .title = "Шифрование связи", .server = true, .look = look };
