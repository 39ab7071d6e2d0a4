/* The heat map of tasks: schools × tasks, every cell a number, filled only beyond chance and the ordinary spread between schools. */
#include <math.h>
#include <stdlib.h>

#include "publish/report/common.h"

enum { MUNICIPALITIES_ON_PAGE = 20 };

typedef struct Order { uint32_t task; Str group; uint32_t rank; } Order; /* rank: where the group was met first */

typedef struct Heat {
    Report *report;
    const ProcedureAnalysis *of;
    uint32_t n_tasks;
    const Order *order;
    uint32_t n_groups;
    Str task_address;       /* of pages; empty: no links */
} Heat;

/* Leading number of the first code: «6.2;6.4» is of group 6. */
static Str content_group(Str content)
{
    size_t n = 0;
    while (n < content.n && strchr(".;, ", content.at[n]) == NULL) n++;
    return str_slice(content, 0, n);
}

static int by_rank(const void *a, const void *b)
{
    const Order *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x->task < y->task ? -1 : x->task > y->task ? 1 : 0;
}

static Heat heat_of(Report *report, const ProcedureAnalysis *of)
{
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    Heat heat = { .report = report, .of = of, .n_tasks = blueprint->n_tasks };
    Order *order = arena_array(report->arena, Order, (size_t)blueprint->n_tasks + 1);
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        order[j] = (Order){ .task = j, .group = content_group(blueprint->tasks[j].content), .rank = heat.n_groups };
        for (uint32_t k = 0; k < j; k++)
            if (str_eq(order[k].group, order[j].group)) order[j].rank = order[k].rank;
        if (order[j].rank == heat.n_groups) heat.n_groups++;
    }
    qsort(order, blueprint->n_tasks, sizeof *order, by_rank);
    heat.order = order;
    return heat;
}

static Table *heat_table(const Heat *heat, bool page, uint32_t max_rows)
{
    Report *report = heat->report;
    const Procedure *procedure = heat->of->frame->procedure;
    Column *columns = arena_array(report->arena, Column, (size_t)heat->n_tasks + 2);
    columns[0] = (Column){ .head = STR("школа"), .kind = COLUMN_TEXT, .group = STR_EMPTY };
    columns[1] = (Column){ .head = STR("писали"), .kind = COLUMN_NUMBER, .group = STR_EMPTY };
    for (uint32_t i = 0; i < heat->n_tasks; i++) {
        const Task *task = &procedure->blueprint->tasks[heat->order[i].task];
        Str group = heat->order[i].group, label = report_plain(report, task->label);
        columns[i + 2] = (Column){ .head = TEXT(report, "%.*s|%u б.", STR_ARG(label), task->max), .kind = COLUMN_CENTRED, .open = true, .group = STR_EMPTY };
        if (heat->n_groups > 1 && heat->n_groups < heat->n_tasks && group.n > 0) columns[i + 2].group = TEXT(report, "КЭС %.*s", STR_ARG(group));
        columns[i + 2].group_start = heat->n_groups > 1 && heat->n_groups < heat->n_tasks && (i == 0 || heat->order[i].rank != heat->order[i - 1].rank);
    }
    Table *table = table_new(report->doc, TEXT(report, "%s-%.*s", page ? "tasks" : "tasks-all", STR_ARG(procedure->id)),
        TEXT(report, "%.*s %s", STR_ARG(report_tag(report, procedure)), page ? "Карта заданий" : "Задания по школам"), heat->n_tasks + 2, columns, max_rows);
    table->dense = true;
    table->wide = heat->n_tasks > PORTRAIT_TASKS;
    table->data_only = !page;
    table->page_only = page && heat->of->frame->n_schools > REPORT_ALL_SCHOOLS;
    table->untitled = true;
    return table;
}

static Cell percent(double share)
{
    return isfinite(share) ? cell_int(llround(100 * share)) : cell_missing();
}

static void whole_row(const Heat *heat, Table *table)
{
    Report *report = heat->report;
    Cell *row = table_row(report->doc, table, ROW_BAND);
    row[0] = cell_text(report->all_name.n > 0 ? report->all_name : STR("Все школы"));
    row[1] = cell_int(heat->of->frame->n_works);
    for (uint32_t i = 0; i < heat->n_tasks; i++) {
        row[i + 2] = percent(heat->of->tasks[heat->order[i].task].mean_share);
        row[i + 2].bold = true;
    }
}

