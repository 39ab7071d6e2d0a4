/* Letters that do not go out: people think that nobody reminds them. */
#include "base/date.h"
#include "base/number.h"
#include "flow/doctor.h"
#include "store/notice.h"
#include "store/setting.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    Str server;
    MailHealth health;
    if (!setting_text(db_reader(ask->db), "smtp.url", arena, &server, err) || !mail_health(db_reader(ask->db), arena, &health, err)) return false;
    if (server.n == 0) return doctor_say(out, DOCTOR_GOOD, STR("не настроены: напоминания видны в программе"), "");
    Str sent = health.sent_at > 0 ? arena_printf(arena, "последнее ушло %.*s", STR_ARG(date_clock(arena, health.sent_at))) : STR("ни одно ещё не ушло");
    if (health.n_given_up > 0 || health.error.n > 0)
        return doctor_say(out, DOCTOR_CARE, arena_printf(arena, "Письма уходят не все: ждёт %u, не удалось %u, %.*s. %.*s", health.n_waiting, health.n_given_up, STR_ARG(sent), STR_ARG(health.error)),
            "Проверьте раздел «Письма» в настройках и почту людей, которым не доходит.");
    return doctor_say(out, DOCTOR_GOOD, sent, "");
}

const DoctorCheck doctor_mail = { .name = "mail", .title = "Письма", .tables = true, .look = look };
