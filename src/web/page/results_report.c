/* The seven usual reports, one at a time, in their usual columns. */
#include "flow/result.h"
#include "publish/report/official.h"
#include "web/result.h"

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" },
    { .name = "report", .kind = PARAM_CHOICE, .title = "отчёт", .choices = "marks|journal|scores|tasks|planned|groups|pupils" },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

enum { PUPILS_ON_PAGE = 300 };

static void marks(Report *report, uint32_t p) { official_marks(report, NULL, p); }
static void journal(Report *report, uint32_t p) { official_journal(report, NULL, p); }
static void scores(Report *report, uint32_t p) { official_scores(report, NULL, p); }
static void tasks(Report *report, uint32_t p) { official_tasks(report, NULL, p); }
static void planned(Report *report, uint32_t p) { official_results(report, NULL, p); }
static void groups(Report *report, uint32_t p) { official_groups(report, NULL, p); }
static void pupils(Report *report, uint32_t p)
{
    (void)p;
    official_individual(report, NULL);
}

/* works: figures of single works are needed, which fragments of the analysis do not have. */
static const struct { const char *word, *title; bool works, tasks; void (*show)(Report *report, uint32_t procedure); } reports[] = {
    { "marks", "Статистика по отметкам", false, false, marks }, { "journal", "Сравнение отметок с отметками по журналу", false, false, journal },
    { "scores", "Распределение первичных баллов", false, false, scores }, { "tasks", "Выполнение заданий", false, true, tasks },
    { "planned", "Достижение планируемых результатов", true, true, planned }, { "groups", "Выполнение заданий группами участников", true, true, groups },
    { "pupils", "Индивидуальные результаты", true, false, pupils },
};
enum { N_REPORTS = sizeof reports / sizeof *reports };

static void add_tabs(Ctx *ctx, const Result *result, uint32_t chosen)
{
    DocLink *links = arena_array(ctx->arena, DocLink, N_REPORTS);
    for (uint32_t i = 0; i < N_REPORTS; i++)
        links[i] = (DocLink){ .title = str_of(reports[i].title), .href = result_at(ctx, CTX_TEXT(ctx, "%.*s/reports/%s", STR_ARG(result->base), reports[i].word)), .count = NO_COUNT, .current = i == chosen };
    doc_chips(ctx->doc, NULL, STR("Отчёт"), N_REPORTS, links);
}

/* The procedure with its works instead of the fragment's figures. */
static bool with_works(Ctx *ctx, Result *result, bool *found, Err *err)
{
    ProcedureAnalysis *works = arena_one(ctx->arena, ProcedureAnalysis);
    ResultAsk ask = { .region_id = ctx->who->region_id, .path = ctx->org.path, .of = result->of, .schools = &result->in->schools };
    if (!flow_result_works(ctx->db, &ask, ctx->arena, works, found, err) || !*found) return !*found;
    Analysis *in = arena_one(ctx->arena, Analysis);
    ProcedureAnalysis *procedures = arena_array(ctx->arena, ProcedureAnalysis, result->in->n_procedures + 1u);
    memcpy(procedures, result->in->procedures, result->in->n_procedures * sizeof *procedures);
    procedures[result->procedure] = *works;
    *in = *result->in;
    in->procedures = procedures;
    Report *report = report_open(in, ctx->doc, result->report->site, ctx->arena);
    report->all_name = result->report->all_name;
    report->norm_name = result->report->norm_name;
    result->report = report;
    result->of = &procedures[result->procedure];
    return true;
}

static void say_missing(Ctx *ctx, const char *words) { doc_text(ctx->doc, NULL, str_of(words)); }

static bool show(Ctx *ctx, Err *err)
{
    Result result;
    bool found, works = true;
    uint32_t chosen = 0;
    if (ctx->org.kind == ORG_CLASS) return ctx_go(ctx, STR("/results"));
    if (!result_open(ctx, &ctx->org, &result, &found, err)) return false;
    if (!found) return result_plain(ctx, ctx_param(ctx, "procedure"), err);
    for (uint32_t i = 0; i < N_REPORTS; i++)
        if (str_eq(ctx_param(ctx, "report"), str_of(reports[i].word))) chosen = i;
    result_head(ctx, &result, result.title);
    result_facts(ctx, &result);
    ctx->doc->title = str_of(reports[chosen].title);
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(result.title), STR_ARG(result.report->all_name));
    add_tabs(ctx, &result, chosen);
    if (result.of->frame->n_works < REPORT_MIN_UNIT) return say_missing(ctx, "Меньше 5 работ: показать нечего, чтобы не назвать ученика."), true;
    if (reports[chosen].show == pupils && ctx->doc->outside)
        return say_missing(ctx, "Отметки отдельных участников открыты тем, кто ведёт формы школы или её признаки. Сводные отчёты — рядом."), true;
    bool alone = reports[chosen].show == pupils; /* figures of tasks of all schools stand in the head */
    if (alone && result.of->frame->n_schools > REPORT_ALL_SCHOOLS) return say_missing(ctx, "Здесь не приводятся: отчёт охватывает больше одного района. Результаты участников открывают на страницах школ."), true;
    if (reports[chosen].works && (alone || result.is_part) && !with_works(ctx, &result, &works, err)) return false;
    if (!works || (reports[chosen].tasks && !official_has_tasks(result.of))) return say_missing(ctx, "Баллов за задания в формах этой работы нет."), true;
    if (!result.of->frame->procedure->blueprint->cutoffs_known && (chosen < 2 || reports[chosen].show == groups))
        return say_missing(ctx, "Пороги отметок этой работы неизвестны, поэтому отметок нет. Внесите их в описание работы."), true;
    result_usual_tables(ctx, &result);
    bool few = result.report->schools_on_page || result.report->workbook;
    if (reports[chosen].show == pupils) few = result.report->schools_on_page = result.report->workbook || result.of->frame->n_works <= PUPILS_ON_PAGE;
    result.report->workbook = result.report->workbook || (few && reports[chosen].show == pupils);
    reports[chosen].show(result.report, result.procedure);
    if (!few) doc_small(ctx->doc, NULL, STR("Строк слишком много для страницы: все они — в XLSX и CSV, ссылки вверху."));
    return true;
}

const Page page_results_report = {
    .path = "/results/:procedure/reports/:report", .title = "Привычный отчёт", .section = SECTION_RESULTS, .right = RIGHT_RESULTS_READ, .params = params, .sample = "/results/{procedure}/reports/marks",
    .show = show, .slow_first = true,
};
