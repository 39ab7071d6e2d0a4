#include "web/form.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/percent.h"
#include "base/utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Into at, which has room for raw.n bytes. */
static bool decode_into(Str raw, bool plus, char *at, size_t *n_out)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.at[i];
        if (c == '%') {
            int high = raw.n - i > 2 ? hex(raw.at[i + 1]) : -1, low = raw.n - i > 2 ? hex(raw.at[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (c == '\0') return false;
        at[n++] = c;
    }
    *n_out = n;
    return true;
}

bool form_decode(Str raw, bool plus, Arena *arena, Str *out)
{
    bool encoded = (raw.n != 0) && (memchr(raw.at, '%', raw.n) != NULL || (plus && memchr(raw.at, '+', raw.n) != NULL));
    if (encoded) {
        char *at = arena_alloc(arena, raw.n);
        size_t n;
        if (!decode_into(raw, plus, at, &n)) return false;
        raw = (Str){ at, n };
    } else if (raw.n != 0 && memchr(raw.at, '\0', raw.n) != NULL) {
        return false;
    }
    if (!utf8_valid(raw)) return false;
    *out = raw;
    return true;
}

/* The piece of *rest before the separator; *rest moves behind it. */
static Str cut(Str *rest, char separator)
{
    const char *at = rest->n != 0 ? memchr(rest->at, separator, rest->n) : NULL;
    size_t n = at != NULL ? (size_t)(at - rest->at) : rest->n;
    Str piece = { rest->at, n };
    *rest = str_slice(*rest, at != NULL ? n + 1 : n, rest->n);
    return piece;
}

bool form_pairs(Str raw, uint32_t most, Arena *arena, const Pair **out, uint32_t *n_out, Err *err)
{
    uint32_t n = 0, room = raw.n != 0;
    for (size_t i = 0; i < raw.n && room <= most; i++) room += raw.at[i] == '&';
    if (room > most) return err_set(err, ERR_LIMIT, "Разделите отправку на части.", "В запросе больше %u полей.", most);
    Pair *pairs = arena_array(arena, Pair, room);
    while (raw.n != 0) {
        Str value = cut(&raw, '&');
        if (value.n == 0) continue;
        Str name = cut(&value, '=');
        if (!form_decode(name, true, arena, &pairs[n].name) || !form_decode(value, true, arena, &pairs[n].value))
            return err_set(err, ERR_INPUT, "Откройте страницу заново и повторите.", "Поле запроса записано с ошибкой: это не текст UTF-8.");
        n++;
    }
    *out = pairs;
    *n_out = n;
    return true;
}

static bool cookie_text(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] < 0x21 || s.at[i] > 0x7E || s.at[i] == ',' || s.at[i] == '\\') return false; /* char is signed or not: bytes over 0x7F are refused both ways */
    return true;
}

void form_cookies(Str header, Str prefix, Arena *arena, const Pair **out, uint32_t *n_out)
{
    Pair *pairs = arena_array(arena, Pair, LIMIT_COOKIES);
    uint32_t n = 0;
    while (header.n != 0 && n < LIMIT_COOKIES) {
        Str value = str_trim(cut(&header, ';'));
        Str name = cut(&value, '=');
        if (value.n >= 2 && value.at[0] == '"' && value.at[value.n - 1] == '"') value = str_slice(value, 1, value.n - 1);
        if (!str_starts(name, prefix) || name.n == prefix.n || !cookie_text(name) || !cookie_text(value)) continue;
        pairs[n++] = (Pair){ str_slice(name, prefix.n, name.n), value };
    }
    *out = pairs;
    *n_out = n;
}

static bool plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

static Str taken(Buf *buf, Arena *arena)
{
    Str text = arena_str(arena, buf_str(buf));
    buf_free(buf);
    return text;
}

Str form_disposition(Str name, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    buf_add_z(&buf, "filename=\"");
    for (size_t i = 0; i < name.n;) {
        uint32_t cp = utf8_next(name, &i);
        buf_add_char(&buf, cp == ' ' || (cp < 0x80 && plain((char)cp)) ? (char)cp : '_');
    }
    buf_add_z(&buf, "\"; filename*=UTF-8''");
    buf_add(&buf, percent_encode(arena, name));
    return taken(&buf, arena);
}

Str form_location(Str address, Arena *arena)
{
    Buf buf;
    buf_init(&buf, 0);
    for (size_t i = 0; i < address.n; i++) {
        char c = address.at[i];
        if (c > 0x20 && c < 0x7F && strchr("\"<>\\^`{|}", c) == NULL) buf_add_char(&buf, c);
        else buf_printf(&buf, "%%%02X", (unsigned)(unsigned char)c);
    }
    return taken(&buf, arena);
}

static Str first(const Pair *pairs, uint32_t n, const char *name)
{
    Str wanted = str_of(name);
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(pairs[i].name, wanted)) return pairs[i].value;
    return STR_EMPTY;
}

Str request_query(const Request *request, const char *name) { return first(request->query, request->n_query, name); }

Str request_field(const Request *request, const char *name) { return first(request->fields, request->n_fields, name); }

Str request_cookie(const Request *request, const char *name) { return first(request->cookies, request->n_cookies, name); }
