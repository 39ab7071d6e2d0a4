#include "web/result_unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "publish/rich.h"
#include "web/url.h"

static uint32_t marked(const ProcedureAnalysis *of) { return of->marks[0] + of->marks[1] + of->marks[2] + of->marks[3]; }
static double pass_of(const ProcedureAnalysis *of) { return marked(of) == 0 ? (double)NAN : 1 - (double)of->marks[0] / marked(of); }
static double good_of(const ProcedureAnalysis *of) { return marked(of) == 0 ? (double)NAN : (double)(of->marks[2] + of->marks[3]) / marked(of); }

/* ---- usual figures side by side ---- */

static void figures_row(Ctx *ctx, Table *table, Str name, const ProcedureAnalysis *of, RowKind kind)
{
    Cell *row = table_row(ctx->doc, table, kind);
    double low, high;
    row[0] = cell_text(name);
    if (of->frame->n_works < REPORT_MIN_UNIT) {
        row[1] = cell_too_few(STR("меньше 5 работ"), 6);
        return;
    }
    row[1] = cell_int(of->frame->n_works);
    row[2] = cell_dec(of->mean);
    if (marked(of) == 0) {
        row[3] = cell_too_few(STR("пороги неизвестны"), 4);
        return;
    }
    report_wilson(marked(of) - of->marks[0], marked(of), &low, &high);
    row[3] = cell_share(pass_of(of));
    row[3].bold = true;
    row[4] = (Cell){ .kind = CELL_DOT, .number = pass_of(of), .low = low, .high = high, .is_share = true };
    row[5] = cell_interval(low, high, true);
    row[6] = cell_share(good_of(of));
}

void result_unit_figures(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around)
{
    const ProcedureAnalysis *all = &result->whole->procedures[result->procedure];
    Column *columns = arena_array(ctx->arena, Column, 7);
    columns[0] = (Column){ .head = STR("где"), .width = 0.26f };
    columns[1] = (Column){ .head = STR("писали"), .kind = COLUMN_NUMBER };
    columns[2] = (Column){ .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 1, .help = STR("primary-score") };
    columns[3] = (Column){ .head = STR("«3»|и выше"), .kind = COLUMN_NUMBER };
    columns[4] = (Column){ .head = STR("черта —|все школы"), .kind = COLUMN_GRAPHIC, .width = 0.2f, .scale_max = 1, .scale_line = pass_of(all) };
    columns[5] = (Column){ .head = STR("интервал|95 %"), .kind = COLUMN_NUMBER, .help = STR("interval") };
    columns[6] = (Column){ .head = STR("«4» и «5»"), .kind = COLUMN_NUMBER };
    Table *table = table_new(ctx->doc, STR("figures"), STR("Результаты рядом"), 7, columns, 3);
    table->untitled = true;
    figures_row(ctx, table, own->name, own->of, ROW_OURS);
    if (around != NULL) figures_row(ctx, table, around->name, around->of, ROW_PLAIN);
    if (result->is_part) figures_row(ctx, table, STR("Регион"), all, ROW_PLAIN);
    doc_table(ctx->doc, parent, table);
}

/* ---- scores ---- */

void result_unit_scores(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around)
{
    const ProcedureAnalysis *of = own->of, *behind = around != NULL ? around->of : &result->whole->procedures[result->procedure];
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    Chart *chart = arena_one(ctx->arena, Chart);
    double *observed = arena_array(ctx->arena, double, (size_t)blueprint->max + 1), *grey = arena_array(ctx->arena, double, (size_t)blueprint->max + 1);
    for (uint32_t t = 0; t <= blueprint->max; t++) {
        bool hidden = ctx->doc->outside && of->histogram[t] > 0 && of->histogram[t] < REPORT_MIN_UNIT;
        observed[t] = hidden ? (double)NAN : of->histogram[t];
        grey[t] = (double)behind->histogram[t] * of->frame->n_works / behind->frame->n_works;
    }
    chart->kind = "hist";
    chart->title = STR("Первичные баллы");
    chart->of.hist = (ChartHist){ .max = blueprint->max, .observed = observed, .behind = grey, .behind_words = around != NULL ? rich_plain(ctx->arena, around->name) : STR("все школы") };
    if (blueprint->cutoffs_known) {
        chart->of.hist.n_cutoffs = N_CUTOFFS;
        memcpy(chart->of.hist.cutoff, blueprint->cutoff, sizeof chart->of.hist.cutoff);
    }
    chart->reading = CTX_TEXT(ctx, "Столбцы — работы; серым — %s, в пересчёте на то же число работ.%s", around != NULL ? rich_plain(ctx->arena, around->name).at : "все школы",
        ctx->doc->outside ? " Столбцы меньше 5 работ не показаны." : "");
    chart->summary = CTX_TEXT(ctx, "Гистограмма первичных баллов: %.*s, средний балл %.*s из %u.", STR_ARG(report_works_count(result->report, of->frame->n_works)), STR_ARG(number_dec(ctx->arena, of->mean, 1)), blueprint->max);
    doc_chart(ctx->doc, parent, chart);
}

