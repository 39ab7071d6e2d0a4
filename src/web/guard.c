#include "web/guard.h"

#include <arpa/inet.h>

#include "base/limits.h"
#include "web/form.h"

#define REFUSE(status_, why_) return ((Refusal){ .status = (status_), .why = (why_) })
static const Refusal fine = { .status = 0 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool guard_same(Str text, const char *name)
{
    size_t i = 0;
    while (i < text.n && name[i] != '\0' && lower(text.at[i]) == lower(name[i])) i++;
    return i == text.n && name[i] == '\0';
}

static bool starts_same(Str text, const char *name)
{
    size_t n = strlen(name);
    return text.n >= n && guard_same(str_slice(text, 0, n), name);
}

Refusal guard_method(Str method, Method *out)
{
    static const char *const known[] = { "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT" };
    *out = METHOD_OTHER;
    if (str_eq(method, STR("GET"))) *out = METHOD_GET;
    else if (str_eq(method, STR("HEAD"))) *out = METHOD_HEAD;
    else if (str_eq(method, STR("POST"))) *out = METHOD_POST;
    if (*out != METHOD_OTHER) return fine;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(method, str_of(known[i]))) REFUSE(405, "Сервер понимает только запросы GET, HEAD и POST.");
    REFUSE(501, "Такого вида запросов сервер не знает.");
}

/* «//», «/./», «/../», control bytes and «\» have no place in our addresses; each is somebody's way around a rule. */
static bool path_fine(Str path)
{
    if (path.n == 0 || path.at[0] != '/') return false;
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (c < 0x20 || c == 0x7F || c == '\\') return false;
        if (c != '/' || i + 1 == path.n) continue;
        Str rest = str_slice(path, i + 1, path.n);
        const char *end = memchr(rest.at, '/', rest.n);
        Str segment = str_slice(rest, 0, end != NULL ? (size_t)(end - rest.at) : rest.n);
        if (segment.n == 0 || str_eq(segment, STR(".")) || str_eq(segment, STR(".."))) return false;
    }
    return true;
}

Refusal guard_target(Str target, Request *request, Arena *arena)
{
    static const char wrong[] = "Адрес страницы записан с ошибкой.";
    if (target.n > LIMIT_TARGET_BYTES) REFUSE(414, "Адрес страницы слишком длинный.");
    for (size_t i = 0; i < target.n; i++)
        if ((unsigned char)target.at[i] <= 0x20 || target.at[i] == 0x7F || target.at[i] == '#') REFUSE(400, wrong);
    size_t mark = str_find(target, STR("?"));
    Str raw_path = str_slice(target, 0, mark);
    request->raw_query = mark < target.n ? str_slice(target, mark + 1, target.n) : STR_EMPTY;
    /* An encoded slash would be a slash for us and a letter for a proxy. */
    for (size_t i = 0; i + 2 < raw_path.n; i++)
        if (starts_same(str_slice(raw_path, i, raw_path.n), "%2f")) REFUSE(400, wrong);
    if (!form_decode(raw_path, false, arena, &request->path) || !path_fine(request->path)) REFUSE(400, wrong);
    if (!form_pairs(request->raw_query, LIMIT_QUERY_FIELDS, arena, &request->query, &request->n_query, NULL)) REFUSE(400, wrong);
    return fine;
}

static bool token(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) return false;
    }
    return s.n != 0;
}

static bool value_fine(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.at[i] < 0x20 && s.at[i] != '\t') || s.at[i] == 0x7F) return false;
    return true;
}

/* «Школа-12.рф» is «xn--…» here; [::1]:8080 keeps its brackets. */
static bool host_read(Str value, Arena *arena, Str *out)
{
    size_t end = 0;
    if (value.n != 0 && value.at[0] == '[') {
        while (end < value.n && value.at[end] != ']') end++;
        end++;
    } else {
        while (end < value.n && value.at[end] != ':') end++;
    }
    if (end == 0 || end > value.n || end > 255) return false;
    char *name = arena_alloc(arena, end);
    for (size_t i = 0; i < end; i++) {
        name[i] = lower(value.at[i]);
        bool letter = (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'z') || name[i] == '.' || name[i] == '-' || name[i] == '_';
        bool bracket = value.at[0] == '[' && (name[i] == '[' || name[i] == ']' || name[i] == ':');
        if (!letter && !bracket) return false;
    }
    long long port;
    if (end < value.n && (value.at[end] != ':' || !str_to_int(str_slice(value, end + 1, value.n), &port) || port > 65535)) return false;
    *out = (Str){ name, end };
    return true;
}

/* The last address of «a, b, c». */
static Str last_hop(Str value, Arena *arena)
{
    for (size_t i = value.n; i > 0; i--)
        if (value.at[i - 1] == ',') {
            value = str_slice(value, i, value.n);
            break;
        }
    unsigned char bytes[16];
    const char *z = arena_z(arena, str_trim(value));
    return inet_pton(AF_INET, z, bytes) == 1 || inet_pton(AF_INET6, z, bytes) == 1 ? str_of(z) : STR_EMPTY;
}

