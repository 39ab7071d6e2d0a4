/* The seven usual reports of ФИС ОКО as tables: all schools and municipalities on the page, schools in the spreadsheet. */
#include "publish/report/official.h"

#include <math.h>

enum { MUNICIPALITY_ROWS_ON_PAGE = 120 };

void group_span(const ProcedureAnalysis *of, Group group, uint32_t *from, uint32_t *to)
{
    *from = group.kind == GROUP_SCHOOL ? group.index : 0;
    *to = group.kind == GROUP_SCHOOL ? group.index + 1 : of->frame->n_schools;
}

uint32_t group_works(const Report *report, const ProcedureAnalysis *of, Group group, uint32_t *n_schools)
{
    uint32_t n = 0, from, to;
    group_span(of, group, &from, &to);
    *n_schools = 0;
    for (uint32_t s = from; s < to; s++) {
        if (!group_has(report, of, group, s)) continue;
        n += of->frame->schools[s].n;
        (*n_schools)++;
    }
    return n;
}

bool group_has(const Report *report, const ProcedureAnalysis *of, Group group, uint32_t school)
{
    switch (group.kind) {
    case GROUP_ALL: return true;
    case GROUP_MUNICIPALITY: return report->municipality_of[of->frame->schools[school].org] == group.index;
    case GROUP_SCHOOL: return group.index == school;
    }
    return false;
}

static Cell group_name(Report *report, const ProcedureAnalysis *of, Group group)
{
    if (group.kind == GROUP_ALL) return cell_text(report->all_name.n > 0 ? report->all_name : STR("Все школы"));
    if (group.kind == GROUP_MUNICIPALITY) return cell_text(report_plain(report, report->municipalities[group.index]));
    return report_school_cell(report, of->frame->schools[group.index].org);
}

uint32_t groups_of(Report *report, const ProcedureAnalysis *of, bool schools, Group **out)
{
    uint32_t n = 0;
    Group *groups = arena_array(report->arena, Group, (size_t)1 + report->n_municipalities + of->frame->n_schools);
    groups[n++] = (Group){ .kind = GROUP_ALL };
    bool same = report->schools_on_page && report->n_municipalities == 1; /* of pages: the district is all there is, and bears its own name */
    for (uint32_t m = 0; !same && m < report->n_municipalities; m++) {
        Group group = { .kind = GROUP_MUNICIPALITY, .index = m };
        uint32_t n_schools;
        if (group_works(report, of, group, &n_schools) > 0) groups[n++] = group;
    }
    for (uint32_t s = 0; schools && s < of->frame->n_schools; s++) groups[n++] = (Group){ .kind = GROUP_SCHOOL, .index = s };
    *out = groups;
    return n;
}

/* ---- what leaves the circle of schools and their supervisors ---- */

/* Marks of a school, or its works against the journal: the last cell is works without a mark there. */
static FewPlace school_place(const ProcedureAnalysis *of, uint32_t s, bool journal)
{
    const MarkFlow *flow = &of->schools[s].flow;
    FewPlace out = { .works = of->frame->schools[s].n };
    for (int i = 0; i < FEW_CELLS && !journal; i++) out.cells[i] = of->schools[s].marks[i];
    if (journal) out.cells[0] = flow->lowered, out.cells[1] = flow->confirmed, out.cells[2] = flow->raised, out.cells[3] = out.works - flow->n;
    return out;
}

/* One place, all schools together, of which each is a part; made once for a procedure. */
static const FewPlan *plan_of(Report *report, const ProcedureAnalysis *of, bool journal)
{
    uint32_t n = of->frame->n_schools;
    if (report->few_of == of && report->few[journal] != NULL) return report->few[journal];
    if (report->few_of != of) report->few[0] = report->few[1] = NULL;
    FewPlace places[FEW_PLACES] = { { 0 } }, *parts = arena_array(report->arena, FewPlace, n + 1u);
    for (uint32_t s = 0; s < n; s++) {
        parts[s] = school_place(of, s, journal);
        places[0].works += parts[s].works;
        for (int i = 0; i < FEW_CELLS; i++) places[0].cells[i] += parts[s].cells[i];
    }
    FewPlan *plan = arena_one(report->arena, FewPlan);
    *plan = n > 1 ? few_plan(places, n, parts, FEW_CUT(0) | FEW_CUT(1) | FEW_CUT(2), journal ? &few_journal : &few_marks, report->arena) : few_plan(places, 0, NULL, 0, journal ? &few_journal : &few_marks, report->arena);
    report->few_of = of;
    return report->few[journal] = plan;
}

