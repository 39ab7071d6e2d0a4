/* A request as texts: first line the target, second the method, then «Name: value» lines; whatever is let through must hold what the contract promises. */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "web/form.h"
#include "web/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define MUST(condition) \
    do {                \
        if (!(condition)) abort(); \
    } while (0)

static Str line(Str *rest)
{
    size_t end = str_find(*rest, STR("\n"));
    Str out = str_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? STR_EMPTY : str_slice(*rest, end + 1, rest->n);
    return out;
}

static bool has_nul(Str s) { return s.n != 0 && memchr(s.at, '\0', s.n) != NULL; }

static void check_target(const Request *request)
{
    Str path = request->path;
    MUST(path.n != 0 && path.at[0] == '/' && utf8_valid(path) && !has_nul(path));
    MUST(str_find(path, STR("//")) == SIZE_MAX && str_find(path, STR("/../")) == SIZE_MAX && str_find(path, STR("\\")) == SIZE_MAX && !str_ends(path, STR("/..")));
    MUST(request->n_query <= LIMIT_QUERY_FIELDS);
    for (uint32_t i = 0; i < request->n_query; i++)
        MUST(utf8_valid(request->query[i].name) && utf8_valid(request->query[i].value) && !has_nul(request->query[i].name) && !has_nul(request->query[i].value));
}

static void check_headers(const Request *request, const Guarded *guarded)
{
    MUST(request->host.n != 0 && request->host.n <= 255);
    for (size_t i = 0; i < request->host.n; i++) MUST(request->host.at[i] > 0x20 && strchr("/?#@\\<>\"'%", request->host.at[i]) == NULL);
    MUST(guarded->forwarded_for.n < 46);
    MUST((guarded->kind == BODY_NONE) == (guarded->n_body == 0));
    MUST(guarded->n_body <= LIMIT_UPLOAD_BYTES);
    if (guarded->n_body != 0) MUST(request->method == METHOD_POST);
    if (guarded->kind == BODY_MULTIPART) MUST(guarded->boundary.n >= 1 && guarded->boundary.n <= 70);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const hosts[] = { "school.example" };
    Arena *arena = arena_new((size_t)256 << 20);
    Request request = { 0 };
    Guarded guarded = { 0 };
    Pair headers[LIMIT_HEADERS + 1];
    uint32_t n_headers = 0;
    Str rest = { (const char *)bytes, n };
    Str target = line(&rest), method = line(&rest);
    while (rest.n != 0 && n_headers <= LIMIT_HEADERS) {
        Str value = line(&rest);
        size_t colon = str_find(value, STR(":"));
        headers[n_headers++] = (Pair){ str_slice(value, 0, colon), colon == SIZE_MAX ? STR_EMPTY : str_slice(value, colon + 1, value.n) };
    }
    if (guard_method(method, &request.method).status != 0) request.method = METHOD_POST;
    if (guard_target(target, &request, arena).status == 0) check_target(&request);
    if (guard_headers(headers, n_headers, hosts, n % 2, &request, &guarded, arena).status == 0) check_headers(&request, &guarded);
    Str sent = form_location(target, arena), name = form_disposition(target, arena);
    for (size_t i = 0; i < sent.n; i++) MUST(sent.at[i] > 0x20 && sent.at[i] < 0x7F);
    for (size_t i = 0; i < name.n; i++) MUST(name.at[i] >= 0x20 && name.at[i] < 0x7F);
    arena_free(arena);
    return 0;
}
