/* merilo jobs: what long work waits, runs and has ended; runs what waits when there is no server. */
#include <stdio.h>

#include "base/date.h"
#include "cli/region_.h"
#include "flow/job.h"
#include "store/job.h"

enum { SHOWN = 50 };

static bool list(Flow *flow, const Org *root, Arena *arena, Err *err)
{
    const JobRow *rows;
    uint32_t n = 0;
    if (!job_list(flow_reader(flow), root->region_id, root->path, SHOWN, arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const JobKind *kind = job_kind_find(rows[i].kind);
        Str made = date_clock(arena, rows[i].made_at);
        printf("№ %u  %.*s  %s  %s  %.*s\n", rows[i].number, STR_ARG(made), kind == NULL ? "неизвестное задание" : kind->title, job_state_title(rows[i].state), STR_ARG(rows[i].words));
    }
    if (n == 0) puts("Заданий нет.");
    return true;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    Flow *flow;
    Org root;
    if (!region_open(args, arena, &flow, &root, err)) return false;
    bool good = !args_has(args, "--once") || flow_job_loop(flow, &(JobLoop){ .once = true }, err);
    good = good && list(flow, &root, arena, err);
    flow_close(flow);
    return good;
}

static const Option options[] = { DATABASE_OPTION, REGION_OPTION, { "--once", NULL, "выполнить всё, что ждёт, и закончить", false }, { 0 } };

const Command command_jobs = { .name = "jobs", .words = "--db БАЗА [--once]", .summary = "долгие задания: что ждёт, идёт, сделано",
    .details = "Пока работает «merilo serve», задания выполняет он сам.", .options = options, .run = run };
