/* The nightly copy of the database, or one asked for on the page of copies. */
#include "base/number.h"
#include "flow/backup.h"
#include "flow/job.h"
#include "flow/place.h"
#include "store/setting.h"

typedef struct Telling { JobCtx *ctx; Err err; } Telling;

static bool tell(void *context, Str table, uint64_t n_rows)
{
    (void)table;
    Telling *telling = context;
    return job_progress(telling->ctx, n_rows, 0, "Пишется копия базы", &telling->err);
}

static bool run(JobCtx *ctx, Err *err)
{
    DbRead *read = flow_reader(ctx->flow);
    int64_t keep;
    if (!setting_int(read, "backup.keep", &keep, err)) return false;
    Telling telling = { .ctx = ctx };
    DumpProgress progress = { .tell = tell, .context = &telling };
    BackupAsk ask = { .folder = place_copies(flow_url(ctx->flow), ctx->arena), .keep = (uint32_t)keep, .progress = &progress };
    BackupDone done;
    if (!flow_backup(ctx->flow, &ctx->who, &ask, ctx->arena, &done, err)) {
        if (telling.err.code != ERR_NONE && err != NULL) *err = telling.err;
        return false;
    }
    Str words = arena_printf(ctx->arena, "Копия сделана и проверена: %s, %s МБ.", number_of(ctx->arena, (long long)done.summary.n_rows, "строка", "строки", "строк").at,
                             number_dec(ctx->arena, (double)done.summary.n_bytes / 1e6, done.summary.n_bytes < 1000000 ? 2 : 1).at);
    job_result(ctx, words, STR("/system/copies"));
    return true;
}

const JobKind job_backup = { .name = "backup", .title = "Копия базы", .run = run };
