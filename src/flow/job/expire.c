/* Every night: schools whose day has come leave the list of those to be studied. */
#include "base/number.h"
#include "flow/job.h"
#include "flow/study_case.h"

static bool run(JobCtx *ctx, Err *err)
{
    uint32_t n;
    if (!flow_case_expire(ctx->flow, ctx->region_id, &n, err)) return false;
    job_result(ctx, n == 0 ? STR("Сроки в списке на изучение не вышли ни у одной школы.")
        : arena_printf(ctx->arena, "Срок вышел, из списка на изучение ушли: %s.", number_of(ctx->arena, n, "школа", "школы", "школ").at), STR("/signs/list"));
    return true;
}

const JobKind job_expire = { .name = "expire", .title = "Список на изучение: сроки", .run = run };
