/* Letters that wait go out. */
#include "flow/job.h"
#include "flow/mail.h"

static bool go_on(void *context) { return !job_is_paused(context); }

static bool run(JobCtx *ctx, Err *err)
{
    Mailed done;
    if (!flow_mail_send(ctx->flow, ctx->region_id, go_on, ctx, ctx->arena, &done, err)) return false;
    job_result(ctx, arena_printf(ctx->arena, "Отправлено писем: %u, повторим: %u, не удалось: %u.%s%.*s", done.n_sent, done.n_later, done.n_given_up, done.why.n > 0 ? " " : "", STR_ARG(done.why)), STR_EMPTY);
    return true;
}

const JobKind job_mail = { .name = "mail", .title = "Письма", .run = run };
