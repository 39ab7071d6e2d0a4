/* Results of one procedure: the funnel, scores, tasks, marks against the journal, years. */
#include "web/result.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" },
    { .name = "view", .kind = PARAM_CHOICE, .title = "что показать", .choices = "funnel|scores|tasks|marks|years" },
    { .name = "as", .kind = PARAM_CHOICE, .title = "рисунок и таблица или одна таблица", .choices = "table" },
    { .name = "measure", .kind = PARAM_CHOICE, .title = "показатель воронки", .choices = "pass|good|mean" },
    { .name = "school", .kind = PARAM_TEXT, .title = "код выбранной школы" },
    { .name = "alone", .kind = PARAM_FLAG, .title = "без школ региона фоном" },
    { .name = "from", .kind = PARAM_INT, .title = "с какой школы", .min = 1, .max = 100000 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

static const struct { const char *word, *title; bool (*show)(Ctx *ctx, Result *result, Err *err); } views[] = {
    { "funnel", "Воронка", result_view_funnel }, { "scores", "Баллы", result_view_scores }, { "tasks", "Задания", result_view_tasks },
    { "marks", "Отметки и журнал", result_view_marks }, { "years", "Годы", result_view_years },
};
enum { N_VIEWS = sizeof views / sizeof *views };

static void add_tabs(Ctx *ctx, const Result *result, uint32_t chosen)
{
    DocLink *tabs = arena_array(ctx->arena, DocLink, N_VIEWS), *ways = arena_array(ctx->arena, DocLink, 2);
    for (uint32_t i = 0; i < N_VIEWS; i++)
        tabs[i] = (DocLink){ .title = str_of(views[i].title), .href = result_at(ctx, i == 0 ? result->base : CTX_TEXT(ctx, "%.*s?view=%s", STR_ARG(result->base), views[i].word)), .count = NO_COUNT, .current = i == chosen };
    ctx->doc->n_tabs = N_VIEWS;
    ctx->doc->tabs = tabs;
    if (chosen != 0) return;
    bool table = str_eq(ctx_param(ctx, "as"), STR("table"));
    ways[0] = (DocLink){ .title = STR("Рисунок и таблица"), .href = ctx_with(ctx, "as", STR_EMPTY), .count = NO_COUNT, .current = !table };
    ways[1] = (DocLink){ .title = STR("Таблица"), .href = ctx_with(ctx, "as", STR("table")), .count = NO_COUNT, .current = table };
    ctx->doc->n_views = 2;
    ctx->doc->views = ways;
}

static void add_reports(Ctx *ctx, const Result *result)
{
    static const struct { const char *word, *title; } reports[] = { { "marks", "Статистика по отметкам" }, { "journal", "Сравнение с журналом" }, { "scores", "Первичные баллы" }, { "tasks", "Выполнение заданий" },
        { "planned", "Планируемые результаты" }, { "groups", "Группы участников" }, { "pupils", "Индивидуальные результаты" } };
    DocLink *links = arena_array(ctx->arena, DocLink, 7);
    for (int i = 0; i < 7; i++) links[i] = (DocLink){ .title = str_of(reports[i].title), .href = result_at(ctx, CTX_TEXT(ctx, "%.*s/reports/%s", STR_ARG(result->base), reports[i].word)), .count = NO_COUNT };
    doc_chips(ctx->doc, NULL, STR("Привычные отчёты"), 7, links);
    Button *buttons = arena_array(ctx->arena, Button, 1);
    buttons[0] = (Button){ .title = STR("Аналитическая справка"), .href = result_at(ctx, CTX_TEXT(ctx, "%.*s/note", STR_ARG(result->base))), .icon = "file" };
    doc_buttons(ctx->doc, NULL, 1, buttons, STR_EMPTY);
}

static bool show(Ctx *ctx, Err *err)
{
    Result result;
    bool found;
    if (ctx->org.kind == ORG_CLASS) return ctx_go(ctx, STR("/results"));
    if (ctx->org.kind == ORG_SCHOOL) {
        Str code = url_encode(ctx->arena, ctx_param(ctx, "procedure")), school = url_encode(ctx->arena, ctx->org.code);
        return ctx_go(ctx, CTX_TEXT(ctx, "/results/%.*s/%.*s", STR_ARG(code), STR_ARG(school)));
    }
    if (!result_open(ctx, &ctx->org, &result, &found, err)) return false;
    if (!found) return result_plain(ctx, ctx_param(ctx, "procedure"), err);
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < N_VIEWS; i++)
        if (str_eq(ctx_param(ctx, "view"), str_of(views[i].word))) chosen = i;
    result_head(ctx, &result, STR_EMPTY);
    ctx->doc->title = result.title;
    result_facts(ctx, &result);
    add_tabs(ctx, &result, chosen);
    if (!result_places(ctx, err)) return false;
    if (result.of->frame->n_works < REPORT_MIN_UNIT) {
        doc_text(ctx->doc, NULL, STR("Меньше 5 работ: показать нечего, чтобы не назвать ученика."));
        return true;
    }
    if (!views[chosen].show(ctx, &result, err)) return false;
    add_reports(ctx, &result);
    return true;
}

const Page page_results_procedure = {
    .path = "/results/:procedure", .title = "Результаты процедуры", .section = SECTION_RESULTS, .right = RIGHT_RESULTS_READ, .params = params, .sample = "/results/{procedure}", .show = show, .slow_first = true,
};
