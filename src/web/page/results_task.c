/* One task of a procedure: what it asks, how many points the works got, every school with its interval; never sorted by result. */
#include <math.h>

#include "publish/rich.h"
#include "web/result.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" }, { .name = "task", .kind = PARAM_INT, .title = "номер задания по порядку", .min = 1, .max = 255 },
    { .name = "from", .kind = PARAM_INT, .title = "с какой школы", .min = 1, .max = 100000 }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL },
};

static double usual(const Result *result, uint32_t task)
{
    const Norm *norm = result->of->norm;
    if (norm != NULL && norm->task_mean != NULL && norm->n_tasks == result->of->frame->procedure->blueprint->n_tasks) return norm->task_mean[task];
    return result->of->tasks[task].mean_share;
}

static void head(Ctx *ctx, const Result *result, uint32_t j)
{
    const Task *task = &result->of->frame->procedure->blueprint->tasks[j];
    Str label = rich_escape(ctx->arena, task->label), share = number_share(ctx->arena, result->of->tasks[j].mean_share, 0), all = number_share(ctx->arena, usual(result, j), 0);
    result_head(ctx, result, result->title);
    ctx->doc->title = result->is_part ? CTX_TEXT(ctx, "Задание %.*s: выполнено на %.*s, в регионе — на %.*s", STR_ARG(label), STR_ARG(share), STR_ARG(all)) : CTX_TEXT(ctx, "Задание %.*s: выполнено на %.*s", STR_ARG(label), STR_ARG(share));
    Str *facts = arena_array(ctx->arena, Str, 5);
    uint32_t n = 0;
    facts[n++] = CTX_TEXT(ctx, "до **%.*s**", STR_ARG(number_of(ctx->arena, task->max, "балла", "баллов", "баллов")));
    facts[n++] = number_of(ctx->arena, result->of->tasks[j].n, "работа", "работы", "работ");
    if (task->level != 0) facts[n++] = CTX_TEXT(ctx, "уровень: %s", task->level == 'B' ? "базовый" : task->level == 'P' ? "повышенный" : "высокий");
    if (task->content.n > 0) facts[n++] = CTX_TEXT(ctx, "КЭС %.*s", STR_ARG(rich_escape(ctx->arena, task->content)));
    if (task->requirement.n > 0) facts[n++] = CTX_TEXT(ctx, "КТ %.*s", STR_ARG(rich_escape(ctx->arena, task->requirement)));
    ctx->doc->n_factline = n;
    ctx->doc->factline = facts;
    if (task->skill.n > 0) ctx->doc->lead = CTX_TEXT(ctx, "Проверяется: %.*s.", STR_ARG(rich_escape(ctx->arena, task->skill)));
}

/* ---- points ---- */

static void points_row(Ctx *ctx, Table *table, Str name, uint32_t n, uint32_t all)
{
    Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
    row[0] = cell_text(name);
    row[1] = cell_int(n);
    row[2] = cell_share(all == 0 ? NAN : (double)n / all);
    row[3] = cell_bar(all == 0 ? 0 : (double)n / all, false);
}

static void points(Ctx *ctx, Node *parent, const Blueprint *blueprint, const ResultPoints *of, uint32_t j)
{
    const uint32_t *count = of->count[j];
    uint8_t max = blueprint->tasks[j].max;
    Column *columns = arena_array(ctx->arena, Column, 4);
    columns[0] = (Column){ .head = STR("получили") };
    columns[1] = (Column){ .head = STR("работ"), .kind = COLUMN_NUMBER };
    columns[2] = (Column){ .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = 1 };
    columns[3] = (Column){ .head = STR("от всех работ"), .kind = COLUMN_GRAPHIC, .width = 0.36f, .scale_max = 1, .scale_line = NAN };
    Table *table = table_new(ctx->doc, STR("points"), STR("Баллы за задание"), 4, columns, max + 4u);
    table->untitled = true;
    for (uint32_t p = 0; p <= max; p++) points_row(ctx, table, number_of(ctx->arena, p, "балл", "балла", "баллов"), count[p], of->n_works);
    if (count[SCORE_NOT_ATTEMPTED] > 0) points_row(ctx, table, STR("не приступали"), count[SCORE_NOT_ATTEMPTED], of->n_works);
    if (count[SCORE_NOT_TAUGHT] > 0) points_row(ctx, table, STR("не пройдено"), count[SCORE_NOT_TAUGHT], of->n_works);
    if (count[SCORE_EMPTY] > 0) points_row(ctx, table, STR("пусто в форме"), count[SCORE_EMPTY], of->n_works);
    doc_heading(ctx->doc, parent, 3, STR("Как распределились баллы"));
    doc_table(ctx->doc, parent, table);
}