static void norm_row(const Heat *heat, Table *table)
{
    Report *report = heat->report;
    const Norm *norm = heat->of->norm;
    if (norm == NULL || norm->source == NORM_OWN || norm->task_mean == NULL || norm->n_tasks != heat->n_tasks) return;
    Cell *row = table_row(report->doc, table, ROW_BAND);
    row[0] = cell_text(report->norm_name.n > 0 ? report->norm_name : STR("Норма"));
    row[1] = cell_int(llround(norm->n_works));
    for (uint32_t i = 0; i < heat->n_tasks; i++) row[i + 2] = percent(norm->task_mean[heat->order[i].task]);
}

/* A page begins with the wider place: the region, then the district. */
static void all_rows(const Heat *heat, Table *table)
{
    bool wider_first = heat->report->norm_name.n > 0;
    if (wider_first) norm_row(heat, table);
    whole_row(heat, table);
    if (!wider_first) norm_row(heat, table);
}

static const HeatCell *cell_of(const Heat *heat, uint32_t school, uint32_t task) { return &heat->of->heat[(size_t)school * heat->n_tasks + task]; }

/* Mean shares of a municipality, from the points of its schools. */
static void municipality_row(const Heat *heat, Table *table, uint32_t municipality)
{
    Report *report = heat->report;
    const Frame *frame = heat->of->frame;
    uint32_t n = 0;
    for (uint32_t s = 0; s < frame->n_schools; s++)
        if (report->municipality_of[frame->schools[s].org] == municipality) n += frame->schools[s].n;
    if (n == 0) return;
    Cell *row = table_row(report->doc, table, ROW_BAND);
    row[0] = cell_text(report_plain(report, report->municipalities[municipality]));
    if (n < REPORT_MIN_UNIT) {
        row[1] = cell_too_few(STR("меньше 5 работ"), (uint8_t)(heat->n_tasks + 1));
        return;
    }
    row[1] = cell_int(n);
    for (uint32_t i = 0; i < heat->n_tasks; i++) {
        uint32_t j = heat->order[i].task;
        uint64_t points = 0, taught = 0;
        for (uint32_t s = 0; s < frame->n_schools; s++) {
            if (report->municipality_of[frame->schools[s].org] != municipality) continue;
            taught += cell_of(heat, s, j)->n;
            points += cell_of(heat, s, j)->points;
        }
        row[i + 2] = percent(taught == 0 ? NAN : (double)points / ((double)taught * frame->procedure->blueprint->tasks[j].max));
    }
}

/* The number of the task stands in the place of «#»: «/results/2026-5-…/tasks/#?org=…». */
static Str task_link(const Heat *heat, uint32_t task)
{
    size_t at = str_find(heat->task_address, STR("#"));
    Str before = str_slice(heat->task_address, 0, at), after = str_slice(heat->task_address, at + 1, heat->task_address.n);
    return TEXT(heat->report, "%.*s%u%.*s", STR_ARG(before), task + 1, STR_ARG(after));
}

/* «Школа № 2, задание 6 | 38 %, от 23 до 55; регион 61 % | Задача на движение» */
static Str cell_detail(const Heat *heat, uint32_t s, uint32_t i, const Task *task)
{
    Report *report = heat->report;
    const HeatCell *cell = cell_of(heat, s, heat->order[i].task);
    const Norm *norm = heat->of->norm;
    double usual = norm != NULL && norm->task_mean != NULL && norm->n_tasks == heat->n_tasks ? norm->task_mean[heat->order[i].task] : heat->of->tasks[heat->order[i].task].mean_share;
    Str school = report_school(report, heat->of->frame->schools[s].org), label = report_plain(report, task->label), skill = report_plain(report, task->skill);
    Str share = number_share(report->arena, cell->share, 0), range = report_range(report, 100 * (double)cell->low, 100 * (double)cell->high, 0);
    Str name = report->norm_name.n > 0 ? report->norm_name : STR("все школы"), all = number_share(report->arena, usual, 0);
    return TEXT(report, "%.*s, задание %.*s|%.*s, %.*s; %.*s %.*s%s%.*s", STR_ARG(school), STR_ARG(label), STR_ARG(share), STR_ARG(range), STR_ARG(name), STR_ARG(all), skill.n > 0 ? "|" : "",
        STR_ARG(skill));
}

