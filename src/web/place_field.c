#include "web/place_field.h"

#include "publish/rich.h"
#include "store/org.h"

enum { LONGEST_LIST = 120 };

void place_role_field(Ask *ask, Str chosen)
{
    Ctx *ctx = ask->ctx;
    FieldOption *options = arena_array(ctx->arena, FieldOption, N_ROLES);
    uint32_t n = 0;
    for (Role role = ROLE_ADMIN; role < N_ROLES; role++) {
        bool may = false;
        for (uint32_t i = 0; i < ctx->who->n_grants; i++) may = may || role_may_grant(ctx->who->grants[i].role, role);
        if (may) options[n++] = (FieldOption){ .value = str_of(role_word(role)), .title = str_of(role_title(role)), .hint = str_of(role_what(role)) };
    }
    Field *field = ask_field(ask, FIELD_RADIO, "role", "Роль", chosen);
    ask_options(field, n, options);
}

bool place_org_field(Ask *ask, Str path, Str chosen, Err *err)
{
    Ctx *ctx = ask->ctx;
    const Org *orgs;
    uint32_t n, n_options = 0;
    if (!org_within_path(flow_reader(ctx->flow), ctx->who->region_id, path, (OrgKind)0, ctx->arena, &orgs, &n, err)) return false;
    FieldOption *options = arena_array(ctx->arena, FieldOption, LONGEST_LIST + 1u);
    for (OrgKind kind = ORG_REGION; kind <= ORG_SCHOOL; kind++)
        for (uint32_t i = 0; i < n && n_options <= LONGEST_LIST; i++)
            if (orgs[i].kind == kind) options[n_options++] = (FieldOption){ .value = orgs[i].code, .title = CTX_TEXT(ctx, "%.*s (%.*s)", STR_ARG(orgs[i].name), STR_ARG(orgs[i].code)) };
    bool list = n_options <= LONGEST_LIST;
    Field *field = ask_field(ask, list ? FIELD_SELECT : FIELD_TEXT, "place", "Организация", chosen);
    if (list) ask_options(field, n_options, options);
    else field->hint = STR("Код организации: логин школы или код муниципалитета, как в списке школ.");
    return true;
}
