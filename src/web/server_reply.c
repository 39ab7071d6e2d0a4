
#include <signal.h>

#include "web/fault_page.h"
#include "web/form.h"
#include "web/server_.h"

static const char *const everywhere[][2] = {
    { "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                                 "frame-ancestors 'none'; base-uri 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
};

typedef struct Out { struct MHD_Response *response; Arena *arena; } Out;

static void header(Out *out, const char *name, Str value)
{
    BUG_ON(MHD_add_response_header(out->response, name, arena_z(out->arena, value)) != MHD_YES); /* CR or LF in what the program wrote */
}

static void header_z(Out *out, const char *name, const char *value) { header(out, name, str_of(value)); }

static void cookies(Out *out, const Call *call)
{
    for (uint32_t i = 0; i < call->reply.n_cookies; i++) {
        Str name = call->reply.cookies[i].name, value = call->reply.cookies[i].value;
        int64_t age_s = call->reply.cookies[i].max_age_s;
        Str age = age_s == 0 ? STR_EMPTY : arena_printf(out->arena, "; Max-Age=%lld", age_s < 0 ? 0 : (long long)age_s);
        bool secure = call->request.secure;
        header(out, "Set-Cookie", arena_printf(out->arena, "%s%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%.*s%s", secure ? "__Host-" : "", STR_ARG(name), STR_ARG(value),
                                               STR_ARG(age), secure ? "; Secure" : ""));
    }
}

/* A stop that came while the handler ran has not been read yet. */
static bool last_reply(const Call *call)
{
    sigset_t pending;
    bool told = sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
    return call->refusal.status != 0 || call->link->worker->stopping || told;
}

static void headers(Out *out, const Call *call)
{
    const Reply *reply = &call->reply;
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) header_z(out, everywhere[i][0], everywhere[i][1]);
    if (call->request.secure) header_z(out, "Strict-Transport-Security", "max-age=31536000");
    if (reply->type.n != 0) header(out, "Content-Type", reply->type);
    if (reply->location.n != 0) header(out, "Location", form_location(reply->location, out->arena));
    if (reply->disposition.n != 0)
        header(out, "Content-Disposition", arena_printf(out->arena, "attachment; %s", form_disposition(reply->disposition, out->arena).at));
    if (reply->etag.n != 0) header(out, "ETag", reply->etag);
    header_z(out, "Cache-Control", reply->cacheable ? "public, max-age=31536000, immutable" : reply->etag.n != 0 ? "private, no-cache" : "no-store");
    if (reply->retry_after_s > 0) header(out, "Retry-After", arena_printf(out->arena, "%d", reply->retry_after_s));
    if (reply->status == 405) header_z(out, "Allow", "GET, HEAD, POST");
    header(out, "Server-Timing", arena_printf(out->arena, "app;dur=%.3f", (double)call->handler_us / 1000));
    if (last_reply(call)) header_z(out, "Connection", "close");
    cookies(out, call);
}

/* «"a", W/"b", *» names the tag? */
static bool same_tag(Str list, Str tag)
{
    return tag.n != 0 && (str_eq(str_trim(list), STR("*")) || str_find(list, tag) != SIZE_MAX);
}

void reply_refuse(Call *call, Refusal refusal)
{
    Worker *worker = call->link->worker;
    HttpErrorPage page = worker->options.error_page != NULL ? worker->options.error_page : fault_page;
    call->reply = (Reply){ 0 };
    page(worker->context, refusal.status, refusal.why, &call->reply, call->arena);
    call->reply.status = refusal.status;
    if (refusal.status == 503) call->reply.retry_after_s = refusal.retry_s > 0 ? refusal.retry_s : 5;
}

enum MHD_Result reply_send(Call *call)
{
    Reply *reply = &call->reply;
    bool reads = call->request.method == METHOD_GET || call->request.method == METHOD_HEAD;
    if (reads && reply->status == 200 && same_tag(call->request.if_none_match, reply->etag)) {
        reply->status = 304;
        reply->body = STR_EMPTY;
    }
    /* The arena outlives the response: both end in call_end() or after it, and the library does not touch a persistent buffer then. */
    Out out = { MHD_create_response_from_buffer(reply->body.n, (void *)(uintptr_t)(reply->body.n != 0 ? reply->body.at : ""), MHD_RESPMEM_PERSISTENT), call->arena };
    if (out.response == NULL) return MHD_NO;
    headers(&out, call);
    link_deadline(call->link, LINK_REPLY, call->link->worker->options.reply_ms, reply->body.n);
    enum MHD_Result result = MHD_queue_response(call->connection, (unsigned)reply->status, out.response);
    MHD_destroy_response(out.response);
    return result;
}