static void school_row(const Heat *heat, Table *table, uint32_t s)
{
    Report *report = heat->report;
    const SchoolSpan *school = &heat->of->frame->schools[s];
    Cell *row = table_row(report->doc, table, ROW_PLAIN);
    row[0] = report_school_cell(report, school->org);
    if (school->n < REPORT_MIN_UNIT) {
        row[1] = cell_too_few(STR("меньше 5 работ"), (uint8_t)(heat->n_tasks + 1));
        return;
    }
    row[1] = cell_int(school->n);
    for (uint32_t i = 0; i < heat->n_tasks; i++) {
        const HeatCell *cell = cell_of(heat, s, heat->order[i].task);
        row[i + 2] = cell->n < REPORT_MIN_UNIT ? cell_missing() : percent(cell->share);
        if (cell->n < REPORT_MIN_UNIT || !(fabsf(cell->z) > REPORT_Z998)) continue;
        row[i + 2].fill = cell->z < 0 ? FILL_BELOW : FILL_ABOVE;
        row[i + 2].bold = true;
        if (heat->task_address.n == 0) continue;
        const Task *task = &heat->of->frame->procedure->blueprint->tasks[heat->order[i].task];
        row[i + 2].anchor = task_link(heat, heat->order[i].task);
        row[i + 2].detail = cell_detail(heat, s, i, task);
    }
}

static uint32_t schools_beyond(const Heat *heat, uint32_t task, bool below, uint32_t *orgs)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < heat->of->frame->n_schools; s++) {
        const HeatCell *cell = cell_of(heat, s, task);
        bool hit = cell->n >= REPORT_MIN_UNIT && (below ? cell->z < -REPORT_Z998 : cell->z > REPORT_Z998);
        if (hit) orgs[n++] = heat->of->frame->schools[s].org;
    }
    return n;
}

/* Tasks that are hard in several schools at once: what to offer, where. */
static void repeated(const Heat *heat, Node *sheet)
{
    Report *report = heat->report;
    const Frame *frame = heat->of->frame;
    const Column columns[] = {
        { .head = STR("задание"), .kind = COLUMN_TEXT },
        { .head = STR("чему учили"), .kind = COLUMN_TEXT, .width = 0.44f },
        { .head = STR("школ|ниже нормы"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("какие"), .kind = COLUMN_TEXT },
    };
    Table *table = report_table(report, TEXT(report, "tasks-repeated-%.*s", STR_ARG(frame->procedure->id)), TEXT(report, "%.*s Что повторяется", STR_ARG(report_tag(report, frame->procedure))), 4,
        columns, heat->n_tasks + 1);
    uint32_t *orgs = arena_array(report->arena, uint32_t, frame->n_schools + 1);
    for (uint32_t i = 0; i < heat->n_tasks; i++) {
        uint32_t j = heat->order[i].task, n = schools_beyond(heat, j, true, orgs);
        if (n < 2) continue;
        const Task *task = &frame->procedure->blueprint->tasks[j];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        Str label = report_plain(report, task->label);
        row[0] = heat->task_address.n > 0 ? cell_link(label, task_link(heat, j)) : cell_text(label);
        row[1] = task->skill.n > 0 ? cell_text(report_plain(report, task->skill)) : cell_missing();
        row[2] = cell_int(n);
        row[3] = cell_text(report_names(report, orgs, n));
    }
    table->untitled = true;
    doc_heading(report->doc, sheet, 3, STR("Что повторяется в нескольких школах"));
    if (table->n_rows > 0) doc_table(report->doc, sheet, table);
    else doc_text(report->doc, sheet, STR("Нет задания, которое было бы заметно ниже нормы сразу в нескольких школах."));
    uint32_t above = 0;
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        uint32_t high = 0;
        for (uint32_t j = 0; j < heat->n_tasks; j++) high += cell_of(heat, s, j)->n >= REPORT_MIN_UNIT && cell_of(heat, s, j)->z > REPORT_Z998 ? 1 : 0;
        if (high >= 2) orgs[above++] = frame->schools[s].org;
    }
    if (above == 0) return;
    Str names = report_names(report, orgs, above);
    doc_text(report->doc, sheet, TEXT(report, "Два задания и больше выше нормы: %.*s. Это не признак и не успех сам по себе: тему могли недавно повторить, класс может быть профильным.",
                                     STR_ARG(names)));
}

