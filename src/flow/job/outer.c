/* Asks the outer service of signing in: who it is («metadata»), or who has just come back from it (the hash of the sign-in's state). */
#include "flow/job.h"
#include "flow/outer.h"

static bool run(JobCtx *ctx, Err *err)
{
    bool metadata = str_eq(ctx->args, STR("metadata"));
    if (!(metadata ? flow_outer_discover(ctx->flow, ctx->arena, err) : flow_outer_check(ctx->flow, ctx->region_id, ctx->args, ctx->arena, err))) return false;
    job_result(ctx, metadata ? STR("Сведения внешней службы прочитаны.") : STR("Внешняя служба ответила."), STR_EMPTY);
    return true;
}

const JobKind job_outer = { .name = "outer", .title = "Вход через внешнюю службу", .run = run };