/* What of this group is told: a municipality is the sum of its schools, so it may tell what all of them tell. */
static FewCuts told_of(Report *report, const ProcedureAnalysis *of, Group group, bool journal, bool *works)
{
    *works = true;
    if (!report->doc->outside) return FEW_CUT(0) | FEW_CUT(1) | FEW_CUT(2);
    const FewPlan *plan = plan_of(report, of, journal);
    bool cells = plan->parts_told, all = true;
    *works = plan->parts_told;
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        bool has = group_has(report, of, group, s);
        all = all && has;
        if (!has || of->frame->n_schools == 1) continue;
        *works = *works && !plan->works_hidden[s];
        cells = cells && !plan->cells_hidden[s];
    }
    if (all) *works = plan->told[0] || !journal;
    return all ? plan->cuts[0] : cells ? plan->part_cuts : 0;
}

static Cell kept_back(void) { return (Cell){ .kind = CELL_HIDDEN }; }

Cell *group_row(Report *report, Table *table, const ProcedureAnalysis *of, Group group)
{
    uint32_t n_schools, n = group_works(report, of, group, &n_schools);
    Cell *row = table_row(report->doc, table, group.kind == GROUP_SCHOOL ? ROW_PLAIN : ROW_BAND);
    bool works;
    row[0] = group_name(report, of, group);
    told_of(report, of, group, false, &works);
    if (n < REPORT_MIN_UNIT || !works) { /* the same words for a small school and for the one that hides it */
        row[1] = cell_too_few(report->doc->outside ? STR("не показано: где-то меньше 5 работ") : STR("меньше 5 работ"), (uint8_t)(table->n_columns - 1));
        return NULL;
    }
    row[1] = cell_int(n_schools);
    row[2] = cell_int(n);
    return row;
}

static void marks_row(Report *report, Table *table, const ProcedureAnalysis *of, Group group)
{
    Cell *row = group_row(report, table, of, group);
    if (row == NULL) return;
    uint32_t marks[4] = { 0 }, n = 0, from, to;
    bool works;
    FewCuts cuts = told_of(report, of, group, false, &works);
    group_span(of, group, &from, &to);
    for (uint32_t s = from; s < to; s++)
        for (int m = 0; m < 4 && group_has(report, of, group, s); m++) marks[m] += of->schools[s].marks[m];
    for (int m = 0; m < 4; m++) n += marks[m];
    for (int m = 0; m < 4; m++) row[3 + m] = few_tells(cuts, m) ? cell_share(n == 0 ? NAN : (double)marks[m] / n) : kept_back();
    row[7] = cuts & FEW_CUT(0) ? cell_share(n == 0 ? NAN : 1 - (double)marks[0] / n) : kept_back();
    row[8] = cuts & FEW_CUT(1) ? cell_share(n == 0 ? NAN : (double)(marks[2] + marks[3]) / n) : kept_back();
}

static void journal_row(Report *report, Table *table, const ProcedureAnalysis *of, Group group)
{
    Cell *row = group_row(report, table, of, group);
    if (row == NULL) return;
    uint32_t lowered = 0, confirmed = 0, raised = 0, from, to;
    bool works;
    FewCuts cuts = told_of(report, of, group, true, &works);
    group_span(of, group, &from, &to);
    for (uint32_t s = from; s < to; s++) {
        if (!group_has(report, of, group, s)) continue;
        lowered += of->schools[s].flow.lowered, confirmed += of->schools[s].flow.confirmed, raised += of->schools[s].flow.raised;
    }
    uint32_t n = lowered + confirmed + raised;
    bool compared = (cuts & FEW_CUT(2)) != 0; /* how many were compared at all */
    if (n < REPORT_MIN_UNIT) {
        row[3] = cell_too_few(n == 0 ? STR("нет отметок по журналу") : STR("меньше 5 работ с обеими отметками"), 7);
        return;
    }
    const uint32_t counts[3] = { lowered, confirmed, raised };
    for (int i = 0; i < 3; i++) {
        bool tells = compared && few_tells(cuts, i);
        row[3 + 2 * i] = tells ? cell_int(counts[i]) : kept_back();
        row[4 + 2 * i] = tells ? cell_share((double)counts[i] / n) : kept_back();
    }
    row[9] = compared ? cell_int(n) : kept_back();
}

