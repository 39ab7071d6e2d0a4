/* Some times a day: who is to be told of what. */
#include "base/clock.h"
#include "base/date.h"
#include "base/number.h"
#include "flow/job.h"
#include "flow/remind.h"

static bool run(JobCtx *ctx, Err *err)
{
    Reminded done;
    if (!flow_remind(ctx->flow, ctx->region_id, date_of_time(clock_now()), &done, err)) return false;
    job_result(ctx, done.n_notices == 0 ? STR("Напоминать было не о чем.") : arena_printf(ctx->arena, "Новых напоминаний: %u, людей: %u, писем: %u.", done.n_notices, done.n_people, done.n_mails), STR("/notices"));
    return true;
}

const JobKind job_remind = { .name = "remind", .title = "Напоминания о сроках", .run = run };
