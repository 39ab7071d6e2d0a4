/* What a page may ask: parameters, where to go next, moments in words, the history of a thing. */
#include "base/date.h"
#include "publish/rich.h"
#include "store/audit.h"
#include "web/page.h"
#include "web/url.h"

enum { HISTORY_SHOWN = 20 };

Str ctx_param(const Ctx *ctx, const char *name)
{
    Str wanted = str_of(name);
    for (uint32_t i = 0; i < ctx->n_path_values; i++)
        if (str_eq(ctx->path_values[i].name, wanted)) return ctx->path_values[i].value;
    return request_query(ctx->request, name);
}

long long ctx_int(const Ctx *ctx, const char *name, long long otherwise)
{
    long long number;
    return str_to_int(ctx_param(ctx, name), &number) ? number : otherwise;
}

Str ctx_field(const Ctx *ctx, const char *name) { return request_field(ctx->request, name); }

bool ctx_go(Ctx *ctx, Str address)
{
    BUG_ON(!url_is_local(address));
    ctx->go = address;
    return true;
}

bool ctx_stay(Ctx *ctx, const void *found)
{
    ctx->found = found;
    return true;
}

void ctx_done(Ctx *ctx, Str words) { ctx->flash = words; }

bool ctx_hash(Ctx *ctx, Str password, Str stored)
{
    ctx->reply->hash.wanted = true;
    ctx->reply->hash.password = password;
    ctx->reply->hash.stored = stored;
    return true;
}

void ctx_cookie(Ctx *ctx, const char *name, Str value, int64_t max_age_s)
{
    Reply *reply = ctx->reply;
    BUG_ON(reply->n_cookies == sizeof reply->cookies / sizeof *reply->cookies);
    reply->cookies[reply->n_cookies].name = str_of(name);
    reply->cookies[reply->n_cookies].value = value;
    reply->cookies[reply->n_cookies++].max_age_s = max_age_s;
}

Str ctx_day(const Ctx *ctx, int64_t at) { return date_short(ctx->arena, date_of_time(at)); }
Str ctx_moment(const Ctx *ctx, int64_t at) { return date_clock(ctx->arena, at); }

static void add_pair(Buf *out, Arena *arena, Str name, Str value)
{
    if (value.n == 0) return;
    buf_add_char(out, memchr(out->at, '?', out->n) == NULL ? '?' : '&');
    buf_add(out, url_encode(arena, name));
    buf_add_char(out, '=');
    buf_add(out, url_encode(arena, value));
}

Str ctx_with(const Ctx *ctx, const char *name, Str value)
{
    Buf out;
    buf_init(&out, 0);
    Str self = ctx->doc->self, changed = str_of(name);
    for (size_t i = 0, from = 0; i <= self.n; i++) { /* slashes stay */
        if (i < self.n && self.at[i] != '/') continue;
        buf_add(&out, url_encode(ctx->arena, str_slice(self, from, i)));
        if (i < self.n) buf_add_char(&out, '/');
        from = i + 1;
    }
    bool seen = false;
    for (uint32_t i = 0; i < ctx->request->n_query; i++) {
        const Pair *pair = &ctx->request->query[i];
        bool is_it = str_eq(pair->name, changed);
        if (!is_it) add_pair(&out, ctx->arena, pair->name, pair->value);
        else if (!seen) add_pair(&out, ctx->arena, changed, value);
        seen = seen || is_it;
    }
    if (!seen) add_pair(&out, ctx->arena, changed, value);
    Str address = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return address;
}

bool ctx_history(Ctx *ctx, Node *parent, Str object, Err *err)
{
    const AuditEntry *entries;
    uint32_t n;
    AuditAsk ask = { .object = object, .limit = HISTORY_SHOWN };
    if (!audit_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &entries, &n, err)) return false;
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        Str who = entries[i].who.n > 0 ? entries[i].who : entries[i].account_id == 0 ? STR("программа") : STR("данные стёрты");
        Str words = entries[i].erased ? STR("слова стёрты по закону о персональных данных") : rich_escape(ctx->arena, entries[i].words);
        shown[i] = (HistoryEntry){ .when = ctx_moment(ctx, entries[i].at), .who = who, .what = CTX_TEXT(ctx, "**%.*s.** %.*s", STR_ARG(entries[i].verb), STR_ARG(words)) };
    }
    doc_heading(ctx->doc, parent, 2, STR("История"));
    if (n == 0) doc_text(ctx->doc, parent, STR("Изменений ещё не было."));
    else doc_history(ctx->doc, parent, n, shown);
    return true;
}
