#include "publish/publish.h"

#include "base/date.h"

static void put_or_null(Json *json, const char *key, Str text)
{
    json_key(json, key);
    if (text.n > 0) json_str(json, text);
    else json_null(json);
}

static void put_list(Json *json, const char *key, uint32_t n, const Str *texts)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < n; i++) json_str(json, texts[i]);
    json_array_end(json);
}

void term_json(const Term *term, Json *json, Arena *arena)
{
    json_object(json);
    json_put_str(json, "text", term->text);
    json_put_z(json, "kind", term_kind_word(term->kind));
    json_key(json, "windows");
    json_array(json);
    for (uint32_t i = 0; i < term->n_windows; i++) {
        json_object(json);
        put_or_null(json, "from", date_iso(arena, term->windows[i].from));
        put_or_null(json, "to", date_iso(arena, term->windows[i].to));
        json_object_end(json);
    }
    json_array_end(json);
    put_or_null(json, "anchor", term->anchor);
    put_or_null(json, "offset", term->offset);
    put_or_null(json, "recurrence", term->recurrence);
    put_list(json, "repairs", term->n_repairs, term->repairs);
    put_list(json, "warnings", term->n_warnings, term->warnings);
    json_object_end(json);
}