static bool boundary_read(Str type, Str *out)
{
    size_t at = str_find(type, STR(";"));
    while (at < type.n) {
        Str piece = str_slice(type, at + 1, type.n);
        size_t next = str_find(piece, STR(";"));
        at = next == SIZE_MAX ? type.n : at + 1 + next;
        piece = str_trim(str_slice(piece, 0, next));
        if (!starts_same(piece, "boundary=")) continue;
        Str value = str_slice(piece, 9, piece.n);
        if (value.n >= 2 && value.at[0] == '"' && value.at[value.n - 1] == '"') value = str_slice(value, 1, value.n - 1);
        for (size_t i = 0; i < value.n; i++)
            if (value.at[i] <= 0x20 || value.at[i] >= 0x7F || value.at[i] == '"') return false;
        *out = value;
        return value.n != 0 && value.n <= 70; /* RFC 2046 */
    }
    return false;
}

static Refusal body_read(Request *request, Guarded *out)
{
    if (out->n_body == 0) return fine;
    if (request->method != METHOD_POST) REFUSE(400, "У запроса страницы не бывает содержимого.");
    Str type = str_trim(str_slice(request->content_type, 0, str_find(request->content_type, STR(";"))));
    size_t most = LIMIT_FORM_BODY;
    if (guard_same(type, "application/x-www-form-urlencoded")) {
        out->kind = BODY_FORM;
    } else if (guard_same(type, "application/json")) {
        out->kind = BODY_JSON;
        most = LIMIT_JSON_BODY;
    } else if (guard_same(type, "multipart/form-data")) {
        out->kind = BODY_MULTIPART;
        most = LIMIT_UPLOAD_BYTES;
        if (!boundary_read(request->content_type, &out->boundary)) REFUSE(400, "Отправка записана с ошибкой: не указана граница частей.");
    } else {
        REFUSE(415, "Сервер принимает формы, файлы из форм и JSON.");
    }
    if (out->n_body > most)
        REFUSE(413, out->kind == BODY_MULTIPART ? "Отправка больше 64 МБ: разделите её на части." : "В форме слишком много текста: отправьте его файлом.");
    return fine;
}

Refusal guard_headers(const Pair *headers, uint32_t n, const char *const *hosts, uint32_t n_hosts, Request *request, Guarded *out, Arena *arena)
{
    Str length = STR_EMPTY, host = STR_EMPTY, coding = STR_EMPTY, expect = STR_EMPTY, forwarded = STR_EMPTY, proto = STR_EMPTY, cookie = STR_EMPTY;
    /* Each at most once: of two, one server believes the first and another the last. */
    const struct { const char *name; Str *to; } single[] = {
        { "content-length", &length }, { "host", &host }, { "transfer-encoding", &coding }, { "expect", &expect },
        { "x-forwarded-proto", &proto }, { "cookie", &cookie }, { "accept", &request->accept }, { "content-type", &request->content_type },
        { "origin", &request->origin }, { "sec-fetch-site", &request->sec_fetch_site }, { "authorization", &request->authorization },
        { "if-none-match", &request->if_none_match }, { "user-agent", &request->user_agent },
    };
    enum { N_SINGLE = sizeof single / sizeof *single };
    bool seen[N_SINGLE] = { false };
    for (uint32_t k = 0; k < N_SINGLE; k++) *single[k].to = STR_EMPTY;
    if (n > LIMIT_HEADERS) REFUSE(431, "В запросе слишком много заголовков.");
    for (uint32_t i = 0; i < n; i++) {
        if (!token(headers[i].name) || !value_fine(headers[i].value)) REFUSE(400, "Заголовок запроса записан с ошибкой.");
        if (guard_same(headers[i].name, "x-forwarded-for")) forwarded = headers[i].value; /* the last one is the nearest proxy's */
        for (uint32_t k = 0; k < N_SINGLE; k++) {
            if (!guard_same(headers[i].name, single[k].name)) continue;
            if (seen[k]) REFUSE(400, "Заголовок запроса повторён.");
            seen[k] = true;
            *single[k].to = str_trim(headers[i].value);
        }
    }
    if (seen[2]) REFUSE(seen[0] ? 400 : 411, "Длина содержимого должна быть названа заранее.");
    if (!seen[1] || !host_read(host, arena, &request->host)) REFUSE(400, "В запросе не названо имя сервера.");
    request->authority = host;
    bool ours = n_hosts == 0;
    for (uint32_t i = 0; i < n_hosts; i++) ours |= guard_same(request->host, hosts[i]);
    if (!ours) REFUSE(421, "Этот сервер так не называется: проверьте адрес.");
    long long bytes = 0;
    if (seen[0] && !str_to_int(length, &bytes)) REFUSE(400, "Длина содержимого записана с ошибкой.");
    if (seen[3] && !guard_same(expect, "100-continue")) REFUSE(417, "Сервер не понимает условия запроса.");
    *out = (Guarded){ .n_body = (uint64_t)bytes, .boundary = STR_EMPTY };
    out->forwarded_for = last_hop(forwarded, arena);
    out->forwarded_https = guard_same(proto, "https");
    out->cookie = cookie;
    return body_read(request, out);
}