/* Pupils by their mark for the whole work: a task that the weak solve as the strong do is itself in question. */
static void by_marks(Ctx *ctx, Node *parent, const Blueprint *blueprint, const ResultPoints *of, uint32_t j)
{
    const TaskStats *stats = &of->tasks[j];
    if (!blueprint->cutoffs_known) return;
    Column *columns = arena_array(ctx->arena, Column, 4);
    columns[0] = (Column){ .head = STR("отметка за работу") };
    columns[1] = (Column){ .head = STR("работ"), .kind = COLUMN_NUMBER };
    columns[2] = (Column){ .head = STR("выполнение"), .kind = COLUMN_NUMBER };
    columns[3] = (Column){ .head = STR("от 0 до 100 %"), .kind = COLUMN_GRAPHIC, .width = 0.36f, .scale_max = 1, .scale_line = NAN };
    Table *table = table_new(ctx->doc, STR("marks"), STR("По отметкам за работу"), 4, columns, 4);
    table->untitled = true;
    for (int m = 0; m < 4; m++) {
        double share = (double)stats->points_of_mark[m] / ((double)stats->taught_of_mark[m] * blueprint->tasks[j].max);
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(CTX_TEXT(ctx, "«%d»", m + 2));
        if (stats->taught_of_mark[m] < REPORT_MIN_GROUP) {
            row[1] = cell_too_few(STR("меньше 10 работ"), 3);
            continue;
        }
        row[1] = cell_int(stats->taught_of_mark[m]);
        row[2] = cell_share(share);
        row[3] = cell_bar(share, false);
    }
    doc_heading(ctx->doc, parent, 3, STR("Кто справился"));
    doc_table(ctx->doc, parent, table);
    if (isfinite(stats->discrimination)) doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Связь с остальной работой (корреляция): %.*s. Ниже 0,2 — повод присмотреться к самому заданию и его критериям.", STR_ARG(number_dec(ctx->arena, stats->discrimination, 2))));
}

/* ---- schools ---- */

static void school_row(Ctx *ctx, const Result *result, Table *table, uint32_t s, uint32_t j)
{
    const SchoolSpan *school = &result->of->frame->schools[s];
    const HeatCell *cell = &result->of->heat[(size_t)s * result->of->frame->procedure->blueprint->n_tasks + j];
    bool beyond = isfinite(cell->z) && fabsf(cell->z) > REPORT_Z998, few = cell->n < REPORT_MIN_UNIT;
    Cell *row = table_row(ctx->doc, table, beyond && !few ? ROW_ATTENTION : ROW_PLAIN);
    row[0] = report_school_cell(result->report, school->org);
    if (few) {
        row[1] = cell_too_few(STR("меньше 5 работ"), 5);
        return;
    }
    row[1] = cell_int(cell->n);
    row[2] = cell_share((double)cell->share);
    row[2].bold = true;
    row[3] = cell_interval((double)cell->low, (double)cell->high, true);
    row[4] = (Cell){ .kind = CELL_DOT, .number = (double)cell->share, .low = (double)cell->low, .high = (double)cell->high, .is_share = true, .flag = beyond };
    row[5] = cell_text(!beyond ? STR("в пределах случая") : cell->z < 0 ? STR("ниже, чем объясняет случай") : STR("выше, чем объясняет случай"));
    row[5].bold = beyond;
}