/* ---- tasks ---- */

static double norm_share(const ProcedureAnalysis *of, uint32_t task)
{
    const Norm *norm = of->norm;
    return norm != NULL && norm->task_mean != NULL && norm->n_tasks == of->frame->procedure->blueprint->n_tasks ? norm->task_mean[task] : (double)NAN;
}

typedef struct Easy { uint32_t task; double share; } Easy;
static int easy_first(const void *a, const void *b)
{
    const Easy *x = a, *y = b;
    if (x->share != y->share) return x->share > y->share ? -1 : 1;
    return x->task < y->task ? -1 : x->task > y->task;
}

static void profile(Ctx *ctx, Node *parent, const ProcedureAnalysis *of, const double *usual, Str behind)
{
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    Easy *order = arena_array(ctx->arena, Easy, blueprint->n_tasks + 1u);
    ProfilePoint *points = arena_array(ctx->arena, ProfilePoint, blueprint->n_tasks + 1u);
    uint32_t n = 0;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++)
        if (isfinite(usual[j]) && of->heat[j].n >= REPORT_MIN_UNIT) order[n++] = (Easy){ j, usual[j] };
    if (n < 2) return;
    qsort(order, n, sizeof *order, easy_first);
    for (uint32_t i = 0; i < n; i++) {
        const HeatCell *cell = &of->heat[order[i].task];
        points[i] = (ProfilePoint){ .task = rich_plain(ctx->arena, rich_escape(ctx->arena, blueprint->tasks[order[i].task].label)), .region = order[i].share, .share = (double)cell->share, .low = (double)cell->low,
            .high = (double)cell->high, .marked = fabsf(cell->z) > REPORT_Z998 };
    }
    Chart *chart = arena_one(ctx->arena, Chart);
    chart->kind = "profile";
    chart->no_twin = true;
    chart->title = STR("Задания от лёгких к трудным");
    chart->reading = CTX_TEXT(ctx, "Линия — %.*s, точки с усами — здесь, 95 %%. Где усы накрывают линию, отличие может быть случайным.", STR_ARG(behind));
    chart->summary = CTX_TEXT(ctx, "Доля выполнения %u заданий против линии: %.*s. Те же числа в таблице рядом.", n, STR_ARG(behind));
    chart->of.profile = (ChartProfile){ .n = n, .points = points };
    doc_chart(ctx->doc, parent, chart);
}

static const char *place_of(const HeatCell *cell)
{
    if (!isfinite(cell->z) || fabsf(cell->z) <= REPORT_Z998) return "в пределах случая";
    return cell->z < 0 ? "ниже, чем объясняет случай" : "выше, чем объясняет случай";
}

