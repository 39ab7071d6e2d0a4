/* An address as it stands on the first line of a request: what the guard lets through finds a page or none; the page's parameters are checked in words. */
#include <stdint.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "web/guard.h"
#include "web/route.h"
#include "web/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static Str segment(Str *rest)
{
    *rest = str_slice(*rest, 1, rest->n); /* over the slash */
    size_t end = str_find(*rest, STR("/"));
    Str out = str_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? STR_EMPTY : str_slice(*rest, end, rest->n);
    return out;
}

/* The page's path with the values in place of parameters is the address again. */
static void check_match(const Route *route)
{
    Str pattern = str_of(route->page->path), given = route->self;
    uint32_t i_value = 0;
    while (pattern.n > 0) {
        BUG_ON(given.n == 0);
        Str wanted = segment(&pattern), stands = segment(&given);
        if (wanted.n > 1 && wanted.at[0] == ':') {
            BUG_ON(i_value == route->n_values || stands.n == 0);
            Pair value = route->values[i_value++];
            BUG_ON(!str_eq(value.name, str_slice(wanted, 1, wanted.n)) || !str_eq(value.value, stands));
        } else {
            BUG_ON(!str_eq(wanted, stands));
        }
    }
    BUG_ON(given.n > 0 || i_value != route->n_values);
    BUG_ON(route->format != FORMAT_HTML && (route->page->no_formats || route->page->raw != NULL));
}

/* An address that we write leads where it was read from. */
static void check_written(Str path, const Route *route, Arena *arena)
{
    Buf written;
    buf_init(&written, 0);
    for (Str rest = path; rest.n > 0;) {
        Str text = url_encode(arena, segment(&rest));
        buf_printf(&written, "/%.*s", STR_ARG(text));
    }
    Request again = { .method = METHOD_GET };
    Str address = arena_str(arena, buf_str(&written));
    buf_free(&written);
    BUG_ON(!url_is_local(address));
    if (address.n > LIMIT_TARGET_BYTES) return; /* percents have made it longer than the guard takes */
    BUG_ON(guard_target(address, &again, arena).status != 0 || !str_eq(again.path, path) || again.n_query != 0);
    Route found = route_find(again.path);
    BUG_ON(found.page != route->page || found.format != route->format || found.n_values != route->n_values);
}

static void check_refusal(const Route *route, const Request *request)
{
    Err err = { 0 };
    if (route_check(route->page, request, route, &err)) return;
    BUG_ON(err.code != ERR_INPUT || err.what[0] == '\0' || !utf8_valid(str_of(err.what)) || !utf8_valid(str_of(err.hint)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new((size_t)256 << 20);
    Request request = { .method = METHOD_GET };
    if (guard_target((Str){ (const char *)bytes, n }, &request, arena).status == 0) {
        Route route = route_find(request.path);
        if (route.page != NULL) {
            check_match(&route);
            check_written(request.path, &route, arena);
            check_refusal(&route, &request);
        }
    }
    arena_free(arena);
    return 0;
}