static Str title_of(const Heat *heat, uint32_t *n_filled, uint32_t *n_cells)
{
    const Frame *frame = heat->of->frame;
    for (uint32_t s = 0; s < frame->n_schools; s++)
        for (uint32_t j = 0; j < heat->n_tasks; j++) {
            const HeatCell *cell = cell_of(heat, s, j);
            if (cell->n < REPORT_MIN_UNIT || !isfinite(cell->z)) continue;
            (*n_cells)++;
            *n_filled += fabsf(cell->z) > REPORT_Z998 ? 1 : 0;
        }
    if (*n_cells == 0) return STR("Задания: процент выполнения");
    if (*n_filled == 0) return STR("Задания: все школы в пределах случая");
    Str n = number_of(heat->report->arena, *n_filled, "клетку", "клетки", "клеток"), all = number_int(heat->report->arena, *n_cells);
    return TEXT(heat->report, "Задания: случаем трудно объяснить %.*s из %.*s", STR_ARG(n), STR_ARG(all));
}

static bool has_map(const ProcedureAnalysis *of) { return of->heat != NULL && of->tasks != NULL && of->frame->procedure->blueprint->n_tasks > 0; }

Str report_heat_title(Report *report, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    uint32_t n_filled = 0, n_cells = 0;
    if (!has_map(of)) return STR("Задания");
    Heat heat = heat_of(report, of);
    return title_of(&heat, &n_filled, &n_cells);
}

Table *report_heat_table(Report *report, uint32_t procedure, uint32_t from, uint32_t n, Str task_address)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    if (!has_map(of)) return NULL;
    Heat heat = heat_of(report, of);
    heat.task_address = task_address;
    Table *table = heat_table(&heat, true, 2 + report->n_municipalities + n);
    table->keys = table->panel = true;
    table->page_only = false;
    all_rows(&heat, table);
    for (uint32_t m = 0; report->n_municipalities > 1 && report->n_municipalities <= MUNICIPALITIES_ON_PAGE && m < report->n_municipalities; m++) municipality_row(&heat, table, m);
    for (uint32_t s = from; s < of->frame->n_schools && s < from + n; s++) school_row(&heat, table, s);
    return table;
}

void report_heat_repeated(Report *report, Node *sheet, uint32_t procedure, Str task_address)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    if (!has_map(of)) return;
    Heat heat = heat_of(report, of);
    heat.task_address = task_address;
    repeated(&heat, sheet);
}

void report_heat(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Frame *frame = of->frame;
    if (!has_map(of)) {
        doc_heading(report->doc, sheet, 2, STR("Задания"));
        doc_text(report->doc, sheet, STR("Баллов за задания в этих файлах нет, поэтому карты заданий нет."));
        return;
    }
    Heat heat = heat_of(report, of);
    uint32_t n_filled = 0, n_cells = 0;
    Str title = title_of(&heat, &n_filled, &n_cells);
    doc_heading(report->doc, sheet, 2, title);
    bool all = frame->n_schools <= REPORT_ALL_SCHOOLS;
    Table *table = heat_table(&heat, true, 2 + (all ? 0 : report->n_municipalities) + frame->n_schools);
    all_rows(&heat, table);
    for (uint32_t m = 0; !all && report->n_municipalities <= MUNICIPALITIES_ON_PAGE && m < report->n_municipalities; m++) municipality_row(&heat, table, m);
    for (uint32_t s = 0; s < frame->n_schools; s++)
        if (all || report_has_page(report, frame->schools[s].org)) school_row(&heat, table, s);
    Str chance = number_dec(report->arena, 0.002 * n_cells, 0.002 * n_cells < 10 ? 1 : 0);
    table->note = TEXT(report, "Процент от наибольшего балла; «не пройдено» в знаменатель не входит. Закрашено только то, что трудно объяснить случаем и обычным разбросом между школами: "
                               "штрих — ниже, точки — выше. По случаю закрасилось бы около %.*s.%s",
        STR_ARG(chance), all ? "" : " Показаны школы из списка; остальные школы и муниципалитеты — в XLSX.");
    doc_table(report->doc, sheet, table);
    if (!all && report->workbook) {
        Table *data = heat_table(&heat, false, 2 + report->n_municipalities + frame->n_schools);
        all_rows(&heat, data);
        for (uint32_t m = 0; m < report->n_municipalities; m++) municipality_row(&heat, data, m);
        for (uint32_t s = 0; s < frame->n_schools; s++) school_row(&heat, data, s);
        doc_table(report->doc, sheet, data);
    }
    if (n_cells > 0) repeated(&heat, sheet);
    else doc_small(report->doc, sheet, STR("Сравнить клетки не с чем: обычный разброс между школами неизвестен. Его даёт норма региона (--reference)."));
}