typedef void (*RowOf)(Report *report, Table *table, const ProcedureAnalysis *of, Group group);

/* One table over all procedures; municipalities are left to the spreadsheet when they would drown the page. */
static void over_procedures(Report *report, Node *sheet, uint32_t only, Str id, Str title, uint32_t n_columns, const Column *columns, RowOf row_of)
{
    const Analysis *in = report->in;
    for (int data = 0, n_tables = report->workbook ? 2 : 1; data < n_tables; data++) {
        uint32_t max_rows = 1;
        for (uint32_t p = 0; p < in->n_procedures; p++) max_rows += 2 + report->n_municipalities + in->procedures[p].frame->n_schools;
        Table *table = report_table(report, TEXT(report, "%.*s%s", STR_ARG(id), data ? "-all" : ""), TEXT(report, "%.*s%s", STR_ARG(title), data ? ", все" : ""), n_columns, columns,
            max_rows);
        table->dense = true;
        table->data_only = data == 1;
        table->page_only = data == 0 && !report->schools_on_page;
        table->untitled = true;
        table->empty = STR("Пороги отметок неизвестны: отметок нет.");
        for (uint32_t p = 0; p < in->n_procedures; p++) {
            const ProcedureAnalysis *of = &in->procedures[p];
            if (!of->frame->procedure->blueprint->cutoffs_known || (only != REPORT_NOWHERE && only != p)) continue;
            if (only == REPORT_NOWHERE) table_row(report->doc, table, ROW_SECTION)[0] = cell_text(report_plain(report, of->frame->procedure->title));
            Group *groups;
            uint32_t n = groups_of(report, of, data == 1 || report->schools_on_page, &groups);
            if (data == 0 && !report->schools_on_page && report->n_municipalities * in->n_procedures > MUNICIPALITY_ROWS_ON_PAGE) n = 1;
            for (uint32_t g = 0; g < n; g++) row_of(report, table, of, groups[g]);
        }
        doc_table(report->doc, sheet, table);
    }
}