static void schools(Ctx *ctx, const Result *result, uint32_t j)
{
    uint32_t from, n, total = result->of->frame->n_schools;
    result_span(ctx, total, &from, &n);
    Column *columns = arena_array(ctx->arena, Column, 6);
    columns[0] = (Column){ .head = STR("школа"), .width = 0.24f };
    columns[1] = (Column){ .head = STR("писали"), .kind = COLUMN_NUMBER };
    columns[2] = (Column){ .head = STR("выполнение"), .kind = COLUMN_NUMBER };
    columns[3] = (Column){ .head = STR("интервал|95 %"), .kind = COLUMN_NUMBER, .help = STR("interval") };
    columns[4] = (Column){ .head = result->is_part ? STR("черта — регион") : STR("черта — все школы"), .kind = COLUMN_GRAPHIC, .width = 0.2f, .scale_max = 1, .scale_line = usual(result, j) };
    columns[5] = (Column){ .head = STR("положение"), .width = 0.22f };
    Table *table = table_new(ctx->doc, STR("schools"), STR("Школы"), 6, columns, n + 1u);
    table->untitled = table->dense = true;
    for (uint32_t s = from; s < total && s < from + n; s++) school_row(ctx, result, table, s, j);
    Node *heading = doc_heading(ctx->doc, NULL, 2, STR("Школы"));
    heading->sub = STR("по коду школы; места не присваиваются");
    doc_table(ctx->doc, NULL, table);
    result_pager(ctx, NULL, total);
    doc_small(ctx->doc, NULL, STR("«В пределах случая» — в границах, где вместе с обычным разбросом между школами лежат 99,8 % школ. Выше — не успех и не нарушение: тему могли недавно повторить; ниже — повод узнать, пройдена ли тема."));
}

static void neighbours(Ctx *ctx, const Result *result, uint32_t j, uint32_t n_tasks)
{
    DocLink *links = arena_array(ctx->arena, DocLink, n_tasks + 1u);
    for (uint32_t k = 0; k < n_tasks; k++)
        links[k] = (DocLink){ .title = rich_escape(ctx->arena, result->of->frame->procedure->blueprint->tasks[k].label), .href = result_at(ctx, CTX_TEXT(ctx, "%.*s/tasks/%u", STR_ARG(result->base), k + 1)), .count = NO_COUNT, .current = k == j };
    doc_chips(ctx->doc, NULL, STR("Задания"), n_tasks, links);
}

static bool show(Ctx *ctx, Err *err)
{
    Result result;
    const ResultPoints *of;
    bool found;
    if (ctx->org.kind == ORG_CLASS) return ctx_go(ctx, STR("/results"));
    if (!result_open(ctx, &ctx->org, &result, &found, err)) return false;
    if (!found) return result_plain(ctx, ctx_param(ctx, "procedure"), err);
    uint32_t n_tasks = result.of->frame->procedure->blueprint->n_tasks, j = (uint32_t)ctx_int(ctx, "task", 1) - 1;
    if (j >= n_tasks || result.of->heat == NULL || result.of->tasks == NULL) return err_set(err, ERR_NOT_FOUND, "Выберите задание на карте заданий.", "Такого задания в этой работе нет.");
    head(ctx, &result, j);
    neighbours(ctx, &result, j, n_tasks);
    if (result.of->frame->n_works < REPORT_MIN_UNIT) {
        doc_text(ctx->doc, NULL, STR("Меньше 5 работ: показать нечего, чтобы не назвать ученика."));
        return true;
    }
    if (!result_points(ctx, &result, &of, err)) return false;
    if (of != NULL) {
        Node *left, *right;
        report_two(result.report, NULL, 0.5f, &left, &right);
        points(ctx, left, result.of->frame->procedure->blueprint, of, j);
        by_marks(ctx, right, result.of->frame->procedure->blueprint, of, j);
    }
    schools(ctx, &result, j);
    return true;
}

const Page page_results_task = {
    .path = "/results/:procedure/tasks/:task", .title = "Задание", .section = SECTION_RESULTS, .right = RIGHT_RESULTS_READ, .params = params, .sample = "/results/{procedure}/tasks/1", .show = show,
    .slow_first = true,
};