static Table *tasks_table(Ctx *ctx, const Result *result, const ResultUnit *own, const ResultUnit *around)
{
    const Blueprint *blueprint = own->of->frame->procedure->blueprint;
    Column *columns = arena_array(ctx->arena, Column, 8);
    columns[0] = (Column){ .head = STR("задание") };
    columns[1] = (Column){ .head = STR("макс.|балл"), .kind = COLUMN_NUMBER, .open = true };
    columns[2] = (Column){ .head = STR("что проверяется"), .width = 0.34f };
    columns[3] = (Column){ .head = STR("здесь"), .kind = COLUMN_NUMBER };
    columns[4] = (Column){ .head = STR("от–до|95 %"), .kind = COLUMN_NUMBER, .help = STR("interval") };
    columns[5] = (Column){ .head = around != NULL ? around->name : STR("—"), .kind = COLUMN_NUMBER };
    columns[6] = (Column){ .head = result->is_part ? STR("регион") : STR("все школы"), .kind = COLUMN_NUMBER };
    columns[7] = (Column){ .head = STR("положение") };
    Table *table = table_new(ctx->doc, STR("tasks"), STR("Задания"), 8, columns, blueprint->n_tasks);
    table->untitled = table->dense = true;
    const ProcedureAnalysis *all = &result->whole->procedures[result->procedure];
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        const HeatCell *cell = &own->of->heat[j];
        const Task *task = &blueprint->tasks[j];
        bool beyond = isfinite(cell->z) && fabsf(cell->z) > REPORT_Z998;
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_link(rich_escape(ctx->arena, task->label), CTX_TEXT(ctx, "%.*s/tasks/%u", STR_ARG(result->base), j + 1));
        row[1] = cell_int(task->max);
        row[2] = task->skill.n > 0 ? cell_text(rich_escape(ctx->arena, task->skill)) : task->content.n > 0 ? cell_text(CTX_TEXT(ctx, "КЭС %.*s", STR_ARG(rich_escape(ctx->arena, task->content)))) : cell_missing();
        row[5] = around != NULL && around->of->tasks != NULL ? cell_share(around->of->tasks[j].mean_share) : cell_missing();
        row[6] = cell_share(all->tasks[j].mean_share);
        if (cell->n < REPORT_MIN_UNIT) {
            row[3] = cell_too_few(STR("мало"), 2);
            continue;
        }
        row[3] = cell_share((double)cell->share);
        row[3].bold = true;
        row[4] = cell_interval((double)cell->low, (double)cell->high, true);
        row[7] = cell_text(str_of(place_of(cell)));
        row[7].bold = beyond;
    }
    return table;
}

void result_unit_tasks(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own, const ResultUnit *around)
{
    const ProcedureAnalysis *of = own->of, *all = &result->whole->procedures[result->procedure];
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    if (of->heat == NULL || all->tasks == NULL || blueprint->n_tasks == 0) return;
    double *usual = arena_array(ctx->arena, double, blueprint->n_tasks + 1u);
    uint32_t below = 0, above = 0;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        usual[j] = isfinite(norm_share(of, j)) ? norm_share(of, j) : all->tasks[j].mean_share;
        below += of->heat[j].n >= REPORT_MIN_UNIT && of->heat[j].z < -REPORT_Z998;
        above += of->heat[j].n >= REPORT_MIN_UNIT && of->heat[j].z > REPORT_Z998;
    }
    Str low = number_of(ctx->arena, below, "задание", "задания", "заданий"), high = number_of(ctx->arena, above, "задание", "задания", "заданий");
    Str title = below + above == 0 ? STR("Задания: всё в пределах случая")
                : above == 0 ? CTX_TEXT(ctx, "Ниже, чем объясняет случай: %.*s", STR_ARG(low))
                : below == 0 ? CTX_TEXT(ctx, "Выше, чем объясняет случай: %.*s", STR_ARG(high))
                             : CTX_TEXT(ctx, "За пределами случая: ниже — %.*s, выше — %.*s", STR_ARG(low), STR_ARG(high));
    doc_heading(ctx->doc, parent, 2, title);
    profile(ctx, parent, of, usual, result->is_part ? STR("регион") : STR("все школы"));
    doc_table(ctx->doc, parent, tasks_table(ctx, result, own, around));
}

/* ---- the journal ---- */

void result_unit_journal(Ctx *ctx, Node *parent, const Result *result, const ResultUnit *own)
{
    Analysis *alone = arena_one(ctx->arena, Analysis);
    ProcedureAnalysis *procedures = arena_array(ctx->arena, ProcedureAnalysis, result->in->n_procedures + 1u);
    memcpy(procedures, result->in->procedures, result->in->n_procedures * sizeof *procedures);
    *alone = *result->in;
    procedures[result->procedure] = *own->of;
    procedures[result->procedure].norm = result->of->norm;
    alone->procedures = procedures;
    Report *report = report_open(result->in, ctx->doc, result->report->site, ctx->arena);
    report->in = alone;
    report->all_name = own->name;
    report->norm_name = result->report->norm_name;
    report->n_municipalities = 0;
    report_journal(report, parent, result->procedure);
}

/* ---- classes ---- */

bool result_class_is(Str label, Str asked, int grade)
{
    if (str_eq(label, asked)) return true;
    char number[16];
    int n = snprintf(number, sizeof number, "%d", grade);
    Str prefix = { number, (size_t)n };
    if (str_starts(asked, prefix) && str_eq(str_slice(asked, prefix.n, asked.n), label)) return true;
    return str_starts(label, prefix) && str_eq(str_slice(label, prefix.n, label.n), asked);
}

