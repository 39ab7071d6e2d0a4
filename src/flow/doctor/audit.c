/* The journal of changes, entry by entry. */
#include "base/number.h"
#include "flow/doctor.h"
#include "store/audit.h"
#include "store/org.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    const Org *roots;
    uint32_t n_roots;
    int64_t n = 0;
    if (!org_roots(db_reader(ask->db), arena, &roots, &n_roots, err)) return false;
    for (uint32_t i = 0; i < n_roots; i++) {
        AuditVerdict verdict;
        if (!audit_verify(db_reader(ask->db), roots[i].id, arena, &verdict, err)) return false;
        if (verdict.broken_seq != 0)
            return doctor_say(out, DOCTOR_BAD, verdict.why, "Журнал меняли в обход программы. Не удаляйте базу: сравните её с копиями («merilo verify КОПИЯ») и выясните, кто имел доступ к файлу.");
        n += verdict.n;
    }
    return doctor_say(out, DOCTOR_GOOD, arena_printf(arena, "Журнал цел: %s.", number_of(arena, n, "запись", "записи", "записей").at), "");
}

const DoctorCheck doctor_audit = { .name = "audit", .title = "Журнал изменений", .tables = true, .slow = true, .look = look };
