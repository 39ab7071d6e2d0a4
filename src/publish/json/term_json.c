#include "publish/json/json_.h"
#include "publish/publish.h"

#include "base/date.h"

void term_json(const Term *term, Json *json, Arena *arena)
{
    json_object(json);
    json_put_str(json, "text", term->text);
    json_put_z(json, "kind", term_kind_word(term->kind));
    json_key(json, "windows");
    json_array(json);
    for (uint32_t i = 0; i < term->n_windows; i++) {
        json_object(json);
        json_put_or_null(json, "from", date_iso(arena, term->windows[i].from));
        json_put_or_null(json, "to", date_iso(arena, term->windows[i].to));
        json_object_end(json);
    }
    json_array_end(json);
    json_put_or_null(json, "anchor", term->anchor);
    json_put_or_null(json, "offset", term->offset);
    json_put_or_null(json, "recurrence", term->recurrence);
    json_put_list(json, "repairs", term->n_repairs, term->repairs);
    json_put_list(json, "warnings", term->n_warnings, term->warnings);
    json_object_end(json);
}
