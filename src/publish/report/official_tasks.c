/* Reports 3–6 of ФИС ОКО: primary scores, tasks, planned results, tasks by groups of marks. */
#include <math.h>

#include "base/limits.h"
#include "publish/report/official.h"

enum { SCORES_A_ROW = 16 }; /* columns of scores that fit A4 */

bool official_has_tasks(const ProcedureAnalysis *of)
{
    return of->tasks != NULL && of->frame->procedure->blueprint->n_tasks > 0 && of->frame->n_works >= REPORT_MIN_UNIT;
}

static void score_columns(Report *report, Column *columns, uint32_t from, uint32_t to)
{
    columns[0] = (Column){ .head = STR("группы участников"), .kind = COLUMN_TEXT, .group = STR_EMPTY };
    columns[1] = (Column){ .head = STR("ОО"), .kind = COLUMN_NUMBER, .open = true, .group = STR_EMPTY };
    columns[2] = (Column){ .head = STR("участ-|ников"), .kind = COLUMN_NUMBER, .group = STR_EMPTY };
    for (uint32_t t = from; t <= to; t++) columns[3 + t - from] = (Column){ .head = TEXT(report, "%u", t), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("первичный балл, доля участников") };
}

static void score_row(Report *report, Table *table, const ProcedureAnalysis *of, Group group, uint32_t from, uint32_t to)
{
    Cell *row = group_row(report, table, of, group);
    if (row == NULL) return;
    uint32_t counts[LIMIT_TOTAL + 1] = { 0 }, n = 0, first, last;
    group_span(of, group, &first, &last);
    for (uint32_t s = first; s < last; s++) {
        if (!group_has(report, of, group, s)) continue;
        for (uint32_t w = of->frame->schools[s].first; w < of->frame->schools[s].first + of->frame->schools[s].n; w++, n++) counts[of->frame->total[w]]++;
    }
    for (uint32_t t = from; t <= to; t++) row[3 + t - from] = cell_share((double)counts[t] / n);
}

static void score_table(Report *report, Node *sheet, const ProcedureAnalysis *of, bool data, uint32_t from, uint32_t to)
{
    Str id = of->frame->procedure->id;
    Column *columns = arena_array(report->arena, Column, (size_t)(to - from) + 4);
    score_columns(report, columns, from, to);
    Group *groups;
    uint32_t n = groups_of(report, of, data || report->schools_on_page, &groups);
    if (!data && !report->schools_on_page && n > REPORT_NAMES + 1) n = 1; /* a long list of municipalities is for the spreadsheet */
    Table *table = table_new(report->doc, TEXT(report, "fis-scores%s-%.*s-%u", data ? "-all" : "", STR_ARG(id), from), TEXT(report, "%.*s Баллы%s", STR_ARG(report_tag(report, of->frame->procedure)), data ? ", доли" : ""),
        to - from + 4, columns, n);
    table->dense = true;
    table->data_only = data;
    table->page_only = !data && !report->schools_on_page;
    table->untitled = true;
    for (uint32_t g = 0; g < n; g++) score_row(report, table, of, groups[g], from, to);
    doc_table(report->doc, sheet, table);
}

void official_scores(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    uint32_t max = of->frame->procedure->blueprint->max;
    if (of->frame->n_works < REPORT_MIN_UNIT || of->frame->total == NULL) return; /* totals were not opened: domain/snapshot.h */
    doc_heading(report->doc, sheet, 3, report_plain(report, of->frame->procedure->title));
    uint32_t parts = max / SCORES_A_ROW + 1, size = (max + parts) / parts;
    for (uint32_t from = 0; from <= max; from += size) score_table(report, sheet, of, false, from, from + size - 1 < max ? from + size - 1 : max);
    if (report->workbook) score_table(report, sheet, of, true, 0, max);
}

/* Mean share of the maximum of one task in a group; NaN when nobody was taught. */
static double task_share(const Report *report, const ProcedureAnalysis *of, Group group, uint32_t task)
{
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    uint64_t points = 0, taught = 0;
    uint32_t from, to;
    group_span(of, group, &from, &to);
    for (uint32_t s = from; of->heat != NULL && s < to; s++) {
        if (!group_has(report, of, group, s)) continue;
        const HeatCell *cell = &of->heat[(size_t)s * blueprint->n_tasks + task];
        taught += cell->n;
        points += cell->points;
    }
    return taught == 0 ? NAN : (double)points / ((double)taught * blueprint->tasks[task].max);
}

