#include "web/system.h"

#include "store/org.h"
#include "web/sandbox.h"
#include "web/web_stats.h"

bool system_root(Ctx *ctx, Str *path, Err *err)
{
    Org root;
    bool found;
    if (!org_by_id(ctx->db, ctx->who->region_id, ctx->who->region_id, ctx->arena, &root, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "", "Такой страницы нет.");
    *path = root.path;
    return true;
}

void system_tabs(Ctx *ctx, const char *current)
{
    static const struct { const char *title, *href; } tabs[] = { { "Состояние", "/system" }, { "Проверки", "/system/doctor" }, { "Копии", "/system/copies" }, { "Настройки", "/system/settings" }, { "Задания", "/jobs" } };
    enum { N = sizeof tabs / sizeof *tabs };
    DocLink *links = arena_array(ctx->arena, DocLink, N);
    for (size_t i = 0; i < N; i++)
        links[i] = (DocLink){ .title = str_of(tabs[i].title), .href = str_of(tabs[i].href), .count = NO_COUNT, .current = str_eq(str_of(tabs[i].href), str_of(current)) };
    ctx->doc->n_tabs = N;
    ctx->doc->tabs = links;
}

void system_findings(Ctx *ctx, const DoctorFinding **out, uint32_t *n)
{
    SandboxState sandbox = sandbox_state();
    WebFigures figures = web_figures();
    Str ip = str_of(ctx->request->ip);
    DoctorServer *server = arena_one(ctx->arena, DoctorServer);
    *server = (DoctorServer){ .secure = ctx->request->secure, .local = str_starts(ip, STR("127.")) || str_eq(ip, STR("::1")), .files = sandbox.files, .calls = sandbox.calls,
        .connections = sandbox.connections, .sandbox = sandbox_words(sandbox, ctx->arena), .n_workers = figures.n_workers, .n_requests = figures.n_requests, .n_5xx = figures.n_5xx,
        .n_503 = figures.n_503, .n_restarts = figures.n_restarts };
    flow_doctor(ctx->flow, server, ctx->arena, out, n);
}
