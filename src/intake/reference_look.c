#include "intake/reference_look_.h"

#include <math.h>

bool look_wrong(Look *look, const char *key, const char *what)
{
    if (!look->failed) err_set(look->err, ERR_INPUT, "Возьмите выгрузку заново: merilo export --reference.", "Выгрузка «%.*s», норма %u: %s — %s.", STR_ARG(look->file), look->i_norm + 1, key, what);
    look->failed = true;
    return false;
}

double look_number(Look *look, const json_t *object, const char *key, double low, double high)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL || json_is_null(value)) return NAN;
    double x = json_number_value(value);
    if (!json_is_number(value) || !(x >= low && x <= high)) look_wrong(look, key, "не то число");
    return x;
}

double look_needed(Look *look, const json_t *object, const char *key, double low, double high)
{
    double x = look_number(look, object, key, low, high);
    if (isnan(x)) look_wrong(look, key, "нужно число");
    return x;
}

unsigned look_whole(Look *look, const json_t *object, const char *key, unsigned low, unsigned high)
{
    double x = look_number(look, object, key, low, high);
    if (isnan(x) || x != floor(x)) {
        look_wrong(look, key, "нужно целое число");
        return low;
    }
    return (unsigned)x;
}

Str look_text(Look *look, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value) || json_string_length(value) > 1000) {
        look_wrong(look, key, "нужна строка");
        return STR_EMPTY;
    }
    return arena_str(look->arena, (Str){ json_string_value(value), json_string_length(value) });
}

double *look_numbers(Look *look, const json_t *object, const char *key, size_t n, double low, double high)
{
    const json_t *list = json_object_get(object, key);
    if (list == NULL || json_is_null(list)) return NULL;
    if (!json_is_array(list) || json_array_size(list) != n) {
        look_wrong(look, key, "не та длина ряда");
        return NULL;
    }
    double *x = arena_array(look->arena, double, n);
    for (size_t i = 0; i < n; i++) {
        const json_t *value = json_array_get(list, i);
        x[i] = json_is_null(value) ? (double)NAN : json_number_value(value);
        if (!json_is_null(value) && (!json_is_number(value) || !(x[i] >= low && x[i] <= high))) look_wrong(look, key, "в ряду не то число");
    }
    return x;
}
