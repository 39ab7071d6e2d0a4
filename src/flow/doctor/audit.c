/* The journal of changes, entry by entry, and against what remembers its end. */
#include "base/number.h"
#include "flow/doctor.h"
#include "flow/witness.h"

static bool look(const DoctorAsk *ask, Arena *arena, DoctorFinding *out, Err *err)
{
    const Org *roots;
    const Witness *witnesses;
    uint32_t n_roots, n_witnesses, n_agree = 0;
    int64_t n = 0;
    if (!witness_list(ask->url, NULL, arena, &witnesses, &n_witnesses, err) || !org_roots(db_reader(ask->db), arena, &roots, &n_roots, err)) return false;
    for (uint32_t i = 0; i < n_roots; i++) {
        JournalVerdict verdict;
        if (!journal_verify(db_reader(ask->db), &roots[i], witnesses, n_witnesses, arena, &verdict, err)) return false;
        if (verdict.broken.n > 0)
            return doctor_say(out, DOCTOR_BAD, verdict.broken, "Журнал меняли в обход программы. Не удаляйте базу: сравните её с копиями («merilo verify КОПИЯ») и выясните, кто имел доступ к файлу.");
        n += verdict.chain.n;
        n_agree += verdict.n_witnesses;
    }
    Str words = arena_printf(arena, "Журнал цел: %s.", number_of(arena, n, "запись", "записи", "записей").at);
    if (n > 0 && n_agree == 0) return doctor_say(out, DOCTOR_CARE, words, "Сверить его не с чем: сделайте копию («merilo backup»), тогда и отрезанный конец журнала будет замечен.");
    return doctor_say(out, DOCTOR_GOOD, words, "");
}

const DoctorCheck doctor_audit = { .name = "audit", .title = "Журнал изменений", .tables = true, .slow = true, .look = look };
