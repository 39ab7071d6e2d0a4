#include "web/procedure_field.h"

#include "flow/procedure.h"

bool procedure_field(Ctx *ctx, Str chosen, const char *none, Field *out, Err *err)
{
    const ProcedureRow *rows;
    uint32_t n, n_options = 0;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &rows, &n, err)) return false;
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1u);
    options[n_options++] = (FieldOption){ .value = STR_EMPTY, .title = str_of(none) };
    for (uint32_t i = 0; i < n; i++)
        if (!procedure_by_places(&rows[i])) options[n_options++] = (FieldOption){ .value = rows[i].code, .title = rows[i].title };
    *out = (Field){ .kind = FIELD_SELECT, .name = STR("procedure"), .value = chosen, .n_options = n_options, .options = options };
    return true;
}
