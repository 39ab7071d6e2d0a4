/* Requisites out of the database. A file of its own: the library's names and those of base/json.h are the same. */
#include "flow/paper_.h"

#include <jansson.h>

bool paper_fields_read(Str fields, Arena *arena, PaperRequisites *out, Err *err)
{
    json_error_t error;
    json_t *root = json_loadb(fields.at, fields.n, 0, &error);
    if (root == NULL) return err_set(err, ERR_BUG, "Введите реквизиты заново.", "Записанные реквизиты не читаются.");
    for (const PaperRequisite *field = paper_requisites(); field->name != NULL; field++) {
        const json_t *value = json_object_get(root, field->name);
        if (json_is_string(value)) paper_requisite_set(out, field, arena_str(arena, (Str){ json_string_value(value), json_string_length(value) }));
    }
    json_decref(root);
    return true;
}

