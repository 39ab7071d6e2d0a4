#include "flow/audit_.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/audit.h"
#include "store/migrate.h"

struct Flow { Db *db; char *url; };

bool flow_open(const char *url, uint32_t node, Flow **out, Err *err)
{
    DbOptions options = { .create = false, .node = node };
    Db *db;
    if (!db_open(url, &options, &db, err)) return false;
    if (!schema_check(db, err)) {
        db_close(db);
        return false;
    }
    Flow *flow = calloc(1, sizeof *flow);
    BUG_ON(flow == NULL);
    flow->db = db;
    flow->url = strdup(url);
    BUG_ON(flow->url == NULL);
    *out = flow;
    return true;
}

void flow_close(Flow *flow)
{
    if (flow == NULL) return;
    db_close(flow->db);
    free(flow->url);
    free(flow);
}

const char *flow_url(const Flow *flow) { return flow->url; }
DbRead *flow_reader(Flow *flow) { return db_reader(flow->db); }
Db *flow_db(Flow *flow) { return flow->db; }

Who flow_program(int64_t region_id) { return (Who){ .region_id = region_id, .is_program = true, .login = STR_EMPTY, .name = STR("программа"), .post = STR_EMPTY }; }

bool flow_audit_all(DbWrite *write, const Who *who, uint32_t n, const AuditNote *notes, Err *err)
{
    Arena *arena = arena_new(0);
    AuditEntry *entries = arena_array(arena, AuditEntry, n + 1u);
    int64_t now = clock_now();
    for (uint32_t i = 0; i < n; i++) entries[i] = (AuditEntry){ .at = now, .account_id = who->account_id, .org_id = notes[i].org_id, .object = notes[i].object, .verb = notes[i].verb, .words = notes[i].words };
    bool done = audit_append_all(write, who->region_id, n, entries, err);
    arena_free(arena);
    return done;
}

bool flow_audit(DbWrite *write, const Who *who, const AuditNote *note, Err *err) { return flow_audit_all(write, who, 1, note, err); }
