/* Long work: what waits, runs, has ended. */
#include "base/number.h"
#include "flow/job.h"
#include "publish/rich.h"
#include "store/job.h"
#include "web/page.h"

enum { MOST = 100 };

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "задание", 14 } }, { .head = { "для кого", 15 } }, { .head = { "состояние", 18 } }, { .head = { "сделано", 14 }, .kind = COLUMN_GRAPHIC, .scale_max = 1 },
        { .head = { "что вышло", 17 }, .width = 0.35f }, { .head = { "поставлено", 20 } }, { .head = { "кто", 6 } } };
    const JobRow *rows;
    uint32_t n = 0, n_live = 0;
    if (!job_list(ctx->db, ctx->who->region_id, ctx->org.path, MOST, ctx->arena, &rows, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("jobs"), STR("Задания"), 7, columns, n);
    table->untitled = true;
    table->empty = STR("Долгих заданий не было. Они появляются, когда загружают файл целого района или принимают формы.");
    for (uint32_t i = 0; i < n; i++) {
        const JobRow *row = &rows[i];
        const JobKind *kind = job_kind_find(row->kind);
        n_live += row->state == JOB_WAITS || row->state == JOB_RUNS;
        Cell *cells = table_row(ctx->doc, table, row->state == JOB_FAILED ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_link(CTX_TEXT(ctx, "№ %u. %s", row->number, kind == NULL ? "Задание" : kind->title), CTX_TEXT(ctx, "/jobs/%u", row->number));
        cells[1] = cell_text(rich_escape(ctx->arena, row->org_name));
        cells[2] = cell_text(str_of(job_state_title(row->state)));
        cells[3] = row->state == JOB_RUNS && row->n_total > 0 ? cell_bar((double)row->n_done / (double)row->n_total, false) : cell_missing();
        cells[4] = cell_text(rich_escape(ctx->arena, row->words));
        cells[5] = cell_text(ctx_moment(ctx, row->made_at));
        cells[6] = cell_text(row->who.n > 0 ? rich_escape(ctx->arena, row->who) : STR("программа"));
    }
    doc_table(ctx->doc, NULL, table);
    ctx->doc->title = n_live == 0 ? STR("Задания: ничего не выполняется") : CTX_TEXT(ctx, "Выполняется и ждёт: %.*s", STR_ARG(number_of(ctx->arena, n_live, "задание", "задания", "заданий")));
    if (n_live > 0) ctx->refresh_s = 5;
    return true;
}

const Page page_jobs = { .path = "/jobs", .title = "Задания", .section = SECTION_NONE, .right = RIGHT_ORG_READ, .params = params, .show = show };