void result_unit_classes(Ctx *ctx, Node *parent, const ProcedureAnalysis *classes, Str address)
{
    const Frame *frame = classes->frame;
    if (frame->n_classes < 2) return;
    Column *columns = arena_array(ctx->arena, Column, 7);
    columns[0] = (Column){ .head = STR("класс"), .width = 0.18f };
    columns[1] = (Column){ .head = STR("писали"), .kind = COLUMN_NUMBER };
    columns[2] = (Column){ .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 1, .help = STR("primary-score") };
    columns[3] = (Column){ .head = STR("«3»|и выше"), .kind = COLUMN_NUMBER };
    columns[4] = (Column){ .head = STR("черта — школа"), .kind = COLUMN_GRAPHIC, .width = 0.24f, .scale_max = 1, .scale_line = pass_of(classes) };
    columns[5] = (Column){ .head = STR("интервал|95 %"), .kind = COLUMN_NUMBER, .help = STR("interval") };
    columns[6] = (Column){ .head = STR("«4» и «5»"), .kind = COLUMN_NUMBER };
    Table *table = table_new(ctx->doc, STR("classes"), STR("Классы"), 7, columns, frame->n_classes);
    table->untitled = true;
    int grade = frame->procedure->grade;
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        const SchoolStats *stats = &classes->schools[c];
        Str label = frame->classes[c].label;
        Str name = label.n == 0 ? STR("без буквы") : CTX_TEXT(ctx, "%d «%.*s»", grade, STR_ARG(rich_escape(ctx->arena, label)));
        uint32_t n = frame->classes[c].n, all = stats->marks[0] + stats->marks[1] + stats->marks[2] + stats->marks[3];
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        if (n < REPORT_MIN_UNIT) {
            row[0] = cell_text(name);
            row[1] = cell_too_few(STR("меньше 5 работ"), 6);
            continue;
        }
        double low, high;
        row[0] = label.n == 0 ? cell_text(name) : cell_link(name, CTX_TEXT(ctx, "%.*s?class=%.*s", STR_ARG(address), STR_ARG(url_encode(ctx->arena, label))));
        row[1] = cell_int(n);
        row[2] = cell_dec(stats->mean);
        for (int i = 3; i < 7; i++) row[i] = cell_missing();
        if (all == 0) continue;
        report_wilson(all - stats->marks[0], all, &low, &high);
        double pass = 1 - (double)stats->marks[0] / all;
        row[3] = cell_share(pass);
        row[3].bold = true;
        row[4] = (Cell){ .kind = CELL_DOT, .number = pass, .low = low, .high = high, .is_share = true };
        row[5] = cell_interval(low, high, true);
        row[6] = cell_share((double)(stats->marks[2] + stats->marks[3]) / all);
    }
    Node *heading = doc_heading(ctx->doc, parent, 2, STR("Классы рядом"));
    heading->sub = STR("по букве; разный набор детей — обычная причина разницы");
    doc_table(ctx->doc, parent, table);
}

const ProcedureAnalysis *result_unit_class(Ctx *ctx, const ProcedureAnalysis *classes, Str label)
{
    const Frame *frame = classes->frame;
    uint32_t c = 0, n_tasks = frame->procedure->blueprint->n_tasks;
    while (c < frame->n_classes && !result_class_is(frame->classes[c].label, label, frame->procedure->grade)) c++;
    if (c == frame->n_classes) return NULL;
    ProcedureAnalysis *of = arena_one(ctx->arena, ProcedureAnalysis);
    Frame *alone = arena_one(ctx->arena, Frame);
    *of = *classes;
    *alone = (Frame){ .procedure = frame->procedure, .n_works = frame->classes[c].n, .n_schools = 1, .schools = &frame->schools[c], .n_classes = 1, .classes = &frame->classes[c] };
    of->frame = alone;
    of->schools = &classes->schools[c];
    of->heat = classes->heat == NULL ? NULL : classes->heat + (size_t)c * n_tasks;
    of->mean = classes->schools[c].mean;
    of->sd = classes->schools[c].sd;
    of->flow = classes->schools[c].flow;
    memcpy(of->marks, classes->schools[c].marks, sizeof of->marks);
    of->histogram = arena_array(ctx->arena, uint32_t, frame->procedure->blueprint->max + 1u);
    for (uint32_t i = frame->classes[c].first; i < frame->classes[c].first + frame->classes[c].n; i++) of->histogram[frame->total[i]]++;
    return of;
}
