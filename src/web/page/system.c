/* How the server is: what wants the administrator, how quick it is, what it runs on. */
#include "base/number.h"
#include "publish/rich.h"
#include "store/setting.h"
#include "web/system.h"
#include "web/web_stats.h"

static Str add_findings(Ctx *ctx)
{
    const DoctorFinding *findings;
    uint32_t n, n_shown = 0, n_bad = 0;
    system_findings(ctx, &findings, &n);
    Decision *decisions = arena_array(ctx->arena, Decision, n + 1);
    for (int state = DOCTOR_BAD; state >= DOCTOR_CARE; state--)
        for (uint32_t i = 0; i < n; i++) {
            if ((int)findings[i].state != state) continue;
            n_bad += state == DOCTOR_BAD;
            Str words = findings[i].words;
            if (words.n > 0 && words.at[words.n - 1] == '.') words.n--; /* a title */
            decisions[n_shown++] = (Decision){ .icon = state == DOCTOR_BAD ? "flag" : "search", .title = rich_escape(ctx->arena, words),
                .href = STR("/system/doctor"), .sub = rich_escape(ctx->arena, findings[i].fix), .when = str_of(doctor_state_title(findings[i].state)), .late = state == DOCTOR_BAD };
        }
    doc_heading(ctx->doc, NULL, 2, STR("Что сделать администратору"));
    doc_decisions(ctx->doc, NULL, n_shown, decisions, CTX_TEXT(ctx, "Ничего: проверено %s, всё в порядке.", number_of(ctx->arena, n, "вещь", "вещи", "вещей").at));
    if (n_bad > 0) return CTX_TEXT(ctx, "Сервер работает; исправить: %s", number_int(ctx->arena, n_bad).at);
    return n_shown > 0 ? CTX_TEXT(ctx, "Сервер работает; обратить внимание: %s", number_int(ctx->arena, n_shown).at) : STR("Сервер работает, всё в порядке");
}

static void add_speed(Ctx *ctx)
{
    static const Column columns[] = { { .head = { "ответы", 12 } }, { .head = { "сколько", 14 }, .kind = COLUMN_NUMBER }, { .head = { "половина быстрее, мс", 37 }, .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = { "95 из 100 быстрее, мс", 32 }, .kind = COLUMN_NUMBER, .decimals = 1 }, { .head = { "самый долгий, мс", 29 }, .kind = COLUMN_NUMBER, .decimals = 1 } };
    static const char *const names[N_ROUTE_CLASSES] = { [ROUTE_PAGE] = "страницы", [ROUTE_EXPORT] = "файлы (Word, Excel, CSV)", [ROUTE_POST] = "изменения", [ROUTE_STATIC] = "стили и сценарии" };
    WebFigures figures = web_figures();
    Table *table = table_new(ctx->doc, STR("speed"), STR("Как быстро сервер отвечает"), 5, columns, N_ROUTE_CLASSES);
    table->note = STR("С запуска сервера; время внутри сервера, без сети.");
    for (int i = 0; i < N_ROUTE_CLASSES; i++) {
        const RouteFigures *class = &figures.classes[i];
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(str_of(names[i]));
        row[1] = cell_int((long long)class->n);
        row[2] = class->n > 0 ? cell_dec(class->p50_ms) : cell_missing();
        row[3] = class->n > 0 ? cell_dec(class->p95_ms) : cell_missing();
        row[4] = class->n > 0 ? cell_dec(class->most_ms) : cell_missing();
    }
    doc_table(ctx->doc, NULL, table);
}

static bool add_facts(Ctx *ctx, Err *err)
{
    int64_t verified_at, analysed_at;
    if (!setting_int(ctx->db, "backup.verified_at", &verified_at, err) || !setting_int(ctx->db, "analysis.made_at", &analysed_at, err)) return false;
    WebFigures figures = web_figures();
    Fact *facts = arena_array(ctx->arena, Fact, 5);
    facts[0] = (Fact){ .name = STR("Программа"), .value = STR("Мерило " MERILO_VERSION) };
    facts[1] = (Fact){ .name = STR("Рабочие процессы"), .value = CTX_TEXT(ctx, "%u, соединений сейчас %u", figures.n_workers, figures.n_connections) };
    facts[2] = (Fact){ .name = STR("Запросов с запуска"), .value = CTX_TEXT(ctx, "%s; отклонено неверных %s, просили подождать %s", number_int(ctx->arena, (long long)figures.n_requests).at,
                       number_int(ctx->arena, (long long)figures.n_refused).at, number_int(ctx->arena, (long long)figures.n_503).at) };
    facts[3] = (Fact){ .name = STR("Проверенная копия"), .value = verified_at > 0 ? ctx_moment(ctx, verified_at) : STR("ещё ни одной") };
    facts[4] = (Fact){ .name = STR("Признаки посчитаны"), .value = analysed_at > 0 ? ctx_moment(ctx, analysed_at) : STR("ещё ни разу") };
    doc_heading(ctx->doc, NULL, 2, STR("Сведения"));
    doc_facts(ctx->doc, NULL, 5, facts);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    system_tabs(ctx, "/system");
    ctx->doc->title = add_findings(ctx);
    add_speed(ctx);
    return add_facts(ctx, err);
}

const Page page_system = { .path = "/system", .title = "Система", .section = SECTION_SYSTEM, .in_menu = true, .right = RIGHT_SYSTEM, .org_of = system_root, .show = show };