void official_marks(Report *report, Node *sheet, uint32_t only)
{
    const Column columns[] = {
        { .head = STR("группы участников"), .kind = COLUMN_TEXT },
        { .head = STR("ОО"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("участников"), .kind = COLUMN_NUMBER },
        { .head = STR("«2»"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("доля отметок") },
        { .head = STR("«3»"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("доля отметок") },
        { .head = STR("«4»"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("доля отметок") },
        { .head = STR("«5»"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("доля отметок") },
        { .head = STR("успевае-|мость"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("качество"), .kind = COLUMN_NUMBER, .decimals = 1 },
    };
    over_procedures(report, sheet, only, STR("fis-marks"), STR("Статистика по отметкам"), 9, columns, marks_row);
}

void official_journal(Report *report, Node *sheet, uint32_t only)
{
    const Column columns[] = {
        { .head = STR("группы участников"), .kind = COLUMN_TEXT },
        { .head = STR("ОО"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("участников"), .kind = COLUMN_NUMBER },
        { .head = STR("число"), .kind = COLUMN_NUMBER, .group = STR("понизили") },
        { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("понизили") },
        { .head = STR("число"), .kind = COLUMN_NUMBER, .group = STR("подтвердили") },
        { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("подтвердили") },
        { .head = STR("число"), .kind = COLUMN_NUMBER, .group = STR("повысили") },
        { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = 1, .group = STR("повысили") },
        { .head = STR("всего"), .kind = COLUMN_NUMBER },
    };
    over_procedures(report, sheet, only, STR("fis-journal"), STR("Сравнение с журналом"), 10, columns, journal_row);
    doc_small(report->doc, sheet, STR("Понизили: отметка за работу меньше отметки по журналу; подтвердили: равна; повысили: больше."));
}

void official_individual(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    uint64_t works = 0;
    for (uint32_t p = 0; p < in->n_procedures; p++) works += in->procedures[p].frame->n_works;
    if (in->schools.n > REPORT_ALL_SCHOOLS) {
        doc_text(report->doc, sheet, STR("Здесь не приводятся: отчёт охватывает больше одного района. Они остаются в формах школ, и открывать их нужно там."));
        return;
    }
    doc_text(report->doc, sheet, STR("По кодам участников — только в XLSX, для школ и тех, кому они подотчётны. Школы, где меньше 5 работ, не приводятся."));
    if (!report->workbook) return;
    const Column columns[] = {
        { .head = STR("процедура"), .kind = COLUMN_TEXT },
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("класс"), .kind = COLUMN_TEXT },
        { .head = STR("код участника"), .kind = COLUMN_TEXT },
        { .head = STR("первичный балл"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("отметка за работу"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("отметка по журналу"), .kind = COLUMN_NUMBER, .open = true },
    };
    Table *table = report_table(report, STR("fis-individual"), STR("Индивидуальные результаты"), 7, columns, (uint32_t)works + 1);
    table->data_only = !report->schools_on_page;
    for (uint32_t p = 0; p < in->n_procedures; p++) {
        const Frame *frame = in->procedures[p].frame;
        if (frame->journal == NULL) continue; /* pupils were not opened: domain/snapshot.h */
        Str title = report_plain(report, frame->procedure->title);
        for (uint32_t c = 0; c < frame->n_classes; c++) {
            const SchoolSpan *school = &frame->schools[frame->classes[c].school];
            Str name = report_school(report, school->org), label = report_plain(report, frame->classes[c].label);
            for (uint32_t w = frame->classes[c].first; school->n >= REPORT_MIN_UNIT && w < frame->classes[c].first + frame->classes[c].n; w++) {
                Cell *row = table_row(report->doc, table, ROW_PLAIN);
                row[0] = cell_text(title);
                row[1] = cell_text(name);
                row[2] = cell_text(label);
                row[3] = cell_text(frame->code != NULL ? report_plain(report, frame->code[w]) : STR_EMPTY);
                row[4] = cell_int(frame->total[w]);
                row[5] = frame->mark[w] > 0 ? cell_int(frame->mark[w]) : cell_missing();
                row[6] = frame->journal[w] > 0 ? cell_int(frame->journal[w]) : cell_missing();
            }
        }
    }
    doc_table(report->doc, sheet, table);
}

void report_official(Report *report)
{
    if (report->in->n_procedures == 0) return;
    Node *sheet = doc_sheet(report->doc, STR("official"), STR("Семь отчётов ФИС ОКО"));
    sheet->kicker = STR("Привычные таблицы");
    sheet->sub = STR("Все школы и муниципалитеты; по школам — в XLSX. Группы, где меньше 5 работ, не раскрываются.");
    doc_heading(report->doc, sheet, 2, STR("1. Статистика по отметкам"));
    official_marks(report, sheet, REPORT_NOWHERE);
    doc_heading(report->doc, sheet, 2, STR("2. Сравнение отметок с отметками по журналу"));
    official_journal(report, sheet, REPORT_NOWHERE);
    doc_heading(report->doc, sheet, 2, STR("3. Распределение первичных баллов"));
    for (uint32_t p = 0; p < report->in->n_procedures; p++) official_scores(report, sheet, p);
    bool any = false;
    for (uint32_t p = 0; p < report->in->n_procedures; p++) any = any || official_has_tasks(&report->in->procedures[p]);
    static const char *const titles[] = { "4. Выполнение заданий", "5. Достижение планируемых результатов", "6. Выполнение заданий группами участников" };
    void (*const parts[])(Report *, Node *, uint32_t) = { official_tasks, official_results, official_groups };
    for (int i = 0; i < 3; i++) {
        doc_heading(report->doc, sheet, 2, str_of(titles[i]));
        if (!any) doc_text(report->doc, sheet, STR("Баллов за задания в этих файлах нет."));
        for (uint32_t p = 0; p < report->in->n_procedures; p++)
            if (official_has_tasks(&report->in->procedures[p])) parts[i](report, sheet, p);
    }
    doc_heading(report->doc, sheet, 2, STR("7. Индивидуальные результаты"));
    official_individual(report, sheet);
}
