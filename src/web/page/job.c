/* One long job: how far it is, what came out, and stopping it. The page loads itself again while the job lives. */
#include "base/number.h"
#include "flow/job.h"
#include "publish/rich.h"
#include "store/job.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "number", .kind = PARAM_INT, .title = "номер задания", .min = 1, .max = 4000000000ll }, { .name = NULL } };

static bool read_job(Ctx *ctx, JobRow *row, Err *err)
{
    bool found = false;
    if (!job_get(ctx->db, ctx->who->region_id, (uint32_t)ctx_int(ctx, "number", 0), ctx->arena, row, &found, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "Откройте список заданий.", "Такого задания нет.");
}

/* A job belongs to the organisation that it was asked for. */
static bool org_of(Ctx *ctx, Str *path, Err *err)
{
    JobRow row;
    if (!read_job(ctx, &row, err)) return false;
    *path = row.org_path;
    return true;
}

static void add_progress(Ctx *ctx, const JobRow *row)
{
    StripPart *parts = arena_array(ctx->arena, StripPart, 2);
    Strip *strip = arena_one(ctx->arena, Strip);
    uint64_t done = row->n_total > 0 && row->n_done > row->n_total ? row->n_total : row->n_done;
    parts[0] = (StripPart){ (uint32_t)done, STR("сделано"), STRIP_DONE };
    parts[1] = (StripPart){ (uint32_t)(row->n_total > done ? row->n_total - done : 0), STR("осталось"), STRIP_LEFT };
    *strip = (Strip){ .n_parts = 2, .parts = parts, .thin = true };
    strip->summary = row->n_total > 0 ? CTX_TEXT(ctx, "сделано %.*s из %.*s", STR_ARG(number_int(ctx->arena, (long long)done)), STR_ARG(number_int(ctx->arena, (long long)row->n_total)))
                                      : CTX_TEXT(ctx, "прочитано: %.*s", STR_ARG(number_int(ctx->arena, (long long)done)));
    doc_strip(ctx->doc, NULL, strip);
}

static Str title_of(Ctx *ctx, const JobRow *row)
{
    const JobKind *kind = job_kind_find(row->kind);
    return CTX_TEXT(ctx, "%s: %s", kind == NULL ? "Задание" : kind->title, job_state_title(row->state));
}

static bool show(Ctx *ctx, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Задания", 14 }, .href = { "/jobs", 5 }, .count = NO_COUNT } };
    JobRow row;
    if (!read_job(ctx, &row, err)) return false;
    bool lives = row.state == JOB_WAITS || row.state == JOB_RUNS;
    ctx->doc->title = title_of(ctx, &row);
    ctx->doc->n_crumbs = 1, ctx->doc->crumbs = crumbs;
    Str *facts = arena_array(ctx->arena, Str, 3);
    facts[0] = CTX_TEXT(ctx, "№ %u", row.number), facts[1] = rich_escape(ctx->arena, row.org_name), facts[2] = CTX_TEXT(ctx, "поставлено %.*s", STR_ARG(ctx_moment(ctx, row.made_at)));
    ctx->doc->n_factline = 3, ctx->doc->factline = facts;
    if (ctx->error != NULL) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint));
    if (row.state == JOB_RUNS) add_progress(ctx, &row);
    if (row.words.n > 0) doc_text(ctx->doc, NULL, rich_escape(ctx->arena, row.words));
    else if (row.state == JOB_WAITS) doc_text(ctx->doc, NULL, STR("Задание начнётся, когда закончатся те, что поставлены раньше."));
    if (row.cancel && lives) doc_text(ctx->doc, NULL, STR("Попросили остановить: закончится на ближайшем шаге."));
    bool may_follow = !str_starts(row.link, STR("/signs")) || who_may(ctx->who, RIGHT_SIGNS_READ, row.org_path); /* an administrator runs jobs and sees no signs */
    if (row.link.n > 0 && url_is_local(row.link) && may_follow) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Открыть, что вышло"), .href = row.link, .primary = true };
        doc_buttons(ctx->doc, NULL, 1, button, STR_EMPTY);
    }
    bool may_stop = (row.account_id != 0 && row.account_id == ctx->who->account_id) || who_may(ctx->who, RIGHT_SYSTEM, row.org_path);
    if (lives && !row.cancel && may_stop) {
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Остановить задание"), .href = CTX_TEXT(ctx, "/jobs/%u", row.number), .is_post = true };
        doc_buttons(ctx->doc, NULL, 1, button, STR("То, что уже записано, останется."));
    }
    if (lives) ctx->refresh_s = 2;
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t number = (uint32_t)ctx_int(ctx, "number", 0);
    if (!flow_job_cancel(ctx->flow, ctx->who, number, err)) return false;
    ctx_done(ctx, STR("Задание остановлено."));
    return ctx_go(ctx, CTX_TEXT(ctx, "/jobs/%u", number));
}

const Page page_job = { .path = "/jobs/:number", .title = "Задание", .section = SECTION_NONE, .right = RIGHT_ORG_READ, .org_of = org_of, .params = params, .sample = "/jobs/1", .show = show, .act = act };
