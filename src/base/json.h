/* Writing JSON: keys in the order of calls, numbers with 12 significant digits (json_exact: 17) and a point, NaN and infinities as null. Two spaces of indent. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

typedef struct Json {
    Buf *out;
    int depth;
    bool first[32];
    bool after_key;
    bool compact; /* one line */
} Json;

void json_init(Json *json, Buf *out, bool compact);
void json_object(Json *json);
void json_object_end(Json *json);
void json_array(Json *json);
void json_array_end(Json *json);
void json_key(Json *json, const char *key);
void json_str(Json *json, Str s);
void json_z(Json *json, const char *z); /* NULL gives null */
void json_num(Json *json, double value);
void json_exact(Json *json, double value); /* 17 digits: the very same double when read */
void json_int(Json *json, long long value);
void json_bool(Json *json, bool value);
void json_null(Json *json);
/* key and value in one call */
void json_put_str(Json *json, const char *key, Str s);
void json_put_z(Json *json, const char *key, const char *z);
void json_put_num(Json *json, const char *key, double value);
void json_put_exact(Json *json, const char *key, double value);
void json_put_int(Json *json, const char *key, long long value);
void json_put_bool(Json *json, const char *key, bool value);

#endif
