/* Once a night: what the law and the settings say shall not be kept any longer. */
#include "base/number.h"
#include "flow/account.h"
#include "flow/job.h"

static bool run(JobCtx *ctx, Err *err)
{
    uint32_t n;
    if (!flow_retain(ctx->flow, &n, err)) return false;
    Str words = n == 0 ? STR("Стирать нечего: все, о ком хранятся данные, заходили недавно.")
                       : arena_printf(ctx->arena, "Стёрты данные: %.*s. Они не входили дольше срока хранения.", STR_ARG(number_of(ctx->arena, n, "человек", "человека", "человек")));
    job_result(ctx, words, STR_EMPTY);
    return true;
}

const JobKind job_retention = { .name = "retention", .title = "Сроки хранения данных", .run = run };