void official_tasks(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    Column *columns = arena_array(report->arena, Column, (size_t)blueprint->n_tasks + 3);
    columns[0] = (Column){ .head = STR("группы участников"), .kind = COLUMN_TEXT, .group = STR_EMPTY };
    columns[1] = (Column){ .head = STR("ОО"), .kind = COLUMN_NUMBER, .open = true, .group = STR_EMPTY };
    columns[2] = (Column){ .head = STR("участ-|ников"), .kind = COLUMN_NUMBER, .group = STR_EMPTY };
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        Str label = report_plain(report, blueprint->tasks[j].label);
        columns[3 + j] = (Column){ .head = TEXT(report, "%.*s|%u б.", STR_ARG(label), blueprint->tasks[j].max), .kind = COLUMN_CENTRED, .open = true, .group = STR_EMPTY };
    }
    doc_heading(report->doc, sheet, 3, report_plain(report, of->frame->procedure->title));
    for (int data = 0, n_tables = report->workbook ? 2 : 1; data < n_tables; data++) {
        Group *groups;
        uint32_t n = groups_of(report, of, data == 1 || report->schools_on_page, &groups);
        Table *table = table_new(report->doc, TEXT(report, "fis-tasks%s-%.*s", data ? "-all" : "", STR_ARG(of->frame->procedure->id)),
            TEXT(report, "%.*s Выполнение заданий", STR_ARG(report_tag(report, of->frame->procedure))), blueprint->n_tasks + 3u, columns, n);
        table->dense = true;
        table->wide = blueprint->n_tasks > PORTRAIT_TASKS;
        table->data_only = data == 1;
        table->page_only = data == 0 && !report->schools_on_page;
        table->untitled = true;
        table->note = STR("Процент от наибольшего балла.");
        if (data == 0 && !report->schools_on_page && n > REPORT_NAMES + 1) n = 1;
        for (uint32_t g = 0; g < n; g++) {
            Cell *row = group_row(report, table, of, groups[g]);
            for (uint32_t j = 0; row != NULL && j < blueprint->n_tasks; j++) {
                double share = task_share(report, of, groups[g], j);
                row[3 + j] = isfinite(share) ? cell_int(llround(100 * share)) : cell_missing();
            }
        }
        doc_table(report->doc, sheet, table);
    }
}

void official_results(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    bool reference = of->norm != NULL && of->norm->source != NORM_OWN && of->norm->task_mean != NULL && of->norm->n_tasks == blueprint->n_tasks;
    const Column columns[] = {
        { .head = STR("№"), .kind = COLUMN_TEXT },
        { .head = STR("блоки и умения"), .kind = COLUMN_TEXT, .width = 0.52f },
        { .head = STR("КЭС"), .kind = COLUMN_TEXT, .width = 0.12f },
        { .head = STR("макс.|балл"), .kind = COLUMN_NUMBER, .open = true },
        { .head = report->all_name.n > 0 ? report->all_name : STR("все|школы"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("не при-|ступили"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("не|пройдено"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = report->norm_name.n > 0 ? report->norm_name : STR("норма"), .kind = COLUMN_NUMBER, .decimals = 1 },
    };
    Str id = of->frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "fis-results-%.*s", STR_ARG(id)), TEXT(report, "%.*s Планируемые результаты", STR_ARG(report_tag(report, of->frame->procedure))), reference ? 8 : 7, columns,
        blueprint->n_tasks);
    table->dense = table->untitled = true;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        const Task *task = &blueprint->tasks[j];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_plain(report, task->label));
        row[1] = task->skill.n > 0 ? cell_text(report_plain(report, task->skill)) : cell_missing();
        row[2] = task->content.n > 0 ? cell_text(report_plain(report, task->content)) : cell_missing();
        row[3] = cell_int(task->max);
        row[4] = cell_share(of->tasks[j].mean_share);
        row[5] = cell_share(of->tasks[j].not_attempted);
        row[6] = cell_share(of->tasks[j].not_taught);
        if (reference) row[7] = cell_share(of->norm->task_mean[j]);
    }
    doc_heading(report->doc, sheet, 3, report_plain(report, of->frame->procedure->title));
    doc_table(report->doc, sheet, table);
}

void official_groups(Report *report, Node *sheet, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    const Blueprint *blueprint = of->frame->procedure->blueprint;
    if (!blueprint->cutoffs_known) return;
    Column columns[6] = { { .head = STR("задание"), .kind = COLUMN_TEXT }, { .head = STR("макс.|балл"), .kind = COLUMN_NUMBER, .open = true } };
    for (int m = 0; m < 4; m++) {
        Str works = report_works_count(report, of->marks[m]);
        if (of->marks[m] < REPORT_MIN_UNIT) works = STR("меньше 5 работ");
        columns[2 + m] = (Column){ .head = TEXT(report, "«%d»|%.*s", m + 2, STR_ARG(works)), .kind = COLUMN_NUMBER, .decimals = 0, .group = STR("получили отметку") };
    }
    Str id = of->frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "fis-groups-%.*s", STR_ARG(id)), TEXT(report, "%.*s Группы участников", STR_ARG(report_tag(report, of->frame->procedure))), 6, columns, blueprint->n_tasks);
    table->dense = table->untitled = true;
    uint32_t crossings = 0;
    for (uint32_t j = 0; j < blueprint->n_tasks; j++) {
        const uint32_t *points = of->tasks[j].points_of_mark, *taught = of->tasks[j].taught_of_mark;
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_plain(report, blueprint->tasks[j].label));
        row[1] = cell_int(blueprint->tasks[j].max);
        double before = -1;
        for (int m = 0; m < 4; m++) {
            double share = taught[m] < REPORT_MIN_GROUP ? NAN : (double)points[m] / ((double)taught[m] * blueprint->tasks[j].max);
            row[2 + m] = isfinite(share) ? cell_share(share) : cell_too_few(STR("мало"), 1);
            if (!isfinite(share)) continue;
            row[2 + m].bold = share < before;
            crossings += share < before ? 1 : 0;
            before = share;
        }
    }
    table->note = crossings == 0 ? STR("Линии групп не пересекаются. Группы меньше 10 учеников не сравниваются (ФИОКО, 2026, с. 23–26).")
                                 : STR("Полужирным — где более сильная группа справилась хуже более слабой: это просит объяснения, чаще всего в самом задании. Группы меньше 10 учеников не "
                                       "сравниваются (ФИОКО, 2026, с. 23–26).");
    doc_heading(report->doc, sheet, 3, report_plain(report, of->frame->procedure->title));
    doc_table(report->doc, sheet, table);
}
