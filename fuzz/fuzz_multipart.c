/* A multipart body: the first byte chooses how it is cut into pieces, and no way of cutting changes what is understood. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

typedef struct Seen { Buf told; bool inside; } Seen;

static bool begin(void *context, Str field, bool file, Str name, Err *err)
{
    Seen *seen = context;
    (void)err;
    if (seen->inside || field.n == 0 || !utf8_valid(field) || !utf8_valid(name)) abort();
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == '/' || name.at[i] == '\\') abort();
    seen->inside = true;
    buf_printf(&seen->told, "[%d %zu %zu ", file, field.n, name.n);
    buf_add(&seen->told, field);
    buf_add(&seen->told, name);
    return true;
}

static bool data(void *context, Str piece, Err *err)
{
    Seen *seen = context;
    (void)err;
    if (!seen->inside || piece.n == 0) abort();
    buf_add(&seen->told, piece);
    return true;
}

static bool end(void *context, Err *err)
{
    Seen *seen = context;
    (void)err;
    if (!seen->inside) abort();
    seen->inside = false;
    buf_add_char(&seen->told, ']');
    return true;
}

static bool read_by(Str body, size_t step, Seen *seen)
{
    Arena *arena = arena_new((size_t)256 << 20);
    Err err = { 0 };
    *seen = (Seen){ .inside = false };
    buf_init(&seen->told, 0);
    Multipart *multipart = multipart_new(STR("XyZ"), &(MultipartSink){ begin, data, end, seen }, arena);
    bool good = true;
    for (size_t from = 0; good && from < body.n; from += step) {
        char *piece = malloc(step); /* of its own, so that sanitizers see a read past it */
        Str view = str_slice(body, from, from + step);
        if (piece == NULL) abort();
        memcpy(piece, view.at, view.n);
        good = multipart_feed(multipart, (Str){ piece, view.n }, &err);
        free(piece);
    }
    good = good && multipart_end(multipart, &err);
    if (good == (err.code != ERR_NONE)) abort();
    arena_free(arena);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n == 0) return 0;
    Seen whole, cut;
    Str body = { (const char *)bytes + 1, n - 1 };
    bool good = read_by(body, body.n + 1, &whole), again = read_by(body, (size_t)bytes[0] % 97 + 1, &cut);
    if (good != again || (good && !str_eq(buf_str(&whole.told), buf_str(&cut.told)))) abort();
    buf_free(&whole.told);
    buf_free(&cut.told);
    return 0;
}
