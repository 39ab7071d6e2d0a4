/* What a page may ask: parameters, where to go next, moments in words, the history of a thing. */
#include "base/date.h"
#include "publish/rich.h"
#include "store/account.h"
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
    buf_add_char(out, str_find(buf_str(out), STR("?")) == SIZE_MAX ? '?' : '&');
    buf_add(out, url_encode(arena, name));
    buf_add_char(out, '=');
    buf_add(out, url_encode(arena, value));
}

Str ctx_with(const Ctx *ctx, const char *name, Str value)
{
    Buf out;
    buf_init(&out, 0);
    Str self = ctx->doc->self.n > 0 ? ctx->doc->self : ctx->request->path, changed = str_of(name); /* a page without twins has no self */
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

bool ctx_is_file(const Ctx *ctx) { return ctx->doc->self.n > 0 && ctx->request->path.n != ctx->doc->self.n; }

CtxSpan ctx_span_by(const Ctx *ctx, const char *param, uint32_t total, uint32_t on_a_page)
{
    if (ctx_is_file(ctx)) return (CtxSpan){ 0, total, total, on_a_page, param };
    long long first = ctx_int(ctx, param, 1);
    uint32_t from = first < 1 || first > (long long)total ? 0 : (uint32_t)first - 1;
    return (CtxSpan){ from, total - from > on_a_page ? from + on_a_page : total, total, on_a_page, param };
}

CtxSpan ctx_span(const Ctx *ctx, uint32_t total, uint32_t on_a_page) { return ctx_span_by(ctx, "from", total, on_a_page); }

void ctx_pager(Ctx *ctx, Node *parent, const CtxSpan *span, const char *of)
{
    if (span->from == 0 && span->to == span->total) return;
    Pager *pager = arena_one(ctx->arena, Pager);
    *pager = (Pager){ .from = span->from + 1, .to = span->to, .total = span->total, .of = str_of(of), .previous = STR_EMPTY, .next = STR_EMPTY };
    if (span->from > 0) pager->previous = ctx_with(ctx, span->param, span->from > span->on_a_page ? CTX_TEXT(ctx, "%u", span->from - span->on_a_page + 1) : STR("1"));
    if (span->to < span->total) pager->next = ctx_with(ctx, span->param, CTX_TEXT(ctx, "%u", span->to + 1));
    doc_pager(ctx->doc, parent, pager);
}

bool ctx_history(Ctx *ctx, Node *parent, Str object, Err *err) { return ctx_history_but(ctx, parent, object, NULL, 0, err); }

bool ctx_history_but(Ctx *ctx, Node *parent, Str object, bool (*hides)(Str verb), int64_t since, Err *err) { return ctx_history_with(ctx, parent, object, hides, since, 0, NULL, err); }

Str ctx_people(Ctx *ctx, Str words)
{
    const Str mark = STR("человек № ");
    for (size_t at = str_find(words, mark); at != SIZE_MAX;) {
        size_t from = at + mark.n, to = from;
        long long number;
        Account account;
        while (to < words.n && words.at[to] >= '0' && words.at[to] <= '9') to++;
        bool known = str_to_int(str_slice(words, from, to), &number) && account_by_number(ctx->db, ctx->org.region_id, number, ctx->arena, &account, NULL);
        Str name = !known ? str_slice(words, at, to) : account.name.n > 0 ? account.name : STR("данные стёрты");
        words = CTX_TEXT(ctx, "%.*s%.*s%.*s", STR_ARG(str_slice(words, 0, at)), STR_ARG(name), STR_ARG(str_slice(words, to, words.n)));
        size_t next = str_find(str_slice(words, at + name.n, words.n), mark);
        at = next == SIZE_MAX ? SIZE_MAX : at + name.n + next;
    }
    return words;
}

static HistoryEntry shown_entry(Ctx *ctx, const AuditEntry *entry)
{
    Str who = entry->who.n > 0 ? entry->who : entry->account_id == 0 ? STR("программа") : STR("данные стёрты");
    Str words = entry->erased ? STR("слова стёрты по закону о персональных данных") : rich_escape(ctx->arena, ctx_people(ctx, entry->words));
    return (HistoryEntry){ .when = ctx_moment(ctx, entry->at), .who = who, .what = CTX_TEXT(ctx, "**%.*s.** %.*s", STR_ARG(entry->verb), STR_ARG(words)) };
}

bool ctx_history_with(Ctx *ctx, Node *parent, Str object, bool (*hides)(Str verb), int64_t since, uint32_t n_more, const AuditEntry *more, Err *err)
{
    const AuditEntry *entries;
    uint32_t n, n_shown = 0, i_more = 0;
    AuditAsk ask = { .object = object, .limit = HISTORY_SHOWN };
    if (!audit_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &entries, &n, err)) return false;
    HistoryEntry *shown = arena_array(ctx->arena, HistoryEntry, n + n_more + 1u);
    for (uint32_t i = 0; i < n; i++) {
        while (i_more < n_more && more[i_more].seq > entries[i].seq) shown[n_shown++] = shown_entry(ctx, &more[i_more++]);
        if (hides == NULL || entries[i].at < since || !hides(entries[i].verb)) shown[n_shown++] = shown_entry(ctx, &entries[i]);
    }
    for (; i_more < n_more && n < HISTORY_SHOWN; i_more++) shown[n_shown++] = shown_entry(ctx, &more[i_more]); /* older than what is shown: left out with it */
    doc_heading(ctx->doc, parent, 2, STR("История"));
    if (n_shown == 0) doc_text(ctx->doc, parent, STR("Изменений ещё не было."));
    else doc_history(ctx->doc, parent, n_shown, shown);
    return true;
}
