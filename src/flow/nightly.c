#include "flow/nightly.h"

#include "base/clock.h"
#include "base/date.h"
#include "flow/audit_.h"
#include "flow/job.h"
#include "store/notice.h"
#include "store/org.h"
#include "store/setting.h"

/* Kinds of flow/job/registry.list. The copy is of the whole database, so one tree asks for it; the others are of each tree. */
static const struct { const char *kind; bool once; } nightly[] = { { "backup", true }, { "retention", true }, { "expire", false } };

static bool note_body(DbWrite *write, void *context, Err *err)
{
    return setting_put(write, "nightly.day", *(const Str *)context, clock_now(), err);
}

static bool ask(Flow *flow, const Org *root, const char *kind, Err *err)
{
    Who program = flow_program(root->id);
    JobAsk job = { .kind = kind, .region_id = root->id, .org_id = root->id, .args = STR_EMPTY, .once = true };
    return flow_job_ask(flow, &program, &job, NULL, err);
}

static bool ask_all(Flow *flow, Arena *arena, Err *err)
{
    DbRead *read = flow_reader(flow);
    const Org *roots;
    uint32_t n;
    int64_t copies;
    if (!org_roots(read, arena, &roots, &n, err) || !setting_int(read, "backup.nightly", &copies, err)) return false;
    for (size_t i = 0; i < sizeof nightly / sizeof *nightly; i++) {
        if (job_kind_find(str_of(nightly[i].kind)) == NULL || (copies == 0 && i == 0)) continue;
        for (uint32_t k = 0; k < n && (k == 0 || !nightly[i].once); k++)
            if (!ask(flow, &roots[k], nightly[i].kind, err)) return false;
    }
    return true;
}

/* ---- some times a day ---- */

enum { SLOT_HOURS = 4, LAST_HOUR = 21 };

static bool note_slot(DbWrite *write, void *context, Err *err)
{
    return setting_put(write, "remind.slot", *(const Str *)context, clock_now(), err);
}

/* From the hour of the settings, every four hours until the evening; a server that stood still catches up with one run. */
static bool remind(Flow *flow, int64_t now, Err *err)
{
    DbRead *read = flow_reader(flow);
    int64_t last, from, hour = now % 86400 / 3600;
    if (!setting_int(read, "remind.slot", &last, err) || !setting_int(read, "remind.hour", &from, err)) return false;
    int64_t slot = now / 86400 * 6 + (hour - from) / SLOT_HOURS;
    if (hour < from || hour >= LAST_HOUR || slot == last) return true;
    Arena *arena = arena_new(0);
    const Org *roots;
    uint32_t n;
    Str text = arena_printf(arena, "%lld", (long long)slot);
    bool done = org_roots(read, arena, &roots, &n, err);
    for (uint32_t i = 0; done && i < n; i++) done = ask(flow, &roots[i], "remind", err);
    done = done && db_tx(flow_db(flow), note_slot, &text, err);
    arena_free(arena);
    return done;
}

static bool nightly_jobs(Flow *flow, int64_t now, Err *err)
{
    int64_t hour, last;
    DbRead *read = flow_reader(flow);
    if (!setting_int(read, "nightly.day", &last, err) || !setting_int(read, "backup.hour", &hour, err)) return false;
    int64_t today = now / 86400;
    if (today == last || now % 86400 < hour * 3600) return true;
    Arena *arena = arena_new(0);
    Str day = arena_printf(arena, "%lld", (long long)today);
    bool done = ask_all(flow, arena, err) && db_tx(flow_db(flow), note_body, &day, err);
    arena_free(arena);
    return done;
}

/* ---- letters ---- */

enum { MAIL_EVERY_S = 30 };

/* Letters whose time has come; looked for twice a minute. */
static bool mail(Flow *flow, int64_t now, Err *err)
{
    DbRead *read = flow_reader(flow);
    const Org *roots;
    uint32_t n;
    Str server = STR_EMPTY;
    if (now % MAIL_EVERY_S > 1) return true; /* asked every second, so one of two is met */
    Arena *arena = arena_new(0);
    bool done = setting_text(read, "smtp.url", arena, &server, err) && org_roots(read, arena, &roots, &n, err);
    for (uint32_t i = 0; done && server.n > 0 && i < n; i++) {
        bool waits;
        done = mail_waits(read, roots[i].region_id, now - DATE_ZONE_S, &waits, err) && (!waits || ask(flow, &roots[i], "mail", err));
    }
    arena_free(arena);
    return done;
}

bool flow_nightly(Flow *flow, Err *err)
{
    int64_t now = clock_now() + DATE_ZONE_S;
    return nightly_jobs(flow, now, err) && remind(flow, now, err) && mail(flow, now, err);
}
