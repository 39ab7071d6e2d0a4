/* The analysis of a region, asked for after forms were accepted or by a person. */
#include "base/number.h"
#include "flow/analysis.h"
#include "flow/job.h"

static bool go_on(void *context, uint64_t done, uint64_t total, const char *words, Err *err) { return job_progress(context, done, total, words, err); }

static bool run(JobCtx *ctx, Err *err)
{
    AnalysisDone done;
    AnalysisAsk ask = { .again = str_eq(ctx->args, STR("again")), .watch = { go_on, ctx } };
    if (!flow_analyse_region(ctx->flow, &ctx->who, &ask, ctx->arena, &done, err)) return false;
    if (done.unchanged) {
        job_result(ctx, arena_printf(ctx->arena, "С анализа № %u ничего не изменилось.", done.row.number), STR("/signs"));
        return true;
    }
    Str schools = number_of(ctx->arena, done.row.n_schools, "школа", "школы", "школ"), works = number_of(ctx->arena, (long long)done.row.n_works, "работа", "работы", "работ");
    Str left_out = done.n_left_out == 0 ? STR_EMPTY : arena_printf(ctx->arena, " Не вошли формы с другими заданиями: %u.", done.n_left_out);
    job_result(ctx, arena_printf(ctx->arena, "Анализ № %u: %.*s, %.*s; с признаками %u.%.*s", done.row.number, STR_ARG(schools), STR_ARG(works),
        done.n_level[LEVEL_SIGNS] + done.n_level[LEVEL_STRONG], STR_ARG(left_out)), STR("/signs"));
    return true;
}

const JobKind job_analyse = { .name = "analyse", .title = "Анализ: признаки и выводы", .run = run };
