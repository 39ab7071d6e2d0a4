#include "base/json.h"

#include <math.h>

void json_init(Json *json, Buf *out, bool compact)
{
    *json = (Json){ .out = out, .compact = compact };
    json->first[0] = true;
}

static void line(Json *json)
{
    if (json->compact) return;
    buf_add_char(json->out, '\n');
    for (int i = 0; i < json->depth; i++) buf_add_z(json->out, "  ");
}

/* What stands before a value or a key. */
static void before(Json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (!json->first[json->depth]) buf_add_char(json->out, ',');
    json->first[json->depth] = false;
    if (json->depth > 0) line(json);
}

static void open_level(Json *json, char bracket)
{
    before(json);
    buf_add_char(json->out, bracket);
    json->depth++;
    BUG_ON(json->depth >= (int)(sizeof json->first / sizeof *json->first));
    json->first[json->depth] = true;
}

static void close_level(Json *json, char bracket)
{
    BUG_ON(json->depth == 0);
    bool empty = json->first[json->depth];
    json->depth--;
    if (!empty) line(json);
    buf_add_char(json->out, bracket);
    if (json->depth == 0 && !json->compact) buf_add_char(json->out, '\n');
}

void json_object(Json *json) { open_level(json, '{'); }
void json_object_end(Json *json) { close_level(json, '}'); }
void json_array(Json *json) { open_level(json, '['); }
void json_array_end(Json *json) { close_level(json, ']'); }

static void quoted(Buf *out, Str s)
{
    buf_add_char(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        buf_add(out, str_slice(s, from, i));
        from = i + 1;
        switch (c) {
        case '"': buf_add_z(out, "\\\""); break;
        case '\\': buf_add_z(out, "\\\\"); break;
        case '\n': buf_add_z(out, "\\n"); break;
        case '\t': buf_add_z(out, "\\t"); break;
        case '\r': buf_add_z(out, "\\r"); break;
        default: buf_printf(out, "\\u%04x", c);
        }
    }
    buf_add(out, str_slice(s, from, s.n));
    buf_add_char(out, '"');
}

void json_key(Json *json, const char *key)
{
    before(json);
    quoted(json->out, str_of(key));
    buf_add_z(json->out, json->compact ? ":" : ": ");
    json->after_key = true;
}

void json_str(Json *json, Str s)
{
    before(json);
    quoted(json->out, s);
}

void json_z(Json *json, const char *z)
{
    if (z == NULL) json_null(json);
    else json_str(json, str_of(z));
}

void json_num(Json *json, double value)
{
    before(json);
    if (!isfinite(value)) buf_add_z(json->out, "null");
    else buf_printf(json->out, "%.12g", value == 0 ? 0.0 : value); /* no «-0» */
}

void json_exact(Json *json, double value)
{
    before(json);
    if (!isfinite(value)) buf_add_z(json->out, "null");
    else buf_printf(json->out, "%.17g", value == 0 ? 0.0 : value);
}

void json_int(Json *json, long long value)
{
    before(json);
    buf_printf(json->out, "%lld", value);
}

void json_bool(Json *json, bool value)
{
    before(json);
    buf_add_z(json->out, value ? "true" : "false");
}

void json_null(Json *json)
{
    before(json);
    buf_add_z(json->out, "null");
}

void json_put_str(Json *json, const char *key, Str s) { json_key(json, key); json_str(json, s); }
void json_put_z(Json *json, const char *key, const char *z) { json_key(json, key); json_z(json, z); }
void json_put_num(Json *json, const char *key, double value) { json_key(json, key); json_num(json, value); }
void json_put_exact(Json *json, const char *key, double value) { json_key(json, key); json_exact(json, value); }
void json_put_int(Json *json, const char *key, long long value) { json_key(json, key); json_int(json, value); }
void json_put_bool(Json *json, const char *key, bool value) { json_key(json, key); json_bool(json, value); }
