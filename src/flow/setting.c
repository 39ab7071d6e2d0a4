#include "flow/setting.h"

#include "base/clock.h"
#include "flow/audit_.h"
#include "store/org.h"

bool flow_demand_system(Flow *flow, const Who *who, Org *root, Arena *arena, Err *err)
{
    bool found;
    if (!org_by_id(flow_reader(flow), who->region_id, who->region_id, arena, root, &found, err)) return false;
    if (!found) return who->is_program || err_set(err, ERR_NOT_FOUND, "", "Организации нет.");
    return who_demand(who, RIGHT_SYSTEM, root->path, err);
}

typedef struct Putting { const Who *who; const Org *root; const SettingChange *changes; uint32_t n, n_changed; Arena *arena; } Putting;

static Str shown(const SettingKind *kind, Str value)
{
    if (kind->type == SETTING_FLAG) return str_eq(value, STR("1")) ? STR("да") : STR("нет");
    return value.n > 0 ? value : STR("пусто");
}

static bool put_body(DbWrite *write, void *context, Err *err)
{
    Putting *putting = context;
    putting->n_changed = 0;
    for (uint32_t i = 0; i < putting->n; i++) {
        const SettingKind *kind = putting->changes[i].kind;
        Str before, after = putting->changes[i].value;
        bool secret = kind->type == SETTING_SECRET;
        if (!setting_text(db_within(write), kind->name, putting->arena, &before, err)) return false;
        if (str_eq(before, after) || (secret && after.n == 0)) continue;
        Str words = secret ? arena_printf(putting->arena, "%s: значение заменено", kind->title)
                           : arena_printf(putting->arena, "%s: %.*s → %.*s", kind->title, STR_ARG(shown(kind, before)), STR_ARG(shown(kind, after)));
        AuditNote note = { .org_id = putting->root->id, .object = arena_printf(putting->arena, "setting/%s", kind->name), .verb = STR("изменена настройка"), .words = words };
        if (!setting_put(write, kind->name, after, clock_now(), err) || !flow_audit(write, putting->who, &note, err)) return false;
        putting->n_changed++;
    }
    return true;
}

bool flow_settings_put(Flow *flow, const Who *who, const SettingChange *changes, uint32_t n, uint32_t *n_changed, Err *err)
{
    Arena *arena = arena_new(0);
    Org root;
    bool done = flow_demand_system(flow, who, &root, arena, err);
    for (uint32_t i = 0; i < n && done; i++) done = setting_check(changes[i].kind, changes[i].value, err);
    Putting putting = { .who = who, .root = &root, .changes = changes, .n = n, .arena = arena };
    done = done && db_tx(flow_db(flow), put_body, &putting, err);
    if (done && n_changed != NULL) *n_changed = putting.n_changed;
    arena_free(arena);
    return done;
}
