#include "flow/nightly.h"

#include "base/clock.h"
#include "base/date.h"
#include "flow/audit_.h"
#include "flow/job.h"
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

bool flow_nightly(Flow *flow, Err *err)
{
    int64_t now = clock_now() + DATE_ZONE_S, hour, last;
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
