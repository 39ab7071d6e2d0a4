#include "flow/doctor.h"

#include "base/clock.h"
#include "flow/audit_.h"

const char *doctor_state_title(DoctorState state)
{
    static const char *const titles[] = { "в порядке", "не проверено", "обратите внимание", "исправьте" };
    return titles[state];
}

bool doctor_say(DoctorFinding *out, DoctorState state, Str words, const char *fix)
{
    out->state = state;
    out->words = words;
    out->fix = str_of(fix);
    return true;
}

void doctor_look(const DoctorAsk *ask, Arena *arena, const DoctorFinding **out, uint32_t *n)
{
    uint32_t room = 0;
    while (doctor_registry[room] != NULL) room++;
    DoctorFinding *findings = arena_array(arena, DoctorFinding, room);
    *n = 0;
    for (uint32_t i = 0; i < room; i++) {
        const DoctorCheck *check = doctor_registry[i];
        if ((check->tables && !ask->schema_fits) || (check->slow && ask->quick) || (check->server && ask->server == NULL)) continue;
        DoctorFinding *finding = &findings[(*n)++];
        finding->check = check;
        Err err = { 0 };
        if (!check->look(ask, arena, finding, &err)) doctor_say(finding, DOCTOR_UNKNOWN, arena_str(arena, str_of(err.what)), "");
    }
    *out = findings;
}

void flow_doctor(Flow *flow, const DoctorServer *server, Arena *arena, const DoctorFinding **out, uint32_t *n)
{
    DoctorAsk ask = { .url = flow_url(flow), .db = flow_db(flow), .schema_fits = true, .server = server, .quick = true, .now = clock_now() };
    doctor_look(&ask, arena, out, n);
}
