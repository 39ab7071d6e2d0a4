#include "web/reading.h"

#include "base/hash.h"
#include "base/limits.h"
#include "web/cache.h"

enum { KEPT_BYTES = LIMIT_CACHE_BYTES / 4 };

static Str name_kept(Ctx *ctx, Str bytes)
{
    char sha256[65];
    hash_sha256_hex(bytes, sha256);
    return CTX_TEXT(ctx, "document/%s", sha256);
}

/* An upload is shown beside what was read of it a moment later, and page by page. Failures are not kept: a converter may be installed meanwhile. */
static void keep(Ctx *ctx, Str kept, Str answer)
{
    if (answer.n == 0 || answer.n > KEPT_BYTES) return;
    Arena *arena = arena_new(0);
    Str *value = arena_one(arena, Str);
    *value = arena_str(arena, answer);
    cache_put(ctx->cache, kept, value, arena);
}

bool reading_document(Ctx *ctx, Str name, Str bytes, const SourceDoc **out, Err *err)
{
    SourceDoc *doc = arena_one(ctx->arena, SourceDoc);
    *out = doc;
    if (!document_is_slow(name, bytes)) return document_read(name, bytes, ctx->arena, doc, err);
    Str kept = name_kept(ctx, bytes);
    const Str *known = cache_get(ctx->cache, kept);
    if (known == NULL && !ctx->request->converted.given) {
        BUG_ON(ctx->reply == NULL); /* a page within another: none of those reads documents */
        ctx->reply->convert.wanted = true;
        ctx->reply->convert.name = name;
        ctx->reply->convert.bytes = bytes;
        *out = NULL;
        return true;
    }
    Str answer = known != NULL ? *known : ctx->request->converted.answer;
    if (!document_heard(name, bytes, answer, ctx->arena, doc, err)) return false;
    if (known == NULL) keep(ctx, kept, answer);
    return true;
}
